/** The characters a ladder is drawn with. */
export interface Glyphs {
  readonly line: string;
  readonly toRight: string;
  readonly toLeft: string;
  /** Where a line goes down to the right, and down to the left. */
  readonly falling: string;
  readonly rising: string;
  readonly lifeline: string;
  readonly broken: string;
  readonly dots: string;
  /** Where what is said is not all of it. */
  readonly ellipsis: string;
  readonly lost: string;
  readonly again: string;
  readonly copy: string;
  readonly corrupt: string;
  readonly late: string;
  readonly warning: string;
  /** What stands for the sign of the micro- in a unit. */
  readonly micro: string;
}

/** Box drawing and arrows. */
export const UNICODE: Glyphs = {
  line: '─',
  toRight: '▶',
  toLeft: '◀',
  falling: '╲',
  rising: '╱',
  lifeline: '│',
  broken: '┊',
  dots: '⋯',
  ellipsis: '…',
  lost: '✗',
  again: '↻',
  copy: '⧉',
  corrupt: '↯',
  late: '⧖',
  warning: '⚠',
  micro: 'µ',
};

/** For terminals and files that know nothing else. */
export const ASCII: Glyphs = {
  line: '-',
  toRight: '>',
  toLeft: '<',
  falling: '\\',
  rising: '/',
  lifeline: '|',
  broken: ':',
  dots: '...',
  ellipsis: '...',
  lost: 'X',
  again: 'again',
  copy: 'copy',
  corrupt: 'corrupt',
  late: 'late',
  warning: '!',
  micro: 'u',
};
