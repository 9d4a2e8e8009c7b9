import type { Lang, Words } from '../base/words.ts';
import { DIAGRAM, STATE_NAMES } from '../tcp/state.ts';
import type { PathStep } from './path.ts';

/** A transition of the diagram. */
export interface DiagramEdge {
  readonly from: string;
  readonly to: string;
  /** What causes it, as the engine says it. */
  readonly cause: string;
}

/** The engine's diagram: all transitions that a connection can make. */
export const EDGES: readonly DiagramEdge[] = DIAGRAM.map(([from, to, cause]) => ({
  from: STATE_NAMES[from] as string,
  to: STATE_NAMES[to] as string,
  cause,
}));

/** Where a path has been, for drawing it on the diagram. */
export interface Walk {
  readonly visited: ReadonlySet<string>;
  /** Where it ended; null for no path. */
  readonly last: string | null;
  /** The numbers of the steps that took each transition, by {@link edgeKey}. */
  readonly steps: ReadonlyMap<string, readonly number[]>;
}

export function edgeKey(e: { readonly from: string; readonly to: string }): string {
  return `${e.from}>${e.to}`;
}

export function walkOf(path: readonly PathStep[]): Walk {
  const visited = new Set<string>();
  const steps = new Map<string, number[]>();
  for (const step of path) {
    visited.add(step.from).add(step.to);
    const own = steps.get(edgeKey(step));
    if (own === undefined) steps.set(edgeKey(step), [step.n]);
    else own.push(step.n);
  }
  return { visited, last: path.at(-1)?.to ?? null, steps };
}

/** The causes in Chinese; a test sees to it that none is missing. */
// biome-ignore format: a table
const CAUSES: Readonly<Record<string, string>> = {
  'active OPEN: snd SYN': '主动打开：发 SYN',
  'passive OPEN': '被动打开',
  'rcv SYN: snd SYN,ACK': '收到 SYN：发 SYN,ACK',
  'SEND: snd SYN': 'SEND：发 SYN',
  'CLOSE': 'CLOSE',
  'rcv SYN,ACK: snd ACK': '收到 SYN,ACK：发 ACK',
  'CLOSE, rcv RST, or timeout': 'CLOSE、收到 RST 或超时',
  'rcv ACK of SYN': '收到对 SYN 的 ACK',
  'rcv RST, after a passive OPEN': '收到 RST（被动打开之后）',
  'rcv RST or timeout, after a SYN in TIME-WAIT [MAY-2]': '收到 RST 或超时（TIME-WAIT 中收过 SYN 之后）[MAY-2]',
  'CLOSE: snd FIN': 'CLOSE：发 FIN',
  'rcv RST, ABORT, or timeout': '收到 RST、ABORT 或超时',
  'rcv FIN: snd ACK': '收到 FIN：发 ACK',
  'rcv ACK of FIN': '收到对 FIN 的 ACK',
  'rcv ACK of FIN, RST, or timeout': '收到对 FIN 的 ACK、RST 或超时',
  'timeout=2MSL, or rcv RST': '2MSL 超时，或收到 RST',
  'rcv later SYN: snd SYN,ACK [MAY-2]': '收到更晚的 SYN：发 SYN,ACK [MAY-2]',
};

/** A cause in the language; in Chinese one that is not known stays as it is. */
export function edgeCauseText(cause: string, lang: Lang): string {
  return lang === 'en' ? cause : (CAUSES[cause] ?? cause);
}

/** The cause that the diagram gives for a step; empty when it has no such transition. */
export function edgeCauseOf(step: { readonly from: string; readonly to: string }): string {
  return EDGES.find((e) => edgeKey(e) === edgeKey(step))?.cause ?? '';
}

/** Transitions that nearly every state has, or that are rare: drawn only where a path took them. */
export function isQuiet(e: DiagramEdge): boolean {
  if (e.cause.includes('[MAY-2]')) return true;
  return e.to === 'CLOSED' && e.cause.includes('ABORT');
}

const REMARK: Words = {
  en: 'Besides these lines, RST, ABORT or a timeout leads from SYN-RECEIVED and every later state to CLOSED.',
  zh: '除图中的线之外，SYN-RECEIVED 及其后的任何状态遇到 RST、ABORT 或超时都会进入 CLOSED。',
};

/** What stands below the diagram, about the transitions that are not drawn. */
export function quietRemark(lang: Lang): string {
  return REMARK[lang];
}

/** The numbers of the steps that took one line: of many, the first two and the last. */
export function numbersText(steps: readonly number[]): string {
  return steps.length <= 3 ? steps.join(',') : `${steps[0]},${steps[1]}..${steps.at(-1)}`;
}
