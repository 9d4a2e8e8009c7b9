import './tools.css';
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Lang } from '../../src/base/words.ts';
import { flagNames, timeText } from '../../src/ladder/format.ts';
import type { RuleAction } from '../../src/link/impairments.ts';
import { numberTexts } from '../../src/observe/numbering.ts';
import type { Trace, TraceSegment } from '../../src/observe/trace.ts';
import { select } from '../state/actions.ts';
import {
  announcement,
  busy,
  cursor,
  lang,
  numbers,
  playing,
  predicting,
  selectedSegment,
  t,
  trace,
} from '../state/store.ts';
import {
  applyFault,
  type DelayUntil,
  delayMs,
  delayUntil,
  doneTo,
  MOST_MS,
  undoFault,
} from './faults.ts';
import { inspect } from './touch.ts';
import { statusOf } from './visible.ts';
import { FAULTS, fromThere, selectedWords, W } from './words.ts';

/** In their order; a delay stands last, beside how long it takes. */
const ACTIONS: readonly RuleAction[] = ['drop', 'duplicate', 'reorder', 'corrupt', 'delay'];

/** What is said about why a segment was sent, and of which one. */
const told = signal<{ readonly id: string; readonly lang: Lang; readonly text: string } | null>(
  null,
);

/** What can be done to the selected segment; nothing is here while none is selected. */
export function FaultTools() {
  const s = selectedSegment.value;
  const own = trace.value;
  const id = s?.id;
  useEffect(() => {
    // Who listens learns what there is to do; on a step the narration speaks.
    if (id !== undefined && !playing.peek()) announcement.value = t(selectedWords(id));
  }, [id]);
  if (s === null || own === null) return null;
  if (predicting.value && statusOf(own, s, cursor.value) === 'future') return null;
  const why = told.value?.id === s.id && told.value.lang === lang.value ? told.value.text : null;
  return (
    <section class="tools" aria-label={t(W.tools)} data-testid="fault-tools">
      <Title trace={own} segment={s} />
      <p class="tools-note" data-testid="fault-note">
        {busy.value ? t(W.busy) : t(noteFor(own, s))}
      </p>
      <div class="tools-row">
        {ACTIONS.map((action) =>
          action === 'delay' ? (
            <span key={action} class="tools-group">
              <Fault action={action} isDone={isDone(s.id, action)} />
              <Delay />
            </span>
          ) : (
            <Fault key={action} action={action} isDone={isDone(s.id, action)} />
          ),
        )}
      </div>
      <div class="tools-row">
        <button type="button" data-testid="tool-bytes" onClick={() => inspect(s.id)}>
          {t(W.bytes)}
        </button>
        <button
          type="button"
          data-testid="tool-why"
          aria-expanded={why !== null}
          disabled={statusOf(own, s, cursor.value) === 'future'}
          onClick={() => void (why === null ? tellWhy(own, s) : hush())}
        >
          {t(W.why)}
        </button>
        <Undo id={s.id} />
      </div>
      {why !== null && (
        <p class="tools-why" data-testid="fault-why">
          {why}
        </p>
      )}
    </section>
  );
}

/** Which segment it is: `A3 A→B ACK x+1/y+1`. */
function Title({ trace: own, segment: s }: { trace: Trace; segment: TraceSegment }) {
  const texts = textsOf(own).get(s.id);
  const nums = texts === undefined ? '' : [texts.seq, texts.ack].filter(Boolean).join(' / ');
  const octets = s.length > 0 ? ` +${s.length}` : '';
  return (
    <div class="tools-title">
      <strong data-testid="tools-title">
        {s.id} · {s.from ?? '?'}→{s.to ?? '?'} · {flagNames(s.flags)} {nums}
        {octets}
      </strong>
      <button
        type="button"
        class="tools-close"
        data-testid="tool-deselect"
        aria-label={t(W.deselect)}
        title={t(W.deselect)}
        onClick={() => select(null)}
      >
        <span aria-hidden="true">✕</span>
      </button>
    </div>
  );
}

const textsBy = new WeakMap<Trace, Map<string, ReturnType<typeof numberTexts>>>();

