import type { Arrival, Effect } from '../../src/inspect/effects.ts';

import { seekFrame, select } from '../state/actions.ts';
import { cursor, lang, t, trace } from '../state/store.ts';
import { spellIn } from '../view/times.ts';
import { context, shown } from './state.ts';
import { arrivedAt, WORDS } from './words.ts';

/** What the segment changed where it arrived, as far as it has happened by now. */
export function Effects() {
  const s = shown.value;
  const arrivals = context.value?.arrivals.filter((a) => a.frame <= cursor.value.frame) ?? [];
  const isLost = s !== null && s.lostAt !== null && s.lostAt <= cursor.value.at;
  return (
    <section class="inspector-effects" data-testid="effects">
      <h3>{t(WORDS.effects)}</h3>
      {arrivals.map((a) => (
        <ArrivalTable key={a.frame} arrival={a} />
      ))}
      {arrivals.length === 0 && <p class="is-muted">{t(isLost ? WORDS.lost : WORDS.notYet)}</p>}
    </section>
  );
}

function ArrivalTable({ arrival: a }: { readonly arrival: Arrival }) {
  const time = trace.value === null ? '' : spellIn(trace.value, a.at, lang.value);
  // Within one instant one thing comes after the other.
  const effects = a.effects.filter((x) => x.frame <= cursor.value.frame);
  return (
    <>
      <p>{t(arrivedAt(a.host, time, a.copy))}</p>
      {effects.length === 0 ? (
        <p class="is-muted">{t(a.effects.length === 0 ? WORDS.nothing : WORDS.notYet)}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{t(WORDS.what)}</th>
              <th scope="col">{t(WORDS.before)}</th>
              <th scope="col">{t(WORDS.after)}</th>
            </tr>
          </thead>
          <tbody>
            {effects.map((x) => (
              <tr key={`${x.frame}${x.name.en}`}>
                <th scope="row">{t(x.name)}</th>
                <td>{x.from ?? t(WORDS.unknown)}</td>
                <td>
                  <After effect={x} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

/** What it is after: an answer can be opened, in its turn. */
function After({ effect: x }: { readonly effect: Effect }) {
  if (x.what !== 'answer') return <>{t(x.to)}</>;
  return (
    <button
      type="button"
      class="is-plain"
      data-testid={`answer-${x.to.en}`}
      onClick={() => {
        seekFrame(x.frame);
        select(x.to.en);
      }}
    >
      {t(x.to)}
    </button>
  );
}
