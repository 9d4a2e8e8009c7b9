import type { Micros } from '../base/timer-queue.ts';
import { CWR, SYN, tcpFlags } from '../wire/tcp.ts';
import { EXPERIMENTAL, FAST_OPEN, TIMESTAMPS } from '../wire/tcp-options.ts';
import type { IpInfo, TcpOption, TcpPacket } from './ast.ts';
import { tosOf } from './build-packet.ts';
import type { Flow } from './flow.ts';
import { type SegmentInScript, segmentNotation } from './notation.ts';
import {
  AS_WRITTEN,
  MD5,
  mapOptions,
  octetsOf,
  optionNotation,
  optionsNotation,
  scriptedOption,
  splitOptions,
  timestampsOf,
} from './option-octets.ts';
import type { FieldDifference } from './outcome.ts';
import type { IpFields, TcpOnWire } from './wire-packet.ts';

/** How a comparison turned out: the differences, in the order of the header, and both packets in script space. */
export interface Comparison {
  readonly differences: readonly FieldDifference[];
  /** '' where nothing differs, as in nearly all comparisons. */
  readonly expected: string;
  readonly actual: string;
}

/** What else a comparison goes by. */
export interface MatchRules {
  /** Microseconds of a tick of the stack's timestamps; 0: their values are not compared. */
  readonly timestampTick: Micros;
  /** How far a timestamp may be off, microseconds. */
  readonly timestampTolerance: Micros;
  /** The digest that a segment with an MD5 option must have; null when it cannot be told. */
  readonly digestOf: ((live: TcpOnWire) => Uint8Array) | null;
}

const SAME: Comparison = { differences: [], expected: '', actual: '' };

const IP_HEADER = { 4: 20, 6: 40 } as const;

/** A scripted segment, to be shown. */
export function segmentOf(p: TcpPacket): SegmentInScript {
  return {
    direction: p.direction,
    flags: p.flags,
    seq: p.seq >>> 0,
    length: p.length,
    ack: (p.ack ?? 0) >>> 0,
    window: p.window,
    urgent: p.urgent ?? 0,
    options: p.options === null ? null : p.options.map(scriptedOption).join(','),
    udp: p.udp,
    isLiteral: p.literalSeq,
    ip: ipNotation(p.ip),
  };
}

/** A segment of the stack in script space; `p` says which of its numbers are literal there. */
export function inScript(live: TcpOnWire, flow: Flow | null, p: TcpPacket | null): SegmentInScript {
  const literalSeq = flow === null || p?.literalSeq === true;
  const literalAck = flow === null || p?.literalAck === true;
  return {
    direction: 'out',
    flags: live.flags,
    seq: literalSeq ? live.seq : flow.seqOut(live),
    length: live.text.length,
    ack: literalAck ? live.ack : flow.ackOut(live),
    window: live.window,
    urgent: live.urgent,
    options: optionsNotation(optionsInScript(live, flow)),
    udp: live.udp,
    isLiteral: literalSeq && flow !== null,
    ip: p === null ? '' : seenIp(p.ip, live.ip),
  };
}

/** The options of a segment of the stack, their numbers those of the script. */
function optionsInScript(live: TcpOnWire, flow: Flow | null): Uint8Array {
  const options = live.options.slice();
  if (flow === null) return options;
  const isSyn = (live.flags & SYN) !== 0;
  mapOptions(options, { ack: (n) => flow.sackOut(n, isSyn), val: (n) => flow.valueOut(n) });
  return options;
}

/** Compares a segment of the stack with the one that the script expects. */
export function compareSegment(
  p: TcpPacket,
  live: TcpOnWire,
  flow: Flow,
  rules: MatchRules,
): Comparison {
  learnTimestamp(p, live, flow);
  const differences = [
    ...compareHeader(p, live, flow),
    ...(p.options === null
      ? []
      : compareOptions(p.options, optionsInScript(live, flow), live, rules)),
    ...compareRest(p, live, flow),
  ];
  if (differences.length === 0) return SAME;
  const actual = inScript(live, flow, p);
  const expected = segmentOf(p);
  return {
    differences,
    expected: segmentNotation(p.anySeq ? { ...expected, seq: actual.seq } : expected),
    actual: segmentNotation(actual),
  };
}

function learnTimestamp(p: TcpPacket, live: TcpOnWire, flow: Flow): void {
  const scripted = p.options?.find((o) => o.kind === 'ts');
  const stamps = timestampsOf(live.options);
  if (scripted?.kind !== 'ts' || scripted.val === null || stamps === null) return;
  flow.learnValue(scripted.val, stamps.val);
}

