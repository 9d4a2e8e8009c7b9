import type { EventCode } from '../observe/codes.ts';
import type { CallFacts, Facts, HostFacts, SegmentFacts, StateFacts, TimerFacts } from './facts.ts';

/** What is said of an event: in one line, and why it is so. */
export interface Entry<P> {
  /** One line, at most about 70 columns, without a full stop. */
  readonly one: (p: P) => string;
  /** One or two sentences, exact, with what the standard wants. */
  readonly why: (p: P) => string;
}

type SegmentKind = 'sent' | 'arrived' | 'dropped' | 'lost' | 'impaired';

/** What is known of an event with this code. */
export type FactsOf<C extends EventCode> = C extends `${SegmentKind}/${string}`
  ? SegmentFacts
  : C extends `state/${string}`
    ? StateFacts
    : C extends `timer/${string}`
      ? TimerFacts
      : C extends `call/${string}`
        ? CallFacts
        : C extends `host/${string}` | `recovery/${string}`
          ? HostFacts
          : Facts;

/** One language: an entry for each code there is, and no others. */
export type Catalog = { readonly [C in EventCode]: Entry<FactsOf<C>> };
