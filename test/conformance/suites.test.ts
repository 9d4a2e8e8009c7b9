import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readmes } from '../../scripts/conformance/readme-part.ts';
import {
  losses,
  notPassed,
  prune,
  type Records,
  readReasons,
  readRecords,
  recordProblems,
  type SuiteRecord,
  sum,
} from '../../scripts/conformance/suite-record.ts';
import {
  FREEBSD,
  findCheckouts,
  GOOGLE,
  groupOf,
  SUITES,
  type Suite,
} from '../../scripts/conformance/suites.ts';
import { suitesPart } from '../../scripts/conformance/suites-part.ts';

const suiteOf = (name: string): Suite => SUITES.find((s) => s.name === name) as Suite;
const ALL = ['connection', 'core', 'option', 'kernel'];

describe('what is on record of the public suites', () => {
  const records = readRecords();

  it('names both, by commit, and nothing of the machine they were run on', () => {
    expect(Object.keys(records)).toEqual([FREEBSD, GOOGLE]);
    for (const record of Object.values(records)) {
      expect(record.commit).toMatch(/^[0-9a-f]{40}$/);
      expect(record.date).toMatch(/^\d{4}-\d\d-\d\d$/);
    }
    expect(JSON.stringify(records)).not.toMatch(/"\/|\.\.\//);
  });

  it('holds together: groups, scripts that do not pass, and a reason for each of these and no other', () => {
    expect(recordProblems(records, readReasons())).toEqual([]);
  });

  it('counts FreeBSD’s 1,103 scripts, 1,039 without extras, 808 of them about connections, and 64 again', () => {
    const [suite, record] = [suiteOf(FREEBSD), records[FREEBSD] as SuiteRecord];
    const applicable = (parts: string[]): number[] =>
      (['ipv4', 'ipv6', 'standard'] as const).map(
        (run) => sum(suite, record, run, parts).applicable,
      );
    expect(applicable(ALL)).toEqual([722, 381, 64]);
    expect(applicable(['connection', 'core'])).toEqual([690, 349, 64]);
    expect(applicable(['connection']).slice(0, 2)).toEqual([466, 342]);
    expect(Object.values(record.groups).reduce((n, group) => n + group.all, 0)).toBe(1103);
  });

  it('counts google’s 162 scripts: in IPv4 160, 141 of which need no kernel, 84 about connections', () => {
    const [suite, record] = [suiteOf(GOOGLE), records[GOOGLE] as SuiteRecord];
    const applicable = (parts: string[]): number => sum(suite, record, 'ipv4', parts).applicable;
    expect(applicable(ALL)).toBe(160);
    expect(applicable(['connection', 'core'])).toBe(141);
    expect(applicable(['connection'])).toBe(84);
    expect(Object.values(record.groups).reduce((n, group) => n + group.all, 0)).toBe(162);
  });

  it('has FreeBSD’s suite passed but for what is no script, and more of connections in Linux’s than Linux', () => {
    const [freebsd, google] = [records[FREEBSD] as SuiteRecord, records[GOOGLE] as SuiteRecord];
    expect(notPassed(freebsd).map((n) => n.at)).toEqual(['unsupported, syntax, line 1']);
    expect(freebsd.markedPassed.length).toBe(freebsd.marked.length - 1);
    expect(sum(suiteOf(GOOGLE), google, 'ipv4', ['connection']).passed).toBeGreaterThan(72);
  });

  it('is what both READMEs say: npm run conformance', () => {
    const files = readmes(records);
    expect(files.length).toBe(2);
    for (const { now, due } of files) expect(now).toBe(due);
  });

  it('has every script that does not pass in the document, with its reason', () => {
    const text = suitesPart(records, readReasons()).join('\n');
    for (const [name, record] of Object.entries(records)) {
      for (const { script, at } of notPassed(record)) {
        const row = text.split('\n').find((line) => line.startsWith(`| \`${script}\` |`));
        expect(row, `${name}: ${script}`).toContain(at);
        expect(row).toContain(readReasons()[name]?.[script]);
      }
    }
  });
});

describe('a record', () => {
  const one = (open: Readonly<Record<string, string>>): Records => {
    const applicable = 30;
    const count = { applicable, passed: applicable - Object.keys(open).length };
    const groups = { 'snd-syn': { all: 30, runs: { ipv4: count } } };
    const record = { commit: null, date: null, groups, marked: [], markedPassed: [] };
    return { [FREEBSD]: { ...record, notPassed: { ipv4: open } } };
  };
  const A = 'snd-syn/a.pkt';
  const B = 'snd-syn/b.pkt';

  it('is worse by each script that passed before, whatever else has come to pass', () => {
    const [old, now] = [one({ [A]: 'failed, time, line 3' }), one({ [B]: 'failed, code, line 4' })];
    expect(losses(old, now)).toEqual([
      `${FREEBSD}: ${B} (ipv4) passed before: failed, code, line 4`,
    ]);
    expect(losses(old, one({ [A]: 'failed, code, line 9' }))).toEqual([]);
    expect(losses(old, one({}))).toEqual([]);
    expect(losses({}, now)).toEqual([]);
  });

  it('wants a reason for each script that does not pass, and loses those of scripts that do', () => {
    const open = one({ [A]: 'failed' });
    expect(recordProblems(open, { [FREEBSD]: { [A]: 'Because.' } })).toEqual([]);
    expect(recordProblems(open, {}).length).toBe(1);
    expect(recordProblems(open, { [FREEBSD]: { [A]: ' ' } }).length).toBe(1);
    const reasons = { [FREEBSD]: { [A]: 'Because.', [B]: 'Of old.' } };
    expect(recordProblems(open, reasons)).toEqual([
      `${B} passes: take it out of suite-reasons.json`,
    ]);
    expect(prune(reasons, open)).toEqual({ kept: { [FREEBSD]: { [A]: 'Because.' } }, gone: [B] });
  });

  it('is wrong where its counts and its list differ, or where nobody knows the suite', () => {
    const record = one({})[FREEBSD] as SuiteRecord;
    const wrong = { ...record, notPassed: { ipv4: { [A]: 'failed' } } };
    expect(recordProblems({ [FREEBSD]: wrong }, { [FREEBSD]: { [A]: 'Because.' } }).length).toBe(1);
    expect(recordProblems({ 'x/y': record }, {})).toEqual(['x/y is no suite with a record']);
  });
});

describe('a suite', () => {
  it('is known by what is in its checkout, given by itself or with others in a folder', () => {
    const folder = mkdtempSync(join(tmpdir(), 'suites-'));
    try {
      const google = join(folder, 'one');
      const freebsd = join(folder, 'another');
      const defaults = join(google, 'gtests/net/tcp/common/defaults.sh');
      mkdirSync(dirname(defaults), { recursive: true });
      writeFileSync(defaults, '');
      for (const name of ['state-event-engine', 'snd-syn', 'fast-open']) {
        mkdirSync(join(freebsd, name), { recursive: true });
      }
      const names = (...folders: string[]): string[] =>
        findCheckouts(folders).map((c) => c.suite.name);
      expect(names(google)).toEqual([GOOGLE]);
      expect(names(google, freebsd)).toEqual([FREEBSD, GOOGLE]);
      expect(names(folder)).toEqual([FREEBSD, GOOGLE]);
      expect(names(join(google, 'gtests'))).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('has a group for each of its scripts', () => {
    const [freebsd, google] = [suiteOf(FREEBSD), suiteOf(GOOGLE)];
    const group = (suite: Suite, path: string): string => groupOf(suite, path).name;
    expect(group(freebsd, 'socket-api/setsockopt/x-md5-passive-ipv4.pkt')).toContain('MD5');
    expect(group(freebsd, 'socket-api/setsockopt/x-tos-passive-ipv4.pkt')).toBe('socket-api');
    expect(group(google, 'fastopen/server/opt34/x.pkt')).toContain('34');
    expect(group(google, 'blocking/blocking-accept.pkt')).toContain('accept');
    expect(group(google, 'blocking/blocking-read.pkt')).toContain('data');
    expect(() => groupOf(freebsd, 'novelty/x.pkt')).toThrow('no group');
  });

  it('runs scripts that leave the version open in both, unless their ICMP is of one', () => {
    const [v4, v6] = suiteOf(GOOGLE).runs;
    const icmp = '+0 < icmp unreachable frag_needed mtu 840 [0:1000(1000)]\n';
    expect([v4?.has('', null), v6?.has('', null)]).toEqual([true, true]);
    expect([v4?.has('', 6), v6?.has('', 6)]).toEqual([false, true]);
    expect([v4?.has(icmp, null), v6?.has(icmp, null)]).toEqual([true, false]);
  });
});
