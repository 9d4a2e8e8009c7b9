import type { Micros } from '../base/timer-queue.ts';
import type { Host } from '../net/host.ts';
import type { FastOpenOptions } from '../tcp/calls/listen.ts';
import type { Listener } from '../tcp/passive/listener.ts';
import type { SynHook } from '../tcp/passive/syn-hook.ts';
import type { Profile } from '../tcp/profile.ts';
import type { Address } from '../wire/address.ts';
import { asAddress, TcpSocket } from './tcp-socket.ts';

/** Where to listen. */
export interface ListenerOptions {
  /** All of the host's addresses when null or absent. */
  readonly address?: Address | string | null | undefined;
  /** 0 for any free port. */
  readonly port: number;
  /** Connections that may wait to be accepted; 511 when absent. */
  readonly backlog?: number | undefined;
  readonly ipv6Only?: boolean | undefined;
  /** Listens though connections with that port are left; true when absent, as servers want it. */
  readonly reuseAddress?: boolean | undefined;
  /** Listeners that all say so share address and port; connections are spread over them. */
  readonly reusePort?: boolean | undefined;
  readonly profile?: Profile | undefined;
  /** Half-open entries at most; the profile's `synQueue` when absent. */
  readonly synQueue?: number | undefined;
  /** Looks at every SYN before it is answered; see {@link TcpListener.resume}. */
  readonly onSyn?: SynHook | undefined;
  /** Connections are there once their peer has sent something, or after about this time: TCP_DEFER_ACCEPT. */
  readonly deferAccept?: Micros | undefined;
  /** Fast Open, RFC 7413: text on a SYN with a valid cookie is read before the handshake is complete. */
  readonly fastOpen?: FastOpenOptions | undefined;
}

/** A listening port that accepts every connection as a {@link TcpSocket}. */
export class TcpListener {
  readonly #listener: Listener;

  private constructor(listener: Listener) {
    this.#listener = listener;
  }

  /** Listens; throws a TcpError when the address is not the host's or the port is taken. */
  static listen(host: Host, o: ListenerOptions, onconnection: (s: TcpSocket) => void): TcpListener {
    const { address } = o;
    const listener = host.tcp.listen({
      local: address === null || address === undefined ? null : asAddress(address),
      localPort: o.port,
      backlog: o.backlog,
      ipv6Only: o.ipv6Only,
      reuseAddress: o.reuseAddress ?? true,
      reusePort: o.reusePort,
      profile: o.profile,
      synQueue: o.synQueue,
      onSyn: o.onSyn,
      deferAccept: o.deferAccept,
      fastOpen: o.fastOpen,
      onConnection: (l) => {
        for (let c = l.accept(); c !== null; c = l.accept()) onconnection(TcpSocket.accepted(c));
      },
    });
    return new TcpListener(listener);
  }

  get address(): Address | null {
    return this.#listener.local;
  }

  get port(): number {
    return this.#listener.localPort;
  }

  /** Octets of text that came on SYNs and are held until their connections are established. */
  get synTextOctets(): number {
    return this.#listener.synTexts.octets;
  }

  /** Decides about a SYN that `onSyn` deferred, by its `id`; false when it is gone meanwhile. */
  resume(id: number, decision: 'accept' | 'refuse' | 'drop'): boolean {
    return this.#listener.resume(id, decision);
  }

  /** Stops listening. Connections already accepted go on. */
  close(): void {
    this.#listener.close();
  }
}
