import { describe, expect, it } from 'vitest';
import { linux, type Profile, rfc, withWhatIf } from '../../../src/index.ts';
import { Drill } from '../../support/drill.ts';
import { drops } from '../../support/listening.ts';
import { Pair } from '../../support/pair.ts';
import { bring, octets, readAll, WITH_PEER } from '../../support/states.ts';

const five = octets(5, 65);

describe('what if any reset counted', () => {
  const profile = withWhatIf(rfc, 'acceptAnyRst');
  const far = 2_000_000_000;

  it.each(WITH_PEER)('one from anywhere ends a connection in %s', (state) => {
    const { t } = bring(state, { profile });
    t.in('R', far);
    expect([...t.states(), ...t.out()]).toEqual([]);
  });

  it.each(WITH_PEER)('while the standard drops it in %s [RFC 5961 3.2]', (state) => {
    const { t } = bring(state);
    t.in('R', far);
    expect(t.states()).toEqual([state]);
  });

  it('and a half-open entry, but the listener stays', () => {
    for (const [of, left] of [
      [profile, []],
      [rfc, ['SYN-RECEIVED']],
    ] as const) {
      const t = new Drill({ profile: of });
      t.listen();
      t.in('S', 0);
      t.in('R', far);
      expect(t.states()).toEqual(left);
      expect(t.host.tcp.demux.listeners().length).toBe(1);
    }
  });

  it('the user hears that it was refused, or reset', () => {
    for (const [state, told] of [
      ['SYN-SENT', 'close ECONNREFUSED'],
      ['ESTABLISHED', 'close ECONNRESET'],
    ] as const) {
      const { t } = bring(state, { profile });
      t.in('R', far);
      expect(t.events).toEqual([told]);
    }
  });
});

describe('what if checksums were not verified', () => {
  const damaged = (profile: Profile): { read: number[]; t: Drill } => {
    const t = new Drill({ profile });
    const s = t.passiveOpen();
    const p = t.build('P.', 1, 5, 1, { text: five });
    p.bytes[p.to - 1] = 0;
    t.do(() => t.link.receiver?.deliver(p));
    return { read: readAll(t, s), t };
  };

  it('damaged text is read', () => {
    expect(damaged(withWhatIf(rfc, 'noChecksum')).read).toEqual([65, 66, 67, 68, 0]);
  });

  it('which the standard drops [RFC 9293 3.1]', () => {
    const { read, t } = damaged(rfc);
    expect([read, drops(t, 'bad-tcp-checksum')]).toEqual([[], 1]);
  });
});

describe('what if text were taken whatever its sequence number', () => {
  const profile = withWhatIf(rfc, 'noSeqCheck');
  /** The peer's segments as [first, length], each octet telling its place; what is read, and the last ACK. */
  const read = (of: Profile, ...segments: [number, number][]): [number[], string | undefined] => {
    const t = new Drill({ profile: of });
    const s = t.passiveOpen();
    for (const [from, n] of segments) t.in('P.', from, n, 1, { text: octets(n, from) });
    const got = readAll(t, s);
    t.wait(500);
    return [got, t.out().at(-1)];
  };

  it('what comes twice is read twice', () => {
    expect(read(profile, [1, 2], [1, 2])).toEqual([[1, 2, 1, 2], '. 1:1(0) ack 3']);
    expect(read(rfc, [1, 2], [1, 2])).toEqual([[1, 2], '. 1:1(0) ack 3']);
  });

  it('what comes late is read late', () => {
    expect(read(profile, [3, 2], [1, 2])).toEqual([[3, 4, 1, 2], '. 1:1(0) ack 5']);
    expect(read(rfc, [3, 2], [1, 2])).toEqual([[1, 2, 3, 4], '. 1:1(0) ack 5']);
  });

  it('what is from another time is read too, and nothing of it is acknowledged', () => {
    const fossil: [number, number] = [900_000_001, 2];
    expect(read(profile, fossil, [1, 2])).toEqual([[1, 2, 1, 2], '. 1:1(0) ack 3']);
    expect(read(rfc, fossil, [1, 2])).toEqual([[1, 2], '. 1:1(0) ack 3']);
  });

  it('what is lost is missed, and the end comes all the same', () => {
    for (const [of, got] of [
      [profile, [3, 4]],
      [rfc, []],
    ] as const) {
      const t = new Drill({ profile: of });
      const s = t.passiveOpen();
      t.in('FP.', 3, 2, 1, { text: octets(2, 3) });
      expect(readAll(t, s)).toEqual(got);
      expect(t.states()).toEqual([of === rfc ? 'ESTABLISHED' : 'CLOSE-WAIT']);
    }
  });

  it('what finds no room comes again', () => {
    const t = new Drill({ profile: { ...profile, receiveBuffer: 4 } });
    const s = t.passiveOpen();
    t.in('P.', 1, 3, 1, { text: octets(3, 1) });
    t.in('FP.', 1, 3, 1, { text: octets(3, 1) });
    expect(readAll(t, s)).toEqual([1, 2, 3, 1]);
    expect(t.states()).toEqual(['ESTABLISHED']);
    t.in('FP.', 2, 2, 1, { text: octets(2, 2) });
    expect(readAll(t, s)).toEqual([2, 3]);
    expect(t.states()).toEqual(['CLOSE-WAIT']);
  });

  it('a connection whose peer keeps to the standard goes on and ends', () => {
    const w = new Pair({ b: profile });
    const [here, there] = w.connect();
    let n = 0;
    w.judge = (from) => (from === 'a' && ++n === 1 ? 'drop' : 'pass');
    const text = octets(200, 1);
    for (let i = 0; i < 10; i++) {
      w.do(() => here.write(text.subarray(20 * i, 20 * (i + 1))));
      w.wait(1000);
    }
    w.do(() => here.end());
    w.wait(1000);
    w.do(() => there.end());
    w.wait(1000);
    expect(w.states()).toEqual(['TIME-WAIT', '']);
  });
});

