import type { Micros } from '../base/timer-queue.ts';
import type { IcmpPacket, ScriptEvent, TcpPacket } from './ast.ts';
import type { Bench } from './bench.ts';
import { buildMessage, buildSegment, quoteOf, type Way } from './build-packet.ts';
import type { Config } from './config.ts';
import type { Flow } from './flow.ts';
import type { Flows } from './flows.ts';
import { icmpNumbers, unknownIcmp } from './icmp-names.ts';
import { Log } from './log.ts';
import {
  cannotFollow,
  compareIp,
  compareSegment,
  inScript,
  type MatchRules,
  merge,
  segmentOf,
} from './match.ts';
import { seconds, segmentNotation } from './notation.ts';
import { optionOctets } from './option-octets.ts';
import type { FieldDifference, LogEntry, ProblemKind } from './outcome.ts';
import { signatureOf } from './signature.ts';
import { type Moment, momentText, toleranceAt } from './timing.ts';
import type { IcmpOnWire, OnWire, TcpOnWire } from './wire-packet.ts';

/** What is wrong with a packet. */
export interface Wrong {
  readonly kind: ProblemKind;
  readonly fields: readonly FieldDifference[];
  readonly expected: string;
  readonly actual: string;
}

/** How long an expected packet is waited for after its time. */
const PATIENCE = 2_000_000;
/** How long one is waited for that may come at any time: longer than keep-alive's two hours. */
const LONGEST_WAIT = 3 * 3_600_000_000;

/** The packets of a script: those it injects, and those it expects of the stack. */
export class Exchange {
  readonly #bench: Bench;
  readonly #flows: Flows;
  readonly #config: Config;
  readonly #log: Log;

  constructor(bench: Bench, flows: Flows, config: Config) {
    this.#bench = bench;
    this.#flows = flows;
    this.#config = config;
    this.#log = new Log(flows);
  }

  /** Everything that has happened. */
  entries(): LogEntry[] {
    this.#log.takeIn(this.#bench.sent);
    return this.#log.entries();
  }

  /** The stack's packets that nobody asked for. */
  leftOver(): LogEntry[] {
    this.#log.takeIn(this.#bench.sent);
    return this.#log.leftOver();
  }

  /** Takes note of an event that is no packet. */
  note(event: ScriptEvent): void {
    this.#log.takeIn(this.#bench.sent);
    this.#log.call(event, this.#bench.now);
  }

  /**
   * Builds the packet and gives it to the stack, which answers now unless `holds`; null when that is done, else
   * why it cannot be.
   */
  inject(p: TcpPacket | IcmpPacket, event: ScriptEvent, holds: boolean): Wrong | null {
    this.#log.takeIn(this.#bench.sent);
    const octets = p.kind === 'tcp' ? this.#segment(p) : this.#message(p);
    if (!(octets instanceof Uint8Array)) return octets;
    this.#log.injected(event, this.#bench.now);
    this.#bench.inject(octets, holds);
    return null;
  }

