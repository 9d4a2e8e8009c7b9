import type { Words } from '../base/words.ts';

/** A thing with a name of its own in each language, for drawings and tables. */
export interface Name {
  /** As traces and the standard write it; the same in every language. */
  readonly id: string;
  readonly words: Words;
  /** What it is, in a few words. */
  readonly about: Words;
}

function name(id: string, zh: string, en: string, aboutZh: string, aboutEn: string): Name {
  return { id, words: { zh, en }, about: { zh: aboutZh, en: aboutEn } };
}

/** The eleven states, in the order of RFC 9293 section 3.3.2. */
// biome-ignore format: a table
export const STATES: readonly Name[] = [
  name('CLOSED', '关闭', 'closed', '没有连接', 'no connection at all'),
  name('LISTEN', '监听', 'listen', '等别人来连', 'waiting to be called by anybody'),
  name('SYN-SENT', 'SYN 已发送', 'SYN sent', '发出了 SYN，等对端的 SYN', 'SYN is out, the peer\'s is awaited'),
  name('SYN-RECEIVED', 'SYN 已收到', 'SYN received', '双方的 SYN 都有了，等自己的 SYN 被确认', 'both SYNs are known, the ACK of ours is awaited'),
  name('ESTABLISHED', '已建立', 'established', '可以双向传数据', 'data flows both ways'),
  name('FIN-WAIT-1', '终止等待 1', 'FIN wait 1', '发出了 FIN，等它被确认，或等对端的 FIN', 'FIN is out, its ACK or the peer\'s FIN is awaited'),
  name('FIN-WAIT-2', '终止等待 2', 'FIN wait 2', '自己的方向已关，等对端的 FIN', 'our direction is closed, the peer\'s FIN is awaited'),
  name('CLOSE-WAIT', '关闭等待', 'close wait', '对端关了，等自己的应用关闭', 'the peer has closed, our application has not'),
  name('CLOSING', '正在关闭', 'closing', '两个 FIN 交叉，等自己的 FIN 被确认', 'the FINs crossed, the ACK of ours is awaited'),
  name('LAST-ACK', '最后确认', 'last ACK', '对端先关，等自己的 FIN 被确认', 'the peer closed first, the ACK of our FIN is awaited'),
  name('TIME-WAIT', '时间等待', 'time wait', '等 2MSL，旧报文段也随之消失', 'waiting 2 MSL for old segments to die'),
];

/** What is drawn besides: timers, tables, roles, parts of a segment. */
// biome-ignore format: a table
export const THINGS: readonly Name[] = [
  name('retransmission', '重传定时器', 'retransmission timer', 'SYN、数据或 FIN 没被确认就重传', 'sends SYN, data or FIN again'),
  name('syn-ack', 'SYN+ACK 重传定时器', 'SYN+ACK timer', '半连接等第三次握手', 'a half-open entry waits for the third segment'),
  name('persist', '持续定时器', 'persist timer', '窗口为 0 时定时探测', 'probes a window of 0'),
  name('delayed-ack', '延迟确认定时器', 'delayed ACK timer', '等数据捎带确认', 'waits for data to carry the ACK'),
  name('override', '小段发送定时器', 'override timer', '不再攒，先发小段', 'sends a small segment after all'),
  name('fin-wait-2', 'FIN-WAIT-2 定时器', 'FIN-WAIT-2 timer', '清掉没有主人的 FIN-WAIT-2', 'clears a FIN-WAIT-2 that nobody holds'),
  name('keep-alive', '保活定时器', 'keepalive timer', '很久没消息就探测', 'asks after long silence'),
  name('user-timeout', '用户超时', 'user timeout', '数据最多等多久', 'how long data may wait'),
  name('linger', 'linger 定时器', 'linger timer', '关闭时最多等多久', 'how long a close may wait'),
  name('time-wait', '2MSL 定时器', '2 MSL timer', 'TIME-WAIT 的长度', 'the length of TIME-WAIT'),
  name('synQueue', '半连接队列', 'SYN queue', '收到 SYN、等第三次握手的项', 'entries that wait for the third segment'),
  name('acceptQueue', '全连接队列', 'accept queue', '已建立、等 accept 取走的连接', 'connections that wait for accept'),
  name('connections', '连接', 'connections', '正在使用的连接', 'those in use'),
  name('timeWait', 'TIME-WAIT 表', 'TIME-WAIT table', '等 2MSL 的四元组', 'pairs of ends that wait 2 MSL'),
  name('opener', '发起方', 'opener', '先发 SYN 的一方', 'who sends the first SYN'),
  name('listener', '监听方', 'listener', '等人来连的一方', 'who waits to be called'),
  name('active-closer', '主动关闭方', 'active closer', '先发 FIN 的一方', 'who sends the first FIN'),
  name('passive-closer', '被动关闭方', 'passive closer', '后发 FIN 的一方', 'who sends the second FIN'),
  name('seq', '序号', 'sequence number', '报文段里第一个字节的编号', 'the number of the first octet'),
  name('ack', '确认号', 'acknowledgment number', '期待的下一个字节', 'the octet expected next'),
  name('window', '窗口', 'window', '还能接收多少字节', 'how much may still be received'),
];

const BY_ID = new Map([...STATES, ...THINGS].map((n) => [n.id, n]));

/** The name of a state, timer or table; null when it has none. */
export function nameOf(id: string): Name | null {
  return BY_ID.get(id) ?? null;
}
