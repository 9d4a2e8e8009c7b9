import type { Words } from '../../src/base/words.ts';
import type { Verdict, Zone } from '../view/ruler.ts';
import type { Held, VarName } from '../view/vars.ts';

/** What each variable is, RFC 9293 section 3.3.1. */
export const VARS: Readonly<
  Record<VarName, { readonly name: string | Words; readonly about: Words }>
> = {
  una: { name: 'SND.UNA', about: { zh: '最早没被确认的', en: 'oldest unacknowledged' } },
  nxt: { name: 'SND.NXT', about: { zh: '下一个要发的', en: 'next to send' } },
  sndWnd: { name: 'SND.WND', about: { zh: '对端给的窗口', en: "peer's window" } },
  iss: { name: 'ISS', about: { zh: '自己的初始序号', en: 'own first number' } },
  rcvNxt: { name: 'RCV.NXT', about: { zh: '下一个要收的', en: 'next expected' } },
  rcvWnd: { name: 'RCV.WND', about: { zh: '给对端的窗口', en: 'own window' } },
  irs: { name: 'IRS', about: { zh: '对端的初始序号', en: "peer's first number" } },
  cwnd: { name: 'cwnd', about: { zh: '拥塞窗口', en: 'congestion window' } },
  ssthresh: { name: 'ssthresh', about: { zh: '慢启动门限', en: 'slow-start threshold' } },
  srtt: { name: 'SRTT', about: { zh: '平滑往返时间', en: 'smoothed round trip' } },
  rto: { name: 'RTO', about: { zh: '重传超时', en: 'retransmits after' } },
  sendQueue: {
    name: { zh: '发送队列', en: 'Send queue' },
    about: { zh: '写了还没被确认的字节', en: 'octets not acknowledged' },
  },
  receiveQueue: {
    name: { zh: '接收队列', en: 'Receive queue' },
    about: { zh: '到了还没被读走的字节', en: 'octets not read' },
  },
};

export const ORDER: readonly VarName[] = [
  'una',
  'nxt',
  'sndWnd',
  'iss',
  'rcvNxt',
  'rcvWnd',
  'irs',
  'cwnd',
  'ssthresh',
  'srtt',
  'rto',
  'sendQueue',
  'receiveQueue',
];

export const WORDS = {
  title: { zh: '连接的变量（TCB）', en: 'Variables of the connection (TCB)' },
  variable: { zh: '变量', en: 'Variable' },
  state: { zh: '状态', en: 'State' },
  changed: { zh: '这一步变了', en: 'changed at this step' },
  by: { zh: '因为', en: 'by' },
  nobody: {
    zh: '这条连接的两端都没有被记录。',
    en: 'Neither end of this connection was recorded.',
  },
  ruler: { zh: '序号尺', en: 'Sequence ruler' },
  notToScale: { zh: '示意，不按比例', en: 'not to scale' },
  noRuler: { zh: '还没有发送序号。', en: 'There are no numbers to send with yet.' },
  cwnd: { zh: '拥塞窗口现在只放行 # 字节', en: 'the congestion window lets # octets go now' },
  over: { zh: 'FIN 已发出，不再发新数据', en: 'its FIN is out: nothing new follows' },
  window: { zh: '接收窗口', en: 'receive window' },
  underWay: { zh: '在路上', en: 'under way' },
  arrived: { zh: '到了', en: 'arrived' },
  forged: { zh: '冒名', en: 'forged' },
  more: { zh: '另有 # 个没画', en: '# more not drawn' },
  beyond: { zh: '窗口之外', en: 'beyond the window' },
} satisfies Readonly<Record<string, Words>>;

/** Why a host has no TCB, or no longer. */
export const HELD: Readonly<Record<Exclude<Held['kind'], 'tcb'>, Words>> = {
  none: {
    zh: '还没有 TCB：监听的套接字只有端口和两个队列，要等 SYN 来了才有一项。',
    en: 'There is no TCB yet: a listening socket has a port and two queues, and no entry before a SYN comes.',
  },
  'half-open': {
    zh: '还没有 TCB，只有半连接队列里的一小项：第三次握手到了才建 TCB，所以 SYN 洪泛占不了多少内存。下面的数是从报文段推知的。',
    en: 'There is no TCB yet, only a small entry in the SYN queue: the TCB is made when the third segment comes, so that a SYN flood costs little memory. The numbers are those of the segments.',
  },
  'time-wait': {
    zh: 'TCB 已经放掉，只留 TIME-WAIT 表里的一小项来回答报文段。下面是最后的值。',
    en: 'The TCB has been let go; a small entry in the TIME-WAIT table answers segments. These are the last values.',
  },
  gone: {
    zh: '连接已不存在，TCB 也没有了。下面是最后的值。',
    en: 'There is no connection any more, and no TCB. These are the last values.',
  },
};

export const ZONES: Readonly<Record<Zone['kind'], Words>> = {
  acked: { zh: '已确认', en: 'acknowledged' },
  flight: { zh: '已发未确认', en: 'in flight' },
  open: { zh: '窗口还允许', en: 'the window still allows' },
};

export const VERDICTS: Readonly<Record<Verdict, Words>> = {
  next: { zh: '正是期待的', en: 'exactly what is expected' },
  window: { zh: '在窗口内', en: 'in the window' },
  old: { zh: '是旧的', en: 'old' },
  beyond: { zh: '超出窗口', en: 'beyond the window' },
};
