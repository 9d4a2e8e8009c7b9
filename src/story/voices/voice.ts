import type { CodeOf, EventCode } from '../../observe/codes.ts';
import type { SegmentFacts } from '../facts.ts';

/** Who speaks, and to whom. */
export interface Roles {
  readonly me: string;
  readonly you: string;
}

/** What an analogy makes of an event: words, or that it has none and why. */
export type VoiceEntry =
  | {
      readonly say: (r: Roles, p: SegmentFacts) => string;
      /** What the words prove once they are heard. */
      readonly proves?: (r: Roles) => string;
    }
  | { readonly stops: string | ((p: SegmentFacts) => string) };

/** A segment sent always has an entry; other events may. */
export type Entries = Readonly<Record<CodeOf<'sent'>, VoiceEntry>> &
  Readonly<Partial<Record<EventCode, VoiceEntry>>>;

/** A role, and the host that has it. */
export interface Player {
  readonly role: string;
  readonly host: string;
}

/** One analogy in one language. */
export interface Analogy {
  /** Who opens, and who is called. */
  readonly opening: readonly [opener: string, other: string];
  /** Who closes first, and the other one. */
  readonly closing: readonly [closer: string, other: string];
  /** Who is who, said once when the roles are given out. */
  readonly introduces: (part: 'opening' | 'closing', first: Player, second: Player) => string;
  readonly entries: Readonly<Partial<Record<EventCode, VoiceEntry>>>;
  /** Why it has no words for something unforeseen. */
  readonly otherwise: string;
}
