import type { Words } from '../../src/base/words.ts';

/** Apart from the words of the other panels: the opening page shows this one. */
export const WORDS = {
  title: { zh: '谁知道了什么', en: 'Who knows what' },
  canSend: { zh: '{x} 能发', en: '{x} can send' },
  canReceive: { zh: '{x} 能收', en: '{x} can receive' },
  knows: { zh: '{x} 知道', en: '{x} knows' },
  what: { zh: '能力', en: 'Ability' },
  known: { zh: '知道，由 {id} 证明', en: 'known, proved by {id}' },
  unknown: { zh: '还不知道', en: 'not known yet' },
  all: {
    zh: '八格全满：双方都知道对方能发能收。',
    en: 'All eight: both know that both can send and receive.',
  },
  lacks: { zh: '{x} 还差：{what}', en: '{x} still lacks: {what}' },
  none: {
    zh: '这条流的一端不是这里的主机，填不出这张表。',
    en: 'An end of this flow is no host here: nothing to fill in.',
  },
  and: { zh: '、', en: ', ' },
} as const satisfies Record<string, Words>;
