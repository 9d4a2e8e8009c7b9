import type { Words } from '../base/words.ts';

function says(zh: string, en: string): Words {
  return { zh, en };
}

/** Mistakes that people make about TCP, each with what is wrong with it. */
export const MISCONCEPTIONS = {
  // Numbers.
  'ack-plus-one': says(
    '数据有多少字节，确认号就加多少，不再另加 1；只有 SYN 和 FIN 各多占一个序号。',
    'Text counts its octets and not one more; only SYN and FIN take a number of their own.',
  ),
  'ack-is-last': says(
    '确认号是下一个期待的序号，不是已收到的最后一个。',
    'The acknowledgment number is the next one expected, not the last one received.',
  ),
  'ack-echoes': says(
    '确认号不是把对端的序号抄回去，而是指出收到哪里为止、接下来要哪一个。',
    "An ACK does not repeat the peer's number: it names the next one that is expected.",
  ),
  'syn-not-counted': says(
    'SYN 虽然不带数据，也占一个序号，所以要加 1。',
    'A SYN carries no text, yet it takes one sequence number.',
  ),
  'fin-not-counted': says(
    'FIN 虽然不带数据，也占一个序号，所以要加 1。',
    'A FIN carries no text, yet it takes one sequence number.',
  ),
  'ack-takes-number': says(
    '纯 ACK 不占序号：发了它，下一个报文段的序号不变。',
    'A pure ACK takes no sequence number: the next segment has the same one.',
  ),
  'counts-segments': says(
    '序号数的是字节，不是报文段的个数。',
    'Sequence numbers count octets, not segments.',
  ),
  swapped: says(
    'seq 是自己的方向，ack 是对端的方向；两个方向各数各的，不能对调。',
    'seq is of one’s own direction and ack of the other; each direction counts for itself.',
  ),
  'new-number': says(
    '重传的是原来的内容，序号与第一次相同，这样对端才认得出重复。',
    'What is sent again keeps its number; that is how the peer knows a duplicate.',
  ),
  'seq-is-first': says(
    '序号是这个报文段里第一个字节的编号，不是最后一个之后的。',
    'A sequence number is that of the first octet in the segment, not of what follows it.',
  ),
  'ack-skips-gap': says(
    '确认是累积的：中间缺了一块，确认号就停在缺口处，后面收到的也算不上。',
    'ACKs are cumulative: at a gap the number stands still, whatever came behind it.',
  ),

  // What is sent.
  'acks-each': says(
    'ACK 可以稍等一会儿再发，最好由数据捎带，不必每个报文段都马上单独确认。',
    'An ACK may wait a little, best for text to carry it; not every segment has one at once.',
  ),
  'full-is-rst': says(
    '队列满了只是暂时的：不出声地丢掉，对端会重发；用 RST 就等于说没有这项服务。',
    'A full queue is passing: it is dropped in silence and will come again. A RST would deny the service.',
  ),
  'no-room': says(
    '没有地方记下它，就不能答应。',
    'There is no room to remember it, so it cannot be agreed to.',
  ),
  nothing: says(
    '它必须回应：不出声，对端就不知道它收到了什么、该怎么办。',
    'It must answer: in silence the peer could not know what has come, or what to do.',
  ),
  'timer-for-nothing': says(
    '定时器到期是为了做事：没被确认的要重发，或者就此放弃。',
    'A timer expires so that something is done: what has no ACK is sent again, or given up.',
  ),
  'ack-of-ack': says(
    '纯 ACK 不占序号，从不需要确认；否则 ACK 会没完没了地往返。',
    'A pure ACK takes no number and is never acknowledged, or ACKs would go to and fro for ever.',
  ),
  nak: says(
    'TCP 没有 NAK。收不到就不确认（或重复确认），由发送方的定时器或重复 ACK 引起重传。',
    'TCP has no NAK: a gap shows by missing or repeated ACKs, and the sender finds out.',
  ),
  'rst-instead': says(
    'RST 会毁掉连接。这里收到的东西不足以这样做：回一个 ACK，说明自己在哪里就够了。',
    'A RST would destroy the connection. What has come does not ask for it: an ACK says where one stands.',
  ),
  'rst-though-listening': says(
    '有人监听，SYN 就要用 SYN+ACK 答复；没人监听才回 RST。',
    'Somebody listens: a SYN gets a SYN+ACK. A RST is for ports where nobody does.',
  ),
  'knows-fossil': says(
    '收到 SYN 的一方看不出它是新的还是迟到的旧 SYN，只能照常答复；认得出来的是发起方。',
    'Who gets a SYN cannot tell a new one from an old one, and answers; only the opener can tell.',
  ),
  'accepts-unknown': says(
    '这里没有等着它的连接，也就没有人能答应；只能用 RST 说明。',
    'There is no connection here that waits for it, so nobody can agree: a RST says so.',
  ),
  'fin-at-once': says(
    'FIN 只表示对端不再发送。自己的 FIN 要等应用调用 close，所以 ACK 通常先走。',
    "A FIN says only that the peer sends no more. One's own waits for close(), so the ACK goes first.",
  ),
  'always-four': says(
    '四次不是规定：应用马上关闭，ACK 就能和 FIN 合在一个报文段里。',
    'Four is no rule: when the application closes at once, ACK and FIN share a segment.',
  ),
  'split-syn-ack': says(
    '确认对端的 SYN 和发出自己的 SYN 可以合在一个报文段里，不必分两次。',
    "The ACK of the peer's SYN and one's own SYN go in one segment; two would say no more.",
  ),
  'syn-again-for-ack': says(
    '自己的 SYN 已经得到确认，不用再发；这时只差一个 ACK。',
    'Its SYN has been acknowledged and need not go again; only an ACK is missing.',
  ),
  'no-fourth': says(
    '第四个报文段不能省：对端等不到对 FIN 的确认，就会一直重发 FIN。',
    'The fourth cannot be left out: without it the peer repeats its FIN again and again.',
  ),
  'nobody-in-time-wait': says(
    '它还在 TIME-WAIT 里，等的就是这个重发的 FIN：再确认一次，不用 RST。',
    'It is still in TIME-WAIT, and waits for just that: the FIN is acknowledged again, not reset.',
  ),
  'fin-silences': says(
    '对端的 FIN 只关闭对端的方向，这一方照样可以发。',
    "The peer's FIN closes the peer's direction only; this side may still send.",
  ),
  'close-is-rst': says(
    'close 是正常结束：先把数据发完，再用 FIN。RST 用于中止。',
    'close() is an orderly end: what is left is sent, then a FIN. A RST is for aborting.',
  ),
  'abort-is-fin': says(
    '中止不等对端，也不走四次挥手：用 RST 立刻结束。',
    'An abort waits for nobody and waves no goodbye: a RST ends it at once.',
  ),
  'rst-answered': says(
    'RST 从不用 RST 回答，也不确认，否则两边会互相重置个没完。',
    'A RST is never answered, or two ends would reset each other for ever.',
  ),
  'ack-for-the-dead': says(
    '连接已经不在了，没有什么可确认的；RST 让对端也知道。',
    'The connection is gone and has nothing to acknowledge; a RST lets the peer know.',
  ),

  // States.
  'both-at-once': says(
    '两端不会同时进入 ESTABLISHED：收到对自己 SYN 的确认才算，发起方早半个往返。',
    'The ends are not ESTABLISHED at once: each is when its own SYN is acknowledged, the opener first.',
  ),
  'two-are-enough': says(
    '还不知道对端收没收到自己的 SYN，也不知道收到的 SYN 是不是旧的，要等第三个报文段。',
    'It knows neither that its SYN arrived nor that the one it got is no old one: a third must come.',
  ),
  'fin-closes-both': says(
    'FIN 只关闭一个方向；另一个方向要等这边也发 FIN。',
    'A FIN closes one direction; the other stays open until this side sends its own.',
  ),
  'wrong-time-wait': says(
    'TIME-WAIT 属于主动关闭的一方：最后一个 ACK 由谁发，就由谁等。',
    'TIME-WAIT is for who closed first: who sends the last ACK waits.',
  ),
  'no-time-wait': says(
    '最后的 ACK 可能会丢，旧报文段可能还在路上，所以要等 2MSL 才到 CLOSED。',
    'Its last ACK may be lost and old segments may be under way: it waits 2 MSL before CLOSED.',
  ),
  'skips-a-step': says(
    '还差一步：状态由“自己的 FIN 确认了没有、对端的 FIN 来了没有”决定，两件事各算各的。',
    'One step too far: states follow from two things, whether its FIN is acknowledged and whether the other FIN has come.',
  ),
  'confuses-sides': says(
    '这是另一方的状态：先关的走 FIN-WAIT，后关的走 CLOSE-WAIT、LAST-ACK。',
    "That is the other side's: who closes first goes through FIN-WAIT, who closes second through CLOSE-WAIT and LAST-ACK.",
  ),
  'stays-put': says(
    '这件事正是状态图里的一条边，状态会变。',
    'This is just what an edge of the state diagram asks for: the state changes.',
  ),
  'moves-needlessly': says(
    '状态图里没有这条边：这件事不改变状态。',
    'The state diagram has no such edge: this changes nothing.',
  ),
  'any-rst-counts': says(
    'RST 的序号必须正好等于 RCV.NXT；不对就不算数，至多回一个挑战 ACK（RFC 5961）。',
    'A RST must have exactly the number RCV.NXT; if not it does not count (RFC 5961).',
  ),
  'rst-waits': says(
    'RST 不用挥手也不用等待，连接立刻没有了。',
    'A RST needs no farewell and no waiting: the connection is gone at once.',
  ),
  'no-farewell': says(
    '连接到此为止：被重置、中止或者等得太久，都不再挥手，也不经过 TIME-WAIT。',
    'It ends here: reset, aborted or given up, there is no farewell and no TIME-WAIT.',
  ),
  'close-is-instant': says(
    'close 之后连接还在：FIN 要有人确认，对端的 FIN 也还没来。',
    'After close() the connection is still there: the FIN needs its ACK, and the peer has not closed.',
  ),
  'listener-dies': says(
    '被动打开的半连接没了，监听还在，接着等别人来连。',
    'The half-open connection is gone, the listener is not: it waits for the next.',
  ),
  'opener-listens': says(
    '主动打开的一方没有在监听，失败就是 CLOSED。',
    'Who opened actively does not listen: when it fails there is nothing but CLOSED.',
  ),
  'listens-elsewhere': says(
    '监听的是另一个套接字，它一直在 LISTEN；每条连接有自己的状态。',
    'What listens is another socket, in LISTEN all the time; each connection has a state of its own.',
  ),
  'gives-up-early': says(
    '等不到回音先重传，次数用完才放弃。',
    'What has no answer is sent again first; only then is it given up.',
  ),
  'never-gives-up': says('重传有上限，不会无休止地试下去。', 'There is an end to sending again.'),

  'knows-nothing': says(
    '它确认的不是自己刚发的 SYN，说明是旧连接留下的，不能当作答复。',
    'It acknowledges another SYN than the one just sent: it is left from before, and no answer.',
  ),
  'full-yet-open': says(
    '全连接队列没有位置，这个 ACK 就当没来过，半连接接着等。',
    'The accept queue has no room: the ACK is as if it had not come, and the entry waits on.',
  ),

  // Timers.
  'keepalive-everywhere': says(
    '保活默认是关的，应用打开了才有。',
    'Keepalive is off unless an application asks for it.',
  ),
  'client-only': says(
    '不只是客户端会重传：谁的 SYN 没被确认谁就重传，服务器也会重发 SYN+ACK。',
    'Not only the client sends again: whose SYN has no ACK does, so a server repeats its SYN+ACK.',
  ),
  'ack-repeated': says(
    '纯 ACK 发出去就不管了，没有定时器管它；丢了，要靠对端重发才补得上。',
    'No timer watches over a pure ACK. When it is lost the peer must send again.',
  ),
  'waits-for-ever': says(
    '这里有定时器在走，不会一直等下去。',
    'A timer is running here: it will not wait for ever.',
  ),
  'later-timer': says(
    '这个定时器确实在走，只是到期更晚。',
    'That timer does run, but it expires later.',
  ),
  'never-doubles': says(
    '每超时一次，下一次等待就翻倍（RFC 6298 第 5.5 节）。',
    'Each expiry doubles the next wait (RFC 6298 section 5.5).',
  ),
  'doubles-at-once': says(
    '这一次还没有翻倍；翻倍从哪一次开始，看的是这台主机的做法。',
    'It has not doubled yet this time; when that begins is up to the host.',
  ),
  triples: says(
    '等待时间是翻倍，不是三倍，也不是每次多加一份。',
    'The wait doubles; it does not triple, nor grow by a fixed amount.',
  ),
  'one-msl': says(
    '要等 2 个 MSL：ACK 过去最多一个，FIN 再回来又最多一个。',
    'It is two MSL: one at most for the ACK to get there, and one for a FIN to come back.',
  ),
  'four-minutes': says(
    'RFC 9293 建议 MSL 取 2 分钟，但各系统自己定；这台主机用的不是这个值。',
    'RFC 9293 suggests an MSL of 2 minutes, but systems choose; this host has another.',
  ),

  // Applications.
  'read-early': says(
    '应用只按顺序拿到数据：前面缺一块，后面的先存着。',
    'An application gets its octets in order: behind a gap they are kept back.',
  ),
  'read-twice': says(
    '序号说明这些已经收过，重复的不会再交给应用。',
    'By its number it was received before; nothing is delivered twice.',
  ),
  'read-damaged': says(
    '校验和不对，整个报文段丢弃，应用看不到坏数据。',
    'The checksum does not match: the segment is dropped, and nobody reads damaged octets.',
  ),
  'read-on-syn': says(
    'SYN 上的数据要等连接建立才能交给应用：这个 SYN 可能是旧的。',
    'Text on a SYN waits until the connection is established: the SYN may be an old one.',
  ),
  'fin-is-error': says(
    'FIN 是正常的结尾：应用读到的是“没有了”，不是错误。',
    'A FIN is an orderly end: the application reads the end of data, not an error.',
  ),
  'eof-is-fin': says(
    '只有对端的 FIN 才让应用读到结尾。',
    "Nothing but the peer's FIN ends the data.",
  ),
  'error-needs-rst': says(
    '没有出错：ECONNRESET 要有 RST 到达，ETIMEDOUT 要等到重试次数用完。',
    'Nothing is wrong: ECONNRESET needs a RST that comes, ETIMEDOUT that all tries are used up.',
  ),
  'rst-is-eof': says(
    'RST 不是正常的结尾，应用得到的是错误，这样才知道数据可能没收全。',
    'A RST is no orderly end: the application gets an error, so that it knows that data may be missing.',
  ),
  'told-of-all': says(
    'TCP 自己处理这件事，应用不知情。',
    'TCP deals with this by itself; the application is not told.',
  ),
  'not-told': says(
    '这件事要让应用知道，它正等着。',
    'This the application must know; it is waiting for it.',
  ),
  'timeout-for-rst': says(
    'ETIMEDOUT 是等不到任何回答；这里有回答，而且是拒绝。',
    'ETIMEDOUT means that no answer came; here there is one, and it says no.',
  ),
  'reset-for-timeout': says(
    'ECONNRESET 要有 RST 到达；这里什么也没来，是自己等得太久。',
    'ECONNRESET needs a RST that comes; here nothing came, it waited too long.',
  ),
  'wrong-error': says(
    '错误码说的是另一回事：没人监听是 ECONNREFUSED，连上以后被重置是 ECONNRESET，没有回音是 ETIMEDOUT。',
    'The code means something else: nobody listens is ECONNREFUSED, a reset later ECONNRESET, no answer ETIMEDOUT.',
  ),
} as const satisfies Readonly<Record<string, Words>>;

export type MisconceptionId = keyof typeof MISCONCEPTIONS;
