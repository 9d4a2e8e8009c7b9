import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { SHELVES } from '../../src/gallery/exhibit.ts';
import type { Term } from '../../src/story/glossary.ts';
import { closeOverlay, Modal } from '../shell/modal.tsx';
import { open } from '../state/actions.ts';
import type { Listed } from '../state/catalogue.ts';
import { lang, numbers, run, t } from '../state/store.ts';
import { listed, loadCatalogue } from './catalogue.ts';
import { Filters } from './filters.tsx';
import { opened } from './opened.ts';
import { PATH, type Waypoint } from './path.ts';
import { rove } from './roving.ts';
import { type Results, search } from './search.ts';
import { type Filter, passes } from './themes.ts';
import { countWords, WORDS } from './words.ts';
import './gallery.css';

/** All exhibits, to choose one: by the question it answers, by theme, by number, or by what one types. */
export function Gallery() {
  const text = useSignal('');
  const filter = useSignal<Filter>({ theme: null, experiment: null });
  useEffect(() => void loadCatalogue(), []);
  const all = listed.value;
  const results = useMemo(() => search(all, text.value), [all, text.value]);
  const shown = results.found.filter((e) => passes(e, filter.value));
  const isWhole =
    text.value.trim() === '' && filter.value.theme === null && filter.value.experiment === null;
  return (
    <Modal testId="gallery" title={t(WORDS.title)} tools={<Search text={text} />}>
      <div class="gallery-content">
        {isWhole && <Path />}
        <Filters
          filter={filter.value}
          onChange={(f) => {
            filter.value = f;
          }}
        />
        <TermFound
          results={results}
          onPick={(name) => {
            text.value = name;
          }}
        />
        <p class="gallery-count ctl-muted" role="status" data-testid="gallery-count">
          {t(countWords(shown.length))}
          {shown.length === 0 && all.length > 0 && ` · ${t(WORDS.nothing)}`}
        </p>
        {text.value.trim() === '' ? <Shelves shown={shown} /> : <Items items={shown} />}
      </div>
    </Modal>
  );
}

function Search({ text }: { readonly text: { value: string } }) {
  return (
    <label class="gallery-search">
      <span class="is-heard">{t(WORDS.search)}</span>
      <input
        type="search"
        class="ctl-input"
        data-testid="gallery-search"
        placeholder={t(WORDS.hint)}
        value={text.value}
        autofocus
        onInput={(e) => {
          text.value = e.currentTarget.value;
        }}
        onKeyDown={(e) => {
          if (e.key !== 'ArrowDown' && (e.key !== 'Enter' || e.isComposing)) return;
          e.preventDefault();
          const first = document.querySelector<HTMLElement>('.gallery-item, .gallery-way');
          if (e.key === 'Enter' && text.value.trim() !== '') first?.click();
          else first?.focus();
        }}
      />
    </label>
  );
}

/** What the text was taken for, and terms that are nearly spelt so. */
function TermFound({
  results: { term: found },
  onPick,
}: {
  readonly results: Results;
  readonly onPick: (name: string) => void;
}) {
  const { term, slip, near } = found;
  const nameOf = (x: Term): string => (lang.value === 'zh' ? x.zh : x.en);
  if (term === null && near.length === 0) return null;
  return (
    <p class="gallery-term" data-testid="gallery-term">
      {term !== null && (
        <>
          <strong>{nameOf(term)}</strong> <span>{t(term.about)}</span>{' '}
          {slip !== null && <span class="gallery-slip">{t(slip.why)}</span>}
        </>
      )}
      {term === null && (
        <>
          {t(WORDS.nearly)}
          {near.map((x) => (
            <button type="button" class="ctl-chip" key={x.id} onClick={() => onPick(nameOf(x))}>
              {nameOf(x)}
            </button>
          ))}
        </>
      )}
    </p>
  );
}

function Path() {
  return (
    <section class="gallery-path" aria-labelledby="gallery-path-title">
      <h3 id="gallery-path-title">{t(WORDS.start)}</h3>
      <p class="ctl-muted">{t(WORDS.startSays)}</p>
      <ol class="gallery-ways" onKeyDown={rove}>
        {PATH.map((w, i) => (
          <li key={w.experiment}>
            <Way way={w} place={i} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Way({ way, place }: { readonly way: Waypoint; readonly place: number }) {
  const isDone = opened.value.has(way.id);
  return (
    <button
      type="button"
      class="gallery-way"
      data-rove
      data-testid={`path-${way.experiment}`}
      tabIndex={place === 0 ? 0 : -1}
      aria-current={run.value?.card.id === way.id ? 'true' : undefined}
      onClick={() => choose(way.id)}
    >
      <span class="gallery-way-number">{place + 1}</span>
      <span class="gallery-way-asks">{t(way.asks)}</span>
      <span class="gallery-way-mark ctl-muted">
        {way.experiment}
        {isDone && <Done />}
      </span>
    </button>
  );
}

function Done() {
  return (
    <span class="gallery-done" role="img" title={t(WORDS.done)} aria-label={t(WORDS.done)}>
      {' '}
      ✓
    </span>
  );
}

function Shelves({ shown }: { readonly shown: readonly Listed[] }) {
  return SHELVES.map((shelf) => {
    const items = shown.filter((e) => e.shelf === shelf.id);
    if (items.length === 0) return null;
    return (
      <section key={shelf.id} class="gallery-shelf" data-testid={`gallery-shelf-${shelf.id}`}>
        <h3>
          {t(shelf.asks)} <span class="ctl-muted">{items.length}</span>
        </h3>
        <Items items={items} />
      </section>
    );
  });
}

function Items({ items }: { readonly items: readonly Listed[] }) {
  return (
    <ul class="gallery-items" onKeyDown={rove}>
      {items.map((e, i) => (
        <li key={e.id}>
          <Item e={e} isFirst={i === 0} />
        </li>
      ))}
    </ul>
  );
}

function Item({ e, isFirst }: { readonly e: Listed; readonly isFirst: boolean }) {
  const isHere = run.value?.card.id === e.id;
  return (
    <button
      type="button"
      class="gallery-item"
      data-rove
      data-testid={`gallery-item-${e.id.replaceAll('/', '-')}`}
      tabIndex={isFirst ? 0 : -1}
      aria-current={isHere ? 'true' : undefined}
      onClick={() => choose(e.id)}
    >
      <span class="gallery-item-title">{t(e.title)}</span>
      <span class="gallery-item-asks ctl-muted">{t(e.asks)}</span>
      <span class="gallery-item-marks ctl-muted">
        {e.experiment !== null && <span>{e.experiment}</span>}
        {e.notes.map((n) => (
          <span key={n}>{n}</span>
        ))}
        <span class="gallery-item-id">{e.id}</span>
        {e.isAsked && <span class="gallery-item-asked">{t(WORDS.asked)}</span>}
        {isHere && <strong>{t(WORDS.here)}</strong>}
        {opened.value.has(e.id) && <Done />}
      </span>
    </button>
  );
}

/** Closes the drawer and puts an exhibit on the bench. */
function choose(id: string): void {
  closeOverlay();
  // What the notes say about it are numbers of the header.
  if (id === 'close/worked-numbers') numbers.value = 'raw';
  void open(id);
}
