import { describe, expect, it } from 'vitest';
import { DIAGRAM, STATE_NAMES } from '../../src/tcp/state.ts';
import { Fuzzer, fromHex, toHex } from './fuzzer.ts';

describe('the fuzzer', () => {
  it('finds nothing in 400 cases, and the same seed gives the same cases', () => {
    const play = (): Fuzzer => {
      const fuzzer = new Fuzzer(11);
      for (let i = 0; i < 400; i++) {
        const found = fuzzer.try(fuzzer.next());
        if (found !== null) throw new Error(`${found.error.stack}\n${toHex(found.genes)}`);
      }
      return fuzzer;
    };
    const fuzzer = play();
    expect(fuzzer.kept).toBeLessThanOrEqual(fuzzer.reached);
    const edges = DIAGRAM.map(([from, to]) => `${STATE_NAMES[from]} to ${STATE_NAMES[to]}`);
    const taken = fuzzer.keys().filter((key) => edges.includes(key));
    expect(taken.length).toBeGreaterThan(15);
    expect(play().keys()).toEqual(fuzzer.keys());
  }, 60_000);

  it('writes a case down and reads it again', () => {
    const genes = Uint8Array.from([0, 1, 255]);
    expect(fromHex(toHex(genes))).toEqual(genes);
    expect(() => fromHex('0g')).toThrow('hexadecimal');
  });
});
