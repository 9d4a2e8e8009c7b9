import { computed, signal } from '@preact/signals';
import type { Lang, Words } from '../../src/base/words.ts';
import type { NumberMode } from '../../src/observe/numbering.ts';
import type { Trace, TraceSegment } from '../../src/observe/trace.ts';
import type { Run } from '../engine/protocol.ts';
import { type Cursor, stopAt } from './cursor.ts';
import { OPENING } from './opening.ts';

/** One course of events. Acting on what has happened begins another; the old one stays. */
export interface Branch {
  /** `A`, `B`, ...: in the order they were made. */
  readonly name: string;
  readonly run: Run;
  /** The branch it came from and where it leaves it, by frame of both; null for the first. */
  readonly parent: { readonly name: string; readonly frame: number } | null;
}

/** All that an undo brings back. */
export interface Bench {
  readonly branches: readonly Branch[];
  readonly active: string;
  readonly cursor: Cursor;
  readonly selected: string | null;
  /** The branch that is drawn behind the active one, or null. */
  readonly compared: string | null;
}

export type Speed = 'step' | 'slow' | 'medium' | 'fast';
export type ThemeChoice = 'auto' | 'light' | 'dark';
/** The panels beside the ladder; 1 to 5 on the keyboard. */
export type Panel = 'segment' | 'tcb' | 'queues' | 'sockets' | 'states';
/** Which part a phone shows. */
export type Tab = 'ladder' | Panel;
export type VoiceChoice = 'technical' | 'playground' | 'letters';
/** What is open above the page. */
export type Overlay =
  | 'gallery'
  | 'glossary'
  | 'help'
  | 'export'
  | 'what-if'
  | 'sandbox'
  | 'notes'
  | 'quiz';

/** The work bench: the only thing that undo restores. */
export const bench = signal<Bench | null>(null);
export const past = signal<readonly Bench[]>([]);

export const branch = computed<Branch | null>(
  () => bench.value?.branches.find((b) => b.name === bench.value?.active) ?? null,
);
export const run = computed<Run | null>(() => branch.value?.run ?? null);
export const trace = computed<Trace | null>(() => run.value?.trace ?? null);
export const cursor = computed<Cursor>(() => bench.value?.cursor ?? { frame: -1, at: 0 });
/** The segment that is selected, by id. */
export const selected = computed<string | null>(() => bench.value?.selected ?? null);
export const selectedSegment = computed<TraceSegment | null>(
  () => trace.value?.segments.find((s) => s.id === selected.value) ?? null,
);
/** The stop one stands on, or the last one passed, by frame. */
export const stop = computed<number>(() => {
  const t = trace.value;
  if (t === null) return -1;
  return stopAt(t, cursor.value.frame);
});

/** Whether this is what the page opens with, and nothing has been done to it yet. */
export const isUntouched = computed<boolean>(() => {
  const setup = branch.value?.run.setup;
  const isFirst = setup?.exhibit === OPENING.exhibit && bench.value?.branches.length === 1;
  return isFirst && setup?.interventions.length === 0;
});

export const lang = signal<Lang>('zh');
/** Narration in both languages, one below the other. */
export const bilingual = signal(false);
export const theme = signal<ThemeChoice>('auto');
export const numbers = signal<NumberMode>('xy');
export const voice = signal<VoiceChoice>('technical');
/** The flow that is drawn. */
export const flow = signal(1);
export const panel = signal<Panel>('states');
export const tab = signal<Tab>('ladder');
export const overlay = signal<Overlay | null>(null);
export const playing = signal(false);
export const speed = signal<Speed>('medium');
/** The future is hidden, and asked about. */
export const predicting = signal(false);
/** Whether what comes later must not be told: somebody guesses, and has not come to the end. */
export const hidesFuture = computed<boolean>(() => {
  const frames = trace.value?.frames.length ?? 0;
  return predicting.value && cursor.value.frame < frames - 1;
});
/** The future is drawn, pale. Never while predicting. */
export const overview = signal(false);
export const tableView = signal(false);
export const presenting = signal(false);
/** In a frame of somebody's own page. */
export const embedded = signal(false);
export const shortcuts = signal(true);
/** True while the engine runs. */
export const busy = signal(false);
/** What to tell the user at once: an error, or that nothing was hit. Null when there is nothing. */
export const notice = signal<Words | null>(null);
/** One line for those who listen: what the last step brought. */
export const announcement = signal('');

/** The words in the language that is chosen. */
export function t(words: Words): string {
  return words[lang.value];
}
