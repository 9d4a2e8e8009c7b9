import { describe, expect, it } from 'vitest';
import { Drill } from '../../support/drill.ts';
import { bring, octets, openPassive, SYNCHRONIZED } from '../../support/states.ts';

const withAck = SYNCHRONIZED.filter((s) => s !== 'TIME-WAIT');

describe.each(withAck)('%s, fifth step', (state) => {
  it('drops a segment without ACK, whatever else it has', () => {
    const { t, rcv } = bring(state);
    t.in('', rcv, 10);
    t.in('F', rcv);
    expect(t.out()).toEqual([]);
    expect(t.states()).toEqual([state]);
  });

  it('answers an ACK of what was never sent with an ACK, and drops it', () => {
    const { t, snd, rcv } = bring(state);
    t.in('.', rcv, 0, snd + 1);
    expect(t.out()).toEqual([`. ${snd}:${snd}(0) ack ${rcv}`]);
    expect(t.states()).toEqual([state]);
  });

  it('does so however much text and FIN come with it: they are not taken', () => {
    const { t, s, snd, rcv } = bring(state);
    t.in('FP.', rcv, 10, snd + 1);
    expect(t.states()).toEqual([state]);
    expect(s.readable).toBe(0);
  });

  it('answers an ACK older than the largest window there ever was [MAY-12]', () => {
    const { t, snd, rcv } = bring(state);
    t.in('.', rcv, 0, snd - 100_000);
    expect(t.out()).toEqual([`. ${snd}:${snd}(0) ack ${rcv}`]);
  });

  it('takes an ACK that is merely old for no news', () => {
    const { t, snd, rcv } = bring(state);
    t.in('.', rcv, 0, snd - 2);
    expect(t.out()).toEqual([]);
    expect(t.states()).toEqual([state]);
  });
});

describe('the ACK of our FIN', () => {
  it('takes FIN-WAIT-1 to FIN-WAIT-2', () => {
    const { t } = bring('FIN-WAIT-1');
    t.in('.', 1, 0, 2);
    expect(t.states()).toEqual(['FIN-WAIT-2']);
  });

  it('leaves FIN-WAIT-1 alone while text before the FIN is unacknowledged', () => {
    const { t, s } = bring('ESTABLISHED');
    t.do(() => s.write(octets(10)));
    t.do(() => s.end());
    expect(t.out()).toEqual(['P. 1:11(10) ack 1', 'F. 11:11(0) ack 1']);
    t.in('.', 1, 0, 5);
    t.in('.', 1, 0, 11);
    expect(t.states()).toEqual(['FIN-WAIT-1']);
    t.in('.', 1, 0, 12);
    expect(t.states()).toEqual(['FIN-WAIT-2']);
  });

  it('takes CLOSING to TIME-WAIT', () => {
    const { t } = bring('CLOSING');
    t.in('.', 2, 0, 2);
    expect(t.states()).toEqual(['TIME-WAIT']);
    expect(t.events).toEqual(['close']);
  });

  it('takes LAST-ACK to CLOSED', () => {
    const { t } = bring('LAST-ACK');
    t.in('.', 2, 0, 2);
    expect(t.states()).toEqual([]);
    expect(t.events).toEqual(['close']);
  });

  it('is not in an ACK of less: CLOSING and LAST-ACK stay', () => {
    for (const state of ['CLOSING', 'LAST-ACK'] as const) {
      const { t } = bring(state);
      t.in('.', 2, 0, 1);
      expect(t.states()).toEqual([state]);
    }
  });
});

describe('an ACK in SYN-RECEIVED', () => {
  const ways: readonly [string, (t: Drill) => unknown][] = [
    ['listener', (t) => t.listen()],
    ['single passive OPEN', (t) => openPassive(t)],
  ];

  it.each(ways)('of something else is answered with a reset from it: %s', (_name, open) => {
    const t = new Drill();
    open(t);
    t.in('S', 0, 0, 0, { mss: 1460 });
    t.out();
    for (const ack of [0, -1, 2, 5000]) {
      t.in('.', 1, 0, ack);
      expect(t.out()).toEqual([`R ${ack}:${ack}(0)`]);
    }
    expect(t.states()).toEqual(['SYN-RECEIVED']);
    t.in('.', 1, 0, 1);
    expect(t.states()).toEqual(['ESTABLISHED']);
  });

  it.each(ways)('brings its text, and its FIN, with it: %s', (_name, open) => {
    const t = new Drill();
    open(t);
    t.in('S', 0, 0, 0, { mss: 1460 });
    t.out();
    t.in('FP.', 1, 5, 1);
    expect(t.out()).toEqual(['. 1:1(0) ack 7']);
    expect(t.states()).toEqual(['CLOSE-WAIT']);
  });

  it.each(ways)('sets the send window from its own field, scaled: %s', (_name, open) => {
    const t = new Drill();
    open(t);
    t.in('S', 0, 0, 0, { mss: 1460, win: 1000, wscale: 3 });
    t.out();
    t.in('.', 1, 0, 1, { win: 500 });
    expect(t.connection.snd.wnd).toBe(4000);
  });

  it.each(ways)(
    'without the timestamps agreed on, or with older ones, does not count: %s',
    (_name, open) => {
      const t = new Drill();
      open(t);
      t.in('S', 0, 0, 0, { mss: 1460, ts: [1000, 0] });
      t.out();
      t.in('.', 1, 0, 1);
      t.in('.', 1, 0, 1, { ts: [999, 0] });
      expect(t.states()).toEqual(['SYN-RECEIVED']);
      expect(t.out()).toEqual(['. 1:1(0) ack 1']);
      t.in('.', 1, 0, 1, { ts: [1001, 0] });
      expect(t.states()).toEqual(['ESTABLISHED']);
    },
  );
});
