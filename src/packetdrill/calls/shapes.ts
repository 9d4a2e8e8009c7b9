import { didYouMean } from '../../base/nearest.ts';
import type { Expr, Field, SyscallAction } from '../ast.ts';
import type { Api } from '../constants.ts';
import { CallError, isOpen, membersOf, numberIn, show } from './values.ts';

/*
 * How many arguments a call has and what its structures are made of. What a script writes beyond that would be
 * compared with nothing, so it is refused, as packetdrill does for the arguments.
 */

/** How many arguments: the least and, where that is another number, the most. */
type Count = readonly [least: number, most?: number];

const COUNTS: Readonly<Record<string, Count>> = {
  socket: [3],
  bind: [3],
  listen: [2],
  accept: [3],
  accept4: [4],
  connect: [3],
  shutdown: [2],
  close: [1],
  fcntl: [2, 3],
  ioctl: [2, 3],
  cap_set: [3],
  write: [3],
  writev: [3],
  send: [4],
  sendto: [6],
  sendmsg: [3],
  read: [3],
  readv: [3],
  recv: [4],
  recvfrom: [6],
  recvmsg: [3],
  setsockopt: [5],
  getsockopt: [5],
  poll: [3],
  epoll_create: [1],
  epoll_create1: [1],
  epoll_ctl: [4],
  epoll_wait: [4],
  open: [2, 3],
  lseek: [3],
  pipe: [1],
  pipe2: [2],
  splice: [6],
};

/** Throws CallError when the call has not that many arguments. */
export function checkCount({ name, args }: SyscallAction, api: Api): void {
  const sendfile: Count = api === 'freebsd' ? [7] : [4];
  const count = name === 'sendfile' ? sendfile : Object.hasOwn(COUNTS, name) ? COUNTS[name] : null;
  if (count === null || count === undefined) return;
  const [least, most = least] = count;
  if (args.length >= least && args.length <= most) return;
  const expected = most === least ? `${least}` : `${least} or ${most}`;
  throw new CallError(
    `${args.length} argument${args.length === 1 ? '' : 's'}: expected ${expected}`,
  );
}

/** A structure's members, of which a script may leave some out. */
export interface Shape {
  readonly name: string;
  readonly members: readonly string[];
}

export const SOCKADDR: Shape = {
  name: 'sockaddr',
  members: [
    ...['sa_family', 'sin_family', 'sin_port', 'sin_addr'],
    ...['sin6_family', 'sin6_port', 'sin6_flowinfo', 'sin6_addr', 'sin6_scope_id'],
  ],
};
export const POLLFD: Shape = { name: 'pollfd', members: ['fd', 'events', 'revents'] };
export const EPOLL_EVENT: Shape = {
  name: 'epoll_event',
  members: ['events', 'fd', 'ptr', 'u32', 'u64'],
};
export const MSGHDR: Shape = {
  name: 'msghdr',
  members: ['msg_name', 'msg_iov', 'msg_flags', 'msg_control'],
};
export const CMSGHDR: Shape = {
  name: 'cmsghdr',
  members: ['cmsg_level', 'cmsg_type', 'cmsg_data'],
};
export const SF_HDTR: Shape = { name: 'sf_hdtr', members: ['headers', 'trailers'] };

/** The members of a structure of that shape. Throws CallError for another, and for one that stands there twice. */
export function membersAs(e: Expr | undefined, { name, members }: Shape): readonly Field[] {
  const fields = membersOf(e);
  const seen = new Set<string>();
  for (const f of fields) {
    const list = `expected ${members.join(', ')}`;
    if (f.name === null) throw new CallError(`\`${show(f.value)}\` in a ${name}: ${list}`);
    if (!members.includes(f.name)) {
      const hint = didYouMean(f.name, [...members]);
      throw new CallError(`the member ${f.name} in a ${name}${hint || `: ${list}`}`);
    }
    if (seen.has(f.name)) throw new CallError(`the member ${f.name} twice in a ${name}`);
    seen.add(f.name);
  }
  return fields;
}

/** Throws CallError when the number that goes with a list is not that of its elements; `...` is any. */
export function checkLength(
  what: string,
  count: Expr | null | undefined,
  list: readonly unknown[],
  api: Api,
): void {
  if (count === null || isOpen(count)) return;
  const n = numberIn(count as Expr, api);
  if (n !== list.length) throw new CallError(`${what} ${n} for a list of ${list.length}`);
}
