import type { Analogy, Entries, Roles } from './voice.ts';

/*
 * Two friends have no telephone and shout across a playground: what each shout proves is what three
 * segments are for, and "I have finished" is not yet "so have you".
 */

const NUMBERS_ZH = { stops: '喊话不编号，说不出“缺的是哪一句”；TCP 有序号' };
const WINDOW_ZH = { stops: '听的人不会喊“我还听得下几个字”；TCP 有窗口' };
const RESET_ZH = { stops: '操场上没人应，就是没人应；TCP 会用 RST 明说' };
const FORGED_ZH = { stops: '听得出是不是小明的声音；TCP 只能靠序号核实' };

const ZH: Entries = {
  'sent/syn': {
    say: (r) => `${call(r, '小明')}你在吗？`,
    proves: (r) => `${r.you}听到了，就说明${r.me}能发、${r.you}能收。`,
  },
  'sent/syn-again': { say: (r) => `${call(r, '小明')}你在吗？我再喊一遍！` },
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
  'sent/data': { say: (_, p) => `（说话，${p.amount}）` },
  'sent/data-again': { say: (_, p) => `刚才那句没听清吧？我再说一遍（${p.amount}）` },
  'sent/data-half-closed': { say: (_, p) => `我还没说完，你接着听（${p.amount}）` },
  'sent/ack': { say: () => '嗯，听到了！' },
  'sent/delayed-ack': { say: () => '嗯……听到了！' },
  'sent/duplicate-ack': NUMBERS_ZH,
  'sent/ack-again': { say: () => '听到了，刚才就听到了！' },
  'sent/window-closed': WINDOW_ZH,
  'sent/window-update': WINDOW_ZH,
  'sent/window-probe': WINDOW_ZH,
  'sent/window-probe-answer': WINDOW_ZH,
  'sent/keepalive-probe': { say: (r) => `${call(r, '小明')}好久没声音了，你还在吗？` },
  'sent/keepalive-answer': { say: () => '还在呢！' },
  'sent/challenge-ack': FORGED_ZH,
  'sent/fin': {
    say: () => '我说完了！',
    proves: () => '说完了，不等于不听了。笔记 S4 这一句是“我要挂电话了”，那是打电话的比喻。',
  },
  'sent/fin-with-text': { say: (_, p) => `最后一句（${p.amount}）……我说完了！` },
  'sent/fin-in-return': { say: () => '我也说完了！' },
  'sent/fin-with-ack-of-fin': { say: () => '好，我也说完了！' },
  'sent/fin-again': { say: () => '我说完了！听到没有？' },
  'sent/ack-of-fin': { say: () => '好，我知道你说完了！' },
  'sent/ack-of-fin-with-text': { say: (_, p) => `好，知道你说完了；我还有话（${p.amount}）` },
  'sent/ack-of-fin-again': { say: () => '知道啦，你说完了！' },
  'sent/ack-of-crossing-fin': { say: () => '咦，你也说完了？知道了！' },
  'sent/last-ack': { say: () => '好，我知道你也说完了！' },
  'sent/last-ack-again': { say: () => '知道了知道了，你也说完了！' },
  'sent/rst': RESET_ZH,
  'sent/rst-refused': RESET_ZH,
  'sent/rst-stale-syn-ack': { stops: '几分钟前的喊声不会现在才到；旧的 SYN 会' },
  'sent/rst-unknown-syn-ack': { say: () => '我没喊过你呀！' },
  'sent/rst-bad-ack': NUMBERS_ZH,
  'sent/rst-half-open': RESET_ZH,
  'sent/rst-after-close': RESET_ZH,
  'sent/rst-abort': RESET_ZH,
  'sent/rst-unread': RESET_ZH,
  'sent/rst-give-up': RESET_ZH,
  'sent/forged': FORGED_ZH,
  'sent/other': NUMBERS_ZH,
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
  'state/time-wait': { stops: '没有人说完“好”，还站在原地等 2MSL；TIME-WAIT 会' },
  'state/time-wait-crossing': { stops: '没有人说完“好”，还站在原地等 2MSL；TIME-WAIT 会' },
  'host/power-off': { say: () => '有一个人突然走了，一句话也没留' },
};

const NUMBERS_EN = { stops: 'shouts carry no sequence numbers' };
const WINDOW_EN = { stops: 'no ear has a window to advertise' };
const RESET_EN = { stops: 'silence is the only RST out there' };
const FORGED_EN = { stops: 'voices are known, segments forged' };

