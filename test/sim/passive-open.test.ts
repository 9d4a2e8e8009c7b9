import { describe, expect, it } from 'vitest';
import type { Trace } from '../../src/observe/index.ts';
import { run, type Step } from '../../src/sim/index.ts';
import { openAndClose } from '../support/open-and-close.ts';

const at = (host: string, time: number, call: Step['do']): Step => ({
  host,
  when: { at: time },
  do: call,
});
const world = (steps: readonly Step[]): Trace => run({ ...openAndClose, steps });
const told = (t: Trace, host: string): string[] =>
  t.frames.flatMap((f) =>
    f.kind === 'call' && f.host === host
      ? [`${f.call}${typeof f.detail.error === 'string' ? ` ${f.detail.error}` : ''}`]
      : [],
  );

describe('a passive OPEN of one connection', () => {
  const wait = at('B', 0, { call: 'passive-open', port: 80, from: 'A', fromPort: 5000 });
  const states = (t: Trace): string[] =>
    t.frames.flatMap((f) => (f.kind === 'state' && f.host === 'B' ? [f.to] : []));

  it('waits in LISTEN for the peer that it names, and no other', () => {
    const come = (localPort: number) =>
      world([wait, at('A', 10, { call: 'connect', to: 'B', port: 80, localPort })]);
    expect(states(come(5000))).toEqual(['LISTEN', 'SYN-RECEIVED', 'ESTABLISHED']);
    expect(told(come(5000), 'B')).toEqual(['listen', 'connected']);
    expect(states(come(5001))).toEqual(['LISTEN']);
    expect(told(come(5001), 'A')).toEqual(['connect', 'closed ECONNREFUSED']);
  });

  it('turns active when the application sends, and is over when it closes', () => {
    const listening = at('A', 0, { call: 'listen', port: 5000 });
    const t = world([listening, wait, at('B', 10, { call: 'send', text: 'hello' })]);
    expect(states(t)).toEqual(['LISTEN', 'SYN-SENT', 'ESTABLISHED']);
    expect(t.segments[0]).toMatchObject({ from: 'B', flags: 'S', dport: 5000 });
    expect(states(world([wait, at('B', 10, { call: 'close' })]))).toEqual(['LISTEN', 'CLOSED']);
  });
});
