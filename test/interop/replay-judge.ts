/** What the kernel did in a host's place beside what our engine did there. */
import { PacketPool } from '../../src/base/packet.ts';
import { segmentOptions } from '../../src/observe/options.ts';
import type { TraceFrame, TraceOption } from '../../src/observe/trace.ts';
import { IpHeader, parseIp, TCP } from '../../src/wire/ip.ts';
import { parseTcp, Segment, tcpFlags } from '../../src/wire/tcp.ts';
import { isnsOf, lateBy, type Prepared, type Step } from './replay-plan.ts';

/** What `replay-kernel.py` writes; times are seconds from its beginning. */
export interface Outcome {
  readonly packets: readonly (readonly [at: number, flow: number, hex: string])[];
  readonly told: readonly (readonly [
    at: number,
    socket: string,
    what: string,
    value: number | string | null,
  ])[];
  readonly states: readonly (readonly [
    planned: number,
    at: number,
    flows: Readonly<Record<string, number>>,
  ])[];
  /** How late the latest of our own steps was. */
  readonly late: number;
}

/** A segment of the kernel's, or of ours. */
interface Sent {
  readonly at: number;
  readonly flags: string;
  /** Raw. */
  readonly seq: number;
  readonly ack: number;
  readonly length: number;
  readonly options: readonly TraceOption[];
}

/** How the times compare. */
export interface Deviation {
  /** Seconds: the largest difference between the kernel's time and ours, and when that was. */
  readonly most: number;
  readonly at: number;
  readonly segments: number;
  /** Bare ACKs left out because more of the same moment said it too. */
  readonly folded: number;
}

/** Flags, numbers, a state or an error differ: no second try mends that. */
export class Differs extends Error {}
/** A time differs: other work on this machine may be why. */
export class Late extends Error {}

/** How far a time may be from ours: of the time since the beginning of the flow, and for scheduling, seconds. */
const TOLERANCE = 0.05;
const SCHEDULING = 0.025;
/** What falls together in a turn of ours takes the kernel a moment, seconds. */
const MOMENT = 0.01;

/** The kernel's names of states, by number: include/net/tcp_states.h. */
export const STATES: readonly string[] = [
  ...['CLOSED', 'ESTABLISHED', 'SYN-SENT', 'SYN-RECEIVED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT'],
  ...['CLOSED', 'CLOSE-WAIT', 'LAST-ACK', 'LISTEN', 'CLOSING', 'SYN-RECEIVED'],
];

/** Throws {@link Differs} or {@link Late} where the kernel did something else, or at another time. */
export function judge(p: Prepared, o: Outcome): Deviation {
  const { side } = p.pair;
  const until = p.plan.until;
  let most = 0;
  let at = 0;
  let segments = 0;
  let folded = 0;
  const late: string[] = [];
  const flows = new Set([...Object.values(p.plan.flows), 0]);
  for (const flow of flows) {
    const wanted = p.trace.segments
      .filter((s) => s.flow === flow && s.from === side && s.sentAt / 1e6 < until)
      .map((s): Sent => ({ ...s, at: s.sentAt / 1e6 }));
    const packets = o.packets.filter((x) => x[1] === flow && x[0] < until);
    const ours = fold(wanted, p, flow);
    const kernels = fold(packets.map(read), p, flow);
    folded += wanted.length - ours.length + packets.length - kernels.length;
    segments += kernels.length;
    const [a, b] = [texts(ours), texts(kernels)];
    if (a.join() !== b.join()) {
      const name = flows.size > 2 ? `flow ${flow}: ` : '';
      throw new Differs(`${name}the kernel sends ${timed(b, kernels)}; we ${timed(a, ours)}`);
    }
    ours.forEach((s, i) => {
      const k = kernels[i] as Sent;
      const off = Math.abs(k.at - s.at);
      if (off > most) [most, at] = [off, s.at];
      const text = `${a[i]} at ${k.at.toFixed(3)} s; we at ${s.at.toFixed(3)} s`;
      if (off > allowance(p, s.at)) late.push(text);
      // Where nothing but a timer can have brought it about, the wait itself is looked at, too.
      const before = ours[i - 1];
      if (before === undefined || happened(p, flow, s.at, 0).length > 0) return;
      const wait = s.at - before.at;
      const more = k.at - (kernels[i - 1] as Sent).at - wait;
      if (-more > TOLERANCE * wait + SCHEDULING || more > lateBy(wait) + SCHEDULING) {
        late.push(`${text}, a wait of ${wait.toFixed(3)} s`);
      }
    });
  }
  if (late.length > 0) throw new Late(`the kernel sends ${late.join('; ')}`);
  checkStates(p, o);
  checkTold(p, o);
  return { most, at, segments, folded };
}

