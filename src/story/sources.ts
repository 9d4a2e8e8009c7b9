import type { Words } from '../base/words.ts';

/** What a note refers to, and where the standard speaks of the same. */
export interface Source {
  readonly id: string;
  /** The note, and the reference as it gives it. */
  readonly note: string;
  readonly reference: string;
  readonly subject: Words;
  /** Clauses of the standard on the same subject. */
  readonly clauses: readonly string[];
}

// The notes' links are named as they stand there; nothing is fetched from them.
export const SOURCES: readonly Source[] = [
  {
    id: 'S0-1',
    note: 'S0',
    reference: 'https://juejin.cn/post/6844904070889603085',
    subject: {
      zh: 'TCP 面试题：握手、挥手、同时打开与关闭、2MSL',
      en: 'interview questions: opening, closing, both at once, 2 MSL',
    },
    clauses: ['RFC 9293 section 3.5', 'RFC 9293 section 3.6', 'RFC 9293 section 3.6.1'],
  },
  {
    id: 'S0-2',
    note: 'S0',
    reference: 'https://juejin.cn/post/6844903625513238541',
    subject: { zh: '三次握手与四次挥手的流程图', en: 'drawings of opening and closing' },
    clauses: ['RFC 9293 section 3.3.2', 'RFC 9293 section 3.5', 'RFC 9293 section 3.6'],
  },
  {
    id: 'S3-1',
    note: 'S3',
    reference: 'https://mp.weixin.qq.com/s/q-5Q0RiOAYaxNfvDtouMeQ',
    subject: {
      zh: '为什么握手要三次：防止历史连接',
      en: 'why three to open: old duplicate connections',
    },
    clauses: ['RFC 9293 section 3.5', 'RFC 9293 section 3.5.1'],
  },
  {
    id: 'S4-1',
    note: 'S4',
    reference: 'RFC 793',
    subject: {
      zh: '1981 年的 TCP 标准，已由 RFC 9293（2022 年）取代',
      en: 'TCP as of 1981, replaced by RFC 9293 in 2022',
    },
    clauses: ['RFC 9293', 'RFC 9293 section 3.6', 'RFC 9293 section 3.10'],
  },
];

/** A standard that events and terms refer to. */
export interface Standard {
  readonly id: string;
  readonly subject: Words;
}

export const STANDARDS: readonly Standard[] = [
  { id: 'RFC 9293', subject: { zh: 'TCP 本身', en: 'TCP itself' } },
  {
    id: 'RFC 1337',
    subject: { zh: 'TIME-WAIT 被提前结束的危险', en: 'hazards of ending TIME-WAIT early' },
  },
  { id: 'RFC 2525', subject: { zh: '已知的实现问题', en: 'known implementation problems' } },
  { id: 'RFC 4987', subject: { zh: 'SYN 洪泛与对策', en: 'SYN floods and what helps' } },
  { id: 'RFC 5681', subject: { zh: '拥塞控制', en: 'congestion control' } },
  { id: 'RFC 5927', subject: { zh: '借 ICMP 攻击 TCP', en: 'ICMP attacks on TCP' } },
  { id: 'RFC 5961', subject: { zh: '防盲猜攻击：挑战 ACK', en: 'blind attacks: challenge ACKs' } },
  { id: 'RFC 6056', subject: { zh: '临时端口的选择', en: 'choosing ephemeral ports' } },
  { id: 'RFC 6298', subject: { zh: '重传定时器', en: 'the retransmission timer' } },
  { id: 'RFC 6528', subject: { zh: '初始序号的生成', en: 'making initial sequence numbers' } },
  { id: 'RFC 6582', subject: { zh: 'NewReno 快速恢复', en: 'NewReno fast recovery' } },
  {
    id: 'RFC 7323',
    subject: { zh: '窗口扩大、时间戳、PAWS', en: 'window scaling, timestamps, PAWS' },
  },
  { id: 'RFC 7413', subject: { zh: 'TCP 快速打开', en: 'TCP Fast Open' } },
];

/** Where to read a standard, or a section of one: `RFC 9293 section 3.5`. Empty when it names none. */
export function linkTo(clause: string): string {
  const found = /^RFC (\d+)(?: section ([\d.]+))?$/.exec(clause);
  if (found === null) return '';
  const page = `https://www.rfc-editor.org/rfc/rfc${found[1]}`;
  // Only the newer pages have names for their sections.
  return found[2] === undefined ? page : `${page}#section-${found[2]}`;
}
