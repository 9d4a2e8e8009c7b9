import { describe, expect, it } from 'vitest';
import { Clock } from '../../src/base/clock.ts';
import { PacketPool } from '../../src/base/packet.ts';
import { SeededRandom } from '../../src/base/random.ts';
import { Cable } from '../../src/link/cable.ts';
import { Host } from '../../src/net/host.ts';
import { Address, Prefix } from '../../src/wire/address.ts';

function setUp() {
  const clock = new Clock();
  const host = new Host({ clock, random: new SeededRandom(1) });
  const attach = (name: string, mtu: number, ...prefixes: string[]) =>
    host.attach(
      new Cable(clock, new PacketPool(), { mtu }).a,
      prefixes.map((p) => Prefix.parse(p)),
      { name },
    );
  /** The interface, source and MTU of the way to `remote`. */
  const way = (remote: string, source: string | null = null): string | null => {
    const route = host.routeTo(
      Address.parse(remote),
      source === null ? null : Address.parse(source),
    );
    return route === null ? null : `${route.via.name} ${route.source} ${route.mtu}`;
  };
  return { host, attach, way };
}

describe('routes', () => {
  it('are shared by all that go the same way from the same address', () => {
    const { host, attach } = setUp();
    const i = attach('a', 1500, '10.0.0.1/24', '10.0.1.1/24');
    const to = (remote: string) => host.routeTo(Address.parse(remote), null);
    expect(to('10.0.0.9')).toBe(to('10.0.0.8'));
    expect(to('10.0.1.9')).not.toBe(to('10.0.0.8'));
    expect(to('127.0.0.1')).toBe(to('127.0.0.1'));
    const own = Address.parse('10.0.0.1');
    expect(i.routeFrom(own, true)).toBe(i.routeFrom(own, true));
    expect(i.routeFrom(own, true)).not.toBe(i.routeFrom(own, false));
  });

  it('from an address of another interface are not kept', () => {
    const { host, attach } = setUp();
    attach('a', 1500, '10.0.0.1/24');
    attach('b', 1500, '10.0.1.1/24');
    const weak = () => host.routeTo(Address.parse('10.0.1.9'), Address.parse('10.0.0.1'));
    expect(weak()).not.toBe(weak());
    expect(weak()?.via.name).toBe('b');
  });

  it('may know more of the way than the link does, and be taken back', () => {
    const { host, attach, way } = setUp();
    const a = attach('a', 1500, '10.0.0.1/24');
    const peer = Prefix.parse('192.0.2.1/32');
    host.addRoute(Prefix.parse('0.0.0.0/0'), a);
    host.addRoute(peer, a, { mtu: 640, advMss: 600 });
    const route = host.routeTo(peer.address, null);
    expect(way('192.0.2.1')).toBe('a 10.0.0.1 640');
    expect(route?.advMss).toBe(600);
    expect(host.routeTo(peer.address, null)).toBe(route);
    expect(way('192.0.2.2')).toBe('a 10.0.0.1 1500');
    host.removeRoute(peer, a);
    expect(way('192.0.2.1')).toBe('a 10.0.0.1 1500');
    host.addRoute(peer, a, { mtu: 9000 });
    expect(way('192.0.2.1')).toBe('a 10.0.0.1 1500');
  });

  it('follow the longest prefix that contains the destination', () => {
    const { host, attach, way } = setUp();
    const a = attach('a', 1500, '10.0.0.1/24', 'fd00::1/64');
    const b = attach('b', 1400, '10.0.1.1/24');
    host.addRoute(Prefix.parse('0.0.0.0/0'), a);
    host.addRoute(Prefix.parse('192.168.0.0/16'), b);
    host.addRoute(Prefix.parse('192.168.7.0/24'), a);
    expect(way('10.0.0.9')).toBe('a 10.0.0.1 1500');
    expect(way('10.0.1.9')).toBe('b 10.0.1.1 1400');
    expect(way('192.168.1.1')).toBe('b 10.0.1.1 1400');
    expect(way('192.168.7.1')).toBe('a 10.0.0.1 1500');
    expect(way('8.8.8.8')).toBe('a 10.0.0.1 1500');
    expect(way('fd00::9')).toBe('a fd00::1 1500');
    expect(way('fd01::9')).toBeNull();
  });

  it('of the same length are tried in the order in which they were added', () => {
    const { host, attach, way } = setUp();
    const a = attach('a', 1500, '10.0.0.1/24');
    const b = attach('b', 1400, '10.0.1.1/24');
    host.addRoute(Prefix.parse('0.0.0.0/0'), b);
    host.addRoute(Prefix.parse('0.0.0.0/0'), a);
    expect(way('8.8.8.8')).toBe('b 10.0.1.1 1400');
    host.detach(b);
    expect(way('8.8.8.8')).toBe('a 10.0.0.1 1500');
  });

  it('lead to our own addresses through the loopback interface', () => {
    const { attach, way } = setUp();
    attach('a', 1500, '10.0.0.1/24', 'fd00::1/64');
    expect(way('10.0.0.1')).toBe('lo 10.0.0.1 65535');
    expect(way('fd00::1')).toBe('lo fd00::1 65535');
    expect(way('127.0.0.1')).toBe('lo 127.0.0.1 65535');
    expect(way('127.1.2.3')).toBe('lo 127.0.0.1 65535');
    expect(way('::1')).toBe('lo ::1 65535');
    expect(way('127.0.0.1', '10.0.0.1')).toBe('lo 10.0.0.1 65535');
  });

  it('start at the address asked for, if it is ours and goes with the destination', () => {
    const { attach, way } = setUp();
    attach('a', 1500, '10.0.0.1/24', '10.0.0.3/24', 'fd00::1/64');
    expect(way('10.0.0.9', '10.0.0.3')).toBe('a 10.0.0.3 1500');
    expect(way('10.0.0.9', '10.0.0.4')).toBeNull();
    expect(way('10.0.0.9', 'fd00::1')).toBeNull();
    expect(way('10.0.0.9', '127.0.0.1')).toBeNull();
  });

  it('start at the address of the same scope and network [RFC 6724 5]', () => {
    const { host, attach, way } = setUp();
    const a = attach('a', 1500, 'fe80::1/64', 'fd00:1::1/64', 'fd00:2::1/64');
    host.addRoute(Prefix.parse('::/0'), a);
    expect(way('fe80::9')).toBe('a fe80::1 1500');
    expect(way('fd00:1::9')).toBe('a fd00:1::1 1500');
    expect(way('fd00:2::9')).toBe('a fd00:2::1 1500');
    expect(way('fd00:2:3::9')).toBe('a fd00:2::1 1500');
    expect(way('2001:db8::1')).toBe('a fd00:1::1 1500');
  });

  it('tell links with link-local addresses apart by the source', () => {
    const { attach, way } = setUp();
    attach('a', 1500, 'fe80::1/64');
    attach('b', 1400, 'fe80::2/64');
    expect(way('fe80::9', 'fe80::2')).toBe('b fe80::2 1400');
    expect(way('fe80::9', 'fe80::1')).toBe('a fe80::1 1500');
  });

  it('lead nowhere for addresses that are no host', () => {
    const { host, attach, way } = setUp();
    const a = attach('a', 1500, '10.0.0.1/24', 'fd00::1/64');
    host.addRoute(Prefix.parse('0.0.0.0/0'), a);
    host.addRoute(Prefix.parse('::/0'), a);
    for (const remote of [
      '0.0.0.0',
      '::',
      '255.255.255.255',
      '224.0.0.1',
      'ff02::1',
      '10.0.0.255',
    ]) {
      expect(way(remote)).toBeNull();
    }
  });

  it('go with the interface that is detached', () => {
    const { host, attach, way } = setUp();
    const a = attach('a', 1500, '10.0.0.1/24');
    host.addRoute(Prefix.parse('0.0.0.0/0'), a);
    host.detach(a);
    expect(way('10.0.0.9')).toBeNull();
    expect(way('8.8.8.8')).toBeNull();
    expect(way('10.0.0.1')).toBeNull();
    expect(host.interfaces.map((i) => i.name)).toEqual(['lo']);
    expect(() => host.detach(a)).toThrow("'a' is not attached to this host");
    expect(() => host.addRoute(Prefix.parse('::/0'), a)).toThrow(RangeError);
    expect(() => host.detach(host.loopback)).toThrow('cannot be detached');
    attach('a', 1500, '10.0.0.1/24');
    expect(way('10.0.0.9')).toBe('a 10.0.0.1 1500');
  });

  it.each([
    ['0.0.0.0/8', 'is not the address of a host'],
    ['224.0.0.1/4', 'is not the address of a host'],
    ['ff02::1/16', 'is not the address of a host'],
    ['127.0.0.2/8', 'belongs to the loopback interface'],
    ['10.1.0.0/24', 'is the address of the network; its first host is 10.1.0.1'],
    ['10.1.0.255/24', 'is the broadcast address of its network'],
    ['10.0.0.1/24', 'is an address of this host already'],
  ])('refuse the host address %s', (prefix, message) => {
    const { attach } = setUp();
    attach('a', 1500, '10.0.0.1/24');
    expect(() => attach('b', 1500, prefix)).toThrow(message);
    expect(() => attach('b', 1500, prefix)).toThrow(RangeError);
  });

  it('allow the two addresses of a /31 and the one of a /32 [RFC 3021]', () => {
    const { attach, way } = setUp();
    attach('a', 1500, '10.1.0.0/31');
    attach('b', 1500, '10.2.0.1/32');
    expect(way('10.1.0.1')).toBe('a 10.1.0.0 1500');
  });

  it('refuse one link twice, and one address twice on a link', () => {
    const { host, attach } = setUp();
    const a = attach('a', 1500, '10.0.0.1/24');
    expect(() => host.attach(a.link, [])).toThrow('attached already');
    expect(() => attach('b', 1500, '10.1.0.1/24', '10.1.0.1/25')).toThrow('already');
  });
});
