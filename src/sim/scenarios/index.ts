import type { Scenario } from '../scenario.ts';
import { openAndClose } from './open-and-close.ts';

export { openAndClose } from './open-and-close.ts';

/** Every scenario there is, in the order they are told. */
export const SCENARIOS: readonly Scenario[] = [openAndClose];
