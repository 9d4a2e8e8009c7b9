import type { Property } from '../property.ts';
import { ACCEPTED_TWICE, NOBODY_OPENED } from './accepting.ts';
import {
  CLOSED_UNASKED,
  FOR_EVER,
  GIVEN_UP,
  LEFT_BEHIND,
  NOTHING_MOVES,
  ONE_LOSS,
  SILENCED,
  SPOILT_CLOSE,
} from './ending.ts';
import {
  BEYOND_EDGE,
  CUT_OFF,
  DIFFERENT_STARTS,
  FOREIGN_RESET,
  RESET_ANSWERED,
} from './numbers.ts';
import { NOT_YET_OPEN, NOTHING_NEW } from './opening.ts';
import { ACKED_AND_LOST, FOREIGN_END, FOREIGN_OCTET, READ_TWICE, WRONG_ORDER } from './stream.ts';

/** Every property there is, in the order in which they are looked at. */
export const PROPERTIES: readonly Property[] = [
  NOBODY_OPENED,
  ACCEPTED_TWICE,
  FOREIGN_OCTET,
  WRONG_ORDER,
  READ_TWICE,
  FOREIGN_END,
  ACKED_AND_LOST,
  DIFFERENT_STARTS,
  FOREIGN_RESET,
  RESET_ANSWERED,
  BEYOND_EDGE,
  NOTHING_MOVES,
  LEFT_BEHIND,
  CLOSED_UNASKED,
  SPOILT_CLOSE,
  GIVEN_UP,
];

/**
 * Properties of worlds that are made for them: in others they may break by the book, as where keepalive is off. A
 * search looks at them only when asked to.
 */
export const ASKED: readonly Property[] = [
  SILENCED,
  FOR_EVER,
  ONE_LOSS,
  CUT_OFF,
  NOT_YET_OPEN,
  NOTHING_NEW,
];

/** The property of that name. Throws a RangeError, naming those there are. */
export function propertyNamed(id: string): Property {
  const found = [...PROPERTIES, ...ASKED].find((p) => p.id === id);
  if (found !== undefined) return found;
  const names = [...PROPERTIES, ...ASKED].map((p) => p.id).join(', ');
  throw new RangeError(`there is no property '${id}'; there are ${names}`);
}
