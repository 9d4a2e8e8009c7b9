/** Runs in a namespace of its own: our end of the device, and the kernel's in a child process. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { openStack, planStack, STACK_OPTIONS } from '../src/cli/stack.ts';
import { readOptions } from '../src/cli/usage.ts';
import { TcpSocket } from '../src/socket/tcp-socket.ts';
import { CHUNK, done, MIB, mbits, measure } from './measure.ts';
import { pour } from './streams.ts';
import { SINK, SOURCE } from './tun-peer.ts';

const OCTETS = 256 * MIB;
const KERNEL = '10.9.0.1';

const options = ['--tun', 'syn0', '--address', '10.9.0.2/24'];
const plan = planStack(readOptions(options, STACK_OPTIONS));
const stack = await openStack(plan, () => {});
const peer = spawn(process.execPath, [`${import.meta.dirname}/tun-peer.js`, String(OCTETS)], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
await once(peer.stdout, 'data');

async function streamIn(): Promise<number> {
  const socket = stack.net.connect({ host: KERNEL, port: SOURCE }) as unknown as Socket;
  let got = 0;
  socket.on('data', (data: Buffer) => {
    got += data.length;
  });
  await once(socket, 'connect');
  const began = performance.now();
  await once(socket, 'close');
  return got === OCTETS ? mbits(got, performance.now() - began) : Number.NaN;
}

async function streamOut(): Promise<number> {
  const socket = stack.net.connect({ host: KERNEL, port: SINK }) as unknown as Socket;
  socket.resume();
  await once(socket, 'connect');
  const began = performance.now();
  pour(socket, OCTETS);
  await once(socket, 'end');
  return mbits(OCTETS, performance.now() - began);
}

async function engineIn(): Promise<number> {
  const { driver, host } = stack;
  const into = new Uint8Array(CHUNK);
  let got = 0;
  driver.enter();
  const socket = TcpSocket.connect(host, { address: KERNEL, port: SOURCE });
  const began = performance.now();
  await new Promise<void>((resolve) => {
    socket.onreadable = () => {
      for (let n = socket.read(into); n > 0; n = socket.read(into)) got += n;
    };
    socket.onend = () => {
      socket.end();
      resolve();
    };
    socket.onclose = () => resolve();
  });
  return got === OCTETS ? mbits(got, performance.now() - began) : Number.NaN;
}

async function engineOut(): Promise<number> {
  const { driver, host } = stack;
  const chunk = new Uint8Array(CHUNK).fill(7);
  let left = OCTETS;
  driver.enter();
  const socket = TcpSocket.connect(host, { address: KERNEL, port: SINK });
  const write = (): void => {
    while (left > 0) {
      const want = Math.min(left, CHUNK);
      const taken = socket.write(chunk, 0, want);
      left -= taken;
      if (taken < want) return;
    }
    socket.end();
  };
  const began = performance.now();
  await new Promise<void>((resolve) => {
    socket.onconnect = write;
    socket.ondrain = write;
    socket.onend = () => resolve();
    socket.onclose = () => resolve();
  });
  return mbits(OCTETS, performance.now() - began);
}

const measures = [
  await measure('tun-in', 'engine, TUN, from the kernel', 'Mbit/s', engineIn),
  await measure('tun-out', 'engine, TUN, to the kernel', 'Mbit/s', engineOut),
  await measure('tun-in-duplex', 'synwave/node/net, TUN, from the kernel', 'Mbit/s', streamIn),
  await measure('tun-out-duplex', 'synwave/node/net, TUN, to the kernel', 'Mbit/s', streamOut),
];
peer.kill('SIGKILL');
stack.close();
done(measures);
