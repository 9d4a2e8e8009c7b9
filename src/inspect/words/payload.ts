import type { Words } from '../../base/words.ts';
import type { FieldWords } from '../field.ts';

export const TEXT: FieldWords = {
  name: { zh: '数据', en: 'Data' },
  says: {
    zh: '应用写入的内容，TCP 原样传送。每个字节占一个序号，第一个字节的编号就是首部里的序号（有 SYN 时再加 1）。',
    en: "What the application wrote, carried as it is. Each octet takes one sequence number; the first has the header's own (one more if SYN is set).",
  },
  clause: 'RFC 9293 section 3.1',
};

export const UNREADABLE: FieldWords = {
  name: { zh: '读不懂的字节', en: 'Unreadable octets' },
  says: {
    zh: '这里的字节不合格式，接收方也不会采用。',
    en: 'These octets do not have the form they should have; a receiver makes no use of them.',
  },
  clause: '',
};

export const WHY = {
  notIp: {
    zh: '版本既不是 4 也不是 6，不知道首部怎样排。',
    en: 'The version is neither 4 nor 6, so nobody knows how the header is laid out.',
  },
  short: { zh: '包太短，首部不完整。', en: 'The packet is too short: its header is not whole.' },
  ihl: {
    zh: '首部长度不对：小于 20 字节，或者超出了包的末尾。',
    en: 'The header length is wrong: below 20 octets, or past the end of the packet.',
  },
  total: {
    zh: '总长度比首部还短，不知道包到哪里为止。',
    en: 'The total length is below that of the header: nobody knows where the packet ends.',
  },
  extension: { zh: '扩展首部不完整。', en: 'An extension header is not whole.' },
  notTcp: { zh: '里面装的不是 TCP。', en: 'What it carries is not TCP.' },
  fragment: {
    zh: '这是后面的一个分片，TCP 首部在第一个分片里。',
    en: 'A later fragment: the TCP header is in the first.',
  },
  tcpShort: {
    zh: '不足 20 字节，不是完整的 TCP 首部。',
    en: 'Fewer than 20 octets: not a whole TCP header.',
  },
  offset: {
    zh: '数据偏移不对：小于 20 字节，或者超出了报文段的末尾。',
    en: 'The data offset is wrong: below 20 octets, or past the end of the segment.',
  },
  option: {
    zh: '选项的长度不对，从这里起都读不下去了。',
    en: 'The length of the option is wrong; from here on nothing can be read.',
  },
  trailer: {
    zh: '总长度之外的字节，不属于这个包。',
    en: 'Octets beyond the total length: they are no part of the packet.',
  },
} satisfies Record<string, Words>;

/** Data of `n` octets, and what it says when that is a short text. */
export function textMeans(n: number, text: string | null): Words {
  const zh = text === null ? '' : `：“${text}”`;
  const en = text === null ? '' : `: "${text}"`;
  return { zh: `${n} 字节数据${zh}`, en: `${n === 1 ? '1 octet' : `${n} octets`} of data${en}` };
}
