import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rfc, withOverrides } from '../../src/tcp/profiles/index.ts';
import { MSS, octets, read, segments, write } from '../support/data.ts';
import { Drill } from '../support/drill.ts';

const buffer = (receiveBuffer: number) => ({ profile: withOverrides(rfc, { receiveBuffer }) });

describe('window scaling [RFC 7323]', () => {
  it('of the peer is applied to every window but a SYN’s', () => {
    const t = new Drill();
    const s = t.connect();
    t.out();
    t.in('S.', 0, 0, 1, { mss: MSS, wscale: 7, win: 100 });
    expect(t.connection.snd.wnd).toBe(100);
    t.in('.', 1, 0, 1, { win: 100 });
    expect(t.connection.snd.wnd).toBe(12_800);
    t.out();
    write(t, s, 20_000);
    expect(segments(t).reduce((n, p) => n + p.len, 0)).toBe(12_800 - (12_800 % MSS));
  });

  it('of ours is the smallest shift that covers the buffer, and none in the SYN itself', () => {
    for (const [size, shift] of [
      [65_535, 0],
      [65_536, 1],
      [512 * 1024, 4],
      [2 ** 30, 14],
    ] as const) {
      const t = new Drill(buffer(size));
      t.connect();
      const [syn] = t.out({ win: true, options: true });
      expect(syn).toBe(`S 0:0(0) win 65535 <mss 1460,sackOK,TS,wscale ${shift}>`);
      t.in('S.', 0, 0, 1, { mss: MSS, wscale: 2 });
      t.in('.', 1, 10, 1);
      t.in('.', 11, 10, 1);
      const last = segments(t).at(-1);
      expect((last?.wnd as number) << shift).toBeGreaterThan(Math.min(size - 2000, 63_000));
    }
  });

  it('is not used when the peer does not offer it', () => {
    const t = new Drill();
    t.connect();
    t.out();
    t.in('S.', 0, 0, 1, { mss: MSS });
    expect(t.out({ win: true })).toEqual(['. 1:1(0) ack 1 win 65535']);
    t.in('.', 1, 0, 1, { win: 1000 });
    expect(t.connection.snd.wnd).toBe(1000);
  });

  it('is capped at 14, so that a window keeps below 2**30; all 32 bits count [REC-1]', () => {
    const t = new Drill();
    t.passiveOpen({ mss: MSS, wscale: 255, win: 65_535 });
    expect(t.connection.snd.scale).toBe(14);
    expect(t.connection.snd.wnd).toBe(65_535 * 2 ** 14);
  });
});

describe('a window that opens as text comes', () => {
  const opening = { receiveBuffer: 100_000, firstWindow: 10_000 };
  const opened = (more = {}) => {
    const t = new Drill({ profile: withOverrides(rfc, { ...opening, ...more }) });
    const s = t.connect();
    t.in('S.', 0, 0, 1, { mss: MSS, wscale: 0 });
    t.out();
    return { t, s };
  };

  it('takes nothing back that the SYN offered', () => {
    const { t } = opened();
    t.in('.', 1, 1000, 1);
    t.in('.', 1001, 1000, 1);
    expect(segments(t).at(-1)?.wnd).toBe((65_535 - 2000 + 1) >> 1);
  });

  it('opens by two full segments with each, until the whole buffer is offered', () => {
    const { t, s } = opened({ firstWindow: 65_536 });
    const most = [];
    for (let seq = 1; seq < 30 * MSS; seq += MSS) {
      t.in('.', seq, MSS, 1);
      read(t, s);
      const wnd = (segments(t).at(-1)?.wnd ?? 0) << 1;
      if (wnd > 0) most.push(wnd);
    }
    expect(most[0]).toBeGreaterThan(65_535);
    expect(most[0]).toBeLessThan(100_000);
    expect(Math.max(...most)).toBe(100_000);
    expect(t.connection.options.grownWindow).toBe(2 * MSS * Math.ceil(34_464 / (2 * MSS)));
  });

  it('is not opened by small segments', () => {
    const { t } = opened();
    for (let seq = 1; seq < 40 * 127; seq += 127) t.in('.', seq, 127, 1);
    expect(t.connection.options.grownWindow).toBe(0);
  });
});

