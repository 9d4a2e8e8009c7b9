import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MD5_LENGTH, Md5 } from '../../src/base/md5.ts';
import { SeededRandom } from '../../src/base/random.ts';

/** The test suite of RFC 1321 appendix A.5. */
// biome-ignore format: a table
const VECTORS: readonly (readonly [text: string, digest: string])[] = [
  ['', 'd41d8cd98f00b204e9800998ecf8427e'],
  ['a', '0cc175b9c0f1b6a831c399e269772661'],
  ['abc', '900150983cd24fb0d6963f7d28e17f72'],
  ['message digest', 'f96b697d7cb7938d525a2f31aaf161d0'],
  ['abcdefghijklmnopqrstuvwxyz', 'c3fcd3d76192e4007dfb496cca67e13b'],
  ['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', 'd174ab98d277d9f5a5611c2c9f419d9f'],
  ['1234567890'.repeat(8), '57edf4a22be3c955ac49da2e2107b67a'],
];

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('Md5', () => {
  it.each(VECTORS)('gives the digest of %j [RFC 1321 A.5]', (text, digest) => {
    const out = new Uint8Array(MD5_LENGTH);
    new Md5().update(new TextEncoder().encode(text)).finish(out);
    expect(hex(out)).toBe(digest);
  });

  it('agrees with another implementation, however the message is cut into pieces', () => {
    const md5 = new Md5();
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 300 }),
        fc.array(fc.integer({ min: 0, max: 300 })),
        (length, cuts) => {
          const random = new SeededRandom(length);
          const message = Uint8Array.from({ length }, () => random.u32() & 0xff);
          const ends = [...cuts.filter((n) => n <= length), length].sort((a, b) => a - b);
          let from = 0;
          for (const to of ends) {
            md5.update(message, from, to);
            from = to;
          }
          const out = new Uint8Array(MD5_LENGTH + 2);
          md5.finish(out, 1);
          expect(hex(out.subarray(1, 17))).toBe(createHash('md5').update(message).digest('hex'));
        },
      ),
    );
  });
});
