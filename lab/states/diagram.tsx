import { useRef, useState } from 'preact/hooks';
import {
  type DiagramEdge,
  EDGES,
  edgeCauseText,
  edgeKey,
  isQuiet,
} from '../../src/ladder/diagram.ts';
import { shortState } from '../../src/ladder/format.ts';
import { lang, t } from '../state/store.ts';
import {
  DRAWINGS,
  type Drawing,
  endsBelow,
  type Layout,
  NODES,
  type Node,
  nodePlace,
  route,
} from './geometry.ts';
import { circled, WORDS } from './words.ts';

/** A transition that was made: of a path, or of all that were ever seen. */
export interface Mark {
  readonly from: string;
  readonly to: string;
  readonly n: number;
}

interface DiagramProps {
  /** Whose states these are; part of the names of everything in it. */
  readonly host: string;
  readonly label: string;
  readonly layout: Layout;
  readonly path: readonly Mark[];
  /** The state that it is in, or null. */
  readonly state: string | null;
  /** Draws every line, also those that are seldom taken. */
  readonly whole?: boolean;
  /** Numbers on the lines that were taken. */
  readonly numbered?: boolean;
  readonly onEdge: (e: DiagramEdge) => void;
  /** States whose names are hidden, by key; and what a click on one does. */
  readonly hidden?: ReadonlySet<string>;
  readonly onNode?: (n: Node) => void;
}

/** The eleven states and the lines between them, with the path of a host. */
export function Diagram(p: DiagramProps) {
  const d = DRAWINGS[p.layout];
  const id = `states-${p.host.replace(/[^\w-]/g, '_')}-${p.layout}`;
  const taken = new Map<string, number[]>();
  for (const s of p.path) taken.set(edgeKey(s), [...(taken.get(edgeKey(s)) ?? []), s.n]);
  // After the last CLOSED there is no connection that anything could happen to.
  const isOver = p.state === 'CLOSED' && p.path.length > 0;
  const isNext = (e: DiagramEdge): boolean => !isOver && e.from === p.state;
  const edges = EDGES.filter((e) => p.whole === true || !isQuiet(e) || taken.has(edgeKey(e))).sort(
    (a, b) => rank(a, taken, isNext) - rank(b, taken, isNext),
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing cannot be a fieldset
    <svg
      class={`states-svg is-${p.layout}`}
      viewBox={`0 0 ${d.width} ${d.height}`}
      role="group"
      aria-label={p.label}
    >
      <defs>
        <Head id={`${id}-idle`} kind="idle" size={9} />
        <Head id={`${id}-next`} kind="next" size={10} />
        <Head id={`${id}-taken`} kind="taken" size={11} />
      </defs>
      <Edges {...{ p, d, id, edges, taken, isNext }} />
      {p.layout === 'wide' &&
        edges
          .filter((e) => !isQuiet(e) && (taken.has(edgeKey(e)) || isNext(e)))
          .map((e) => <Cause key={edgeKey(e)} e={e} d={d} isTaken={taken.has(edgeKey(e))} />)}
      {NODES.map((n) => (
        <Box key={n.key} p={p} d={d} n={n} />
      ))}
      {p.numbered !== false &&
        edges.flatMap((e) => {
          const steps = taken.get(edgeKey(e));
          return steps === undefined
            ? []
            : [<Numbers key={edgeKey(e)} d={d} e={e} steps={steps} />];
        })}
    </svg>
  );
}

type Taken = ReadonlyMap<string, readonly number[]>;

function rank(e: DiagramEdge, taken: Taken, isNext: (e: DiagramEdge) => boolean): number {
  return taken.has(edgeKey(e)) ? 2 : isNext(e) ? 1 : 0;
}

function Head({
  id,
  kind,
  size,
}: {
  readonly id: string;
  readonly kind: string;
  readonly size: number;
}) {
  return (
    <marker
      id={id}
      viewBox="0 0 10 10"
      refX="9"
      refY="5"
      orient="auto"
      markerWidth={size}
      markerHeight={size}
      markerUnits="userSpaceOnUse"
    >
      <path class={`states-tip is-${kind}`} d="M0 1L10 5L0 9z" />
    </marker>
  );
}

interface EdgesProps {
  readonly p: DiagramProps;
  readonly d: Drawing;
  readonly id: string;
  readonly edges: readonly DiagramEdge[];
  readonly taken: Taken;
  readonly isNext: (e: DiagramEdge) => boolean;
}

/** The lines: one stop for the Tab key, with arrow keys from one to the next. */
function Edges({ p, d, id, edges, taken, isNext }: EdgesProps) {
  const [at, move] = useState('');
  const group = useRef<SVGGElement>(null);
  // In the order of the diagram, whatever is drawn above what.
  const order = EDGES.filter((e) => edges.includes(e)).map(edgeKey);
  const current = order.includes(at) ? at : (order.find((k) => taken.has(k)) ?? order[0]);
  const go = (e: KeyboardEvent): void => {
    const by = BY_KEY[e.key];
    if (by === undefined) return;
    e.preventDefault();
    e.stopPropagation();
    const next = order[(order.indexOf(current ?? '') + by + order.length) % order.length] ?? '';
    move(next);
    group.current?.querySelector<SVGElement>(`[data-edge="${next}"]`)?.focus();
  };
  return (
    <g ref={group}>
      {edges.map((e) => {
        const key = edgeKey(e);
        const kind = taken.has(key) ? 'taken' : isNext(e) ? 'next' : 'idle';
        return (
          <Edge
            key={key}
            {...{ p, d, e, kind, id }}
            steps={taken.get(key) ?? []}
            isStop={key === current}
            focused={() => move(key)}
            go={go}
          />
        );
      })}
    </g>
  );
}

