import { ACK, SYN } from '../wire/tcp.ts';
import type { TcpPacket } from './ast.ts';
import type { OptionNumbers } from './option-octets.ts';
import type { IcmpOnWire, TcpOnWire } from './wire-packet.ts';

/** How far a socket of the script has come, as its packets and calls tell. */
export type FlowState =
  | 'new'
  | 'listening'
  | 'syn-received'
  | 'syn-ack-sent'
  | 'accepted'
  | 'connecting'
  | 'syn-sent'
  | 'connected';

/**
 * One socket of a script, as far as packets are concerned: which ports it has on the wire, and how the
 * numbers of the script relate to those on the wire.
 *
 * A segment with SYN has absolute numbers in a script, any other has numbers relative to the initial ones;
 * so its SEQ is the wire's less the ISN of whoever sent it, and its ACK and SACK the wire's less the other's.
 * What is not known yet counts as 0.
 */
export class Flow {
  state: FlowState = 'new';
  /** The script's descriptor; null while it has none. */
  fd: number | null;
  isClosed = false;
  /** Ports on the wire; 0 while they are not known. */
  localPort = 0;
  remotePort = 0;
  /** The stack's initial sequence number in the script, and on the wire. */
  scriptIsn = 0;
  liveIsn = 0;
  /** The script's own: the same in both. */
  remoteIsn = 0;
  /** The next packet of the script is its first, and its number will be the script's ISN. */
  learnsRemote = false;
  /** The values of the stack's timestamps on the wire, by the script's. */
  readonly #values = new Map<number, number>();
  #firstValue: { readonly script: number; readonly live: number } | null = null;
  /** The flow label that the script last wrote, and the one it stood for. */
  #label: { readonly script: number; readonly live: number } | null = null;

  constructor(fd: number | null) {
    this.fd = fd;
  }

  /** Whether a segment on the wire was sent by this socket. */
  sent(p: TcpOnWire): boolean {
    return p.sport === this.localPort && p.dport === this.remotePort && this.localPort !== 0;
  }

  /** Whether an ICMP message of the stack is about a segment to this socket. */
  isQuotedBy(p: IcmpOnWire): boolean {
    const { quoted } = p;
    if (quoted === null) return true;
    return quoted.sport === this.remotePort && quoted.dport === this.localPort;
  }

  /** What is added to a number of the stack's sequence space on the way from the script to the wire. */
  localOffset(isSyn: boolean): number {
    return isSyn ? (this.liveIsn - this.scriptIsn) | 0 : this.liveIsn;
  }

  /** The same of the peer's, which is the script. */
  remoteOffset(isSyn: boolean): number {
    return isSyn ? 0 : this.remoteIsn;
  }

  /** SEQ of an injected segment on the wire. */
  seqIn(p: TcpPacket): number {
    return p.literalSeq ? p.seq : p.seq + this.remoteOffset((p.flags & SYN) !== 0);
  }

  /** ACK of an injected segment; it goes out as written when the bit is not set. */
  ackIn(p: TcpPacket): number {
    const ack = p.ack ?? 0;
    if (p.literalAck || (p.flags & ACK) === 0) return ack;
    return ack + this.localOffset((p.flags & SYN) !== 0);
  }

  /**
   * The numbers in an injected segment's options. A TSecr that answers no value the script has shown is
   * left to `unknown`.
   */
  numbersIn(p: TcpPacket, isScaled: boolean, unknown: (ecr: number) => void): OptionNumbers {
    const offset = this.localOffset((p.flags & SYN) !== 0);
    return {
      ack: (n) => n + offset,
      ecr: (n, isLiteral) => {
        if (isLiteral || (p.flags & ACK) === 0) return n;
        const live = this.#values.get(n >>> 0);
        if (live !== undefined) return live;
        const first = this.#firstValue;
        if (isScaled && first !== null) return n - first.script + first.live;
        unknown(n);
        return n;
      },
    };
  }

  /** SEQ of a segment of the stack, in script space. */
  seqOut(p: TcpOnWire): number {
    return (p.seq - this.localOffset((p.flags & SYN) !== 0)) >>> 0;
  }

  ackOut(p: TcpOnWire): number {
    if ((p.flags & ACK) === 0) return p.ack;
    return (p.ack - this.remoteOffset((p.flags & SYN) !== 0)) >>> 0;
  }

  sackOut(n: number, isSyn: boolean): number {
    return (n - this.remoteOffset(isSyn)) >>> 0;
  }

  /** A TSval of the stack, in script space; as it is while the script has shown none. */
  valueOut(live: number): number {
    const first = this.#firstValue;
    return first === null ? live : (live - first.live + first.script) >>> 0;
  }

  /** The script calls the value of a segment `script`. */
  learnValue(script: number, live: number): void {
    this.#values.set(script >>> 0, live);
    this.#firstValue ??= { script, live };
  }

  /**
   * Compares a flow label with the script's, which only says whether it is the one it was: null when it is
   * as it should be, else what is wrong.
   */
  checkLabel(script: number, live: number): string | null {
    if (script === 0) return null;
    if (live === 0) return 'no flow label';
    const before = this.#label;
    if (before === null || before.script !== script) {
      if (before !== null && before.live === live) return 'the flow label it had before';
      this.#label = { script, live };
      return null;
    }
    return before.live === live ? null : 'another flow label than before';
  }
}
