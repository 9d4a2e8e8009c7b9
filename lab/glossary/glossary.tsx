import './glossary.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import { CLOSING_TERMS } from '../../src/story/glossary/closing.ts';
import { HEADER_TERMS } from '../../src/story/glossary/header.ts';
import { OPENING_TERMS } from '../../src/story/glossary/opening.ts';
import { STATE_TERMS } from '../../src/story/glossary/states.ts';
import { termNamed } from '../../src/story/glossary.ts';
import { t } from '../state/store.ts';
import { CardsView } from './cards.tsx';
import { searchTerms } from './search.ts';
import { TermCard } from './term-card.tsx';
import { wantedTerm } from './wanted.ts';
import { WORDS } from './words.ts';

const GROUPS = [
  ['states', STATE_TERMS],
  ['opening', OPENING_TERMS],
  ['closing', CLOSING_TERMS],
  ['header', HEADER_TERMS],
] as const;

/** Every term in both languages, under any spelling, with what the notes' sentences and tables have to add. */
export function Glossary() {
  const wanted = wantedTerm.value;
  const named = termNamed(wanted);
  const [text, search] = useState(named === null ? wanted : t(named));
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (wanted !== '') search(named === null ? wanted : t(named));
    box.current?.closest('.modal-body')?.scrollTo(0, 0);
  }, [wanted, named]);
  return (
    <div class="glossary" data-testid="glossary" ref={box}>
      <search class="glossary-search">
        <label for="glossary-search">{t(WORDS.search)}</label>
        <input
          id="glossary-search"
          type="search"
          data-testid="glossary-search"
          placeholder={t(WORDS.example)}
          autocomplete="off"
          maxLength={80}
          value={text}
          onInput={(e) => {
            search(e.currentTarget.value);
            wantedTerm.value = '';
          }}
        />
      </search>
      {text.trim() === '' ? <All /> : <Results text={text} />}
    </div>
  );
}

function Results({ text }: { readonly text: string }) {
  const { term, slip, others } = searchTerms(text);
  return (
    <div class="glossary-results">
      <p role="status" class="is-heard">
        {term === null && others.length === 0
          ? t(WORDS.none)
          : t({
              zh: `${term === null ? '也许是' : '找到了'}：${[term, ...others].flatMap((x) => x?.zh ?? []).join('、')}`,
              en: `${term === null ? 'Perhaps' : 'Found'}: ${[term, ...others].flatMap((x) => x?.en ?? []).join(', ')}`,
            })}
      </p>
      {term === null && others.length === 0 && <p>{t(WORDS.none)}</p>}
      {slip !== null && (
        <p class="glossary-slip" data-testid="glossary-slip">
          {slip.spelling} {t({ zh: '是', en: 'is' })} {t(WORDS.slip)}
          {t({ zh: '：', en: ': ' })}
          {t(slip.why)}
        </p>
      )}
      {term !== null && <TermCard term={term} isMain />}
      {others.length > 0 && (
        <>
          <h3>{t(WORDS.near)}</h3>
          <div class="glossary-terms">
            {others.map((x) => (
              <TermCard key={x.id} term={x} />
            ))}
          </div>
        </>
      )}
    </div>
  );
}

function All() {
  return (
    <>
      {GROUPS.map(([name, terms]) => (
        <section key={name} aria-labelledby={`glossary-${name}`}>
          <h3 id={`glossary-${name}`}>{t(WORDS[name])}</h3>
          <div class="glossary-terms">
            {terms.map((x) => (
              <TermCard key={x.id} term={x} />
            ))}
          </div>
        </section>
      ))}
      <CardsView />
    </>
  );
}
