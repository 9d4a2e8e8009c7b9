import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checksumSteps } from '../../src/inspect/checksum.ts';
import { dissect, fieldsAt } from '../../src/inspect/dissect.ts';
import type { Dissection } from '../../src/inspect/field.ts';
import { differences, flipped, fromHex } from '../../src/inspect/octets.ts';
import { Address } from '../../src/wire/address.ts';
import { finish, pseudo, sum } from '../../src/wire/checksum.ts';
import { unowned } from './owners.ts';

/** A SYN with MSS, SACK permitted, timestamps, NOP and window scale, as Linux sends it. */
const SYN = fromHex(
  '4500003c1c46400040060a2c0a0000010a0000029c400050000000640000000' +
    '0a002fffff4a20000020405b40402080a000000010000000001030307',
);

const value = (d: Dissection, id: string): string | undefined =>
  d.fields.find((f) => f.id === id)?.value;

/** IPv6, hop-by-hop options, then a TCP segment with an odd number of octets of text. */
function ipv6(): Uint8Array {
  const address = (last: string) => `20010db8${'0'.repeat(22)}${last}`;
  const tcp = '9c400050000000650000012d5018ffff00000000' + '616263';
  const head = `60000000001f0040${address('01')}${address('02')}`;
  return fromHex(`${head}0600010400000000${tcp}`);
}

describe('taking a packet apart', () => {
  it('finds the SYN bit in octet 13 of the TCP header [RFC 9293 section 3.1]', () => {
    const d = dissect(SYN);
    const flags = fieldsAt(d, (d.tcp?.from ?? 0) + 13);
    expect(flags.map((f) => f.id)).toEqual(
      ['cwr', 'ece', 'urg', 'ack', 'psh', 'rst', 'syn', 'fin'].map((n) => `flag-${n}`),
    );
    expect(flags.filter((f) => f.raw === 1).map((f) => f.id)).toEqual(['flag-syn']);
    expect(flags.map((f) => f.bits)).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((bit) => [bit, 1]));
  });

  it('shows values in hexadecimal and decimal', () => {
    const d = dissect(SYN);
    expect(value(d, 'tcp-dport')).toBe('0x0050 = 80');
    expect(value(d, 'tcp-offset')).toBe('1010 = 10');
    expect(value(d, 'ip-src')).toBe('10.0.0.1');
    expect(value(d, 'opt1-mss-value')).toBe('0x05b4 = 1460');
  });

  it('gives each part of each option its field', () => {
    const ids = dissect(SYN)
      .fields.filter((f) => f.layer === 'options')
      .map((f) => f.id);
    expect(ids).toEqual([
      ...['opt1-mss-kind', 'opt1-mss-length', 'opt1-mss-value', 'opt2-sack-ok-kind'],
      ...['opt2-sack-ok-length', 'opt3-ts-kind', 'opt3-ts-length', 'opt3-ts-value', 'opt3-ts-echo'],
      ...['opt4-nop', 'opt5-wscale-kind', 'opt5-wscale-length', 'opt5-wscale-value'],
    ]);
  });

  it('steps over the extension headers of IPv6', () => {
    const d = dissect(ipv6());
    expect(value(d, 'ip-src')).toBe('2001:db8::1');
    expect(value(d, 'ip-extension1')).toBe('0x0600010400000000');
    expect(value(d, 'payload')).toBe('0x616263');
    expect(unowned(ipv6(), d)).toEqual([]);
  });

  it.each([
    ['nothing', '', ''],
    ['a wrong version', `5${'0'.repeat(79)}`, 'neither 4 nor 6'],
    ['half a header', '4500002800', 'too short'],
    ['UDP', `4500001c000040004011${'0'.repeat(36)}`, 'not TCP'],
    ['a later fragment', `450000280000000140060000${'0'.repeat(56)}`, 'later fragment'],
    ['half a TCP header', `4500001e0000400040060000${'0'.repeat(36)}`, 'Fewer than 20'],
  ])('explains %s as what cannot be read', (_what, hex, why) => {
    const bytes = fromHex(hex);
    const d = dissect(bytes);
    expect(d.fields.find((f) => f.unreadable)?.means?.en ?? '').toContain(why);
    expect(unowned(bytes, d)).toEqual([]);
  });

  it('reads the flags although the data offset is wrong, and knows of no text then', () => {
    const d = dissect(flipped(SYN, 32, 0));
    expect(value(d, 'flag-syn')).toBe('1');
    expect(d.tcp).toEqual({ from: 20, text: SYN.length, to: SYN.length });
    expect(d.fields.at(-1)?.means?.en).toContain('data offset is wrong');
  });

  it('never throws, and leaves no bit without a field, whatever comes', () => {
    const damaged = fc
      .array(fc.tuple(fc.nat(SYN.length - 1), fc.nat(255)), { maxLength: 8 })
      .map((changes) => {
        const bytes = Uint8Array.from(SYN);
        for (const [at, octet] of changes) bytes[at] = octet;
        return bytes;
      });
    const cut = fc
      .tuple(fc.constantFrom(SYN, ipv6()), fc.nat(90))
      .map(([bytes, n]) => bytes.slice(0, n));
    const any = fc.oneof(fc.uint8Array({ maxLength: 90 }), damaged, cut);
    fc.assert(
      fc.property(any, (bytes) => {
        checksumSteps(bytes);
        const d = dissect(bytes);
        expect(unowned(bytes, d)).toEqual([]);
        expect(new Set(d.fields.map((f) => f.id)).size).toBe(d.fields.length);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a checksum step by step', () => {
  it.each([
    ['IPv4', SYN, 4],
    ['IPv6', ipv6(), 6],
  ] as const)('comes to what the engine computes, over %s', (_name, bytes, version) => {
    const steps = checksumSteps(bytes).tcp;
    const view = new DataView(bytes.buffer);
    const [at, size] = version === 4 ? [12, 4] : [8, 16];
    const src = new Address().readFrom(view, at, version);
    const dst = new Address().readFrom(view, at + size, version);
    const from = dissect(bytes).tcp?.from ?? 0;
    const copy = Uint8Array.from(bytes);
    copy.fill(0, from + 16, from + 18);
    const begin = pseudo(src, dst, 6, bytes.length - from);
    const expected = finish(sum(new DataView(copy.buffer), from, copy.length, begin));
    expect(steps?.result).toBe(expected);
    expect(steps?.words.at(-1)?.sum).toBe(steps?.sum);
    for (const fold of steps?.folds ?? []) expect(fold.carry + fold.low).toBe(fold.to);
    expect(steps?.folds.at(-1)?.to).toBe(steps?.folded);
  });

  it('fails for any one bit that is flipped in the TCP header or the addresses', () => {
    const { tcp } = checksumSteps(SYN);
    const good = Uint8Array.from(SYN);
    new DataView(good.buffer).setUint16(36, tcp?.result ?? 0);
    expect(checksumSteps(good).tcp?.ok).toBe(true);
    for (let at = 12; at < good.length; at++) {
      for (let bit = 0; bit < 8; bit++) {
        const bad = flipped(good, at, bit);
        expect(differences(good, bad)).toEqual([at]);
        expect(checksumSteps(bad).tcp?.ok).toBe(false);
      }
    }
  });
});
