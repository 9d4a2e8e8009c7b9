import type { Field, Layer } from '../../src/inspect/field.ts';
import { t } from '../state/store.ts';
import { dissection, focus, focusedField, focusedFields, hover, pinField } from './state.ts';
import { LAYERS, WORDS } from './words.ts';

const ORDER: readonly Layer[] = ['ip', 'tcp', 'options', 'payload'];

/** Every field with its value, one below the other. */
export function Fields() {
  const { fields } = dissection.value;
  const active = focusedField.value ?? focusedFields.value[0]?.id ?? fields[0]?.id;
  return (
    <div
      class="inspector-fields"
      role="listbox"
      aria-label={t(WORDS.fields)}
      onKeyDown={move}
      onPointerLeave={() => hover(null)}
    >
      {ORDER.map((layer) => {
        const own = fields.filter((f) => f.layer === layer);
        if (own.length === 0) return null;
        return (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a listbox
          <div role="group" key={layer} aria-label={t(LAYERS[layer])} class={`is-${layer}`}>
            <div class="inspector-layer" aria-hidden="true">
              {t(LAYERS[layer])}
            </div>
            {own.map((f) => (
              <Row key={f.id} field={f} isActive={f.id === active} />
            ))}
          </div>
        );
      })}
    </div>
  );
}

function Row({ field: f, isActive }: { readonly field: Field; readonly isActive: boolean }) {
  const isIn = focusedFields.value.some((x) => x.id === f.id);
  const isPart = f.option !== undefined && focus.value !== null;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list moves by its own keys, and focus is enough
    <div
      role="option"
      class={isIn ? 'inspector-field is-in' : 'inspector-field'}
      data-testid={`field-${f.id}`}
      tabIndex={isActive ? 0 : -1}
      aria-selected={isIn}
      aria-describedby={isIn && isPart ? 'inspector-detail' : undefined}
      onFocus={() => pinField(f)}
      onClick={() => pinField(f)}
      onPointerEnter={(e) => e.pointerType === 'mouse' && hover({ at: f.from, field: f.id })}
    >
      <span>{t(f.name)}</span>
      <code>{f.value}</code>
    </div>
  );
}

function move(e: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  if (e.ctrlKey || e.altKey || e.metaKey) return;
  const rows = [...e.currentTarget.querySelectorAll<HTMLElement>('[role="option"]')];
  const here = rows.indexOf(e.target as HTMLElement);
  const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: rows.length - 1 }[e.code];
  if (to === undefined) return;
  e.preventDefault();
  e.stopPropagation();
  hover(null);
  rows[Math.min(Math.max(to, 0), rows.length - 1)]?.focus();
}
