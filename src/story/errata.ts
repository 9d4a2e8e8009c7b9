import type { Words } from '../base/words.ts';

/** Something in the notes that is wrong, or true only with a reservation. It is said, not silently mended. */
export interface Erratum {
  readonly id: string;
  /** The notes it stands in. */
  readonly notes: readonly string[];
  /** What the notes say, quoted or shortened. */
  readonly claim: string;
  readonly truth: Words;
  /** Where to read on; empty where there is no clause. */
  readonly clause: string;
}

function erratum(
  id: string,
  notes: string,
  claim: string,
  clause: string,
  zh: string,
  en: string,
): Erratum {
  return { id, notes: notes.split(' '), claim, truth: { zh, en }, clause };
}

// biome-ignore format: a table
export const ERRATA: readonly Erratum[] = [
  erratum('N1', 'S2', 'seq=2300、seq=2350、ack=2351', 'RFC 9293 section 3.4',
    '服务器的三个数都少了 1：SYN 也占一个序号，应为 2301、2351、2352。',
    'The server\'s numbers are one too low: its SYN takes up a number as well. 2301, 2351, 2352.'),
  erratum('N2', 'S2', 'ISA', 'RFC 9293 section 3.4.1',
    '应为 ISN（Initial Sequence Number，初始序号）。', 'ISN, initial sequence number, is meant.'),
  erratum('N3', 'S0 S1 S3 S4', 'SYN-REVD、SYN_SEND、2MLS、扔要', 'RFC 9293 section 3.3.2',
    '应为 SYN-RECEIVED（SYN-RCVD）、SYN-SENT、2MSL、仍要。', 'SYN-RECEIVED (SYN-RCVD), SYN-SENT, 2MSL and the word for "still" are meant.'),
  erratum('N4', 'S1', '在数据段放写 ISN 的 +1', 'RFC 9293 section 3.1',
    'ISN+1 写在首部的序号字段里，不在数据里。', 'ISN+1 goes into the header\'s sequence number, not into the data.'),
  erratum('N5', 'S1', '没有收到服务器端的 ACK', 'RFC 9293 section 3.6',
    '应为没有再收到服务器的 FIN：TIME-WAIT 等的是重发的 FIN。', 'No FIN from the server is meant: TIME-WAIT watches for a repeated FIN.'),
  erratum('N6', 'S2', 'ack=seq+1', 'RFC 9293 section 3.4',
    '只对 SYN 和 FIN 成立；一般来说，是期待的下一个字节，即 seq + 长度。', 'True of SYN and FIN only; in general it is the next octet expected, seq plus length.'),
  erratum('N7', 'S2', '标志位共 6 个', 'RFC 9293 section 3.1',
    'RFC 9293 定义了 8 个（加 CWR、ECE），AccECN 还用第 9 个 AE。', 'RFC 9293 defines eight (with CWR and ECE); AccECN uses a ninth, AE.'),
  erratum('N8', 'S2', '服务端会重发 SYN 报文段', 'RFC 6298 section 5',
    '重发的是 SYN+ACK。', 'It is the SYN+ACK that is sent again.'),
  erratum('N9', 'S0 S2 S3 S4', 'ACK 和 FIN 不能一起发送', 'RFC 9293 section 3.6',
    '可以合并：应用读到结尾就关闭，便只有三个报文段。四个是一般情况。', 'They can: when the application closes at once, three segments suffice. Four is the general case.'),
  erratum('N10', 'S0 S4', '前两次握手不能携带数据', 'RFC 9293 section 3.5',
    'RFC 允许，但在 ESTABLISHED 之前不得交给应用；TFO 是例外。', 'The RFC allows it, but nothing is delivered before ESTABLISHED; Fast Open is the exception.'),
  erratum('N11', 'S0 S3', '根本原因：确认接收能力；主要原因：历史连接', 'RFC 9293 section 3.5',
    '两种说法都有道理；RFC 9293 给出的主要原因，是旧的重复 SYN。', 'Both are true; RFC 9293 names old duplicates as the principal reason.'),
  erratum('N12', 'S0', '合并后客户端会不断重发 FIN', 'RFC 6298 section 5',
    '只有 ACK 压得比 RTO 久，才会重发。', 'Only if the ACK is held back for longer than the RTO.'),
  erratum('N13', 'S0 S3', '1 个 MSL 给 ACK，1 个 MSL 给重传的 FIN', 'RFC 9293 section 3.6.1',
    '这是帮助记忆的说法：FIN 什么时候重传，由 RTO 决定，不由 MSL 决定。', 'A mnemonic: the RTO, not the MSL, decides when the FIN is repeated.'),
  erratum('N14', 'S4', '服务端可能无限等待', 'RFC 9293 section 3.8.3',
    '有上限：重传到 R2 就放弃。Linux 对没有主人的连接重发 8 次 FIN，RTO 为 208 毫秒时约 106 秒。', 'There is a limit: R2. For an orphan Linux repeats the FIN 8 times, about 106 s with an RTO of 208 ms.'),
  erratum('N15', 'S4', '服务端大量短连接造成端口耗尽', 'RFC 6056',
    '服务器的 TIME-WAIT 占内存，不占临时端口；端口耗尽的是发起连接的一方。', 'A server\'s TIME-WAIT costs memory, not ephemeral ports; it is the connecting side that runs out.'),
  erratum('N16', 'S4', '开启端口快速重用（SO_REUSEADDR）', '',
    'SO_REUSEADDR 让监听的端口能重新绑定；对外连接要重用，靠的是 tcp_tw_reuse。', 'SO_REUSEADDR lets a listener bind again; reuse for outgoing connections is tcp_tw_reuse.'),
  erratum('N17', 'S4', '默认 2*MSL', 'RFC 9293 section 3.4.2',
    'Linux 固定为 60 秒，没有 MSL 可改；照 RFC 9293 的 MSL（2 分钟），该是 4 分钟。', 'Linux has a fixed 60 s; with the MSL of RFC 9293, 2 minutes, it would be 4 minutes.'),
  erratum('N18', 'S2 S3', '连发 10 个探测报文', 'RFC 9293 section 3.8.4',
    'Linux 默认 9 个，BSD 8 个；标准没有规定。', 'Linux sends 9, BSD 8; the standard sets no number.'),
  erratum('N19', 'S2 S3', 'TCP 设有保活计时器；每收到客户端的请求就复位', 'RFC 9293 section 3.8.4',
    '默认是关的，应用要自己打开；收到任何报文段都重新计时，不只是请求。', 'It is off unless asked for, and any segment resets it, not only a request.'),
  erratum('N20', 'S1', 'Backlog 是内核排队的最大连接个数', '',
    'Linux 2.2 以后它限制全连接队列，半连接队列另有上限。', 'Since Linux 2.2 it limits the accept queue; the SYN queue has its own limit.'),
  erratum('N21', 'S1 S4', '半连接（半开连接）', 'RFC 9293 section 3.5.1',
    '三件事：半连接（等第三次握手）、半开（一方丢了状态）、半关闭（一个方向关了）。', 'Three things: a half-open entry, a half-open connection that one side has lost, a half-close.'),
  erratum('N22', 'S2', '发出 FIN 后只是不能发数据', 'RFC 9293 section 3.6',
    '数据不能发了，ACK 还要发。', 'No data, but ACKs are still sent.'),
  erratum('N23', 'S4', '客户端会以为没建立成功', 'RFC 6298 section 5',
    '客户端不会就此罢休，它会重发 SYN。', 'The client does not give up; it sends its SYN again.'),
  erratum('N24', 'S1', '每次重传等待的时间不一定相同', 'RFC 6298 section 5',
    '一般逐次翻倍；较新的 Linux 重发 SYN，前五次都只隔 1 秒。', 'Usually they double; current Linux repeats a SYN five times a second apart before they do.'),
  erratum('N25', 'S0', 'TIME-WAIT 时服务端还有很多数据包要发', 'RFC 9293 section 3.6',
    '不会：FIN 按序收到，数据就都收齐了，路上只可能还有重复的。', 'It cannot: the FIN was received in order, so all data was; only duplicates can be under way.'),
  erratum('N26', 'S3', '此包发送完毕，客户端和服务器进入 ESTABLISHED', 'RFC 9293 section 3.5',
    '发出时只有客户端进入；服务器收到它才进入。', 'On sending only the client does; the server on receiving it.'),
  erratum('N27', 'S4', '每一步都包含一个序列号确认', 'RFC 9293 section 3.5',
    '第一个 SYN 什么也不确认，它的 ACK 标志是 0。', 'The first SYN acknowledges nothing; its ACK flag is 0.'),
  erratum('N28', 'S4', '第四次挥手后连接完全断开', 'RFC 9293 section 3.6',
    '被动方是；主动方还要在 TIME-WAIT 等 2MSL。', 'For the passive side; the active one stays in TIME-WAIT for 2 MSL.'),
];
