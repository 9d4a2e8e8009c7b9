import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { FIELD_NAMES, FIELD_WORDS, type FieldName } from '../../src/tcp/profiles/field-words.ts';
import { FIELDS } from '../../src/tcp/profiles/fields.ts';
import { PROFILES, rfc } from '../../src/tcp/profiles/index.ts';
import type { CardHost, Setup } from '../engine/protocol.ts';
import { intervene } from '../state/actions.ts';
import { t } from '../state/store.ts';
import { fieldScale, readValue, valueText } from './field-value.ts';
import { WORDS } from './words.ts';

interface FieldsProps {
  readonly hosts: readonly CardHost[];
  readonly setup: Setup;
}

/** Sets one value of a profile, at a host or at all: found by its name or by what it is. */
export function Fields({ hosts, setup }: FieldsProps) {
  const id = useId();
  const query = useSignal('');
  const name = useSignal<FieldName>('synQueue');
  const host = useSignal('');
  const text = useSignal<string | null>(null);
  const isWrong = useSignal(false);
  const found = FIELD_NAMES.filter((f) => matches(f, query.value));
  // What nothing fits is no search: the whole list is there again.
  const names = found.length > 0 ? found : FIELD_NAMES;
  const chosen = names.includes(name.value) ? name.value : (names[0] ?? name.value);
  const usual = usualValue(hosts, setup, host.value, chosen);
  const scale = fieldScale(chosen, usual);
  const shown = text.value ?? valueText(usual, scale);
  const set = (): void => {
    const value = readValue(chosen, shown, scale);
    isWrong.value = value === null;
    if (value === null) return;
    const where = host.value === '' ? {} : { host: host.value };
    text.value = null;
    void intervene({ kind: 'set', field: chosen, value, ...where });
  };
  return (
    <form
      class="what-if-fields"
      onSubmit={(e) => {
        e.preventDefault();
        set();
      }}
    >
      <label>
        {t(WORDS.find)}
        <input
          type="search"
          class="ctl-input"
          data-testid="set-search"
          value={query.value}
          onInput={(e) => {
            query.value = e.currentTarget.value;
            text.value = null;
          }}
        />
      </label>
      <label>
        {t(WORDS.field)}
        <select
          class="ctl-select"
          data-testid="set-field"
          value={chosen}
          onChange={(e) => {
            name.value = e.currentTarget.value as FieldName;
            text.value = null;
            isWrong.value = false;
          }}
        >
          {names.map((f) => (
            <option key={f} value={f}>
              {t(FIELD_WORDS[f])} · {f}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t(WORDS.host)}
        <select
          class="ctl-select"
          data-testid="set-host"
          value={host.value}
          onChange={(e) => {
            host.value = e.currentTarget.value;
            text.value = null;
          }}
        >
          <option value="">{t(WORDS.everyHost)}</option>
          {hosts.map((h) => (
            <option key={h.name}>{h.name}</option>
          ))}
        </select>
      </label>
      <label for={id}>
        {t(WORDS.value)}
        {t(scale.unit) !== '' && `, ${t(scale.unit)}`}
        <FieldInput
          id={id}
          name={chosen}
          value={shown}
          isWrong={isWrong.value}
          onChange={(v) => {
            text.value = v;
            isWrong.value = false;
          }}
        />
      </label>
      <button type="submit" class="ctl-button ctl-primary" data-testid="set-add">
        {t(WORDS.add)}
      </button>
      <span role="status" class="what-if-wrong">
        {isWrong.value && t(WORDS.bad)}
      </span>
    </form>
  );
}

interface FieldInputProps {
  readonly id: string;
  readonly name: FieldName;
  readonly value: string;
  readonly isWrong: boolean;
  readonly onChange: (value: string) => void;
}

function FieldInput({ id, name, value, isWrong, onChange }: FieldInputProps) {
  const f = FIELDS[name];
  if (f.kind === 'flag' || f.kind === 'choice') {
    const of = f.kind === 'flag' ? ['true', 'false'] : f.of;
    return (
      <select
        id={id}
        class="ctl-select"
        data-testid="set-value"
        value={value}
        onChange={(e) => onChange(e.currentTarget.value)}
      >
        {of.map((v) => (
          <option key={v} value={v}>
            {f.kind === 'flag' ? t(v === 'true' ? WORDS.on : WORDS.off) : v}
          </option>
        ))}
      </select>
    );
  }
  return (
    <input
      id={id}
      class="ctl-input"
      data-testid="set-value"
      value={value}
      aria-invalid={isWrong}
      title={f.kind === 'number' && f.endless ? t(WORDS.endless) : undefined}
      onInput={(e) => onChange(e.currentTarget.value)}
    />
  );
}

function matches(name: FieldName, query: string): boolean {
  const { zh, en } = FIELD_WORDS[name];
  const text = `${name} ${zh} ${en}`.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** What the field holds in this setup, at the host or at the first of all. */
function usualValue(
  hosts: readonly CardHost[],
  { interventions }: Setup,
  host: string,
  name: FieldName,
): unknown {
  const set = interventions.findLast(
    (i) => i.kind === 'set' && i.field === name && (i.host ?? host) === host,
  );
  if (set?.kind === 'set') return set.value;
  const h = hosts.find((x) => x.name === host) ?? hosts[0];
  if (h !== undefined && Object.hasOwn(h.set, name)) return h.set[name];
  const asked = interventions.findLast((i) => i.kind === 'profile' && i.host === h?.name);
  const profile = asked?.kind === 'profile' ? asked.name : (h?.profile ?? 'rfc');
  return (PROFILES[profile] ?? rfc)[name];
}
