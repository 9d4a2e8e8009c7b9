import { signal } from '@preact/signals';
import type { Trace } from '../../src/observe/trace.ts';
import type { Cursor } from './cursor.ts';

/**
 * Asked before one moves on: true when one must stay, because there is something to guess first. Null while
 * nobody guesses.
 */
export const guard = signal<((trace: Trace, cursor: Cursor) => boolean) | null>(null);
