/**
 * Draws our own SVGs on a canvas. A browser would do it from an image of the drawing, but that has an
 * address of its own, and the page's policy loads from its own folder only.
 */

/** Pixels of a side that every browser can draw. */
const MOST = 16_000;

/** How things are drawn, as SVG hands it down to what is inside. */
interface Look {
  readonly fill: string;
  readonly stroke: string;
  readonly width: number;
  readonly dash: readonly number[];
  readonly cap: CanvasLineCap;
  readonly join: CanvasLineJoin;
  readonly opacity: number;
  readonly fillOpacity: number;
  readonly strokeOpacity: number;
  readonly size: number;
  readonly weight: string;
  readonly family: string;
  readonly anchor: string;
}

const PLAIN: Look = {
  fill: '#000000',
  stroke: 'none',
  width: 1,
  dash: [],
  cap: 'butt',
  join: 'miter',
  opacity: 1,
  fillOpacity: 1,
  strokeOpacity: 1,
  size: 16,
  weight: '400',
  family: 'sans-serif',
  anchor: 'start',
};

/**
 * A canvas with the drawing, `scale` times its size or as large as can be; null when even its own size is
 * more than a browser draws, or the text is no SVG.
 */
export function drawSvg(text: string, scale: number): HTMLCanvasElement | null {
  const svg = new DOMParser().parseFromString(withoutStyle(text), 'image/svg+xml').documentElement;
  const [width, height] = [number(svg, 'width', 0), number(svg, 'height', 0)];
  const by = Math.min(scale, MOST / width, MOST / height);
  if (!(width > 0 && height > 0 && by >= 1)) return null;
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(width * by);
  canvas.height = Math.ceil(height * by);
  const context = canvas.getContext('2d');
  if (context === null) return null;
  context.scale(by, by);
  const painter = new Painter(context, svg, { width, height });
  painter.draw(svg, PLAIN);
  return canvas;
}

/** An inline style would be refused by the page's policy; ours only asks for figures of one width. */
export function withoutStyle(svg: string): string {
  return svg.replace(/^(<svg[^>]*?) style="[^"]*"/, '$1');
}

function number(e: Element, name: string, otherwise: number): number {
  const value = Number.parseFloat(e.getAttribute(name) ?? '');
  return Number.isNaN(value) ? otherwise : value;
}

class Painter {
  readonly #c: CanvasRenderingContext2D;
  readonly #svg: Element;
  readonly #size: { readonly width: number; readonly height: number };

  constructor(c: CanvasRenderingContext2D, svg: Element, size: { width: number; height: number }) {
    this.#c = c;
    this.#svg = svg;
    this.#size = size;
  }

  draw(e: Element, outer: Look): void {
    const look = lookOf(e, outer);
    const c = this.#c;
    c.save();
    transform(c, e.getAttribute('transform') ?? '');
    switch (e.localName) {
      case 'svg':
      case 'g':
        for (const child of e.children) this.draw(child, look);
        break;
      case 'text':
        this.#text(e, look);
        break;
      case 'defs':
      case 'title':
      case 'desc':
        break;
      default:
        this.#shape(pathOf(e, this.#size), look);
    }
    c.restore();
  }

