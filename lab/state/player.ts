import { effect } from '@preact/signals';
import { seek, step } from './actions.ts';
import { cursorAt, lastOf, stepFrom } from './cursor.ts';
import { guard } from './guard.ts';
import { paceOf } from './pace.ts';
import { cursor, playing, type Speed, speed, trace } from './store.ts';

/** Units of the pace in a second; one is about what a segment takes to arrive. */
const UNITS: Readonly<Record<Exclude<Speed, 'step'>, number>> = {
  slow: 0.5,
  medium: 1.25,
  fast: 5,
};
/** The fastest shows any run within this many seconds. */
const WHOLE = 40;
/** From one step to the next where nothing may glide, milliseconds. */
const BEAT = 1200;

/** Whether whoever looks wants nothing to move. */
function isCalm(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

let frame = 0;
let timer = 0;
let last = 0;

/** Whether a play goes from stop to stop, with nothing moving in between. */
export function isStepwise(): boolean {
  return speed.value === 'step' || isCalm();
}

/** Plays from here on, or from the beginning when one stands at the end. */
export function play(): void {
  const t = trace.value;
  if (t === null) return;
  if (cursor.value.frame >= lastOf(t).frame) seek({ frame: -1, at: 0 });
  playing.value = true;
}

export function pause(): void {
  playing.value = false;
}

export function togglePlay(): void {
  if (playing.value) pause();
  else play();
}

/** Keeps the play going for as long as the page is there. */
export function startPlayer(): void {
  effect(() => {
    const isPlaying = playing.value;
    const stepwise = isStepwise();
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    if (!isPlaying) return;
    if (stepwise) {
      timer = window.setTimeout(beat, BEAT / 4);
      return;
    }
    last = performance.now();
    frame = requestAnimationFrame(glide);
  });
}

function beat(): void {
  const t = trace.value;
  if (t === null || !playing.value) return;
  if (guard.peek()?.(t, cursor.peek()) === true) return;
  seek(stepFrom(t, cursor.peek(), 1), true);
  if (cursor.peek().frame >= lastOf(t).frame) playing.value = false;
  else timer = window.setTimeout(beat, BEAT);
}

function glide(now: number): void {
  const t = trace.peek();
  if (t === null || !playing.peek()) return;
  const pace = paceOf(t);
  const units = speed.peek() === 'step' ? 1 : UNITS[speed.peek() as Exclude<Speed, 'step'>];
  const rate = speed.peek() === 'fast' ? Math.max(units, pace.length / WHOLE) : units;
  // A page that was asleep does not jump.
  const elapsed = Math.min(now - last, 100) / 1000;
  last = now;
  const unit = pace.toUnit(cursor.peek().at) + rate * elapsed;
  const next = stepFrom(t, cursor.peek(), 1);
  const to = unit >= pace.length ? lastOf(t) : cursorAt(t, pace.toTime(unit));
  const passes = to.frame >= next.frame && next.frame > cursor.peek().frame;
  if (passes && guard.peek()?.(t, cursor.peek()) === true) return;
  // While guessing, no stop is jumped over.
  seek(passes && guard.peek() !== null ? next : to, true);
  if (cursor.peek().frame >= lastOf(t).frame) playing.value = false;
  else frame = requestAnimationFrame(glide);
}

/** One step on, unless a question stands before it. */
export function stepOn(): void {
  const t = trace.value;
  if (t !== null && guard.value?.(t, cursor.value) === true) return;
  step(1);
}
