/*
 * As much of a shell's language as the suites' commands are written in: lists, pipelines, quotes, comments,
 * redirections and arithmetic.
 */

/** Where a command's output goes: 1 is what it prints, 2 its complaints, 3 both. */
export interface Redirection {
  readonly from: 1 | 2 | 3;
  /** A path, or the other of the two for `2>&1`. */
  readonly to: string | 1 | 2;
  /** `>>`: what is in the file stays. */
  readonly appends: boolean;
}

export interface Command {
  /** Its name and its arguments, quotes and arithmetic resolved. */
  readonly words: readonly string[];
  readonly redirections: readonly Redirection[];
}

/** Commands of which each reads what the one before it prints; run after the one before it, or if that failed or not. */
export interface Pipeline {
  readonly when: 'always' | 'succeeded' | 'failed';
  readonly commands: readonly Command[];
}

/** Something in it is more shell than this. */
export class ShellError extends Error {
  override readonly name = 'ShellError';
}

/** The pipelines of a command list, in order. Throws ShellError for what it does not know. */
export function parseShell(text: string): Pipeline[] {
  return new Parser(text).list();
}

/** What ends a word outside quotes. */
const ENDS_WORD = /[\s;|&<>()]/;

class Parser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  list(): Pipeline[] {
    const pipelines: Pipeline[] = [];
    let when: Pipeline['when'] = 'always';
    for (;;) {
      this.#blanks(true);
      if (this.#at >= this.#text.length) return pipelines;
      pipelines.push({ when, commands: this.#pipeline() });
      when = this.#connector();
    }
  }

  #pipeline(): Command[] {
    const commands = [this.#command()];
    while (this.#is('|') && !this.#is('||')) {
      this.#at++;
      this.#blanks(true);
      commands.push(this.#command());
    }
    return commands;
  }

  #connector(): Pipeline['when'] {
    if (this.#take('&&')) return 'succeeded';
    if (this.#take('||')) return 'failed';
    if (this.#take(';') || this.#take('\n') || this.#at >= this.#text.length) return 'always';
    throw new ShellError(`\`${this.#text.slice(this.#at).trim()}\``);
  }

  #command(): Command {
    const words: string[] = [];
    const redirections: Redirection[] = [];
    for (this.#blanks(false); !this.#isAtEnd(); this.#blanks(false)) {
      const redirection = this.#redirection();
      if (redirection === null) words.push(this.#word());
      else redirections.push(redirection);
    }
    if (words.length === 0)
      throw new ShellError(`a command is missing in \`${this.#text.trim()}\``);
    return { words, redirections };
  }

  #isAtEnd(): boolean {
    const c = this.#text[this.#at];
    return c === undefined || c === '\n' || c === ';' || c === '|' || this.#is('&&');
  }

  #redirection(): Redirection | null {
    const m = /^(?:(&>|>&)|([12]?)>)(>?)\s*(?:&([12]))?/.exec(this.#text.slice(this.#at));
    if (m === null) return null;
    this.#at += m[0].length;
    const from = m[1] !== undefined ? 3 : m[2] === '2' ? 2 : 1;
    const to = m[4] === undefined ? this.#word() : (Number(m[4]) as 1 | 2);
    return { from, to, appends: m[3] === '>' };
  }

  /** A word, or several pieces of one: a'b'"c". */
  #word(): string {
    const from = this.#at;
    let word = '';
    for (;;) {
      const c = this.#text[this.#at];
      if (c === undefined || (ENDS_WORD.test(c) && !this.#is('$(('))) break;
      if (c === "'") word += this.#single();
      else if (c === '"') word += this.#double();
      else if (c === '\\') word += this.#escaped();
      else if (c === '$') word += this.#dollar();
      else {
        word += c;
        this.#at++;
      }
    }
    if (this.#at === from) throw new ShellError(`\`${this.#text.slice(from).trim()}\``);
    return word;
  }

  #single(): string {
    const end = this.#text.indexOf("'", this.#at + 1);
    if (end < 0) throw new ShellError("a quote ' is not closed");
    const text = this.#text.slice(this.#at + 1, end);
    this.#at = end + 1;
    return text;
  }

  #double(): string {
    let text = '';
    this.#at++;
    for (;;) {
      const c = this.#text[this.#at];
      if (c === undefined) throw new ShellError('a quote " is not closed');
      if (c === '"') break;
      if (c === '$') text += this.#dollar();
      else if (c === '\\') text += this.#escaped();
      else {
        text += c;
        this.#at++;
      }
    }
    this.#at++;
    return text;
  }

  #escaped(): string {
    const c = this.#text[this.#at + 1] ?? '';
    this.#at += 2;
    return c === '\n' ? '' : c;
  }

  /** `$((1024*1024))`, and `${NAME}` as it stands: the one that is used names a file of our own. */
  #dollar(): string {
    const rest = this.#text.slice(this.#at);
    const sum = /^\$\(\(([\d\s*+]+)\)\)/.exec(rest);
    const name = /^\$\{?\w+\}?/.exec(rest);
    const found = sum ?? name;
    if (found === null) throw new ShellError(`\`${rest.trim()}\``);
    this.#at += found[0].length;
    return sum === null ? found[0] : String(sumOf(sum[1] as string));
  }

  /** Skips blanks, continued lines and comments; ends of lines too where they mean nothing. */
  #blanks(lines: boolean): void {
    const blank = lines ? /^(?:\s|;|\\\n|#[^\n]*)+/ : /^(?:[^\S\n]|\\\n|#[^\n]*)+/;
    const m = blank.exec(this.#text.slice(this.#at));
    if (m !== null) this.#at += m[0].length;
  }

  #is(what: string): boolean {
    return this.#text.startsWith(what, this.#at);
  }

  #take(what: string): boolean {
    if (!this.#is(what)) return false;
    this.#at += what.length;
    return true;
  }
}

/** Sums of products, as in `15*1024*1024`. */
function sumOf(text: string): number {
  const products = text
    .split('+')
    .map((term) => term.split('*').reduce((product, factor) => product * Number(factor.trim()), 1));
  return products.reduce((sum, product) => sum + product, 0);
}
