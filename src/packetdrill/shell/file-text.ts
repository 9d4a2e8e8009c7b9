import type { FileNode } from '../../posix/index.ts';
import { errorText } from '../calls/error-text.ts';
import { octetsOf } from '../calls/values.ts';
import type { DrillStack } from '../stack.ts';

/** Octets that are read at once. */
const BLOCK = 65_536;
/** The most that a command prints: what a pipeline carries, octets. */
export const MOST_PRINTED: number = 2 ** 24;

/** What is in a file, as text of an octet a character: at most `most` octets of it. */
export function textIn(node: FileNode, most: number): string {
  let text = '';
  const piece = new Uint8Array(BLOCK);
  while (text.length < most) {
    const n = node.readAt(text.length, piece.subarray(0, Math.min(BLOCK, most - text.length)));
    if (n === 0) break;
    for (const octet of piece.subarray(0, n)) text += String.fromCharCode(octet);
  }
  return text;
}

/** The text of a file; null where there is none. */
export function readText(path: string, stack: DrillStack): string | null {
  const node = stack.posix.files.open(path);
  return typeof node === 'string' || node.kind !== 'regular' ? null : textIn(node, MOST_PRINTED);
}

/** What `> path` and `>> path` do; what went wrong, or null. */
export function writeText(
  path: string,
  text: string,
  appends: boolean,
  stack: DrillStack,
): string | null {
  const node = stack.posix.files.open(path, { create: true, truncate: !appends, writes: true });
  const errno = typeof node === 'string' ? node : null;
  if (errno !== null) return `${path}: ${errorText(errno)}`;
  const { size } = node as FileNode;
  const written = (node as FileNode).writeAt(size, octetsOf(text));
  return written < text.length ? `${path}: ${errorText('ENOSPC')}` : null;
}
