import type { FileNode, Opening } from '../../posix/index.ts';
import { errorText } from '../calls/error-text.ts';
import { octetsOf } from '../calls/values.ts';
import type { DrillStack } from '../stack.ts';
import { MOST_PRINTED, textIn } from './file-text.ts';
import { complains, type Outcome, type Run, succeeded, Unsupported } from './run.ts';

/*
 * Commands that make, change and remove the files of the script's process. Texts are octets, one a character.
 */

/** Octets that dd moves at once. */
const BLOCK = 65_536;

/** A file, or what the command says of it. */
function open(path: string, how: Opening, stack: DrillStack): FileNode | Outcome {
  const node = stack.posix.files.open(path, how);
  return typeof node === 'string' ? complains(`${path}: ${errorText(node)}`) : node;
}

const isOutcome = (x: FileNode | Outcome): x is Outcome => 'status' in x;

/** Numbers as dd(1), head(1) and truncate(1) take them: `10`, `4k`, `1M`, `2x512`. Null for what is none. */
function sizeOf(text: string): number | null {
  let size = 1;
  for (const factor of text.split('x')) {
    const m = /^(\d+)([cwb]|[kKMG](?:i?B)?)?$/.exec(factor);
    if (m === null) return null;
    const [, digits = '', unit = ''] = m;
    const small = { '': 1, c: 1, w: 2, b: 512 }[unit];
    const kilo = /^.B$/.test(unit) ? 1000 : 1024;
    size *=
      Number(digits) * (small ?? kilo ** ('kMG'.indexOf(unit.replace('K', 'k').charAt(0)) + 1));
  }
  return Number.isSafeInteger(size) ? size : null;
}

/** `dd if=FILE of=FILE bs=N count=N [skip=N] [seek=N] [conv=notrunc] [status=...]`: blocks from one file to another. */
function dd(args: readonly string[], input: string, stack: DrillStack): Outcome {
  const known = new Map<string, string>();
  for (const arg of args) {
    const [, key, value] = /^(if|of|bs|count|skip|seek|conv|status)=(.*)$/.exec(arg) ?? [];
    if (key === undefined || value === undefined) throw new Unsupported(`dd ${arg}`);
    known.set(key, value);
  }
  const conv = known.get('conv') ?? 'notrunc';
  if (conv !== 'notrunc') throw new Unsupported(`dd conv=${conv}`);
  const numbers = ['bs', 'count', 'skip', 'seek'].map((key) => {
    const text = known.get(key);
    return text === undefined ? null : (sizeOf(text) ?? Number.NaN);
  });
  if (numbers.some(Number.isNaN) || numbers[0] === 0) return complains('dd: invalid number');
  const [bs, count, skip, seek] = numbers;
  const block = bs ?? 512;
  const most = count === null || count === undefined ? Infinity : count * block;
  const source = known.get('if');
  const from = source === undefined ? input : open(source, {}, stack);
  if (typeof from !== 'string' && isOutcome(from)) return from;
  const at = (skip ?? 0) * block;
  // A file that is copied behind itself would never come to its end.
  const end = typeof from === 'string' || from.kind !== 'regular' ? most : from.size - at;
  const give = (done: number): Uint8Array =>
    pieceOf(from, at + done, Math.min(BLOCK, most - done, end - done));
  return copy(give, known.get('of'), (seek ?? 0) * block, known.has('conv'), stack);
}

function pieceOf(from: FileNode | string, at: number, most: number): Uint8Array {
  if (typeof from === 'string') return octetsOf(from.slice(at, at + most));
  const piece = new Uint8Array(Math.max(0, most));
  return piece.subarray(0, from.readAt(at, piece));
}

/** The second half of dd: what `give` gives, until it gives nothing, to a file or to standard output. */
function copy(
  give: (done: number) => Uint8Array,
  path: string | undefined,
  seek: number,
  keeps: boolean,
  stack: DrillStack,
): Outcome {
  if (path === undefined) {
    let out = '';
    for (let piece = give(0); piece.length > 0; piece = give(out.length)) {
      if (out.length > MOST_PRINTED) return complains('dd: error writing: Broken pipe');
      out += String.fromCharCode(...piece);
    }
    return succeeded(out);
  }
  const to = open(path, { create: true, truncate: !keeps && seek === 0, writes: true }, stack);
  if (isOutcome(to)) return to;
  if (!keeps && seek > 0 && to.kind === 'regular' && !to.resize(seek)) {
    return complains(`dd: ${path}: ${errorText('ENOSPC')}`);
  }
  let done = 0;
  for (let piece = give(0); piece.length > 0; piece = give(done)) {
    if (to.writeAt(seek + done, piece) < piece.length) {
      return complains(`dd: error writing '${path}': ${errorText('ENOSPC')}`);
    }
    done += piece.length;
    if (to.kind !== 'regular' && done > MOST_PRINTED) break; // it would go on for ever
  }
  return succeeded();
}

