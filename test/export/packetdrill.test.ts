import { describe, expect, it } from 'vitest';
import { packetdrill } from '../../src/export/index.ts';
import type { Trace, TraceFrame, TraceSegment } from '../../src/observe/index.ts';
import type { Step } from '../../src/sim/index.ts';
import { bare, type CallEvent, type PacketEvent, parseScript } from './packetdrill-read.ts';
import { ASSORTED, asIfBroken, asIfInjected, recorded, story } from './runs.ts';

function packets(script: string): PacketEvent[] {
  return parseScript(script).events.filter((e) => e.kind === 'packet');
}

function calls(script: string): CallEvent[] {
  return parseScript(script).events.filter((e) => e.kind === 'call');
}

const LISTEN: Step = { host: 'B', when: { at: 0 }, do: { call: 'listen', port: 80 } };
const CONNECT: Step = {
  host: 'A',
  when: { at: 0 },
  do: { call: 'connect', to: 'B', port: 80 },
};

/** A trace with one more frame, after those of its time. */
function withFrame(trace: Trace, frame: TraceFrame): Trace {
  const after = trace.frames.findIndex((f) => f.at > frame.at);
  return { ...trace, frames: trace.frames.toSpliced(after, 0, frame) };
}

describe('a packetdrill script', () => {
  it('of a client makes its calls, expects its segments and injects the answers', () => {
    expect(bare(packetdrill(recorded(), { side: 'A' }))).toEqual([
      '--define=AT_ONCE=yes',
      '0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3',
      '+0 fcntl(3, F_GETFL) = 0x2 (flags O_RDWR)',
      '+0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0',
      '+0 connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)',
      '+0 > S 0:0(0) <mss 1460,sackOK,TS val 100 ecr 0,nop,wscale 3>',
      '+.1 < S. 0:0(0) ack 1 win 65535 <mss 1460,sackOK,TS val 200 ecr 100,nop,wscale 3>',
      '+0 getsockopt(3, SOL_SOCKET, SO_ERROR, [0], [4]) = 0',
      '+0 > . 1:1(0) ack 1 <nop,nop,TS val 200 ecr 200>',
      '+.1 write(3, ..., 17) = 17',
      '+0 > P. 1:18(17) ack 1 <nop,nop,TS val 300 ecr 200>',
      '+.1 < P. 1:12(11) ack 18 win 32768 <nop,nop,TS val 400 ecr 300>',
      '+0 read(3, ..., 11) = 11',
      '+0 > . 18:18(0) ack 12 <nop,nop,TS val 400 ecr 400>',
      '+.1 shutdown(3, SHUT_WR) = 0',
      '+0 > F. 18:18(0) ack 12 <nop,nop,TS val 500 ecr 400>',
      '+.1 < . 12:12(0) ack 19 win 32768 <nop,nop,TS val 600 ecr 500>',
      '+.2 < F. 12:12(0) ack 19 win 32768 <nop,nop,TS val 800 ecr 500>',
      '+0 read(3, ..., 1) = 0',
      '+0 close(3) = 0',
      '+0 > . 19:19(0) ack 13 <nop,nop,TS val 800 ecr 800>',
    ]);
  });

  it('of a server listens, accepts and answers', () => {
    expect(bare(packetdrill(recorded(), { side: 'B', dialect: 'linux' }))).toEqual([
      '--define=AT_ONCE=yes',
      '0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3',
      '+0 setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0',
      '+0 bind(3, ..., ...) = 0',
      '+0 listen(3, 511) = 0',
      '+.05 < S 0:0(0) win 65535 <mss 1460,sackOK,TS val 200 ecr 0,nop,wscale 3>',
      '+0 > S. 0:0(0) ack 1 <mss 1460,sackOK,TS val 100 ecr 200,nop,wscale 3>',
      '+.1 < . 1:1(0) ack 1 win 32768 <nop,nop,TS val 300 ecr 100>',
      '+0 accept(3, ..., ...) = 4',
      '+.1 < P. 1:18(17) ack 1 win 32768 <nop,nop,TS val 400 ecr 100>',
      '+0 read(4, ..., 17) = 17',
      '+0 write(4, ..., 11) = 11',
      '+0 > P. 1:12(11) ack 18 <nop,nop,TS val 300 ecr 400>',
      '+.1 < . 18:18(0) ack 12 win 32767 <nop,nop,TS val 500 ecr 300>',
      '+.1 < F. 18:18(0) ack 12 win 32767 <nop,nop,TS val 600 ecr 300>',
      '+0 read(4, ..., 1) = 0',
      '+0 > . 12:12(0) ack 19 <nop,nop,TS val 500 ecr 600>',
      '+.2 shutdown(4, SHUT_WR) = 0',
      '+0 > F. 12:12(0) ack 19 <nop,nop,TS val 700 ecr 600>',
      '+.1 < . 19:19(0) ack 13 win 32767 <nop,nop,TS val 900 ecr 700>',
      '+0 close(4) = 0',
    ]);
  });

  it('sets the keep-alive that the run shows, and asks for the timeout after it', () => {
    const idle = { keepAlive: true, keepAliveIdle: 10e6 };
    const set = { call: 'set', ...idle, keepAliveInterval: 5e6, keepAliveCount: 2 } as const;
    const trace = story([
      LISTEN,
      CONNECT,
      { host: 'A', when: { on: 'connected' }, do: set },
      { host: 'B', when: { at: 1e6 }, do: { call: 'power-off' } },
    ]);
    expect(bare(packetdrill(trace, { side: 'A' })).slice(6)).toEqual([
      '+0 getsockopt(3, SOL_SOCKET, SO_ERROR, [0], [4]) = 0',
      '+0 setsockopt(3, SOL_SOCKET, SO_KEEPALIVE, [1], 4) = 0',
      '+0 setsockopt(3, IPPROTO_TCP, TCP_KEEPIDLE, [10], 4) = 0',
      '+0 setsockopt(3, IPPROTO_TCP, TCP_KEEPINTVL, [5], 4) = 0',
      '+0 setsockopt(3, IPPROTO_TCP, TCP_KEEPCNT, [2], 4) = 0',
      expect.stringContaining('+0 > . 1:1(0) ack 1'),
      expect.stringContaining('+10 > . 0:0(0) ack 1'),
      expect.stringContaining('+5 > . 0:0(0) ack 1'),
      expect.stringContaining('+5 > R. 1:1(0) ack 1'),
      '+.001 getsockopt(3, SOL_SOCKET, SO_ERROR, [ETIMEDOUT], [4]) = 0',
      '+0 close(3) = 0',
    ]);
  });

  for (const [name, faults] of Object.entries(ASSORTED)) {
    it(`can be read and has each segment at its time: ${name}`, () => {
      for (const seed of [1, 2, 3]) {
        const trace = recorded(faults, seed);
        for (const side of ['A', 'B']) {
          for (const lang of ['en', 'zh'] as const) {
            const written = packets(packetdrill(trace, { side, lang }));
            const start = side === 'A' ? (trace.segments[0]?.sentAt ?? 0) : 0;
            const seen = (way: 'in' | 'out') =>
              written
                .filter((p) => p.way === way)
                .map(({ at, flags, length }) => [at + start, flags, length]);
            const sent = trace.segments.filter((s) => s.from === side);
            expect(seen('out')).toEqual(sent.map((s) => [s.sentAt, s.flags, s.length]));
            const reached = trace.segments
              .filter((s) => s.to === side && s.fate !== 'corrupt')
              .flatMap((s) => [s.arrivedAt, ...s.copiesAt].map((at) => [at, s.flags, s.length]))
              .filter(([at]) => at !== null);
            const byTime = (a: unknown[], b: unknown[]) => Number(a[0]) - Number(b[0]);
            const sorted = (list: unknown[][]) =>
              list.sort((a, b) => byTime(a, b) || String(a).localeCompare(String(b)));
            expect(sorted(seen('in'))).toEqual(sorted(reached));
          }
        }
      }
    });
  }

  it('numbers both directions, and SACK blocks, from the initial sequence numbers', () => {
    for (const faults of Object.values(ASSORTED)) {
      for (const side of ['A', 'B']) {
        const trace = recorded(faults);
        const first = (s: TraceSegment) => trace.segments.find((f) => f.from === s.from)?.seq ?? 0;
        const sent = trace.segments.filter((s) => s.from === side);
        const out = packets(packetdrill(trace, { side })).filter((p) => p.way === 'out');
        expect(out.map((p) => p.seq)).toEqual(sent.map((s) => (s.seq - first(s)) >>> 0));
        for (const p of out) expect(p.options?.join()).not.toMatch(/sack \d{3}/);
      }
    }
    const doubled = recorded(ASSORTED['text is doubled']);
    expect(packetdrill(doubled, { side: 'B' })).toContain('sack 1:18>');
  });

  it('says beside a segment what became of it', () => {
    const trace = recorded(ASSORTED['text is lost']);
    const a = packetdrill(trace, { side: 'A' });
    expect(a).toContain('ecr 200>  // A3: lost on the way: never arrived at B\n');
    const b = packetdrill(trace, { side: 'B' });
    expect(b).toContain('\n// A3 was lost on the way to B\n');
    const corrupted = packetdrill(recorded(ASSORTED['text is corrupted']), { side: 'B' });
    expect(corrupted).toContain('\n// A3 arrived corrupted: packetdrill cannot send');
    const injected = packetdrill(asIfInjected(recorded(), 'A3'), { side: 'B' });
    expect(injected).toContain('// ?1: injected from outside: no host of this run sent it\n');
  });

  it('says in its head what it is, and what it cannot express, in either language', () => {
    const en = parseScript(packetdrill(asIfBroken(recorded()), { side: 'A' })).comments;
    expect(en.slice(0, 5)).toEqual([
      "A packetdrill script for Linux: does the kernel's TCP do what A did?",
      'not real TCP: B runs with the what-if twoWay, which breaks RFC 9293 section 3.5.',
      'A simulated run of open-and-close, seed 1, seen at A.',
      'It cannot express:',
      expect.stringContaining('- what other hosts did'),
    ]);
    const zh = parseScript(packetdrill(recorded(), { side: 'A', lang: 'zh' })).comments;
    expect(zh[0]).toContain('检验内核的 TCP 是否和 A 的行为一致');
    expect(zh.length).toBe(en.length - 1);
  });

  it('is one line a comment, whatever a run is called', () => {
    const trace = { ...recorded(), scenario: 'evil\n+0 `reboot`' };
    const script = packetdrill(trace, { side: 'A' });
    expect(parseScript(script)).toMatchObject({ events: { length: 20 } });
    expect(script).toContain('evil +0 `reboot`, seed');
  });

  it('expects the window scale of another kernel when told to', () => {
    const script = packetdrill(recorded(), { side: 'A', wscale: 7 });
    const [syn, synAck] = packets(script);
    expect(syn?.options).toContain('wscale 7');
    expect(synAck?.options).toContain('wscale 3');
  });

  it('asks the socket for the error that ended the connection', () => {
    const refused = packetdrill(story([CONNECT]), { side: 'A' });
    expect(bare(refused).slice(-3)).toEqual([
      '+.1 < R. 0:0(0) ack 1 win 0',
      '+0 getsockopt(3, SOL_SOCKET, SO_ERROR, [ECONNREFUSED], [4]) = 0',
      '+0 close(3) = 0',
    ]);
    expect(packets(refused)).toHaveLength(2);
  });

  it('of a host where nobody listens has no socket', () => {
    const script = packetdrill(story([CONNECT]), { side: 'B' });
    expect(bare(script)).toEqual([
      '0 < S 0:0(0) win 65535 <mss 1460,sackOK,TS val 200 ecr 0,nop,wscale 3>',
      '+0 > R. 0:0(0) ack 1',
    ]);
    parseScript(script);
  });

  it('aborts with SO_LINGER, and releases with close', () => {
    const abort: Step = { host: 'A', when: { on: 'connected' }, do: { call: 'abort' } };
    const release: Step = { host: 'A', when: { on: 'connected' }, do: { call: 'release' } };
    const [aborted, released] = [abort, release].map((step) =>
      packetdrill(story([LISTEN, CONNECT, step]), { side: 'A' }),
    );
    expect(calls(aborted ?? '').slice(-2)).toMatchObject([
      { name: 'setsockopt', args: '3, SOL_SOCKET, SO_LINGER, {onoff=1, linger=0}, 8' },
      { name: 'close' },
    ]);
    expect(calls(released ?? '').map((c) => c.name)).toEqual([
      ...['socket', 'fcntl', 'fcntl', 'connect', 'getsockopt', 'close'],
    ]);
  });

  it('has a write that fails fail', () => {
    const close: Step = { host: 'A', when: { on: 'connected' }, do: { call: 'close' } };
    const send: Step = {
      host: 'A',
      when: { on: 'connected', after: 1000 },
      do: { call: 'send', octets: 5 },
    };
    const script = packetdrill(story([LISTEN, CONNECT, close, send], 1_000_000), { side: 'A' });
    expect(bare(script)).toContain('+.001 write(3, ..., 5) = -1 EPIPE (Broken pipe)');
    parseScript(script);
  });

  it('closes what the operating system closes, and ends when the host loses power', () => {
    const base = { host: 'A', flow: null, segment: null, cause: null, rule: '' };
    const at = 250_000;
    const code = 'vars' as const;
    const killed = withFrame(recorded(), { ...base, at, code, kind: 'host', what: 'kill' });
    expect(bare(packetdrill(killed, { side: 'A' }))).toContain('+.05 close(3) = 0');
    const off = withFrame(recorded(), { ...base, at, code, kind: 'host', what: 'power-off' });
    const script = packetdrill(off, { side: 'A' });
    expect(parseScript(script).comments.at(-1)).toBe(
      'Here the host loses power: what follows cannot be tested.',
    );
    expect(packets(script)).toHaveLength(4);
    const pulled = withFrame(recorded(), { ...base, at, code, kind: 'host', what: 'unplug' });
    expect(packets(packetdrill(pulled, { side: 'A' }))).toHaveLength(10);
    for (const t of [killed, off, pulled]) parseScript(packetdrill(t, { side: 'B' }));
  });

  it('tells one connection of several: the first, or the one asked for', () => {
    const second: Step = {
      host: 'A',
      when: { at: 10_000 },
      do: { call: 'connect', to: 'B', port: 80, socket: 'other' },
    };
    const write: Step = {
      host: 'A',
      when: { on: 'connected', socket: 'other' },
      do: { call: 'send', octets: 2000, socket: 'other' },
    };
    const trace = story([LISTEN, CONNECT, second, write], 2_000_000);
    const [one, two] = [1, 2].map((flow) => packetdrill(trace, { side: 'A', flow }));
    expect(packetdrill(trace, { side: 'A' })).toBe(one);
    expect(one).toContain('- one other connection of this host: left out;');
    expect(calls(one ?? '').map((c) => c.name)).not.toContain('write');
    expect(calls(two ?? '').map((c) => c.name)).toContain('write');
    expect(parseScript(packetdrill(trace, { side: 'B', flow: 2 })).events.length).toBeGreaterThan(
      8,
    );
    expect(() => packetdrill(trace, { side: 'A', flow: 9 })).toThrow(
      'A has no connection 9 in this run; there are 1, 2.',
    );
  });

  it('ends where the same ports are used again', () => {
    const again = (at: number, socket: string): Step => ({
      host: 'A',
      when: { at },
      do: { call: 'connect', to: 'B', port: 80, localPort: 5000, socket },
    });
    const abort: Step = { host: 'A', when: { on: 'connected' }, do: { call: 'abort' } };
    const trace = story([LISTEN, again(0, 'main'), again(1_000_000, 'b'), abort], 3_000_000);
    expect(trace.flows).toHaveLength(1);
    for (const side of ['A', 'B']) {
      const script = packetdrill(trace, { side });
      expect(packets(script).filter((p) => p.flags === 'S')).toHaveLength(1);
      expect(parseScript(script).comments.at(-1)).toContain('Here the same ports');
    }
  });

  it('writes what the language has no word for as padding, or leaves it open', () => {
    const odd = { name: 'unknown', kind: 77, bytes: 'beef' } as const;
    const base = recorded();
    const segments = base.segments.map((s, i) =>
      i === 2 || i === 4 ? { ...s, options: [...s.options, odd] } : s,
    );
    const script = packetdrill({ ...base, segments }, { side: 'B' });
    expect(script).toContain('<nop,nop,TS val 300 ecr 100,nop,nop,nop,nop>');
    expect(script).toContain('> P. 1:12(11) ack 18 <...>');
    parseScript(script);
  });

  it('leaves out numbers that go past the end of the sequence space', () => {
    const base = recorded();
    const iss = base.segments[0]?.seq ?? 0;
    const segments = base.segments.map((s) => (s.id === 'A3' ? { ...s, seq: (iss - 5) >>> 0 } : s));
    const script = packetdrill({ ...base, segments }, { side: 'B' });
    expect(script).toContain('// A3 is left out');
    parseScript(script);
  });

  it('does not take what the network reports for a call that failed', () => {
    const base = recorded();
    const write = base.frames.find((f) => f.kind === 'call' && f.call === 'send');
    if (write?.kind !== 'call') throw new Error('nobody writes');
    const detail = { socket: 'main', error: 'EHOSTUNREACH' };
    const trace = withFrame(base, { ...write, call: 'trouble', detail });
    expect(packetdrill(trace, { side: 'A' })).toBe(packetdrill(base, { side: 'A' }));
  });

  it('is refused for a host that noticed nothing', () => {
    const base = recorded();
    const frames = base.frames.filter((f) => f.host !== 'B');
    expect(() => packetdrill({ ...base, frames }, { side: 'B' })).toThrow('nothing to test');
  });

  it('is refused for a host that is not there, or was not in a connection, and for IPv6', () => {
    expect(() => packetdrill(recorded(), { side: 'C' })).toThrow(
      "There is no host 'C' in this run; there are A, B.",
    );
    expect(() => packetdrill(story([LISTEN]), { side: 'B' })).toThrow(
      'B has no connection in this run.',
    );
    const base = recorded();
    const ends = base.flows[0]?.ends.map((e) => ({ ...e, address: 'fd00::1' }));
    const v6 = { ...base, flows: [{ id: 1, ends }] } as unknown as Trace;
    expect(() => packetdrill(v6, { side: 'A' })).toThrow('IPv4 only');
  });
});
