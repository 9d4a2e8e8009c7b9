import './inspector.css';
import { textsOf } from '../../src/inspect/surroundings.ts';
import type { TraceSegment } from '../../src/observe/trace.ts';
import { spellSegment } from '../../src/story/spell.ts';
import { cursor, lang, numbers, predicting, selectedSegment, t, trace } from '../state/store.ts';
import { Checksum, Tamper } from './checksum.tsx';
import { Copy } from './copy.tsx';
import { Detail } from './detail.tsx';
import { Effects } from './effects.tsx';
import { Fields } from './fields.tsx';
import { Flags } from './flags.tsx';
import { Grid } from './grid.tsx';
import { isToCome, Neighbours, Picker } from './picker.tsx';
import { arrivedBytes, asArrived, bytes, pin, shown, tamperedBytes } from './state.ts';
import { WORDS } from './words.ts';

/** Explains every bit of the selected segment, or of the one that the current step is about. */
export function Inspector() {
  const s = shown.value;
  return (
    <section class="inspector" data-testid="inspector" aria-label={t(WORDS.title)}>
      {s === null ? <Picker /> : <Shown segment={s} />}
    </section>
  );
}

function Shown({ segment: s }: { readonly segment: TraceSegment }) {
  if (predicting.value && isToCome(trace.value, s, cursor.value)) {
    return <p class="inspector-none">{t(WORDS.hidden)}</p>;
  }
  return (
    <>
      <Head segment={s} />
      {bytes.value.length === 0 ? (
        <p class="is-muted">{t(WORDS.noBytes)}</p>
      ) : (
        <>
          <Versions />
          <Flags />
          <Grid />
          <Detail />
          <Checksum />
          <Tamper />
          <Effects />
          <details class="inspector-list" open>
            <summary>{t(WORDS.fields)}</summary>
            <Fields />
          </details>
          <Copy />
        </>
      )}
    </>
  );
}

function Head({ segment: s }: { readonly segment: TraceSegment }) {
  const run = trace.value;
  const texts = run === null ? undefined : textsOf(run, numbers.value).get(s.id);
  const ack = texts?.ack == null ? '' : ` ack=${texts.ack}`;
  const length = s.length > 0 ? ` len=${s.length}` : '';
  return (
    <header class="inspector-head">
      <Neighbours />
      <h2 data-testid="inspector-title">
        {s.id} · {spellSegment(s, lang.value)} · {s.from ?? '…'} → {s.to ?? '…'}
      </h2>
      <p>
        <code>
          seq={texts?.seq ?? s.seq}
          {ack}
          {length}
        </code>
      </p>
      {selectedSegment.value === null && <p class="is-muted">{t(WORDS.byStep)}</p>}
    </header>
  );
}

/** A damaged packet: as it was sent, or as it arrived. */
function Versions() {
  if (arrivedBytes.value === null || tamperedBytes.value !== null) return null;
  return (
    <fieldset class="inspector-versions">
      <legend class="is-heard">{t(WORDS.version)}</legend>
      {[false, true].map((is) => (
        <button
          type="button"
          key={`${is}`}
          aria-pressed={asArrived.value === is}
          data-testid={is ? 'as-arrived' : 'as-sent'}
          onClick={() => {
            asArrived.value = is;
            pin(null);
          }}
        >
          {t(is ? WORDS.asArrived : WORDS.asSent)}
        </button>
      ))}
    </fieldset>
  );
}
