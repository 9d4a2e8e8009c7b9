/**
 * Many random fault schedules: npm run schedules -- --count 100000 --seed 1
 *
 * Each is one connection between two hosts of random profiles, as in test/determinism. Every seed that goes
 * wrong is printed, and the exit code is then 1.
 */
import { parseArgs } from 'node:util';
import { runSchedule } from '../test/determinism/schedule.ts';

/** Time between two lines of progress, milliseconds. */
const EVERY = 5000;

/** The number that option `name` has, from `least` on. */
function numberOf(name: string, text: string, least: number): number {
  const n = Number(text);
  if (Number.isSafeInteger(n) && n >= least) return n;
  process.stderr.write(`--${name} is a whole number from ${least} on, not '${text}'\n`);
  process.exit(2);
}

function main(): void {
  const { values } = parseArgs({
    options: {
      count: { type: 'string', default: '100000' },
      seed: { type: 'string', default: '1' },
    },
  });
  const count = numberOf('count', values.count, 1);
  const first = numberOf('seed', values.seed, 0);
  const began = performance.now();
  let shown = began;
  let packets = 0;
  let octets = 0;
  let wrong = 0;
  const progress = (done: number): void => {
    const seconds = (performance.now() - began) / 1000;
    process.stdout.write(
      `${done} of ${count} schedules, ${wrong} wrong, ${packets} packets, ` +
        `${octets} octets received, ${seconds.toFixed(0)} s\n`,
    );
  };
  for (let i = 0; i < count; i++) {
    const outcome = runSchedule(first + i);
    packets += outcome.packets;
    octets += outcome.received;
    if (!outcome.ok) {
      wrong++;
      process.stdout.write(`seed ${first + i}: ${outcome.problems.join('; ')}\n`);
    }
    if (performance.now() - shown < EVERY) continue;
    shown = performance.now();
    progress(i + 1);
  }
  progress(count);
  if (wrong > 0) process.exitCode = 1;
}

main();
