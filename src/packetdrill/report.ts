import { seconds } from './notation.ts';
import type { LogEntry, Problem, ScriptResult } from './outcome.ts';

/** Packets and calls shown before the failure, and packets after it. */
const BEFORE = 12;

/**
 * What there is to say of a script that did not pass, in English, for people: where, what was expected, what
 * came, and what had happened until then. Ends with a line end.
 *
 * @param lines how many of the events before it are shown; a dozen unless given
 */
export function failureText(r: ScriptResult, lines: number = BEFORE): string {
  const { problem } = r;
  if (problem === null) return '';
  return [...headline(r.path, problem), ...sides(problem), ...history(r, lines)].join('\n') + '\n';
}

function headline(path: string, p: Problem): string[] {
  const where = `${path}:${p.line}: ${p.kind}${fieldText(p, ': ')}`;
  return p.text === '' ? [where] : [where, `  ${p.text}`];
}

function sides(p: Problem): string[] {
  return [...side('expected', p.expected), ...side('     got', p.actual)];
}

function side(label: string, text: string): string[] {
  return text.split('\n').map((line, i) => `  ${i === 0 ? `${label}: ` : '          '}${line}`);
}

function history(r: ScriptResult, lines: number): string[] {
  const { log } = r;
  if (log.length === 0) return [];
  const shown = log.slice(-lines);
  const hidden = log.length - shown.length;
  const head = hidden === 0 ? '  what happened:' : `  what happened, after ${hidden} lines more:`;
  return [head, ...shown.map(entryText)];
}

/** One line of an account: the time, the line of the script or `-` for a packet nobody asked for. */
export function entryText(e: LogEntry): string {
  const line = e.line === null ? '    -' : `${e.line}`.padStart(5);
  return `  ${seconds(e.at).padStart(10)} ${line}  ${e.text}`;
}

/** What a warning, or anything else that did not end a script, says in one line. */
export function warningText(path: string, p: Problem): string {
  return `${path}:${p.line}: ${p.kind}${fieldText(p, ', ')}: expected ${oneLine(p.expected)}, got ${oneLine(p.actual)}`;
}

/** `flags: expected P., got .` */
function fieldText({ field }: Problem, before: string): string {
  if (field === null) return '';
  return `${before}${field.name}: expected ${field.expected}, got ${field.actual}`;
}

function oneLine(text: string): string {
  return text.replaceAll('\n', ' ');
}
