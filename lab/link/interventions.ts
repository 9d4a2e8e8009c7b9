import type { Micros } from '../../src/base/timer-queue.ts';
import type { RuleAction } from '../../src/link/impairments.ts';
import type { HostChange } from '../../src/observe/trace.ts';
import type { Intervention } from '../../src/sim/intervention.ts';
import type { Profile } from '../../src/tcp/profile.ts';
import { FIELDS, type Field } from '../../src/tcp/profiles/fields.ts';
import type { WhatIfId } from '../../src/tcp/what-if.ts';
import { fromBase64, toBase64 } from './base64.ts';

const FAULTS: Readonly<Record<RuleAction, string>> = {
  drop: 'drop',
  delay: 'delay',
  duplicate: 'dup',
  reorder: 'reorder',
  corrupt: 'corrupt',
};
const ACTIONS = Object.keys(FAULTS) as readonly RuleAction[];
const CHANGES: readonly HostChange[] = ['power-off', 'boot', 'kill', 'unplug', 'plug'];
/** The names alone: the page does not load the engine to read a link. */
const WHAT_IFS: Readonly<Record<WhatIfId, true>> = {
  twoWay: true,
  deliverSynData: true,
  splitSynAck: true,
  noSimultaneousOpen: true,
  nWay: true,
  forceThreeClose: true,
  mergedClose: true,
  noFourth: true,
  noTimeWait: true,
  oneMslTimeWait: true,
  fixedIsn: true,
  acceptAnyRst: true,
  noChecksum: true,
  noSeqCheck: true,
  noRetransmit: true,
};
const PROFILE_NAMES: readonly string[] = [
  'rfc',
  'linux',
  'freebsd',
  'notes',
  'linux-classic',
  'linux-sender',
];

const UNITS: Readonly<Record<string, number>> = {
  us: 1,
  ms: 1000,
  s: 1_000_000,
  min: 60_000_000,
  h: 3_600_000_000,
  '': 1000,
};
/** A year: what lies beyond is no time that anybody asks for. */
const LONGEST: Micros = 31_536_000_000_000;

/** An intervention as it stands in a link: `delay:B2:400ms`, `what-if`s as `whatif:noTimeWait@A`. */
export function interventionLink(i: Intervention): string {
  switch (i.kind) {
    case 'fault':
      return `${FAULTS[i.action]}:${i.segment}${i.by === undefined ? '' : `:${timeLink(i.by)}`}`;
    case 'what-if':
      return `${i.off === true ? 'no-' : ''}whatif:${i.id}${i.host === undefined ? '' : `@${i.host}`}`;
    case 'set':
      return `set:${i.host === undefined ? '' : `${i.host}.`}${i.field}=${valueLink(i.field, i.value)}`;
    case 'profile':
      return `profile:${i.host}=${i.name}`;
    case 'host':
      return `${i.what}:${i.host}@${timeLink(i.at)}`;
  }
}

/** The intervention that a part of a link asks for; null when it asks for none that there is. */
export function readIntervention(text: string): Intervention | null {
  const colon = text.indexOf(':');
  const [name, rest] = [text.slice(0, colon), text.slice(colon + 1)];
  const action = ACTIONS.find((a) => FAULTS[a] === name);
  if (action !== undefined) return readFault(action, rest);
  const what = CHANGES.find((c) => c === name);
  if (what !== undefined) return readChange(what, rest);
  if (name === 'whatif' || name === 'no-whatif') return readWhatIf(rest, name !== 'whatif');
  if (name === 'set') return readSet(rest);
  if (name === 'profile') return readProfile(rest);
  return null;
}

/** Whether two of them cannot both be done. */
export function contradict(a: Intervention, b: Intervention): boolean {
  if (a.kind === 'fault') return b.kind === 'fault' && a.segment === b.segment;
  if (a.kind === 'what-if') return b.kind === 'what-if' && a.id === b.id && a.host === b.host;
  if (a.kind === 'set') return b.kind === 'set' && a.field === b.field && a.host === b.host;
  if (a.kind === 'profile') return b.kind === 'profile' && a.host === b.host;
  return b.kind === 'host' && a.host === b.host && a.at === b.at;
}

/** A time in the largest unit that keeps it whole; fractions of a microsecond are dropped. */
export function timeLink(time: Micros): string {
  const t = Math.round(time);
  if (t !== 0 && t % 1_000_000 === 0) return `${t / 1_000_000}s`;
  return t % 1000 === 0 ? `${t / 1000}ms` : `${t}us`;
}

