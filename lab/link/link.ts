import type { Micros } from '../../src/base/timer-queue.ts';
import type { Lang } from '../../src/base/words.ts';
import type { Values } from '../../src/gallery/exhibit.ts';
import type { NumberMode } from '../../src/observe/numbering.ts';
import type { Intervention } from '../../src/sim/intervention.ts';
import type { Scenario } from '../../src/sim/scenario.ts';
import type { ThemeChoice, VoiceChoice } from '../state/store.ts';
import { fromBase64, toBase64 } from './base64.ts';
import { contradict, interventionLink, readIntervention } from './interventions.ts';
import { pack, unpack } from './pack.ts';

/** What an address may lead to. */
export type Route = 'lab' | 'sandbox' | 'glossary' | 'notes' | 'gallery' | 'quiz' | 'analyze';

/** All that an address can say. Null where it says nothing: then things are as they are by themselves. */
export interface LinkState {
  readonly route: Route;
  /** The exhibit to run; `sandbox` for a world of one's own; null for what the page opens with. */
  readonly exhibit: string | null;
  /** The term of the glossary, as it was written. */
  readonly term: string | null;
  readonly seed: number | null;
  readonly values: Values;
  readonly interventions: readonly Intervention[];
  /** The world of the sandbox, as it was given: nobody has looked at it yet. */
  readonly world: Scenario | null;
  /** The time one stands at. */
  readonly at: Micros | null;
  /** The frame one stands on; where both are given, the frame counts. */
  readonly frame: number | null;
  readonly lang: Lang | null;
  readonly numbers: NumberMode | null;
  readonly flow: number | null;
  readonly voice: VoiceChoice | null;
  readonly theme: ThemeChoice | null;
  readonly predict: boolean;
  readonly embed: boolean;
  /** Exhibits or experiments to be asked about, one after another, drawn with this seed. */
  readonly quiz: { readonly of: readonly string[]; readonly seed: number } | null;
  /** The parts that mean nothing, as they stood there. */
  readonly ignored: readonly string[];
}

/** An address that says nothing. */
export const NO_LINK: LinkState = {
  route: 'lab',
  exhibit: null,
  term: null,
  seed: null,
  values: {},
  interventions: [],
  world: null,
  at: null,
  frame: null,
  lang: null,
  numbers: null,
  flow: null,
  voice: null,
  theme: null,
  predict: false,
  embed: false,
  quiz: null,
  ignored: [],
};

const ROUTES: readonly Route[] = [
  'lab',
  'sandbox',
  'glossary',
  'notes',
  'gallery',
  'quiz',
  'analyze',
];
const LANGS: readonly Lang[] = ['zh', 'en'];
const NUMBERS: readonly NumberMode[] = ['xy', 'relative', 'raw'];
const VOICES: readonly VoiceChoice[] = ['technical', 'playground', 'letters'];
const THEMES: readonly ThemeChoice[] = ['auto', 'light', 'dark'];
/** Characters of an address that are read; a longer one says nothing. */
const MOST = 65_536;
const MOST_INTERVENTIONS = 200;
/** What can be typed, sent and put into a page everywhere: longer states are packed. */
const LONG = 1500;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Draft = Mutable<LinkState> & { ignored: string[] };

/** The part of an address from `#` on; `embed` and `quiz` stand before it: {@link encodeQuery}. */
export function encode(state: Partial<LinkState>): string {
  const s = { ...NO_LINK, ...state };
  const path = pathOf(s);
  const params = paramsOf(s);
  if (path === 'lab' && params === '') return '';
  return `#/${path}${params === '' ? '' : `?${params}`}`;
}

/** As {@link encode}, but a state of more than 1,500 characters is packed as `z=`. */
export async function encodeLong(state: Partial<LinkState>): Promise<string> {
  const plain = encode(state);
  if (plain.length <= LONG) return plain;
  const at = plain.indexOf('?');
  return `${plain.slice(0, at)}?z=${await pack(plain.slice(at + 1))}`;
}

/** The part of an address from `?` to `#`; empty when nothing belongs there. */
export function encodeQuery(state: Partial<LinkState>): string {
  const params: string[] = [];
  if (state.embed === true) params.push('embed=1');
  if (state.quiz != null) {
    params.push(`quiz=${state.quiz.of.map(escaped).join(',')}`, `seed=${state.quiz.seed}`);
  }
  return params.length === 0 ? '' : `?${params.join('&')}`;
}

