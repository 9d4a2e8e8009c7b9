import { createHash, randomBytes } from 'node:crypto';
import http from 'node:http';
import type { Duplex } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listening, next, ourStacks, type Stacks, sleep, whole } from './stacks.ts';

interface Reply {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
}

describe.each([4, 6] as const)('Node’s http over our net, IPv%i', (family) => {
  let stacks: Stacks;
  beforeEach(() => {
    stacks = ourStacks(family);
  });
  afterEach(() => stacks.close());

  /** An http server whose connections come from our server. */
  async function web(
    onRequest: http.RequestListener,
  ): Promise<{ port: number; web: http.Server; close(): Promise<void> }> {
    const web = http.createServer(onRequest);
    const { server, port } = await listening(stacks, (s) => void web.emit('connection', s), {
      allowHalfOpen: true,
    });
    const close = async (): Promise<void> => {
      server.close();
      web.closeAllConnections();
      await next(server, 'close');
    };
    return { port, web, close };
  }

  /** One request, through `agent` or a connection of its own. */
  function ask(o: http.RequestOptions, body: Uint8Array | string | null = null): Promise<Reply> {
    const connection = o.agent
      ? {}
      : {
          createConnection: () => stacks.client.connect(Number(o.port), stacks.address),
        };
    return new Promise((resolve, reject) => {
      const request = http.request({ host: stacks.address, ...connection, ...o }, (response) => {
        whole(response).then(
          (all) =>
            resolve({ status: response.statusCode ?? 0, headers: response.headers, body: all }),
          reject,
        );
      });
      request.on('error', reject);
      request.end(body ?? undefined);
    });
  }

  /** An agent that connects through our stack, and counts how often. */
  function ourAgent(o: http.AgentOptions): { agent: http.Agent; opened: () => number } {
    let opened = 0;
    class OurAgent extends http.Agent {
      override createConnection(options: { port: number; host: string }): Duplex {
        opened++;
        return stacks.client.connect({ port: options.port, host: options.host });
      }
    }
    return { agent: new OurAgent(o), opened: () => opened };
  }

  it('GET', async () => {
    const { port, close } = await web((request, response) => {
      response.setHeader('x-peer', request.socket.remoteAddress ?? '');
      response.end(`${request.method} ${request.url}`);
    });
    const reply = await ask({ port, path: '/a?b' });
    expect(reply.status).toBe(200);
    expect(String(reply.body)).toBe('GET /a?b');
    expect(reply.headers['x-peer']).toBe(stacks.clientAddress);
    await close();
  });

  it('POST of 1 MiB, answered with its hash', async () => {
    const { port, close } = await web(async (request, response) => {
      response.end(
        createHash('sha256')
          .update(await whole(request))
          .digest('hex'),
      );
    });
    const bytes = randomBytes(2 ** 20);
    const reply = await ask({ port, method: 'POST' }, bytes);
    expect(String(reply.body)).toBe(createHash('sha256').update(bytes).digest('hex'));
    await close();
  });

  it('chunked both ways', async () => {
    const { port, close } = await web(async (request, response) => {
      expect(request.headers['transfer-encoding']).toBe('chunked');
      for await (const chunk of request) response.write(chunk);
      response.end();
    });
    const request = http.request({
      method: 'PUT',
      createConnection: () => stacks.client.connect(port, stacks.address),
    });
    const answered = next<http.IncomingMessage>(request, 'response');
    for (let i = 0; i < 20; i++) {
      request.write(`chunk ${i};`);
      await sleep(1);
    }
    request.end();
    const response = await answered;
    expect(response.headers['transfer-encoding']).toBe('chunked');
    expect(String(await whole(response))).toMatch(/^chunk 0;.*chunk 19;$/);
    await close();
  });

  it('20 requests on one connection that is kept alive', async () => {
    const { port, close } = await web((_request, response) => void response.end('ok'));
    const { agent, opened } = ourAgent({ keepAlive: true, maxSockets: 1 });
    for (let i = 0; i < 20; i++) {
      expect(String((await ask({ port, agent })).body)).toBe('ok');
    }
    expect(opened()).toBe(1);
    agent.destroy();
    await close();
  });

  it('50 at once', async () => {
    const { port, close } = await web(async (request, response) => {
      await sleep(5);
      response.end(request.url);
    });
    const { agent, opened } = ourAgent({ keepAlive: true });
    const replies = await Promise.all(
      Array.from({ length: 50 }, (_, i) => ask({ port, agent, path: `/${i}` })),
    );
    expect(replies.map((r) => String(r.body))).toEqual(
      Array.from({ length: 50 }, (_, i) => `/${i}`),
    );
    expect(opened()).toBe(50);
    agent.destroy();
    await close();
  });

  it('a large body to a slow reader arrives whole', async () => {
    const bytes = randomBytes(3 * 2 ** 20);
    const { port, close } = await web((_request, response) => void response.end(bytes));
    const request = http.get({
      createConnection: () => stacks.client.connect(port, stacks.address),
    });
    const response = await next<http.IncomingMessage>(request, 'response');
    const hash = createHash('sha256');
    for await (const chunk of response) {
      hash.update(chunk);
      await sleep(1);
    }
    expect(hash.digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
    await close();
  });

  it('a client that goes away ends the request on the server', async () => {
    const aborted = new Promise<string>((done) => {
      void web((request) => {
        request.on('error', (error: NodeJS.ErrnoException) => done(error.code ?? ''));
        request.resume();
      }).then(({ port }) => {
        const request = http.request({
          method: 'POST',
          createConnection: () => stacks.client.connect(port, stacks.address),
        });
        request.on('error', () => {});
        request.write('some');
        setTimeout(() => request.destroy(), 20);
      });
    });
    expect(await aborted).toBe('ECONNRESET');
  });
});
