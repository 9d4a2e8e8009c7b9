import { useState } from 'preact/hooks';
import { type DiagramEdge, EDGES, edgeCauseText, edgeKey } from '../../src/ladder/diagram.ts';
import { Slot } from '../shell/slot.tsx';
import { lang, t } from '../state/store.ts';
import { Diagram } from './diagram.tsx';
import { edgeCard } from './parts.ts';
import { forgetSeen, seen } from './seen.ts';
import { WORDS } from './words.ts';

const ALL: ReadonlySet<string> = new Set(EDGES.map(edgeKey));

/** All transitions there are, those lit that were ever seen in this browser. */
export function Bingo() {
  const [edge, choose] = useState<DiagramEdge | null>(null);
  const lit = seen.value.filter((key) => ALL.has(key));
  const path = lit.map((key, i) => {
    const [from = '', to = ''] = key.split('>');
    return { from, to, n: i + 1 };
  });
  const missing = EDGES.filter((e) => !lit.includes(edgeKey(e)));
  const title = t(WORDS.bingo);
  return (
    <section class="states-bingo" aria-label={title} data-testid="bingo">
      <div class="states-head">
        <h3>{title}</h3>
        <progress max={EDGES.length} value={lit.length} aria-label={title} />
        <b data-testid="bingo-count">
          {lit.length}/{EDGES.length}
        </b>
      </div>
      <p class="is-muted">{t(missing.length === 0 ? WORDS.all : WORDS.bingoSays)}</p>
      <Diagram
        host="bingo"
        label={`${title}. ${t(WORDS.keys)}`}
        layout="narrow"
        path={path}
        state={null}
        whole
        numbered={false}
        onEdge={choose}
      />
      {edge !== null && (
        <Slot load={edgeCard} give={{ edge, host: null, close: () => choose(null) }} />
      )}
      <div class="states-head">
        <button type="button" data-testid="bingo-export" onClick={() => void save(lit, title)}>
          {t(WORDS.exportSvg)}
        </button>
        <button
          type="button"
          data-testid="bingo-forget"
          disabled={lit.length === 0}
          onClick={forgetSeen}
        >
          {t(WORDS.forget)}
        </button>
      </div>
      {missing.length > 0 && (
        <details class="states-missing">
          <summary>
            {t(WORDS.missing)} ({missing.length})
          </summary>
          <ul>
            {missing.map((e) => (
              <li key={edgeKey(e)}>
                <button type="button" class="is-plain" onClick={() => choose(e)}>
                  {e.from} → {e.to}
                  <span class="is-muted"> · {edgeCauseText(e.cause, lang.value)}</span>
                </button>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

async function save(lit: readonly string[], title: string): Promise<void> {
  const { saveDiagram, traceOfSeen } = await import('./export.ts');
  await saveDiagram(traceOfSeen(lit, 'all'), 'all', 1, title);
}
