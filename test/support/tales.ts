import type { Link } from '../../src/link/link.ts';
import type { Trace } from '../../src/observe/trace.ts';
import {
  run,
  type Scenario,
  type ScenarioFault,
  World,
  type WorldCable,
} from '../../src/sim/index.ts';
import { type ListenerOptions, TcpListener } from '../../src/socket/tcp-listener.ts';
import { TcpSocket } from '../../src/socket/tcp-socket.ts';
import { linux } from '../../src/tcp/profiles/index.ts';
import { Address } from '../../src/wire/address.ts';
import { pseudo } from '../../src/wire/checksum.ts';
import { TCP } from '../../src/wire/ip.ts';
import { prependIpv4 } from '../../src/wire/ipv4.ts';
import { prependTcp, Segment } from '../../src/wire/tcp.ts';
import { faults as asked, openAndClose } from './open-and-close.ts';

/** Small worlds in which something particular happens, for what is told of it. */

const MS = 1000;
const S = 1_000_000;

const TWO = [
  { name: 'A', title: { en: 'client', zh: '客户端' } },
  { name: 'B', title: { en: 'server', zh: '服务器' } },
];

/** A scenario of two hosts, 50 ms apart. */
export function tale(steps: Scenario['steps'], more: Partial<Scenario> = {}): Trace {
  const cables = [{ between: ['A', 'B'] as const, delay: 50 * MS }];
  const title = { en: 'a tale', zh: '一个故事' };
  return run({ id: 'tale', title, hosts: TWO, cables, steps, ...more });
}

export interface ForgedSegment {
  readonly from: 'A' | 'B';
  readonly flags: number;
  readonly seq: number;
  readonly ack?: number;
  readonly length?: number;
  readonly sport: number;
  readonly dport: number;
}

/** Two hosts, 50 ms apart, on whose cable anybody may put a segment in their name. */
export class ForgersWorld {
  readonly world = new World({ record: true });
  readonly a = this.world.host('A');
  readonly b = this.world.host('B');
  readonly cable: WorldCable;
  readonly #links = new Map<string, Link>();

  constructor() {
    this.cable = this.world.cable(this.a, this.b, {
      delay: 50 * MS,
      wrap: (link, host) => {
        this.#links.set(host.name, link);
        return link;
      },
    });
  }

  at(time: number, act: () => void): this {
    this.world.schedule(time, act);
    return this;
  }

  /** Listens at B's port 80; whoever is accepted is read from, and closed when its peer closes. */
  listen(onaccept: (s: TcpSocket) => void = () => {}, o: Omit<ListenerOptions, 'port'> = {}): void {
    const into = new Uint8Array(4096);
    TcpListener.listen(this.b, { ...o, port: 80 }, (s) => {
      s.onreadable = () => {
        while (s.read(into) > 0);
      };
      s.onend = () => s.end();
      onaccept(s);
    });
  }

  connect(localPort = 5000): TcpSocket {
    return TcpSocket.connect(this.a, { address: '10.0.0.2', port: 80, localPort });
  }

  forge(o: ForgedSegment): void {
    const [from, to] = o.from === 'A' ? ['10.0.0.1', '10.0.0.2'] : ['10.0.0.2', '10.0.0.1'];
    const seg = new Segment();
    seg.sport = o.sport;
    seg.dport = o.dport;
    seg.flags = o.flags;
    seg.seq = o.seq | 0;
    seg.ack = (o.ack ?? 0) | 0;
    seg.wnd = 1000;
    seg.options = 0;
    const p = this.world.pool.take(o.length ?? 0);
    for (let i = 0; i < (o.length ?? 0); i++) p.bytes[p.to++] = 65;
    const [src, dst] = [Address.parse(from as string), Address.parse(to as string)];
    prependTcp(p, seg, linux.options, pseudo(src, dst, TCP, 0));
    prependIpv4(p, src, dst, TCP, 64, 0, 0, true, true);
    this.#links.get(o.from)?.send(p);
  }

  trace(until: number = 300 * S): Trace {
    this.world.run(until);
    return this.world.recorder?.trace() as Trace;
  }
}

/** What happened to a segment: `A1 sent/syn`. */
export function codes(t: Trace, ...kinds: readonly string[]): string[] {
  return t.frames
    .filter((f) => kinds.length === 0 || kinds.includes(f.kind))
    .map((f) => (f.segment === null ? `${f.host} ${f.code}` : `${f.segment} ${f.code}`));
}

