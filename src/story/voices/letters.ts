import type { Analogy, Entries } from './voice.ts';

/*
 * A young man far away writes to the girl at home: three letters and both are sure. Later she breaks
 * up with the one who tells the story, and it takes four. Nobody looks down from above.
 */

const NUMBERS_ZH = { stops: '情书不编号，说不出“缺的是哪一页”；TCP 有序号' };
const WINDOW_ZH = { stops: '收信人不会写“我还看得下几个字”；TCP 有窗口' };
const RESET_ZH = { stops: '写信总是商量着来；RST 不商量，当场作废' };
const HALF_ZH = { stops: '说了分手还接着收信，情书里少见；TCP 的半关闭就是' };
const PROBE_ZH = { stops: '没有人寄空信去问对方还在不在；保活会' };

const ZH: Entries = {
  'sent/syn': {
    say: () => '（通篇没有一句喜欢，字字都是我爱你）',
    proves: (r) => `${r.you}收到，就说明${r.me}寄得出、${r.you}收得到。`,
  },
  'sent/syn-again': { say: () => '（等不到回信，把同样的心意再寄一遍）' },
  'sent/syn-with-text': { stops: '头一封信就交代家事，当场就读了；TCP 先存着，连上再给' },
  'sent/syn-ack': {
    say: () => '（通篇没有一个爱字，句句都是我愿意）',
    proves: (r) => `${r.you}收到，就知道${r.me}也寄得出、自己也收得到。`,
  },
  'sent/syn-ack-again': { say: () => '（没有等到回信，又写了一遍我愿意）' },
  'sent/syn-ack-with-text': { say: () => '我愿意。还有几句话……' },
  'sent/syn-cookie': { stops: '姑娘没法把“谁来过信”写进回信再忘掉；SYN cookie 可以' },
  'sent/simultaneous-syn-ack': { say: () => '原来你也给我写了信！我也愿意' },
  'sent/split-ack': { say: () => '你的信收到了' },
  'sent/split-syn': { say: () => '我也有话想对你说' },
  'sent/ack-of-syn': {
    say: () => '收到你的回信，我终于确定了',
    proves: (r) => `${r.you}收到，双方就都放心了，可以开始通信。`,
  },
  'sent/ack-of-syn-with-text': { say: (_, p) => `收到你的回信了！家里都好吗（${p.amount}）` },
  'sent/ack-of-syn-again': { say: () => '你的回信我早收到了，我确定！' },
  'sent/data': { say: (_, p) => `（写了一封信，${p.amount}）` },
  'sent/data-again': { say: (_, p) => `（那封信怕是丢了，重抄一遍，${p.amount}）` },
  'sent/data-half-closed': HALF_ZH,
  'sent/ack': { say: () => '来信收到' },
  'sent/delayed-ack': { say: () => '来信收到，迟复为歉' },
  'sent/duplicate-ack': NUMBERS_ZH,
  'sent/ack-again': { say: () => '那封信早就收到了' },
  'sent/window-closed': WINDOW_ZH,
  'sent/window-update': WINDOW_ZH,
  'sent/window-probe': WINDOW_ZH,
  'sent/window-probe-answer': WINDOW_ZH,
  'sent/keepalive-probe': PROBE_ZH,
  'sent/keepalive-answer': PROBE_ZH,
  'sent/challenge-ack': { stops: '情书认得出笔迹；TCP 只能靠序号核实' },
  'sent/fin': { say: () => '我们分手吧' },
  'sent/fin-with-text': { say: (_, p) => `最后再说几句（${p.amount}）……我们分手吧` },
  'sent/fin-in-return': { say: () => '好吧，分手吧' },
  'sent/fin-with-ack-of-fin': { say: () => '知道了。那就分手吧' },
  'sent/fin-again': { say: () => '（没有回音，又说了一遍分手）' },
  'sent/ack-of-fin': {
    say: () => '再等等吧，我可以做得更好',
    proves: (r) => `听着是挽留，确认的只是一件事：${r.you}的分手信（FIN）收到了。`,
  },
  'sent/ack-of-fin-with-text': HALF_ZH,
  'sent/ack-of-fin-again': { say: () => '我听到了，你说要分手' },
  'sent/ack-of-crossing-fin': { say: () => '原来你也要分手，知道了' },
  'sent/last-ack': {
    say: () => '嗯，那就分手吧',
    proves: (r) => `确认的是${r.you === '我' ? '我' : '对方'}那封“分手吧”（FIN）收到了。`,
  },
  'sent/last-ack-again': { say: () => '嗯，我说过了，那就分手吧' },
  'sent/rst': RESET_ZH,
  'sent/rst-refused': { stops: '信寄错了地方，没有人当场回绝；TCP 有 RST' },
  'sent/rst-stale-syn-ack': { say: () => '那是从前的信，早就不算数了' },
  'sent/rst-unknown-syn-ack': { say: () => '我没有给你写过信' },
  'sent/rst-bad-ack': NUMBERS_ZH,
  'sent/rst-half-open': RESET_ZH,
  'sent/rst-after-close': RESET_ZH,
  'sent/rst-abort': RESET_ZH,
  'sent/rst-unread': RESET_ZH,
  'sent/rst-give-up': RESET_ZH,
  'sent/forged': { stops: '情书认得出笔迹；报文段谁都能冒名发' },
  'sent/other': NUMBERS_ZH,
  'lost/syn': { say: () => '表白的信在路上丢了，姑娘什么也不知道' },
  'lost/syn-ack': { say: () => '回信在路上丢了：两个人都在等，都得再写一遍' },
  'lost/ack-of-syn': { say: () => '第三封信丢了：一个已经确定，另一个还在等' },
  'lost/data': { say: () => '这封信在路上丢了' },
  'lost/ack': { say: () => '这封“来信收到”丢了' },
  'lost/fin': { say: () => '这封分手信丢了' },
  'lost/last-ack': { say: () => '最后一封“那就分手吧”丢了，对方还在等' },
  'lost/rst': { say: () => '这封信在路上丢了' },
  'lost/probe': { say: () => '这封信在路上丢了' },
  'lost/other': { say: () => '这封信在路上丢了' },
  'impaired/delay': { say: () => '这封信在驿站耽搁了' },
  'impaired/reorder': { say: () => '后写的信先到了' },
  'impaired/duplicate': { stops: '一封信不会在路上变成两封；报文段会' },
  'dropped/corrupt': { stops: '字迹模糊，人能猜；TCP 校验和不对，就整段不要' },
  'state/time-wait': { say: () => '其实不想完全分手，又等了 2MSL，看有没有回信' },
  'state/time-wait-crossing': { say: () => '两个人都在等，看对方有没有没说完的话' },
  'state/time-wait-over': { say: () => '没有回信，彻底分手' },
  'state/closed': { say: () => '收到消息，彻底死心，删除好友' },
  'host/power-off': { say: () => '有一个人从此杳无音信' },
};

