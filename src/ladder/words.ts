import type { Lang, Words } from '../base/words.ts';
import type { CallDetail, HostChange, Trace, TraceViolation } from '../observe/trace.ts';
import type { DROP_NAMES } from '../wire/drop.ts';
import { ASCII, UNICODE } from './glyphs.ts';
import type { ArrowKind, Note } from './layout.ts';
import { wrap } from './width.ts';

/** The words of drawings that have no parameters. A word that lacks a language does not compile. */
// biome-ignore format: a table
const WORDS = {
  noSegment: { en: 'no segment was sent', zh: '没有发送任何报文段' },
  notStandard: { en: 'not standard behaviour', zh: '不符合标准的行为' },
  dropped: { en: 'dropped', zh: '被丢弃' },
  copy: { en: 'copy', zh: '副本' },
  lost: { en: 'lost', zh: '丢失' },
  inFlight: { en: 'under way', zh: '在途中' },
  delivered: { en: 'delivered', zh: '已送达' },
  duplicate: { en: 'duplicated', zh: '重复' },
  corrupt: { en: 'corrupted', zh: '损坏' },
  delayed: { en: 'delayed', zh: '延迟' },
  again: { en: 'sent again', zh: '重传' },
  listens: { en: 'listen', zh: '监听' },
  ended: { en: 'end of data', zh: '对端已发完' },
  legend: { en: 'Legend', zh: '图例' },
  timeWait: { en: 'TIME-WAIT', zh: 'TIME-WAIT' },
  wait: { en: 'a wait, shortened', zh: '等待（缩短了画）' },
} as const satisfies Record<string, Words>;

export type Word = keyof typeof WORDS;

export function word(key: Word, lang: Lang): string {
  return WORDS[key][lang];
}

/** What kinds of segments are called. */
// biome-ignore format: a table
const KINDS: Readonly<Record<ArrowKind, Words>> = {
  open: { en: 'SYN: opens', zh: 'SYN：建立连接' },
  data: { en: 'data', zh: '数据' },
  ack: { en: 'ACK only', zh: '纯 ACK' },
  close: { en: 'FIN: closes', zh: 'FIN：关闭连接' },
  reset: { en: 'RST: resets', zh: 'RST：重置' },
};

export function kindWord(kind: ArrowKind, lang: Lang): string {
  return KINDS[kind][lang];
}

type Reason = Exclude<(typeof DROP_NAMES)[number], ''>;

