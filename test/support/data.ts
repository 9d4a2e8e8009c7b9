import type { TcpSocket } from '../../src/socket/tcp-socket.ts';
import { IpHeader, parseIp } from '../../src/wire/ip.ts';
import { HAS_SACK, HAS_TS, parseTcp, Segment } from '../../src/wire/tcp.ts';
import { Drill } from './drill.ts';

/** What a scripted peer's IRS is. */
export const PEER_ISS = 1_000_000;
/** A full segment without options on a link of 1500 octets. */
export const MSS = 1460;

/** A segment the host sent; numbers relative to the two ISSs. */
export interface Sent {
  readonly seq: number;
  readonly len: number;
  readonly ack: number;
  readonly flags: number;
  /** The window field, as it was sent. */
  readonly wnd: number;
  readonly ts: readonly [val: number, ecr: number] | null;
  readonly sacks: readonly (readonly [from: number, to: number])[];
  readonly text: Uint8Array;
  /** Octets of the IP packet. */
  readonly size: number;
}

/** All the host has sent since the last look, field by field. */
export function segments(t: Drill): Sent[] {
  const ip = new IpHeader();
  const seg = new Segment();
  return t.link.sent.splice(0).map((p) => {
    if (parseIp(ip, p, true) !== 0) throw new Error('malformed IP');
    if (parseTcp(seg, p, ip.payloadFrom, ip.payloadTo, -1) !== 0) throw new Error('malformed TCP');
    const sacks: [number, number][] = [];
    for (let i = 0; (seg.options & HAS_SACK) !== 0 && i < seg.sackCount; i++) {
      sacks.push([
        ((seg.sacks[2 * i] as number) - PEER_ISS) | 0,
        ((seg.sacks[2 * i + 1] as number) - PEER_ISS) | 0,
      ]);
    }
    const sent: Sent = {
      seq: (seg.seq - t.iss) | 0,
      len: seg.textTo - seg.textFrom,
      ack: (seg.ack - PEER_ISS) | 0,
      flags: seg.flags,
      wnd: seg.wnd,
      ts: (seg.options & HAS_TS) !== 0 ? [seg.tsVal, seg.tsEcr] : null,
      sacks,
      text: seg.bytes.slice(seg.textFrom, seg.textTo),
      size: p.length,
    };
    p.release();
    return sent;
  });
}

/** The user writes `n` octets: 1, 2, 3 and so on. */
export function write(t: Drill, s: TcpSocket, n: number): void {
  const bytes = octets(n);
  t.do(() => {
    if (s.write(bytes) !== n) throw new Error('the send queue has no room');
  });
}

/** Octets that count up from 1. */
export function octets(n: number): Uint8Array {
  return Uint8Array.from({ length: n }, (_, i) => i + 1);
}

/** The user reads up to `n` octets; returns them. */
export function read(t: Drill, s: TcpSocket, n = 1 << 20): Uint8Array {
  const into = new Uint8Array(n);
  return into.slice(
    0,
    t.do(() => s.read(into)),
  );
}

/** Sequence numbers, in full segments, of what was sent: [0, 1, 2] is three segments from 1 on. */
export function numbers(t: Drill, mss: number = MSS): number[] {
  return segments(t).map((s) => (s.seq - 1) / mss);
}

/**
 * A host whose next connection has the ISS asked for. The ISS is a clock plus a hash of the
 * four-tuple, so the clock is set to what makes the sum right.
 */
export function drillWithIss(iss: number, o: ConstructorParameters<typeof Drill>[0] = {}): Drill {
  const probe = new Drill(o);
  probe.connect();
  const t = new Drill(o);
  t.clock.turn(((iss - probe.iss) >>> 0) * 4);
  return t;
}