function textsOf(own: Trace): ReturnType<typeof numberTexts> {
  const modes = textsBy.get(own) ?? new Map<string, ReturnType<typeof numberTexts>>();
  textsBy.set(own, modes);
  const texts = modes.get(numbers.value) ?? numberTexts(own, numbers.value);
  modes.set(numbers.value, texts);
  return texts;
}

function isDone(id: string, action: RuleAction): boolean {
  return doneTo(id).some((d) => d.action === action);
}

function Fault({
  action,
  isDone: done,
}: {
  readonly action: RuleAction;
  readonly isDone: boolean;
}) {
  const words = FAULTS[action];
  return (
    <button
      type="button"
      data-testid={`fault-${action}`}
      aria-pressed={done}
      aria-keyshortcuts={words.key}
      title={t(words.tells)}
      aria-disabled={busy.value}
      onClick={() => void applyFault(action)}
    >
      {t(words)} <kbd>{words.key}</kbd>
    </button>
  );
}

const UNTIL: readonly (readonly [DelayUntil, keyof typeof W])[] = [
  ['exactly', 'exactly'],
  ['close', 'afterClose'],
  ['all', 'afterAll'],
];

function Delay() {
  return (
    <span class="tools-delay">
      <input
        type="number"
        min={1}
        max={MOST_MS}
        step={50}
        inputMode="numeric"
        value={delayMs.value}
        aria-label={t(W.howLong)}
        data-testid="delay-ms"
        onInput={(e) => {
          const n = e.currentTarget.valueAsNumber;
          if (n >= 1 && n <= MOST_MS) delayMs.value = n;
        }}
      />
      {t(W.milliseconds)}
      <select
        aria-label={t(W.forHowLong)}
        data-testid="delay-until"
        value={delayUntil.value}
        onChange={(e) => {
          delayUntil.value = e.currentTarget.value as DelayUntil;
        }}
      >
        {UNTIL.map(([value, word]) => (
          <option key={value} value={value}>
            {t(W[word])}
          </option>
        ))}
      </select>
    </span>
  );
}

/** Takes back what was done to it. */
function Undo({ id }: { readonly id: string }) {
  const last = doneTo(id).at(-1);
  if (last === undefined) return null;
  const what = t(FAULTS[last.action]);
  return (
    <button
      type="button"
      data-testid="fault-undo"
      aria-disabled={busy.value}
      onClick={() => void undoFault(id).then(() => stayNear(last.action))}
    >
      ↶ {t(W.undo)}
      {lang.value === 'zh' ? `“${what}”` : ` “${what}”`}
    </button>
  );
}

/** With what was taken back its button goes as well: who pressed it by key is at the fault that it undid. */
function stayNear(action: RuleAction): void {
  requestAnimationFrame(() => {
    if (document.activeElement !== document.body) return;
    document.querySelector<HTMLElement>(`[data-testid="fault-${action}"]`)?.focus();
  });
}

/** What acting on it means: that depends on whether it is past. */
function noteFor(own: Trace, s: TraceSegment) {
  const status = statusOf(own, s, cursor.value);
  if (doneTo(s.id).length > 0 && status !== 'arrived' && status !== 'lost') return W.planned;
  if (status === 'future') return W.toCome;
  return status === 'under-way' ? W.onTheWay : fromThere(timeText(s.sentAt));
}

function hush(): void {
  told.value = null;
}

/** Tells why it was sent, and what brought that about; the story is fetched when it is first asked for. */
async function tellWhy(own: Trace, s: TraceSegment): Promise<void> {
  const { narrate } = await import('../../src/story/narrate.ts');
  const now = lang.value;
  const mode = numbers.value === 'raw' ? 'raw' : 'relative';
  const lines = narrate(own, { lang: now, numbers: mode, every: true });
  const line = lines.find((l) => l.segment === s.id);
  const cause = line === undefined ? null : (own.frames[line.frame]?.cause ?? null);
  const before = cause === null ? undefined : lines.find((l) => l.frame === cause);
  const parts = [
    line?.why,
    before === undefined ? '' : `${W.because[now]}${before.one}`,
    line?.rule.replace(' section ', ' §'),
  ];
  const text = parts.filter((p) => p !== undefined && p !== '').join(now === 'zh' ? '' : ' ');
  if (predicting.value && statusOf(own, s, cursor.value) === 'future') return;
  told.value = { id: s.id, lang: now, text: text === '' ? W.notTold[now] : text };
}
