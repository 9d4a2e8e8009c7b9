import { WHAT_IF_WORDS } from '../../src/gallery/what-if-words.ts';
import type { HostChange } from '../../src/observe/trace.ts';
import type { Intervention } from '../../src/sim/intervention.ts';
import { PROFILES } from '../../src/tcp/profiles/index.ts';
import { WHAT_IFS, type WhatIfId } from '../../src/tcp/what-if.ts';
import { HOST_WORDS } from '../card/intervention-words.ts';
import { timeWords } from '../card/quantity.ts';
import { byTheBook, switched } from '../card/what-ifs.ts';
import type { Card, CardHost, Setup } from '../engine/protocol.ts';
import { Modal } from '../shell/modal.tsx';
import { intervene, rerun, withdraw } from '../state/actions.ts';
import { cursor, run, t, trace } from '../state/store.ts';
import { Fields } from './fields.tsx';
import { clauseWords, hostsWords, WORDS } from './words.ts';
import './what-if.css';

const IDS = Object.keys(WHAT_IFS) as readonly WhatIfId[];
const CHANGES = Object.keys(HOST_WORDS) as readonly HostChange[];

/** Ways to break TCP on purpose, at each host; how hosts behave; and what can happen to them. */
export function WhatIfs() {
  const shown = run.value;
  if (shown === null) return null;
  const { card, setup } = shown;
  const offered = IDS.filter((id) => card.whatIfs.some((o) => o.id === id));
  const others = IDS.filter((id) => !offered.includes(id));
  return (
    <Modal testId="what-if" title={t(WORDS.title)}>
      <div class="what-if-content">
        <p>{t(WORDS.about)}</p>
        <Broken card={card} setup={setup} />
        {offered.length > 0 && <h3>{t(WORDS.offered)}</h3>}
        {offered.length > 0 && <Table ids={offered} card={card} setup={setup} />}
        {offered.length > 0 && <h3>{t(WORDS.others)}</h3>}
        <Table ids={others} card={card} setup={setup} />
        <h3>{t(WORDS.hosts)}</h3>
        <HostEvents hosts={card.hosts} />
        <h3>{t(WORDS.profiles)}</h3>
        <Profiles hosts={card.hosts} setup={setup} />
        <h3>{t(WORDS.fields)}</h3>
        <Fields hosts={card.hosts} setup={setup} />
      </div>
    </Modal>
  );
}

interface Props {
  readonly card: Card;
  readonly setup: Setup;
}

function Broken({ card, setup }: Props) {
  const broken = trace.value?.nonStandard ?? [];
  return (
    <div class="what-if-broken" role="status">
      {broken.length === 0 ? (
        <p>{t(WORDS.noneOn)}</p>
      ) : (
        <>
          <ul class="what-if-list">
            {broken.map((v) => (
              <li key={`${v.host} ${v.whatIf}`}>
                <span class="ctl-hazard">⚠ {v.host}</span> {t(WHAT_IF_WORDS[v.whatIf as WhatIfId])}{' '}
                <span class="ctl-muted">
                  {t(WORDS.breaks)} {t(clauseWords(v.clause))}
                </span>
              </li>
            ))}
          </ul>
          <button
            type="button"
            class="ctl-button"
            data-testid="what-if-all-off"
            onClick={() => void apply(setup, byTheBook(setup.interventions, card.hosts))}
          >
            {t(WORDS.allOff)}
          </button>
        </>
      )}
    </div>
  );
}

function apply(setup: Setup, interventions: readonly Intervention[]): Promise<void> {
  return rerun({ ...setup, interventions });
}

function Table({ ids, card, setup }: Props & { readonly ids: readonly WhatIfId[] }) {
  const broken = trace.value?.nonStandard ?? [];
  return (
    <ul class="what-if-list">
      {ids.map((id) => (
        <li key={id} class="what-if-row">
          <span class="what-if-says">
            {t(WHAT_IF_WORDS[id])}{' '}
            <span class="ctl-muted">
              {t(WORDS.breaks)} {t(clauseWords(WHAT_IFS[id].clause))}
            </span>
          </span>
          <span class="what-if-switches">
            {card.hosts.map(({ name, title }) => {
              const isOffered = card.whatIfs.some((o) => o.id === id && o.host === name);
              const isOn = broken.some((v) => v.whatIf === id && v.host === name);
              return (
                <label key={name} class={`ctl-switch ${isOn ? 'what-if-hazard' : ''}`}>
                  <input
                    type="checkbox"
                    data-testid={`what-if-${id}-${name}`}
                    aria-label={`${name} ${t(title)}${isOffered ? `, ${t(WORDS.advised)}` : ''}: ${t(WHAT_IF_WORDS[id])}`}
                    checked={isOn}
                    onChange={() =>
                      void apply(setup, switched(setup.interventions, card.hosts, id, name, !isOn))
                    }
                  />
                  {name} <span class="what-if-role">{t(title)}</span>
                  {isOffered && <span class="what-if-advised">★ {t(WORDS.advised)}</span>}
                </label>
              );
            })}
          </span>
        </li>
      ))}
    </ul>
  );
}

function HostEvents({ hosts }: { readonly hosts: readonly CardHost[] }) {
  const at = Math.round(cursor.value.at);
  return (
    <>
      <p class="ctl-muted">{t(hostsWords(timeWords(at)))}</p>
      <ul class="what-if-list">
        {hosts.map(({ name, title }) => (
          <li key={name} class="what-if-row">
            <span class="what-if-says">
              <strong>{name}</strong> {t(title)}
            </span>
            <span class="what-if-switches">
              {CHANGES.map((what) => (
                <button
                  type="button"
                  key={what}
                  class="ctl-button"
                  data-testid={`host-event-${name}-${what}`}
                  aria-label={`${name}: ${t(HOST_WORDS[what])}`}
                  onClick={() => void intervene({ kind: 'host', host: name, what, at })}
                >
                  {t(HOST_WORDS[what])}
                </button>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Profiles({
  hosts,
  setup,
}: {
  readonly hosts: readonly CardHost[];
  readonly setup: Setup;
}) {
  return (
    <div class="what-if-switches">
      {hosts.map((h) => (
        <label key={h.name} class="what-if-profile">
          <span>
            <strong>{h.name}</strong> {t(h.title)}
          </span>
          <select
            class="ctl-select"
            data-testid={`profile-${h.name}`}
            value={profileOf(h, setup)}
            onChange={(e) => void choose(h, setup, e.currentTarget.value)}
          >
            {Object.keys(PROFILES).map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      ))}
    </div>
  );
}

/** The name of the profile that a host has in a setup. */
export function profileOf(h: CardHost, { interventions }: Setup): string {
  const asked = interventions.findLast((i) => i.kind === 'profile' && i.host === h.name);
  return asked?.kind === 'profile' ? asked.name : h.profile;
}

function choose(h: CardHost, { interventions }: Setup, name: string): Promise<void> {
  const place = interventions.findIndex((i) => i.kind === 'profile' && i.host === h.name);
  if (name === h.profile && place >= 0) return withdraw(place);
  return intervene({ kind: 'profile', host: h.name, name });
}
