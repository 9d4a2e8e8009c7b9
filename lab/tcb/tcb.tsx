import './tcb.css';
import type { Trace } from '../../src/observe/trace.ts';
import { spellTime } from '../../src/story/spell.ts';
import { select } from '../state/actions.ts';
import { stopsOf } from '../state/cursor.ts';
import { cursor, flow, lang, numbers, stop, t, trace } from '../state/store.ts';
import { hostsOf, stopBefore } from '../view/history.ts';
import {
  type Base,
  basesOf,
  changedBy,
  type Held,
  heldAt,
  seqText,
  type VarName,
} from '../view/vars.ts';
import { SequenceRuler } from './ruler.tsx';
import { HELD, ORDER, VARS, WORDS } from './words.ts';

/** What both ends of the flow that is drawn know of the connection. */
export function Tcb() {
  const tr = trace.value;
  if (tr === null) return null;
  const { frame } = cursor.value;
  const hosts = hostsOf(tr, flow.value);
  const columns = hosts.map((host) => columnOf(tr, frame, host, flow.value));
  const before = stopBefore(stopsOf(tr), stop.value);
  if (hosts.length === 0) return <p class="tcb-note">{t(WORDS.nobody)}</p>;
  return (
    <section class="tcb" aria-label={t(WORDS.title)} data-testid="tcb">
      {columns.map(({ host, held }) => (
        <Note key={host} host={host} held={held} />
      ))}
      <table class="tcb-table">
        <caption class="is-heard">{t(WORDS.title)}</caption>
        <thead>
          <tr>
            <th scope="col">{t(WORDS.variable)}</th>
            {hosts.map((h) => (
              <th scope="col" key={h}>
                {h}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{t(WORDS.state)}</th>
            {columns.map(({ host, held }) => (
              <td key={host} class="tcb-state" data-testid={`tcb-${host}-state`}>
                {held.state ?? '—'}
              </td>
            ))}
          </tr>
          {ORDER.map((name) => (
            <Row key={name} trace={tr} name={name} columns={columns} before={before} />
          ))}
        </tbody>
      </table>
      <Rulers hosts={hosts} />
    </section>
  );
}

interface Column {
  readonly host: string;
  readonly held: Held;
  readonly own: Base | null;
  readonly peer: Base | null;
}

function columnOf(tr: Trace, frame: number, host: string, of: number): Column {
  const held = heldAt(tr, frame, host, of);
  return { host, held, ...basesOf(tr, frame, host, of, held.vars) };
}

function Note({ host, held }: { readonly host: string; readonly held: Held }) {
  // One that has not called yet has nothing to explain.
  if (held.kind === 'tcb' || (held.kind === 'none' && held.state !== 'LISTEN')) return null;
  return (
    <p class="tcb-note" data-testid={`tcb-note-${host}`}>
      <b>{host}</b> · {held.state} · {t(HELD[held.kind])}
    </p>
  );
}

interface RowProps {
  readonly trace: Trace;
  readonly name: VarName;
  readonly columns: readonly Column[];
  readonly before: number;
}

function Row({ trace: tr, name, columns, before }: RowProps) {
  const what = VARS[name];
  return (
    <tr>
      <th scope="row">
        {typeof what.name === 'string' ? what.name : t(what.name)}
        <span class="tcb-about">{t(what.about)}</span>
      </th>
      {columns.map((c) => {
        const since = c.held.since[name] ?? -1;
        const isChanged = since > before;
        const text = textOf(name, c);
        const isLast = c.held.kind === 'gone' || c.held.kind === 'time-wait';
        return (
          <td
            key={`${c.host} ${isChanged ? since : ''}`}
            class={isChanged ? 'is-changed' : isLast ? 'is-last' : ''}
            data-testid={`tcb-${c.host}-${name}`}
          >
            {isChanged ? <Changed text={text} by={changedBy(tr, since, name)} /> : text}
          </td>
        );
      })}
    </tr>
  );
}

/** A value that is new at this stop, and the way to what made it so. */
function Changed({ text, by }: { readonly text: string; readonly by: string | null }) {
  if (by === null) {
    return (
      <>
        <span class="tcb-mark" aria-hidden="true">
          ▲
        </span>
        <span class="is-heard">{t(WORDS.changed)}: </span>
        {text}
      </>
    );
  }
  const why = `${t(WORDS.changed)}, ${t(WORDS.by)} ${by}`;
  return (
    <button type="button" class="is-plain tcb-change" title={why} onClick={() => select(by)}>
      <span class="tcb-mark" aria-hidden="true">
        ▲
      </span>
      {text}
      <span class="is-heard">
        {' '}
        ({t(WORDS.changed)}, {t(WORDS.by)}
      </span>{' '}
      <span class="tcb-by">{by}</span>
      <span class="is-heard">)</span>
    </button>
  );
}

function textOf(name: VarName, { held, own, peer }: Column): string {
  const value = held.vars[name];
  if (value === undefined) return '—';
  switch (name) {
    case 'iss':
    case 'una':
    case 'nxt':
      return seqText(value, own, numbers.value);
    case 'irs':
    case 'rcvNxt':
      return seqText(value, peer, numbers.value);
    case 'ssthresh':
      return value >= 0xffff_ffff ? '∞' : `${value}`;
    case 'srtt':
      return value === 0 ? '—' : spellTime(value, lang.value);
    case 'rto':
      return spellTime(value, lang.value);
    default:
      return `${value}`;
  }
}

function Rulers({ hosts }: { readonly hosts: readonly string[] }) {
  const [a, b] = hosts;
  if (a === undefined || b === undefined) return null;
  return (
    <div class="tcb-rulers">
      <h3>
        {t(WORDS.ruler)} <small class="is-muted">{t(WORDS.notToScale)}</small>
      </h3>
      <SequenceRuler from={a} to={b} />
      <SequenceRuler from={b} to={a} />
    </div>
  );
}