const BY_KEY: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
};

interface EdgeProps {
  readonly p: DiagramProps;
  readonly d: Drawing;
  readonly id: string;
  readonly e: DiagramEdge;
  readonly kind: 'taken' | 'next' | 'idle';
  readonly steps: readonly number[];
  readonly isStop: boolean;
  readonly focused: () => void;
  readonly go: (k: KeyboardEvent) => void;
}

function Edge({ p, d, id, e, kind, steps, isStop, focused, go }: EdgeProps) {
  const { path } = route(d, edgeKey(e));
  const cause = edgeCauseText(e.cause, lang.value);
  const isHidden = p.hidden !== undefined && p.hidden.size > 0;
  const done =
    steps.length > 0 ? `${t(WORDS.taken)} ${steps.map(circled).join('')}` : t(WORDS.notTaken);
  const name = isHidden ? cause : `${e.from} → ${e.to}`;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a line of a drawing cannot be a button element
    <g
      class={`states-edge is-${kind}`}
      role="button"
      tabindex={isStop ? 0 : -1}
      aria-label={`${name}: ${isHidden ? '' : `${cause}. `}${done}`}
      data-edge={edgeKey(e)}
      data-testid={`edge-${e.from}-${e.to}`}
      data-host={p.host}
      onFocus={focused}
      onClick={() => p.onEdge(e)}
      onKeyDown={(k) => {
        go(k);
        pressed(k, () => p.onEdge(e));
      }}
    >
      <title>{`${name}\n${cause}`}</title>
      <path class="states-hit" d={path} />
      <path class="states-line" d={path} marker-end={`url(#${id}-${kind})`} />
    </g>
  );
}

interface CauseProps {
  readonly e: DiagramEdge;
  readonly d: Drawing;
  readonly isTaken: boolean;
}

/** What causes a transition, and under it what is sent. */
function Cause({ e, d, isTaken }: CauseProps) {
  const { x, y, anchor } = route(d, edgeKey(e)).words;
  const lines = edgeCauseText(e.cause, lang.value).split(/(?<=: |：)/);
  return (
    <text class={`states-cause is-${isTaken ? 'taken' : 'next'}`} text-anchor={anchor}>
      {lines.map((line, i) => (
        <tspan key={line} x={x} y={y + i * 15}>
          {line.replace(/: $|：$/, '')}
        </tspan>
      ))}
    </text>
  );
}

function Box({ p, d, n }: { readonly p: DiagramProps; readonly d: Drawing; readonly n: Node }) {
  const { x, y } = nodePlace(d, n.key);
  const { width, height } = d.box;
  const last = p.path.at(-1);
  const wasHere =
    n.state !== 'CLOSED'
      ? p.path.some((s) => s.from === n.state || s.to === n.state)
      : n.isEnd
        ? p.path.some(endsBelow)
        : p.path.some((s) => s.from === 'CLOSED' || (s.to === 'CLOSED' && !endsBelow(s)));
  const isBelow = last !== undefined && endsBelow(last);
  const isCurrent = p.state === n.state && (n.state !== 'CLOSED' || isBelow === n.isEnd);
  const isHidden = p.hidden?.has(n.key) === true;
  const kind = isHidden ? 'hidden' : isCurrent ? 'current' : wasHere ? 'visited' : 'idle';
  const name = p.layout === 'narrow' ? shortState(n.state) : n.state;
  const common = {
    class: `states-node is-${kind}`,
    'data-state': n.state,
    'data-testid': `state-${p.host}-${n.state}${n.isEnd ? '-again' : ''}`,
  };
  const box = { x: x - width / 2, y: y - height / 2, width, height, rx: 7 };
  const text = (
    <text class="states-name" x={x} y={y + d.font * 0.35} font-size={d.font}>
      {isHidden ? '?' : name}
    </text>
  );
  if (isHidden) {
    const act = (): void => p.onNode?.(n);
    return (
      // biome-ignore lint/a11y/useSemanticElements: a box of a drawing cannot be a button element
      <g
        {...common}
        role="button"
        tabindex={0}
        aria-label={t(WORDS.blank).replace('#', `${NODES.indexOf(n)}`)}
        onClick={act}
        onKeyDown={(k) => pressed(k, act)}
      >
        <rect class="states-box" {...box} />
        {text}
      </g>
    );
  }
  return (
    <g {...common} data-current={isCurrent}>
      <title>{n.state}</title>
      {isCurrent && (
        <rect
          class="states-ring"
          {...{ x: box.x - 4, y: box.y - 4, width: width + 8, height: height + 8, rx: 11 }}
        />
      )}
      <rect class="states-box" {...box} />
      {text}
    </g>
  );
}

/** Acts when a key presses what has the focus, and keeps the key from the page. */
function pressed(k: KeyboardEvent, act: () => void): void {
  if (k.key !== 'Enter' && k.key !== ' ') return;
  k.preventDefault();
  k.stopPropagation();
  act();
}

interface NumbersProps {
  readonly d: Drawing;
  readonly e: DiagramEdge;
  readonly steps: readonly number[];
}

function Numbers({ d, e, steps }: NumbersProps) {
  const { number } = route(d, edgeKey(e));
  const text =
    steps.length <= 3
      ? steps.map(circled).join('')
      : `${circled(steps[0] as number)}…${circled(steps.at(-1) as number)}`;
  const width = 16 * Math.min(steps.length, 3) + 4;
  return (
    <g class="states-number">
      <rect x={number.x - width / 2} y={number.y - 10} width={width} height="20" rx="10" />
      <text x={number.x} y={number.y + 5.5}>
        {text}
      </text>
    </g>
  );
}
