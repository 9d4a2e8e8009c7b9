import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../src/base/random.ts';
import { initialSequence, Secrets } from '../../src/tcp/isn.ts';
import { Address } from '../../src/wire/address.ts';
import { Drill, PEER, US } from '../support/drill.ts';

const secrets = new Secrets(new SeededRandom(7));
const second = 1_000_000;

describe('initial sequence numbers', () => {
  it('advance by 250,000 a second: one every 4 microseconds [MUST-8]', () => {
    expect(initialSequence(0, second) - initialSequence(0, 0)).toBe(250_000);
    expect(initialSequence(0, 4) - initialSequence(0, 0)).toBe(1);
    expect(initialSequence(0, 3)).toBe(initialSequence(0, 0));
  });

  it('go round after 4.77 hours, as 32-bit numbers do', () => {
    expect(initialSequence(123, 2 ** 32 * 4)).toBe(initialSequence(123, 0));
    expect(initialSequence(0x7fffffff, 4)).toBe(-0x80000000);
  });

  it('are the clock plus a number of the four-tuple, so one tuple only moves on [SHLD-1]', () => {
    const { iss } = secrets.tuple(US, 80, PEER, 40_000);
    expect(secrets.tuple(US, 80, PEER, 40_000).iss).toBe(iss);
    const first = initialSequence(iss, second);
    const later = initialSequence(iss, 3 * second);
    expect((later - first) | 0).toBe(500_000);
  });

  it('tell nothing of those of another tuple: each part of the tuple counts [MUST-9]', () => {
    const iss = secrets.tuple(US, 80, PEER, 40_000).iss;
    const others = [
      secrets.tuple(US, 81, PEER, 40_000),
      secrets.tuple(US, 80, PEER, 40_001),
      secrets.tuple(PEER, 80, US, 40_000),
      secrets.tuple(US, 80, Address.parse('10.0.0.3'), 40_000),
      secrets.tuple(US, 40_000, PEER, 80),
    ];
    expect(new Set([iss, ...others.map((o) => o.iss)]).size).toBe(6);
  });

  it('look random over 1,000 tuples: no two alike, bits evenly set [MUST-9]', () => {
    const seen = new Set<number>();
    let bits = 0;
    for (let port = 1; port <= 1000; port++) {
      const { iss } = secrets.tuple(US, port, PEER, 80);
      seen.add(iss);
      for (let i = 0; i < 32; i++) bits += (iss >>> i) & 1;
    }
    expect(seen.size).toBe(1000);
    expect(bits / 32_000).toBeGreaterThan(0.48);
    expect(bits / 32_000).toBeLessThan(0.52);
  });

  it('need the secret of the host: another host has others for the same tuple [MUST-9]', () => {
    const other = new Secrets(new SeededRandom(8));
    expect(other.tuple(US, 80, PEER, 40_000).iss).not.toBe(secrets.tuple(US, 80, PEER, 40_000).iss);
    expect(other.port(US, PEER, 80)).not.toBe(secrets.port(US, PEER, 80));
  });

  it('of both families differ, and the timestamp offset is a number of its own', () => {
    const { iss, tsOffset } = secrets.tuple(US, 80, PEER, 40_000);
    const v6 = secrets.tuple(Address.parse('::a00:1'), 80, Address.parse('::a00:2'), 40_000);
    expect(v6.iss).not.toBe(iss + 1);
    expect(tsOffset).not.toBe(iss);
  });

  it('of a connection opened again to the same port are beyond the last one’s', () => {
    const t = new Drill();
    const first = t.connect().connection;
    t.in('R.', 0, 0, 1);
    t.wait(1000);
    const next = t.connect().connection;
    expect((next.snd.iss - first.snd.iss) | 0).toBe(250_000);
  });
});
