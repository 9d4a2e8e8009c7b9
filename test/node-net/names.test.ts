import type { LookupFunction } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BOTH, listening, next, type Stacks } from './stacks.ts';

describe.each(BOTH)('names with %s', (_name, make) => {
  let stacks: Stacks;
  beforeEach(() => {
    stacks = make();
  });
  afterEach(() => stacks.close());

  it('are looked up by the function given, and the lookup is shown', async () => {
    const { server, port } = await listening(stacks, (socket) => void socket.end());
    const asked: string[] = [];
    const lookup: LookupFunction = (host, options, done) => {
      asked.push(host);
      if (options.all) process.nextTick(done, null, [{ address: stacks.address, family: 4 }]);
      else process.nextTick(done, null, stacks.address, 4);
    };
    const socket = stacks.client.connect({ port, host: 'printer.example', lookup });
    const seen: unknown[][] = [];
    socket.on('lookup', (...args) => seen.push(args));
    await next(socket.resume(), 'close');
    expect(asked).toEqual(['printer.example']);
    expect(seen).toEqual([[null, stacks.address, 4, 'printer.example']]);
    server.close();
    await next(server, 'close');
  });

  it('that do not exist end the socket with the resolver’s error', async () => {
    const lookup = ((host, _options, done) => {
      const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), {
        code: 'ENOTFOUND',
      });
      process.nextTick(done, error);
    }) as LookupFunction;
    const socket = stacks.client.connect({ port: 80, host: 'nowhere.example', lookup });
    const error = await next<NodeJS.ErrnoException>(socket, 'error');
    expect(error.code).toBe('ENOTFOUND');
    expect(await next(socket, 'close')).toBe(true);
  });

  it('with several addresses are tried one after the other', async () => {
    const { server, port } = await listening(stacks, (socket) => void socket.end('here'));
    // The clients’ own address has nobody listening; system stack: another loopback address.
    const empty = stacks.clientAddress === stacks.address ? '127.0.0.9' : stacks.clientAddress;
    const lookup = ((_host, _options, done) => {
      process.nextTick(done, null, [
        { address: empty, family: 4 },
        { address: stacks.address, family: 4 },
      ]);
    }) as LookupFunction;
    const socket = stacks.client.connect({ port, host: 'two.example', lookup });
    const attempts: string[] = [];
    socket.on('connectionAttempt', (address: string) => attempts.push(address));
    await next(socket, 'connect');
    expect(socket.remoteAddress).toBe(stacks.address);
    expect(attempts).toEqual([empty, stacks.address]);
    expect(socket.autoSelectFamilyAttemptedAddresses).toEqual([
      `${empty}:${port}`,
      `${stacks.address}:${port}`,
    ]);
    await next(socket.resume(), 'close');
    server.close();
    await next(server, 'close');
  });

  it('of which no address answers give an AggregateError', async () => {
    const { server, port } = await listening(stacks, () => {});
    server.close();
    await next(server, 'close');
    const empty = stacks.clientAddress === stacks.address ? '127.0.0.9' : stacks.clientAddress;
    const lookup = ((_host, _options, done) => {
      process.nextTick(done, null, [
        { address: stacks.address, family: 4 },
        { address: stacks.address, family: 4 },
        { address: empty, family: 4 },
      ]);
    }) as LookupFunction;
    const socket = stacks.client.connect({ port, host: 'two.example', lookup });
    const error = await next<AggregateError & { code: string }>(socket, 'error');
    expect(error).toBeInstanceOf(AggregateError);
    expect(error.code).toBe('ECONNREFUSED');
    expect(error.errors).toHaveLength(2);
  });
});
