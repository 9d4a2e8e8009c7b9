import type { Flow, Observer, RecoveryEvent } from '../tcp/observer.ts';
import type { State } from '../tcp/state.ts';
import type { TimerName } from '../tcp/timers.ts';
import type { Drop } from '../wire/drop.ts';
import type { Recorder } from './recorder.ts';

/** Passes on what one host's TCP tells, with the host's name. Segments are seen on the links instead. */
export class HostObserver implements Observer {
  readonly #recorder: Recorder;
  readonly #name: string;

  constructor(recorder: Recorder, name: string) {
    this.#recorder = recorder;
    this.#name = name;
  }

  transition(f: Flow, from: State, to: State): void {
    this.#recorder.transition(this.#name, f, from, to);
  }

  arrived(): void {}

  sent(): void {}

  dropped(f: Flow | null, reason: Drop): void {
    this.#recorder.dropped(this.#name, f, reason);
  }

  timer(f: Flow, name: TimerName): void {
    this.#recorder.timer(this.#name, f, name);
  }

  recovery(f: Flow, event: RecoveryEvent): void {
    this.#recorder.recovery(this.#name, f, event);
  }
}
