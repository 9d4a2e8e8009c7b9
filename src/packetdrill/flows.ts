import { ACK, RST, SYN } from '../wire/tcp.ts';
import type { Expr, Ports, SyscallAction, TcpPacket } from './ast.ts';
import { Flow } from './flow.ts';
import type { OnWire, TcpOnWire } from './wire-packet.ts';

/** The two ways in which the language has grown. */
export type Dialect = 'google' | 'nplab';

/** The first port of the script's own hosts that connect to the stack. */
const FIRST_PORT = 50_000;

/**
 * The sockets of a script. One of them is under test: the one that was made last, until the first packet
 * for a listener makes a child of it. Packets of the script belong to it, and of what the stack sends only
 * what comes from it counts.
 */
export class Flows {
  /** The one under test. */
  current: Flow | null = null;
  readonly #dialect: Dialect;
  readonly #bindPort: number;
  readonly #connectPort: number;
  /** The newest first. */
  readonly #all: Flow[] = [];
  #nextPort = FIRST_PORT;

  constructor(dialect: Dialect, bindPort: number, connectPort: number) {
    this.#dialect = dialect;
    this.#bindPort = bindPort;
    this.#connectPort = connectPort;
  }

  /**
   * The port that a connect() with `...` is to reach: that of a host whose packet came before it, or the
   * one of all scripts.
   */
  get connectPort(): number {
    const c = this.current;
    const hasCome = this.#dialect === 'nplab' && c?.state === 'syn-received';
    return hasCome ? c.remotePort : this.#connectPort;
  }

  /** Takes note of a call that is about to be made. */
  before(a: SyscallAction): void {
    if (!connects(a)) return;
    const flow = this.#withFd(a.args[0]);
    if (flow === undefined || !(flow.state === 'new' || turnsActive(flow, a))) return;
    const { connectPort } = this;
    flow.state = 'connecting';
    flow.remotePort = connectPort;
    flow.localPort = 0;
  }

  /** Takes note of a call that came to what the script says. */
  after(a: SyscallAction): void {
    const result = typeof a.result === 'object' ? numberOf(a.result) : null;
    switch (a.name) {
      case 'socket':
        if (result === null || result < 0) return;
        this.current = new Flow(result);
        this.#all.unshift(this.current);
        return;
      case 'listen': {
        const flow = this.#withFd(a.args[0]);
        if (flow !== undefined && a.errno === null) flow.state = 'listening';
        return;
      }
      case 'accept':
      case 'accept4':
        if (result !== null && result >= 0) this.#accept(result);
        return;
      case 'close': {
        const flow = this.#withFd(a.args[0]);
        if (flow !== undefined && a.errno === null) flow.isClosed = true;
        return;
      }
      case 'connect':
        if (isUnspecified(a.args[1])) this.#disconnect(a.args[0]);
        return;
      default:
    }
  }

  /** The flow of a packet that is about to be injected, made where there is none; null without a socket. */
  into(p: TcpPacket): Flow | null {
    if (names(p.ports))
      return this.#withPorts(p.ports.to, p.ports.from) ?? this.#beside(p, p.ports);
    const flow = this.current;
    if (flow === null && this.#dialect === 'nplab') return null;
    // A socket that is only bound sees what comes to its port, too.
    if (flow === null || flow.state === 'listening' || flow.remotePort === 0) {
      const isBound = flow !== null && flow.state !== 'listening' && this.#dialect === 'nplab';
      return this.#child(p, isBound);
    }
    if (flow.state === 'syn-ack-sent' && (p.flags & ACK) !== 0) flow.state = 'accepted';
    if (flow.state === 'syn-sent' && (p.flags & SYN) !== 0 && (p.flags & ACK) !== 0) {
      flow.state = 'connected';
      flow.remoteIsn = p.seq;
    }
    return flow;
  }

  /** Called when a packet has gone in: a first one to a socket that does not listen is not translated itself. */
  injected(flow: Flow, p: TcpPacket): void {
    if (flow.learnsRemote) flow.remoteIsn = p.seq;
    flow.learnsRemote = false;
  }

  /** Takes note of a packet that the script expects. */
  expects(p: TcpPacket): Flow | null {
    const flow = this.#of(p);
    if (flow === null || (p.flags & SYN) === 0) return flow;
    const isAnswer = (p.flags & ACK) !== 0;
    if (!isAnswer && flow.state === 'connecting') {
      flow.state = 'syn-sent';
      flow.scriptIsn = p.seq;
    }
    if (isAnswer && !p.anySeq && flow.state === 'syn-received') flow.scriptIsn = p.seq;
    return flow;
  }

  /** Whether a segment of the stack comes from the socket under test, while the script expects `p`. */
  isOurs(live: TcpOnWire, p: TcpPacket | null): boolean {
    const flow = this.#of(p);
    if (flow === null) return false;
    if (flow.sent(live)) {
      const isAnswer = (p?.flags ?? 0) & live.flags & SYN;
      if (isAnswer !== 0 && flow.state === 'syn-received') {
        flow.state = 'syn-ack-sent';
        flow.liveIsn = live.seq;
      } else if (
        flow.state === 'syn-received' &&
        p !== null &&
        ((p.flags | live.flags) & RST) === 0
      ) {
        // What comes before the SYN of a socket that answers with two segments counts from that, too.
        if (flow.liveIsn === 0) flow.liveIsn = (live.seq - p.seq) | 0;
      }
      return true;
    }
    const isSyn = (live.flags & (SYN | ACK)) === SYN;
    if (!isSyn || flow.state !== 'syn-sent' || live.dport !== flow.remotePort) return false;
    flow.localPort = live.sport;
    flow.liveIsn = live.seq;
    return true;
  }

  /** The socket that a packet of the stack belongs to, as far as that is known. */
  of(live: OnWire): Flow | null {
    if (live.kind === 'tcp') return this.#all.find((flow) => flow.sent(live)) ?? null;
    if (live.kind === 'icmp') return this.#all.find((flow) => flow.isQuotedBy(live)) ?? null;
    return null;
  }

  #child(p: TcpPacket, isBound: boolean): Flow {
    const flow = new Flow(null);
    flow.state = 'syn-received';
    flow.localPort = this.#bindPort;
    flow.remotePort = this.#nextPort++;
    flow.remoteIsn = isBound ? 0 : p.seq;
    flow.learnsRemote = isBound;
    this.#all.unshift(flow);
    this.current = flow;
    return flow;
  }

