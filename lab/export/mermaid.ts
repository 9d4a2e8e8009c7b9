import type { Theme } from '../../src/ladder/theme.ts';

let count = 0;
let sheet: CSSStyleSheet | null = null;
/** One drawing after the other: they share the patches and the sheet. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Draws a sequence diagram with Mermaid. Rejects when Mermaid does not understand the text, or cannot be
 * loaded.
 *
 * Mermaid writes style elements and style attributes, both of which the page's policy refuses. While it
 * draws, attributes go through the object model, which is allowed, and what would be a style element becomes
 * a sheet of the document.
 */
export function drawMermaid(text: string, theme: Theme): Promise<SVGElement> {
  const drawn = last.then(
    () => draw(text, theme),
    () => draw(text, theme),
  );
  last = drawn;
  return drawn;
}

async function draw(text: string, theme: Theme): Promise<SVGElement> {
  const { default: mermaid } = await import('mermaid');
  mermaid.initialize({
    startOnLoad: false,
    // Strict would parse the drawing once more, styles and all. The text is ours, and escaped.
    securityLevel: 'loose',
    theme: theme === 'dark' ? 'dark' : 'default',
    suppressErrorRendering: true,
    fontFamily: getComputedStyle(document.body).fontFamily,
    sequence: { useMaxWidth: true },
  });
  const restore = withoutInlineStyles();
  try {
    const { svg } = await mermaid.render(`export-mermaid-${++count}`, text);
    return adopted(svg);
  } finally {
    restore();
  }
}

/** Element that takes the place of a style element until its rules are taken out. */
const STAND_IN = 'synwave-style';
/** Attribute that holds a style while a drawing is parsed. */
const KEPT = 'data-kept-style';

function withoutInlineStyles(): () => void {
  const element = Element.prototype;
  const { setAttribute } = element;
  const { createElement } = document;
  element.setAttribute = function (this: Element, name: string, value: string): void {
    if (name !== 'style' || !('style' in this)) setAttribute.call(this, name, value);
    else (this as HTMLElement).style.cssText = String(value);
  };
  document.createElement = ((name: string, options?: ElementCreationOptions) =>
    createElement.call(
      document,
      name.toLowerCase() === 'style' ? STAND_IN : name,
      options,
    )) as typeof createElement;
  return () => {
    element.setAttribute = setAttribute;
    document.createElement = createElement;
  };
}

/** The drawing as an element of the page, its rules in a sheet. */
function adopted(text: string): SVGElement {
  // Parsed as they are, styles would be refused: a parsed document has the policy of its page.
  const quiet = text.replaceAll(' style="', ` ${KEPT}="`);
  const parsed = new DOMParser().parseFromString(quiet, 'text/html').querySelector('svg');
  if (parsed === null) throw new RangeError('Mermaid drew nothing');
  const rules: string[] = [];
  for (const stand of parsed.querySelectorAll(STAND_IN)) {
    rules.push(stand.textContent ?? '');
    stand.remove();
  }
  const svg = document.adoptNode(parsed);
  for (const e of [svg, ...svg.querySelectorAll<SVGElement>(`[${KEPT}]`)]) {
    e.style.cssText = e.getAttribute(KEPT) ?? '';
    e.removeAttribute(KEPT);
  }
  if (sheet === null) {
    sheet = new CSSStyleSheet();
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }
  sheet.replaceSync(rules.join('\n'));
  return svg;
}