/** A time as a link has it, milliseconds where no unit stands; null when it is none. */
export function readTime(text: string): Micros | null {
  const parts = /^(\d{1,15}(?:\.\d{1,6})?)(us|ms|s|min|h|)$/.exec(text);
  if (parts === null) return null;
  const time = Math.round(Number(parts[1]) * (UNITS[parts[2] as string] as number));
  return time <= LONGEST ? time : null;
}

function readFault(action: RuleAction, text: string): Intervention | null {
  const parts = /^([A-Za-z]{1,8})([1-9]\d{0,8})(?::(.+))?$/.exec(text);
  if (parts === null) return null;
  const segment = `${(parts[1] as string).toUpperCase()}${parts[2]}`;
  if (parts[3] === undefined) return action === 'delay' ? null : { kind: 'fault', segment, action };
  const by = readTime(parts[3]);
  return by === null ? null : { kind: 'fault', segment, action, by };
}

function readChange(what: HostChange, text: string): Intervention | null {
  const [host = '', time = '', more] = text.split('@');
  const at = readTime(time);
  if (!isHost(host) || at === null || more !== undefined) return null;
  return { kind: 'host', host, what, at };
}

function readWhatIf(text: string, off: boolean): Intervention | null {
  const [id = '', host, more] = text.split('@');
  if (!Object.hasOwn(WHAT_IFS, id) || more !== undefined) return null;
  if (host !== undefined && !isHost(host)) return null;
  return {
    kind: 'what-if',
    id,
    ...(host === undefined ? {} : { host }),
    ...(off ? { off } : {}),
  };
}

function readProfile(text: string): Intervention | null {
  const [host = '', name = '', more] = text.split('=');
  if (!isHost(host) || !PROFILE_NAMES.includes(name) || more !== undefined) return null;
  return { kind: 'profile', host, name };
}

function readSet(text: string): Intervention | null {
  const parts = /^(?:([A-Za-z]{1,8})\.)?(\w{1,40})=(.+)$/.exec(text);
  if (parts === null) return null;
  const [, host, field = '', written = ''] = parts;
  const value = readValue(field, written);
  if (value === undefined) return null;
  return { kind: 'set', field, value, ...(host === undefined ? {} : { host }) };
}

function isHost(name: string): boolean {
  return /^[A-Za-z]{1,8}$/.test(name);
}

function fieldOf(name: string): Field | undefined {
  return Object.hasOwn(FIELDS, name) ? FIELDS[name as keyof Profile] : undefined;
}

/** A value with its unit; a table as JSON in base64url, behind `~`. */
function valueLink(field: string, value: unknown): string {
  const f = fieldOf(field);
  if (value === Number.POSITIVE_INFINITY) return 'never';
  if (f?.kind === 'ports' && Array.isArray(value)) return value.join('-');
  if (f?.kind === 'number' && f.unit === 'microseconds' && typeof value === 'number') {
    return timeLink(value);
  }
  const isPlain = f?.kind === 'number' || f?.kind === 'flag' || f?.kind === 'choice';
  return isPlain
    ? String(value)
    : `~${toBase64(new TextEncoder().encode(JSON.stringify(value) ?? 'null'))}`;
}

/** Undefined when the field is none, or may not have this value. */
function readValue(field: string, text: string): unknown {
  const f = fieldOf(field);
  if (f === undefined) return undefined;
  switch (f.kind) {
    case 'flag':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'choice':
      return f.of.includes(text) ? text : undefined;
    case 'number':
      return readNumber(f, text);
    case 'ports': {
      const parts = /^(\d{1,5})-(\d{1,5})$/.exec(text);
      const [first, last] = [Number(parts?.[1] ?? 0), Number(parts?.[2] ?? 0)];
      return first >= 1 && first <= last && last <= 65_535 ? [first, last] : undefined;
    }
    default:
      return text.startsWith('~') ? readJson(text.slice(1)) : undefined;
  }
}

function readNumber(f: Extract<Field, { kind: 'number' }>, text: string): number | undefined {
  if (text === 'never') return f.endless ? Number.POSITIVE_INFINITY : undefined;
  const isTime = f.unit === 'microseconds';
  const n = isTime ? readTime(text) : /^\d{1,15}$/.test(text) ? Number(text) : null;
  return n !== null && n >= f.least && n <= f.most ? n : undefined;
}

function readJson(text: string): unknown {
  try {
    const octets = fromBase64(text);
    return octets === null ? undefined : JSON.parse(new TextDecoder().decode(octets));
  } catch {
    return undefined;
  }
}
