import './export.css';
import { useState } from 'preact/hooks';
import { hidesFuture, predicting, run, t } from '../state/store.ts';
import { LinkView } from './link-view.tsx';
import type { Format } from './make.ts';
import { RunView } from './run-view.tsx';
import { FORMATS, WORDS } from './words.ts';

const ORDER = Object.keys(FORMATS) as readonly Format[];

/** The run in the formats of others: what each is for, what it cannot say, and what it looks like. */
export function Export() {
  const [format, choose] = useState<Format>('link');
  const now = run.value;
  const { about, cannot } = FORMATS[format];
  return (
    <div class="export" data-testid="export">
      <fieldset class="export-formats">
        <legend class="is-heard">{t(WORDS.formats)}</legend>
        {ORDER.map((f) => (
          <button
            key={f}
            type="button"
            data-testid={`export-${f}`}
            aria-pressed={f === format}
            onClick={() => choose(f)}
          >
            {t(FORMATS[f].name)}
          </button>
        ))}
      </fieldset>
      <section class="export-body" aria-labelledby="export-format">
        <h3 id="export-format">{t(FORMATS[format].name)}</h3>
        <p>{t(about)}</p>
        <p class="is-muted" data-testid="export-cannot">
          {t(WORDS.cannot)}
          {t({ zh: '：', en: ': ' })}
          {t(cannot)}
        </p>
        {now !== null && format === 'link' && <LinkView />}
        {now !== null &&
          format !== 'link' &&
          (hidesFuture.value ? <Hidden /> : <RunView key={format} run={now} format={format} />)}
      </section>
    </div>
  );
}

/** All of the run would tell what is still to be guessed. */
function Hidden() {
  return (
    <p data-testid="export-hidden">
      {t(WORDS.hidden)}{' '}
      <button
        type="button"
        data-testid="export-reveal"
        onClick={() => {
          predicting.value = false;
        }}
      >
        {t(WORDS.stopGuessing)}
      </button>
    </p>
  );
}
