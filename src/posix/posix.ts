import { type Micros, NEVER } from '../base/timer-queue.ts';
import type { Host } from '../net/host.ts';
import type { Connection } from '../tcp/connection.ts';
import type { Listener } from '../tcp/passive/listener.ts';
import type { Profile } from '../tcp/profile.ts';
import { awaitDelivery, shutdownSocket } from './closing.ts';
import { constantsOf } from './constants.ts';
import { EpollFile } from './epoll.ts';
import { infoOf } from './info.ts';
import { ioctlOn } from './ioctl.ts';
import { bindSocket, nameOf, peerOf } from './naming.ts';
import type { OpenFile, Watcher } from './open-file.ts';
import { acceptFrom, connectTo, listenOn } from './opening.ts';
import { lookAt, set } from './options.ts';
import { type Attempt, Deadline, done, Pending } from './pending.ts';
import { pollOn } from './poll.ts';
import { receiveMessage, receiveOn } from './receiving.ts';
import { type Call, failed, ok, type Result } from './result.ts';
import { sendOn } from './sending.ts';
import { Settings } from './settings.ts';
import { SocketFile } from './socket-file.ts';
import type {
  AddressSlot,
  EpollEvent,
  IoVec,
  Level,
  Message,
  OptionResult,
  OptionValue,
  PollFd,
  SocketAddress,
  System,
} from './types.ts';

/** Descriptors a process may have: RLIMIT_NOFILE. */
const MOST_FILES = 1024;
/** The first free one: 0 to 2 are standard input, output and errors. */
const FIRST_FILE = 3;

export interface PosixOptions {
  readonly system: System;
  /** How sockets made from now on behave; the host's when absent. */
  readonly profile?: Profile | undefined;
}

/**
 * The sockets of one process on one host, as BSD gave them to the world: numbers for descriptors, errnos by
 * name, calls that wait or say EAGAIN.
 *
 * Selectors (levels, options, commands, domains) are names; bit masks (flags, events) are the numbers of
 * `constantsOf(system)`. A call that may wait returns a {@link Call}, which has its result at once when it did
 * not wait; whatever the network does is told at the end of a turn. Nothing here throws for what a process may
 * do wrong: that is an errno.
 */
export class Posix {
  readonly host: Host;
  readonly system: System;
  /** How sockets made from now on behave. */
  profile: Profile;
  /** The numbers of this system's headers. */
  readonly numbers: Readonly<Record<string, number>>;
  /** The largest SO_SNDBUF and SO_RCVBUF, octets: kern.ipc.maxsockbuf of FreeBSD. Linux has limits of its own. */
  maxSocketBuffer = 2_097_152;
  readonly #files: (OpenFile | undefined)[] = [];

  constructor(host: Host, o: PosixOptions) {
    this.host = host;
    this.system = o.system;
    this.profile = o.profile ?? host.profile;
    this.numbers = constantsOf(o.system);
  }

