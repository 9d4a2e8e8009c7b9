/**
 * Moves the focus among the buttons of a list with the arrow keys, Home and End; only one of them is a stop
 * of the tab key. For `onKeyDown` of what holds them; each has the attribute `data-rove`.
 */
export function rove(e: KeyboardEvent): void {
  const by = STEPS[e.key];
  if (by === undefined || e.isComposing || e.altKey || e.ctrlKey || e.metaKey) return;
  const list = e.currentTarget as HTMLElement;
  const all = [...list.querySelectorAll<HTMLElement>('[data-rove]')];
  const now = all.indexOf(document.activeElement as HTMLElement);
  if (now < 0) return;
  const to = Math.min(
    Math.max(by === 'first' ? 0 : by === 'last' ? all.length : now + by, 0),
    all.length - 1,
  );
  e.preventDefault();
  all[now]?.setAttribute('tabindex', '-1');
  all[to]?.setAttribute('tabindex', '0');
  all[to]?.focus();
}

const STEPS: Readonly<Record<string, 1 | -1 | 'first' | 'last'>> = {
  ArrowDown: 1,
  ArrowRight: 1,
  ArrowUp: -1,
  ArrowLeft: -1,
  Home: 'first',
  End: 'last',
};