/**
 * How far from `at` the kernel's time may be: 5 % of the time since the beginning, and a moment. After a
 * silence of over half a minute a step of the timer wheel may be more than that: at 1000 Hz it is 4.1 s.
 */
function allowance(p: Prepared, at: number): number {
  let longest = 0;
  let last = 0;
  for (const f of p.trace.frames) {
    if (f.host !== p.pair.side || (f.kind !== 'sent' && f.kind !== 'arrived')) continue;
    if (f.at / 1e6 > at) break;
    longest = Math.max(longest, f.at / 1e6 - last);
    last = f.at / 1e6;
  }
  return Math.max((p.pair.late ?? TOLERANCE) * at, longest > 32 ? lateBy(longest) : 0) + SCHEDULING;
}

/**
 * What falls together is answered once by us, at the end of a turn, and packet by packet by the kernel. So
 * a bare ACK is left out when in the same moment more follows that acknowledges as much; but only where
 * more than one thing came to the host in that moment.
 */
function fold(sent: readonly Sent[], p: Prepared, flow: number): Sent[] {
  return sent.filter((s, i) => {
    const next = sent[i + 1];
    const isBare = s.flags === '.' && s.length === 0 && s.options.every((o) => o.name !== 'sack');
    if (next === undefined || !isBare || next.at - s.at > MOMENT) return true;
    const covers = ((next.ack - s.ack) | 0) >= 0 && next.seq === s.seq && next.flags.includes('.');
    return !covers || !isCrowded(p, flow, s.at);
  });
}

/** Whether two segments came to the host, or one and a call of its application, in a moment. */
function isCrowded(p: Prepared, flow: number, at: number): boolean {
  return happened(p, flow, at, 2 * MOMENT).length > 1;
}

/** What came to the host, and what its applications called, within `moment` seconds of a time. */
function happened(p: Prepared, flow: number, at: number, moment: number): TraceFrame[] {
  return p.trace.frames.filter((f) => {
    const mine = f.host === p.pair.side && (f.flow === flow || f.kind === 'host');
    if (!mine || Math.abs(f.at / 1e6 - at) > moment) return false;
    if (f.kind === 'call') return ['connect', 'send', 'close', 'release', 'abort'].includes(f.call);
    return f.kind === 'arrived' || f.kind === 'host';
  });
}

const pool = new PacketPool();

function read([at, , hex]: Outcome['packets'][number]): Sent {
  const octets = Uint8Array.from(Buffer.from(hex, 'hex'));
  const packet = pool.copyOf(octets);
  const ip = new IpHeader();
  const seg = new Segment();
  try {
    if (parseIp(ip, packet, true) !== 0 || ip.protocol !== TCP) throw new Differs('no TCP');
    const bad = parseTcp(seg, packet, ip.payloadFrom, ip.payloadTo, -1);
    if (bad !== 0) throw new Differs(`the kernel sends what we drop, reason ${bad}`);
    const length = seg.textTo - seg.textFrom;
    const numbers = { seq: seg.seq >>> 0, ack: seg.ack >>> 0, length };
    return { at, flags: tcpFlags(seg.flags), ...numbers, options: segmentOptions(seg) };
  } finally {
    packet.release();
  }
}

