import { describe, expect, it } from 'vitest';
import { linux, rfc, withWhatIf } from '../../../src/index.ts';
import { Drill } from '../../support/drill.ts';
import { Pair } from '../../support/pair.ts';
import { octets, readAll } from '../../support/states.ts';

const pay = octets(5, 65);
const drill = (id: string | null, base = rfc): Drill =>
  new Drill({ profile: id === null ? base : withWhatIf(base, id) });

describe('what if two segments opened a connection', () => {
  it('the application has it as soon as the SYN was answered, once, and the third is an ordinary ACK', () => {
    const t = drill('twoWay');
    t.listen();
    t.in('S', 0, 0, 0, { mss: 1460 });
    expect(t.out()).toEqual(['S. 0:0(0) ack 1']);
    expect([t.accepted.length, ...t.states()]).toEqual([1, 'ESTABLISHED']);
    t.in('.', 1, 0, 1);
    expect([t.accepted.length, ...t.states()]).toEqual([1, 'ESTABLISHED']);
    t.in('P.', 1, 5, 1, { text: pay });
    const [s] = t.accepted;
    expect(s === undefined ? null : readAll(t, s)).toEqual([...pay]);
  });

  it('which the standard gives it with the third [RFC 9293 3.5]', () => {
    const t = drill(null);
    t.listen();
    t.in('S', 0, 0, 0, { mss: 1460 });
    t.out();
    expect([t.accepted.length, ...t.states()]).toEqual([0, 'SYN-RECEIVED']);
    t.in('.', 1, 0, 1);
    expect([t.accepted.length, ...t.states()]).toEqual([1, 'ESTABLISHED']);
  });

  it('a SYN-ACK that is lost is never sent again, and the connection stays with one side', () => {
    const w = new Pair({ b: withWhatIf(rfc, 'twoWay') });
    w.judge = (from, n) => (from === 'b' && n === 1 ? 'drop' : 'pass');
    w.listen();
    w.open();
    w.wait(100);
    w.do(() => w.accepted[0]?.write(pay));
    w.wait(1000);
    expect(w.states()).toEqual(['SYN-SENT', 'ESTABLISHED']);
    expect(w.sent().filter((line) => line.includes(' b S'))).toEqual([
      '50 b S. 300:300(0) ack 101',
    ]);
    w.wait(1_000_000); // both give up
    expect(w.states()).toEqual(['', '']);
    expect(w.events).toEqual(['b connected', 'b ETIMEDOUT', 'a ETIMEDOUT']);
  });

  it('which the standard repeats until both have it', () => {
    const w = new Pair();
    w.judge = (from, n) => (from === 'b' && n === 1 ? 'drop' : 'pass');
    w.listen();
    w.open();
    w.wait(2000);
    expect(w.states()).toEqual(['ESTABLISHED', 'ESTABLISHED']);
  });

  it.each([
    ['twoWay', 2],
    ['deliverSynData', 2],
    [null, 1],
  ])('an old SYN that comes again is read again: %s, %d times', (id, times) => {
    const b = id === null ? rfc : withWhatIf(rfc, id);
    const w = new Pair({ b });
    w.judge = (from, n) => (from === 'a' && n === 1 ? 'hold' : 'pass');
    w.listen();
    w.open({ synText: pay });
    w.wait(2000); // the second SYN opens
    w.do(() => w.accepted[0]?.abort());
    w.wait(100);
    expect(w.states()).toEqual(['', '']);
    w.letGo();
    w.wait(60); // there is nobody to wait for, but b does not know it yet
    const read = w.accepted.map((s) => w.readAll(s));
    expect(read.slice(1)).toEqual(times === 2 ? [[...pay]] : []);
    w.wait(200); // a's reset ends it
    expect([w.accepted.length, ...w.states()]).toEqual([times, '', '']);
  });

  it('text on the SYN is readable at once where the profile keeps it, and is not read twice', () => {
    for (const [base, first] of [
      [rfc, [...pay]],
      [linux, []],
    ] as const) {
      const w = new Pair({ b: withWhatIf(base, 'twoWay') });
      w.listen();
      w.open({ synText: pay });
      w.wait(50);
      const [s] = w.accepted;
      if (s === undefined) throw new Error('nothing was accepted');
      expect(w.readAll(s)).toEqual(first);
      w.wait(1000);
      expect([...first, ...w.readAll(s)]).toEqual([...pay]);
    }
  });
});

