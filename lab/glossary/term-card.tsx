import catalogue from 'virtual:catalogue';
import { Fragment } from 'preact';
import { ERRATA } from '../../src/story/errata.ts';
import { type Term, termNamed } from '../../src/story/glossary.ts';
import { linkTo } from '../../src/story/sources.ts';
import { show } from '../notes/show.ts';
import { lang, t } from '../state/store.ts';
import { exhibitsOf } from './search.ts';
import { wantedTerm } from './wanted.ts';
import { WORDS } from './words.ts';

/** A term, what it means, where the standard has it, and where it can be seen. */
export function TermCard({
  term: x,
  isMain = false,
}: {
  readonly term: Term;
  readonly isMain?: boolean;
}) {
  const [name, other] = lang.value === 'zh' ? [x.zh, x.en] : [x.en, x.zh];
  const link = linkTo(x.clause);
  const aliases = x.aliases.filter((a) => a !== x.en && (lang.value === 'zh' || isLatin(a)));
  return (
    <article class={`glossary-term${isMain ? ' is-main' : ''}`} data-testid={`term-${x.id}`}>
      <h4>
        {name}
        {lang.value === 'zh' && !name.includes(other) && (
          <span class="is-muted" lang="en">
            {' '}
            {other}
          </span>
        )}
      </h4>
      <p>{t(x.about)}</p>
      {aliases.length > 0 && (
        <p class="glossary-small">
          <span class="is-muted">{t(WORDS.aliases)}</span>{' '}
          {aliases.map((a, i) => (
            <Fragment key={a}>
              {i > 0 && t({ zh: '、', en: ', ' })}
              <span lang={isLatin(a) ? 'en' : 'zh-CN'}>{a}</span>
            </Fragment>
          ))}
        </p>
      )}
      {link !== '' && (
        <p class="glossary-small">
          <a href={link} target="_blank" rel="noreferrer">
            {x.clause.replace(' section ', ' §')}
          </a>
        </p>
      )}
      {x.unlike.length > 0 && (
        <p class="glossary-links">
          <span class="is-muted">{t(WORDS.unlike)}</span>
          {x.unlike
            .flatMap((id) => termNamed(id) ?? [])
            .map((u) => (
              <TermButton key={u.id} term={u} />
            ))}
        </p>
      )}
      {isMain && <More term={x} />}
    </article>
  );
}

function isLatin(text: string): boolean {
  return !/[\p{Script=Han}\uff00-\uffef]/u.test(text);
}

function TermButton({ term }: { readonly term: Term }) {
  return (
    <button
      type="button"
      onClick={() => {
        wantedTerm.value = term.id;
      }}
    >
      {t(term)}
    </button>
  );
}

/** What is shown of the one that was looked for. */
function More({ term }: { readonly term: Term }) {
  const shown = exhibitsOf(term, catalogue);
  const errata = ERRATA.filter((e) => term.errata.includes(e.id));
  return (
    <>
      {errata.length > 0 && (
        <div>
          <p class="is-muted">{t(WORDS.errata)}</p>
          <ul class="glossary-errata">
            {errata.map((e) => (
              <li key={e.id}>
                {e.id} {t(e.truth)}
              </li>
            ))}
          </ul>
        </div>
      )}
      {shown.length > 0 && (
        <p class="glossary-links">
          <span class="is-muted">{t(WORDS.shown)}</span>
          {shown.map((s) => (
            <button
              key={s.id}
              type="button"
              data-testid={`term-run-${s.id}`}
              onClick={() => void show(s.id)}
            >
              {t(s.title)}
            </button>
          ))}
        </p>
      )}
    </>
  );
}
