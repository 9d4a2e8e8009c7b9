import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAcceptable } from '../../../src/tcp/arrive/check-sequence.ts';
import { linux, rfc, withOverrides } from '../../../src/tcp/profiles/index.ts';
import { segments } from '../../support/data.ts';
import { Drill } from '../../support/drill.ts';
import { bring, octets, readAll, type Situation, SYNCHRONIZED } from '../../support/states.ts';

/** A connection whose receive buffer is full, so that RCV.WND is 0. */
function closedWindow(): Situation {
  const small = withOverrides(rfc, { receiveBuffer: 1000 });
  const situation = bring('ESTABLISHED', { profile: small });
  const { t } = situation;
  t.in('P.', 1, 1000, 1);
  t.wait(500);
  expect(t.out({ win: true })).toEqual(['. 1:1(0) ack 1001 win 0']);
  t.events = [];
  return { ...situation, rcv: 1001 };
}

describe('the four cases of table 6 [RFC 9293 3.4]', () => {
  it('length 0, window 0: only at RCV.NXT', () => {
    expect(isAcceptable(100, 0, 100, 0)).toBe(true);
    expect(isAcceptable(101, 0, 100, 0)).toBe(false);
    expect(isAcceptable(99, 0, 100, 0)).toBe(false);
  });

  it('length 0, window above 0: from RCV.NXT to the last number in the window', () => {
    expect(isAcceptable(100, 0, 100, 10)).toBe(true);
    expect(isAcceptable(109, 0, 100, 10)).toBe(true);
    expect(isAcceptable(110, 0, 100, 10)).toBe(false);
    expect(isAcceptable(99, 0, 100, 10)).toBe(false);
  });

  it('length above 0, window 0: never', () => {
    expect(isAcceptable(100, 1, 100, 0)).toBe(false);
    expect(isAcceptable(99, 2, 100, 0)).toBe(false);
  });

  it('length above 0, window above 0: when its first or its last number is in the window', () => {
    expect(isAcceptable(100, 5, 100, 10)).toBe(true);
    expect(isAcceptable(95, 6, 100, 10)).toBe(true);
    expect(isAcceptable(95, 5, 100, 10)).toBe(false);
    expect(isAcceptable(109, 50, 100, 10)).toBe(true);
    expect(isAcceptable(110, 1, 100, 10)).toBe(false);
  });

  it('holds across the wrap of sequence numbers: only differences count', () => {
    const number = fc.integer({ min: -0x80000000, max: 0x7fffffff });
    const distance = fc.integer({ min: -100, max: 100 });
    const short = fc.integer({ min: 0, max: 60 });
    fc.assert(
      fc.property(number, distance, short, short, (nxt, d, len, wnd) => {
        const at0 = isAcceptable(d, len, 0, wnd);
        expect(isAcceptable((nxt + d) | 0, len, nxt, wnd)).toBe(at0);
        const inWindow = (x: number): boolean => x >= 0 && x < wnd;
        const naive =
          len === 0
            ? wnd === 0
              ? d === 0
              : inWindow(d)
            : wnd > 0 && (inWindow(d) || inWindow(d + len - 1));
        expect(at0).toBe(naive);
      }),
    );
  });
});

describe.each(SYNCHRONIZED)('%s, first step', (state) => {
  it('answers a segment before the window with an ACK of where it is, and drops it', () => {
    const { t, snd, rcv } = bring(state);
    t.in('P.', rcv - 10, 5, snd);
    expect(t.out()).toEqual([`. ${snd}:${snd}(0) ack ${rcv}`]);
    expect(t.states()).toEqual([state]);
  });

  it('answers a segment beyond the window with an ACK, and drops it', () => {
    const { t, snd, rcv } = bring(state);
    t.in('.', rcv + 600_000, 0, snd);
    t.in('P.', rcv + 600_000, 10, snd);
    expect(new Set(t.out())).toEqual(new Set([`. ${snd}:${snd}(0) ack ${rcv}`]));
    expect(t.states()).toEqual([state]);
  });

  it('drops a reset outside the window in silence', () => {
    const { t, rcv } = bring(state);
    t.in('R', rcv - 1);
    t.in('R', rcv + 600_000);
    expect(t.out()).toEqual([]);
    expect(t.states()).toEqual([state]);
  });
});

