import type { Words } from '../../../src/base/words.ts';

/** The segments that notes have names for. */
export type Step = 'open-1' | 'open-2' | 'open-3' | 'close-1' | 'close-2' | 'close-3' | 'close-4';
/** A is the client, which opens and closes; B is the server. */
export type Side = 'A' | 'B';
/** When a state is said to be entered: as the segment leaves, as it arrives, or it is not said. */
export type Moment = 'sent' | 'arrived' | 'either';
/** What is said to last so long. */
export type Lasting = 'half-open' | 'time-wait' | 'msl' | 'keep-alive' | 'fin-wait-2';

/** Something in a note that a run can confirm or refute. */
export type Claim = {
  readonly quote: string;
} /** A number of a segment; the step is null when the note does not say which. */ & (
  | {
      readonly kind: 'number';
      readonly step: Step | null;
      readonly field: 'seq' | 'ack';
      readonly value: number;
    }
  /** The same with letters: `ack = x + 1`. */
  | {
      readonly kind: 'symbol';
      readonly step: Step;
      readonly field: 'seq' | 'ack';
      readonly letter: string;
      readonly plus: number;
    }
  | {
      readonly kind: 'state';
      readonly step: Step;
      readonly moment: Moment;
      readonly sides: readonly Side[];
      readonly state: string;
    }
  /** That a side is ever in a state. `by` says whether it is named after its part in the close. */
  | {
      readonly kind: 'who';
      readonly sides: readonly Side[];
      readonly state: string;
      readonly by: 'host' | 'role';
    }
  /** How many segments it takes; `sense` is what is said of that number. */
  | {
      readonly kind: 'count';
      readonly what: 'open' | 'close';
      readonly count: number;
      readonly sense: 'is' | 'must' | 'cannot';
    }
  | { readonly kind: 'time'; readonly what: Lasting; readonly seconds: number }
  | { readonly kind: 'probes'; readonly count: number }
  /** One of the sentences that notes have in common: see `sayings.ts`. */
  | { readonly kind: 'saying'; readonly id: string }
);

/** What a run has to say to a claim. */
export interface Verdict {
  readonly claim: Claim;
  /** `depends`: true with a reservation, which `because` gives. */
  readonly verdict: 'right' | 'wrong' | 'depends';
  /** What was seen in the run. */
  readonly seen: Words;
  readonly because: Words;
  /** The exhibit that shows it, and the segment to look at. */
  readonly exhibit: string;
  readonly segment: string | null;
  /** The erratum it is about, such as `N1`. */
  readonly erratum: string | null;
}

export const STEP_NAMES: Readonly<Record<Step, Words>> = {
  'open-1': { zh: '第一次握手', en: 'the first segment of the handshake' },
  'open-2': { zh: '第二次握手', en: 'the second segment of the handshake' },
  'open-3': { zh: '第三次握手', en: 'the third segment of the handshake' },
  'close-1': { zh: '第一次挥手', en: 'the first segment of the close' },
  'close-2': { zh: '第二次挥手', en: 'the second segment of the close' },
  'close-3': { zh: '第三次挥手', en: 'the third segment of the close' },
  'close-4': { zh: '第四次挥手', en: 'the fourth segment of the close' },
};

/** Who sends it, in a connection that the client opens and closes. */
export function senderOf(step: Step): Side {
  return step === 'open-2' || step === 'close-2' || step === 'close-3' ? 'B' : 'A';
}
