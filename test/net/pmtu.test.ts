import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../src/base/random.ts';
import { PathMtus, plateauBelow, toldMtu } from '../../src/net/pmtu.ts';
import { Address } from '../../src/wire/address.ts';

const A = Address.parse('192.0.2.1');
const B = Address.parse('2001:db8::1');
const FOREVER = Number.POSITIVE_INFINITY;

describe('path MTUs', () => {
  it('are known by destination, only go down, and are forgotten in time', () => {
    const paths = new PathMtus(new SeededRandom(1));
    expect(paths.find(A, 0)).toBe(FOREVER);
    paths.learn(A, 1400, false, 0, 100);
    paths.learn(B, 1300, false, 0, 50);
    expect([paths.find(A, 10), paths.find(B, 10)]).toEqual([1400, 1300]);
    paths.learn(A, 1450, false, 10, 110);
    expect(paths.find(A, 109)).toBe(1400);
    expect([paths.find(B, 49), paths.find(B, 50)]).toEqual([1300, FOREVER]);
    expect(paths.find(A, 110)).toBe(FOREVER);
    expect(paths.size).toBe(0);
  });

  it('remember where DF must not be set until they are forgotten', () => {
    const paths = new PathMtus(new SeededRandom(1));
    paths.learn(A, 552, true, 0, 100);
    paths.learn(A, 552, false, 0, 100);
    expect([paths.mayFragment(A, 99), paths.mayFragment(A, 100)]).toEqual([true, false]);
  });

  it('are bounded: the oldest goes, and that is counted', () => {
    const paths = new PathMtus(new SeededRandom(1), 4);
    for (let i = 0; i < 100; i++) paths.learn(Address.v4(i + 1), 1000, false, i, FOREVER);
    expect(paths.size).toBe(4);
    expect(paths.find(Address.v4(96), 100)).toBe(FOREVER);
    expect(paths.find(Address.v4(97), 100)).toBe(1000);
    expect(paths).toMatchObject({ learned: 100, evicted: 96 });
  });

  it('stay bounded when destinations are forgotten and learned again', () => {
    const paths = new PathMtus(new SeededRandom(1), 4);
    for (let i = 0; i < 100; i++) {
      paths.learn(A, 1000, false, i * 10, i * 10 + 5);
      expect(paths.find(A, i * 10 + 6)).toBe(FOREVER);
    }
    paths.learn(A, 900, false, 2000, 3000);
    expect(paths.find(A, 2001)).toBe(900);
    expect(paths).toMatchObject({ size: 1, evicted: 0 });
  });
});

describe('what an error tells of the path', () => {
  it('is a plateau when it names no MTU [RFC 1191 7.1]', () => {
    expect([65_535, 1500, 1492, 1006, 508, 297, 296, 68, 1].map(plateauBelow)).toEqual([
      32_000, 1492, 1006, 508, 296, 296, 68, 68, 68,
    ]);
  });

  it.each([
    [4, 1000, 1500, 1000],
    [4, 1500, 1500, 0],
    [4, 0, 1500, 1492],
    [4, 67, 1500, 0],
    [4, 68, 1500, 68],
    [4, 0, 68, 0],
    [6, 1279, 1500, 0],
    [6, 1280, 1500, 1280],
    [6, 0, 1500, 0],
    [6, 0xffffffff, 1500, 0],
  ] as const)('over IPv%i, %i about %i octets: %i', (version, told, length, mtu) => {
    expect(toldMtu(version, told, length)).toBe(mtu);
  });
});
