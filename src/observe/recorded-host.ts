import type { Micros } from '../base/timer-queue.ts';
import { Counts } from './counts.ts';
import type { Draft } from './draft.ts';

/** What last moved a host to do something about a flow: a frame, and when it was. */
export interface Trigger {
  readonly frame: number | null;
  readonly at: Micros;
}

/** A host, while what it does is being recorded. */
export class RecordedHost {
  readonly name: string;
  readonly addresses: string[] = [];
  readonly counts = new Counts();
  /** What moved it last, by flow; under 0 for no flow in particular. */
  readonly triggers = new Map<number, Trigger>();
  /** Segments sent so far. */
  sent = 0;
  /** The segment that arrived last, null when it is only counted, and when: what a drop at the same instant is about. */
  arrived: Draft | null = null;
  arrivedAt: Micros = -1;

  constructor(name: string) {
    this.name = name;
  }
}
