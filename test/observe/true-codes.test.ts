import { describe, expect, it } from 'vitest';
import type { Trace } from '../../src/observe/trace.ts';
import { run, type ScenarioFault } from '../../src/sim/index.ts';
import { openAndClose } from '../support/open-and-close.ts';
import { codes, tales } from '../support/tales.ts';

function dropped(segment: string): ScenarioFault {
  return { action: 'drop', segment };
}

describe('what a code says is true', () => {
  it('says that a timer sends again only when it does', () => {
    const never = openAndClose.hosts.map((h) => ({ ...h, whatIfs: ['noRetransmit'] as const }));
    const lost = { ...openAndClose, hosts: never, faults: [dropped('A1')] };
    const timers = codes(run(lost), 'timer');
    expect(timers).toContain('A timer/sends-nothing');
    expect(timers.at(-1)).toBe('A timer/give-up-unrepeated');
    const once = openAndClose.hosts.map((h) => ({
      ...h,
      set: { synRetries: 0, synAckRetries: 0 },
    }));
    const tried = (segment: string) =>
      codes(run({ ...openAndClose, hosts: once, faults: [dropped(segment)] }), 'timer');
    expect(tried('A1')).toEqual(['A timer/give-up-unrepeated']);
  });

  it('says that text goes again with a FIN, and that text which came before is not late', () => {
    const close = { host: 'A', when: { at: 400_000 }, do: { call: 'close' } } as const;
    const t = run({
      ...openAndClose,
      hosts: [
        { ...(openAndClose.hosts[0] as (typeof openAndClose.hosts)[0]) },
        { ...(openAndClose.hosts[1] as (typeof openAndClose.hosts)[0]), whatIfs: ['noTimeWait'] },
      ],
      steps: [
        ...openAndClose.steps.slice(0, 2),
        { host: 'A', when: { at: 390_000 }, do: { call: 'send', text: 'a' } },
        close,
      ],
      faults: [dropped('A3'), dropped('A4')],
      until: 5_000_000,
    });
    expect(codes(t)).toEqual(
      expect.arrayContaining(['A timer/fin-with-text', 'A5 sent/fin-again-with-text']),
    );
  });

  it('does not say that everything has come when a gap is acknowledged', () => {
    const mindless = openAndClose.hosts.map((h) => ({ ...h, whatIfs: ['noSeqCheck'] as const }));
    const send = (at: number, text: string) =>
      ({ host: 'A', when: { at }, do: { call: 'send', text } }) as const;
    const t = run({
      ...openAndClose,
      hosts: mindless,
      steps: [
        ...openAndClose.steps.slice(0, 2),
        { host: 'A', when: { at: 200_000 }, do: { call: 'set', noDelay: true } },
        send(300_000, 'one'),
        send(350_000, 'two'),
      ],
      faults: [{ action: 'delay', segment: 'A3', by: 120_000 }],
      until: 475_000,
    });
    expect(codes(t, 'arrived', 'sent').slice(-5)).toEqual([
      'A4 arrived/out-of-order',
      'B2 sent/ack-over-gap',
      'B2 arrived/ack',
      'A3 arrived/passed-over',
      'B3 sent/ack-again',
    ]);
  });

  it('does not say that a write which fails was written', () => {
    const calls = codes(tales()['written after close'] as Trace, 'call').filter((c) =>
      /send|failed/.test(c),
    );
    expect(calls.slice(-2)).toEqual(['A call/send-fails', 'A call/failed-pipe']);
  });
});
