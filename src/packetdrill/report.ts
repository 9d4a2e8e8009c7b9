import { seconds } from './notation.ts';
import type { LogEntry, Problem, ScriptResult } from './outcome.ts';
import { callDifference, callsSideBySide, packetsSideBySide, WIDTH } from './side-by-side.ts';

/** Packets and calls shown before the failure, and packets after it. */
const BEFORE = 12;

/** Problems of the script, not of the stack: nothing was compared. */
const NOT_COMPARED: ReadonlySet<Problem['kind']> = new Set(['syntax', 'option', 'unsupported']);

/**
 * What there is to say of a script that did not pass, in English, for people: where, what was expected, what
 * came, and what had happened until then. Ends with a line end.
 *
 * @param lines how many of the events before it are shown; a dozen unless given
 */
export function failureText(r: ScriptResult, lines: number = BEFORE): string {
  const { problem } = r;
  if (problem === null) return '';
  const told = NOT_COMPARED.has(problem.kind) ? refusal(r.path, problem) : comparison(r, problem);
  return [...told, ...history(r, problem, lines)].join('\n') + '\n';
}

/** What could not be run: why, and where. */
function refusal(path: string, p: Problem): string[] {
  const head = fold(`${path}:${p.line}: ${p.kind}: ${p.actual}`, '  ');
  if (p.text === '') return head;
  const isShown = p.column !== undefined && p.text.length + 2 <= WIDTH;
  const mark = isShown ? [`  ${' '.repeat(p.column - 1)}^`] : [];
  return [...head, ...(isShown ? [`  ${p.text}`] : fold(`  ${p.text}`, '    ')), ...mark];
}

function comparison(r: ScriptResult, p: Problem): string[] {
  const head = `${r.path}:${p.line}: ${p.kind}${fieldText(p, ': ')}${timesText(p)}${callText(p)}`;
  const texts = p.text === '' ? [] : fold(`  ${p.text}`, '    ');
  return [...fold(head, '  '), ...texts, ...sides(p)];
}

function sides(p: Problem): string[] {
  const [expected = '', ...when] = p.expected.split('\n');
  const [actual = '', ...came] = p.actual.split('\n');
  const both = sideBySide(p.kind, expected, actual);
  if (both === null) {
    return [...side('expected', [expected, ...when]), ...side('     got', [actual, ...came])];
  }
  return [...both, ...side('expected', when), ...side('     got', came)];
}

/** Two packets or two calls, compared; null for anything else. */
function sideBySide(kind: Problem['kind'], expected: string, actual: string): string[] | null {
  const isPacket = /^> /;
  if (kind === 'packet' && isPacket.test(expected) && isPacket.test(actual)) {
    return packetsSideBySide(expected, actual);
  }
  const areCalls = kind === 'system call' && sameStart(expected, actual);
  return areCalls ? callsSideBySide(expected, actual) : null;
}

