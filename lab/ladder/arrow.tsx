import type { Lang } from '../../src/base/words.ts';
import { labels } from '../../src/ladder/format.ts';
import type { Stroke } from '../../src/ladder/labels.ts';
import type { Arrow, Ladder } from '../../src/ladder/layout.ts';
import {
  alongOf,
  barPath,
  bodyOf,
  crossPath,
  dashOf,
  HEAD,
  headPoints,
  MARKS,
  type Mark,
  WIDTHS,
} from '../../src/ladder/svg-arrow.ts';
import { textWidth } from '../../src/ladder/xml.ts';
import { INKS } from './inks.ts';
import { type LaidArrow, MARK, PAD, PILL, SIZE } from './layout.ts';
import { memo } from './memo.ts';
import { sentenceOf } from './sentence.ts';
import type { SeenArrow, Status } from './view.ts';

interface LineProps {
  readonly laid: LaidArrow;
  readonly status: Status;
  readonly share: number;
  readonly isCorrupt: boolean;
}

/** A segment's line as far as it has got, with what it ends in. */
const Line = memo(({ laid, status, share, isCorrupt }: LineProps) => {
  const { stroke: s, arrow } = laid;
  if (s.x0 === s.x1 && s.y0 === s.y1) return null;
  const fate = fateNow(arrow, status, isCorrupt);
  const a = { ...arrow, fate };
  const along = alongOf(s);
  const full = Math.hypot(s.x1 - s.x0, s.y1 - s.y0);
  const arrives = status === 'arrived' || (status === 'future' && fate !== 'lost');
  const length = full * share - (arrives ? HEAD - 2 : 0);
  const path = bodyOf(a, s, along, length);
  const color = INKS.kinds[a.kind];
  const dash = dashOf(a);
  return (
    <>
      <Body path={path} arrow={a} color={color} dash={dash} />
      {arrives && <Head arrow={a} stroke={s} />}
      {fate === 'lost' && (
        <path class="ladder-cross" d={crossPath(s.x1, s.y1)} stroke={INKS.kinds.reset} />
      )}
    </>
  );
});

interface PacketProps {
  readonly laid: LaidArrow;
  readonly share: number;
  /** What one may do with it, for somebody who does not know yet; empty for those who do. */
  readonly invites: string;
}

/** A segment on its way, above all that is written. */
export const Packet = memo(({ laid, share, invites }: PacketProps) => {
  const { x0, y0, x1, y1 } = laid.stroke;
  const color = INKS.kinds[laid.arrow.kind];
  const [x, y] = [x0 + share * (x1 - x0), y0 + share * (y1 - y0)];
  const width = textWidth(invites, { size: 13, bold: true }) + 20;
  return (
    <g class="ladder-packet" data-packet={laid.key} transform={`translate(${x} ${y})`}>
      <circle class="ladder-pulse" r={10} fill="none" stroke={color} />
      <circle r={6.5} fill={color} stroke={INKS.background} stroke-width={1.5} />
      {invites !== '' && (
        <g class="ladder-invites" transform="translate(0 22)">
          <path d="M-7 0 0 -9 7 0z" />
          <rect x={-width / 2} y={-0.5} width={width} height={24} rx={5} />
          <text y={16} text-anchor="middle" font-size={13} font-weight={600}>
            {invites}
          </text>
        </g>
      )}
    </g>
  );
});

/** The fate that decides how the line looks: what is not known yet does not show. */
function fateNow(a: Arrow, status: Status, isCorrupt: boolean): Arrow['fate'] {
  if (a.fate === 'copy') return 'copy';
  if (isCorrupt) return 'corrupt';
  if (status === 'lost' || (status === 'future' && a.fate === 'lost')) return 'lost';
  return 'delivered';
}

interface BodyProps {
  readonly path: string;
  readonly arrow: Arrow;
  readonly color: string;
  readonly dash: string | undefined;
}

/** A SYN,ACK is two strokes. */
function Body({ path, arrow, color, dash }: BodyProps) {
  const look = { d: path, fill: 'none', 'stroke-dasharray': dash };
  if (arrow.kind !== 'open' || arrow.ackText === null) {
    return <path {...look} stroke={color} stroke-width={WIDTHS[arrow.kind]} />;
  }
  return (
    <>
      <path {...look} stroke={color} stroke-width={4.6} />
      <path d={path} fill="none" stroke={INKS.background} stroke-width={1.7} />
    </>
  );
}

