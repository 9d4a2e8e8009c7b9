import { expect, it } from 'vitest';
import { didYouMean, nearest } from '../../src/base/nearest.ts';

it('asks for the name that was meant, and for none where none is near', () => {
  expect(didYouMean('lisen', ['bind', 'listen'])).toBe('; did you mean listen?');
  expect(didYouMean('frobnicate', ['bind', 'listen'])).toBe('');
});

it('takes no time over what nobody has mistyped', () => {
  expect(nearest('x'.repeat(1_000_000), ['x'.repeat(99)])).toBe('');
});
