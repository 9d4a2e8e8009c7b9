import { nearest } from '../base/nearest.ts';
import { CodeError, type Node } from './code-parse.ts';

/** Python's int is a bigint here and its float a number. */
export type Value = bigint | number | boolean | string | readonly Value[];

/** Larger integers come of no script, and take time. */
const LARGEST = 1n << 1024n;
/** The most values in a tuple, those of tuples in it among them. */
const MOST_VALUES = 1000;

/** The value of an expression. @throws CodeError for what Python would refuse, or is not known here */
export function evaluate(node: Node, names: ReadonlyMap<string, Value>, line: number): Value {
  const value = (of: Node) => evaluate(of, names, line);
  switch (node.kind) {
    case 'int':
    case 'float':
    case 'bool':
    case 'string':
      return node.value;
    case 'name': {
      const found = names.get(node.name);
      if (found === undefined) {
        const near = nearest(node.name, [...names.keys()]);
        const meant = near === '' ? '' : ` (did you mean ${near}?)`;
        throw new CodeError(line, `the name ${node.name} is not known${meant}`);
      }
      return found;
    }
    case 'tuple':
      return tuple(node.of.map(value), line);
    case 'call':
      return call(node.name, node.args.map(value), line);
    case 'unary':
      return unary(node.op, value(node.of), line);
    case 'compare':
      return compare(node.ops, node.of, value, line);
    case 'binary': {
      const left = value(node.left);
      if (node.op === 'and') return isTrue(left, line) ? value(node.right) : left;
      if (node.op === 'or') return isTrue(left, line) ? left : value(node.right);
      return bounded(binary(node.op, left, value(node.right), line), line);
    }
  }
}

/** @throws CodeError for a tuple: `assert (a, b)` always holds, and nobody means that */
export function isTrue(value: Value, line: number): boolean {
  if (typeof value === 'object') throw new CodeError(line, 'a tuple as a condition');
  return typeof value === 'bigint' ? value !== 0n : Boolean(value);
}

/** As Python's str(). */
export function textOf(value: Value): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return Number.isInteger(value) ? value.toFixed(1) : String(value);
  if (typeof value === 'object') return `(${value.map(textOf).join(', ')})`;
  return String(value);
}

function bounded(value: Value, line: number): Value {
  if (typeof value === 'bigint' && (value > LARGEST || value < -LARGEST)) {
    throw new CodeError(line, 'an integer of more than 1024 bits');
  }
  if (typeof value === 'string' && value.length > 10_000)
    throw new CodeError(line, 'a huge string');
  return value;
}

/** Tuples in tuples double with every block that says so: their size is what is bounded. */
function tuple(values: readonly Value[], line: number): Value {
  let left = MOST_VALUES;
  const count = (value: Value): void => {
    if (--left < 0) throw new CodeError(line, `a tuple of more than ${MOST_VALUES} values`);
    if (typeof value === 'object') value.forEach(count);
  };
  values.forEach(count);
  return values;
}

function numeric(value: Value, op: string, line: number): bigint | number {
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value === 'bigint' || typeof value === 'number') return value;
  throw new CodeError(line, `\`${op}\` of ${typeof value === 'string' ? 'a string' : 'a tuple'}`);
}

function integer(value: Value, op: string, line: number): bigint {
  const number = numeric(value, op, line);
  if (typeof number === 'number') throw new CodeError(line, `\`${op}\` of a float`);
  return number;
}

function unary(op: string, value: Value, line: number): Value {
  if (op === 'not') return !isTrue(value, line);
  if (op === '~') return ~integer(value, op, line);
  const number = numeric(value, op, line);
  return op === '-' ? -number : number;
}

function compare(
  ops: readonly string[],
  of: readonly Node[],
  value: (of: Node) => Value,
  line: number,
): boolean {
  let left = value(of[0] as Node);
  for (const [i, op] of ops.entries()) {
    const right = value(of[i + 1] as Node);
    if (!holds(op, left, right, line)) return false;
    left = right;
  }
  return true;
}

