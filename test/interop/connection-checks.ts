import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';
import { expect } from './report.ts';

/** What `node:net` and our look-alike have in common. */
export interface Net {
  createServer(o: { allowHalfOpen?: boolean }, f: (socket: Socket) => void): Server;
  connect(o: { host: string; port: number; allowHalfOpen?: boolean }): Socket;
}

/** A client's TCP, a server's TCP, and the server's address. */
export interface Talk {
  readonly client: Net;
  readonly server: Net;
  readonly host: string;
}

const MEBIBYTE = Buffer.alloc(1 << 20, 'synwave ');

/** Listens on a free port for as long as `f` takes. */
async function listening<T>(
  { server, host }: Talk,
  accept: (socket: Socket) => void,
  f: (port: number) => Promise<T>,
): Promise<T> {
  const s = server.createServer({ allowHalfOpen: true }, accept);
  const open = new Set<Socket>();
  s.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  s.listen({ port: 0, host, backlog: 1024 });
  await once(s, 'listening');
  try {
    return await f((s.address() as AddressInfo).port);
  } finally {
    for (const socket of open) socket.destroy();
    s.close();
  }
}

function echo(socket: Socket): void {
  socket.on('error', () => {});
  socket.pipe(socket);
}

/** Connects, sends a line, waits for it to come back, closes, and waits for the end. */
async function useOnce(talk: Talk, port: number, line: string): Promise<void> {
  const socket = talk.client.connect({ host: talk.host, port });
  socket.setEncoding('utf8');
  let got = '';
  socket.on('data', (text: string) => {
    got += text;
    if (got.length === line.length) socket.end();
  });
  socket.on('connect', () => void socket.write(line));
  await once(socket, 'close');
  expect(got === line, `sent "${line}", "${got}" came back`);
}

export async function inSequence(talk: Talk, count: number): Promise<string> {
  return await listening(talk, echo, async (port) => {
    const began = performance.now();
    for (let i = 0; i < count; i++) await useOnce(talk, port, `connection ${i}`);
    return `${Math.round((count * 1000) / (performance.now() - began))} a second`;
  });
}

/** All are open at the same moment before any is used. */
export async function atOnce(talk: Talk, count: number): Promise<string> {
  let accepted = 0;
  let allAccepted: () => void = () => {};
  const all = new Promise<void>((resolve) => {
    allAccepted = resolve;
  });
  const accept = (socket: Socket): void => {
    if (++accepted === count) allAccepted();
    echo(socket);
  };
  return await listening(talk, accept, async (port) => {
    const sockets = Array.from({ length: count }, () =>
      talk.client.connect({ host: talk.host, port }),
    );
    await Promise.all(sockets.map((s) => once(s, 'connect')));
    await all;
    await Promise.all(
      sockets.map(async (socket, i) => {
        const line = `connection ${i}`;
        let got = '';
        socket.setEncoding('utf8').on('data', (text: string) => {
          got += text;
          if (got.length === line.length) socket.end();
        });
        socket.write(line);
        await once(socket, 'close');
        expect(got === line, `sent "${line}", "${got}" came back`);
      }),
    );
    return '';
  });
}

/** The client closes its side first; the server answers with 1 MiB after that. */
export async function halfCloseByClient(talk: Talk): Promise<string> {
  const accept = (socket: Socket): void => {
    let question = '';
    socket.on('data', (chunk: Buffer) => (question += chunk.toString()));
    socket.on('end', () => socket.end(question === 'question' ? MEBIBYTE : 'wrong'));
  };
  return await listening(talk, accept, async (port) => {
    const socket = talk.client.connect({ host: talk.host, port, allowHalfOpen: true });
    socket.end('question');
    const answer = await readAll(socket);
    expect(answer.equals(MEBIBYTE), `${answer.length} octets came back, not 1 MiB as sent`);
    return '';
  });
}

/** The server closes its side first; the client sends 1 MiB after that. */
export async function halfCloseByServer(talk: Talk): Promise<string> {
  let received: Promise<Buffer> | null = null;
  const accept = (socket: Socket): void => {
    socket.end('go on');
    received = readAll(socket);
  };
  return await listening(talk, accept, async (port) => {
    const socket = talk.client.connect({ host: talk.host, port, allowHalfOpen: true });
    const greeting = await readAll(socket, false);
    expect(greeting.toString() === 'go on', `the greeting was "${greeting}"`);
    socket.end(MEBIBYTE);
    await once(socket, 'close');
    const all = await (received as Promise<Buffer> | null);
    expect(all?.equals(MEBIBYTE) === true, `${all?.length} octets arrived, not 1 MiB as sent`);
    return '';
  });
}

/** Everything a socket receives until its end, or its close. */
async function readAll(socket: Socket, untilClose = true): Promise<Buffer> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(socket, 'end');
  if (untilClose && !socket.destroyed) {
    if (!socket.writableEnded) socket.end();
    await once(socket, 'close');
  }
  return Buffer.concat(chunks);
}

/** The error a socket ends with. */
async function errorOf(socket: Socket): Promise<NodeJS.ErrnoException> {
  return await new Promise((resolve, reject) => {
    socket.on('error', resolve);
    socket.on('close', (hadError: boolean) => {
      if (!hadError) reject(new Error('closed without an error'));
    });
  });
}

export async function resetByClient(talk: Talk): Promise<string> {
  let told: ((e: Promise<NodeJS.ErrnoException>) => void) | null = null;
  const seen = new Promise<NodeJS.ErrnoException>((resolve) => {
    told = resolve;
  });
  const accept = (socket: Socket): void => {
    told?.(errorOf(socket));
    socket.pipe(socket);
  };
  return await listening(talk, accept, async (port) => {
    const socket = talk.client.connect({ host: talk.host, port });
    socket.write('hello');
    await once(socket, 'data');
    socket.resetAndDestroy();
    const { code } = await seen;
    expect(code === 'ECONNRESET', `the server saw ${code}`);
    return '';
  });
}

export async function resetByServer(talk: Talk): Promise<string> {
  const accept = (socket: Socket): void => {
    socket.once('data', () => socket.resetAndDestroy());
  };
  return await listening(talk, accept, async (port) => {
    const socket = talk.client.connect({ host: talk.host, port });
    socket.resume();
    socket.write('hello');
    const { code } = await errorOf(socket);
    expect(code === 'ECONNRESET', `the client saw ${code}`);
    return '';
  });
}

export async function refusedPort(talk: Talk): Promise<string> {
  const free = await listening(
    talk,
    () => {},
    async (port) => port,
  );
  const socket = talk.client.connect({ host: talk.host, port: free });
  const error = (await errorOf(socket)) as NodeJS.ErrnoException & {
    address?: string;
    port?: number;
  };
  expect(error.code === 'ECONNREFUSED', `the client saw ${error.code}`);
  expect(error.syscall === 'connect', `its syscall is ${error.syscall}`);
  expect(error.port === free, `its port is ${error.port}, not ${free}`);
  return '';
}
