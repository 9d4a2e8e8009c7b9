import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rfc, withOverrides } from '../../../src/tcp/profiles/index.ts';
import { MSS, octets, read, segments } from '../../support/data.ts';
import { Drill } from '../../support/drill.ts';

/** The peer's octets [from, to), the first of them at sequence number 1. */
function text(t: Drill, from: number, to: number): void {
  t.in('.', 1 + from, to - from, 1, { text: octets(to).subarray(from) });
}

describe('text', () => {
  it('in order goes to the user in the turn it comes in', () => {
    const t = new Drill();
    const s = t.passiveOpen();
    text(t, 0, 10);
    expect(read(t, s)).toEqual(octets(10));
  });

  it('out of order waits until what precedes it has come [SHLD-31]', () => {
    const t = new Drill();
    const s = t.passiveOpen();
    text(t, 20, 30);
    text(t, 10, 20);
    expect(s.readable).toBe(0);
    text(t, 0, 10);
    expect(read(t, s)).toEqual(octets(30));
  });

  it('is trimmed to what is new', () => {
    const t = new Drill();
    const s = t.passiveOpen();
    text(t, 0, 10);
    text(t, 5, 15);
    expect(read(t, s)).toEqual(octets(15));
  });

  it('is trimmed to the window', () => {
    const t = new Drill({ profile: withOverrides(rfc, { receiveBuffer: 100 }) });
    const s = t.passiveOpen();
    text(t, 0, 150);
    expect(t.out({ win: true })).toEqual(['. 1:1(0) ack 101 win 0']);
    expect(read(t, s)).toEqual(octets(100));
  });

  it('that comes in any order, cut and repeated in any way, is delivered as it was sent [SHLD-31]', () => {
    const pieces = fc.array(
      fc.record({ from: fc.nat(2999), length: fc.integer({ min: 1, max: 1400 }) }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(pieces, fc.boolean(), fc.boolean(), (list, sackOk, readsAlong) => {
        const t = new Drill();
        const s = t.passiveOpen({ mss: MSS, sackOk });
        const got: number[] = [];
        const here = new Set<number>();
        const arrive = (from: number, to: number): void => {
          for (let i = from; i < to; i++) here.add(i);
          text(t, from, to);
          if (readsAlong) got.push(...read(t, s));
          // A naive model: what is there is what arrived, up to the first octet that did not.
          let expected = 0;
          while (here.has(expected)) expected++;
          expect(got.length + s.readable).toBe(expected);
          expect(t.connection.outOfOrder.gaps.total).toBe(here.size - expected);
        };
        for (const { from, length } of list) arrive(from, Math.min(3000, from + length));
        for (let i = 0; i < 3000; i += 1000) arrive(i, i + 1000);
        got.push(...read(t, s));
        expect(Uint8Array.from(got)).toEqual(octets(3000));
      }),
      { numRuns: 200 },
    );
  });

  it('that makes too many gaps is not kept: a peer gains nothing by it', () => {
    const t = new Drill();
    t.passiveOpen({ mss: MSS, sackOk: true });
    for (let i = 0; i < 5000; i++) text(t, 1 + 2 * i, 2 + 2 * i);
    expect(t.connection.outOfOrder.gaps.count).toBe(1024);
    segments(t);
    text(t, 0, 12_000);
    expect(t.out()).toEqual(['. 1:1(0) ack 12001']);
  });
});

describe('duplicate ACKs for a peer that counts them [RFC 5681 4.2]', () => {
  it('are one for each segment out of order, though they come in one burst', () => {
    const t = new Drill();
    t.passiveOpen({ mss: MSS });
    t.burst(['.', 1, 100, 1], ['.', 201, 100, 1], ['.', 301, 100, 1], ['.', 401, 100, 1]);
    expect(t.out()).toEqual(Array(4).fill('. 1:1(0) ack 101'));
    t.burst(['.', 501, 100, 1], ['.', 601, 100, 1]);
    expect(t.out()).toEqual(Array(2).fill('. 1:1(0) ack 101'));
  });

  it('are one for a burst when SACK tells the rest', () => {
    const t = new Drill();
    t.passiveOpen({ mss: MSS, sackOk: true });
    t.burst(['.', 201, 100, 1], ['.', 301, 100, 1], ['.', 401, 100, 1]);
    expect(t.out({ options: true })).toEqual(['. 1:1(0) ack 1 <sack 201:501>']);
  });

  it('are not sent when the burst fills the gap itself', () => {
    const t = new Drill();
    t.passiveOpen({ mss: MSS });
    t.burst(['.', 101, 100, 1], ['.', 201, 100, 1], ['.', 1, 100, 1]);
    expect(t.out()).toEqual(['. 1:1(0) ack 301']);
  });

  it('carry no text, even when there is some to send', () => {
    const t = new Drill();
    const s = t.passiveOpen({ mss: MSS });
    s.onreadable = null;
    t.clock.turn(t.clock.now, () => {
      s.write(octets(10));
      t.link.receiver?.deliver(t.build('.', 201, 100, 1));
    });
    expect(t.out()).toEqual(['P. 1:11(10) ack 1', '. 11:11(0) ack 1']);
  });
});