function Head({ arrow, stroke }: { readonly arrow: Arrow; readonly stroke: Stroke }) {
  const along = alongOf(stroke);
  const color = INKS.kinds[arrow.kind];
  const isOpen = arrow.kind === 'open';
  return (
    <>
      <polygon
        points={headPoints(arrow, stroke, along)}
        fill={isOpen ? INKS.background : color}
        stroke={isOpen ? color : 'none'}
        stroke-width={1.5}
        stroke-linejoin="round"
      />
      {arrow.kind === 'close' && (
        <path d={barPath(stroke, along)} stroke={color} stroke-width={2.2} />
      )}
    </>
  );
}

interface LabelProps {
  readonly laid: LaidArrow;
  /** The marks that are true by now, as one text. */
  readonly marks: string;
  readonly isSelected: boolean;
}

/**
 * What stands on a line; a dot where there is no room. It is no part of the segment's button, which has a name of
 * its own.
 */
export const Label = memo(({ laid, marks, isSelected }: LabelProps) => {
  const { label, arrow, text } = laid;
  if (label === null) return null;
  const { box, form } = label;
  const color = INKS.kinds[arrow.kind];
  const y = box.y + box.height / 2;
  if (form < 0) {
    return (
      <circle cx={box.x + box.width / 2} cy={y} r={box.width / 2} fill={color}>
        <title>{labels(arrow)[0]}</title>
      </circle>
    );
  }
  const shown = marks === '' ? [] : (marks.split(' ') as Mark[]);
  const from = box.x + PAD + shown.length * MARK;
  const to = box.x + box.width - PAD;
  return (
    <g
      class={isSelected ? 'ladder-label ladder-label-selected' : 'ladder-label'}
      data-testid={`label-${laid.key}`}
    >
      <rect
        {...{ x: box.x, y: box.y, width: box.width, height: box.height, rx: PILL / 2 }}
        fill={INKS.background}
        stroke={color}
      />
      {shown.map((m, i) => (
        <path
          key={m}
          d={MARKS[m]}
          transform={`translate(${box.x + PAD + i * MARK} ${y - 6})`}
          fill={m === 'corrupt' ? color : 'none'}
          stroke={color}
          stroke-width={m === 'corrupt' ? 0.5 : 1.3}
          stroke-linecap="round"
          stroke-linejoin="round"
        />
      ))}
      <text x={(from + to) / 2} y={y + 4.2} text-anchor="middle" font-size={SIZE} fill={color}>
        {text}
      </text>
    </g>
  );
});

interface SegmentProps extends LineProps {
  readonly marks: string;
  readonly ladder: Ladder;
  readonly lang: Lang;
  readonly compact: boolean;
  readonly isSelected: boolean;
  readonly isReachable: boolean;
}

/** One segment that can be selected: a button, whose name is what there is to know of it. */
export const Segment = memo((p: SegmentProps) => {
  const { laid, status, isSelected } = p;
  const { key, segment, arrow } = laid;
  const line = (
    <>
      <path class="ladder-halo" d={hitPath(laid.stroke, p.share)} />
      <path class="ladder-hit" d={hitPath(laid.stroke)} stroke-width={p.compact ? 44 : 24} />
      <Line laid={laid} status={status} share={p.share} isCorrupt={p.isCorrupt} />
    </>
  );
  const look = `ladder-segment ladder-${status}${isSelected ? ' ladder-selected' : ''}`;
  const about = { 'data-segment': segment.id, 'data-kind': arrow.kind, 'data-status': status };
  if (arrow.fate === 'copy') {
    return (
      <g class={`${look} ladder-copy`} data-copy={key} {...about}>
        {line}
      </g>
    );
  }
  const seen: SeenArrow = { ...p, marks: p.marks === '' ? [] : (p.marks.split(' ') as Mark[]) };
  return (
    // biome-ignore lint/a11y/useSemanticElements: there is no button element in SVG
    <g
      class={look}
      role="button"
      tabindex={p.isReachable ? 0 : -1}
      aria-label={sentenceOf(seen, p.ladder, p.lang)}
      aria-pressed={isSelected}
      data-testid={`segment-${segment.id}`}
      {...about}
    >
      {line}
    </g>
  );
});

function hitPath(s: Stroke, share = 1): string {
  return `M${s.x0} ${s.y0}L${s.x0 + share * (s.x1 - s.x0)} ${s.y0 + share * (s.y1 - s.y0)}`;
}
