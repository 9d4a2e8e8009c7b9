import type { Words } from '../base/words.ts';
import type { ExploreHost, ExploreWorld } from '../explore/index.ts';
import type { Action, Happening } from '../sim/index.ts';
import { Address } from '../wire/address.ts';
import { inside, type Place, wrong } from './json-check.ts';
import { list } from './usage-words.ts';

const MAIN = 'main';
/** Calls on a connection, which needs somebody who opens it. */
const ON_SOCKETS: readonly string[] = [
  ...['send', 'close', 'release', 'abort', 'pause', 'resume', 'set'],
];
const ON_LISTENERS: readonly string[] = ['accept', 'unlisten'];
/** What sockets can be told, by how they came to be. */
const LATER: readonly Happening[] = ['received', 'ended', 'closed'];

/**
 * Looks at what the parts of a world's file say of each other: names of hosts and sockets, cables, and steps that
 * could never come. Throws a UsageError that says where and what.
 */
export function checkWorld(world: ExploreWorld, file: string): void {
  const root = { file, path: '' };
  checkNames(world, root);
  checkCables(world, root);
  if (!world.hosts.some(doesSomething)) throw wrong(inside(root, 'hosts'), IS.busy);
  for (const [i, h] of world.hosts.entries()) {
    const at = inside(root, `hosts[${i}]`);
    for (const step of stepsOf(h, at)) checkStep(world, h, step);
  }
  const [a, b] = world.hosts;
  if (world.symmetric !== true || a === undefined || b === undefined) return;
  if (asIf(a, a, b) !== asIf(b, b, a)) throw wrong(inside(root, 'symmetric'), IS.alike);
}

/** A call that stands in the file, and where. */
interface Found {
  readonly action: Action;
  readonly at: Place;
  readonly when?: { readonly on: Happening; readonly socket?: string };
  readonly whenAt?: Place;
}

function stepsOf(h: ExploreHost, at: Place): Found[] {
  const ready = (h.ready ?? []).map((action, n) => ({ action, at: inside(at, `ready[${n}]`) }));
  const program = (h.program ?? []).flatMap((steps, l) =>
    steps.map((step, n): Found => {
      const place = inside(at, `program[${l}][${n}]`);
      const whenAt = inside(place, 'when');
      const own = { action: step.do, at: inside(place, 'do') };
      return step.when === undefined ? own : { ...own, when: step.when, whenAt };
    }),
  );
  return [...ready, ...program];
}

function checkNames({ hosts }: ExploreWorld, root: Place): void {
  for (const [i, { name }] of hosts.entries()) {
    if (hosts.findIndex((h) => h.name === name) === i) continue;
    throw wrong(inside(root, `hosts[${i}].name`), IS.unique);
  }
}

function cablesOf({ cables, hosts: [a, b] }: ExploreWorld): readonly (readonly string[])[] {
  return cables ?? [[a?.name ?? '', b?.name ?? '']];
}

function checkCables(world: ExploreWorld, root: Place): void {
  const names = world.hosts.map((h) => h.name);
  for (const [n, [a, b]] of (world.cables ?? []).entries()) {
    for (const [end, name] of [a, b].entries()) {
      if (names.includes(name)) continue;
      throw wrong(inside(root, `cables[${n}][${end}]`), IS.host(names));
    }
    if (a === b) throw wrong(inside(root, `cables[${n}]`), IS.twoHosts);
  }
  const joined = cablesOf(world).flat();
  const lone = names.find((name) => !joined.includes(name));
  if (lone !== undefined) throw wrong(inside(root, 'cables'), IS.joins(lone));
}

/** Something but waiting. */
function doesSomething(h: ExploreHost): boolean {
  const calls = (h.ready ?? []).some((a) => a.call !== 'listen' && a.call !== 'passive-open');
  return calls || (h.program ?? []).some((steps) => steps.length > 0);
}

function checkStep(world: ExploreWorld, h: ExploreHost, found: Found): void {
  const { action, at, when, whenAt } = found;
  const { call } = action;
  const near = neighbours(world, h.name);
  if (call === 'connect') isHost(action.to, inside(at, 'to'), IS.near(h.name, near), near);
  if (call === 'passive-open') {
    isHost(action.from, inside(at, 'from'), IS.near(h.name, near), near);
  }
  if (call === 'inject') {
    const names = world.hosts.map((x) => x.name);
    isHost(action.from, inside(at, 'from'), IS.anyHost(names), names);
    // A forged segment goes out by the first cable.
    const [first] = cablesOf(world).filter((ends) => ends.includes(h.name));
    const there = (first ?? []).filter((name) => name !== h.name);
    isHost(action.to, inside(at, 'to'), IS.near(h.name, there), there);
  }
  if (call === 'boot' && !calls(h).some((a) => a.call === 'power-off')) {
    throw wrong(inside(at, 'call'), IS.noBoot);
  }
  const socket = action.socket ?? MAIN;
  if (ON_SOCKETS.includes(call) && toldTo(h, socket).length === 0) {
    throw wrong(inside(at, 'socket'), IS.opened(h.name, socketsOf(h)));
  }
  const servers = listeners(h);
  if (ON_LISTENERS.includes(call) && !servers.includes(socket)) {
    throw wrong(inside(at, 'socket'), IS.listening(h.name, servers));
  }
  if (when === undefined || whenAt === undefined) return;
  const told = toldTo(h, when.socket ?? socket);
  if (told.length === 0) throw wrong(inside(whenAt, 'socket'), IS.opened(h.name, socketsOf(h)));
  if (!told.includes(when.on)) throw wrong(inside(whenAt, 'on'), IS.told(told));
}

