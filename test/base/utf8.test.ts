import fc from 'fast-check';
import { expect, it } from 'vitest';
import { utf8 } from '../../src/base/utf8.ts';

it('encodes any text as the platform does, lone surrogates included', () => {
  const unit = fc.oneof(fc.nat(0x7f), fc.nat(0xffff), fc.integer({ min: 0xd800, max: 0xdfff }));
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 20 }), fc.string({ unit: 'binary' }), (units, text) => {
      const odd = String.fromCharCode(...units);
      expect(utf8(odd)).toEqual(new TextEncoder().encode(odd));
      expect(utf8(text)).toEqual(new TextEncoder().encode(text));
    }),
    { numRuns: 1000 },
  );
});
