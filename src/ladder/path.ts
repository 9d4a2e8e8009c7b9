import type { Micros } from '../base/timer-queue.ts';
import type { Lang } from '../base/words.ts';
import type { Trace, TraceFrame } from '../observe/trace.ts';
import { flagNames } from './format.ts';
import { callText, changeText } from './words.ts';

/** One transition a host made. */
export interface PathStep {
  /** Counted from 1. */
  readonly n: number;
  readonly at: Micros;
  readonly from: string;
  readonly to: string;
  /** The frame that brought it about, where the trace knows it. */
  readonly cause: TraceFrame | null;
  /** The segment whose arrival that was, by name and flags; else null. */
  readonly segment: { readonly id: string; readonly flags: string } | null;
}

/**
 * The transitions of `host` in one flow, in order; without `flow`, in the first in which it made any. Empty when
 * it made none.
 */
export function pathOf(trace: Trace, host: string, flow?: number): readonly PathStep[] {
  const isOwn = (f: TraceFrame): boolean => f.kind === 'state' && f.host === host;
  const chosen = flow ?? trace.frames.find((f) => isOwn(f) && f.flow !== null)?.flow;
  const steps: PathStep[] = [];
  for (const f of trace.frames) {
    if (f.kind !== 'state' || f.host !== host || f.flow !== chosen) continue;
    const cause = f.cause === null ? null : (trace.frames[f.cause] ?? null);
    const id = cause?.kind === 'arrived' ? cause.segment : null;
    const seen = id === null ? undefined : trace.segments.find((s) => s.id === id);
    const segment = seen === undefined ? null : { id: seen.id, flags: seen.flags };
    steps.push({ n: steps.length + 1, at: f.at, from: f.from, to: f.to, cause, segment });
  }
  return steps;
}

/** The state a host is in after this path; null when it made no step. */
export function endOf(path: readonly PathStep[]): string | null {
  return path.at(-1)?.to ?? null;
}

/** What brought a step about, in words: `rcv SYN,ACK (B1)`, `close()`; empty when the trace does not tell. */
export function causeText(step: PathStep, lang: Lang): string {
  const { cause, segment } = step;
  if (segment !== null) {
    const name = `${flagNames(segment.flags)} (${segment.id})`;
    return lang === 'zh' ? `收到 ${name}` : `rcv ${name}`;
  }
  if (cause?.kind === 'call') return callText(cause.call, cause.detail, lang);
  if (cause?.kind === 'host') return changeText(cause.what, lang);
  if (cause?.kind === 'timer') {
    return lang === 'zh' ? `${cause.timer} 定时器到期` : `${cause.timer} timer`;
  }
  return '';
}
