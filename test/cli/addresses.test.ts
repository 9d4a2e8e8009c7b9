import { describe, expect, it } from 'vitest';
import { kernelSide, parseAddresses, readIpAddress, refuseTaken } from '../../src/cli/addresses.ts';
import { Failure, UsageError } from '../../src/cli/usage.ts';
import { Prefix } from '../../src/wire/address.ts';

describe("the kernel's side gets the prefix's first other address", () => {
  const sides: readonly (readonly [stack: string, kernel: string])[] = [
    ['10.9.0.2/24', '10.9.0.1/24'],
    ['10.9.0.1/24', '10.9.0.2/24'],
    ['10.9.0.77/24', '10.9.0.1/24'],
    ['192.168.7.9/30', '192.168.7.10/30'],
    ['10.0.0.0/31', '10.0.0.1/31'],
    ['10.0.0.1/31', '10.0.0.0/31'],
    ['fd00:9::2/64', 'fd00:9::1/64'],
    ['fd00:9::1/64', 'fd00:9::2/64'],
    ['fd00:9::/127', 'fd00:9::1/127'],
  ];
  for (const [stack, kernel] of sides) {
    it(`${stack}: ${kernel}`, () => {
      expect(String(kernelSide(Prefix.parse(stack)))).toBe(kernel);
    });
  }
});

describe('addresses that a stack cannot have are refused', () => {
  const bad: readonly (readonly [text: string, why: RegExp])[] = [
    ['10.9.0.2', /Write it as 10\.9\.0\.2\/24/],
    ['10.9.0.2/33', /0 to 32/],
    ['ten/24', /not an IP address/],
    ['10.9.0.0/24', /the network itself.*Try 10\.9\.0\.2\/24/],
    ['10.9.0.255/24', /broadcast address/],
    ['10.9.0.2/32', /Use \/24/],
    ['fd00::2/128', /Use \/64/],
    ['127.0.0.2/8', /cannot have/],
    ['224.0.0.1/24', /cannot have/],
    ['fe80::1/64', /cannot have/],
    ['0.0.0.0/8', /cannot have/],
  ];
  for (const [text, why] of bad) {
    it(text, () => {
      expect(() => parseAddresses([text])).toThrow(UsageError);
      expect(() => parseAddresses([text])).toThrow(why);
    });
  }

  it('two of one family', () => {
    expect(() => parseAddresses(['10.9.0.2/24', '10.8.0.2/24'])).toThrow(/one IPv4 address/);
    expect(parseAddresses(['10.9.0.2/24', 'fd00:9::2/64'])).toHaveLength(2);
  });
});

describe('what the kernel has already is refused, and why is said', () => {
  const kernel = [
    { device: 'eth0', prefix: Prefix.parse('192.168.1.5/24') },
    { device: 'eth0', prefix: Prefix.parse('fd12::5/64') },
    { device: 'wg0', prefix: Prefix.parse('10.200.3.1/32') },
  ];
  const refused: readonly (readonly [stack: string, why: RegExp])[] = [
    ['192.168.1.5/24', /192\.168\.1\.5 already belongs to the kernel, on eth0/],
    ['fd12::5/64', /belongs to the kernel, on eth0/],
    ['192.168.1.9/24', /overlaps 192\.168\.1\.5\/24, which the kernel has on eth0/],
    ['192.168.0.2/16', /overlaps/],
    ['192.168.1.130/30', /overlaps/],
    ['10.200.3.2/24', /overlaps 10\.200\.3\.1\/32.*wg0/],
  ];
  for (const [stack, why] of refused) {
    it(stack, () => {
      expect(() => refuseTaken([Prefix.parse(stack)], kernel)).toThrow(Failure);
      expect(() => refuseTaken([Prefix.parse(stack)], kernel)).toThrow(why);
    });
  }

  it('advises a prefix that the kernel does not have', () => {
    const taken = ['10.9.0.1/24', '10.10.7.1/16', 'fd00:9::1/64'].map((text) => {
      return { device: 'syn0', prefix: Prefix.parse(text) };
    });
    const hint = (wanted: string): string => {
      try {
        refuseTaken([Prefix.parse(wanted)], taken);
      } catch (error) {
        return (error as Failure).hint;
      }
      return '';
    };
    expect(hint('10.9.0.2/24')).toContain('such as 10.11.0.2/24.');
    expect(hint('10.9.0.1/24')).toContain('such as 10.11.0.2/24.');
    expect(hint('fd00:9::2/64')).toContain('such as fd00:10::2/64.');
  });

  it("but not the prefix of the device's own kernel side", () => {
    refuseTaken([Prefix.parse('192.168.1.9/24')], kernel, 'eth0');
    expect(() => refuseTaken([Prefix.parse('192.168.1.5/24')], kernel, 'eth0')).toThrow(/belongs/);
  });

  it('and a prefix nobody has is taken', () => {
    refuseTaken([Prefix.parse('10.9.0.2/24'), Prefix.parse('fd00:9::2/64')], kernel);
  });
});

it('reads what the program ip prints, devices without a carrier among it', () => {
  const docker = {
    ifname: 'docker0',
    flags: ['NO-CARRIER', 'BROADCAST', 'MULTICAST', 'UP'],
    addr_info: [{ family: 'inet', local: '172.17.0.1', prefixlen: 16, scope: 'global' }],
  };
  const found = readIpAddress(JSON.stringify([{ ifname: 'eth0', addr_info: [] }, docker]));
  expect(found.map(({ device, prefix }) => `${device} ${prefix}`)).toEqual([
    'docker0 172.17.0.1/16',
  ]);
});
