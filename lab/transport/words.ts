import type { Words } from '../../src/base/words.ts';

export const WORDS = {
  transport: { zh: '播放', en: 'Playback' },
  start: { zh: '回到开头（Home）', en: 'To the beginning (Home)' },
  back: { zh: '后退一步（←）', en: 'Step back (←)' },
  backShort: { zh: '退', en: 'Back' },
  play: { zh: '播放（空格）', en: 'Play (Space)' },
  playShort: { zh: '播放', en: 'Play' },
  pause: { zh: '暂停（空格）', en: 'Pause (Space)' },
  pauseShort: { zh: '暂停', en: 'Pause' },
  on: { zh: '步进（→）', en: 'Step on (→)' },
  onShort: { zh: '步进', en: 'Step' },
  timer: { zh: '跳到下一个定时器到期（T）', en: 'To where the next timer expires (T)' },
  timerShort: { zh: '定时器', en: 'Timer' },
  end: { zh: '到结尾（End）', en: 'To the end (End)' },
  timeline: { zh: '时间轴', en: 'Timeline' },
  speed: { zh: '速度', en: 'Speed' },
  step: { zh: '逐步', en: 'stepwise' },
  slow: { zh: '慢速', en: 'slow' },
  medium: { zh: '中速', en: 'medium' },
  fast: { zh: '快速', en: 'fast' },
  of: { zh: '第 {n} 步，共 {m} 步', en: 'step {n} of {m}' },
} as const satisfies Record<string, Words>;
