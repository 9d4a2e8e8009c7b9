import { t } from '../state/store.ts';
import { shortOf } from './grid.tsx';
import { isFlag, placeOf } from './layout.ts';
import { bytes, dissection, focusedField, focusedFields, hover, pin } from './state.ts';
import { placeWords, WORDS } from './words.ts';

/** Where the eight flags stand in the TCP header. */
const FLAGS_AT = 13;

/** The octet of the flags, bit by bit: what is looked for most often. */
export function Flags() {
  const { tcp, fields } = dissection.value;
  if (tcp === null) return null;
  const at = tcp.from + FLAGS_AT;
  const flags = fields.filter((f) => isFlag(f) && f.from === at);
  const value = (bytes.value[at] ?? 0).toString(16).padStart(2, '0');
  const isAll = focusedFields.value.length > 1 && focusedFields.value[0]?.from === at;
  return (
    <div class="inspector-flags" onPointerLeave={() => hover(null)}>
      <button
        type="button"
        class="inspector-flags-all is-plain"
        data-testid="jump-flags"
        aria-pressed={isAll}
        onClick={() => pin({ at, field: null })}
      >
        {t(placeWords(placeOf(dissection.value, at)))} · {t(WORDS.flags)} = <code>0x{value}</code>
      </button>
      <div class="inspector-bits">
        {flags.map((f) => (
          <button
            type="button"
            key={f.id}
            class={f.raw === 1 ? 'inspector-bit is-on' : 'inspector-bit'}
            data-testid={`bit-${f.id}`}
            aria-pressed={focusedField.value === f.id}
            title={t(f.name)}
            onClick={() => pin({ at, field: f.id })}
            onPointerEnter={(e) => e.pointerType === 'mouse' && hover({ at, field: f.id })}
          >
            <span>{shortOf(t(f.name))}</span> <b>{f.raw}</b>
          </button>
        ))}
      </div>
    </div>
  );
}
