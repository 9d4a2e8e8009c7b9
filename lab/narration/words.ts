import type { Words } from '../../src/base/words.ts';
import type { VoiceChoice } from '../state/store.ts';

/** What the narration itself says; what it tells comes from `src/story`. */
export const WORDS = {
  title: { zh: '旁白', en: 'Narration' },
  voice: { zh: '谁来讲', en: 'Who tells it' },
  bilingual: { zh: '双语', en: 'Bilingual' },
  allFlows: { zh: '所有连接', en: 'All connections' },
  why: { zh: '为什么？', en: 'Why?' },
  because: { zh: '因为', en: 'because' },
  chain: { zh: '起因，由近到远', en: 'What brought it about, nearest first' },
  earlier: { zh: '更早的……', en: 'Earlier…' },
  goTo: { zh: '回到这一刻', en: 'go to this moment' },
  nothing: {
    zh: '还什么都没发生。按“步进”看第一件事。',
    en: 'Nothing has happened yet. Step to see the first thing.',
  },
  busy: { zh: '正在讲……', en: 'One moment…' },
  stops: { zh: '比喻失效', en: 'Beyond the analogy' },
  newTab: { zh: '在新标签页打开', en: 'opens in a new tab' },
  atStart: { zh: '回到开头', en: 'Back at the beginning' },
} satisfies Readonly<Record<string, Words>>;

export const VOICE_WORDS: Readonly<Record<VoiceChoice, Words>> = {
  technical: { zh: '技术', en: 'Technical' },
  playground: { zh: '操场', en: 'Playground' },
  letters: { zh: '书信', en: 'Letters' },
};
