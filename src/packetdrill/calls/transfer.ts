import type { AddressSlot, ControlMessage, IoVec, Message } from '../../posix/index.ts';
import { failed } from '../../posix/result.ts';
import type { Expr } from '../ast.ts';
import { type CallContext, MOST_OCTETS } from './context.ts';
import { type Issued, issued } from './issued.ts';
import { dataOf, messageDiffers } from './messages.ts';
import { CMSGHDR, checkLength, MSGHDR, membersAs } from './shapes.ts';
import type { Make } from './sockets.ts';
import { CallError, isNull, isOpen, member, membersOf, nameIn, show } from './values.ts';

/** Calls that send and receive. */
export const TRANSFER_CALLS: Readonly<Record<string, Make>> = {
  write({ args: [fd, data, count] }, c) {
    const n = c.number(count);
    return issued(c.stack.posix.write(c.fd(fd), c.octets(data, n), n));
  },

  writev({ args: [fd, iov, count] }, c) {
    checkVector(iov, count, c);
    return issued(c.stack.posix.writev(c.fd(fd), vector(iov, c)));
  },

  send({ args: [fd, data, count, flags] }, c) {
    const n = c.number(count);
    return issued(c.stack.posix.send(c.fd(fd), c.octets(data, n), n, c.number(flags)));
  },

  sendto({ args: [fd, data, count, flags, address] }, c) {
    const n = c.number(count);
    const octets = c.octets(data, n);
    const bits = c.number(flags);
    // Linux's tcp_sendmsg_fastopen refuses an address without a family; there is no such SocketAddress.
    if (address?.kind === 'word' && address.name === 'AF_UNSPEC')
      return issued(failed('EOPNOTSUPP'));
    const to = c.address(address, c.remote);
    return issued(c.stack.posix.sendto(c.fd(fd), octets, n, bits, to));
  },

  sendmsg({ args: [fd, message, flags] }, c) {
    const m = messageOf(message, c);
    return issued(c.stack.posix.sendmsg(c.fd(fd), m, c.number(flags)));
  },

  read({ args: [fd, data, count] }, c) {
    const into = room(data, count, c);
    return received(c.stack.posix.read(c.fd(fd), into, c.number(count)), data, into);
  },

  readv({ args: [fd, iov, count] }, c) {
    checkVector(iov, count, c);
    return issued(c.stack.posix.readv(c.fd(fd), vector(iov, c)));
  },

  recv({ args: [fd, data, count, flags] }, c) {
    const into = room(data, count, c);
    const call = c.stack.posix.recv(c.fd(fd), into, c.number(count), c.number(flags));
    return received(call, data, into);
  },

  recvfrom({ args: [fd, data, count, flags, from] }, c) {
    const into = room(data, count, c);
    const slot: AddressSlot | null = c.slot(from);
    const call = c.stack.posix.recvfrom(c.fd(fd), into, c.number(count), c.number(flags), slot);
    return received(call, data, into);
  },

  recvmsg({ args: [fd, message, flags] }, c) {
    const fields = membersAs(message, MSGHDR);
    const m: Message = { ...messageOf(message, c), control: [], flags: 0 };
    return {
      call: c.stack.posix.recvmsg(c.fd(fd), m, c.number(flags)),
      differs: (r) => {
        const got = r.errno === null ? messageDiffers(fields, m, c) : null;
        return got === null ? new Map() : new Map([[1, got]]);
      },
    };
  },
};

/** What was read must be what a script's string says; `...` is not compared. */
function received(call: Issued['call'], data: Expr | undefined, into: Uint8Array | null): Issued {
  if (data?.kind !== 'string' || into === null) return issued(call);
  return {
    call,
    differs: (r) => {
      const got = into.subarray(0, Math.max(0, r.value));
      const text = Array.from(got, (octet) => String.fromCharCode(octet)).join('');
      if (text === data.value) return new Map();
      return new Map([[1, show({ kind: 'string', value: text })]]);
    },
  };
}

/** Where a call that reads puts octets; null for a bad pointer. */
function room(data: Expr | undefined, count: Expr | undefined, c: CallContext): Uint8Array | null {
  return isNull(data) ? null : new Uint8Array(Math.min(MOST_OCTETS, Math.max(0, c.number(count))));
}

/** `[{..., 1000}, {"abc", 3}]` */
export function vector(e: Expr | undefined, c: CallContext): IoVec[] {
  if (e?.kind !== 'list') throw new CallError('something else than a list of buffers');
  return e.of.map((buffer) => {
    const parts = membersOf(buffer);
    if (parts.length !== 2 || parts.some((f) => f.name !== null)) {
      throw new CallError(`\`${show(buffer)}\` for a buffer: expected {..., length}`);
    }
    const [base, length] = parts.map((f) => f.value);
    const n = c.number(length);
    return { base: c.octets(base, n), length: n };
  });
}

/** The count beside a list of buffers must be the list's. */
function checkVector(
  iov: Expr | undefined,
  count: Expr | null | undefined,
  c: CallContext,
  what = 'iovcnt',
): void {
  if (iov?.kind === 'list') checkLength(what, count, iov.of, c.stack.api);
}

/** `{msg_name(...)=..., msg_iov(1)=[{..., 1000}], msg_flags=0, msg_control=[...]}` to be sent. */
function messageOf(e: Expr | undefined, c: CallContext): Message {
  const fields = membersAs(e, MSGHDR);
  const name = member(fields, 'msg_name');
  const flags = member(fields, 'msg_flags');
  const control = member(fields, 'msg_control');
  const iov = fields.find((f) => f.name === 'msg_iov');
  checkVector(iov?.value, iov?.extra, c, 'msg_iov of');
  return {
    name: name === null ? null : c.address(name, c.remote),
    iov: vector(member(fields, 'msg_iov') ?? undefined, c),
    flags: flags === null || isOpen(flags) ? 0 : c.number(flags),
    control: control === null || isOpen(control) ? [] : controlOf(control, c),
  };
}

function controlOf(e: Expr, c: CallContext): ControlMessage[] {
  if (e.kind !== 'list') throw new CallError(`\`${show(e)}\` for control messages`);
  return e.of.map((each) => {
    const fields = membersAs(each, CMSGHDR);
    const data = member(fields, 'cmsg_data');
    return {
      level: nameIn(member(fields, 'cmsg_level') ?? undefined),
      type: nameIn(member(fields, 'cmsg_type') ?? undefined),
      data: data === null ? null : dataOf(data, c),
    };
  });
}
