import { describe, expect, it } from 'vitest';
import { status } from '../../../src/tcp/calls/index.ts';
import { Drill } from '../../support/drill.ts';
import { bring, octets, openPassive, WITH_PEER } from '../../support/states.ts';

describe('STATUS [RFC 9293 3.10.6]', () => {
  it.each(WITH_PEER)('says %s', (state) => {
    expect(status(bring(state).c).state).toBe(state);
  });

  it('says LISTEN and CLOSED', () => {
    const t = new Drill();
    const c = openPassive(t);
    expect(status(c).state).toBe('LISTEN');
    const { t: u, s } = bring('ESTABLISHED');
    u.do(() => s.abort());
    expect(status(s.connection)).toMatchObject({ state: 'CLOSED', error: 'ECONNABORTED' });
  });

  it('shows numbers a person can read: unsigned, with the connection’s ends', () => {
    const { c } = bring('ESTABLISHED');
    const now = status(c);
    expect(now).toMatchObject({
      local: '10.0.0.1',
      localPort: 5000,
      remote: '10.0.0.2',
      remotePort: 40_000,
      rcv: { nxt: 1_000_001, irs: 1_000_000 },
      sendQueue: 0,
      receiveQueue: 0,
      retries: 0,
      timers: {},
      error: null,
    });
    expect(now.snd.una).toBe(c.snd.una >>> 0);
    expect(now.snd.nxt - now.snd.iss).toBe(1);
  });

  it('shows queues and running timers', () => {
    const { t, s, c } = bring('ESTABLISHED');
    t.in('P.', 1, 7, 1);
    t.do(() => s.write(octets(5)));
    expect(status(c)).toMatchObject({
      sendQueue: 5,
      receiveQueue: 7,
      timers: { retransmission: c.rtt.rto },
    });
    expect(status(c).rcv.wnd).toBe(65_535 - 7);
  });

  it('is plain data: it goes through JSON unchanged', () => {
    const now = status(bring('FIN-WAIT-2').c);
    const { ssthresh: _, ...rest } = now; // Infinity has no JSON
    expect(JSON.parse(JSON.stringify(rest))).toEqual(rest);
  });
});
