import type { Words } from '../../src/base/words.ts';
import { CANNOT_SAY } from '../../src/export/says.ts';
import type { Format } from './make.ts';

export const WORDS = {
  hidden: {
    zh: '正在“先猜再看”：整个经过还没看完，导出来就剧透了。',
    en: 'You are guessing, and have not come to the end: the whole run would give it away.',
  },
  stopGuessing: { zh: '不猜了，给我看', en: 'Stop guessing and show it' },
  formats: { zh: '格式', en: 'Format' },
  cannot: { zh: '它说不了的', en: 'What it cannot say' },
  copy: { zh: '复制', en: 'Copy' },
  copied: { zh: '已复制', en: 'Copied' },
  notCopied: {
    zh: '浏览器不让复制，请用下载。',
    en: 'The browser did not allow it. Please download instead.',
  },
  download: { zh: '下载', en: 'Download' },
  saved: { zh: '已下载：', en: 'Downloaded: ' },
  preview: { zh: '预览', en: 'Preview' },
  making: { zh: '正在生成……', en: 'One moment…' },
  more: { zh: '后面还有，下载的是全部。', en: 'There is more: the download has all of it.' },
  side: { zh: '在哪一端抓', en: 'Captured at' },
  whose: { zh: '内核演哪一台', en: 'The kernel plays' },
  both: { zh: '两端', en: 'both ends' },
  embed: { zh: '嵌进自己的网页', en: 'In a page of your own' },
  plainLink: { zh: '链接', en: 'Link' },
  long: {
    zh: '链接超过 2000 个字符，有些地方会截断它。',
    en: 'The link has more than 2,000 characters; some programs may cut it.',
  },
  failed: {
    zh: '这次运行写不成这种格式：没有报文段，或者这台主机没有连接。',
    en: 'This run cannot be written so: there is no segment, or this host has no connection.',
  },
  tooBig: {
    zh: '图太大，浏览器画不下，请导出 SVG。',
    en: 'The picture is too big for the browser. Please take the SVG.',
  },
  drawn: { zh: 'Mermaid 画出来是这样', en: 'As Mermaid draws it' },
  notDrawn: {
    zh: 'Mermaid 没能画出来，文字照样能用。',
    en: 'Mermaid could not draw it; the text is good all the same.',
  },
} as const satisfies Record<string, Words>;

/** Each format: its name, what it is for, and what it has no way to say. */
export const FORMATS: Readonly<
  Record<Format, { readonly name: Words; readonly about: Words; readonly cannot: Words }>
> = {
  link: {
    name: { zh: '链接', en: 'Link' },
    about: {
      zh: '打开它，就是现在看到的：场景、改动、时刻、语言。',
      en: 'It opens what is seen now: the scenario, what was done to it, the time, the language.',
    },
    cannot: {
      zh: '只有当前这条时间线；别的时间线和撤销记录不在里面。',
      en: 'It has this timeline only, neither the others nor what could be undone.',
    },
  },
  mermaid: {
    name: { zh: 'Mermaid', en: 'Mermaid' },
    about: {
      zh: '时序图的文字，贴进 Markdown、GitHub、语雀都能画出来。',
      en: 'A sequence diagram as text, drawn by GitHub and many editors.',
    },
    cannot: CANNOT_SAY.mermaid,
  },
  svg: {
    name: { zh: 'SVG 图', en: 'SVG' },
    about: {
      zh: '矢量图，放大不糊，可以继续编辑。',
      en: 'A drawing that stays sharp at any size and can be edited.',
    },
    cannot: CANNOT_SAY.svg,
  },
  png: {
    name: { zh: 'PNG 图', en: 'PNG' },
    about: { zh: '图片，贴到哪里都行。', en: 'A picture, for anywhere.' },
    cannot: CANNOT_SAY.svg,
  },
  pcapng: {
    name: { zh: 'pcapng 抓包', en: 'pcapng' },
    about: {
      zh: '用 Wireshark 打开；被动过手脚的包有注释。',
      en: 'For Wireshark. Packets that anything was done to have a comment.',
    },
    cannot: {
      zh: '抓包文件里只有包：调用、状态、定时器和变量都不在里面。两端都抓时，每个报文段出现两次。',
      en: 'It has packets only: no calls, states, timers or variables. Captured at both ends, each segment is there twice.',
    },
  },
  packetdrill: {
    name: { zh: 'packetdrill', en: 'packetdrill' },
    about: {
      zh: '测试脚本：让 Linux 内核演其中一台，看它是不是也这样做。',
      en: 'A script that lets a Linux kernel play one host, and tests whether it does the same.',
    },
    cannot: CANNOT_SAY.packetdrill,
  },
  json: {
    name: { zh: 'JSON 轨迹', en: 'JSON trace' },
    about: { zh: '记录下来的一切，给程序读。', en: 'All that was recorded, for programs.' },
    cannot: CANNOT_SAY.json,
  },
  markdown: {
    name: { zh: 'Markdown 讲义', en: 'Handout' },
    about: {
      zh: '问题、经过、时序图、结论，打印出来就能发。',
      en: 'The question, what happened, a ladder and what follows: ready to be handed out.',
    },
    cannot: CANNOT_SAY.markdown,
  },
  narration: {
    name: { zh: '旁白文字', en: 'Narration' },
    about: { zh: '一句一句，发生了什么、为什么。', en: 'Line by line, what happened and why.' },
    cannot: {
      zh: '只有话，没有图，也没有首部里的数。',
      en: 'Words only: neither the picture nor the numbers of the headers.',
    },
  },
};
