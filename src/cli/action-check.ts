import { FIELDS } from '../tcp/profiles/fields.ts';
import { PROFILES, withOverrides } from '../tcp/profiles/index.ts';
import { WHAT_IFS } from '../tcp/what-if.ts';
import {
  among,
  anyText,
  type Check,
  fields,
  flag,
  inside,
  isObject,
  listOf,
  micros,
  text,
  value,
  whole,
  words,
  wrong,
} from './json-check.ts';

const port = whole(1, 65_535);
const seq = whole(0, 0xffff_ffff);
const count = whole(0, 1_000_000);
const microsOrNull = value(
  { zh: '以微秒计的时间，或 null', en: 'a time in microseconds, or null' },
  (v) => v === null || (typeof v === 'number' && v >= 0),
);

/** What each call takes; `?` marks what may be absent. */
const CALLS: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  listen: { port, 'backlog?': count, 'accepts?': flag, 'reuseAddress?': flag },
  accept: {},
  unlisten: {},
  connect: { to: text, port, 'localPort?': port, 'synText?': anyText },
  'passive-open': { port, from: text, fromPort: port },
  load: { to: text, port, count, every: micros },
  send: { 'text?': anyText, 'octets?': count, 'urgent?': flag },
  close: {},
  release: {},
  abort: {},
  pause: {},
  resume: {},
  set: {
    ...{ 'keepAlive?': flag, 'keepAliveIdle?': micros, 'keepAliveInterval?': micros },
    ...{ 'keepAliveCount?': count, 'userTimeout?': micros, 'linger?': microsOrNull },
    'noDelay?': flag,
  },
  inject: {
    ...{ from: text, to: text, sport: port, dport: port, flags: anyText, seq },
    ...{ 'ack?': seq, 'text?': anyText, 'wnd?': whole(0, 65_535) },
  },
  flood: {
    ...{ to: text, port, count, every: micros, 'octets?': count, 'from?': text },
  },
  'power-off': {},
  boot: {},
  kill: {},
  unplug: {},
  plug: {},
};

/** Calls that a world which is searched can have. */
export const SEARCHED_CALLS: readonly string[] = Object.keys(CALLS).filter(
  (call) => !['load', 'flood', 'kill', 'unplug', 'plug'].includes(call),
);
export const ALL_CALLS: readonly string[] = Object.keys(CALLS);

/** What an application does: one of `calls`, with what that takes. */
export function action(calls: readonly string[]): Check {
  const call = among(calls);
  const is = { zh: '一个动作，例如 {"call": "close"}', en: 'an action, such as {"call": "close"}' };
  return {
    is,
    test: (v, at) => {
      if (!isObject(v)) throw wrong(at, is);
      call.test(v['call'], inside(at, 'call'));
      const own = CALLS[String(v['call'])] ?? {};
      fields({ call, 'socket?': text, ...own }).test(v, at);
      if (v['call'] !== 'send' || 'text' in v !== 'octets' in v) return;
      throw wrong(at, { zh: '只带 text 或 octets 之一', en: 'with either text or octets' });
    },
  };
}

export const happening = among(['accepted', 'connected', 'received', 'ended', 'closed']);

/** Values of a profile, as `withOverrides` takes them; "never" stands for what JSON has no number for. */
export const overrides: Check = {
  is: { zh: 'profile 里的值', en: 'values of a profile' },
  test: (v, at) => {
    if (!isObject(v)) throw wrong(at, overrides.is);
    try {
      withOverrides(PROFILES['rfc'] as never, endless(v));
    } catch (error) {
      const why = error instanceof Error ? error.message : `${error}`;
      throw wrong(at, { zh: ` profile 允许的值：${why}`, en: `what a profile allows: ${why}` });
    }
  },
};

/** What every host of a file may say. */
export const HOST: Readonly<Record<string, Check>> = {
  name: value(
    { zh: '由字母组成的名字，例如 A', en: 'a name of letters, such as A' },
    (v) => typeof v === 'string' && /^[A-Za-z]+$/.test(v),
  ),
  'title?': words,
  'profile?': among(Object.keys(PROFILES)),
  'set?': overrides,
  'whatIfs?': listOf(among(Object.keys(WHAT_IFS))),
  'iss?': listOf(seq),
};

/** The same with Infinity where there is "never" and a number is meant; "never" is also a choice of some fields. */
export function endless(set: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const isNumber = (name: string): boolean =>
    Object.hasOwn(FIELDS, name) && FIELDS[name as keyof typeof FIELDS].kind === 'number';
  return Object.fromEntries(
    Object.entries(set).map(([k, v]) => [
      k,
      v === 'never' && isNumber(k) ? Number.POSITIVE_INFINITY : v,
    ]),
  );
}

/** As JSON, with "never" for Infinity. */
export function toJson(of: unknown): string {
  const never = (_key: string, v: unknown): unknown =>
    v === Number.POSITIVE_INFINITY ? 'never' : v;
  return `${JSON.stringify(of, never, 1)}\n`;
}
