import type { RuleAction } from '../../src/link/impairments.ts';
import type { ScenarioCable } from '../../src/sim/scenario.ts';
import { t } from '../state/store.ts';
import { Choice, NumberField, Remove } from './controls.tsx';
import { withItem, without } from './edit.ts';
import { RULE_WORDS, WORDS, withUnit } from './words.ts';
import type { LineRule, Which, World } from './world.ts';

interface EditProps {
  readonly world: World;
  readonly onChange: (world: World) => void;
}

/** The cables between the hosts. */
export function Cables({ world, onChange }: EditProps) {
  const { cables } = world;
  const names = world.hosts.map((h) => [h.name, h.name] as const);
  const put = (i: number, c: ScenarioCable): void =>
    onChange({ ...world, cables: withItem(cables, i, c) });
  return (
    <section>
      <h3>{t(WORDS.cables)}</h3>
      <ul class="sandbox-rows">
        {cables.map((c, i) => (
          <li key={i} class="sandbox-row" data-testid={`sandbox-cable-${i}`}>
            <Choice
              says={t(WORDS.ends)}
              value={c.between[0]}
              of={names}
              onChange={(a) => put(i, { ...c, between: [a, c.between[1]] })}
            />
            <Choice
              says={t(WORDS.other)}
              value={c.between[1]}
              of={names}
              onChange={(b) => put(i, { ...c, between: [c.between[0], b] })}
            />
            <NumberField
              says={withUnit(t(WORDS.delay), t(WORDS.ms))}
              value={c.delay ?? 0}
              size={1000}
              onChange={(delay = 0) => put(i, { ...c, delay })}
            />
            <NumberField
              says={t(WORDS.rate)}
              value={c.rate}
              onChange={(rate) => {
                const { rate: _, ...rest } = c;
                put(i, rate === undefined ? rest : { ...rest, rate });
              }}
            />
            {cables.length > 1 && (
              <Remove
                what={c.between.join('–')}
                onClick={() => onChange({ ...world, cables: without(cables, i) })}
              />
            )}
          </li>
        ))}
      </ul>
      <button
        type="button"
        class="ctl-button"
        data-testid="sandbox-add-cable"
        onClick={() => onChange({ ...world, cables: [...cables, newCable(world)] })}
      >
        {t(WORDS.addCable)}
      </button>
    </section>
  );
}

/** Between the first two hosts that have none. */
function newCable({ hosts, cables }: World): ScenarioCable {
  const names = hosts.map((h) => h.name);
  const pairs = names.flatMap((a, i) => names.slice(i + 1).map((b): [string, string] => [a, b]));
  const free = pairs.find(
    ([a, b]) => !cables.some((c) => c.between.includes(a) && c.between.includes(b)),
  );
  return { between: free ?? pairs[0] ?? ['A', 'B'], delay: 50_000 };
}

type WhichKind = 'segment' | 'every' | 'percent';

/** What the network does to what a host sends. */
export function Rules({ world, onChange }: EditProps) {
  const { rules } = world;
  const host = world.hosts[0]?.name ?? 'A';
  const put = (i: number, r: LineRule): void =>
    onChange({ ...world, rules: withItem(rules, i, r) });
  return (
    <section>
      <h3>{t(WORDS.rules)}</h3>
      <p class="ctl-muted">{t(WORDS.rulesNote)}</p>
      <ul class="sandbox-rows">
        {rules.map((r, i) => (
          <li key={i} class="sandbox-row" data-testid={`sandbox-rule-${i}`}>
            <Choice
              says={t(WORDS.sentBy)}
              value={r.host}
              of={world.hosts.map((h) => [h.name, h.name])}
              onChange={(name) => put(i, { ...r, host: name })}
            />
            <Choice
              says={t(WORDS.which)}
              value={whichKind(r.which)}
              of={[
                ['segment', t(WORDS.segment)],
                ['every', t(WORDS.everyNth)],
                ['percent', t(WORDS.percent)],
              ]}
              onChange={(kind) =>
                put(i, { ...r, which: whichOf(kind, kind === 'percent' ? 10 : 3) })
              }
            />
            <NumberField
              says={t(WORDS.number)}
              value={Object.values(r.which)[0]}
              onChange={(n = 0) => put(i, { ...r, which: whichOf(whichKind(r.which), n) })}
            />
            <Choice
              says={t(WORDS.happens)}
              value={r.action}
              of={(Object.keys(RULE_WORDS) as RuleAction[]).map((a) => [a, t(RULE_WORDS[a])])}
              onChange={(action) => put(i, ruleFor(r, action))}
            />
            {r.by !== undefined && (
              <NumberField
                says={withUnit(t(WORDS.howLong), t(WORDS.ms))}
                value={r.by}
                size={1000}
                onChange={(by = 0) => put(i, { ...r, by })}
              />
            )}
            <Remove
              what={`${r.host} ${t(RULE_WORDS[r.action])}`}
              onClick={() => onChange({ ...world, rules: without(rules, i) })}
            />
          </li>
        ))}
      </ul>
      <button
        type="button"
        class="ctl-button"
        data-testid="sandbox-add-rule"
        onClick={() =>
          onChange({ ...world, rules: [...rules, { host, action: 'drop', which: { every: 3 } }] })
        }
      >
        {t(WORDS.addRule)}
      </button>
    </section>
  );
}

function whichKind(which: Which): WhichKind {
  if ('segment' in which) return 'segment';
  return 'every' in which ? 'every' : 'percent';
}

function whichOf(kind: WhichKind, n: number): Which {
  if (kind === 'segment') return { segment: n };
  return kind === 'every' ? { every: n } : { percent: n };
}

/** The rule with another action, which takes a time only where it means something. */
function ruleFor({ by, bit: _, ...rule }: LineRule, action: RuleAction): LineRule {
  if (action !== 'delay' && action !== 'reorder') return { ...rule, action };
  return { ...rule, action, by: by ?? 200_000 };
}
