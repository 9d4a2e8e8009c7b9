import { describe, expect, it } from 'vitest';
import { FAST, LOSS, OPEN } from '../../../src/tcp/recovery/index.ts';
import { MSS, numbers, segments, write } from '../../support/data.ts';
import { Drill, type Extras } from '../../support/drill.ts';

/** A connection with SACK that has `n` segments in flight of `total`. */
function sending(n: number, total = n) {
  const t = new Drill();
  const s = t.passiveOpen({ mss: MSS, sackOk: true, wscale: 7 });
  const c = t.connection;
  c.congestion.cwnd = n * MSS;
  write(t, s, total * MSS);
  numbers(t);
  return { t, s, c };
}

/** The peer acknowledges `ack` segments and holds those in `blocks`, [first, last] in segments. */
function sack(t: Drill, ack: number, ...blocks: (readonly [number, number])[]): void {
  const extras: Extras = {
    sack: blocks.map(([from, to]) => [1 + from * MSS, 1 + (to + 1) * MSS] as const),
  };
  t.in('.', 1, 0, 1 + ack * MSS, extras);
}

describe('entering recovery [RFC 6675 5]', () => {
  it('takes three ACKs that report something new', () => {
    const { t, c } = sending(10);
    sack(t, 0, [1, 1]);
    sack(t, 0, [1, 2]);
    expect(c.recovery.phase).toBe(OPEN);
    sack(t, 0, [1, 3]);
    expect(c.recovery.phase).toBe(FAST);
    expect(numbers(t)).toEqual([0]);
    expect(c.congestion.cwnd).toBe(5 * MSS);
  });

  it('takes one ACK when it reports more than two segments held', () => {
    const { t } = sending(10);
    sack(t, 0, [1, 2]);
    expect(numbers(t)).toEqual([]);
    const other = sending(10);
    sack(other.t, 0, [1, 3]);
    expect(numbers(other.t)).toEqual([0]);
  });

  it('takes one ACK when it reports three separate ranges', () => {
    const { t } = sending(10);
    t.in('.', 1, 0, 1, {
      sack: [
        [1 + 2 * MSS, 2 + 2 * MSS],
        [1 + 4 * MSS, 2 + 4 * MSS],
        [1 + 6 * MSS, 2 + 6 * MSS],
      ],
    });
    expect(numbers(t)[0]).toBe(0);
  });

  it('does not happen when ACKs repeat what is known, or carry no blocks', () => {
    const { t, c } = sending(10);
    for (let i = 0; i < 5; i++) sack(t, 0, [1, 2]);
    for (let i = 0; i < 5; i++) t.in('.', 1, 0, 1);
    expect(c.recovery.phase).toBe(OPEN);
    expect(numbers(t)).toEqual([]);
  });

  it('starts counting again when SND.UNA moves', () => {
    const { t, c } = sending(10);
    sack(t, 0, [2, 2]);
    sack(t, 1, [2, 2], [4, 4]);
    sack(t, 1, [2, 2], [4, 5]);
    expect(c.recovery.phase).toBe(FAST); // three segments held above
    const other = sending(10);
    sack(other.t, 0, [2, 2]);
    sack(other.t, 1, [2, 2]);
    sack(other.t, 1, [2, 3]);
    expect(other.c.recovery.phase).toBe(OPEN);
  });

  it('lets one new segment out for each one held: limited transmit [RFC 3042]', () => {
    const { t, c } = sending(10, 20);
    sack(t, 0, [1, 1]);
    expect(numbers(t)).toEqual([10]);
    sack(t, 0, [1, 2]);
    expect(numbers(t)).toEqual([11]);
    sack(t, 0, [1, 3]);
    expect(numbers(t)).toEqual([0]);
    expect(c.congestion.ssthresh).toBe(5 * MSS);
  });
});

