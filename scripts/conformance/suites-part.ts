import {
  type Count,
  type GroupRecord,
  notPassed,
  type Records,
  type RunName,
  type SuiteReasons,
  type SuiteRecord,
  sum,
} from './suite-record.ts';
import { FREEBSD, GOOGLE, SUITES, type Suite } from './suites.ts';

/* The part of docs/conformance.md about the public suites. */

const CORE = ['connection', 'core'];
const NONE: GroupRecord = { all: 0, runs: {} };
const ALL = [...CORE, 'option', 'kernel'];

/** The summary and a section for each suite that has a record, as lines of Markdown. */
export function suitesPart(records: Records, reasons: SuiteReasons): string[] {
  const known = SUITES.filter((suite) => records[suite.name] !== undefined);
  return [
    '## The suites of others',
    '',
    'Scripts for packetdrill by which FreeBSD and Linux test their own TCP, run by `synwave drill` on a fresh',
    'stack each, in virtual time. [packetdrill.md](packetdrill.md#the-public-suites) tells how to do it again.',
    '',
    '| suite | scripts | IP | synwave | the kernel itself |',
    '| --- | --- | --- | --- | --- |',
    ...known.flatMap((suite) => summary(suite, records[suite.name] as SuiteRecord)),
    '',
    ...known.flatMap((suite) => [
      ...section(suite, records[suite.name] as SuiteRecord),
      ...openScripts(records[suite.name] as SuiteRecord, reasons[suite.name] ?? {}),
    ]),
  ];
}

function summary(suite: Suite, r: SuiteRecord): string[] {
  const line = (scripts: string, ip: string, count: Count, kernel: string): string =>
    `| ${suite.name} | ${scripts} | ${ip} | **${number(count.passed)}** of ${number(count.applicable)} | ${kernel} |`;
  const { kernelName, kernel } = suite;
  if (suite.name === FREEBSD) {
    const both = (parts: string[]): Count =>
      add(sum(suite, r, 'ipv4', parts), sum(suite, r, 'ipv6', parts));
    return [
      line('all', '4 and 6', both(ALL), `${kernelName}, by its own records: ${kernel.all}`),
      line(
        'without MD5 and UDP encapsulation',
        '4 and 6',
        both(CORE),
        `${kernelName}: ${kernel.core}`,
      ),
      line(
        'connection management',
        '4 and 6',
        both(['connection']),
        `${kernelName}: ${kernel.connection}`,
      ),
      line(
        'with `-D STANDARD`',
        '4 and 6',
        sum(suite, r, 'standard', ALL),
        'does otherwise on purpose',
      ),
    ];
  }
  const of = (run: RunName, parts: readonly string[]): Count => sum(suite, r, run, parts);
  const told = `${kernelName}, as found:`;
  return [
    line('connection management', '4', of('ipv4', ['connection']), `${told} ${kernel.connection}`),
    line('connection management', '6', of('ipv6', ['connection']), 'not measured'),
    line('all that need no kernel', '4', of('ipv4', CORE), `${told} ${kernel.core}`),
    line('all that need no kernel', '6', of('ipv6', CORE), 'not measured'),
    line('all', '4', of('ipv4', ALL), `${told} ${kernel.all}`),
    line('all', '6', of('ipv6', ALL), 'not measured'),
  ];
}

function add(a: Count, b: Count): Count {
  return { applicable: a.applicable + b.applicable, passed: a.passed + b.passed };
}

const ABOUT: Readonly<Record<string, readonly string[]>> = {
  [FREEBSD]: [
    'With `--profile freebsd -D FreeBSD`. A script that names no version of IP is written for IPv4. FreeBSD’s own',
    'numbers are the suite’s: 32 scripts of `fast-open` are marked as expected to fail, and the table in `snd-syn`',
    'says that two do. `-D STANDARD` picks the other branch of 64 scripts about a SYN in TIME-WAIT: what a',
    'synchronized state answers by RFC 9293, where FreeBSD takes the SYN for a new connection.',
  ],
  [GOOGLE]: [
    'With `--profile linux`, as the suite’s driver would run it. The numbers of Linux 6.18 were measured with the',
    'original tool, in IPv4: as found, and at best, with what the environment spoilt put right. The connection',
    'management part is what this engine has been built for so far; the rest is reported as it stands, since loss',
    'recovery as Linux does it, and CUBIC, come later.',
  ],
};

