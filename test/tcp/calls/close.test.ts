import { describe, expect, it } from 'vitest';
import { abort, close, send } from '../../../src/tcp/calls/index.ts';
import { STATE_NAMES } from '../../../src/tcp/state.ts';
import { Drill } from '../../support/drill.ts';
import { bring, octets, openPassive, WITH_PEER, type WithPeer } from '../../support/states.ts';

describe('CLOSE [RFC 9293 3.10.4]', () => {
  it('in LISTEN deletes the connection', () => {
    const t = new Drill();
    const c = openPassive(t);
    t.do(() => close(c));
    expect(STATE_NAMES[c.state]).toBe('CLOSED');
    expect(t.events).toEqual(['close']);
    expect(t.out()).toEqual([]);
  });

  it('in SYN-SENT deletes the connection, and sends nothing', () => {
    const { t, s } = bring('SYN-SENT');
    t.do(() => s.write(octets(10)));
    t.do(() => s.end());
    expect(t.states()).toEqual([]);
    expect(t.events).toEqual(['close']);
    t.wait(10_000);
    expect(t.out()).toEqual([]);
    t.in('S.', 0, 0, 1, { mss: 1460 });
    expect(t.out()).toEqual(['R 1:1(0)']);
  });

  it('in SYN-RECEIVED with nothing to send goes to FIN-WAIT-1; the FIN goes once the SYN is acknowledged', () => {
    const { t, s } = bring('SYN-RECEIVED');
    t.do(() => s.end());
    expect(t.states()).toEqual(['FIN-WAIT-1']);
    t.in('.', 1, 0, 1);
    expect(t.out()).toEqual(['F. 1:1(0) ack 1']);
    expect(t.events).toEqual(['connected']);
    t.in('.', 1, 0, 2);
    expect(t.states()).toEqual(['FIN-WAIT-2']);
  });

  it('in SYN-RECEIVED still sends the SYN-ACK again', () => {
    const { t, s } = bring('SYN-RECEIVED');
    t.do(() => s.end());
    t.wait(1000);
    expect(t.out()).toEqual(['S. 0:0(0) ack 1']);
  });

  it('in SYN-RECEIVED with text queued waits for ESTABLISHED, then goes to FIN-WAIT-1', () => {
    const { t, s } = bring('SYN-RECEIVED');
    t.do(() => s.write(octets(10)));
    t.do(() => s.end());
    expect(t.states()).toEqual(['SYN-RECEIVED']);
    t.in('.', 1, 0, 1);
    expect(t.states()).toEqual(['FIN-WAIT-1']);
    expect(t.out()).toEqual(['FP. 1:11(10) ack 1']);
    t.in('.', 1, 0, 12);
    expect(t.states()).toEqual(['FIN-WAIT-2']);
  });

  it('in SYN-RECEIVED with text queued is done properly when the peer’s FIN comes with its ACK', () => {
    const { t, s } = bring('SYN-RECEIVED');
    t.do(() => s.write(octets(10)));
    t.do(() => s.end());
    t.in('F.', 1, 0, 1);
    expect(t.states()).toEqual(['CLOSING']);
    t.in('.', 2, 0, 12);
    expect(t.states()).toEqual(['TIME-WAIT']);
  });

  it('in SYN-RECEIVED of a passive OPEN does the same', () => {
    const t = new Drill();
    const c = openPassive(t);
    t.in('S', 0, 0, 0, { mss: 1460 });
    t.out();
    t.do(() => send(c, octets(10)));
    t.do(() => close(c));
    t.in('.', 1, 0, 1);
    expect(t.out()).toEqual(['FP. 1:11(10) ack 1']);
    expect(t.states()).toEqual(['FIN-WAIT-1']);
  });

  it('in ESTABLISHED goes to FIN-WAIT-1 at once, the FIN when all before it may go', () => {
    const { t, s } = bring('ESTABLISHED');
    t.in('.', 1, 0, 1, { win: 5 });
    t.do(() => s.write(octets(10)));
    t.do(() => s.end());
    expect(t.states()).toEqual(['FIN-WAIT-1']);
    t.wait(200); // silly window avoidance gives up waiting for more room
    expect(t.out()).toEqual(['. 1:6(5) ack 1']);
    t.in('.', 1, 0, 6, { win: 1000 });
    expect(t.out()).toEqual(['FP. 6:11(5) ack 1']);
  });

  it('in CLOSE-WAIT goes to LAST-ACK, behind what is queued', () => {
    const { t, s } = bring('CLOSE-WAIT');
    t.do(() => {
      s.write(octets(10));
      s.end();
    });
    expect(t.states()).toEqual(['LAST-ACK']);
    expect(t.out()).toEqual(['FP. 1:11(10) ack 2']);
  });

  it('twice is once: no second FIN [RFC 9293 3.10.4]', () => {
    const states: readonly WithPeer[] = [
      'FIN-WAIT-1',
      'FIN-WAIT-2',
      'CLOSING',
      'LAST-ACK',
      'TIME-WAIT',
    ];
    for (const state of states) {
      const { t, s } = bring(state);
      t.do(() => s.end());
      expect(t.out()).toEqual([]);
      expect(t.states()).toEqual([state]);
    }
  });
});

