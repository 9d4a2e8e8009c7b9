import catalogue from 'virtual:catalogue';
import { ERRATA } from '../../src/story/errata.ts';
import { linkTo } from '../../src/story/sources.ts';
import { lang, t } from '../state/store.ts';
import { show } from './show.ts';
import { CLAIMS_EN, WORDS } from './words.ts';

/** Everything in the notes that is wrong or loose, what is right, and the exhibits that show it. */
export function Errata() {
  return (
    <section class="notes-part" aria-labelledby="notes-errata-title">
      <h3 id="notes-errata-title">{t(WORDS.errataTitle)}</h3>
      <p>{t(WORDS.errataIntro)}</p>
      <ol class="notes-errata">
        {ERRATA.map((e) => {
          const shown = catalogue.filter((x) => x.notes.includes(e.id));
          const claim = lang.value === 'zh' ? e.claim : (CLAIMS_EN[e.id] ?? e.id);
          const link = linkTo(e.clause);
          return (
            <li key={e.id} class="notes-erratum" data-testid={`erratum-${e.id}`}>
              <p>
                <span class="notes-id">{e.id}</span>{' '}
                <span class="is-muted">
                  {t(WORDS.says)} {e.notes.join(t({ zh: '、', en: ', ' }))}
                </span>{' '}
                <q>{claim}</q>
              </p>
              <p>
                <strong>{t(WORDS.really)}</strong>
                {t({ zh: '：', en: ': ' })}
                {t(e.truth)}{' '}
                {link !== '' && (
                  <a href={link} target="_blank" rel="noreferrer">
                    {e.clause.replace(' section ', ' §')}
                  </a>
                )}
              </p>
              {shown.length > 0 && (
                <p class="notes-links">
                  {shown.map((x) => (
                    <button
                      key={x.id}
                      type="button"
                      data-testid={`erratum-run-${e.id}-${x.id}`}
                      onClick={() => void show(x.id)}
                    >
                      {t(WORDS.runIt)}
                      {t({ zh: '：', en: ': ' })}
                      {t(x.title)}
                    </button>
                  ))}
                </p>
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
