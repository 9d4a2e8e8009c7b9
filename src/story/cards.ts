import type { Words } from '../base/words.ts';
import type { EventCode } from '../observe/codes.ts';

/** One sentence to remember something by, from the notes. */
export interface Mnemonic {
  readonly id: string;
  readonly question: Words;
  readonly sentence: Words;
  /** What is true of it, where the sentence alone would mislead; otherwise null. */
  readonly but: Words | null;
  /** The events it goes with. */
  readonly codes: readonly EventCode[];
}

export const MNEMONICS: readonly Mnemonic[] = [
  {
    id: 'no-view-from-above',
    question: { zh: '为什么握手是三次，不是两次？', en: 'Why three to open, and not two?' },
    sentence: {
      zh: '没有上帝视角，只能通过书信知道对方是否准备好了。',
      en: 'Nobody looks down from above; only letters tell whether the other one is ready.',
    },
    but: {
      zh: 'RFC 9293 第 3.5 节给出的主要原因，是防止旧的重复 SYN 引出混乱。',
      en: 'The principal reason in RFC 9293 section 3.5 is to keep old duplicate SYNs from causing confusion.',
    },
    codes: ['sent/syn', 'sent/syn-ack', 'sent/ack-of-syn'],
  },
  {
    id: 'i-hear-you',
    question: { zh: '三次握手一句话怎么记？', en: 'The handshake in one sentence?' },
    sentence: {
      zh: '我能听见你 + 你能听见我 + 我知道你能听见我。',
      en: 'I hear you + you hear me + I know that you hear me.',
    },
    but: {
      zh: '第三个报文段到没到，发起方并不知道，要等收到对端的数据或确认。',
      en: 'The opener does not know that its third segment arrived until data or an ACK comes.',
    },
    codes: ['sent/syn', 'sent/syn-ack', 'sent/ack-of-syn'],
  },
  {
    id: 'i-am-leaving',
    question: { zh: '四次挥手一句话怎么记？', en: 'The close in one sentence?' },
    sentence: {
      zh: '我要走了 + 好的 + 我也走了 + 好的。',
      en: "I'm leaving + all right + I'm leaving too + all right.",
    },
    but: {
      zh: '中间两个可以合成一个报文段：四次是一般情况，不是规定。',
      en: 'The middle two may share a segment: four is the general case, not a rule.',
    },
    codes: ['sent/fin', 'sent/ack-of-fin', 'sent/fin-in-return', 'sent/last-ack'],
  },
  {
    id: 'until-love-is-spent',
    question: {
      zh: '为什么建立是三次，关闭却是四次？',
      en: 'Why three to open, but four to close?',
    },
    sentence: {
      zh: '天长地久有时尽，此情绵绵无绝期，要等爱意释放完全，彻底死心才能断开。',
      en: 'Heaven and earth may end, this love goes on: only when all is said can it be broken off.',
    },
    but: {
      zh: '对端的应用若已没有数据，立刻关闭，ACK 和 FIN 就能合并，只要三次。',
      en: 'When the peer has nothing to say and closes at once, ACK and FIN merge, and three suffice.',
    },
    codes: ['sent/ack-of-fin', 'sent/data-half-closed', 'sent/fin-in-return'],
  },
  {
    id: 'part-with-grace',
    question: { zh: '为什么最后要等 2MSL？', en: 'Why wait 2 MSL at the end?' },
    sentence: {
      zh: '分手也要体面，等等对方看看有没有没说完的话。',
      en: 'Part with grace, and wait whether something was left unsaid.',
    },
    but: {
      zh: '等的不是没说完的话（FIN 之前的数据都收齐了），而是重发的 FIN，和旧报文段的消失。',
      en: 'Nothing is left unsaid: all before the FIN has come. The wait is for a repeated FIN and for old segments.',
    },
    codes: ['state/time-wait', 'sent/last-ack-again', 'state/time-wait-over'],
  },
  {
    id: 'a-scale-in-the-heart',
    question: { zh: '连接建立了，对端突然没了怎么办？', en: 'What if the peer is suddenly gone?' },
    sentence: {
      zh: '出现了问题就再多试几次，心中有杆秤，超过了承受底线，就断开吧。',
      en: 'Try a few times more; the heart has its scale, and beyond what it bears, break off.',
    },
    but: {
      zh: '保活默认关闭，要应用自己打开；空闲 2 小时、每 75 秒一次是常见的默认值，次数因系统而异。',
      en: 'Keepalive is off unless asked for. 2 hours and 75 seconds are usual; the number of probes differs.',
    },
    codes: ['sent/keepalive-probe', 'timer/keep-alive', 'timer/keep-alive-give-up'],
  },
  {
    id: 'lingering-warmth',
    question: { zh: 'TIME-WAIT 一句话怎么记？', en: 'TIME-WAIT in one sentence?' },
    sentence: {
      zh: 'TIME-WAIT 是 TCP 保护可靠性与数据一致性的“余温保护期”。',
      en: 'TIME-WAIT is the lingering warmth in which TCP guards reliability and consistent data.',
    },
    but: null,
    codes: ['state/time-wait', 'state/time-wait-over'],
  },
];

