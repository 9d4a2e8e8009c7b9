import type { Palette } from '../../src/ladder/theme.ts';

/** The page's colours, by the names that drawings know; the style sheet says what they are. */
export const INKS: Palette = {
  background: 'var(--ladder-ground)',
  ink: 'var(--ink)',
  muted: 'var(--muted)',
  grid: 'var(--line)',
  kinds: {
    open: 'var(--open)',
    ack: 'var(--ack)',
    data: 'var(--data)',
    close: 'var(--close)',
    reset: 'var(--reset)',
  },
  timeWait: 'var(--time-wait)',
  idle: 'var(--idle)',
  hazard: ['var(--hazard-a)', 'var(--hazard-b)'],
};
