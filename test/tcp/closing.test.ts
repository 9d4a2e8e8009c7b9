import { describe, expect, it } from 'vitest';
import { linux, rfc, withOverrides } from '../../src/tcp/profiles/index.ts';
import { Drill } from '../support/drill.ts';
import { bring, octets, readAll } from '../support/states.ts';

describe('closing', () => {
  it('takes four segments when the peer’s user is slow (RFC 9293 figure 12)', () => {
    const { t, s } = bring('ESTABLISHED');
    t.do(() => s.end());
    expect(t.out()).toEqual(['F. 1:1(0) ack 1']);
    expect(t.states()).toEqual(['FIN-WAIT-1']);
    t.in('.', 1, 0, 2);
    expect(t.states()).toEqual(['FIN-WAIT-2']);
    t.in('F.', 1, 0, 2);
    expect(t.out()).toEqual(['. 2:2(0) ack 2']);
    expect(t.states()).toEqual(['TIME-WAIT']);
    expect(t.events).toEqual(['end', 'close']);
  });

  it('is the same over IPv6', () => {
    const { t, s } = bring('ESTABLISHED', { ipv6: true });
    expect(s.remoteAddress.version).toBe(6);
    t.do(() => s.end());
    expect(t.out()).toEqual(['F. 1:1(0) ack 1']);
    t.in('.', 1, 0, 2);
    t.in('F.', 1, 0, 2);
    expect(t.out()).toEqual(['. 2:2(0) ack 2']);
    expect(t.states()).toEqual(['TIME-WAIT']);
  });

  it('takes three when the peer’s FIN comes with its ACK', () => {
    const { t, s } = bring('ESTABLISHED');
    t.do(() => s.end());
    expect(t.out()).toEqual(['F. 1:1(0) ack 1']);
    t.in('F.', 1, 0, 2);
    expect(t.out()).toEqual(['. 2:2(0) ack 2']);
    expect(t.states()).toEqual(['TIME-WAIT']);
  });

  it('by the peer takes three when our user closes as soon as he hears of it', () => {
    const t = new Drill();
    const s = t.activeOpen();
    s.onend = () => s.end();
    t.in('F.', 1, 0, 1);
    expect(t.out()).toEqual(['F. 1:1(0) ack 2']);
    expect(t.states()).toEqual(['LAST-ACK']);
    t.in('.', 2, 0, 2);
    expect(t.states()).toEqual([]);
    expect(t.events).toEqual(['connected', 'close']);
  });

  it('by the peer takes four when he is slow; CLOSE-WAIT waits for him for ever', () => {
    const { t, s } = bring('ESTABLISHED');
    t.in('F.', 1, 0, 1);
    expect(t.out()).toEqual(['. 1:1(0) ack 2']);
    t.wait(24 * 3600 * 1000);
    expect(t.states()).toEqual(['CLOSE-WAIT']);
    t.do(() => s.end());
    expect(t.out()).toEqual(['F. 1:1(0) ack 2']);
    t.in('.', 2, 0, 2);
    expect(t.states()).toEqual([]);
    expect(t.events).toEqual(['end', 'close']);
  });

  it('simultaneously goes through CLOSING to TIME-WAIT on both sides (RFC 9293 figure 13)', () => {
    const { t, s } = bring('ESTABLISHED');
    t.do(() => s.end());
    expect(t.out()).toEqual(['F. 1:1(0) ack 1']);
    t.in('F.', 1, 0, 1);
    expect(t.states()).toEqual(['CLOSING']);
    expect(t.out()).toEqual(['. 2:2(0) ack 2']);
    t.in('.', 2, 0, 2);
    expect(t.states()).toEqual(['TIME-WAIT']);
    expect(t.out()).toEqual([]);
    expect(t.events).toEqual(['end', 'close']);
  });

  it('simultaneously survives the loss of the peer’s ACK: our FIN goes again in CLOSING', () => {
    const { t } = bring('CLOSING');
    expect(t.waitAndSee(1000).map((s) => s.split(' ').slice(1).join(' '))).toEqual([
      'F. 1:1(0) ack 2',
    ]);
    t.in('.', 2, 0, 2);
    expect(t.states()).toEqual(['TIME-WAIT']);
  });

  it('sends the FIN behind everything queued, and each octet counts one, and the FIN one', () => {
    const t = new Drill();
    const s = t.activeOpen({ mss: 1000 });
    t.do(() => s.write(new Uint8Array(2500)));
    t.do(() => s.end());
    t.in('.', 1, 0, 2001);
    expect(t.out()).toEqual([
      '. 1:1001(1000) ack 1',
      '. 1001:2001(1000) ack 1',
      'FP. 2001:2501(500) ack 1',
    ]);
    t.in('.', 1, 0, 2502);
    expect(t.states()).toEqual(['FIN-WAIT-2']);
  });

  it('shows the numbers of a conversation: 1000 octets up, 2000 down, then 50 after our FIN', () => {
    const t = new Drill();
    const s = t.activeOpen({ mss: 1460 });
    t.do(() => s.write(octets(1000)));
    expect(t.out()).toEqual(['P. 1:1001(1000) ack 1']);
    t.burst(['.', 1, 1460, 1001], ['P.', 1461, 540, 1001]);
    expect(t.out()).toEqual(['. 1001:1001(0) ack 2001']);
    expect(readAll(t, s).length).toBe(2000);
    t.do(() => s.end());
    expect(t.out()).toEqual(['F. 1001:1001(0) ack 2001']);
    t.in('.', 2001, 0, 1002);
    t.in('P.', 2001, 50, 1002);
    t.wait(200);
    expect(t.out()).toEqual(['. 1002:1002(0) ack 2051']);
    t.in('F.', 2051, 0, 1002);
    expect(t.out()).toEqual(['. 1002:1002(0) ack 2052']);
    expect(t.states()).toEqual(['TIME-WAIT']);
    expect(readAll(t, s).length).toBe(50);
  });
});