/** Why a segment was dropped. */
// biome-ignore format: a table
const REASONS: Readonly<Record<Reason, Words>> = {
  'truncated': { en: 'incomplete', zh: '不完整' },
  'bad-version': { en: 'wrong IP version', zh: 'IP 版本错误' },
  'bad-header-length': { en: 'wrong header length', zh: '首部长度错误' },
  'bad-total-length': { en: 'wrong total length', zh: '总长度错误' },
  'bad-ip-checksum': { en: 'wrong IP checksum', zh: 'IP 校验和错误' },
  'not-for-us': { en: 'not for this host', zh: '不是发给本机的' },
  'bad-source': { en: 'invalid source address', zh: '源地址无效' },
  'unknown-protocol': { en: 'unknown protocol', zh: '未知协议' },
  'bad-fragment': { en: 'bad fragment', zh: '分片错误' },
  'reassembly-full': { en: 'no room for reassembly', zh: '重组缓冲已满' },
  'reassembly-timeout': { en: 'reassembly timed out', zh: '重组超时' },
  'bad-tcp-header': { en: 'bad TCP header', zh: 'TCP 首部错误' },
  'bad-tcp-checksum': { en: 'wrong TCP checksum', zh: 'TCP 校验和错误' },
  'bad-icmp': { en: 'bad ICMP message', zh: 'ICMP 报文错误' },
  'broadcast-segment': { en: 'broadcast segment', zh: '广播报文段' },
  'no-listener': { en: 'no connection, no listener', zh: '没有这条连接，也无人监听' },
  'syn-queue-full': { en: 'SYN queue full', zh: '半连接队列已满' },
  'awaits-text': { en: 'waits for text', zh: '等数据到了才建立' },
  'accept-queue-full': { en: 'accept queue full', zh: '全连接队列已满' },
  'no-route': { en: 'no route', zh: '没有路由' },
  'too-big': { en: 'larger than the MTU', zh: '超过 MTU' },
  'outside-window': { en: 'outside the window', zh: '在接收窗口之外' },
  'paws': { en: 'old timestamp (PAWS)', zh: '时间戳过旧（PAWS）' },
  'no-ack': { en: 'no ACK', zh: '没有 ACK' },
  'unacceptable-ack': { en: 'unacceptable ACK', zh: '不可接受的 ACK' },
  'after-close': { en: 'came after the close', zh: '关闭之后才到' },
  'bad-reset': { en: 'invalid RST', zh: '无效的 RST' },
  'interface-down': { en: 'interface is down', zh: '接口没有启用' },
  'syn-fin': { en: 'both SYN and FIN', zh: 'SYN 与 FIN 同时置位' },
  'icmp-stray': { en: 'ICMP about no connection here', zh: 'ICMP 与任何连接无关' },
  'icmp-not-in-flight': { en: 'ICMP about nothing in flight', zh: 'ICMP 所引报文段不在途中' },
  'icmp-bad-mtu': { en: 'ICMP with an invalid MTU', zh: 'ICMP 给出的 MTU 无效' },
  'icmp-ignored': { en: 'ICMP ignored', zh: 'ICMP 不予处理' },
  'bad-udp': { en: 'invalid UDP datagram', zh: 'UDP 数据报无效' },
  'wrong-encapsulation': { en: 'from another UDP port', zh: '来自别的 UDP 端口' },
  'md5-missing': { en: 'MD5 signature missing', zh: '缺少 MD5 签名' },
  'md5-unexpected': { en: 'unexpected MD5 signature', zh: '不应有的 MD5 签名' },
  'md5-wrong': { en: 'wrong MD5 signature', zh: 'MD5 签名错误' },
};

/** A reason for dropping; one that is not known is shown as it is. */
export function reasonText(reason: string, lang: Lang): string {
  return Object.hasOwn(REASONS, reason) ? REASONS[reason as Reason][lang] : reason;
}

// biome-ignore format: a table
const CHANGES: Readonly<Record<HostChange, Words>> = {
  'power-off': { en: 'power off', zh: '断电' },
  'boot': { en: 'boots', zh: '开机' },
  'kill': { en: 'process killed', zh: '进程被杀死' },
  'unplug': { en: 'cable unplugged', zh: '拔掉网线' },
  'plug': { en: 'cable plugged in', zh: '插上网线' },
};

/** What happened to a host; a change that is not known is shown as it is. */
export function changeText(what: string, lang: Lang): string {
  return Object.hasOwn(CHANGES, what) ? CHANGES[what as HostChange][lang] : what;
}

/** Calls that are drawn; the others say nothing that a state does not show. */
const DRAWN = new Set(['connect', 'accept', 'send', 'read', 'end', 'close', 'release', 'abort']);

/** Whether a call stands on a ladder: one that does something, and an end that is an error. */
export function isDrawn(call: string, detail: CallDetail): boolean {
  return DRAWN.has(call) || typeof detail.error === 'string';
}

/** The longest text that is quoted. */
const QUOTED = 16;

function quoted(text: string): string {
  const line = text.replace(/[\r\n]+/g, ' ').trim();
  const all = [...line];
  const short = all.length > QUOTED ? `${all.slice(0, QUOTED - 1).join('')}...` : line;
  return `"${short}"`;
}

