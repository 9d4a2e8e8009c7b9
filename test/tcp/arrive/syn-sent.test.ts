import { describe, expect, it } from 'vitest';
import { linux } from '../../../src/tcp/profiles/index.ts';
import { bring, octets, readAll } from '../../support/states.ts';

describe('SYN-SENT [RFC 9293 3.10.7.3]', () => {
  it('answers an ACK at or below ISS, or above SND.NXT, with a reset and drops it: first', () => {
    for (const ack of [0, -1, 2, 1000]) {
      const { t } = bring('SYN-SENT');
      t.in('.', 0, 0, ack);
      t.in('S.', 0, 0, ack, { mss: 1460 });
      expect(t.out()).toEqual([`R ${ack}:${ack}(0)`, `R ${ack}:${ack}(0)`]);
      expect(t.states()).toEqual(['SYN-SENT']);
    }
  });

  it('drops such an ACK in silence when it comes on a reset', () => {
    const { t } = bring('SYN-SENT');
    for (const ack of [0, -1, 2]) t.in('R.', 0, 0, ack);
    expect(t.out()).toEqual([]);
    expect(t.states()).toEqual(['SYN-SENT']);
  });

  it('is refused by a reset whose ACK is for the SYN: second [MUST-12]', () => {
    const { t, s } = bring('SYN-SENT');
    t.in('R.', 0, 0, 1);
    expect(t.events).toEqual(['close ECONNREFUSED']);
    expect(t.states()).toEqual([]);
    expect(t.out()).toEqual([]);
    expect(s.connection.snd.nxt).toBe((s.connection.snd.iss + 1) | 0);
  });

  it('drops a reset without ACK', () => {
    const { t } = bring('SYN-SENT');
    t.in('R', 0);
    t.in('R', 1);
    expect(t.states()).toEqual(['SYN-SENT']);
    expect(t.events).toEqual([]);
  });

  it('is established by SYN and ACK, and acknowledges: fourth', () => {
    const { t, c } = bring('SYN-SENT');
    t.in('S.', 500, 0, 1, { mss: 1460, win: 4096 });
    expect(t.out()).toEqual(['. 1:1(0) ack 501']);
    expect(t.states()).toEqual(['ESTABLISHED']);
    expect(t.events).toEqual(['connected']);
    expect(c.snd.wnd).toBe(4096);
    expect((c.rcv.nxt - c.rcv.irs) | 0).toBe(1);
    expect(c.snd.una).toBe(c.snd.nxt);
  });

  it('does not scale the window of a SYN-ACK, but does scale those after it', () => {
    const { t, c } = bring('SYN-SENT');
    t.in('S.', 0, 0, 1, { mss: 1460, win: 4096, wscale: 7 });
    expect(c.snd.wnd).toBe(4096);
    t.in('.', 1, 0, 1, { win: 100 });
    expect(c.snd.wnd).toBe(12_800);
  });

  it('takes the text and the FIN that come with the SYN-ACK, from the sixth step on', () => {
    const { t, s } = bring('SYN-SENT');
    t.in('SF.', 0, 5, 1, { mss: 1460, text: octets(5) });
    expect(t.out()).toEqual(['. 1:1(0) ack 7']);
    expect(t.states()).toEqual(['CLOSE-WAIT']);
    expect(t.events).toEqual(['connected', 'end']);
    expect(readAll(t, s)).toEqual([0, 1, 2, 3, 4]);
  });

  it('goes to SYN-RECEIVED on a SYN without ACK, and answers with SYN and ACK [MUST-10]', () => {
    const { t, c } = bring('SYN-SENT');
    t.in('S', 500, 0, 0, { mss: 1000 });
    expect(t.out()).toEqual(['S. 0:0(0) ack 501']);
    expect(t.states()).toEqual(['SYN-RECEIVED']);
    expect(t.events).toEqual([]);
    expect(c.snd.mss).toBe(1000);
  });

  it('drops an acceptable ACK without SYN, and anything with neither SYN nor RST: fifth', () => {
    const { t } = bring('SYN-SENT');
    t.in('.', 0, 0, 1);
    t.in('P.', 0, 10, 1);
    t.in('F', 0);
    t.in('', 0, 10);
    t.in('F.', 0, 0, 1);
    expect(t.out()).toEqual([]);
    expect(t.states()).toEqual(['SYN-SENT']);
  });

  it('keeps the time at which the SYN goes again whatever arrives in between', () => {
    const { t } = bring('SYN-SENT');
    t.wait(500);
    t.in('S.', 0, 0, 91);
    t.out();
    expect(t.waitAndSee(600)).toEqual(['1000 S 0:0(0)']);
  });
});

describe('SYN-RECEIVED after a simultaneous open', () => {
  it('is finished by the peer’s SYN-ACK, whose SYN came before [RFC 9293 A.2]', () => {
    const { t } = bring('SYN-RECEIVED');
    t.in('S.', 0, 0, 1, { mss: 1460 });
    expect(t.states()).toEqual(['ESTABLISHED']);
    expect(t.events).toEqual(['connected']);
  });

  it('answers that SYN-ACK with an ACK where the profile says so, as to a SYN that came twice [RFC 2883 4]', () => {
    const { t } = bring('SYN-RECEIVED', { profile: linux });
    t.in('S.', 0, 0, 1, { mss: 1460 });
    expect(t.states()).toEqual(['ESTABLISHED']);
    expect(t.out()).toEqual(['. 1:1(0) ack 1']);
    const other = bring('SYN-RECEIVED').t;
    other.in('S.', 0, 0, 1, { mss: 1460 });
    expect(other.out()).toEqual([]);
  });

  it('is finished by a bare ACK as well', () => {
    const { t } = bring('SYN-RECEIVED');
    t.in('.', 1, 0, 1);
    expect(t.states()).toEqual(['ESTABLISHED']);
  });

  it('is finished by the SYN-ACK even when the user has closed meanwhile', () => {
    const { t, s } = bring('SYN-RECEIVED');
    t.do(() => s.end());
    t.out();
    t.in('S.', 0, 0, 1, { mss: 1460 });
    expect(t.out()).toEqual(['F. 1:1(0) ack 1']);
    expect(t.states()).toEqual(['FIN-WAIT-1']);
  });

  it('sends its SYN-ACK again until it is answered, and gives up with ETIMEDOUT', () => {
    const { t } = bring('SYN-RECEIVED');
    const seen = t.waitAndSee(100_000);
    expect(seen.map((s) => s.slice(s.indexOf(' ') + 1))).toEqual(
      new Array(5).fill('S. 0:0(0) ack 1'),
    );
    expect(t.events).toEqual(['close ETIMEDOUT']);
  });

  it('takes a reset as a refusal, for it was the user who opened [MUST-11]', () => {
    const { t } = bring('SYN-RECEIVED');
    t.in('R', 1);
    expect(t.events).toEqual(['close ECONNREFUSED']);
    expect(t.states()).toEqual([]);
  });

  it('answers a SYN inside the window with an ACK and stays', () => {
    const { t } = bring('SYN-RECEIVED');
    t.in('S', 1, 0, 0, { mss: 1460 });
    expect(t.out()).toEqual(['. 1:1(0) ack 1']);
    expect(t.states()).toEqual(['SYN-RECEIVED']);
  });
});
