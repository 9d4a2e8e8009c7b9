import { Failure, fact, flag, int, type SocketOption } from './option.ts';
import type { SocketFile } from './socket-file.ts';

/** IP_TOS: the two bits of ECN are TCP's own. */
function setTos(f: SocketFile, value: number): null {
  f.change({ tos: value & 0xfc });
  return null;
}

/** IP_TTL; below 0 what the profile says. */
function setTtl(f: SocketFile, value: number): null {
  f.change({ ttl: value <= 0 ? f.settings.profile.ttl : value });
  return null;
}

const ttlOf = (f: SocketFile): number => f.settings.profile.ttl;

/** -1 is the default again; it is shown as what that is. */
const orDefault = (v: number, f: SocketFile): number => (v < 0 ? ttlOf(f) : v);

function mtuOf(f: SocketFile): number | Failure {
  const c = f.connection;
  return c === null || f.isClosed ? new Failure('ENOTCONN') : c.pathMtu || c.route.mtu;
}

/** IPPROTO_IP */
export const IP_OPTIONS: readonly SocketOption[] = [
  int('IP_TOS', {
    least: -128,
    most: 255,
    keep: (v, f) => (f.posix.system === 'linux' ? v & 0xfc : v & 0xff),
    apply: setTos,
  }),
  int('IP_TTL', {
    least: -1,
    most: 255,
    initial: ttlOf,
    keep: orDefault,
    apply: (f, v) => {
      if (v === 0 && f.posix.system === 'linux') return 'EINVAL';
      if (v < 0 && f.posix.system === 'freebsd') return 'EINVAL';
      return setTtl(f, v);
    },
  }),
  int('IP_MINTTL', { least: 0, most: 255 }),
  int('IP_MTU_DISCOVER', { only: 'linux', least: 0, most: 5, initial: 1 }),
  fact('IP_MTU', mtuOf, { only: 'linux' }),
  flag('IP_FREEBIND', { only: 'linux' }),
  flag('IP_TRANSPARENT', { only: 'linux' }),
  flag('IP_BINDANY', { only: 'freebsd' }),
  flag('IP_BIND_ADDRESS_NO_PORT', { only: 'linux' }),
  flag('IP_DONTFRAG', { only: 'freebsd' }),
  int('IP_RECVERR', { only: 'linux' }),
  flag('IP_RECVTOS'),
  flag('IP_RECVTTL'),
  int('IP_PORTRANGE', { only: 'freebsd', least: 0, most: 2 }),
];

/** IPPROTO_IPV6 */
export const IPV6_OPTIONS: readonly SocketOption[] = [
  int('IPV6_UNICAST_HOPS', {
    least: -1,
    most: 255,
    initial: ttlOf,
    keep: orDefault,
    apply: setTtl,
  }),
  int('IPV6_TCLASS', {
    least: -1,
    most: 255,
    keep: (v) => Math.max(0, v),
    apply: (f, v) => setTos(f, Math.max(0, v)),
  }),
  flag('IPV6_V6ONLY', {
    initial: (f) => f.posix.system === 'freebsd', // net.inet6.ip6.v6only
    apply: (f) => (f.bound === null && f.connection === null ? null : 'EINVAL'),
  }),
  int('IPV6_USE_MIN_MTU', {
    only: 'freebsd',
    least: -1,
    most: 1,
    initial: -1,
    apply: (f, v) => {
      f.change({ minMtu: v === 1 });
      return null;
    },
  }),
  int('IPV6_MTU_DISCOVER', { only: 'linux', least: 0, most: 5, initial: 1 }),
  fact('IPV6_MTU', mtuOf, { only: 'linux' }),
  int('IPV6_RECVERR', { only: 'linux' }),
  flag('IPV6_FREEBIND', { only: 'linux' }),
  flag('IPV6_DONTFRAG'),
  flag('IPV6_RECVTCLASS'),
  flag('IPV6_RECVHOPLIMIT'),
  flag('IPV6_AUTOFLOWLABEL'),
];
