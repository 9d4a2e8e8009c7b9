import type { Words } from '../../src/base/words.ts';
import type { ShelfId } from '../../src/gallery/exhibit.ts';

/** An exhibit in the list of all. */
export interface Listed {
  readonly id: string;
  readonly shelf: ShelfId;
  readonly title: Words;
  readonly story: Words;
  readonly point: Words;
  /** What to guess before it runs. */
  readonly asks: Words;
  /** Items of the mission's inventory that it shows. */
  readonly items: readonly number[];
  /** The experiment it is part of, such as `E01`. */
  readonly experiment: string | null;
  /** Errata of the notes it is about, such as `N26`. */
  readonly notes: readonly string[];
  /** The network loses, delays or changes something in it before anybody interferes. */
  readonly isOnBadNetwork: boolean;
  /** A search can answer its question. */
  readonly isAsked: boolean;
}

/** An exhibit by its title, and within which bounds its parameters are. */
export interface Scene extends Pick<Listed, 'id' | 'title'> {
  readonly parameters: Readonly<Record<string, { readonly least: number; readonly most: number }>>;
}

/** The exhibits of an experiment, by its number; those of an experiment of one are not among them. */
export type Scenes = Readonly<Record<string, readonly Scene[]>>;

/** A question that a search answers, as far as one needs to know it to ask it. */
export interface Why {
  /** Such as `why-not-two`. */
  readonly id: string;
  readonly asks: Words;
  readonly takenAway: Words;
  /** Exhibits that tell of the same. */
  readonly exhibits: readonly string[];
}
