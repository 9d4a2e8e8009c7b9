import type { HeadersAndTrailers, OffsetSlot, PipeSlot } from '../../posix/index.ts';
import type { Expr } from '../ast.ts';
import type { CallContext } from './context.ts';
import { type Issued, issued } from './issued.ts';
import { membersAs, SF_HDTR } from './shapes.ts';
import type { Make } from './sockets.ts';
import { vector } from './transfer.ts';
import { CallError, isNull, isOpen, member, numberIn, pointed, show } from './values.ts';

/** Calls of files and pipes, and those that move octets between them and sockets. */
export const FILE_CALLS: Readonly<Record<string, Make>> = {
  open({ args: [path, flags] }, c) {
    if (!isNull(path) && path?.kind !== 'string') {
      throw new CallError(`\`${path === undefined ? '' : show(path)}\` for a path`);
    }
    const name = path?.kind === 'string' ? path.value : null;
    return { call: c.stack.posix.open(name, c.number(flags)), opens: true };
  },

  lseek({ args: [fd, offset, whence] }, c) {
    return issued(c.stack.posix.lseek(c.fd(fd), c.number(offset), c.number(whence)));
  },

  pipe({ args: [ends] }, c) {
    return opened(ends, 0, c);
  },

  pipe2({ args: [ends, flags] }, c) {
    return opened(ends, c.number(flags), c);
  },

  sendfile(a, c) {
    return c.stack.api === 'freebsd' ? sentAround(a.args, c) : sent(a.args, c);
  },

  splice({ args: [from, fromAt, to, toAt, length, flags] }, c) {
    const [inAt, outAt] = [slotOf(fromAt, c), slotOf(toAt, c)];
    const bits = c.number(flags);
    return issued(c.stack.posix.splice(c.fd(from), inAt, c.fd(to), outAt, c.number(length), bits));
  },
};

/** `pipe([5, 6])`: the script's numbers for what to read from and what to write to. */
function opened(ends: Expr | undefined, flags: number, c: CallContext): Issued {
  const slot: PipeSlot | null = isNull(ends) ? null : { value: null };
  const numbers = ends?.kind === 'list' ? ends.of.map((e) => numberIn(e, c.stack.api)) : [];
  if (slot !== null && numbers.length !== 2) {
    throw new CallError(`\`${ends === undefined ? '' : show(ends)}\` for two descriptors`);
  }
  return {
    call: c.stack.posix.pipe(slot, flags),
    settle: () => {
      slot?.value?.forEach((live, i) => {
        c.bind(numbers[i] as number, live);
      });
    },
  };
}

/** Linux: `sendfile(4, 5, [0], 5) = 5`. What the call leaves in the offset is not compared. */
function sent([to, from, offset, count]: readonly Expr[], c: CallContext): Issued {
  const at = slotOf(offset, c);
  return issued(c.stack.posix.sendfile(c.fd(to), c.fd(from), at, c.number(count)));
}

/** FreeBSD: `sendfile(5, 4, 0, 5, {headers=[{..., 3}], trailers=[]}, [8], 0) = 0`, where `[8]` is compared. */
function sentAround(args: readonly Expr[], c: CallContext): Issued {
  const [file, socket, offset, count, around, octets, flags] = args;
  const slot = octets === undefined || isNull(octets) ? null : { value: 0 };
  const expected = slot === null || isOpen(octets) ? null : pointed(octets as Expr);
  const sending = {
    fd: c.fd(file),
    socket: c.fd(socket),
    offset: c.number(offset),
    count: c.number(count),
    around: aroundOf(around, c),
    sent: slot,
  };
  return {
    call: c.stack.posix.sendfileAround(sending, c.number(flags)),
    differs: () =>
      slot === null || expected === null || isOpen(expected) || c.number(expected) === slot.value
        ? new Map()
        : new Map([[5, `[${slot.value}]`]]),
  };
}

function aroundOf(e: Expr | undefined, c: CallContext): HeadersAndTrailers | null {
  if (isOpen(e) || isNull(e)) return null;
  const fields = membersAs(e, SF_HDTR);
  const [headers, trailers] = [member(fields, 'headers'), member(fields, 'trailers')];
  return {
    headers: headers === null ? [] : vector(headers, c),
    trailers: trailers === null ? [] : vector(trailers, c),
  };
}

/** `[0]` is an offset of the call's own, NULL the place where the file stands. */
function slotOf(e: Expr | undefined, c: CallContext): OffsetSlot | null {
  if (isNull(e) || (e?.kind === 'integer' && e.value === 0)) return null;
  if (e?.kind !== 'list')
    throw new CallError(`\`${e === undefined ? '' : show(e)}\` for an offset`);
  return { value: c.number(pointed(e)) };
}
