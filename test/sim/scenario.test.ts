import { describe, expect, it } from 'vitest';
import type { Trace } from '../../src/observe/index.ts';
import { run, type Scenario } from '../../src/sim/index.ts';
import { rfc } from '../../src/tcp/profiles/index.ts';
import { faults, openAndClose } from '../support/open-and-close.ts';

/** Every segment as name, flags and length; and the states of one host in order. */
const sent = (t: Trace): string => t.segments.map((s) => `${s.id} ${s.flags}`).join(', ');
const calls = (t: Trace, host: string): string[] =>
  t.frames.flatMap((f) =>
    f.kind === 'call' && f.host === host
      ? [typeof f.detail.error === 'string' ? `${f.call} ${f.detail.error}` : f.call]
      : [],
  );
const states = (t: Trace, host: string): string[] =>
  t.frames.flatMap((f) => (f.kind === 'state' && f.host === host ? [f.to] : []));

describe('the scenario open-and-close', () => {
  it('opens with three segments and closes with four [RFC 9293 3.5, 3.6]', () => {
    const t = run(openAndClose);
    expect(sent(t)).toBe('A1 S, B1 S., A2 ., A3 P., B2 P., A4 ., A5 F., B3 ., B4 F., A6 .');
    expect(t.segments.every((s) => s.fate === 'delivered')).toBe(true);
  });

  it('takes both sides through their states', () => {
    const t = run(openAndClose);
    expect(states(t, 'A')).toEqual([
      'SYN-SENT',
      'ESTABLISHED',
      'FIN-WAIT-1',
      'FIN-WAIT-2',
      'TIME-WAIT',
      'CLOSED',
    ]);
    expect(states(t, 'B')).toEqual([
      'SYN-RECEIVED',
      'ESTABLISHED',
      'CLOSE-WAIT',
      'LAST-ACK',
      'CLOSED',
    ]);
  });

  it('ends when TIME-WAIT does', () => {
    const t = run(openAndClose);
    const last = t.frames.filter((f) => f.kind === 'state').at(-1);
    expect(last).toMatchObject({ kind: 'state', host: 'A', from: 'TIME-WAIT', to: 'CLOSED' });
    expect(t.end).toBe(last?.at);
  });

  it('shows what each application wrote and read', () => {
    const calls = run(openAndClose).frames.flatMap((f) =>
      f.kind === 'call' ? [`${f.host} ${f.call}${f.detail.text ? ` ${f.detail.text}` : ''}`] : [],
    );
    expect(calls).toEqual([
      'B listen',
      'A connect',
      'A connected',
      'B accept',
      'A send What time is it?\n',
      'B read What time is it?\n',
      'B send High noon.\n',
      'A read High noon.\n',
      'A close',
      'B end',
      'B close',
      'A end',
      'A closed',
      'B closed',
    ]);
  });

  it('gives the same trace, octet for octet, for the same seed', () => {
    const text = (seed: number): string =>
      JSON.stringify(run(openAndClose, { seed, keepBytes: true }));
    expect(text(11)).toBe(text(11));
    expect(text(11)).not.toBe(text(12));
  });

  it('loses nothing as JSON', () => {
    const t = run(openAndClose, { keepBytes: true });
    expect(JSON.parse(JSON.stringify(t))).toEqual(t);
  });

  it('keeps the packets when asked to', () => {
    const [syn] = run(openAndClose, { keepBytes: true }).segments;
    expect(syn?.bytes).toMatch(/^45/);
    expect(run(openAndClose).segments[0]?.bytes).toBeUndefined();
  });

  it('runs with another profile', () => {
    const t = run(openAndClose, { profiles: { A: rfc, B: rfc } });
    expect(states(t, 'A').at(-1)).toBe('CLOSED');
    expect(t.end).toBeGreaterThan(rfc.timeWait);
  });
});

