import './matrix.css';
import type { Known } from '../../src/gallery/knowledge.ts';
import { cursor, flow, t, trace } from '../state/store.ts';
import { matrixAt } from '../view/matrix.ts';
import { WORDS } from './matrix-words.ts';
import { Panel, SegmentLink, say } from './parts.tsx';

/** What the two ends of the flow that is drawn know about each other. */
export function Matrix() {
  if (trace.value === null) return null;
  const cells = matrixAt(trace.value, flow.value, cursor.value);
  const ends = trace.value.flows.find((f) => f.id === flow.value)?.ends.map((e) => e.host ?? '');
  const [a = '', b = ''] = ends ?? [];
  if (cells.length === 0 || a === '' || b === '') {
    return (
      <Panel id="matrix" title={t(WORDS.title)}>
        <p class="extra-note">{t(WORDS.none)}</p>
      </Panel>
    );
  }
  const filled = cells.filter((c) => c.since !== null).length;
  const of = (knower: string): number =>
    cells.filter((c) => c.knower === knower && c.since !== null).length;
  return (
    <Panel id="matrix" title={t(WORDS.title)} data={{ 'data-filled': filled }}>
      <table class="matrix-table">
        <caption class="is-heard">{t(WORDS.title)}</caption>
        <thead>
          <tr>
            <th scope="col" class="extra-note">
              {t(WORDS.what)}
            </th>
            {[a, b].map((x) => (
              <th key={x} scope="col">
                {say(WORDS.knows, { x })} <span class="extra-note">{of(x)}/4</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[a, b].flatMap((about) =>
            (['send', 'receive'] as const).map((can) => (
              <tr key={`${about} ${can}`}>
                <th scope="row">{ability(about, can)}</th>
                {[a, b].map((knower) => (
                  <Cell key={knower} cell={cellOf(cells, knower, about, can)} />
                ))}
              </tr>
            )),
          )}
        </tbody>
      </table>
      <p class="extra-row">
        <span class="extra-big">{filled}/8</span>
        <span class="extra-note matrix-says">
          {filled === 8 ? t(WORDS.all) : [a, b].map((x) => lacks(cells, x)).join(' ')}
        </span>
      </p>
    </Panel>
  );
}

function cellOf(
  cells: readonly Known[],
  knower: string,
  about: string,
  can: 'send' | 'receive',
): Known | undefined {
  return cells.find((c) => c.knower === knower && c.about === about && c.can === can);
}

function ability(x: string, can: 'send' | 'receive'): string {
  return say(can === 'send' ? WORDS.canSend : WORDS.canReceive, { x });
}

function lacks(cells: readonly Known[], x: string): string {
  const missing = cells.filter((c) => c.knower === x && c.since === null);
  if (missing.length === 0) return '';
  const what = missing.map((c) => ability(c.about, c.can)).join(t(WORDS.and));
  return `${say(WORDS.lacks, { x, what })}${t({ zh: '。', en: '.' })}`;
}

function Cell({ cell }: { readonly cell: Known | undefined }) {
  if (cell === undefined) return <td />;
  const { by } = cell;
  return (
    <td
      class={by === null ? 'matrix-unknown' : 'matrix-known'}
      data-testid={`matrix-${cell.knower}-${cell.about}-${cell.can}`}
      data-known={by !== null}
    >
      {by === null ? (
        <>
          <span aria-hidden="true">?</span>
          <span class="is-heard">{t(WORDS.unknown)}</span>
        </>
      ) : (
        <>
          <span aria-hidden="true">✓</span>
          <span class="is-heard">{say(WORDS.known, { id: by })}</span>
          <SegmentLink id={by} />
        </>
      )}
    </td>
  );
}
