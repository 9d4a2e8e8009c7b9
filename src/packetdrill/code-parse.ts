/*
 * The small part of Python in which scripts check the kernel's TCP_INFO: expressions, assert, print and
 * assignments; no functions, loops or imports.
 */

/** The code is not of the part of Python that is known here. */
export class CodeError extends Error {
  /** Lines of the code above it. */
  readonly line: number;

  constructor(line: number, what: string) {
    super(what);
    this.name = 'CodeError';
    this.line = line;
  }
}

export type Node =
  | { readonly kind: 'int'; readonly value: bigint }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'tuple'; readonly of: readonly Node[] }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Node[] }
  | { readonly kind: 'unary'; readonly op: string; readonly of: Node }
  | { readonly kind: 'binary'; readonly op: string; readonly left: Node; readonly right: Node }
  /** `of[0] ops[0] of[1] ops[1] of[2]`: each pair must hold. */
  | { readonly kind: 'compare'; readonly ops: readonly string[]; readonly of: readonly Node[] };

export type Statement = { readonly line: number; readonly text: string } & (
  | { readonly kind: 'assert'; readonly test: Node; readonly message: Node | null }
  | { readonly kind: 'assign'; readonly name: string; readonly value: Node }
  | { readonly kind: 'expression'; readonly value: Node }
);

interface Token {
  readonly kind: 'int' | 'float' | 'string' | 'name' | 'operator' | 'newline' | 'end';
  readonly text: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

const DEEPEST = 64;
const KEYWORDS = new Set(
  (
    'and or not if elif else for while def class import from in is lambda return pass del try except ' +
    'finally with as raise yield global nonlocal None async await break continue'
  ).split(' '),
);

const TOKENS: readonly (readonly [Token['kind'], RegExp])[] = [
  ['float', /(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?|[0-9]+[eE][-+]?[0-9]+/y],
  ['int', /0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|0+(?![0-9])|[1-9][0-9]*/y],
  ['name', /[A-Za-z_][A-Za-z0-9_]*/y],
  ['operator', /\*\*|\/\/=?|<<=?|>>=?|[-+*/%&|^]=|[=!<>]=|[-+*/%&|^~<>=(),;]/y],
];

/** Characters of a number or name, and operators of a statement: no script has more. */
const LONGEST = 1000;

/** Cuts code into tokens; a newline within parentheses or after a backslash is none. @throws CodeError */
function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let line = 0;
  let depth = 0;
  for (let at = 0; at < text.length; ) {
    const c = text[at] as string;
    const continued = c === '\\' ? /\\\r?\n/y : /[ \t\r]+|#[^\n]*/y;
    continued.lastIndex = at;
    const skipped = continued.exec(text)?.[0];
    if (skipped !== undefined) {
      if (c === '\\') line++;
      at += skipped.length;
    } else if (c === '\n') {
      if (depth === 0) tokens.push({ kind: 'newline', text: '\n', line, start: at, end: at });
      line++;
      at++;
    } else {
      const token = c === '"' || c === "'" ? stringAt(text, at, line) : tokenAt(text, at, line);
      if (token.text === '(') depth++;
      if (token.text === ')' && depth > 0) depth--;
      tokens.push(token);
      at = token.end;
    }
  }
  tokens.push({ kind: 'end', text: '', line, start: text.length, end: text.length });
  return tokens;
}

function tokenAt(text: string, at: number, line: number): Token {
  for (const [kind, regexp] of TOKENS) {
    regexp.lastIndex = at;
    const found = regexp.exec(text)?.[0];
    if (found === undefined) continue;
    if (found.length > LONGEST)
      throw new CodeError(line, `a ${kind} of ${found.length} characters`);
    return { kind, text: found, line, start: at, end: at + found.length };
  }
  throw new CodeError(line, `\`${text[at]}\``);
}

const ESCAPES: Readonly<Record<string, string>> = {
  ...{ n: '\n', t: '\t', r: '\r', '\\': '\\', "'": "'", '"': '"' },
};

function stringAt(text: string, from: number, line: number): Token {
  const quote = text[from] as string;
  let value = '';
  for (let i = from + 1; i < text.length && text[i] !== '\n'; i++) {
    const c = text[i] as string;
    if (c === quote) return { kind: 'string', text: value, line, start: from, end: i + 1 };
    if (c === '\\') {
      i++;
      const letter = text[i] ?? '';
      if (!Object.hasOwn(ESCAPES, letter)) throw new CodeError(line, `the escape \`\\${letter}\``);
      value += ESCAPES[letter];
    } else value += c;
  }
  throw new CodeError(line, 'a string that never ends');
}

/** Operators of two sides from the loosest to the tightest; comparisons and and/or/not are above them. */
const BINARY: readonly (readonly string[])[] = [
  ['|'],
  ['^'],
  ['&'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '//', '%'],
];
const COMPARISONS = new Set(['==', '!=', '<', '<=', '>', '>=']);
const UNARY = new Set(['-', '+', '~']);

/** Parses a block of code. @throws CodeError for what is not known here */
export function parseCode(text: string): Statement[] {
  return new CodeParser(text, tokenize(text)).all();
}

class CodeParser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;
  /** Operators of the statement so far. */
  #operators = 0;

  constructor(text: string, tokens: readonly Token[]) {
    this.#text = text;
    this.#tokens = tokens;
  }

