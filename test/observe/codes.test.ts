import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLAUSES, codesOf, EVENT_CODES } from '../../src/observe/index.ts';
import type { Trace } from '../../src/observe/trace.ts';
import { run, type ScenarioFault } from '../../src/sim/index.ts';
import { linux } from '../../src/tcp/profiles/index.ts';
import { DIAGRAM, STATE_NAMES } from '../../src/tcp/state.ts';
import { faults as asked, openAndClose } from '../support/open-and-close.ts';
import { codes, ForgersWorld, tale, tales } from '../support/tales.ts';

const KNOWN: ReadonlySet<string> = new Set(EVENT_CODES);
const TALES = tales();
const told = (name: string): Trace => TALES[name] as Trace;
const ACTIONS = ['drop', 'delay', 'duplicate', 'corrupt', 'reorder'] as const;

function withFaults(...faults: readonly string[]): Trace {
  return run(openAndClose, { interventions: asked(...faults.map(faultOf)) });
}

/** `drop A3`. */
function faultOf(text: string): ScenarioFault {
  const [action, segment] = text.split(' ') as [ScenarioFault['action'], string];
  return action === 'delay' ? { action, segment, by: 400_000 } : { action, segment };
}

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

  it('names the three segments that open and the four that close', () => {
    expect(codes(withFaults(), 'sent')).toEqual([
      'A1 sent/syn',
      'B1 sent/syn-ack',
      'A2 sent/ack-of-syn',
      'A3 sent/data',
      'B2 sent/data',
      'A4 sent/ack',
      'A5 sent/fin',
      'B3 sent/ack-of-fin',
      'B4 sent/fin-in-return',
      'A6 sent/last-ack',
    ]);
    expect(codes(withFaults(), 'arrived')).toEqual([
      'A1 arrived/syn',
      'B1 arrived/syn-ack',
      'A2 arrived/ack-of-syn',
      'A3 arrived/data',
      'B2 arrived/data',
      'A4 arrived/ack',
      'A5 arrived/fin',
      'B3 arrived/ack-of-fin',
      'B4 arrived/fin-in-return',
      'A6 arrived/last-ack',
    ]);
    expect(codes(withFaults(), 'state', 'timer')).toEqual([
      'A state/active-open',
      'B state/syn-received',
      'A state/established-active',
      'B state/established-passive',
      'A state/fin-wait-1',
      'B state/close-wait',
      'A state/fin-wait-2',
      'B state/last-ack',
      'A state/time-wait',
      'B state/closed',
      'A timer/time-wait',
      'A state/time-wait-over',
    ]);
  });

  it('tells what was lost by what it was, and what is sent again because of it', () => {
    expect(codes(withFaults('drop A1'))).toEqual(
      expect.arrayContaining(['A1 lost/syn', 'A timer/syn', 'A2 sent/syn-again']),
    );
    expect(codes(withFaults('drop B1'))).toEqual(
      expect.arrayContaining(['B1 lost/syn-ack', 'A2 sent/syn-again', 'B2 sent/syn-ack-again']),
    );
    expect(codes(withFaults('drop A2'))).toEqual(
      expect.arrayContaining(['A2 lost/ack-of-syn', 'A3 arrived/ack-of-syn-with-text']),
    );
    expect(codes(withFaults('drop A3'))).toEqual(
      expect.arrayContaining(['A3 lost/data', 'A timer/data', 'A4 sent/data-again']),
    );
    expect(codes(withFaults('drop A5'))).toEqual(
      expect.arrayContaining(['A5 lost/fin', 'A timer/fin', 'A6 sent/fin-again']),
    );
    expect(codes(withFaults('drop A6'))).toEqual(
      expect.arrayContaining([
        'A6 lost/last-ack',
        'B5 sent/fin-again',
        'B5 arrived/fin-again',
        'A7 sent/last-ack-again',
        'A7 arrived/last-ack',
      ]),
    );
  });

  it('knows a third segment that is asked for again', () => {
    const t = run(
      {
        ...openAndClose,
        steps: openAndClose.steps.filter((s) => s.do.call === 'listen' || s.do.call === 'connect'),
        until: 5_000_000,
      },
      { interventions: asked(faultOf('drop A2')) },
    );
    expect(codes(t, 'sent', 'lost', 'arrived').slice(-5)).toEqual([
      'A2 lost/ack-of-syn',
      'B2 sent/syn-ack-again',
      'B2 arrived/syn-ack-again',
      'A3 sent/ack-of-syn-again',
      'A3 arrived/ack-of-syn',
    ]);
  });

  it('knows a third segment that is sent again unasked', () => {
    const t = run({
      ...openAndClose,
      hosts: openAndClose.hosts.map((h) => ({ ...h, whatIfs: ['nWay'] })),
    });
    expect(codes(t, 'sent').slice(0, 5)).toEqual([
      'A1 sent/syn',
      'B1 sent/syn-ack',
      'A2 sent/ack-of-syn',
      'A3 sent/ack-of-syn-more',
      'A4 sent/ack-of-syn-more',
    ]);
  });

  it('knows what the network does to a segment', () => {
    expect(codes(withFaults('duplicate A3'))).toEqual(
      expect.arrayContaining([
        'A3 impaired/duplicate',
        'A3 arrived/data',
        'A3 arrived/old-duplicate',
      ]),
    );
    expect(codes(withFaults('corrupt A3'))).toEqual(
      expect.arrayContaining(['A3 impaired/corrupt', 'A3 arrived/corrupt', 'A3 dropped/corrupt']),
    );
    expect(codes(withFaults('delay A3'))).toContain('A3 impaired/delay');
    expect(codes(withFaults('reorder A2'))).toContain('A2 impaired/reorder');
  });

  it('tells why a reset is sent', () => {
    const sent = (name: string) => codes(told(name), 'sent').filter((c) => c.includes('rst'));
    expect(sent('refused')).toEqual(['B1 sent/rst-refused']);
    expect(sent('aborted')).toEqual(['A3 sent/rst-abort']);
    expect(sent('let go of')).toEqual(['A3 sent/rst-after-close']);
    expect(sent('ghost')).toEqual(['A2 sent/rst-unknown-syn-ack']);
    expect(sent('stale')[0]).toBe('A3 sent/rst-stale-syn-ack');
    expect(sent('half open')).toEqual(['B1 sent/rst-half-open']);
  });

  it('tells how a connection ends', () => {
    const all = (name: string) => codes(told(name), 'state', 'call');
    expect(all('refused')).toEqual(
      expect.arrayContaining(['A state/refused', 'A call/closed-refused']),
    );
    expect(all('nobody there')).toEqual(
      expect.arrayContaining(['A state/open-timed-out', 'A call/closed-timed-out']),
    );
    expect(codes(told('nobody there'), 'timer').at(-1)).toBe('A timer/syn-give-up');
    expect(codes(told('the way there is lost'))).toContain('B state/half-open-timed-out');
    expect(all('aborted')).toEqual(
      expect.arrayContaining(['A state/aborted', 'B state/reset', 'B call/closed-reset']),
    );
    expect(all('written after close')).toContain('A call/failed-pipe');
    expect(all('ghost')).toContain('B state/back-to-listen');
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

  it('knows probes and what answers them', () => {
    expect(codes(told('kept alive'), 'sent', 'arrived', 'timer').slice(6, 11)).toEqual([
      'A timer/keep-alive',
      'A3 sent/keepalive-probe',
      'A3 arrived/keepalive-probe',
      'B2 sent/keepalive-answer',
      'B2 arrived/keepalive-answer',
    ]);
    const closed = new Set(told('window closed').frames.map((f) => f.code));
    for (const c of [
      'sent/window-closed',
      'sent/window-probe',
      'sent/window-probe-answer',
    ] as const) {
      expect(closed).toContain(c);
    }
    expect(closed).toContain('sent/window-update');
  });

  it('knows a challenge ACK by what it answers', () => {
    const frames = told('attacked').frames.filter((f) => f.code === 'sent/challenge-ack');
    expect(frames.map((f) => f.rule)).toEqual(['RFC 5961 section 4.2', 'RFC 5961 section 3.2']);
    expect(codes(told('attacked'))).toEqual(
      expect.arrayContaining([
        'A3 sent/forged',
        'A3 arrived/syn-unexpected',
        'A4 arrived/rst-ignored',
        'A5 arrived/rst',
      ]),
    );
  });

  it('calls an end half-open that lost everything when its power failed', () => {
    const w = new ForgersWorld();
    w.listen();
    w.at(0, () => w.connect(5000));
    // As far as the trace knows, B has been off; the segment comes to a host that knows nothing.
    w.at(1_000_000, () => {
      w.world.recorder?.changed('B', 'power-off');
      w.world.recorder?.changed('B', 'boot');
      w.forge({ from: 'A', flags: 16, seq: 1, ack: 1, length: 3, sport: 6000, dport: 81 });
    });
    expect(codes(w.trace())).toEqual(
      expect.arrayContaining(['B host/power-off', 'B host/boot', 'B2 sent/rst-half-open']),
    );
  });

  it('tells a SYN that finds no room, and a cookie that comes back', () => {
    const cookies = new ForgersWorld();
    cookies.listen(undefined, { profile: { ...linux, synCookies: 'always' } });
    cookies.at(0, () => cookies.connect());
    expect(codes(cookies.trace(), 'sent', 'arrived', 'state').slice(2)).toEqual([
      'A1 arrived/syn',
      'B1 sent/syn-cookie',
      'B1 arrived/syn-ack',
      'A state/established-active',
      'A2 sent/ack-of-syn',
      'A2 arrived/ack-of-cookie',
      'B state/cookie-returned',
      'B state/established-passive',
    ]);
    const full = new ForgersWorld();
    full.listen(undefined, { synQueue: 1, profile: { ...linux, synCookies: 'never' } });
    full.at(0, () => {
      for (const sport of [7000, 7001])
        full.forge({ from: 'A', flags: 2, seq: 9, sport, dport: 80 });
    });
    expect(codes(full.trace(), 'arrived', 'dropped').slice(0, 3)).toEqual([
      'A1 arrived/syn',
      'A2 arrived/syn-no-room',
      'A2 dropped/syn-queue-full',
    ]);
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
