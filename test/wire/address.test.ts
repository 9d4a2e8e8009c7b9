import { isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Address, Prefix } from '../../src/wire/address.ts';

const word = fc.oneof(
  fc.constantFrom(0, 1, -1, 0xffff),
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
);
const address = fc.record({
  version: fc.constantFrom(4 as const, 6 as const),
  w: fc.tuple(word, word, word, word),
});

function make({ version, w }: { version: 4 | 6; w: [number, number, number, number] }): Address {
  if (version === 4) return Address.v4(w[3]);
  const a = new Address();
  [a.version, a.w0, a.w1, a.w2, a.w3] = [6, ...w];
  return a;
}

describe('Address', () => {
  it('written as text and read again is the same address', () => {
    fc.assert(
      fc.property(address, (parts) => {
        const a = make(parts);
        const text = a.toString();
        expect(a.version === 4 ? isIPv4(text) : isIPv6(text)).toBe(true);
        expect(Address.parse(text).equals(a)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('written to octets and read again is the same address', () => {
    const view = new DataView(new ArrayBuffer(20));
    fc.assert(
      fc.property(address, fc.nat(4), (parts, at) => {
        const a = make(parts);
        expect(a.writeTo(view, at)).toBe(a.version === 4 ? 4 : 16);
        const old = Address.parse('ff02::1:2:3'); // nothing of it may stay
        expect(old.readFrom(view, at, a.version).equals(a)).toBe(true);
      }),
    );
  });

  it.each([
    ['0:0:0:0:0:0:0:0', '::'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['1::', '1::'],
    ['2001:0DB8::00Ab', '2001:db8::ab'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'], // one group of zeros stays
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'], // the longest run
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'], // the first of two
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
    ['::ffff:192.0.2.1', '::ffff:192.0.2.1'],
    ['::ffff:c000:201', '::ffff:192.0.2.1'],
    ['::192.0.2.1', '::c000:201'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
    ['255.255.255.255', '255.255.255.255'],
    ['0.0.0.0', '0.0.0.0'],
  ])('reads %s and writes %s, as RFC 5952 has it', (text, canonical) => {
    expect(Address.parse(text).toString()).toBe(canonical);
  });

  it.each([
    '',
    '1',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.256',
    '01.2.3.4',
    '1.2.3.00',
    '1.2.3.',
    ' 1.2.3.4',
    '1.2.3.4 ',
    '+1.2.3.4',
    '1.2.3.4/8',
    '0x1.2.3.4',
    ':',
    ':::',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1::2::3',
    '1:2:3:4:5:6:7:8::',
    '::1:2:3:4:5:6:7:8',
    '12345::',
    'g::',
    '1:',
    ':1',
    'fe80::1%eth0',
    '::1.2.3',
    '1.2.3.4::',
    '::1.2.3.4:5',
    '1:2:3:4:5:6:7:1.2.3.4',
    '::01.2.3.4',
    '[::1]',
    '1:2:3:4:5:6:7:',
  ])('does not take %j for an address', (text) => {
    expect(Address.tryParse(text)).toBe(null);
    expect(() => Address.parse(text)).toThrow(RangeError);
  });

  it('takes no text that Node does not take, and gives up only zone identifiers', () => {
    const pieces = fc.constantFrom(
      '0',
      '1',
      'ab',
      'ffff',
      '255',
      '256',
      '.',
      ':',
      '::',
      '1.2.3.4',
      '01',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        const version = Address.tryParse(text)?.version ?? 0;
        expect(version, text).toBe(isIPv4(text) ? 4 : isIPv6(text) ? 6 : 0);
      }),
      { numRuns: 3000 },
    );
  });

  it('says what is wrong with a text it refuses', () => {
    expect(() => Address.parse('fe80::1%eth0')).toThrow('zone');
    expect(() => Address.parse('10.0.0.01')).toThrow('zeros');
    expect(() => Address.parse('10.0.0.1/8')).toThrow('prefix');
    expect(() => Address.parse('example.org')).toThrow("not an IP address: 'example.org'");
  });

  it.each([
    ['isUnspecified', ['0.0.0.0', '::'], ['0.0.0.1', '::1']],
    [
      'isLoopback',
      ['127.0.0.1', '127.255.255.255', '::1'],
      ['128.0.0.1', '0.0.0.1', '1::1', '::2'],
    ],
    [
      'isMulticast',
      ['224.0.0.1', '239.255.255.255', 'ff02::1'],
      ['223.9.9.9', '240.0.0.1', 'fe00::1'],
    ],
    ['isLinkLocal', ['169.254.3.4', 'fe80::1', 'febf::1'], ['169.253.0.1', 'fec0::1', 'fe7f::1']],
    ['isLimitedBroadcast', ['255.255.255.255'], ['255.255.255.254', '::ffff:ffff']],
  ] as const)('%s holds for %j and not for %j', (property, yes, no) => {
    for (const text of yes) expect(Address.parse(text)[property], text).toBe(true);
    for (const text of no) expect(Address.parse(text)[property], text).toBe(false);
  });

  it('is not equal to the address of the other version with the same words', () => {
    expect(Address.parse('0.0.0.1').equals(Address.parse('::1'))).toBe(false);
  });

  it('copied is a separate object', () => {
    const a = Address.parse('fd00::1');
    const b = a.clone();
    a.copyFrom(Address.parse('10.0.0.1'));
    expect([a.toString(), b.toString()]).toEqual(['10.0.0.1', 'fd00::1']);
  });
});

describe('Prefix', () => {
  it('keeps the address it was written with', () => {
    for (const text of ['10.9.0.2/24', 'fd00:9::2/64', '0.0.0.0/0', '::1/128']) {
      expect(Prefix.parse(text).toString()).toBe(text);
    }
  });

  it.each([
    '10.0.0.1',
    '10.0.0.1/',
    '10.0.0.1/33',
    '::/129',
    '::/-1',
    '10.0.0.1/8/9',
    '10.0.0.1/08',
    '10.0.0/8',
  ])('does not take %j for an address and a length', (text) => {
    expect(() => Prefix.parse(text)).toThrow(RangeError);
  });

  it('contains the addresses that share its first bits, and no others', () => {
    fc.assert(
      fc.property(address, fc.nat(128), fc.nat(127), (parts, bits, flip) => {
        const a = make(parts);
        const width = a.version === 4 ? 32 : 128;
        const length = bits % (width + 1);
        const bit = flip % width;
        const b = a.clone();
        const name = a.version === 4 ? 'w3' : (['w0', 'w1', 'w2', 'w3'] as const)[bit >> 5];
        b[name as 'w0'] ^= 0x8000_0000 >>> (bit & 31);
        const prefix = new Prefix(a, length);
        expect(prefix.contains(a)).toBe(true);
        expect(prefix.contains(b)).toBe(bit >= length);
        expect(prefix.network().equals(new Prefix(b, length).network())).toBe(bit >= length);
      }),
      { numRuns: 1000 },
    );
  });

  it('does not contain addresses of the other version', () => {
    expect(Prefix.parse('0.0.0.0/0').contains(Address.parse('::'))).toBe(false);
    expect(Prefix.parse('::/0').contains(Address.parse('0.0.0.0'))).toBe(false);
  });

  it('knows its network, its broadcast address and its hosts', () => {
    const p = Prefix.parse('10.9.1.2/23');
    expect(p.network().toString()).toBe('10.9.0.0');
    expect(p.broadcast()?.toString()).toBe('10.9.1.255');
    expect(p.host(257).toString()).toBe('10.9.1.1');
    expect(() => p.host(512)).toThrow(RangeError);
    expect(() => p.host(-1)).toThrow(RangeError);
    expect(Prefix.parse('255.255.255.0/24').host(255).toString()).toBe('255.255.255.255');
    expect(() => Prefix.parse('255.255.255.0/24').host(256)).toThrow(RangeError);
    expect(
      Prefix.parse('0.0.0.0/0')
        .host(2 ** 32 - 1)
        .toString(),
    ).toBe('255.255.255.255');
    expect(() => Prefix.parse('0.0.0.0/0').host(2 ** 32)).toThrow(RangeError);
  });

  it('carries when it counts IPv6 hosts', () => {
    expect(Prefix.parse('fd00:9::2/64').host(3).toString()).toBe('fd00:9::3');
    expect(
      Prefix.parse('fd00::/64')
        .host(2 ** 32 + 5)
        .toString(),
    ).toBe('fd00::1:0:5');
    expect(() => Prefix.parse('fd00::/120').host(256)).toThrow(RangeError);
    expect(() => Prefix.parse('fd00::ffff:ffff:0:0/96').host(2 ** 32)).toThrow(RangeError);
  });

  it('has no broadcast address with IPv6, nor when it is too small for one', () => {
    expect(Prefix.parse('10.0.0.0/30').broadcast()?.toString()).toBe('10.0.0.3');
    for (const text of ['10.0.0.0/31', '10.0.0.0/32', 'fd00::/64']) {
      expect(Prefix.parse(text).broadcast(), text).toBe(null);
    }
  });
});
