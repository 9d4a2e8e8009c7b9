/** Writes the index of our own packetdrill scripts into test/drill/README.md: npm run drill-index */
import { writeFileSync } from 'node:fs';
import { page, README } from '../test/packetdrill/drill-index.ts';

writeFileSync(README, page());
