import { count, holds, states } from '../checks.ts';
import { attacker, CABLE, CABLE_X, client, ms, s, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import type { Facts } from '../facts.ts';

/** A repeats its SYN every 32 s: at 0, 32 and 64 s, the last one in the next unit of 64 s. */
const REPEATS = { synRto: s(32), synRetries: 2 } as const;

export const cookieBits: Exhibit = {
  id: 'flood/cookie-bits',
  shelf: 'flood',
  title: { zh: '拆开 cookie 的 32 位', en: 'The 32 bits of a cookie' },
  story: {
    zh: '同一个 SYN，B 在 0、10、32、64 秒答了四次，其中 10 秒的那次是 X 冒 A 的名重发，不带 MSS 选项（按 536 算）。前三个 SYN+ACK 都丢了，A 凭第四个连上。看四个 SYN+ACK 的序号：哪些一样，哪些不同？',
    en: 'B answers the same SYN four times, at 0, 10, 32 and 64 s; the one at 10 s is of X, in the name of A but without the MSS option, which means 536. Three SYN+ACKs are lost, and A connects with the fourth. Look at the four sequence numbers: which are equal, which are not?',
  },
  point: {
    zh: '这里的编法：高 24 位是带密钥的散列（四元组、客户端 ISN、完整时间、MSS 档位）；低 8 位是时间（5 位，64 秒一格）和 MSS 档位（3 位，8 档），再与另一个散列异或。Linux 的分法不同：时间占高 8 位，MSS 分 4 档，还要加上客户端的 ISN。',
    en: 'Our coding: the upper 24 bits are a keyed hash (four-tuple, ISN of the client, the whole time, MSS class); the lower 8 are the time (5 bits, 64 s each) and the MSS class (3 bits, 8 of them), XORed with a second hash. Linux divides otherwise: 8 bits of time above 24, 4 classes of MSS, and the ISN of the client added.',
  },
  items: [42],
  experiment: 'E16b',
  build: () => ({
    hosts: [client({ set: REPEATS }), server({ set: { synCookies: 'always' } }), attacker()],
    cables: [CABLE, CABLE_X],
    steps: [
      { host: 'B', when: { at: 0 }, do: { call: 'listen', port: 80 } },
      {
        host: 'A',
        when: { at: 0 },
        do: { call: 'connect', to: 'B', port: 80, localPort: 40_000 },
      },
      {
        host: 'X',
        when: { at: s(10) },
        do: {
          call: 'inject',
          from: 'A',
          to: 'B',
          sport: 40_000,
          dport: 80,
          flags: 'S',
          seq: 100,
        },
      },
    ],
    faults: ['B1', 'B2', 'B3'].map((segment) => ({ segment, action: 'drop' as const })),
    until: s(66),
  }),
  question: {
    asks: {
      zh: '0 秒和 32 秒的两个 cookie，32 位里有几位不同？',
      en: 'The cookies of 0 and 32 s: in how many of the 32 bits do they differ?',
    },
    answers: [
      {
        says: {
          zh: '0 位：同在一个 64 秒里，完全一样',
          en: 'none: within one unit of 64 s they are equal',
        },
        isTrue: (f) => differing(f, 'B1', 'B3') === 0,
      },
      {
        says: { zh: '1 到 8 位：只有时间变了', en: '1 to 8: the time alone' },
        isTrue: (f) => differing(f, 'B1', 'B3') > 0 && differing(f, 'B1', 'B3') <= 8,
      },
      {
        says: { zh: '大约一半：每次都是随机数', en: 'about half: it is random each time' },
        isTrue: (f) => differing(f, 'B1', 'B3') > 8,
      },
    ],
  },
  checks: [
    count(
      {
        zh: '0 秒与 32 秒（同一时间格）：32 位全同',
        en: '0 and 32 s, the same unit of time: all 32 bits are equal',
      },
      (f) => differing(f, 'B1', 'B3'),
      0,
    ),
    count(
      {
        zh: '64 秒与 0 秒（下一格）：低 8 位的异或正好是 8，5 位时间加了 1',
        en: '64 and 0 s, the next unit: the lower 8 bits differ by exactly 8, one in the 5 bits of time',
      },
      (f) => xor(f, 'B1', 'B4') & 0xff,
      8,
    ),
    count(
      {
        zh: 'MSS 1460（第 7 档）与 536（第 2 档）：低 8 位的异或正好是 7 ^ 2 = 5',
        en: 'MSS 1460, class 7, and 536, class 2: the lower 8 bits differ by exactly 7 ^ 2 = 5',
      },
      (f) => xor(f, 'B1', 'B2') & 0xff,
      5,
    ),
    holds(
      {
        zh: '时间或 MSS 一变，高 24 位的散列也跟着变',
        en: 'with the time or the MSS, the hash in the upper 24 bits changes too',
      },
      (f) => xor(f, 'B1', 'B4') >>> 8 !== 0 && xor(f, 'B1', 'B2') >>> 8 !== 0,
    ),
    states('B', ['SYN-RECEIVED', 'ESTABLISHED']),
    count(
      {
        zh: '凭 ACK 带回来的 MSS 档位，拥塞窗口从 10 × 1460 字节开始',
        en: 'the MSS class that the ACK brings back makes the congestion window begin at 10 x 1460',
      },
      (f) => f.varsAt('B', s(64) + ms(150)).cwnd ?? 0,
      14_600,
    ),
  ],
  refutedBy: { interventions: [{ kind: 'set', host: 'A', field: 'synRto', value: s(30) }] },
};

function xor(f: Facts, a: string, b: string): number {
  return ((f.segment(a)?.seq ?? 0) ^ (f.segment(b)?.seq ?? 0)) >>> 0;
}

function differing(f: Facts, a: string, b: string): number {
  let n = 0;
  for (let x = xor(f, a, b); x !== 0; x = (x & (x - 1)) >>> 0) n++;
  return n;
}
