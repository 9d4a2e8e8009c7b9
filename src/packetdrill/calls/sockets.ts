import type { AddressSlot, SocketAddress } from '../../posix/index.ts';
import type { Expr, SyscallAction } from '../ast.ts';
import type { CallContext } from './context.ts';
import { type Issued, issued } from './issued.ts';
import { CallError, isNull, isOpen, knownName, nameIn, numberIn, pointed } from './values.ts';

/** Makes a call of a script. */
export type Make = (a: SyscallAction, c: CallContext) => Issued;

/** Calls that make, connect and end sockets. */
export const SOCKET_CALLS: Readonly<Record<string, Make>> = {
  socket({ args: [domain, type, protocol] }, c) {
    const family = c.endpoints.family === 4 ? 'AF_INET' : 'AF_INET6';
    const name = domain === undefined || isOpen(domain) ? family : nameIn(domain);
    const call = c.stack.posix.socket(name, c.number(type), c.number(protocol));
    return {
      call,
      opens: true,
      settle: ({ value }) => {
        c.current = value; // the socket made last is the one under test
      },
    };
  },

  bind({ args: [fd, address, length] }, c) {
    const octets = isOpen(length) ? undefined : c.number(length);
    return issued(c.stack.posix.bind(c.fd(fd), c.address(address, c.local), octets));
  },

  listen({ args: [fd, backlog] }, c) {
    return issued(c.stack.posix.listen(c.fd(fd), c.number(backlog)));
  },

  accept(a, c) {
    const fd = c.fd(a.args[0]);
    const slot = c.slot(a.args[1]);
    return accepted(a, slot, c.stack.posix.accept(fd, slot), c);
  },

  accept4(a, c) {
    const fd = c.fd(a.args[0]);
    const flags = c.number(a.args[3]);
    const slot = c.slot(a.args[1]);
    return accepted(a, slot, c.stack.posix.accept4(fd, slot, flags), c);
  },

  connect({ args: [fd, address] }, c) {
    return issued(c.stack.posix.connect(c.fd(fd), c.address(address, c.remote)));
  },

  shutdown({ args: [fd, how] }, c) {
    return issued(c.stack.posix.shutdown(c.fd(fd), c.number(how)));
  },

  close({ args: [fd] }, c) {
    const script = c.number(fd);
    return {
      call: c.stack.posix.close(c.fd(fd)),
      settle: () => c.unbind(script),
    };
  },

  fcntl({ args: [fd, command, arg] }, c) {
    const name = knownName('command', command);
    const value = arg === undefined ? 0 : c.number(arg);
    const call = c.stack.posix.fcntl(c.fd(fd), name, value);
    return name.startsWith('F_DUPFD') ? { call, opens: true } : issued(call);
  },

  /** `cap_set(CAP_EFFECTIVE, CAP_NET_ADMIN, CAP_CLEAR) = 0` */
  cap_set({ args: [set, capability, op] }, c) {
    const [which, name, verb] = [set, capability, op].map((e) => knownName('capability', e));
    const call = c.stack.posix.capSet(which as string, name as string, verb === 'CAP_SET');
    return issued(call);
  },

  ioctl({ args: [fd, request, value] }, c) {
    const name = knownName('command', request);
    // Both kernels have it, so that ENOTTY would be a false answer: tcp_ioctl(), soo_ioctl().
    if (name === 'SIOCATMARK') throw new CallError('the command SIOCATMARK');
    const given = value === undefined ? null : pointed(value);
    const expected = given === null || isOpen(given) ? null : numberIn(given, c.stack.api);
    const slot = { value: expected ?? 0 };
    return {
      call: c.stack.posix.ioctl(c.fd(fd), name, slot),
      differs: () =>
        expected === null || slot.value === expected
          ? new Map()
          : new Map([[2, `[${slot.value}]`]]),
    };
  },
};

/** As a script writes it. */
function showAddress({ address, port }: SocketAddress): string {
  const [family, sin, text] =
    address.version === 4
      ? ['AF_INET', 'sin', `inet_addr("${address}")`]
      : ['AF_INET6', 'sin6', `inet_pton(AF_INET6, "${address}")`];
  return `{sa_family = ${family}, ${sin}_port = htons(${port}), ${sin}_addr = ${text}}`;
}

/** The child that a packet selected gets its descriptor. */
function accepted(
  { args: [fd, address, length] }: SyscallAction,
  slot: AddressSlot | null,
  call: Issued['call'],
  c: CallContext,
): Issued {
  const listener = c.fd(fd);
  const expected = isOpen(address) ? null : c.address(address, null);
  const octets = isOpen(length) || isNull(length) ? null : c.number(pointed(length as Expr));
  return {
    differs: (r) => {
      const got = slot?.value ?? null;
      const differs = new Map<number, string>();
      if (r.errno !== null || got === null) return differs;
      const same = expected?.address.equals(got.address) && expected.port === got.port;
      if (expected !== null && !same) differs.set(1, showAddress(got));
      const long = got.address.version === 4 ? 16 : 28;
      if (octets !== null && octets !== long) differs.set(2, `[${long}]`);
      return differs;
    },
    call,
    opens: true,
    settle: ({ value }) => {
      if (c.current === null || c.current === listener) c.current = value;
    },
  };
}
