import type { Flow, Observer, RecoveryEvent } from '../../src/tcp/observer.ts';
import { STATE_NAMES, type State } from '../../src/tcp/state.ts';
import type { TimerName } from '../../src/tcp/timers.ts';
import { DROP_NAMES, type Drop } from '../../src/wire/drop.ts';
import type { Segment } from '../../src/wire/tcp.ts';
import { tcpFlags } from '../../src/wire/tcp.ts';

/** Events that no case needs; one that has more goes round in circles. */
const MOST_EVENTS = 200_000;

/** What a case has reached: state × reason, state × flags, transitions, timers. */
export class Coverage implements Observer {
  readonly keys = new Set<string>();
  #events = 0;

  transition(_f: Flow, from: State, to: State): void {
    this.#see(`${STATE_NAMES[from]} to ${STATE_NAMES[to]}`);
  }

  arrived(f: Flow | null, seg: Segment): void {
    const text = seg.textTo > seg.textFrom ? ' with text' : '';
    this.#see(`${stateOf(f)} gets ${tcpFlags(seg.flags & 0x1f)}${text}`);
  }

  sent(f: Flow | null, seg: Segment): void {
    this.#see(`${stateOf(f)} sends ${tcpFlags(seg.flags & 0x3f)}`);
  }

  dropped(f: Flow | null, reason: Drop): void {
    this.#see(`${stateOf(f)} drops ${DROP_NAMES[reason]}`);
  }

  timer(f: Flow, name: TimerName): void {
    this.#see(`${stateOf(f)} timer ${name}`);
  }

  recovery(f: Flow, event: RecoveryEvent): void {
    this.#see(`${stateOf(f)} ${event}`);
  }

  /** Something else that is worth reaching. */
  note(what: string): void {
    this.#see(what);
  }

  #see(key: string): void {
    if (++this.#events > MOST_EVENTS)
      throw new Error(`more than ${MOST_EVENTS} events in one case`);
    this.keys.add(key);
  }
}

function stateOf(f: Flow | null): string {
  return f === null ? 'nobody' : (STATE_NAMES[f.state] as string);
}
