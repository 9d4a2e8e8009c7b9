import { describe, expect, it } from 'vitest';
import { s } from '../../../src/tcp/profile.ts';
import { withOverrides } from '../../../src/tcp/profiles/index.ts';
import { WHAT_IFS, withWhatIf } from '../../../src/tcp/what-if.ts';
import { runSchedule } from '../../determinism/schedule.ts';
import { Fuzzer, toHex } from '../../fuzz/fuzzer.ts';

/**
 * What a connection whose rules are broken may come to: other octets than were sent, and an error. Anything
 * else is a fault of ours: a broken invariant, an end that never comes, a flow that is left.
 */
const HARM = [
  /^(client|server): octet \d+ is not the one sent$/,
  /^(client|server) was told the end before octet \d+$/,
  /^the (client|server) received \d+ of \d+ octets$/,
  /^(client|server) closed with (ETIMEDOUT|ECONNRESET|ECONNREFUSED|EPIPE|ECONNABORTED)$/,
  /^(client|server) could not write: EPIPE$/,
  /^server was never told that it is over$/, // there was no connection that the server could be told of
  /^the server accepted a second connection$/,
];

/** Schedules of the determinism tests, and cases of the fuzzer, that each what-if is put to. */
const SCHEDULES = 40;
const CASES = 80;

describe.each(Object.keys(WHAT_IFS))('what if: %s', (id) => {
  it('breaks a connection in no other way than it may', () => {
    const wrong: string[] = [];
    for (let seed = 0; seed < SCHEDULES; seed++) {
      const { problems } = runSchedule(seed, null, (p) => {
        const mortal = withOverrides(p, {
          ...{ r2: s(100), synRetries: 6, synAckRetries: 5 },
          ...{ keepAlive: true, keepAliveIdle: s(60) },
        });
        return withWhatIf(mortal, id);
      });
      const others = problems.filter((problem) => !HARM.some((h) => h.test(problem)));
      if (others.length > 0) wrong.push(`seed ${seed}: ${others.join('; ')}`);
    }
    expect(wrong).toEqual([]);
  }, 60_000);

  it('lets no stranger break the engine', () => {
    const fuzzer = new Fuzzer(5, (p) => withWhatIf(p, id));
    for (let i = 0; i < CASES; i++) {
      const found = fuzzer.try(fuzzer.next());
      if (found !== null) throw new Error(`${found.error.stack}\n${toHex(found.genes)}`);
    }
  }, 60_000);
});
