import { type Fault, toFault } from './fault.ts';
import { ARRIVING } from './faults/arriving.ts';
import { ENDING } from './faults/ending.ts';
import { EXTENSIONS } from './faults/extensions.ts';
import { OPENING } from './faults/opening.ts';
import { RUNNER } from './faults/runner.ts';
import { SENDING } from './faults/sending.ts';
import { WIRE } from './faults/wire.ts';

/** All of them. */
export const FAULTS: readonly Fault[] = [
  ...WIRE,
  ...ARRIVING,
  ...SENDING,
  ...OPENING,
  ...ENDING,
  ...EXTENSIONS,
  ...RUNNER,
].map(toFault);
