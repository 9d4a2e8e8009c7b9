import type { Words } from '../../src/base/words.ts';
import { clauseText } from '../../src/ladder/words.ts';

export const WORDS = {
  title: { zh: '假如……', en: 'What if …' },
  about: {
    zh: '故意破坏一条规则，看它为什么在那里。打开以后，跑的就不再是标准的 TCP。',
    en: 'Break a rule on purpose to see why it is there. What runs then is no longer TCP by the book.',
  },
  allOff: { zh: '全部关掉（照规矩来）', en: 'All off (by the book)' },
  noneOn: { zh: '现在一条规则也没破坏。', en: 'No rule is broken now.' },
  breaks: { zh: '违反', en: 'breaks' },
  offered: { zh: '这个实验推荐', en: 'For this experiment' },
  advised: { zh: '推荐', en: 'try here' },
  others: { zh: '其他', en: 'Others' },
  hosts: { zh: '对主机动手', en: 'Do something to a host' },
  profiles: { zh: '每台主机像谁', en: 'How each host behaves' },
  profile: { zh: '行为', en: 'profile' },
  fields: { zh: '改一个参数', en: 'Change a setting' },
  field: { zh: '参数', en: 'Setting' },
  find: { zh: '查找参数', en: 'Find a setting' },
  host: { zh: '主机', en: 'Host' },
  value: { zh: '值', en: 'Value' },
  everyHost: { zh: '每台主机', en: 'every host' },
  add: { zh: '设定', en: 'Set' },
  on: { zh: '开', en: 'on' },
  off: { zh: '关', en: 'off' },
  bad: { zh: '这个值不行', en: 'This value will not do' },
  endless: { zh: '∞ 表示永远', en: '∞ means never' },
} satisfies Record<string, Words>;

/** A clause of a standard, such as `RFC 9293 section 3.10.7.4, first and seventh`. */
export function clauseWords(clause: string): Words {
  return { zh: clauseText(clause, 'zh'), en: clause };
}

/** What is counted, where the number stands by itself. */
export const COUNTED: Words = { zh: '假如…', en: 'What if …' };

/** How many rules are broken. */
export function countWords(n: number): Words {
  return { zh: `假如…（${n}）`, en: `What if … (${n})` };
}

/** The heading of what is done to hosts. */
export function hostsWords(at: Words): Words {
  return { zh: `就在现在（${at.zh}）`, en: `Now, at ${at.en}` };
}
