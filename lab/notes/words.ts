import type { Words } from '../../src/base/words.ts';

export const WORDS = {
  intro: {
    zh: '笔记里的话，对不对，让引擎说。这里不查书，只跑一遍真的 TCP。',
    en: 'Is what the notes say true? The engine answers: nothing is looked up, a real TCP is run.',
  },
  claimTitle: { zh: '贴一句话，查一查', en: 'Paste a sentence and check it' },
  claimLabel: {
    zh: '笔记里的一句话，或者一段',
    en: 'A sentence from a note, or a whole paragraph',
  },
  claimExample: { zh: '例如：第三次挥手 seq=2350', en: 'Such as: the third wave has seq=2350' },
  check: { zh: '查一查', en: 'Check it' },
  checking: { zh: '引擎在跑……', en: 'The engine is running…' },
  failed: { zh: '引擎没有跑起来，请再试一次。', en: 'The engine did not run. Please try again.' },
  right: { zh: '对', en: 'Right' },
  wrong: { zh: '不对', en: 'Wrong' },
  depends: { zh: '要看情况', en: 'It depends' },
  show: { zh: '打开这次运行', en: 'Open this run' },
  examples: { zh: '试试这些', en: 'Try these' },
  nothing: {
    zh: '没认出能查的话。能查的有这几种：',
    en: 'Nothing here that can be checked. These can:',
  },
  blanksTitle: { zh: '笔记 S2 的算例，自己算一遍', en: 'The example of note S2: work it out' },
  blanksIntro: {
    zh: '客户端 ISN 是 100，服务器 ISN 是 300。建立后客户端发了 1000 字节，服务器回了 2000 字节，收到 FIN 后又发 50 字节。填上六个数，和引擎跑出来的比。',
    en: 'The ISN of the client is 100, that of the server 300. The client sends 1000 octets, the server 2000, and 50 more after the FIN. Fill in six numbers, and compare them with the run.',
  },
  fillNote: { zh: '填上笔记里的数', en: 'Fill in what the note says' },
  clear: { zh: '清空', en: 'Clear' },
  compare: { zh: '和引擎比', en: 'Compare with the run' },
  segment: { zh: '报文段', en: 'Segment' },
  field: { zh: '字段', en: 'Field' },
  yours: { zh: '你的答案', en: 'Your answer' },
  run: { zh: '引擎', en: 'The run' },
  isRight: { zh: '✓ 对', en: '✓ right' },
  isWrong: { zh: '✗ 不对', en: '✗ wrong' },
  isEmpty: { zh: '还没填', en: 'not filled in' },
  engineHas: { zh: '引擎里是', en: 'the run has' },
  reset: { zh: '恢复笔记的参数', en: 'As in the note' },
  errataTitle: { zh: '笔记里的 28 处', en: 'Twenty-eight places in the notes' },
  errataIntro: {
    zh: '写错的，或者要加个条件才对的。每处都能跑一遍看看。',
    en: 'Wrong, or true with a reservation only. Each can be seen in a run.',
  },
  says: { zh: '笔记', en: 'Note' },
  really: { zh: '其实', en: 'In fact' },
  runIt: { zh: '跑一遍看看', en: 'Run it' },
} as const satisfies Record<string, Words>;

/** What the checker understands, each with an example. */
export const KINDS: readonly Words[] = [
  {
    zh: '某个报文段的序号、确认号：“第三次挥手 seq=2350”“第二次握手 ack=x+1”',
    en: 'numbers of a segment: "the third wave has seq=2350", "second handshake: ack=x+1"',
  },
  {
    zh: '某一步之后谁在什么状态：“服务器第二次握手后进入 ESTABLISHED”',
    en: 'the state of a side after a step: "after the third wave the server enters TIME-WAIT"',
  },
  {
    zh: '要几个报文段：“关闭连接必须四次挥手”',
    en: 'how many segments it takes: "closing always takes four segments"',
  },
  {
    zh: '多长时间：“半连接存活 63 秒”“TIME_WAIT 持续 4 分钟”“保活 2 小时”',
    en: 'how long something lasts: "a half-open entry lives for 63 seconds"',
  },
  {
    zh: '谁在等、谁重传、能不能合并、能不能带数据：“ACK 和 FIN 不能一起发送”',
    en: 'who waits, who repeats, what may ride together: "ACK and FIN cannot be sent together"',
  },
];

/** Sentences to try, as the notes have them. */
export const EXAMPLES: readonly Words[] = [
  { zh: '第三次挥手 seq=2350', en: 'The third wave has seq=2350' },
  {
    zh: '服务器第二次握手后进入 ESTABLISHED',
    en: 'After the second handshake the server enters ESTABLISHED',
  },
  { zh: '半连接存活 63 秒', en: 'A half-open entry lives for 63 seconds' },
  { zh: 'ACK 和 FIN 不能一起发送', en: 'ACK and FIN cannot be sent together' },
];

/** The claims of the errata in English; the notes are Chinese. */
export const CLAIMS_EN: Readonly<Record<string, string>> = {
  N1: 'seq=2300, seq=2350, ack=2351',
  N2: 'ISA',
  N3: 'SYN-REVD, SYN_SEND, 2MLS, and a slip of the pen',
  N4: 'ISN+1 is written into the data',
  N5: 'no ACK of the server was received',
  N6: 'ack=seq+1',
  N7: 'there are six flags',
  N8: 'the server sends its SYN again',
  N9: 'ACK and FIN cannot be sent together',
  N10: 'the first two segments cannot carry data',
  N11: 'the root reason: each can receive; the main reason: old connections',
  N12: 'if they are merged, the client keeps sending its FIN',
  N13: 'one MSL for the ACK, one MSL for the repeated FIN',
  N14: 'the server may wait for ever',
  N15: 'many short connections use up the ports of a server',
  N16: 'turn on quick reuse of ports (SO_REUSEADDR)',
  N17: '2*MSL by default',
  N18: '10 probes in a row',
  N19: 'TCP has a keep-alive timer; each request of the client resets it',
  N20: 'the backlog is the most connections that the kernel queues',
  N21: 'a half-connection (half-open connection)',
  N22: 'after a FIN it only cannot send data',
  N23: 'the client thinks that it failed',
  N24: 'the wait differs for each repetition',
  N25: 'in TIME-WAIT the server still has much data to send',
  N26: 'when this is sent, client and server enter ESTABLISHED',
  N27: 'each step includes an acknowledgment',
  N28: 'after the fourth wave the connection is completely closed',
};
