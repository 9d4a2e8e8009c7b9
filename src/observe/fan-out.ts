import type { Flow, Observer, RecoveryEvent } from '../tcp/observer.ts';
import type { State } from '../tcp/state.ts';
import type { TimerName } from '../tcp/timers.ts';
import type { Address } from '../wire/address.ts';
import type { Drop } from '../wire/drop.ts';
import type { Segment } from '../wire/tcp.ts';

/** Tells several observers what one is told, in the order given. */
class FanOut implements Observer {
  readonly #observers: readonly Observer[];

  constructor(observers: readonly Observer[]) {
    this.#observers = observers;
  }

  transition(f: Flow, from: State, to: State): void {
    for (const o of this.#observers) o.transition(f, from, to);
  }

  arrived(f: Flow | null, seg: Segment, local: Address, remote: Address): void {
    for (const o of this.#observers) o.arrived(f, seg, local, remote);
  }

  sent(f: Flow | null, seg: Segment, local: Address, remote: Address): void {
    for (const o of this.#observers) o.sent(f, seg, local, remote);
  }

  dropped(f: Flow | null, reason: Drop): void {
    for (const o of this.#observers) o.dropped(f, reason);
  }

  timer(f: Flow, name: TimerName): void {
    for (const o of this.#observers) o.timer(f, name);
  }

  recovery(f: Flow, event: RecoveryEvent): void {
    for (const o of this.#observers) o.recovery(f, event);
  }
}

/** Several observers as one; null when there is none to tell, so that the engine skips it. */
export function fanOut(...observers: readonly (Observer | null | undefined)[]): Observer | null {
  const present = observers.filter((o): o is Observer => o !== null && o !== undefined);
  if (present.length <= 1) return present[0] ?? null;
  return new FanOut(present);
}
