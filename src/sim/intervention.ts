import type { Micros } from '../base/timer-queue.ts';
import type { RuleAction } from '../link/impairments.ts';
import type { HostChange } from '../observe/trace.ts';
import { fieldText, timeText } from '../tcp/profiles/field-text.ts';
import type { ScenarioFault } from './scenario.ts';

/** Something done to a run by whoever runs it. */
export type Intervention =
  | ({ readonly kind: 'fault' } & ScenarioFault)
  /** Breaks a rule of TCP, at one host or at all of them; `off` keeps one that the scenario breaks. */
  | {
      readonly kind: 'what-if';
      readonly id: string;
      readonly host?: string;
      readonly off?: boolean;
    }
  /** Another value of a profile, at one host or at all. */
  | {
      readonly kind: 'set';
      readonly field: string;
      readonly value: unknown;
      readonly host?: string;
    }
  | { readonly kind: 'profile'; readonly host: string; readonly name: string }
  | {
      readonly kind: 'host';
      readonly host: string;
      readonly what: HostChange;
      readonly at: Micros;
    };

/** What each fault is called on the command line. */
const FAULT_NAMES: Readonly<Record<RuleAction, string>> = {
  drop: 'drop',
  delay: 'delay',
  duplicate: 'dup',
  reorder: 'reorder',
  corrupt: 'corrupt',
};

const KINDS = ['fault', 'what-if', 'set', 'profile', 'host'];
const CHANGES: readonly HostChange[] = ['power-off', 'boot', 'kill', 'unplug', 'plug'];

/** What is wrong with what a program without types gave as an intervention; null when nothing is. */
export function whyNoIntervention(i: Intervention): string | null {
  if (!KINDS.includes(i.kind)) return `no intervention is a '${i.kind}': ${KINDS.join(', ')}`;
  if (i.kind === 'fault' && !Object.hasOwn(FAULT_NAMES, i.action)) {
    return `a segment cannot '${i.action}': ${Object.keys(FAULT_NAMES).join(', ')}`;
  }
  if (i.kind === 'host' && !CHANGES.includes(i.what)) {
    return `a host cannot '${i.what}': ${CHANGES.join(', ')}`;
  }
  return null;
}

/** An intervention as the command line takes it, without the dashes: `delay B2:400ms`. */
export function interventionText(i: Intervention): string {
  switch (i.kind) {
    case 'fault':
      return `${FAULT_NAMES[i.action]} ${i.segment}${howOf(i)}`;
    case 'what-if':
      return `${i.off === true ? 'no-' : ''}what-if ${i.id}${at(i.host)}`;
    case 'set':
      return `set ${i.host === undefined ? '' : `${i.host}.`}${i.field}=${fieldText(i.field, i.value)}`;
    case 'profile':
      return `profile ${i.host}=${i.name}`;
    case 'host':
      return `${i.what} ${i.host}@${timeText(i.at)}`;
  }
}

/** How long, or which bit. */
function howOf({ by, bit }: ScenarioFault): string {
  if (bit !== undefined) return `:bit${bit}`;
  return by === undefined ? '' : `:${timeText(by)}`;
}

function at(host: string | undefined): string {
  return host === undefined ? '' : `@${host}`;
}
