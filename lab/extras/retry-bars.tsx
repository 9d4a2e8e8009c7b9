import './bars.css';
import { cursor, flow, t, trace } from '../state/store.ts';
import { waitsAt } from '../view/waits.ts';
import { FrameLink, Panel, say, time } from './parts.tsx';
import { WAITS as WORDS } from './words.ts';

/** Waits that double, one after the other: what a lifetime is the sum of. */
export function RetryBars() {
  if (trace.value === null) return null;
  const { at } = cursor.value;
  const series = waitsAt(trace.value, cursor.value, flow.value);
  if (series === null || (series.over.length === 0 && series.running === null)) {
    return (
      <Panel id="retry-bars" title={t(WORDS.title)} data={{ 'data-total': 0 }}>
        <p class="extra-note">{t(WORDS.none)}</p>
      </Panel>
    );
  }
  const { over, running, total } = series;
  const longest = Math.max(
    1,
    ...over.map((w) => w.to - w.from),
    running === null ? 0 : running.to - running.from,
  );
  const timer = series.timer as keyof typeof WORDS;
  return (
    <Panel
      id="retry-bars"
      title={t(WORDS.title)}
      data={{ 'data-total': total, 'data-waits': over.length }}
    >
      <p class="extra-note">{say(WORDS.of, { x: series.host, timer: t(WORDS[timer]) })}</p>
      <div class="bars-stack" aria-hidden="true">
        {over.map((w, i) => (
          <span
            key={w.frame}
            class={i % 2 === 0 ? 'is-even' : 'is-odd'}
            style={{ flexGrow: w.to - w.from }}
          />
        ))}
      </div>
      <ol class="bars">
        {over.map((w, i) => (
          <li key={w.frame} class="bars-row">
            <FrameLink frame={w.frame} label={`${i + 1}`} />
            <span class="bars-track">
              <span class="bars-full" style={{ width: `${(100 * (w.to - w.from)) / longest}%` }} />
            </span>
            <span class="bars-says">{time(w.to - w.from)}</span>
          </li>
        ))}
        {running !== null && (
          <li class="bars-row is-running">
            <span class="extra-mono">{over.length + 1}</span>
            <span class="bars-track">
              <span
                class="bars-full is-partial"
                style={{ width: `${(100 * (at - running.from)) / longest}%` }}
              />
            </span>
            <span class="bars-says">{say(WORDS.running, { t: time(running.to - at) })}</span>
          </li>
        )}
      </ol>
      {over.length > 0 && (
        <p class="bars-sum" data-testid="retry-sum">
          {say(WORDS.total, { sum: sumOf(over.map((w) => w.to - w.from)), total: time(total) })}
        </p>
      )}
    </Panel>
  );
}

/** `1 + 2 + 4`: in seconds. */
function sumOf(waits: readonly number[]): string {
  return waits.map((w) => Math.round(w / 10_000) / 100).join(' + ');
}
