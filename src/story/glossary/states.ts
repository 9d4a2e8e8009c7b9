import { slip, type Term, term } from './term.ts';

const MACHINE = 'RFC 9293 section 3.3.2';

/** The eleven states, under every spelling of the standard, of `ss`, of `netstat` and of the notes. */
// biome-ignore format: a table
export const STATE_TERMS: readonly Term[] = [
  term('closed', { zh: 'CLOSED（关闭）', en: 'CLOSED' }, 'CLOSED, CLOSE, UNCONN, 关闭, 已关闭', MACHINE,
    { zh: '没有连接：什么都不记着。', en: 'No connection at all: nothing is kept.' }),
  term('listen', { zh: 'LISTEN（监听）', en: 'LISTEN' }, 'LISTEN, LISTENING, 监听, 侦听', MACHINE,
    { zh: '等别人来连。listen() 只是进入这个状态，不发送任何报文段。', en: 'Waiting to be called by anybody. listen() only makes it and sends nothing.' }),
  term('syn-sent', { zh: 'SYN-SENT（SYN 已发送）', en: 'SYN-SENT' }, 'SYN-SENT, SYN_SENT, SYN 已发送, 同步已发送', MACHINE,
    { zh: '发出了 SYN，等对端的 SYN+ACK。', en: 'The SYN is out; the SYN+ACK is awaited.' },
    { slips: [slip('SYN_SEND', 'N3', '状态名是 SYN-SENT（已发送），不是 SEND。', 'The state is SYN-SENT, "sent", not SEND.')] }),
  term('syn-received', { zh: 'SYN-RECEIVED（SYN 已收到）', en: 'SYN-RECEIVED' },
    'SYN-RECEIVED, SYN_RECEIVED, SYN-RCVD, SYN_RCVD, SYN_RECV, Syn_RECV, SYN-RECV, SYN 已收到, 同步已收到', MACHINE,
    { zh: '收到 SYN，回了 SYN+ACK，等自己的 SYN 被确认。Linux 的 ss 写作 SYN-RECV，netstat 写作 SYN_RECV。', en: 'A SYN was received and answered; the ACK of our own is awaited. Linux ss writes SYN-RECV, netstat SYN_RECV.' },
    { slips: [slip('SYN-REVD', 'N3', '字母错了：标准写 SYN-RECEIVED，常简写为 SYN-RCVD。', 'A letter is wrong: the standard has SYN-RECEIVED, often shortened to SYN-RCVD.')], unlike: ['syn-queue-entry'] }),
  term('established', { zh: 'ESTABLISHED（已建立）', en: 'ESTABLISHED' }, 'ESTABLISHED, ESTAB, 已建立连接, 已建立, 连接已建立', MACHINE,
    { zh: '可以双向传数据。发起方发出第三个报文段时进入，对端收到它时才进入，相差半个往返。', en: 'Data may flow both ways. The opener enters it on sending the third segment, the peer on receiving it, half a round trip later.' },
    { errata: ['N26'] }),
  term('fin-wait-1', { zh: 'FIN-WAIT-1（终止等待 1）', en: 'FIN-WAIT-1' }, 'FIN-WAIT-1, FIN_WAIT_1, FIN_WAIT1, 终止等待1, 终止等待 1', MACHINE,
    { zh: '自己发出了 FIN，等它被确认，或等对端的 FIN；仍可接收。', en: 'Our FIN is out; its ACK or the peer\'s FIN is awaited. Receiving goes on.' }, { errata: ['N22'] }),
  term('fin-wait-2', { zh: 'FIN-WAIT-2（终止等待 2）', en: 'FIN-WAIT-2' }, 'FIN-WAIT-2, FIN_WAIT_2, FIN_WAIT2, 终止等待2, 终止等待 2', MACHINE,
    { zh: '自己的 FIN 已被确认，等对端的 FIN。标准没有时限；Linux 对没有主人的连接等 60 秒。', en: 'Our FIN is acknowledged; the peer\'s is awaited. The standard sets no limit; Linux waits 60 s when nobody holds the connection.' }),
  term('close-wait', { zh: 'CLOSE-WAIT（关闭等待）', en: 'CLOSE-WAIT' }, 'CLOSE-WAIT, CLOSE_WAIT, 关闭等待', MACHINE,
    { zh: '对端已关闭，等自己的应用调用 close。没有定时器会结束它：堆积起来就是程序忘了关。', en: 'The peer has closed, our application has not. No timer ends it: where they pile up, a program forgot to close.' },
    { unlike: ['half-close'] }),
  term('closing', { zh: 'CLOSING（正在关闭）', en: 'CLOSING' }, 'CLOSING, 正在关闭, 同时关闭状态', MACHINE,
    { zh: '两个 FIN 在路上交叉，还在等自己的 FIN 被确认。', en: 'The FINs crossed; the ACK of our own is awaited.' }),
  term('last-ack', { zh: 'LAST-ACK（最后确认）', en: 'LAST-ACK' }, 'LAST-ACK, LAST_ACK, 最后确认', MACHINE,
    { zh: '对端先关，自己的 FIN 也发了，等最后的确认；等不到就重传，直到上限。', en: 'The peer closed first and our FIN is out; the last ACK is awaited, with retransmissions up to a limit.' }, { errata: ['N14'] }),
  term('time-wait', { zh: 'TIME-WAIT（时间等待）', en: 'TIME-WAIT' }, 'TIME-WAIT, TIME_WAIT, TIMEWAIT, 时间等待, 2MSL 等待, 余温保护期', 'RFC 9293 section 3.6.1',
    { zh: '主动关闭方发出最后的 ACK，再等 2MSL：ACK 丢了还能重发，旧报文段也会消失。', en: 'The active closer waits 2 MSL after the last ACK: it can repeat it, and old segments die out.' },
    { errata: ['N15', 'N17', 'N25', 'N28'] }),
];
