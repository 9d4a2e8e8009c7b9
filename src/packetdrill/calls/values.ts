import type { Expr, Field } from '../ast.ts';
import { type Api, numberOf } from '../constants.ts';
import { type NameKind, unknownConstant, unknownName } from '../names.ts';

/** The script's call cannot be made here: a name nobody knows, or a form no call has. */
export class CallError extends Error {
  override readonly name = 'CallError';
}

/** The number an expression stands for. Throws CallError for what is none. */
export function numberIn(e: Expr, api: Api): number {
  switch (e.kind) {
    case 'integer':
      return e.value;
    case 'or':
      return e.of.reduce((bits, part) => bits | numberIn(part, api), 0) >>> 0;
    case 'word': {
      const n = numberOf(api, e.name);
      if (n === null) throw new CallError(unknownConstant(api, e.name));
      return n;
    }
    case 'call':
      return called(e.name, e.args, api);
    default:
      throw new CallError(`\`${show(e)}\` where a number stands`);
  }
}

/** htons and its like: a script's numbers are in the host's order, and so are the stack's. */
function called(name: string, args: readonly Expr[], api: Api): number {
  const [first] = args;
  if (/^(htons|htonl|ntohs|ntohl)$/.test(name) && first !== undefined) return numberIn(first, api);
  throw new CallError(`${name}() as an argument`);
}

/** A selector by its name: a level, an option, a command. Throws CallError for what is no word. */
export function nameIn(e: Expr | undefined): string {
  if (e?.kind !== 'word')
    throw new CallError(`\`${e === undefined ? '' : show(e)}\` where a name stands`);
  return e.name;
}

/** A name of that kind. Throws CallError for one that no header has. */
export function knownName(kind: NameKind, e: Expr | undefined): string {
  const name = nameIn(e);
  const unknown = unknownName(kind, name);
  if (unknown !== null) throw new CallError(unknown);
  return name;
}

/** What a pointer points to, `[v]`; the expression itself when it is no list. */
export function pointed(e: Expr): Expr {
  if (e.kind !== 'list') return e;
  const [first] = e.of;
  if (first === undefined || e.of.length > 1) throw new CallError(`\`${show(e)}\` for one value`);
  return first;
}

/** Whether the runner is to fill it in, or what comes is not compared. */
export const isOpen = (e: Expr | undefined): boolean => e === undefined || e.kind === 'ellipsis';

/** NULL, the pointer to nowhere. */
export const isNull = (e: Expr | undefined): boolean => e?.kind === 'word' && e.name === 'NULL';

/** The members of a struct. Throws CallError for what is none. */
export function membersOf(e: Expr | undefined): readonly Field[] {
  if (e?.kind !== 'struct')
    throw new CallError(`\`${e === undefined ? '' : show(e)}\` for a structure`);
  return e.fields;
}

/** The member of that name, or null. */
export function member(fields: readonly Field[], name: string): Expr | null {
  return fields.find((f) => f.name === name)?.value ?? null;
}

/** The text in inet_addr("192.0.2.1") and inet_pton(AF_INET6, "2001:db8::1"), or null. */
export function addressText(e: Expr | null): string | null {
  if (e?.kind === 'string') return e.value;
  if (e?.kind !== 'call') return null;
  const text = e.args.find((a) => a.kind === 'string');
  return text?.kind === 'string' ? text.value : null;
}

/** Octets of a text, one a character. */
export const octetsOf = (text: string): Uint8Array =>
  Uint8Array.from(text, (c) => c.charCodeAt(0) & 0xff);

/** An expression as a script writes it. */
export function show(e: Expr): string {
  switch (e.kind) {
    case 'ellipsis':
      return '...';
    case 'integer':
      return String(e.value);
    case 'word':
      return e.name;
    case 'or':
      return e.of.map(show).join('|');
    case 'string':
      return quoted(e.value);
    case 'list':
      return `[${e.of.map(show).join(', ')}]`;
    case 'struct':
      return `{${e.fields.map(showField).join(', ')}}`;
    case 'call':
      return `${e.name}(${e.args.map(show).join(', ')})`;
  }
}

function showField(f: Field): string {
  const extra = f.extra === null ? '' : `(${show(f.extra)})`;
  return f.name === null ? show(f.value) : `${f.name}${extra}=${show(f.value)}`;
}

function quoted(text: string): string {
  const escaped = text.replace(
    /[^ !#-[\]-~]/g,
    (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  return `"${escaped}"`;
}

/** A mask as a script writes it: the names of its bits that begin with `prefix`, and what is left. */
export function showBits(
  bits: number,
  prefix: string,
  names: Readonly<Record<string, number>>,
): string {
  const shown: string[] = [];
  let left = bits >>> 0;
  for (const [name, bit] of Object.entries(names)) {
    if (!name.startsWith(prefix) || bit === 0 || (left & bit) >>> 0 !== bit >>> 0) continue;
    shown.push(name);
    left = (left & ~bit) >>> 0;
  }
  if (left !== 0 || shown.length === 0) shown.push(left === 0 ? '0' : `0x${left.toString(16)}`);
  return shown.join('|');
}
