import { select } from '../state/actions.ts';
import { stopsOf } from '../state/cursor.ts';
import { cursor, flow, numbers, selected, stop, t, trace } from '../state/store.ts';
import { stopBefore } from '../view/history.ts';
import { type Pin, type Ruler, rulerAt, type Scale, scaleOf } from '../view/ruler.ts';
import { type Base, basesOf, heldAt, seqText } from '../view/vars.ts';
import { VERDICTS, WORDS, ZONES } from './words.ts';

const WIDTH = 340;
const TOP = 39;
const BAR = 18;

/** The sequence numbers of one direction: what is done, what is on its way, what may be sent. */
export function SequenceRuler({ from, to }: { readonly from: string; readonly to: string }) {
  const tr = trace.value;
  if (tr === null) return null;
  const { frame } = cursor.value;
  const before = stopBefore(stopsOf(tr), stop.value);
  const r = rulerAt(tr, frame, before, { from, to, flow: flow.value });
  const { vars } = heldAt(tr, frame, from, flow.value);
  const base =
    basesOf(tr, frame, from, flow.value, vars).own ??
    basesOf(tr, frame, to, flow.value, heldAt(tr, frame, to, flow.value).vars).peer;
  const scale = scaleOf(r);
  return (
    <figure class="tcb-ruler" data-testid={`ruler-${from}-${to}`}>
      <figcaption>
        {from} → {to}
      </figcaption>
      {r.zones.length > 0 && <Drawing r={r} scale={scale} />}
      <Legend r={r} base={base} />
    </figure>
  );
}

function Drawing({ r, scale }: { readonly r: Ruler; readonly scale: Scale }) {
  const x = (share: number): number => Math.round(share * WIDTH * 10) / 10;
  const end = scale.ticks.at(-1)?.to ?? 1;
  const height = TOP + BAR + (r.window === null ? 4 : 16);
  return (
    <svg class="tcb-ruler-svg" viewBox={`0 0 ${WIDTH} ${height}`} aria-hidden="true">
      <rect class="tcb-zone is-beyond" x="0" y={TOP} width={WIDTH} height={BAR} />
      {scale.ticks.map((z) => (
        <rect
          key={z.kind}
          class={`tcb-zone is-${z.kind}`}
          x={x(z.from)}
          y={TOP}
          width={x(z.to - z.from)}
          height={BAR}
        />
      ))}
      <line class="tcb-edge" x1={x(end)} x2={x(end)} y1={TOP - 4} y2={TOP + BAR + 4} />
      {r.window !== null && <WindowBar r={r} scale={scale} x={x} />}
      {inOrder(r, scale).map((p, i) => (
        <PinMark
          key={`${p.segment.id} ${p.isUnderWay}`}
          pin={p}
          at={x(scale.place(p.segment.seq))}
          row={i}
        />
      ))}
    </svg>
  );
}

/** Pins from left to right: neighbours then stand on different levels. */
function inOrder(r: Ruler, scale: Scale): readonly Pin[] {
  return [...r.pins].sort((a, b) => scale.place(a.segment.seq) - scale.place(b.segment.seq));
}

interface WindowBarProps {
  readonly r: Ruler;
  readonly scale: Scale;
  readonly x: (share: number) => number;
}

/** What the receiver will take, below what the sender sees. */
function WindowBar({ r, scale, x }: WindowBarProps) {
  const { from, length } = r.window ?? { from: 0, length: 0 };
  const left = x(scale.place(from));
  const right = Math.max(left + 4, x(scale.place((from + length) >>> 0)));
  const y = TOP + BAR + 8;
  return (
    <path class="tcb-window" d={`M${left} ${y - 4}v8M${left} ${y}H${right}M${right} ${y - 4}v8`} />
  );
}

interface PinMarkProps {
  readonly pin: Pin;
  readonly at: number;
  readonly row: number;
}

function PinMark({ pin, at, row }: PinMarkProps) {
  const isBad = pin.isForged || pin.verdict === 'old' || pin.verdict === 'beyond';
  const kind = isBad ? 'bad' : pin.isUnderWay ? 'flying' : 'here';
  // On three levels, so that the names of neighbours do not cover each other.
  const y = 11 + 12 * (2 - (row % 3));
  const beside = Math.min(Math.max(at, 12), WIDTH - 12);
  return (
    <g class={`tcb-pin is-${kind} ${selected.value === pin.segment.id ? 'is-selected' : ''}`}>
      <path d={`M${at} ${y + 2}V${TOP + BAR}`} />
      <circle cx={at} cy={TOP + BAR / 2} r="3.5" />
      <text x={beside} y={y}>
        {pin.segment.id}
      </text>
    </g>
  );
}

/** The same in words. */
function Legend({ r, base }: { readonly r: Ruler; readonly base: Base | null }) {
  const seq = (n: number): string => seqText(n, base, numbers.value);
  const range = (from: number, length: number): string =>
    length === 0 ? '0' : `${seq(from)} … ${seq((from + length - 1) >>> 0)} (${length})`;
  return (
    <ul class="tcb-legend">
      {r.zones.length === 0 && <li class="is-muted">{t(WORDS.noRuler)}</li>}
      {r.zones
        .filter((z) => z.kind !== 'open' || !r.isOver)
        .map((z) => (
          <li key={z.kind}>
            <i class={`tcb-key is-${z.kind}`} aria-hidden="true" />
            {t(ZONES[z.kind])} <b>{range(z.from, z.length)}</b>
          </li>
        ))}
      {r.isOver && <li class="is-muted">{t(WORDS.over)}</li>}
      {r.mayGo !== null && <li>{t(WORDS.cwnd).replace('#', `${r.mayGo}`)}</li>}
      {r.edge !== null && (
        <li>
          <i class="tcb-key is-beyond" aria-hidden="true" />
          {t(WORDS.beyond)} <b>≥ {seq(r.edge)}</b>
        </li>
      )}
      {r.window !== null && (
        <li>
          <i class="tcb-key is-window" aria-hidden="true" />
          {r.to} · {t(WORDS.window)} <b>{range(r.window.from, r.window.length)}</b>
        </li>
      )}
      {r.pins.map((p) => (
        <li key={`${p.segment.id} ${p.isUnderWay}`}>
          <PinText pin={p} seq={seq} />
        </li>
      ))}
      {r.more > 0 && <li class="is-muted">{t(WORDS.more).replace('#', `${r.more}`)}</li>}
    </ul>
  );
}

function PinText({ pin, seq }: { readonly pin: Pin; readonly seq: (n: number) => string }) {
  const { segment, isUnderWay, verdict, isForged } = pin;
  const said = [
    isForged ? t(WORDS.forged) : '',
    t(isUnderWay ? WORDS.underWay : WORDS.arrived),
    verdict === null ? '' : t(VERDICTS[verdict]),
  ].filter((x) => x !== '');
  return (
    <button
      type="button"
      class="is-plain tcb-pin-text"
      data-testid={`pin-${segment.id}`}
      onClick={() => select(segment.id)}
    >
      <b>{segment.id}</b> seq={seq(segment.seq)}
      {segment.length > 0 ? ` +${segment.length}` : ''} · {said.join(' · ')}
    </button>
  );
}
