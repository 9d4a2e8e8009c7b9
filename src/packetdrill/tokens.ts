import { type Place, ScriptError } from './ast.ts';

/** What a token is; a `symbol` is one character that is nothing else. */
export type TokenKind =
  | 'word'
  | 'integer'
  | 'hex'
  | 'float'
  | 'string'
  | 'shell'
  | 'code'
  | 'ellipsis'
  | 'option'
  | 'symbol'
  | 'end';

export interface Token extends Place {
  readonly kind: TokenKind;
  /** Its text; of a string, shell command or code what stands between the delimiters, as it was written. */
  readonly text: string;
  /** Where it begins and ends in the script's text, in characters from 0. */
  readonly start: number;
  readonly end: number;
  /** The name of an `--option` has a value; null without one. */
  readonly value: string | null;
}

/** How many `{`, `[` and `(` may stand in each other. */
const DEEPEST = 64;

/** The tokens of a script, one after the other. */
export class Cursor {
  readonly path: string;
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  /** `tokens` ends with one of kind `end`. */
  constructor(path: string, text: string, tokens: readonly Token[]) {
    this.path = path;
    this.#text = text;
    this.#tokens = tokens;
  }

  /** The token `ahead` of the next one, which is 0; past the end it is the end. */
  peek(ahead = 0): Token {
    const last = this.#tokens.length - 1;
    return this.#tokens[Math.min(this.#at + ahead, last)] as Token;
  }

  next(): Token {
    const token = this.peek();
    if (token.kind !== 'end') this.#at++;
    return token;
  }

  get index(): number {
    return this.#at;
  }

  is(symbol: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'symbol' && token.text === symbol;
  }

  isWord(word: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'word' && token.text === word;
  }

  isKind(kind: TokenKind, ahead = 0): boolean {
    return this.peek(ahead).kind === kind;
  }

  /** Takes the symbol if it comes next. */
  skip(symbol: string): boolean {
    if (!this.is(symbol)) return false;
    this.next();
    return true;
  }

  skipWord(word: string): boolean {
    if (!this.isWord(word)) return false;
    this.next();
    return true;
  }

  /** Takes the symbol. @throws ScriptError when something else comes; `where` says after or in what. */
  expect(symbol: string, where: string): Token {
    if (!this.is(symbol)) throw this.expected(`\`${symbol}\` ${where}`);
    return this.next();
  }

  /** An error at the next token: it is not what was expected. */
  expected(what: string): ScriptError {
    return this.error(`expected ${what}, found ${describe(this.peek())}`);
  }

  error(what: string, at: Place = this.peek()): ScriptError {
    return new ScriptError(this.path, at, what);
  }

  /** A whole number from 0 to `most`, in decimal or hex. @throws ScriptError */
  number(what: string, most: number): number {
    const token = this.peek();
    if (token.kind !== 'integer' && token.kind !== 'hex') throw this.expected(what);
    const value = Number(token.text);
    if (!(value >= 0 && value <= most)) {
      throw this.error(`${what} is ${token.text}, expected 0 to ${most}`);
    }
    this.next();
    // Without the sign of -0.
    return value + 0;
  }

  /** Calls `inside` one level deeper. @throws ScriptError when that is deeper than any script needs */
  nested<T>(inside: () => T): T {
    if (this.#depth >= DEEPEST) throw this.error(`nested deeper than ${DEEPEST} levels`);
    this.#depth++;
    const result = inside();
    this.#depth--;
    return result;
  }

  /** The text of the tokens from index `from` up to the next one, without comments, gaps as one blank. */
  textSince(from: number): string {
    let text = '';
    for (let i = from; i < this.#at; i++) {
      const token = this.#tokens[i] as Token;
      const before = this.#tokens[i - 1];
      if (i > from && before !== undefined && before.end < token.start) text += ' ';
      text += this.#text.slice(token.start, token.end).replace(/\s+/g, ' ');
    }
    return text;
  }
}

/** A token as an error message names it. */
export function describe(token: Token): string {
  switch (token.kind) {
    case 'end':
      return 'the end of the script';
    case 'ellipsis':
      return '`...`';
    case 'string':
      return `the string "${short(token.text)}"`;
    case 'shell':
      return `the shell command \`${short(token.text)}\``;
    case 'code':
      return `the code %{ ${short(token.text)} }%`;
    case 'option':
      return `the option --${short(token.text)}`;
    default:
      return `\`${short(token.text)}\``;
  }
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 40 ? `${line.slice(0, 40)}…` : line;
}
