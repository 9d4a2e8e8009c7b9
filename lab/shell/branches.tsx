import type { Parameter } from '../../src/gallery/exhibit.ts';
import type { Intervention } from '../../src/sim/intervention.ts';
import { spellTime } from '../../src/story/spell.ts';
import { interventionWords } from '../card/intervention-words.ts';
import { scaleOf } from '../card/quantity.ts';
import { compare, switchTo, undo } from '../state/actions.ts';
import { type Branch, bench, lang, past, t } from '../state/store.ts';
import { Icon } from './icon.tsx';
import { WORDS } from './words.ts';

/** The timelines there are: which one is shown, which one is drawn behind it; and undo. */
export function Branches() {
  const b = bench.value;
  if (b === null || (b.branches.length < 2 && past.value.length === 0)) return null;
  const others = b.branches.filter((x) => x.name !== b.active);
  return (
    <div class="branches" data-testid="branches">
      <fieldset class="branches-list">
        <legend class="is-heard">{t(WORDS.branches)}</legend>
        {b.branches.slice(-6).map((x) => (
          <button
            key={x.name}
            type="button"
            aria-pressed={x.name === b.active}
            data-testid={`branch-${x.name}`}
            title={nameOf(x, b.branches)}
            onClick={() => switchTo(x.name)}
          >
            <b>{x.name}</b> <span class="branches-what">{nameOf(x, b.branches)}</span>
          </button>
        ))}
      </fieldset>
      {others.length > 0 && (
        <label class="branches-compare" title={t(WORDS.compareHint)}>
          {t(WORDS.compareWith)}
          <select
            data-testid="compare"
            value={b.compared ?? ''}
            onChange={(e) => compare(e.currentTarget.value === '' ? null : e.currentTarget.value)}
          >
            <option value="">—</option>
            {others.map((x) => (
              <option key={x.name} value={x.name}>
                {x.name}
              </option>
            ))}
          </select>
        </label>
      )}
      <button
        type="button"
        data-testid="undo"
        disabled={past.value.length === 0}
        title={t(WORDS.undoHint)}
        onClick={undo}
      >
        <Icon name="undo" /> {t(WORDS.undo)}
      </button>
    </div>
  );
}

/** What was done last on the way to a branch: what makes it another. */
function nameOf(x: Branch, all: readonly Branch[]): string {
  const parent = all.find((p) => p.name === x.parent?.name);
  if (parent === undefined) return t(WORDS.original);
  const { setup, trace } = x.run;
  const before = parent.run.setup;
  const added = setup.interventions.filter((i) => !before.interventions.includes(i));
  const replaces = (i: Intervention): boolean =>
    i.kind === 'fault' && added.some((a) => a.kind === 'fault' && a.segment === i.segment);
  const gone = before.interventions.filter((i) => !setup.interventions.includes(i) && !replaces(i));
  const values = Object.entries(setup.values).filter(([k, v]) => before.values[k] !== v);
  const at = trace.frames[x.parent?.frame ?? 0]?.at ?? 0;
  const texts = [
    ...added.map((i) => t(interventionWords(i))),
    ...gone.map((i) => `− ${t(interventionWords(i))}`),
    ...values.map(([k, v]) => valueText(x.run.card.parameters[k], v)),
    ...(setup.seed === before.seed
      ? []
      : [t({ zh: `种子 ${setup.seed}`, en: `seed ${setup.seed}` })]),
  ];
  return `${spellTime(at, lang.value)} · ${texts.slice(0, 2).join(t(WORDS.and))}`;
}

/** A parameter and its value, as the card says them. */
function valueText(p: Parameter | undefined, value: number): string {
  if (p === undefined) return String(value);
  const { unit, size } = scaleOf(p.unit, p.most);
  return `${t(p.says)} ${value / size} ${t(unit)}`.trim();
}
