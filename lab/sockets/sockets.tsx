import './sockets.css';
import { hostName, Panel, say } from '../extras/parts.tsx';
import { cursor, flow, t, trace } from '../state/store.ts';
import { type SocketRow, socketsAt } from '../view/sockets.ts';
import { WORDS } from './words.ts';

/** The sockets of every host, as `ss -tano` lists them. */
export function Sockets() {
  const run = trace.value;
  if (run === null) return null;
  return (
    <div class="sockets" data-testid="sockets">
      {run.hosts.map((h) => (
        <HostSockets key={h.name} host={h.name} />
      ))}
    </div>
  );
}

/** Rows listed at most. */
const LISTED = 64;

function HostSockets({ host }: { readonly host: string }) {
  if (trace.value === null) return null;
  const { rows, unseen, states, unseenStates } = socketsAt(trace.value, host, cursor.value);
  const more = unseen + Math.max(0, rows.length - LISTED);
  return (
    <Panel
      id={`sockets-${host}`}
      title={`${t(WORDS.title)} · ${hostName(host)}`}
      data={{ 'data-count': rows.length + unseen }}
    >
      {states.length > 0 && (
        <p class="sockets-counts" data-testid={`sockets-counts-${host}`}>
          {states.map((s) => (
            <span key={s.rfc} data-state={s.rfc} data-count={s.count}>
              <span class={`sockets-state is-${s.rfc.toLowerCase()}`}>{s.state}</span>{' '}
              <b>{s.count}</b>
            </span>
          ))}
        </p>
      )}
      <p class="sockets-prompt" aria-hidden="true">
        {host}$ ss -tano
      </p>
      {rows.length === 0 ? (
        <p class="extra-note">{t(WORDS.none)}</p>
      ) : (
        <div class="extra-scroll">
          <table class="sockets-table">
            <caption class="is-heard">{`${t(WORDS.title)} ${host}`}</caption>
            <thead>
              <tr lang="en">
                <th scope="col">State</th>
                <th scope="col" class="is-number">
                  Recv-Q
                </th>
                <th scope="col" class="is-number">
                  Send-Q
                </th>
                <th scope="col" class="sockets-wide">
                  Local Address:Port
                </th>
                <th scope="col">
                  <span class="sockets-narrow">Local, </span>Peer Address:Port
                </th>
                <th scope="col" class="sockets-wide">
                  Timer
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, LISTED).map((r) => (
                <Row key={`${r.flow} ${r.local} ${r.peer}`} row={r} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {more > 0 && (
        <p class="extra-note" data-testid={`sockets-unseen-${host}`}>
          {say(unseenStates.length > 0 ? WORDS.unseenIn : WORDS.unseen, {
            n: more,
            states: unseenStates.map((s) => `${s.state} ${s.count}`).join(' · '),
          })}
        </p>
      )}
    </Panel>
  );
}

function Row({ row }: { readonly row: SocketRow }) {
  const isDrawn = row.flow !== null && row.flow === flow.value;
  const { local, peer } = row;
  return (
    <tr
      class={isDrawn ? 'is-drawn' : ''}
      data-testid="socket-row"
      data-state={row.rfc}
      data-flow={row.flow ?? ''}
    >
      <th scope="row">
        {row.flow === null ? (
          row.state
        ) : (
          <button
            type="button"
            class="sockets-link"
            aria-label={`${row.state}: ${say(WORDS.leads, { local, peer })}`}
            aria-current={isDrawn ? 'true' : undefined}
            onClick={() => {
              flow.value = row.flow as number;
            }}
          >
            <span class={`sockets-state is-${row.rfc.toLowerCase()}`}>{row.state}</span>
          </button>
        )}
      </th>
      <td class="is-number">{row.receiveQueue}</td>
      <td class="is-number">{row.sendQueue}</td>
      <td class="sockets-wide">{local}</td>
      <td>
        <span class="sockets-narrow sockets-line">{local}</span>
        {peer}
        {row.timer !== '' && (
          <span class="sockets-narrow sockets-line">{row.timer.replace('timer:', '')}</span>
        )}
      </td>
      <td class="sockets-wide">{row.timer}</td>
    </tr>
  );
}
