import { describe, expect, it } from 'vitest';
import { freebsd, linux, rfc, withOverrides } from '../../src/index.ts';
import { Drill } from '../support/drill.ts';
import { Pair } from '../support/pair.ts';
import { octets, readAll } from '../support/states.ts';

const five = octets(5, 65);

describe('text on the SYN of an active OPEN [RFC 9293 3.5]', () => {
  it('goes with the SYN, and again with every SYN that is sent again', () => {
    const t = new Drill();
    t.connect({ synText: five });
    expect(t.out()).toEqual(['S 0:5(5)']);
    expect(t.waitAndSee(3000)).toEqual(['1000 S 0:5(5)', '3000 S 0:5(5)']);
  });

  it('goes again when the SYN-ACK acknowledges the SYN alone', () => {
    const t = new Drill();
    const s = t.connect({ synText: five });
    t.out();
    t.in('S.', 0, 0, 1, { mss: 1460 });
    expect(t.out()).toEqual(['P. 1:6(5) ack 1']);
    expect([s.unsent, s.bytesWritten]).toEqual([5, 5]);
    t.in('.', 1, 0, 6);
    expect(s.unsent).toBe(0);
    expect(t.waitAndSee(5000)).toEqual([]);
  });

  it('goes again as far as the SYN-ACK does not acknowledge it, before what was written since', () => {
    const t = new Drill();
    const s = t.connect({ synText: five });
    t.do(() => s.write(octets(3)));
    t.out();
    t.in('S.', 0, 0, 4, { mss: 1460 });
    expect(t.out()).toEqual(['. 4:6(2) ack 1']);
    t.in('.', 1, 0, 6);
    expect(t.out()).toEqual(['P. 6:9(3) ack 1']);
  });

  it('does not go again when the SYN-ACK acknowledges all of it', () => {
    const t = new Drill();
    const s = t.connect({ synText: five });
    t.out();
    t.in('S.', 0, 0, 6, { mss: 1460, win: 1000 });
    expect(t.out()).toEqual(['. 6:6(0) ack 1']);
    expect([s.unsent, s.connection.snd.wnd]).toEqual([0, 1000]);
  });

  it('is nothing a SYN-ACK may acknowledge beyond', () => {
    const t = new Drill();
    t.connect({ synText: five });
    t.out();
    t.in('S.', 0, 0, 7, { mss: 1460 });
    expect(t.out()).toEqual(['R 7:7(0)']);
    expect(t.states()).toEqual(['SYN-SENT']);
  });

  it('survives a simultaneous open, whose SYN-ACK may acknowledge part of it', () => {
    for (const ack of [1, 3, 6]) {
      const t = new Drill();
      const s = t.connect({ synText: five });
      t.in('S', 0, 0, 0, { mss: 1460 });
      t.out();
      t.in('S.', 0, 0, ack, { mss: 1460 });
      expect(t.states()).toEqual(['ESTABLISHED']);
      expect(t.out()).toEqual(ack < 6 ? [`P. ${ack}:6(${6 - ack}) ack 1`] : []);
      t.in('.', 1, 0, 6);
      expect(s.unsent).toBe(0);
    }
  });

  it('is refused when it is more than a segment before the MSS is known, or has no room', () => {
    const t = new Drill();
    expect(() => t.connect({ synText: new Uint8Array(537) })).toThrow(
      'text on a SYN is at most 536 octets here, not 537',
    );
    t.connect({ synText: new Uint8Array(536), localPort: 5001 });
    const narrow = new Drill({ mtu: 576 });
    expect(() => narrow.connect({ synText: new Uint8Array(497) })).toThrow(RangeError);
    const profile = withOverrides(rfc, { sendBuffer: 4 });
    expect(() => t.connect({ synText: five, profile, localPort: 5002 })).toThrow(
      'at most 4 octets',
    );
    expect(t.states()).toEqual(['SYN-SENT']);
  });

  it.each([rfc, linux, freebsd])(
    'is read once, whatever the peer does with it: $name',
    (profile) => {
      const w = new Pair({ b: profile });
      const [, there] = w.connect({ synText: five });
      expect(w.readAll(there)).toEqual([...five]);
      w.wait(5000);
      expect(w.readAll(there)).toEqual([]);
    },
  );

  it('is counted by the listener while it waits for ESTABLISHED', () => {
    for (const [profile, held] of [
      [rfc, 5],
      [linux, 0],
    ] as const) {
      const t = new Drill({ profile });
      const l = t.listen();
      t.in('S', 0, 5, 0, { text: five });
      expect(l.synTextOctets).toBe(held);
      t.out();
      t.in('P.', 1, 5, 1, { text: five });
      expect(l.synTextOctets).toBe(0);
      const [s] = t.accepted;
      expect(s === undefined ? null : readAll(t, s)).toEqual([...five]);
    }
  });
});