const EN: Entries = {
  'sent/syn': {
    say: (r) => `${call(r, 'Ming')}are you there?`,
    proves: (r) => `Heard by ${r.you}: ${r.me} can be heard, ${r.you} can hear.`,
  },
  'sent/syn-again': { say: (r) => `${call(r, 'Ming')}are you there? I'll shout again!` },
  'sent/syn-with-text': { stops: 'no shout is kept until both are sure' },
  'sent/syn-ack': {
    say: () => "I'm here! Are you there?",
    proves: (r) => `Heard by ${r.you}: ${r.me} can be heard too, and ${r.you} can hear.`,
  },
  'sent/syn-ack-again': { say: () => "I'm here! Are you there? (No answer yet.)" },
  'sent/syn-ack-with-text': { say: () => "I'm here! Are you? Let me say this first..." },
  'sent/syn-cookie': { stops: 'no answer can do the remembering' },
  'sent/simultaneous-syn-ack': { say: () => "I'm here! I was calling you too. Heard me?" },
  'sent/split-ack': { say: () => "I'm here!" },
  'sent/split-syn': { say: () => 'And are you there?' },
  'sent/ack-of-syn': {
    say: () => 'I know you can hear me!',
    proves: (r) => `Heard by ${r.you}: both know that both can hear and be heard.`,
  },
  'sent/ack-of-syn-with-text': { say: (_, p) => `I know you hear me! By the way (${p.amount})` },
  'sent/ack-of-syn-again': { say: () => 'Yes, yes, I can hear you!' },
  'sent/data': { say: (_, p) => `(talks, ${p.amount})` },
  'sent/data-again': { say: (_, p) => `You missed that? Once more (${p.amount})` },
  'sent/data-half-closed': { say: (_, p) => `I'm not done, keep listening (${p.amount})` },
  'sent/ack': { say: () => 'Yes, I heard!' },
  'sent/delayed-ack': { say: () => 'Well... yes, I heard!' },
  'sent/duplicate-ack': NUMBERS_EN,
  'sent/ack-again': { say: () => 'I heard, I heard it before!' },
  'sent/window-closed': WINDOW_EN,
  'sent/window-update': WINDOW_EN,
  'sent/window-probe': WINDOW_EN,
  'sent/window-probe-answer': WINDOW_EN,
  'sent/keepalive-probe': { say: (r) => `${call(r, 'Ming')}so quiet, are you still there?` },
  'sent/keepalive-answer': { say: () => 'Still here!' },
  'sent/challenge-ack': FORGED_EN,
  'sent/fin': {
    say: () => "I've said everything!",
    proves: () => 'Not "I have stopped listening". Note S4 says "hanging up" here: a telephone.',
  },
  'sent/fin-with-text': { say: (_, p) => `One last thing (${p.amount})... that's all!` },
  'sent/fin-in-return': { say: () => "I've said everything too!" },
  'sent/fin-with-ack-of-fin': { say: () => "All right, I've said everything too!" },
  'sent/fin-again': { say: () => "I've said everything! Did you hear?" },
  'sent/ack-of-fin': { say: () => 'All right, I know you are done!' },
  'sent/ack-of-fin-with-text': { say: (_, p) => `All right, but I have more (${p.amount})` },
  'sent/ack-of-fin-again': { say: () => 'I know, I know, you are done!' },
  'sent/ack-of-crossing-fin': { say: () => 'Oh, you are done as well? All right!' },
  'sent/last-ack': { say: () => 'All right, I know you are done too!' },
  'sent/last-ack-again': { say: () => 'Yes, I know you are done too!' },
  'sent/rst': RESET_EN,
  'sent/rst-refused': RESET_EN,
  'sent/rst-stale-syn-ack': { stops: 'no shout comes minutes late; old SYNs do' },
  'sent/rst-unknown-syn-ack': { say: () => 'But I never called you!' },
  'sent/rst-bad-ack': NUMBERS_EN,
  'sent/rst-half-open': RESET_EN,
  'sent/rst-after-close': RESET_EN,
  'sent/rst-abort': RESET_EN,
  'sent/rst-unread': RESET_EN,
  'sent/rst-give-up': RESET_EN,
  'sent/forged': FORGED_EN,
  'sent/other': NUMBERS_EN,
  'lost/syn': { say: () => 'The wind carries this shout away' },
  'lost/syn-ack': { say: () => 'The wind carries this answer away' },
  'lost/ack-of-syn': { say: () => 'The wind takes the third shout: one is sure, the other waits' },
  'lost/data': { say: () => 'The wind carries these words away' },
  'lost/ack': { say: () => 'The wind carries this "yes" away' },
  'lost/fin': { say: () => 'The wind takes "that\'s all" away' },
  'lost/last-ack': { say: () => 'The wind takes the last "all right" away' },
  'lost/rst': { say: () => 'The wind carries this shout away' },
  'lost/probe': { say: () => 'The wind takes "still there?" away' },
  'lost/other': { say: () => 'The wind carries this shout away' },
  'impaired/delay': { stops: 'a shout does not rest on its way' },
  'impaired/reorder': { stops: 'later shouts do not come first' },
  'impaired/duplicate': { stops: 'a shout does not become two' },
  'dropped/corrupt': { stops: 'ears guess; checksums do not' },
  'state/time-wait': { stops: 'nobody stands waiting for 2 MSL' },
  'state/time-wait-crossing': { stops: 'nobody stands waiting for 2 MSL' },
  'host/power-off': { say: () => 'One of them has suddenly gone, without a word' },
};

/** Calls the friend by name; he does not call himself. */
function call(r: Roles, friend: string): string {
  if (r.you !== friend) return '';
  return friend === '小明' ? `${friend}，` : `${friend}, `;
}

export const PLAYGROUND_ZH: Analogy = {
  opening: ['你', '小明'],
  closing: ['你', '小明'],
  introduces: (part, you, ming) =>
    part === 'opening'
      ? `“你”是 ${you.host}，小明是 ${ming.host}。`
      : `先说完的“你”是 ${you.host}，小明是 ${ming.host}。`,
  entries: ZH,
  otherwise: '操场上没有这回事',
};

export const PLAYGROUND_EN: Analogy = {
  opening: ['You', 'Ming'],
  closing: ['You', 'Ming'],
  introduces: (part, you, ming) =>
    part === 'opening'
      ? `"You" are ${you.host}, Ming is ${ming.host}.`
      : `"You", done first, are ${you.host}, Ming is ${ming.host}.`,
  entries: EN,
  otherwise: 'nothing like it happens on a playground',
};