describe('the receiver’s silly window avoidance [MUST-39]', () => {
  it('keeps the right edge where it is until it can move by a segment', () => {
    const t = new Drill(buffer(10_000));
    const s = t.passiveOpen();
    t.in('.', 1, 10_000, 1);
    expect(t.out({ win: true })).toEqual([]);
    t.wait(200);
    expect(t.out({ win: true })).toEqual(['. 1:1(0) ack 10001 win 0']);
    read(t, s, 1000);
    t.in('.', 10_001, 0, 1);
    write(t, s, 1);
    expect(t.out({ win: true })).toEqual(['P. 1:2(1) ack 10001 win 0']);
    read(t, s, 459);
    expect(t.out()).toEqual([]);
    read(t, s, 1);
    expect(t.out({ win: true })).toEqual(['. 2:2(0) ack 10001 win 1460']);
  });

  it('moves it by half the buffer when that is less than a segment', () => {
    const t = new Drill(buffer(1000));
    const s = t.passiveOpen();
    t.in('.', 1, 1000, 1);
    t.wait(200);
    t.out();
    read(t, s, 499);
    expect(t.out()).toEqual([]);
    read(t, s, 1);
    expect(t.out({ win: true })).toEqual(['. 1:1(0) ack 1001 win 500']);
  });

  it('tells of a window that opens further only when it does by two segments', () => {
    const t = new Drill(buffer(20_000));
    const s = t.passiveOpen();
    t.in('.', 1, 10_000, 1);
    t.wait(200);
    expect(t.out({ win: true })).toEqual(['. 1:1(0) ack 10001 win 10000']);
    read(t, s, 2 * MSS - 1);
    expect(t.out()).toEqual([]);
    read(t, s, 1);
    expect(t.out({ win: true })).toEqual(['. 1:1(0) ack 10001 win 12920']);
  });
});

/** What happens to a receiver: text arrives, or some is read, or time passes. */
const happenings = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('text' as const), n: fc.integer({ min: 1, max: 1460 }) }),
    fc.record({ kind: fc.constant('gap' as const), n: fc.integer({ min: 1, max: 5000 }) }),
    fc.record({ kind: fc.constant('read' as const), n: fc.integer({ min: 1, max: 9000 }) }),
    fc.record({ kind: fc.constant('wait' as const), n: fc.integer({ min: 1, max: 300 }) }),
  ),
  { maxLength: 60 },
);

describe('the right edge', () => {
  for (const [size, scale] of [
    [8000, 0],
    [3000, 0],
    [500, 0],
    [200_003, 2],
    [1_000_001, 4],
  ] as const) {
    const unit = 1 << scale;
    it(`of a buffer of ${size} octets never moves left by a unit, and keeps to the buffer [SHLD-14]`, () => {
      fc.assert(
        fc.property(happenings, (list) => {
          const t = new Drill(buffer(size));
          const s = t.passiveOpen({ mss: MSS, wscale: 0 });
          const c = t.connection;
          let edge = 1;
          let next = 1;
          const look = (): void => {
            for (const p of segments(t)) {
              const at = p.ack + (p.wnd << scale);
              expect(at).toBeGreaterThan(edge - unit);
              expect(p.wnd << scale).toBeLessThanOrEqual(size + unit - c.receiveQueue.length);
              edge = Math.max(edge, at);
            }
          };
          for (const { kind, n } of list) {
            if (kind === 'text' && next + n <= edge) {
              t.in('.', next, n, 1);
              next += n;
            } else if (kind === 'gap') t.in('.', next + n, 100, 1);
            else if (kind === 'read') read(t, s, n);
            else if (kind === 'wait') t.wait(n);
            look();
          }
        }),
        { numRuns: 60 },
      );
    });
  }

  it('takes all the peer may send, to the last octet', () => {
    const t = new Drill(buffer(3000));
    const s = t.passiveOpen();
    t.in('.', 1, 1460, 1, { text: octets(1460) });
    t.in('.', 1461, 1460, 1);
    expect(t.out({ win: true })).toEqual(['. 1:1(0) ack 2921 win 80']);
    t.in('.', 2921, 80, 1);
    t.wait(200);
    expect(t.out({ win: true })).toEqual(['. 1:1(0) ack 3001 win 0']);
    expect(s.readable).toBe(3000);
  });
});

