import { describe, expect, it } from 'vitest';
import { linux, rfc } from '../../src/tcp/profiles/index.ts';
import { MSS, segments, write } from '../support/data.ts';
import { Drill } from '../support/drill.ts';

/** A connection with timestamps whose peer has sent TSval 101. */
function stamped(profile = rfc) {
  const t = new Drill({ profile });
  const s = t.passiveOpen({ mss: MSS, sackOk: true, ts: [100, 0] });
  return { t, s, c: t.connection };
}

/** The TSecr of each segment sent. */
function echoes(t: Drill): (number | undefined)[] {
  return segments(t).map((p) => p.ts?.[1]);
}

const DAY = 24 * 3600 * 1000;

describe('timestamps [RFC 7323]', () => {
  it('are on every segment once both SYNs had them', () => {
    const { t, s } = stamped();
    write(t, s, 3 * MSS);
    t.in('.', 1, 10, 1, { ts: [102, 0] });
    t.in('.', 11, 10, 1, { ts: [102, 0] });
    expect(segments(t).every((p) => p.ts !== null)).toBe(true);
  });

  it('are not used when the peer’s SYN had none', () => {
    const t = new Drill();
    const s = t.passiveOpen({ mss: MSS });
    write(t, s, MSS);
    expect(segments(t).map((p) => p.ts)).toEqual([null]);
  });

  it('count milliseconds, from a number that tells nothing', () => {
    const { t, s } = stamped();
    write(t, s, 1);
    const [a] = segments(t);
    t.in('.', 1, 0, 2, { ts: [102, 0] });
    t.wait(1234);
    write(t, s, 1);
    const [b] = segments(t);
    expect(((b?.ts?.[0] as number) - (a?.ts?.[0] as number)) | 0).toBe(1234);
  });

  it('echo the peer’s newest [4.3]', () => {
    const { t, s } = stamped();
    write(t, s, 1);
    expect(echoes(t)).toEqual([101]);
    t.in('.', 1, 0, 2, { ts: [150, 0] });
    write(t, s, 1);
    expect(echoes(t)).toEqual([150]);
  });

  it('echo the first of the segments that one ACK answers: the delay counts [4.3]', () => {
    const { t } = stamped();
    t.in('.', 1, 100, 1, { ts: [110, 0] });
    t.in('.', 101, 100, 1, { ts: [120, 0] });
    expect(echoes(t)).toEqual([110]);
  });

  it('echo what came before a gap, until the gap is filled [4.3]', () => {
    const { t } = stamped();
    t.in('.', 1, 100, 1, { ts: [110, 0] });
    t.in('.', 201, 100, 1, { ts: [130, 0] });
    expect(echoes(t)).toEqual([110]);
    t.in('.', 301, 100, 1, { ts: [140, 0] });
    expect(echoes(t)).toEqual([110]);
    t.in('.', 101, 100, 1, { ts: [150, 0] });
    expect(echoes(t)).toEqual([150]);
  });

  it('make a full segment shorter by 12 octets', () => {
    const { t, s } = stamped();
    write(t, s, 2 * MSS);
    const [p] = segments(t);
    expect(p?.len).toBe(MSS - 12);
    expect(p?.size).toBe(1500);
  });
});

describe('PAWS [RFC 7323 5]', () => {
  it('drops a segment older than what was received, and answers', () => {
    const { t, s } = stamped();
    t.in('.', 1, 0, 1, { ts: [200, 0] });
    t.in('.', 1, 100, 1, { ts: [199, 0] });
    expect(s.readable).toBe(0);
    expect(t.out()).toEqual(['. 1:1(0) ack 1']);
  });

  it('takes one as old, and across the wrap', () => {
    const { t, s, c } = stamped();
    t.in('.', 1, 10, 1, { ts: [101, 0] });
    expect(s.readable).toBe(10);
    c.ts.recent = -1;
    t.in('.', 11, 10, 1, { ts: [0, 0] });
    expect(s.readable).toBe(20);
    t.in('.', 21, 0, 1, { ts: [0, 0] });
    t.in('.', 21, 10, 1, { ts: [-1, 0] });
    expect(s.readable).toBe(20);
  });

  it('takes a reset, whatever its age', () => {
    const { t } = stamped();
    t.in('R', 1, 0, 0, { ts: [5, 0] });
    expect(t.states()).toEqual([]);
  });

  it('believes nothing it remembers after 24 days of silence [5.5]', () => {
    const { t, s } = stamped();
    t.wait(24 * DAY);
    t.in('.', 1, 10, 1, { ts: [50, 0] });
    expect(s.readable).toBe(0);
    t.wait(1);
    t.in('.', 1, 10, 1, { ts: [50, 0] });
    expect(s.readable).toBe(10);
  });

  it('drops a segment without timestamps by the RFC, and takes it in Linux [3.2]', () => {
    const a = stamped(rfc);
    a.t.in('.', 1, 10, 1);
    expect(a.s.readable).toBe(0);
    expect(a.t.out()).toEqual([]);
    const b = stamped(linux);
    b.t.in('.', 1, 10, 1);
    expect(b.s.readable).toBe(10);
  });

  it('takes a reset without timestamps in any case [3.2]', () => {
    const { t } = stamped(rfc);
    t.in('R', 1);
    expect(t.states()).toEqual([]);
  });
});
