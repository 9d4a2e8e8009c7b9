import './export.css';
import { useState } from 'preact/hooks';
import { run, t } from '../state/store.ts';
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
        {now !== null &&
          (format === 'link' ? <LinkView /> : <RunView key={format} run={now} format={format} />)}
      </section>
    </div>
  );
}
