import type { ChecksumSteps, Checksums, SumWord, WordPart } from '../../src/inspect/checksum.ts';
import { fieldsAt } from '../../src/inspect/dissect.ts';
import { hexOf } from '../../src/inspect/octets.ts';
import { intervene } from '../state/actions.ts';
import { t } from '../state/store.ts';
import { shortOf } from './grid.tsx';
import { isFlag, placeOf } from './layout.ts';
import {
  changed,
  checksums,
  dissection,
  focusedFields,
  pin,
  restore,
  shown,
  tamperedBytes,
  tampering,
} from './state.ts';
import { moreWords, placeWords, WORDS } from './words.ts';

/** Words of data that are listed before the rest is taken together. */
const LISTED = 8;

/** How both checksums come about, and what becomes of them when a bit is turned round. */
export function Checksum() {
  const { ip, tcp } = checksums.value;
  return (
    <details class="inspector-checksum" data-testid="checksum">
      <summary data-testid="checksum-open">
        <b>{t(WORDS.checksum)}</b>{' '}
        {tcp !== null && <code data-testid="checksum-header">0x{hexOf(tcp.stands, 4)}</code>}{' '}
        <Verdict isOk={areRight(checksums.value)} /> · {t(WORDS.howComputed)}
      </summary>
      {tcp === null && <p>{t(WORDS.noChecksum)}</p>}
      {tcp !== null && <Steps name={t(WORDS.tcpSum)} steps={tcp} id="checksum" />}
      {ip !== null && (
        <details>
          <summary>
            {t(WORDS.ipSum)} <code>0x{hexOf(ip.stands, 4)}</code> <Verdict isOk={ip.ok} />
          </summary>
          <Steps name={t(WORDS.ipSum)} steps={ip} id="ip-checksum" />
        </details>
      )}
    </details>
  );
}

/** Whether a receiver would take the packet, as far as its checksums go. */
export function areRight({ ip, tcp }: Checksums): boolean {
  return tcp?.ok === true && ip?.ok !== false;
}

export function Verdict({ isOk }: { readonly isOk: boolean }) {
  return (
    <span class={isOk ? 'inspector-ok' : 'inspector-bad'} data-testid="checksum-verdict">
      {isOk ? '✓' : '✗'} {t(isOk ? WORDS.agrees : WORDS.fails)}
    </span>
  );
}

interface StepsProps {
  readonly name: string;
  readonly steps: ChecksumSteps;
  readonly id: string;
}

function Steps({ name, steps, id }: StepsProps) {
  const text = steps.words.filter((w) => w.part === 'text').length;
  const more = Math.max(0, text - LISTED);
  const words = more === 0 ? steps.words : steps.words.slice(0, -more);
  return (
    <>
      <table class="inspector-sum">
        <caption>{name}</caption>
        <thead>
          <tr>
            <th scope="col">{t(WORDS.what)}</th>
            <th scope="col">{t(WORDS.word)}</th>
            <th scope="col">{t(WORDS.sum)}</th>
          </tr>
        </thead>
        <tbody>
          {words.map((w, i) => (
            <Word key={i} word={w} isPseudo={i < steps.pseudo} />
          ))}
          {more > 0 && (
            <tr>
              <td colSpan={2}>{t(moreWords(more))}</td>
              <td>
                <code>{hexOf(steps.sum, 5)}</code>
              </td>
            </tr>
          )}
        </tbody>
      </table>
      <Ending steps={steps} id={id} />
    </>
  );
}

/** What comes after the sum: folds, complement, and what stands in the header. */
function Ending({ steps, id }: { readonly steps: ChecksumSteps; readonly id: string }) {
  return (
    <ol class="inspector-ending">
      {steps.folds.map((f) => (
        <li key={f.from}>
          {t(WORDS.fold)}{' '}
          <code>
            {hexOf(f.from, 5)} → {hexOf(f.carry, 1)} + {hexOf(f.low, 4)} = {hexOf(f.to, 4)}
          </code>
        </li>
      ))}
      <li>
        {t(WORDS.complement)}{' '}
        <code>
          ~{hexOf(steps.folded, 4)} = {hexOf(steps.result, 4)}
        </code>
      </li>
      <li>
        {t(WORDS.computed)} <code data-testid={`${id}-value`}>0x{hexOf(steps.result, 4)}</code>{' '}
        {steps.ok ? '=' : '≠'} {t(WORDS.stands)} <code>0x{hexOf(steps.stands, 4)}</code>{' '}
        <span class={steps.ok ? 'inspector-ok' : 'inspector-bad'}>{steps.ok ? '✓' : '✗'}</span>
      </li>
      {!steps.ok && <li class="inspector-bad">{t(WORDS.dropped)}</li>}
    </ol>
  );
}

function Word({ word: w, isPseudo }: { readonly word: SumWord; readonly isPseudo: boolean }) {
  const { at } = w;
  const isIn =
    at !== null && focusedFields.value.some((f) => f.from < at + 2 && at < f.from + f.length);
  return (
    <tr class={isIn ? 'is-in' : ''} onClick={() => at !== null && pin({ at, field: null })}>
      <td>
        {isPseudo && <span class="is-muted">{t(WORDS.pseudo)} · </span>}
        {partText(w.part, at)}
      </td>
      <td>
        <code>{hexOf(w.word, 4)}</code>
      </td>
      <td>
        <code>{hexOf(w.sum, 5)}</code>
      </td>
    </tr>
  );
}

const PARTS = {
  protocol: { zh: '协议（6）', en: 'protocol (6)' },
  length: { zh: 'TCP 长度', en: 'TCP length' },
} as const;

function partText(part: WordPart, at: number | null): string {
  if (part === 'protocol' || part === 'length') return t(PARTS[part]);
  if (part === 'checksum') return t(WORDS.zeroed);
  if (at === null) return '';
  const d = dissection.value;
  const fields = [...fieldsAt(d, at), ...fieldsAt(d, at + 1)];
  const names = fields.map((f) => (isFlag(f) ? t(WORDS.flags) : shortOf(t(f.name))));
  if (part === 'text') return t(placeWords(placeOf(d, at)));
  return [...new Set(names)].join(' · ');
}

/** Turning bits round, to see what the checksum makes of it; and doing it in earnest. */
export function Tamper() {
  const s = shown.value;
  const count = tamperedBytes.value === null ? 0 : changed.value.size;
  const corrupt = () => {
    if (s === null) return;
    restore();
    void intervene({ kind: 'fault', segment: s.id, action: 'corrupt' });
  };
  return (
    <div class="inspector-tamper">
      <button
        type="button"
        data-testid="tamper"
        aria-pressed={tampering.value}
        onClick={() => {
          tampering.value = !tampering.value;
        }}
      >
        {t(WORDS.tamper)}
      </button>
      <button type="button" data-testid="corrupt" title={t(WORDS.corruptHint)} onClick={corrupt}>
        {t(WORDS.corrupt)}
      </button>
      {tamperedBytes.value !== null && (
        <button type="button" data-testid="restore" onClick={restore}>
          {t(WORDS.restore)}
        </button>
      )}
      {tampering.value && <p class="is-muted">{t(WORDS.tamperHint)}</p>}
      {count > 0 && (
        <p data-testid="tampered">
          {t(WORDS.changedHere)}: {count}
          {'　'}
          <Verdict isOk={areRight(checksums.value)} />
        </p>
      )}
    </div>
  );
}
