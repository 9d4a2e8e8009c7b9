import { Cable } from '../../src/link/cable.ts';
import { Host } from '../../src/net/host.ts';
import { Driver } from '../../src/node/driver.ts';
import { createNet } from '../../src/node/net/index.ts';
import { Prefix } from '../../src/wire/address.ts';

/** A small program for process-life.test.ts: how long does a process live, and what survives? */
const driver = new Driver();
const { clock, pool, random } = driver;
const left = new Host({ clock, pool, random });
const right = new Host({ clock, pool, random });
const cable = new Cable(clock, pool, { delay: process.argv[2] === 'linger' ? 40_000 : 0 });
left.attach(cable.a, [Prefix.parse('10.0.0.1/24')]);
right.attach(cable.b, [Prefix.parse('10.0.0.2/24')]);
const client = createNet({ host: left, driver });
const net = createNet({ host: right, driver });
const ADDRESS = '10.0.0.2';
const PORT = 80;

const cases: Record<string, () => void> = {
  idle: () => {},
  listening: () => {
    net.createServer().listen(PORT);
  },
  unref: () => {
    net.createServer().listen(PORT).unref();
  },
  connected: () => {
    const server = net.createServer((socket) => {
      socket.unref();
      server.close();
    });
    server.listen(PORT);
    client.connect(PORT, ADDRESS);
  },
  timeWait: () => {
    const server = net.createServer((socket) => void socket.end('bye')).listen(PORT);
    const socket = client.connect(PORT, ADDRESS);
    socket.resume().on('close', () => server.close());
  },
  linger: () => {
    let received = 0;
    const server = net.createServer((socket) => {
      socket.unref().on('data', (chunk) => {
        received += chunk.length;
      });
    });
    server.listen(PORT).unref();
    const socket = client.connect(PORT, ADDRESS);
    socket.write(Buffer.alloc(200_000), () => socket.destroy());
    process.on('exit', () => console.log(`received ${received}`));
  },
  throws: () => {
    process.on('uncaughtException', (error) => console.log(`caught ${error.message}`));
    const server = net.createServer((socket) => {
      socket.on('data', (chunk) => {
        if (String(chunk) === 'bad') throw new Error('bad listener');
        socket.end(chunk);
      });
    });
    server.listen(PORT);
    let left = 4;
    for (const text of ['good 1', 'bad', 'good 2', 'good 3', 'good 4']) {
      const socket = client.connect(PORT, ADDRESS);
      socket.write(text);
      socket.on('data', (chunk) => {
        console.log(`echo ${chunk}`);
        if (--left === 0) process.exit();
      });
    }
  },
};

cases[process.argv[2] ?? '']?.();
