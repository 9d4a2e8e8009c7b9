import type { Address } from '../wire/address.ts';

/** Whose flavour the calls have: names, numbers and errnos that belong to the API and not to the protocol. */
export type System = 'linux' | 'freebsd';

/** Levels of socket options; two names of one level are the same. */
export type Level =
  | 'SOL_SOCKET'
  | 'SOL_TCP'
  | 'IPPROTO_TCP'
  | 'SOL_IP'
  | 'IPPROTO_IP'
  | 'SOL_IPV6'
  | 'IPPROTO_IPV6';

/** Where a socket is, or is to be: a struct sockaddr_in or sockaddr_in6. */
export interface SocketAddress {
  readonly address: Address;
  /** 0 to 65535, in the host's order. */
  readonly port: number;
}

/** Where a call puts an address: null until it does. */
export interface AddressSlot {
  value: SocketAddress | null;
}

/** A piece of memory: `base` null is a bad pointer, which is EFAULT when it is touched. */
export interface IoVec {
  readonly base: Uint8Array | null;
  /** Octets, at most those of `base`. */
  readonly length: number;
}

/** A message beside the data. `data` is what its level and type make of it. */
export interface ControlMessage {
  readonly level: string;
  readonly type: string;
  readonly data: unknown;
}

/** struct msghdr: recvmsg fills in `name`, `control` and `flags`. */
export interface Message {
  name: SocketAddress | null;
  iov: readonly IoVec[];
  control: readonly ControlMessage[];
  /** MSG_* numbers of the system. */
  flags: number;
}

/** struct linger; seconds. */
export interface Linger {
  readonly onoff: number;
  readonly linger: number;
}

/**
 * The value of an option: an int, a string of its octets (TCP_CONGESTION, TCP_FASTOPEN_KEY), octets, or a
 * structure. SO_ERROR is an errno's name, or 0.
 */
export type OptionValue = number | string | Uint8Array | Linger | Readonly<Record<string, unknown>>;

/** What getsockopt gives: `value` is null when it failed. */
export interface OptionResult {
  readonly value: OptionValue | null;
  /** Octets the value takes in the kernel's structure. */
  readonly length: number;
  readonly errno: string | null;
}

/** struct pollfd; masks are POLL* numbers. poll fills in `revents`. */
export interface PollFd {
  readonly fd: number;
  readonly events: number;
  revents: number;
}

/** struct epoll_event; `data` comes back as it was given. */
export interface EpollEvent {
  readonly events: number;
  readonly data: number;
}