function section(suite: Suite, r: SuiteRecord): string[] {
  const hasStandard = suite.runs.some((run) => run.name === 'standard');
  const heads = ['group', 'IPv4', 'IPv6', ...(hasStandard ? ['`-D STANDARD`'] : [])];
  return [
    `### ${suite.name}`,
    '',
    ...(ABOUT[suite.name] ?? []),
    '',
    r.commit === null ? 'Commit unknown.' : `Commit ${r.commit} of ${r.date}.`,
    'Cells say: passed / applicable / all; applicable are those of all that are about that version of IP.',
    '',
    `| ${[...heads, suite.kernelName].join(' | ')} |`,
    `| ${[...heads, ''].map(() => '---').join(' | ')} |`,
    ...groupRows(suite, r),
    '',
    ...marked(suite, r),
  ];
}

/** A row for each group, and behind those of connection management one for all of them. */
function groupRows(suite: Suite, r: SuiteRecord): string[] {
  const row = (name: string, record: GroupRecord, kernel: string): string => {
    const cells = suite.runs.map((run) => counts(record.runs[run.name], record.all));
    return `| ${[name, ...cells, kernel].join(' | ')} |`;
  };
  const rows = suite.groups.map((group) => ({
    isOpening: group.part === 'connection',
    text: row(group.name, r.groups[group.name] ?? NONE, group.kernel),
  }));
  const opening = suite.groups.filter((group) => group.part === 'connection');
  const together: GroupRecord = {
    all: opening.reduce((n, group) => n + (r.groups[group.name] ?? NONE).all, 0),
    runs: Object.fromEntries(
      suite.runs.map((run) => [run.name, sum(suite, r, run.name, ['connection'])]),
    ),
  };
  return [
    ...rows.filter((x) => x.isOpening).map((x) => x.text),
    row('*connection management, all of these*', together, suite.kernel.connection),
    ...rows.filter((x) => !x.isOpening).map((x) => x.text),
  ];
}

function counts(count: Count | undefined, all: number): string {
  return count === undefined ? '–' : `${count.passed} / ${count.applicable} / ${all}`;
}

function marked(suite: Suite, r: SuiteRecord): string[] {
  if (r.marked.length === 0) return [];
  return [
    `Of the ${r.marked.length} scripts that the suite expects ${suite.kernelName} to fail, these ${r.markedPassed.length} pass here:`,
    `${shortList(r.markedPassed)}.`,
    '',
  ];
}

/** Names with what they share at both ends said once. */
function shortList(paths: readonly string[]): string {
  const byFamily = new Map<string, string[]>();
  for (const path of paths) {
    const [, family, number] = /^(.*?)(\d+)?\.pkt$/.exec(path) as unknown as string[];
    const own = byFamily.get(family as string) ?? [];
    byFamily.set(family as string, own);
    if (number !== undefined) own.push(number);
  }
  return [...byFamily]
    .map(
      ([family, numbers]) => `\`${family}\`${numbers.length === 0 ? '' : ` ${numbers.join(', ')}`}`,
    )
    .join('; ');
}

function openScripts(r: SuiteRecord, reasons: Readonly<Record<string, string>>): string[] {
  const open = notPassed(r);
  if (open.length === 0) return ['All pass.', ''];
  const scripts = [...new Set(open.map((n) => n.script))].sort();
  const lines = scripts.map((script) => {
    const own = open.filter((n) => n.script === script);
    return `| \`${script}\` | ${own.map((n) => `${RUN_NAMES[n.run]}: ${n.at}`).join('<br>')} | ${cell(reasons[script] ?? '*No reason is given.*')} |`;
  });
  return [
    `Not passed, ${scripts.length} in all:`,
    '',
    '| script | where it stops | why |',
    '| --- | --- | --- |',
    ...lines,
    '',
  ];
}

const RUN_NAMES: Readonly<Record<RunName, string>> = {
  ...{ ipv4: 'IPv4', ipv6: 'IPv6', standard: '`-D STANDARD`' },
};

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function number(n: number): string {
  return n.toLocaleString('en-US');
}