function holds(op: string, left: Value, right: Value, line: number): boolean {
  let a: bigint | number | string;
  let b: bigint | number | string;
  if (typeof left === 'string' && typeof right === 'string') [a, b] = [left, right];
  else [a, b] = [numeric(left, op, line), numeric(right, op, line)];
  // bigint and number compare by value with < and <=, but never with ===.
  const equal = a <= b && a >= b;
  if (op === '==') return equal;
  if (op === '!=') return !equal;
  if (op === '<') return a < b;
  if (op === '<=') return a <= b;
  return op === '>' ? a > b : a >= b;
}

function binary(op: string, left: Value, right: Value, line: number): Value {
  if (op === '%' && typeof left === 'string') return format(left, right, line);
  if (op === '+' && typeof left === 'string' && typeof right === 'string') return left + right;
  if ('&|^<<>>'.includes(op)) {
    // With two conditions these are the logical ones, as in Python.
    const bits = bitwise(op, integer(left, op, line), integer(right, op, line), line);
    const both = typeof left === 'boolean' && typeof right === 'boolean';
    return both && op.length === 1 ? bits !== 0n : bits;
  }
  const a = numeric(left, op, line);
  const b = numeric(right, op, line);
  if ((op === '/' || op === '//' || op === '%') && Number(b) === 0) {
    throw new CodeError(line, `\`${op}\` by zero`);
  }
  if (op === '/') return Number(a) / Number(b);
  if (typeof a === 'bigint' && typeof b === 'bigint') return ofIntegers(op, a, b);
  return ofFloats(op, Number(a), Number(b));
}

function bitwise(op: string, a: bigint, b: bigint, line: number): bigint {
  if (op === '&') return a & b;
  if (op === '|') return a | b;
  if (op === '^') return a ^ b;
  if (b < 0n || b > 1024n) throw new CodeError(line, `a shift by ${b}`);
  return op === '<<' ? a << b : a >> b;
}

/** Division rounds down and a remainder has the divisor's sign. */
function ofIntegers(op: string, a: bigint, b: bigint): bigint {
  if (op === '+') return a + b;
  if (op === '-') return a - b;
  if (op === '*') return a * b;
  const remainder = a % b;
  const down = remainder !== 0n && remainder < 0n !== b < 0n;
  if (op === '//') return a / b - (down ? 1n : 0n);
  return down ? remainder + b : remainder;
}

function ofFloats(op: string, a: number, b: number): number {
  if (op === '+') return a + b;
  if (op === '-') return a - b;
  if (op === '*') return a * b;
  return op === '//' ? Math.floor(a / b) : a - b * Math.floor(a / b);
}

/** `'...%d...' % value` or `% (a, b)`. */
function format(text: string, right: Value, line: number): string {
  const values = typeof right === 'object' ? [...right] : [right];
  const result = text.replace(/%([\s\S]?)/g, (all, letter: string) => {
    if (letter === '%') return '%';
    const value = values.shift();
    if (value === undefined) throw new CodeError(line, `a value too few for \`${all}\``);
    if (letter === 's') return textOf(value);
    if (!'diuxf'.includes(letter) || letter === '')
      throw new CodeError(line, `the format \`${all}\``);
    const number = numeric(value, all, line);
    if (letter === 'f') return Number(number).toFixed(6);
    if (letter === 'x') return integer(value, all, line).toString(16);
    return typeof number === 'bigint' ? String(number) : String(Math.trunc(number));
  });
  if (values.length > 0) throw new CodeError(line, 'more values than the format has places for');
  return result;
}

function call(name: string, args: readonly Value[], line: number): Value {
  if (name === 'abs' && args.length === 1) {
    const number = numeric(args[0] as Value, name, line);
    return number < 0 ? -number : number;
  }
  if ((name === 'min' || name === 'max') && args.length > 1) {
    const op = name === 'min' ? '<' : '>';
    return args.reduce((best, other) => (holds(op, other, best, line) ? other : best));
  }
  if (name === 'int' && args.length === 1) {
    const number = numeric(args[0] as Value, name, line);
    if (typeof number === 'bigint') return number;
    if (Number.isFinite(number)) return BigInt(Math.trunc(number));
  }
  throw new CodeError(line, `a call of ${name}() with ${args.length} arguments`);
}
