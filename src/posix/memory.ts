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
