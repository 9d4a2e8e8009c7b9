import type { Words } from '../base/words.ts';

/** What `synwave lab` says, in both languages. */
export const LAB_WORDS = {
  open: (url: string) => ({ en: `The lab is at ${url}`, zh: `实验室的网址：${url}` }),
  howToEnd: () => ({ en: 'Ctrl-C ends it.', zh: '按 Ctrl-C 结束。' }),
  everywhere: () => ({
    en: 'Other machines that can reach this one can open it too.',
    zh: '能访问本机的其他机器也能打开它。',
  }),

  optionsOnly: (word: string) => ({
    en: `lab takes options only; what is "${word}"?`,
    zh: `lab 后面只能写选项，“${word}”是什么？`,
  }),

  notBuilt: () => ({ en: 'the lab is not built', zh: '实验室还没有构建' }),
  build: () => ({ en: 'Run: npm run build', zh: '请运行：npm run build' }),
  busy: (port: number) => ({
    en: `port ${port} is in use by another program`,
    zh: `端口 ${port} 正被另一个程序占用`,
  }),
  /** The other program is most likely this one. */
  anotherPort: (url: string) => ({
    en: `The lab may be open already: ${url} Else give another port, such as --port 0 for any.`,
    zh: `也许实验室已经开着：${url} 不然就换一个端口，--port 0 可以取任意一个空闲的。`,
  }),
  forbidden: (port: number) => ({
    en: `port ${port} is not for ordinary users`,
    zh: `普通用户不能用端口 ${port}`,
  }),
  highPort: () => ({ en: 'Take one above 1023.', zh: '请用大于 1023 的端口。' }),
  noHost: (host: string) => ({
    en: `--host ${host} is no address of this machine`,
    zh: `--host ${host} 不是本机的地址`,
  }),
  localHost: () => ({ en: 'Leave it out, or give 127.0.0.1.', zh: '可以不写，或者写 127.0.0.1。' }),
} as const satisfies Readonly<Record<string, (...about: never[]) => Words>>;
