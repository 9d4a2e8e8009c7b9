import './transport.css';
import { Icon } from '../shell/icon.tsx';
import { nextTimer, seek, seekTime, step, toEnd, toStart, whenRun } from '../state/actions.ts';
import { cursorAt, lastOf, stopsOf } from '../state/cursor.ts';
import { paceOf } from '../state/pace.ts';
import { stepOn, togglePlay } from '../state/player.ts';
import {
  cursor,
  lang,
  playing,
  predicting,
  type Speed,
  run as shown,
  speed,
  stop,
  t,
  trace,
} from '../state/store.ts';
import { spellIn } from '../view/times.ts';
import { ticksOf } from './ticks.ts';
import { WORDS } from './words.ts';

const SPEEDS: readonly Speed[] = ['step', 'slow', 'medium', 'fast'];

/** Play, step, scrub: where in the run one stands. */
export function Transport() {
  const on = playing.value;
  return (
    <section class="transport" aria-label={t(WORDS.transport)} data-testid="transport">
      <div class="transport-buttons">
        <Button
          id="to-start"
          icon="start"
          says={t(WORDS.start)}
          act={() => whenRun(toStart)}
          isExtra
        />
        <Button
          id="step-back"
          icon="back"
          says={t(WORDS.back)}
          text={t(WORDS.backShort)}
          act={() => step(-1)}
        />
        <Button
          id="play"
          icon={on ? 'pause' : 'play'}
          says={t(on ? WORDS.pause : WORDS.play)}
          text={t(on ? WORDS.pauseShort : WORDS.playShort)}
          act={() => whenRun(togglePlay)}
          isPrimary
        />
        <Button
          id="step"
          icon="on"
          says={t(WORDS.on)}
          text={t(WORDS.onShort)}
          act={() => whenRun(stepOn)}
        />
        <Button
          id="next-timer"
          icon="timer"
          says={t(WORDS.timer)}
          text={t(WORDS.timerShort)}
          act={() => whenRun(nextTimer)}
          isHidden={predicting.value}
        />
        <Button
          id="to-end"
          icon="end"
          says={t(WORDS.end)}
          act={() => whenRun(toEnd)}
          isExtra
          isHidden={predicting.value}
        />
      </div>
      <Timeline />
      <label class="transport-speed">
        <span class="is-heard">{t(WORDS.speed)}</span>
        <select
          data-testid="speed"
          value={speed.value}
          onChange={(e) => {
            speed.value = e.currentTarget.value as Speed;
          }}
        >
          {SPEEDS.map((s) => (
            <option key={s} value={s}>
              {t(WORDS[s])}
            </option>
          ))}
        </select>
      </label>
    </section>
  );
}

interface ButtonProps {
  readonly id: string;
  readonly icon: Parameters<typeof Icon>[0]['name'];
  readonly says: string;
  readonly text?: string;
  readonly act: () => void;
  readonly isPrimary?: boolean;
  /** Not on a phone. */
  readonly isExtra?: boolean;
  readonly isHidden?: boolean;
}

function Button({ id, icon, says, text, act, isPrimary, isExtra, isHidden }: ButtonProps) {
  if (isHidden === true) return null;
  const look = `${isPrimary === true ? 'is-primary' : ''} ${isExtra === true ? 'transport-extra' : ''}`;
  return (
    <button
      type="button"
      class={look}
      data-testid={id}
      aria-label={says}
      title={says}
      onClick={act}
    >
      <Icon name={icon} />
      {text !== undefined && <span class="transport-text">{text}</span>}
    </button>
  );
}

/** Length of the native slider, so that its steps are fine. */
const FINE = 1000;

function Timeline() {
  const run = trace.value;
  if (run === null) return null;
  const { at } = cursor.value;
  const pace = paceOf(run);
  const stops = stopsOf(run);
  const place = pace.toUnit(at);
  const n = stops.indexOf(stop.value);
  // What is still to come gives nothing away while one guesses.
  const hides = predicting.value;
  const now = spellIn(run, at, lang.value);
  const ofWhat = hides ? '' : ` / ${spellIn(run, lastOf(run).at, lang.value)}`;
  const steps = t(WORDS.of)
    .replace('{n}', `${n}`)
    .replace('{m}', hides ? '?' : `${stops.length - 1}`);
  return (
    <div class="transport-line">
      {!hides && <Marks />}
      <input
        type="range"
        data-testid="timeline"
        aria-label={t(WORDS.timeline)}
        aria-valuetext={`${now}, ${steps}`}
        min={0}
        max={hides ? Math.max(place, 1) * FINE : pace.length * FINE}
        step={1}
        value={place * FINE}
        onInput={(e) => {
          const unit = Number(e.currentTarget.value) / FINE;
          if (unit >= pace.length) seek(hides ? cursorAt(run, pace.toTime(unit)) : lastOf(run));
          else seekTime(pace.toTime(unit));
        }}
      />
      <output class="transport-time" data-testid="time">
        <b>{now}</b>
        {ofWhat}
        <span class="transport-steps">{steps}</span>
      </output>
    </div>
  );
}

function Marks() {
  const run = trace.value;
  if (run === null) return null;
  const { ticks, waits } = ticksOf(run);
  const breaks = shown.value?.card.breaks !== undefined;
  return (
    <svg
      class="transport-marks"
      viewBox="0 0 1000 20"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {waits.map(([from, to]) => (
        <rect
          key={from}
          class="transport-wait"
          x={from * 1000}
          width={(to - from) * 1000}
          y="6"
          height="8"
        />
      ))}
      {ticks.map(({ kind, at }) => (
        <line
          key={`${kind}${at}`}
          class={`transport-${kind}`}
          x1={at * 1000}
          x2={at * 1000}
          y1={TOPS[kind]}
          y2={BOTTOMS[kind]}
        />
      ))}
      {breaks && <line class="transport-broken" x1="998" x2="998" y1="0" y2="20" />}
    </svg>
  );
}

const TOPS = { segment: 13, timer: 2, lost: 12, done: 0 } as const;
const BOTTOMS = { segment: 18, timer: 9, lost: 20, done: 20 } as const;
