import type { Words } from '../../src/base/words.ts';
import type { Layer } from '../../src/inspect/field.ts';
import type { Place } from './layout.ts';

export const WORDS = {
  title: { zh: '报文段', en: 'Segment' },
  none: {
    zh: '还没有选中报文段。在时序图上点一个箭头，或者在下面选一个，这里就逐字节解释它。',
    en: 'No segment is selected. Tap an arrow on the ladder, or choose one below: it is then explained octet by octet.',
  },
  previous: { zh: '上一个报文段', en: 'Previous segment' },
  next: { zh: '下一个报文段', en: 'Next segment' },
  byStep: {
    zh: '这是当前这一步的报文段；点时序图上的箭头可以看别的。',
    en: 'The segment of this step. Tap an arrow on the ladder for another.',
  },
  hidden: {
    zh: '这个报文段还没有发出，先猜猜看。',
    en: 'This segment has not been sent yet: have a guess first.',
  },
  noBytes: {
    zh: '这次运行没有留下这个报文段的字节。',
    en: 'The octets of this segment were not kept.',
  },
  grid: { zh: '字节表，每行 4 个字节，即 32 位', en: 'Octets, four to a row: 32 bits' },
  offset: { zh: '包内偏移', en: 'Offset in the packet' },
  names: { zh: '字段', en: 'Fields' },
  fields: { zh: '全部字段', en: 'All fields' },
  flags: { zh: '标志', en: 'Flags' },
  detail: { zh: '说明', en: 'Explanation' },
  pick: {
    zh: '点一个字节或一个字段，这里解释它。方向键可以移动。',
    en: 'Tap an octet or a field: it is explained here. Arrow keys move.',
  },
  here: { zh: '在这里', en: 'Here' },
  value: { zh: '值', en: 'Value' },
  when1: { zh: '为 1', en: 'When 1' },
  when0: { zh: '为 0', en: 'When 0' },
  now: { zh: '现在', en: 'now' },
  raw: { zh: '原始', en: 'raw' },
  relative: { zh: '相对', en: 'relative' },
  xy: { zh: 'x, y', en: 'x, y' },
  effects: { zh: '它改变了什么', en: 'What it changed' },
  notYet: {
    zh: '还没有到达。到达之后，这里写明它改变了对端的哪些变量。',
    en: 'It has not arrived yet. Once it has, this says what it changed at the other end.',
  },
  lost: { zh: '它丢了，什么也没有改变。', en: 'It was lost and changed nothing.' },
  nothing: { zh: '没有改变任何变量和状态。', en: 'It changed no variable and no state.' },
  what: { zh: '什么', en: 'What' },
  before: { zh: '之前', en: 'Before' },
  after: { zh: '之后', en: 'After' },
  unknown: { zh: '—', en: '—' },
  checksum: { zh: '校验和', en: 'Checksum' },
  howComputed: { zh: '展开计算过程', en: 'how it is computed' },
  tcpSum: { zh: 'TCP 校验和', en: 'TCP checksum' },
  ipSum: { zh: 'IP 首部校验和', en: 'IP header checksum' },
  agrees: { zh: '对得上', en: 'agrees' },
  fails: { zh: '对不上', en: 'does not agree' },
  computed: { zh: '算出来', en: 'Computed' },
  stands: { zh: '首部里', en: 'In the header' },
  word: { zh: '16 位字', en: '16-bit word' },
  sum: { zh: '累加', en: 'Sum so far' },
  fold: { zh: '把进位加回来', en: 'Add the carry back' },
  complement: { zh: '按位取反', en: 'Turn all bits round' },
  noChecksum: {
    zh: '首部读不懂，算不出校验和：接收方直接丢弃。',
    en: 'The header cannot be read, so there is no checksum to compute: a receiver drops it.',
  },
  dropped: {
    zh: '接收方算出来的和首部里的不一样，会丢弃这个包，不告诉任何人；发送方等不到确认，就重传。',
    en: 'The receiver computes something else than the header says. It drops the packet and tells nobody; the sender gets no ACK, and sends again.',
  },
  tamper: { zh: '改一位试试', en: 'Flip a bit' },
  tamperHint: {
    zh: '点一个字节，再点它的某一位，让它翻转。只改这里显示的内容，不影响这次运行。',
    en: 'Tap an octet, then one of its bits to turn it round. It changes what is shown here, not the run.',
  },
  changedHere: { zh: '你改过的字节', en: 'octets that you changed' },
  restore: { zh: '恢复原样', en: 'Put it back' },
  corrupt: { zh: '真的弄坏它', en: 'Really corrupt it' },
  corruptHint: {
    zh: '让这次运行里的这个报文段在路上损坏（哪一位由引擎决定），看 TCP 怎么办。',
    en: 'Damages this segment on its way in the run (the engine chooses the bit): see what TCP does.',
  },
  asSent: { zh: '发出时', en: 'As sent' },
  asArrived: { zh: '到达时', en: 'As it arrived' },
  version: { zh: '看哪一份', en: 'Which copy' },
  copy: { zh: '复制', en: 'Copy' },
  copyHex: { zh: '复制十六进制', en: 'Copy as hex' },
  copyFilter: { zh: '复制 Wireshark 过滤器', en: 'Copy Wireshark filter' },
  copied: { zh: '已复制', en: 'Copied' },
  copyByHand: {
    zh: '浏览器不让复制，请自己选中复制：',
    en: 'The browser does not allow it; select and copy by hand:',
  },
  pseudo: { zh: '伪首部', en: 'Pseudo-header' },
  zeroed: { zh: '校验和本身（按 0 算）', en: 'the checksum itself (taken as 0)' },
} satisfies Record<string, Words>;

