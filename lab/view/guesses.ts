import type { Trace, TraceSegment } from '../../src/observe/trace.ts';
import type { Cursor } from '../state/cursor.ts';
import { historiesOf } from './ends.ts';

/** A segment that was made by hand, against the window of the host it reached. */
export interface Guess {
  readonly frame: number;
  readonly segment: TraceSegment;
  readonly host: string;
  readonly rcvNxt: number;
  readonly rcvWnd: number;
  /** How far its number lies from RCV.NXT; negative when before it. */
  readonly off: number;
  readonly hit: 'exact' | 'window' | 'outside';
  /** What the host did about it in that instant: codes of frames. */
  readonly answer: readonly string[];
}

const known = new WeakMap<Trace, readonly Guess[]>();

/** Forged segments that have arrived up to a cursor, oldest first. */
export function guessesAt(trace: Trace, { frame }: Cursor): Guess[] {
  let all = known.get(trace);
  if (all === undefined) {
    all = collect(trace);
    known.set(trace, all);
  }
  return all.filter((g) => g.frame <= frame);
}

function collect(trace: Trace): Guess[] {
  const forged = new Set<string>();
  const guesses: Guess[] = [];
  trace.frames.forEach((f, i) => {
    if (f.code === 'sent/forged' && f.segment !== null) forged.add(f.segment);
    if (f.kind !== 'arrived' || f.segment === null || !forged.has(f.segment)) return;
    const segment = trace.segments.find((s) => s.id === f.segment);
    const vars = historiesOf(trace)
      .end(f.host, segment?.flow ?? 0)
      ?.vars.at(i);
    if (segment === undefined || vars?.rcvNxt === undefined || vars.rcvWnd === undefined) return;
    const off = (segment.seq - vars.rcvNxt) | 0;
    const inWindow = off > 0 && off < vars.rcvWnd;
    guesses.push({
      ...{ frame: i, segment, host: f.host, rcvNxt: vars.rcvNxt, rcvWnd: vars.rcvWnd, off },
      hit: off === 0 ? 'exact' : inWindow ? 'window' : 'outside',
      answer: answersTo(trace, i),
    });
  });
  return guesses;
}

function answersTo(trace: Trace, arrival: number): string[] {
  const codes: string[] = [];
  const at = trace.frames[arrival]?.at;
  for (let i = arrival + 1; trace.frames[i]?.at === at; i++) {
    const f = trace.frames[i];
    if (f?.cause === arrival && /^(sent|dropped|state|call)\//.test(f.code)) codes.push(f.code);
  }
  return codes;
}
