import './port-grid.css';
import { cursor, flow, run, t, trace } from '../state/store.ts';
import { busiestClient, type Port, portsAt } from '../view/ports.ts';
import { profileOf } from '../view/profile.ts';
import { countsAt, waitingHosts } from '../view/tables.ts';
import { Bar, Panel, say, time } from './parts.tsx';
import { PORTS as WORDS } from './words.ts';

/** Ranges of up to so many ports are drawn one by one. */
const MOST_DRAWN = 256;
const GLYPHS = { free: '·', used: '▪', 'time-wait': '◷' } as const;

/** The ports that a client has for its connections, and what became of them. */
export function PortGrid() {
  const r = run.value;
  if (r === null || trace.value === null) return null;
  const host = busiestClient(r.trace);
  if (host === null) return null;
  const { ephemeralPorts: range, timeWait } = profileOf(r, host);
  const n = range[1] - range[0] + 1;
  const isDrawn = n <= MOST_DRAWN && r.trace.omitted === 0;
  const rate = timeWait === 0 ? '∞' : Math.round((n * 100_000_000) / timeWait) / 100;
  const waiting = countsAt(r.trace, host, cursor.value).timeWait;
  return (
    <Panel
      id="port-grid"
      title={say(WORDS.title, { x: host })}
      data={{ 'data-ports': n, 'data-time-wait': waiting }}
    >
      <p class="port-formula">{say(WORDS.formula, { ports: n, tw: time(timeWait), rate })}</p>
      {isDrawn ? (
        <Grid ports={portsAt(r.trace, host, range, cursor.value)} />
      ) : (
        <Share n={n} host={host} />
      )}
      <Holders />
      <Failures />
    </Panel>
  );
}

function Grid({ ports }: { readonly ports: readonly Port[] }) {
  const count = (use: Port['use']): number => ports.filter((p) => p.use === use).length;
  return (
    <>
      <ul class="port-grid">
        {ports.map((p) => (
          <li
            key={p.port}
            class={`port is-${p.use}`}
            data-testid="port"
            data-use={p.use}
            title={`${p.port} ${t(WORDS[p.use])}`}
          >
            <PortCell p={p} />
          </li>
        ))}
      </ul>
      <p class="extra-row extra-note">
        {(['free', 'used', 'time-wait'] as const).map((use) => (
          <span key={use}>
            {GLYPHS[use]} {t(WORDS[use])} {count(use)}
          </span>
        ))}
      </p>
    </>
  );
}

function PortCell({ p }: { readonly p: Port }) {
  const inside = (
    <>
      <span class="port-number">{p.port}</span>
      <span aria-hidden="true">{GLYPHS[p.use]}</span>
      <span class="port-left">{p.left === null ? t(WORDS[p.use]) : time(p.left)}</span>
    </>
  );
  if (p.flow === null) return <span class="port-inside">{inside}</span>;
  return (
    <button
      type="button"
      class="port-inside"
      onClick={() => {
        flow.value = p.flow as number;
      }}
    >
      {inside}
    </button>
  );
}

/** Where there are too many to draw, or most are only counted. */
function Share({ n, host }: { readonly n: number; readonly host: string }) {
  if (trace.value === null) return null;
  const { timeWait, connections } = countsAt(trace.value, host, cursor.value);
  return (
    <>
      <Bar share={(timeWait + connections) / n} kind="time-wait" />
      <p class="extra-row">
        <span class="extra-big">
          {timeWait} / {n}
        </span>
        <span class="extra-note">
          {GLYPHS['time-wait']} {t(WORDS['time-wait'])} · {GLYPHS.used} {t(WORDS.used)}{' '}
          {connections}
        </span>
      </p>
      {n > MOST_DRAWN && <p class="extra-note">{say(WORDS.tooMany, { n })}</p>}
    </>
  );
}

function Holders() {
  const now = trace.value;
  if (now === null) return null;
  const holders = waitingHosts(now)
    .map((h) => ({ h, n: countsAt(now, h, cursor.value).timeWait }))
    .filter((x) => x.n > 0);
  return (
    <p data-testid="port-holders">
      {t(WORDS.holders)}
      {holders.length === 0 ? t(WORDS.nobody) : holders.map((x) => `${x.h} ${x.n}`).join(' · ')}
    </p>
  );
}

function Failures() {
  const frames = trace.value?.frames ?? [];
  let n = 0;
  for (let i = 0; i <= cursor.value.frame; i++) if (frames[i]?.code === 'call/failed-no-port') n++;
  return n === 0 ? null : <p class="port-failed">✗ {say(WORDS.failures, { n })}</p>;
}
