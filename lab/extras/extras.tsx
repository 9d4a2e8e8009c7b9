import './parts.css';
import type { Run } from '../engine/protocol.ts';
import { Slot } from '../shell/slot.tsx';
import { run } from '../state/store.ts';
import { EXTRAS, type ExtraId, extrasFor } from './index.ts';

/** The panels that the run on the bench needs besides those that are always there. */
export function Extras() {
  const r = run.value;
  if (r === null) return null;
  const wanted = wantedBy(r);
  if (wanted.length === 0) return null;
  return (
    <div class="extras" data-testid="extras">
      {wanted.map((id) => (
        <Slot key={id} load={EXTRAS[id].load} />
      ))}
    </div>
  );
}

const known = new WeakMap<Run, readonly ExtraId[]>();

function wantedBy(r: Run): readonly ExtraId[] {
  let wanted = known.get(r);
  if (wanted === undefined) {
    wanted = extrasFor(r.card, r.trace);
    known.set(r, wanted);
  }
  return wanted;
}
