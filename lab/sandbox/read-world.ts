import type { Words } from '../../src/base/words.ts';
import type { RuleAction } from '../../src/link/impairments.ts';
import type { ScenarioCable, ScenarioHost, Step } from '../../src/sim/scenario.ts';
import type { Profile } from '../../src/tcp/profile.ts';
import { PROFILES } from '../../src/tcp/profiles/index.ts';
import { WHAT_IFS } from '../../src/tcp/what-if.ts';
import { isValue } from '../what-if/field-value.ts';
import { fields, flag, list, oneOf, span, text, Wrong, whole, within } from './read.ts';
import { readStep } from './read-step.ts';
import { FAULTED, type LineRule, type Which, type World } from './world.ts';

/** The longest time a world runs, microseconds: a day. */
const DAY = 86_400_000_000;
const HOUR = 3_600_000_000;
/** What all steps together may bring about: a link must not keep the engine busy for minutes. */
const MOST_CONNECTIONS = 1500;
const MOST_OCTETS = 2_000_000;

/** Why a world cannot be run, or null. Whatever is given, it neither throws nor takes long. */
export function whyNoWorld(world: unknown): Words | null {
  const read = readWorld(world);
  return 'wrong' in read ? read.wrong : null;
}

/** A world made of what is given and known, and of nothing else; or what is wrong with it. */
export function readWorld(given: unknown): { readonly world: World } | { readonly wrong: Words } {
  try {
    return { world: worldOf(given) };
  } catch (error) {
    if (error instanceof Wrong) return { wrong: error.words };
    return { wrong: { zh: '读不懂这个世界', en: 'this world cannot be read' } };
  }
}

type Part = 'hosts' | 'cables' | 'steps' | 'rules' | 'faults' | 'until' | 'title' | 'seed' | 'why';

function worldOf(given: unknown): World {
  const raw = fields<Part>(given);
  const hosts = list(raw.hosts, '主机', 'hosts', 2, 6).map((h, i) =>
    within(`主机 ${i + 1}`, `host ${i + 1}`, () => hostOf(h)),
  );
  const names = hosts.map((h) => h.name);
  if (new Set(names).size < names.length) {
    throw new Wrong('两台主机同名', 'two hosts have the same name');
  }
  const cables = list(raw.cables, '线路', 'cables', 1, 10).map((c, i) =>
    within(`线路 ${i + 1}`, `cable ${i + 1}`, () => cableOf(c, names)),
  );
  const steps = list(raw.steps, '步骤', 'steps', 1, 60).map((s, i) =>
    within(`第 ${i + 1} 步`, `step ${i + 1}`, () => readStep(s, names, cables)),
  );
  const ruled = list(raw.rules ?? [], '线路规则', 'rules', 0, 40);
  // A scenario from elsewhere names segments; where there are rules, faults are what these made.
  const faulty = ruled.length > 0 ? [] : list(raw.faults ?? [], '故障', 'faults', 0, 40);
  const rules = [...ruled, ...faulty.map(ruleFrom)].map((r, i) =>
    within(`线路规则 ${i + 1}`, `rule ${i + 1}`, () => ruleOf(r, names)),
  );
  const until =
    raw.until === undefined ? undefined : span(raw.until, '结束时间', 'the end', 1000, DAY);
  checkWork(steps, hosts, until);
  return {
    id: 'sandbox',
    title: wordsOf(raw.title, '标题', 'the title'),
    ...{ hosts, cables, steps, rules },
    seed: whole(raw.seed ?? 1, '种子', 'the seed', 0, 2_147_483_647),
    ...(until === undefined ? {} : { until }),
    ...(raw.why === undefined ? {} : { why: whyOf(raw.why) }),
  };
}

/** The name of a question; whether there is one, is found out where its words are. */
function whyOf(given: unknown): string {
  const name = text(given, '问题', 'the question', 1, 40);
  if (/^[a-z0-9-]+$/.test(name)) return name;
  throw new Wrong('问题的名字不对', 'the name of the question is none');
}

