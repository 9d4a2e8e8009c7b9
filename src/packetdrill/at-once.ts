import { RST } from '../wire/tcp.ts';
import type { ScriptEvent } from './ast.ts';

/** What a script does at one moment: calls, packets that come in, and calls again. */
export interface ScriptMoment {
  readonly before: ScriptEvent[];
  readonly packets: ScriptEvent[];
  readonly after: ScriptEvent[];
}

/**
 * The events from `from` on that are one turn of a stack which answers all of a moment at once, each of them as
 * soon as the one before it is over; at least one. A reset stands alone: it leaves nothing to answer, and its
 * user is told of it afterwards.
 */
export function momentFrom(events: readonly ScriptEvent[], from: number): ScriptMoment | null {
  const moment: ScriptMoment = { before: [], packets: [], after: [] };
  for (let i = from; i < events.length; i++) {
    const event = events[i] as ScriptEvent;
    if (i > from && (event.when.kind !== 'relative' || event.when.at !== 0)) break;
    if (isCall(event)) (moment.packets.length === 0 ? moment.before : moment.after).push(event);
    else if (isIncoming(event) && moment.after.length === 0) moment.packets.push(event);
    else break;
  }
  return moment.before.length + moment.packets.length > 0 ? moment : null;
}

/** What a moment is played with. */
export interface MomentPlayer {
  play(event: ScriptEvent): void;
  /** Whether a call waits: it waits for the end of the turn, and what follows waits for it. */
  waits(): boolean;
  turn(): void;
  /** Calls `told` whenever the stack tells a process something, until what this gives is called. */
  watch(told: () => void): () => void;
}

/**
 * Makes calls, gives the stack packets, and makes the calls after them when it tells of those, before it sends.
 * Gives what could not be played because a call waits.
 */
export function playMoment(m: ScriptMoment, player: MomentPlayer): readonly ScriptEvent[] {
  const make = (calls: ScriptEvent[]): void => {
    while (!player.waits() && calls.length > 0) player.play(calls.shift() as ScriptEvent);
  };
  make(m.before);
  if (player.waits()) return [...m.before, ...m.packets, ...m.after];
  for (const event of m.packets.splice(0)) player.play(event);
  let problem: unknown = null;
  const unwatch = player.watch(() => {
    unwatch();
    // The stack is in the middle of something: what is wrong is told when that is over.
    try {
      make(m.after);
    } catch (error) {
      problem = error;
    }
  });
  if (m.after.length > 0) player.turn();
  unwatch();
  if (problem !== null) throw problem;
  make(m.after);
  return m.after;
}

/** A system call of the form that returns at once. */
function isCall({ action }: ScriptEvent): boolean {
  return action.kind === 'syscall' && action.until === null;
}

function isIncoming({ action }: ScriptEvent): boolean {
  return action.kind === 'tcp' && action.direction === 'in' && (action.flags & RST) === 0;
}
