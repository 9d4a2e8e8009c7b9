import { Ring } from '../base/ring.ts';
import { Gift } from './gift.ts';
import { intoMemory, memoryOf } from './memory.ts';
import { OpenFile } from './open-file.ts';
import { done, type Pending } from './pending.ts';
import type { Process } from './process.ts';
import { failed, ok, type Result } from './result.ts';
import type { IoVec } from './types.ts';

/** Octets that a pipe holds: 16 pages on both, pipe(7) of Linux and BIG_PIPE_SIZE of FreeBSD. */
export const PIPE_SIZE = 65_536;
/** PIPE_BUF: what is written in pieces no longer than that goes in whole or not at all. */
const WHOLE = { linux: 4096, freebsd: 512 } as const;

/** What is on its way from those who write to those who read. */
export class PipeBuffer {
  readonly readers = new Set<PipeEnd>();
  readonly writers = new Set<PipeEnd>();
  /** splice() is sending what is in it; until that is over nobody else takes any of it. */
  isHeld = false;
  readonly #ring = new Ring();

  get length(): number {
    return this.#ring.length;
  }

  get room(): number {
    return PIPE_SIZE - this.#ring.length;
  }

  /** The first `n` octets, or all there are. */
  look(n: number): Uint8Array {
    const seen = new Uint8Array(Math.min(n, this.#ring.length));
    this.copy(seen);
    return seen;
  }

  /** Copies the first octets into `into`, which is no longer than there are. */
  copy(into: Uint8Array): void {
    if (into.length > 0) this.#ring.peek(0, into.length, into, 0);
  }

  /** Takes the first `n` octets away, or all there are; who waits for room hears of it. */
  drop(n: number): void {
    const gone = Math.min(n, this.#ring.length);
    if (gone <= 0) return;
    this.#ring.drop(gone);
    for (const w of [...this.writers]) w.wakeFor('POLLOUT', 'POLLWRNORM');
  }

  /** Adds octets, for which there is room; who waits for some hears of it. */
  push(octets: Uint8Array): void {
    if (octets.length === 0) return;
    this.#ring.push(octets, 0, octets.length);
    for (const r of [...this.readers]) r.wakeFor('POLLIN', 'POLLRDNORM');
  }

  /** What is in it may be taken again. */
  letGo(): void {
    this.isHeld = false;
    for (const r of [...this.readers]) r.wake();
  }

  clear(): void {
    this.#ring.clear();
  }
}

/** An end of a pipe. Those of Linux read or write, those of FreeBSD do both. */
export class PipeEnd extends OpenFile {
  /** What it reads from, or null. */
  readonly source: PipeBuffer | null;
  /** What it writes to, or null. */
  readonly sink: PipeBuffer | null;
  readonly #process: Process;

  constructor(process: Process, flags: number, source: PipeBuffer | null, sink: PipeBuffer | null) {
    super(flags);
    this.#process = process;
    this.source = source;
    this.sink = sink;
    source?.readers.add(this);
    sink?.writers.add(this);
  }

  get isNonBlocking(): boolean {
    return (this.flags & (this.#process.numbers['O_NONBLOCK'] as number)) !== 0;
  }

  override get waiting(): number | null {
    return this.source?.length ?? 0;
  }

  wakeFor(...names: readonly string[]): void {
    this.wake(this.#bits(...names));
  }

  /** pipe_poll() of both: nobody at the other end is a hang-up for who reads, and for who writes Linux's error. */
  override ready(): number {
    const { source, sink } = this;
    let mask = 0;
    if (source !== null) {
      if (source.length > 0) mask |= this.#bits('POLLIN', 'POLLRDNORM');
      if (source.writers.size === 0) mask |= this.#bits('POLLHUP');
    }
    if (sink !== null) {
      if (sink.room >= this.#whole) mask |= this.#bits('POLLOUT', 'POLLWRNORM');
      const gone = this.#process.system === 'linux' ? 'POLLERR' : 'POLLHUP';
      if (sink.readers.size === 0) mask |= this.#bits(gone);
    }
    return mask;
  }

  override release(): void {
    const { source, sink } = this;
    source?.readers.delete(this);
    sink?.writers.delete(this);
    if (source?.readers.size === 0) source.clear();
    for (const w of [...(source?.writers ?? [])]) w.wake();
    for (const r of [...(sink?.readers ?? [])]) r.wake();
  }

  override read(iov: readonly IoVec[]): Pending {
    const { source } = this;
    if (source === null) return done(failed('EBADF'));
    const memory = memoryOf(iov);
    if (memory === null) return done(failed('EINVAL'));
    const wanted = memory.reduce((sum, v) => sum + v.length, 0);
    const attempt = (): Result | null => {
      if (wanted === 0) return ok();
      if (source.isHeld) return null;
      if (source.length === 0) return source.writers.size === 0 ? ok() : null;
      return intoMemory(memory, source.length, (into) => {
        source.copy(into);
        source.drop(into.length);
      });
    };
    return this.#process.start(this, this.isNonBlocking, attempt);
  }

  override write(iov: readonly IoVec[]): Pending {
    const { sink } = this;
    if (sink === null) return done(failed('EBADF'));
    const memory = memoryOf(iov);
    if (memory === null) return done(failed('EINVAL'));
    const gift = new Gift(memory);
    const { text } = gift;
    if (text.length === 0) return done(gift.total === 0 ? ok() : failed('EFAULT'));
    let sent = 0;
    const partly = (): Result => (sent > 0 ? ok(sent) : failed('EAGAIN'));
    const attempt = (): Result | null => {
      if (sink.readers.size === 0) return sent > 0 ? ok(sent) : failed('EPIPE');
      const least = text.length <= this.#whole ? text.length : 1;
      while (sent < text.length && sink.room >= least) {
        const piece = text.subarray(sent, sent + sink.room);
        sent += piece.length; // before those who read hear of it, and make room
        sink.push(piece);
      }
      return sent === text.length ? ok(sent) : null;
    };
    return this.#process.start(this, this.isNonBlocking, attempt, partly);
  }

  get #whole(): number {
    return WHOLE[this.#process.system];
  }

  #bits(...names: readonly string[]): number {
    let mask = 0;
    for (const name of names) mask |= this.#process.numbers[name] ?? 0;
    return mask;
  }
}

/** Where pipe() puts its two descriptors: the one to read from, and the one to write to. */
export interface PipeSlot {
  value: readonly [number, number] | null;
}

/** pipe, and pipe2 with O_NONBLOCK among its `flags`. */
export function openPipe(process: Process, slot: PipeSlot | null, flags: number): Result {
  const { O_NONBLOCK = 0, O_CLOEXEC = 0, O_WRONLY = 0, O_RDWR = 0 } = process.numbers;
  if ((flags & ~(O_NONBLOCK | O_CLOEXEC)) !== 0) return failed('EINVAL');
  if (slot === null) return failed('EFAULT');
  const waits = flags & O_NONBLOCK;
  const forth = new PipeBuffer();
  const back = process.system === 'freebsd' ? new PipeBuffer() : null;
  const [reads, writes] = back === null ? [0, O_WRONLY] : [O_RDWR, O_RDWR];
  const reader = process.give(new PipeEnd(process, reads | waits, forth, back));
  if (reader.errno !== null) return reader;
  const writer = process.give(new PipeEnd(process, writes | waits, back, forth));
  if (writer.errno !== null) {
    process.take(reader.value);
    return writer;
  }
  slot.value = [reader.value, writer.value];
  return ok();
}
