import type { ControlMessage, Message } from '../../posix/index.ts';
import { constantsOf } from '../../posix/index.ts';
import type { Expr, Field } from '../ast.ts';
import { isErrno } from '../names.ts';
import type { CallContext } from './context.ts';
import { addressText, isOpen, member, membersOf, show, showBits } from './values.ts';

/** The data of a control message, or an option's structure: a number, a text, or members by name. */
export function dataOf(e: Expr, c: CallContext): unknown {
  switch (e.kind) {
    case 'struct': {
      const address = addressIn(e.fields);
      if (address !== null) return address;
      return Object.fromEntries(e.fields.map((f, i) => [f.name ?? String(i), dataOf(f.value, c)]));
    }
    case 'string':
      return e.value;
    case 'word': {
      // An errno's name stands for itself.
      return isErrno(e.name) ? e.name : c.number(e);
    }
    default:
      return c.number(e);
  }
}

/** The text of the address in a struct sockaddr, or null for another struct. */
function addressIn(fields: readonly Field[]): string | null {
  return addressText(member(fields, 'sin_addr') ?? member(fields, 'sin6_addr'));
}

/** The message as it came, as a script writes it, where that is not as the script says; null when it is. */
export function messageDiffers(
  expected: readonly Field[],
  m: Message,
  c: CallContext,
): string | null {
  const flags = member(expected, 'msg_flags');
  const control = member(expected, 'msg_control');
  const flagsDiffer = flags !== null && !isOpen(flags) && c.number(flags) !== m.flags;
  const controlDiffers = control !== null && !isOpen(control) && !isControl(control, m.control, c);
  if (!flagsDiffer && !controlDiffers) return null;
  const shown = expected.map((f) => {
    const extra = f.extra === null ? '' : `(${show(f.extra)})`;
    if (f.name === 'msg_flags') return `msg_flags=${showFlags(m.flags, c)}`;
    if (f.name === 'msg_control') return `msg_control=[${m.control.map(showControl).join(', ')}]`;
    return `${f.name ?? ''}${extra}=${show(f.value)}`;
  });
  return `{${shown.join(', ')}}`;
}

function isControl(expected: Expr, got: readonly ControlMessage[], c: CallContext): boolean {
  if (expected.kind !== 'list' || expected.of.length !== got.length) return false;
  return expected.of.every((e, i) => {
    const fields = membersOf(e);
    const at = got[i] as ControlMessage;
    const level = member(fields, 'cmsg_level');
    const type = member(fields, 'cmsg_type');
    const data = member(fields, 'cmsg_data');
    return (
      isNamed(level, at.level) &&
      isNamed(type, at.type) &&
      (data === null || isData(data, at.data, c))
    );
  });
}

/** SOL_TCP and IPPROTO_TCP are one level. */
function isNamed(e: Expr | null, name: string): boolean {
  const plain = (n: string): string => n.replace(/^(SOL|IPPROTO)_/, '');
  return e === null || (e.kind === 'word' && plain(e.name) === plain(name));
}

function isData(expected: Expr, got: unknown, c: CallContext): boolean {
  if (isOpen(expected)) return true;
  if (expected.kind !== 'struct') return dataOf(expected, c) === got;
  if (typeof got !== 'object' || got === null) return false;
  return expected.fields.every((f) =>
    isData(f.value, (got as Record<string, unknown>)[f.name ?? ''], c),
  );
}

function showControl(m: ControlMessage): string {
  return `{cmsg_level=${m.level}, cmsg_type=${m.type}, cmsg_data=${showData(m.data)}}`;
}

/** A value that came, as a script writes it. */
export function showData(data: unknown): string {
  if (data instanceof Uint8Array)
    return show({ kind: 'string', value: String.fromCharCode(...data) });
  if (typeof data !== 'object' || data === null) return String(data);
  const members = Object.entries(data).map(([name, value]) => `${name}=${showData(value)}`);
  return `{${members.join(', ')}}`;
}

const showFlags = (flags: number, c: CallContext): string =>
  showBits(flags, 'MSG_', constantsOf(c.stack.api));
