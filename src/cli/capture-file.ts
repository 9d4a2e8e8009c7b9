import { closeSync, openSync, writeSync } from 'node:fs';

const BUFFER = 256 * 1024;
/** How long a packet may wait in the buffer, milliseconds. */
const FLUSH = 500;

/**
 * A file that small blocks are appended to, written in large pieces.
 *
 * Writing waits for the disk, so that a capture never takes more memory than its buffer. When the
 * disk fails, `onError` is told once and the rest is left out.
 */
export class CaptureFile {
  readonly #fd: number;
  readonly #buffer = new Uint8Array(BUFFER);
  readonly #timer: NodeJS.Timeout;
  readonly #onError: (error: Error) => void;
  #filled = 0;
  #open = true;

  /** Creates `path`, or empties it; throws as node:fs does. */
  constructor(path: string, onError: (error: Error) => void) {
    this.#fd = openSync(path, 'w');
    this.#onError = onError;
    this.#timer = setInterval(() => this.flush(), FLUSH).unref();
    process.on('exit', this.#atExit); // someone may end the process without closing
  }

  write(bytes: Uint8Array): void {
    if (this.#filled + bytes.length > BUFFER) this.flush();
    if (bytes.length > BUFFER) {
      this.#append(bytes);
      return;
    }
    this.#buffer.set(bytes, this.#filled);
    this.#filled += bytes.length;
  }

  flush(): void {
    const n = this.#filled;
    this.#filled = 0;
    if (n > 0) this.#append(this.#buffer.subarray(0, n));
  }

  close(): void {
    if (!this.#open) return;
    this.flush();
    if (this.#open) this.#end();
  }

  readonly #atExit = (): void => this.close();

  #append(bytes: Uint8Array): void {
    if (!this.#open) return;
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.#fd, bytes, at);
    } catch (error) {
      this.#end();
      this.#onError(error as Error);
    }
  }

  #end(): void {
    this.#open = false;
    clearInterval(this.#timer);
    process.off('exit', this.#atExit);
    closeSync(this.#fd);
  }
}
