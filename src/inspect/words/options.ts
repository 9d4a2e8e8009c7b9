import type { Words } from '../../base/words.ts';
import type { FieldWords } from '../field.ts';

function field(zhName: string, enName: string, zh: string, en: string, clause: string): FieldWords {
  return { name: { zh: zhName, en: enName }, says: { zh, en }, clause };
}

const BASE = 'RFC 9293 section 3.1';
const MSS = 'RFC 9293 section 3.7.1';
const SCALE = 'RFC 7323 section 2';
const TIME = 'RFC 7323 section 3';
const SACK = 'RFC 2018 section 3';
const OPEN = 'RFC 7413 section 4.1.1';

// biome-ignore format: a table
export const OPTION = {
  eol: field('选项结束', 'End of options', '到此为止，后面没有选项了。', 'No option follows.', BASE),
  nop: field('空操作', 'No operation', '什么也不做，只用来让后面的选项对齐。', 'Does nothing; it aligns what follows.', BASE),
  padding: field('填充', 'Padding', '选项结束之后补的零，把首部凑成 32 位的整数倍。', 'Zeros behind the end of the options, up to a whole 32-bit word.', BASE),
  kind: field('选项类型', 'Option kind', '这是哪一种选项。', 'Which option this is.', BASE),
  length: field('选项长度', 'Option length', '整个选项有多少字节，类型和长度这两个字节也算在内。', 'Octets of the whole option, kind and length among them.', BASE),
  mss: field('最大报文段长度', 'Maximum segment size', '我一次最多能收多少字节数据，请你的报文段不要超过。只在 SYN 里出现。', 'How much data I can take in one segment: please send no more at a time. Only in a SYN.', MSS),
  wscale: field('窗口扩大因子', 'Window scale', '以后我的窗口要左移这么多位。双方的 SYN 都带上才生效。', 'From now on my windows are to be shifted left by so much. It holds only if both SYNs have it.', SCALE),
  tsVal: field('时间戳', 'Timestamp value', '发送时我的时钟，对端会原样送回来。', 'My clock as I sent this; the peer sends it back.', TIME),
  tsEcr: field('时间戳回显', 'Timestamp echo', '把最近收到的时间戳送回去，对端据此算出往返时间。ACK 为 1 时才有效。', 'The latest timestamp that came, sent back so that the peer can tell the round trip. Valid only with ACK.', TIME),
  left: field('SACK 块左边', 'SACK block, left edge', '收到的这一块从哪个序号开始。', 'The first number of a block that has arrived.', SACK),
  right: field('SACK 块右边', 'SACK block, right edge', '这一块之后的第一个序号。', 'The number behind the last of the block.', SACK),
  cookie: field('Fast Open cookie', 'Fast Open cookie', '服务器以前发的凭证：有了它，SYN 里的数据可以立刻交给应用。', 'A token the server once gave: with it, data on a SYN may reach the application at once.', OPEN),
  magic: field('实验标识', 'Experiment identifier', '实验用的选项共用一个类型，靠它区分。', 'Experimental options share a kind and tell themselves apart by this.', 'RFC 6994 section 3'),
  granularity: field('单位', 'Granularity', '0 是秒，1 是分钟。', '0 stands for seconds, 1 for minutes.', 'RFC 5482 section 3'),
  timeout: field('用户超时', 'User timeout', '我的数据最多等多久没有确认，就放弃连接。', 'How long my data may stay unacknowledged before I give up.', 'RFC 5482 section 3'),
  data: field('选项内容', 'Option data', '不认识的选项可以跳过，因为它有长度。', 'An option that is not known can be stepped over, for it has a length.', BASE),
} satisfies Record<string, FieldWords>;

/** What the kinds are called. */
const KINDS: Readonly<Record<number, Words>> = {
  0: { zh: '选项结束（EOL）', en: 'end of options (EOL)' },
  1: { zh: '空操作（NOP）', en: 'no operation (NOP)' },
  2: { zh: '最大报文段长度（MSS）', en: 'maximum segment size (MSS)' },
  3: { zh: '窗口扩大', en: 'window scale' },
  4: { zh: '允许 SACK', en: 'SACK permitted' },
  5: { zh: '选择确认（SACK）', en: 'selective acknowledgment (SACK)' },
  8: { zh: '时间戳', en: 'timestamps' },
  28: { zh: '用户超时', en: 'user timeout' },
  34: { zh: 'TCP Fast Open', en: 'TCP Fast Open' },
  254: { zh: '实验用', en: 'experimental' },
};

export function kindMeans(kind: number): Words {
  return KINDS[kind] ?? { zh: '不认识的选项', en: 'an option that is not known' };
}

export function mssMeans(n: number): Words {
  return { zh: `最多 ${n} 字节数据`, en: `at most ${n} octets of data` };
}

/** @see RFC 7323 section 2.3: a shift beyond 14 counts as 14 */
export function scaleMeans(shift: number): Words {
  const used = Math.min(shift, 14);
  const by = 2 ** used;
  if (used < shift) {
    return { zh: `超过 14，按 14 算：× ${by}`, en: `beyond 14, taken as 14: × ${by}` };
  }
  return { zh: `× 2^${shift} = × ${by}`, en: `× 2^${shift} = × ${by}` };
}

export function cookieMeans(octets: number): Words {
  return octets === 0
    ? { zh: '没有 cookie：请服务器给一个', en: 'none: asks the server for one' }
    : { zh: `${octets} 字节的凭证`, en: `a token of ${octets} octets` };
}

export function timeoutMeans(n: number, minutes: boolean): Words {
  return { zh: `${n} ${minutes ? '分钟' : '秒'}`, en: `${n} ${minutes ? 'minutes' : 'seconds'}` };
}