describe('ABORT [RFC 9293 3.10.5]', () => {
  const RESETS: Record<WithPeer, readonly string[]> = {
    'SYN-SENT': [],
    'SYN-RECEIVED': ['R. 1:1(0) ack 1'],
    ESTABLISHED: ['R. 1:1(0) ack 1'],
    'CLOSE-WAIT': ['R. 1:1(0) ack 2'],
    'FIN-WAIT-1': ['R. 2:2(0) ack 1'],
    'FIN-WAIT-2': ['R. 2:2(0) ack 1'],
    CLOSING: [],
    'LAST-ACK': [],
    'TIME-WAIT': [],
  };

  it.each(WITH_PEER)('in %s: a reset at SND.NXT where the peer must know, then CLOSED', (state) => {
    const { t, s } = bring(state);
    t.do(() => s.abort());
    expect(t.out()).toEqual(RESETS[state]);
    expect(t.states()).toEqual([]);
    expect(t.events).toEqual(state === 'TIME-WAIT' ? [] : ['close ECONNABORTED']);
    t.wait(100_000);
    expect(t.out()).toEqual([]);
  });

  it('in LISTEN deletes the connection', () => {
    const t = new Drill();
    const c = openPassive(t);
    t.do(() => abort(c));
    expect(t.events).toEqual(['close ECONNABORTED']);
    t.in('S', 0, 0, 0, { mss: 1460 });
    expect(t.out()).toEqual(['R. 0:0(0) ack 1']);
  });

  it('throws away what is queued', () => {
    const { t, s } = bring('ESTABLISHED');
    t.in('.', 1, 0, 1, { win: 0 });
    t.do(() => s.write(octets(100)));
    t.do(() => s.abort());
    expect(t.out()).toEqual(['R. 1:1(0) ack 1']);
    expect(s.unsent).toBe(0);
  });

  it('resets at SND.UNA behind a zero-window probe: the peer believes no reset beyond its window', () => {
    const { t, s } = bring('ESTABLISHED');
    t.in('.', 1, 0, 1, { win: 0 });
    t.do(() => s.write(octets(100)));
    t.wait(1000);
    expect(t.out()).toEqual(['. 1:2(1) ack 1']);
    t.do(() => s.abort());
    expect(t.out()).toEqual(['R. 1:1(0) ack 1']);
  });

  it('in LAST-ACK with the FIN still behind text tells the peer that the rest will not come', () => {
    const { t, s } = bring('CLOSE-WAIT');
    t.in('.', 2, 0, 1, { win: 0 });
    t.do(() => s.write(octets(100)));
    t.do(() => s.end());
    expect(t.states()).toEqual(['LAST-ACK']);
    t.out();
    t.do(() => s.abort());
    expect(t.out()).toEqual(['R. 1:1(0) ack 2']);
  });

  it('within a callback is the last the user hears but its end', () => {
    const { t, s } = bring('ESTABLISHED');
    s.onreadable = () => {
      t.events.push('readable');
      s.abort();
    };
    t.in('FP.', 1, 5, 1);
    expect(t.events).toEqual(['readable', 'close ECONNABORTED']);
    expect(t.states()).toEqual([]);
  });

  it('in TIME-WAIT forgets the entry in silence, once', () => {
    const { t, s } = bring('TIME-WAIT');
    expect(t.host.tcp.timeWait.size).toBe(1);
    t.do(() => s.abort());
    t.do(() => s.abort());
    expect(t.host.tcp.timeWait.size).toBe(0);
    expect(t.out()).toEqual([]);
  });

  it('twice is once', () => {
    const { t, s } = bring('ESTABLISHED');
    t.do(() => s.abort());
    t.do(() => s.abort());
    expect(t.out().length).toBe(1);
    expect(t.events).toEqual(['close ECONNABORTED']);
  });
});
