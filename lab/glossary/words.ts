import type { Words } from '../../src/base/words.ts';

export const WORDS = {
  search: { zh: '找一个词，中文英文、哪种拼法都行', en: 'Find a word, in any spelling' },
  example: {
    zh: '例如：半连接队列、SYN_RECV、TIME-WAIT',
    en: 'Such as: backlog, SYN_RECV, TIME-WAIT',
  },
  states: { zh: '十一个状态', en: 'The eleven states' },
  opening: { zh: '建立连接', en: 'Opening' },
  closing: { zh: '关闭连接', en: 'Closing' },
  header: { zh: '首部', en: 'The header' },
  near: { zh: '也许是', en: 'Perhaps' },
  none: { zh: '没有这个词。换个写法试试。', en: 'There is no such word. Try another spelling.' },
  slip: { zh: '笔误', en: 'a slip' },
  aliases: { zh: '也写作', en: 'also written' },
  unlike: { zh: '别和它混淆', en: 'not to be confused with' },
  errata: { zh: '笔记里说得不准的', en: 'where the notes are loose' },
  shown: { zh: '看它在运行里的样子', en: 'See it in a run' },
  sentences: { zh: '一句话记住', en: 'One sentence to remember' },
  steps: { zh: '七个报文段', en: 'Seven segments' },
  step: { zh: '哪一步', en: 'Step' },
  term: { zh: '谁发什么', en: 'Who sends what' },
  analogy: { zh: '好比说', en: 'As if to say' },
  purpose: { zh: '为了什么', en: 'What for' },
  reasons: { zh: '为什么要 TIME-WAIT', en: 'Why TIME-WAIT' },
  sources: { zh: '出处', en: 'Sources' },
  note: { zh: '笔记', en: 'Note' },
} as const satisfies Record<string, Words>;
