import { describe, expect, it } from 'vitest';
import { MSS, read, segments } from '../support/data.ts';
import { Drill, type Extras } from '../support/drill.ts';

/** A receiver with SACK, and with timestamps when asked for; text comes in segments of 100 octets. */
function receiving(ts = false) {
  const t = new Drill();
  const s = t.passiveOpen({ mss: MSS, sackOk: true, ...(ts ? { ts: [1, 0] as const } : {}) });
  const extras: Extras = ts ? { ts: [3, 0] } : {};
  return {
    t,
    s,
    /** Segments from the n-th to the m-th as one; returns the blocks of the last ACK. */
    arrive: (n: number, m = n) => {
      t.in('.', 1 + n * 100, (m - n + 1) * 100, 1, extras);
      return blocks(t);
    },
    /** Octets, relative to the IRS. */
    octets: (from: number, to: number) => {
      t.in('.', from, to - from, 1, extras);
      return blocks(t);
    },
  };
}

/** ACK number and blocks of the last segment sent: 'ack 1 201:301'. */
function blocks(t: Drill): string {
  const last = segments(t).at(-1);
  if (last === undefined) return 'nothing';
  return [`ack ${last.ack}`, ...last.sacks.map(([from, to]) => `${from}:${to}`)].join(' ');
}

describe('selective acknowledgments [RFC 2018]', () => {
  it('report the block that the segment came to, at once', () => {
    const { arrive } = receiving();
    expect(arrive(2)).toBe('ack 1 201:301');
    expect(arrive(3)).toBe('ack 1 201:401');
  });

  it('report the block that changed last first, then those that changed before it', () => {
    const { arrive } = receiving();
    arrive(2);
    expect(arrive(6)).toBe('ack 1 601:701 201:301');
    expect(arrive(4)).toBe('ack 1 401:501 601:701 201:301');
    expect(arrive(7)).toBe('ack 1 601:801 401:501 201:301');
    expect(arrive(3)).toBe('ack 1 201:501 601:801');
  });

  it('are four at most, three beside timestamps, the latest ones', () => {
    const plain = receiving();
    for (const n of [2, 4, 6, 8]) plain.arrive(n);
    expect(plain.arrive(10)).toBe('ack 1 1001:1101 801:901 601:701 401:501');
    const stamped = receiving(true);
    for (const n of [2, 4, 6, 8]) stamped.arrive(n);
    expect(stamped.arrive(10)).toBe('ack 1 1001:1101 801:901 601:701');
  });

  it('go on while anything is missing, and end with that', () => {
    const { arrive } = receiving();
    arrive(1);
    arrive(3);
    expect(arrive(0)).toBe('ack 201 301:401');
    expect(arrive(2)).toBe('ack 401');
  });

  it('are not sent to a peer that did not ask for them', () => {
    const t = new Drill();
    t.passiveOpen({ mss: MSS });
    t.in('.', 201, 100, 1);
    expect(blocks(t)).toBe('ack 1');
  });

  it('keep what they reported until it can be delivered', () => {
    const { t, s, arrive } = receiving();
    arrive(1, 3);
    expect(read(t, s).length).toBe(0);
    arrive(0);
    expect(read(t, s).length).toBe(400);
  });
});

describe('duplicates reported [RFC 2883]', () => {
  it('a full segment that was acknowledged: section 4.1', () => {
    const { arrive } = receiving();
    arrive(0, 1);
    expect(arrive(1)).toBe('ack 201 101:201');
  });

  it('only once', () => {
    const { t, arrive } = receiving();
    arrive(0, 1);
    arrive(1);
    t.in('.', 301, 100, 1);
    expect(blocks(t)).toBe('ack 201 301:401');
  });

  it('beside the other blocks, and before them', () => {
    const { arrive } = receiving();
    arrive(0);
    arrive(3);
    expect(arrive(0)).toBe('ack 101 1:101 301:401');
  });

  it('a segment beyond a gap that was received: then the block it is in', () => {
    const { arrive } = receiving();
    arrive(2, 4);
    arrive(7);
    expect(arrive(3)).toBe('ack 1 301:401 201:501 701:801');
  });

  it('a part of a segment, before the gap: section 4.2', () => {
    const { octets } = receiving();
    octets(1, 201);
    expect(octets(101, 301)).toBe('ack 301 101:201');
  });

  it('a part of a segment, beyond the gap: section 4.2', () => {
    const { octets } = receiving();
    octets(201, 301);
    expect(octets(251, 351)).toBe('ack 1 251:301 201:351');
  });

  it('the first part of a segment that holds two duplicates: section 4.2.3', () => {
    const { octets } = receiving();
    octets(201, 301);
    octets(401, 501);
    expect(octets(201, 601)).toBe('ack 1 201:301 201:601');
  });

  it('what waited beyond a gap and comes again with the text that fills it', () => {
    const { octets } = receiving();
    octets(201, 301);
    octets(501, 601);
    expect(octets(1, 401)).toBe('ack 401 201:301 501:601');
  });

  it('never for a keep-alive without text, or a pure ACK', () => {
    const { t, arrive } = receiving();
    arrive(0, 1);
    t.in('.', 200, 0, 1);
    expect(blocks(t)).toBe('ack 201');
    t.in('.', 201, 0, 1);
    expect(blocks(t)).toBe('nothing');
  });
});
