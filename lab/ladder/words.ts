import type { Words } from '../../src/base/words.ts';
import type { RuleAction } from '../../src/link/impairments.ts';

/** The words of the ladder, its tools and its table. */
// biome-ignore format: a table
export const W = {
  tapMe: { zh: '点我', en: 'Tap me' },
  ladder: { zh: '时序图', en: 'Ladder' },
  help: { zh: '时间自上而下。用上下方向键在报文段之间移动，回车查看它的字节。', en: 'Time runs down. Arrow keys move between segments, Enter looks at the bytes.' },
  empty: { zh: '还没有报文段。按“播放”或“步进”开始。', en: 'No segment yet. Press play or step.' },
  flow: { zh: '连接', en: 'Connection' },
  mainFlows: { zh: '主要的连接', en: 'Main connections' },
  otherFlows: { zh: '其他连接', en: 'Other connections' },
  noFlow: { zh: '这次运行里没有任何报文段。', en: 'No segment was sent in this run.' },
  copy: { zh: '副本', en: 'copy' },
  notStandard: { zh: '这不是标准的 TCP', en: 'This is not standard TCP' },
  tools: { zh: '对选中的报文段', en: 'With the selected segment' },
  milliseconds: { zh: '毫秒', en: 'ms' },
  howLong: { zh: '延迟多久（毫秒）', en: 'How long, in milliseconds' },
  forHowLong: { zh: '延迟到何时', en: 'Until when' },
  exactly: { zh: '只延迟这么久', en: 'exactly that long' },
  afterClose: { zh: '直到连接关闭以后', en: 'until after the close' },
  afterAll: { zh: '直到一切都结束以后', en: 'until all is over' },
  bytes: { zh: '看字节', en: 'Bytes' },
  why: { zh: '为什么？', en: 'Why?' },
  deselect: { zh: '取消选择', en: 'Deselect' },
  undo: { zh: '撤回', en: 'Withdraw' },
  done: { zh: '已对它做过：', en: 'Done to it: ' },
  onTheWay: { zh: '它还在途中：现在就能改变它的命运。', en: 'It is on its way: its fate is still open.' },
  planned: {
    zh: '已经安排好了，走到那里就会发生。选别的，就换成别的。',
    en: 'Planned: it happens when you come to it. Choosing another replaces it.',
  },
  toCome: { zh: '它还没有发出：可以预先安排。', en: 'It has not been sent yet: you can arrange what will happen.' },
  busy: { zh: '正在重新运行……', en: 'Running again…' },
  noTarget: { zh: '还没有报文段可以动手：先步进到有报文段发出。', en: 'There is no segment to act on yet: step until one is sent.' },
  because: { zh: '起因：', en: 'Brought about by: ' },
  notTold: { zh: '关于它没有更多可说的。', en: 'There is no more to say about it.' },
  table: { zh: '报文段一览', en: 'Segments' },
  number: { zh: '序', en: '#' },
  name: { zh: '名称', en: 'Name' },
  way: { zh: '方向', en: 'From → to' },
  flags: { zh: '标志', en: 'Flags' },
  seq: { zh: '序号', en: 'Seq' },
  ack: { zh: '确认号', en: 'Ack' },
  length: { zh: '长度', en: 'Length' },
  sentAt: { zh: '发出', en: 'Sent' },
  endedAt: { zh: '到达或丢失', en: 'Arrived or lost' },
  fate: { zh: '结果', en: 'Fate' },
  actions: { zh: '操作', en: 'Actions' },
  select: { zh: '选择', en: 'Select' },
  drop: { zh: '丢弃', en: 'Drop' },
  again: { zh: '重传', en: 'sent again' },
  underWay: { zh: '在途中', en: 'under way' },
  future: { zh: '尚未发出', en: 'not sent yet' },
  lost: { zh: '途中丢失', en: 'lost on the way' },
  arrived: { zh: '已到达', en: 'arrived' },
  late: { zh: '被延迟', en: 'held back' },
  corrupt: { zh: '已损坏', en: 'corrupted' },
  doubled: { zh: '被复制', en: 'duplicated' },
} as const satisfies Record<string, Words>;

/** What each fault is called, and its key. */
// biome-ignore format: a table
export const FAULTS: Readonly<Record<RuleAction, Words & { readonly key: string; readonly tells: Words }>> = {
  drop: { zh: '丢弃', en: 'Drop', key: 'D', tells: { zh: '让它在途中丢失', en: 'Lose it on the way' } },
  delay: { zh: '延迟', en: 'Delay', key: 'L', tells: { zh: '让它晚到', en: 'Make it late' } },
  duplicate: { zh: '复制', en: 'Duplicate', key: 'U', tells: { zh: '让它到达两次', en: 'Make it arrive twice' } },
  reorder: { zh: '乱序', en: 'Reorder', key: 'R', tells: { zh: '让后面的报文段先过去', en: 'Let the next one overtake it' } },
  corrupt: { zh: '损坏', en: 'Corrupt', key: 'C', tells: { zh: '改坏它的一个比特', en: 'Flip one of its bits' } },
};

/** What is said to those who listen when a segment is selected. */
export function selectedWords(id: string): Words {
  const of = (lang: 'zh' | 'en', between: string): string =>
    Object.values(FAULTS)
      .map((f) => `${f.key} ${f[lang]}`)
      .join(between);
  return { zh: `选中 ${id}：${of('zh', '，')}`, en: `${id} is selected: ${of('en', ', ')}` };
}

/** What acting on something that is past does. */
export function fromThere(time: string): Words {
  return {
    zh: `⟲ 回到 ${time}，从这里改（保留原来的时间线）`,
    en: `⟲ Goes back to ${time} and changes it from there (the old timeline stays)`,
  };
}

export function ghostLegend(name: string): Words {
  return { zh: `分支 ${name}（灰）`, en: `Branch ${name} (grey)` };
}

export function segments(n: number): Words {
  return { zh: `${n} 个报文段`, en: n === 1 ? '1 segment' : `${n} segments` };
}

/** What the drawing is, for those who do not see it. */
export function titleOf(left: string, right: string): Words {
  return { zh: `${left} 与 ${right} 的时序图`, en: `Ladder of ${left} and ${right}` };
}
