import type { Words } from '../../src/base/words.ts';
import { Facts } from '../../src/gallery/facts.ts';
import type { Trace } from '../../src/observe/trace.ts';
import { STEP_NAMES, type Step } from './claim/claim.ts';
import { segmentOf, sumOf } from './claim/judge.ts';

/** A number of the close in note S2, to be filled in. */
export interface Blank {
  readonly step: Step;
  readonly field: 'seq' | 'ack';
}

export const BLANKS: readonly Blank[] = [
  { step: 'close-1', field: 'seq' },
  { step: 'close-2', field: 'seq' },
  { step: 'close-2', field: 'ack' },
  { step: 'close-3', field: 'seq' },
  { step: 'close-4', field: 'seq' },
  { step: 'close-4', field: 'ack' },
];

/** What note S2 has in them. */
export const NOTE_VALUES: readonly number[] = [1101, 2300, 1102, 2350, 1102, 2351];

/** What the run has in them. */
export function valuesIn(trace: Trace): number[] {
  const f = new Facts(trace);
  return BLANKS.map(({ step, field }) => segmentOf(f, step)?.[field] ?? Number.NaN);
}

/** How the number of a blank comes about. */
export function sumIn(trace: Trace, { step, field }: Blank): Words {
  return sumOf(new Facts(trace), step, field);
}

const TITLES: Readonly<Partial<Record<Step, Words>>> = {
  'close-1': { zh: '第一次挥手：客户端发 FIN', en: '1st: the client sends FIN' },
  'close-2': { zh: '第二次挥手：服务器发 ACK', en: '2nd: the server sends ACK' },
  'close-3': { zh: '第三次挥手：服务器发 FIN', en: '3rd: the server sends FIN' },
  'close-4': { zh: '第四次挥手：客户端发 ACK', en: '4th: the client sends ACK' },
};

/** Which segment it is, and whose. */
export function titleOf({ step }: Blank): Words {
  return TITLES[step] ?? STEP_NAMES[step];
}
