import type { ArrowKind } from './layout.ts';

export type Theme = 'light' | 'dark';

/**
 * The colours of one theme. Those of kinds were chosen by optimisation: each has at least 4.77:1 of contrast
 * on its background, and no two look alike to people who see fewer colours.
 */
export interface Palette {
  readonly background: string;
  readonly ink: string;
  /** Times, addresses and calls. */
  readonly muted: string;
  /** Hairlines. */
  readonly grid: string;
  readonly kinds: Readonly<Record<ArrowKind, string>>;
  readonly timeWait: string;
  /** LISTEN, where there is no connection yet. */
  readonly idle: string;
  readonly hazard: readonly [stripe: string, ground: string];
}

export const PALETTES: Readonly<Record<Theme, Palette>> = {
  light: {
    background: '#ffffff',
    ink: '#23282f',
    muted: '#5a6472',
    grid: '#e8ebef',
    kinds: {
      open: '#0a3fb5',
      ack: '#23282f',
      data: '#1a8077',
      close: '#a26500',
      reset: '#b3202b',
    },
    timeWait: '#641470',
    idle: '#828d9a',
    hazard: ['#1b1b1b', '#ffd21c'],
  },
  dark: {
    background: '#11161d',
    ink: '#dde4ec',
    muted: '#96a4b4',
    grid: '#222b36',
    kinds: {
      open: '#a9d4ff',
      ack: '#75869a',
      data: '#50f0a7',
      close: '#ffc51c',
      reset: '#f04a4a',
    },
    timeWait: '#c060f5',
    idle: '#6a7889',
    hazard: ['#0b0b0b', '#ffd21c'],
  },
};

/** The colour of a state: that of the segments that lead to it; CLOSE-WAIT warns. */
export function stateColor(state: string, p: Palette): string {
  switch (state) {
    case 'SYN-SENT':
    case 'SYN-RECEIVED':
      return p.kinds.open;
    case 'ESTABLISHED':
      return p.kinds.data;
    case 'CLOSE-WAIT':
      return p.kinds.reset;
    case 'TIME-WAIT':
      return p.timeWait;
    case 'FIN-WAIT-1':
    case 'FIN-WAIT-2':
    case 'CLOSING':
    case 'LAST-ACK':
      return p.kinds.close;
    default:
      return p.idle;
  }
}

/** Fonts of the system, with those that have Chinese. */
export const FONTS = "system-ui, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif";
export const MONO =
  "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', monospace";