  /**
   * The system's settings have changed: sockets made from now on behave as `profile` says, and so do those that
   * are there, in what they begin from now on. Connections that have begun go on as they are.
   */
  useProfile(profile: Profile): void {
    this.profile = profile;
    for (const file of this.#files) if (file instanceof SocketFile) file.useProfile(profile);
  }

  /** `w` hears of whatever happens at the descriptors that are open now, until what this gives is called. */
  watch(w: Watcher): () => void {
    const files = this.#files.filter((f) => f !== undefined);
    for (const f of files) f.watchers.add(w);
    return () => {
      for (const f of files) f.watchers.delete(w);
    };
  }

  /** The lowest free descriptor, from 3. `type` may hold SOCK_NONBLOCK; `protocol` is 0 or IPPROTO_TCP. */
  socket(domain: string, type: number, protocol: number): Result {
    if (domain !== 'AF_INET' && domain !== 'AF_INET6') return failed('EAFNOSUPPORT');
    const { SOCK_NONBLOCK, SOCK_CLOEXEC, SOCK_STREAM } = this.numbers as Record<string, number>;
    const kind = type & ~((SOCK_NONBLOCK as number) | (SOCK_CLOEXEC as number));
    if (kind !== SOCK_STREAM) return failed('ESOCKTNOSUPPORT');
    if (protocol !== 0 && protocol !== 6) return failed('EPROTONOSUPPORT');
    const settings = new Settings(this.profile);
    return this.give(
      new SocketFile(this, domain === 'AF_INET' ? 4 : 6, this.#flags(type), settings),
    );
  }

  bind(fd: number, to: SocketAddress | null): Result {
    return this.#with(fd, (f) => bindSocket(f, to));
  }

  listen(fd: number, backlog: number): Result {
    return this.#with(fd, (f) => listenOn(f, backlog));
  }

  /** A new descriptor; `peer` takes the peer's address. FreeBSD's is non-blocking when the listener is. */
  accept(fd: number, peer: AddressSlot | null = null): Call {
    return this.#call(fd, (f) => {
      const inherits = this.system === 'freebsd' && f.isNonBlocking;
      return acceptFrom(f, peer, inherits ? f.flags : this.#flags(0));
    });
  }

  /** As {@link accept}; `flags` are SOCK_NONBLOCK and SOCK_CLOEXEC. */
  accept4(fd: number, peer: AddressSlot | null, flags: number): Call {
    const { SOCK_NONBLOCK, SOCK_CLOEXEC } = this.numbers as Record<string, number>;
    const known = (SOCK_NONBLOCK as number) | (SOCK_CLOEXEC as number);
    if ((flags & ~known) !== 0) return done(failed('EINVAL'));
    return this.#call(fd, (f) => acceptFrom(f, peer, this.#flags(flags)));
  }

  connect(fd: number, to: SocketAddress | null): Call {
    return this.#call(fd, (f) => connectTo(f, to));
  }

  /** `length` octets of `data`; all of it when absent. A null `data` is a bad pointer. */
  write(fd: number, data: Uint8Array | null, length?: number): Call {
    return this.#call(fd, (f) => sendOn(f, [vector(data, length)], 0, null));
  }

  writev(fd: number, iov: readonly IoVec[]): Call {
    return this.#call(fd, (f) => sendOn(f, iov, 0, null));
  }

  send(fd: number, data: Uint8Array | null, length: number, flags: number): Call {
    return this.#call(fd, (f) => sendOn(f, [vector(data, length)], flags, null));
  }

  sendto(
    fd: number,
    data: Uint8Array | null,
    length: number,
    flags: number,
    to: SocketAddress | null,
  ): Call {
    return this.#call(fd, (f) => sendOn(f, [vector(data, length)], flags, to));
  }

  sendmsg(fd: number, m: Message, flags: number): Call {
    return this.#call(fd, (f) => sendOn(f, m.iov, flags, m.name));
  }

  /** Up to `length` octets into `into`. A null `into` is a bad pointer, or unused with MSG_TRUNC. */
  read(fd: number, into: Uint8Array | null, length?: number): Call {
    return this.#call(fd, (f) => receiveOn(f, [vector(into, length)], 0));
  }

  readv(fd: number, iov: readonly IoVec[]): Call {
    return this.#call(fd, (f) => receiveOn(f, iov, 0));
  }

  recv(fd: number, into: Uint8Array | null, length: number, flags: number): Call {
    return this.#call(fd, (f) => receiveOn(f, [vector(into, length)], flags));
  }

  /** `from` stays as it is: a stream has one peer. */
  recvfrom(
    fd: number,
    into: Uint8Array | null,
    length: number,
    flags: number,
    _from: AddressSlot | null,
  ): Call {
    return this.recv(fd, into, length, flags);
  }

  /** Fills in `m.name`, `m.control` and `m.flags`. */
  recvmsg(fd: number, m: Message, flags: number): Call {
    return this.#call(fd, (f) => receiveMessage(f, m, flags));
  }

  /** `how` is SHUT_RD, SHUT_WR or SHUT_RDWR. */
  shutdown(fd: number, how: number): Result {
    return this.#with(fd, (f) => shutdownSocket(f, how));
  }

  /**
   * The descriptor is free at once. With an SO_LINGER above 0 the call waits until the peer has acknowledged
   * everything, or the time is over; what is left goes on without the process. A non-blocking socket of FreeBSD's
   * does not wait, one of Linux's does.
   */
  close(fd: number): Call {
    const file = this.fileOf(fd);
    if (file === null) return done(failed('EBADF'));
    this.#files[fd] = undefined;
    file.closed = true;
    file.release();
    file.abandon();
    return file instanceof SocketFile ? awaitDelivery(file) : done(ok());
  }

  /** 'F_GETFL' or 'F_SETFL' (O_NONBLOCK counts); 'F_GETFD' and 'F_SETFD' are accepted. */
  fcntl(fd: number, command: string, arg = 0): Result {
    const file = this.fileOf(fd);
    if (file === null) return failed('EBADF');
    const { O_NONBLOCK } = this.numbers as Record<'O_NONBLOCK', number>;
    switch (command) {
      case 'F_GETFL':
        return ok(file.flags);
      case 'F_SETFL':
        file.flags = (file.flags & ~O_NONBLOCK) | (arg & O_NONBLOCK);
        return ok();
      case 'F_GETFD':
      case 'F_SETFD':
        return ok();
      default:
        return failed('EINVAL');
    }
  }

  /** SIOCINQ, FIONREAD, SIOCOUTQ, SIOCOUTQNSD, FIONWRITE, FIONSPACE fill in `slot`; FIONBIO reads it. */
  ioctl(fd: number, request: string, slot: { value: number } | null): Result {
    return this.#with(fd, (f) => ioctlOn(f, request, slot));
  }

  getsockopt(fd: number, level: Level, name: string): OptionResult {
    const file = this.fileOf(fd);
    if (file instanceof SocketFile) return lookAt(file, level, name);
    return { value: null, length: 0, errno: file === null ? 'EBADF' : 'ENOTSOCK' };
  }

  /** A null `value` is a bad pointer. `length` is that of the value in memory; what its type has when absent. */
  setsockopt(
    fd: number,
    level: Level,
    name: string,
    value: OptionValue | null,
    length?: number,
  ): Result {
    return this.#with(fd, (f) => set(f, level, name, value, length ?? null));
  }

  getsockname(fd: number, into: AddressSlot): Result {
    return this.#with(fd, (f) => nameOf(f, into));
  }

  getpeername(fd: number, into: AddressSlot): Result {
    return this.#with(fd, (f) => peerOf(f, into));
  }

  /** How many have something to tell. `timeout` is milliseconds; below 0 for ever. */
  poll(fds: readonly PollFd[], timeout: number): Call {
    return pollOn(this, fds, timeout);
  }

  /** Linux only, as is what follows: ENOSYS elsewhere. */
  epollCreate(_flags = 0): Result {
    if (this.system !== 'linux') return failed('ENOSYS');
    return this.give(new EpollFile(this, this.#flags(0)));
  }

  /** `op` is 'EPOLL_CTL_ADD', 'EPOLL_CTL_MOD' or 'EPOLL_CTL_DEL'. */
  epollCtl(epfd: number, op: string, fd: number, event: EpollEvent | null): Result {
    const epoll = this.#epoll(epfd);
    return epoll instanceof EpollFile ? epoll.control(op, fd, event) : epoll;
  }

  /** Empties `events` and puts up to `most` into it. `timeout` is milliseconds; below 0 for ever. */
  epollWait(epfd: number, events: EpollEvent[], most: number, timeout: number): Call {
    const epoll = this.#epoll(epfd);
    return epoll instanceof EpollFile ? epoll.collect(events, most, timeout) : done(epoll);
  }

  /** struct tcp_info by the system's names; of a connection that is over too. Empty for what is no socket. */
  tcpInfo(fd: number): Readonly<Record<string, number>> {
    const file = this.fileOf(fd);
    return file instanceof SocketFile ? infoOf(file) : {};
  }

  /** Open descriptors, in order. */
  get descriptors(): readonly number[] {
    return [...this.#files.keys()].filter((fd) => this.#files[fd] !== undefined);
  }

  /** The connection of a socket, even one that is over; null when it has none. */
  connectionOf(fd: number): Connection | null {
    const file = this.fileOf(fd);
    return file instanceof SocketFile ? file.connection : null;
  }

  /** The listener of a socket; null when it does not listen. */
  listenerOf(fd: number): Listener | null {
    const file = this.fileOf(fd);
    return file instanceof SocketFile ? file.listener : null;
  }

  /** What a descriptor stands for, or null. */
  fileOf(fd: number): OpenFile | null {
    return this.#files[fd] ?? null;
  }

  /** The lowest free descriptor; -1 when the process has as many as it may. */
  get nextDescriptor(): number {
    let fd = FIRST_FILE;
    while (this.#files[fd] !== undefined) fd++;
    return fd < MOST_FILES ? fd : -1;
  }

  /** Gives `file` the lowest free descriptor: EMFILE when there is none. */
  give(file: OpenFile): Result {
    const fd = this.nextDescriptor;
    if (fd < 0) return failed('EMFILE');
    this.#files[fd] = file;
    return ok(fd);
  }

  /**
   * Begins a call on `f`: it has its result at once, or waits. One that must not wait, or no longer than `most`
   * microseconds, ends with what `partly` says, EAGAIN when absent.
   */
  start(
    f: OpenFile,
    nonBlocking: boolean,
    attempt: Attempt,
    partly: () => Result = () => failed('EAGAIN'),
    most: Micros = NEVER,
  ): Pending {
    const p = new Pending(attempt);
    if (p.retry()) return p;
    if (nonBlocking) {
      p.settle(partly());
      return p;
    }
    f.wait(p);
    if (most !== NEVER) this.limit(p, most, partly);
    return p;
  }

  /** `p` waits no longer than `most` microseconds, and then ends with what `partly` says. */
  limit(p: Pending, most: Micros, partly: () => Result): void {
    const { clock } = this.host;
    p.deadline = new Deadline(clock.timers, clock.now + most, () => p.settle(partly()));
  }

  #flags(type: number): number {
    const { SOCK_NONBLOCK, O_RDWR, O_NONBLOCK } = this.numbers as Record<string, number>;
    const nonBlocking = (type & (SOCK_NONBLOCK as number)) !== 0;
    return (O_RDWR as number) | (nonBlocking ? (O_NONBLOCK as number) : 0);
  }

  #with(fd: number, act: (f: SocketFile) => Result): Result {
    const file = this.fileOf(fd);
    if (file instanceof SocketFile) return act(file);
    return failed(file === null ? 'EBADF' : 'ENOTSOCK');
  }

  #call(fd: number, act: (f: SocketFile) => Call): Call {
    const file = this.fileOf(fd);
    if (file instanceof SocketFile) return act(file);
    return done(failed(file === null ? 'EBADF' : 'ENOTSOCK'));
  }

  #epoll(fd: number): EpollFile | Result {
    const file = this.fileOf(fd);
    if (file instanceof EpollFile) return file;
    return failed(file === null ? 'EBADF' : 'EINVAL');
  }
}

function vector(base: Uint8Array | null, length?: number): IoVec {
  return { base, length: length ?? base?.length ?? 0 };
}
