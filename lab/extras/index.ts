import type { ComponentType } from 'preact';
import type { Words } from '../../src/base/words.ts';
import type { ExtraId } from './which.ts';

export { type ExtraId, extrasFor } from './which.ts';

/** A panel that is loaded when a run first needs it. */
export interface Extra {
  readonly title: Words;
  readonly load: () => Promise<ComponentType>;
}

export const EXTRAS: Readonly<Record<ExtraId, Extra>> = {
  matrix: {
    title: { zh: '谁知道了什么', en: 'Who knows what' },
    load: () => import('./matrix.tsx').then((m) => m.Matrix),
  },
  flood: {
    title: { zh: '攻击与防守', en: 'Attack and defence' },
    load: () => import('./flood.tsx').then((m) => m.Flood),
  },
  'cookie-bits': {
    title: { zh: 'cookie 的 32 位', en: 'The 32 bits of a cookie' },
    load: () => import('./cookie-bits.tsx').then((m) => m.CookieBits),
  },
  'port-grid': {
    title: { zh: '临时端口', en: 'Ephemeral ports' },
    load: () => import('./port-grid.tsx').then((m) => m.PortGrid),
  },
  'stream-diff': {
    title: { zh: '字节流对照', en: 'Streams side by side' },
    load: () => import('./streams.tsx').then((m) => m.StreamDiff),
  },
  'life-bars': {
    title: { zh: '报文段的寿命与 2MSL', en: 'Lives of segments, and 2 MSL' },
    load: () => import('./life-bars.tsx').then((m) => m.LifeBars),
  },
  'retry-bars': {
    title: { zh: '一次次等了多久', en: 'How long each wait was' },
    load: () => import('./retry-bars.tsx').then((m) => m.RetryBars),
  },
  deaths: {
    title: { zh: '四种死法', en: 'Four deaths' },
    load: () => import('./deaths.tsx').then((m) => m.Deaths),
  },
  'window-guess': {
    title: { zh: '攻击者猜的序号', en: "The attacker's guess" },
    load: () => import('./window-guess.tsx').then((m) => m.WindowGuess),
  },
  counters: {
    title: { zh: '报文段计数', en: 'Segments so far' },
    load: () => import('./small.tsx').then((m) => m.Counters),
  },
  inbox: {
    title: { zh: '应用的收件箱', en: 'Inbox of the application' },
    load: () => import('./small.tsx').then((m) => m.Inbox),
  },
  'bytes-in-mouth': {
    title: { zh: '嘴里还有多少话', en: 'Bytes still in the mouth' },
    load: () => import('./small.tsx').then((m) => m.BytesInMouth),
  },
};
