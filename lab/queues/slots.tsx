import { Bar, say, time } from '../extras/parts.tsx';
import { cursor, flow, run, t, tableView, trace } from '../state/store.ts';
import { halfOpenLife, profileOf } from '../view/profile.ts';
import { acceptQueueAt, type QueueView, type Row, synQueueAt } from '../view/tables.ts';
import { WORDS } from './words.ts';

/** Queues of up to so many places have a box for each; of longer ones only those taken. */
const MOST_BOXES = 64;
/** Boxes of up to so many places say who is in them; others only that somebody is. */
const MOST_WIDE = 16;

/** The half-open entries of a host. */
export function SynQueue({ host }: { readonly host: string }) {
  if (trace.value === null || run.value === null) return null;
  const queue = synQueueAt(trace.value, host, cursor.value);
  const life = halfOpenLife(profileOf(run.value, host));
  return (
    <Queue
      id={`syn-queue-${host}`}
      slot="syn-slot"
      title={t(WORDS.syn)}
      queue={queue}
      share={(r) => (life > 0 ? r.age / life : 1)}
      tells={halfOpenTells}
      note={queue.rows.length > 0 ? say(WORDS.life, { t: time(life) }) : ''}
    />
  );
}

function halfOpenTells(r: Row): readonly string[] {
  const tells = [say(WORDS.age, { t: time(r.age) })];
  if (r.retries > 0) tells.push(`↻ ${r.retries}`);
  if (r.left !== null) tells.push(say(WORDS.next, { t: time(Math.max(0, r.left)) }));
  return tells;
}

/** Connections of a host that nobody has accepted yet. */
export function AcceptQueue({ host }: { readonly host: string }) {
  if (trace.value === null) return null;
  const queue = acceptQueueAt(trace.value, host, cursor.value);
  return (
    <Queue
      id={`accept-queue-${host}`}
      slot="accept-slot"
      title={t(WORDS.accept)}
      queue={queue}
      share={null}
      tells={(r) => [say(WORDS.waited, { t: time(r.age) })]}
      note=""
    />
  );
}

interface Props {
  readonly id: string;
  readonly slot: string;
  readonly title: string;
  readonly queue: QueueView;
  /** How far a slot's bar is filled; null when it has none. */
  readonly share: ((r: Row) => number) | null;
  readonly tells: (r: Row) => readonly string[];
  readonly note: string;
}

function Queue(p: Props) {
  const { count, limit, unseen } = p.queue;
  const isFull = count >= limit && limit > 0;
  return (
    <div
      class={`queue is-${p.slot}`}
      data-testid={p.id}
      data-count={count}
      data-limit={limit}
      data-listed={p.queue.rows.length}
    >
      <h4 class="queue-head">
        <span>{p.title}</span>
        <span class="queue-count">
          {say(WORDS.of, { n: count, limit })}
          {isFull && <strong class="queue-full">{t(WORDS.full)}</strong>}
        </span>
      </h4>
      {limit > MOST_BOXES && <Bar share={count / limit} kind={isFull ? 'bad' : 'open'} />}
      {tableView.value ? <AsTable {...p} /> : <Boxes {...p} />}
      {unseen > 0 && <p class="extra-note">{say(WORDS.unseen, { n: unseen })}</p>}
      {p.note !== '' && <p class="extra-note">{p.note}</p>}
    </div>
  );
}

function Boxes(p: Props) {
  const { rows, unseen, limit } = p.queue;
  const isSmall = limit <= MOST_BOXES;
  const others = isSmall ? Math.min(unseen, limit) : 0;
  const free = isSmall ? Math.max(0, limit - rows.length - others) : 0;
  if (rows.length + others + free === 0) return null;
  const isWide = limit <= MOST_WIDE || !isSmall;
  return (
    <ul class={`slots ${isWide ? 'is-wide' : 'is-narrow'}`}>
      {rows.map((r) => (
        <Filled key={`${r.peer.address} ${r.peer.port} ${r.from}`} {...p} row={r} isWide={isWide} />
      ))}
      {Array.from({ length: others }, (_, i) => (
        <li key={`other ${i}`} class="slot-box is-other" data-testid={p.slot} data-filled="true">
          {isWide ? t(WORDS.taken) : <span class="is-heard">{t(WORDS.taken)}</span>}
        </li>
      ))}
      {Array.from({ length: free }, (_, i) => (
        <li key={`free ${i}`} class="slot-box is-free" data-testid={p.slot} data-filled="false">
          {isWide ? t(WORDS.free) : <span class="is-heard">{t(WORDS.free)}</span>}
        </li>
      ))}
    </ul>
  );
}

function Filled({ row, isWide, ...p }: Props & { readonly row: Row; readonly isWide: boolean }) {
  const peer = `${row.peer.address}:${row.peer.port}`;
  const tells = p.tells(row);
  const marks = row.isSpoofed ? t(WORDS.spoofed) : '';
  return (
    <li
      class={`slot-box is-filled${row.isSpoofed ? ' is-spoofed' : ''}`}
      data-testid={p.slot}
      data-filled="true"
      data-flow={row.flow}
      title={row.isSpoofed ? t(WORDS.spoofedLong) : peer}
    >
      <button
        type="button"
        class="slot-button"
        aria-label={[peer, marks, ...tells].join(' ')}
        disabled={row.flow === 0}
        onClick={() => {
          flow.value = row.flow;
        }}
      >
        {isWide ? <span class="slot-peer">{peer}</span> : null}
        {p.share !== null && <Bar share={p.share(row)} kind={row.isSpoofed ? 'bad' : 'open'} />}
        {isWide ? (
          <span class="slot-tells">
            {marks !== '' && <span class="slot-spoofed">{marks}</span>}
            {tells.map((x) => (
              <span key={x}>{x}</span>
            ))}
          </span>
        ) : (
          <span aria-hidden="true">{row.retries > 0 ? row.retries : '·'}</span>
        )}
      </button>
    </li>
  );
}

function AsTable({ queue, id, title, tells }: Props) {
  if (queue.rows.length === 0 && queue.unseen === 0) {
    return <p class="extra-note">{t(WORDS.empty)}</p>;
  }
  const isSyn = id.startsWith('syn');
  return (
    <div class="extra-scroll">
      <table class="extra-table">
        <caption class="is-heard">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{t(WORDS.peer)}</th>
            <th scope="col">{t(WORDS.since)}</th>
            {isSyn && <th scope="col">{t(WORDS.again)}</th>}
            {isSyn && <th scope="col">{t(WORDS.left)}</th>}
          </tr>
        </thead>
        <tbody>
          {queue.rows.map((r) => (
            <tr key={`${r.peer.address} ${r.peer.port} ${r.from}`}>
              <th scope="row" class="extra-mono">
                {r.peer.address}:{r.peer.port} {r.isSpoofed && t(WORDS.spoofed)}
              </th>
              <td>{isSyn ? time(r.age) : tells(r).join(' ')}</td>
              {isSyn && <td>{r.retries}</td>}
              {isSyn && <td>{r.left === null ? '–' : time(Math.max(0, r.left))}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
