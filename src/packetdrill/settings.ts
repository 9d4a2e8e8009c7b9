import type { DrillStack } from './stack.ts';

/** The system's settings as a script's shell commands change them: sysctls become fields of a profile. */
export class Settings {
  readonly stack: DrillStack;

  constructor(stack: DrillStack) {
    this.stack = stack;
  }
}
