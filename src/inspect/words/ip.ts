import type { Words } from '../../base/words.ts';
import type { FieldWords } from '../field.ts';

function field(zhName: string, enName: string, zh: string, en: string, clause: string): FieldWords {
  return { name: { zh: zhName, en: enName }, says: { zh, en }, clause };
}

const V4 = 'RFC 791 section 3.1';
const V6 = 'RFC 8200 section 3';

// biome-ignore format: a table
export const IP = {
  version: field('版本', 'Version', 'IP 的版本：4 或 6。', 'The version of IP: 4 or 6.', V4),
  ihl: field('首部长度', 'Header length', 'IP 首部有几个 32 位字，最少 5 个。', 'How many 32-bit words the IP header has, at least 5.', V4),
  dscp: field('区分服务', 'DSCP', '希望网络怎样对待这个包：优先级、排队方式。一般为 0。', 'How the network should treat the packet: its class of service. Usually 0.', 'RFC 2474 section 3'),
  ecn: field('ECN', 'ECN', '路由器拥塞时可以不丢包，而是改这两位来提醒。', 'A congested router may set these two bits instead of dropping the packet.', 'RFC 3168 section 5'),
  total: field('总长度', 'Total length', '整个包有多少字节，首部算在内。', 'Octets of the whole packet, the header among them.', V4),
  id: field('标识', 'Identification', '同一个包的各个分片用同一个标识。不许分片的包不需要它。', 'The fragments of one packet share it. A packet that must not be fragmented needs none.', 'RFC 6864 section 4'),
  reserved: field('保留位', 'Reserved', '必须是 0。', 'Must be 0.', V4),
  df: field('DF：不分片', "DF: don't fragment", '是否允许路由器把包分片。', 'Whether routers may fragment the packet.', V4),
  mf: field('MF：还有分片', 'MF: more fragments', '后面还有没有分片。', 'Whether other fragments follow.', V4),
  offset: field('片偏移', 'Fragment offset', '这个分片在原来的包里从哪里开始，以 8 字节为单位。', 'Where the fragment stands in its packet, in units of 8 octets.', V4),
  ttl: field('生存时间', 'Time to live', '每过一个路由器减 1，减到 0 就丢弃，免得包在网络里兜圈子。', 'Each router takes 1 off; at 0 the packet is dropped, so that none goes round for ever.', V4),
  protocol: field('协议', 'Protocol', '里面装的是什么：6 是 TCP。', 'What is inside: 6 is TCP.', V4),
  checksum: field('IP 首部校验和', 'IP header checksum', '只管 IP 首部这一部分；每一跳都要重新计算，因为 TTL 变了。', 'Covers the IP header alone; each hop computes it anew, for the TTL has changed.', V4),
  src: field('源地址', 'Source address', '谁发的。它也参加 TCP 校验和的计算（伪首部）。', 'Who sent it. It is part of the TCP checksum, too, by the pseudo-header.', V4),
  dst: field('目的地址', 'Destination address', '发给谁。它也参加 TCP 校验和的计算（伪首部）。', 'Whom it is for. It is part of the TCP checksum, too, by the pseudo-header.', V4),
  options: field('IP 选项', 'IP options', 'IP 首部里可有可无的部分，如今几乎不用；主机跳过它们。', 'The part of the IP header that may be missing; hardly used today. Hosts step over it.', V4),
  version6: field('版本', 'Version', 'IP 的版本：4 或 6。', 'The version of IP: 4 or 6.', V6),
  flow: field('流标签', 'Flow label', '同一条连接的包用同一个标签，路由器可以据此分流。', 'Packets of one connection share it, so that routers can keep them on one path.', 'RFC 6437 section 2'),
  length6: field('载荷长度', 'Payload length', '40 字节固定首部之后还有多少字节。', 'Octets behind the fixed header of 40.', V6),
  next: field('下一个首部', 'Next header', '紧跟着的是什么：6 是 TCP。', 'What comes next: 6 is TCP.', V6),
  hops: field('跳数限制', 'Hop limit', '每过一个路由器减 1，减到 0 就丢弃。', 'Each router takes 1 off; at 0 the packet is dropped.', V6),
  src6: field('源地址', 'Source address', '谁发的。它也参加 TCP 校验和的计算（伪首部）。', 'Who sent it. It is part of the TCP checksum, too, by the pseudo-header.', V6),
  dst6: field('目的地址', 'Destination address', '发给谁。它也参加 TCP 校验和的计算（伪首部）。', 'Whom it is for. It is part of the TCP checksum, too, by the pseudo-header.', V6),
  extension: field('IPv6 扩展首部', 'IPv6 extension header', 'IPv6 把不常用的内容放在这里，一个接一个；第一个字节说明下一个是什么。', 'What IPv6 seldom needs, one behind the other; the first octet says what the next is.', 'RFC 8200 section 4'),
} satisfies Record<string, FieldWords>;

// biome-ignore format: a table
export const FLAGS = {
  reserved: { on: { zh: '不该是 1。', en: 'It should not be 1.' }, off: { zh: '正常。', en: 'As it must be.' } },
  df: { on: { zh: '不许分片；太大就丢弃，并通知发送方。TCP 一般这样，用来探测路径 MTU。', en: 'Not to be fragmented: if it is too big it is dropped and the sender told. TCP does so to find the path MTU.' }, off: { zh: '允许路由器分片。', en: 'Routers may fragment it.' } },
  mf: { on: { zh: '后面还有分片。', en: 'Other fragments follow.' }, off: { zh: '没有分片，或者这是最后一片。', en: 'It is whole, or the last fragment.' } },
};

const ECN: readonly Words[] = [
  { zh: '不支持 ECN', en: 'not ECN-capable' },
  { zh: '支持 ECN：ECT(1)', en: 'ECN-capable: ECT(1)' },
  { zh: '支持 ECN：ECT(0)', en: 'ECN-capable: ECT(0)' },
  { zh: '路上遇到了拥塞：CE', en: 'congestion was met on the way: CE' },
];

export function ecnMeans(n: number): Words | null {
  return ECN[n] ?? null;
}

/** A count of 32-bit words in octets. */
export function wordsMeans(n: number): Words {
  return { zh: `${n} × 4 = ${n * 4} 字节`, en: `${n} × 4 = ${n * 4} octets` };
}

export function octetsMeans(n: number): Words {
  return { zh: `${n} 字节`, en: n === 1 ? '1 octet' : `${n} octets` };
}

export function offsetMeans(n: number): Words {
  if (n === 0) return { zh: '从头开始', en: 'from the beginning' };
  return { zh: `${n} × 8 = 第 ${n * 8} 字节起`, en: `${n} × 8 = from octet ${n * 8}` };
}

const PROTOCOLS: Readonly<Record<number, string>> = {
  1: 'ICMP',
  6: 'TCP',
  17: 'UDP',
  58: 'ICMPv6',
};

export function protocolMeans(n: number): Words | null {
  const name = PROTOCOLS[n];
  return name === undefined ? null : { zh: name, en: name };
}

export function versionMeans(n: number): Words | null {
  return n === 4 || n === 6 ? { zh: `IPv${n}`, en: `IPv${n}` } : null;
}
