import { signal } from '@preact/signals';
import type { Lang } from '../../src/base/words.ts';
import type { Trace } from '../../src/observe/trace.ts';
import type { Catalog } from '../../src/story/catalog.ts';
import { type Line, Story, type Telling } from '../../src/story/tell.ts';
import type { Analogy } from '../../src/story/voices/voice.ts';
import type { VoiceChoice } from '../state/store.ts';

/** Rises when words have been loaded or a story has gone on. */
const news = signal(0);

const CATALOGS: Readonly<Record<Lang, () => Promise<Catalog>>> = {
  zh: () => import('../../src/story/zh/index.ts').then((m) => m.ZH),
  en: () => import('../../src/story/en/index.ts').then((m) => m.EN),
};

const ANALOGIES: Readonly<
  Record<Lang, Readonly<Record<Exclude<VoiceChoice, 'technical'>, () => Promise<Analogy>>>>
> = {
  zh: {
    playground: () => import('../../src/story/zh/playground.ts').then((m) => m.PLAYGROUND),
    letters: () => import('../../src/story/zh/letters.ts').then((m) => m.LETTERS),
  },
  en: {
    playground: () => import('../../src/story/en/playground.ts').then((m) => m.PLAYGROUND),
    letters: () => import('../../src/story/en/letters.ts').then((m) => m.LETTERS),
  },
};

const loaded = new Map<() => Promise<unknown>, unknown>();

/** What a loader brings; undefined until it is there. It is asked once, and again only if it failed. */
function brought<T>(load: () => Promise<T>): T | undefined {
  if (!loaded.has(load)) {
    loaded.set(load, undefined);
    load().then(
      (it) => {
        loaded.set(load, it);
        news.value++;
      },
      () => loaded.delete(load),
    );
  }
  return loaded.get(load) as T | undefined;
}

/** The words of one language and voice; null until they are loaded. */
function tellingOf(lang: Lang, voice: VoiceChoice): Telling | null {
  const catalog = brought(CATALOGS[lang]);
  const analogy = voice === 'technical' ? null : brought(ANALOGIES[lang][voice]);
  return catalog === undefined || analogy === undefined ? null : { lang, catalog, analogy };
}

/** Which story. */
export interface Asked {
  readonly lang: Lang;
  readonly voice: VoiceChoice;
  /** Null for all flows; -1 for none but what concerns whole hosts. */
  readonly flow: number | null;
  readonly raw: boolean;
  /** A line for each frame. */
  readonly every?: boolean;
}

const stories = new WeakMap<Trace, Map<string, Story>>();

/** How long the page may be held up at a time, in milliseconds of real time. */
const SLICE = 8;
const AT_ONCE = 32;

/**
 * A story, told as far as `frame`, or as far as there was time: the rest is told soon, and whoever reads this
 * in a component sees it. Null until its words are loaded.
 */
export function storyUpTo(trace: Trace, asked: Asked, frame: number): Story | null {
  void news.value;
  const telling = tellingOf(asked.lang, asked.voice);
  if (telling === null) return null;
  const story = storyOf(trace, asked, telling);
  if (!isEnough(story, frame)) goOn(story, frame);
  return story;
}

function storyOf(trace: Trace, asked: Asked, telling: Telling): Story {
  let all = stories.get(trace);
  if (all === undefined) {
    all = new Map();
    stories.set(trace, all);
  }
  const { lang, voice, flow, raw, every } = asked;
  const key = `${lang} ${voice} ${flow} ${raw} ${every}`;
  const known = all.get(key);
  if (known !== undefined) return known;
  const story = new Story(trace, telling, {
    ...(flow === null ? {} : { flow }),
    numbers: raw ? 'raw' : 'relative',
    every: every === true,
  });
  all.set(key, story);
  return story;
}

export function isEnough(story: Story, frame: number): boolean {
  return story.isWhole || story.told > frame;
}

/** Stories that are being told, and up to where. */
const goals = new Map<Story, number>();

function goOn(story: Story, frame: number): void {
  const isAtWork = goals.has(story);
  goals.set(story, frame);
  if (!isAtWork) tellSlice(story);
}

function tellSlice(story: Story): void {
  const until = performance.now() + SLICE;
  const goal = goals.get(story) ?? -1;
  while (!isEnough(story, goal) && performance.now() < until) story.tell(AT_ONCE);
  if (isEnough(story, goal)) {
    goals.delete(story);
    return;
  }
  setTimeout(() => {
    tellSlice(story);
    news.value++;
  });
}

/** The last lines of a story up to a frame, and whether there are more before them. */
export function lastLines(
  story: Story,
  frame: number,
  most: number,
): { readonly lines: readonly Line[]; readonly hasMore: boolean } {
  const lines: Line[] = [];
  let i = story.lines.length - 1;
  for (; i >= 0 && lines.length < most; i--) {
    const line = story.lines[i] as Line;
    if (line.frame <= frame) lines.push(line);
  }
  return { lines: lines.reverse(), hasMore: i >= 0 };
}

/** The line that tells of a frame. */
function lineOf(story: Story, frame: number): Line | null {
  return story.lines.find((l) => l.frame === frame) ?? null;
}

/**
 * What is told of one frame, whichever flow it is of, also where the story passes over it; empty until the
 * words are loaded.
 */
export function sentenceOf(trace: Trace, frame: number, lang: Lang, raw: boolean): string {
  const f = trace.frames[frame];
  if (f === undefined) return '';
  const asked: Asked = { lang, voice: 'technical', flow: f.flow ?? -1, raw, every: true };
  const story = storyUpTo(trace, asked, frame);
  return story === null ? '' : (lineOf(story, frame)?.one ?? '');
}
