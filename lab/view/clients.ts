import type { Trace } from '../../src/observe/trace.ts';
import type { Cursor } from '../state/cursor.ts';

/** How those fare who want to connect. */
export interface Attempts {
  readonly tried: number;
  readonly connected: number;
  readonly failed: number;
  readonly pending: number;
}

/** Attempts up to a cursor, of the flows that the trace follows. */
export function attemptsAt(trace: Trace, { frame }: Cursor): Attempts {
  const open = new Set<string>();
  let tried = 0;
  let connected = 0;
  let failed = 0;
  for (let i = 0; i <= frame; i++) {
    const f = trace.frames[i];
    if (f === undefined || f.kind !== 'call') continue;
    const key = `${f.host} ${f.detail.socket ?? 'main'}`;
    if (f.call === 'connect') {
      tried++;
      if (typeof f.detail.error === 'string') failed++;
      else open.add(key);
    } else if (f.call === 'connected' && open.delete(key)) {
      connected++;
    } else if (f.call === 'closed' && open.delete(key)) {
      failed++;
    }
  }
  return { tried, connected, failed, pending: open.size };
}

/** Attempts of the whole run, as the engine counts them: of those that the trace does not follow too. */
export function attemptsOf(trace: Trace): Attempts {
  let tried = 0;
  let connected = 0;
  for (const { calls } of trace.counts) {
    for (const [call, n] of Object.entries(calls)) {
      if (/^connect( |$)/.test(call)) tried += n;
      if (call === 'connected') connected += n;
    }
  }
  // Without a connection there is nothing but an error to be told; what was told before the end is a failure.
  const failed = Math.min(tried - connected, failures(trace));
  return { tried, connected, failed, pending: tried - connected - failed };
}

function failures(trace: Trace): number {
  let n = 0;
  for (const { calls } of trace.counts) {
    const { connect = 0 } = calls;
    if (connect === 0) continue;
    for (const [call, times] of Object.entries(calls)) {
      if (/^(closed|connect) E/.test(call)) n += times;
    }
  }
  return n;
}

/** Whether somebody makes it hard to connect: strangers send SYNs, or something finds no room. */
export function isFlooded(trace: Trace): boolean {
  return trace.frames.some(
    (f) =>
      (f.kind === 'call' && f.call === 'flood') ||
      (f.kind === 'dropped' && /-queue-full$/.test(f.reason)),
  );
}
