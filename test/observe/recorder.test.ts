import { describe, expect, it } from 'vitest';
import type { Packet } from '../../src/base/packet.ts';
import { PacketPool } from '../../src/base/packet.ts';
import type { Link } from '../../src/link/link.ts';
import { hex, Recorder, type RecorderOptions } from '../../src/observe/index.ts';
import { linux } from '../../src/tcp/profiles/index.ts';
import { CLOSED, ESTABLISHED, SYN_SENT } from '../../src/tcp/state.ts';
import { Address } from '../../src/wire/address.ts';
import { pseudo } from '../../src/wire/checksum.ts';
import { BAD_TCP_CHECKSUM } from '../../src/wire/drop.ts';
import { TCP } from '../../src/wire/ip.ts';
import { prependIpv4 } from '../../src/wire/ipv4.ts';
import { ACK, HAS_MSS, PSH, prependTcp, Segment, SYN } from '../../src/wire/tcp.ts';

const A = Address.parse('10.0.0.1');
const B = Address.parse('10.0.0.2');

/** A link that keeps what is sent. */
class Sink implements Link {
  readonly mtu = 1500;
  readonly medium = 'ip';
  readonly checksums = true;
  receiver: Link['receiver'] = null;
  readonly sent: Packet[] = [];
  send(p: Packet): void {
    this.sent.push(p);
  }
}

/** Two recorded ends, and packets to pass from one to the other. */
function setUp(o: RecorderOptions = {}) {
  const clock = { now: 0 };
  const pool = new PacketPool();
  const recorder = new Recorder(clock, o);
  recorder.host('A', [A]);
  recorder.host('B', [B]);
  const [inA, inB] = [new Sink(), new Sink()];
  const [a, b] = [recorder.tap(inA, 'A'), recorder.tap(inB, 'B')];
  const drop = { deliver: (p: Packet) => p.release() };
  a.receiver = drop;
  b.receiver = drop;
  const packet = (flags: number, seq: number, text = '', from = A, to = B): Packet => {
    const seg = new Segment();
    const isA = from === A;
    seg.sport = isA ? 5000 : 80;
    seg.dport = isA ? 80 : 5000;
    seg.flags = flags;
    seg.seq = seq;
    seg.wnd = 1000;
    seg.options = (flags & SYN) === 0 ? 0 : HAS_MSS;
    seg.mss = 1460;
    const p = pool.take(text.length);
    for (const character of text) p.bytes[p.to++] = character.charCodeAt(0);
    prependTcp(p, seg, linux.options, pseudo(from, to, TCP, 0));
    prependIpv4(p, from, to, TCP, 64, 0, 0, true, true);
    return p;
  };
  /** What A sends reaches B after 10. */
  const carry = (p: Packet): void => {
    a.send(p);
    clock.now += 10;
    inB.receiver?.deliver(inA.sent.shift() as Packet);
  };
  return { clock, pool, recorder, a, b, inA, inB, packet, carry };
}

