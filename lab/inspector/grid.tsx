import { useSignal } from '@preact/signals';
import { u8 } from '../../src/inspect/octets.ts';
import { t } from '../state/store.ts';
import { type GridGroup, type GridRow, gridOf, isFlag, placeOf, ROW } from './layout.ts';
import {
  bytes,
  changed,
  dissection,
  type Focus,
  focus,
  focusedFields,
  hover,
  pin,
  shown,
} from './state.ts';
import { LAYERS, octets, packetByte, placeWords, showAll, WORDS } from './words.ts';

/** Rows of data that are shown before somebody asks for all of them. */
const FIRST_ROWS = 16;

/** The octets of the packet, four to a row. */
export function Grid() {
  const all = useSignal<string | null>(null);
  const groups = gridOf(dissection.value);
  const id = shown.value?.id ?? null;
  return (
    <>
      <table
        class="inspector-grid"
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid is a table whose cells are gone through
        role="grid"
        aria-label={t(WORDS.grid)}
        onPointerLeave={() => hover(null)}
        onKeyDown={move}
      >
        <colgroup>
          <col class="inspector-col-offset" />
          <col class="inspector-col-octet" span={ROW} />
          <col />
        </colgroup>
        {groups.map((g) => (
          <Group key={`${g.layer}${g.from}`} group={g} isWhole={all.value === id} />
        ))}
      </table>
      {groups.some((g) => isLong(g)) && all.value !== id && (
        <button
          type="button"
          class="inspector-all"
          data-testid="show-all-bytes"
          onClick={() => {
            all.value = id;
          }}
        >
          {t(showAll(groups.reduce((n, g) => (isLong(g) ? n + g.to - g.from : n), 0)))}
        </button>
      )}
    </>
  );
}

function isLong(g: GridGroup): boolean {
  return g.layer === 'payload' && g.rows.length > FIRST_ROWS;
}

function Group({ group, isWhole }: { readonly group: GridGroup; readonly isWhole: boolean }) {
  const rows = isWhole || !isLong(group) ? group.rows : group.rows.slice(0, FIRST_ROWS);
  return (
    <tbody class={`inspector-group is-${group.layer}`}>
      <tr>
        <th scope="rowgroup" colSpan={ROW + 2}>
          {t(LAYERS[group.layer])} <span class="is-muted">{t(octets(group.to - group.from))}</span>
        </th>
      </tr>
      {rows.map((row) => (
        <Row key={row.from} row={row} />
      ))}
    </tbody>
  );
}

function Row({ row }: { readonly row: GridRow }) {
  const cells = [];
  for (let at = row.from; at < row.to; at++) cells.push(<Octet key={at} at={at} />);
  return (
    <tr>
      <th scope="row" class="inspector-offset" title={t(packetByte(row.from))}>
        {placeOf(dissection.value, row.from).at}
      </th>
      {cells}
      <td class="inspector-names" colSpan={1 + ROW - cells.length}>
        {namesOf(row)}
      </td>
    </tr>
  );
}

/** What begins in a row, in short: all flags by one name. */
function namesOf({ fields }: GridRow): string {
  const names = fields.map((f) => (isFlag(f) ? t(WORDS.flags) : shortOf(t(f.name))));
  return [...new Set(names)].join(' · ');
}

/** `SYN` of `SYN: synchronize`. */
export function shortOf(name: string): string {
  return name.split(/[：:（(]/)[0]?.trim() ?? name;
}

function Octet({ at }: { readonly at: number }) {
  const value = u8(bytes.value, at).toString(16).padStart(2, '0');
  const isIn = focusedFields.value.some((f) => f.from <= at && at < f.from + f.length);
  const isHere = focus.value?.at === at;
  const isActive = isHere || (focus.value === null && at === 0);
  const isChanged = changed.value.has(at);
  const classes = [
    'inspector-octet',
    isIn && 'is-in',
    isHere && 'is-here',
    isChanged && 'is-changed',
  ];
  const target: Focus = { at, field: null };
  const place = t(placeWords(placeOf(dissection.value, at)));
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid moves by its own keys, and focus is enough
    <td
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the cell of a grid
      role="gridcell"
      class={classes.filter(Boolean).join(' ')}
      data-testid={`byte-${at}`}
      data-at={at}
      tabIndex={isActive ? 0 : -1}
      aria-selected={isIn}
      aria-label={`${place} · ${value}`}
      aria-describedby={isHere ? 'inspector-detail' : undefined}
      title={`${place} · ${t(packetByte(at))}`}
      onFocus={() => pin(target)}
      onClick={() => pin(target)}
      onPointerEnter={(e) => e.pointerType === 'mouse' && hover(target)}
    >
      {value}
    </td>
  );
}

/** How far each key goes, in octets. */
const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowLeft: -1,
  ArrowDown: ROW,
  ArrowUp: -ROW,
};

function move(e: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  const by = STEPS[e.code];
  if (e.ctrlKey || e.altKey || e.metaKey || (by === undefined && !/^(Home|End)$/.test(e.code)))
    return;
  e.preventDefault();
  e.stopPropagation();
  hover(null);
  const here = focus.value?.at ?? 0;
  const cells = [...e.currentTarget.querySelectorAll<HTMLElement>('[data-at]')];
  const last = cells.length - 1;
  const to = by === undefined ? (e.code === 'Home' ? 0 : last) : here + by;
  cells[Math.min(Math.max(to, 0), last)]?.focus();
}
