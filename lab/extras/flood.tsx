import './flood.css';
import type { Micros } from '../../src/base/timer-queue.ts';
import { Honest } from '../queues/honest.tsx';
import { change, intervene } from '../state/actions.ts';
import { cursor, run, t, trace } from '../state/store.ts';
import { halfOpenLife, profileOf } from '../view/profile.ts';
import { countsAt, courseOf, listeningHosts } from '../view/tables.ts';
import { Panel, say, time } from './parts.tsx';
import { FLOOD as WORDS } from './words.ts';

/** A SYN flood: how fast it is, what it takes, and what can be done about it. */
export function Flood() {
  const r = run.value;
  if (r === null) return null;
  const host = listeningHosts(r.trace)[0];
  if (host === undefined) return null;
  const profile = profileOf(r, host);
  const life = halfOpenLife(profile);
  const slots = countsAt(r.trace, host, cursor.value).synQueueLimit || profile.synQueue;
  const every = intervalOf();
  const enough = life / slots;
  const { synCookies } = profile;
  return (
    <Panel id="flood" title={t(WORDS.title)} data={{ 'data-slots': slots, 'data-life': life }}>
      <p class="flood-formula" data-testid="flood-formula">
        {synCookies === 'never'
          ? say(WORDS.suffices, { slots, life: time(life), every: time(enough) })
          : t(synCookies === 'always' ? WORDS.noSlots : WORDS.noSlotsWhenFull)}
      </p>
      {every !== null && (
        <>
          <p class="extra-row">
            <span class="extra-note">{t(WORDS.rate)}</span>
            <span class="extra-big" data-testid="flood-rate">
              {Math.round((1_000_000 / every) * 100) / 100}
            </span>
          </p>
          {synCookies === 'never' && (
            <p class="extra-note">
              {every <= enough
                ? say(WORDS.withRate, { every: time(every), times: Math.round(enough / every) })
                : say(WORDS.below, { every: time(every) })}
            </p>
          )}
        </>
      )}
      <Sparkline host={host} limit={slots} />
      <Controls host={host} slots={slots} />
      <Honest id="flood-honest" within={t(WORDS.title)} />
    </Panel>
  );
}

/** The time from one forged SYN to the next: as a parameter says, or as it was in the run on average. */
function intervalOf(): Micros | null {
  const r = run.value;
  if (r === null) return null;
  const { every: chosen } = r.setup.values;
  const { every: own } = r.card.parameters;
  const given = chosen ?? own?.value;
  if (given !== undefined) return given;
  const begun = r.trace.frames.find((f) => f.kind === 'call' && f.call === 'flood');
  const { S: n = 0 } = r.trace.counts.find((c) => c.host === begun?.host)?.sent ?? {};
  return begun === undefined || n < 2 ? null : (r.trace.end - begun.at) / n;
}

const WIDTH = 320;
const HEIGHT = 48;

/** How many entries there were, up to where one stands. */
function Sparkline({ host, limit }: { readonly host: string; readonly limit: number }) {
  if (trace.value === null) return null;
  const course = courseOf(trace.value, host, 'synQueue', cursor.value);
  const end = Math.max(cursor.value.at, 1);
  const x = (at: Micros): number => (at / end) * WIDTH;
  const y = (n: number): number => HEIGHT - 2 - (n / Math.max(limit, 1)) * (HEIGHT - 6);
  let path = `M0 ${y(0)}`;
  for (const { at, count } of course) path += `H${x(at).toFixed(1)}V${y(count).toFixed(1)}`;
  path += `H${WIDTH}`;
  const peak = Math.max(0, ...course.map((c) => c.count));
  return (
    <figure class="flood-spark">
      <figcaption class="extra-note">
        {t(WORDS.occupancy)} · {say(WORDS.peak, { n: peak, limit })}
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        <line class="flood-limit" x1="0" x2={WIDTH} y1={y(limit)} y2={y(limit)} />
        <path class="flood-line" d={path} />
      </svg>
    </figure>
  );
}

const COOKIES = ['never', 'full', 'always'] as const;

function Controls({ host, slots }: { readonly host: string; readonly slots: number }) {
  const r = run.value;
  if (r === null) return null;
  const profile = profileOf(r, host);
  const parameters = Object.entries(r.card.parameters);
  const isSet = (name: string): boolean => parameters.some(([n]) => n === name);
  const set = (field: string, value: unknown) =>
    void intervene({ kind: 'set', host, field, value });
  return (
    <div class="flood-controls">
      {parameters.map(([name, p]) => (
        <Slider
          key={name}
          id={`flood-${name}`}
          label={t(p.says)}
          {...{ least: p.least, most: p.most, value: r.setup.values[name] ?? p.value }}
          spell={(v) =>
            p.unit === 'microseconds'
              ? `${time(v)} · ${say(WORDS.unit, { n: Math.round(100_000_000 / v) / 100 })}`
              : String(v)
          }
          choose={(v) => void change({ values: { ...r.setup.values, [name]: v } })}
        />
      ))}
      {!isSet('slots') && (
        <Slider
          id="flood-slots"
          label={t(WORDS.slots)}
          {...{ least: 1, most: 1024, value: Math.min(slots, 1024) }}
          spell={String}
          choose={(v) => set('synQueue', v)}
        />
      )}
      {!isSet('retries') && (
        <Slider
          id="flood-retries"
          label={t(WORDS.retries)}
          {...{ least: 0, most: 6, value: profile.synAckRetries }}
          spell={String}
          choose={(v) => set('synAckRetries', v)}
        />
      )}
      <label class="flood-control">
        <span>{t(WORDS.cookies)}</span>
        <select
          data-testid="flood-cookies"
          value={profile.synCookies}
          onChange={(e) => set('synCookies', e.currentTarget.value)}
        >
          {COOKIES.map((c) => (
            <option key={c} value={c} selected={c === profile.synCookies}>
              {t(WORDS[c])}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

/** Steps of a slider: on a scale of powers, for what spans more than a hundredfold. */
const STEPS = 100;

function Slider(p: {
  readonly id: string;
  readonly label: string;
  readonly least: number;
  readonly most: number;
  readonly value: number;
  readonly spell: (v: number) => string;
  readonly choose: (v: number) => void;
}) {
  const { least, most, value } = p;
  const isLog = least > 0 && most / least > 100;
  const toValue = (place: number): number =>
    isLog ? rounded(least * (most / least) ** (place / STEPS), least, most) : place;
  const place = isLog
    ? Math.round((Math.log(value / least) / Math.log(most / least)) * STEPS)
    : value;
  return (
    <label class="flood-control">
      <span>
        {p.label} <output class="extra-note">{p.spell(value)}</output>
      </span>
      <input
        type="range"
        data-testid={p.id}
        min={isLog ? 0 : least}
        max={isLog ? STEPS : most}
        step={1}
        value={place}
        aria-valuetext={p.spell(value)}
        onChange={(e) => p.choose(toValue(e.currentTarget.valueAsNumber))}
      />
    </label>
  );
}

/** To two digits, and within bounds. */
function rounded(v: number, least: number, most: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(v)) - 1);
  return Math.min(most, Math.max(least, Math.round(v / unit) * unit));
}
