import type { Connection } from '../tcp/connection.ts';
import type { Listener } from '../tcp/passive/listener.ts';
import type { Profile } from '../tcp/profile.ts';
import { awaitDelivery, shutdownSocket } from './closing.ts';
import { EpollFile } from './epoll.ts';
import { infoOf } from './info.ts';
import { ioctlOn } from './ioctl.ts';
import { bindSocket, nameOf, peerOf } from './naming.ts';
import { openPath } from './node-file.ts';
import { readOn, writeOn } from './octets.ts';
import { acceptFrom, connectTo, listenOn } from './opening.ts';
import { lookAt, set } from './options.ts';
import { done } from './pending.ts';
import { openPipe, type PipeSlot } from './pipe.ts';
import { pollOn } from './poll.ts';
import { MOST_FILES, Process } from './process.ts';
import { receiveMessage, receiveOn } from './receiving.ts';
import { type Call, failed, ok, type Result } from './result.ts';
import { type FileSending, sendFile, sendFileAround } from './send-file.ts';
import { sendOn } from './sending.ts';
import { Settings } from './settings.ts';
import { SocketFile } from './socket-file.ts';
import { type OffsetSlot, spliceOn } from './splicing.ts';
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
} from './types.ts';

/**
 * The sockets, pipes and files of one process on one host, as BSD gave them to the world: numbers for descriptors, errnos by
 * name, calls that wait or say EAGAIN.
 *
 * Selectors (levels, options, commands, domains) are names; bit masks (flags, events) are the numbers of
 * `constantsOf(system)`. A call that may wait returns a {@link Call}, which has its result at once when it did
 * not wait; whatever the network does is told at the end of a turn. Nothing here throws for what a process may
 * do wrong: that is an errno.
 */
export class Posix extends Process {
  /** The largest SO_SNDBUF and SO_RCVBUF, octets: kern.ipc.maxsockbuf of FreeBSD. Linux has limits of its own. */
  maxSocketBuffer = 2_097_152;

  /**
   * The system's settings have changed: sockets made from now on behave as `profile` says, and so do those that
   * are there, in what they begin from now on. Connections that have begun go on as they are.
   */
  useProfile(profile: Profile): void {
    this.profile = profile;
    for (const fd of this.descriptors) {
      const file = this.fileOf(fd);
      if (file instanceof SocketFile) file.useProfile(profile);
    }
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

  /** `length` is the octets of the address; those of its family when absent. */
  bind(fd: number, to: SocketAddress | null, length?: number): Result {
    return this.#with(fd, (f) => bindSocket(f, to, length));
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
    return this.writev(fd, [vector(data, length)]);
  }

  writev(fd: number, iov: readonly IoVec[]): Call {
    const file = this.fileOf(fd);
    return file === null ? done(failed('EBADF')) : writeOn(file, iov);
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
    return this.readv(fd, [vector(into, length)]);
  }

  readv(fd: number, iov: readonly IoVec[]): Call {
    const file = this.fileOf(fd);
    return file === null ? done(failed('EBADF')) : readOn(file, iov);
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
    const file = this.take(fd);
    if (file === null) return done(failed('EBADF'));
    return file instanceof SocketFile && file.closed ? awaitDelivery(file) : done(ok());
  }

  /**
   * A descriptor for one of {@link files}. `flags` are O_ numbers; those that wait for a disk, or keep others out,
   * mean nothing here.
   */
  open(path: string | null, flags: number): Result {
    return openPath(this, path, flags);
  }

  /** Where the next read or write of a file begins, octets: `whence` is SEEK_SET, SEEK_CUR or SEEK_END. */
  lseek(fd: number, offset: number, whence: number): Result {
    const file = this.fileOf(fd);
    return file === null ? failed('EBADF') : file.seek(offset, whence);
  }

  /** pipe, and pipe2 where `flags` has O_NONBLOCK. FreeBSD's goes both ways. It holds 65,536 octets. */
  pipe(into: PipeSlot | null, flags = 0): Result {
    return openPipe(this, into, flags);
  }

  /**
   * sendfile(2) of Linux, ENOSYS elsewhere: up to `count` octets of the file `inFd`, from `offset` on or from where
   * its descriptor stands, to whatever takes them. No more than 2**26 octets a call.
   */
  sendfile(outFd: number, inFd: number, offset: OffsetSlot | null, count: number): Call {
    if (this.system !== 'linux') return done(failed('ENOSYS'));
    return sendFile(this, outFd, inFd, offset, count);
  }

  /** sendfile(2) of FreeBSD, ENOSYS elsewhere; `flags` are SF_ numbers, and spare nothing where there is no disk. */
  sendfileAround(s: FileSending, _flags = 0): Call {
    if (this.system !== 'freebsd') return done(failed('ENOSYS'));
    return sendFileAround(this, s);
  }

  /**
   * splice(2) of Linux, ENOSYS elsewhere: up to `length` octets from one descriptor to another, one of them a pipe.
   * A null offset is where its file stands, and all that pipes and sockets have. `flags` are SPLICE_F_ numbers.
   */
  splice(
    inFd: number,
    inAt: OffsetSlot | null,
    outFd: number,
    outAt: OffsetSlot | null,
    length: number,
    flags: number,
  ): Call {
    return spliceOn(this, [inFd, inAt], [outFd, outAt], length, flags);
  }

  /**
   * Gives a capability up, or puts it in force again, as cap_set_flag() and cap_set_proc() of libcap do together; ENOSYS
   * but for Linux. `which` is a {@link CapabilitySet}, `name` one such as CAP_NET_ADMIN.
   */
  capSet(which: string, name: string, isOn: boolean): Result {
    if (this.system !== 'linux') return failed('ENOSYS');
    return this.capabilities.set(which, name, isOn);
  }

  /**
   * 'F_GETFL' or 'F_SETFL' (O_NONBLOCK and O_APPEND count); 'F_GETFD' and 'F_SETFD' are accepted; 'F_DUPFD' gives the file
   * another descriptor, `arg` or the next that is free.
   */
  fcntl(fd: number, command: string, arg = 0): Result {
    const file = this.fileOf(fd);
    if (file === null) return failed('EBADF');
    const { O_NONBLOCK = 0, O_APPEND = 0 } = this.numbers;
    switch (command) {
      case 'F_GETFL':
        return ok(file.flags);
      case 'F_SETFL':
        file.flags = (file.flags & ~(O_NONBLOCK | O_APPEND)) | (arg & (O_NONBLOCK | O_APPEND));
        return ok();
      case 'F_GETFD':
      case 'F_SETFD':
        return ok();
      case 'F_DUPFD':
      case 'F_DUPFD_CLOEXEC':
        return Number.isInteger(arg) && arg >= 0 && arg < MOST_FILES
          ? this.give(file, arg)
          : failed('EINVAL');
      default:
        return failed('EINVAL');
    }
  }

  /** SIOCINQ, FIONREAD, SIOCOUTQ, SIOCOUTQNSD, FIONWRITE, FIONSPACE fill in `slot`; FIONBIO reads it. */
  ioctl(fd: number, request: string, slot: { value: number } | null): Result {
    const file = this.fileOf(fd);
    return file === null ? failed('EBADF') : ioctlOn(this, file, request, slot);
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
