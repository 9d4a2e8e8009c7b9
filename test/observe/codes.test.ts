import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLAUSES, codesOf, EVENT_CODES } from '../../src/observe/index.ts';
import type { Trace } from '../../src/observe/trace.ts';
import { run } from '../../src/sim/index.ts';
import { DIAGRAM, STATE_NAMES } from '../../src/tcp/state.ts';
import { openAndClose } from '../support/open-and-close.ts';
import { codes, faultOf, tale, tales, withFaults } from '../support/tales.ts';

const KNOWN: ReadonlySet<string> = new Set(EVENT_CODES);
const TALES = tales();
const told = (name: string): Trace => TALES[name] as Trace;
const ACTIONS = ['drop', 'delay', 'duplicate', 'corrupt', 'reorder'] as const;

function allKnown(t: Trace): void {
  for (const f of t.frames) {
    expect(KNOWN).toContain(f.code);
    expect(f.code.split('/')[0]).toBe(f.kind);
    expect(f.rule).toMatch(/^(RFC \d+( section \d+(\.\d+)*)?)?$/);
  }
}

describe('the code of an event', () => {
  it('is one of a list without doubles, each with its clause', () => {
    expect(KNOWN.size).toBe(EVENT_CODES.length);
    expect(Object.keys(CLAUSES).sort()).toEqual([...EVENT_CODES].sort());
  });

  it('takes a connection that begins with the numbers of the one before for a new one', () => {
    const connect = { call: 'connect', to: 'B', port: 80, localPort: 5000 } as const;
    const t = run({
      ...openAndClose,
      hosts: openAndClose.hosts.map((h) => ({ ...h, whatIfs: ['fixedIsn'] })),
      steps: [
        { host: 'B', when: { at: 0 }, do: { call: 'listen', port: 80 } },
        { host: 'A', when: { at: 0 }, do: connect },
        { host: 'A', when: { on: 'connected', after: 200_000 }, do: { call: 'abort' } },
        { host: 'A', when: { at: 1_000_000 }, do: connect },
      ],
      until: 2_000_000,
    });
    expect(codes(t, 'sent')).toEqual([
      'A1 sent/syn',
      'B1 sent/syn-ack',
      'A2 sent/ack-of-syn',
      'A3 sent/rst-abort',
      'A4 sent/syn',
      'B2 sent/syn-ack',
      'A5 sent/ack-of-syn',
    ]);
  });

  it('says that a timer sends again only when it does', () => {
    const never = openAndClose.hosts.map((h) => ({ ...h, whatIfs: ['noRetransmit'] as const }));
    const lost = { ...openAndClose, hosts: never, faults: [faultOf('drop A1')] };
    const timers = codes(run(lost), 'timer');
    expect(timers).toContain('A timer/sends-nothing');
    expect(timers.at(-1)).toBe('A timer/give-up-unrepeated');
    const once = openAndClose.hosts.map((h) => ({
      ...h,
      set: { synRetries: 0, synAckRetries: 0 },
    }));
    const tried = (text: string) =>
      codes(run({ ...openAndClose, hosts: once, faults: [faultOf(text)] }), 'timer');
    expect(tried('drop A1')).toEqual(['A timer/give-up-unrepeated']);
  });

  it('tells opening and closing at once from one after the other', () => {
    expect(codes(told('both open at once'), 'sent', 'state').slice(0, 8)).toEqual([
      'A state/active-open',
      'A1 sent/syn',
      'B state/active-open',
      'B1 sent/syn',
      'B state/simultaneous-open',
      'B2 sent/simultaneous-syn-ack',
      'A state/simultaneous-open',
      'A2 sent/simultaneous-syn-ack',
    ]);
    const close = codes(told('both close at once'));
    expect(close.filter((c) => c.endsWith('sent/ack-of-crossing-fin'))).toHaveLength(2);
    expect(close.filter((c) => c.endsWith('state/time-wait-crossing'))).toHaveLength(2);
    const three = codes(told('three segments close'), 'sent');
    expect(three.slice(-3)).toEqual([
      'A3 sent/fin',
      'B2 sent/fin-with-ack-of-fin',
      'A4 sent/last-ack',
    ]);
    expect(codes(told('half-closed'))).toEqual(
      expect.arrayContaining(['B3 sent/data-half-closed', 'B3 arrived/data-half-closed']),
    );
  });

  it('has one for every edge of the diagram, and none of them is the last resort', () => {
    for (const [from, to] of DIAGRAM) {
      const names = { from: STATE_NAMES[from] as string, to: STATE_NAMES[to] as string };
      const bare = {
        at: 0,
        host: 'A',
        flow: 1,
        segment: null,
        cause: null,
        kind: 'state' as const,
      };
      const [f] = codesOf([{ ...bare, ...names }], [], []);
      expect(f?.code).toMatch(/^state\/(?!other)/);
    }
    const bare = { at: 0, host: 'A', flow: 1, segment: null, cause: null, kind: 'state' as const };
    expect(codesOf([{ ...bare, from: 'CLOSED', to: 'TIME-WAIT' }], [], [])[0]?.code).toBe(
      'state/other',
    );
  });

  it('is known whatever befalls one segment', () => {
    for (const segment of ['A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'B1', 'B2', 'B3', 'B4', 'B5']) {
      for (const action of ACTIONS) allKnown(withFaults(`${action} ${segment}`));
    }
    for (const t of Object.values(TALES)) allKnown(t);
  });

  it('is known whatever befalls several', () => {
    const fault = fc
      .tuple(fc.constantFrom(...ACTIONS), fc.constantFrom('A', 'B'), fc.integer({ min: 1, max: 9 }))
      .map(([action, host, n]) => `${action} ${host}${n}`);
    fc.assert(
      fc.property(
        fc.uniqueArray(fault, { maxLength: 6, selector: (t) => t.split(' ')[1] }),
        (faults) => {
          allKnown(withFaults(...faults));
        },
      ),
      { numRuns: 60, seed: 5 },
    );
  });

  it('depends on nothing but the trace', () => {
    const t = tale([{ host: 'A', when: { at: 0 }, do: { call: 'connect', to: 'B', port: 80 } }]);
    const again = codesOf(JSON.parse(JSON.stringify(t.frames)), t.segments, t.flows);
    expect(again.map((f) => [f.code, f.rule])).toEqual(t.frames.map((f) => [f.code, f.rule]));
  });
});
