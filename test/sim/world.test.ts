import { describe, expect, it } from 'vitest';
import { PacketPool } from '../../src/base/packet.ts';
import { PcapngWriter } from '../../src/capture/index.ts';
import { captureLink } from '../../src/observe/index.ts';
import { Digest, World, type WorldCableOptions, type WorldOptions } from '../../src/sim/index.ts';
import { TcpListener } from '../../src/socket/tcp-listener.ts';
import { TcpSocket } from '../../src/socket/tcp-socket.ts';
import { pseudo } from '../../src/wire/checksum.ts';
import { IpHeader, parseIp, TCP } from '../../src/wire/ip.ts';
import { parseTcp, Segment } from '../../src/wire/tcp.ts';
import { collector, readPackets } from '../capture/blocks.ts';

/** A client sends `octets` to a server that reads them; the world has run to its end. */
function transfer(octets: number, o: WorldOptions = {}, cable: WorldCableOptions = {}) {
  const digest = new Digest();
  const world = new World({ digest, ...o });
  const a = world.host('A');
  const b = world.host('B');
  world.cable(a, b, { delay: 10_000, ...cable });
  let read = 0;
  const into = new Uint8Array(65_536);
  TcpListener.listen(b, { port: 80 }, (s) => {
    s.onreadable = () => {
      for (let n = s.read(into); n > 0; n = s.read(into)) read += n;
    };
    s.onend = () => s.end();
  });
  const client = TcpSocket.connect(a, { address: '10.0.0.2', port: 80 });
  const data = new Uint8Array(octets).fill(42);
  let written = 0;
  const write = (): void => {
    written += client.write(data, written);
    if (written === octets) client.end();
  };
  client.onconnect = write;
  client.ondrain = write;
  const iss = client.connection.snd.iss;
  world.run();
  return { world, read, digest: digest.toString(), iss };
}

describe('a world', () => {
  it('gives hosts the addresses of their number, and cables networks of their own', () => {
    const world = new World();
    const [a, b, c] = [world.host('A'), world.host('B'), world.host('C')];
    const first = world.cable(a, b);
    const second = world.cable(a, c);
    expect(first.a.prefixes.map(String)).toEqual(['10.0.0.1/24', 'fd00::1/64']);
    expect(first.b.prefixes.map(String)).toEqual(['10.0.0.2/24', 'fd00::2/64']);
    expect(second.a.prefixes.map(String)).toEqual(['10.0.1.1/24', 'fd00:0:0:1::1/64']);
    expect(second.b.prefixes.map(String)).toEqual(['10.0.1.3/24', 'fd00:0:0:1::3/64']);
    expect(world.cables.map((x) => x.name)).toEqual(['A-B', 'A-C']);
  });

  it('refuses two hosts of one name, strangers, and a cable from a host to itself', () => {
    const world = new World();
    const a = world.host('A');
    expect(() => world.host('A')).toThrow('already');
    expect(() => world.cable(a, a)).toThrow(RangeError);
    expect(() => world.cable(a, new World().host('B'))).toThrow('make it with host()');
  });

  it('does what is scheduled at its time, in the order asked for at one instant', () => {
    const world = new World();
    const done: string[] = [];
    world.schedule(20, () => done.push(`c at ${world.now}`));
    world.schedule(10, () => {
      done.push(`a at ${world.now}`);
      world.schedule(10, () => done.push(`now at ${world.now}`));
      world.schedule(5, () => done.push(`late at ${world.now}`));
    });
    world.schedule(10, () => done.push(`b at ${world.now}`));
    world.run();
    expect(done).toEqual(['a at 10', 'b at 10', 'now at 10', 'late at 10', 'c at 20']);
    expect(() => world.schedule(Number.NaN, () => {})).toThrow(RangeError);
  });

  it('runs up to a time and no further, and until a condition holds', () => {
    const world = new World();
    const done: number[] = [];
    for (const at of [10, 20, 30]) world.schedule(at, () => done.push(at));
    world.run(20);
    expect(done).toEqual([10, 20]);
    world.run(25);
    expect(world.now).toBe(25);
    expect(world.runUntil(() => done.length === 3, 29)).toBe(false);
    expect(world.runUntil(() => done.length === 3)).toBe(true);
    expect(world.runUntil(() => done.length === 4)).toBe(false);
  });

  it('carries data between its hosts', () => {
    const { read, world } = transfer(300_000);
    expect(read).toBe(300_000);
    expect(world.hosts.flatMap((h) => [...h.tcp.flows()])).toEqual([]);
  });

  it('gives the same packets for the same seed, and others for another', () => {
    const impaired = {
      impairAB: 'loss=3%,jitter=5ms,reorder=2%,duplicate=1%',
      impairBA: 'loss=3%',
    };
    const first = transfer(200_000, { seed: 7 }, impaired);
    expect(first.read).toBe(200_000);
    expect(transfer(200_000, { seed: 7 }, impaired).digest).toBe(first.digest);
    expect(transfer(200_000, { seed: 8 }, impaired).digest).not.toBe(first.digest);
  });

  it('is not disturbed by being recorded', () => {
    const impaired = { impairAB: 'loss=3%,jitter=5ms' };
    const plain = transfer(100_000, { seed: 3 }, impaired);
    expect(transfer(100_000, { seed: 3, record: true }, impaired).digest).toBe(plain.digest);
  });

  it('does not let impairments change what hosts draw', () => {
    expect(transfer(1000, { seed: 5 }, { impairAB: 'loss=20%' }).iss).toBe(
      transfer(1000, { seed: 5 }).iss,
    );
    expect(transfer(1000, { seed: 6 }).iss).not.toBe(transfer(1000, { seed: 5 }).iss);
  });

  it('lets captures be put around its links: every packet, both ways, with good checksums', () => {
    const c = collector();
    const writer = new PcapngWriter(c.write);
    transfer(
      50_000,
      {},
      {
        wrap: (link, host) => captureLink(link, writer, { name: host.name, clock: host.clock }),
      },
    );
    const packets = readPackets(c.file());
    expect(packets.length).toBeGreaterThan(80);
    const pool = new PacketPool();
    const ip = new IpHeader();
    const seg = new Segment();
    for (const { bytes } of packets) {
      const p = pool.copyOf(bytes);
      expect(parseIp(ip, p, true)).toBe(0);
      const sum = pseudo(ip.src, ip.dst, TCP, ip.payloadTo - ip.payloadFrom);
      expect(parseTcp(seg, p, ip.payloadFrom, ip.payloadTo, sum)).toBe(0);
      p.release();
    }
    const sent = (iface: number): number =>
      packets.filter((p) => p.iface === iface && p.options[0]?.value[0] === 2).length;
    const arrived = (iface: number): number =>
      packets.filter((p) => p.iface === iface && p.options[0]?.value[0] === 1).length;
    expect(sent(0)).toBe(arrived(1));
    expect(sent(1)).toBe(arrived(0));
  });
});
