import { describe, expect, it } from 'vitest';
import { linux, rfc } from '../../src/tcp/profiles/index.ts';
import { Drill } from '../support/drill.ts';

describe('opening', () => {
  it('takes three segments: SYN, SYN-ACK, ACK', () => {
    const t = new Drill();
    t.connect();
    expect(t.out()).toEqual(['S 0:0(0)']);
    expect(t.states()).toEqual(['SYN-SENT']);
    t.in('S.', 0, 0, 1, { mss: 1460 });
    expect(t.out()).toEqual(['. 1:1(0) ack 1']);
    expect(t.states()).toEqual(['ESTABLISHED']);
    expect(t.events).toEqual(['connected']);
  });

  it('accepts once the third segment has come, and not before', () => {
    const t = new Drill();
    t.listen();
    t.in('S', 0, 0, 0, { mss: 1460 });
    expect(t.out()).toEqual(['S. 0:0(0) ack 1']);
    expect(t.states()).toEqual(['SYN-RECEIVED']);
    expect(t.accepted.length).toBe(0);
    t.in('.', 1, 0, 1);
    expect(t.accepted.length).toBe(1);
    expect(t.states()).toEqual(['ESTABLISHED']);
    expect(t.out()).toEqual([]);
  });

  it('opens simultaneously with one connection on each side [MUST-10]', () => {
    const t = new Drill();
    t.connect();
    t.out();
    t.in('S', 0, 0, 0, { mss: 1460 });
    expect(t.states()).toEqual(['SYN-RECEIVED']);
    expect(t.out()).toEqual(['S. 0:0(0) ack 1']);
    t.in('S.', 0, 0, 1, { mss: 1460 });
    expect(t.states()).toEqual(['ESTABLISHED']);
    expect(t.events).toEqual(['connected']);
  });

  it('sends the SYN again as Linux does: 1, 2, 3, 4, 5, 7, 11, 19, 35, 67 s, and gives up at 131 s [MUST-22]', () => {
    const t = new Drill({ profile: linux });
    t.connect();
    const seen = t.waitAndSee(200_000);
    expect(seen.map((s) => Number(s.split(' ')[0]) / 1000)).toEqual([
      0, 1, 2, 3, 4, 5, 7, 11, 19, 35, 67,
    ]);
    expect(t.events).toEqual(['close ETIMEDOUT']);
    expect(t.states()).toEqual([]);
  });

  it('tries for at least three minutes by the RFC [MUST-23]', () => {
    const t = new Drill({ profile: rfc });
    t.connect();
    t.wait(180_000);
    expect(t.states()).toEqual(['SYN-SENT']);
    t.wait(10_000);
    expect(t.events).toEqual(['close ETIMEDOUT']);
  });

  it('sends the SYN-ACK again at 1, 3, 7, 15, 31 s and forgets the entry at 63 s', () => {
    const t = new Drill({ profile: linux });
    t.listen();
    t.in('S', 0, 0, 0, { mss: 1460 });
    const seen = t.waitAndSee(62_999);
    expect(seen.map((s) => Number(s.split(' ')[0]) / 1000)).toEqual([0, 1, 3, 7, 15, 31]);
    expect(t.states()).toEqual(['SYN-RECEIVED']);
    t.wait(2);
    expect(t.states()).toEqual([]);
  });

  it('answers an old duplicate SYN, and a reset for it frees the entry (RFC 9293 figure 8)', () => {
    const t = new Drill();
    t.listen();
    t.in('S', 90, 0, 0, { mss: 1460 });
    expect(t.out()).toEqual(['S. 0:0(0) ack 91']);
    t.in('R', 91);
    expect(t.states()).toEqual([]);
    t.in('S', 100, 0, 0, { mss: 1460 });
    expect(t.out()).toEqual(['S. 0:0(0) ack 101']);
    t.in('.', 101, 0, 1);
    expect(t.states()).toEqual(['ESTABLISHED']);
    expect(t.accepted.length).toBe(1);
  });

  it('is refused by a reset that acknowledges the SYN, and by no other', () => {
    const t = new Drill();
    t.connect();
    t.out();
    t.in('R', 0);
    t.in('R.', 0, 0, 5);
    expect(t.states()).toEqual(['SYN-SENT']);
    t.in('R.', 0, 0, 1);
    expect(t.events).toEqual(['close ECONNREFUSED']);
    expect(t.out()).toEqual([]);
  });

  it('answers a SYN-ACK for another SYN with a reset and goes on waiting', () => {
    const t = new Drill();
    t.connect();
    t.out();
    t.in('S.', 0, 0, 91);
    expect(t.out()).toEqual(['R 91:91(0)']);
    expect(t.states()).toEqual(['SYN-SENT']);
  });

  it('refuses a SYN to a port where nobody listens', () => {
    const t = new Drill();
    t.in('S', 100, 0, 0, { dport: 81 });
    const [reset] = t.out();
    expect(reset).toMatch(/^R\. .* ack 101$/);
  });
});
