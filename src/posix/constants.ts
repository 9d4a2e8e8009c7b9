import type { System } from './types.ts';

/*
 * Numbers of bit masks and selectors: the two systems' headers. What only one of them has is absent in the
 * other's. Numbers of no interest to a stream socket are left out.
 */

const POLL = {
  POLLIN: 0x1,
  POLLPRI: 0x2,
  POLLOUT: 0x4,
  POLLERR: 0x8,
  POLLHUP: 0x10,
  POLLNVAL: 0x20,
  POLLRDNORM: 0x40,
};

const COMMON = {
  AF_INET: 2,
  SOCK_STREAM: 1,
  SOCK_DGRAM: 2,
  IPPROTO_IP: 0,
  IPPROTO_TCP: 6,
  IPPROTO_UDP: 17,
  O_RDONLY: 0,
  O_WRONLY: 1,
  O_RDWR: 2,
  SHUT_RD: 0,
  SHUT_WR: 1,
  SHUT_RDWR: 2,
  MSG_OOB: 0x1,
  MSG_PEEK: 0x2,
  MSG_DONTROUTE: 0x4,
  ...POLL,
};

/** include/uapi/asm-generic and include/linux/socket.h of Linux. */
const LINUX: Readonly<Record<string, number>> = {
  ...COMMON,
  AF_INET6: 10,
  SOCK_NONBLOCK: 0x800,
  SOCK_CLOEXEC: 0x80000,
  O_NONBLOCK: 0x800,
  MSG_CTRUNC: 0x8,
  MSG_TRUNC: 0x20,
  MSG_DONTWAIT: 0x40,
  MSG_EOR: 0x80,
  MSG_WAITALL: 0x100,
  MSG_CONFIRM: 0x800,
  MSG_ERRQUEUE: 0x2000,
  MSG_NOSIGNAL: 0x4000,
  MSG_MORE: 0x8000,
  MSG_ZEROCOPY: 0x4000000,
  MSG_FASTOPEN: 0x20000000,
  MSG_CMSG_CLOEXEC: 0x40000000,
  POLLRDBAND: 0x80,
  POLLWRNORM: 0x100,
  POLLWRBAND: 0x200,
  POLLMSG: 0x400,
  POLLRDHUP: 0x2000,
  EPOLLIN: 0x1,
  EPOLLPRI: 0x2,
  EPOLLOUT: 0x4,
  EPOLLERR: 0x8,
  EPOLLHUP: 0x10,
  EPOLLRDNORM: 0x40,
  EPOLLRDBAND: 0x80,
  EPOLLWRNORM: 0x100,
  EPOLLWRBAND: 0x200,
  EPOLLMSG: 0x400,
  EPOLLRDHUP: 0x2000,
  EPOLLEXCLUSIVE: 0x10000000,
  EPOLLWAKEUP: 0x20000000,
  EPOLLONESHOT: 0x40000000,
  EPOLLET: 0x80000000,
};

/** sys/socket.h, sys/fcntl.h and sys/poll.h of FreeBSD. */
const FREEBSD: Readonly<Record<string, number>> = {
  ...COMMON,
  AF_INET6: 28,
  SOCK_NONBLOCK: 0x20000000,
  SOCK_CLOEXEC: 0x10000000,
  O_NONBLOCK: 0x4,
  MSG_EOR: 0x8,
  MSG_TRUNC: 0x10,
  MSG_CTRUNC: 0x20,
  MSG_WAITALL: 0x40,
  MSG_DONTWAIT: 0x80,
  MSG_EOF: 0x100,
  MSG_NOSIGNAL: 0x20000,
  POLLRDBAND: 0x80,
  POLLWRNORM: 0x4,
  POLLWRBAND: 0x100,
  POLLRDHUP: 0x4000,
};

/** The numbers of `system` by name: AF_, SOCK_, O_, SHUT_, MSG_, POLL, EPOLL. */
export function constantsOf(system: System): Readonly<Record<string, number>> {
  return system === 'linux' ? LINUX : FREEBSD;
}
