import { Icon } from '../shell/icon.tsx';
import { overlay, t, trace } from '../state/store.ts';
import { COUNTED, countWords } from './words.ts';
import './what-if.css';

/** How many rules of TCP are broken in the run that is shown; opens the list of them. */
export function WhatIfCount() {
  const broken = trace.value?.nonStandard.length ?? 0;
  return (
    <button
      type="button"
      class={`what-if-count ${broken > 0 ? 'what-if-hazard' : ''}`}
      data-testid="what-if-open"
      aria-keyshortcuts="W"
      aria-haspopup="dialog"
      onClick={() => {
        overlay.value = 'what-if';
      }}
    >
      <Icon name="warn" />
      <span class="what-if-words" aria-hidden="true">
        {t(COUNTED)}
      </span>
      <span aria-hidden="true">{broken}</span>
      <span class="is-heard">{t(countWords(broken))}</span>
    </button>
  );
}
