import { useEffect, useState } from 'preact/hooks';
import { encodeQuery } from '../link/link.ts';
import { addressNow } from '../state/address.ts';
import { lang, run, t } from '../state/store.ts';
import { Actions } from './actions.tsx';
import { WORDS } from './words.ts';

/** Links longer than this are cut by some programs. */
const LONG = 2000;

/** The address of what is seen now, and how to put it into a page of one's own. */
export function LinkView() {
  const [hash, got] = useState<string | null>(null);
  const language = lang.value;
  useEffect(() => {
    let isWanted = true;
    void addressNow().then((h) => {
      if (isWanted) got(h);
    });
    return () => {
      isWanted = false;
    };
  }, [language]);
  if (hash === null) return <p>{t(WORDS.making)}</p>;
  const page = `${location.origin}${location.pathname}`;
  const url = `${page}${hash}`;
  const title = t(run.value?.card.title ?? { zh: '', en: '' }).replaceAll('"', '&quot;');
  const source = `${page}${encodeQuery({ embed: true })}${hash}`.replaceAll('&', '&amp;');
  const frame = `<iframe src="${source}" title="${title}" width="800" height="600"></iframe>`;
  return (
    <>
      <label class="export-label" for="export-link-text">
        {t(WORDS.plainLink)}
      </label>
      <textarea
        id="export-link-text"
        class="export-text"
        data-testid="export-preview"
        readOnly
        rows={3}
        value={url}
        onFocus={(e) => e.currentTarget.select()}
      />
      {url.length > LONG && <p>{t(WORDS.long)}</p>}
      <Actions copies={() => url} saves={null} />
      <label class="export-label" for="export-embed-text">
        {t(WORDS.embed)}
      </label>
      <textarea
        id="export-embed-text"
        class="export-text"
        data-testid="export-embed"
        readOnly
        rows={3}
        value={frame}
        onFocus={(e) => e.currentTarget.select()}
      />
    </>
  );
}
