import { describe, expect, it } from 'vitest';
import { drill, failureText, reasonText, type ScriptResult } from '../../src/packetdrill/index.ts';
import { packetsSideBySide } from '../../src/packetdrill/side-by-side.ts';

/** A server that has accepted a connection and sent 1500 octets in two segments. */
const SENT = `0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 bind(3, ..., ...) = 0
+0 listen(3, 1) = 0
+0 < S 0:0(0) win 32792 <mss 1000,sackOK,nop,nop,nop,wscale 7>
+0 > S. 0:0(0) ack 1 <...>
+.1 < . 1:1(0) ack 1 win 257
+0 accept(3, ..., ...) = 4
+0 setsockopt(4, SOL_TCP, TCP_NODELAY, [1], 4) = 0
`;

const run = (event: string): ScriptResult => drill('t.pkt', SENT + event, { profile: 'linux' });

/** The report but for what happened before, and the reason in a few words. */
function told(event: string): { report: string[]; reason: string } {
  const result = run(event);
  const report = failureText(result).split('\n');
  expect(report.filter((line) => line.length > 80)).toEqual([]);
  const { problem } = result;
  if (problem === null) throw new Error('it has passed');
  return {
    report: report.slice(0, report.indexOf('  what happened:')),
    reason: reasonText(problem),
  };
}

