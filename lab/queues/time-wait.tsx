import { Bar, hostName, Panel, say, time } from '../extras/parts.tsx';
import { cursor, flow, run, t, trace } from '../state/store.ts';
import { profileOf } from '../view/profile.ts';
import { type Row, timeWaitAt } from '../view/tables.ts';
import { reasonOf, WORDS } from './words.ts';

/** Rows listed at most. */
const LISTED = 40;

/** The connections of a host that are over and still there. */
export function TimeWaitTable({ host }: { readonly host: string }) {
  if (trace.value === null || run.value === null) return null;
  const { count, rows, unseen } = timeWaitAt(trace.value, host, cursor.value);
  const length = profileOf(run.value, host).timeWait;
  return (
    <Panel
      id={`time-wait-${host}`}
      title={`${t(WORDS.timeWait)} · ${hostName(host)}`}
      data={{ 'data-count': count, 'data-listed': rows.length }}
    >
      <p class="extra-row">
        <span class="extra-big">{count}</span>
        {count === 0 && <span class="extra-note">{t(WORDS.empty)}</span>}
      </p>
      {rows.length > 0 && (
        <div class="extra-scroll">
          <table class="extra-table">
            <caption class="is-heard">{t(WORDS.timeWait)}</caption>
            <thead>
              <tr>
                <th scope="col">{t(WORDS.local)}</th>
                <th scope="col">{t(WORDS.peer)}</th>
                <th scope="col">{t(WORDS.left)}</th>
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, LISTED).map((r) => (
                <WaitRow key={`${r.flow} ${r.from}`} row={r} length={length} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {rows.length > 0 && <Reasons rows={rows} />}
      {unseen + Math.max(0, rows.length - LISTED) > 0 && (
        <p class="extra-note">
          {say(WORDS.unseen, { n: unseen + Math.max(0, rows.length - LISTED) })}
        </p>
      )}
    </Panel>
  );
}

/** Why they are there; each reason once. */
function Reasons({ rows }: { readonly rows: readonly Row[] }) {
  const reasons = [...new Set(rows.map((r) => t(reasonOf(r.because))))];
  return (
    <p class="extra-note">
      {t(WORDS.reason)}
      {reasons.join(t(WORDS.semicolon))}
    </p>
  );
}

function WaitRow({ row, length }: { readonly row: Row; readonly length: number }) {
  const left = row.left ?? Math.max(0, length - row.age);
  return (
    <tr data-testid="time-wait-row" data-left={left}>
      <td class="extra-mono">
        <button
          type="button"
          class="extra-link"
          onClick={() => {
            flow.value = row.flow;
          }}
        >
          {row.local.address}:{row.local.port}
        </button>
      </td>
      <td class="extra-mono">
        {row.peer.address}:{row.peer.port}
      </td>
      <td class="time-wait-left">
        {time(left)}
        <Bar share={length > 0 ? left / length : 0} kind="time-wait" />
      </td>
    </tr>
  );
}