  #shape(path: Path2D, look: Look): void {
    const c = this.#c;
    if (look.fill !== 'none') {
      c.fillStyle = this.#paint(look.fill);
      c.globalAlpha = look.opacity * look.fillOpacity;
      c.fill(path);
    }
    if (look.stroke === 'none' || look.width === 0) return;
    c.strokeStyle = this.#paint(look.stroke);
    c.globalAlpha = look.opacity * look.strokeOpacity;
    c.lineWidth = look.width;
    c.setLineDash([...look.dash]);
    c.lineCap = look.cap;
    c.lineJoin = look.join;
    c.stroke(path);
  }

  #text(e: Element, look: Look): void {
    const c = this.#c;
    c.font = `${look.weight} ${look.size}px ${look.family}`;
    c.textAlign = look.anchor === 'middle' ? 'center' : look.anchor === 'end' ? 'end' : 'start';
    c.fillStyle = this.#paint(look.fill);
    c.globalAlpha = look.opacity * look.fillOpacity;
    c.fillText(e.textContent ?? '', number(e, 'x', 0), number(e, 'y', 0));
  }

  /** A colour, or the pattern that it names. */
  #paint(value: string): string | CanvasPattern {
    const id = /^url\(#(.+)\)$/.exec(value)?.[1];
    if (id === undefined) return value;
    const pattern = [...this.#svg.querySelectorAll('pattern')].find((p) => p.id === id);
    return (pattern && this.#pattern(pattern)) ?? '#888888';
  }

  #pattern(p: Element): CanvasPattern | null {
    const tile = document.createElement('canvas');
    // As fine as the drawing, or stripes would be blurred.
    const fine = this.#c.getTransform().a || 1;
    tile.width = Math.max(1, Math.round(number(p, 'width', 1) * fine));
    tile.height = Math.max(1, Math.round(number(p, 'height', 1) * fine));
    const c = tile.getContext('2d');
    if (c === null) return null;
    c.scale(fine, fine);
    const painter = new Painter(c, this.#svg, { width: tile.width, height: tile.height });
    for (const child of p.children) painter.draw(child, PLAIN);
    const pattern = this.#c.createPattern(tile, 'repeat');
    const turned = /rotate\(([\d.-]+)\)/.exec(p.getAttribute('patternTransform') ?? '');
    const matrix = new DOMMatrix().rotate(Number(turned?.[1] ?? 0)).scale(1 / fine);
    pattern?.setTransform(matrix);
    return pattern;
  }
}

function transform(c: CanvasRenderingContext2D, text: string): void {
  for (const [, name, values = ''] of text.matchAll(/(\w+)\(([^)]*)\)/g)) {
    const [x = 0, y = 0] = values
      .trim()
      .split(/[\s,]+/)
      .map(Number);
    if (name === 'translate') c.translate(x, y);
    else if (name === 'rotate') c.rotate((x * Math.PI) / 180);
    else if (name === 'scale') c.scale(x, y || x);
  }
}

function pathOf(e: Element, size: { readonly width: number; readonly height: number }): Path2D {
  const n = (name: string, otherwise = 0): number => number(e, name, otherwise);
  const share = (name: 'width' | 'height'): number =>
    e.getAttribute(name)?.endsWith('%') ? (size[name] * n(name)) / 100 : n(name);
  const path = new Path2D(e.localName === 'path' ? (e.getAttribute('d') ?? '') : '');
  if (e.localName === 'rect') {
    path.roundRect(n('x'), n('y'), share('width'), share('height'), n('rx'));
  } else if (e.localName === 'circle') {
    path.arc(n('cx'), n('cy'), n('r'), 0, 2 * Math.PI);
  } else if (e.localName === 'line') {
    path.moveTo(n('x1'), n('y1'));
    path.lineTo(n('x2'), n('y2'));
  } else if (e.localName === 'polygon' || e.localName === 'polyline') {
    const points = (e.getAttribute('points') ?? '').trim().split(/\s+/);
    for (const point of points) {
      const [x = 0, y = 0] = point.split(',').map(Number);
      path.lineTo(x, y);
    }
    if (e.localName === 'polygon') path.closePath();
  }
  return path;
}

function lookOf(e: Element, o: Look): Look {
  const text = (name: string, otherwise: string): string => e.getAttribute(name) ?? otherwise;
  const dash = e.getAttribute('stroke-dasharray');
  return {
    fill: text('fill', o.fill),
    stroke: text('stroke', o.stroke),
    width: number(e, 'stroke-width', o.width),
    dash: dash === null ? o.dash : dash.split(/[\s,]+/).map(Number),
    cap: text('stroke-linecap', o.cap) as CanvasLineCap,
    join: text('stroke-linejoin', o.join) as CanvasLineJoin,
    opacity: o.opacity * number(e, 'opacity', 1),
    fillOpacity: number(e, 'fill-opacity', o.fillOpacity),
    strokeOpacity: number(e, 'stroke-opacity', o.strokeOpacity),
    size: number(e, 'font-size', o.size),
    weight: text('font-weight', o.weight),
    family: text('font-family', o.family),
    anchor: text('text-anchor', o.anchor),
  };
}
