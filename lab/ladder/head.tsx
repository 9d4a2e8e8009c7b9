import { useEffect, useState } from 'preact/hooks';
import type { Lang } from '../../src/base/words.ts';
import { WHAT_IF_WORDS } from '../../src/gallery/what-if-words.ts';
import type { LadderHost, Side } from '../../src/ladder/layout.ts';
import { stateColor } from '../../src/ladder/theme.ts';
import { clauseText, violationText } from '../../src/ladder/words.ts';
import type { Trace, TraceFlow, TraceViolation } from '../../src/observe/trace.ts';
import type { WhatIfId } from '../../src/tcp/what-if.ts';
import { Icon } from '../shell/icon.tsx';
import { bench, cursor, flow, lang, predicting, run, t } from '../state/store.ts';
import { shortestState } from './forms.ts';
import { INKS } from './inks.ts';
import type { Layout } from './layout.ts';
import { memo } from './memo.ts';
import { ghostLegend, segments, W } from './words.ts';

interface HeadProps {
  readonly layout: Layout;
  readonly side: Side;
  readonly state: string;
  readonly title: string;
}

/** A host above its life-line, with the state it is in. */
export const HostHead = memo(({ layout, side, state, title }: HeadProps) => {
  const host = layout.ladder[side];
  const color = state === '' ? INKS.muted : stateColor(state, INKS);
  return (
    <div class={`ladder-head ladder-head-${side}`} data-testid={`head-${side}`}>
      <strong>
        <span class="ladder-host">{host.name}</span> {title}
      </strong>
      <span class="ladder-end">{endText(host)}</span>
      <span class="ladder-state" data-testid={`state-${side}`} data-state={state} title={state}>
        <i style={{ background: color }} aria-hidden="true" />
        {state === '' ? '—' : layout.compact ? longEnough(state) : state}
      </span>
    </div>
  );
});

/** Heads have more room than margins. */
function longEnough(state: string): string {
  return state.length <= 11 ? state : shortestState(state);
}

function endText(h: LadderHost): string {
  return `${h.address.includes(':') ? `[${h.address}]` : h.address}:${h.port}`;
}

/** Says that the run breaks a rule, and which. */
export function HazardBadge({ trace }: { readonly trace: Trace }) {
  if (trace.nonStandard.length === 0) return null;
  const clauses = trace.nonStandard.map((v) => breachText(v, lang.value));
  const [colon, semicolon] = lang.value === 'zh' ? ['：', '；'] : [': ', '; '];
  return (
    <p class="ladder-badge" data-testid="hazard-badge">
      <Icon name="warn" /> <strong>{t(W.notStandard)}</strong>
      {colon}
      {clauses.join(semicolon)}
    </p>
  );
}

/** What is supposed, where, and the clause that it breaks. */
function breachText(v: TraceViolation, l: Lang): string {
  if (!Object.hasOwn(WHAT_IF_WORDS, v.whatIf)) return violationText(v, l);
  const supposed = WHAT_IF_WORDS[v.whatIf as WhatIfId][l];
  const clause = clauseText(v.clause, l);
  if (l === 'zh') return `${v.host}：“${supposed}”（违反 ${clause}）`;
  return `${v.host}: “what if ${supposed}” (breaks ${clause})`;
}

/** Which flow is drawn. */
export function FlowPicker({ trace }: { readonly trace: Trace }) {
  const most = useMore(trace, trace.flows.length);
  if (trace.flows.length < 2) return null;
  const before = predicting.value ? cursor.value.frame : Number.POSITIVE_INFINITY;
  return (
    <label class="ladder-flow">
      <span>{t(W.flow)}</span>
      <select
        data-testid="flow-picker"
        value={String(flow.value)}
        onChange={(e) => {
          flow.value = Number(e.currentTarget.value);
        }}
      >
        <FlowOptions
          trace={trace}
          lang={lang.value}
          before={before}
          focus={run.value?.card.focus ?? NONE}
          chosen={flow.value}
          most={most}
        />
      </select>
    </label>
  );
}

const NONE: readonly number[] = [];

interface OptionsProps {
  readonly trace: Trace;
  readonly lang: Lang;
  /** Flows that begin after this frame are not spoken of, nor how long the others become. */
  readonly before: number;
  readonly focus: readonly number[];
  readonly chosen: number;
  /** How many are listed. */
  readonly most: number;
}

const FlowOptions = memo(({ trace, lang: l, before, focus, chosen, most }: OptionsProps) => {
  const hides = before !== Number.POSITIVE_INFINITY;
  const known = flowsOf(trace).filter(
    ({ flow: f, first }, i) =>
      f.id === chosen || (first <= before && (i < most || focus.includes(f.id))),
  );
  const option = ({ flow: f, count }: FlowFacts) => (
    <option key={f.id} value={String(f.id)}>
      {[`${f.id}`, endsText(f), hides ? '' : segments(count)[l]]
        .filter((x) => x !== '')
        .join(' · ')}
    </option>
  );
  const main = known.filter((f) => focus.includes(f.flow.id));
  const others = known.filter((f) => !focus.includes(f.flow.id));
  if (others.length === 0) return <>{main.map(option)}</>;
  return (
    <>
      {main.length > 0 && <optgroup label={W.mainFlows[l]}>{main.map(option)}</optgroup>}
      <optgroup label={W.otherFlows[l]}>{others.map(option)}</optgroup>
    </>
  );
});

/** So many are listed at once, and as many more each time the page has had a rest, until all are. */
const AT_ONCE = 50;
/** Milliseconds. */
const REST = 30;

/** A number that rises up to `all`. */
function useMore(trace: Trace, all: number): number {
  const [listed, list] = useState({ trace, most: AT_ONCE });
  const most = listed.trace === trace ? listed.most : AT_ONCE;
  useEffect(() => {
    if (most >= all) return;
    const rest = setTimeout(() => list({ trace, most: most + AT_ONCE }), REST);
    return () => clearTimeout(rest);
  }, [trace, most, all]);
  return most;
}

function endsText({ ends: [a, b] }: TraceFlow): string {
  return `${a.host ?? a.address}:${a.port} → ${b.host ?? b.address}:${b.port}`;
}

interface FlowFacts {
  readonly flow: TraceFlow;
  readonly count: number;
  /** Its first frame. */
  readonly first: number;
}

const facts = new WeakMap<Trace, readonly FlowFacts[]>();

function flowsOf(trace: Trace): readonly FlowFacts[] {
  const known = facts.get(trace);
  if (known !== undefined) return known;
  const firsts = new Map<number, number>();
  const counts = new Map<number, number>();
  trace.frames.forEach((f, i) => {
    if (f.flow === null) return;
    if (!firsts.has(f.flow)) firsts.set(f.flow, i);
  });
  for (const s of trace.segments) counts.set(s.flow, (counts.get(s.flow) ?? 0) + 1);
  const all = trace.flows.map((f) => ({
    flow: f,
    count: counts.get(f.id) ?? 0,
    first: firsts.get(f.id) ?? 0,
  }));
  facts.set(trace, all);
  return all;
}

/** What the grey arrows are. */
export function GhostLegend() {
  const name = bench.value?.compared ?? null;
  if (name === null) return null;
  return (
    <p class="ladder-ghosts" data-testid="ghost-legend">
      <svg width="34" height="8" aria-hidden="true">
        <path class="ladder-ghost" d="M1 4H33" />
      </svg>
      {t(ghostLegend(name))}
    </p>
  );
}
