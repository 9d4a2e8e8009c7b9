import type { OpenFile } from './open-file.ts';
import type { Pending } from './pending.ts';
import { receiveOn } from './receiving.ts';
import { sendOn } from './sending.ts';
import { SocketFile } from './socket-file.ts';
import type { IoVec } from './types.ts';

/** read and readv of whatever a descriptor stands for. */
export function readOn(f: OpenFile, iov: readonly IoVec[]): Pending {
  return f instanceof SocketFile ? receiveOn(f, iov, 0) : f.read(iov);
}

/** write and writev of whatever a descriptor stands for; `flags` are MSG_* numbers that a socket gets. */
export function writeOn(f: OpenFile, iov: readonly IoVec[], flags = 0): Pending {
  return f instanceof SocketFile ? sendOn(f, iov, flags, null) : f.write(iov);
}
