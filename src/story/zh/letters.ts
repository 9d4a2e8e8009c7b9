import type { Analogy, Entries } from '../voices/voice.ts';

/*
 * A young man far away writes to the girl at home: three letters and both are sure. Later she breaks
 * up with the one who tells the story, and it takes four. Nobody looks down from above.
 */

const NUMBERS = { stops: '情书不编号，说不出“缺的是哪一页”；TCP 有序号' };
const WINDOW = { stops: '收信人不会写“我还看得下几个字”；TCP 有窗口' };
const RESET = { stops: '写信总是商量着来；RST 不商量，当场作废' };
const HALF = { stops: '说了分手还接着收信，情书里少见；TCP 的半关闭就是' };
const PROBE = { stops: '没有人寄空信去问对方还在不在；保活会' };

const ENTRIES: Entries = {
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
  'sent/ack-of-syn-more': { say: () => '再写一封：你的回信我收到了' },
  'sent/data': { say: (_, p) => `（写了一封信，${p.amount}）` },
  'sent/data-again': { say: (_, p) => `（那封信怕是丢了，重抄一遍，${p.amount}）` },
  'sent/data-half-closed': HALF,
  'sent/ack': { say: () => '来信收到' },
  'sent/delayed-ack': { say: () => '来信收到，迟复为歉' },
  'sent/duplicate-ack': NUMBERS,
  'sent/ack-over-gap': NUMBERS,
  'sent/ack-again': { say: () => '那封信早就收到了' },
  'sent/window-closed': WINDOW,
  'sent/window-update': WINDOW,
  'sent/window-probe': WINDOW,
  'sent/window-probe-answer': WINDOW,
  'sent/keepalive-probe': PROBE,
  'sent/keepalive-answer': PROBE,
  'sent/challenge-ack': { stops: '情书认得出笔迹；TCP 只能靠序号核实' },
  'sent/fin': { say: () => '我们分手吧' },
  'sent/fin-with-text': { say: (_, p) => `最后再说几句（${p.amount}）……我们分手吧` },
  'sent/fin-in-return': { say: () => '好吧，分手吧' },
  'sent/fin-with-ack-of-fin': { say: () => '知道了。那就分手吧' },
  'sent/fin-again-with-text': {
    say: (_, p) => `（没有回音，最后那几句（${p.amount}）和分手又说了一遍）`,
  },
  'sent/fin-again': { say: () => '（没有回音，又说了一遍分手）' },
  'sent/ack-of-fin': {
    say: () => '再等等吧，我可以做得更好',
    proves: (r) => `听着是挽留，确认的只是一件事：${r.you}的分手信（FIN）收到了。`,
  },
  'sent/ack-of-fin-with-text': HALF,
  'sent/ack-of-fin-again': { say: () => '我听到了，你说要分手' },
  'sent/ack-of-crossing-fin': { say: () => '原来你也要分手，知道了' },
  'sent/last-ack': {
    say: () => '嗯，那就分手吧',
    proves: (r) => `确认的是${r.you === '我' ? '我' : '对方'}那封“分手吧”（FIN）收到了。`,
  },
  'sent/last-ack-again': { say: () => '嗯，我说过了，那就分手吧' },
  'sent/rst': RESET,
  'sent/rst-refused': { stops: '信寄错了地方，没有人当场回绝；TCP 有 RST' },
  'sent/rst-stale-syn-ack': { say: () => '那是从前的信，早就不算数了' },
  'sent/rst-unknown-syn-ack': { say: () => '我没有给你写过信' },
  'sent/rst-bad-ack': NUMBERS,
  'sent/rst-half-open': RESET,
  'sent/rst-after-close': RESET,
  'sent/rst-abort': RESET,
  'sent/rst-unread': RESET,
  'sent/rst-give-up': RESET,
  'sent/forged': { stops: '情书认得出笔迹；报文段谁都能冒名发' },
  'sent/other': NUMBERS,
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
  'state/time-wait': {
    say: (_r, p) =>
      ({
        '2 MSL': '其实不想完全分手，又等了 2MSL，看有没有回信',
        'one MSL': '其实不想完全分手，却只等了一个 MSL，看有没有回信',
        'no wait': '说分手就分手，不等回信',
      })[p.timeWait],
  },
  'state/time-wait-crossing': {
    say: (_r, p) =>
      p.timeWait === 'no wait'
        ? '对方有没有没说完的话，也不等了'
        : '两个人都在等，看对方有没有没说完的话',
  },
  'state/time-wait-over': {
    say: (_r, p) =>
      p.timeWait === 'no wait' ? '马上彻底分手，不管还有没有信来' : '没有回信，彻底分手',
  },
  'state/closed': { say: () => '收到消息，彻底死心，删除好友' },
  'host/power-off': { say: () => '有一个人从此杳无音信' },
};

/** The roles change when it ends, as they do in the note: she breaks up, and the teller is left. */
export const LETTERS: Analogy = {
  opening: ['小伙子', '姑娘'],
  closing: ['姑娘', '我'],
  introduces: (part, a, b) =>
    part === 'opening'
      ? `先写信的小伙子是 ${a.host}，姑娘是 ${b.host}。`
      : `分手换了角色（照笔记 S2）：先提分手的姑娘是 ${a.host}，讲故事的“我”是 ${b.host}。`,
  entries: ENTRIES,
  otherwise: '情书里没有这回事',
};
