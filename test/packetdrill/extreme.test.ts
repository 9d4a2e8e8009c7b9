import { describe, expect, it } from 'vitest';
import { drill } from '../../src/packetdrill/index.ts';

const OPEN = `0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 bind(3, ..., ...) = 0
+0 listen(3, 1) = 0
+0 < S 0:0(0) win 32792 <mss 1000>
+0 > S. 0:0(0) ack 1 <...>
+0 < . 1:1(0) ack 1 win 32792
+0 accept(3, ..., ...) = 4
`;

const run = (text: string) => drill('t.pkt', OPEN + text, { profile: 'linux' });

describe('a script without measure', () => {
  it.each([
    [
      'octets to send',
      '+0 sendto(4, ..., 9007199254740991, MSG_DONTWAIT, ..., ...) = 1\n',
      'system call',
    ],
    ['octets to write', '+0 write(4, ..., 4294967296) = 4294967296\n', 'system call'],
    ['a negative count', '+0 read(4, ..., -1) = 0\n', 'system call'],
    ['years', '+99999999 close(4) = 0\n', 'limit'],
    ['a wait for nothing', '* > . 1:1(0) ack 1\n', 'missing packet'],
    ['a number', '+0 close(9007199254740992) = 0\n', 'syntax'],
    [
      'a tuple',
      `+0 %{ x = (1, 2) }%\n${'+0 %{ x = (x, x) }%\n'.repeat(60)}+0 %{ print(x) }%\n`,
      'unsupported',
    ],
    ['code', '+0 %{ x = 1 }%\n'.repeat(20_001), 'limit'],
    [
      'sockets',
      Array.from({ length: 2000 }, (_, i) => `+0 socket(..., SOCK_STREAM, 0) = ${5 + i}\n`).join(
        '',
      ),
      'system call',
    ],
  ])(
    'comes to a verdict: %s',
    (_, text, kind) => {
      const r = run(text);
      expect([r.outcome === 'passed', r.problem?.kind]).toEqual([false, kind]);
    },
    60_000,
  );

  it('takes twice as long for twice as much, not four times: what is left over is not looked at again', () => {
    const time = (n: number): number => {
      const from = performance.now();
      const r = run('+0 < . 3000000000:3000000001(1) ack 1 win 32792\n'.repeat(n));
      expect([r.outcome, r.leftOver.length]).toEqual(['passed', n]);
      return performance.now() - from;
    };
    time(500);
    const short = time(1000);
    expect(time(8000)).toBeLessThan(24 * short + 500);
  }, 60_000);

  it('gives the same result, to the letter, when it is run again', () => {
    const text =
      '+0 write(4, ..., 30000) = 30000\n+3 < . 1:1(0) ack 5000 win 100 <nop,nop,sack 7000:8000>\n+60 close(4) = 0\n';
    const first = JSON.stringify(run(text));
    expect(JSON.stringify(run(text))).toBe(first);
  });
});
