import type { ArrowKind } from './layout.ts';

/** Puts colour around text that has its final width already. */
export interface Painter {
  dim(text: string): string;
  /** The colour of a kind of segment. */
  kind(text: string, kind: ArrowKind): string;
  /** The colour of a state, which is that of the segments that lead to it. */
  state(text: string, state: string): string;
}

/** The 16 colours every terminal has, so that the user's theme decides how they look. */
const BLUE = 34;
const GREEN = 32;
const YELLOW = 33;
const RED = 31;
const MAGENTA = 35;
const DIM = 2;

const KINDS: Readonly<Record<ArrowKind, number>> = {
  open: BLUE,
  data: GREEN,
  ack: 0,
  close: YELLOW,
  reset: RED,
};

function stateColor(state: string): number {
  if (state === 'SYN-SENT' || state === 'SYN-RECEIVED') return BLUE;
  if (state === 'ESTABLISHED') return GREEN;
  if (state === 'TIME-WAIT') return MAGENTA;
  return state === 'CLOSED' || state === 'LISTEN' ? 0 : YELLOW;
}

function around(text: string, code: number): string {
  const isBlank = text.trim() === '';
  return code === 0 || isBlank ? text : `\u001b[${code}m${text}\u001b[0m`;
}

/** A painter that colours, or one that leaves everything as it is. */
export function painter(color: boolean): Painter {
  if (!color) return { dim: (t) => t, kind: (t) => t, state: (t) => t };
  return {
    dim: (text) => around(text, DIM),
    kind: (text, kind) => around(text, KINDS[kind]),
    state: (text, state) => around(text, stateColor(state)),
  };
}
