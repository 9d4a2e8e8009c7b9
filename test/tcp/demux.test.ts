import { describe, expect, it } from 'vitest';
import { Address } from '../../src/wire/address.ts';
import { Drill, PEER6, US6 } from '../support/drill.ts';
import { openPassive } from '../support/states.ts';

describe('a segment belongs', () => {
  it('to the connection with all four of its numbers, before anyone who listens', () => {
    const t = new Drill();
    const s = t.passiveOpen();
    t.in('P.', 1, 5, 1);
    expect(s.readable).toBe(5);
    t.in('P.', 6, 5, 1, { sport: 40_001 });
    t.in('P.', 6, 5, 1, { src: Address.parse('10.0.0.3') });
    expect(s.readable).toBe(5);
    expect(t.out()).toEqual(['R 1:1(0)', 'R 1:1(0)']);
  });

  it('to one family only', () => {
    const t = new Drill();
    t.passiveOpen();
    t.in('.', 1, 0, 1, { src: PEER6, dst: US6 });
    expect(t.out()).toEqual(['R 1:1(0)']);
  });

  it('to a single passive OPEN before a listener, which gets the next', () => {
    const t = new Drill();
    t.listen();
    openPassive(t);
    t.in('S', 0, 0, 0, { mss: 1460 });
    t.out();
    t.in('.', 1, 0, 1);
    expect(t.events).toEqual(['connected']);
    t.in('S', 0, 0, 0, { mss: 1460, sport: 40_001 });
    t.out();
    t.in('.', 1, 0, 1, { sport: 40_001 });
    expect(t.events).toEqual(['connected', 'accepted 1']);
  });

  it('to nobody once the connection is gone', () => {
    const t = new Drill();
    const s = t.activeOpen();
    t.do(() => s.abort());
    t.out();
    t.in('.', 1, 0, 1);
    expect(t.out()).toEqual(['R 1:1(0)']);
  });
});

describe('the flows of a host', () => {
  it('are connections, half-open entries and those in TIME-WAIT, each with a number of its own', () => {
    const t = new Drill();
    t.listen();
    t.in('S', 0, 0, 0, { mss: 1460 });
    t.connect({ localPort: 5000 });
    t.connect({ localPort: 5001, port: 40_001 });
    const flows = [...t.host.tcp.flows()];
    expect(t.states().sort()).toEqual(['SYN-RECEIVED', 'SYN-SENT', 'SYN-SENT']);
    expect(new Set(flows.map((f) => f.id)).size).toBe(3);
  });

  it('keep their number from SYN-RECEIVED to TIME-WAIT', () => {
    const t = new Drill();
    const ids = new Set<number>();
    const note = (): void => {
      for (const f of t.host.tcp.flows()) ids.add(f.id);
    };
    t.listen();
    t.in('S', 0, 0, 0, { mss: 1460 });
    note();
    t.out();
    t.in('.', 1, 0, 1);
    note();
    t.do(() => t.accepted[0]?.end());
    t.in('F.', 1, 0, 2);
    note();
    expect(t.states()).toEqual(['TIME-WAIT']);
    expect(ids.size).toBe(1);
  });
});
