import { useRef } from 'preact/hooks';
import type { Field } from '../../src/inspect/field.ts';
import { u8 } from '../../src/inspect/octets.ts';
import { textsOf } from '../../src/inspect/surroundings.ts';
import type { NumberMode } from '../../src/observe/numbering.ts';
import { linkTo } from '../../src/story/sources.ts';
import { t, trace } from '../state/store.ts';
import { areRight, Verdict } from './checksum.tsx';
import { shortOf } from './grid.tsx';
import { placeOf } from './layout.ts';
import {
  bytes,
  checksums,
  context,
  dissection,
  flip,
  focus,
  focusedFields,
  shown,
  tampering,
} from './state.ts';
import { bitWords, flipWords, packetByte, placeWords, WORDS } from './words.ts';

/** What is pointed at, explained: where it stands, its value, what it is for, what it means here. */
export function Detail() {
  const fields = focusedFields.value;
  const [one, other] = fields;
  // Once it is in use it keeps its height: what is under the pointer must not move away from it.
  const isUsed = useRef(false);
  isUsed.current ||= one !== undefined;
  return (
    <section
      class={`inspector-detail ${isUsed.current ? '' : 'is-idle'}`}
      id="inspector-detail"
      aria-label={t(WORDS.detail)}
    >
      {tampering.value && one !== undefined && <Bits at={focus.value?.at ?? one.from} />}
      {one === undefined ? (
        <p class="is-muted">{t(WORDS.pick)}</p>
      ) : other === undefined ? (
        <One field={one} />
      ) : (
        <Shared at={focus.value?.at ?? one.from} fields={fields} />
      )}
    </section>
  );
}

/** Where a field stands. */
function placeText(f: Field): string {
  const d = dissection.value;
  const first = t(placeWords(placeOf(d, f.from)));
  const last = f.length > 1 ? `–${placeOf(d, f.from + f.length - 1).at}` : '';
  const bits = f.bits === undefined ? '' : ` · ${t(bitWords(...f.bits))}`;
  return `${first}${last}${bits} · ${t(packetByte(f.from))}`;
}

function One({ field: f }: { readonly field: Field }) {
  const here = context.value?.meanings.get(f.id);
  return (
    <>
      <h3>
        {t(f.name)}{' '}
        <code data-testid="detail-value">{f.flag === undefined ? f.value : `= ${f.raw}`}</code>
      </h3>
      <p class="inspector-place" data-testid="detail-place">
        {placeText(f)}
      </p>
      <Numbers field={f} />
      {f.means !== null && f.flag === undefined && <p>{t(f.means)}</p>}
      {here !== undefined && (
        <p class="inspector-here" data-testid="detail-context">
          <b>{t(WORDS.here)}</b> {t(here)}
        </p>
      )}
      <p class="inspector-says" data-testid="detail-says">
        {t(f.says)} <Clause clause={f.clause} />
      </p>
      {f.flag !== undefined && <OnOff field={f} />}
    </>
  );
}

/** What a flag says when it is 1 and when it is 0, and which of them it is. */
function OnOff({ field: f }: { readonly field: Field }) {
  if (f.flag === undefined) return null;
  const { on, off } = f.flag;
  return (
    <dl class="inspector-onoff">
      {[
        { is: 1, name: WORDS.when1, says: on },
        { is: 0, name: WORDS.when0, says: off },
      ].map(({ is, name, says }) => (
        <div key={is} class={f.raw === is ? 'is-now' : ''}>
          <dt>
            {t(name)}
            {f.raw === is && <b> ◀ {t(WORDS.now)}</b>}
          </dt>
          <dd>{t(says)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** An octet that several fields share: each of its bits. */
function Shared({ at, fields }: { readonly at: number; readonly fields: readonly Field[] }) {
  const value = u8(bytes.value, at);
  return (
    <>
      <h3 data-testid="detail-place">
        {t(placeWords(placeOf(dissection.value, at)))}{' '}
        <code data-testid="detail-value">
          0x{value.toString(16).padStart(2, '0')} = {value.toString(2).padStart(8, '0')}
        </code>{' '}
        <small class="inspector-place">{t(packetByte(at))}</small>
      </h3>
      <ul class="inspector-shared" data-testid="bit-view">
        {fields.map((f) => (
          <li key={f.id} class={f.raw === 1 && f.flag !== undefined ? 'is-on' : ''}>
            <code>{f.flag === undefined ? f.value.replace(/ = .*/, '') : f.raw}</code>
            <b>{shortOf(t(f.name))}</b>
            <span>{t(f.means ?? f.says)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

const MODES: readonly NumberMode[] = ['xy', 'relative', 'raw'];

/** The sequence or acknowledgment number in all three ways of writing. */
function Numbers({ field: f }: { readonly field: Field }) {
  const which = f.id === 'tcp-seq' ? 'seq' : f.id === 'tcp-ack' ? 'ack' : null;
  const run = trace.value;
  const id = shown.value?.id;
  if (which === null || run === null || id === undefined) return null;
  const texts = MODES.map((mode) => [mode, textsOf(run, mode).get(id)?.[which] ?? null] as const);
  if (texts.some(([, text]) => text === null)) return null;
  return (
    <dl class="inspector-numbers">
      {texts.map(([mode, text]) => (
        <div key={mode}>
          <dt>{t(WORDS[mode])}</dt>
          <dd>
            <code data-testid={`number-${mode}`}>{text}</code>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Clause({ clause }: { readonly clause: string }) {
  if (clause === '') return null;
  const link = linkTo(clause);
  if (link === '') return <span class="is-muted">{clause}</span>;
  return (
    <a href={link} rel="noreferrer" target="_blank">
      {clause}
    </a>
  );
}

/** The eight bits of an octet, each of which turns round when it is touched. */
function Bits({ at }: { readonly at: number }) {
  const value = u8(bytes.value, at);
  return (
    <div class="inspector-flip">
      <span class="inspector-flip-place">
        {t(placeWords(placeOf(dissection.value, at)))} · {t(WORDS.checksum)}{' '}
        <Verdict isOk={areRight(checksums.value)} />
      </span>
      {[0, 1, 2, 3, 4, 5, 6, 7].map((bit) => {
        const now = (value >> (7 - bit)) & 1;
        return (
          <button
            type="button"
            key={bit}
            data-testid={`flip-${bit}`}
            aria-label={t(flipWords(bit, now))}
            onClick={() => flip(at, bit)}
          >
            {now}
          </button>
        );
      })}
    </div>
  );
}
