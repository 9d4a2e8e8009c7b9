import type { Listener } from '../../tcp/passive/listener.ts';
import { COOKIE_LIFETIME } from '../../tcp/passive/syn-cookies.ts';
import { SYN_SENT } from '../../tcp/state.ts';
import type { Tcp } from '../../tcp/tcp.ts';
import { ticks } from '../../tcp/timestamps.ts';
import type { Seq } from '../../wire/seq.ts';
import { ACK, RST, SYN } from '../../wire/tcp.ts';
import type { Arena, ArenaHost } from '../arena.ts';
import type { End } from '../end.ts';
import type { Flight } from '../flight.ts';
import { HashSink, type Sink, type StateHash, TextSink } from './sink.ts';
import { type Origins, writeFlow } from './state.ts';

/** A SYN queue that a small world can fill. */
const FEW = 8;
const many = Number.POSITIVE_INFINITY;

/**
 * The state of a world, as 64 bits: two runs that end in the same state go on alike. What may differ between
 * them is left out: the time of day, what sequence numbers and timestamps are counted from (the difference
 * between those of two incarnations is kept), which of a host's segments is which.
 */
export function hashOf(arena: Arena): StateHash {
  const straight = hashInOrder(arena, arena.hosts);
  if (arena.plan.world.symmetric !== true) return straight;
  const [a, b, ...rest] = arena.hosts;
  if (a === undefined || b === undefined) return straight;
  const crossed = hashInOrder(arena, [b, a, ...rest]);
  if (straight.high !== crossed.high) return straight.high < crossed.high ? straight : crossed;
  return straight.low < crossed.low ? straight : crossed;
}

/** The same as lines of text, for people who ask why two states are two. */
export function describe(arena: Arena, order: readonly ArenaHost[] = arena.hosts): string[] {
  const to = new TextSink();
  write(arena, order, to);
  return to.lines;
}

function hashInOrder(arena: Arena, order: readonly ArenaHost[]): StateHash {
  const to = new HashSink();
  write(arena, order, to);
  return to.hash;
}

function write(arena: Arena, order: readonly ArenaHost[], to: Sink): void {
  const { spent, bounds } = arena;
  to.number('lost', spent.lose);
  to.number('duplicated', spent.duplicate);
  to.number('damaged', spent.damage);
  to.number('timers', spent.timers);
  if (bounds.early !== many) to.number('early', spent.early);
  to.number('expired', spent.expired);
  if (bounds.segments !== many) to.number('segments', spent.segments);
  const mayOpen = somebodyMayOpen(arena);
  for (const h of order) writeHost(arena, h, order, mayOpen, to);
}

function writeHost(
  arena: Arena,
  h: ArenaHost,
  order: readonly ArenaHost[],
  mayOpen: boolean,
  to: Sink,
): void {
  const { programs, witness, host } = h;
  const peer = peerOf(arena, h);
  const o: Origins = {
    now: arena.now,
    ours: firstIss(h),
    theirs: firstIss(peer),
    stamps: stampsOf(peer),
    mayAsk: programs.mayAsk,
  };
  const { bounds } = arena;
  to.number('boots', h.boots);
  if (bounds.late !== many) to.number('late', h.late);
  to.number('off', programs.isOff ? 1 : 0);
  if (mayOpen) writeNextIss(host.tcp, o, to);
  for (const at of programs.at) to.number('step', at);
  for (const [socket, bits] of programs.told) {
    to.text('socket', socket);
    to.number('told', bits);
  }
  for (const socket of programs.paused) to.text('paused', socket);
  to.number('ends', witness.ends.length);
  for (const e of witness.ends) writeEnd(e, o, order, to);
  for (const l of host.tcp.demux.listeners()) {
    to.number('listener', l.localPort);
    to.number('accept queue', l.acceptQueueLength);
    to.number('text of SYNs', l.synTexts.octets);
    writeCookies(l, mayOpen, o, to);
  }
  for (const c of host.tcp.demux.singles()) writeFlow(c, o, to);
  for (const f of host.tcp.flows()) writeFlow(f, o, to);
  const own = arena.flights.filter((f) => f.from === arena.hosts.indexOf(h));
  to.number('on their way', own.length);
  // In which order they were sent matters only where they must arrive in it.
  const isOrdered = (f: Flight): boolean => bounds.late !== many && !f.stuck;
  const words = own.filter((f) => !isOrdered(f)).map((f) => flightWord(f, arena, order));
  for (const w of words.sort((x, y) => x - y)) to.number('segment', w);
  for (const f of own) if (isOrdered(f)) to.number('in order', flightWord(f, arena, order));
}

/** A connection may begin that has not yet: somebody will draw a number for it. */
function somebodyMayOpen({ hosts, flights }: Arena): boolean {
  for (const { facts } of flights)
    if (facts === null || (facts.flags & (SYN | ACK)) === SYN) return true;
  return hosts.some(({ host, programs }) => {
    if (programs.mayOpen) return true;
    for (const f of host.tcp.flows()) if (f.state === SYN_SENT) return true;
    return false;
  });
}

/** What the number of the next connection will be, counted from that of the first. */
function writeNextIss({ nextIss }: Tcp, { now, ours }: Origins, to: Sink): void {
  to.number('iss given', nextIss.length);
  // What the generator gives depends on the time of day; it is asked when nothing is given any more.
  if (nextIss.length < 2) to.number('iss drawn', (Math.floor(now / 4) - ours) | 0);
}