describe('a half-closed connection', () => {
  it('still receives after our FIN, in FIN-WAIT-1 and FIN-WAIT-2', () => {
    const { t, s } = bring('FIN-WAIT-1');
    t.in('P.', 1, 3, 1, { text: octets(3) });
    expect(readAll(t, s)).toEqual([0, 1, 2]);
    t.in('P.', 4, 3, 2, { text: octets(3, 3) });
    expect(t.states()).toEqual(['FIN-WAIT-2']);
    expect(readAll(t, s)).toEqual([3, 4, 5]);
    t.wait(200);
    expect(t.out()).toEqual(['. 2:2(0) ack 7']);
    t.in('FP.', 7, 3, 2, { text: octets(3, 6) });
    expect(t.states()).toEqual(['TIME-WAIT']);
    expect(readAll(t, s)).toEqual([6, 7, 8]);
  });

  it('receives out of order there too', () => {
    const { t, s } = bring('FIN-WAIT-2');
    t.in('FP.', 4, 3, 2, { text: octets(3, 3) });
    t.in('P.', 1, 3, 2, { text: octets(3) });
    expect(t.states()).toEqual(['TIME-WAIT']);
    expect(readAll(t, s)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('still sends after the peer’s FIN, and retransmits, until our user closes', () => {
    const { t, s } = bring('CLOSE-WAIT');
    t.do(() => s.write(octets(10)));
    expect(t.out()).toEqual(['P. 1:11(10) ack 2']);
    t.wait(1000);
    expect(t.out()).toEqual(['P. 1:11(10) ack 2']);
    t.in('.', 2, 0, 11);
    t.do(() => s.write(octets(5)));
    t.do(() => s.end());
    expect(t.out()).toEqual(['P. 11:16(5) ack 2', 'F. 16:16(0) ack 2']);
    expect(t.states()).toEqual(['LAST-ACK']);
    t.in('.', 2, 0, 17);
    expect(t.states()).toEqual([]);
    expect(t.events).toEqual(['close']);
  });

  it('stays in FIN-WAIT-2 as long as its user is there to read', () => {
    for (const profile of [undefined, linux]) {
      const { t } = bring('FIN-WAIT-2', profile === undefined ? {} : { profile });
      t.wait(24 * 3600 * 1000);
      expect(t.states()).toEqual(['FIN-WAIT-2']);
    }
  });

  it('sends no window update to a peer that has closed, however much is read', () => {
    const profile = withOverrides(rfc, { receiveBuffer: 65_535 });
    const { t, s } = bring('ESTABLISHED', { profile });
    for (let i = 0; i < 40; i++) t.in('.', 1 + 1460 * i, 1460, 1);
    t.in('FP.', 1 + 1460 * 40, 1460, 1);
    t.out();
    while (readAll(t, s).length > 0);
    expect(t.out()).toEqual([]);
  });
});
