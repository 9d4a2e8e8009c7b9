import type { Words } from '../../src/base/words.ts';

export const WORDS = {
  title: { zh: '正在走的定时器', en: 'Timers that run' },
  none: { zh: '这条连接现在没有定时器在走。', en: 'No timer of this connection runs now.' },
  left: { zh: '还剩', en: 'left' },
  due: { zh: '到期', en: 'due' },
  expired: { zh: '到期了', en: 'expires now' },
  jump: { zh: '跳到到期', en: 'Jump to expiry' },
  cancelled: { zh: '等不到到期：# 时取消', en: 'will not expire: cancelled at #' },
  restarted: { zh: '等不到到期：# 时重新计时', en: 'will not expire: set anew at #' },
  open: { zh: '运行结束时还没到期', en: 'the run ends before it is due' },
  again: { zh: '第 # 次重新计时', en: 'set anew # times' },
  others: { zh: '别的连接', en: 'Other connections' },
  flow: { zh: '连接', en: 'connection' },
} satisfies Readonly<Record<string, Words>>;