describe('what if nothing were sent again', () => {
  const profile = withWhatIf(rfc, 'noRetransmit');

  it('a lost SYN is the end of the attempt, when the last wait of the schedule is over', () => {
    const t = new Drill({ profile });
    t.connect();
    expect(t.waitAndSee(182_000)).toEqual(['0 S 0:0(0)']);
    expect(t.states()).toEqual(['SYN-SENT']);
    t.wait(2000);
    expect(t.events).toEqual(['close ETIMEDOUT']);
  });

  it('so is a lost SYN-ACK, whatever the peer does', () => {
    const t = new Drill({ profile });
    t.listen();
    t.in('S', 0);
    expect(t.out()).toEqual(['S. 0:0(0) ack 1']);
    t.in('S', 0);
    expect(t.waitAndSee(62_000)).toEqual([]);
    expect(t.states()).toEqual(['SYN-RECEIVED']);
    t.wait(2000);
    expect(t.states()).toEqual([]);
  });

  it.each([rfc, linux])('lost text, and a lost FIN, end the connection after R2: $name', (base) => {
    const t = new Drill({ profile: withWhatIf(base, 'noRetransmit') });
    const s = t.activeOpen({ mss: 1460, sackOk: true });
    t.do(() => s.write(new Uint8Array(6 * 1460)));
    expect(t.out().length).toBe(6);
    for (let i = 2; i < 6; i++) t.in('.', 1, 0, 1, { sack: [[1461, 1 + i * 1460]] });
    t.do(() => s.end());
    const sent = t.waitAndSee(2_000_000).map((line) => line.split(' ').slice(1).join(' '));
    expect(sent).toEqual(['F. 8761:8761(0) ack 1']);
    expect(t.events).toEqual(['connected', 'close ETIMEDOUT']);
    expect(t.host.tcp.counters.retransmissions).toBe(0);
  });

  it('while the standard repeats each of them [RFC 9293 3.8.1]', () => {
    const t = new Drill();
    const s = t.activeOpen();
    t.do(() => s.write(five));
    t.do(() => s.end());
    t.out();
    expect(t.waitAndSee(1500)).toEqual(['1000 FP. 1:6(5) ack 1']);
  });
});

describe('what if ACK and SYN did not ride together', () => {
  const open = (b: Profile): Pair => {
    const w = new Pair({ b });
    w.connect();
    expect(w.states()).toEqual(['ESTABLISHED', 'ESTABLISHED']);
    expect(w.accepted.length).toBe(1);
    return w;
  };

  it('the peer ignores the ACK, takes the SYN for a simultaneous open, and five segments open', () => {
    const w = open(withWhatIf(rfc, 'splitSynAck'));
    expect(w.sent()).toEqual([
      '0 a S 100:100(0)',
      '50 b . 300:300(0) ack 101',
      '50 b S 300:300(0)',
      '100 a S. 100:100(0) ack 301',
      '150 b . 301:301(0) ack 101',
    ]);
    const [s] = w.accepted;
    w.do(() => s?.write(five));
    w.wait(200);
    expect(w.sent().at(0)).toBe('300 b P. 301:306(5) ack 101');
  });

  it('while three are enough [RFC 9293 3.10.7.2]', () => {
    expect(open(rfc).sent().length).toBe(3);
  });

  it.each([
    ['a', 2],
    ['b', 1],
    ['b', 2],
    ['b', 3],
  ])('the loss of packet %s %d is made good', (who, which) => {
    for (const base of [rfc, linux]) {
      const w = new Pair({ a: base, b: withWhatIf(base, 'splitSynAck') });
      w.judge = (from, n) => (from === who && n === which ? 'drop' : 'pass');
      w.listen();
      w.open();
      w.wait(10_000);
      expect(w.states()).toEqual(['ESTABLISHED', 'ESTABLISHED']);
      expect(w.accepted.length).toBe(1);
    }
  });
});

describe('what if more than three segments opened', () => {
  it('the last ACK goes as many times more, and nothing is different for anybody', () => {
    const w = new Pair({ a: withWhatIf(rfc, 'nWay') });
    const [, there] = w.connect();
    expect(w.sent().slice(2)).toEqual(Array(3).fill('100 a . 101:101(0) ack 301'));
    expect(w.states()).toEqual(['ESTABLISHED', 'ESTABLISHED']);
    expect(w.events).toEqual(['a connected', 'b connected']);
    expect(there.status().retries).toBe(0);
    w.wait(10_000);
    expect(w.sent()).toEqual([]);
  });

  it('while one is enough [RFC 9293 3.10.7.3]', () => {
    const w = new Pair();
    w.connect();
    expect(w.sent().length).toBe(3);
  });
});
