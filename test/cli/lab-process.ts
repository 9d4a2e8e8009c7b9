import { serveLab } from '../../src/cli/commands/lab.ts';
import { explain } from '../../src/cli/problems.ts';
import { processTerminal } from '../../src/cli/terminal.ts';

/** A small program for lab.test.ts: `synwave lab` for a page in the folder that is named first. */
const [folder = '', ...args] = process.argv.slice(2);
const terminal = processTerminal();
try {
  process.exitCode = await serveLab(args, terminal, folder);
} catch (error) {
  terminal.err(explain(error));
  process.exitCode = 1;
}
