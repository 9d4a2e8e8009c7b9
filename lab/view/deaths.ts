import type { Micros } from '../../src/base/timer-queue.ts';
import type { Trace } from '../../src/observe/trace.ts';
import type { Cursor } from '../state/cursor.ts';
import { historiesOf } from './ends.ts';

export type Death = 'kill' | 'power-off' | 'reboot' | 'unplug';
/** What the peer was doing; `gone`: of the flows that are followed it had none open any more. */
export type Peer = 'idle' | 'idle-keepalive' | 'sending' | 'gone';

/** How a host went, in a run, and what its peer saw. */
export interface DeathView {
  readonly how: Death;
  readonly host: string;
  readonly at: Micros;
  readonly peer: string;
  readonly was: Peer;
  /** What the peer noticed so far: frames of it. */
  readonly saw: readonly { readonly frame: number; readonly at: Micros; readonly code: string }[];
}

/** The first host that goes, up to a cursor; null while all are well. */
export function deathAt(trace: Trace, { frame }: Cursor): DeathView | null {
  const start = trace.frames.findIndex(
    (f) => f.kind === 'host' && f.what !== 'boot' && f.what !== 'plug',
  );
  const first = trace.frames[start];
  if (first === undefined || start > frame || first.kind !== 'host') return null;
  const peer = trace.hosts.find((h) => h.name !== first.host)?.name ?? '';
  const boots = trace.frames.some(
    (f) => f.kind === 'host' && f.host === first.host && f.what === 'boot',
  );
  const how = first.what === 'power-off' && boots ? 'reboot' : (first.what as Death);
  const after = trace.frames
    .map((f, i) => ({ f, i }))
    .filter(({ f, i }) => i > start && f.host === peer);
  const sends = after.some(({ f }) => /^sent\/data/.test(f.code));
  const probes = after.some(({ f }) => f.code === 'sent/keepalive-probe');
  const saw = after
    .filter(({ f, i }) => i <= frame && NOTICED.test(f.code))
    .map(({ f, i }) => ({ frame: i, at: f.at, code: f.code }));
  const wasOpen = historiesOf(trace).ends.some(
    (e) => e.host === peer && (e.state.at(start) ?? 'CLOSED') !== 'CLOSED',
  );
  const was = !wasOpen ? 'gone' : sends ? 'sending' : probes ? 'idle-keepalive' : 'idle';
  return { how, host: first.host, at: first.at, peer, was, saw };
}

/** What tells a host something about its peer. */
const NOTICED =
  /^(arrived\/(fin|rst|no-connection)|call\/(end|closed)|timer\/(data|keep-alive-give-up|give-up)|sent\/keepalive-probe)/;
