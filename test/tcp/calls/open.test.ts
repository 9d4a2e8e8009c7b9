import { describe, expect, it } from 'vitest';
import { activate, close, send } from '../../../src/tcp/calls/index.ts';
import { TcpError, type TcpErrorCode } from '../../../src/tcp/errors.ts';
import { STATE_NAMES } from '../../../src/tcp/state.ts';
import { Address } from '../../../src/wire/address.ts';
import { Drill, PEER, PEER6, US, US6 } from '../../support/drill.ts';
import { bring, octets, openPassive, WITH_PEER } from '../../support/states.ts';

/** The code of the TcpError that `f` throws, or null. */
function codeOf(f: () => unknown): TcpErrorCode | null {
  try {
    f();
  } catch (e) {
    if (e instanceof TcpError) return e.code;
    throw e;
  }
  return null;
}

const NOBODY = ['255.255.255.255', '224.0.0.1', '10.0.0.255', '0.0.0.0', 'ff02::1', '::'];

describe('an active OPEN', () => {
  it('sends a SYN at ISS and waits in SYN-SENT: SND.UNA is ISS, SND.NXT is ISS + 1', () => {
    const t = new Drill();
    const { connection: c } = t.connect();
    expect(t.out()).toEqual(['S 0:0(0)']);
    expect(STATE_NAMES[c.state]).toBe('SYN-SENT');
    expect(c.snd.una).toBe(c.snd.iss);
    expect((c.snd.nxt - c.snd.iss) | 0).toBe(1);
  });

  it('to a broadcast, multicast or unspecified address is refused [MUST-46]', () => {
    const t = new Drill();
    for (const address of NOBODY) {
      expect(
        codeOf(() => t.connect({ address })),
        address,
      ).toBe('EADDRNOTAVAIL');
    }
    expect(t.out()).toEqual([]);
    expect(t.states()).toEqual([]);
  });

  it('fails without a route', () => {
    const t = new Drill();
    expect(codeOf(() => t.connect({ address: '192.0.2.1' }))).toBe('ENETUNREACH');
    expect(t.states()).toEqual([]);
  });

  it('takes its source address from the route, for either family, and keeps it [MUST-44, MUST-45]', () => {
    const t = new Drill();
    expect(t.connect({ address: PEER }).localAddress.toString()).toBe(US.toString());
    expect(t.connect({ address: PEER6 }).localAddress.toString()).toBe(US6.toString());
    expect(t.connect({ address: '127.0.0.1' }).localAddress.toString()).toBe('127.0.0.1');
  });

  it('leaves the caller’s addresses to him: he may change them', () => {
    const t = new Drill();
    const address = PEER.clone();
    const s = t.connect({ address });
    address.copyFrom(US);
    expect(s.remoteAddress.toString()).toBe(PEER.toString());
  });
});