/** Those that share a cable with a host. */
function neighbours(world: ExploreWorld, name: string): string[] {
  const cables = cablesOf(world).filter((ends) => ends.includes(name));
  return [...new Set(cables.flat().filter((other) => other !== name))];
}

/** A name of one of these, or an address, of which a dot or a colon tells. */
function isHost(who: string, at: Place, is: Words, names: readonly string[]): void {
  const isAddress = /[.:]/.test(who) && Address.tryParse(who) !== null;
  if (!isAddress && !names.includes(who)) throw wrong(at, is);
}

function calls(h: ExploreHost): Action[] {
  return [...(h.ready ?? []), ...(h.program ?? []).flat().map((step) => step.do)];
}

const nameOf = (a: Action): string => a.socket ?? MAIN;

function openers(h: ExploreHost): string[] {
  return calls(h)
    .filter((a) => a.call === 'connect' || a.call === 'passive-open')
    .map(nameOf);
}

function listeners(h: ExploreHost): string[] {
  return calls(h)
    .filter((a) => a.call === 'listen')
    .map(nameOf);
}

function socketsOf(h: ExploreHost): string[] {
  return [...new Set([...openers(h), ...listeners(h)])];
}

/** What a socket of that name can be told; nothing where nobody opens one. */
function toldTo(h: ExploreHost, socket: string): Happening[] {
  const first = socket.replace(/ (?:[2-9]|[1-9]\d+)$/, '');
  const told: Happening[] = [];
  if (listeners(h).some((name) => name === socket || name === first)) told.push('accepted');
  if (openers(h).includes(socket)) told.push('connected');
  return told.length === 0 ? [] : [...told, ...LATER];
}

/** What a host is and does, with its name and that of its peer as they are for either. */
function asIf({ profile, set, whatIfs, ready, program }: ExploreHost, own: Named, peer: Named) {
  const roles = (key: string, v: unknown): unknown => {
    if (key !== 'to' && key !== 'from') return v;
    return v === own.name ? 'own' : v === peer.name ? 'peer' : v;
  };
  return JSON.stringify({ profile, set, whatIfs, ready, program }, roles);
}

interface Named {
  readonly name: string;
}

/** What things must be, as {@link wrong} ends a sentence with it. */
const IS = {
  unique: { zh: '别的主机没有用过的名字', en: 'a name that no other host has' },
  busy: {
    zh: '这样的列表：至少有一台主机的 program 里有步骤',
    en: 'a list in which some host has a step in its program',
  },
  twoHosts: { zh: '两台不同的主机', en: 'two different hosts' },
  alike: {
    zh: ' false：前两台主机做的事并不一样',
    en: 'false: the first two hosts do not do the same',
  },
  noBoot: {
    zh: '别的调用：这台主机从不断电，也就不会再开机',
    en: 'another call: this host never loses its power',
  },
  joins: (name: string): Words => ({
    zh: `把每台主机都连上的线，还缺 ${name} 的`,
    en: `cables that lead to every host, and none leads to ${name}`,
  }),
  host: (names: readonly string[]): Words => ({
    zh: `主机的名字：${list(names).zh}`,
    en: `the name of a host: ${list(names).en}`,
  }),
  anyHost: (names: readonly string[]): Words => ({
    zh: `主机的名字（${list(names).zh}）或 IP 地址`,
    en: `the name of a host (${list(names).en}), or an address`,
  }),
  near: (own: string, names: readonly string[]): Words => ({
    zh: `和 ${own} 有线相连的主机（${list(names).zh}）或 IP 地址`,
    en: `a host that is joined to ${own} by a cable (${list(names).en}), or an address`,
  }),
  opened: (own: string, names: readonly string[]): Words => ({
    zh: ` ${own} 打开的套接字，${names.length === 0 ? `而 ${own} 一个也不打开` : `即 ${list(names).zh}；不写就是 main`}`,
    en: `a socket that ${own} opens, ${names.length === 0 ? 'and it opens none' : `which are ${list(names).en}; it is main unless given`}`,
  }),
  listening: (own: string, names: readonly string[]): Words => ({
    zh: ` ${own} 监听的套接字，${names.length === 0 ? `而 ${own} 没有监听` : `即 ${list(names).zh}；不写就是 main`}`,
    en: `a socket that ${own} listens on, ${names.length === 0 ? 'and it listens on none' : `which are ${list(names).en}; it is main unless given`}`,
  }),
  told: (told: readonly string[]): Words => ({
    zh: `这个套接字会得知的事：${list(told).zh}`,
    en: `something that this socket can be told: ${list(told).en}`,
  }),
} as const;
