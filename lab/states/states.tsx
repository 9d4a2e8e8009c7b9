import './states.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { DiagramEdge } from '../../src/ladder/diagram.ts';
import { edgeKey } from '../../src/ladder/diagram.ts';
import { Slot } from '../shell/slot.tsx';
import { seekFrame } from '../state/actions.ts';
import { cursor, flow, t, trace } from '../state/store.ts';
import { hostsOf } from '../view/history.ts';
import { pathAt, stateSeen } from '../view/states.ts';
import { Bingo } from './bingo.tsx';
import { Diagram } from './diagram.tsx';
import type { Layout, Node } from './geometry.ts';
import { NODES } from './geometry.ts';
import { edgeCard } from './parts.ts';
import { WORDS } from './words.ts';

/** Below this width, in CSS pixels, the narrow drawing is easier to read. */
const WIDE_FROM = 720;

/** The state machines of both ends, side by side where there is room, and what has been seen of it all. */
export function States() {
  const tr = trace.value;
  if (tr === null) return null;
  return (
    <div class="states" data-testid="states">
      <div class="states-hosts">
        {hostsOf(tr, flow.value).map((host) => (
          <StateMachine key={host} host={host} />
        ))}
      </div>
      <Bingo />
    </div>
  );
}

/** The diagram with the path that a host has taken in the flow that is drawn. */
export function StateMachine({ host }: { readonly host: string }) {
  const [layout, box] = useLayout();
  const [edge, choose] = useState<DiagramEdge | null>(null);
  const test = useTest();
  const tr = trace.value;
  if (tr === null) return null;
  const { frame } = cursor.value;
  const path = pathAt(tr, frame, host, flow.value);
  const state = stateSeen(tr, frame, host, flow.value);
  const act = (e: DiagramEdge): void => {
    const last = path.findLast((s) => edgeKey(s) === edgeKey(e));
    if (last === undefined) choose(e);
    else {
      choose(null);
      seekFrame(last.frame);
    }
  };
  const title = `${host} · ${t(WORDS.title)}`;
  return (
    <section class="states-machine" aria-label={title} ref={box}>
      <div class="states-head">
        <h3>{title}</h3>
        <span class="states-now" data-testid={`state-${host}`}>
          {test.isOn ? '?' : (state ?? '—')}
        </span>
        <button
          type="button"
          data-testid="hide-labels"
          aria-pressed={test.isOn}
          onClick={test.toggle}
        >
          {t(test.isOn ? WORDS.show : WORDS.hide)}
        </button>
      </div>
      <p class="states-test" role="status">
        {test.says}
      </p>
      <Diagram
        host={host}
        label={`${title}. ${t(WORDS.keys)}`}
        layout={layout}
        path={path}
        state={state}
        onEdge={act}
        {...(test.isOn ? { hidden: test.hidden, onNode: test.answer } : {})}
      />
      {edge !== null && <Slot load={edgeCard} give={{ edge, host, close: () => choose(null) }} />}
    </section>
  );
}

/** The layout for the room there is. */
function useLayout() {
  const [layout, set] = useState<Layout>('narrow');
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    const look = new ResizeObserver(([entry]) =>
      set((entry?.contentRect.width ?? 0) >= WIDE_FROM ? 'wide' : 'narrow'),
    );
    if (box.current !== null) look.observe(box.current);
    return () => look.disconnect();
  }, []);
  return [layout, box] as const;
}

/** States in the order in which the test asks for them: not that of the diagram. */
const ASKED: readonly Node[] = [4, 9, 1, 11, 6, 3, 8, 2, 10, 5, 7].map((i) => NODES[i] as Node);
/** The upper CLOSED is given. */
const HIDDEN: ReadonlySet<string> = new Set(ASKED.map((n) => n.key));

/** Asks for one state after the other while their names are hidden. */
function useTest() {
  const [hidden, hide] = useState<ReadonlySet<string> | null>(null);
  const [score, count] = useState({ right: 0, said: '' });
  const asked = ASKED.find((n) => hidden?.has(n.key));
  const answer = (n: Node): void => {
    if (hidden === null || asked === undefined) return;
    // Both CLOSED are the same state: only the lower one is asked for.
    const isRight = n.state === asked.state;
    count({
      right: score.right + (isRight ? 1 : 0),
      said: isRight ? `${t(WORDS.right)} ✓` : `✗ ${t(WORDS.wrong)} ${n.state}`,
    });
    hide(new Set([...hidden].filter((k) => k !== n.key)));
  };
  const toggle = (): void => {
    count({ right: 0, said: '' });
    hide(hidden === null ? HIDDEN : null);
  };
  const points = `${t(WORDS.score)} ${score.right}/${HIDDEN.size}`;
  const question = asked === undefined ? points : `${t(WORDS.find)} ${asked.state} · ${points}`;
  const says = hidden === null ? '' : [score.said, question].filter((x) => x !== '').join(' · ');
  return { isOn: hidden !== null, hidden: hidden ?? HIDDEN, answer, toggle, says };
}