describe('what goes in recovery [RFC 6675 4, NextSeg]', () => {
  it('is the holes that count as lost, lowest first, as pipe allows; then new text', () => {
    const { t, c } = sending(20, 40);
    c.congestion.cwnd = 20 * MSS;
    sack(t, 0, [1, 1], [3, 3], [5, 5], [7, 9]);
    // Held 6, lost 0 2 4 6; pipe = 10 above, and cwnd = 10: only the first goes, urgently.
    expect(numbers(t)).toEqual([0]);
    sack(t, 0, [7, 11]);
    expect(numbers(t)).toEqual([2]);
    sack(t, 0, [7, 13]);
    expect(numbers(t)).toEqual([4, 6]);
    sack(t, 0, [7, 14]);
    expect(numbers(t)).toEqual([20]);
  });

  it('sends no range twice in one episode', () => {
    const { t } = sending(20, 20);
    sack(t, 0, [1, 3]);
    sack(t, 0, [1, 10]);
    sack(t, 0, [1, 15]);
    sack(t, 0, [1, 18]);
    expect(numbers(t).filter((n) => n === 0)).toEqual([0]);
  });

  it('when there is no new text, is holes that may not be lost yet: rule (3)', () => {
    const { t } = sending(10);
    sack(t, 0, [1, 5], [7, 7]);
    // 6 is not lost (one segment held above), 8 and 9 may be on their way; pipe 3 + 1, cwnd 5.
    expect(numbers(t)).toEqual([0, 6]);
  });

  it('is the last segment, once, when nothing else is left: rule (4)', () => {
    const { t } = sending(10);
    sack(t, 0, [1, 7]);
    // pipe is 8, 9 and the repetition of 0: two more have room, one is sent.
    expect(numbers(t)).toEqual([0, 9]);
    sack(t, 0, [1, 8]);
    expect(numbers(t)).toEqual([]);
  });

  it('still sends what is found lost below a rescue: HighRxt stays', () => {
    const { t } = sending(20, 20);
    sack(t, 0, [1, 14]);
    expect(numbers(t)).toEqual([0, 19]);
    sack(t, 0, [1, 14], [16, 18]);
    expect(numbers(t)).toEqual([15]);
  });

  it('repairs in the same episode what was lost of text sent during it', () => {
    const { t, c } = sending(20, 60);
    c.congestion.cwnd = 20 * MSS;
    sack(t, 0, [1, 13]);
    // pipe is 6 and the repetition of 0; cwnd 10: three new segments.
    expect(numbers(t)).toEqual([0, 20, 21, 22]);
    sack(t, 0, [1, 19]);
    const fresh = numbers(t);
    expect(fresh[0]).toBe(23);
    sack(t, 0, [1, 19], [21, 23]);
    expect(numbers(t)[0]).toBe(20);
    expect(c.tcp.counters.fastRecoveries).toBe(1);
  });

  it('counts in pipe what is not held, and twice what was sent again and is not lost', () => {
    const { t, c } = sending(10);
    expect(c.recovery.pipe(c)).toBe(10 * MSS);
    sack(t, 0, [1, 2]);
    expect(c.recovery.pipe(c)).toBe(8 * MSS);
    sack(t, 0, [1, 3]);
    // 4 to 9, and the repetition of 0.
    expect(c.recovery.pipe(c)).toBe(7 * MSS);
    sack(t, 1, [1, 3]);
    expect(c.recovery.pipe(c)).toBe(6 * MSS);
  });
});

describe('the end of recovery', () => {
  it('comes when all that was in flight at its start is acknowledged', () => {
    const { t, c } = sending(10, 30);
    sack(t, 0, [1, 9]);
    numbers(t);
    expect(c.recovery.phase).toBe(FAST);
    sack(t, 9);
    expect(c.recovery.phase).toBe(FAST);
    sack(t, 10);
    expect(c.recovery.phase).toBe(OPEN);
    expect(c.congestion.cwnd).toBe(5 * MSS);
  });

  it('is the start of the next when more is known to be lost', () => {
    const { t, c } = sending(10, 60);
    sack(t, 0, [1, 9]);
    // 0 again, and new text: 10 to 13.
    expect(numbers(t)).toEqual([0, 10, 11, 12, 13]);
    sack(t, 10, [11, 13]);
    expect(c.recovery.phase).toBe(FAST);
    expect(numbers(t)[0]).toBe(10);
    expect(c.tcp.counters.fastRecoveries).toBe(2);
  });

  it('a retransmission that is lost is left to the timer', () => {
    const { t, c } = sending(10);
    sack(t, 0, [1, 9]);
    expect(numbers(t)).toEqual([0]);
    t.wait(999);
    expect(numbers(t)).toEqual([]);
    t.wait(1);
    expect(numbers(t)).toEqual([0]);
    expect(c.recovery.phase).toBe(LOSS);
    sack(t, 10);
    expect(c.recovery.phase).toBe(OPEN);
  });
});

