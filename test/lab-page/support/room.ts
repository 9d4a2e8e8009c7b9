/**
 * What has too little room on the page as it is now: a page or dialog that scrolls sideways, text that is cut off,
 * things to be operated that lie on one another or are smaller than `least` CSS pixels. Runs in the page.
 */
export const SQUEEZED = (least: number): string[] => {
  const found = new Set<string>();
  const top = document.querySelector('dialog[open]') ?? document.body;
  const nameOf = (e: Element): string => {
    const id = e.getAttribute('data-testid');
    const says = (e.textContent ?? '').slice(0, 30).replace(/\s+/g, ' ');
    return `${e.tagName.toLowerCase()}${id === null ? `.${e.getAttribute('class') ?? ''}` : `[${id}]`} “${says}”`;
  };
  const HEARD = '.is-heard, .table-hidden, .header-skip, .header-says, .what-if-long';
  const isSeen = (e: Element): boolean => {
    const { width, height } = e.getBoundingClientRect();
    const isThere = e.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    return width > 2 && height > 2 && isThere && e.closest(HEARD) === null;
  };
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    found.add(`the page scrolls sideways: ${root.scrollWidth} > ${root.clientWidth}`);
  }
  const all = [...top.querySelectorAll('*')].filter(isSeen);
  for (const e of all) {
    if (!(e instanceof HTMLElement) || e.clientWidth === 0) continue;
    const { overflowX, display } = getComputedStyle(e);
    const over = e.scrollWidth - e.clientWidth;
    if (over <= 1 || display === 'inline') continue;
    const scrolls = overflowX === 'auto' || overflowX === 'scroll';
    const isText = e.matches(
      'p, button, a, label, summary, td, th, li, h1, h2, h3, h4, legend, dt, dd, span',
    );
    if (
      scrolls &&
      e.matches('.modal-body, .modal-content, .modal, .lab-column, .lab-main, .lab-panel')
    ) {
      found.add(`scrolls sideways by ${over}: ${nameOf(e)}`);
    } else if (!scrolls && (overflowX !== 'visible' || isText)) {
      found.add(`cut by ${over} (${overflowX}): ${nameOf(e)}`);
    }
  }
  const OPERATED = 'button, a[href], input, select, textarea, summary, [role="tab"]';
  const operated = all.filter((e) => e.matches(OPERATED) && e instanceof HTMLElement);
  const reachOf = (e: Element): DOMRect =>
    (
      (e.matches('[type="radio"], [type="checkbox"]') ? e.closest('label') : null) ?? e
    ).getBoundingClientRect();
  for (const e of operated) {
    const { width, height } = reachOf(e);
    const isInText = e.matches('a') && getComputedStyle(e).display === 'inline';
    if (!isInText && Math.min(width, height) < least - 0.5) {
      found.add(`small, ${Math.round(width)}×${Math.round(height)}: ${nameOf(e)}`);
    }
  }
  /** What can be seen of it: what its boxes that scroll or clip leave of it. */
  const seenOf = (
    e: Element,
  ): { l: number; t: number; r: number; b: number; layer: Element | null } => {
    const box = e.getBoundingClientRect();
    const seen = {
      l: box.left,
      t: box.top,
      r: box.right,
      b: box.bottom,
      layer: null as Element | null,
    };
    for (let p = e.parentElement; p !== null; p = p.parentElement) {
      const { overflowX, overflowY, position } = getComputedStyle(p);
      if (/sticky|fixed|absolute/.test(position)) seen.layer ??= p;
      if (overflowX === 'visible' && overflowY === 'visible') continue;
      const q = p.getBoundingClientRect();
      seen.l = Math.max(seen.l, q.left);
      seen.t = Math.max(seen.t, q.top);
      seen.r = Math.min(seen.r, q.right);
      seen.b = Math.min(seen.b, q.bottom);
    }
    return seen;
  };
  const places = operated.map((e) => [e, seenOf(e)] as const);
  for (const [i, [a, x]] of places.entries()) {
    for (const [b, y] of places.slice(i + 1)) {
      const wide = Math.min(x.r, y.r) - Math.max(x.l, y.l);
      const high = Math.min(x.b, y.b) - Math.max(x.t, y.t);
      // What lies in another layer covers what is below, and means to.
      if (wide <= 1 || high <= 1 || x.layer !== y.layer || a.contains(b) || b.contains(a)) continue;
      found.add(`overlap, ${Math.round(wide)}×${Math.round(high)}: ${nameOf(a)} and ${nameOf(b)}`);
    }
  }
  return [...found];
};
