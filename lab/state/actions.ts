import type { Micros } from '../../src/base/timer-queue.ts';
import type { Values } from '../../src/gallery/exhibit.ts';
import type { Intervention } from '../../src/sim/intervention.ts';
import type { Scenario } from '../../src/sim/scenario.ts';
import { perform, Refused, Superseded } from '../engine/client.ts';
import type { Run, Setup } from '../engine/protocol.ts';
import {
  type Cursor,
  cursorAt,
  cursorOn,
  firstDifference,
  lastOf,
  stepFrom,
  stopWhere,
} from './cursor.ts';
import {
  type Bench,
  type Branch,
  bench,
  branch,
  busy,
  cursor,
  flow,
  notice,
  type Panel,
  panel,
  past,
  playing,
  predicting,
  trace,
} from './store.ts';

/** How many steps can be undone. */
const REMEMBERED = 100;

/** Puts a run on the bench, and nothing else. */
export function place(run: Run, at: Cursor = { frame: -1, at: 0 }): void {
  past.value = [];
  flow.value = run.card.focus[0] ?? run.trace.flows[0]?.id ?? 1;
  bench.value = {
    branches: [{ name: 'A', run, parent: null }],
    active: 'A',
    cursor: at,
    selected: null,
    compared: null,
  };
}

/** What the user asked for while the engine was at work: it is done when the run is there. */
let awaited: (() => void) | null = null;

/** Does it now, or when the run that is under way is there. */
export function whenRun(act: () => void): void {
  if (busy.value) awaited = act;
  else act();
}

function doAwaited(): void {
  const act = awaited;
  awaited = null;
  act?.();
}

/** Runs `setup`; null when another was asked for meanwhile, or it cannot be run, of which a notice tells. */
export async function tryRun(setup: Setup): Promise<Run | null> {
  busy.value = true;
  // What was said is about what was before.
  notice.value = null;
  try {
    const run = await perform(setup);
    busy.value = false;
    return run;
  } catch (error) {
    if (error instanceof Superseded) return null;
    busy.value = false;
    awaited = null;
    if (!(error instanceof Refused)) throw error;
    const { zh, en } = error.words;
    notice.value = { zh: `跑不了：${zh}`, en: `This cannot be run: ${en}` };
    return null;
  }
}

/** Opens an exhibit at its beginning, as it stands or with changes. */
export async function open(
  exhibit: string,
  changes: Partial<Omit<Setup, 'exhibit'>> = {},
  at?: (run: Run) => Cursor,
): Promise<boolean> {
  const setup: Setup = { seed: 1, values: {}, interventions: [], ...changes, exhibit };
  const run = await tryRun(setup);
  if (run === null) return false;
  playing.value = false;
  place(run, at?.(run));
  panel.value = PANEL_OF[run.card.experiment ?? ''] ?? panel.value;
  doAwaited();
  return true;
}

/** Where an experiment shows what it is about. */
const PANEL_OF: Readonly<Record<string, Panel>> = {
  E16: 'queues',
  E17: 'queues',
  E18: 'queues',
  E19: 'sockets',
  E20: 'sockets',
};

/** Opens a world of one's own. */
export function openWorld(world: Scenario, changes: Partial<Setup> = {}): Promise<boolean> {
  return open('sandbox', { ...changes, world });
}

/** Does something to the run: it runs again from the beginning, with this added. */
export async function intervene(...added: readonly Intervention[]): Promise<void> {
  const setup = branch.value?.run.setup;
  if (setup === undefined) return;
  const kept = setup.interventions.filter((i) => !added.some((a) => isAboutTheSame(a, i)));
  await rerun({ ...setup, interventions: [...kept, ...added] }, added[0]);
}

/** Takes back what was done, by its place among the interventions. */
export async function withdraw(place: number): Promise<void> {
  const setup = branch.value?.run.setup;
  if (setup === undefined) return;
  await rerun({ ...setup, interventions: setup.interventions.filter((_, i) => i !== place) });
}

/** Other values of the exhibit's parameters, or another seed. */
export async function change(to: {
  readonly values?: Values;
  readonly seed?: number;
}): Promise<void> {
  const setup = branch.value?.run.setup;
  if (setup === undefined) return;
  await rerun({ ...setup, ...to });
}

/**
 * Runs a changed setup as a new branch. One stands then where one stood, or where it leaves the old course
 * if that lies before; after something was done to a segment, where that shows.
 */
export async function rerun(setup: Setup, done?: Intervention): Promise<void> {
  const from = branch.value;
  if (from === null) return;
  const run = await tryRun(setup);
  // One may have moved on meanwhile, or selected something: only another course of events makes this stale.
  const b = bench.value;
  if (run === null || b === null || branch.value !== from) return;
  const missed = run.trace.interventions.at(-1);
  if (done?.kind === 'fault' && missed?.hit === false) {
    notice.value = {
      zh: `这次运行里没有 ${done.segment} 这个报文段，什么也没改。`,
      en: `There is no segment ${done.segment} in this run: nothing was changed.`,
    };
  }
  const differs = firstDifference(from.run.trace, run.trace);
  const name = nextName(b.branches);
  const frame = differs ?? run.trace.frames.length;
  remember(b);
  bench.value = {
    branches: [...b.branches, { name, run, parent: { name: from.name, frame } }],
    active: name,
    cursor: standing(run, b.cursor, differs, done),
    selected: run.trace.segments.some((s) => s.id === b.selected) ? b.selected : null,
    compared: from.name,
  };
  if (!run.trace.flows.some((f) => f.id === flow.value)) flow.value = run.card.focus[0] ?? 1;
  doAwaited();
}