  /** A connection beside the one under test, which it does not become: packets with its ports belong to it. */
  #beside(p: TcpPacket, { from, to }: Ports): Flow {
    const flow = new Flow(null);
    flow.state = 'syn-received';
    flow.localPort = to;
    flow.remotePort = from;
    flow.remoteIsn = p.seq;
    this.#all.push(flow);
    return flow;
  }

  /** The one that a packet of the script names by its ports, else the one under test. */
  #of(p: TcpPacket | null): Flow | null {
    if (p === null || !names(p.ports)) return this.current;
    const { direction, ports } = p;
    return direction === 'in'
      ? this.#withPorts(ports.to, ports.from)
      : this.#withPorts(ports.from, ports.to);
  }

  #withPorts(local: number, remote: number): Flow | null {
    const isIt = (flow: Flow): boolean => flow.localPort === local && flow.remotePort === remote;
    return this.#all.find(isIt) ?? null;
  }

  #accept(fd: number): void {
    const isReady = (flow: Flow): boolean =>
      flow.state === 'syn-ack-sent' || flow.state === 'accepted' || flow.state === 'syn-received';
    const flow = this.#all.find(isReady);
    if (flow !== undefined) flow.fd = fd;
  }

  #disconnect(fd: Expr | undefined): void {
    const flow = this.#withFd(fd);
    if (flow !== undefined) flow.state = 'new';
  }

  #withFd(e: Expr | undefined): Flow | undefined {
    const fd = e === undefined ? null : numberOf(e);
    return this.#all.find((flow) => flow.fd === fd && fd !== null && !flow.isClosed);
  }
}

/** Whether ports name a connection: 0 stands for whatever it has. */
function names(ports: Ports | null): ports is Ports {
  return ports !== null && ports.from !== 0 && ports.to !== 0;
}

/** The value of an integer as an argument or result; null for anything else. */
export function numberOf(e: Expr): number | null {
  return e.kind === 'integer' ? e.value : null;
}

/** Whether a call opens a connection: connect, and what sends with an address. */
function connects(a: SyscallAction): boolean {
  if (a.name === 'connect') return !isUnspecified(a.args[1]);
  const to = a.args[4];
  if (a.name === 'sendto') return to !== undefined && !isNull(to) && !isUnspecified(to);
  if (a.name !== 'sendmsg') return false;
  const message = a.args[1];
  const name =
    message?.kind === 'struct' ? message.fields.find((f) => f.name === 'msg_name') : undefined;
  return name !== undefined && !isNull(name.value);
}

/** Whether a call on a socket that listens is to have it open: RFC 9293 sections 3.10.1 and 3.10.2. */
function turnsActive(flow: Flow, a: SyscallAction): boolean {
  return flow.state === 'listening' && (a.errno === null || a.errno === 'EINPROGRESS');
}

function isNull(e: Expr): boolean {
  return (e.kind === 'word' && e.name === 'NULL') || numberOf(e) === 0;
}

/** An address of family AF_UNSPEC: connect() with it undoes the connection. */
function isUnspecified(e: Expr | undefined): boolean {
  if (e?.kind === 'word') return e.name === 'AF_UNSPEC';
  if (e?.kind !== 'struct') return false;
  const family = e.fields.find((f) => f.name === 'sa_family' || f.name === 'family');
  return family?.value.kind === 'word' && family.value.name === 'AF_UNSPEC';
}
