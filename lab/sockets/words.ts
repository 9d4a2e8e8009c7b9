import type { Words } from '../../src/base/words.ts';

export const WORDS = {
  title: { zh: '套接字', en: 'Sockets' },
  none: { zh: '这里现在没有套接字。', en: 'No sockets here now.' },
  leads: {
    zh: '画出这条流的时序图：{local} 与 {peer}',
    en: 'Draw the ladder of {local} and {peer}',
  },
  drawn: { zh: '正在画的流', en: 'drawn now' },
  unseenIn: {
    zh: '另有 {n} 个只计数：{states}。流太多，只详细记录了几条。',
    en: '{n} more are counted only: {states}. Of so many flows just a few are followed in detail.',
  },
  unseen: {
    zh: '另有 {n} 个只计数：流太多，只详细记录了几条。',
    en: '{n} more are counted only: of so many flows just a few are followed in detail.',
  },
} as const satisfies Record<string, Words>;