/** A fault of a scenario as a rule, of which nothing is known yet. */
function ruleFrom(fault: unknown): unknown {
  const { segment, ...rest } = fields<'segment'>(fault);
  const [, host, n] = /^([A-Za-z]{1,8}?)(\d{1,4})$/.exec(String(segment)) ?? [];
  return { ...rest, host, which: { segment: Number(n) } };
}

function wordsOf(given: unknown, zh: string, en: string): Words {
  const raw = fields<'zh' | 'en'>(given);
  return { zh: text(raw.zh, zh, en, 0, 200), en: text(raw.en, zh, en, 0, 200) };
}

function hostOf(given: unknown): ScenarioHost {
  const raw = fields<'name' | 'whatIfs' | 'iss' | 'title' | 'profile' | 'set'>(given);
  const name = text(raw.name, '名字', 'its name', 1, 8);
  if (!/^[A-Z][A-Za-z]*$/.test(name)) {
    throw new Wrong('名字以大写字母开头，只含字母', 'its name is letters, a capital first');
  }
  const whatIfs = list(raw.whatIfs ?? [], '假如', 'what-ifs', 0, 14).map((id) =>
    oneOf(id, Object.keys(WHAT_IFS), '假如', 'the what-if'),
  );
  const iss = list(raw.iss ?? [], '初始序号', 'initial sequence numbers', 0, 16).map((n) =>
    whole(n, '初始序号', 'the initial sequence number', 0, 4_294_967_295),
  );
  return {
    name,
    title: wordsOf(raw.title, '说明', 'its title'),
    profile: oneOf(raw.profile ?? 'linux', Object.keys(PROFILES), '行为', 'the profile'),
    set: setOf(raw.set ?? {}),
    whatIfs: [...new Set(whatIfs)],
    ...(iss.length === 0 ? {} : { iss }),
  };
}

/** Values that would make a run go on and on, or take all memory, may not be as the engine would let them. */
const LEAST: Readonly<Record<string, number>> = {
  maxRto: 1_000_000,
  maxPersist: 1_000_000,
  keepAliveIdle: 1_000_000,
  keepAliveInterval: 1_000_000,
  challengeInterval: 100_000,
  synRto: 10_000,
  synAckRto: 10_000,
  initialRto: 10_000,
  overrideTimeout: 1000,
};
const MOST: Readonly<Record<string, number>> = {
  sendBuffer: 4_194_304,
  receiveBuffer: 4_194_304,
  synQueue: 65_536,
  timeWaitLimit: 262_144,
};

function setOf(given: unknown): Partial<Profile> {
  const set: Record<string, unknown> = {};
  for (const [name, raw] of Object.entries(fields(given)).slice(0, 40)) {
    // What JSON has no number for stands as null, or in a file as "never", which is a choice of other fields.
    const isEndless = raw === null || (raw === 'never' && !isValue(name, raw));
    const value = isEndless ? Number.POSITIVE_INFINITY : raw;
    const isInReach =
      typeof value !== 'number' ||
      (value >= (LEAST[name] ?? 0) && value <= (MOST[name] ?? Number.POSITIVE_INFINITY));
    if (!isValue(name, value) || !isInReach) {
      const shown = name.slice(0, 30);
      throw new Wrong(`参数 ${shown} 的值不行`, `the value of ${shown} will not do`);
    }
    set[name] = value;
  }
  return set;
}

