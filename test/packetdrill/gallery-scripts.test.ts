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

const AT_ONCE =
  'in the run several segments, or a segment and the call that answers it, came at one instant and were answered ' +
  'once; a script gives the stack one after the other';
const SYN_TEXT = 'no system call puts text on a SYN, but with Fast Open and its option';
const TOOL = 'a tool made the segments: no system call stands for them';
const QUEUE = 'other connections filled the queue of the listener, and a script has but one';

/** Scripts that do not hold: the exhibit, the host, the connection; and why not. */
const NOT: Readonly<Record<string, string>> = {
  'open/window B 1': AT_ONCE,
  'open/data-on-1 A 1': SYN_TEXT,
  'open/data-on-1-queued A 1': SYN_TEXT,
  'open/lost-synack A 1': AT_ONCE,
  'open/self-connect A 1': 'the host is its own peer, and a script is another',
  'open/half-open-syn B 1': 'the SYN that comes again at the end begins another connection',
  'ablate/stale-syn A 1': SYN_TEXT,
  'ablate/stale-syn-tw A 1': SYN_TEXT,
  'ablate/syn-data-delivered A 1': SYN_TEXT,
  'ablate/syn-data-delivered B 1': 'the connection is gone at the instant of the call that fails',
  'ablate/split-synack B 1': 'the ACK goes before the SYN from which a script learns its numbers',
  'queue/backlog B 3': QUEUE,
  'queue/accept-late B 3': QUEUE,
  'flood/syn B 3': QUEUE,
  'rst/overflow B 3': QUEUE,
  'flood/cookie-bits B 1':
    'the numbers of the cookie are the point, and no other host has the secret',
  'close/worked-numbers A 1': AT_ONCE,
  'close/three-segment B 1': AT_ONCE,
  'close/open-vs-close B 1': AT_ONCE,
  'close/pending-data B 1': AT_ONCE,
  'close/abort B 1': AT_ONCE,
  'close/lost-ack4 A 1': AT_ONCE,
  'ablate/one-msl B 1': AT_ONCE,
  'ablate/no-tw-lost-ack B 1': AT_ONCE,
  'tw/server-closes A 1': AT_ONCE,
  'tw/small-range A 1': AT_ONCE,
  'tw/small-range B 1': AT_ONCE,
  'tw/small-range A 2': AT_ONCE,
  'tw/small-range B 2': AT_ONCE,
  'tw/small-range A 3': AT_ONCE,
  'tw/small-range B 3': AT_ONCE,
  'tw/exhaust A 1': AT_ONCE,
  'tw/exhaust B 1': AT_ONCE,
  'tw/range A 1': AT_ONCE,
  'tw/range B 1': AT_ONCE,
  'tw/range C 2': AT_ONCE,
  'tw/range B 2': AT_ONCE,
  'tw/pool A 1': AT_ONCE,
  'tw/pool B 1': AT_ONCE,
  'rst/closed-port X 1': TOOL,
  'rst/linger-0 A 1': AT_ONCE,
  'rst/linger-0 B 1': AT_ONCE,
  'hdr/ack-invalid A 2': TOOL,
  'hdr/ack-invalid A 3': TOOL,
  'hdr/syn-fin-count A 2': TOOL,
  'hdr/psh B 1': AT_ONCE,
  'hdr/urg A 1': 'the urgent pointer is not in a trace',
  'hdr/symbols A 1': AT_ONCE,
  'hdr/any-fault A 1': 'a fault changed the flags of a segment on its way out',
  'ablate/no-checksum B 1': 'no script can make a segment with a wrong checksum',
  'ablate/no-seq-check B 1': AT_ONCE,
};

/** The profile of a host of a scenario: its own, with its values and the rules it breaks. */
function profileOf(h: ScenarioHost): Profile {
  const named = PROFILES[(h.profile ?? 'linux') as keyof typeof PROFILES] as Profile;
  let profile = withOverrides(named, h.set ?? {});
  for (const id of h.whatIfs ?? []) profile = withWhatIf(profile, id as WhatIfId);
  return profile;
}

/** Every script of an exhibit, run: by host and connection. A host that no script can be about has none. */
function drilled(e: Exhibit): Map<string, ScriptResult> {
  const { hosts } = scenarioOf(e);
  const { trace } = perform(e);
  const results = new Map<string, ScriptResult>();
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
      results.set(name, drill(name, script, { profile: 'linux', version: 4, strict: true, watch }));
    }
  }
  return results;
}

describe('what the gallery exports for packetdrill holds on our own runner', () => {
  const seen = new Set<string>();
  let passed = 0;

  it.each(EXHIBITS.map((e) => [e.id, e] as const))('%s', (_id, e) => {
    for (const [name, result] of drilled(e)) {
      seen.add(name);
      if (result.outcome === 'passed') passed++;
      if (Object.hasOwn(NOT, name)) {
        expect(result.outcome, `${name} holds now: it need not be named any more`).toBe('failed');
      } else {
        expect(result.outcome, failureText(result)).toBe('passed');
      }
    }
  });

  it('all but a few, each named with the reason', () => {
    expect(Object.keys(NOT).filter((name) => !seen.has(name))).toEqual([]);
    expect(passed).toBeGreaterThan(300);
  });
});
