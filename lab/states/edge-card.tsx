import { useEffect, useState } from 'preact/hooks';
import { type DiagramEdge, edgeCauseText, edgeKey } from '../../src/ladder/diagram.ts';
import { linkTo } from '../../src/story/sources.ts';
import { spellTime } from '../../src/story/spell.ts';
import { open, seekFrame } from '../state/actions.ts';
import type { Listed } from '../state/catalogue.ts';
import { cursorOn } from '../state/cursor.ts';
import { flow, lang, predicting, t, trace } from '../state/store.ts';
import { stepsOf } from '../view/states.ts';
import { SHOWN_IN } from './exhibits.ts';
import { WORDS } from './words.ts';

const CLAUSE = 'RFC 9293 section 3.3.2';

interface EdgeCardProps {
  readonly edge: DiagramEdge;
  /** Whose path it is about; null for that of nobody. */
  readonly host: string | null;
  readonly close: () => void;
}

/** How a transition that has not been made comes about, and where it can be seen. */
export function EdgeCard({ edge, host, close }: EdgeCardProps) {
  const tr = trace.value;
  const ahead =
    tr === null || host === null || predicting.value
      ? undefined
      : stepsOf(tr, host, flow.value).find((s) => edgeKey(s) === edgeKey(edge));
  return (
    <div class="states-card" data-testid="edge-card" role="status">
      <p>
        <b>
          {edge.from} → {edge.to}
        </b>
      </p>
      <p>
        {t(WORDS.causes)}: {edgeCauseText(edge.cause, lang.value)}{' '}
        <a href={linkTo(CLAUSE)} target="_blank" rel="noopener noreferrer">
          {CLAUSE.replace(' section ', ' §')}
          <span aria-hidden="true"> ↗</span>
        </a>
      </p>
      {ahead !== undefined && (
        <p>
          {t(WORDS.later)} ({spellTime(ahead.at, lang.value)}){' '}
          <button type="button" data-testid="edge-later" onClick={() => seekFrame(ahead.frame)}>
            {t(WORDS.go)}
          </button>
        </p>
      )}
      <Exhibits edge={edgeKey(edge)} />
      <button type="button" class="states-card-close" onClick={close}>
        {t(WORDS.close)}
      </button>
    </div>
  );
}

/** The exhibits in which a transition is made; one that is opened stands where it is made. */
export function Exhibits({ edge }: { readonly edge: string }) {
  const [list, set] = useState<readonly Listed[]>([]);
  useEffect(() => {
    void import('virtual:catalogue').then((m) => set(m.default));
  }, []);
  // Until the titles are there, nothing is: nobody reads identifiers.
  const ids = list.length === 0 ? [] : (SHOWN_IN[edge] ?? []);
  return (
    <div class="states-exhibits">
      <span>{t(WORDS.seeIn)}:</span>
      {ids.map((id) => {
        const title = list.find((x) => x.id === id)?.title;
        return (
          <button
            key={id}
            type="button"
            data-testid={`edge-exhibit-${id.replace('/', '-')}`}
            onClick={() => void openAt(id, edge)}
          >
            {title === undefined ? id : t(title)}
          </button>
        );
      })}
    </div>
  );
}

function openAt(id: string, edge: string): Promise<boolean> {
  return open(id, {}, ({ trace: tr }) => {
    const made = tr.frames.findIndex((f) => f.kind === 'state' && edgeKey(f) === edge);
    return made < 0 ? { frame: -1, at: 0 } : cursorOn(tr, made);
  });
}
