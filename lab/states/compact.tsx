import './compact.css';
import { edgeCauseText, edgeKey, isQuiet } from '../../src/ladder/diagram.ts';
import { seekFrame } from '../state/actions.ts';
import { cursor, flow, lang, t, tab, trace } from '../state/store.ts';
import { hostsOf } from '../view/history.ts';
import { edgesFrom, pathAt, type Step, stateAt } from '../view/states.ts';
import { circled, WORDS } from './words.ts';

/** Steps shown of a path; what lies before is in the diagram. */
const SHOWN = 7;

/** For the left column: the state of each end, the way it came, and where it may go. */
export function StatesCompact() {
  const tr = trace.value;
  if (tr === null) return null;
  return (
    <section class="state-compact" aria-label={t(WORDS.title)} data-testid="states-compact">
      {hostsOf(tr, flow.value).map((host) => (
        <HostState key={host} host={host} />
      ))}
      <button
        type="button"
        class="is-plain state-full"
        data-testid="states-open"
        onClick={() => {
          tab.value = 'states';
        }}
      >
        {t(WORDS.full)} ▸
      </button>
    </section>
  );
}

function HostState({ host }: { readonly host: string }) {
  const tr = trace.value;
  if (tr === null) return null;
  const { frame } = cursor.value;
  const state = stateAt(tr, frame, host, flow.value);
  const path = pathAt(tr, frame, host, flow.value);
  return (
    <div class="state-host">
      <h3>
        {host} · {t(WORDS.title)}
      </h3>
      {state === null ? (
        <p class="is-muted">{t(WORDS.none)}</p>
      ) : (
        <>
          <Path path={path} state={state} host={host} />
          <Next state={state} path={path} />
        </>
      )}
    </div>
  );
}

interface PathProps {
  readonly path: readonly Step[];
  readonly state: string;
  readonly host: string;
}

function Path({ path, state, host }: PathProps) {
  const shown = path.slice(-SHOWN);
  const from = shown[0]?.from ?? state;
  return (
    <ol class="state-path" aria-label={t(WORDS.path)}>
      {path.length > shown.length && <li class="is-muted">…</li>}
      <li class={`state-chip ${path.length === 0 ? 'is-current' : ''}`} data-state={from}>
        {from}
      </li>
      {shown.map((s) => (
        <li key={s.n}>
          <button
            type="button"
            class={`state-chip ${s.n === path.length ? 'is-current' : ''}`}
            data-state={s.to}
            data-testid={s.n === path.length ? `state-now-${host}` : `state-step-${host}-${s.n}`}
            aria-current={s.n === path.length ? 'true' : undefined}
            onClick={() => seekFrame(s.frame)}
          >
            <span class="state-n">{circled(s.n)}</span> {s.to}
          </button>
        </li>
      ))}
    </ol>
  );
}

function Next({ state, path }: { readonly state: string; readonly path: readonly Step[] }) {
  const isOver = state === 'CLOSED' && path.length > 0;
  const next = edgesFrom(state).filter((e) => !isQuiet(e));
  return (
    <div class="state-next">
      <span class="is-muted">{t(isOver ? WORDS.end : WORDS.next)}</span>
      {!isOver && (
        <ul>
          {next.map((e) => (
            <li key={edgeKey(e)}>
              {edgeCauseText(e.cause, lang.value)} <b>→ {e.to}</b>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
