import { judge } from '../../src/gallery/checks.ts';
import type { Exhibit } from '../../src/gallery/exhibit.ts';
import { Facts } from '../../src/gallery/facts.ts';
import { scenarioOf } from '../../src/gallery/perform.ts';
import { headerFor } from '../../src/packetdrill/header-text.ts';
import { profileOf } from '../../src/sim/profile-of.ts';
import { run } from '../../src/sim/run.ts';
import type { Scenario } from '../../src/sim/scenario.ts';
import type { Card, CardHost, Run, Setup } from './protocol.ts';

/** Runs an exhibit as `setup` says. Throws what the engine throws for a setup it cannot run. */
export function stage(e: Exhibit, setup: Setup): Run {
  const scenario = scenarioOf(e, setup.values);
  const trace = played(scenario, setup);
  const facts = new Facts(trace);
  return { setup, trace, card: cardOf(e, scenario, facts, setup) };
}

/** Runs a world that somebody put together in the sandbox. */
export function stageWorld(world: Scenario, setup: Setup): Run {
  const { id, title, hosts } = world;
  const card: Card = {
    id,
    shelf: null,
    title,
    story: SANDBOX.story,
    point: SANDBOX.point,
    items: [],
    experiment: null,
    errata: [],
    parameters: {},
    whatIfs: [],
    tries: [],
    hosts: hosts.map((h) => cardHost(id, h, setup)),
    focus: [1],
    question: null,
    checks: [],
  };
  return { setup, trace: played(world, setup), card };
}

function played(scenario: Scenario, { seed, interventions }: Setup) {
  return run(scenario, { seed, interventions, keepBytes: true });
}

function cardOf(e: Exhibit, scenario: Scenario, facts: Facts, setup: Setup): Card {
  return {
    id: e.id,
    shelf: e.shelf,
    title: e.title,
    story: e.story,
    point: e.point,
    items: e.items,
    experiment: e.experiment ?? null,
    errata: e.errata ?? [],
    parameters: e.parameters ?? {},
    whatIfs: e.whatIfs ?? [],
    tries: e.tries ?? [],
    hosts: scenario.hosts.map((h) => cardHost(e.id, h, setup)),
    focus: e.focus ?? facts.trace.flows.slice(0, 3).map((f) => f.id),
    question: {
      asks: e.question.asks,
      answers: e.question.answers.map((a) => ({ says: a.says, isTrue: a.isTrue(facts) })),
    },
    checks: judge(e.checks, facts),
  };
}

function cardHost(id: string, h: Scenario['hosts'][number], setup: Setup): CardHost {
  return {
    name: h.name,
    title: h.title,
    profile: h.profile ?? 'linux',
    whatIfs: h.whatIfs ?? [],
    set: h.set ?? {},
    stack: headerFor(profileOf(id, h, setup.interventions)),
  };
}

const SANDBOX = {
  story: {
    zh: '自己搭的网络：主机、线路、故障都由你定。',
    en: 'A network of your own: hosts, cables and faults are yours to choose.',
  },
  point: { zh: '改一处，看结果怎样变。', en: 'Change one thing, and see what comes of it.' },
};
