/** npm start: builds what is missing or has changed, and serves the lab: npm start -- --port 8080 */
import { pathToFileURL } from 'node:url';
import { langOf } from '../src/cli/lang.ts';
import type { main } from '../src/cli/main.ts';
import { buildCommand, buildPage, COMMAND } from './build-lab.ts';

const args = process.argv.slice(2);
const lang = langOf(args, process.env);
const says = (zh: string, en: string) => () => console.error(lang === 'zh' ? zh : en);

try {
  buildCommand(says('正在构建命令行……', 'building the command line ...'));
  buildPage(says('正在构建页面……', 'building the page ...'));
} catch (error) {
  // The compiler has said what is wrong.
  if (!(error instanceof Error && 'status' in error)) throw error;
  process.exit(1);
}
// npm, told to end, ends the shell between; that ends, and tells nobody.
const { ppid } = process;
setInterval(() => process.ppid === ppid || process.kill(process.pid, 'SIGTERM'), 500).unref();

const built = (await import(pathToFileURL(COMMAND).href)) as { main: typeof main };
process.exitCode = await built.main(['lab', ...args]);
