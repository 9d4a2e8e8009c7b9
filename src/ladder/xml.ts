import { displayWidth } from './width.ts';

/** What XML has no place for: controls, halves of surrogate pairs, and two that are no characters. */
const FORBIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must go
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** `text` as it may stand in XML, between tags and in attributes. */
export function escapeXml(text: string): string {
  return text
    .replace(FORBIDDEN, '\ufffd')
    .replace(/[&<>"]/g, (character) => ENTITIES[character] as string);
}

type Value = string | number | undefined;

/** One element; numbers are rounded to a tenth, attributes without a value are left out. */
export function element(
  name: string,
  attributes: Readonly<Record<string, Value>>,
  content?: string,
): string {
  let tag = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    tag += ` ${key}="${typeof value === 'number' ? tenth(value) : escapeXml(value)}"`;
  }
  return content === undefined ? `${tag}/>` : `${tag}>${content}</${name}>`;
}

/** A coordinate to a tenth of a pixel. Throws when there is none: that would be a bug of ours. */
export function tenth(n: number): string {
  if (!Number.isFinite(n)) throw new Error(`a coordinate must be a number, not ${n}`);
  return `${Math.round(n * 10) / 10}`;
}

/** How text looks, as far as its width goes. */
export interface Font {
  readonly size: number;
  readonly bold?: boolean;
  readonly mono?: boolean;
}

/**
 * About how wide `text` is in pixels. Nobody knows which font will draw it, so this is how wide the widest of
 * the usual ones would make it; a wide character takes an em.
 */
export function textWidth(text: string, font: Font): number {
  let ems = 0;
  for (const character of text) {
    const columns = displayWidth(character);
    if (columns === 2) ems += 1;
    else if (columns === 1) ems += font.mono === true ? 0.62 : narrow(character);
  }
  return ems * font.size * (font.bold === true ? 1.1 : 1);
}

/** Ems of a character of one column. */
function narrow(character: string): number {
  if (/[=+<>~@%&mwMW—⋯→]/.test(character)) return 0.85;
  if (/[A-Z]/.test(character)) return 0.69;
  return /[ ilj.,:;'|()[\]/]/.test(character) ? 0.35 : 0.63;
}
