import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../../src/base/random.ts';
import { FastOpenKeys } from '../../../src/tcp/fast-open/keys.ts';
import { Address } from '../../../src/wire/address.ts';

/** A key as tcp_fastopen_key writes it: four words, the octets of each in little-endian order. */
function key(text: string): FastOpenKeys {
  const octets = new Uint8Array(text.split('-').length * 4);
  const view = new DataView(octets.buffer);
  text.split('-').forEach((word, i) => {
    view.setUint32(4 * i, Number.parseInt(word, 16), true);
  });
  return new FastOpenKeys(octets);
}

const hex = (b: Uint8Array): string => [...b].map((x) => x.toString(16).padStart(2, '0')).join('');
const a = (text: string): Address => Address.parse(text);

const GOOGLE = key('a1a1a1a1-b2b2b2b2-c3c3c3c3-d4d4d4d4');
const OTHER = key('a0bf63f7-ed803d81-cd641d30-cebc4a90');

describe('cookies for Fast Open', () => {
  // Cookies that Linux gives: google's suite asserts them.
  it.each([
    [GOOGLE, '192.0.2.1', '192.168.0.1', '3021b9d889017eeb'],
    [GOOGLE, 'fd3d:fa7b:d17d::1', 'fd3d:a0b:17d6::1', 'c1d1e9742a47a9bc'],
    [OTHER, '10.248.0.2', '192.168.0.2', '00abaaabe8e954c2'],
    [OTHER, '10.248.0.3', '192.168.0.2', '1313a2da994a0951'],
    [OTHER, '10.248.0.3', '192.168.0.3', '76d2c1c530f51f79'],
    [key('0-0-0-0'), '10.248.0.2', '192.168.0.2', '93b7aa4f550f8a1a'],
  ])('%# are those of Linux', (keys, client, server, cookie) => {
    expect(hex(keys.cookie(a(client), a(server)))).toBe(cookie);
  });

  it('are believed when one of the keys made them, and the first makes them', () => {
    const both = new FastOpenKeys(new Uint8Array([...GOOGLE.octets, ...OTHER.octets]));
    const [client, server] = [a('10.0.0.1'), a('10.0.0.2')];
    const made = (keys: FastOpenKeys): number =>
      both.whichMade(client, server, keys.cookie(client, server), 0, 8);
    expect(hex(both.cookie(client, server))).toBe(hex(GOOGLE.cookie(client, server)));
    expect([made(GOOGLE), made(OTHER), made(key('0-0-0-1'))]).toEqual([0, 1, -1]);
  });

  it('are for one client, and have eight octets', () => {
    const [client, server] = [a('10.0.0.1'), a('10.0.0.2')];
    const cookie = GOOGLE.cookie(client, server);
    expect(GOOGLE.whichMade(a('10.0.0.3'), server, cookie, 0, 8)).toBe(-1);
    expect(GOOGLE.whichMade(client, server, cookie, 0, 6)).toBe(-1);
    expect(GOOGLE.whichMade(client, server, cookie, 0, 0)).toBe(-1);
  });

  it('a key has 16 octets', () => {
    for (const n of [0, 3, 15, 17, 48]) {
      expect(() => new FastOpenKeys(new Uint8Array(n))).toThrow(RangeError);
    }
    expect(FastOpenKeys.random(new SeededRandom(1)).octets.length).toBe(16);
  });
});
