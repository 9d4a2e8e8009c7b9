import './ladder.css';
import { signal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Side } from '../../src/ladder/layout.ts';
import {
  bench,
  branch,
  cursor,
  flow,
  isUntouched,
  lang,
  numbers,
  overview,
  predicting,
  run,
  selected,
  t,
  trace,
} from '../state/store.ts';
import { Label, Packet, Segment } from './arrow.tsx';
import { useFollowing } from './following.ts';
import { type Ghost, ghostShare, ghostsOf } from './ghost.ts';
import { FlowPicker, GhostLegend, HazardBadge, HostHead } from './head.tsx';
import { INKS } from './inks.ts';
import { type Layout, layoutOf } from './layout.ts';
import { Break, MarginText, NowLine, RibbonBar, TimeMark } from './scene.tsx';
import { onClick, onKeyDown } from './touch.ts';
import { type SeenArrow, type View, viewAt } from './view.ts';
import { titleOf, W } from './words.ts';

/** Pixels that the ladder has from left to right; 0 before it is on the page. */
export const width = signal(0);
/** Pixels from top to bottom that a ladder may fill; those that tools take away for a while are among them. */
const height = signal(0);

/** The flow that is chosen, as a ladder of which one can touch every segment. */
export function Ladder() {
  const own = trace.value;
  const scroller = useRef<HTMLDivElement>(null);
  useSize(scroller);
  if (own === null) return null;
  const isDrawn = width.value > 0 && own.flows.some((f) => f.id === flow.value);
  const isWrong = own.nonStandard.length > 0;
  return (
    <section
      class={`ladder${isWrong ? ' ladder-hazard' : ''}`}
      data-testid="ladder"
      aria-label={t(W.ladder)}
    >
      <HazardBadge trace={own} />
      <div class="ladder-bar">
        <FlowPicker trace={own} />
        <GhostLegend />
      </div>
      <div class="ladder-scroll" ref={scroller} data-testid="ladder-scroll">
        {isDrawn && <Drawing layout={layoutNow()} scroller={scroller} />}
        {own.flows.length === 0 && <p class="ladder-empty">{t(W.noFlow)}</p>}
      </div>
    </section>
  );
}

/** The layout of what is to be drawn now. */
function layoutNow(): Layout {
  const b = bench.value;
  const behind = b?.branches.find((x) => x.name === b.compared)?.run.trace ?? null;
  return layoutOf(trace.value as NonNullable<typeof trace.value>, {
    flow: flow.value,
    lang: lang.value,
    numbers: numbers.value,
    width: width.value,
    height: height.value,
    behind: predicting.value ? null : behind,
  });
}

/** The heads, and what stands above them. */
const ABOVE = 120;
/** On a phone: all that is to be seen with the ladder, the narration among it. */
const BESIDES = 460;
/** So that bars which come and go do not move everything. */
const COARSE = 20;

