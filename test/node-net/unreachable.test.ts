import { afterEach, beforeEach, expect, it } from 'vitest';
import { Address } from '../../src/wire/address.ts';
import { buildUnreachable } from '../../src/wire/icmp.ts';
import { ICMP } from '../../src/wire/ip.ts';
import { prependIpv4 } from '../../src/wire/ipv4.ts';
import { next, ourStacks } from './stacks.ts';

const US = Address.parse('10.0.0.1');
const ROUTER = Address.parse('10.0.0.254');

let stacks: ReturnType<typeof ourStacks>;
beforeEach(() => {
  stacks = ourStacks();
});
afterEach(() => stacks.close());

it.each([
  { what: 'network', code: 0, error: 'ENETUNREACH' },
  { what: 'host', code: 1, error: 'EHOSTUNREACH' },
  { what: 'protocol', code: 2, error: 'ENOPROTOOPT' },
  { what: 'port', code: 3, error: 'ECONNREFUSED' },
  { what: 'unknown host', code: 7, error: 'EHOSTDOWN' },
  { what: 'isolated host', code: 8, error: 'ENONET' },
])(
  'connect fails as in Node when a router says "$what unreachable": $error',
  async ({ code, error }) => {
    const { client, cable, driver } = stacks;
    cable.b.receiver = {
      deliver: (p) => {
        const e = driver.pool.take(600);
        buildUnreachable(e, code, 0, p, p.from, p.to);
        prependIpv4(e, ROUTER, US, ICMP, 64, 0, 0, false, true);
        p.release();
        cable.b.send(e);
      },
    };
    const socket = client.connect(80, '10.0.0.9');
    const seen = await next<NodeJS.ErrnoException & { port: number }>(socket, 'error');
    expect(seen).toMatchObject({ code: error, syscall: 'connect', address: '10.0.0.9', port: 80 });
    expect(seen.message).toBe(`connect ${error} 10.0.0.9:80`);
    expect(seen.errno).toBeLessThan(0);
  },
);
