import { BOX, PLACES, ROUTES, SIZE } from '../../src/ladder/diagram-places.ts';

/** How the diagram is laid out: `wide` as it is exported, `narrow` for columns that are less than that. */
export type Layout = 'wide' | 'narrow';

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly box: { readonly width: number; readonly height: number };
  /** Size of the names, in the drawing's units. */
  readonly font: number;
  x(x: number): number;
  y(y: number): number;
}

/** The wide drawing's columns, between which the narrow one leaves little room. */
// biome-ignore format: a table
const SQUEEZED: readonly (readonly [from: number, to: number])[] = [
  [20, 2], [148, 30], [272, 126], [358, 142], [482, 238], [568, 254], [692, 350], [800, 378],
];

function squeezed(x: number): number {
  let i = 1;
  while (i < SQUEEZED.length - 1 && x > (SQUEEZED[i] as readonly [number, number])[0]) i++;
  const [fromA, toA] = SQUEEZED[i - 1] as readonly [number, number];
  const [fromB, toB] = SQUEEZED[i] as readonly [number, number];
  return toA + ((x - fromA) / (fromB - fromA)) * (toB - toA);
}

export const DRAWINGS: Readonly<Record<Layout, Drawing>> = {
  wide: { ...SIZE, box: BOX, font: 14, x: (x) => x, y: (y) => y },
  narrow: {
    width: 380,
    height: 530,
    box: { width: 96, height: 28 },
    font: 14.5,
    x: squeezed,
    y: (y) => y * 0.82 - 10,
  },
};

/** A node of the drawing. CLOSED stands twice: where paths begin, and where they end. */
export interface Node {
  readonly key: string;
  readonly state: string;
  readonly isEnd: boolean;
}

export const NODES: readonly Node[] = Object.keys(PLACES).map((key) => {
  const state = key.replace(' again', '');
  return { key, state, isEnd: key !== state };
});

export function nodePlace(d: Drawing, key: string): { readonly x: number; readonly y: number } {
  const { x, y } = PLACES[key] ?? { x: 0, y: 0 };
  return { x: d.x(x), y: d.y(y) };
}

/** A line of the drawing, where its number stands, and where its words do. */
export function route(d: Drawing, key: string) {
  const r = ROUTES[key] ?? {
    d: '',
    number: { x: 0, y: 0 },
    words: { x: 0, y: 0, anchor: 'start' },
  };
  const path = r.d.replace(
    /(-?[\d.]+) (-?[\d.]+)/g,
    (_, x, y) => `${round(d.x(Number(x)))} ${round(d.y(Number(y)))}`,
  );
  return {
    path,
    number: { x: d.x(r.number.x), y: d.y(r.number.y) },
    words: r.words,
  };
}

function round(n: number): number {
  return Math.round(n * 10) / 10;
}

/** Whether a step leads to the lower CLOSED: all do but those of connections that never were. */
export function endsBelow(s: { readonly from: string; readonly to: string }): boolean {
  return s.to === 'CLOSED' && !['LISTEN', 'SYN-SENT', 'SYN-RECEIVED'].includes(s.from);
}
