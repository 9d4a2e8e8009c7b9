import { failed, ok, type Result } from './result.ts';
import type { IoVec } from './types.ts';

/**
 * The memory of a call as it is: what reaches beyond its buffer cannot be touched, as if a bad pointer followed. Null
 * when a length is none, which is EINVAL: rw_copy_check_uvector().
 */
export function memoryOf(iov: readonly IoVec[]): readonly IoVec[] | null {
  let total = 0;
  let isWhole = true;
  for (const { base, length } of iov) {
    if (!(Number.isSafeInteger(length) && length >= 0)) return null;
    total += length;
    if (base !== null && length > base.length) isWhole = false;
  }
  if (!Number.isSafeInteger(total)) return null;
  if (isWhole) return iov;
  return iov.flatMap((v) => {
    const { base, length } = v;
    if (base === null || length <= base.length) return [v];
    return [
      { base, length: base.length },
      { base: null, length: length - base.length },
    ];
  });
}

/**
 * Has `copy` fill memory with the `there` octets that there are, piece by piece: how many found a place, EFAULT when
 * the first of them has none. Memory for which there is nothing is not touched.
 */
export function intoMemory(
  memory: readonly IoVec[],
  there: number,
  copy: (into: Uint8Array) => void,
): Result {
  let got = 0;
  for (const { base, length } of memory) {
    const n = Math.min(length, there - got);
    if (n === 0) continue;
    if (base === null) return got > 0 ? ok(got) : failed('EFAULT');
    copy(base.subarray(0, n));
    got += n;
  }
  return ok(got);
}