/** Where the queue is so short that cookies go, their numbers are made of the time of day. */
function writeCookies(l: Listener, mayOpen: boolean, { now }: Origins, to: Sink): void {
  if (l.profile.synCookies === 'never') return;
  const credit = Math.max(0, l.cookieSentAt + COOKIE_LIFETIME - now);
  to.number('cookies until', credit);
  if (credit > 0 || (mayOpen && l.synQueue.limit <= FEW)) to.number('time of day', now);
}

/** One end as the properties know it. */
function writeEnd(e: End, o: Origins, order: readonly ArenaHost[], to: Sink): void {
  to.number('end', e.state);
  to.number('life', e.boot);
  to.number('port', e.localPort);
  writeWho('peer', e.peer, order, to);
  to.number('iss', e.iss === null ? Number.NaN : (e.iss - o.ours) | 0);
  to.number('irs', e.irs === null ? Number.NaN : (e.irs - o.theirs) | 0);
  const is = [
    e.opener,
    e.established,
    e.gone,
    e.accepted,
    e.connected,
    e.ended,
    e.closed,
    e.aborted,
    e.crashed,
    e.closedUnasked,
    e.overran,
    e.waitCut,
  ];
  to.number(
    'is',
    is.reduce((bits, on, i) => bits | (on ? 1 << i : 0), 0),
  );
  to.text('wrote', e.wrote);
  to.text('read', e.read);
  to.number('received', e.received);
  to.number('acked', e.acked);
  to.text('socket', e.socket ?? '');
  to.text('outcome', e.outcome === undefined ? '' : (e.outcome ?? 'well'));
  to.text('refused', e.refused ?? '');
  if (e.resetBy === 'forged') to.number('reset by', -2);
  else writeWho('reset by', e.resetBy, order, to);
  const met = e.met.map((one) => whoOf(one, order)).sort((x, y) => x - y);
  for (const who of met) to.number('met', who);
  to.number('edge', e.edge === null ? Number.NaN : (e.edge - o.ours) | 0);
}

function writeWho(label: string, e: End | null, order: readonly ArenaHost[], to: Sink): void {
  to.number(label, e === null ? -1 : whoOf(e, order));
}

/** An end as a number: which host's, and which of its ends. */
function whoOf(e: End, order: readonly ArenaHost[]): number {
  return order.findIndex((h) => h.witness.ends.includes(e)) * 64 + e.n;
}

/** What is on its way, as a number of 48 bits: the same for segments of which it does not matter which is which. */
export function flightWord(f: Flight, arena: Arena, order: readonly ArenaHost[]): number {
  const to = new HashSink();
  const { facts, origin } = f;
  const sender = arena.hosts[f.from] as ArenaHost;
  const receiver = peerOf(arena, sender);
  to.number('age', arena.now - f.sentAt);
  to.number('copies', f.copies);
  to.number('damaged', f.damaged ? 1 : 0);
  to.number('stuck', f.stuck && arena.bounds.late !== many ? 1 : 0);
  to.number('cable', f.to.host === arena.hosts.indexOf(receiver) ? 0 : 1);
  writeWho('end', origin.end, order, to);
  writeWho('answers', origin.answers, order, to);
  to.number('forged', origin.forged ? 1 : 0);
  if (facts === null) {
    for (const octet of f.octets) to.number('octet', octet);
    return to.number48;
  }
  to.number('sport', facts.sport);
  to.number('dport', facts.dport);
  to.number('flags', facts.flags);
  // A reset that stands for no connection and answers what had no ACK has 0 for a number: RFC 9293 section 3.5.2.
  const isNobodys = origin.end === null && facts.seq === 0 && (facts.flags & RST) !== 0;
  to.number('seq', isNobodys ? Number.NaN : (facts.seq - firstIss(sender)) | 0);
  to.number('ack', (facts.flags & 16) === 0 ? 0 : (facts.ack - firstIss(receiver)) | 0);
  to.number('wnd', facts.wnd);
  to.number('edge', origin.edge === null ? Number.NaN : (origin.edge - firstIss(receiver)) | 0);
  to.number('urgent', facts.urgent);
  to.number('options', facts.options);
  to.number('mss', facts.mss);
  to.number('wscale', facts.wscale);
  const now = ticks(arena.now);
  to.number('tsVal', facts.tsVal === 0 ? 0 : (facts.tsVal - now - stampsOf(sender)) | 0);
  to.number('tsEcr', facts.tsEcr === 0 ? 0 : (facts.tsEcr - now - stampsOf(receiver)) | 0);
  for (const s of facts.sacks) to.number('sack', (s - firstIss(receiver)) | 0);
  to.text('text', facts.text);
  return to.number48;
}

/** Who sits at the other end of its first cable. */
function peerOf(arena: Arena, h: ArenaHost): ArenaHost {
  const me = arena.hosts.indexOf(h);
  for (const { links } of arena.cables) {
    for (const link of links) if (link.host === me) return arena.hosts[link.peer.host] as ArenaHost;
  }
  return h;
}

function firstIss(h: ArenaHost): Seq {
  for (const e of h.witness.ends) if (e.iss !== null) return e.iss;
  return 0;
}

function stampsOf(h: ArenaHost): number {
  return h.witness.ends[0]?.stampOffset ?? 0;
}