export const LAYERS: Readonly<Record<Layer, Words>> = {
  ip: { zh: 'IP 首部', en: 'IP header' },
  tcp: { zh: 'TCP 首部', en: 'TCP header' },
  options: { zh: 'TCP 选项', en: 'TCP options' },
  payload: { zh: '数据', en: 'Data' },
};

export function octets(n: number): Words {
  return { zh: `${n} 字节`, en: n === 1 ? '1 octet' : `${n} octets` };
}

/** `TCP 字节 13`. */
export function placeWords({ part, at }: Place): Words {
  if (part === 'text') return { zh: `数据字节 ${at}`, en: `data octet ${at}` };
  const name = part === 'ip' ? 'IP' : 'TCP';
  return { zh: `${name} 字节 ${at}`, en: `${name} byte ${at}` };
}

export function packetByte(at: number): Words {
  return { zh: `包内第 ${at} 字节`, en: `packet byte ${at}` };
}

/** Bits as RFCs number them within their octet, the highest first. */
export function bitWords(first: number, count: number): Words {
  if (count === 1) return { zh: `第 ${first} 位`, en: `bit ${first}` };
  return { zh: `第 ${first}–${first + count - 1} 位`, en: `bits ${first}–${first + count - 1}` };
}

export function showAll(n: number): Words {
  return { zh: `显示全部 ${n} 字节数据`, en: `Show all ${n} octets of data` };
}

export function arrivedAt(host: string, time: string, copy: number): Words {
  if (copy === 0) return { zh: `${time} 到达 ${host}`, en: `Arrived at ${host}, ${time}` };
  return { zh: `${time} 又到达 ${host}（副本）`, en: `Arrived at ${host} again, ${time} (a copy)` };
}

export function moreWords(n: number): Words {
  return { zh: `……再加 ${n} 个数据字`, en: `… and ${n} more words of data` };
}

export function flipWords(bit: number, now: number): Words {
  return {
    zh: `第 ${bit} 位，现在是 ${now}，点一下翻转`,
    en: `bit ${bit}, now ${now}: turn it round`,
  };
}
