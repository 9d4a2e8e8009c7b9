import type { SyscallAction } from '../ast.ts';
import type { CallContext } from './context.ts';
import { type Issued, issued } from './issued.ts';
import { CallError, isOpen, knownName, nameIn, numberIn, pointed } from './values.ts';

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

  bind({ args: [fd, address] }, c) {
    return issued(c.stack.posix.bind(c.fd(fd), c.address(address, c.local)));
  },

  listen({ args: [fd, backlog] }, c) {
    return issued(c.stack.posix.listen(c.fd(fd), c.number(backlog)));
  },

  accept(a, c) {
    const fd = c.fd(a.args[0]);
    return accepted(fd, c.stack.posix.accept(fd, c.slot(a.args[1])), c);
  },

  accept4(a, c) {
    const fd = c.fd(a.args[0]);
    const flags = c.number(a.args[3]);
    return accepted(fd, c.stack.posix.accept4(fd, c.slot(a.args[1]), flags), c);
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

/** The child that a packet selected gets its descriptor. */
function accepted(listener: number, call: Issued['call'], c: CallContext): Issued {
  return {
    call,
    opens: true,
    settle: ({ value }) => {
      if (c.current === null || c.current === listener) c.current = value;
    },
  };
}
