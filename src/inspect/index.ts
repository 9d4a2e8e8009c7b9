/** A packet taken apart: what each bit is, what it means where it stands, and how its checksum comes about. */

export {
  type ChecksumSteps,
  type Checksums,
  checksumSteps,
  type Fold,
  type SumWord,
  type WordPart,
} from './checksum.ts';
export { type Context, contextOf } from './context.ts';
export { dissect, fieldsAt } from './dissect.ts';
export type { Arrival, Effect } from './effects.ts';
export type { Dissection, Field, FieldWords, Layer } from './field.ts';
export { differences, flipped, fromHex, hexOf } from './octets.ts';
