import { type Place, ScriptError } from './ast.ts';
import type { Token, TokenKind } from './tokens.ts';

/*
 * The tokens of both dialects. The longest of the kinds that fit wins, and a float needs a digit after its
 * dot: `0...0.200` is `0`, `...`, `0.200`.
 */

/** Names with a dash in them: the options of nplab's dialect and one code point of DSCP. */
const DASHED =
  /(?:(?:exp|EXP)-FO|exp-AccECN[01]|exp-tarr|voice-admit|gen-[0-9]+|exp-[0-9a-fA-F]+)(?![A-Za-z0-9_])/y;
/** What they begin with. */
const DASHED_BEGIN = 'eEgv';
const LETTERS = /[A-Za-z_]/;
const FLOAT = /-?[0-9]*\.[0-9]+/y;
const INTEGER = /-?[0-9]+/y;
const HEX = /0x[0-9a-fA-F]+/y;
const WORD = /[A-Za-z0-9_]+/y;
const OPTION = /--([A-Za-z0-9_]+)/y;
const BLANKS = /[ \t\r]*/y;
const VALUE = /[^\s"`]*/y;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;

const NUMBERS: readonly (readonly [TokenKind, RegExp])[] = [
  ['float', FLOAT],
  ['integer', INTEGER],
  ['hex', HEX],
  ['word', WORD],
];

/**
 * Cuts a script into tokens, the last of kind `end`. Words that `defines` or a `--define=NAME=VALUE` of the
 * script gives a value are replaced; what the command line defines wins. `#ifdef` is decided here.
 *
 * @throws ScriptError
 */
export function tokenize(
  path: string,
  text: string,
  defines: ReadonlyMap<string, string | null>,
): Token[] {
  return new Lexer(path, text, defines).all();
}

class Lexer {
  readonly #path: string;
  readonly #text: string;
  readonly #given: ReadonlyMap<string, string | null>;
  readonly #defines: Map<string, string | null>;
  readonly #tokens: Token[] = [];
  #at = 0;
  #line = 1;
  /** Where the line begins and up to where lines have been counted. */
  #lineStart = 0;
  #counted = 0;
  #ifdef: Place | null = null;

  constructor(path: string, text: string, defines: ReadonlyMap<string, string | null>) {
    this.#path = path;
    this.#text = text;
    this.#given = defines;
    this.#defines = new Map(defines);
  }

  all(): Token[] {
    while (this.#at < this.#text.length) this.#one();
    if (this.#ifdef !== null) throw this.#error('#ifdef without #endif', this.#ifdef);
    this.#push('end', '', this.#at, this.#at);
    return this.#tokens;
  }

  #one(): void {
    const text = this.#text;
    const at = this.#at;
    const c = text[at] as string;
    if (c === ' ' || c === '\t' || c === '\n' || c === '\r') this.#at++;
    else if (text.startsWith('//', at)) this.#at = this.#find('\n', at) ?? text.length;
    else if (text.startsWith('/*', at)) this.#at = this.#closing('*/', at, 'comment') + 2;
    else if (c === '"') this.#quoted('string', at, '"');
    else if (c === '`') this.#quoted('shell', at, '`');
    else if (text.startsWith('%{', at)) this.#code(at);
    else if (text.startsWith('...', at)) this.#push('ellipsis', '...', at, at + 3);
    else if (c === '#') this.#directive(at);
    else if (!this.#option(at) && !this.#wordOrNumber(at)) {
      const symbol = String.fromCodePoint(text.codePointAt(at) as number);
      this.#push('symbol', symbol, at, at + symbol.length);
    }
  }

  #find(what: string, from: number): number | null {
    const found = this.#text.indexOf(what, from);
    return found < 0 ? null : found;
  }

  #closing(what: string, from: number, name: string): number {
    const found = this.#find(what, from + 2);
    if (found === null) {
      throw this.#error(`this ${name} never ends: expected \`${what}\``, this.#place(from));
    }
    return found;
  }

  /** The end of a text in quotes that begins at `from`; a backslash takes the next character with it. */
  #closingQuote(from: number, quote: string): number {
    const text = this.#text;
    for (let i = from + 1; i < text.length; i++) {
      if (text[i] === '\\') i++;
      else if (text[i] === quote) return i;
    }
    const name = quote === '"' ? 'string' : 'shell command';
    throw this.#error(`this ${name} never ends: expected ${quote}`, this.#place(from));
  }

  #quoted(kind: 'string' | 'shell', from: number, quote: string): void {
    const end = this.#closingQuote(from, quote);
    this.#push(kind, this.#text.slice(from + 1, end), from, end + 1);
  }

  #code(from: number): void {
    const end = this.#closing('}%', from, 'code');
    this.#push('code', this.#text.slice(from + 2, end), from, end + 2);
  }

  #match(what: RegExp, at: number): string | null {
    what.lastIndex = at;
    return what.exec(this.#text)?.[0] ?? null;
  }

  #wordOrNumber(at: number): boolean {
    // Most tokens are told by their first character: what cannot begin with it is not tried.
    const first = this.#text[at] as string;
    const isLetter = LETTERS.test(first);
    if (!isLetter && !'0123456789-.'.includes(first)) return false;
    const dashed = DASHED_BEGIN.includes(first) ? this.#match(DASHED, at) : null;
    if (dashed !== null) {
      this.#push('word', dashed, at, at + dashed.length);
      return true;
    }
    if (isLetter) {
      this.#word(this.#match(WORD, at) as string, at);
      return true;
    }
    let kind: TokenKind = 'word';
    let longest = '';
    for (const [candidate, regexp] of NUMBERS) {
      const found = this.#match(regexp, at);
      if (found !== null && found.length > longest.length) {
        kind = candidate;
        longest = found;
      }
    }
    if (longest === '') return false;
    if (kind === 'word') this.#word(longest, at);
    else this.#push(kind, longest, at, at + longest.length);
    return true;
  }

  /** A word, or what is defined in its stead. */
  #word(word: string, at: number): void {
    const end = at + word.length;
    const value = this.#defines.get(word) ?? null;
    if (value === null) this.#push('word', word, at, end);
    else if (value[0] === '"') this.#push('string', unquoted(value), at, end);
    else if (value[0] === '`') this.#push('shell', unquoted(value), at, end);
    else if (/^-?[0-9]+$/.test(value)) this.#push('integer', value, at, end);
    else if (/^0x[0-9a-fA-F]+$/.test(value)) this.#push('hex', value, at, end);
    else this.#push('word', value, at, end);
  }

  /** `--name`, `--name=value`, `--name="value"`, `--define=NAME=value`. */
  #option(at: number): boolean {
    if (!this.#text.startsWith('--', at)) return false;
    OPTION.lastIndex = at;
    const name = OPTION.exec(this.#text)?.[1];
    if (name === undefined) return false;
    let end = at + 2 + name.length;
    const equals = end + (this.#match(BLANKS, end) ?? '').length;
    let value: string | null = null;
    if (this.#text[equals] === '=') {
      const from = equals + 1 + (this.#match(BLANKS, equals + 1) ?? '').length;
      end = this.#valueEnd(from);
      value = this.#text.slice(from, end);
      if (value === '') throw this.#error(`expected a value after --${name}=`, this.#place(from));
      if (name === 'define' || name === 'D') this.#define(value, from);
      else if (value[0] === '"') value = unquoted(value);
    }
    this.#push('option', name, at, end, value);
    return true;
  }

  #valueEnd(from: number): number {
    let end = from + (this.#match(VALUE, from) ?? '').length;
    // A comment may follow without a blank.
    const comment = this.#text.slice(from, end).indexOf('//');
    if (comment >= 0) return from + comment;
    const quote = this.#text[end];
    const takesQuotes = end === from || this.#text[end - 1] === '=';
    if ((quote === '"' || quote === '`') && takesQuotes) end = this.#closingQuote(end, quote) + 1;
    return end;
  }

  #define(value: string, from: number): void {
    const equals = value.indexOf('=');
    const name = equals < 0 ? value : value.slice(0, equals);
    if (!/^[A-Za-z0-9_]+$/.test(name)) {
      throw this.#error(
        `expected NAME=VALUE after --define=, found \`${value}\``,
        this.#place(from),
      );
    }
    if (this.#given.has(name)) return;
    this.#defines.set(name, equals < 0 ? null : value.slice(equals + 1));
  }

  #directive(at: number): void {
    const text = this.#text;
    if (text.startsWith('#endif', at)) {
      if (this.#ifdef === null) throw this.#error('#endif without #ifdef', this.#place(at));
      this.#ifdef = null;
      this.#at = at + 6;
      return;
    }
    if (!text.startsWith('#ifdef', at)) {
      throw this.#error('expected #ifdef or #endif after `#`', this.#place(at));
    }
    if (this.#ifdef !== null) {
      throw this.#error(`#ifdef within the #ifdef of line ${this.#ifdef.line}`, this.#place(at));
    }
    const from = at + 6 + (/^\s*/.exec(text.slice(at + 6, at + 262))?.[0].length ?? 0);
    const name = this.#match(NAME, from);
    if (name === null) throw this.#error('expected a name after #ifdef', this.#place(at));
    this.#ifdef = this.#place(at);
    this.#at = from + name.length;
    if (this.#defines.has(name)) return;
    // What is not defined is skipped unread; the #endif itself is read above.
    this.#at = this.#find('#endif', this.#at) ?? text.length;
  }

  /** Places are asked for in rising order but for errors, which end the work. */
  #place(at: number): Place {
    if (at < this.#counted) {
      const before = this.#text.slice(0, at).split('\n');
      return { line: before.length, column: (before.at(-1) as string).length + 1 };
    }
    for (let i = this.#counted; i < at; i++) {
      if (this.#text[i] !== '\n') continue;
      this.#line++;
      this.#lineStart = i + 1;
    }
    this.#counted = at;
    return { line: this.#line, column: at - this.#lineStart + 1 };
  }

  #push(kind: TokenKind, text: string, start: number, end: number, value: string | null = null) {
    const { line, column } = this.#place(start);
    this.#tokens.push({ kind, text, start, end, value, line, column });
    this.#at = end;
  }

  #error(what: string, at: Place): ScriptError {
    return new ScriptError(this.#path, at, what);
  }
}

/** Without the first and, if it is the same, the last character. */
function unquoted(value: string): string {
  const last = value.length > 1 && value.at(-1) === value[0] ? -1 : value.length;
  return value.slice(1, last);
}
