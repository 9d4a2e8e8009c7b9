import { WHAT_IF_WORDS } from '../../src/gallery/what-if-words.ts';
import type { ScenarioHost } from '../../src/sim/scenario.ts';
import { FIELD_NAMES, FIELD_WORDS, type FieldName } from '../../src/tcp/profiles/field-words.ts';
import { PROFILES, rfc } from '../../src/tcp/profiles/index.ts';
import type { WhatIfId } from '../../src/tcp/what-if.ts';
import { t } from '../state/store.ts';
import { fieldScale, readValue, valueText } from '../what-if/field-value.ts';
import { Choice, Flag, Labelled, NumberField, Remove } from './controls.tsx';
import { MOST_HOSTS, renamed, withHost, withItem, withoutHost } from './edit.ts';
import { WORDS, withUnit } from './words.ts';
import type { World } from './world.ts';

interface EditProps {
  readonly world: World;
  readonly onChange: (world: World) => void;
}

const IDS = Object.keys(WHAT_IF_WORDS) as readonly WhatIfId[];
const PROFILE_CHOICES = Object.keys(PROFILES).map((name) => [name, name] as const);

/** The hosts of the world. */
export function Hosts({ world, onChange }: EditProps) {
  return (
    <section>
      <h3>{t(WORDS.hosts)}</h3>
      <ul class="sandbox-rows">
        {world.hosts.map((h, i) => (
          <Host
            key={i}
            host={h}
            place={i}
            onRename={(name) => onChange(renamed(world, i, name))}
            onChange={(host) => onChange({ ...world, hosts: withItem(world.hosts, i, host) })}
            onRemove={world.hosts.length > 2 ? () => onChange(withoutHost(world, i)) : undefined}
          />
        ))}
      </ul>
      <button
        type="button"
        class="ctl-button"
        data-testid="sandbox-add-host"
        disabled={world.hosts.length >= MOST_HOSTS}
        onClick={() => onChange(withHost(world))}
      >
        {t(WORDS.addHost)}
      </button>
    </section>
  );
}

interface HostProps {
  readonly host: ScenarioHost;
  readonly place: number;
  readonly onRename: (name: string) => void;
  readonly onChange: (host: ScenarioHost) => void;
  readonly onRemove: (() => void) | undefined;
}

function Host({ host, place, onRename, onChange, onRemove }: HostProps) {
  const { whatIfs = [] } = host;
  return (
    <li class="sandbox-row" data-testid={`sandbox-host-${place}`}>
      <Labelled says={t(WORDS.name)}>
        <input
          class="ctl-input sandbox-name"
          maxLength={8}
          value={host.name}
          onChange={(e) => onRename(e.currentTarget.value.trim())}
        />
      </Labelled>
      <Labelled says={t(WORDS.role)}>
        <input
          class="ctl-input"
          maxLength={40}
          value={t(host.title)}
          onInput={(e) => {
            const own = e.currentTarget.value;
            onChange({ ...host, title: { zh: own, en: own } });
          }}
        />
      </Labelled>
      <Choice
        says={t(WORDS.profile)}
        value={host.profile ?? 'linux'}
        of={PROFILE_CHOICES}
        onChange={(profile) => onChange({ ...host, profile })}
      />
      <NumberField
        says={t(WORDS.iss)}
        value={host.iss?.[0]}
        onChange={(n) => onChange({ ...host, iss: n === undefined ? [] : [n] })}
      />
      {onRemove !== undefined && <Remove what={host.name} onClick={onRemove} />}
      <details class="sandbox-more">
        <summary>
          {t(WORDS.more)}
          {(whatIfs.length > 0 || Object.keys(host.set ?? {}).length > 0) && (
            <strong> ({whatIfs.length + Object.keys(host.set ?? {}).length})</strong>
          )}
        </summary>
        <Settings host={host} onChange={onChange} />
        <fieldset class="sandbox-what-ifs">
          <legend class="ctl-muted">{t(WORDS.whatIfs)}</legend>
          {IDS.map((id) => (
            <Flag
              key={id}
              says={t(WHAT_IF_WORDS[id])}
              value={whatIfs.includes(id)}
              onChange={(on) =>
                onChange({
                  ...host,
                  whatIfs: on ? [...whatIfs, id] : whatIfs.filter((x) => x !== id),
                })
              }
            />
          ))}
        </fieldset>
      </details>
    </li>
  );
}

function Settings({ host, onChange }: Pick<HostProps, 'host' | 'onChange'>) {
  const set = { ...(host.set ?? {}) } as Partial<Record<FieldName, unknown>>;
  const put = (next: Partial<Record<FieldName, unknown>>): void =>
    onChange({ ...host, set: next as ScenarioHost['set'] & object });
  const profile = PROFILES[host.profile ?? 'linux'] ?? rfc;
  const free = FIELD_NAMES.filter((f) => !Object.hasOwn(set, f));
  return (
    <div class="sandbox-settings">
      {(Object.keys(set) as FieldName[]).map((name) => (
        <Setting
          key={name}
          name={name}
          value={set[name]}
          usual={profile[name]}
          onChange={(value) => put({ ...set, [name]: value })}
          onRemove={() => {
            const { [name]: _, ...rest } = set;
            put(rest);
          }}
        />
      ))}
      <Labelled says={t(WORDS.addSetting)}>
        <select
          class="ctl-select"
          value=""
          onChange={(e) => {
            const name = e.currentTarget.value as FieldName;
            if (free.includes(name)) put({ ...set, [name]: profile[name] });
          }}
        >
          <option value="">—</option>
          {free.map((f) => (
            <option key={f} value={f}>
              {t(FIELD_WORDS[f])} · {f}
            </option>
          ))}
        </select>
      </Labelled>
    </div>
  );
}

interface SettingProps {
  readonly name: FieldName;
  readonly value: unknown;
  readonly usual: unknown;
  readonly onChange: (value: unknown) => void;
  readonly onRemove: () => void;
}

function Setting({ name, value, usual, onChange, onRemove }: SettingProps) {
  const scale = fieldScale(name, usual);
  return (
    <div class="sandbox-setting">
      <Labelled says={withUnit(t(FIELD_WORDS[name]), t(scale.unit))}>
        <input
          class="ctl-input"
          value={valueText(value, scale)}
          onChange={(e) => {
            const given = readValue(name, e.currentTarget.value, scale);
            if (given === null) e.currentTarget.value = valueText(value, scale);
            else onChange(given);
          }}
        />
      </Labelled>
      <Remove what={t(FIELD_WORDS[name])} onClick={onRemove} />
    </div>
  );
}
