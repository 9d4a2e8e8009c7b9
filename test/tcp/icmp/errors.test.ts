import { describe, expect, it } from 'vitest';
import { freebsd, linux, rfc } from '../../../src/tcp/profiles/index.ts';
import { Drill } from '../../support/drill.ts';
import { bring, SYNCHRONIZED } from '../../support/states.ts';
import { drops, type Told, tell } from './quoting.ts';

const UNREACHABLE = 3;
const EXCEEDED = 11;
const PARAMETER = 12;
const PORT: Told = { type: UNREACHABLE, code: 3 };
const HOST: Told = { type: UNREACHABLE, code: 1 };

function opening(o: ConstructorParameters<typeof Drill>[0] = {}) {
  const t = new Drill(o);
  const s = t.connect();
  t.out();
  return { t, s, c: s.connection };
}

describe('an ICMP error that quotes our SYN [MUST-54]', () => {
  it.each([
    { profile: rfc, code: 2, what: 'protocol unreachable', error: 'ECONNREFUSED' },
    { profile: rfc, code: 3, what: 'port unreachable', error: 'ECONNREFUSED' },
    { profile: rfc, code: 9, what: 'network prohibited', error: 'ENETUNREACH' },
    { profile: rfc, code: 10, what: 'host prohibited', error: 'EHOSTUNREACH' },
    { profile: rfc, code: 13, what: 'filtered', error: 'EHOSTUNREACH' },
    { profile: linux, code: 0, what: 'net unreachable', error: 'ENETUNREACH' },
    { profile: linux, code: 1, what: 'host unreachable', error: 'EHOSTUNREACH' },
    { profile: linux, code: 2, what: 'protocol unreachable', error: 'ENOPROTOOPT' },
    { profile: linux, code: 3, what: 'port unreachable', error: 'ECONNREFUSED' },
    { profile: linux, code: 5, what: 'source route failed', error: 'EOPNOTSUPP' },
    { profile: linux, code: 6, what: 'network unknown', error: 'ENETUNREACH' },
    { profile: linux, code: 7, what: 'host unknown', error: 'EHOSTDOWN' },
    { profile: linux, code: 8, what: 'host isolated', error: 'ENONET' },
    { profile: linux, code: 13, what: 'filtered', error: 'EHOSTUNREACH' },
    { profile: freebsd, code: 2, what: 'protocol unreachable', error: 'ECONNREFUSED' },
    { profile: freebsd, code: 3, what: 'port unreachable', error: 'ECONNREFUSED' },
    { profile: freebsd, code: 9, what: 'network prohibited', error: 'ECONNREFUSED' },
    { profile: freebsd, code: 10, what: 'host prohibited', error: 'ECONNREFUSED' },
    { profile: freebsd, code: 13, what: 'filtered', error: 'ECONNREFUSED' },
  ])(
    'ends the attempt with $error when it is hard: $what, $profile.name [SHLD-26]',
    ({ profile, code, error }) => {
      const { t } = opening({ profile });
      tell(t, { type: UNREACHABLE, code });
      expect(t.events).toEqual([`close ${error}`]);
      expect(t.states()).toEqual([]);
      expect(t.host.tcp.counters).toMatchObject({ icmpAborts: 1, failedOpens: 1 });
    },
  );

  it.each([
    { profile: rfc, type: 1, code: 1, error: 'EHOSTUNREACH' },
    { profile: rfc, type: 1, code: 4, error: 'ECONNREFUSED' },
    { profile: rfc, type: 4, code: 1, error: 'ECONNREFUSED' },
    { profile: linux, type: 1, code: 0, error: 'ENETUNREACH' },
    { profile: linux, type: 1, code: 1, error: 'EACCES' },
    { profile: linux, type: 1, code: 3, error: 'EHOSTUNREACH' },
    { profile: linux, type: 1, code: 4, error: 'ECONNREFUSED' },
    { profile: linux, type: 1, code: 6, error: 'EACCES' },
    { profile: linux, type: 3, code: 0, error: 'EHOSTUNREACH' },
    { profile: linux, type: 4, code: 1, error: 'EPROTO' },
    { profile: freebsd, type: 1, code: 1, error: 'ECONNREFUSED' },
    { profile: freebsd, type: 1, code: 4, error: 'ECONNREFUSED' },
    { profile: freebsd, type: 4, code: 1, error: 'ECONNREFUSED' },
    { profile: freebsd, type: 3, code: 0, error: 'EHOSTUNREACH' },
  ])(
    'ends it with $error over IPv6: type $type, code $code, $profile.name',
    ({ profile, type, code, error }) => {
      const { t } = opening({ profile, ipv6: true });
      tell(t, { type, code });
      expect(t.events).toEqual([`close ${error}`]);
    },
  );

  it.each([
    { profile: rfc, type: UNREACHABLE, code: 0, error: 'ENETUNREACH' },
    { profile: rfc, type: UNREACHABLE, code: 1, error: 'EHOSTUNREACH' },
    { profile: rfc, type: UNREACHABLE, code: 5, error: 'EHOSTUNREACH' },
    { profile: rfc, type: EXCEEDED, code: 0, error: 'EHOSTUNREACH' },
    { profile: rfc, type: EXCEEDED, code: 1, error: 'EHOSTUNREACH' },
    { profile: rfc, type: PARAMETER, code: 0, error: 'EPROTO' },
    { profile: freebsd, type: UNREACHABLE, code: 1, error: 'EHOSTUNREACH' },
  ])(
    'leaves it going when it is soft, and is what it fails with: $type, $code, $profile.name [MUST-56]',
    ({ profile, type, code, error }) => {
      const { t, c } = opening({ profile });
      tell(t, { type, code });
      expect(t.events).toEqual([]);
      expect(t.states()).toEqual(['SYN-SENT']);
      expect(c.softError).toBe(error);
      expect(t.waitAndSee(2000)[0]).toMatch(/^1000 S 0:0\(0\)/);
      t.wait(400_000);
      expect(t.events).toEqual([`close ${error}`]);
    },
  );

  it('is forgotten once the peer answers', () => {
    const { t, c } = opening();
    tell(t, HOST);
    t.in('S.', 0, 0, 1, { mss: 1460 });
    expect(t.states()).toEqual(['ESTABLISHED']);
    expect(c.softError).toBe(null);
  });

  it('ends a FreeBSD attempt at the second soft one after four retransmissions', () => {
    const { t } = opening({ profile: freebsd });
    t.wait(16_000);
    tell(t, HOST);
    expect(t.states()).toEqual(['SYN-SENT']);
    tell(t, HOST);
    expect(t.events).toEqual(['close EHOSTUNREACH']);
  });

  it.each([1, -1, 1000])('counts only if it quotes ISS, not ISS + %i [RFC 5927 4.1]', (seq) => {
    const { t } = opening({ profile: linux });
    tell(t, { ...PORT, seq });
    expect(t.events).toEqual([]);
    expect(t.states()).toEqual(['SYN-SENT']);
    expect(drops(t, 'icmp-not-in-flight')).toBe(1);
  });

  it('counts though it quotes no more than the ports and the sequence number [RFC 792]', () => {
    const { t } = opening({ profile: linux });
    tell(t, { ...PORT, keep: 28 });
    expect(t.events).toEqual(['close ECONNREFUSED']);
    const six = opening({ profile: linux, ipv6: true });
    tell(six.t, { type: 1, code: 4, keep: 48 });
    expect(six.t.events).toEqual(['close ECONNREFUSED']);
  });

  it('ends a simultaneous open, but not a passive one', () => {
    const active = bring('SYN-RECEIVED', { profile: linux });
    tell(active.t, PORT);
    expect(active.t.events).toEqual(['close ECONNREFUSED']);
    const t = new Drill({ profile: linux });
    t.listen();
    t.in('S', 0, 0, 0, { mss: 1460 });
    t.out();
    tell(t, PORT);
    expect(t.states()).toEqual(['SYN-RECEIVED']);
    expect(drops(t, 'icmp-ignored')).toBe(1);
  });
});