function compareHeader(p: TcpPacket, live: TcpOnWire, flow: Flow): FieldDifference[] {
  const found: FieldDifference[] = [];
  const compare = (name: string, expected: number, actual: number): void => {
    if (expected !== actual) found.push(differs(name, expected, actual));
  };
  if (p.flags !== live.flags) {
    found.push(differs('flags', tcpFlags(p.flags), tcpFlags(live.flags)));
  }
  if (!p.anySeq)
    compare('sequence number', p.seq >>> 0, p.literalSeq ? live.seq : flow.seqOut(live));
  compare('length', p.length, live.text.length);
  const ack = p.literalAck ? live.ack : flow.ackOut(live);
  compare('acknowledgment number', (p.ack ?? 0) >>> 0, ack);
  if (p.window !== null) compare('window', p.window, live.window);
  compare('urgent pointer', p.urgent ?? 0, live.urgent);
  compare('reserved bits', 0, live.reserved);
  return found;
}

function compareOptions(
  wanted: readonly TcpOption[],
  options: Uint8Array,
  live: TcpOnWire,
  rules: MatchRules,
): FieldDifference[] {
  const found = splitOptions(options);
  const count = Math.max(found.length, wanted.length);
  const differences: FieldDifference[] = [];
  for (let i = 0; i < count; i++) {
    const scripted = wanted[i];
    const octets = found[i];
    const isSame =
      scripted !== undefined && octets !== undefined && sameOption(scripted, octets, live, rules);
    if (isSame) continue;
    const expected = scripted === undefined ? 'none' : scriptedOption(scripted);
    const actual = octets === undefined ? 'none' : optionNotation(octets);
    differences.push({ name: `option ${i + 1}`, expected, actual });
  }
  return differences;
}

function sameOption(o: TcpOption, octets: Uint8Array, live: TcpOnWire, rules: MatchRules): boolean {
  const wanted = octetsOf(o, AS_WRITTEN);
  if (wanted[0] !== octets[0]) return false;
  if (o.kind === 'fastOpen' && o.cookie === null) {
    return octets[0] === (o.experimental ? EXPERIMENTAL : FAST_OPEN);
  }
  if (wanted.length !== octets.length) return false;
  if (o.kind === 'ts' && octets[0] === TIMESTAMPS) return sameTimestamp(o.val, octets, rules);
  if (o.kind === 'md5' && o.digest === null && octets[0] === MD5) {
    return sameDigest(octets, live, rules);
  }
  return wanted.every((octet, i) => octet === octets[i]);
}

/** TSecr is never compared; TSval only where the script says what a tick is. */
function sameTimestamp(scripted: number | null, octets: Uint8Array, rules: MatchRules): boolean {
  if (rules.timestampTick === 0 || scripted === null) return true;
  const val = new DataView(octets.buffer, octets.byteOffset, octets.length).getUint32(2);
  const off = Math.abs((val - scripted) | 0) * rules.timestampTick;
  return off <= rules.timestampTolerance;
}

function sameDigest(octets: Uint8Array, live: TcpOnWire, rules: MatchRules): boolean {
  const digest = rules.digestOf?.(live);
  return digest?.every((octet, i) => octet === octets[i + 2]) === true;
}

/** What stands outside the TCP header: the text, IP and UDP. */
function compareRest(p: TcpPacket, live: TcpOnWire, flow: Flow): FieldDifference[] {
  const found: FieldDifference[] = [];
  const zeros = live.text.findIndex((octet) => octet !== 0);
  if (zeros >= 0) {
    const octet = `0x${(live.text[zeros] as number).toString(16)} at octet ${zeros}`;
    found.push(differs('text', 'zeros', octet));
  }
  if (live.fault !== null) found.push(differs('packet', 'no fault', live.fault));
  const header = IP_HEADER[live.ip.version];
  if (live.ip.headerLength !== header) {
    found.push(differs('IP header length', header, live.ip.headerLength));
  }
  if (p.udp !== null || live.udp !== null) found.push(...compareUdp(p, live));
  found.push(...compareIp(p.ip, live.ip));
  if (p.ip.flowLabel === null || live.ip.version === 4) return found;
  const label = flow.checkLabel(p.ip.flowLabel, live.ip.flowLabel);
  if (label !== null) found.push(differs('flow label', `0x${p.ip.flowLabel.toString(16)}`, label));
  return found;
}

