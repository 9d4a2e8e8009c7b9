import { useEffect, useRef } from 'preact/hooks';
import { roomChanged } from '../ladder/following.ts';
import { toEnd } from '../state/actions.ts';
import { lastOf } from '../state/cursor.ts';
import { cursor, lang, run, t, trace } from '../state/store.ts';
import { whenDrawn } from '../view/when-drawn.ts';
import { clauseWords } from '../what-if/words.ts';
import { type Hunt, hunts, opened } from './hunts.ts';
import { breaksWords, SIDE_WORDS, soFarWords, WORDS } from './words.ts';

/** Beside the ladder of what a search has found: where it breaks, what breaks, and what that answers. */
export function Verdict() {
  const own = useRef<HTMLDivElement>(null);
  const now = run.value;
  useEffect(() => {
    if (!opened.isToShow) return;
    opened.isToShow = false;
    roomChanged.value++;
    // On a phone it stands below the ladder, and the button that was pressed far below that.
    requestAnimationFrame(() => whenDrawn(() => own.current?.scrollIntoView({ block: 'nearest' })));
  }, [now]);
  const { breaks, point } = now?.card ?? {};
  if (now === null || trace.value === null || breaks === undefined || point === undefined)
    return null;
  const isHere = cursor.value.frame >= lastOf(trace.value).frame;
  const hunt = hunts.value[whyOf(now.setup.world)];
  return (
    <div class="says is-said machine-verdict" data-testid="verdict" data-here={isHere} ref={own}>
      {isHere ? (
        <>
          <p>
            <strong class="machine-here">✗ {t(WORDS.here)}</strong>
            {breaksWords(t(breaks.title), t(clauseWords(breaks.clause)), lang.value)}
          </p>
          <p data-testid="verdict-answer">
            <strong>{t(WORDS.answer)}</strong>
            {t(point)}
          </p>
        </>
      ) : (
        <p>
          {t(WORDS.isFound)}{' '}
          <button type="button" data-testid="to-break" onClick={toEnd}>
            {t(WORDS.toBreak)}
          </button>
        </p>
      )}
      {hunt !== undefined && <ByTheBook hunt={hunt} />}
    </div>
  );
}

/** The question that a world answers; empty when it answers none. */
export function whyOf(world: object | undefined): string {
  return world !== undefined && 'why' in world ? String(world.why) : '';
}

/** How far the same search is where nothing is changed. */
function ByTheBook({ hunt }: { readonly hunt: Hunt }) {
  const i = hunt.sides.findIndex((s) => s === 'standard' || s === 'mechanism');
  const done = hunt.searched[i];
  const progress = hunt.searched.length === i ? hunt.progress : null;
  if (done === undefined && progress === null) return null;
  return (
    <p class="is-muted" data-testid="verdict-standard">
      {t(SIDE_WORDS[hunt.sides[i] ?? 'standard'])}
      {lang.value === 'zh' ? '：' : ': '}
      {soFarWords(done ?? null, progress?.states ?? 0, lang.value)}
    </p>
  );
}
