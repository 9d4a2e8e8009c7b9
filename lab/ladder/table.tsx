import './table.css';
import type { Lang } from '../../src/base/words.ts';
import { flagNames } from '../../src/ladder/format.ts';
import type { Trace } from '../../src/observe/trace.ts';
import { select } from '../state/actions.ts';
import {
  busy,
  cursor,
  flow,
  lang,
  numbers,
  overview,
  predicting,
  selected,
  t,
  tableView,
  trace,
} from '../state/store.ts';
import { timeIn } from '../view/times.ts';
import { faultOn } from './faults.ts';
import { type LaidArrow, type Layout, layoutOf } from './layout.ts';
import { memo } from './memo.ts';
import { fateWords } from './sentence.ts';
import { type SeenArrow, viewAt } from './view.ts';
import { W } from './words.ts';

/** Any width will do: a table has the segments of a ladder, and no places. */
const WIDTH = 800;

/**
 * The ladder as a table: the same segments in the same order. For those who look it is there when asked for; for
 * those who listen it is always there, but its buttons can be reached with Tab only while it is shown: else one
 * would have to go through every segment twice.
 */
export function SegmentTable() {
  const own = trace.value;
  if (own === null || !own.flows.some((f) => f.id === flow.value)) return null;
  const layout = layoutOf(own, {
    flow: flow.value,
    lang: lang.value,
    numbers: numbers.value,
    width: WIDTH,
  });
  const isShown = tableView.value;
  const future = overview.value && !predicting.value;
  const rows = viewAt(layout, cursor.value, future).arrows.filter(
    (a) => a.laid.arrow.fate !== 'copy',
  );
  const heads = ['number', 'name', 'way', 'flags', 'seq', 'ack', 'length'] as const;
  const more = ['sentAt', 'endedAt', 'fate', 'actions'] as const;
  return (
    <div class={isShown ? 'table' : 'table table-hidden'} data-testid="segment-table">
      <table>
        <caption>{t(W.table)}</caption>
        <thead>
          <tr>
            {[...heads, ...more].map((key) => (
              <th key={key} scope="col">
                {t(W[key])}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((a) => (
            <Row
              key={a.laid.key}
              laid={a.laid}
              layout={layout}
              lang={lang.value}
              fate={fateText(a, lang.value)}
              ended={endText(layout.trace, a)}
              isSelected={a.laid.segment.id === selected.value}
              isReachable={isShown}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  readonly laid: LaidArrow;
  readonly layout: Layout;
  readonly lang: Lang;
  readonly fate: string;
  readonly ended: string;
  readonly isSelected: boolean;
  readonly isReachable: boolean;
}

const Row = memo(({ laid, layout, lang: l, fate, ended, isSelected, isReachable }: RowProps) => {
  const { segment: s, arrow, order } = laid;
  const tabIndex = isReachable ? 0 : -1;
  const { left, right } = layout.ladder;
  const [from, to] = arrow.from === 'left' ? [left.name, right.name] : [right.name, left.name];
  return (
    <tr data-testid={`row-${s.id}`} data-segment={s.id} class={isSelected ? 'table-selected' : ''}>
      <td>{order}</td>
      <th scope="row">{s.id}</th>
      <td>{`${s.from ?? from} → ${s.to ?? to}`}</td>
      <td>{flagNames(s.flags)}</td>
      <td>{arrow.seqText}</td>
      <td>{arrow.ackText ?? '—'}</td>
      <td>{s.length}</td>
      <td>{timeIn(layout.trace, s.sentAt)}</td>
      <td>{ended}</td>
      <td>{fate}</td>
      <td class="table-actions">
        <button
          type="button"
          tabIndex={tabIndex}
          aria-pressed={isSelected}
          aria-label={`${W.select[l]} ${s.id}`}
          data-testid={`row-select-${s.id}`}
          onClick={() => select(isSelected ? null : s.id)}
        >
          {W.select[l]}
        </button>
        <button
          type="button"
          tabIndex={tabIndex}
          aria-label={`${W.drop[l]} ${s.id}`}
          data-testid={`row-drop-${s.id}`}
          onClick={() => void drop(layout.trace, laid)}
        >
          {W.drop[l]}
        </button>
      </td>
    </tr>
  );
});

async function drop(own: Trace, { segment }: LaidArrow): Promise<void> {
  if (busy.value) return;
  select(segment.id);
  await faultOn(own, segment, 'drop');
}

function fateText(a: SeenArrow, l: Lang): string {
  const words =
    a.status === 'arrived' ? [...fateWords(a, l).slice(0, -1), W.arrived[l]] : fateWords(a, l);
  if (a.laid.arrow.retransmission) words.unshift(W.again[l]);
  return words.join(l === 'zh' ? '，' : ', ');
}

function endText(own: Trace, { laid, status }: SeenArrow): string {
  const { endsAt } = laid.arrow;
  const isOver = status === 'arrived' || status === 'lost';
  return isOver && endsAt !== null ? timeIn(own, endsAt) : '—';
}