describe('the peer’s window', () => {
  it('is taken from the newest segment only: SND.WL1 and SND.WL2', () => {
    const t = new Drill();
    const s = t.passiveOpen({ mss: MSS });
    const c = t.connection;
    write(t, s, 3000);
    t.in('.', 101, 100, 1001, { win: 5000 });
    expect(c.snd.wnd).toBe(5000);
    t.in('.', 1, 100, 1001, { win: 100 }); // older by its sequence number
    expect(c.snd.wnd).toBe(5000);
    t.in('.', 201, 0, 501, { win: 100 }); // older by its ACK
    expect(c.snd.wnd).toBe(5000);
    t.in('.', 201, 0, 1001, { win: 200 });
    expect(c.snd.wnd).toBe(200);
  });

  it('may shrink: no new text goes, what is inside is sent again, what is beyond is not [MUST-34, SHLD-15, SHLD-16]', () => {
    const t = new Drill();
    const s = t.passiveOpen({ mss: 1000 });
    write(t, s, 8000);
    expect(segments(t).length).toBe(8);
    t.in('.', 1, 0, 1001, { win: 2500 });
    write(t, s, 1000);
    expect(segments(t)).toEqual([]);
    t.wait(1000);
    expect(segments(t).map((p) => [p.seq, p.len])).toEqual([[1001, 1000]]);
    t.in('.', 1, 0, 2001, { win: 1500 });
    expect(segments(t).map((p) => [p.seq, p.len])).toEqual([
      [2001, 1000],
      [3001, 500],
    ]);
    t.in('.', 1, 0, 3501, { win: 8000 });
    expect(segments(t).map((p) => p.seq)).toEqual([3501, 4501, 5501]);
  });

  it('that shrank still lets our ACKs in: they stand at its edge, not at SND.NXT', () => {
    const t = new Drill();
    const s = t.passiveOpen({ mss: 1000 });
    write(t, s, 8000);
    segments(t);
    t.in('.', 1, 0, 1001, { win: 500 });
    t.in('.', 1, 1000, 1001, { win: 500 });
    t.in('.', 1001, 1000, 1001, { win: 500 });
    expect(t.out()).toEqual(['. 1501:1501(0) ack 2001']);
  });

  it('that shrank to nothing is probed by what is sent again, and the connection lives on [MUST-35, SHLD-17, MAY-7]', () => {
    const t = new Drill();
    const s = t.passiveOpen({ mss: 1000 });
    write(t, s, 3000);
    segments(t);
    t.in('.', 1, 0, 1, { win: 0 });
    for (let i = 0; i < 20; i++) {
      t.wait(60_000);
      for (const p of segments(t)) {
        expect([p.seq, p.len]).toEqual([1, 1000]);
        t.in('.', 1, 0, 1, { win: 0 });
      }
    }
    expect(t.states()).toEqual(['ESTABLISHED']);
    t.in('.', 1, 0, 1, { win: 3000 });
    t.wait(60_000);
    t.in('.', 1, 0, 1001, { win: 3000 });
    expect(segments(t).at(-1)?.seq).toBe(2001);
  });
});