/**
 * What an address says; `hash` and `query` as `location` has them. Never throws: what it does not
 * understand is left out and listed as ignored. A packed one needs {@link decodeLong}.
 */
export function decode(hash: string, query = ''): LinkState {
  const draft: Draft = { ...NO_LINK, ignored: [] };
  if (hash.length + query.length > MOST) return { ...NO_LINK, ignored: [hash.slice(0, 40)] };
  readQuery(draft, query.replace(/^\?/, ''));
  const [path = '', ...rest] = hash.replace(/^#/, '').split('?');
  readPath(draft, path.replace(/^\//, ''));
  for (const [name, value] of pairsOf(draft, rest.join('?'))) {
    if (!readParam(draft, name, value)) draft.ignored.push(`${name}=${value}`.slice(0, 200));
  }
  return draft;
}

/** As {@link decode}, and unpacks what is packed. */
export async function decodeLong(hash: string, query = ''): Promise<LinkState> {
  const packed = /[?&]z=([\w-]*)/.exec(hash);
  if (packed === null || hash.length > MOST) return decode(hash, query);
  const params = await unpack(packed[1] as string);
  // One that cannot be unpacked is among the ignored.
  if (params === null) return decode(hash, query);
  const rest = hash.slice(0, packed.index + 1) + hash.slice(packed.index + packed[0].length + 1);
  return decode(`${rest}${/[?&]$/.test(rest) ? '' : '&'}${params}`, query);
}

/** Whether an address needs {@link decodeLong}. */
export function isPacked(hash: string): boolean {
  return /[?&]z=/.test(hash);
}

function pathOf(s: LinkState): string {
  if (s.route === 'glossary') return s.term === null ? 'glossary' : `glossary/${escaped(s.term)}`;
  if (s.route === 'sandbox' || s.exhibit === 'sandbox') return 'sandbox';
  if (s.route !== 'lab' || s.exhibit === null) return s.route;
  return `lab/${escaped(s.exhibit)}`;
}

function paramsOf(s: LinkState): string {
  const params: string[] = [];
  const add = (name: string, value: string | number | null): void => {
    if (value !== null && value !== '') params.push(`${name}=${value}`);
  };
  add('x', s.interventions.map((i) => escaped(interventionLink(i))).join(','));
  const values = Object.entries(s.values).map(([name, value]) => `${escaped(name)}:${value}`);
  add('v', values.join(','));
  add('seed', s.quiz === null ? s.seed : null);
  if (s.world !== null) add('w', toBase64(new TextEncoder().encode(JSON.stringify(s.world))));
  add('t', s.at === null ? null : Math.round(s.at) / 1000);
  add('f', s.frame);
  add('lang', s.lang);
  add('n', s.numbers);
  add('flow', s.flow);
  add('voice', s.voice);
  add('theme', s.theme);
  if (s.predict) add('predict', 1);
  return params.join('&');
}

/** Escaped where it must be; what links use to keep parts apart stays readable. */
function escaped(text: string): string {
  return encodeURIComponent(text).replace(/%(3A|2F|40|3D)/g, decodeURIComponent);
}

/** Null when the text is escaped wrongly. */
function unescaped(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function pairsOf(draft: Draft, text: string): [name: string, value: string][] {
  return text.split('&').flatMap((part): [string, string][] => {
    if (part === '') return [];
    const at = part.indexOf('=');
    const value = at < 1 ? null : unescaped(part.slice(at + 1));
    if (value === null) draft.ignored.push(part.slice(0, 200));
    return value === null ? [] : [[part.slice(0, at), value]];
  });
}

function readQuery(draft: Draft, query: string): void {
  const pairs = pairsOf(draft, query);
  const seed = whole(pairs.find(([name]) => name === 'seed')?.[1] ?? '1');
  for (const [name, value] of pairs) {
    if (name === 'embed') draft.embed = value === '1';
    else if (name === 'lang') draft.lang = oneOf(LANGS, value);
    else if (name === 'quiz') {
      const of = value.split(',').filter((id) => /^[\w-]+(\/[\w-]+)?$/.test(id));
      draft.quiz = { of: of.slice(0, 100), seed: seed ?? 1 };
    }
    // Other parameters belong to whoever linked here.
  }
}

function readPath(draft: Draft, path: string): void {
  if (path === '') return;
  const cut = path.indexOf('/');
  const name = cut < 0 ? path : path.slice(0, cut);
  const rest = cut < 0 ? '' : unescaped(path.slice(cut + 1));
  const route = oneOf(ROUTES, name);
  if (route === null || rest === null) {
    draft.ignored.push(path.slice(0, 200));
    return;
  }
  draft.route = route;
  if (route === 'sandbox') draft.exhibit = 'sandbox';
  if (rest === '') return;
  if (route === 'glossary') draft.term = rest.slice(0, 100);
  else if (route !== 'lab' || !/^[a-z0-9-]+(\/[a-z0-9-]+)?$/.test(rest)) draft.ignored.push(path);
  else if (rest === 'sandbox') {
    draft.route = 'sandbox';
    draft.exhibit = rest;
  } else draft.exhibit = rest;
}

/** Takes one parameter in; false when it means nothing. */
function readParam(draft: Draft, name: string, value: string): boolean {
  switch (name) {
    case 'x':
      readInterventions(draft, value);
      return true;
    case 'v':
      readValues(draft, value);
      return true;
    case 'seed':
      return take(whole(value), (n) => {
        draft.seed = n;
      });
    case 'w':
      return take(readWorld(value), (world) => {
        draft.world = world;
      });
    case 't':
      return take(/^\d{1,13}(\.\d{1,6})?$/.test(value) ? Number(value) : null, (ms) => {
        draft.at = Math.round(ms * 1000);
      });
    case 'f':
      return take(value === '-1' ? -1 : whole(value), (n) => {
        draft.frame = n;
      });
    case 'flow':
      return take(whole(value), (n) => {
        draft.flow = n;
      });
    case 'predict':
      draft.predict = value === '1';
      return draft.predict;
    default:
      return readChoice(draft, name, value);
  }
}

function readChoice(draft: Draft, name: string, value: string): boolean {
  switch (name) {
    case 'lang':
      return take(oneOf(LANGS, value), (v) => {
        draft.lang = v;
      });
    case 'n':
      return take(oneOf(NUMBERS, value), (v) => {
        draft.numbers = v;
      });
    case 'voice':
      return take(oneOf(VOICES, value), (v) => {
        draft.voice = v;
      });
    case 'theme':
      return take(oneOf(THEMES, value), (v) => {
        draft.theme = v;
      });
    default:
      return false;
  }
}

function take<T>(value: T | null, to: (value: T) => void): boolean {
  if (value !== null) to(value);
  return value !== null;
}

function readInterventions(draft: Draft, text: string): void {
  const read: Intervention[] = [];
  for (const part of text.split(',')) {
    const i = readIntervention(part);
    const fits = i !== null && !read.some((other) => contradict(i, other));
    if (fits && read.length < MOST_INTERVENTIONS) read.push(i);
    else if (draft.ignored.length < MOST_INTERVENTIONS) draft.ignored.push(part.slice(0, 200));
  }
  draft.interventions = read;
}

function readValues(draft: Draft, text: string): void {
  const values = new Map<string, number>();
  for (const part of text.split(',').slice(0, 100)) {
    const parts = /^([A-Za-z][\w-]{0,40}):(-?\d{1,15}(?:\.\d{1,6})?)$/.exec(part);
    if (parts === null) draft.ignored.push(part.slice(0, 200));
    else values.set(parts[1] as string, Number(parts[2]));
  }
  draft.values = Object.fromEntries(values);
}

/** What stands for a world; whether it is one, the worker finds out before it runs it. */
function readWorld(text: string): Scenario | null {
  try {
    const octets = fromBase64(text);
    const given: unknown = JSON.parse(new TextDecoder().decode(octets ?? new Uint8Array()));
    const isRecord = typeof given === 'object' && given !== null && !Array.isArray(given);
    return isRecord ? (given as Scenario) : null;
  } catch {
    return null;
  }
}

function whole(text: string): number | null {
  return /^\d{1,10}$/.test(text) ? Number(text) : null;
}

function oneOf<T extends string>(all: readonly T[], text: string): T | null {
  return all.find((one) => one === text) ?? null;
}