describe('a passive OPEN', () => {
  it('sends nothing and waits in LISTEN', () => {
    const t = new Drill();
    expect(STATE_NAMES[openPassive(t).state]).toBe('LISTEN');
    expect(t.out()).toEqual([]);
  });

  it('is connected by the first peer that comes', () => {
    const t = new Drill();
    const c = openPassive(t);
    t.in('S', 0, 0, 0, { mss: 1460 });
    expect(t.out({ options: true })).toEqual(['S. 0:0(0) ack 1 <mss 1460>']);
    t.in('.', 1, 0, 1);
    expect(t.events).toEqual(['connected']);
    expect(c.remote.toString()).toBe(PEER.toString());
    expect(c.remotePort).toBe(40_000);
  });

  it('for one peer ignores all others, who are refused', () => {
    const t = new Drill();
    openPassive(t, { remote: PEER, remotePort: 40_000 });
    t.in('S', 0, 0, 0, { mss: 1460, sport: 40_001 });
    t.in('S', 0, 0, 0, { mss: 1460, src: Address.parse('10.0.0.3') });
    expect(t.out()).toEqual(['R. 0:0(0) ack 1', 'R. 0:0(0) ack 1']);
    t.in('S', 0, 0, 0, { mss: 1460 });
    expect(t.out()).toEqual(['S. 0:0(0) ack 1']);
  });

  it('on 0.0.0.0 is for IPv4 alone, on :: for both', () => {
    for (const [local, families] of [
      ['0.0.0.0', 1],
      ['::', 2],
    ] as const) {
      const t = new Drill();
      openPassive(t, { local: Address.parse(local) });
      openPassive(t, { local: Address.parse(local) });
      t.in('S', 0, 0, 0, { mss: 1460 });
      t.in('S', 0, 0, 0, { mss: 1460, src: PEER6, dst: US6 });
      expect(t.states().length).toBe(families);
    }
  });

  it('for an invalid peer is refused, as is one on an address of somebody else [MUST-46]', () => {
    const t = new Drill();
    for (const remote of NOBODY) {
      expect(
        codeOf(() => openPassive(t, { remote: Address.parse(remote) })),
        remote,
      ).toBe('EADDRNOTAVAIL');
    }
    expect(codeOf(() => openPassive(t, { local: PEER }))).toBe('EADDRNOTAVAIL');
    expect(() => openPassive(t, { localPort: 0 })).toThrow(RangeError);
    expect(() => openPassive(t, { remotePort: 70_000 })).toThrow(RangeError);
  });

  it('harms no connection on its port, and may be made beside one [MUST-41, MUST-42]', () => {
    const t = new Drill();
    t.connect({ localPort: 80 });
    t.out();
    openPassive(t);
    t.in('S.', 0, 0, 1, { mss: 1460 });
    expect(t.out()).toEqual(['. 1:1(0) ack 1']);
    t.in('S', 0, 0, 0, { mss: 1460, sport: 40_001 });
    expect(t.out()).toEqual(['S. 0:0(0) ack 1']);
    expect(t.states()).toEqual(['ESTABLISHED', 'SYN-RECEIVED']);
  });

  it('does not answer once its user has closed', () => {
    const t = new Drill();
    const c = openPassive(t);
    t.do(() => close(c));
    expect(t.events).toEqual(['close']);
    t.in('S', 0, 0, 0, { mss: 1460 });
    expect(t.out()).toEqual(['R. 0:0(0) ack 1']);
  });
});

describe('a passive OPEN turned active', () => {
  it('by OPEN sends a SYN to the peer named', () => {
    const t = new Drill();
    const c = openPassive(t);
    t.do(() => activate(c, PEER, 40_000));
    expect(t.out()).toEqual(['S 0:0(0)']);
    expect(STATE_NAMES[c.state]).toBe('SYN-SENT');
    t.in('S.', 0, 0, 1, { mss: 1460 });
    expect(t.events).toEqual(['connected']);
  });

  it('by OPEN goes to the peer it waited for when none is named', () => {
    const t = new Drill();
    const c = openPassive(t, { remote: PEER, remotePort: 40_000 });
    t.do(() => activate(c, null, 0));
    expect(t.out()).toEqual(['S 0:0(0)']);
    expect(c.remotePort).toBe(40_000);
  });

  it('by SEND queues the text until it is established', () => {
    const t = new Drill();
    const c = openPassive(t, { remote: PEER, remotePort: 40_000 });
    expect(t.do(() => send(c, octets(5)))).toBe(5);
    expect(t.out()).toEqual(['S 0:0(0)']);
    t.in('S.', 0, 0, 1, { mss: 1460 });
    expect(t.out()).toEqual(['P. 1:6(5) ack 1']);
  });

  it('without a peer to go to stays in LISTEN and says so', () => {
    const t = new Drill();
    const c = openPassive(t);
    expect(codeOf(() => activate(c, null, 0))).toBe('ENOTCONN');
    expect(codeOf(() => t.do(() => send(c, octets(5))))).toBe('ENOTCONN');
    expect(STATE_NAMES[c.state]).toBe('LISTEN');
    t.in('S', 0, 0, 0, { mss: 1460 });
    expect(t.out()).toEqual(['S. 0:0(0) ack 1']);
  });

  it('listens no more: others are refused, and a reset ends it', () => {
    const t = new Drill();
    const c = openPassive(t);
    t.do(() => activate(c, PEER, 40_000));
    t.out();
    t.in('S', 0, 0, 0, { mss: 1460, sport: 40_001 });
    expect(t.out()[0]).toMatch(/^R\. .* ack 1$/);
    t.in('R.', 0, 0, 1);
    expect(t.events).toEqual(['close ECONNREFUSED']);
    t.in('S', 0, 0, 0, { mss: 1460 });
    expect(t.out()[0]).toMatch(/^R\. .* ack 1$/);
  });

  it('is an error in every state but LISTEN: the connection already exists', () => {
    for (const state of WITH_PEER) {
      const { t, c } = bring(state);
      expect(codeOf(() => t.do(() => activate(c, PEER, 40_000)))).toBe('EISCONN');
      expect(t.out()).toEqual([]);
    }
  });
});
