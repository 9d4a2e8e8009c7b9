import type { Words } from '../../base/words.ts';
import type { TraceVars } from '../../observe/trace.ts';

/**
 * How a variable is written: a number of the stream that arrives or of the one that leaves, a time, or a
 * count of octets.
 */
type Unit = 'arriving' | 'leaving' | 'time' | 'octets';

interface Variable {
  readonly key: keyof TraceVars;
  readonly name: Words;
  readonly unit: Unit;
}

function variable(key: keyof TraceVars, unit: Unit, zh: string, en = zh): Variable {
  return { key, unit, name: { zh, en } };
}

/** The variables of a TCB by the names of RFC 9293 section 3.3.1. */
export const VARS: readonly Variable[] = [
  variable('iss', 'leaving', 'ISS'),
  variable('irs', 'arriving', 'IRS'),
  variable('una', 'leaving', 'SND.UNA'),
  variable('nxt', 'leaving', 'SND.NXT'),
  variable('sndWnd', 'octets', 'SND.WND'),
  variable('rcvNxt', 'arriving', 'RCV.NXT'),
  variable('rcvWnd', 'octets', 'RCV.WND'),
  variable('cwnd', 'octets', 'cwnd'),
  variable('ssthresh', 'octets', 'ssthresh'),
  variable('srtt', 'time', 'SRTT'),
  variable('rto', 'time', 'RTO'),
  variable('sendQueue', 'octets', '发送队列', 'send queue'),
  variable('receiveQueue', 'octets', '接收队列', 'receive queue'),
];

export const DROPPED: Words = { zh: '丢弃', en: 'Dropped' };

/** Why a host drops what has arrived; what is not here cannot happen to a segment. */
// biome-ignore format: a table
const DROPS: Readonly<Record<string, Words>> = {
  'truncated': { zh: '包不完整', en: 'the packet is not whole' },
  'bad-version': { zh: 'IP 版本不对', en: 'the IP version is wrong' },
  'bad-header-length': { zh: 'IP 首部长度不对', en: 'the IP header length is wrong' },
  'bad-total-length': { zh: '总长度不对', en: 'the total length is wrong' },
  'bad-ip-checksum': { zh: 'IP 首部校验和不对', en: 'the IP header checksum is wrong' },
  'not-for-us': { zh: '不是发给这台主机的', en: 'it is for another host' },
  'bad-source': { zh: '源地址不对', en: 'the source address is wrong' },
  'unknown-protocol': { zh: '协议不认识', en: 'the protocol is not known' },
  'bad-fragment': { zh: '分片不对', en: 'the fragment is wrong' },
  'bad-tcp-header': { zh: 'TCP 首部不合规', en: 'the TCP header is malformed' },
  'bad-tcp-checksum': { zh: 'TCP 校验和不对', en: 'the TCP checksum is wrong' },
  'broadcast-segment': { zh: '广播地址不能建立连接', en: 'TCP does not go by broadcast' },
  'no-listener': { zh: '没有人在这个端口监听', en: 'nobody listens on this port' },
  'syn-queue-full': { zh: '半连接队列满了', en: 'the SYN queue is full' },
  'awaits-text': { zh: '监听者要等数据到了才算连上', en: 'the listener waits for text before it counts' },
  'accept-queue-full': { zh: '全连接队列满了', en: 'the accept queue is full' },
  'outside-window': { zh: '序号在窗口之外', en: 'the sequence number is outside the window' },
  'paws': { zh: '时间戳太旧（PAWS）', en: 'the timestamp is too old (PAWS)' },
  'no-ack': { zh: '没有该有的 ACK 标志', en: 'the ACK flag is missing' },
  'unacceptable-ack': { zh: '确认号不可能是真的', en: 'the acknowledgment number cannot be true' },
  'after-close': { zh: '应用已经关闭，数据没人收', en: 'the application has closed: nobody takes the data' },
  'bad-reset': { zh: 'RST 的序号不正好是 RCV.NXT', en: 'the number of the RST is not exactly RCV.NXT' },
  'interface-down': { zh: '接口关着', en: 'the interface is down' },
  'syn-fin': { zh: 'SYN 和 FIN 不能同时为 1', en: 'SYN and FIN cannot both be 1' },
};

export function dropMeans(reason: string): Words {
  return DROPS[reason] ?? { zh: '没有采用', en: 'not accepted' };
}