/** Flags, numbers and options; a side's own numbers are counted from its latest initial one. */
function texts(sent: readonly Sent[]): string[] {
  return sent.map((s, i) => {
    const base = isnsOf(sent.slice(0, i + 1) as never).at(-1) ?? 0;
    const seq = (s.seq - base) >>> 0;
    const range = s.length > 0 ? `${seq}:${(seq + s.length) >>> 0}` : `${seq}`;
    const ack = s.flags.includes('.') ? ` a${s.ack}` : '';
    return `${s.flags} ${range}${ack}${optionsText(s.options)}`;
  });
}

/** Which options there are, and what is reported as received; not their layout. */
function optionsText(options: readonly TraceOption[]): string {
  const names = options
    .filter((o) => o.name !== 'nop' && o.name !== 'eol')
    .map((o) =>
      o.name === 'sack' ? `sack ${o.blocks.map((b) => b.join(':')).join(' ')}` : o.name,
    );
  return names.length > 0 ? ` <${names.join(', ')}>` : '';
}

function timed(list: readonly string[], sent: readonly Sent[]): string {
  const all = list.map((t, i) => `${t} @${(sent[i] as Sent).at.toFixed(2)}`);
  return all.length > 0 ? all.join(', ') : 'nothing';
}

/** In between, every connection is in the state we have it in. */
function checkStates({ plan }: Prepared, o: Outcome): void {
  for (const [planned, at, flows] of o.states) {
    const look = plan.steps.find((s: Step) => s.do === 'look' && s.at === planned);
    if (at - planned > SCHEDULING) throw new Late(`a look at the states ${at - planned} s late`);
    const wanted = look?.states ?? {};
    for (const flow of Object.values(plan.flows)) {
      const kernels = STATES[flows[flow] ?? 0];
      const ours = wanted[flow] === 'LISTEN' ? 'CLOSED' : wanted[flow];
      if (kernels === ours) continue;
      const when = `at ${planned.toFixed(2)} s flow ${flow}`;
      throw new Differs(`${when} is ${kernels} in the kernel, ${ours} with us`);
    }
  }
}

/** Applications read as many octets, and are told the same errors, as ours. */
function checkTold(p: Prepared, o: Outcome): void {
  const { side } = p.pair;
  const over = new Set<string>();
  for (const [at, socket, what, value] of o.told) {
    if (what === 'closed') over.add(socket);
    if ((what === 'call' && !over.has(socket)) || what === 'nothing to accept') {
      throw new Differs(`at ${at.toFixed(2)} s ${socket}: ${what} ${value ?? ''}`);
    }
  }
  const names = new Set(p.facts.calls(side).map((c) => c.socket ?? 'main'));
  for (const socket of names) {
    const told = p.facts
      .calls(side, undefined, socket)
      .filter((c) => c.at / 1e6 < p.plan.until && c.call !== 'send');
    const ours = told.reduce((n, c) => n + (c.call === 'read' ? (c.octets ?? 0) : 0), 0);
    const kernels = o.told.reduce(
      (n, [, s, what, value]) => n + (s === socket && what === 'read' ? Number(value) : 0),
      0,
    );
    if (ours !== kernels) {
      throw new Differs(`${socket} reads ${kernels} octets of the kernel, ${ours} of ours`);
    }
    const closed = told.find((c) => c.call === 'closed' && typeof c.error === 'string');
    if (closed === undefined || closed.error === 'ECONNABORTED') continue;
    const end = o.told.find(([, s, what, v]) => s === socket && what === 'closed' && v !== null);
    if (end === undefined || end[3] !== closed.error) {
      const told = end?.[3] ?? 'nothing';
      throw new Differs(`${socket} is told ${told} by the kernel, ${closed.error} by us`);
    }
    const due = closed.at / 1e6;
    if (Math.abs(end[0] - due) > allowance(p, due)) {
      throw new Late(`${socket} is told ${end[3]} at ${end[0].toFixed(2)} s; by us at ${due} s`);
    }
  }
}
