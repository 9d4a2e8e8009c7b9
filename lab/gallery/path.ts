import type { Words } from '../../src/base/words.ts';

/** An experiment on the way through the notes' questions, and the exhibit it begins with. */
export interface Waypoint {
  readonly experiment: string;
  readonly id: string;
  readonly asks: Words;
}

function at(experiment: string, id: string, zh: string, en: string): Waypoint {
  return { experiment, id, asks: { zh, en } };
}

/** Fourteen experiments, in an order in which each builds on those before: every question of the notes. */
export const PATH: readonly Waypoint[] = [
  at('E01', 'open/ledger', '为什么是三次？', 'Why three?'),
  at(
    'E02',
    'ablate/two-way-lost-synack',
    '为什么不是两次？SYN+ACK 丢了试试',
    'Why not two? Lose the SYN+ACK',
  ),
  at('E03', 'ablate/stale-syn', '为什么不是两次？来了个旧 SYN', 'Why not two? An old SYN turns up'),
  at(
    'E05',
    'open/lost-syn',
    '握手丢一个报文段，谁来补？',
    'A handshake segment is lost: who repairs it?',
  ),
  at('E08', 'close/worked-numbers', '笔记里的数字对吗？', 'Are the numbers of the notes right?'),
  at('E09', 'close/three-segment', '为什么四次，不是三次？', 'Why four to close, not three?'),
  at('E12', 'tw/restart', 'TIME-WAIT 等的是什么？', 'What does TIME-WAIT wait for?'),
  at('E15', 'close/simultaneous', '两边同时关闭呢？', 'What if both close at once?'),
  at('E07', 'open/simultaneous', '两边同时打开呢？', 'What if both open at once?'),
  at('E16', 'flood/syn', 'SYN 洪泛怎样压垮服务器？', 'How does a SYN flood take a server down?'),
  at('E19', 'leak/close-wait', 'CLOSE-WAIT 堆积怪谁？', 'CLOSE-WAIT piles up: whose fault?'),
  at('E20', 'tw/small-range', 'TIME-WAIT 会用完端口吗？', 'Can TIME-WAIT use up the ports?'),
  at('E21', 'alive/dead-client', '客户端突然断电呢？', 'What if the client loses power?'),
  at(
    'E13',
    'ablate/no-tw-old-dup',
    '没有 TIME-WAIT，旧数据会混进来吗？',
    'Without TIME-WAIT, can old data slip in?',
  ),
];

/** The experiments by number, in a few words each. */
export const EXPERIMENTS: Readonly<Record<string, Words>> = {
  E01: { zh: '为什么是三次', en: 'why three' },
  E02: { zh: '两次握手，SYN+ACK 丢了', en: 'two-way, SYN+ACK lost' },
  E03: { zh: '两次握手，旧 SYN 来了', en: 'two-way, an old SYN' },
  E04: { zh: '为什么不是四次', en: 'why not four' },
  E05: { zh: '握手时丢包', en: 'losses in the handshake' },
  E06: { zh: '握手时带数据', en: 'data in the handshake' },
  E07: { zh: '同时打开', en: 'simultaneous open' },
  E08: { zh: '笔记里的数字', en: 'the numbers of the notes' },
  E09: { zh: '三次还是四次挥手', en: 'three or four to close' },
  E10: { zh: 'close 和 shutdown', en: 'close and shutdown' },
  E11: { zh: '没有第四次挥手', en: 'without the fourth' },
  E12: { zh: 'TIME-WAIT 的第一个理由', en: 'TIME-WAIT, first reason' },
  E13: { zh: 'TIME-WAIT 的第二个理由', en: 'TIME-WAIT, second reason' },
  E14: { zh: '为什么是 2MSL', en: 'why 2 MSL' },
  E15: { zh: '同时关闭', en: 'simultaneous close' },
  E16: { zh: 'SYN 洪泛', en: 'SYN flood' },
  E16b: { zh: 'SYN cookie 里有什么', en: 'inside a SYN cookie' },
  E17: { zh: '全连接队列溢出', en: 'accept queue overflow' },
  E18: { zh: '半连接存活时间', en: 'life of a half-open entry' },
  E19: { zh: 'CLOSE-WAIT 堆积', en: 'CLOSE-WAIT pile-up' },
  E20: { zh: 'TIME-WAIT 堆积', en: 'TIME-WAIT pile-up' },
  E21: { zh: '客户端突然没了', en: 'the client is gone' },
  E22: { zh: 'RST 的种种', en: 'all about RST' },
  E23: { zh: '挑战：读错一个字节', en: 'challenge: one wrong octet' },
  E24: { zh: 'FIN 丢了、FIN-WAIT-2', en: 'lost FIN, FIN-WAIT-2' },
  E25: { zh: '走遍状态机', en: 'every state transition' },
};