function standing(run: Run, was: Cursor, differs: number | null, done?: Intervention): Cursor {
  const { trace } = run;
  if (done?.kind === 'fault') {
    const shows = trace.frames.findIndex(
      (f) => f.segment === done.segment && (f.kind === 'lost' || f.kind === 'impaired'),
    );
    const at = trace.frames[shows]?.at;
    if (at === undefined || at > was.at) return cursorAt(trace, was.at);
    const ended = trace.frames.find((f) => f.segment === done.segment && f.kind === 'arrived');
    const isUnderWay = ended === undefined || ended.at > was.at;
    const next = trace.frames.find((f, i) => i > shows && f.at > at);
    return isUnderWay && (next === undefined || next.at > was.at)
      ? cursorAt(trace, was.at)
      : cursorOn(trace, shows);
  }
  if (differs === null) return cursorAt(trace, was.at);
  const at = trace.frames[differs]?.at ?? lastOf(trace).at;
  if (at > was.at) return cursorAt(trace, was.at);
  return stepFrom(trace, { frame: differs, at }, -1);
}

function nextName(branches: readonly Branch[]): string {
  const last = branches.at(-1)?.name ?? '@';
  const n = last.length === 1 ? last.charCodeAt(0) - 64 : Number(last.slice(1));
  return n < 26 ? String.fromCharCode(65 + n) : `Z${n + 1}`;
}

/** Whether one of two cannot be done beside the other. */
function isAboutTheSame(a: Intervention, b: Intervention): boolean {
  if (a.kind === 'fault') return b.kind === 'fault' && a.segment === b.segment;
  if (a.kind === 'what-if') return b.kind === 'what-if' && a.id === b.id && a.host === b.host;
  if (a.kind === 'set') return b.kind === 'set' && a.field === b.field && a.host === b.host;
  if (a.kind === 'profile') return b.kind === 'profile' && a.host === b.host;
  return b.kind === 'host' && a.host === b.host && a.at === b.at;
}

function remember(b: Bench): void {
  past.value = [...past.value, b].slice(-REMEMBERED);
}

/** Brings back what was on the bench before the last thing that was done, exactly. */
export function undo(): void {
  const before = past.value.at(-1);
  if (before === undefined) return;
  past.value = past.value.slice(0, -1);
  playing.value = false;
  bench.value = before;
}

/** Goes over to another branch; one stands there at the same time. */
export function switchTo(name: string): void {
  const b = bench.value;
  const to = b?.branches.find((x) => x.name === name);
  if (b === null || to === undefined || b.active === name) return;
  remember(b);
  bench.value = {
    ...b,
    active: name,
    compared: b.active,
    cursor: cursorAt(to.run.trace, b.cursor.at),
  };
}

/** Draws another branch behind this one, or none. */
export function compare(name: string | null): void {
  if (bench.value !== null) bench.value = { ...bench.value, compared: name };
}

/** Selects a segment, or none. */
export function select(id: string | null): void {
  if (bench.value !== null) bench.value = { ...bench.value, selected: id };
}

/** Stands somewhere else; playing stops unless it is what moves. */
export function seek(to: Cursor, isPlaying = false): void {
  if (!isPlaying) playing.value = false;
  const b = bench.value;
  if (b !== null && (b.cursor.frame !== to.frame || b.cursor.at !== to.at)) {
    bench.value = { ...b, cursor: to };
  }
}

export function seekTime(at: Micros): void {
  if (trace.value !== null) seek(cursorAt(trace.value, at));
}

export function seekFrame(frame: number): void {
  if (trace.value !== null) seek(cursorOn(trace.value, frame));
}

export function step(by: 1 | -1): void {
  if (trace.value !== null) seek(stepFrom(trace.value, cursor.value, by));
}

/** To the next or previous segment that leaves or arrives. */
export function stepSegment(by: 1 | -1): void {
  stepTo(by, (kind) => kind === 'sent' || kind === 'arrived' || kind === 'lost');
}

/** To where the next timer expires. */
export function nextTimer(): void {
  if (!stepTo(1, (kind) => kind === 'timer') && !predicting.value) {
    notice.value = {
      zh: '后面再没有定时器到期了。',
      en: 'No timer expires after this.',
    };
  }
}

function stepTo(by: 1 | -1, is: (kind: string) => boolean): boolean {
  if (trace.value === null) return false;
  const to = stopWhere(trace.value, cursor.value, by, (f) => is(f.kind));
  if (to === null) return false;
  seek(to);
  return true;
}

export function toStart(): void {
  seek({ frame: -1, at: 0 });
}

export function toEnd(): void {
  if (trace.value !== null) seek(lastOf(trace.value));
}