describe('what if text on a SYN were given to the application at once', () => {
  it('it reads it in SYN-RECEIVED, and the third segment still makes it ESTABLISHED', () => {
    const w = new Pair({ b: withWhatIf(rfc, 'deliverSynData') });
    w.listen();
    w.open({ synText: pay });
    w.wait(50);
    const [s] = w.accepted;
    if (s === undefined) throw new Error('nothing was accepted');
    expect(w.states()).toEqual(['SYN-SENT', 'SYN-RECEIVED']);
    expect(w.readAll(s)).toEqual([...pay]);
    w.wait(1000);
    expect(w.states()).toEqual(['ESTABLISHED', 'ESTABLISHED']);
    expect(w.events).toEqual(['a connected', 'b connected']);
    expect(w.sent()).toEqual([
      '0 a S 100:105(5)',
      '50 b S. 300:300(0) ack 106',
      '100 a . 106:106(0) ack 301',
    ]);
    expect([w.accepted.length, w.readAll(s)]).toEqual([1, []]);
  });

  it('while the standard keeps it until then [RFC 9293 3.10.7.2]', () => {
    const w = new Pair();
    w.listen();
    w.open({ synText: pay });
    w.wait(50);
    expect([w.accepted.length, w.listener?.synTextOctets]).toEqual([0, 5]);
    w.wait(1000);
    expect(w.accepted.map((s) => w.readAll(s))).toEqual([[...pay]]);
  });

  it('without text nothing is different, and what the peer never confirms ends', () => {
    const t = drill('deliverSynData');
    t.listen();
    t.in('S', 0, 0, 0, { mss: 1460, sport: 1 });
    t.in('S', 0, 5, 0, { mss: 1460, text: pay });
    expect(t.accepted.length).toBe(1);
    t.in('R', 6);
    expect(t.events).toEqual(['close ECONNRESET']);
    t.in('S', 0, 5, 0, { mss: 1460, text: pay });
    t.wait(100_000);
    expect([t.accepted.length, ...t.states()]).toEqual([2]);
    expect(t.events).toEqual(['close ECONNRESET', 'close ETIMEDOUT']);
  });

  it('a listener that closes resets what was accepted by nobody', () => {
    const t = drill('deliverSynData');
    t.do(() => t.host.tcp.listen({ localPort: 80, onConnection: () => {} }));
    t.in('S', 0, 5, 0, { mss: 1460, text: pay });
    t.out();
    t.do(() => t.host.tcp.demux.listeners()[0]?.close());
    expect(t.out()).toEqual(['R. 1:1(0) ack 6']);
    expect(t.states()).toEqual([]);
  });
});

describe('what if a SYN that meets our own were not taken', () => {
  const meet = (id: string | null): Drill => {
    const t = drill(id);
    t.connect();
    t.out();
    t.in('S', 0, 0, 0, { mss: 1460 });
    return t;
  };

  it('who has called waits for an answer, and for nothing else', () => {
    const t = meet('noSimultaneousOpen');
    expect([t.out(), t.states()]).toEqual([[], ['SYN-SENT']]);
    t.in('S.', 0, 0, 1, { mss: 1460 });
    expect(t.states()).toEqual(['ESTABLISHED']);
  });

  it('while the standard has two that call each other meet [RFC 9293 3.5]', () => {
    const t = meet(null);
    expect([t.out(), t.states()]).toEqual([['S. 0:0(0) ack 1'], ['SYN-RECEIVED']]);
  });
});