function useSize(of: { readonly current: HTMLElement | null }): void {
  useLayoutEffect(() => {
    const element = of.current;
    if (element === null) return;
    const around = element.closest('.lab-middle') ?? element;
    const measure = (): void => {
      // Hidden behind the table it keeps its width.
      if (element.clientWidth > 0) width.value = Math.floor(element.clientWidth / 4) * 4;
      const isPhone = window.matchMedia('(max-width: 899px)').matches;
      const room = isPhone ? window.innerHeight - BESIDES : around.clientHeight - ABOVE;
      height.value = Math.max(0, Math.floor(room / COARSE) * COARSE);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    observer.observe(around);
    return () => observer.disconnect();
  }, [of.current === null]);
}

interface DrawingProps {
  readonly layout: Layout;
  readonly scroller: { readonly current: HTMLDivElement | null };
}

/** Below the time that has been reached. */
const BELOW = 80;
/** Above that many arrows only those near what is on the screen are drawn. */
const MANY = 300;

function Drawing({ layout, scroller }: DrawingProps) {
  const future = overview.value && !predicting.value;
  const view = viewAt(layout, cursor.value, future);
  const [top, bottom] = useFollowing(scroller, view.y, layout);
  const full = layout.rows.height;
  const shown = future ? full : Math.min(full, view.y + BELOW);
  const { ladder, look } = layout;
  const arrows =
    view.arrows.length > MANY
      ? view.arrows.filter(({ laid: { stroke: s } }) => s.y1 >= top && s.y0 <= bottom)
      : view.arrows;
  return (
    <>
      <div class={`ladder-heads${layout.compact ? ' ladder-compact' : ''}`}>
        {(['left', 'right'] as const).map((side) => (
          <div key={side} class="ladder-place" style={placeOf(layout, side)}>
            <HostHead
              layout={layout}
              side={side}
              state={view.states[side]}
              title={titleFor(ladder[side].name)}
            />
          </div>
        ))}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: there is no fieldset in SVG */}
      <svg
        class={`ladder-svg${layout.compact ? ' ladder-compact' : ''}`}
        role="group"
        aria-labelledby="ladder-title"
        aria-describedby="ladder-help"
        width={look.width}
        height={Math.max(shown, 100)}
        onClick={(e) => onClick(e, arrows, layout.compact)}
        onKeyDown={onKeyDown}
      >
        <title id="ladder-title">{t(titleOf(ladder.left.name, ladder.right.name))}</title>
        <desc id="ladder-help">{t(W.help)}</desc>
        <Hatch />
        <Background layout={layout} view={view} height={shown} />
        <Ghosts layout={layout} y={view.y} />
        <NowLine
          y={view.y}
          at={cursor.value.at}
          layout={layout}
          items={view.items}
          isBroken={isBroken()}
        />
        <Segments layout={layout} arrows={arrows} />
        <Labels arrows={arrows} />
        <Packets arrows={arrows} />
        {view.items.map((item) => (
          <MarginText key={`${item.frame} ${item.side} ${item.kind}`} item={item} />
        ))}
      </svg>
      {view.arrows.length === 0 && <p class="ladder-empty">{t(W.empty)}</p>}
    </>
  );
}

/** One stands where a run that a search has found breaks a rule, in the connection that breaks. */
function isBroken(): boolean {
  const { card, trace: own } = run.value ?? {};
  const isThere = card?.breaks !== undefined && card.breaks.flow === flow.value;
  return isThere && cursor.value.frame >= (own?.frames.length ?? 0) - 1 && !predicting.value;
}

/** A head stands above the middle of its life-line. */
function placeOf({ left, right, look, compact }: Layout, side: Side) {
  if (compact) return { width: `${look.width / 2}px` };
  const lane = (right - left) / 2;
  const own = Math.min(lane, left);
  const half = side === 'left' ? own : Math.min(lane, look.width - right);
  const before = side === 'left' ? left - half : right - half - left - own;
  return { width: `${2 * half}px`, marginLeft: `${before}px` };
}

function titleFor(name: string): string {
  const title = run.value?.card.hosts.find((h) => h.name === name)?.title;
  return title === undefined ? '' : t(title);
}

function Hatch() {
  return (
    <defs>
      <pattern
        id="ladder-hatch"
        width="5"
        height="5"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect width="5" height="5" fill={INKS.background} />
        <rect width="3" height="5" fill={INKS.timeWait} />
      </pattern>
    </defs>
  );
}

interface BackgroundProps {
  readonly layout: Layout;
  readonly view: View;
  readonly height: number;
}