/** A call as programmers write it: `connect()`, `read() "Hi"`, `closed: ETIMEDOUT`. */
export function callText(call: string, detail: CallDetail, lang: Lang): string {
  const failed = typeof detail.error === 'string' ? `: ${detail.error}` : '';
  if (call === 'release') return `close(2)${failed}`;
  if (call === 'end') return `read() = 0${failed}`;
  if (call === 'closed') return `${lang === 'zh' ? '连接结束' : 'closed'}${failed}`;
  if (call === 'trouble') return lang === 'zh' ? '没有回音，还在重试' : 'no answer yet';
  if (detail.text !== undefined && detail.text.trim() !== '') {
    return `${call}() ${quoted(detail.text)}${failed}`;
  }
  if (detail.octets !== undefined) {
    return `${call}() ${octetsText(detail.octets, lang)}${failed}`;
  }
  return `${call}()${failed}`;
}

export function octetsText(n: number, lang: Lang): string {
  if (lang === 'zh') return `${n} 字节`;
  return n === 1 ? '1 octet' : `${n} octets`;
}

/** What a note says. */
export function noteText(n: Note, lang: Lang): string {
  const { about } = n;
  if (about.kind === 'host') return changeText(about.what, lang);
  if (about.kind === 'call') return callText(about.call, about.detail, lang);
  const reason = reasonText(about.reason, lang);
  const name = n.segment ?? '';
  // It is answered: RFC 9293 section 3.10.7.4, first. What is in it is not taken.
  if (about.reason === 'outside-window') {
    return lang === 'zh'
      ? `${name} 不在窗口内，内容不收`.trim()
      : `${name} outside the window`.trim();
  }
  return lang === 'zh' ? `${name} 被丢弃：${reason}`.trim() : `${name} dropped: ${reason}`.trim();
}

/** How the standard counts the steps of SEGMENT ARRIVES. */
const STEPS = 'first second third fourth fifth sixth seventh eighth'.split(' ');

/** `RFC 9293 section 3.5` in the language. */
export function clauseText(clause: string, lang: Lang): string {
  if (lang === 'en') return clause;
  return clause
    .replace(/\bsections? ([\d.]+(?:(?:, | and )[\d.]+)*)/g, (_all, list: string) => {
      return `第 ${list.replace(/, | and /g, '、')} 节`;
    })
    .replace(/, (\w+(?: and \w+)?)$/, (all, steps: string) => {
      const places = steps.split(' and ').map((step) => STEPS.indexOf(step));
      if (places.includes(-1)) return all;
      return places.map((n) => `第${'一二三四五六七八'[n]}步`).join('、');
    });
}

/** One rule broken on purpose: who, by which what-if, and the clause. */
export function violationText(v: TraceViolation, lang: Lang): string {
  const clause = clauseText(v.clause, lang);
  if (lang === 'zh') return `${v.host} 的 ${v.whatIf} 违反 ${clause}`;
  return `${v.whatIf} on ${v.host} breaks ${clause}`;
}

export function omittedText(n: number, lang: Lang): string {
  if (lang === 'zh') return `另有 ${n} 个事件未显示：数量太多`;
  return `${n} events are not shown: too many`;
}

/** How many flows are left out of a drawing of several. */
export function moreFlowsText(n: number, lang: Lang): string {
  if (lang === 'zh') return `另有 ${n} 条连接未画出`;
  return n === 1 ? '1 more connection is not drawn' : `${n} more connections are not drawn`;
}

/** What a drawing in text says above itself when a rule is broken; nothing when none is. */
export function violationLines(
  trace: Pick<Trace, 'nonStandard'>,
  lang: Lang,
  ascii: boolean,
  width: number,
): string[] {
  if (trace.nonStandard.length === 0) return [];
  const { warning } = ascii ? ASCII : UNICODE;
  const clauses = trace.nonStandard.map((v) => violationText(v, lang));
  const [colon, semicolon] = lang === 'zh' ? ['：', '；'] : [': ', '; '];
  return wrap(`${warning} ${word('notStandard', lang)}${colon}${clauses.join(semicolon)}`, width);
}
