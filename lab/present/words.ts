import type { Words } from '../../src/base/words.ts';

export const WORDS = {
  open: { zh: '在 synwave 中打开', en: 'Open in synwave' },
  leave: { zh: '退出演示（F）', en: 'Leave (F)' },
} as const satisfies Record<string, Words>;
