import { constantsOf, type EpollEvent, type PollFd } from '../../posix/index.ts';
import type { Expr, Field } from '../ast.ts';
import type { CallContext } from './context.ts';
import { issued } from './issued.ts';
import { checkLength, EPOLL_EVENT, membersAs, POLLFD } from './shapes.ts';
import type { Make } from './sockets.ts';
import { CallError, isNull, isOpen, knownName, member, show, showBits } from './values.ts';

/** Calls that ask which descriptors are ready. */
export const READY_CALLS: Readonly<Record<string, Make>> = {
  poll({ args: [list, count, timeout] }, c) {
    if (list?.kind !== 'list') throw new CallError('something else than a list of pollfd');
    const structs = list.of.map((e) => membersAs(e, POLLFD));
    checkLength('nfds', count, list.of, c.stack.api);
    const fds: PollFd[] = structs.map((fields) => ({
      fd: c.fd(member(fields, 'fd') ?? undefined),
      events: numberOr0(member(fields, 'events'), c),
      revents: 0,
    }));
    const call = c.stack.posix.poll(fds, signed(c.number(timeout)));
    return {
      call,
      differs: () => {
        const same = structs.every((fields, i) => {
          const revents = member(fields, 'revents');
          return revents === null || isOpen(revents) || c.number(revents) === fds[i]?.revents;
        });
        if (same) return new Map();
        const shown = structs.map((fields, i) => showPollFd(fields, fds[i]?.revents ?? 0, c));
        return new Map([[0, `[${shown.join(', ')}]`]]);
      },
    };
  },

  epoll_create(_a, c) {
    return { call: c.stack.posix.epollCreate(), opens: true };
  },

  epoll_create1({ args: [flags] }, c) {
    return { call: c.stack.posix.epollCreate(c.number(flags)), opens: true };
  },

  epoll_ctl({ args: [epfd, op, fd, event] }, c) {
    const given =
      event === undefined || isNull(event) ? null : eventOf(membersAs(event, EPOLL_EVENT), c);
    return issued(c.stack.posix.epollCtl(c.fd(epfd), knownName('command', op), c.fd(fd), given));
  },

  epoll_wait({ args: [epfd, events, most, timeout] }, c) {
    const expected = events === undefined || isOpen(events) ? [] : eventsOf(events);
    const got: EpollEvent[] = [];
    const wait = signed(c.number(timeout));
    return {
      call: c.stack.posix.epollWait(c.fd(epfd), got, c.number(most), wait),
      differs: () => {
        const same = got.every((event, i) => {
          const fields = expected[i];
          if (fields === undefined) return true;
          const wanted = eventOf(fields, c);
          return wanted.events === event.events >>> 0 && wanted.data === event.data;
        });
        return same ? new Map() : new Map([[1, got.map((e) => showEvent(e, c)).join(', ')]]);
      },
    };
  },
};

/** A timeout is an int: -1 may have been written without a sign. */
const signed = (n: number): number => (n > 0x7fffffff ? n | 0 : n);

function numberOr0(e: Expr | null, c: CallContext): number {
  return e === null || isOpen(e) ? 0 : c.number(e);
}

/** One event, or a list of them. */
function eventsOf(e: Expr): (readonly Field[])[] {
  return e.kind === 'list'
    ? e.of.map((x) => membersAs(x, EPOLL_EVENT))
    : [membersAs(e, EPOLL_EVENT)];
}

/** `{events=EPOLLIN, fd=4}`: what the data is called means nothing, it comes back as it was given. */
function eventOf(fields: readonly Field[], c: CallContext): EpollEvent {
  const data = ['fd', 'ptr', 'u32', 'u64']
    .map((name) => member(fields, name))
    .find((d) => d !== null);
  return {
    events: numberOr0(member(fields, 'events'), c) >>> 0,
    data: numberOr0(data ?? null, c),
  };
}

function showPollFd(fields: readonly Field[], revents: number, c: CallContext): string {
  const shown = fields.map((f) =>
    f.name === 'revents'
      ? `revents=${showBits(revents, 'POLL', constantsOf(c.stack.api))}`
      : `${f.name}=${show(f.value)}`,
  );
  return `{${shown.join(', ')}}`;
}

function showEvent(e: EpollEvent, c: CallContext): string {
  return `{events=${showBits(e.events, 'EPOLL', constantsOf(c.stack.api))}, fd=${e.data}}`;
}