function Background({ layout, view, height }: BackgroundProps) {
  return (
    <g>
      {view.times.map((time) => (
        <TimeMark
          key={time.frame}
          time={time}
          layout={layout}
          isCovered={time.y !== view.y && Math.abs(time.y - view.y) < 17}
        />
      ))}
      {(['left', 'right'] as const).map((side) => (
        <path key={side} class="ladder-life" d={`M${layout[side]} 0V${height}`} />
      ))}
      {view.ribbons.map((r) => (
        <RibbonBar key={`${r.side} ${r.y0} ${r.state}`} {...r} x={layout[r.side]} />
      ))}
      {view.gaps.map((gap) => (
        <Break key={gap.y0} gap={gap} layout={layout} />
      ))}
    </g>
  );
}

/** Another branch behind this one. */
function Ghosts({ layout, y }: { readonly layout: Layout; readonly y: number }) {
  const name = bench.value?.compared;
  const other = bench.value?.branches.find((b) => b.name === name);
  const own = branch.value;
  if (other === undefined || own === null || other === own) return null;
  const { at } = cursor.value;
  return (
    <g>
      {ghostsOf(layout, own, other).map((g) => (
        <GhostLine key={g.key} ghost={g} share={ghostShare(g, at, y)} />
      ))}
    </g>
  );
}

function GhostLine({ ghost, share }: { readonly ghost: Ghost; readonly share: number }) {
  if (share === 0) return null;
  const { x0, y0, x1, y1 } = ghost.stroke;
  const x = x0 + share * (x1 - x0);
  const y = y0 + share * (y1 - y0);
  const back = x1 > x0 ? -9 : 9;
  return (
    <g data-ghost={ghost.key} class="ladder-ghost">
      <path d={`M${x0} ${y0}L${x} ${y}`} />
      {share === 1 && !ghost.isLost && (
        <path d={`M${x + back} ${y - 6}L${x} ${y}L${x + back} ${y + 3}`} />
      )}
      {share === 1 && ghost.isLost && (
        <path d={`M${x - 5} ${y - 5}l10 10M${x - 5} ${y + 5}l10 -10`} />
      )}
    </g>
  );
}

interface SegmentsProps {
  readonly layout: Layout;
  readonly arrows: readonly SeenArrow[];
}

function Segments({ layout, arrows }: SegmentsProps) {
  const chosen = selected.value;
  const isThere = arrows.some((a) => a.laid.segment.id === chosen);
  // One of them can be reached with Tab: the selected one, or the last that was sent.
  const last = arrows.findLast((a) => a.status !== 'future' && a.laid.arrow.fate !== 'copy');
  const reachable = isThere ? chosen : (last?.laid.segment.id ?? null);
  return (
    <g data-testid="segments">
      {arrows.map((a) => (
        <Segment
          key={a.laid.key}
          laid={a.laid}
          status={a.status}
          share={a.share}
          isCorrupt={a.isCorrupt}
          marks={a.marks.join(' ')}
          ladder={layout.ladder}
          lang={layout.look.lang}
          compact={layout.compact}
          isSelected={a.laid.segment.id === chosen}
          isReachable={a.laid.segment.id === reachable}
        />
      ))}
    </g>
  );
}

/** What is on its way, above all labels. */
function Packets({ arrows }: { readonly arrows: readonly SeenArrow[] }) {
  const invites = isUntouched.value && selected.value === null ? t(W.tapMe) : '';
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it can be focused
    <g class="ladder-packets" aria-hidden="true">
      {arrows
        .filter((a) => a.status === 'under-way')
        .map(({ laid, share }) => (
          <Packet key={laid.key} laid={laid} share={share} invites={invites} />
        ))}
    </g>
  );
}

/** All labels, above all lines. */
function Labels({ arrows }: { readonly arrows: readonly SeenArrow[] }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it can be focused
    <g class="ladder-labels" aria-hidden="true">
      {arrows.map(({ laid, status, marks }) => (
        <g key={laid.key} class={`ladder-${status}`}>
          <Label
            laid={laid}
            marks={marks.join(' ')}
            isSelected={laid.segment.id === selected.value}
          />
        </g>
      ))}
    </g>
  );
}
