import { describe, expect, it } from 'vitest';
import { rfc, withOverrides } from '../../../src/tcp/profiles/index.ts';
import { FAST, OPEN } from '../../../src/tcp/recovery/index.ts';
import { MSS, numbers, write } from '../../support/data.ts';
import { Drill } from '../../support/drill.ts';

/** A connection without SACK that has ten of many segments in flight. */
function sending(o: ConstructorParameters<typeof Drill>[0] = {}, n = 100) {
  const t = new Drill(o);
  const s = t.passiveOpen({ mss: MSS, wscale: 7 });
  write(t, s, n * MSS);
  numbers(t);
  return { t, s, c: t.connection };
}

function duplicates(t: Drill, n: number, segment = 0): void {
  for (let i = 0; i < n; i++) t.in('.', 1, 0, 1 + segment * MSS);
}

describe('limited transmit [RFC 3042]', () => {
  it('sends one new segment for each of the first two duplicate ACKs', () => {
    const { t, c } = sending();
    duplicates(t, 1);
    expect(numbers(t)).toEqual([10]);
    duplicates(t, 1);
    expect(numbers(t)).toEqual([11]);
    expect(c.congestion.cwnd).toBe(10 * MSS);
  });

  it('sends none when the profile does without it, or when the window is full', () => {
    const a = sending({ profile: withOverrides(rfc, { limitedTransmit: false }) });
    duplicates(a.t, 2);
    expect(numbers(a.t)).toEqual([]);
    const t = new Drill();
    const s = t.passiveOpen({ mss: MSS, win: 10 * MSS });
    write(t, s, 20 * MSS);
    numbers(t);
    for (let i = 0; i < 2; i++) t.in('.', 1, 0, 1, { win: 10 * MSS });
    expect(numbers(t)).toEqual([]);
  });

  it('leaves what it sent out of the new threshold [RFC 5681 3.2]', () => {
    const { t, c } = sending();
    duplicates(t, 3);
    expect(c.congestion.ssthresh).toBe(5 * MSS);
  });
});

describe('fast retransmit and fast recovery [RFC 5681 3.2, RFC 6582]', () => {
  it('sends the missing segment at the third duplicate ACK, and not before', () => {
    const { t, c } = sending();
    duplicates(t, 2);
    expect(numbers(t)).toEqual([10, 11]);
    duplicates(t, 1);
    expect(numbers(t)).toEqual([0]);
    expect(c.recovery.phase).toBe(FAST);
    expect(c.congestion.cwnd).toBe(5 * MSS);
  });

  it('sends new text once half the window has left the network', () => {
    const { t } = sending();
    duplicates(t, 3);
    numbers(t);
    // 12 in flight, cwnd 5 + 3: five more duplicates make room for the first.
    duplicates(t, 4);
    expect(numbers(t)).toEqual([]);
    duplicates(t, 1);
    expect(numbers(t)).toEqual([12]);
    duplicates(t, 1);
    expect(numbers(t)).toEqual([13]);
  });

  it('counts as duplicate only an ACK without text and with the same window [RFC 5681 2]', () => {
    const { t, c } = sending();
    t.in('.', 1, 10, 1);
    t.in('.', 11, 10, 1);
    t.in('.', 21, 10, 1);
    t.in('.', 31, 0, 1, { win: 60_000 });
    t.in('.', 31, 0, 1, { win: 50_000 });
    t.in('.', 31, 0, 1, { win: 40_000 });
    expect(c.recovery.phase).toBe(OPEN);
    expect(c.recovery.duplicates).toBe(0);
  });

  it('sends the next hole at each partial ACK, one a round trip', () => {
    const { t, c } = sending();
    duplicates(t, 3);
    expect(numbers(t)).toEqual([10, 11, 0]);
    t.in('.', 1, 0, 1 + 4 * MSS);
    expect(numbers(t)[0]).toBe(4);
    expect(c.recovery.phase).toBe(FAST);
    t.in('.', 1, 0, 1 + 7 * MSS);
    expect(numbers(t)[0]).toBe(7);
    expect(c.congestion.ssthresh).toBe(5 * MSS); // it is one loss event
  });

  it('takes back at a partial ACK what it added, less a segment: no burst', () => {
    const { t } = sending();
    duplicates(t, 11); // 12 in flight, 1 lost
    numbers(t);
    t.in('.', 1, 0, 1 + 6 * MSS);
    // The hole, and one new segment as RFC 6582 section 3.2 (3) has it.
    expect(numbers(t).length).toBe(2);
  });

  it('ends when all that was in flight at its start is acknowledged, without a burst', () => {
    const { t, c } = sending();
    duplicates(t, 3);
    numbers(t);
    t.in('.', 1, 0, 1 + 12 * MSS);
    expect(c.recovery.phase).toBe(OPEN);
    // Nothing is in flight: cwnd is what two segments need, and slow start leads to ssthresh.
    expect(c.congestion.cwnd).toBe(2 * MSS);
    expect(numbers(t)).toEqual([12, 13]);
  });

  it('does not grow the window by the ACK that ends it', () => {
    const { t, c } = sending();
    duplicates(t, 8);
    numbers(t);
    t.in('.', 1, 0, 1 + 12 * MSS);
    expect(c.congestion.cwnd).toBeLessThanOrEqual(5 * MSS);
  });

  it('goes to the timer when the retransmission is lost, which began anew with it', () => {
    const { t } = sending({}, 10);
    t.wait(500);
    duplicates(t, 3);
    expect(numbers(t)).toEqual([0]);
    t.wait(999);
    expect(numbers(t)).toEqual([]);
    t.wait(1);
    expect(numbers(t)).toEqual([0]);
  });

  it('ignores duplicate ACKs that follow a timeout: they tell of the first transmission', () => {
    const { t, c } = sending({}, 10);
    t.wait(1000);
    expect(numbers(t)).toEqual([0]);
    duplicates(t, 9);
    expect(numbers(t)).toEqual([]);
    expect(c.tcp.counters.fastRecoveries).toBe(0);
  });
});
