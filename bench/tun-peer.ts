/** The kernel's end of the device: one port that sends, one that receives and then closes. */
import { createServer } from 'node:net';
import { pour } from './streams.ts';

export const SOURCE = 5001;
export const SINK = 5002;

if (process.argv[1] === import.meta.filename) {
  const octets = Number(process.argv[2]);
  createServer((socket) => {
    socket.on('error', () => {});
    socket.resume();
    pour(socket, octets);
  }).listen(SOURCE, '0.0.0.0', () => {
    createServer((socket) => {
      socket.on('error', () => {});
      socket.resume();
    }).listen(SINK, '0.0.0.0', () => console.log('ready'));
  });
}
