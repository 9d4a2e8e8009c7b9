import { evaluate, isTrue, textOf, type Value } from './code-evaluate.ts';
import { CodeError, type Node, parseCode, type Statement } from './code-parse.ts';
import { PASSED, type Verdict } from './verdict.ts';

/** How one block of code turned out. */
export interface CodeResult {
  /** The line of the script in which what failed stands, or that of the block. */
  readonly line: number;
  readonly verdict: Verdict;
  /** What the block printed, a line each. */
  readonly printed: readonly string[];
}

interface Block {
  readonly text: string;
  readonly info: Readonly<Record<string, number>>;
  readonly line: number;
}

/**
 * The code blocks of a script: one program, run after the script's end, in which variables live on from
 * block to block while each block sees the names that were true when its time came.
 */
export class CodeProgram {
  readonly #blocks: Block[] = [];

  /** How many blocks there are. */
  get length(): number {
    return this.#blocks.length;
  }

  /**
   * @param text what stands between `%{` and `}%`
   * @param info names and their values at this moment, such as tcpi_state and TCP_ESTABLISHED; copied
   * @param line of the script on which the text begins
   */
  add(text: string, info: Readonly<Record<string, number>>, line: number): void {
    this.#blocks.push({ text, info: { ...info }, line });
  }

  /**
   * Runs all blocks in order, also after one failed, and tells how each turned out: the first statement of
   * it that did not pass decides. What is not known is 'unsupported', never passed. Never throws.
   */
  run(): CodeResult[] {
    const names = new Map<string, Value>();
    let fromInfo: string[] = [];
    return this.#blocks.map((block) => {
      // A name of an earlier moment is not true any more.
      for (const name of fromInfo) names.delete(name);
      fromInfo = Object.keys(block.info);
      for (const [name, value] of Object.entries(block.info)) {
        names.set(name, Number.isSafeInteger(value) ? BigInt(value) : value);
      }
      return runBlock(block, names);
    });
  }
}

function runBlock(block: Block, names: Map<string, Value>): CodeResult {
  const printed: string[] = [];
  let statements: Statement[];
  try {
    statements = parseCode(block.text);
  } catch (error) {
    return { ...unsupported(error, block.line, block.text), printed };
  }
  let first: { line: number; verdict: Verdict } | null = null;
  for (const statement of statements) {
    const line = block.line + statement.line;
    try {
      const verdict = execute(statement, names, printed);
      if (verdict.kind !== 'passed') first ??= { line, verdict };
    } catch (error) {
      first ??= unsupported(error, block.line, statement.text);
      // Later uses of what it would have set must not see the value of before.
      if (statement.kind === 'assign') names.delete(statement.name);
    }
  }
  return { ...(first ?? { line: block.line, verdict: PASSED }), printed };
}

function unsupported(error: unknown, line: number, text: string) {
  if (!(error instanceof CodeError)) throw error;
  const what = `${error.message}, in \`${text.trim().replace(/\s+/g, ' ').slice(0, 200)}\``;
  return { line: line + error.line, verdict: { kind: 'unsupported', what } as const };
}

function execute(statement: Statement, names: Map<string, Value>, printed: string[]): Verdict {
  const { line } = statement;
  if (statement.kind === 'assign') {
    names.set(statement.name, evaluate(statement.value, names, line));
    return PASSED;
  }
  if (statement.kind === 'expression') {
    const { value } = statement;
    if (value.kind === 'call' && value.name === 'print') {
      printed.push(value.args.map((a) => textOf(evaluate(a, names, line))).join(' '));
    } else evaluate(value, names, line);
    return PASSED;
  }
  if (isTrue(evaluate(statement.test, names, line), line)) return PASSED;
  const told = new Set<string>();
  namesOf(statement.test, told);
  if (statement.message !== null) namesOf(statement.message, told);
  const values = [...told].map((name) => `${name} = ${known(names.get(name))}`);
  const message = statement.message === null ? [] : messageOf(statement.message, names, line);
  const actual = [...values, ...message].join(', ') || 'it is false';
  return { kind: 'failed', expected: statement.text, actual };
}

function known(value: Value | undefined): string {
  return value === undefined ? 'not known' : textOf(value);
}

/** The message of an assert, unless it says no more than the value of a name. */
function messageOf(message: Node, names: ReadonlyMap<string, Value>, line: number): string[] {
  if (message.kind === 'name') return [];
  try {
    return [textOf(evaluate(message, names, line))];
  } catch (error) {
    if (error instanceof CodeError) return [error.message];
    throw error;
  }
}

function namesOf(node: Node, into: Set<string>): void {
  switch (node.kind) {
    case 'name':
      into.add(node.name);
      return;
    case 'unary':
      namesOf(node.of, into);
      return;
    case 'binary':
      namesOf(node.left, into);
      namesOf(node.right, into);
      return;
    case 'call':
      for (const arg of node.args) namesOf(arg, into);
      return;
    case 'compare':
    case 'tuple':
      for (const part of node.of) namesOf(part, into);
      return;
  }
}