/** `rm [-f] FILE...` */
function rm(args: readonly string[], _input: string, stack: DrillStack): Outcome {
  const [flags, paths] = split('rm', args, /^-f+$/);
  let last: Outcome = succeeded();
  for (const path of paths) {
    const wrong = stack.posix.files.unlink(path);
    if (wrong === null || (wrong === 'ENOENT' && flags.length > 0)) continue;
    last = complains(`rm: cannot remove '${path}': ${errorText(wrong)}`);
  }
  return last;
}

/** `touch FILE...`: files are there afterwards. There are no times. */
function touch(args: readonly string[], _input: string, stack: DrillStack): Outcome {
  const [, paths] = split('touch', args, /^-[am]+$/);
  let last: Outcome = succeeded();
  for (const path of paths) {
    const node = open(path, { create: true }, stack);
    if (isOutcome(node) && !stack.posix.files.has(path)) last = node; // a directory is there already
  }
  return last;
}

/** `truncate -s N FILE...`, and `fallocate -l N FILE`, which makes none shorter. */
function truncate(args: readonly string[], stack: DrillStack, name: string): Outcome {
  const [flag, text, ...paths] = args;
  const size = sizeOf(text ?? '');
  if (flag !== (name === 'truncate' ? '-s' : '-l') || paths.length === 0 || size === null) {
    throw new Unsupported(`${name} ${args.join(' ')}`);
  }
  let last: Outcome = succeeded();
  for (const path of paths) {
    const node = open(path, { create: true, writes: true }, stack);
    if (isOutcome(node)) last = node;
    else if (node.kind !== 'regular') last = complains(`${name}: ${path}: Invalid argument`);
    else if ((name === 'truncate' || size > node.size) && !node.resize(size)) {
      last = complains(`${name}: ${path}: ${errorText('ENOSPC')}`);
    }
  }
  return last;
}

/** `cat [FILE...]`; without any, what it reads. */
function cat(args: readonly string[], input: string, stack: DrillStack): Outcome {
  const [, paths] = split('cat', args, /^-$/);
  if (paths.length === 0) return succeeded(input);
  return print(paths, MOST_PRINTED, stack);
}

/** `head -c N [FILE]` */
function head(args: readonly string[], input: string, stack: DrillStack): Outcome {
  const [flag, text = '', ...paths] = args;
  const size = sizeOf(text);
  if (flag !== '-c' || size === null || paths.length > 1) {
    throw new Unsupported(`head ${args.join(' ')}`);
  }
  if (paths.length === 0) return succeeded(input.slice(0, size));
  return print(paths, size, stack);
}

function print(paths: readonly string[], most: number, stack: DrillStack): Outcome {
  let out = '';
  for (const path of paths) {
    const node = open(path, {}, stack);
    if (isOutcome(node)) return { ...node, out };
    if (node.kind === 'directory') return { ...complains(`${path}: ${errorText('EISDIR')}`), out };
    if (most > MOST_PRINTED || (node.kind === 'zero' && most === MOST_PRINTED)) {
      throw new Unsupported(`more than ${MOST_PRINTED} octets of ${path}`);
    }
    out += textIn(node, most - out.length);
  }
  return succeeded(out);
}

/** Flags and paths, which there must be for all but cat. */
function split(name: string, args: readonly string[], known: RegExp): [string[], string[]] {
  const flags = args.filter((a) => a.startsWith('-'));
  const wrong = flags.find((f) => !known.test(f));
  if (wrong !== undefined) throw new Unsupported(`${name} ${wrong}`);
  return [flags, args.filter((a) => !a.startsWith('-'))];
}

export const FILE_COMMANDS: Readonly<Record<string, Run>> = {
  dd,
  rm,
  touch,
  truncate: (args, _input, stack) => truncate(args, stack, 'truncate'),
  fallocate: (args, _input, stack) => truncate(args, stack, 'fallocate'),
  cat,
  head,
};
