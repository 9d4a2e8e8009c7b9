import { describe, expect, it } from 'vitest';
import { packetdrill } from '../../src/export/index.ts';
import { EXHIBITS, type Exhibit, perform, scenarioOf } from '../../src/gallery/index.ts';
import { drill, failureText, type ScriptResult } from '../../src/packetdrill/index.ts';
import type { ScenarioHost } from '../../src/sim/scenario.ts';
import type { Profile } from '../../src/tcp/profile.ts';
import { PROFILES, withOverrides } from '../../src/tcp/profiles/index.ts';
import { type WhatIfId, withWhatIf } from '../../src/tcp/what-if.ts';

/** Connections looked at of an exhibit that has many. */
const FLOWS = 3;

const SYN_TEXT_AGAIN =
  'no system call sends a SYN again with its text: what Fast Open puts on it goes once, the SYN again without';
const NOT_KEPT = 'the 30,000 SYNs that filled the queue of the listener are not in the trace';

/** Scripts that do not hold: the exhibit, the host, the connection; and why not. Each says so in its head. */
const NOT: Readonly<Record<string, string>> = {
  'ablate/stale-syn A 1': SYN_TEXT_AGAIN,
  'ablate/stale-syn-tw A 1': SYN_TEXT_AGAIN,
  'ablate/syn-data-delivered A 1': SYN_TEXT_AGAIN,
  'flood/syn B 3': NOT_KEPT,
};

/** A script, and what came of it. */
interface Drilled {
  readonly script: string;
  readonly result: ScriptResult;
}

/** The profile of a host of a scenario: its own, with its values and the rules it breaks. */
function profileOf(h: ScenarioHost): Profile {
  const named = PROFILES[(h.profile ?? 'linux') as keyof typeof PROFILES] as Profile;
  let profile = withOverrides(named, h.set ?? {});
  for (const id of h.whatIfs ?? []) profile = withWhatIf(profile, id as WhatIfId);
  return profile;
}

/** Every script of an exhibit, run: by host and connection. A host that no script can be about has none. */
function drilled(e: Exhibit): Map<string, Drilled> {
  const { hosts } = scenarioOf(e);
  const { trace } = perform(e);
  const results = new Map<string, Drilled>();
  for (const { id: flow, ends } of trace.flows.slice(0, FLOWS)) {
    for (const { host: side } of ends) {
      const host = hosts.find((h) => h.name === side);
      if (side === null || host === undefined) continue;
      const name = `${e.id} ${side} ${flow}`;
      let script: string;
      try {
        script = packetdrill(trace, { side, flow });
      } catch (error) {
        expect(`${error}`, name).toMatch(/nothing to test|no system call/);
        continue;
      }
      const watch = {
        ready: (stack: { useProfile(p: Profile): void }) => stack.useProfile(profileOf(host)),
      };
      const result = drill(name, script, { profile: 'linux', version: 4, strict: true, watch });
      results.set(name, { script, result });
    }
  }
  return results;
}

describe('what the gallery exports for packetdrill holds on our own runner', () => {
  const seen = new Set<string>();
  let passed = 0;

  it.each(EXHIBITS.map((e) => [e.id, e] as const))('%s', (_id, e) => {
    for (const [name, { script, result }] of drilled(e)) {
      seen.add(name);
      if (result.outcome === 'passed') passed++;
      expect(script.includes('// This script does not hold'), name).toBe(Object.hasOwn(NOT, name));
      if (Object.hasOwn(NOT, name)) {
        expect(result.outcome, `${name} holds now: it need not be named any more`).toBe('failed');
      } else {
        expect(result.outcome, failureText(result)).toBe('passed');
      }
    }
  });

  it('all but a few, each named with the reason', () => {
    expect(Object.keys(NOT).filter((name) => !seen.has(name))).toEqual([]);
    expect(passed).toBeGreaterThan(360);
  });
});