describe('faults by name', () => {
  it('loses the segment named, and what is lost is sent again', () => {
    const t = run(openAndClose, { interventions: faults({ segment: 'A6', action: 'drop' }) });
    const lost = t.segments.find((s) => s.id === 'A6');
    expect(lost).toMatchObject({ fate: 'lost', arrivedAt: null, flags: '.' });
    expect(lost?.lostAt).toBe(lost?.sentAt);
    expect(t.segments.find((s) => s.id === 'B5')).toMatchObject({
      flags: 'F.',
      retransmission: true,
    });
    expect(states(t, 'B').at(-1)).toBe('CLOSED');
    expect(t.interventions).toEqual([{ text: 'drop A6', segment: 'A6', hit: true }]);
  });

  it('tells what else became of a segment', () => {
    const fate = (action: 'duplicate' | 'corrupt' | 'delay'): Trace['segments'][number] => {
      const by = action === 'delay' ? { by: 30_000 } : {};
      const t = run(openAndClose, { interventions: faults({ segment: 'A3', action, ...by }) });
      return t.segments.find((s) => s.id === 'A3') as Trace['segments'][number];
    };
    expect(fate('duplicate')).toMatchObject({ fate: 'duplicate', copiesAt: [250_000] });
    expect(fate('corrupt')).toMatchObject({ fate: 'corrupt', arrivedAt: 250_000 });
    expect(fate('delay')).toMatchObject({ fate: 'delayed', arrivedAt: 280_000 });
  });

  it('says when a corrupted segment was dropped, and why', () => {
    const t = run(openAndClose, {
      seed: 2,
      interventions: faults({ segment: 'A3', action: 'corrupt' }),
    });
    const drop = t.frames.find((f) => f.kind === 'dropped');
    expect(drop).toMatchObject({ host: 'B', segment: 'A3', at: 250_000 });
  });

  it('says so when there was no such segment', () => {
    const t = run(openAndClose, { interventions: faults({ segment: 'B99', action: 'drop' }) });
    expect(t.interventions).toEqual([{ text: 'drop B99', segment: 'B99', hit: false }]);
  });

  it('refuses names that no segment can have', () => {
    for (const segment of ['C1', 'A0', 'A', '3', '']) {
      expect(() =>
        run(openAndClose, { interventions: faults({ segment, action: 'drop' }) }),
      ).toThrow('try A1 or B1');
    }
  });
});

describe('scenarios', () => {
  const base: Scenario = { ...openAndClose, id: 'test', steps: [] };

  it('show a refused connection as the application sees it', () => {
    const t = run({
      ...base,
      steps: [{ host: 'A', when: { at: 0 }, do: { call: 'connect', to: 'B', port: 80 } }],
    });
    expect(sent(t)).toBe('A1 S, B1 R.');
    expect(calls(t, 'A')).toEqual(['connect', 'closed ECONNREFUSED']);
  });

  it('show a call that fails', () => {
    const send = { call: 'send', text: 'too late' } as const;
    const t = run({
      ...openAndClose,
      steps: [...openAndClose.steps, { host: 'A', when: { at: 450_000 }, do: send }],
    });
    expect(calls(t, 'A')).toContain('send EPIPE');
  });

  it('show a call on a socket that is not there, or no more', () => {
    const step = { host: 'A', when: { at: 0 }, do: { call: 'abort' } } as const;
    expect(calls(run({ ...base, steps: [step] }), 'A')).toEqual(['abort ENOTCONN']);
  });

  it('can pause reading, so that the window closes, and resume', () => {
    const t = run({
      ...base,
      steps: [
        { host: 'B', when: { at: 0 }, do: { call: 'listen', port: 80 } },
        { host: 'B', when: { on: 'accepted' }, do: { call: 'pause' } },
        { host: 'A', when: { at: 0 }, do: { call: 'connect', to: 'B', port: 80 } },
        { host: 'A', when: { on: 'connected' }, do: { call: 'send', octets: 3_000_000 } },
        { host: 'A', when: { on: 'connected' }, do: { call: 'close' } },
        { host: 'B', when: { at: 20_000_000 }, do: { call: 'resume' } },
        { host: 'B', when: { on: 'ended' }, do: { call: 'close' } },
      ],
    });
    expect(t.segments.some((s) => s.from === 'B' && s.wnd === 0)).toBe(true);
    let read = 0;
    for (const f of t.frames) {
      if (f.kind === 'call' && f.host === 'B' && f.call === 'read') read += Number(f.detail.octets);
    }
    expect(read).toBe(3_000_000);
    expect(states(t, 'A').at(-1)).toBe('CLOSED');
  });

  it('are refused when they name what is not there', () => {
    const step = { host: 'A', when: { at: 0 }, do: { call: 'abort' } } as const;
    expect(() => run({ ...base, steps: [{ ...step, host: 'X' }] })).toThrow("no host 'X'");
    const hosts = [{ name: 'A', title: { en: 'a', zh: '甲' }, profile: 'cpm' }];
    expect(() => run({ ...base, hosts })).toThrow("no profile 'cpm'");
    expect(() => run({ ...base, cables: [{ between: ['A', 'X'] }] })).toThrow("no host 'X'");
  });
});
