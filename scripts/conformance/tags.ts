/** Finds the tags that name requirements of RFC 9293, such as [MUST-40] or [SHLD-18, MUST-40]. */

/** A requirement named somewhere. */
export interface Tag {
  readonly id: string;
  /** Relative to the root of the repository, with `/`. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** In code, what is declared there; of a test, its title. */
  readonly name: string;
}

/** Strings and comments, whichever begins first: so that neither is found inside the other. */
const TOKENS = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|\/\/.*|\/\*[\s\S]*?\*\//g;

/** What stands in brackets, if it begins as an id does. */
const BRACKETS = /\[((?:MUST|SHLD|MAY|REC)-[^\]]*)\]/g;

const ID = /\b(?:MUST|SHLD|MAY|REC)-\d+\b/g;

/** The ids in a text, each with its place. */
function* idsIn(text: string): Iterable<{ id: string; at: number }> {
  for (const brackets of text.matchAll(BRACKETS)) {
    for (const [id] of (brackets[1] as string).matchAll(ID)) yield { id, at: brackets.index };
  }
}

/** The requirements that comments of a source file name. */
export function commentTags(file: string, text: string): Tag[] {
  const tags: Tag[] = [];
  for (const { 0: token, index } of text.matchAll(TOKENS)) {
    if (!token.startsWith('/')) continue;
    for (const { id, at } of idsIn(token)) {
      const name = declarationAt(text, index, index + token.length);
      tags.push({ id, file, line: lineOf(text, index + at), name });
    }
  }
  return tags;
}

/**
 * The requirements that titles of tests and of their groups name. A test that is skipped shows nothing,
 * so `it.skip` and `it.todo` do not count.
 */
export function titleTags(file: string, text: string): Tag[] {
  const tags: Tag[] = [];
  for (const { 0: token, index } of text.matchAll(TOKENS)) {
    if (token.startsWith('/') || !isTitle(text.slice(Math.max(0, index - 80), index))) continue;
    for (const { id, at } of idsIn(token)) {
      tags.push({ id, file, line: lineOf(text, index + at), name: plainTitle(token) });
    }
  }
  return tags;
}

/** Whether a string after `before` is the first argument of a test: `it('`, `describe('`, `it.each(...)('`. */
function isTitle(before: string): boolean {
  return /(?:(?<![\w.])(?:it|test|describe)|\))\(\s*$/.test(before);
}

/** A title without its quotes and tags. */
function plainTitle(token: string): string {
  return token
    .slice(1, -1)
    .replace(/ ?\[(?:MUST|SHLD|MAY|REC)-[^\]]*\]/g, '')
    .replace(/\\(.)/g, '$1');
}

function lineOf(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}

const TOP = /^(?:export )?(?:abstract |async )?(class|function\*?|const|let|interface|type) (\w+)/;
/** A method, field or property, at the second level. */
const MEMBER = /^ {2}(?:(?:readonly|static|override|async|get|set) |\*)*(#?\w+)[?!]?(?:[:(<]| =)/;
const KEYWORDS = new Set(['if', 'for', 'while', 'switch', 'return', 'case', 'default', 'catch']);

/**
 * What the comment in [from, to) is about: the declaration it stands before or beside, or else the one
 * it stands in; a member with its class. Empty at the head of a file.
 */
function declarationAt(text: string, from: number, to: number): string {
  const isDoc = text.startsWith('/**', from);
  const line = isDoc ? followingLine(text, to) : text.slice(text.lastIndexOf('\n', from) + 1, from);
  const top = TOP.exec(line)?.[2];
  if (top !== undefined) return top;
  return enclosing(text.slice(0, from), memberOf(line));
}

function memberOf(line: string): string | null {
  const name = MEMBER.exec(line)?.[1] ?? null;
  return name === null || KEYWORDS.has(name) ? null : name;
}

/** The first line after `at` that is no blank and no comment. */
function followingLine(text: string, at: number): string {
  const lines = text.slice(at).split('\n').slice(1);
  return lines.find((l) => l.trim() !== '' && !/^\s*(?:\/[/*]|\*)/.test(l)) ?? '';
}

/** The last declaration at the top level of `text`, and its member: the one given, or a method that is open. */
function enclosing(text: string, member: string | null): string {
  const lines = text.split('\n');
  let inside = member;
  for (let i = lines.length - 1; i >= 0; i--) {
    const line = lines[i] as string;
    const [, kind, name] = TOP.exec(line) ?? [];
    if (name !== undefined) {
      const hasMembers = kind === 'class' || (member !== null && !kind?.startsWith('function'));
      return inside !== null && hasMembers ? `${name}.${inside}` : name;
    }
    if (line === '}') return '';
    if (inside === null && line.startsWith('  }')) inside = '';
    if (inside === null && /[{(]$/.test(line)) inside = memberOf(line);
  }
  return '';
}
