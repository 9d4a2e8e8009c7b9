import type { Trace, TraceFrame } from '../../src/observe/trace.ts';
import type { Card } from '../engine/protocol.ts';

/** The panels that only some runs need. */
export type ExtraId =
  | 'matrix'
  | 'flood'
  | 'cookie-bits'
  | 'port-grid'
  | 'stream-diff'
  | 'life-bars'
  | 'retry-bars'
  | 'deaths'
  | 'window-guess'
  | 'counters'
  | 'inbox'
  | 'bytes-in-mouth';

/** What the experiments are about, in the order it is shown. */
const BY_EXPERIMENT: Readonly<Record<string, readonly ExtraId[]>> = {
  E01: ['matrix'],
  E02: ['matrix', 'retry-bars'],
  E03: ['stream-diff'],
  E04: ['counters', 'matrix'],
  E05: ['retry-bars'],
  E06: ['inbox', 'stream-diff'],
  E09: ['bytes-in-mouth'],
  E10: ['stream-diff'],
  E11: ['counters', 'retry-bars'],
  E12: ['life-bars'],
  E13: ['stream-diff'],
  E14: ['life-bars'],
  E16: ['flood'],
  E16b: ['cookie-bits'],
  E18: ['retry-bars'],
  E20: ['port-grid'],
  E21: ['deaths'],
  E22: ['window-guess'],
  E23: ['stream-diff'],
};

/**
 * The panels that a run needs besides those that are always there: by its experiment, and by what occurs in it,
 * so that a world of one's own has them too.
 */
export function extrasFor(card: Card, trace: Trace): readonly ExtraId[] {
  const wanted = new Set<ExtraId>(BY_EXPERIMENT[card.experiment ?? ''] ?? []);
  for (const [id, occurs] of OCCURS) if (occurs(trace)) wanted.add(id);
  const isOpening = card.shelf === null || card.shelf === 'open' || card.shelf === 'why-open';
  if (isOpening) wanted.add('matrix');
  return [...wanted];
}

/** Waits in vain that are worth a picture. */
const MANY_WAITS = 3;

const OCCURS: readonly (readonly [ExtraId, (trace: Trace) => boolean])[] = [
  ['flood', isFlood],
  ['cookie-bits', (t) => t.frames.some((f) => f.code === 'sent/syn-cookie')],
  ['port-grid', (t) => t.frames.some((f) => f.code === 'call/failed-no-port')],
  ['inbox', (t) => t.segments.some((s) => s.flags.includes('S') && s.length > 0)],
  ['window-guess', (t) => isAfterOpening(t, (f) => f.code === 'sent/forged')],
  ['deaths', (t) => isAfterOpening(t, (f) => f.kind === 'host')],
  [
    'retry-bars',
    (t) =>
      !isFlood(t) &&
      t.frames.filter((f) => /^timer\/(syn|data|fin)/.test(f.code)).length >= MANY_WAITS,
  ],
  [
    'stream-diff',
    (t) =>
      t.frames.some((f) => f.code === 'call/read') &&
      t.frames.some((f) => f.kind === 'impaired' || f.code === 'lost/data'),
  ],
];

function isFlood(trace: Trace): boolean {
  return trace.frames.some((f) => f.kind === 'call' && f.call === 'flood');
}

/** Whether something happens once there is a connection. */
function isAfterOpening(trace: Trace, is: (f: TraceFrame) => boolean): boolean {
  const open = trace.frames.findIndex((f) => f.kind === 'state' && f.to === 'ESTABLISHED');
  return open >= 0 && trace.frames.some((f, i) => i > open && is(f));
}
