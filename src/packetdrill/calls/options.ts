import { didYouMean } from '../../base/nearest.ts';
import type { Level, OptionResult, OptionValue } from '../../posix/index.ts';
import type { Expr } from '../ast.ts';
import { isSameErrno } from '../constants.ts';
import { isErrno } from '../names.ts';
import type { CallContext } from './context.ts';
import { dataOf, showData } from './messages.ts';
import { membersAs } from './shapes.ts';
import type { Make } from './sockets.ts';
import { CallError, isNull, isOpen, knownName, member, nameIn, pointed, show } from './values.ts';

const LEVELS: ReadonlySet<string> = new Set<Level>([
  'SOL_SOCKET',
  'SOL_TCP',
  'IPPROTO_TCP',
  'SOL_IP',
  'IPPROTO_IP',
  'SOL_IPV6',
  'IPPROTO_IPV6',
]);

/** Calls that set and ask options. */
export const OPTION_CALLS: Readonly<Record<string, Make>> = {
  setsockopt({ args: [fd, level, name, value, length] }, c) {
    const set = givenIn(value, nameIn(name), c);
    const octets = length === undefined || isOpen(length) ? undefined : c.number(length);
    const at = levelOf(level);
    return { call: c.stack.posix.setsockopt(c.fd(fd), at, knownName('option', name), set, octets) };
  },

  getsockopt({ args: [fd, level, name, value, length] }, c) {
    const got = c.stack.posix.getsockopt(c.fd(fd), levelOf(level), knownName('option', name));
    return {
      call: { value: got.errno === null ? 0 : -1, errno: got.errno },
      differs: () => {
        const differences = new Map<number, string>();
        if (got.errno !== null) return differences;
        if (!isValue(value, got, c)) differences.set(3, showValue(value, got));
        if (!isLength(length, got, c)) differences.set(4, `[${got.length}]`);
        return differences;
      },
    };
  },
};

function levelOf(e: Expr | undefined): Level {
  const name = nameIn(e);
  if (!LEVELS.has(name)) throw new CallError(`the level ${name}${didYouMean(name, [...LEVELS])}`);
  return name as Level;
}

/** Options that are structures, with all that they must have. */
const STRUCTURES: Readonly<Record<string, readonly string[]>> = {
  SO_LINGER: ['onoff', 'linger'],
  SO_RCVTIMEO: ['tv_sec', 'tv_usec'],
  SO_SNDTIMEO: ['tv_sec', 'tv_usec'],
};

function checkStructure(e: Expr, option: string): void {
  const members = Object.hasOwn(STRUCTURES, option) ? STRUCTURES[option] : undefined;
  if (members === undefined) return;
  const fields = membersAs(e, { name: option, members });
  const missing = members.find((name) => member(fields, name) === null);
  if (missing !== undefined) throw new CallError(`no member ${missing} in ${option}`);
}

/** `[1]`, `"text"` or `{member=...}`; null is a bad pointer. */
function givenIn(e: Expr | undefined, option: string, c: CallContext): OptionValue | null {
  if (e === undefined || isNull(e)) return null;
  if (e.kind !== 'list' && e.kind !== 'string' && e.kind !== 'struct') {
    throw new CallError(`\`${show(e)}\` for a value: expected [value], a text or a structure`);
  }
  const value = pointed(e);
  if (value.kind === 'struct') checkStructure(value, option);
  const data = isOpen(value) ? 0 : dataOf(value, c);
  if (value.kind === 'word' && typeof data === 'string') {
    throw new CallError(`the errno ${data} for a value`);
  }
  return data as OptionValue;
}

function isValue(e: Expr | undefined, got: OptionResult, c: CallContext): boolean {
  if (e === undefined || isOpen(e) || isNull(e)) return true;
  const expected = pointed(e);
  if (isOpen(expected)) return true;
  const { value } = got;
  switch (expected.kind) {
    case 'struct': {
      const record = value as Readonly<Record<string, unknown>> | null;
      if (typeof record !== 'object' || record === null) return false;
      return expected.fields.every(
        (f) => isOpen(f.value) || record[f.name ?? ''] === dataOf(f.value, c),
      );
    }
    case 'string':
      return textOf(value) === expected.value;
    case 'word':
      // SO_ERROR gives an error's name, or 0.
      if (isErrno(expected.name)) {
        return typeof value === 'string' && isSameErrno(value, expected.name);
      }
      return isInteger(value, c.number(expected));
    default:
      return isInteger(value, c.number(expected));
  }
}

/** An int is 32 bits, whether a script writes it with a sign or not. */
const isInteger = (value: unknown, expected: number): boolean =>
  typeof value === 'number' && (value | 0) === (expected | 0);

const textOf = (value: OptionValue | null): string | null =>
  value instanceof Uint8Array
    ? String.fromCharCode(...value)
    : typeof value === 'string'
      ? value
      : null;

function isLength(e: Expr | undefined, got: OptionResult, c: CallContext): boolean {
  if (e === undefined || isOpen(e)) return true;
  const expected = pointed(e);
  return isOpen(expected) || c.number(expected) === got.length;
}

function showValue(e: Expr | undefined, got: OptionResult): string {
  const shown =
    e?.kind === 'string'
      ? show({ kind: 'string', value: textOf(got.value) ?? '' })
      : showData(got.value);
  return e?.kind === 'list' ? `[${shown}]` : shown;
}