function compareUdp(p: TcpPacket, live: TcpOnWire): FieldDifference[] {
  const text = (ports: TcpPacket['udp']): string =>
    ports === null ? 'none' : `udp(${ports.from} > ${ports.to})`;
  return text(p.udp) === text(live.udp) ? [] : [differs('UDP', text(p.udp), text(live.udp))];
}

/** Compares what the script says of the IP header. */
export function compareIp(info: IpInfo, ip: IpFields): FieldDifference[] {
  const ecn = ip.tos & 3;
  const found: FieldDifference[] = [];
  if (info.ttl !== null && info.ttl !== ip.ttl) found.push(differs('TTL', info.ttl, ip.ttl));
  if (info.tos !== null && info.tos !== ip.tos) {
    found.push(differs('TOS', hex(info.tos), hex(ip.tos)));
  }
  if (info.dscp !== null && info.dscp !== ip.tos >> 2) {
    found.push(differs('DSCP', info.dscp, ip.tos >> 2));
  }
  if (info.ecn === null) return found;
  if (info.ecn === 'ect01') {
    if (ecn !== 1 && ecn !== 2) found.push(differs('ECN', 'ect0 or ect1', ecnName(ecn)));
    return found;
  }
  const wanted = tosOf({ ...info, tos: 0, dscp: null }) & 3;
  if (wanted !== ecn) found.push(differs('ECN', info.ecn, ecnName(ecn)));
  return found;
}

function differs(
  field: string,
  expected: number | string,
  actual: number | string,
): FieldDifference {
  return { name: field, expected: `${expected}`, actual: `${actual}` };
}

function hex(n: number): string {
  return `0x${n.toString(16).padStart(2, '0')}`;
}

function ecnName(bits: number): string {
  return ['noecn', 'ect1', 'ect0', 'ce'][bits] ?? '';
}

/** What a script says of the IP header, as it writes it. */
export function ipNotation(info: IpInfo): string {
  const parts: string[] = [];
  if (info.tos !== null) parts.push(`tos ${hex(info.tos)}`);
  if (info.dscp !== null) parts.push(`dscp ${hex(info.dscp)}`);
  if (info.ecn !== null) parts.push(info.ecn);
  if (info.flowLabel !== null) parts.push(`flowlabel 0x${info.flowLabel.toString(16)}`);
  if (info.ttl !== null) parts.push(`ttl ${info.ttl}`);
  return parts.join(', ');
}

/** The same fields of a packet that came. */
function seenIp(info: IpInfo, ip: IpFields): string {
  return ipNotation({
    ttl: info.ttl === null ? null : ip.ttl,
    tos: info.tos === null ? null : ip.tos,
    dscp: info.dscp === null ? null : ip.tos >> 2,
    ecn: info.ecn === null ? null : (ecnName(ip.tos & 3) as 'noecn' | 'ect0' | 'ect1' | 'ce'),
    flowLabel: info.flowLabel === null ? null : ip.flowLabel,
  });
}

/**
 * Why `next` does not carry on what `before` began, as segments do that are cut from one larger one; null
 * when it does. `missing` octets are still to come.
 */
export function cannotFollow(before: TcpOnWire, next: TcpOnWire, missing: number): string | null {
  const same: readonly (readonly [string, number, number])[] = [
    ['sequence number', (before.seq + before.text.length) >>> 0, next.seq],
    ['acknowledgment number', before.ack, next.ack],
    ['window', before.window, next.window],
    ['urgent pointer', before.urgent, next.urgent],
    ['reserved bits', before.reserved, next.reserved],
    ['flags', before.flags & ~LOOSE, next.flags & ~LOOSE],
    ['options', before.options.length, next.options.length],
  ];
  for (const [name, a, b] of same) if (a !== b) return name;
  const isLast = next.text.length >= missing;
  return !isLast && next.text.length !== before.text.length ? 'length' : null;
}

/** Flags in which the pieces of one larger segment may differ: FIN, PSH, CWR. */
const LOOSE = 0x01 | 0x08 | CWR;

/** Pieces of a larger segment put together: SEQ and CWR are the first's, all else is the last's. */
export function merge(pieces: readonly TcpOnWire[]): TcpOnWire {
  const first = pieces[0] as TcpOnWire;
  const last = pieces.at(-1) as TcpOnWire;
  if (first === last) return first;
  const length = pieces.reduce((n, piece) => n + piece.text.length, 0);
  const text = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    text.set(piece.text, at);
    at += piece.text.length;
  }
  const flags = (last.flags & ~CWR) | (first.flags & CWR);
  const fault = pieces.find((piece) => piece.fault !== null)?.fault ?? null;
  return { ...last, seq: first.seq, flags, text, fault };
}