/** Two calls of the same name. */
function sameStart(expected: string, actual: string): boolean {
  const name = /^\w+\(/.exec(expected)?.[0];
  return name !== undefined && actual.startsWith(name);
}

function side(label: string, texts: readonly string[]): string[] {
  const indent = '            ';
  return texts.flatMap((text, i) =>
    fold(`  ${i === 0 ? `${label}: ` : '          '}${text}`, indent),
  );
}

function history(r: ScriptResult, p: Problem, lines: number): string[] {
  const { log } = r;
  if (log.length === 0) return [];
  const shown = log.slice(-lines);
  const hidden = log.length - shown.length;
  const head = hidden === 0 ? '  what happened:' : `  what happened, after ${hidden} lines more:`;
  const failed = shown.findLastIndex((e) => e.line === p.line);
  return [
    head,
    ...shown.map((e, i) => (i === failed ? `->${entryText(e).slice(2)}` : entryText(e))),
  ];
}

/** One line of an account: the time, the line of the script or `-` for a packet nobody asked for. */
export function entryText(e: LogEntry): string {
  const line = e.line === null ? '   -' : `${e.line}`.padStart(4);
  const head = `  ${seconds(e.at).padStart(8)} ${line}  `;
  return fold(`${head}${e.text}`, ' '.repeat(head.length + 2)).join('\n');
}

/** What a warning, or anything else that did not end a script, says in one line. */
export function warningText(path: string, p: Problem): string {
  return `${path}:${p.line}: ${p.kind}${fieldText(p, ', ')}: expected ${oneLine(p.expected)}, got ${oneLine(p.actual)}`;
}

/** Why a script did not pass, in a few words: `packet: flags: expected P., got .` */
export function reasonText(p: Problem): string {
  const { kind, field } = p;
  if (field !== null) return `${kind}${fieldText(p, ': ')}${timesText(p)}`;
  if (NOT_COMPARED.has(kind)) return `${kind}: ${oneLine(p.actual)}`;
  if (kind === 'time') return `${kind}${timesText(p)}`;
  if (kind === 'missing packet') return `${kind}: ${withoutRoom(oneLine(p.expected))}`;
  const [expected, actual] = [firstLine(p.expected), firstLine(p.actual)];
  if (kind === 'system call') return `${kind}: ${resultsText(expected, actual)}`;
  if (kind === 'code') return `${kind}: ${expected}: ${actual}`;
  return `${kind}: expected ${expected}, got ${actual}`;
}

/** `: close(): expected 0, got -1 EBADF` of a call. */
function callText({ kind, expected, actual }: Problem): string {
  return kind === 'system call' ? `: ${resultsText(firstLine(expected), firstLine(actual))}` : '';
}

/** `close(): expected 0, got -1 EBADF`, or in which arguments they differ. */
function resultsText(expected: string, actual: string): string {
  if (!sameStart(expected, actual)) return `expected ${expected}, got ${actual}`;
  const name = /^\w+/.exec(expected)?.[0] as string;
  const differing = callDifference(expected, actual);
  if (differing === null) return `expected ${expected}, got ${actual}`;
  return `${name}(): expected ${differing.expected}, got ${differing.actual}`;
}

/** `flags: expected P., got .`, and of how many more fields it is so. */
function fieldText({ field, fields }: Problem, before: string): string {
  if (field === null) return '';
  const more = fields.length - 1;
  const rest = more < 1 ? '' : more === 1 ? ' (and 1 field more)' : ` (and ${more} fields more)`;
  return `${before}${field.name}: expected ${field.expected}, got ${field.actual}${rest}`;
}

/** `: expected 0.400 s, got 0.200 s` of a problem of time, `; at 0.200 s, not 0.400 s` of a packet that is that too. */
function timesText(p: Problem): string {
  const [expected = '', at = ''] = p.expected.split('\n').map(withoutRoom);
  const [actual = '', came = ''] = p.actual.split('\n');
  if (p.kind === 'time') return `: expected ${expected}, got ${actual}`;
  const areTimes = p.kind === 'packet' && at.startsWith('at ') && came.startsWith('at ');
  return areTimes ? `; ${came}, not ${at}` : '';
}

const withoutRoom = (text: string): string => text.replace(/, give or take .*/, '');

function firstLine(text: string): string {
  return text.split('\n', 1)[0] as string;
}

function oneLine(text: string): string {
  return text.replaceAll('\n', ' ');
}

/** A text in lines that fit, broken at blanks, or before the options of a packet; `indent` begins the others. */
function fold(text: string, indent: string): string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > WIDTH) {
    const least = Math.max(WIDTH / 2, rest.search(/\S/) + 1);
    const options = rest.slice(0, WIDTH + 1).lastIndexOf(' <');
    const blank = options > least ? options : rest.lastIndexOf(' ', WIDTH);
    if (blank < least) break;
    lines.push(rest.slice(0, blank).trimEnd());
    rest = indent + rest.slice(blank + 1);
  }
  lines.push(rest);
  return lines;
}
