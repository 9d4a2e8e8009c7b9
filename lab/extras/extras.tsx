import './parts.css';
import { Slot } from '../shell/slot.tsx';
import { run } from '../state/store.ts';
import { EXTRAS, extrasFor } from './index.ts';

/** The panels that the run on the bench needs besides those that are always there. */
export function Extras() {
  const r = run.value;
  if (r === null) return null;
  const wanted = extrasFor(r.card, r.trace);
  if (wanted.length === 0) return null;
  return (
    <div class="extras" data-testid="extras">
      {wanted.map((id) => (
        <Slot key={id} load={EXTRAS[id].load} />
      ))}
    </div>
  );
}
