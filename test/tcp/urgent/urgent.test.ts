import { describe, expect, it } from 'vitest';
import { Clock } from '../../../src/base/clock.ts';
import { PacketPool } from '../../../src/base/packet.ts';
import { SeededRandom } from '../../../src/base/random.ts';
import { NEVER } from '../../../src/base/timer-queue.ts';
import { Cable } from '../../../src/link/cable.ts';
import { Host } from '../../../src/net/host.ts';
import { TcpListener } from '../../../src/socket/tcp-listener.ts';
import { TcpSocket } from '../../../src/socket/tcp-socket.ts';
import { linux, rfc, withOverrides } from '../../../src/tcp/profiles/index.ts';
import { Prefix } from '../../../src/wire/address.ts';
import { IpHeader, parseIp } from '../../../src/wire/ip.ts';
import { parseTcp, Segment, URG } from '../../../src/wire/tcp.ts';
import type { Drill } from '../../support/drill.ts';
import { bring, octets, type Situation } from '../../support/states.ts';

/** What was sent: sequence number, length, and where the urgent pointer points, or null. */
function sent(t: Drill): (readonly [seq: number, len: number, up: number | null])[] {
  const ip = new IpHeader();
  const seg = new Segment();
  return t.link.sent.splice(0).map((p) => {
    if (parseIp(ip, p, true) !== 0) throw new Error('malformed IP');
    if (parseTcp(seg, p, ip.payloadFrom, ip.payloadTo, -1) !== 0) throw new Error('malformed TCP');
    const seq = (seg.seq - t.iss) | 0;
    const up = (seg.flags & URG) === 0 ? null : seq + seg.up;
    const line = [seq, seg.textTo - seg.textFrom, up] as const;
    p.release();
    return line;
  });
}

/** An established connection whose user writes down how much is urgent whenever he is told. */
function listening(): Situation & { told: number[] } {
  const situation = bring('ESTABLISHED');
  const told: number[] = [];
  situation.s.onurgent = () => told.push(situation.s.urgentRemaining);
  return { ...situation, told };
}