describe('what is said of a script that does not pass', () => {
  it('sets a packet over the other, field by field, and marks what differs', () => {
    expect(told('+0 write(4, ..., 500) = 500\n+0 > . 1:401(400) ack 1 win 9')).toEqual({
      report: [
        't.pkt:10: packet: flags: expected ., got P. (and 2 fields more)',
        '  +0 > . 1:401(400) ack 1 win 9',
        '  expected: > .  1:401(400) ack 1 win 9',
        '       got: > P. 1:501(500) ack 1 win 8192',
        '              ^^ ^^^^^^^^^^       ^^^^^^^^',
      ],
      reason: 'packet: flags: expected ., got P. (and 2 fields more)',
    });
  });

  it('does not mark a window or options that the script leaves open', () => {
    const { report } = told('+0 write(4, ..., 500) = 500\n+0 > P. 1:501(500) ack 2 <...>');
    expect(report[4]?.trim()).toBe('^^^^^');
  });

  it('tells a packet at another time that was sent before: it is not the one that was expected', () => {
    const event =
      '+0 write(4, ..., 500) = 500\n+0 > P. 1:501(500) ack 1\n+0 > P. 501:601(100) ack 1';
    const { report, reason } = told(event);
    expect(report.slice(5)).toEqual([
      '                 ^^^^^^^^^^',
      '  expected: at 0.100 s, give or take 0.004',
      '       got: at 0.400 s',
      '            sent again: the first time was at 0.100 s, for line 10',
    ]);
    expect(reason).toMatch(/^packet: sequence number: .*; at 0\.400 s, not at 0\.100 s$/);
  });

  it('ends where one packet has fewer fields than the other', () => {
    const fewer = packetsSideBySide('> . 1:1(0) ack 1 win 5 urg 7', '> R 1:1(0)');
    expect(fewer).toHaveLength(3);
    expect(packetsSideBySide('> R 1:1(0)', '> (ttl 9) . 1:1(0) ack 1 win 5')).toHaveLength(3);
  });

  it('says how far off a time is', () => {
    const { report, reason } = told('+0 write(4, ..., 500) = 500\n+.2 > P. 1:501(500) ack 1');
    expect(report[0]).toBe('t.pkt:10: time: expected 0.300 s, got 0.100 s');
    expect(reason).toBe('time: expected 0.300 s, got 0.100 s');
  });

  it('says until when nothing came', () => {
    expect(told('+0 > . 1:1(0) ack 1')).toEqual({
      report: [
        't.pkt:9: missing packet',
        '  +0 > . 1:1(0) ack 1',
        '  expected: > . 1:1(0) ack 1',
        '            at 0.100 s, give or take 0.004',
        '       got: nothing until 2.100 s',
      ],
      reason: 'missing packet: > . 1:1(0) ack 1 at 0.100 s',
    });
  });

  it('marks the result of a call, and only what differs of its arguments', () => {
    const result = told('+0 write(4, ..., 1500) = 1400');
    expect(result.report.slice(2)).toEqual([
      '  expected: write(4, ..., 1500) = 1400',
      '       got: write(4, ..., 1500) = 1500',
      '                                  ^^^^',
    ]);
    expect(result.reason).toBe('system call: write(): expected 1400, got 1500');
    expect(told('+0 getsockopt(4, SOL_TCP, TCP_NODELAY, [0], [4]) = 0').report[4]).toBe(
      '                                                 ^',
    );
    expect(told('+0 close(9) = -1 ENOTCONN (Transport endpoint is not connected)').reason).toBe(
      'system call: close(): expected -1 ENOTCONN, got -1 EBADF',
    );
  });

  it('says in its first line in which arguments a call differs', () => {
    const head = (event: string): string => told(event).report[0] as string;
    expect(head('+0 getsockopt(4, SOL_TCP, TCP_NODELAY, [0], [4]) = 0')).toBe(
      't.pkt:9: system call: getsockopt(): expected 0, got 1',
    );
    expect(
      told('+0 getsockopt(4, SOL_SOCKET, SO_LINGER, {onoff=1, linger=0}, [8]) = 0').reason,
    ).toBe('system call: getsockopt(): expected onoff=1, got onoff=0');
    expect(head('+0 close(9) = 0')).toBe('t.pkt:9: system call: close(): expected 0, got -1 EBADF');
  });

  it('marks what differs of calls that take several lines', () => {
    const both = 'POLLIN|POLLOUT';
    const { report, reason } = told(`+0 poll([{fd=4, events=${both}, revents=${both}}], 1, 0) = 1`);
    expect(report.slice(-5)).toEqual([
      '  expected: poll([{fd=4, events=POLLIN|POLLOUT, revents=POLLIN|POLLOUT}], 1, 0)',
      '       got: poll([{fd=4, events=POLLIN|POLLOUT, revents=POLLOUT}],        1, 0)',
      '                                                        ^',
      '             = 1',
      '             = 1',
    ]);
    expect(reason).toContain('poll(): expected revents=POLLIN|POLLOUT, got revents=POLLOUT');
  });

  it('points at where a script cannot be read', () => {
    expect(told('+0\tlisten(3, 1 = 0\n').report.slice(0, 4)).toEqual([
      't.pkt:9: syntax: expected `)` or `,` in the arguments of listen, found `=`',
      '  +0 listen(3, 1 = 0',
      '                 ^',
    ]);
  });

  it.each([
    ['+0 lisen(3, 1) = 0', 'the call lisen(); did you mean listen?'],
    ['+0 `ethtol -K tun0 tso off`', 'the command ethtol; did you mean ethtool?'],
    ['+0 %{ assert tcpi_unackd == 0 }%', 'tcpi_unackd is not known (did you mean tcpi_unacked?)'],
  ])('suggests what may have been meant by %s', (event, says) => {
    expect(told(event).reason).toContain(says);
  });

  it('points at the event that failed among what happened', () => {
    const lines = failureText(run('+0 write(4, ..., 1500) = 1400')).split('\n');
    expect(lines.filter((line) => line.startsWith('->'))).toEqual([
      '->   0.100    9  write(4, ..., 1500) = 1400',
    ]);
  });

  it('breaks a packet before its options where both do not fit', () => {
    const options = 'mss 1460,nop,nop,sackOK,nop,wscale 9';
    const { report } = told(`+0 write(4, ..., 500) = 500\n+0 > P. 1:501(500) ack 1 <${options}>`);
    expect(report.slice(2)).toEqual([
      '  expected: > P. 1:501(500) ack 1',
      '       got: > P. 1:501(500) ack 1 win 8192',
      '  expected: <mss 1460,nop,nop,sackOK,nop,wscale 9>',
      '       got:',
      '            ^         ^   ^   ^      ^   ^',
    ]);
  });
});
