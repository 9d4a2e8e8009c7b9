import type { Check } from '../checks.ts';
import { count, holds } from '../checks.ts';
import { noteS2 } from '../close/worked-numbers.ts';
import type { Exhibit } from '../exhibit.ts';
import type { Facts } from '../facts.ts';

/** The letters, as the notes use them, with what they stand for in this run. */
function letters(f: Facts): Record<'x' | 'y' | 'u' | 'v' | 'w', number> {
  const seq = (host: string, flags: string): number => f.sent(host, flags)[0]?.seq ?? -1;
  const ackOfFin = f.sent('B', '.').find((g) => g.length === 0);
  return {
    x: seq('A', 'S'),
    y: seq('B', 'S.'),
    u: seq('A', 'F.'),
    v: ackOfFin?.seq ?? -1,
    w: seq('B', 'F.'),
  };
}

function spelled(of: Readonly<Record<string, number>>): string {
  return Object.entries(of)
    .map(([letter, n]) => `${letter}=${n}`)
    .join(', ');
}

/** An equation between numbers of segments, modulo 2^32. */
function equation(text: string, left: (f: Facts) => number, right: (f: Facts) => number): Check {
  return holds(
    { zh: `等式成立：${text}`, en: `it holds that ${text}` },
    (f) => left(f) >>> 0 === right(f) >>> 0,
    (f) => `${left(f) >>> 0} and ${right(f) >>> 0}; ${spelled(letters(f))}`,
  );
}

const ack = (f: Facts, id: string): number => f.segment(id)?.ack ?? -1;

export const symbols: Exhibit = {
  id: 'hdr/symbols',
  shelf: 'header',
  title: {
    zh: 'x、y、u、v、w：字母代表什么？',
    en: 'x, y, u, v, w: what do the letters stand for?',
  },
  story: {
    zh: '笔记用字母写序号：x、y（S1、S4）或 j、k（S3）是两个 ISN，u、v、w（S4）是关闭时的三个序号：u 是 A 的 FIN，v 是 B 确认它时的序号，w 是 B 的 FIN。这里的 ISN 是随机的，换个种子就换一组，等式照样成立（按原始序号看原数）。看 w 等不等于 v。',
    en: 'The notes write numbers as letters: x and y (S1, S4) or j and k (S3) are the two ISNs; of the close (S4), u is that of the FIN of A, v that of B when it acknowledges it, w that of the FIN of B. The ISNs here are random, others for every seed, and the equations hold all the same (look at the raw numbers). See whether w is v.',
  },
  point: {
    zh: '字母之间的关系与 ISN 无关：u=x+1+A 发的字节数，v=y+1+B 发的字节数，w=v+其间又发的字节数。S1 写关闭时又用了 x、y，那已不是 ISN。',
    en: 'The relations do not depend on the ISNs: u = x+1+octets of A, v = y+1+octets of B, w = v+octets sent meanwhile. S1 writes x and y for the close as well: there they are no ISNs any more.',
  },
  items: [101, 5],
  build: (v) => {
    const body = noteS2(v);
    return { ...body, hosts: body.hosts.map(({ iss: _, ...h }) => h) };
  },
  tries: [
    {
      interventions: [{ kind: 'what-if', id: 'fixedIsn' }],
      says: {
        zh: '两边的 ISN 都固定为 1000：x=y，等式不变',
        en: 'an ISN of 1000 on both sides: x=y, and the equations stand',
      },
    },
  ],
  whatIfs: [{ id: 'fixedIsn', host: 'A' }],
  question: {
    asks: { zh: 'w − v 是多少？', en: 'What is w − v?' },
    answers: [
      {
        says: { zh: '0：两次都是 B 的同一个序号', en: '0: it is the same number of B twice' },
        isTrue: (f) => gap(f) === 0,
      },
      {
        says: { zh: '1：中间的 ACK 占一个序号', en: '1: the ACK takes up a number' },
        isTrue: (f) => gap(f) === 1,
      },
      {
        says: { zh: '50：其间 B 又发了 50 字节', en: '50: B has sent 50 octets meanwhile' },
        isTrue: (f) => gap(f) === 50,
      },
    ],
  },
  checks: [
    equation(
      'ACK(2) = x+1 (= j+1)',
      (f) => ack(f, 'B1'),
      (f) => letters(f).x + 1,
    ),
    equation(
      'SEQ(3) = x+1',
      (f) => f.segment('A2')?.seq ?? -1,
      (f) => letters(f).x + 1,
    ),
    equation(
      'ACK(3) = y+1 (= k+1)',
      (f) => ack(f, 'A2'),
      (f) => letters(f).y + 1,
    ),
    equation(
      'u = x+1+1000',
      (f) => letters(f).u,
      (f) => letters(f).x + 1 + 1000,
    ),
    equation(
      'v = y+1+2000',
      (f) => letters(f).v,
      (f) => letters(f).y + 1 + 2000,
    ),
    equation(
      'w = v+50',
      (f) => letters(f).w,
      (f) => letters(f).v + 50,
    ),
    equation(
      'ACK(FIN u) = u+1',
      (f) => f.sent('B', '.').find((g) => g.length === 0)?.ack ?? -1,
      (f) => letters(f).u + 1,
    ),
    equation(
      'ACK(FIN w) = w+1',
      (f) => f.sent('A').at(-1)?.ack ?? -1,
      (f) => letters(f).w + 1,
    ),
    equation(
      'SEQ(last) = u+1',
      (f) => f.sent('A').at(-1)?.seq ?? -1,
      (f) => letters(f).u + 1,
    ),
    holds(
      {
        zh: 'x 和 y 是随机的：不是 100 和 300，也不相等',
        en: 'x and y are random: not 100 and 300, and not equal',
      },
      (f) => letters(f).x !== 100 && letters(f).y !== 300 && letters(f).x !== letters(f).y,
    ),
    count({ zh: '一共 12 个报文段', en: '12 segments in all' }, (f) => f.segments().length, 12),
  ],
  refutedBy: { interventions: [{ kind: 'what-if', id: 'fixedIsn' }] },
};

function gap(f: Facts): number {
  const { v, w } = letters(f);
  return (w - v) | 0;
}
