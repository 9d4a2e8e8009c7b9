import { type PlantedFault, toPlanted } from './planted.ts';
import { ROWS } from './rows.ts';

/** All of them. */
export const PLANTED: readonly PlantedFault[] = ROWS.map(toPlanted);
