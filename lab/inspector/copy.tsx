import { useSignal } from '@preact/signals';
import { t } from '../state/store.ts';
import { displayFilter, hexDump } from './layout.ts';
import { bytes, dissection } from './state.ts';
import { WORDS } from './words.ts';

/** The packet for other programs. */
export function Copy() {
  /** What could not be copied, to be copied by hand. */
  const byHand = useSignal<string | null>(null);
  const done = useSignal<string | null>(null);
  const copy = async (name: string, text: string) => {
    byHand.value = null;
    done.value = null;
    try {
      await navigator.clipboard.writeText(text);
      done.value = name;
    } catch {
      byHand.value = text;
    }
  };
  return (
    <div class="inspector-copy">
      <button
        type="button"
        data-testid="copy-hex"
        onClick={() => copy('hex', hexDump(bytes.value))}
      >
        {t(done.value === 'hex' ? WORDS.copied : WORDS.copyHex)}
      </button>
      {dissection.value.tcp !== null && (
        <button
          type="button"
          data-testid="copy-filter"
          onClick={() => copy('filter', displayFilter(dissection.value))}
        >
          {t(done.value === 'filter' ? WORDS.copied : WORDS.copyFilter)}
        </button>
      )}
      {byHand.value !== null && (
        <label>
          {t(WORDS.copyByHand)}
          <textarea
            readOnly
            rows={4}
            data-testid="copy-text"
            value={byHand.value}
            ref={(e) => e?.select()}
          />
        </label>
      )}
    </div>
  );
}