  #segment(p: TcpPacket): Uint8Array | Wrong {
    const flow = this.#flows.into(p);
    if (flow === null) return impossible('a socket for the packet to go to', 'there is none');
    let unknown: number | null = null;
    const numbers = flow.numbersIn(p, this.#config.scalesEcr, (ecr) => {
      unknown ??= ecr;
    });
    const options = optionOctets(p.options ?? [], numbers);
    if (options === null) return impossible('options of 0 to 40 octets, a multiple of 4', 'others');
    if (unknown !== null) {
      return impossible('a TS ecr that is the val of an earlier segment', `ecr ${unknown}`);
    }
    const isSigned = p.options?.some((o) => o.kind === 'md5' && o.digest === null) === true;
    const key = isSigned ? this.#config.md5Secret : null;
    if (isSigned && key === null) return impossible('--tcp_md5_secret for `md5 valid`', 'none');
    const way = this.#way(flow, p);
    const octets = buildSegment(way, {
      ip: p.ip,
      udp: p.udp,
      flags: p.flags,
      seq: flow.seqIn(p),
      ack: flow.ackIn(p),
      window: p.window ?? 0,
      urgent: p.urgent ?? 0,
      options,
      length: p.length,
      key,
      badChecksum: p.badChecksum,
    });
    this.#flows.injected(flow, p);
    return octets ?? impossible('a packet of at most 65535 octets', `${p.length} octets of text`);
  }

  #way(flow: Flow, p: TcpPacket): Way {
    const { local, remote } = this.#config;
    return {
      src: remote,
      dst: local,
      sport: p.ports?.from || flow.remotePort,
      dport: p.ports?.to || flow.localPort,
    };
  }

  #message(p: IcmpPacket): Uint8Array | Wrong {
    const { version, local, remote } = this.#config;
    const numbers = icmpNumbers(version, p.type, p.code);
    if (numbers === null) {
      return unknownMessage(version, p);
    }
    const flow = this.#flows.current;
    if (flow === null) return impossible('a socket for the message to go to', 'there is none');
    const ports = p.quoted?.udp ?? null;
    const back: Way = {
      src: local,
      dst: remote,
      sport: flow.localPort,
      dport: flow.remotePort,
    };
    const other = p.quotedOther;
    const seq = (p.quoted?.seq ?? 0) + flow.localOffset(false);
    const length = p.quoted?.length ?? other?.length ?? 0;
    const body =
      other?.protocol === 'raw'
        ? new Uint8Array(Math.max(0, other.length - 8))
        : quoteOf(back, other?.protocol ?? 'tcp', seq, length, ports);
    const way: Way = { src: remote, dst: local, sport: 0, dport: 0 };
    const octets = buildMessage(way, { ip: p.ip, ...numbers, mtu: p.mtu, id: p.id, body });
    return octets ?? impossible('a packet of at most 65535 octets', `${length} octets of text`);
  }

  /**
   * Waits for the packet that the script expects, and compares it: when it came, and what is wrong with it.
   *
   * @param afterTurn called after each turn that passes meanwhile
   */
  expect(
    p: TcpPacket | IcmpPacket,
    event: ScriptEvent,
    m: Moment,
    before: Micros | null,
    afterTurn: () => void,
  ): { found: Micros | null; wrong: Wrong | null } {
    const wait = { p, event, m, before, afterTurn };
    return p.kind === 'tcp' ? this.#expectSegment(p, wait) : this.#expectMessage(p, wait);
  }

  #expectSegment(p: TcpPacket, wait: Wait): { found: Micros | null; wrong: Wrong | null } {
    const flow = this.#flows.expects(p);
    if (flow === null) {
      const wrong = impossible('a socket for the packet to come from', 'there is none');
      return { found: null, wrong };
    }
    const pieces: TcpOnWire[] = [];
    let missing = p.length;
    do {
      const live = this.#next(wait);
      if (live === null) return { found: null, wrong: this.#missing(wait, pieces, flow) };
      if (live.kind !== 'tcp') return { found: null, wrong: this.#surprise(wait, live, flow) };
      const last = pieces.at(-1);
      const why = last === undefined ? null : cannotFollow(last, live, missing);
      pieces.push(live);
      if (why !== null) return { found: null, wrong: this.#torn(p, pieces, why, flow) };
      missing -= live.text.length;
    } while (missing > 0 && !this.#config.strictSegments);
    const whole = merge(pieces);
    const c = compareSegment(p, whole, flow, this.#rules(wait));
    if (c.differences.length === 0) return { found: whole.at, wrong: null };
    const again = this.#log.sentBefore(pieces);
    const actual = again === null ? c.actual : `${c.actual}\n${again}`;
    const wrong = { kind: 'packet', fields: c.differences, expected: c.expected, actual } as const;
    return { found: whole.at, wrong };
  }

  #rules(wait: Wait): MatchRules {
    const { timestampTick, tolerance, md5Secret: key, local, remote } = this.#config;
    const timestampTolerance = toleranceAt(wait.m.at, 0, tolerance);
    const digestOf =
      key === null ? null : (live: TcpOnWire) => signatureOf(local, remote, live.segment, key);
    return { timestampTick, timestampTolerance, digestOf };
  }

  #expectMessage(p: IcmpPacket, wait: Wait): { found: Micros | null; wrong: Wrong | null } {
    const numbers = icmpNumbers(this.#config.version, p.type, p.code);
    if (numbers === null) {
      return { found: null, wrong: unknownMessage(this.#config.version, p) };
    }
    const live = this.#next(wait);
    const flow = this.#flows.current;
    if (live === null) return { found: null, wrong: this.#missing(wait, [], flow) };
    if (live.kind !== 'icmp') return { found: null, wrong: this.#surprise(wait, live, flow) };
    const fields = messageDifferences(p, live, numbers, flow);
    if (fields.length === 0) return { found: live.at, wrong: null };
    const actual = this.#log.notation(live);
    return {
      found: live.at,
      wrong: { kind: 'packet', fields, expected: bare(wait.event), actual },
    };
  }

  /** The next packet that counts, once it has come; null when none does in time. */
  #next(wait: Wait): TcpOnWire | IcmpOnWire | null {
    const { m } = wait;
    const deadline = m.isAny ? this.#bench.now + LONGEST_WAIT : m.until + PATIENCE;
    for (;;) {
      for (
        let live = this.#bench.sent.shift();
        live !== undefined;
        live = this.#bench.sent.shift()
      ) {
        if (this.#counts(live, wait.p)) {
          this.#log.asked(live, wait.p, wait.event.line);
          return live as TcpOnWire | IcmpOnWire;
        }
        this.#log.unasked(live);
      }
      if (!this.#bench.step(deadline)) return null;
      wait.afterTurn();
    }
  }

  /** A segment of the socket under test; messages only where the script expects one. */
  #counts(live: OnWire, p: TcpPacket | IcmpPacket): boolean {
    if (live.kind === 'tcp') return this.#flows.isOurs(live, p.kind === 'tcp' ? p : null);
    return live.kind === 'icmp' && p.kind === 'icmp';
  }

  #missing(wait: Wait, pieces: readonly TcpOnWire[], flow: Flow | null): Wrong {
    const { m, before, event } = wait;
    const off = toleranceAt(m.at, before, this.#config.tolerance);
    const when = m.isAny ? 'at any time' : `at ${momentText(m, off)}`;
    const deadline = m.isAny ? m.at + LONGEST_WAIT : m.until + PATIENCE;
    const seen = pieces.map((live) => segmentNotation(inScript(live, flow, null)));
    const actual =
      seen.length === 0
        ? `nothing until ${seconds(deadline)} s`
        : `only ${seen.join(' and ')} until ${seconds(deadline)} s`;
    return { kind: 'missing packet', fields: [], expected: `${bare(event)}\n${when}`, actual };
  }

  #surprise(wait: Wait, live: OnWire, _flow: Flow | null): Wrong {
    const actual = this.#log.notation(live);
    const fields = [{ name: 'protocol', expected: wait.p.kind, actual: live.kind }];
    return { kind: 'packet', fields, expected: bare(wait.event), actual };
  }

  #torn(p: TcpPacket, pieces: readonly TcpOnWire[], why: string, flow: Flow): Wrong {
    const texts = pieces.map((live) => segmentNotation(inScript(live, flow, null)));
    const expected = segmentNotation(segmentOf(p));
    const fields = [{ name: why, expected: 'one that carries on', actual: 'another' }];
    return { kind: 'packet', fields, expected, actual: texts.join('\n') };
  }
}

/** An expected packet, and until when it may come. */
interface Wait {
  readonly p: TcpPacket | IcmpPacket;
  readonly event: ScriptEvent;
  readonly m: Moment;
  readonly before: Micros | null;
  readonly afterTurn: () => void;
}

function impossible(expected: string, actual: string): Wrong {
  return { kind: 'packet', fields: [], expected, actual };
}

function unknownMessage(version: 4 | 6, { type, code }: IcmpPacket): Wrong {
  const wrong = impossible('an ICMP message', unknownIcmp(version, type, code));
  return { ...wrong, kind: 'unsupported' };
}

/** The text of an event without its time. */
function bare(event: ScriptEvent): string {
  const at = event.text.search(/[<>]/);
  return at < 0 ? event.text : event.text.slice(at);
}

/** The fields in which a message is not the one expected. */
function messageDifferences(
  p: IcmpPacket,
  live: IcmpOnWire,
  numbers: { readonly type: number; readonly code: number },
  flow: Flow | null,
): FieldDifference[] {
  const quoted = live.quoted === null ? null : live.quoted.seq - (flow?.remoteOffset(false) ?? 0);
  const fields: readonly (readonly [string, number | null, number | null])[] = [
    ['type', numbers.type, live.type],
    ['code', numbers.code, live.code],
    ['mtu', p.mtu, live.rest],
    ['quoted sequence number', p.quoted?.seq ?? null, quoted === null ? null : quoted >>> 0],
  ];
  const differences: FieldDifference[] = [];
  for (const [name, expected, actual] of fields) {
    if (expected === null || expected === actual) continue;
    differences.push({ name, expected: `${expected}`, actual: `${actual ?? 'none'}` });
  }
  differences.push(...compareIp(p.ip, live.ip));
  return differences;
}
