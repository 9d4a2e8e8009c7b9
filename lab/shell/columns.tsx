import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { ExperimentCard } from '../card/card.tsx';
import { Interventions } from '../card/interventions.tsx';
import { Narration } from '../narration/narration.tsx';
import { type Panel, panel, type Tab, t, tab } from '../state/store.ts';
import { PANEL_PARTS } from './panels.ts';
import { Slot } from './slot.tsx';
import { WORDS } from './words.ts';

/** In the order of their keys. */
export const PANELS: readonly Panel[] = ['segment', 'tcb', 'queues', 'sockets', 'states'];
const TABS: readonly Tab[] = ['ladder', ...PANELS];

const extras = () => import('../extras/extras.tsx').then((m) => m.Extras);

/** The story, what is told of the run, and what was done to it. */
export function Left() {
  return (
    <aside class="lab-column lab-left" aria-label={t(WORDS.left)}>
      <div class="lab-card">
        <ExperimentCard />
        <Interventions />
      </div>
      <div class="lab-story">
        <Narration />
      </div>
    </aside>
  );
}

/** What is behind the picture: what the experiment is about, and one of the panels. */
export function Right() {
  const shown = useRef(panel.value);
  useEffect(() => {
    if (panel.value === shown.current) return;
    shown.current = panel.value;
    void PANEL_PARTS[panel.value]().then(() => requestAnimationFrame(showPanel));
  }, [panel.value]);
  return (
    <aside class="lab-column lab-right" data-panel={panel.value} aria-label={t(WORDS.right)}>
      <div class="lab-extras">
        <Slot load={extras} />
      </div>
      <Choice of={PANELS} chosen={panel.value} choose={choosePanel} label={t(WORDS.right)}>
        <Slot key={panel.value} load={PANEL_PARTS[panel.value]} />
      </Choice>
    </aside>
  );
}

/** Below much else the panel that was asked for would not be seen. */
function showPanel(): void {
  const body = document.getElementById('panel-body');
  const column = body?.parentElement;
  if (body == null || column == null) return;
  const below = body.getBoundingClientRect().top - column.getBoundingClientRect().top;
  if (below > column.clientHeight / 2) body.scrollIntoView({ block: 'start' });
}

function choosePanel(p: Panel): void {
  panel.value = p;
  tab.value = p;
}

/** On a phone, one thing at a time. */
export function PhoneTabs() {
  const ladderAt = useRef(0);
  useLayoutEffect(() => {
    const main = document.querySelector('.lab-main');
    if (main === null) return;
    const isLadder = tab.value === 'ladder';
    main.scrollTop = isLadder ? ladderAt.current : 0;
    const keep = (): void => {
      if (isLadder && tab.value === 'ladder') ladderAt.current = main.scrollTop;
    };
    main.addEventListener('scroll', keep, { passive: true });
    return () => main.removeEventListener('scroll', keep);
  }, [tab.value]);
  return (
    <Strip
      of={TABS}
      chosen={tab.value}
      choose={(x) => {
        tab.value = x;
        if (x !== 'ladder') panel.value = x;
      }}
      label={t(WORDS.tabs)}
      id="tab"
    />
  );
}

interface ChoiceProps<X extends Tab> {
  readonly of: readonly X[];
  readonly chosen: X;
  readonly choose: (x: X) => void;
  readonly label: string;
}

function Choice<X extends Tab>(p: ChoiceProps<X> & { readonly children: ComponentChildren }) {
  return (
    <>
      <Strip {...p} id="panel" />
      <div class="lab-panel" role="tabpanel" id="panel-body" aria-labelledby={`panel-${p.chosen}`}>
        {p.children}
      </div>
    </>
  );
}

function Strip<X extends Tab>({
  of,
  chosen,
  choose,
  label,
  id,
}: ChoiceProps<X> & { readonly id: string }) {
  return (
    <div
      class={`tabs tabs-${id}`}
      role="tablist"
      aria-label={label}
      onKeyDown={(e) => rove(e, of, chosen, choose)}
    >
      {of.map((x) => (
        <button
          key={x}
          type="button"
          role="tab"
          id={`${id}-${x}`}
          data-testid={`${id}-${x}`}
          aria-selected={x === chosen}
          tabIndex={x === chosen ? 0 : -1}
          onClick={() => choose(x)}
        >
          {t(WORDS[x])}
        </button>
      ))}
    </div>
  );
}

/** Arrow keys go through the tabs. */
function rove<X extends Tab>(
  e: KeyboardEvent,
  of: readonly X[],
  chosen: X,
  choose: (x: X) => void,
): void {
  const by = e.code === 'ArrowRight' ? 1 : e.code === 'ArrowLeft' ? -1 : 0;
  if (by === 0) return;
  e.preventDefault();
  const next = of[(of.indexOf(chosen) + by + of.length) % of.length] as X;
  choose(next);
  const strip = e.currentTarget as HTMLElement;
  strip.querySelectorAll<HTMLElement>('[role="tab"]')[of.indexOf(next)]?.focus();
}
