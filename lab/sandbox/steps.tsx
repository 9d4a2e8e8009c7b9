import type { Action, Step, When } from '../../src/sim/scenario.ts';
import { t } from '../state/store.ts';
import { ACTIONS, type Argument } from './actions.ts';
import { Choice, Flag, Labelled, NumberField, Remove } from './controls.tsx';
import { actionOf, kindOfStep, nextStep, withItem, without } from './edit.ts';
import { HAPPENINGS } from './read-step.ts';
import { HAPPENING_WORDS, WORDS, withUnit } from './words.ts';
import type { World } from './world.ts';

interface EditProps {
  readonly world: World;
  readonly onChange: (world: World) => void;
}

/** Who does what, and when. */
export function Steps({ world, onChange }: EditProps) {
  const { steps } = world;
  return (
    <section>
      <h3>{t(WORDS.steps)}</h3>
      <ol class="sandbox-rows">
        {steps.map((step, i) => (
          <StepRow
            key={i}
            step={step}
            place={i}
            world={world}
            onChange={(s) => onChange({ ...world, steps: withItem(steps, i, s) })}
            onRemove={() => onChange({ ...world, steps: without(steps, i) })}
          />
        ))}
      </ol>
      <button
        type="button"
        class="ctl-button"
        data-testid="sandbox-add-step"
        disabled={steps.length >= 60}
        onClick={() => onChange({ ...world, steps: [...steps, nextStep(world)] })}
      >
        {t(WORDS.addStep)}
      </button>
    </section>
  );
}

interface StepProps {
  readonly step: Step;
  readonly place: number;
  readonly world: World;
  readonly onChange: (step: Step) => void;
  readonly onRemove: () => void;
}

function StepRow({ step, place, world, onChange, onRemove }: StepProps) {
  const kind = kindOfStep(step);
  const { socket } = step.do;
  return (
    <li class="sandbox-row" data-testid={`sandbox-step-${place}`}>
      <span class="sandbox-place">{place + 1}</span>
      <Choice
        says={t(WORDS.host)}
        value={step.host}
        of={world.hosts.map((h) => [h.name, h.name])}
        onChange={(host) => onChange({ ...step, host })}
      />
      <WhenFields
        when={step.when}
        mayRepeat={kind?.mayRepeat === true}
        onChange={(when) => onChange({ ...step, when })}
      />
      <Choice
        says={t(WORDS.action)}
        value={kind?.id ?? ''}
        of={ACTIONS.map((k) => [k.id, t(k.says)])}
        onChange={(id) => {
          const next = ACTIONS.find((k) => k.id === id);
          if (next !== undefined) {
            const when = next.mayRepeat ? step.when : once(step.when);
            onChange({ ...step, when, do: actionOf(next, world, step.host, socket) });
          }
        }}
      />
      {kind?.args.map((a) => (
        <ArgumentField
          key={a.name}
          of={a}
          action={step.do}
          world={world}
          onChange={(action) => onChange({ ...step, do: action })}
        />
      ))}
      {kind?.hasSocket === true && (
        <Labelled says={t(WORDS.socket)}>
          <input
            class="ctl-input sandbox-name"
            maxLength={20}
            placeholder="main"
            value={socket ?? ''}
            onChange={(e) => {
              const { socket: _, ...rest } = step.do;
              const name = e.currentTarget.value.trim();
              onChange({ ...step, do: (name === '' ? rest : { ...rest, socket: name }) as Action });
            }}
          />
        </Labelled>
      )}
      <Remove
        what={`${t(WORDS.steps)} ${place + 1}`}
        testId={`sandbox-remove-step-${place}`}
        onClick={onRemove}
      />
    </li>
  );
}

interface WhenProps {
  readonly when: When;
  readonly mayRepeat: boolean;
  readonly onChange: (when: When) => void;
}

function WhenFields({ when, mayRepeat, onChange }: WhenProps) {
  const isAt = 'at' in when;
  return (
    <>
      <Choice
        says={t(WORDS.when)}
        value={isAt ? 'at' : when.on}
        of={[['at', t(WORDS.at)], ...HAPPENINGS.map((h) => [h, t(HAPPENING_WORDS[h])] as const)]}
        onChange={(on) => {
          const time = isAt ? 0 : (when.after ?? 0);
          onChange(on === 'at' ? { at: time } : { ...(isAt ? {} : when), on, after: time });
        }}
      />
      <NumberField
        says={withUnit(t(isAt ? WORDS.time : WORDS.after), t(WORDS.ms))}
        value={isAt ? when.at : (when.after ?? 0)}
        size={1000}
        onChange={(n = 0) => onChange(isAt ? { at: n } : { ...when, after: n })}
      />
      {!isAt && when.on === 'received' && (
        <NumberField
          says={t(WORDS.octets)}
          value={when.octets ?? 1}
          onChange={(octets = 1) => onChange({ ...when, octets })}
        />
      )}
      {!isAt && mayRepeat && (
        <Flag
          says={t(WORDS.every)}
          value={when.every === true}
          onChange={(every) => onChange(every ? { ...when, every } : once(when))}
        />
      )}
    </>
  );
}

/** The first time only. */
function once(when: When): When {
  if ('at' in when) return when;
  const { every: _, ...rest } = when;
  return rest;
}

interface ArgumentProps {
  readonly of: Argument;
  readonly action: Action;
  readonly world: World;
  readonly onChange: (action: Action) => void;
}

function ArgumentField({ of, action, world, onChange }: ArgumentProps) {
  const given: unknown = (action as Readonly<Record<string, unknown>>)[of.name];
  const value = given ?? (of.optional === undefined ? of.value : undefined);
  // The table of actions says which arguments the call has; what is empty and may be left out, is.
  const put = (v: unknown): void => {
    const { [of.name as 'call']: _, ...rest } = action;
    const isLeftOut = of.optional !== undefined && (v === undefined || v === '');
    onChange((isLeftOut ? rest : { ...action, [of.name]: v }) as Action);
  };
  switch (of.kind) {
    case 'host':
      return (
        <Choice
          says={t(of.says)}
          value={String(value)}
          of={world.hosts.map((h) => [h.name, h.name])}
          onChange={put}
        />
      );
    case 'flag':
      return <Flag says={t(of.says)} value={(value ?? of.value) === true} onChange={put} />;
    case 'text':
    case 'who':
      return (
        <Labelled says={t(of.says)}>
          <input
            class="ctl-input"
            maxLength={of.kind === 'who' ? 15 : of.most}
            value={value === undefined ? '' : String(value)}
            onInput={(e) => put(e.currentTarget.value)}
          />
        </Labelled>
      );
    default: {
      const isTime = of.kind === 'time';
      return (
        <NumberField
          says={withUnit(t(of.says), isTime ? t(WORDS.ms) : '')}
          value={value === undefined ? undefined : Number(value)}
          size={isTime ? 1000 : 1}
          onChange={put}
        />
      );
    }
  }
}