  all(): Statement[] {
    const statements: Statement[] = [];
    for (;;) {
      while (this.#peek().kind === 'newline' || this.#skip(';')) {
        if (this.#peek().kind === 'newline') this.#at++;
      }
      if (this.#peek().kind === 'end') return statements;
      statements.push(this.#statement());
      const { kind } = this.#peek();
      if (kind !== 'newline' && kind !== 'end' && !this.#is(';')) throw this.#unexpected();
    }
  }

  #statement(): Statement {
    const first = this.#peek();
    const line = first.line;
    this.#operators = 0;
    const text = () => {
      const last = this.#tokens[this.#at - 1] as Token;
      return this.#text.slice(first.start, last.end).replace(/\s+/g, ' ');
    };
    if (first.kind === 'name' && first.text === 'assert') {
      this.#at++;
      const test = this.#expression();
      const message = this.#skip(',') ? this.#expression() : null;
      return { kind: 'assert', test, message, line, text: text() };
    }
    const op = this.#peek(1);
    if (first.kind === 'name' && !KEYWORDS.has(first.text) && op.kind === 'operator') {
      if (/^([-+*/%&|^]|\/\/|<<|>>)?=$/.test(op.text)) {
        this.#at += 2;
        const right = this.#expression();
        const left: Node = { kind: 'name', name: first.text };
        const value: Node =
          op.text === '=' ? right : { kind: 'binary', op: op.text.slice(0, -1), left, right };
        return { kind: 'assign', name: first.text, value, line, text: text() };
      }
    }
    return { kind: 'expression', value: this.#expression(), line, text: text() };
  }

  #expression(): Node {
    return this.#nested(() => this.#joined('or', () => this.#joined('and', () => this.#not())));
  }

  #joined(op: string, operand: () => Node): Node {
    let left = operand();
    while (this.#skipName(op)) {
      this.#countOperator();
      left = { kind: 'binary', op, left, right: operand() };
    }
    return left;
  }

  #not(): Node {
    if (!this.#skipName('not')) return this.#comparison();
    return this.#nested(() => ({ kind: 'unary', op: 'not', of: this.#not() }));
  }

  #comparison(): Node {
    const first = this.#binary(0);
    const ops: string[] = [];
    const of = [first];
    while (this.#peek().kind === 'operator' && COMPARISONS.has(this.#peek().text)) {
      ops.push(this.#next().text);
      of.push(this.#binary(0));
    }
    return ops.length === 0 ? first : { kind: 'compare', ops, of };
  }

  #binary(level: number): Node {
    const ops = BINARY[level];
    if (ops === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    while (this.#peek().kind === 'operator' && ops.includes(this.#peek().text)) {
      this.#countOperator();
      const op = this.#next().text;
      left = { kind: 'binary', op, left, right: this.#binary(level + 1) };
    }
    return left;
  }

  #unary(): Node {
    const token = this.#peek();
    if (token.kind !== 'operator' || !UNARY.has(token.text)) return this.#primary();
    this.#at++;
    return this.#nested(() => ({ kind: 'unary', op: token.text, of: this.#unary() }));
  }

  #primary(): Node {
    const token = this.#next();
    if (token.kind === 'int') return { kind: 'int', value: BigInt(token.text) };
    if (token.kind === 'float') return { kind: 'float', value: Number(token.text) };
    if (token.kind === 'string') {
      let value = token.text;
      while (this.#peek().kind === 'string') value += this.#next().text;
      return { kind: 'string', value };
    }
    if (token.kind === 'operator' && token.text === '(') return this.#parenthesised();
    if (token.kind === 'name' && !KEYWORDS.has(token.text) && token.text !== 'assert') {
      if (token.text === 'True' || token.text === 'False') {
        return { kind: 'bool', value: token.text === 'True' };
      }
      if (!this.#skip('(')) return { kind: 'name', name: token.text };
      const args: Node[] = [];
      if (!this.#skip(')')) {
        do args.push(this.#expression());
        while (this.#skip(','));
        this.#close();
      }
      return { kind: 'call', name: token.text, args };
    }
    this.#at = Math.max(0, this.#tokens.indexOf(token));
    throw this.#unexpected();
  }

  #parenthesised(): Node {
    if (this.#skip(')')) return { kind: 'tuple', of: [] };
    const first = this.#expression();
    if (!this.#is(',')) {
      this.#close();
      return first;
    }
    const of = [first];
    while (this.#skip(',') && !this.#is(')')) of.push(this.#expression());
    this.#close();
    return { kind: 'tuple', of };
  }

  #close(): void {
    if (!this.#skip(')')) throw this.#unexpected();
  }

  #peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)] as Token;
  }

  #next(): Token {
    const token = this.#peek();
    if (token.kind !== 'end') this.#at++;
    return token;
  }

  #is(operator: string): boolean {
    return this.#peek().kind === 'operator' && this.#peek().text === operator;
  }

  #skip(operator: string): boolean {
    if (!this.#is(operator)) return false;
    this.#at++;
    return true;
  }

  #skipName(name: string): boolean {
    if (this.#peek().kind !== 'name' || this.#peek().text !== name) return false;
    this.#at++;
    return true;
  }

  #nested<T>(inside: () => T): T {
    if (this.#depth >= DEEPEST) {
      throw new CodeError(this.#peek().line, `an expression nested deeper than ${DEEPEST} levels`);
    }
    this.#depth++;
    const result = inside();
    this.#depth--;
    return result;
  }

  /** A chain of operators becomes a tree as deep as it is long. */
  #countOperator(): void {
    if (++this.#operators > LONGEST) {
      throw new CodeError(this.#peek().line, `a statement of more than ${LONGEST} operators`);
    }
  }

  #unexpected(): CodeError {
    const token = this.#peek();
    const what =
      token.kind === 'end' || token.kind === 'newline' ? 'an unfinished line' : token.text;
    return new CodeError(token.line, `\`${what}\` in code`);
  }
}