describe('a recorder', () => {
  it('names segments by sender and count, and knows them again where they arrive', () => {
    const { recorder, packet, carry } = setUp();
    carry(packet(SYN, 100));
    carry(packet(ACK, 101));
    const t = recorder.trace({ scenario: 'x', seed: 9 });
    expect(t).toMatchObject({ version: 2, scenario: 'x', seed: 9, nonStandard: [], end: 20 });
    expect(t.segments[0]).toMatchObject({
      id: 'A1',
      from: 'A',
      to: 'B',
      flow: 1,
      seq: 100,
      flags: 'S',
      wnd: 1000,
      length: 0,
      options: [{ name: 'mss', mss: 1460 }],
      sentAt: 0,
      arrivedAt: 10,
      fate: 'delivered',
    });
    expect(t.segments[1]).toMatchObject({ id: 'A2', sentAt: 10, arrivedAt: 20 });
    expect(t.frames.map((f) => [f.at, f.host, f.kind, f.segment])).toEqual([
      [0, 'A', 'sent', 'A1'],
      [10, 'B', 'arrived', 'A1'],
      [10, 'A', 'sent', 'A2'],
      [20, 'B', 'arrived', 'A2'],
    ]);
  });

  it('numbers a flow the same from both ends', () => {
    const { recorder, packet, a, b } = setUp();
    a.send(packet(SYN, 1));
    b.send(packet(SYN | ACK, 7, '', B, A));
    const t = recorder.trace();
    expect(t.segments.map((s) => s.flow)).toEqual([1, 1]);
    expect(t.flows).toEqual([
      {
        id: 1,
        ends: [
          { host: 'A', address: '10.0.0.1', port: 5000 },
          { host: 'B', address: '10.0.0.2', port: 80 },
        ],
      },
    ]);
  });

  it('marks what carries numbers that were sent before, across the wrap of sequence numbers', () => {
    const { recorder, packet, a } = setUp();
    a.send(packet(SYN, -3));
    a.send(packet(SYN, -3));
    a.send(packet(ACK | PSH, -2, 'abcd'));
    a.send(packet(ACK, 2));
    a.send(packet(ACK | PSH, 2, 'ef'));
    a.send(packet(ACK | PSH, 0, 'cdef'));
    a.send(packet(SYN, 5000)); // another connection between the same ends
    const marks = recorder.trace().segments.map((s) => s.retransmission);
    expect(marks).toEqual([false, true, false, false, false, true, false]);
  });

  it('tells lost, delayed and corrupted segments from those that arrived as sent', () => {
    const { clock, recorder, packet, a, inA, inB } = setUp();
    for (let i = 0; i < 4; i++) a.send(packet(ACK, i));
    const [lost, late, corrupt, fine] = inA.sent as [Packet, Packet, Packet, Packet];
    recorder.lost(lost, 'drop');
    recorder.impaired(late, 'delay');
    corrupt.bytes[corrupt.to - 1] = 99;
    recorder.impaired(corrupt, 'corrupt');
    clock.now = 50;
    for (const p of [fine, corrupt, late]) inB.receiver?.deliver(p);
    a.send(packet(ACK, 9));
    const t = recorder.trace();
    expect(t.segments.map((s) => s.fate)).toEqual([
      'lost',
      'delayed',
      'corrupt',
      'delivered',
      'in-flight',
    ]);
    expect(t.segments[0]).toMatchObject({ lostAt: 0, arrivedAt: null });
    expect(t.frames.find((f) => f.kind === 'lost')).toMatchObject({
      segment: 'A1',
      reason: 'drop',
    });
  });

  it('keeps the octets that arrived when they are not those that were sent, if it keeps octets', () => {
    for (const keepBytes of [true, false]) {
      const { recorder, packet, a, inA, inB } = setUp({ keepBytes });
      for (let i = 0; i < 2; i++) a.send(packet(ACK, i));
      const [corrupt, fine] = inA.sent as [Packet, Packet];
      const sent = hex(corrupt.octets());
      corrupt.bytes[corrupt.to - 1] = 99;
      const arrived = hex(corrupt.octets());
      for (const p of [corrupt, fine]) inB.receiver?.deliver(p);
      const [first, second] = recorder.trace().segments;
      expect(first?.bytes).toBe(keepBytes ? sent : undefined);
      expect(first?.arrivedBytes).toBe(keepBytes ? arrived : undefined);
      expect(second).not.toHaveProperty('arrivedBytes');
    }
  });

  it('knows a copy without a mark by its octets, corrupted or not', () => {
    const { clock, pool, recorder, packet, a, inA, inB } = setUp();
    a.send(packet(ACK, 1));
    a.send(packet(ACK, 2));
    const [first, second] = inA.sent as [Packet, Packet];
    second.bytes[second.to - 2] = 0x55;
    recorder.impaired(second, 'corrupt');
    const copies = [first, second].map((p) => pool.copyOf(p.octets()));
    for (const p of [first, second]) inB.receiver?.deliver(p);
    clock.now = 5;
    for (const p of copies) inB.receiver?.deliver(p);
    const t = recorder.trace();
    expect(t.segments).toHaveLength(2);
    expect(t.segments[0]).toMatchObject({ fate: 'duplicate', copiesAt: [5] });
    expect(t.segments[1]).toMatchObject({ fate: 'corrupt', copiesAt: [5] });
  });

  it('shows what comes from outside as sent by nobody', () => {
    const { recorder, packet, inB } = setUp();
    inB.receiver?.deliver(packet(SYN, 1, '', Address.parse('192.0.2.1'), B));
    const t = recorder.trace();
    expect(t.segments[0]).toMatchObject({ id: '?1', from: null, to: 'B', fate: 'delivered' });
    expect(t.flows[0]?.ends[0]).toMatchObject({ host: null, address: '192.0.2.1' });
  });

  it('takes states, drops, timers and recovery from the observer of each host', () => {
    const { recorder, packet, carry, clock } = setUp();
    const flow = {
      id: 4,
      local: B,
      remote: A,
      localPort: 80,
      remotePort: 5000,
      state: ESTABLISHED,
    } as const;
    carry(packet(SYN, 1));
    const o = recorder.observer('B');
    o.dropped(null, BAD_TCP_CHECKSUM);
    o.transition(flow, SYN_SENT, ESTABLISHED);
    o.timer(flow, 'persist');
    o.recovery(flow, 'timeout');
    clock.now = 99;
    o.dropped(flow, BAD_TCP_CHECKSUM);
    expect(recorder.trace().frames.slice(2)).toMatchObject([
      { at: 10, host: 'B', flow: 1, segment: 'A1', kind: 'dropped', reason: 'bad-tcp-checksum' },
      {
        at: 10,
        host: 'B',
        flow: 1,
        segment: null,
        kind: 'state',
        from: 'SYN-SENT',
        to: 'ESTABLISHED',
      },
      { at: 10, host: 'B', flow: 1, segment: null, kind: 'timer', timer: 'persist' },
      { at: 10, host: 'B', flow: 1, segment: null, kind: 'recovery', event: 'timeout' },
      { at: 99, host: 'B', flow: 1, segment: null, kind: 'dropped', reason: 'bad-tcp-checksum' },
    ]);
  });

  it('keeps no more than its limit, and counts the rest', () => {
    const { recorder, packet, carry } = setUp({ limit: 10 });
    for (let i = 0; i < 40; i++) carry(packet(ACK, i));
    const t = recorder.trace();
    expect(t.frames).toHaveLength(10);
    expect(t.segments).toHaveLength(10);
    expect(t.omitted).toBeGreaterThan(0);
  });

  it('lists no more flows than its limit; the others share the number 0', () => {
    const { recorder } = setUp({ limit: 2 });
    const tuple = (remotePort: number) => ({ local: A, remote: B, localPort: 1, remotePort });
    for (const port of [80, 81, 82, 80]) recorder.call('A', 'connect', { port }, tuple(port));
    const t = recorder.trace();
    expect(t.flows.map((f) => f.ends[1].port)).toEqual([80, 81]);
    expect(t.frames.map((f) => f.flow)).toEqual([1, 2]);
    expect(t.omitted).toBe(2);
    expect(t.counts[0]).toMatchObject({ host: 'A', calls: { connect: 4 } });
  });

  it('keeps as many flows of each sort as its sample says, and counts all', () => {
    const { recorder, packet, carry, inB } = setUp({ sample: { flows: 1, strangers: 1 } });
    for (let i = 1; i <= 3; i++) {
      inB.receiver?.deliver(packet(SYN, 1, '', Address.parse(`192.0.2.${i}`), B));
    }
    carry(packet(SYN, 1));
    const t = recorder.trace();
    expect(t.flows.map((f) => f.ends[0].address)).toEqual(['192.0.2.1', A.toString()]);
    expect(t.segments.map((s) => s.id)).toEqual(['?1', 'A1']);
    expect(t.counts.map((c) => c.arrived)).toEqual([{}, { S: 4 }]);
  });

  it('knows what brought a frame about: the sending, or what moved the host in that instant', () => {
    const { recorder, packet, carry } = setUp();
    carry(packet(SYN, 1));
    const flow = {
      id: 4,
      local: B,
      remote: A,
      localPort: 80,
      remotePort: 5000,
      state: ESTABLISHED,
    };
    recorder.observer('B').transition(flow as never, SYN_SENT, ESTABLISHED);
    const { frames } = recorder.trace();
    expect(frames.map((f) => [f.kind, f.cause])).toEqual([
      ['sent', null],
      ['arrived', 0],
      ['state', 1],
    ]);
  });

  it('takes a SYN for new where a connection begins, though the one before had the same number', () => {
    const { recorder, packet, carry } = setUp();
    const flow = { id: 4, local: A, remote: B, localPort: 5000, remotePort: 80, state: CLOSED };
    const o = recorder.observer('A');
    for (const [begins, again] of [
      [true, false],
      [false, true],
      [true, false],
    ]) {
      if (begins) o.transition(flow as never, CLOSED, SYN_SENT);
      carry(packet(SYN, 1));
      expect(recorder.trace().segments.at(-1)?.retransmission).toBe(again);
    }
  });

  it('is not upset by packets that hold no segment', () => {
    const { pool, recorder, a, inB } = setUp();
    for (const octets of [[], [0x45], new Array(40).fill(255), [0x45, ...new Array(30).fill(0)]]) {
      a.send(pool.copyOf(Uint8Array.from(octets)));
      inB.receiver?.deliver(pool.copyOf(Uint8Array.from(octets)));
    }
    expect(recorder.trace().segments).toEqual([]);
  });
});