function cableOf(given: unknown, names: readonly string[]): ScenarioCable {
  const raw = fields<'between' | 'delay' | 'rate' | 'queue' | 'mtu' | 'checksums'>(given);
  const ends = list(raw.between, '两端', 'ends', 2, 2);
  const a = oneOf(ends[0], names, '一端', 'an end');
  const b = oneOf(ends[1], names, '另一端', 'the other end');
  if (a === b) throw new Wrong('两端是同一台主机', 'both ends are at the same host');
  const rate =
    raw.rate === undefined ? {} : { rate: whole(raw.rate, '速率', 'the rate', 100, 1e9) };
  const queue =
    raw.queue === undefined ? {} : { queue: whole(raw.queue, '队列', 'the queue', 0, 10_000) };
  const mtu = raw.mtu === undefined ? {} : { mtu: whole(raw.mtu, 'MTU', 'the MTU', 68, 65_535) };
  return {
    between: [a, b],
    delay: span(raw.delay ?? 0, '时延', 'its delay', 1, 60_000_000),
    ...{ ...rate, ...queue, ...mtu },
    ...(raw.checksums === undefined
      ? {}
      : { checksums: flag(raw.checksums, '校验和', 'checksums') }),
  };
}

const RULE_ACTIONS: readonly RuleAction[] = ['drop', 'delay', 'duplicate', 'reorder', 'corrupt'];

function ruleOf(given: unknown, names: readonly string[]): LineRule {
  const raw = fields<'host' | 'action' | 'which' | 'by' | 'bit'>(given);
  const action = oneOf(raw.action, RULE_ACTIONS, '做什么', 'what happens');
  const by = raw.by === undefined ? undefined : span(raw.by, '多久', 'how long', 0, DAY);
  if (action === 'delay' && by === undefined) {
    throw new Wrong('没有说延迟多久', 'how long is missing');
  }
  const isOneBit = action === 'corrupt' && raw.bit !== undefined;
  return {
    host: oneOf(raw.host, names, '谁发的', 'whose segments'),
    action,
    which: whichOf(raw.which),
    ...(by === undefined ? {} : { by }),
    ...(isOneBit ? { bit: whole(raw.bit, '第几位', 'which bit', 0, 524_280) } : {}),
  };
}

function whichOf(given: unknown): Which {
  const raw = fields<'segment' | 'every' | 'percent'>(given);
  if ('segment' in raw) {
    return { segment: whole(raw.segment, '第几个', 'which segment', 1, FAULTED) };
  }
  if ('every' in raw) return { every: whole(raw.every, '每几个', 'every how many', 1, FAULTED) };
  if (typeof raw.percent === 'number' && raw.percent >= 0 && raw.percent <= 100) {
    return { percent: raw.percent };
  }
  throw new Wrong('概率在 0% 到 100% 之间', 'a chance is from 0% to 100%');
}

/** Bounds what all steps bring about together. */
function checkWork(
  steps: readonly Step[],
  hosts: readonly ScenarioHost[],
  until: number | undefined,
): void {
  let connections = 0;
  let octets = 0;
  let isBusy = hosts.some(({ set = {} }) => isOften(set.keepAliveIdle, set.keepAliveInterval));
  for (const { do: action, when } of steps) {
    const times = 'on' in when && when.every === true ? 200 : 1;
    if (action.call === 'load' || action.call === 'flood') connections += action.count;
    if (action.call === 'send' && 'octets' in action) octets += action.octets * times;
    if (action.call === 'set') isBusy ||= isOften(action.keepAliveIdle, action.keepAliveInterval);
  }
  if (connections > MOST_CONNECTIONS) {
    const most = MOST_CONNECTIONS;
    throw new Wrong(`连接一共不超过 ${most} 条`, `there are at most ${most} connections in all`);
  }
  if (octets > MOST_OCTETS) {
    const most = MOST_OCTETS;
    throw new Wrong(`一共不超过 ${most} 字节`, `there are at most ${most} octets in all`);
  }
  if (isBusy && (until === undefined || until > HOUR)) {
    throw new Wrong(
      '保活探测不到一分钟一次，要定一个一小时以内的结束时间',
      'keep-alive more than once a minute needs an end within an hour',
    );
  }
}

function isOften(...times: readonly (number | undefined)[]): boolean {
  return times.some((t) => t !== undefined && t < 60_000_000);
}
