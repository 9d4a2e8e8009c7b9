import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BOTH, listening, next, record, type Stacks, sleep, whole } from './stacks.ts';

const EVENTS = ['connectionAttempt', 'connect', 'ready', 'data', 'end', 'finish', 'error', 'close'];

describe.each(BOTH)('a socket of %s', (_name, make) => {
  let stacks: Stacks;
  beforeEach(() => {
    stacks = make();
  });
  afterEach(() => stacks.close());

  it('emits connect and ready, then data, end, finish and close, in this order', async () => {
    const { server, port } = await listening(stacks, (socket) => void socket.end('hello'));
    const socket = stacks.client.connect(port, stacks.address);
    const log = record(socket, EVENTS);
    expect(socket.connecting).toBe(true);
    expect(socket.pending).toBe(true);
    expect(socket.readyState).toBe('opening');
    await next(socket, 'close');
    expect(log).toEqual([
      'connectionAttempt',
      'connect',
      'ready',
      'data',
      'end',
      'finish',
      'close false',
    ]);
    expect(socket.readyState).toBe('closed');
    await new Promise<void>((done) => server.close(() => done()));
  });

  it('gives a program that awaits one event the time to ask for the next', async () => {
    const { server, port } = await listening(stacks, (socket) => {
      socket.write('one');
      setImmediate(() => socket.end('two'));
    });
    for (let i = 0; i < 20; i++) {
      const socket = stacks.client.connect(port, stacks.address);
      await once(socket, 'connect');
      let text = '';
      while (text !== 'onetwo') text += (await once(socket, 'data'))[0];
      await once(socket, 'end');
      await once(socket, 'close');
    }
    server.close();
    await next(server, 'close');
  });

  it('takes what is written before it is connected, and callbacks in order', async () => {
    const { server, port } = await listening(stacks, (socket) => void socket.pipe(socket));
    const socket = stacks.client.connect({ port, host: stacks.address });
    const order: string[] = [];
    socket.write('one ', () => order.push('one'));
    socket.write('two ', () => order.push('two'));
    socket.end('three', () => order.push('end'));
    expect(socket.bytesWritten).toBe(13);
    expect(String(await whole(socket))).toBe('one two three');
    expect(order).toEqual(['one', 'two', 'end']);
    expect(socket.bytesRead).toBe(13);
    expect(socket.bytesWritten).toBe(13);
    server.close();
    await next(server, 'close');
  });

  it('knows its addresses while it is open and forgets the peer when destroyed', async () => {
    const accepted: Socket[] = [];
    const { server, port } = await listening(stacks, (socket) => void accepted.push(socket));
    const socket = stacks.client.createConnection({ port, host: stacks.address });
    expect(socket.address()).toEqual({});
    expect(socket.remoteAddress).toBeUndefined();
    await next(socket, 'connect');
    while (accepted.length === 0) await sleep(1);
    const peer = accepted[0] as Socket;
    expect(socket.remoteAddress).toBe(stacks.address);
    expect(socket.remotePort).toBe(port);
    expect(socket.remoteFamily).toBe('IPv4');
    expect(socket.localAddress).toBe(stacks.clientAddress);
    expect(socket.address()).toEqual({
      address: stacks.clientAddress,
      family: 'IPv4',
      port: socket.localPort,
    });
    expect(peer.remotePort).toBe(socket.localPort);
    expect(peer.localPort).toBe(port);
    expect(socket.readyState).toBe('open');
    expect(socket.pending).toBe(false);
    socket.destroy();
    expect(socket.readyState).toBe('closed');
    expect(socket.pending).toBe(true);
    await next(peer, 'close');
    server.close();
    await next(server, 'close');
  });

  it('fails to connect where nobody listens with ECONNREFUSED, then closes with an error', async () => {
    const { server, port } = await listening(stacks, () => {});
    server.close();
    await next(server, 'close');
    const socket = stacks.client.connect(port, stacks.address);
    const log = record(socket, [...EVENTS, 'connectionAttemptFailed']);
    const error = await next<NodeJS.ErrnoException & AddressInfo>(socket, 'error');
    expect(error.message).toBe(`connect ECONNREFUSED ${stacks.address}:${port}`);
    expect({ ...error }).toEqual({
      errno: -111,
      code: 'ECONNREFUSED',
      syscall: 'connect',
      address: stacks.address,
      port,
    });
    await next(socket, 'close');
    expect(log).toEqual([
      'connectionAttempt',
      'connectionAttemptFailed',
      'error ECONNREFUSED',
      'close true',
    ]);
  });

  it('fails writes and closes when it is destroyed before it is connected', async () => {
    const { server, port } = await listening(stacks, () => {});
    const socket = stacks.client.connect(port, stacks.address);
    const log = record(socket, EVENTS);
    const failed = new Promise<Error | null | undefined>((done) => socket.write('lost', done));
    socket.destroy();
    expect(((await failed) as NodeJS.ErrnoException).code).toMatch(
      /ERR_SOCKET_CLOSED_BEFORE_CONNECTION|ERR_STREAM_DESTROYED/,
    );
    await sleep(20);
    expect(log).toEqual(['close false']);
    server.close();
    await next(server, 'close');
  });

  it('half-closes: the peer reads to the end and can still send', async () => {
    const { server, port } = await listening(
      stacks,
      async (socket) => {
        const request = await whole(socket.iterator({ destroyOnReturn: false }));
        await sleep(20);
        socket.end(`you said ${request}`);
      },
      { allowHalfOpen: true },
    );
    const socket = stacks.client.connect({ port, host: stacks.address });
    socket.end('hello');
    await next(socket, 'finish');
    expect(socket.writable).toBe(false);
    expect(socket.readyState).toBe('readOnly');
    expect(String(await whole(socket))).toBe('you said hello');
    server.close();
    await next(server, 'close');
  });

  it('ends by itself when the peer does, unless half-open connections are allowed', async () => {
    const { server, port } = await listening(stacks, (socket) => void socket.end());
    const shut = stacks.client.connect({ port, host: stacks.address }).resume();
    await next(shut, 'close');
    expect(shut.writableFinished).toBe(true);
    const kept = stacks.client.connect({ port, host: stacks.address, allowHalfOpen: true });
    kept.resume();
    await next(kept, 'end');
    await sleep(20);
    expect(kept.writable).toBe(true);
    expect(kept.destroyed).toBe(false);
    expect(kept.readyState).toBe('writeOnly');
    kept.end();
    await next(kept, 'close');
    server.close();
    await next(server, 'close');
  });

  it('reports a reset as read ECONNRESET', async () => {
    const { server, port } = await listening(stacks, (socket) => {
      socket.once('data', () => socket.resetAndDestroy());
    });
    const socket = stacks.client.connect(port, stacks.address);
    const log = record(socket, ['connect', 'end', 'error', 'close']);
    socket.write('x');
    const error = await next<NodeJS.ErrnoException>(socket, 'error');
    expect(error.message).toBe('read ECONNRESET');
    expect({ ...error }).toEqual({ errno: -104, code: 'ECONNRESET', syscall: 'read' });
    await next(socket, 'close');
    expect(log).toEqual(['connect', 'error ECONNRESET', 'close true']);
    server.close();
    await next(server, 'close');
  });

  it('resets the peer when it is destroyed with octets unread', async () => {
    const { server, port } = await listening(
      stacks,
      (socket) => void setTimeout(() => socket.destroy(), 30),
      { pauseOnConnect: true },
    );
    const socket = stacks.client.connect(port, stacks.address);
    socket.write('x');
    const error = await next<NodeJS.ErrnoException>(socket, 'error');
    expect(error.code).toBe('ECONNRESET');
    server.close();
    await next(server, 'close');
  });

  it('says ERR_STREAM_WRITE_AFTER_END, and EPIPE after the peer has ended', async () => {
    const { server, port } = await listening(stacks, (socket) => void socket.end());
    const socket = stacks.client.connect(port, stacks.address);
    await next(socket, 'connect');
    socket.end();
    socket.on('error', () => {});
    const early = await new Promise<NodeJS.ErrnoException>((done) =>
      socket.write('x', (e) => done(e as NodeJS.ErrnoException)),
    );
    expect(early.code).toBe('ERR_STREAM_WRITE_AFTER_END');
    const other = stacks.client.connect(port, stacks.address).resume();
    const ended = new Promise<NodeJS.ErrnoException>((done) => {
      other.on('finish', () => other.write('x', (e) => done(e as NodeJS.ErrnoException)));
    });
    other.on('error', () => {});
    expect((await ended).message).toBe('This socket has been ended by the other party');
    expect((await ended).code).toBe('EPIPE');
    server.close();
    await next(server, 'close');
  });

  it('emits timeout when nothing happens, and goes on', async () => {
    const { server, port } = await listening(stacks, (socket) => void socket.pipe(socket));
    const socket = stacks.client.connect(port, stacks.address);
    await next(socket, 'connect');
    let timeouts = 0;
    socket.setTimeout(60, () => timeouts++);
    expect(socket.timeout).toBe(60);
    for (let i = 0; i < 6; i++) {
      socket.write('x');
      await sleep(20);
    }
    expect(timeouts).toBe(0);
    await next(socket, 'timeout');
    expect(socket.destroyed).toBe(false);
    socket.setTimeout(0);
    socket.end();
    await next(socket.resume(), 'close');
    server.close();
    await next(server, 'close');
  });

  it('cannot connect to port 0', async () => {
    const socket = stacks.client.connect(0, stacks.address);
    const error = await next<NodeJS.ErrnoException>(socket, 'error');
    expect(error.message).toBe(`connect ECONNREFUSED ${stacks.address}`);
  });

  it('connects from the address and port it is told to', async () => {
    const { server, port } = await listening(stacks, (socket) => {
      socket.end(`${socket.remoteAddress} ${socket.remotePort}`);
    });
    const localPort = 20_000 + Math.floor(Math.random() * 10_000);
    const from = { localAddress: stacks.clientAddress, localPort };
    const socket = stacks.client.connect({ port, host: stacks.address, ...from });
    expect(String(await whole(socket))).toBe(`${stacks.clientAddress} ${localPort}`);
    const stranger = stacks.client.connect({
      port,
      host: stacks.address,
      localAddress: '192.0.2.1',
    });
    const error = await next<NodeJS.ErrnoException>(stranger, 'error');
    expect(error.code).toMatch(/^E(ADDRNOTAVAIL|INVAL|NETUNREACH)$/);
    server.close();
    await next(server, 'close');
  });

  it('refuses arguments that make no sense', () => {
    const { client } = stacks;
    expect(() => client.connect(70_000)).toThrow(
      expect.objectContaining({ code: 'ERR_SOCKET_BAD_PORT' }),
    );
    expect(() => client.connect({} as never)).toThrow(
      expect.objectContaining({ code: 'ERR_MISSING_ARGS' }),
    );
    expect(() => client.connect({ port: {} } as never)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARG_TYPE' }),
    );
    expect(() => new client.Socket().setTimeout('x' as never)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARG_TYPE' }),
    );
    expect(() => new client.Socket().setTimeout(-1)).toThrow(
      expect.objectContaining({ code: 'ERR_OUT_OF_RANGE' }),
    );
  });

  it('can be given a signal that destroys it', async () => {
    const { server, port } = await listening(stacks, () => {});
    const abort = new AbortController();
    const socket = new stacks.client.Socket({ signal: abort.signal });
    socket.connect(port, stacks.address);
    await next(socket, 'connect');
    abort.abort();
    const error = await next<Error>(socket, 'error');
    expect(error.name).toBe('AbortError');
    server.close();
    await next(server, 'close');
  });

  it('connects again after it was destroyed', async () => {
    const { server, port } = await listening(stacks, (socket) => void socket.end('again'));
    const socket = new stacks.client.Socket();
    for (let i = 0; i < 3; i++) {
      socket.connect(port, stacks.address);
      const chunks: Buffer[] = [];
      const take = (chunk: Buffer): void => void chunks.push(chunk);
      socket.on('data', take);
      await next(socket, 'close');
      socket.off('data', take);
      expect(String(Buffer.concat(chunks))).toBe('again');
    }
    server.close();
    await next(server, 'close');
  });
});
