import type { Micros } from '../base/timer-queue.ts';
import type { Action, Script, ScriptEvent, ScriptOption, ShellText, When } from './ast.ts';
import { tokenize } from './lexer.ts';
import { parseSyscall } from './parser-calls.ts';
import { parsePacket } from './parser-packets.ts';
import { Cursor } from './tokens.ts';

/**
 * Parses a script of either dialect.
 *
 * @param path its name, for errors
 * @param text the whole script
 * @param o.defines what `-D NAME` and `-D NAME=VALUE` gave: decides `#ifdef NAME`, and a name with a value
 *   is replaced by it wherever it stands as a word. A value in quotes is a string, in backticks a command.
 * @throws ScriptError when the text does not follow the language; never anything else
 */
export function parseScript(
  path: string,
  text: string,
  o: { readonly defines?: ReadonlyMap<string, string | null> } = {},
): Script {
  const tokens = new Cursor(path, text, tokenize(path, text, o.defines ?? new Map()));
  const options = parseOptions(tokens);
  const init = parseShell(tokens);
  const events: ScriptEvent[] = [];
  while (!tokens.isKind('end') && !tokens.isKind('shell')) {
    const event = parseEvent(tokens);
    if (events.length === 0) firstAtZero(tokens, event);
    events.push(event);
  }
  if (events.length === 0) throw tokens.expected('an event, such as `0 socket(...) = 3`');
  const cleanup = parseShell(tokens);
  if (!tokens.isKind('end')) {
    throw tokens.expected('the end of the script after the command without a time');
  }
  return { path, options, init, events, cleanup };
}

function parseOptions(tokens: Cursor): ScriptOption[] {
  const options: ScriptOption[] = [];
  while (tokens.isKind('option')) {
    const { text, value, line, column } = tokens.next();
    options.push({ name: text, value, line, column });
  }
  return options;
}

function parseShell(tokens: Cursor): ShellText | null {
  if (!tokens.isKind('shell')) return null;
  const { text, line, column } = tokens.next();
  return { text, line, column };
}

function firstAtZero(tokens: Cursor, event: ScriptEvent): void {
  const { when } = event;
  if (when.kind !== 'any' && when.at === 0) return;
  throw tokens.error(`the first event must be at time 0: ${event.text}`, event);
}

function parseEvent(tokens: Cursor): ScriptEvent {
  const from = tokens.index;
  const { line, column } = tokens.peek();
  const when = parseWhen(tokens);
  const action = parseAction(tokens);
  const text = tokens.textSince(from);
  const outbound = (action.kind === 'tcp' || action.kind === 'icmp') && action.direction === 'out';
  if (when.kind !== 'absolute' && when.kind !== 'relative' && !outbound) {
    const what = when.kind === 'any' ? 'the time `*`' : 'a time range `~`';
    throw tokens.error(`${what} can only stand before an outbound packet`, { line, column });
  }
  return { line, column, when, text, action };
}

function parseWhen(tokens: Cursor): When {
  if (tokens.skip('*')) return { kind: 'any' };
  const relative = tokens.skip('+');
  const at = parseTime(tokens, relative ? 'a time in seconds after `+`' : 'the time of an event');
  if (!tokens.skip('~')) return { kind: relative ? 'relative' : 'absolute', at };
  if (relative) tokens.expect('+', 'before the end of a range that begins with `+`');
  const place = tokens.peek();
  const until = parseTime(tokens, 'the end of the time range');
  if (until < at) throw tokens.error('the time range ends before it begins', place);
  return { kind: relative ? 'relative-range' : 'absolute-range', at, until };
}

/** Seconds, as an integer or with a point. @throws ScriptError */
function parseTime(tokens: Cursor, what: string): Micros {
  const token = tokens.peek();
  if (token.kind !== 'integer' && token.kind !== 'float') {
    if (token.kind === 'option') {
      throw tokens.expected(`${what}: options stand before the first event`);
    }
    throw tokens.expected(what);
  }
  const time = Math.round(Number(token.text) * 1e6);
  if (token.text.startsWith('-')) throw tokens.error(`negative time ${token.text}`);
  if (!Number.isSafeInteger(time)) throw tokens.error(`${what} is too large: ${token.text}`);
  tokens.next();
  return time;
}

function parseAction(tokens: Cursor): Action {
  const token = tokens.peek();
  if (tokens.is('<') || tokens.is('>')) return parsePacket(tokens);
  if (token.kind === 'shell') return { kind: 'shell', text: tokens.next().text };
  if (token.kind === 'code') return { kind: 'code', text: tokens.next().text };
  if (token.kind === 'ellipsis') {
    tokens.next();
    return parseSyscall(tokens, parseTime(tokens, 'the time at which the blocking call ends'));
  }
  if (token.kind === 'word') return parseSyscall(tokens, null);
  throw tokens.expected(
    'a packet (`<` or `>`), a system call, a shell command in backticks or %{ code }%',
  );
}
