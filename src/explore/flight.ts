import type { Packet } from '../base/packet.ts';
import type { Micros } from '../base/timer-queue.ts';
import type { Link, Receiver } from '../link/link.ts';
import { OK } from '../wire/drop.ts';
import { IpHeader, parseIp, TCP } from '../wire/ip.ts';
import type { Seq } from '../wire/seq.ts';
import { HAS_MSS, HAS_SACK, HAS_TS, HAS_WSCALE, parseTcp, Segment, URG } from '../wire/tcp.ts';
import type { End } from './end.ts';

/** What a segment is, for those who tell it from others. */
export interface SegmentFacts {
  readonly sport: number;
  readonly dport: number;
  readonly flags: number;
  readonly seq: Seq;
  readonly ack: Seq;
  readonly wnd: number;
  /** The urgent pointer; 0 where the flag is not set. */
  readonly urgent: number;
  readonly options: number;
  readonly mss: number;
  readonly wscale: number;
  readonly tsVal: number;
  readonly tsEcr: number;
  readonly sacks: readonly Seq[];
  /** A character an octet. */
  readonly text: string;
}

/** Where a segment came from, for the properties: the engine does not look at it. */
export interface Origin {
  /** The end that sent it, or null. */
  readonly end: End | null;
  /** Sent for no connection, in answer to a segment of this end. */
  readonly answers: End | null;
  /** Made by hand. */
  readonly forged: boolean;
  /** The right edge it offers its receiver, or null when it offers none. */
  readonly edge: Seq | null;
}

/** A segment on its way. */
export class Flight {
  /** The index of its sender, and which of its sender's segments it is, from 1. */
  readonly from: number;
  readonly n: number;
  /** The end of the cable it goes to. */
  readonly to: SearchLink;
  readonly sentAt: Micros;
  readonly octets: Uint8Array;
  readonly facts: SegmentFacts | null;
  readonly origin: Origin;
  /** How many of it are about. */
  copies = 1;
  damaged = false;
  /** A later one arrived before it. */
  stuck = false;

  constructor(from: number, n: number, to: SearchLink, sentAt: Micros, p: Packet, origin: Origin) {
    this.from = from;
    this.n = n;
    this.to = to;
    this.sentAt = sentAt;
    this.octets = p.octets().slice();
    this.facts = factsOf(p);
    this.origin = origin;
  }

  /** The octets that arrive: with a bit of the text flipped, or of the ports' neighbours, when it was damaged. */
  arriving(): Uint8Array {
    if (!this.damaged) return this.octets;
    const octets = this.octets.slice();
    const n = this.facts?.text.length ?? 0;
    const at = n > 0 ? octets.length - n : Math.min(24, octets.length - 1);
    octets[at] = (octets[at] as number) ^ 1;
    return octets;
  }
}

/** Who takes what hosts send. */
export interface Network {
  sent(link: SearchLink, p: Packet): void;
}

/** One end of a cable on which nothing arrives by itself. */
export class SearchLink implements Link {
  readonly mtu = 1500;
  readonly medium = 'ip' as const;
  readonly checksums = true;
  receiver: Receiver | null = null;
  /** The index of the host here, and the other end. */
  readonly host: number;
  peer: SearchLink = this;
  readonly #network: Network;

  constructor(network: Network, host: number) {
    this.#network = network;
    this.host = host;
  }

  send(p: Packet): void {
    this.#network.sent(this, p);
    p.release();
  }
}

const header = new IpHeader();
const segment = new Segment();

/** What a packet says, or null when it is no TCP segment. */
function factsOf(p: Packet): SegmentFacts | null {
  if (parseIp(header, p, false) !== OK || header.protocol !== TCP) return null;
  if (parseTcp(segment, p, header.payloadFrom, header.payloadTo, -1) !== OK) return null;
  const { options } = segment;
  const hasTs = (options & HAS_TS) !== 0;
  let text = '';
  for (let i = segment.textFrom; i < segment.textTo; i++) {
    text += String.fromCharCode(p.bytes[i] as number);
  }
  return {
    sport: segment.sport,
    dport: segment.dport,
    flags: segment.flags,
    seq: segment.seq,
    ack: segment.ack,
    wnd: segment.wnd,
    urgent: (segment.flags & URG) === 0 ? 0 : segment.up,
    options,
    mss: (segment.options & HAS_MSS) === 0 ? 0 : segment.mss,
    wscale: (segment.options & HAS_WSCALE) === 0 ? -1 : segment.wscale,
    tsVal: hasTs ? segment.tsVal : 0,
    tsEcr: hasTs ? segment.tsEcr : 0,
    sacks: (options & HAS_SACK) === 0 ? [] : [...segment.sacks.slice(0, 2 * segment.sackCount)],
    text,
  };
}