/** Traces in which much happens, by what it is. */
export function tales(): Readonly<Record<string, Trace>> {
  const listen = { host: 'B', when: { at: 0 }, do: { call: 'listen', port: 80 } } as const;
  const connect = {
    host: 'A',
    when: { at: 0 },
    do: { call: 'connect', to: 'B', port: 80 },
  } as const;
  return {
    refused: tale([connect]),
    'a FIN on the third segment': tale(
      [listen, connect, { host: 'A', when: { on: 'connected' }, do: { call: 'close' } }],
      {
        until: 5 * S,
      },
    ),
    'three segments close': tale([
      listen,
      connect,
      { host: 'A', when: { on: 'connected', after: 100 * MS }, do: { call: 'close' } },
      { host: 'B', when: { on: 'ended' }, do: { call: 'close' } },
    ]),
    'both close at once': tale([
      listen,
      connect,
      { host: 'A', when: { at: S }, do: { call: 'close' } },
      { host: 'B', when: { at: S }, do: { call: 'close' } },
    ]),
    'both open at once': tale([
      { host: 'A', when: { at: 0 }, do: { call: 'connect', to: 'B', port: 80, localPort: 80 } },
      { host: 'B', when: { at: 0 }, do: { call: 'connect', to: 'A', port: 80, localPort: 80 } },
      { host: 'A', when: { at: S }, do: { call: 'close' } },
      { host: 'B', when: { at: 2 * S }, do: { call: 'close' } },
    ]),
    'half-closed': tale([
      listen,
      connect,
      { host: 'A', when: { on: 'connected', after: 100 * MS }, do: { call: 'close' } },
      { host: 'B', when: { on: 'ended', after: 200 * MS }, do: { call: 'send', text: 'and yet' } },
      { host: 'B', when: { on: 'ended', after: 900 * MS }, do: { call: 'close' } },
    ]),
    aborted: tale([
      listen,
      connect,
      { host: 'A', when: { on: 'connected', after: 100 * MS }, do: { call: 'abort' } },
    ]),
    'let go of': tale([
      listen,
      connect,
      { host: 'A', when: { on: 'connected' }, do: { call: 'release' } },
      {
        host: 'B',
        when: { on: 'accepted', after: 300 * MS },
        do: { call: 'send', text: 'hello?' },
      },
    ]),
    'window closed': tale(
      [
        listen,
        connect,
        { host: 'B', when: { on: 'accepted' }, do: { call: 'pause' } },
        { host: 'A', when: { on: 'connected' }, do: { call: 'send', octets: 300_000 } },
        { host: 'B', when: { at: 10 * S }, do: { call: 'resume' } },
        { host: 'A', when: { at: 30 * S }, do: { call: 'close' } },
        { host: 'B', when: { on: 'ended' }, do: { call: 'close' } },
      ],
      { until: 200 * S },
    ),
    'nobody there': silence('A'),
    'the way there is lost': silence('B'),
    'written after close': tale([
      listen,
      connect,
      { host: 'A', when: { at: S }, do: { call: 'close' } },
      { host: 'A', when: { at: 2 * S }, do: { call: 'send', text: 'late' } },
      { host: 'B', when: { at: 3 * S }, do: { call: 'close' } },
    ]),
    ...forgeries(),
  };
}

/** Whatever that host sends is lost. */
function silence(host: string): Trace {
  const faults = Array.from({ length: 40 }, (_, i) => ({
    segment: `${host}${i + 1}`,
    action: 'drop' as const,
  }));
  return run(openAndClose, { interventions: asked(...faults) });
}

function forgeries(): Record<string, Trace> {
  const [SYN, ACK, RST] = [2, 16, 4];
  const keepalive = new ForgersWorld();
  keepalive.listen();
  keepalive.at(0, () => {
    keepalive.connect().setKeepAlive(true, { idle: 5 * S, interval: S, count: 2 });
  });
  const ghost = new ForgersWorld();
  ghost.listen();
  ghost.at(0, () => ghost.forge({ from: 'A', flags: SYN, seq: 90, sport: 5000, dport: 80 }));
  const stale = new ForgersWorld();
  stale.listen();
  stale.at(0, () => stale.forge({ from: 'A', flags: SYN, seq: 90, sport: 5000, dport: 80 }));
  stale.at(20 * MS, () => stale.connect());
  const halfOpen = new ForgersWorld();
  halfOpen.listen();
  halfOpen.at(0, () =>
    halfOpen.forge({ from: 'A', flags: ACK, seq: 90, ack: 7, length: 4, sport: 5000, dport: 80 }),
  );
  const attacked = new ForgersWorld();
  attacked.listen();
  attacked.at(0, () => attacked.connect());
  const next = (): number => attacked.world.recorder?.trace().segments[0]?.seq as number;
  attacked.at(S, () =>
    attacked.forge({ from: 'A', flags: SYN, seq: next() + 5, sport: 5000, dport: 80 }),
  );
  attacked.at(3 * S, () =>
    attacked.forge({ from: 'A', flags: RST, seq: next() + 50, sport: 5000, dport: 80 }),
  );
  attacked.at(6 * S, () =>
    attacked.forge({ from: 'A', flags: RST, seq: next() + 1, sport: 5000, dport: 80 }),
  );
  return {
    'kept alive': keepalive.trace(12 * S),
    ghost: ghost.trace(),
    stale: stale.trace(10 * S),
    'half open': halfOpen.trace(),
    attacked: attacked.trace(10 * S),
  };
}

/** What is recorded of {@link openAndClose} when these befall it: `drop A3`, `delay B1` (by 400 ms). */
export function withFaults(...faults: readonly string[]): Trace {
  return run(openAndClose, { interventions: asked(...faults.map(faultOf)) });
}

/** `drop A3`. */
export function faultOf(text: string): ScenarioFault {
  const [action, segment] = text.split(' ') as [ScenarioFault['action'], string];
  return action === 'delay' ? { action, segment, by: 400_000 } : { action, segment };
}
