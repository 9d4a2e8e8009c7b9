/** Enough of XML to check what is drawn: elements, attributes and text; no entities but the five, no CDATA. */

const TAG = /<(\/?)([A-Za-z][\w:-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/y;
const TEXT = /(?:[^<&]|&(?:amp|lt|gt|quot|apos);)+/y;

/** Throws where `xml` is not one well-formed element, or where an element has an attribute twice. */
export function wellFormed(xml: string): void {
  const open: string[] = [];
  const ids = new Set<string>();
  let at = 0;
  while (at < xml.length) {
    if (at > 0 && open.length === 0) throw new Error('there is something after the root');
    TAG.lastIndex = at;
    const tag = TAG.exec(xml);
    if (tag !== null) {
      const [, closes, name = '', attributes = '', selfClosed] = tag;
      const keys = [...attributes.matchAll(/([\w:-]+)="/g)].map((m) => m[1]);
      if (new Set(keys).size !== keys.length) throw new Error(`an attribute twice: ${tag[0]}`);
      if (/&(?!(?:amp|lt|gt|quot|apos);)/.test(attributes)) throw new Error(`bad: ${tag[0]}`);
      const { id } = attributesOf(attributes);
      if (id !== undefined && ids.has(id)) throw new Error(`two elements are called ${id}`);
      if (id !== undefined) ids.add(id);
      if (closes === '/') {
        if (open.pop() !== name) throw new Error(`${name} closes what is not open`);
      } else if (selfClosed !== '/') open.push(name);
      at = TAG.lastIndex;
      continue;
    }
    TEXT.lastIndex = at;
    if (TEXT.exec(xml) === null) throw new Error(`no XML at ${xml.slice(at, at + 60)}`);
    at = TEXT.lastIndex;
  }
  if (open.length > 0) throw new Error(`not closed: ${open.join(' ')}`);
  for (const [, id] of xml.matchAll(/url\(#([^)]*)\)/g)) {
    if (!ids.has(id as string)) throw new Error(`nothing is called ${id}`);
  }
}

export function attributesOf(text: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, key, value] of text.matchAll(/([\w:-]+)="([^"]*)"/g)) {
    attributes[key as string] = value as string;
  }
  return attributes;
}

export interface Found {
  readonly attributes: Record<string, string>;
  readonly content: string;
}

/** Elements of this name, without others of that name in them, whose class begins with `className`. */
export function elementsOf(xml: string, name: string, className: string): Found[] {
  const pattern = new RegExp(`<${name}( [^>]*)>((?:(?!<${name}[ >])[\\s\\S])*?)</${name}>`, 'g');
  return [...xml.matchAll(pattern)]
    .map((m) => ({ attributes: attributesOf(m[1] as string), content: m[2] as string }))
    .filter(({ attributes: { class: own = '' } }) => own.startsWith(className));
}

export function numbersIn(text: string): number[] {
  return [...text.matchAll(/-?\d+(?:\.\d+)?/g)].map((m) => Number(m[0]));
}
