import type { OptionName } from '../../wire/tcp-options.ts';
import type { Profile } from '../profile.ts';
import { STANDARD, whyNoWhatIf } from '../what-if.ts';
import { FIELDS, type Field, OPTION_NAMES } from './fields.ts';
import { whyNoIcmpTable } from './icmp.ts';

/**
 * `base` with some values replaced: for a host, a listener or a single connection.
 *
 * Throws a TypeError for a name that no profile has and for a value of the wrong type, a RangeError for
 * one out of range, and both say what is allowed. A value that departs from a standard is allowed:
 * `departures` names it.
 */
export function withOverrides(base: Profile, overrides: Partial<Profile>): Profile {
  for (const [name, value] of Object.entries(overrides)) {
    if (!Object.hasOwn(FIELDS, name)) {
      throw new TypeError(
        `a profile has no field '${name}'; it has ${Object.keys(FIELDS).join(', ')}`,
      );
    }
    checkValue(name, value, FIELDS[name as keyof Profile]);
  }
  const profile: Profile = { ...base, ...overrides };
  if (profile.minRto > profile.maxRto) {
    throw new RangeError(
      `minRto is at most maxRto, ${profile.maxRto} microseconds, not ${profile.minRto}`,
    );
  }
  return Object.freeze(profile);
}

/** What a value must be, in words that end a sentence. */
export function allowed(f: Field): string {
  switch (f.kind) {
    case 'name':
      return 'a text that is not empty';
    case 'flag':
      return 'true or false';
    case 'choice':
      return f.of.map((v) => `'${v}'`).join(' or ');
    case 'options':
      return `an object of order (each of ${OPTION_NAMES.join(', ')} once), padSackOk and tail`;
    case 'icmp':
      return 'a table of what ICMP errors mean, such as ICMP_RFC';
    case 'what-if':
      return `an object of ${Object.keys(STANDARD).join(', ')}, such as STANDARD`;
    case 'ports':
      return 'two ports from 1 to 65535, the first not above the last';
    default: {
      const unit = f.unit === 'count' ? '' : ` of ${f.unit}`;
      return `a whole number${unit} from ${f.least} to ${f.most}${f.endless ? ', or Infinity' : ''}`;
    }
  }
}

function checkValue(name: string, value: unknown, f: Field): void {
  switch (f.kind) {
    case 'name':
      if (typeof value !== 'string') throw wrongType(name, value, f);
      if (value === '') throw outOfRange(name, value, f);
      return;
    case 'flag':
      if (typeof value !== 'boolean') throw wrongType(name, value, f);
      return;
    case 'choice':
      if (typeof value !== 'string') throw wrongType(name, value, f);
      if (!f.of.includes(value)) throw outOfRange(name, value, f);
      return;
    case 'options':
      checkLayout(name, value, f);
      return;
    case 'ports':
      checkPorts(name, value, f);
      return;
    case 'icmp': {
      const wrong = whyNoIcmpTable(value);
      if (wrong !== null) throw new TypeError(`${name} ${wrong}`);
      return;
    }
    case 'what-if': {
      const wrong = whyNoWhatIf(value);
      if (wrong !== null) throw new TypeError(`${name} ${wrong}`);
      return;
    }
    default:
      if (typeof value !== 'number') throw wrongType(name, value, f);
      if (f.endless && value === Number.POSITIVE_INFINITY) return;
      if (!Number.isInteger(value) || value < f.least || value > f.most) {
        throw outOfRange(name, value, f);
      }
  }
}

function checkLayout(name: string, value: unknown, f: Field): void {
  if (typeof value !== 'object' || value === null) throw wrongType(name, value, f);
  const { order, padSackOk, tail } = value as Record<string, unknown>;
  if (!Array.isArray(order) || typeof padSackOk !== 'boolean' || typeof tail !== 'string') {
    throw wrongType(name, value, f);
  }
  const complete =
    order.length === OPTION_NAMES.length &&
    OPTION_NAMES.every((option: OptionName) => order.includes(option));
  if (!complete || (tail !== 'nop' && tail !== 'eol')) throw outOfRange(name, order.join(), f);
}

function checkPorts(name: string, value: unknown, f: Field): void {
  if (!Array.isArray(value) || value.length !== 2) throw wrongType(name, value, f);
  const [first, last] = value as unknown[];
  const ports = [first, last].every(
    (p) => Number.isInteger(p) && Number(p) >= 1 && Number(p) <= 65_535,
  );
  if (!ports || Number(first) > Number(last)) throw outOfRange(name, value.join(), f);
}

function wrongType(name: string, value: unknown, f: Field): TypeError {
  return new TypeError(`${name} is ${allowed(f)}, not ${value === null ? 'null' : typeof value}`);
}

function outOfRange(name: string, value: unknown, f: Field): RangeError {
  return new RangeError(
    `${name} is ${allowed(f)}, not ${typeof value === 'string' ? `'${value}'` : value}`,
  );
}
