import { Panel, say } from '../extras/parts.tsx';
import { cursor, predicting, t, trace } from '../state/store.ts';
import { attemptsAt, attemptsOf } from '../view/clients.ts';
import { WORDS } from './words.ts';

interface Props {
  readonly id?: string;
  /** The title of the panel that it is part of, where it is not one of its own. */
  readonly within?: string;
}

/** How those fare who only want to connect. */
export function Honest({ id = 'honest-success', within = '' }: Props) {
  if (trace.value === null) return null;
  const now = attemptsAt(trace.value, cursor.value);
  const all = attemptsOf(trace.value);
  const share = now.tried === 0 ? null : now.connected / now.tried;
  // What comes of the whole run is told when it is over.
  const isOver = cursor.value.frame >= trace.value.frames.length - 1;
  const isSampled = trace.value.omitted > 0 && all.tried > 0 && isOver;
  return (
    <Panel
      id={id}
      title={within === '' ? t(WORDS.honest) : `${within} · ${t(WORDS.honest)}`}
      data={{
        'data-tried': now.tried,
        'data-connected': now.connected,
        'data-failed': now.failed,
        'data-pending': now.pending,
      }}
    >
      {share === null ? (
        <p class="extra-note">{t(WORDS.nobodyYet)}</p>
      ) : (
        <>
          <p class="extra-row">
            <span class="extra-big">{percent(share)}</span>
            <span class="honest-ok">✓ {say(WORDS.connected, { n: now.connected })}</span>
            <span class="honest-bad">✗ {say(WORDS.failed, { n: now.failed })}</span>
            <span>… {say(WORDS.pending, { n: now.pending })}</span>
          </p>
          <div class="honest-bar" aria-hidden="true">
            <Part n={now.connected} of={now.tried} kind="ok" />
            <Part n={now.failed} of={now.tried} kind="bad" />
            <Part n={now.pending} of={now.tried} kind="pending" />
          </div>
        </>
      )}
      {isSampled && !predicting.value && (
        <p class="extra-note" data-testid={`${id}-whole`} data-connected={all.connected}>
          {say(WORDS.honestFew, {
            tried: all.tried,
            ok: all.connected,
            share: percent(all.connected / all.tried),
            failed: all.failed,
          })}
        </p>
      )}
    </Panel>
  );
}

function Part(p: { readonly n: number; readonly of: number; readonly kind: string }) {
  return <span class={`is-${p.kind}`} style={{ width: `${(100 * p.n) / p.of}%` }} />;
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10}%`;
}