describe('an ICMP error in a synchronized state', () => {
  const all: readonly Told[] = [
    ...Array.from({ length: 16 }, (_, code) => ({ type: UNREACHABLE, code })).filter(
      ({ code }) => code !== 4,
    ),
    { type: EXCEEDED, code: 0 },
    { type: EXCEEDED, code: 1 },
    { type: PARAMETER },
  ];

  it.each(
    SYNCHRONIZED.filter((s) => s !== 'TIME-WAIT').flatMap((state) =>
      [rfc, linux, freebsd].map((profile) => ({ state, profile })),
    ),
  )(
    'never ends the connection, hard or soft: $state, $profile.name [MUST-56, RFC 5461 2.3]',
    ({ state, profile }) => {
      const { t, snd } = bring(state, { profile });
      for (const told of all) for (const seq of [snd - 1, snd]) tell(t, { ...told, seq });
      expect(t.states()).toEqual([state]);
      expect(t.events).toEqual([]);
      expect(t.out()).toEqual([]);
    },
  );

  it('is told to the user, who can turn that off [SHLD-25, SHLD-20, MUST-47]', () => {
    const { t, s, c } = bring('ESTABLISHED');
    s.onsofterror = (error) => t.events.push(`soft ${error}`);
    t.do(() => s.write(new Uint8Array(10)));
    tell(t, { ...HOST, seq: 1 });
    expect(t.events).toEqual(['soft EHOSTUNREACH']);
    s.onsofterror = null;
    tell(t, { type: UNREACHABLE, code: 0, seq: 1 });
    expect(t.events).toEqual(['soft EHOSTUNREACH']);
    expect(c.softError).toBe('ENETUNREACH');
    expect(t.host.tcp.counters.softErrors).toBe(2);
    t.in('.', 1, 0, 11);
    expect(c.softError).toBe(null);
  });

  it('is what the connection fails with when nothing is acknowledged any more', () => {
    const { t, s } = bring('ESTABLISHED');
    t.do(() => s.write(new Uint8Array(10)));
    tell(t, { ...HOST, seq: 1 });
    t.wait(200_000);
    expect(t.events).toEqual(['close EHOSTUNREACH']);
  });

  it.each([0, 12, 1_000_000, -1_000_000])(
    'is ignored and counted outside SND.UNA and SND.NXT: %i [RFC 5927 4.1]',
    (seq) => {
      const { t, s, c } = bring('ESTABLISHED');
      t.do(() => s.write(new Uint8Array(10)));
      tell(t, { ...HOST, seq });
      expect(c.softError).toBe(null);
      expect(drops(t, 'icmp-not-in-flight')).toBe(1);
      tell(t, { ...HOST, seq: 11 });
      expect(c.softError).toBe('EHOSTUNREACH');
    },
  );

  it('reaches nobody when it quotes another connection, or one in TIME-WAIT', () => {
    const { t, c } = bring('ESTABLISHED');
    tell(t, { ...HOST, seq: 1, sport: 5001 });
    tell(t, { ...HOST, seq: 1, dport: 1 });
    expect(c.softError).toBe(null);
    expect(drops(t, 'icmp-stray')).toBe(2);
    const waiting = bring('TIME-WAIT');
    tell(waiting.t, { ...PORT, seq: 2 });
    expect(waiting.t.states()).toEqual(['TIME-WAIT']);
  });
});

describe('source quench', () => {
  it('is dropped in silence [MUST-55]', () => {
    const { t, s, c } = bring('ESTABLISHED');
    t.do(() => s.write(new Uint8Array(10)));
    t.out();
    const { cwnd } = c.congestion;
    tell(t, { type: 4, seq: 1 });
    expect(c.congestion.cwnd).toBe(cwnd);
    expect(c.softError).toBe(null);
    expect(t.out()).toEqual([]);
    expect(t.host.counters.sourceQuenchesIn).toBe(1);
  });
});
