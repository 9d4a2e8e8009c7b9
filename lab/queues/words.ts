import type { Words } from '../../src/base/words.ts';

export const WORDS = {
  none: {
    zh: '这次运行里没有主机在监听，也没有连接进入 TIME-WAIT：没有队列可看。',
    en: 'Nobody listens in this run and nothing enters TIME-WAIT: there are no queues.',
  },
  syn: { zh: '半连接队列（SYN 队列）', en: 'SYN queue (half-open)' },
  accept: { zh: '全连接队列（accept 队列）', en: 'Accept queue' },
  timeWait: { zh: 'TIME-WAIT 表', en: 'TIME-WAIT table' },
  of: { zh: '{n} / {limit}', en: '{n} / {limit}' },
  free: { zh: '空', en: 'free' },
  taken: { zh: '占用', en: 'taken' },
  unseen: {
    zh: '另有 {n} 项只计数：流太多，只详细记录了几条。',
    en: '{n} more are counted only: of so many flows just a few are followed in detail.',
  },
  notOpen: { zh: '还没有监听。', en: 'Not listening yet.' },
  closed: { zh: '没有在监听。', en: 'Not listening.' },
  spoofed: { zh: '⚠ 伪造', en: '⚠ forged' },
  spoofedLong: {
    zh: '源地址不属于任何主机：SYN+ACK 没有人回答',
    en: 'an address of nobody: the SYN+ACK is never answered',
  },
  retries: { zh: 'SYN+ACK 重发 {n} 次', en: 'SYN+ACK sent again {n}×' },
  next: { zh: '下次在 {t}后', en: 'next in {t}' },
  age: { zh: '已占 {t}', en: 'for {t}' },
  waited: { zh: '等了 {t}', en: 'waits {t}' },
  life: { zh: '没人回答的话共占 {t}', en: '{t} in all if nobody answers' },
  peer: { zh: '对端', en: 'Peer' },
  since: { zh: '时长', en: 'Age' },
  again: { zh: '重发', en: 'Resent' },
  left: { zh: '剩余', en: 'Left' },
  flow: { zh: '连接', en: 'Flow' },
  local: { zh: '本端', en: 'Local' },
  reason: { zh: '为什么在这里：', en: 'Why: ' },
  semicolon: { zh: '；', en: '; ' },
  empty: { zh: '现在是空的。', en: 'Empty now.' },
  full: { zh: '满了', en: 'full' },
  overflows: { zh: '满了以后', en: 'What found it full' },
  'syn-no-slot': { zh: '半连接队列满了：SYN 被丢', en: 'SYN queue full: the SYN is dropped' },
  'syn-no-accept': {
    zh: '全连接队列满了：新的 SYN 也被丢',
    en: 'accept queue full: a new SYN is dropped too',
  },
  'ack-no-accept': {
    zh: '全连接队列满了：最后的 ACK 被忽略',
    en: 'accept queue full: the last ACK is ignored',
  },
  more: { zh: '更早还有 {n} 次', en: '{n} earlier ones' },
  cookies: {
    zh: 'SYN cookie：{n} 个 SYN+ACK 没有占位置就发出，要记的都编在序号里。',
    en: 'SYN cookies: {n} SYN+ACKs went out without an entry; the sequence number holds it all.',
  },
  honest: { zh: '正常客户端', en: 'Honest clients' },
  honestFew: {
    zh: '以上是详细记录的几个。整次运行：{tried} 个里连上 {ok} 个（{share}），失败 {failed} 个。',
    en: 'These are the few that are followed. In the whole run {ok} of {tried} connect ({share}), {failed} fail.',
  },
  connected: { zh: '连上 {n}', en: '{n} connected' },
  failed: { zh: '失败 {n}', en: '{n} failed' },
  pending: { zh: '还在试 {n}', en: '{n} still trying' },
  nobodyYet: { zh: '还没有人来连接。', en: 'Nobody has tried yet.' },
  first: { zh: '先发 FIN：主动关闭的一方', en: 'sent its FIN first: the active close' },
  both: { zh: '双方同时关闭，两边都要等', en: 'both closed at once: both wait' },
  back: { zh: '重开的 SYN 作废，回到这里', en: 'the SYN that reopened it came to nothing' },
} as const satisfies Record<string, Words>;

/** Why a connection is in TIME-WAIT, by the code of the frame that brought it there. */
export function reasonOf(code: string): Words {
  if (code === 'state/time-wait-crossing') return WORDS.both;
  return code === 'state/back-to-time-wait' ? WORDS.back : WORDS.first;
}
