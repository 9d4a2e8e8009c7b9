export { Cable, CableEnd, type CableOptions } from './cable.ts';
export { type Fault, Impair, ImpairedWay, type OnFault } from './impair.ts';
export {
  checkImpairments,
  IMPAIRMENT_EXAMPLES,
  type Impairments,
  parseImpairments,
  type Rule,
  type RuleAction,
} from './impairments.ts';
export type { Link, Receiver } from './link.ts';
export { Loopback } from './loopback.ts';
export { type Direction, type See, Tap } from './tap.ts';
export { Wrapper } from './wrapper.ts';