/** A row of the notes' table: a segment, what it is like, what it is for. */
export interface StepRow {
  readonly step: Words;
  readonly term: Words;
  readonly analogy: Words;
  readonly purpose: Words;
  /** The event of a trace that this row is. */
  readonly code: EventCode;
}

/** Seven segments: three open, four close. */
export const STEPS: readonly StepRow[] = [
  {
    step: { zh: '第一次握手', en: 'Opening, first' },
    term: { zh: '发起方 → SYN', en: 'opener: SYN' },
    analogy: { zh: '我想和你说话', en: 'I want to talk to you' },
    purpose: { zh: '确认发起方能发送', en: 'shows that the opener can send' },
    code: 'sent/syn',
  },
  {
    step: { zh: '第二次握手', en: 'Opening, second' },
    term: { zh: '监听方 → SYN+ACK', en: 'listener: SYN+ACK' },
    analogy: { zh: '我能听到你，你能听到我吗', en: 'I hear you, do you hear me?' },
    purpose: {
      zh: '确认监听方能发送，并且收到了请求',
      en: 'shows that the listener can send, and got the SYN',
    },
    code: 'sent/syn-ack',
  },
  {
    step: { zh: '第三次握手', en: 'Opening, third' },
    term: { zh: '发起方 → ACK', en: 'opener: ACK' },
    analogy: { zh: '我能听到你', en: 'I hear you' },
    purpose: {
      zh: '发起方确认；监听方收到，两边才都算建立',
      en: 'confirms; on its arrival both are established',
    },
    code: 'sent/ack-of-syn',
  },
  {
    step: { zh: '第一次挥手', en: 'Closing, first' },
    term: { zh: '主动关闭方 → FIN', en: 'active closer: FIN' },
    analogy: { zh: '我说完了', en: "I've said everything" },
    purpose: { zh: '关闭自己的发送方向', en: 'closes its own direction' },
    code: 'sent/fin',
  },
  {
    step: { zh: '第二次挥手', en: 'Closing, second' },
    term: { zh: '被动关闭方 → ACK', en: 'passive closer: ACK' },
    analogy: { zh: '我知道你说完了', en: 'I know that you are done' },
    purpose: { zh: '确认对端的 FIN', en: 'confirms that' },
    code: 'sent/ack-of-fin',
  },
  {
    step: { zh: '第三次挥手', en: 'Closing, third' },
    term: { zh: '被动关闭方 → FIN', en: 'passive closer: FIN' },
    analogy: { zh: '我也说完了', en: "I've said everything too" },
    purpose: { zh: '关闭另一个方向', en: 'closes the other direction' },
    code: 'sent/fin-in-return',
  },
  {
    step: { zh: '第四次挥手', en: 'Closing, fourth' },
    term: { zh: '主动关闭方 → ACK', en: 'active closer: ACK' },
    analogy: { zh: '我知道你也说完了', en: 'I know that you are done too' },
    purpose: {
      zh: '最后的确认：被动关闭方就此结束，主动关闭方还要等 2MSL',
      en: 'the last word: the passive closer is done, the active one waits 2 MSL',
    },
    code: 'sent/last-ack',
  },
];

/** A reason for TIME-WAIT. */
export interface ReasonRow {
  readonly reason: Words;
  readonly because: Words;
  readonly codes: readonly EventCode[];
}

export const TIME_WAIT_REASONS: readonly ReasonRow[] = [
  {
    reason: { zh: '确保对端收到最后的 ACK', en: 'The peer must get the last ACK' },
    because: {
      zh: 'ACK 要是丢了，对端会重发 FIN，主动关闭方要能再发 ACK，重新等 2MSL。',
      en: 'If it is lost the peer repeats its FIN, and the active closer must answer again and wait 2 MSL anew.',
    },
    codes: ['lost/last-ack', 'sent/last-ack-again'],
  },
  {
    reason: { zh: '防止旧数据干扰新连接', en: 'Old segments must not enter a new connection' },
    because: {
      zh: '等旧连接的报文段在网络里全部消失，同一四元组才能再建立连接。',
      en: 'Segments of the old connection must have died before the same pair of ends connects again.',
    },
    codes: ['arrived/syn-in-time-wait', 'state/time-wait-over'],
  },
];
