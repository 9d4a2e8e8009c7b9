/** What can happen next in a world. */
export type Kind = 'deliver' | 'lose' | 'duplicate' | 'damage' | 'fire' | 'do';

/** One step of a run. */
export interface ExploreAction {
  readonly kind: Kind;
  /** Of a segment, who sent it; of a timer or a program's step, where. */
  readonly host: number;
  /** Which segment of its sender's, from 1; which step of which list: `list * 64 + step`; 0 for timers. */
  readonly n: number;
}

const KINDS: readonly Kind[] = ['deliver', 'lose', 'duplicate', 'damage', 'fire', 'do'];

/** An action as a number, for paths that are kept by the million. */
export function pack(a: ExploreAction): number {
  return (KINDS.indexOf(a.kind) << 28) | (a.host << 24) | a.n;
}

export function unpack(code: number): ExploreAction {
  return { kind: KINDS[code >>> 28] as Kind, host: (code >>> 24) & 15, n: code & 0xff_ffff };
}

/** The step of a program that `n` stands for. */
export function programStep(n: number): { readonly list: number; readonly step: number } {
  return { list: n >> 6, step: n & 63 };
}

/** An action in words: `deliver A2`, `lose B1`, `fire A`, `do A 0.2`. */
export function actionText(code: number, hosts: readonly { readonly name: string }[]): string {
  const { kind, host, n } = unpack(code);
  const name = hosts[host]?.name ?? '?';
  if (kind === 'fire') return `fire ${name}`;
  if (kind !== 'do') return `${kind} ${name}${n}`;
  const { list, step } = programStep(n);
  return `do ${name} ${list}.${step}`;
}
