import type { TcpSocket } from '../../src/socket/tcp-socket.ts';
import type { PassiveOptions } from '../../src/tcp/calls/open.ts';
import type { Connection, ConnectionUser } from '../../src/tcp/connection.ts';
import type { Profile } from '../../src/tcp/profile.ts';
import { Drill } from './drill.ts';

/** The states a connection with a peer can be in, as {@link bring} names them. */
export const WITH_PEER = [
  'SYN-SENT',
  'SYN-RECEIVED',
  'ESTABLISHED',
  'CLOSE-WAIT',
  'FIN-WAIT-1',
  'CLOSING',
  'LAST-ACK',
  'FIN-WAIT-2',
  'TIME-WAIT',
] as const;

export type WithPeer = (typeof WITH_PEER)[number];

/** Those in which both SYNs have been received and acknowledged. */
export const SYNCHRONIZED: readonly WithPeer[] = WITH_PEER.slice(2);

/** A connection in some state, with nothing on the way. */
export interface Situation {
  readonly t: Drill;
  readonly s: TcpSocket;
  readonly c: Connection;
  /** Our SND.NXT and RCV.NXT, relative to the two ISSs. */
  readonly snd: number;
  readonly rcv: number;
}

/** The SND.NXT and RCV.NXT that {@link bring} leaves each state with. */
const NUMBERS: Record<WithPeer, readonly [snd: number, rcv: number]> = {
  'SYN-SENT': [1, 0],
  'SYN-RECEIVED': [1, 1],
  ESTABLISHED: [1, 1],
  'CLOSE-WAIT': [1, 2],
  'FIN-WAIT-1': [2, 1],
  CLOSING: [2, 2],
  'LAST-ACK': [2, 2],
  'FIN-WAIT-2': [2, 1],
  'TIME-WAIT': [2, 2],
};

/** Brings a connection that we opened into `state`; the peer has sent no text, and we none. */
export function bring(state: WithPeer, o: { profile?: Profile; ipv6?: boolean } = {}): Situation {
  const t = new Drill(o);
  const s = t.connect();
  const c = s.connection;
  t.out();
  for (const step of STEPS[state]) step(t, s);
  t.out();
  t.events = [];
  const [snd, rcv] = NUMBERS[state];
  return { t, s, c, snd, rcv };
}

type Step = (t: Drill, s: TcpSocket) => void;

const synAck: Step = (t) => t.in('S.', 0, 0, 1, { mss: 1460 });
const end: Step = (t, s) => t.do(() => s.end());
const fin: Step = (t) => t.in('F.', 1, 0, 1);
const ackOfFin: Step = (t) => t.in('.', 1, 0, 2);
const finAfterOurs: Step = (t) => t.in('F.', 1, 0, 2);

const STEPS: Record<WithPeer, readonly Step[]> = {
  'SYN-SENT': [],
  'SYN-RECEIVED': [(t) => t.in('S', 0, 0, 0, { mss: 1460 })],
  ESTABLISHED: [synAck],
  'CLOSE-WAIT': [synAck, fin],
  'FIN-WAIT-1': [synAck, end],
  CLOSING: [synAck, end, fin],
  'LAST-ACK': [synAck, fin, end],
  'FIN-WAIT-2': [synAck, end, ackOfFin],
  'TIME-WAIT': [synAck, end, ackOfFin, finAfterOurs],
};

/** A single passive OPEN on port 80, whose user writes down what he is told. */
export function openPassive(t: Drill, o: Partial<PassiveOptions> = {}): Connection {
  const user: ConnectionUser = {
    onConnected: () => t.events.push('connected'),
    onReadable: () => t.events.push('readable'),
    onWritable: () => t.events.push('writable'),
    onEnded: () => t.events.push('end'),
    onClosed: (_c, error) => t.events.push(error === null ? 'close' : `close ${error}`),
  };
  return t.do(() => t.host.tcp.openPassive({ local: t.us, localPort: 80, user, ...o }));
}

/** Text of `n` octets that count up from `first`. */
export function octets(n: number, first = 0): Uint8Array {
  return Uint8Array.from({ length: n }, (_, i) => first + i);
}

/** All that can be read, as numbers. */
export function readAll(t: Drill, s: TcpSocket): number[] {
  const into = new Uint8Array(4096);
  const n = t.do(() => s.read(into));
  return [...into.subarray(0, n)];
}
