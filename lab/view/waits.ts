import type { Micros } from '../../src/base/timer-queue.ts';
import type { Trace } from '../../src/observe/trace.ts';
import type { Cursor } from '../state/cursor.ts';
import { historiesOf } from './ends.ts';

/** One wait for an answer: from when a timer was set to when it expired. */
export interface Wait {
  readonly from: Micros;
  /** The frame in which it was set. */
  readonly start: number;
  readonly to: Micros;
  /** The frame in which it expired. */
  readonly frame: number;
}

/** Waits one after another, in vain. */
export interface Waits {
  readonly host: string;
  readonly flow: number;
  readonly timer: string;
  readonly waits: readonly Wait[];
}

const TIMERS = ['syn-ack', 'retransmission', 'keep-alive', 'persist'];
const known = new WeakMap<Trace, readonly Waits[]>();

/** All series of waits in a run, the longest first. */
export function waitsOf(trace: Trace): readonly Waits[] {
  let all = known.get(trace);
  if (all === undefined) {
    all = collect(trace).sort((a, b) => b.waits.length - a.waits.length);
    known.set(trace, all);
  }
  return all;
}

function collect(trace: Trace): Waits[] {
  const all: (Waits & { readonly waits: Wait[] })[] = [];
  const set = new Map<string, { from: Micros; start: number; due: Micros }>();
  const open = new Map<string, Wait[]>();
  trace.frames.forEach((f, i) => {
    if (f.flow === null || f.flow === 0) return;
    const key = `${f.host} ${f.flow}`;
    if (f.kind === 'timers') {
      for (const name of TIMERS) {
        const t = f.timers.find(
          (x) => x.name === name || (name === 'keep-alive' && x.name === 'keepAlive'),
        );
        const before = set.get(`${key} ${name}`);
        if (t === undefined) set.delete(`${key} ${name}`);
        else if (before?.due !== t.due)
          set.set(`${key} ${name}`, { from: f.at, start: i, due: t.due });
      }
    }
    if (f.kind !== 'timer' || !TIMERS.includes(f.timer)) return;
    const timer = set.get(`${key} ${f.timer}`);
    const retries = historiesOf(trace).end(f.host, f.flow)?.retries.at(i) ?? 1;
    let waits = open.get(`${key} ${f.timer}`);
    if (waits === undefined || retries <= 1) {
      waits = [];
      open.set(`${key} ${f.timer}`, waits);
      all.push({ host: f.host, flow: f.flow, timer: f.timer, waits });
    }
    if (timer !== undefined)
      waits.push({ from: timer.from, start: timer.start, to: f.at, frame: i });
  });
  return all.filter((w) => w.waits.length > 0);
}

/** The series to show at a cursor: of the flow that is drawn when it has one, and the longest. */
export function waitsAt(trace: Trace, { frame }: Cursor, flow: number) {
  const all = waitsOf(trace);
  const series = all.find((w) => w.flow === flow) ?? all[0];
  if (series === undefined) return null;
  const over = series.waits.filter((w) => w.frame <= frame);
  const running = series.waits.find((w) => w.frame > frame && w.start <= frame) ?? null;
  return { ...series, over, running, total: over.reduce((sum, w) => sum + w.to - w.from, 0) };
}
