import type { Micros } from '../../base/timer-queue.ts';
import type { Trace } from '../../observe/trace.ts';

/** What a host's keep-alive was set to, as far as a run shows it; whole seconds. */
export interface KeepAlive {
  readonly idle: number | null;
  readonly interval: number | null;
  /** Probes without answer after which it gave up; null where it never did. */
  readonly count: number | null;
}

const SECOND: Micros = 1_000_000;

/**
 * Options of a socket are not in a trace, but what they do is: keep-alive's times are those its timer was set
 * to. Null where no probe of `side` went out in connection `flow`: then nothing tells.
 */
export function keepAliveOf(trace: Trace, side: string, flow: number): KeepAlive | null {
  let idle: number | null = null;
  let interval: number | null = null;
  let count: number | null = null;
  let probes = 0;
  for (const f of trace.frames) {
    if (f.host !== side || f.flow !== flow) continue;
    if (f.kind === 'sent' && f.code === 'sent/keepalive-probe') probes++;
    else if (f.kind === 'arrived') probes = 0;
    else if (f.code === 'timer/keep-alive-give-up') count = probes;
    else if (f.kind === 'timers') {
      const due = f.timers.find((t) => t.name === 'keepAlive')?.due;
      if (due === undefined) continue;
      if (probes === 0) idle ??= seconds(due - f.at);
      else interval ??= seconds(due - f.at);
    }
  }
  return interval === null ? null : { idle, interval, count };
}

/** Null for what the options cannot say. */
function seconds(t: Micros): number | null {
  return t > 0 && t % SECOND === 0 ? t / SECOND : null;
}
