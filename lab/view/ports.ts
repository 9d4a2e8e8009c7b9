import type { Micros } from '../../src/base/timer-queue.ts';
import type { Trace } from '../../src/observe/trace.ts';
import type { Cursor } from '../state/cursor.ts';
import { historiesOf } from './ends.ts';

/** A port that a client may take for a connection. */
export interface Port {
  readonly port: number;
  readonly use: 'free' | 'used' | 'time-wait';
  /** Of TIME-WAIT, when it ends; null otherwise, or when the trace does not say. */
  readonly left: Micros | null;
  readonly flow: number | null;
}

/** The host that opens the most connections; null when nobody opens any. */
export function busiestClient(trace: Trace): string | null {
  let most = 0;
  let host: string | null = null;
  for (const c of trace.counts) {
    const { connect: n = 0 } = c.calls;
    if (n <= most) continue;
    most = n;
    host = c.host;
  }
  return host;
}

/** What becomes of every port of a range at a cursor: the busiest use, where several peers share it. */
export function portsAt(
  trace: Trace,
  host: string,
  [first, last]: readonly [number, number],
  { frame, at }: Cursor,
): Port[] {
  const uses = new Map<number, Port>();
  for (const e of historiesOf(trace).ends) {
    if (e.host !== host || e.local.port < first || e.local.port > last) continue;
    const state = e.state.at(frame);
    if (state === undefined || state === 'CLOSED' || state === 'LISTEN') continue;
    const { port } = e.local;
    const due = e.timers.at(frame)?.find((t) => t.name === 'time-wait')?.due;
    const isWaiting = state === 'TIME-WAIT';
    if (isWaiting && uses.has(port)) continue;
    uses.set(port, {
      port,
      use: isWaiting ? 'time-wait' : 'used',
      left: isWaiting && due !== undefined ? Math.max(0, due - at) : null,
      flow: e.flow,
    });
  }
  return Array.from(
    { length: last - first + 1 },
    (_, i) => uses.get(first + i) ?? { port: first + i, use: 'free', left: null, flow: null },
  );
}
