import { createHash, randomFillSync } from 'node:crypto';
import { closeSync, createReadStream, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** A folder for the files of a run, removed at its end. */
export const FOLDER = mkdtempSync(join(tmpdir(), 'synwave-interop-'));

export function removeFolder(): void {
  rmSync(FOLDER, { recursive: true, force: true });
}

/** A file of random octets, and what its content is. */
export interface Sample {
  readonly name: string;
  readonly path: string;
  readonly octets: number;
  readonly sha256: string;
}

/** Makes a file of `mebibytes` MiB that no compression and no repetition can help with. */
export function makeSample(mebibytes: number): Sample {
  const name = `${mebibytes}MiB.bin`;
  const path = join(FOLDER, name);
  const hash = createHash('sha256');
  const block = new Uint8Array(1 << 20);
  const fd = openSync(path, 'w');
  for (let i = 0; i < mebibytes; i++) {
    randomFillSync(block);
    hash.update(block);
    writeSync(fd, block);
  }
  closeSync(fd);
  return { name, path, octets: mebibytes << 20, sha256: hash.digest('hex') };
}

/** The SHA-256 of a file. */
export async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}

/** The rate of a transfer, for the report. */
export function mbits(octets: number, ms: number): string {
  return `${Math.round((octets * 8) / ms / 1000)} Mbit/s`;
}
