import { expect, it } from 'vitest';
import { endless, toJson } from '../../src/cli/action-check.ts';

it('a file says "never" where JSON has no number, and it is a choice of other fields', () => {
  const set = { finWait2: Number.POSITIVE_INFINITY, synCookies: 'never', synRetries: 2 };
  expect(endless(JSON.parse(toJson(set)))).toEqual(set);
  expect(endless({ nobody: 'never' })).toEqual({ nobody: 'never' });
});
