import './streams.css';
import { bench, cursor, t, trace } from '../state/store.ts';
import { type Octet, type StreamView, streamsAt, wrongOctets } from '../view/streams.ts';
import { Panel, say } from './parts.tsx';
import { STREAM as WORDS } from './words.ts';

/** What was written and what was read of it, octet by octet, in both directions. */
export function StreamDiff() {
  if (trace.value === null) return null;
  const streams = streamsAt(trace.value, cursor.value);
  const wrong = streams.reduce((n, s) => n + s.wrong, 0);
  return (
    <Panel id="stream-diff" title={t(WORDS.title)} data={{ 'data-wrong': wrong }}>
      {streams.length === 0 && <p class="extra-note">{t(WORDS.none)}</p>}
      {streams.slice(0, LISTED).map((s) => (
        <Stream key={`${s.flow} ${s.from} ${s.to} ${s.socket}`} s={s} />
      ))}
      <Score />
    </Panel>
  );
}

/** Streams listed at most. */
const LISTED = 12;

/** How often one has tried, and what it came to. */
function Score() {
  const branches = bench.value?.branches ?? [];
  if (branches.length < 2) return null;
  const wrong = branches.reduce((n, b) => n + wrongOctets(b.run.trace), 0);
  return (
    <p class="stream-score" data-testid="stream-score" data-tries={branches.length}>
      {say(WORDS.score, { n: branches.length, wrong })}
    </p>
  );
}

function Stream({ s }: { readonly s: StreamView }) {
  const count = (fate: Octet['fate']): number => s.octets.filter((o) => o.fate === fate).length;
  const pending = count('pending');
  const missing = count('missing');
  const isUnknown = s.octets.some((o) => o.fate === 'right' && o.read === null);
  const writer = s.from ?? t(WORDS.nobody);
  return (
    <div class="stream" data-testid="stream" data-wrong={s.wrong}>
      <p class="extra-row">
        <strong>
          {writer} → {s.to === '' ? '…' : s.to}
        </strong>
        <span class="extra-note">{s.socket}</span>
        {s.wrong > 0 ? (
          <span class="stream-bad">{say(WORDS.wrong, { n: s.wrong })}</span>
        ) : (
          <span class="stream-good">✓ {say(WORDS.right, { n: s.read })}</span>
        )}
        {pending > 0 && <span class="extra-note">{say(WORDS.pending, { n: pending })}</span>}
        {missing > 0 && <span class="stream-bad">{say(WORDS.missing, { n: missing })}</span>}
      </p>
      <div class="extra-scroll">
        <table class="stream-table">
          <tbody>
            <Line head={say(WORDS.wrote, { x: writer })} s={s} which="wrote" />
            <Line head={say(WORDS.read, { x: s.to === '' ? '…' : s.to })} s={s} which="read" />
          </tbody>
        </table>
      </div>
      {isUnknown && <p class="extra-note">{t(WORDS.unknown)}</p>}
    </div>
  );
}

/** Octets drawn at most; what is wrong is always among them. */
const DRAWN = 64;
/** Equal octets drawn on either side of one that is not. */
const AROUND = 6;

function Line(p: {
  readonly head: string;
  readonly s: StreamView;
  readonly which: 'wrote' | 'read';
}) {
  return (
    <tr>
      <th scope="row">{p.head}</th>
      {partsOf(p.s).map((part) =>
        typeof part === 'number' ? (
          <td key={`skip ${part}`} class="stream-skip" title={say(WORDS.skipped, { n: part })}>
            ⋯{part}⋯
          </td>
        ) : (
          <Cell key={part.i} i={part.i} octet={part.octet} which={p.which} />
        ),
      )}
    </tr>
  );
}

type Part = number | { readonly i: number; readonly octet: Octet };

/** The octets to draw, and in between how many are left out. */
function partsOf({ octets }: StreamView): Part[] {
  const bad = octets.flatMap((o, i) => (o.fate === 'wrong' || o.fate === 'foreign' ? [i] : []));
  const isDrawn = (i: number): boolean =>
    octets.length <= DRAWN ||
    i < AROUND ||
    bad.slice(0, DRAWN).some((b) => Math.abs(b - i) <= AROUND);
  const parts: Part[] = [];
  let skipped = 0;
  octets.forEach((octet, i) => {
    if (!isDrawn(i)) {
      skipped++;
      return;
    }
    if (skipped > 0) parts.push(skipped);
    skipped = 0;
    parts.push({ i, octet });
  });
  if (skipped > 0) parts.push(skipped);
  return parts;
}

function Cell(p: { readonly i: number; readonly octet: Octet; readonly which: 'wrote' | 'read' }) {
  const { octet, which } = p;
  const isBad = octet.fate === 'wrong' || octet.fate === 'foreign';
  const value = octet[which];
  const isGap = which === 'read' && (octet.fate === 'pending' || octet.fate === 'missing');
  const says = say(WORDS.where, { i: p.i + 1, w: spelled(octet.wrote), r: spelled(octet.read) });
  return (
    <td
      class={`stream-octet is-${octet.fate}`}
      data-fate={which === 'read' ? octet.fate : undefined}
      title={says}
    >
      {isGap || (which === 'wrote' && octet.fate === 'foreign') ? ' ' : spelled(value)}
      {isBad && which === 'read' && <span aria-hidden="true">✗</span>}
      {isBad && which === 'read' && <span class="is-heard">{says}</span>}
    </td>
  );
}

/** An octet as a character, or in hexadecimal. */
function spelled(o: number | null): string {
  if (o === null) return '·';
  if (o === 32) return '␣';
  if (o === 13) return '␍';
  if (o === 10) return '␊';
  return o > 32 && o < 127 ? String.fromCharCode(o) : o.toString(16).padStart(2, '0');
}
