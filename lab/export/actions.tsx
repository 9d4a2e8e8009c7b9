import { useState } from 'preact/hooks';
import { t } from '../state/store.ts';
import { copy } from './save.ts';
import { WORDS } from './words.ts';

interface ActionsProps {
  /** What goes to the clipboard; null for what has no place there. */
  readonly copies: (() => string | Promise<Blob | null>) | null;
  /** Gives the file, and says what it is called; null where there is none. */
  readonly saves: (() => Promise<string>) | null;
}

/** Copy and download, and whether it worked. */
export function Actions({ copies, saves }: ActionsProps) {
  const [says, say] = useState('');
  return (
    <p class="export-actions">
      {copies !== null && (
        <button
          type="button"
          class="is-primary"
          data-testid="export-copy"
          onClick={async () => {
            const what = await copies();
            say(t(what !== null && (await copy(what)) ? WORDS.copied : WORDS.notCopied));
          }}
        >
          {t(WORDS.copy)}
        </button>
      )}
      {saves !== null && (
        <button
          type="button"
          data-testid="export-download"
          onClick={async () => say(t(WORDS.saved) + (await saves()))}
        >
          {t(WORDS.download)}
        </button>
      )}
      <span role="status" data-testid="export-status">
        {says}
      </span>
    </p>
  );
}
