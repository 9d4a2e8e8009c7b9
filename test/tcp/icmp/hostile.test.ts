import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { freebsd, linux, rfc } from '../../../src/tcp/profiles/index.ts';
import { finishIcmp } from '../../../src/wire/icmp.ts';
import { finishIcmpv6 } from '../../../src/wire/icmpv6.ts';
import { ICMP, ICMPV6 } from '../../../src/wire/ip.ts';
import { prependIpv4 } from '../../../src/wire/ipv4.ts';
import { prependIpv6 } from '../../../src/wire/ipv6.ts';
import type { Drill } from '../../support/drill.ts';
import { bring, WITH_PEER } from '../../support/states.ts';
import { icmpError, ROUTER, ROUTER6, tell } from './quoting.ts';

/** Delivers `message` as an ICMP message with a right checksum. */
function give(t: Drill, message: Uint8Array): void {
  const p = t.pool.copyOf(message);
  if (t.us.version === 4) {
    if (p.length >= 4) finishIcmp(p);
    prependIpv4(p, ROUTER, t.us, ICMP, 64, 0, 0, false, true);
  } else {
    if (p.length >= 4) finishIcmpv6(p, ROUTER6, t.us);
    prependIpv6(p, ROUTER6, t.us, ICMPV6, 64, 0, 0);
  }
  t.clock.turn(t.clock.now, () => t.link.receiver?.deliver(p));
  t.check();
}

const octet = fc.nat(255);
const profile = fc.constantFrom(rfc, linux, freebsd);

describe('hostile ICMP', () => {
  it('of random octets never throws and changes no state', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), fc.boolean(), (message, ipv6) => {
        const { t } = bring('ESTABLISHED', { ipv6 });
        give(t, message);
        expect(t.states()).toEqual(['ESTABLISHED']);
      }),
      { numRuns: 300 },
    );
  });

  it('of damaged errors about a true segment never throws, in any state and profile', () => {
    const damage = fc.array(fc.tuple(fc.nat(200), octet), { maxLength: 6 });
    const state = fc.constantFrom(...WITH_PEER);
    fc.assert(
      fc.property(
        profile,
        state,
        fc.boolean(),
        fc.nat(13),
        fc.nat(16),
        fc.nat(),
        damage,
        fc.nat(200),
        (p, s, ipv6, type, code, rest, changes, keep) => {
          const { t, snd } = bring(s, { profile: p, ipv6 });
          const whole = icmpError(t, { type, code, rest: rest | 0, seq: snd - 1, len: 100 });
          const message = whole.octets().slice(t.us.version === 4 ? 20 : 40);
          whole.release();
          for (const [at, to] of changes) if (at < message.length) message[at] = to;
          give(t, message.subarray(0, keep));
          if (s !== 'SYN-SENT' && s !== 'SYN-RECEIVED') expect(t.states()).toEqual([s]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('with sequence numbers out of the air does nothing, 1,000 times in a row [RFC 5927 4]', () => {
    const { t, s, c } = bring('ESTABLISHED', { profile: linux });
    t.do(() => s.write(new Uint8Array(1000)));
    t.out();
    for (let i = 1; i <= 1000; i++) {
      const seq = (i * 4_294_967) | 0;
      tell(t, { type: 3, code: i & 15, rest: 600, seq: seq === 1 ? 5000 : seq, len: 1460 });
    }
    expect(c.softError).toBe(null);
    expect(c.snd.mss).toBe(1460);
    expect(t.host.pathMtus.size).toBe(0);
    expect(t.out()).toEqual([]);
    expect(t.host.counters.icmpErrorsIn).toBe(1000);
  });

  it('that comes in a flood and is right about the numbers costs one retransmission a plateau', () => {
    const { t, s } = bring('ESTABLISHED', { profile: linux });
    t.do(() => s.write(new Uint8Array(14_600)));
    t.out();
    for (let i = 0; i < 1000; i++) tell(t, { type: 3, code: 4, rest: 0, seq: 1, len: 1460 });
    expect(t.host.tcp.counters.pathMtuReductions).toBe(1); // what it quotes is no longer in flight
    for (let mtu = 1491; mtu > 0; mtu--)
      tell(t, { type: 3, code: 4, rest: mtu, seq: 1, len: mtu - 39 });
    expect(s.connection.pathMtu).toBe(552);
    expect(s.connection.snd.mss).toBe(512);
  });
});
