import type { Words } from '../base/words.ts';
import type { ScenarioHost } from '../sim/index.ts';
import type { Profile } from '../tcp/profile.ts';
import { FIELDS, type Field } from '../tcp/profiles/fields.ts';
import { PROFILES, rfc, withOverrides } from '../tcp/profiles/index.ts';
import { allowed } from '../tcp/profiles/overrides.ts';
import { WHAT_IFS } from '../tcp/what-if.ts';
import { FILE_USAGE } from './explore-words-usage.ts';
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
import { nearNames, UsageError } from './usage.ts';

const port = whole(1, 65_535);
const seq = whole(0, 0xffff_ffff);
const count = whole(0, 1_000_000);
const flags = value(
  {
    zh: '标志的字母，例如 S、S.、R、P.（点是 ACK；还有 F、U、E、W）',
    en: 'letters of flags, such as S, S., R or P. (a dot is ACK; there are F, U, E and W, too)',
  },
  (v) => typeof v === 'string' && /^[SFRPEWU.]*$/.test(v),
);
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
    ...{ from: text, to: text, sport: port, dport: port, flags, seq },
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

/** Values of a profile by name; "never" stands for what JSON has no number for. */
export const overrides: Check = {
  is: { zh: ' profile 里的值', en: 'values of a profile' },
  test: (v, at) => {
    if (!isObject(v)) throw wrong(at, overrides.is);
    for (const [name, of] of Object.entries(v)) {
      const place = inside(at, name);
      if (Object.hasOwn(FIELDS, name)) {
        const field = FIELDS[name as keyof typeof FIELDS];
        settingOf(name, field).test(of, place);
        continue;
      }
      const near = nearNames(name, Object.keys(FIELDS));
      throw new UsageError(FILE_USAGE.noSetting(at.file, place.path, near));
    }
  },
};

/** What a value of a field must be. */
function settingOf(name: string, f: Field): Check {
  switch (f.kind) {
    case 'flag':
      return flag;
    case 'name':
      return text;
    case 'choice':
      return among(f.of);
    case 'number': {
      const { is, test } = whole(f.least, f.most);
      if (!f.endless && f.unit !== 'microseconds') return { is, test };
      const micro = f.unit === 'microseconds' ? { zh: '微秒数，', en: 'microseconds, ' } : NOTHING;
      const never = f.endless ? { zh: '，或 "never"', en: ', or "never"' } : NOTHING;
      const all = {
        zh: `${micro.zh}${is.zh.trim()}${never.zh}`,
        en: `${micro.en}${is.en}${never.en}`,
      };
      const isWhole = (v: unknown): boolean =>
        Number.isInteger(v) && Number(v) >= f.least && Number(v) <= f.most;
      return value(all, (v) => isWhole(v) || (f.endless && v === 'never'));
    }
    default:
      return tableOf(name, f);
  }
}

const NOTHING: Words = { zh: '', en: '' };

/** A field of several values, which the engine knows best. */
function tableOf(name: string, f: Field): Check {
  const is = { zh: `这样的值（英文）：${allowed(f)}`, en: allowed(f) };
  return value(is, (v) => {
    try {
      withOverrides(rfc, { [name]: v });
      return true;
    } catch {
      return false;
    }
  });
}

/** What every host of a file may say. */
const HOST: Readonly<Record<string, Check>> = {
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

/** A host of a file, with what else it may say there. */
export function host(more: Readonly<Record<string, Check>> = {}): Check {
  const { is, test } = fields({ ...HOST, ...more });
  return {
    is,
    test: (v, at) => {
      test(v, at);
      const { profile = 'linux', set = {} } = v as ScenarioHost;
      const { minRto, maxRto } = { ...(PROFILES[profile] as Profile), ...set };
      if (minRto <= maxRto) return;
      const least = { zh: `不小于 minRto（${minRto} 微秒）`, en: `at least minRto, ${minRto}` };
      throw wrong(inside(at, 'set.maxRto'), least);
    },
  };
}

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
