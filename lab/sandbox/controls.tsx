import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { t } from '../state/store.ts';
import { WORDS } from './words.ts';

interface FieldProps {
  readonly says: string;
  readonly children: ComponentChildren;
}

/** A label above what it is about. */
export function Labelled({ says, children }: FieldProps) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is what it is given
    <label class="sandbox-field">
      <span class="ctl-muted">{says}</span>
      {children}
    </label>
  );
}

interface NumberFieldProps {
  readonly says: string;
  readonly value: number | undefined;
  /** How many of what the engine counts in make one of what is typed. */
  readonly size?: number;
  readonly onChange: (value: number | undefined) => void;
  readonly testId?: string;
}

/** A number; what is no number is kept until it is one. Whether it will do, is said when it is read. */
export function NumberField({ says, value, size = 1, onChange, testId }: NumberFieldProps) {
  const draft = useSignal<string | null>(null);
  return (
    <Labelled says={says}>
      <input
        class="ctl-input sandbox-number"
        inputMode="decimal"
        data-testid={testId}
        value={draft.value ?? (value === undefined ? '' : String(value / size))}
        aria-invalid={draft.value !== null && draft.value.trim() !== ''}
        onInput={(e) => {
          const text = e.currentTarget.value.trim();
          const given = text === '' ? Number.NaN : Math.round(Number(text) * size);
          draft.value = Number.isNaN(given) ? text : null;
          onChange(Number.isNaN(given) ? undefined : given);
        }}
        onBlur={() => {
          draft.value = null;
        }}
      />
    </Labelled>
  );
}

interface ChoiceProps<T extends string> {
  readonly says: string;
  readonly value: T;
  readonly of: readonly (readonly [T, string])[];
  readonly onChange: (value: T) => void;
  readonly testId?: string;
}

export function Choice<T extends string>({ says, value, of, onChange, testId }: ChoiceProps<T>) {
  return (
    <Labelled says={says}>
      <select
        class="ctl-select"
        data-testid={testId}
        value={value}
        onChange={(e) => onChange(e.currentTarget.value as T)}
      >
        {of.map(([id, text]) => (
          <option key={id} value={id}>
            {text}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

export function Flag({
  says,
  value,
  onChange,
}: {
  readonly says: string;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
}) {
  return (
    <label class="ctl-switch">
      <input type="checkbox" checked={value} onChange={(e) => onChange(e.currentTarget.checked)} />
      {says}
    </label>
  );
}

/** Takes a row away. */
export function Remove({
  what,
  testId,
  onClick,
}: {
  readonly what: string;
  readonly testId?: string;
  readonly onClick: () => void;
}) {
  return (
    <button
      type="button"
      class="ctl-button ctl-quiet sandbox-remove"
      data-testid={testId}
      aria-label={`${t(WORDS.remove)}: ${what}`}
      title={t(WORDS.remove)}
      onClick={onClick}
    >
      ✕
    </button>
  );
}
