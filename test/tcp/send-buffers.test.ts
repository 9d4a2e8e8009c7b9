import { describe, expect, it } from 'vitest';
import { send } from '../../src/tcp/calls/index.ts';
import type { Connection } from '../../src/tcp/connection.ts';
import { pushHeld } from '../../src/tcp/fill-buffers.ts';
import { linux, withOverrides } from '../../src/tcp/profiles/index.ts';
import { SendBuffers } from '../../src/tcp/send-buffers.ts';
import { octets } from '../support/data.ts';
import { Drill } from '../support/drill.ts';

const buffered = withOverrides(linux, { sendsBuffers: true, sendBuffer: 50_000 });

describe('the buffers of a send queue', () => {
  it('take memory beside their text, and give it back with it', () => {
    const q = new SendBuffers(1000);
    q.begin();
    q.push(octets(3000), 0, 3000);
    expect(q.memory).toBe(4000);
    q.cut(1000);
    expect(q.memory).toBe(5000);
    q.drop(500);
    expect(q.memory).toBe(4500);
    q.drop(500);
    expect(q.memory).toBe(3000);
    q.drop(2000);
    expect(q.memory).toBe(0);
  });

  it('know which octet ends what is pushed, wherever they are cut', () => {
    const q = new SendBuffers(0);
    q.push(octets(10), 0, 10);
    q.cut(4);
    expect([4, 10].map((at) => q.isPushed(at))).toEqual([false, true]);
    q.sends(4, 3, 0, true);
    expect([4, 7, 10].map((at) => q.isPushed(at))).toEqual([false, true, true]);
    expect(q.lengthUpTo(7)).toBe(3);
  });

  it('are found by the octets they hold', () => {
    const q = new SendBuffers(0);
    for (let i = 0; i < 50; i++) {
      q.begin();
      q.push(octets(7), 0, 7);
    }
    q.drop(100);
    for (let at = 100; at < 350; at++) expect(q.at(at)?.end).toBe(7 * Math.floor(at / 7) + 7);
    expect(q.at(99)).toBeNull();
    expect(q.at(350)).toBeNull();
  });
});

/** A connection whose peer takes 1000 octets in a segment and has a window of 32,896. */
function opened(profile = buffered): { t: Drill; c: Connection } {
  const t = new Drill({ profile });
  t.passiveOpen({ mss: 1000, wscale: 7, win: 257 });
  t.out();
  return { t, c: t.connection };
}

describe('what Linux takes from a SEND and sends', () => {
  it('fills a buffer that it has begun, and sends meanwhile: more than SO_SNDBUF', () => {
    const { t, c } = opened();
    let taken = 0;
    t.do(() => {
      taken = send(c, octets(59_000), 0, 59_000);
    });
    expect(taken).toBe(58_000); // ten segments that went, and three buffers of half the window
  });

  it('pushes what goes in more than one segment', () => {
    const { t, c } = opened();
    t.do(() => void send(c, octets(3000), 0, 3000));
    expect(t.out().at(-1)).toMatch(/^P\./);
  });

  it('holds what MSG_MORE says is not all, and lets a cork go when it is taken out', () => {
    const { t, c } = opened();
    c.noDelay = true;
    t.do(() => void send(c, octets(40), 0, 40, false, { more: true }));
    expect(t.out()).toEqual([]);
    t.do(() => void send(c, octets(40), 0, 40));
    expect(t.out()).toEqual(['P. 1:81(80) ack 1']);
    t.in('.', 1, 0, 81, { win: 257 });
    t.do(() => void send(c, octets(40), 0, 40, false, { more: true }));
    expect(t.out()).toEqual([]);
    t.do(() => pushHeld(c, true));
    expect(t.out()).toEqual(['. 81:121(40) ack 1']);
  });

  it('sends what is held for want of a segment when the probe timer expires, and pushes it', () => {
    const { t, c } = opened();
    t.do(() => void send(c, octets(40), 0, 40, false, { more: true }));
    t.wait(300);
    expect(t.out()).toEqual(['P. 1:41(40) ack 1']);
  });

  it('holds it although a deadline that was put off wakes the connection: the probe timer counts from the SEND', () => {
    const { t, c } = opened();
    t.do(() => void send(c, octets(40), 0, 40));
    t.wait(50);
    t.in('.', 1, 0, 41, { win: 257 });
    t.wait(100); // the retransmission timer was to expire at 200 ms or later
    t.out();
    const from = t.clock.now;
    t.do(() => void send(c, octets(40), 0, 40, false, { more: true }));
    t.wait(c.rtt.rto / 1000 - 1);
    expect(t.out()).toEqual([]);
    t.wait(1);
    expect(t.out()).toEqual(['P. 41:81(40) ack 1']);
    expect(t.clock.now - from).toBe(c.rtt.rto);
  });

  it('never puts two records into one segment', () => {
    const { t, c } = opened();
    t.do(() => {
      for (let i = 0; i < 3; i++) send(c, octets(400), 0, 400, false, { ends: true });
    });
    const lengths = t.out().map((line) => line.split(' ')[1]);
    t.in('.', 1, 0, 401, { win: 257 });
    lengths.push(...t.out().map((line) => line.split(' ')[1]));
    expect(lengths.slice(0, 2)).toEqual(['1:401(400)', '401:801(400)']);
  });

  it('stops at TCP_NOTSENT_LOWAT', () => {
    const { t, c } = opened(withOverrides(buffered, { notSent: 4000 }));
    let taken = 0;
    t.do(() => {
      taken = send(c, octets(59_000), 0, 59_000);
    });
    expect(taken).toBe(26_000);
  });
});
