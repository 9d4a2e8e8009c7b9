import type { Words } from '../../src/base/words.ts';
import type { RuleAction } from '../../src/link/impairments.ts';
import type { Happening } from '../../src/sim/scenario.ts';

export const WORDS = {
  title: { zh: '自由沙盒', en: 'Free sandbox' },
  about: {
    zh: '自己搭一个网络：主机、线路、谁在什么时候做什么。跑起来以后，仍可以对每个报文段动手。',
    en: 'Put a network together: hosts, cables, and who does what when. Once it runs, every segment can still be touched.',
  },
  begin: { zh: '从一个现成的开始：', en: 'Begin with: ' },
  file: { zh: '打开文件', en: 'Open a file' },
  noFile: { zh: '这个文件不是场景。', en: 'This file is no scenario.' },
  run: { zh: '运行', en: 'Run' },
  running: { zh: '正在运行……', en: 'Running…' },
  hosts: { zh: '主机', en: 'Hosts' },
  cables: { zh: '线路', en: 'Cables' },
  rules: { zh: '线路上出的事', en: 'What goes wrong on the way' },
  rulesNote: {
    zh: '按种子决定，每次运行都一样；只管每台主机的前 300 个报文段。',
    en: 'Decided by the seed, so every run is the same; only the first 300 segments of each host.',
  },
  steps: { zh: '步骤', en: 'Steps' },
  name: { zh: '名字', en: 'Name' },
  role: { zh: '说明', en: 'Role' },
  profile: { zh: '行为', en: 'Profile' },
  iss: { zh: '初始序号', en: 'ISN' },
  more: { zh: '参数与“假如”', en: 'Settings and what-ifs' },
  setting: { zh: '参数', en: 'Setting' },
  addSetting: { zh: '＋ 参数', en: '+ setting' },
  addHost: { zh: '＋ 主机', en: '+ host' },
  addCable: { zh: '＋ 线路', en: '+ cable' },
  addRule: { zh: '＋ 规则', en: '+ rule' },
  addStep: { zh: '＋ 步骤', en: '+ step' },
  remove: { zh: '删除', en: 'Remove' },
  up: { zh: '上移', en: 'Move up' },
  ends: { zh: '两端', en: 'Between' },
  other: { zh: '和', en: 'and' },
  delay: { zh: '时延', en: 'Delay' },
  rate: { zh: '速率（字节/秒，空：不限）', en: 'Rate (octets/s, empty: no limit)' },
  sentBy: { zh: '谁发的', en: 'Sent by' },
  happens: { zh: '怎么了', en: 'What happens' },
  which: { zh: '哪些', en: 'Which' },
  number: { zh: '数', en: 'Number' },
  howLong: { zh: '多久', en: 'How long' },
  host: { zh: '主机', en: 'Host' },
  when: { zh: '何时', en: 'When' },
  at: { zh: '到这个时刻', en: 'at this time' },
  time: { zh: '时刻', en: 'Time' },
  after: { zh: '之后', en: 'After' },
  octets: { zh: '满多少字节', en: 'Octets' },
  every: { zh: '每次', en: 'each time' },
  action: { zh: '做什么', en: 'Action' },
  socket: { zh: '套接字', en: 'Socket' },
  seed: { zh: '种子', en: 'Seed' },
  until: { zh: '到几秒为止（空：到没事发生）', en: 'Stop after, s (empty: when all is quiet)' },
  ms: { zh: '毫秒', en: 'ms' },
  segment: { zh: '第几个报文段', en: 'segment number' },
  everyNth: { zh: '每几个一次', en: 'every n-th' },
  percent: { zh: '随机 %', en: 'at random, %' },
  whatIfs: { zh: '假如……', en: 'What if …' },
} satisfies Record<string, Words>;

export const HAPPENING_WORDS: Readonly<Record<Happening, Words>> = {
  accepted: { zh: '接受了连接以后', en: 'once it has accepted' },
  connected: { zh: '连上以后', en: 'once connected' },
  received: { zh: '收到数据以后', en: 'once it has received' },
  ended: { zh: '对方说完以后（EOF）', en: 'once the peer is done (EOF)' },
  closed: { zh: '连接结束以后', en: 'once it is over' },
};

export const RULE_WORDS: Readonly<Record<RuleAction, Words>> = {
  drop: { zh: '丢弃', en: 'dropped' },
  delay: { zh: '延迟', en: 'delayed' },
  duplicate: { zh: '重复', en: 'duplicated' },
  reorder: { zh: '乱序', en: 'overtaken' },
  corrupt: { zh: '损坏', en: 'damaged' },
};

/** What a number is, and in what it is counted; both in the same language. */
export function withUnit(says: string, unit: string): string {
  if (unit === '') return says;
  return /[^\u0020-\u007eµ]/.test(says + unit) ? `${says}（${unit}）` : `${says} (${unit})`;
}
