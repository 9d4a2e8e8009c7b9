import { waitText } from '../../src/ladder/format.ts';
import { type Gap, LINE_HEIGHT } from '../../src/ladder/rows.ts';
import { stateColor } from '../../src/ladder/theme.ts';
import { textWidth } from '../../src/ladder/xml.ts';
import { timeIn } from '../view/times.ts';
import { INKS } from './inks.ts';
import { boxOf, type LaidItem, type LaidTime, type Layout, RIBBON, SIZE, TIMES } from './layout.ts';
import { memo } from './memo.ts';
import type { SeenRibbon } from './view.ts';

/** A state's bar on its life-line. */
export const RibbonBar = memo(({ x, ...r }: SeenRibbon & { readonly x: number }) => {
  const about = { 'data-side': r.side, 'data-state': r.state, 'data-current': r.isCurrent };
  if (r.state === '') {
    return <path class="ladder-dead" d={`M${x} ${r.y0}V${r.y1}`} {...about} />;
  }
  const color = stateColor(r.state, INKS);
  const isHollow = r.state === 'CLOSED';
  const isHatched = r.state === 'TIME-WAIT';
  const off = isHollow || isHatched ? 0.75 : 0;
  return (
    <rect
      class="ladder-ribbon"
      {...about}
      x={x - RIBBON / 2 + off}
      y={r.y0}
      width={RIBBON - 2 * off}
      height={Math.max(0, r.y1 - r.y0)}
      fill={isHollow ? INKS.background : isHatched ? 'url(#ladder-hatch)' : color}
      stroke={isHollow || isHatched ? color : 'none'}
      stroke-width={isHatched ? 1 : 1.5}
    />
  );
});

/** A state's name, a call, or what was dropped: beside the life-line. */
export const MarginText = memo(({ item }: { readonly item: LaidItem }) => {
  const box = boxOf(item);
  const isState = item.kind === 'state';
  const isHost = item.kind === 'host';
  const state = isState ? (item.full ?? '') : '';
  return (
    <g class={`ladder-item ladder-item-${item.kind}`} data-side={item.side}>
      {isState && <title>{state}</title>}
      <rect
        x={box.x}
        y={box.y}
        width={box.width}
        height={box.height}
        rx={3}
        fill={isHost ? INKS.ink : INKS.background}
        stroke={item.kind === 'dropped' && item.at !== item.y ? INKS.kinds.reset : 'none'}
        stroke-opacity={0.5}
      />
      {item.lines.map((line, i) => (
        <text
          key={line}
          x={item.x}
          y={item.at + 4.2 + i * LINE_HEIGHT}
          text-anchor={item.anchor}
          font-size={SIZE}
          font-weight={isState || isHost ? 600 : undefined}
          fill={inkOf(item, state)}
        >
          {line}
        </text>
      ))}
    </g>
  );
});

/** A state's name has its colour, except where that says little. */
function inkOf(item: LaidItem, state: string): string {
  if (item.kind === 'call') return INKS.muted;
  if (item.kind === 'host') return INKS.background;
  if (item.kind === 'dropped') return INKS.kinds.reset;
  const color = stateColor(state, INKS);
  return color === INKS.idle ? INKS.muted : color;
}

interface TimeProps {
  readonly time: LaidTime;
  readonly layout: Layout;
  /** Whether the time where one stands is in its way. */
  readonly isCovered: boolean;
}

/** A time in the margin with its hairline. */
export const TimeMark = memo(({ time, layout, isCovered }: TimeProps) => (
  <g class="ladder-time">
    <path
      d={`M${layout.compact ? layout.left : time.x + 4} ${time.y}H${layout.right}`}
      stroke={INKS.grid}
    />
    {time.isWritten && !isCovered && (
      <text
        {...{ x: time.x, y: time.y + 4.2, 'text-anchor': time.anchor, 'font-size': SIZE }}
        fill={INKS.muted}
      >
        {time.text}
      </text>
    )}
  </g>
));

/** A wait that is not drawn to scale: both life-lines are cut, and its length stands between. */
export const Break = memo(({ gap, layout }: { gap: Gap; layout: Layout }) => {
  const { left, right } = layout;
  const y = (gap.y0 + gap.y1) / 2;
  const text = `⋯ ${waitText(gap.wait)} ⋯`;
  const width = textWidth(text, { size: SIZE, bold: true }) + 8;
  const middle = (left + right) / 2;
  return (
    <g class="ladder-break">
      {[left, right].map((x) => (
        <g key={x} transform={`translate(${x} ${y})`}>
          <path
            d="M-9 -3L-3 -8L3 2L9 -3V3L3 8L-3 -2L-9 3Z"
            fill={INKS.background}
            stroke={INKS.background}
          />
          <path d="M-9 -3L-3 -8L3 2L9 -3M-9 3L-3 -2L3 8L9 3" fill="none" stroke={INKS.muted} />
        </g>
      ))}
      <rect x={middle - width / 2} y={y - 9} width={width} height={18} fill={INKS.background} />
      <text
        {...{ x: middle, y: y + 4.2, 'text-anchor': 'middle', 'font-size': SIZE }}
        font-weight={600}
        fill={INKS.muted}
      >
        {text}
      </text>
    </g>
  );
});

interface NowProps {
  readonly y: number;
  readonly at: number;
  readonly layout: Layout;
  readonly items: readonly LaidItem[];
  /** With what has happened now a rule is broken. */
  readonly isBroken: boolean;
}

/** Where time stands. */
export function NowLine({ y, at, layout, items, isBroken }: NowProps) {
  const text = timeIn(layout.trace, at);
  const written = textWidth(text, { size: SIZE, bold: true }) + (layout.compact ? 6 : 10);
  const width = layout.compact ? written : Math.max(written, TIMES - 4);
  const pill = layout.compact ? freePlace(y, width, layout, items) : { x: 0, y: Math.max(y, 10) };
  return (
    <g class={`ladder-now${isBroken ? ' ladder-broken' : ''}`} data-testid="now-line">
      <path d={`M0 ${y}H${layout.look.width}`} />
      <rect class="ladder-now-pill" x={pill.x} y={pill.y - 9} width={width} height={18} rx={3} />
      <text
        x={pill.x + width / 2}
        y={pill.y + 4.2}
        text-anchor="middle"
        font-size={SIZE}
        font-weight={600}
      >
        {text}
      </text>
      {isBroken && <Cross x={(layout.left + layout.right) / 2} y={y} />}
    </g>
  );
}

/** What stands on the line of now where a rule is broken. */
function Cross({ x, y }: { readonly x: number; readonly y: number }) {
  return (
    <g transform={`translate(${x} ${y})`}>
      <circle class="ladder-now-pill" r="10" />
      <path class="ladder-broken-cross" d="M-4 -4L4 4M-4 4L4 -4" />
    </g>
  );
}

/** Where the time has room in the narrow margins: on its line, or a little below, or above. */
function freePlace(y: number, width: number, layout: Layout, items: readonly LaidItem[]) {
  const right = layout.look.width - width;
  for (const down of [0, 10, 18, 27, -18]) {
    for (const x of [0, right]) {
      const isTaken = items.some((item) => {
        const b = boxOf(item);
        return (
          Math.abs(b.y + b.height / 2 - y - down) < (b.height + 16) / 2 &&
          b.x < x + width &&
          x < b.x + b.width
        );
      });
      if (!isTaken) return { x, y: y + down };
    }
  }
  return { x: 0, y: y + 10 };
}