describe('a closed window', () => {
  it('refuses text but takes the ACK that comes with it, and answers [RFC 9293 3.10.7.4]', () => {
    const { t, s, c, rcv } = closedWindow();
    t.do(() => s.write(octets(100)));
    expect(t.out()).toEqual(['P. 1:101(100) ack 1001']);
    t.in('P.', rcv, 1, 101);
    expect(t.out()).toEqual(['. 101:101(0) ack 1001']);
    expect(c.snd.una).toBe(c.snd.nxt);
    expect(s.readable).toBe(1000);
  });

  it('takes pure ACKs at RCV.NXT', () => {
    const { t, s, c, rcv } = closedWindow();
    t.do(() => s.write(octets(100)));
    t.out();
    t.in('.', rcv, 0, 101);
    expect(t.out()).toEqual([]);
    expect(c.snd.una).toBe(c.snd.nxt);
  });

  it('takes a reset at RCV.NXT, with text or without [MUST-66, SHLD-2]', () => {
    for (const len of [0, 10]) {
      const { t, rcv } = closedWindow();
      t.in('R', rcv, len);
      expect(t.events).toEqual(['close ECONNRESET']);
    }
  });

  it('drops resets elsewhere, in silence', () => {
    const { t, rcv } = closedWindow();
    t.in('R', rcv + 1);
    t.in('R', rcv - 1);
    expect(t.out()).toEqual([]);
    expect(t.states()).toEqual(['ESTABLISHED']);
  });

  it('takes the ACK of a peer whose own probe of one octet is outstanding', () => {
    const { t, s, c, rcv } = closedWindow();
    t.in('.', rcv, 1, 1); // the probe: refused
    t.do(() => s.write(octets(100)));
    t.out();
    t.in('.', rcv + 1, 0, 101); // SEG.SEQ is the peer's SND.NXT, beyond its probe
    expect(c.snd.una).toBe(c.snd.nxt);
  });

  it('refuses a FIN that stands behind text', () => {
    const { t, rcv } = closedWindow();
    t.in('F.', rcv, 1, 1);
    expect(t.states()).toEqual(['ESTABLISHED']);
    expect(t.out()).toEqual(['. 1:1(0) ack 1001']);
  });

  it('takes a FIN that stands alone: it needs no room', () => {
    const { t, rcv } = closedWindow();
    t.in('F.', rcv, 0, 1);
    expect(t.states()).toEqual(['CLOSE-WAIT']);
    expect(t.out({ win: true })).toEqual(['. 1:1(0) ack 1002 win 0']);
  });

  it('opens when the user reads', () => {
    const { t, s, rcv } = closedWindow();
    expect(readAll(t, s).length).toBe(1000);
    expect(t.out({ win: true })).toEqual([`. 1:1(0) ack ${rcv} win 1000`]);
  });
});

describe('a window that the peer has closed', () => {
  it('does not keep our ACKs from him: behind a probe they go at SND.UNA', () => {
    const { t, s } = bring('ESTABLISHED');
    t.in('.', 1, 0, 1, { win: 0 });
    t.do(() => s.write(octets(100)));
    t.wait(1000);
    expect(t.out()).toEqual(['. 1:2(1) ack 1']); // the probe
    t.in('P.', 1, 5, 1, { win: 0 });
    t.wait(200);
    expect(t.out()).toEqual(['. 1:1(0) ack 6']);
  });
});

describe('text that straddles the window', () => {
  it('is trimmed on the left to what is new', () => {
    const { t, s } = bring('ESTABLISHED');
    t.in('P.', 1, 4, 1, { text: octets(4) });
    t.in('P.', 3, 5, 1, { text: octets(5, 2) });
    expect(readAll(t, s)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('is trimmed on the right to what fits, and its FIN with it', () => {
    const { t, s } = bring('ESTABLISHED', { profile: withOverrides(rfc, { receiveBuffer: 10 }) });
    t.in('F.', 1, 15, 1, { text: octets(15) });
    expect(t.states()).toEqual(['ESTABLISHED']);
    expect(readAll(t, s)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    t.out();
    t.in('F.', 11, 5, 1, { text: octets(5, 10) });
    expect(t.states()).toEqual(['CLOSE-WAIT']);
    expect(readAll(t, s)).toEqual([10, 11, 12, 13, 14]);
  });

  it('that is all old is answered at once and not delivered again', () => {
    const { t, s } = bring('ESTABLISHED');
    t.in('P.', 1, 4, 1, { text: octets(4) });
    readAll(t, s);
    t.out();
    t.in('P.', 1, 4, 1, { text: octets(4) });
    expect(t.out()).toEqual(['. 1:1(0) ack 5']);
    expect(s.readable).toBe(0);
  });

  it('that comes out of order waits for what is missing [SHLD-31]', () => {
    const { t, s } = bring('ESTABLISHED');
    t.in('P.', 5, 4, 1, { text: octets(4, 4) });
    expect(t.out()).toEqual(['. 1:1(0) ack 1']);
    expect(s.readable).toBe(0);
    t.in('P.', 1, 4, 1, { text: octets(4) });
    expect(t.out()).toEqual(['. 1:1(0) ack 9']);
    expect(readAll(t, s)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });
});

describe('segments of one burst', () => {
  it('are all processed before one ACK goes for them all [MUST-58, MUST-59]', () => {
    const { t } = bring('ESTABLISHED');
    t.burst(['.', 1, 10, 1], ['.', 11, 10, 1], ['.', 21, 10, 1], ['P.', 31, 10, 1]);
    expect(t.out()).toEqual(['. 1:1(0) ack 41']);
  });
});

describe('answers to what cannot be right', () => {
  it('go at most twice a second for segments without text: two confused ends must not echo for ever [RFC 5961 7]', () => {
    const { t, rcv, snd } = bring('ESTABLISHED');
    for (let i = 0; i < 100; i++) t.in('.', rcv - 5, 0, snd);
    expect(t.out().length).toBe(1);
    t.wait(500);
    for (let i = 0; i < 100; i++) t.in('.', rcv, 0, snd + 1000);
    expect(t.out().length).toBe(1);
  });

  it('are not held back for old text, whose sender needs to know', () => {
    const { t, snd } = bring('ESTABLISHED');
    t.in('P.', 1, 4, snd);
    t.wait(500);
    t.out();
    for (let i = 0; i < 3; i++) t.in('P.', 1, 4, snd);
    expect(t.out().length).toBe(3);
  });
});

describe('a SYN-ACK that comes twice', () => {
  it('gets a plain ACK: no SYN is reported as text that came twice [RFC 2883 4] [RFC 5961 4.2]', () => {
    const t = new Drill({ profile: linux });
    t.connect();
    t.out();
    t.in('S.', 0, 0, 1, { mss: 1460, sackOk: true });
    t.in('S.', 0, 0, 1, { mss: 1460, sackOk: true });
    expect(segments(t).map((p) => [p.seq, p.ack, p.sacks])).toEqual([
      [1, 1, []],
      [1, 1, []],
    ]);
  });
});
