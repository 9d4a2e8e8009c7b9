import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { Parameter, Values } from '../../src/gallery/exhibit.ts';
import { change } from '../state/actions.ts';
import { branch, t } from '../state/store.ts';
import { scaleOf, sliderOf, stepsOf, typed, valueAt } from './quantity.ts';
import { WORDS } from './words.ts';

/** How long one must rest on a value before it is run, milliseconds. */
const REST = 350;

/** What can be changed about an exhibit: a slider and a number for each. */
export function Parameters({ of }: { readonly of: Readonly<Record<string, Parameter>> }) {
  const values = branch.value?.run.setup.values ?? {};
  const draft = useSignal<Values>({});
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  // What was being set is out of date once another run is shown.
  useEffect(() => {
    draft.value = {};
  }, [branch.value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const set = (name: string, value: number): void => {
    draft.value = { ...draft.value, [name]: value };
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void change({ values: merged(of, draft.value) }), REST);
  };
  return (
    <section class="card-part">
      <h4>{t(WORDS.parameters)}</h4>
      {Object.entries(of).map(([name, p]) => (
        <OneParameter
          key={name}
          name={name}
          p={p}
          value={draft.value[name] ?? values[name] ?? p.value}
          onChange={(value) => set(name, value)}
        />
      ))}
    </section>
  );
}

/** The values as a setup has them: those that are not the exhibit's own. */
function merged(of: Readonly<Record<string, Parameter>>, draft: Values): Values {
  const all = { ...(branch.peek()?.run.setup.values ?? {}), ...draft };
  return Object.fromEntries(Object.entries(all).filter(([name, v]) => of[name]?.value !== v));
}

interface OneParameterProps {
  readonly name: string;
  readonly p: Parameter;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

function OneParameter({ name, p, value, onChange }: OneParameterProps) {
  const id = useId();
  /** What is being typed and has not been taken yet. */
  const typing = useSignal<string | null>(null);
  const { unit, size } = scaleOf(p.unit, p.most);
  const shown = String(value / size);
  const text = `${shown} ${t(unit)}`.trim();
  const isWrong = typing.value !== null && typed(p, typing.value) === null;
  const take = (): void => {
    const given = typing.value === null ? null : typed(p, typing.value);
    if (given === null) return;
    typing.value = null;
    if (given !== value) onChange(given);
  };
  return (
    <div class="card-parameter">
      <label for={id}>{t(p.says)}</label>
      <input
        type="range"
        class="card-slider"
        data-testid={`param-${name}-slider`}
        aria-label={t(p.says)}
        aria-valuetext={text}
        min={0}
        max={stepsOf(p)}
        value={sliderOf(p, value)}
        onInput={(e) => {
          typing.value = null;
          onChange(valueAt(p, Number(e.currentTarget.value)));
        }}
      />
      <span class="card-number">
        <input
          id={id}
          class="ctl-input"
          inputMode="decimal"
          data-testid={`param-${name}`}
          aria-invalid={isWrong}
          value={typing.value ?? shown}
          onInput={(e) => {
            typing.value = e.currentTarget.value;
          }}
          onKeyDown={(e) => {
            if (e.key === 'Enter') take();
          }}
          onBlur={() => {
            take();
            typing.value = null;
          }}
        />
        <span>{t(unit)}</span>
        {value !== p.value && (
          <button
            type="button"
            class="ctl-button ctl-quiet"
            aria-label={`${t(WORDS.restore)}: ${t(p.says)}`}
            title={t(WORDS.restore)}
            onClick={() => onChange(p.value)}
          >
            ↺
          </button>
        )}
      </span>
      {isWrong && (
        <span class="card-wrong" role="alert">
          {t(WORDS.bounds)}: {p.least / size}–{p.most / size} {t(unit)}
        </span>
      )}
    </div>
  );
}