describe('an urgent pointer that arrives [MUST-30]', () => {
  it('is told to the user, who can ask how much is urgent [MUST-32, MUST-33]', () => {
    const { t, s, told } = listening();
    t.in('PU.', 1, 10, 1, { up: 4 });
    expect(told).toEqual([4]);
    expect(s.urgentRemaining).toBe(4);
  });

  it('is told once for each advance, and not when it says nothing new [MUST-32]', () => {
    const { t, told } = listening();
    t.in('PU.', 1, 10, 1, { up: 4 });
    t.in('PU.', 3, 18, 1, { up: 1 }); // behind the one known
    t.in('PU.', 21, 10, 1, { up: 8 });
    t.in('U.', 29, 0, 1, { up: 0 });
    expect(told).toEqual([4, 28]);
  });

  it('may be ahead of what has arrived: what remains counts down as it is read [MUST-33]', () => {
    const { t, s } = listening();
    t.in('PU.', 1, 10, 1, { up: 25 });
    expect(s.urgentRemaining).toBe(25);
    t.do(() => s.read(new Uint8Array(4)));
    expect(s.urgentRemaining).toBe(21);
    t.do(() => s.read(new Uint8Array(10)));
    t.in('P.', 11, 20, 1);
    expect(s.urgentRemaining).toBe(15);
    t.do(() => s.read(new Uint8Array(20)));
    expect(s.urgentRemaining).toBe(0);
  });

  it('leaves the octets where they are in the stream [RFC 6093 3.1]', () => {
    const { t, s } = listening();
    t.in('PU.', 1, 6, 1, { up: 3, text: octets(6) });
    const into = new Uint8Array(10);
    expect(t.do(() => s.read(into))).toBe(6);
    expect([...into.subarray(0, 6)]).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('begins anew after all of it was read [MUST-32]', () => {
    const { t, s, told } = listening();
    t.in('PU.', 1, 4, 1, { up: 4 });
    t.do(() => s.read(new Uint8Array(4)));
    t.in('PU.', 5, 4, 1, { up: 2 });
    expect(told).toEqual([4, 2]);
  });

  it('that points behind what was read is not worth a word', () => {
    const { t, s, told } = listening();
    t.in('P.', 1, 10, 1);
    t.do(() => s.read(new Uint8Array(10)));
    t.in('PU.', 1, 10, 1, { up: 10 });
    t.in('U.', 11, 0, 1, { up: 0 });
    expect(told).toEqual([]);
    expect(s.urgentRemaining).toBe(0);
  });

  it('counts on a segment without text', () => {
    const { t, told } = listening();
    t.in('U.', 1, 0, 1, { up: 7 });
    expect(told).toEqual([7]);
  });

  it('counts when the window is closed [MUST-66]', () => {
    const profile = withOverrides(rfc, { receiveBuffer: 100 });
    const { t, s } = bring('ESTABLISHED', { profile });
    const told: number[] = [];
    s.onurgent = () => told.push(s.urgentRemaining);
    t.in('P.', 1, 100, 1);
    t.in('PU.', 101, 10, 1, { up: 10 });
    expect(told).toEqual([110]);
    expect(s.readable).toBe(100);
    expect(t.out().at(-1)).toBe('. 1:1(0) ack 101');
  });

  it('counts in FIN-WAIT-1 and FIN-WAIT-2, and after the peer’s FIN no more', () => {
    for (const [state, expected] of [
      ['FIN-WAIT-1', [5]],
      ['FIN-WAIT-2', [5]],
      ['CLOSE-WAIT', []],
      ['CLOSING', []],
      ['LAST-ACK', []],
    ] as const) {
      const { t, s, snd, rcv } = bring(state);
      const told: number[] = [];
      s.onurgent = () => told.push(s.urgentRemaining);
      t.in('PU.', rcv, 5, snd, { up: 5 });
      expect(told).toEqual(expected);
    }
  });

  it('on a segment with the peer’s FIN is told, and remains until it is read', () => {
    const { t, s, told } = listening();
    t.in('FPU.', 1, 5, 1, { up: 5 });
    expect(told).toEqual([5]);
    t.do(() => s.read(new Uint8Array(2)));
    expect(s.urgentRemaining).toBe(3);
    t.do(() => s.read(new Uint8Array(5)));
    expect(s.urgentRemaining).toBe(0);
  });

  it('on a SYN-ACK counts too', () => {
    const { t, s } = bring('SYN-SENT');
    const told: number[] = [];
    s.onurgent = () => told.push(s.urgentRemaining);
    t.in('SU.', 0, 0, 1, { mss: 1460, up: 5 });
    expect(told).toEqual([4]); // the SYN is the first of the five
  });

  it('from outside the window is not believed', () => {
    const { t, told } = listening();
    t.in('PU.', 500_000, 5, 1, { up: 5 });
    expect(told).toEqual([]);
  });
});

describe('urgent octets that are sent', () => {
  it('have the pointer just past the last of them [MUST-62]', () => {
    const { t, s } = bring('ESTABLISHED');
    t.do(() => {
      s.writeUrgent(octets(5));
      s.write(octets(10));
    });
    expect(sent(t)).toEqual([[1, 15, 6]]);
  });

  it('are announced by every segment before them', () => {
    const { t, s } = bring('ESTABLISHED');
    t.do(() => {
      s.write(octets(3000));
      s.writeUrgent(octets(1));
    });
    expect(sent(t)).toEqual([
      [1, 1460, 3002],
      [1461, 1460, 3002],
    ]);
    t.in('.', 1, 0, 2921);
    expect(sent(t)).toEqual([[2921, 81, 3002]]);
  });

  it('are announced again when they are sent again, and no more once acknowledged', () => {
    const { t, s } = bring('ESTABLISHED');
    t.do(() => s.writeUrgent(octets(5)));
    t.wait(1_000);
    expect(sent(t)).toEqual([
      [1, 5, 6],
      [1, 5, 6],
    ]);
    t.in('.', 1, 0, 6);
    t.do(() => s.write(octets(5)));
    expect(sent(t)).toEqual([[6, 5, null]]);
  });

  it('are announced through a closed window at once [MUST-30]', () => {
    const { t, s } = bring('ESTABLISHED');
    t.in('.', 1, 0, 1, { win: 0 });
    t.out();
    t.do(() => s.writeUrgent(octets(5)));
    expect(sent(t)).toEqual([[1, 0, 6]]);
  });

  it('may be more than the pointer reaches: it points as far as it can and moves on [MUST-31]', () => {
    const { t, s } = bring('ESTABLISHED', {
      profile: withOverrides(linux, { initialWindow: 100 }),
    });
    t.do(() => s.writeUrgent(new Uint8Array(100_000)));
    const first = sent(t);
    expect(first[0]).toEqual([1, 1460, 65_536]);
    expect(first[1]).toEqual([1461, 1460, 66_996]);
    t.in('.', 1, 0, (first.at(-1)?.[0] as number) + (first.at(-1)?.[1] as number));
    const last = sent(t);
    expect(last[0]?.[2]).toBe(100_001);
  });

  it('written before the connection is there are announced when they go', () => {
    const { t, s } = bring('SYN-SENT');
    t.do(() => s.writeUrgent(octets(5)));
    expect(sent(t)).toEqual([]);
    t.in('S.', 0, 0, 1, { mss: 1460 });
    expect(sent(t)).toEqual([[1, 5, 6]]);
  });
});

it('200 KiB of urgent octets arrive, and the receiver knows how many are left [MUST-31, MUST-33]', () => {
  const clock = new Clock();
  const pool = new PacketPool();
  const random = new SeededRandom(3);
  const left = new Host({ clock, pool, random: random.split() });
  const right = new Host({ clock, pool, random: random.split() });
  const cable = new Cable(clock, pool, { delay: 5000 });
  left.attach(cable.a, [Prefix.parse('10.0.0.1/24')]);
  right.attach(cable.b, [Prefix.parse('10.0.0.2/24')]);
  const total = 200 * 1024;
  const data = Uint8Array.from({ length: total + 100 }, (_, i) => (i * 7) & 255);
  const got = new Uint8Array(total + 100);
  const remaining: number[] = [];
  let n = 0;
  clock.turn(0, () => {
    TcpListener.listen(right, { port: 80 }, (s) => {
      s.onurgent = () => remaining.push(n + s.urgentRemaining);
      s.onreadable = () => {
        n += s.read(got, n);
      };
    });
    const s = TcpSocket.connect(left, { address: '10.0.0.2', port: 80 });
    s.onconnect = () => {
      expect(s.writeUrgent(data, 0, total)).toBe(total);
      expect(s.write(data, total)).toBe(100);
      s.end();
    };
  });
  for (let at = clock.timers.next(); at !== NEVER && at < 10_000_000; at = clock.timers.next()) {
    clock.turn(at);
  }
  expect(got).toEqual(data);
  expect(remaining.at(-1)).toBe(total);
  expect([...remaining].sort((a, b) => a - b)).toEqual(remaining);
  expect(new Set(remaining).size).toBe(remaining.length);
});
