import type { Dissection } from '../../src/inspect/field.ts';

/** The bits of a packet, counted from its first, that are not in exactly one field. */
export function unowned(bytes: Uint8Array, d: Dissection): number[] {
  const owners = new Uint8Array(bytes.length * 8);
  for (const f of d.fields) {
    const [first, count] = f.bits ?? [0, f.length * 8];
    for (let bit = f.from * 8 + first; bit < f.from * 8 + first + count; bit++) {
      if (bit >= owners.length) return [bit];
      owners[bit] = (owners[bit] as number) + 1;
    }
  }
  return [...owners.keys()].filter((bit) => owners[bit] !== 1);
}
