import { overlay, t } from '../state/store.ts';
import { EXPERIMENTS } from './path.ts';
import { type Filter, THEMES } from './themes.ts';
import { WORDS } from './words.ts';

interface FiltersProps {
  readonly filter: Filter;
  readonly onChange: (filter: Filter) => void;
}

/** What narrows the list of exhibits: a theme, the number of an experiment. */
export function Filters({ filter, onChange }: FiltersProps) {
  const pick = (theme: Filter['theme']): void => onChange({ ...filter, theme });
  return (
    <div class="gallery-filters">
      <fieldset class="gallery-themes">
        <legend class="is-heard">{t(WORDS.themes)}</legend>
        <Chip id="all" isOn={filter.theme === null} says={t(WORDS.all)} onPick={() => pick(null)} />
        {THEMES.map(({ id, says }) => (
          <Chip
            key={id}
            id={id}
            isOn={filter.theme === id}
            says={t(says)}
            onPick={() => pick(id)}
          />
        ))}
        <button
          type="button"
          class="ctl-chip gallery-sandbox"
          data-testid="gallery-sandbox"
          onClick={() => {
            overlay.value = 'sandbox';
          }}
        >
          {t(WORDS.sandbox)} →
        </button>
      </fieldset>
      <label class="gallery-experiment">
        <span class="is-heard">{t(WORDS.experiment)}</span>
        <select
          class="ctl-select"
          data-testid="gallery-experiment"
          value={filter.experiment ?? ''}
          onChange={(e) => onChange({ ...filter, experiment: e.currentTarget.value || null })}
        >
          <option value="">{t(WORDS.anyExperiment)}</option>
          {Object.entries(EXPERIMENTS).map(([id, says]) => (
            <option key={id} value={id}>
              {id} {t(says)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

interface ChipProps {
  readonly id: string;
  readonly isOn: boolean;
  readonly says: string;
  readonly onPick: () => void;
}

function Chip({ id, isOn, says, onPick }: ChipProps) {
  return (
    <button
      type="button"
      class="ctl-chip"
      aria-pressed={isOn}
      data-testid={`gallery-theme-${id}`}
      onClick={onPick}
    >
      {says}
    </button>
  );
}
