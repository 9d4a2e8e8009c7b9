import './present.css';
import { useEffect, useState } from 'preact/hooks';
import { addressNow } from '../state/address.ts';
import { cursor, embedded, run, t } from '../state/store.ts';
import { WORDS } from './words.ts';

/** In a frame of somebody's own page: what this is, and the way to the whole of it. */
export function EmbedBar() {
  const [href, point] = useState('');
  const isShown = embedded.value;
  const now = run.value;
  const at = cursor.value;
  // The address is what is seen when one goes there, not what was when the frame was opened.
  useEffect(() => {
    if (!isShown || now === null || at.at < 0) return;
    let isWanted = true;
    void addressNow().then((hash) => {
      if (isWanted) point(`${location.pathname}${hash}`);
    });
    return () => {
      isWanted = false;
    };
  }, [isShown, now, at]);
  if (!isShown) return null;
  return (
    <p class="embed-bar" data-testid="embed-bar">
      <span class="embed-title">{now === null ? '' : t(now.card.title)}</span>
      <a href={href} target="_blank" rel="noopener" data-testid="embed-open">
        {t(WORDS.open)}
      </a>
    </p>
  );
}
