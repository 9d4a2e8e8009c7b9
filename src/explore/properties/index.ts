import type { Property } from '../property.ts';
import { ACCEPTED_TWICE, NOBODY_OPENED } from './accepting.ts';
import {
  CLOSED_UNASKED,
  GIVEN_UP,
  LEFT_BEHIND,
  NOTHING_MOVES,
  ONE_LOSS,
  SILENCED,
  SPOILT_CLOSE,
} from './ending.ts';
import { BEYOND_EDGE, DIFFERENT_STARTS, FOREIGN_RESET, RESET_ANSWERED } from './numbers.ts';
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
  SILENCED,
  SPOILT_CLOSE,
  GIVEN_UP,
  ONE_LOSS,
];

/** The property of that name. Throws a RangeError, naming those there are. */
export function propertyNamed(id: string): Property {
  const found = PROPERTIES.find((p) => p.id === id);
  if (found !== undefined) return found;
  const names = PROPERTIES.map((p) => p.id).join(', ');
  throw new RangeError(`there is no property '${id}'; there are ${names}`);
}
