import type { FileNode } from './file-system.ts';
import { Gift } from './gift.ts';
import { intoMemory, memoryOf } from './memory.ts';
import { OpenFile } from './open-file.ts';
import { done, type Pending } from './pending.ts';
import type { Process } from './process.ts';
import { failed, ok, type Result } from './result.ts';
import type { IoVec } from './types.ts';

/** A file of the file system: what a descriptor of open() stands for. None of its calls waits. */
export class NodeFile extends OpenFile {
  readonly node: FileNode;
  /** Where the next read or write begins, octets. */
  position = 0;
  readonly #process: Process;

  constructor(process: Process, node: FileNode, flags: number) {
    super(flags);
    this.#process = process;
    this.node = node;
    node.opened();
  }

  /** Writes go to the end, wherever it is. */
  get appends(): boolean {
    return (this.flags & (this.#process.numbers['O_APPEND'] as number)) !== 0;
  }

  override get canBeAwaited(): boolean {
    return false;
  }

  /** DEFAULT_POLLMASK of Linux: files are always ready. */
  override ready(): number {
    const { POLLIN = 0, POLLOUT = 0, POLLRDNORM = 0, POLLWRNORM = 0 } = this.#process.numbers;
    return POLLIN | POLLOUT | POLLRDNORM | POLLWRNORM;
  }

  override release(): void {
    this.node.closed();
  }

  override get waiting(): number | null {
    return this.node.kind === 'regular' ? Math.max(0, this.node.size - this.position) : null;
  }

  override read(iov: readonly IoVec[]): Pending {
    const memory = memoryOf(iov);
    if (!this.mayRead) return done(failed('EBADF'));
    if (memory === null) return done(failed('EINVAL'));
    const { node } = this;
    if (node.kind === 'directory') return done(failed('EISDIR'));
    const there = node.kind === 'zero' ? Infinity : Math.max(0, node.size - this.position);
    const result = intoMemory(memory, there, (into) => {
      this.position += node.readAt(this.position, into);
    });
    return done(result);
  }

  override write(iov: readonly IoVec[]): Pending {
    const memory = memoryOf(iov);
    if (!this.mayWrite) return done(failed('EBADF'));
    if (memory === null) return done(failed('EINVAL'));
    const gift = new Gift(memory);
    const { text } = gift;
    if (text.length === 0) return done(gift.total === 0 ? ok() : failed('EFAULT'));
    return done(this.put(text));
  }

  /** Writes at `at`, or where the next write begins: ENOSPC when there is room for none of it. */
  put(octets: Uint8Array, at: number | null = null): Result {
    const { node } = this;
    const from = at ?? (this.appends ? node.size : this.position);
    const n = node.writeAt(from, octets);
    if (n === 0 && octets.length > 0) return failed('ENOSPC');
    if (at === null) this.position = from + n;
    return ok(n);
  }

  /** Up to `most` octets from `at` on; none at the end. */
  piece(at: number, most: number): Uint8Array {
    const left = this.node.kind === 'zero' ? most : Math.max(0, this.node.size - at);
    const octets = new Uint8Array(Math.min(most, left));
    this.node.readAt(at, octets);
    return octets;
  }

  override seek(offset: number, whence: number): Result {
    const { SEEK_SET, SEEK_CUR, SEEK_END } = this.#process.numbers;
    const { kind, size } = this.node;
    let from = 0;
    if (whence === SEEK_CUR) from = this.position;
    else if (whence === SEEK_END) from = size;
    else if (whence !== SEEK_SET) return failed('EINVAL');
    const at = from + offset;
    if (!(Number.isSafeInteger(at) && at >= 0)) return failed('EINVAL');
    this.position = kind === 'regular' ? at : 0;
    return ok(this.position);
  }
}

/** open: `flags` are O_ numbers. What mode a new file has means nothing, for there is one user. */
export function openPath(process: Process, path: string | null, flags: number): Result {
  if (path === null) return failed('EFAULT');
  const has = (name: string): boolean => {
    const bit = process.numbers[name] ?? 0;
    return bit !== 0 && (flags & bit) === bit;
  };
  const access = flags & 3;
  if (access === 3) return failed('EINVAL'); // FreeBSD's answer; Linux keeps it for ioctl of some devices
  if (process.nextDescriptor < 0) return failed('EMFILE');
  const node = process.files.open(path, {
    create: has('O_CREAT'),
    exclusive: has('O_EXCL'),
    truncate: has('O_TRUNC'),
    writes: access !== 0,
    directory: has('O_DIRECTORY'),
  });
  if (typeof node === 'string') return failed(node);
  const { O_NONBLOCK = 0, O_APPEND = 0 } = process.numbers;
  const kept = access | (flags & (O_NONBLOCK | O_APPEND));
  return process.give(new NodeFile(process, node, kept));
}
