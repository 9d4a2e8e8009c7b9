import type { Values } from '../../src/gallery/exhibit.ts';
import { open, select } from '../state/actions.ts';
import { cursorOn } from '../state/cursor.ts';
import { numbers, overlay } from '../state/store.ts';

/** Opens an exhibit on the bench, where a segment leaves if one is given, and closes the dialog. */
export async function show(
  exhibit: string,
  segment: string | null = null,
  values: Values = {},
): Promise<void> {
  overlay.value = null;
  // The notes speak of the numbers in the header.
  numbers.value = 'raw';
  const opened = await open(exhibit, { values }, ({ trace }) => {
    const sent = trace.frames.findIndex((f) => f.kind === 'sent' && f.segment === segment);
    return sent < 0 ? { frame: -1, at: 0 } : cursorOn(trace, sent);
  });
  if (opened && segment !== null) select(segment);
}
