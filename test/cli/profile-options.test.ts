import { describe, expect, it } from 'vitest';
import { PROFILE_OPTIONS, readProfile } from '../../src/cli/profile-options.ts';
import { readOptions, UsageError } from '../../src/cli/usage.ts';
import type { Profile } from '../../src/tcp/profile.ts';
import { FIELDS } from '../../src/tcp/profiles/fields.ts';
import { linux, PROFILES, rfc } from '../../src/tcp/profiles/index.ts';
import { synwave } from './captured.ts';

const read = (...args: string[]): Profile => readProfile(readOptions(args, PROFILE_OPTIONS));

/** Reads `--set` for each of `settings`. */
const set = (...settings: string[]): Profile => read(...settings.flatMap((s) => ['--set', s]));

describe('the profile on the command line', () => {
  it('is linux unless one is named', () => {
    expect(read()).toEqual(linux);
    for (const [name, profile] of Object.entries(PROFILES)) {
      expect(read('--profile', name)).toEqual(profile);
    }
  });

  it('changes value by value, and leaves the others', () => {
    const changed = set('synQueue=64', 'synCookies=never', 'keepAlive=true');
    const wanted = { synQueue: 64, synCookies: 'never', keepAlive: true };
    expect(changed).toEqual({ ...linux, ...wanted });
    expect(read('--profile', 'rfc', '--set', 'sack=false')).toEqual({
      ...rfc,
      sack: false,
    });
  });

  it('takes times with their unit, sizes with or without, ports as a range', () => {
    expect(set('timeWait=10s').timeWait).toBe(10_000_000);
    expect(set('delayedAck=40ms').delayedAck).toBe(40_000);
    expect(set('synRto=1.5s').synRto).toBe(1_500_000);
    expect(set('keepAliveIdle=2h').keepAliveIdle).toBe(7_200_000_000);
    expect(set('userTimeout=never').userTimeout).toBe(Number.POSITIVE_INFINITY);
    expect(set('receiveBuffer=64KiB').receiveBuffer).toBe(65_536);
    expect(set('receiveBuffer=3000').receiveBuffer).toBe(3000);
    expect(set('ephemeralPorts=50000-50009').ephemeralPorts).toEqual([50_000, 50_009]);
  });

  it('can set every value but the tables', () => {
    const samples = { name: 'mine', flag: 'true', ports: '1024-2048' } as const;
    for (const [key, f] of Object.entries(FIELDS)) {
      if (f.kind === 'options' || f.kind === 'icmp' || f.kind === 'what-if') continue;
      if (key === 'minRto' || key === 'maxRto') continue; // their order is checked
      let text: string = f.kind in samples ? samples[f.kind as keyof typeof samples] : '';
      if (f.kind === 'choice') text = f.of[0] as string;
      if (f.kind === 'number') text = `${f.least}${f.unit === 'microseconds' ? 'us' : ''}`;
      expect(() => set(`${key}=${text}`), key).not.toThrow();
    }
  });
});

const WRONG: readonly (readonly [args: readonly string[], says: string])[] = [
  [['--profile', 'linx'], '--profile linx: there are rfc, linux'],
  [['--profile', 'linx'], 'Did you mean linux?'],
  [['--profile', 'constructor'], 'there are rfc'],
  [['--set', 'synQueue'], 'write it as NAME=VALUE'],
  [['--set', '=3'], 'write it as NAME=VALUE'],
  [['--set', 'synQueu=3'], 'no value of that name. Did you mean synQueue?'],
  [['--set', 'toString=3'], 'no value of that name'],
  [['--set', 'synQueue=3', '--set', 'synQueue=4'], '--set synQueue is given twice'],
  [['--set', 'synQueue=many'], 'give a whole number'],
  [['--set', 'synQueue=3.5'], 'synQueue is a whole number'],
  [['--set', 'synQueue=-1'], 'give a whole number'],
  [['--set', 'synQueue=99999999'], 'synQueue is a whole number from 0 to 16777216'],
  [['--set', 'timeWait=10'], 'give a time with its unit, such as 500ms'],
  [['--set', 'timeWait=never'], 'give a time with its unit'],
  [['--set', 'timeWait=10fortnights'], 'give a time with its unit'],
  [['--set', 'sack=yes'], 'give true or false'],
  [['--set', 'synCookies=often'], "synCookies is 'full' or 'always' or 'never', not 'often'"],
  [['--set', 'ephemeralPorts=5'], 'give the first and the last port'],
  [['--set', 'ephemeralPorts=9-5'], 'the first not above the last'],
  [['--set', 'minRto=1h'], 'minRto is at most maxRto'],
  [['--set', 'options=x'], 'a command line cannot give a table'],
];

it('get takes the same options as serve', async () => {
  const stack = ['--tun', 'syn0', '--address', '10.9.0.2/24'];
  const wrong = await synwave('get', 'http://10.9.0.1/', ...stack, '--profile', 'frobnix');
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('--profile frobnix')]);
});

describe('a profile that makes no sense is wrong usage, and says what would', () => {
  for (const [args, says] of WRONG) {
    it(`${args.join(' ')}: ${says}`, async () => {
      expect(() => read(...args)).toThrow(UsageError);
      const stack = ['--tun', 'syn0', '--address', '10.9.0.2/24'];
      const { code, stdout, stderr } = await synwave('serve', ...stack, '--echo', ...args);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr.replace(/\s+/g, ' ')).toContain(says);
    });
  }
});
