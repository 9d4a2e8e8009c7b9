import './bars.css';
import { flagNames } from '../../src/ladder/format.ts';
import { cursor, run, t, trace } from '../state/store.ts';
import { livesAt } from '../view/lives.ts';
import { profileOf } from '../view/profile.ts';
import { Panel, SegmentLink, say, time } from './parts.tsx';
import { LIVES as WORDS } from './words.ts';

/** How long segments may live, against how long TIME-WAIT waits. */
export function LifeBars() {
  const r = run.value;
  if (r === null || trace.value === null) return null;
  const view = livesAt(trace.value, cursor.value);
  if (view === null) {
    return (
      <Panel id="life-bars" title={t(WORDS.title)}>
        <p class="extra-note">{t(WORDS.none)}</p>
      </Panel>
    );
  }
  const profile = profileOf(r, view.host);
  const { msl: chosen } = r.setup.values;
  const { msl: own } = r.card.parameters;
  const msl = chosen ?? own?.value ?? profile.timeWait / 2;
  const isHalf = r.trace.nonStandard.some(
    (v) => v.whatIf === 'oneMslTimeWait' && v.host === view.host,
  );
  const wait = isHalf ? profile.timeWait / 2 : profile.timeWait;
  const starts = view.lives.map((l) => l.sentAt);
  const end = Math.max(
    2 * msl,
    wait,
    ...starts.map((s) => s - view.from + msl),
    cursor.value.at - view.from,
  );
  const place = (from: number, length: number) => ({
    marginLeft: `${(100 * (from - view.from)) / end}%`,
    width: `${(100 * length) / end}%`,
  });
  return (
    <Panel id="life-bars" title={t(WORDS.title)} data={{ 'data-msl': msl, 'data-wait': wait }}>
      <p class="extra-note">{say(WORDS.msl, { t: time(msl) })}</p>
      <ol class="lives">
        <li>
          <span class="lives-says">{say(WORDS.wait, { x: view.host, t: time(wait) })}</span>
          <span class="lives-track">
            <span class="lives-wait" style={place(view.from, wait)} />
          </span>
        </li>
        <li>
          <span class="lives-says">{t(WORDS.two)}</span>
          <span class="lives-track lives-two">
            <span class="lives-msl" style={place(view.from, msl)} />
            <span class="lives-msl is-back" style={{ width: `${(100 * msl) / end}%` }} />
          </span>
        </li>
        {view.lives.map((l) => (
          <li key={l.id} data-testid="life">
            <span class="lives-says">
              <SegmentLink id={l.id} /> {l.from} {flagNames(l.flags)}
              {l.isAgain ? ' ↻' : ''}
              {l.isLost ? ' ✗' : ''}
            </span>
            <span class="lives-track">
              <span class="lives-life" style={place(l.sentAt, msl)} />
              <span
                class="lives-way"
                style={place(l.sentAt, Math.min((l.endedAt ?? cursor.value.at) - l.sentAt, msl))}
              />
            </span>
          </li>
        ))}
      </ol>
      <p class="extra-row extra-note">
        <span>
          <span class="lives-key is-life" /> {t(WORDS.life)}
        </span>
        <span>
          <span class="lives-key is-way" /> {t(WORDS.way)}
        </span>
      </p>
      <p class={wait >= 2 * msl ? 'lives-enough' : 'lives-short'}>
        {wait >= 2 * msl ? `✓ ${t(WORDS.enough)}` : `✗ ${t(WORDS.short)}`}
      </p>
    </Panel>
  );
}
