import { crc32, deflateSync } from 'node:zlib';

/** A picture as browsers give it: four octets a pixel, red, green, blue and alpha, from left to right and top down. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const MOST_COLORS = 256;

/**
 * A PNG of at most 256 colours, the most frequent ones; every other becomes the nearest of them. That suits
 * drawings and text, not photographs. What is transparent is taken for opaque.
 */
export function encodePng({ width, height, rgba }: Pixels): Buffer {
  const { palette, indexOf } = paletteOf(rgba);
  const lines = Buffer.alloc(height * (width + 1));
  for (let y = 0, from = 0, to = 0; y < height; y++) {
    lines[to++] = 0; // no filter: indices are no quantities
    for (let x = 0; x < width; x++, from += 4) lines[to++] = indexOf(colorAt(rgba, from));
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8); // eight bits a pixel, of a palette
  const colors = Buffer.from(palette.flatMap((c) => [c >> 16, (c >> 8) & 255, c & 255]));
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', colors),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

function colorAt(rgba: Uint8Array, at: number): number {
  return ((rgba[at] ?? 0) << 16) | ((rgba[at + 1] ?? 0) << 8) | (rgba[at + 2] ?? 0);
}

function paletteOf(rgba: Uint8Array) {
  const counts = new Map<number, number>();
  for (let at = 0; at < rgba.length; at += 4) {
    const color = colorAt(rgba, at);
    counts.set(color, (counts.get(color) ?? 0) + 1);
  }
  const palette = [...counts]
    .sort(([a, n], [b, m]) => m - n || a - b)
    .slice(0, MOST_COLORS)
    .map(([color]) => color);
  const known = new Map(palette.map((color, i) => [color, i]));
  const indexOf = (color: number): number => {
    let index = known.get(color);
    if (index === undefined) {
      index = nearest(palette, color);
      known.set(color, index);
    }
    return index;
  };
  return { palette, indexOf };
}

function nearest(palette: readonly number[], color: number): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  palette.forEach((other, i) => {
    const red = (color >> 16) - (other >> 16);
    const green = ((color >> 8) & 255) - ((other >> 8) & 255);
    const blue = (color & 255) - (other & 255);
    const distance = red * red + green * green + blue * blue;
    if (distance >= least) return;
    least = distance;
    best = i;
  });
  return best;
}
