/** Writes docs/profiles.md, what each profile's values are and where they depart: npm run profiles */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { departures, EVERYWHERE } from '../src/tcp/departures.ts';
import type { Profile } from '../src/tcp/profile.ts';
import { FIELDS, type Field } from '../src/tcp/profiles/fields.ts';
import { PROFILES } from '../src/tcp/profiles/index.ts';
import { allowed } from '../src/tcp/profiles/overrides.ts';
import { violations, WHAT_IFS } from '../src/tcp/what-if.ts';
import { ICMP_PROBLEMS } from '../src/wire/icmp-problem.ts';

const ROOT = join(import.meta.dirname, '..');
/** The page this script writes. */
export const PAGE: string = join(ROOT, 'docs', 'profiles.md');

type Name = keyof Profile;

/** The page as the profiles are now. */
export function page(): string {
  const profiles = Object.values(PROFILES);
  return [
    '# Profiles',
    '',
    'A profile is one frozen object of numbers and named choices: how a TCP behaves where the standards',
    'leave a choice, or where a real system departs from them. `rfc` is what the standards say; the evidence',
    "for each value of another profile stands beside it in `src/tcp/profiles/`. Values in **bold** differ from `rfc`'s.",
    '',
    'Any value can be replaced, for a host, a listener or a single connection:',
    '',
    '```ts',
    'const patient = withOverrides(linux, { synRetries: 20, keepAlive: true });',
    'const host = new Host({ clock, random, profile: patient });',
    "TcpSocket.connect(host, { address: '10.0.0.2', port: 80, profile: withOverrides(patient, { nagle: false }) });",
    '```',
    '',
    '`npm run profiles` writes this page; do not edit it.',
    '',
    '## Values',
    '',
    ...table(profiles),
    '',
    'What an ICMP error does to a connection being opened (`icmpErrors`):',
    '',
    ...icmpTable(profiles),
    '',
    '## What each field is, and may be',
    '',
    ...(Object.keys(FIELDS) as Name[]).flatMap(meaning),
    '',
    '## Where they depart from the standards',
    '',
    '`departures(profile)` finds these from the values, for a profile of your own too.',
    '',
    '### All of them',
    '',
    ...EVERYWHERE.map((d) => `- ${d.says} ${d.clause}.`),
    '',
    ...profiles.flatMap(departed),
    '## What-ifs',
    '',
    'A what-if breaks a clause on purpose, to show why it is there. `withWhatIf(profile, id)` turns one on, and',
    '`violations(profile)` lists those that are.',
    '',
    ...whatIfs(),
    '',
  ].join('\n');
}

function table(profiles: readonly Profile[]): string[] {
  const rows = (Object.keys(FIELDS) as Name[])
    .filter((f) => f !== 'name' && f !== 'icmpErrors')
    .map((f) => row(`\`${f}\``, profiles, (p) => show(p, f)));
  return [...head('field', profiles), ...rows];
}

function icmpTable(profiles: readonly Profile[]): string[] {
  const told = ICMP_PROBLEMS.filter((e) => profiles.some((p) => p.icmpErrors[e] !== undefined));
  const rows = told.map((e) =>
    row(e, profiles, (p) => {
      const r = p.icmpErrors[e];
      return r === undefined ? 'ignored' : `${r.opening} ${r.code}`;
    }),
  );
  return [...head('ICMP error', profiles), ...rows];
}

function head(what: string, profiles: readonly Profile[]): string[] {
  return [
    line([what, ...profiles.map((p) => p.name)]),
    line(['---', ...profiles.map(() => '---')]),
  ];
}

/** A row of what each profile has, in bold where it is not what the first has. */
function row(what: string, profiles: readonly Profile[], cell: (p: Profile) => string): string {
  const cells = profiles.map(cell);
  return line([what, ...cells.map((text) => (text === cells[0] ? text : `**${text}**`))]);
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function show(p: Profile, f: Name): string {
  if (f === 'options') return `${p.options.order.join(' ')}; ${p.options.tail}`;
  if (f === 'whatIf')
    return (
      violations(p)
        .map((v) => v.id)
        .join(' ') || 'none'
    );
  const value = p[f];
  if (typeof value === 'number') return number(f, value);
  return Array.isArray(value) ? value.join(' to ') : String(value);
}

function number(f: Name, n: number): string {
  const field = FIELDS[f];
  if (!Number.isFinite(n)) return '∞';
  if (field.kind !== 'number' || field.unit === 'count') return String(n);
  if (field.unit === 'octets') return n % 1024 === 0 && n > 0 ? `${n / 1024} KiB` : String(n);
  return n >= 1_000_000 || n === 0 ? `${n / 1_000_000} s` : `${n / 1000} ms`;
}

/** What the doc comment of a field in profile.ts says, and its range. */
function meaning(f: Name): string[] {
  if (f === 'name') return [];
  return [`- \`${f}\`: ${comments.get(f) ?? ''} ${range(FIELDS[f])}.`];
}

/** What is allowed, for readers: times in seconds. */
function range(f: Field): string {
  if (f.kind !== 'number' || f.unit !== 'microseconds') return `Allowed: ${allowed(f)}`;
  const end = f.endless ? ' or Infinity' : '';
  return `Microseconds, from ${f.least} to ${f.most / 1_000_000} million${end}`;
}

/** The doc comments of the fields, or of the group a field stands in, as one line each. */
const comments: ReadonlyMap<string, string> = readComments();

function readComments(): Map<string, string> {
  const source = readFileSync(join(ROOT, 'src', 'tcp', 'profile.ts'), 'utf8');
  const found = new Map<string, string>();
  for (const m of source.matchAll(/\/\*\*((?:(?!\*\/).)*)\*\/\s*readonly (\w+):/gs)) {
    const text = (m[1] as string)
      .replace(/\n\s*\* ?/g, ' ')
      .replace(/\[[A-Z]+-\d+\]/g, '')
      .replace(/\s+/g, ' ');
    found.set(m[2] as string, text.trim());
  }
  return found;
}

function whatIfs(): string[] {
  const rows = Object.values(WHAT_IFS).map((w) => line([`\`${w.id}\``, w.clause]));
  return [line(['what-if', 'breaks']), line(['---', '---']), ...rows];
}

function departed(p: Profile): string[] {
  const list = departures(p);
  const lines = list.map(
    (d) =>
      `- \`${d.field}\`: ${d.says} ${d.clause}${d.requirement === null ? '' : `, ${d.requirement}`}.`,
  );
  return [`### ${p.name}`, '', ...(list.length === 0 ? ['None.'] : lines), ''];
}

if (process.argv[1] === import.meta.filename) writeFileSync(PAGE, page());
