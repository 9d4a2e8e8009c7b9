import type { Micros } from '../base/timer-queue.ts';
import type { Expr, Field, SyscallAction } from './ast.ts';
import { unescapeString } from './strings.ts';
import type { Cursor } from './tokens.ts';

/** `name(args) = result [ERRNO] [(note)]`. @throws ScriptError */
export function parseSyscall(tokens: Cursor, until: Micros | null): SyscallAction {
  if (!tokens.isKind('word')) throw tokens.expected('the name of a system call');
  const name = tokens.next().text;
  tokens.expect('(', `after the name of the system call ${name}`);
  const args = parseList(tokens, ')', `the arguments of ${name}`);
  tokens.expect('=', `and a result after ${name}(...)`);
  const result = tokens.skip('?') ? 'any' : parseOr(tokens, `the result of ${name}`, false);
  const errno = tokens.isKind('word') ? tokens.next().text : null;
  // A text of the error and a note may both stand there; neither is compared.
  skipNote(tokens);
  skipNote(tokens);
  return { kind: 'syscall', until, name, args, result, errno };
}

function skipNote(tokens: Cursor): void {
  if (!tokens.is('(')) return;
  const open = tokens.next();
  for (let depth = 1; depth > 0; ) {
    if (tokens.isKind('end')) throw tokens.error('this note never ends: expected `)`', open);
    if (tokens.is('(')) depth++;
    else if (tokens.is(')')) depth--;
    tokens.next();
  }
}

/** What is between brackets, comma separated, and the closing one. */
function parseList(tokens: Cursor, close: string, where: string): Expr[] {
  return tokens.nested(() => {
    const list: Expr[] = [];
    if (tokens.skip(close)) return list;
    do list.push(parseOr(tokens, `one of ${where}`, true));
    while (tokens.skip(','));
    tokens.expect(close, `or \`,\` in ${where}`);
    return list;
  });
}

/** `calls` tells whether a word and parentheses are a call: after a result they are a note. */
function parseOr(tokens: Cursor, what: string, calls: boolean): Expr {
  const first = parseSimple(tokens, what, calls);
  if (!tokens.is('|')) return first;
  const of = [first];
  while (tokens.skip('|')) of.push(parseSimple(tokens, 'an expression after `|`', calls));
  return { kind: 'or', of };
}

function parseSimple(tokens: Cursor, what: string, calls: boolean): Expr {
  const token = tokens.peek();
  switch (token.kind) {
    case 'ellipsis':
      tokens.next();
      return { kind: 'ellipsis' };
    case 'integer':
    case 'hex':
      return parseInteger(tokens);
    case 'string':
      return parseStrings(tokens);
    case 'word':
      tokens.next();
      if (!calls || !tokens.skip('(')) return { kind: 'word', name: token.text };
      return {
        kind: 'call',
        name: token.text,
        args: parseList(tokens, ')', `the arguments of ${token.text}`),
      };
    default:
      if (tokens.skip('[')) return { kind: 'list', of: parseList(tokens, ']', 'the list') };
      if (tokens.skip('{')) return parseStruct(tokens);
      throw tokens.expected(what);
  }
}

function parseInteger(tokens: Cursor): Expr {
  const { text } = tokens.peek();
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw tokens.error(`the number ${text} is too large`);
  tokens.next();
  // -0 would be written otherwise in reports.
  return { kind: 'integer', value: value === 0 ? 0 : value };
}

/** Adjacent strings are one; `"text"...` is a string that may go on. */
function parseStrings(tokens: Cursor): Expr {
  let value = '';
  while (tokens.isKind('string')) {
    value += unescapeString(tokens.peek(), tokens.path);
    tokens.next();
  }
  if (tokens.isKind('ellipsis')) tokens.next();
  return { kind: 'string', value };
}

function parseStruct(tokens: Cursor): Expr {
  return tokens.nested(() => {
    const fields: Field[] = [];
    if (tokens.skip('}')) return { kind: 'struct', fields };
    do fields.push(parseField(tokens));
    while (tokens.skip(','));
    tokens.expect('}', 'or `,` in the struct');
    return { kind: 'struct', fields };
  });
}

/** `value`, `name=value` or `name(extra)=value`. */
function parseField(tokens: Cursor): Field {
  const place = tokens.peek();
  const left = parseOr(tokens, 'a field of the struct', true);
  if (!tokens.skip('=')) return { name: null, extra: null, value: left };
  const value = () => parseOr(tokens, 'the value of the field', true);
  if (left.kind === 'word') return { name: left.name, extra: null, value: value() };
  if (left.kind === 'call' && left.args.length === 1) {
    return { name: left.name, extra: left.args[0] as Expr, value: value() };
  }
  throw tokens.error('expected the name of a field before `=`', place);
}
