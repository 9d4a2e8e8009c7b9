import './notes.css';
import { useEffect } from 'preact/hooks';
import { t } from '../state/store.ts';
import { release } from './ask.ts';
import { Blanks } from './blanks-form.tsx';
import { ClaimBox } from './claim-box.tsx';
import { Errata } from './errata.tsx';
import { WORDS } from './words.ts';

/** What the notes say, put to the engine: a sentence, the worked example, and every known slip. */
export function Notes() {
  useEffect(() => release, []);
  return (
    <div class="notes" data-testid="notes">
      <p class="is-muted">{t(WORDS.intro)}</p>
      <ClaimBox />
      <Blanks />
      <Errata />
    </div>
  );
}