const NUMBERS_EN = { stops: 'love letters carry no numbers' };
const WINDOW_EN = { stops: 'no reader advertises a window' };
const RESET_EN = { stops: 'no letter is void at once, as RST is' };
const HALF_EN = { stops: 'love is seldom half-closed' };
const PROBE_EN = { stops: 'nobody mails empty letters as probes' };

const EN: Entries = {
  'sent/syn': {
    say: () => '(not one word of liking, every word says I love you)',
    proves: (r) => `If it arrives, ${r.me} can send and ${r.you} can receive.`,
  },
  'sent/syn-again': { say: () => '(no answer, so the same feelings once more)' },
  'sent/syn-with-text': { stops: 'no letter is kept until both are sure' },
  'sent/syn-ack': {
    say: () => '(not one word of love, every line says I do)',
    proves: (r) => `If it arrives, ${r.me} can send too, and ${r.you} can receive.`,
  },
  'sent/syn-ack-again': { say: () => '(no answer, so "I do" once more)' },
  'sent/syn-ack-with-text': { say: () => 'I do. And there is something else...' },
  'sent/syn-cookie': { stops: 'no answer can do the remembering' },
  'sent/simultaneous-syn-ack': { say: () => 'So you wrote to me as well! I do' },
  'sent/split-ack': { say: () => 'Your letter has come' },
  'sent/split-syn': { say: () => 'And I have something to tell you' },
  'sent/ack-of-syn': {
    say: () => 'Your answer has come. Now I am sure',
    proves: () => 'If it arrives, both are sure, and they can write to each other.',
  },
  'sent/ack-of-syn-with-text': { say: (_, p) => `Your answer has come! How are you (${p.amount})` },
  'sent/ack-of-syn-again': { say: () => 'Your answer came long ago. I am sure!' },
  'sent/data': { say: (_, p) => `(writes a letter, ${p.amount})` },
  'sent/data-again': { say: (_, p) => `(copies the letter that was lost, ${p.amount})` },
  'sent/data-half-closed': HALF_EN,
  'sent/ack': { say: () => 'Your letter has come' },
  'sent/delayed-ack': { say: () => 'Your letter has come; sorry for the delay' },
  'sent/duplicate-ack': NUMBERS_EN,
  'sent/ack-again': { say: () => 'That letter came long ago' },
  'sent/window-closed': WINDOW_EN,
  'sent/window-update': WINDOW_EN,
  'sent/window-probe': WINDOW_EN,
  'sent/window-probe-answer': WINDOW_EN,
  'sent/keepalive-probe': PROBE_EN,
  'sent/keepalive-answer': PROBE_EN,
  'sent/challenge-ack': { stops: 'handwriting is known, segments forged' },
  'sent/fin': { say: () => 'Let us break up' },
  'sent/fin-with-text': { say: (_, p) => `A few last words (${p.amount})... let us break up` },
  'sent/fin-in-return': { say: () => 'All right, let us break up' },
  'sent/fin-with-ack-of-fin': { say: () => 'I see. Then let us break up' },
  'sent/fin-again': { say: () => '(no answer, so it is said once more)' },
  'sent/ack-of-fin': {
    say: () => 'Wait a little, I can do better',
    proves: () => 'It sounds like a plea; all it confirms is that the letter (FIN) has come.',
  },
  'sent/ack-of-fin-with-text': HALF_EN,
  'sent/ack-of-fin-again': { say: () => 'I heard that you want to break up' },
  'sent/ack-of-crossing-fin': { say: () => 'So you want to break up as well. I see' },
  'sent/last-ack': {
    say: () => 'Yes, then let us break up',
    proves: () => 'It confirms that the other letter of parting (FIN) has come, too.',
  },
  'sent/last-ack-again': { say: () => 'Yes, as I said, let us break up' },
  'sent/rst': RESET_EN,
  'sent/rst-refused': { stops: 'a wrong address sends no refusal' },
  'sent/rst-stale-syn-ack': { say: () => 'That was an old letter; it no longer counts' },
  'sent/rst-unknown-syn-ack': { say: () => 'I never wrote to you' },
  'sent/rst-bad-ack': NUMBERS_EN,
  'sent/rst-half-open': RESET_EN,
  'sent/rst-after-close': RESET_EN,
  'sent/rst-abort': RESET_EN,
  'sent/rst-unread': RESET_EN,
  'sent/rst-give-up': RESET_EN,
  'sent/forged': { stops: 'handwriting is known, segments forged' },
  'sent/other': NUMBERS_EN,
  'lost/syn': { say: () => 'The letter is lost on the way; nobody knows of the love' },
  'lost/syn-ack': { say: () => 'The answer is lost: both wait, and both will write again' },
  'lost/ack-of-syn': { say: () => 'The third letter is lost: one is sure, the other waits' },
  'lost/data': { say: () => 'This letter is lost on the way' },
  'lost/ack': { say: () => 'This "has come" is lost on the way' },
  'lost/fin': { say: () => 'The letter that breaks up is lost' },
  'lost/last-ack': { say: () => 'The last "let us break up" is lost; the other still waits' },
  'lost/rst': { say: () => 'This letter is lost on the way' },
  'lost/probe': { say: () => 'This letter is lost on the way' },
  'lost/other': { say: () => 'This letter is lost on the way' },
  'impaired/delay': { say: () => 'This letter is held up at the post' },
  'impaired/reorder': { say: () => 'A later letter comes first' },
  'impaired/duplicate': { stops: 'a letter does not become two' },
  'dropped/corrupt': { stops: 'eyes guess; checksums do not' },
  'state/time-wait': { say: () => 'Not quite willing to part, and waiting 2 MSL for a letter' },
  'state/time-wait-crossing': { say: () => 'Both wait for what the other may still say' },
  'state/time-wait-over': { say: () => 'No letter came. It is over for good' },
  'state/closed': { say: () => 'The message came. All hope is gone, the friend deleted' },
  'host/power-off': { say: () => 'Nothing more is heard of one of them' },
};

/** The roles change when it ends, as they do in the note: she breaks up, and the teller is left. */
export const LETTERS_ZH: Analogy = {
  opening: ['小伙子', '姑娘'],
  closing: ['姑娘', '我'],
  introduces: (part, a, b) =>
    part === 'opening'
      ? `先写信的小伙子是 ${a.host}，姑娘是 ${b.host}。`
      : `分手换了角色（照笔记 S2）：先提分手的姑娘是 ${a.host}，讲故事的“我”是 ${b.host}。`,
  entries: ZH,
  otherwise: '情书里没有这回事',
};

export const LETTERS_EN: Analogy = {
  opening: ['The young man', 'The girl'],
  closing: ['The girl', 'I'],
  introduces: (part, a, b) =>
    part === 'opening'
      ? `The young man, who writes first, is ${a.host}; the girl is ${b.host}.`
      : `Other parts now, as in note S2: the girl, who breaks up, is ${a.host}; "I", who tell it, am ${b.host}.`,
  entries: EN,
  otherwise: 'nothing like it happens in love letters',
};
