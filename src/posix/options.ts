import { Failure, type SocketOption } from './option.ts';
import { IP_OPTIONS, IPV6_OPTIONS } from './options-ip.ts';
import { SOCKET_OPTIONS } from './options-socket.ts';
import { TCP_OPTIONS } from './options-tcp.ts';
import { MORE_TCP_OPTIONS } from './options-tcp-more.ts';
import { failed, ok, type Result } from './result.ts';
import type { SocketFile } from './socket-file.ts';
import type { Level, OptionResult, OptionValue } from './types.ts';

const tableOf = (...of: (readonly SocketOption[])[]): ReadonlyMap<string, SocketOption> =>
  new Map(of.flat().map((o) => [o.name, o]));

const SOCKET = tableOf(SOCKET_OPTIONS);
const TCP = tableOf(TCP_OPTIONS, MORE_TCP_OPTIONS);
const IP = tableOf(IP_OPTIONS);
const IPV6 = tableOf(IPV6_OPTIONS);

const LEVELS: Readonly<Record<Level, ReadonlyMap<string, SocketOption>>> = {
  SOL_SOCKET: SOCKET,
  SOL_TCP: TCP,
  IPPROTO_TCP: TCP,
  SOL_IP: IP,
  IPPROTO_IP: IP,
  SOL_IPV6: IPV6,
  IPPROTO_IPV6: IPV6,
};

function find(f: SocketFile, level: string, name: string): SocketOption | null {
  if (!Object.hasOwn(LEVELS, level)) return null;
  const option = LEVELS[level as Level].get(name);
  if (option === undefined) return null;
  return option.only === undefined || option.only === f.posix.system ? option : null;
}

/** getsockopt: ENOPROTOOPT for what the system does not have. */
export function lookAt(f: SocketFile, level: string, name: string): OptionResult {
  const option = find(f, level, name);
  if (option?.get === undefined) return { value: null, length: 0, errno: 'ENOPROTOOPT' };
  const value = option.get(f);
  if (value instanceof Failure) return { value: null, length: 0, errno: value.errno };
  return { value, length: option.length ?? 4, errno: null };
}

/** setsockopt: ENOPROTOOPT for what the system does not have, or only shows. */
export function set(
  f: SocketFile,
  level: string,
  name: string,
  value: OptionValue | null,
  length: number | null,
): Result {
  const option = find(f, level, name);
  if (option?.set === undefined) return failed('ENOPROTOOPT');
  if (value === null) return failed('EFAULT');
  const octets = length ?? lengthOf(option, value);
  // An octet is enough for the options of IP: do_ip_setsockopt().
  const shortest = level.endsWith('_IP') ? 1 : 4;
  if (typeof value === 'number' && octets < shortest) return failed('EINVAL');
  // Half a structure is none: sk_setsockopt() looks at the length, sooptcopyin() at the least one.
  const isStructure = typeof value === 'object' && !(value instanceof Uint8Array);
  if (isStructure && octets < (option.length ?? 0)) return failed('EINVAL');
  const errno = option.set(f, value, octets);
  return errno === null ? ok() : failed(errno);
}

function lengthOf(option: SocketOption, value: OptionValue): number {
  if (typeof value === 'string' || value instanceof Uint8Array) return value.length;
  return option.length ?? 4;
}

/** The names of all options that a socket has, on either system. */
export function optionNames(): string[] {
  return [...new Set([SOCKET, TCP, IP, IPV6].flatMap((table) => [...table.keys()]))];
}
