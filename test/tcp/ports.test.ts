import { describe, expect, it } from 'vitest';
import { TcpError } from '../../src/tcp/errors.ts';
import { EphemeralPorts } from '../../src/tcp/ports.ts';
import { linux, rfc, withOverrides } from '../../src/tcp/profiles/index.ts';
import { Address } from '../../src/wire/address.ts';
import { Drill, PEER, US } from '../support/drill.ts';

const four = withOverrides(rfc, { ephemeralPorts: [50_000, 50_003] });
const free = (): boolean => true;

/** The code of the TcpError that `f` throws, or 'nothing'. */
function codeOf(f: () => unknown): string {
  try {
    f();
  } catch (e) {
    if (e instanceof TcpError) return e.code;
    throw e;
  }
  return 'nothing';
}

function connectAnywhere(t: Drill, port = 40_000): number {
  const s = t.connect({ port, localPort: undefined });
  return s.localPort;
}

describe('ephemeral ports', () => {
  it('come from the range of the profile', () => {
    for (const profile of [rfc, linux]) {
      const [first, last] = profile.ephemeralPorts;
      const ports = new EphemeralPorts();
      for (const hash of [0, 1, -1, 0x7fffffff, -0x80000000, 123_456_789]) {
        const port = ports.choose(profile, hash, free);
        expect(port).toBeGreaterThanOrEqual(first);
        expect(port).toBeLessThanOrEqual(last);
      }
    }
  });

  it('are spread over the range by the destination, and follow one another for one destination', () => {
    const starts = new Set<number>();
    for (let i = 0; i < 100; i++) {
      const hash = Math.imul(i, 0x9e3779b1);
      const ports = new EphemeralPorts();
      const first = ports.choose(rfc, hash, free);
      const second = ports.choose(rfc, hash, free);
      expect((second - first + 16_384) % 16_384).toBe(1);
      starts.add(first);
    }
    expect(starts.size).toBeGreaterThan(90);
  });

  it('skip what is in use, go round, and end with 0 when all are taken', () => {
    const ports = new EphemeralPorts();
    const taken = new Set<number>();
    for (let i = 0; i < 4; i++) {
      const port = ports.choose(four, 2, (p) => !taken.has(p));
      expect(taken.has(port)).toBe(false);
      taken.add(port);
    }
    expect([...taken].sort()).toEqual([50_000, 50_001, 50_002, 50_003]);
    expect(ports.choose(four, 2, (p) => !taken.has(p))).toBe(0);
  });

  it('are never one that a connection to the same place uses, then EADDRNOTAVAIL', () => {
    const t = new Drill({ profile: four });
    const ports = [1, 2, 3, 4].map(() => connectAnywhere(t));
    expect(new Set(ports).size).toBe(4);
    expect(codeOf(() => connectAnywhere(t))).toBe('EADDRNOTAVAIL');
    expect(ports).toContain(connectAnywhere(t, 40_001)); // another place: the four-tuple is free
  });

  it('are never one in TIME-WAIT to the same place; after 2 MSL it is free again', () => {
    const one = withOverrides(rfc, { ephemeralPorts: [50_000, 50_000] });
    const t = new Drill({ profile: one });
    const s = t.activeOpen({ mss: 1460 }, { localPort: undefined });
    t.do(() => s.end());
    t.in('F.', 1, 0, 2);
    expect(t.states()).toEqual(['TIME-WAIT']);
    expect(codeOf(() => connectAnywhere(t))).toBe('EADDRNOTAVAIL');
    t.wait(240_000);
    expect(connectAnywhere(t)).toBe(50_000);
  });

  it('are never one on which this host listens: it might connect to itself', () => {
    const two = withOverrides(rfc, { ephemeralPorts: [50_000, 50_001] });
    for (let seed = 1; seed <= 8; seed++) {
      const t = new Drill({ profile: two, seed });
      t.listen(50_000);
      expect(t.connect({ address: US, port: 50_000, localPort: undefined }).localPort).toBe(50_001);
    }
  });

  it('serve a listener that asks for any port', () => {
    const t = new Drill({ profile: four });
    const ports = [1, 2, 3, 4].map(() => t.listen(0).port);
    expect(new Set(ports).size).toBe(4);
    expect(codeOf(() => t.listen(0))).toBe('EADDRINUSE');
  });
});

describe('a local port asked for', () => {
  it('is refused with EADDRINUSE while a connection to the same place has it', () => {
    const t = new Drill();
    t.connect({ localPort: 5000 });
    expect(codeOf(() => t.connect({ localPort: 5000 }))).toBe('EADDRINUSE');
    expect(codeOf(() => t.connect({ localPort: 5000, port: 40_001 }))).toBe('nothing');
  });

  it('is refused while that four-tuple is in TIME-WAIT, and to another place it is not', () => {
    const t = new Drill();
    const s = t.activeOpen({ mss: 1460 }, { localPort: 5000 });
    t.do(() => s.end());
    t.in('F.', 1, 0, 2);
    expect(codeOf(() => t.connect({ localPort: 5000 }))).toBe('EADDRINUSE');
    expect(codeOf(() => t.connect({ localPort: 5000, port: 40_001 }))).toBe('nothing');
  });

  it('is refused while the peer is half-way into a connection with that four-tuple', () => {
    const t = new Drill();
    t.listen(80);
    t.in('S', 0, 0, 0, { mss: 1460 });
    expect(codeOf(() => t.connect({ localPort: 80, port: 40_000 }))).toBe('EADDRINUSE');
  });

  it('must be a port', () => {
    const t = new Drill();
    for (const localPort of [-1, 65_536, 1.5, Number.NaN]) {
      expect(() => t.connect({ localPort })).toThrow(RangeError);
    }
    for (const port of [0, -1, 65_536, 0.5]) {
      expect(() => t.connect({ port })).toThrow(RangeError);
    }
  });

  it('is given from the address asked for, which must be this host’s [MUST-43]', () => {
    const t = new Drill();
    expect(t.connect({ localAddress: US }).localAddress.toString()).toBe(US.toString());
    expect(codeOf(() => t.connect({ localAddress: PEER }))).toBe('EADDRNOTAVAIL');
    expect(codeOf(() => t.connect({ localAddress: Address.parse('fd00::1') }))).toBe('ENETUNREACH');
  });
});
