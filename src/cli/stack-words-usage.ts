import type { Words } from '../base/words.ts';
import { choices, oneOf, suggestions } from './usage-words.ts';

/** How a value of a profile is to be written: the end of a sentence. */
export const VALUE_FORM = {
  text: { en: 'a text that is not empty', zh: '一段不为空的文字' },
  flag: { en: 'true or false', zh: ' true 或 false' },
  ports: {
    en: 'the first and the last port, such as 49152-65535',
    zh: '首尾两个端口，例如 49152-65535',
  },
  time: {
    en: 'a time with its unit, such as 500ms, 10s or 2min',
    zh: '带单位的时间，例如 500ms、10s、2min',
  },
  number: { en: 'a whole number', zh: '整数' },
} as const satisfies Readonly<Record<string, Words>>;

/** What a value of a profile may be: what follows its name. */
export const VALUE_IS = {
  choice: (of: readonly string[]) => ({
    en: `is ${of.map((v) => `'${v}'`).join(' or ')}`,
    zh: `只能是 ${oneOf(of).zh}`,
  }),
  ports: () => ({
    en: 'is two ports from 1 to 65535, the first not above the last',
    zh: '是 1 到 65535 之间的两个端口，前一个不大于后一个',
  }),
  time: (least: string, most: string) => ({
    en: `is a time from ${least} to ${most}`,
    zh: `是 ${least} 到 ${most} 之间的时间`,
  }),
  number: (least: number, most: number) => ({
    en: `is a whole number from ${least} to ${most}`,
    zh: `是 ${least} 到 ${most} 之间的整数`,
  }),
} as const satisfies Readonly<Record<string, (...about: never[]) => Words>>;

/** What is said of options that choose a stack, its addresses and its TCP, in both languages. */
export const STACK_USAGE = {
  noProfile: (name: string, names: readonly string[], near: string) =>
    choices(`--profile ${name}`, names, near),
  setForm: (text: string) => ({
    en: `--set ${text}: write it as NAME=VALUE, such as synQueue=64.`,
    zh: `--set ${text}：要写成 NAME=VALUE，例如 synQueue=64。`,
  }),
  noSetting: (name: string, near: readonly string[]) => ({
    en: `--set ${name}: a profile has no value of that name.${suggestions(near).en} docs/profiles.md lists them.`,
    zh: `--set ${name}：profile 里没有这个名字的值。${suggestions(near).zh}全部列在 docs/profiles.md。`,
  }),
  /** It is written in a form that it does not have. */
  valueForm: (name: string, text: string, form: Words, endless: boolean) => ({
    en: `--set ${name}=${text}: give ${form.en}${endless ? ', or never' : ''}.`,
    zh: `--set ${name}=${text}：要写${form.zh}${endless ? '，或者 never' : ''}。`,
  }),
  /** It is well written, and not allowed. */
  valueIs: (name: string, text: string, is: Words, endless: boolean) => ({
    en: `--set: ${name} ${is.en}${endless ? ', or never' : ''}, not ${/^\d/.test(text) ? text : `'${text}'`}.`,
    zh: `--set：${name} ${is.zh}${endless ? '，或者 never' : ''}，不能是 ${text}。`,
  }),
  noTable: (name: string) => ({
    en: `--set ${name}: a command line cannot give a table; programs can.`,
    zh: `--set ${name}：它是一张表，命令行里写不了，只能在程序里设置。`,
  }),
  minAboveMax: (least: string, most: string) => ({
    en: `--set: minRto is at most maxRto, ${most}, not ${least}.`,
    zh: `--set：minRto 不能大于 maxRto，即 ${most}，不能是 ${least}。`,
  }),

  noTun: () => ({
    en: '--tun is missing: name the device, such as syn0.',
    zh: '缺少 --tun：要给设备起个名字，例如 syn0。',
  }),
  badTun: (name: string) => ({
    en: `--tun ${name}: a device's name has 1 to 15 letters, digits, dots, dashes or underscores.`,
    zh: `--tun ${name}：设备名是 1 到 15 个字母、数字、点、短横线或下划线。`,
  }),
  /** `why` is in English. */
  badImpairments: (why: string) => ({ en: `--impair: ${why}`, zh: `--impair 写得不对：${why}` }),

  noAddress: () => ({
    en: '--address is missing: the stack needs one, such as 10.9.0.2/24.',
    zh: '缺少 --address：协议栈要有地址，例如 10.9.0.2/24。',
  }),
  twoAddresses: (version: number) => ({
    en: `--address: one IPv${version} address is enough; there are two.`,
    zh: `--address：IPv${version} 地址只能写一个，这里写了两个。`,
  }),
  /** `why` is in English. */
  badAddress: (text: string, why: string) => ({
    en: `--address ${text}: ${why}. Write it as 10.9.0.2/24 or fd00:9::2/64.`,
    zh: `--address ${text}：地址或前缀长度不对，要写成 10.9.0.2/24 或 fd00:9::2/64 这样。`,
  }),
  noHostAddress: (text: string) => ({
    en:
      `--address ${text}: a host cannot have this address. Take a private one, such as ` +
      '10.9.0.2/24 or fd00:9::2/64.',
    zh: `--address ${text}：主机不能用这个地址。请用私有地址，例如 10.9.0.2/24 或 fd00:9::2/64。`,
  }),
  noRoomForKernel: (prefix: string, length: number) => ({
    en: `--address ${prefix}: the kernel needs an address of the same prefix. Use /${length}.`,
    zh: `--address ${prefix}：同一前缀里还要留一个地址给内核，请用 /${length}。`,
  }),
  /** The address of the network, or the one for broadcasts. */
  notOfHost: (prefix: string, isNetwork: boolean, another: string) => ({
    en: `--address ${prefix}: that is ${isNetwork ? 'the network itself' : 'its broadcast address'}, not a host. Try ${another}.`,
    zh: `--address ${prefix}：这是${isNetwork ? '网络地址' : '广播地址'}，不是主机的地址，可以用 ${another}。`,
  }),

  optionsOnly: (word: string) => ({
    en: `serve takes options only; what is "${word}"?`,
    zh: `serve 后面只能写选项，“${word}”是什么？`,
  }),
  whatToServe: (services: readonly string[]) => ({
    en: `Say what to serve: ${services.join(', ')}.`,
    zh: `要写明提供什么服务：${services.join('、')}。`,
  }),
  oneService: (services: readonly string[]) => ({
    en: `Serve one thing at a time: ${services.join(', ')}.`,
    zh: `一次只能提供一种服务：${services.join('、')}。`,
  }),

  oneUrl: () => ({
    en: 'get takes one URL, such as http://10.9.0.1:8000/file.',
    zh: 'get 要写一个 URL，也只能写一个，例如 http://10.9.0.1:8000/file。',
  }),
  noUrl: (text: string) => ({
    en: `${text} is not a URL. Write it as http://HOST[:PORT]/PATH.`,
    zh: `${text} 不是 URL，要写成 http://HOST[:PORT]/PATH。`,
  }),
  httpOnly: (scheme: string) => ({
    en: `get speaks http only, not ${scheme}.`,
    zh: `get 只支持 http，不支持 ${scheme}。`,
  }),
  jsonToOutput: () => ({
    en: '--json writes to standard output; say where the file goes with -o.',
    zh: '--json 写到标准输出，文件写到哪里，要用 -o 指定。',
  }),
} as const satisfies Readonly<Record<string, (...about: never[]) => Words>>;
