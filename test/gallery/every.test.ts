import { describe } from 'vitest';
import { EXHIBITS } from '../../src/gallery/index.ts';
import { commands } from './commands.ts';
import { drawings } from './drawings.ts';
import { exports } from './exports.ts';
import { narration } from './narration.ts';

// Every exhibit is run once in this file, and all that can be shown of a run is made of that.
describe.each(EXHIBITS.map((e) => [e.id, e] as const))('%s', (_id, e) => {
  drawings(e);
  commands(e);
  exports(e);
  narration(e);
});
