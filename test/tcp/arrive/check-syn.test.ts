import { describe, expect, it } from 'vitest';
import { Drill } from '../../support/drill.ts';
import { bring, openPassive, SYNCHRONIZED } from '../../support/states.ts';

const challenged = SYNCHRONIZED.filter((s) => s !== 'TIME-WAIT'); // see time-wait.test.ts

describe.each(challenged)('%s, a SYN', (state) => {
  it('inside the window gets a challenge ACK and changes nothing [RFC 5961 4.2]', () => {
    for (const [flags, ack] of [
      ['S', 0],
      ['S.', 1],
      ['SF', 0],
    ] as const) {
      const { t, snd, rcv } = bring(state);
      t.in(flags, rcv, 0, ack, { mss: 1460 });
      expect(t.out()).toEqual([`. ${snd}:${snd}(0) ack ${rcv}`]);
      expect(t.states()).toEqual([state]);
      expect(t.events).toEqual([]);
    }
  });

  it('outside the window gets the same answer', () => {
    for (const seq of [0, 900_000, -900_000]) {
      const { t, snd, rcv } = bring(state);
      t.in('S', seq, 0, 0, { mss: 1460 });
      expect(t.out()).toEqual([`. ${snd}:${snd}(0) ack ${rcv}`]);
      expect(t.states()).toEqual([state]);
    }
  });

  it('of a peer that has started anew leads to its reset, which ends the old connection', () => {
    const { t, snd, rcv } = bring(state);
    t.in('S', 123_456, 0, 0, { mss: 1460 });
    expect(t.out()).toEqual([`. ${snd}:${snd}(0) ack ${rcv}`]);
    t.in('R', rcv); // figure 10: <SEQ=SEG.ACK><CTL=RST>
    expect(t.states()).toEqual([]);
  });

  it('never changes what was negotiated', () => {
    const { t, c, rcv } = bring(state);
    const { mss } = c.snd;
    t.in('S', rcv, 0, 0, { mss: 100, wscale: 9, sackOk: true });
    expect(c.snd.mss).toBe(mss);
    expect(c.snd.scale).toBe(0);
    expect(c.sackOk).toBe(false);
  });
});

describe('a SYN in SYN-RECEIVED', () => {
  it('inside the window returns a passive OPEN to LISTEN', () => {
    const t = new Drill();
    openPassive(t);
    t.in('S', 0, 0, 0, { mss: 1460 });
    t.out();
    t.in('S', 100, 0, 0, { mss: 1460 });
    expect(t.out()).toEqual([]);
    expect(t.states()).toEqual([]);
    t.in('S', 100, 0, 0, { mss: 1460 });
    expect(t.out()).toEqual(['S. 0:0(0) ack 101']);
  });

  it('inside the window frees a listener’s entry; the next one makes another', () => {
    const t = new Drill();
    t.listen();
    t.in('S', 0, 0, 0, { mss: 1460 });
    t.out();
    t.in('S', 100, 0, 0, { mss: 1460 });
    expect(t.states()).toEqual([]);
    t.in('S', 100, 0, 0, { mss: 1460 });
    expect(t.out()).toEqual(['S. 0:0(0) ack 101']);
  });

  it('that is the first one again gets the SYN-ACK again from a listener', () => {
    const t = new Drill();
    t.listen();
    t.in('S', 0, 0, 0, { mss: 1460 });
    t.in('S', 0, 0, 0, { mss: 1460 });
    expect(t.out()).toEqual(['S. 0:0(0) ack 1', 'S. 0:0(0) ack 1']);
    t.in('.', 1, 0, 1);
    expect(t.states()).toEqual(['ESTABLISHED']);
  });
});

describe('a SYN-ACK again in ESTABLISHED', () => {
  it('is answered: the third segment was lost', () => {
    const t = new Drill();
    t.activeOpen();
    t.wait(1000);
    t.in('S.', 0, 0, 1, { mss: 1460 });
    expect(t.out()).toEqual(['. 1:1(0) ack 1']);
  });
});
