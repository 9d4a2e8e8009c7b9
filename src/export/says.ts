import type { Words } from '../base/words.ts';

/** The formats a trace can be written in. */
export type ExportFormat = keyof typeof CANNOT_SAY;

/** What each format cannot express, in a sentence: to be shown to whoever exports. */
export const CANNOT_SAY = {
  pcapng: {
    en: 'A capture shows packets: what applications called, the states, timers and variables of TCP are not in it.',
    zh: '抓包文件里只有报文：应用的调用，以及 TCP 的状态、定时器和变量都不在其中。',
  },
  packetdrill: {
    en: 'A packetdrill script is about one connection of one host: other hosts follow the recorded times and do not react, and windows and initial sequence numbers are not compared.',
    zh: 'packetdrill 脚本只针对一台主机的一个连接：其他主机只按记录的时刻行动，不会作出反应；窗口和初始序号不作比较。',
  },
  svg: {
    en: 'A drawing shows one moment as one line: the variables and timers of TCP are not in it, and it cannot be read back.',
    zh: '图里每个时刻只占一行：TCP 的变量和定时器不在其中，也无法从图还原出轨迹。',
  },
  mermaid: {
    en: 'A Mermaid diagram has the order of what happened but no scale of time, and an arrow that is lost or late looks much like any other.',
    zh: 'Mermaid 图只有先后顺序，没有时间刻度；丢失或迟到的报文段与其他箭头看上去差别不大。',
  },
  markdown: {
    en: 'A report tells the run in words: the octets, variables and timers of TCP are not in it.',
    zh: '报告用文字讲述这次运行：报文字节，以及 TCP 的变量和定时器都不在其中。',
  },
  json: {
    en: 'The trace has everything that was recorded; the text that applications exchanged is in it only where it is short, or where octets were kept.',
    zh: '轨迹包含记录下来的全部内容；应用交换的数据只有较短时，或者保留了报文字节时，才在其中。',
  },
} as const satisfies Readonly<Record<string, Words>>;
