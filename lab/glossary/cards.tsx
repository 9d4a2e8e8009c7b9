import { MNEMONICS, STEPS, TIME_WAIT_REASONS } from '../../src/story/cards.ts';
import { linkTo, SOURCES, STANDARDS } from '../../src/story/sources.ts';
import { t } from '../state/store.ts';
import { WORDS } from './words.ts';

/** The sentences and tables of the notes, and where everything comes from. */
export function CardsView() {
  return (
    <>
      <section aria-labelledby="glossary-sentences">
        <h3 id="glossary-sentences">{t(WORDS.sentences)}</h3>
        <dl class="glossary-sentences" data-testid="glossary-sentences">
          {MNEMONICS.map((m) => (
            <div key={m.id} class="glossary-term">
              <dt>{t(m.question)}</dt>
              <dd>
                <p>
                  <q>{t(m.sentence)}</q>
                </p>
                {m.but !== null && <p class="is-muted">{t(m.but)}</p>}
              </dd>
            </div>
          ))}
        </dl>
      </section>
      <Steps />
      <section aria-labelledby="glossary-reasons">
        <h3 id="glossary-reasons">{t(WORDS.reasons)}</h3>
        <ol class="glossary-reasons">
          {TIME_WAIT_REASONS.map((r) => (
            <li key={r.reason.en}>
              <strong>{t(r.reason)}</strong>
              {t({ zh: '：', en: ': ' })}
              {t(r.because)}
            </li>
          ))}
        </ol>
      </section>
      <Sources />
    </>
  );
}

function Steps() {
  return (
    <section aria-labelledby="glossary-steps">
      <h3 id="glossary-steps">{t(WORDS.steps)}</h3>
      <table class="glossary-steps" data-testid="glossary-steps">
        <thead>
          <tr>
            <th scope="col">{t(WORDS.step)}</th>
            <th scope="col">{t(WORDS.term)}</th>
            <th scope="col">{t(WORDS.analogy)}</th>
            <th scope="col">{t(WORDS.purpose)}</th>
          </tr>
        </thead>
        <tbody>
          {STEPS.map((s) => (
            <tr key={s.step.en}>
              <th scope="row">{t(s.step)}</th>
              <td>{t(s.term)}</td>
              <td>{t(s.analogy)}</td>
              <td>{t(s.purpose)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Sources() {
  return (
    <section aria-labelledby="glossary-sources">
      <h3 id="glossary-sources">{t(WORDS.sources)}</h3>
      <ul class="glossary-sources">
        {STANDARDS.map((s) => (
          <li key={s.id}>
            <a href={linkTo(s.id)} target="_blank" rel="noreferrer">
              {s.id}
            </a>{' '}
            {t(s.subject)}
          </li>
        ))}
        {SOURCES.map((s) => (
          <li key={s.id}>
            {t(WORDS.note)} {s.note}
            {t({ zh: '：', en: ': ' })}
            {s.reference.startsWith('https:') ? (
              <a href={s.reference} target="_blank" rel="noreferrer">
                {t(s.subject)}
              </a>
            ) : (
              `${s.reference} ${t(s.subject)}`
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
