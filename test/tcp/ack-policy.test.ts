import { describe, expect, it } from 'vitest';
import { linux, rfc } from '../../src/tcp/profiles/index.ts';
import { MSS, octets, read, write } from '../support/data.ts';
import { Drill } from '../support/drill.ts';

describe('an ACK', () => {
  it('for one segment waits 200 ms by the RFC profile, less than 500 ms [MUST-40, SHLD-18]', () => {
    const t = new Drill({ profile: rfc });
    t.passiveOpen();
    t.in('P.', 1, 100, 1);
    expect(t.waitAndSee(1000)).toEqual(['200 . 1:1(0) ack 101']);
  });

  it('waits 40 ms in Linux, once the first 16 segments have been acknowledged at once', () => {
    const t = new Drill({ profile: linux });
    const s = t.passiveOpen();
    for (let i = 0; i < 16; i++) {
      t.in('P.', 1 + i * 100, 100, 1);
      expect(t.out()).toEqual([`. 1:1(0) ack ${101 + i * 100}`]);
    }
    read(t, s);
    t.in('P.', 1601, 100, 1);
    expect(t.waitAndSee(1000)).toEqual(['40 . 1:1(0) ack 1701']);
  });

  it('goes for every second segment [SHLD-19]', () => {
    const t = new Drill();
    t.passiveOpen();
    const seen: string[][] = [];
    for (let i = 0; i < 4; i++) {
      t.in('.', 1 + i * MSS, MSS, 1);
      seen.push(t.out());
    }
    expect(seen).toEqual([
      [],
      [`. 1:1(0) ack ${1 + 2 * MSS}`],
      [],
      [`. 1:1(0) ack ${1 + 4 * MSS}`],
    ]);
  });

  it('is not put off by the segments that follow: the delay runs from the first', () => {
    const t = new Drill();
    t.passiveOpen();
    t.in('.', 1, 100, 1);
    t.wait(150);
    t.in('.', 101, 0, 1);
    expect(t.waitAndSee(100)).toEqual(['200 . 1:1(0) ack 101']);
  });

  it('goes at once when text is out of order, and when it fills a gap [MAY-13, RFC 5681 4.2]', () => {
    const t = new Drill();
    t.passiveOpen();
    t.in('.', 201, 100, 1);
    expect(t.out()).toEqual(['. 1:1(0) ack 1']);
    t.in('.', 1, 100, 1);
    expect(t.out()).toEqual(['. 1:1(0) ack 101']);
    t.in('.', 101, 100, 1);
    expect(t.out()).toEqual(['. 1:1(0) ack 301']);
  });

  it('for a burst is one, at the end of the turn [MUST-58, MUST-59]', () => {
    const t = new Drill();
    t.passiveOpen();
    t.burst(...[0, 1, 2, 3, 4, 5].map((i) => ['.', 1 + i * MSS, MSS, 1] as const));
    expect(t.out()).toEqual([`. 1:1(0) ack ${1 + 6 * MSS}`]);
  });

  it('rides on text when there is some to send', () => {
    const t = new Drill();
    const s = t.passiveOpen();
    s.onreadable = () => {
      s.read(new Uint8Array(100));
      s.write(octets(5));
    };
    t.in('P.', 1, 100, 1);
    expect(t.out()).toEqual(['P. 1:6(5) ack 101']);
    t.in('.', 101, 0, 6);
    expect(t.waitAndSee(1000)).toEqual([]);
  });

  it('that text carried stops the timer of the delayed one', () => {
    const t = new Drill();
    const s = t.passiveOpen();
    t.in('P.', 1, 100, 1);
    t.wait(100);
    write(t, s, 5);
    expect(t.out()).toEqual(['P. 1:6(5) ack 101']);
    t.in('.', 101, 0, 6);
    expect(t.waitAndSee(1000)).toEqual([]);
  });

  it('for a FIN goes at once', () => {
    const t = new Drill();
    t.passiveOpen();
    t.in('F.', 1, 100, 1);
    expect(t.out()).toEqual(['. 1:1(0) ack 102']);
  });

  it('is never the answer to an ACK', () => {
    const t = new Drill();
    const s = t.passiveOpen();
    write(t, s, 10);
    t.out();
    t.in('.', 1, 0, 11);
    t.in('.', 1, 0, 11);
    expect(t.out()).toEqual([]);
  });
});
