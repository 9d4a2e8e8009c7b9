import { RST } from '../wire/tcp.ts';
import type { ScriptEvent } from './ast.ts';

/**
 * The events from `from` on that are one turn of a stack which answers all of a moment at once: packets that
 * come in, then calls, each as soon as the one before it is over. A reset stands alone: it leaves nothing to
 * answer, and its user is told of it afterwards.
 */
export function momentFrom(events: readonly ScriptEvent[], from: number): ScriptEvent[] {
  const moment = events.slice(from, from + 1);
  for (const event of events.slice(from + 1)) {
    const before = moment.at(-1) as ScriptEvent;
    const isNow = event.when.kind === 'relative' && event.when.at === 0;
    const isLater = isCall(event) && isCall(before);
    if (!isNow || !(isLater || (isIncoming(before) && (isCall(event) || isIncoming(event))))) break;
    moment.push(event);
  }
  return moment;
}

/** A system call of the form that returns at once. */
export function isCall({ action }: ScriptEvent): boolean {
  return action.kind === 'syscall' && action.until === null;
}

function isIncoming({ action }: ScriptEvent): boolean {
  return action.kind === 'tcp' && action.direction === 'in' && (action.flags & RST) === 0;
}
