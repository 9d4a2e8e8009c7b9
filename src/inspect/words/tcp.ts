import type { Words } from '../../base/words.ts';
import type { FieldWords } from '../field.ts';

const HEADER = 'RFC 9293 section 3.1';

function field(
  zhName: string,
  enName: string,
  zh: string,
  en: string,
  clause = HEADER,
): FieldWords {
  return { name: { zh: zhName, en: enName }, says: { zh, en }, clause };
}

// biome-ignore format: a table
export const TCP = {
  sport: field('源端口', 'Source port', '发送方的端口。两端的地址和端口，四个数合在一起标识一条连接。', "The sender's port. The addresses and ports of both ends, four numbers, identify a connection."),
  dport: field('目的端口', 'Destination port', '接收方的端口，接收方靠它找到是哪条连接、哪个应用。', "The receiver's port, by which it finds the connection and the application."),
  seq: field('序号', 'Sequence number', '本报文段第一个字节的编号；有 SYN 时，是 SYN 自己的编号，也就是初始序号。', "The number of the segment's first octet; with SYN, that of the SYN itself: the initial sequence number."),
  ack: field('确认号', 'Acknowledgment number', '期待的下一个字节的编号：在它之前的都收到了。ACK 标志为 1 时才有效。', 'The number of the octet expected next: all before it has arrived. Valid only while the ACK flag is 1.'),
  offset: field('数据偏移', 'Data offset', 'TCP 首部有几个 32 位字，也就是数据从哪里开始；5 表示没有选项，最大 15。', 'How many 32-bit words the TCP header has, so where the data begins: 5 without options, at most 15.'),
  reserved: field('保留位', 'Reserved', '留给将来；发送时置 0，接收时不理会。', 'For the future: sent as 0, and not looked at by receivers.'),
  ae: field('AE（旧称 NS）', 'AE (once NS)', '更精确的 ECN（AccECN）用它和 CWR、ECE 一起计数。', 'More accurate ECN counts with it, CWR and ECE together.', 'RFC 9768 section 3.1'),
  cwr: field('CWR：拥塞窗口已减小', 'CWR: congestion window reduced', '告诉对端：你的拥塞提醒收到了，我已放慢。', 'Tells the peer: your note of congestion came, I have slowed down.', 'RFC 3168 section 6.1'),
  ece: field('ECE：ECN 回显', 'ECE: ECN echo', '告诉对端：你的包在路上遇到了拥塞。在 SYN 里表示支持 ECN。', 'Tells the peer that its packets met congestion. In a SYN: I can do ECN.', 'RFC 3168 section 6.1'),
  urg: field('URG：紧急', 'URG: urgent', '紧急指针是否有效。新程序不该再用。', 'Whether the urgent pointer is valid. New applications should not use it.', 'RFC 6093 section 5'),
  ackFlag: field('ACK：确认', 'ACK: acknowledgment', '确认号是否有效。除了第一个 SYN，几乎每个报文段都是 1。', 'Whether the acknowledgment number is valid. 1 in nearly every segment but the first SYN.'),
  psh: field('PSH：推送', 'PSH: push', '发送方这次要发的发完了，接收方不必再等，尽快交给应用。', 'The sender has sent what it had for now: hand it to the application without waiting for more.', 'RFC 9293 section 3.9.1.2'),
  rst: field('RST：重置', 'RST: reset', '立刻结束连接，没有商量；或者回答说“没有这条连接”。', 'Ends the connection at once; or answers that there is none.', 'RFC 9293 section 3.5.2'),
  syn: field('SYN：同步', 'SYN: synchronize', '同步序号：把自己的初始序号告诉对端。只出现在连接建立时，占一个序号。', "Synchronize: tells the peer one's initial sequence number. Only while opening; it takes up one number.", 'RFC 9293 section 3.5'),
  fin: field('FIN：结束', 'FIN: finish', '“我发完了”。占一个序号；发了之后仍要接收。', '"I have finished." It takes up one number; its sender goes on receiving.', 'RFC 9293 section 3.6'),
  wnd: field('窗口', 'Window', '接收方还能收多少字节，从确认号算起。SYN 以外的报文段要乘上协商好的因子。', 'How many octets the sender of this can still receive, counted from its acknowledgment number. Scaled as agreed, except in a SYN.'),
  checksum: field('TCP 校验和', 'TCP checksum', '由伪首部、TCP 首部和数据算出。接收方重算一遍，对不上就丢弃。', 'Computed over a pseudo-header, the TCP header and the data. A receiver computes it again and drops what does not agree.'),
  urgent: field('紧急指针', 'Urgent pointer', '从序号起，紧急数据到哪里为止。URG 为 1 时才有效。', 'Where urgent data ends, counted from the sequence number. Valid only while URG is 1.', 'RFC 9293 section 3.8.5'),
} satisfies Record<string, FieldWords>;

interface OnOff {
  readonly on: Words;
  readonly off: Words;
}

function onOff(onZh: string, onEn: string, offZh: string, offEn: string): OnOff {
  return { on: { zh: onZh, en: onEn }, off: { zh: offZh, en: offEn } };
}

// biome-ignore format: a table
export const FLAG = {
  ae: onOff('用在 AccECN 的计数里。', 'Part of the count of AccECN.', '没有用到。', 'Not in use.'),
  cwr: onOff('我已减小拥塞窗口。', 'I have reduced my congestion window.', '没有这回事。', 'Nothing of the kind.'),
  ece: onOff('你的包遇到了拥塞；在 SYN 里：我支持 ECN。', 'Your packets met congestion; in a SYN: I can do ECN.', '没有拥塞要报告。', 'No congestion to report.'),
  urg: onOff('紧急指针有效。', 'The urgent pointer is valid.', '紧急指针没有意义。', 'The urgent pointer means nothing.'),
  ack: onOff('确认号有效。', 'The ack number is valid.', '确认号没有意义。', 'The ack number means nothing.'),
  psh: onOff('请尽快把数据交给应用。', 'Hand the data to the application now.', '不催。', 'No hurry.'),
  rst: onOff('连接到此为止，立刻。', 'The connection is over, at once.', '连接照常。', 'The connection goes on.'),
  syn: onOff('我要建立连接，序号字段是我的初始序号。', 'I want to open: seq is my initial number.', '不是在建立连接。', 'Not an opening segment.'),
  fin: onOff('我的数据发完了，这个方向到此为止。', 'My data ends here, and so does this direction.', '我可能还有数据。', 'I may have more to send.'),
} satisfies Record<string, OnOff>;