describe('a timeout', () => {
  it('makes lost all that is not held, and goes on in slow start past what is', () => {
    const { t } = sending(10);
    sack(t, 0, [2, 2], [5, 5]);
    t.wait(1000);
    expect(numbers(t)).toEqual([0]);
    sack(t, 1, [2, 2], [5, 5]);
    expect(numbers(t)).toEqual([1, 3]);
    sack(t, 4, [5, 5]);
    expect(numbers(t).slice(0, 2)).toEqual([4, 6]);
  });

  it('lets new losses wait until it is repaired', () => {
    const { t, c } = sending(10);
    t.wait(1000);
    numbers(t);
    sack(t, 0, [1, 5]);
    expect(c.recovery.phase).toBe(LOSS);
    expect(c.tcp.counters.fastRecoveries).toBe(0);
  });

  it('forgets what the peer claimed to hold when that is what it now misses [RFC 2018 8]', () => {
    const { t, c } = sending(10);
    sack(t, 0, [1, 2]);
    // It acknowledges 0 and not 1: it has thrown away what it held.
    sack(t, 1);
    t.wait(1000);
    expect(numbers(t)).toEqual([1]);
    expect(c.recovery.held()).toBe(0);
    sack(t, 2);
    expect(numbers(t)).toEqual([2, 3]);
  });

  it('forgets it too when a second one finds nothing acknowledged [RFC 2018 8]', () => {
    const { t, c } = sending(10);
    sack(t, 0, [1, 2]);
    t.wait(1000);
    expect(c.recovery.held()).toBe(2 * MSS);
    t.wait(2000);
    expect(c.recovery.held()).toBe(0);
  });
});

describe('blocks that make no sense', () => {
  it('are not believed: never sent, acknowledged, upside down', () => {
    const { t, c } = sending(10);
    t.in('.', 1, 0, 1, { sack: [[1 + 10 * MSS, 1 + 11 * MSS]] });
    t.in('.', 1, 0, 1, { sack: [[1 + 9 * MSS, 2 + 10 * MSS]] });
    t.in('.', 1, 0, 1 + 2 * MSS, { sack: [[1, 1 + MSS]] });
    t.in('.', 1, 0, 1 + 2 * MSS, { sack: [[1 + 5 * MSS, 1 + 4 * MSS]] });
    t.in('.', 1, 0, 1 + 2 * MSS, { sack: [[1 + 5 * MSS, 1 + 5 * MSS]] });
    expect(c.recovery.held()).toBe(0);
    expect(c.recovery.phase).toBe(OPEN);
  });

  it('that report duplicates are counted and mark nothing [RFC 2883]', () => {
    const { t, c } = sending(10);
    sack(t, 4, [0, 1]);
    sack(t, 4, [5, 5], [5, 8]);
    expect(c.tcp.counters.dsacksIn).toBe(2);
    expect(c.recovery.held()).toBe(4 * MSS);
  });

  it('keep the scoreboard bounded, whatever a peer sends', () => {
    const { t, c } = sending(10, 10);
    for (let i = 0; i < 14_000; i += 8) {
      t.in('.', 1, 0, 1, {
        sack: [0, 2, 4, 6].map((k) => [2 + i + k, 3 + i + k] as const),
      });
    }
    expect(c.recovery.held()).toBeLessThanOrEqual(1024);
    segments(t);
  });
});

describe('text and blocks in one segment', () => {
  it('never make a packet longer than the link carries', () => {
    for (const ts of [undefined, [7, 0] as const]) {
      const t = new Drill();
      const s = t.passiveOpen({ mss: MSS, sackOk: true, ...(ts === undefined ? {} : { ts }) });
      const stamp = ts === undefined ? {} : { ts: [9, 0] as const };
      write(t, s, 30 * MSS);
      for (const p of segments(t)) expect(p.size).toBeLessThanOrEqual(1500);
      const full = t.connection.snd.mss;
      for (const at of [101, 301, 501, 701]) t.in('.', at, 100, 1, stamp);
      t.in('.', 901, 100, 1 + 2 * full, stamp);
      t.in('.', 901, 100, 1 + 2 * full, { ...stamp, sack: [[1 + 3 * full, 1 + 6 * full]] });
      const seen = segments(t);
      expect(seen.some((p) => p.len > 0 && p.sacks.length > 0)).toBe(true);
      expect(seen.some((p) => p.len === full)).toBe(true); // the retransmission, as long as it was
      for (const p of seen) expect(p.size).toBeLessThanOrEqual(1500);
    }
  });

  it('blocks that do not fit beside a retransmission go in an ACK of their own', () => {
    const t = new Drill();
    const s = t.passiveOpen({ mss: MSS, sackOk: true });
    write(t, s, 10 * MSS);
    segments(t);
    // Text out of order arrives with the ACK that makes us repeat a full segment.
    t.in('.', 101, 100, 1, { sack: [[1 + MSS, 1 + 4 * MSS]] });
    const seen = segments(t);
    expect(seen.map((p) => [p.seq, p.len, p.sacks.length])).toEqual([
      [1, MSS, 0],
      [1 + 10 * MSS, 0, 1],
    ]);
  });
});
