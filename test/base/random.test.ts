import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../src/base/random.ts';

const draw = (r: SeededRandom, n: number): number[] => Array.from({ length: n }, () => r.u32());

describe('SeededRandom', () => {
  // Worked out by another implementation of xoshiro128** and splitmix32, in Python.
  it.each([
    [0, [1789933344, 44971166, 2521387044, 3848737593, 1138324114]],
    [1, [393288148, 2174103013, 3814759091, 2092745082, 1865176206]],
    [-1, [4104197751, 1825856343, 1152209388, 2427537429, 3685145430]],
    [0xdeadbeef, [3842467093, 879304004, 3694663928, 2788030634, 934155191]],
  ])('gives these numbers for seed %i, in every engine and for all time', (seed, numbers) => {
    expect(draw(new SeededRandom(seed), 5)).toEqual(numbers);
  });

  it('gives numbers from 0 to 2**32 - 1 that look uniform', () => {
    const all = draw(new SeededRandom(99), 100_000);
    expect(all.every((x) => Number.isInteger(x) && x >= 0 && x < 2 ** 32)).toBe(true);
    const mean = all.reduce((a, b) => a + b, 0) / all.length / 2 ** 32;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.005);
    for (let bit = 0; bit < 32; bit++) {
      const ones = all.filter((x) => (x >>> bit) & 1).length;
      expect(Math.abs(ones / all.length - 0.5), `bit ${bit}`).toBeLessThan(0.01);
    }
  });

  it('gives the same numbers for the same seed and others for another', () => {
    expect(draw(new SeededRandom(7), 20)).toEqual(draw(new SeededRandom(7), 20));
    expect(draw(new SeededRandom(7), 20)).not.toEqual(draw(new SeededRandom(8), 20));
  });

  it('splits off generators that do not depend on what is drawn from each other', () => {
    const [a, b] = [new SeededRandom(5), new SeededRandom(5)];
    const [first, same] = [a.split(), b.split()];
    draw(first, 1000);
    expect(draw(a, 10)).toEqual(draw(b, 10));
    draw(same, 1000);
    expect(draw(first, 10)).toEqual(draw(same, 10));
  });
});
