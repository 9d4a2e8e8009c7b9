import './timers.css';
import { useState } from 'preact/hooks';
import type { Trace } from '../../src/observe/trace.ts';
import { nameOf } from '../../src/story/names.ts';
import { spellTime } from '../../src/story/spell.ts';
import { seekFrame } from '../state/actions.ts';
import { cursor, flow, lang, predicting, t, trace } from '../state/store.ts';
import { hostsOf } from '../view/history.ts';
import { type Running, timersAt } from '../view/timers.ts';
import { WORDS } from './words.ts';

/** The timers that run where one stands: of the flow that is drawn, and of the others when asked. */
export function Timers() {
  const [isOpen, open] = useState(false);
  const tr = trace.value;
  if (tr === null) return null;
  const own = timersOf(tr, flow.value);
  return (
    <section class="timers" aria-label={t(WORDS.title)} data-testid="timers">
      <h3>{t(WORDS.title)}</h3>
      {own.length === 0 && <p class="is-muted">{t(WORDS.none)}</p>}
      <List running={own} showFlow={false} />
      {tr.flows.length > 1 && (
        <details onToggle={(e) => open(e.currentTarget.open)}>
          <summary>{t(WORDS.others)}</summary>
          {isOpen && <Others trace={tr} />}
        </details>
      )}
    </section>
  );
}

function timersOf(tr: Trace, of: number): readonly Running[] {
  const { frame } = cursor.value;
  return hostsOf(tr, of)
    .flatMap((host) => timersAt(tr, frame, host, of))
    .sort((a, b) => a.due - b.due);
}

/** Timers of other flows that are shown at most. */
const MOST = 30;

function Others({ trace: tr }: { readonly trace: Trace }) {
  const running: Running[] = [];
  for (const { id } of tr.flows) {
    if (running.length >= MOST) break;
    if (id !== flow.value) running.push(...timersOf(tr, id));
  }
  return running.length === 0 ? (
    <p class="is-muted">{t(WORDS.none)}</p>
  ) : (
    <List running={running} showFlow />
  );
}

interface ListProps {
  readonly running: readonly Running[];
  readonly showFlow: boolean;
}

function List({ running, showFlow }: ListProps) {
  return (
    <ul class="timers-list">
      {running.map((x) => (
        <Timer key={`${x.flow} ${x.host} ${x.name}`} timer={x} showFlow={showFlow} />
      ))}
    </ul>
  );
}

function Timer({ timer, showFlow }: { readonly timer: Running; readonly showFlow: boolean }) {
  const { host, name, since, due, set } = timer;
  const { at } = cursor.value;
  const left = Math.max(0, due - at);
  const share = due > since ? Math.min(1, left / (due - since)) : 0;
  const named = nameOf(name);
  const isWait = name === 'time-wait';
  const words = named === null ? name : t(named.words);
  return (
    <li class={`timers-one ${isWait ? 'is-wait' : ''}`} data-testid={`timer-${host}-${name}`}>
      <Ring share={share} />
      <div class="timers-text">
        <b>
          {host} · {words}
        </b>
        {showFlow && (
          <span class="is-muted">
            {' '}
            · {t(WORDS.flow)} {timer.flow}
          </span>
        )}
        <div>
          {left === 0 ? t(WORDS.expired) : `${t(WORDS.left)} ${spellTime(left, lang.value)}`}
          <span class="is-muted">
            {' '}
            / {spellTime(due - since, lang.value)} · {t(WORDS.due)} t = {spellTime(due, lang.value)}
          </span>
        </div>
        {isWait && (
          <div class="timers-bar" aria-hidden="true">
            <span style={{ width: `${share * 100}%` }} />
          </div>
        )}
        {isWait && set > 0 && (
          <div class="timers-again">↺ {t(WORDS.again).replace('#', `${set}`)}</div>
        )}
        {!predicting.value && left > 0 && <Ending timer={timer} />}
      </div>
    </li>
  );
}

const RADIUS = 13;
const ROUND = 2 * Math.PI * RADIUS;

function Ring({ share }: { readonly share: number }) {
  return (
    <svg class="timers-ring" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
      <circle class="timers-ring-all" cx="16" cy="16" r={RADIUS} />
      <circle
        class="timers-ring-left"
        cx="16"
        cy="16"
        r={RADIUS}
        transform="rotate(-90 16 16)"
        stroke-dasharray={`${(ROUND * share).toFixed(1)} ${ROUND.toFixed(1)}`}
      />
    </svg>
  );
}

/** What becomes of a timer in this run. */
function Ending({ timer }: { readonly timer: Running }) {
  const { ending, host, name } = timer;
  if (ending.kind === 'open') return <div class="is-muted">{t(WORDS.open)}</div>;
  if (ending.kind === 'expires') {
    return (
      <button
        type="button"
        class="timers-jump"
        data-testid={`jump-${host}-${name}`}
        onClick={() => seekFrame(ending.frame)}
      >
        {t(WORDS.jump)} ▸
      </button>
    );
  }
  const when = spellTime(ending.at, lang.value);
  return (
    <button
      type="button"
      class="is-plain timers-end"
      data-testid={`jump-${host}-${name}`}
      onClick={() => seekFrame(ending.frame)}
    >
      {t(WORDS[ending.kind]).replace('#', when)} ▸
    </button>
  );
}
