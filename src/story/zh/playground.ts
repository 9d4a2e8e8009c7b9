import type { SegmentFacts } from '../facts.ts';
import type { Analogy, Entries, Roles } from '../voices/voice.ts';

/*
 * Two friends have no telephone and shout across a playground: what each shout proves is what three
 * segments are for, and "I have finished" is not yet "so have you".
 */

const NUMBERS = { stops: '喊话不编号，说不出“缺的是哪一句”；TCP 有序号' };
const WINDOW = { stops: '听的人不会喊“我还听得下几个字”；TCP 有窗口' };
const RESET = { stops: '操场上没人应，就是没人应；TCP 会用 RST 明说' };
const FORGED = { stops: '听得出是不是小明的声音；TCP 只能靠序号核实' };

const ENTRIES: Entries = {
  'sent/syn': {
    say: (r) => `${call(r)}你在吗？`,
    proves: (r) => `${r.you}听到了，就说明${r.me}能发、${r.you}能收。`,
  },
  'sent/syn-again': { say: (r) => `${call(r)}你在吗？我再喊一遍！` },
  'sent/syn-with-text': {
    stops: '没问“在吗”就把话说了，当场就听见；TCP 先存着，连上再给',
  },
  'sent/syn-ack': {
    say: () => '我在！你在吗？',
    proves: (r) => `${r.you}听到了，就说明${r.me}也能发、${r.you}也能收。`,
  },
  'sent/syn-ack-again': { say: () => '我在！你在吗？（没听到回答，再喊一遍）' },
  'sent/syn-ack-with-text': { say: () => '我在！你在吗？我先说一句……' },
  'sent/syn-cookie': { stops: '小明没法把“谁喊过我”喊回去再忘掉；SYN cookie 可以' },
  'sent/simultaneous-syn-ack': { say: () => '我在！我也正喊你呢，你听到了吗？' },
  'sent/split-ack': { say: () => '我在！' },
  'sent/split-syn': { say: () => '那你在吗？' },
  'sent/ack-of-syn': {
    say: () => '我知道你能听见我！',
    proves: (r) => `${r.you}听到了，双方就都知道彼此能发也能收。`,
  },
  'sent/ack-of-syn-with-text': { say: (_, p) => `我知道你能听见我！顺便说一句（${p.amount}）` },
  'sent/ack-of-syn-again': { say: () => '在呢在呢，我能听见你！' },
  'sent/ack-of-syn-more': { say: () => '能听见！真的能听见！' },
  'sent/data': { say: (_, p) => `（说话，${p.amount}）` },
  'sent/data-again': { say: (_, p) => `刚才那句没听清吧？我再说一遍（${p.amount}）` },
  'sent/data-half-closed': { say: (_, p) => `我还没说完，你接着听（${p.amount}）` },
  'sent/ack': { say: () => '嗯，听到了！' },
  'sent/delayed-ack': { say: () => '嗯……听到了！' },
  'sent/duplicate-ack': NUMBERS,
  'sent/ack-over-gap': NUMBERS,
  'sent/ack-again': { say: () => '听到了，刚才就听到了！' },
  'sent/window-closed': WINDOW,
  'sent/window-update': WINDOW,
  'sent/window-probe': WINDOW,
  'sent/window-probe-answer': WINDOW,
  'sent/keepalive-probe': { say: (r) => `${call(r)}好久没声音了，你还在吗？` },
  'sent/keepalive-answer': { say: () => '还在呢！' },
  'sent/challenge-ack': FORGED,
  'sent/fin': {
    say: () => '我说完了！',
    proves: () => '说完了，不等于不听了。笔记 S4 这一句是“我要挂电话了”，那是打电话的比喻。',
  },
  'sent/fin-with-text': { say: (_, p) => `最后一句（${p.amount}）……我说完了！` },
  'sent/fin-in-return': { say: () => '我也说完了！' },
  'sent/fin-with-ack-of-fin': { say: () => '好，我也说完了！' },
  'sent/fin-again-with-text': {
    say: (_, p) => `最后那句（${p.amount}）……我说完了！听到没有？`,
  },
  'sent/fin-again': { say: () => '我说完了！听到没有？' },
  'sent/ack-of-fin': { say: () => '好，我知道你说完了！' },
  'sent/ack-of-fin-with-text': { say: (_, p) => `好，知道你说完了；我还有话（${p.amount}）` },
  'sent/ack-of-fin-again': { say: () => '知道啦，你说完了！' },
  'sent/ack-of-crossing-fin': { say: () => '咦，你也说完了？知道了！' },
  'sent/last-ack': { say: () => '好，我知道你也说完了！' },
  'sent/last-ack-again': { say: () => '知道了知道了，你也说完了！' },
  'sent/rst': RESET,
  'sent/rst-refused': RESET,
  'sent/rst-stale-syn-ack': { stops: '几分钟前的喊声不会现在才到；旧的 SYN 会' },
  'sent/rst-unknown-syn-ack': { say: () => '我没喊过你呀！' },
  'sent/rst-bad-ack': NUMBERS,
  'sent/rst-half-open': RESET,
  'sent/rst-after-close': RESET,
  'sent/rst-abort': RESET,
  'sent/rst-unread': RESET,
  'sent/rst-give-up': RESET,
  'sent/forged': FORGED,
  'sent/other': NUMBERS,
  'lost/syn': { say: () => '风太大，这一声没传到' },
  'lost/syn-ack': { say: () => '风太大，这声回答没传到' },
  'lost/ack-of-syn': { say: () => '风太大，第三声没传到：一个以为通了，另一个还在等' },
  'lost/data': { say: () => '风太大，这句话没传到' },
  'lost/ack': { say: () => '风太大，这声“嗯”没传到' },
  'lost/fin': { say: () => '风太大，“我说完了”没传到' },
  'lost/last-ack': { say: () => '风太大，最后那声“好”没传到' },
  'lost/rst': { say: () => '风太大，这一声没传到' },
  'lost/probe': { say: () => '风太大，这声“你还在吗”没传到' },
  'lost/other': { say: () => '风太大，这一声没传到' },
  'impaired/delay': { stops: '声音不会在半路停上几秒；报文段会' },
  'impaired/reorder': { stops: '后喊的不会先到；报文段会' },
  'impaired/duplicate': { stops: '一声不会变成两声（除非有回声）；报文段会' },
  'dropped/corrupt': { stops: '听错一个字，人能猜；TCP 校验和不对，就整段不要' },
  'state/time-wait': { stops: waiting },
  'state/time-wait-crossing': { stops: waiting },
  'host/power-off': { say: () => '有一个人突然走了，一句话也没留' },
};

/** Why the analogy has no TIME-WAIT. */
function waiting(p: SegmentFacts): string {
  return {
    '2 MSL': '没有人说完“好”，还站在原地等 2MSL；TIME-WAIT 会',
    'one MSL': '没有人说完“好”，还站在原地等一个 MSL；TIME-WAIT 会',
    'no wait': '操场上没有 TIME-WAIT，等不等都说不出来',
  }[p.timeWait];
}

/** Calls the friend by name; he does not call himself. */
function call(r: Roles): string {
  return r.you === '小明' ? '小明，' : '';
}

export const PLAYGROUND: Analogy = {
  opening: ['你', '小明'],
  closing: ['你', '小明'],
  introduces: (part, you, ming) =>
    part === 'opening'
      ? `“你”是 ${you.host}，小明是 ${ming.host}。`
      : `先说完的“你”是 ${you.host}，小明是 ${ming.host}。`,
  entries: ENTRIES,
  otherwise: '操场上没有这回事',
};
