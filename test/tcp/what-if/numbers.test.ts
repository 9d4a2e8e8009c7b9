import { describe, expect, it } from 'vitest';
import { rfc, withWhatIf } from '../../../src/index.ts';
import { Drill } from '../../support/drill.ts';
import { listen } from '../../support/listening.ts';

describe('numbers given to Tcp.nextIss', () => {
  it('are taken first to last by active and passive OPENs, then the generator draws again', () => {
    const t = new Drill();
    t.host.tcp.nextIss.push(100, 0xffff_fffe);
    const first = t.connect();
    listen(t);
    t.in('S', 0, 0, 0, { dport: 80 });
    const [half] = t.host.tcp.demux.listeners()[0]?.synQueue.values() ?? [];
    const other = t.connect({ localPort: 5001 });
    expect([first.connection.snd.iss, half?.iss]).toEqual([100, -2]);
    expect(t.host.tcp.nextIss).toEqual([]);
    const plain = new Drill();
    plain.connect();
    const drawn = plain.connect({ localPort: 5001 });
    expect(other.connection.snd.iss).toBe(drawn.connection.snd.iss);
  });

  it('give way to what must lie beyond the connection before', () => {
    const t = new Drill();
    const s = t.passiveOpen();
    t.do(() => s.end());
    t.in('F.', 1, 0, 2);
    expect(t.states()).toEqual(['TIME-WAIT']);
    const last = s.connection.snd.nxt;
    t.host.tcp.nextIss.push(last - 5);
    t.in('S', 10_000);
    const [half] = t.host.tcp.demux.listeners()[0]?.synQueue.values() ?? [];
    expect(((half?.iss ?? 0) - last) | 0).toBe(65_537);
  });
});

describe('what if the initial sequence number were a constant', () => {
  const profile = withWhatIf(rfc, 'fixedIsn');
  const isn = (t: Drill, localPort: number): number => t.connect({ localPort }).connection.snd.iss;

  it('every connection begins with it, also after a while and whatever was asked for', () => {
    const t = new Drill({ profile });
    t.host.tcp.nextIss.push(5);
    const first = isn(t, 5000);
    t.wait(500);
    expect([first, isn(t, 5001)]).toEqual([1000, 1000]);
    t.listen();
    t.in('S', 0, 0, 0, { dport: 80, sport: 41_000 });
    const [half] = t.host.tcp.demux.listeners()[0]?.synQueue.values() ?? [];
    expect(half?.iss).toBe(1000);
  });

  it('also the one that follows another of the same four-tuple', () => {
    const t = new Drill({ profile });
    const s = t.passiveOpen();
    t.do(() => s.end());
    t.in('F.', 1, 0, 2);
    t.in('S', 10_000);
    const [half] = t.host.tcp.demux.listeners()[0]?.synQueue.values() ?? [];
    expect(half?.iss).toBe(1000);
  });

  it('while the standard draws others [RFC 9293 3.4.1]', () => {
    const t = new Drill();
    const first = isn(t, 5000);
    t.wait(500);
    const second = isn(t, 5001);
    expect(new Set([first, second, 1000]).size).toBe(3);
  });
});
