import { once } from 'node:events';
import type { AddressInfo, DropArgument, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BOTH, listening, next, record, type Stacks, sleep } from './stacks.ts';

describe.each(BOTH)('a server of %s', (_name, make) => {
  let stacks: Stacks;
  beforeEach(() => {
    stacks = make();
  });
  afterEach(() => stacks.close());

  it('listens on the port it is given or on a free one, and says where', async () => {
    const server = stacks.server.createServer();
    expect(server.address()).toBeNull();
    expect(server.listening).toBe(false);
    server.listen({ port: 0, host: stacks.address, backlog: 5 });
    await next(server, 'listening');
    expect(server.listening).toBe(true);
    const { port } = server.address() as AddressInfo;
    expect(server.address()).toEqual({ address: stacks.address, family: 'IPv4', port });
    expect(port).toBeGreaterThan(1023);
    server.close();
    expect(server.listening).toBe(false);
    await next(server, 'close');
    server.listen(port, stacks.address, 10);
    await next(server, 'listening');
    expect((server.address() as AddressInfo).port).toBe(port);
    server.close();
    await next(server, 'close');
  });

  it('listens on all addresses when no host is given, at once', async () => {
    const server = stacks.server.createServer((socket) => void socket.end());
    server.listen();
    expect(server.listening).toBe(true);
    expect((server.address() as AddressInfo).address).toBe('::');
    const { port } = server.address() as AddressInfo;
    await next(server, 'listening');
    const socket = stacks.client.connect(port, stacks.address).resume();
    await next(socket, 'close');
    server.close();
    await next(server, 'close');
  });

  it('listens on 0.0.0.0', async () => {
    const server = stacks.server.createServer((socket) => void socket.end());
    server.listen(0, '0.0.0.0');
    await next(server, 'listening');
    const { address, family, port } = server.address() as AddressInfo;
    expect({ address, family }).toEqual({ address: '0.0.0.0', family: 'IPv4' });
    await next(stacks.client.connect(port, stacks.address).resume(), 'close');
    await next(stacks.server.connect(port, '0.0.0.0').resume(), 'close');
    server.close();
    await next(server, 'close');
  });

  it('reports an address in use as an error event, and can be used afterwards', async () => {
    const { server, port } = await listening(stacks, () => {});
    const other = stacks.server.createServer();
    other.listen(port, stacks.address);
    const error = await next<NodeJS.ErrnoException>(other, 'error');
    expect(error.message).toBe(
      `listen EADDRINUSE: address already in use ${stacks.address}:${port}`,
    );
    expect({ ...error }).toEqual({
      code: 'EADDRINUSE',
      errno: -98,
      syscall: 'listen',
      address: stacks.address,
      port,
    });
    expect(other.listening).toBe(false);
    other.listen(0, stacks.address);
    await next(other, 'listening');
    for (const s of [server, other]) {
      s.close();
      await next(s, 'close');
    }
  });

  it('reports an address it does not have', async () => {
    const server = stacks.server.createServer();
    server.listen(0, '192.0.2.1');
    const error = await next<NodeJS.ErrnoException>(server, 'error');
    expect(error.code).toBe('EADDRNOTAVAIL');
    expect(error.syscall).toBe('listen');
  });

  it('refuses to listen twice, and ports that do not exist', async () => {
    const { server } = await listening(stacks, () => {});
    expect(() => server.listen(0)).toThrow(
      expect.objectContaining({ code: 'ERR_SERVER_ALREADY_LISTEN' }),
    );
    server.close();
    await next(server, 'close');
    expect(() => server.listen(65_536)).toThrow(
      expect.objectContaining({ code: 'ERR_SOCKET_BAD_PORT' }),
    );
    expect(() => server.listen({} as never)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARG_VALUE' }),
    );
  });

  it('says ERR_SERVER_NOT_RUNNING when it is closed without listening', async () => {
    const server = stacks.server.createServer();
    const error = await new Promise<Error | undefined>((done) => server.close(done));
    expect((error as NodeJS.ErrnoException).code).toBe('ERR_SERVER_NOT_RUNNING');
  });

  it('closes when its last connection has ended, and refuses new ones meanwhile', async () => {
    const { server, port } = await listening(stacks, () => {});
    const socket = stacks.client.connect(port, stacks.address).resume();
    await Promise.all([once(socket, 'connect'), once(server, 'connection')]);
    const log: string[] = [];
    server.close(() => log.push('closed'));
    await sleep(20);
    expect(log).toEqual([]);
    const refused = stacks.client.connect(port, stacks.address);
    expect((await next<NodeJS.ErrnoException>(refused, 'error')).code).toBe('ECONNREFUSED');
    socket.destroy();
    await next(server, 'close');
    expect(log).toEqual(['closed']);
  });

  it('counts its connections', async () => {
    const { server, port } = await listening(stacks, (socket) => void socket.resume());
    const count = (): Promise<number> =>
      new Promise((done, fail) => server.getConnections((e, n) => (e ? fail(e) : done(n))));
    const sockets = [1, 2, 3].map(() => stacks.client.connect(port, stacks.address));
    await Promise.all(sockets.map((s) => next(s, 'connect')));
    while ((await count()) < 3) await sleep(1);
    for (const s of sockets) s.destroy();
    while ((await count()) > 0) await sleep(1);
    server.close();
    await next(server, 'close');
  });

  it('drops connections beyond maxConnections and tells of them', async () => {
    const { server, port } = await listening(stacks, (socket) => void socket.resume());
    server.maxConnections = 1;
    const first = stacks.client.connect(port, stacks.address).resume();
    await Promise.all([once(first, 'connect'), once(server, 'connection')]);
    const second = stacks.client.connect(port, stacks.address).resume();
    second.on('error', () => {});
    const [info] = (await once(server, 'drop')) as [DropArgument];
    expect(info).toMatchObject({
      localAddress: stacks.address,
      localPort: port,
      localFamily: 'IPv4',
      remoteAddress: stacks.clientAddress,
      remoteFamily: 'IPv4',
    });
    await next(second, 'close');
    first.destroy();
    server.close();
    await next(server, 'close');
  });

  it('is closed by the signal given to listen', async () => {
    const abort = new AbortController();
    const server = stacks.server.createServer();
    server.listen({ port: 0, host: stacks.address, signal: abort.signal });
    await next(server, 'listening');
    const closed = next(server, 'close');
    abort.abort();
    await closed;
    expect(server.listening).toBe(false);
  });

  it('hands out paused sockets when asked to', async () => {
    const { server, port } = await listening(
      stacks,
      async (socket) => {
        await sleep(20);
        expect(socket.bytesRead).toBe(0);
        socket.on('data', (d) => socket.end(d));
        socket.resume();
      },
      { pauseOnConnect: true },
    );
    const socket = stacks.client.connect(port, stacks.address);
    socket.write('x');
    await next(socket, 'data');
    server.close();
    await next(server, 'close');
  });

  it('emits listening, connection and close, in this order', async () => {
    const server = stacks.server.createServer((socket: Socket) => {
      expect(socket.readyState).toBe('open');
      socket.end();
    });
    const log = record(server, ['listening', 'connection']);
    server.on('close', () => log.push('close'));
    server.listen(0, stacks.address);
    await next(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await next(stacks.client.connect(port, stacks.address).resume(), 'close');
    await server[Symbol.asyncDispose]();
    expect(log).toEqual(['listening', 'connection', 'close']);
  });
});
