import type { Words } from '../base/words.ts';
import { list, oneOf, suggestion, suggestions } from './usage-words.ts';

/** The scenarios that a word which is no scenario's name may have meant, the first few of them. */
interface Under {
  readonly count: number;
  readonly first: readonly string[];
}

/** What follows the sentence that there is no such scenario; '' where nothing is near. */
export const NEAR = {
  /** It is the name of one, but for capitals or a slip. */
  one: suggestion,
  /** Some have a part of it. */
  some: (ids: readonly string[]) =>
    ids.length === 0
      ? { en: '', zh: '' }
      : { en: ` Near it: ${list(ids).en}.`, zh: `相近的有：${list(ids).zh}。` },
  /** It is what the ids of some begin with, or the name of their shelf. */
  under: (name: string, { count, first }: Under) =>
    count > first.length
      ? {
          en: ` Under ${name} there are ${count}, such as ${list(first).en}.`,
          zh: `${name} 下面有 ${count} 个，例如 ${list(first).zh}。`,
        }
      : {
          en: ` Under ${name} there are ${list(first).en}.`,
          zh: `${name} 下面有 ${list(first).zh}。`,
        },
} as const satisfies Readonly<Record<string, (...about: never[]) => Words>>;

/** What is said of a command line of `synwave run` that cannot be understood, in both languages. */
export const RUN_USAGE = {
  whichScenario: () => ({
    en: 'Say which scenario to run: synwave scenarios lists them.',
    zh: '要写明运行哪个场景：全部场景见 synwave scenarios。',
  }),
  oneScenario: (more: string) => ({
    en: `One scenario at a time; what is "${more}"?`,
    zh: `一次只能运行一个场景，后面的“${more}”是什么？`,
  }),
  /** `about`: whether some scenario mentions it. */
  noScenario: (name: string, near: Words, about: boolean) => ({
    en: `There is no scenario ${name}.${near.en} ${
      about ? `synwave scenarios ${name} lists those about it.` : 'synwave scenarios lists them.'
    }`,
    zh: `没有 ${name} 这个场景。${near.zh}${
      about ? `与它有关的场景见 synwave scenarios ${name}。` : '全部场景见 synwave scenarios。'
    }`,
  }),
  /** It was understood, and the engine refuses: `why` is in English. */
  refused: (why: string) => ({ en: `${why}.`, zh: `这样改动，场景无法运行：${why}` }),

  noText: (format: string) => ({
    en: `--format ${format} is no text: give -o FILE.`,
    zh: `--format ${format} 的输出不是文本：用 -o FILE 写入文件。`,
  }),
  noFlow: (flow: number, flows: readonly number[]) => {
    const [first] = flows;
    if (first === undefined) {
      return {
        en: `--flow ${flow}: this run has no connection.`,
        zh: `--flow ${flow}：这次运行里没有连接。`,
      };
    }
    const last = flows.at(-1);
    return {
      en: `--flow ${flow}: the connections are ${first} to ${last}.`,
      zh: `--flow ${flow}：连接的编号${first === last ? `只有 ${first}` : `是 ${first} 到 ${last}`}。`,
    };
  },
  jsonOrFormat: (format: string) => ({
    en: `--json and --format ${format}: choose one.`,
    zh: `--json 和 --format ${format} 只能选一个。`,
  }),
  stepAndFormat: (format: string) => ({
    en: `--step shows the run here; it does not go with --format ${format}.`,
    zh: `--step 是在终端里一步步看，不能与 --format ${format} 同用。`,
  }),
  noSide: (side: string, hosts: readonly string[]) => ({
    en: `--side ${side}: the hosts are ${list(hosts).en}.`,
    zh: `--side ${side}：主机只有 ${list(hosts).zh}。`,
  }),
  nothingToDraw: () => ({
    en: 'No segment was sent: nothing to draw.',
    zh: '一个报文段也没有发出，没有什么可画。',
  }),

  segmentName: (option: string) => ({
    en: `${option}: name a segment by its sender and count, such as A3.`,
    zh: `${option}：报文段要写成发送方加次序，例如 A3。`,
  }),
  noSender: (option: string, host: string, hosts: readonly string[]) => {
    const tries = oneOf(hosts.map((name) => `${name}1`));
    return {
      en: `${option}: there is no host ${host} here; try ${tries.en}.`,
      zh: `${option}：这个场景里没有主机 ${host}，可以写 ${tries.zh}。`,
    };
  },
  howLong: (option: string, example: string) => ({
    en: `${option}: say for how long, such as ${example}.`,
    zh: `${option}：还要写推迟多久，例如 ${example}。`,
  }),
  whichBit: (option: string) => ({
    en: `${option}: say which bit as in A3:bit0, or only the segment.`,
    zh: `${option}：哪一位要写成 A3:bit0 这样，也可以只写报文段。`,
  }),
  when: (option: string, example: string) => ({
    en: `${option}: say when, such as ${example}.`,
    zh: `${option}：还要写在什么时刻，例如 ${example}。`,
  }),
  time: (option: string) => ({
    en: `${option}: give a time with its unit: 400ms, 5s, 2h.`,
    zh: `${option}：时间要带单位，例如 400ms、5s、2h。`,
  }),
  noHost: (option: string, host: string, hosts: readonly string[]) => ({
    en: `${option}: there is no host ${host} here; there are ${list(hosts).en}.`,
    zh: `${option}：这个场景里没有主机 ${host}，只有 ${list(hosts).zh}。`,
  }),
  noWhatIf: (option: string, ids: readonly string[], near: string) => ({
    en: `${option}: there is no such rule to break.${suggestion(near).en} There are: ${list(ids).en}.`,
    zh: `${option}：可违反的规则里没有这一条。${suggestion(near).zh}这些可以写：${list(ids).zh}。`,
  }),

  setForm: (text: string) => ({
    en: `--set ${text}: write it as NAME=VALUE or HOST.NAME=VALUE.`,
    zh: `--set ${text}：要写成 NAME=VALUE 或 HOST.NAME=VALUE。`,
  }),
  setTime: (text: string) => ({
    en: `--set ${text}: give a time, such as 200ms.`,
    zh: `--set ${text}：要写一个带单位的时间，例如 200ms。`,
  }),
  setNumber: (text: string) => ({
    en: `--set ${text}: give a number.`,
    zh: `--set ${text}：要写一个数。`,
  }),
  setRange: (text: string, name: string, least: string, most: string) => ({
    en: `--set ${text}: ${name} is from ${least} to ${most}.`,
    zh: `--set ${text}：${name} 的范围是 ${least} 到 ${most}。`,
  }),
  /** A parameter of the scenario belongs to no host. */
  setOfScenario: (text: string, name: string) => ({
    en: `--set ${text}: ${name} is a value of the scenario, not of a host: write ${name}=VALUE.`,
    zh: `--set ${text}：${name} 是场景的参数，不属于哪台主机，要写成 ${name}=VALUE。`,
  }),
  noSetting: (name: string, id: string, own: readonly string[], near: readonly string[]) => ({
    en:
      `--set ${name}: neither the scenario nor a profile has a value of that name.` +
      `${suggestions(near).en} ${id} has ${own.length === 0 ? 'no values of its own' : list(own).en}; ` +
      `those of profiles are listed in docs/profiles.md.`,
    zh:
      `--set ${name}：场景和 profile 里都没有这个名字。${suggestions(near).zh}` +
      `${id} ${own.length === 0 ? '没有自己的参数' : `的参数有 ${list(own).zh}`}；` +
      `profile 里有哪些值，见 docs/profiles.md。`,
  }),

  bookOrWhatIf: (id: string) => ({
    en: `--what-if ${id} breaks a rule, and --by-the-book wants none broken: choose one.`,
    zh: `--what-if ${id} 要违反一条规则，--by-the-book 要全部遵守：只能选一个。`,
  }),
  twoForSegment: (segment: string) => ({
    en: `Two things are to happen to ${segment}: only one of them can happen.`,
    zh: `${segment} 上写了两件事，只能发生一件。`,
  }),
  twice: (option: string) => ({
    en: `${option} is given twice: only one of them can happen.`,
    zh: `${option} 写了两次，只能写一次。`,
  }),
  twoProfiles: (host: string) => ({
    en: `${host} is given two profiles: only one of them can happen.`,
    zh: `给 ${host} 写了两个 profile，只能写一个。`,
  }),
  twoForHost: (host: string) => ({
    en: `Two things are to happen to ${host} at one moment: only one of them can happen.`,
    zh: `同一时刻在 ${host} 上写了两件事，只能发生一件。`,
  }),
} as const satisfies Readonly<Record<string, (...about: never[]) => Words>>;
