import { describe, expect, it } from 'vitest';
import { resetFor } from '../../../src/tcp/arrive/closed.ts';
import { Segment } from '../../../src/wire/tcp.ts';
import { Drill } from '../../support/drill.ts';

/** A reset answers from sequence number 0, or from the ACK it was given: numbers as they are. */
function answer(flags: string, seq: number, len: number, ack: number): string[] {
  const t = new Drill();
  t.in(flags, seq, len, ack, { dport: 81 });
  return t.out();
}

describe('a segment for a port where nobody is [RFC 9293 3.10.7.1]', () => {
  it('is refused from sequence number 0 when it has no ACK, acknowledging all of it', () => {
    expect(answer('S', 100, 0, 0)).toEqual(['R. 0:0(0) ack 101']);
    expect(answer('S', 100, 5, 0)).toEqual(['R. 0:0(0) ack 106']);
    expect(answer('SF', 100, 5, 0)).toEqual(['R. 0:0(0) ack 107']);
    expect(answer('F', 100, 0, 0)).toEqual(['R. 0:0(0) ack 101']);
    expect(answer('P', 100, 7, 0)).toEqual(['R. 0:0(0) ack 107']);
  });

  it('is refused from its own ACK number when it has one, without an ACK', () => {
    expect(answer('.', 100, 0, 700)).toEqual(['R 700:700(0)']);
    expect(answer('S.', 100, 0, 700)).toEqual(['R 700:700(0)']);
    expect(answer('P.', 100, 9, 700)).toEqual(['R 700:700(0)']);
    expect(answer('F.', 100, 0, -5)).toEqual(['R -5:-5(0)']);
  });

  it('is never answered when it is a reset itself', () => {
    expect(answer('R', 100, 0, 0)).toEqual([]);
    expect(answer('R.', 100, 0, 700)).toEqual([]);
    expect(answer('SR', 100, 0, 0)).toEqual([]);
  });

  it('is answered with window 0 and no options', () => {
    const t = new Drill();
    t.in('S', 100, 0, 0, { dport: 81, mss: 1460, wscale: 7, sackOk: true, ts: [5, 0] });
    expect(t.out({ win: true, options: true })).toEqual(['R. 0:0(0) ack 101 win 0 <>']);
  });

  it('wraps round where its numbers do', () => {
    const seg = new Segment();
    const reply = new Segment();
    seg.seq = -1; // 4,294,967,295
    seg.flags = 2;
    expect(resetFor(seg, reply)).toBe(true);
    expect(reply.ack).toBe(0);
  });

  it('is refused over IPv6 as over IPv4', () => {
    const t = new Drill({ ipv6: true });
    t.in('S', 100, 0, 0, { dport: 81 });
    expect(t.out()).toEqual(['R. 0:0(0) ack 101']);
  });
});
