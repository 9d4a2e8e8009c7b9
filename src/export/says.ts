import type { Words } from '../base/words.ts';

/** The formats a trace can be written in. */
export type ExportFormat = keyof typeof CANNOT_SAY;

/** What each format cannot express, in a sentence: to be shown to whoever exports. */
export const CANNOT_SAY = {
  pcapng: {
    en: 'A capture shows packets: calls, states, timers and variables are not in it; both ends are captured, each segment twice, unless --side names one.',
    zh: '抓包文件里只有包：调用、状态、定时器和变量都不在里面；两端各抓一份，每个报文段出现两次，只要一端就用 --side 指定。',
  },
  packetdrill: {
    en: 'A packetdrill script is about one connection of one host: other hosts follow the recorded times and do not react, and windows and initial sequence numbers are not compared.',
    zh: 'packetdrill 脚本只管一台主机的一条连接：其他主机只按记录的时刻行动，不会作出反应；窗口和初始序号不作比较。',
  },
  svg: {
    en: 'A drawing shows segments, states and calls; octets, options and variables are in the JSON trace.',
    zh: '图里有报文段、状态和调用；字节、选项和变量要看 JSON 轨迹。',
  },
  mermaid: {
    en: 'Mermaid draws every arrow level: how long a segment took and whether two crossed cannot be seen.',
    zh: 'Mermaid 的箭头都是水平的：报文段走了多久、两个报文段有没有交叉，看不出来。',
  },
  markdown: {
    en: 'A report has the segments and the states; octets, timers and variables are in the JSON trace.',
    zh: '报告里有报文段和状态；字节、定时器和变量要看 JSON 轨迹。',
  },
  json: {
    en: 'The trace has everything that was recorded; the text that applications exchanged is in it only where it is short, or where octets were kept.',
    zh: '轨迹里有记录下来的全部内容；应用交换的数据，只有较短的，或者保留了报文段字节的，才在里面。',
  },
} as const satisfies Readonly<Record<string, Words>>;
