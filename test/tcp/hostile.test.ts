import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TcpSocket } from '../../src/socket/tcp-socket.ts';
import { linux, rfc, withOverrides } from '../../src/tcp/profiles/index.ts';
import { Drill, type Extras, PEER_ISS } from '../support/drill.ts';
import { bring, openPassive, WITH_PEER } from '../support/states.ts';

/** Numbers near which something may go wrong: around 0, the window's edges, the middle and the wrap. */
const near = fc.oneof(
  fc.integer({ min: -3, max: 6 }),
  fc.integer({ min: -70_000, max: 70_000 }),
  fc.constantFrom(65_534, 65_535, 65_536, 524_288, 0x3fffffff, 0x7fffffff, -0x80000000),
);

const flags = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('.', '.', 'P.', 'P.', 'F.', 'S', 'S.') },
  {
    weight: 1,
    arbitrary: fc
      .subarray(['F', 'S', 'R', 'P', '.', 'U', 'E', 'W'])
      .map((letters) => letters.join('')),
  },
);

const extras: fc.Arbitrary<Extras> = fc.record(
  {
    win: fc.constantFrom(0, 1, 100, 65_535),
    mss: fc.constantFrom(0, 1, 536, 1460, 65_535),
    wscale: fc.constantFrom(0, 7, 14, 15, 255),
    sackOk: fc.boolean(),
    ts: fc.tuple(near, near),
    sack: fc.array(fc.tuple(near, near), { minLength: 1, maxLength: 1 }),
  },
  { requiredKeys: [] },
);

interface Arriving {
  readonly kind: 'segment';
  readonly flags: string;
  /** Its numbers count from RCV.NXT and SND.NXT as they are then, not from the two ISSs. */
  readonly aimed: boolean;
  readonly seq: number;
  readonly len: number;
  readonly ack: number;
  readonly extras: Extras;
}

type Act =
  | Arriving
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'call'; readonly name: 'write' | 'read' | 'end' | 'abort' | 'release' };

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('segment' as const),
      flags,
      aimed: fc.boolean(),
      seq: near,
      len: fc.constantFrom(0, 0, 1, 3, 1000),
      ack: near,
      extras,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      ms: fc.constantFrom(1, 300, 1000, 70_000, 300_000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('call' as const),
      name: fc.constantFrom('write', 'read', 'end', 'abort', 'release'),
    }),
  },
);

function call(t: Drill, s: TcpSocket, name: string): void {
  t.do(() => {
    switch (name) {
      case 'write':
        if (s.isOpen && !s.connection.snd.finQueued) s.write(new Uint8Array(3000));
        break;
      case 'read':
        s.read(new Uint8Array(5000));
        break;
      case 'end':
        s.end();
        break;
      case 'abort':
        s.abort();
        break;
      default:
        s.release();
    }
  });
}

function arrive(t: Drill, a: Arriving): void {
  const [c] = t.host.tcp.demux.connections.values();
  const aimed = a.aimed && c !== undefined && c.remotePort === (a.extras.sport ?? t.peerPort);
  const seq = aimed ? (c.rcv.nxt - PEER_ISS) | 0 : 0;
  const ack = aimed ? (c.snd.nxt - t.iss) | 0 : 0;
  t.in(a.flags, (seq + a.seq) | 0, a.len, (ack + a.ack) | 0, a.extras);
}

/** Plays `acts`; the invariants are checked after each turn, and what one segment may cause is bounded. */
function play(t: Drill, s: TcpSocket | null, acts: readonly Act[]): void {
  for (const a of acts) {
    if (a.kind === 'wait') {
      t.wait(a.ms);
      t.out();
    } else if (a.kind === 'call') {
      if (s !== null) call(t, s, a.name);
      t.out();
    } else {
      arrive(t, a);
      expect(t.out().length).toBeLessThan(200);
    }
  }
  const { drops } = t.host.tcp.counters;
  for (const n of drops) expect(n).toBeGreaterThanOrEqual(0);
}

const acts = fc.array(act, { maxLength: 25 });
const runs = { numRuns: 120 };

describe('whatever arrives', () => {
  it.each(WITH_PEER)('in %s breaks nothing: no exception, no invariant, no flood', (state) => {
    fc.assert(
      fc.property(acts, fc.boolean(), (list, isLinux) => {
        const { t, s } = bring(state, { profile: isLinux ? linux : rfc });
        play(t, s, list);
      }),
      runs,
    );
  });

  it('at a listener breaks nothing, and fills no more than its queues', () => {
    const small = withOverrides(rfc, { synQueue: 4 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(act, fc.integer({ min: 1, max: 9 })), { maxLength: 40 }),
        (list) => {
          const t = new Drill({ profile: small });
          t.listen(80, 2);
          for (const [a, sport] of list) {
            play(t, null, [a.kind === 'segment' ? { ...a, extras: { ...a.extras, sport } } : a]);
          }
          expect(t.states().filter((s) => s === 'SYN-RECEIVED').length).toBeLessThanOrEqual(4);
        },
      ),
      runs,
    );
  });

  it('at a single passive OPEN breaks nothing: it listens, is connected, or is over', () => {
    fc.assert(
      fc.property(acts, (list) => {
        const t = new Drill();
        openPassive(t);
        play(t, null, list);
        expect(t.states().length).toBeLessThanOrEqual(1);
      }),
      runs,
    );
  });

  it('with all options agreed on breaks nothing', () => {
    fc.assert(
      fc.property(acts, (list) => {
        const t = new Drill();
        const s = t.activeOpen({ mss: 1460, wscale: 7, sackOk: true, ts: [1, 0] });
        play(t, s, list);
      }),
      runs,
    );
  });

  it('with a tiny receive buffer breaks nothing', () => {
    fc.assert(
      fc.property(acts, (list) => {
        const t = new Drill({
          profile: withOverrides(rfc, { receiveBuffer: 10, sendBuffer: 2000 }),
        });
        const s = t.activeOpen({ mss: 100 });
        play(t, s, list);
      }),
      runs,
    );
  });
});
