import type { Words } from '../../src/base/words.ts';

/** What a host notices of its peer, in a few words; by code, and by its first part where no finer is known. */
const NOTICED: readonly (readonly [start: string, says: Words])[] = [
  ['arrived/fin', { zh: '收到 FIN', en: 'a FIN arrives' }],
  ['arrived/rst', { zh: '收到 RST', en: 'a RST arrives' }],
  ['call/end', { zh: '应用读到流的结尾', en: 'its application reads the end' }],
  ['call/closed-reset', { zh: '应用得到 ECONNRESET', en: 'its application is told ECONNRESET' }],
  ['call/closed-timed-out', { zh: '应用得到 ETIMEDOUT', en: 'its application is told ETIMEDOUT' }],
  ['call/closed', { zh: '连接结束', en: 'the connection is over' }],
  ['timer/keep-alive-give-up', { zh: '保活放弃', en: 'keep-alive gives up' }],
  ['timer/give-up', { zh: '重传放弃', en: 'it gives up sending again' }],
  ['timer/data', { zh: '重传定时器到期', en: 'the retransmission timer expires' }],
  ['sent/keepalive-probe', { zh: '发保活探测', en: 'it sends a keep-alive probe' }],
];

export function lookUp(code: string): Words {
  return (
    NOTICED.find(([start]) => code.startsWith(start))?.[1] ?? { zh: '有动静', en: 'something' }
  );
}
