import type { Tuple } from '../observe/flow-table.ts';
import type { TcpSocket } from '../socket/tcp-socket.ts';

/** The `i`-th of several sockets that go by one name. */
export function nth(name: string, i: number): string {
  return i === 1 ? name : `${name} ${i}`;
}

/** The ends of a socket's connection. */
export function tupleOf(s: TcpSocket): Tuple {
  return {
    local: s.localAddress,
    remote: s.remoteAddress,
    localPort: s.localPort,
    remotePort: s.remotePort,
  };
}
