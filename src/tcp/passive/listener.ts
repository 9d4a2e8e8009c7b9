import type { Address } from '../../wire/address.ts';
import type { Connection } from '../connection.ts';
import { reset } from '../ending.ts';
import type { Profile } from '../profile.ts';
import type { Tcp } from '../tcp.ts';
import { AcceptQueue } from './accept-queue.ts';
import { SynQueue } from './syn-queue.ts';

/** A passive OPEN for many peers: a port, and the two queues in which connections come to be. */
export class Listener {
  readonly tcp: Tcp;
  readonly profile: Profile;
  /** The address listened on; null for all of them. [MUST-43] */
  readonly local: Address | null;
  readonly localPort: number;
  readonly ipv6Only: boolean;
  readonly backlog: number;
  readonly synQueue: SynQueue;
  readonly acceptQueue: AcceptQueue;
  /** Called at the end of a turn in which connections were established. */
  readonly onConnection: (listener: Listener) => void;
  closed = false;
  touched = false;

  constructor(
    tcp: Tcp,
    profile: Profile,
    local: Address | null,
    localPort: number,
    backlog: number,
    ipv6Only: boolean,
    onConnection: (listener: Listener) => void,
  ) {
    this.tcp = tcp;
    this.profile = profile;
    this.local = local;
    this.localPort = localPort;
    this.backlog = backlog;
    this.ipv6Only = ipv6Only;
    this.synQueue = new SynQueue(tcp, profile.synQueue);
    this.acceptQueue = new AcceptQueue(backlog + profile.backlogExtra);
    this.onConnection = onConnection;
  }

  get synQueueLength(): number {
    return this.synQueue.length;
  }

  get acceptQueueLength(): number {
    return this.acceptQueue.length;
  }

  /** The next established connection, or null; give it a `user` before the turn ends. */
  accept(): Connection | null {
    const c = this.acceptQueue.shift();
    if (c !== null) c.listener = null;
    return c;
  }

  /** Stops listening: half-open entries go in silence, connections not yet accepted are reset. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.tcp.demux.removeListener(this);
    for (const h of [...this.synQueue.values()]) this.synQueue.remove(h);
    for (let c = this.accept(); c !== null; c = this.accept()) reset(c, 'ECONNABORTED');
  }
}
