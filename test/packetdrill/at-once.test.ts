import { describe, expect, it } from 'vitest';
import { drill, failureText } from '../../src/packetdrill/index.ts';

const LISTEN = `0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 bind(3, ..., ...) = 0
+0 listen(3, 1) = 0
+.1 < S 0:0(0) win 65535 <mss 1000>
+0 > S. 0:0(0) ack 1 <...>
+.1 < . 1:1(0) ack 1 win 65535
+0 accept(3, ..., ...) = 4
`;
const AT_ONCE = '--define=AT_ONCE=yes\n';

/** '' when the script passes, else why it does not. */
function why(text: string): string {
  const result = drill('x.pkt', text, { profile: 'linux', version: 4, strict: true });
  return result.outcome === 'passed' ? '' : (failureText(result, 0).split('\n')[0] as string);
}

describe('a script that defines AT_ONCE', () => {
  const burst = `${LISTEN}+.1 < . 1:1001(1000) ack 1 win 65535
+0 < P. 1001:2001(1000) ack 1 win 65535
+0 read(4, ..., 2000) = 2000
+0 > . 1:1(0) ack 2001
`;
  const close = `${LISTEN}+.1 < F. 1:1(0) ack 1 win 65535
+0 read(4, ..., 1) = 0
+0 write(4, ..., 10) = 10
+0 shutdown(4, SHUT_WR) = 0
+0 > FP. 1:11(10) ack 2
`;

  it.each([
    ['a burst', burst],
    ['a FIN and what the application does about it', close],
  ])('has the stack answer %s once', (_what, script) => {
    expect(why(AT_ONCE + script)).toBe('');
    expect(why(script)).toContain('packet: ');
  });

  it('tells of a call that comes to something else', () => {
    expect(why(AT_ONCE + burst.replace('2000) = 2000', '2000) = 1999'))).toContain(
      ':11: system call',
    );
  });

  it('makes calls that come before a packet before it, and answers both', () => {
    const script = `${LISTEN}+.1 write(4, ..., 10) = 10
+0 < P. 1:11(10) ack 1 win 65535
+0 > P. 1:11(10) ack 11
`;
    expect(why(AT_ONCE + script)).toBe('');
  });

  it('lets a reset be told of before the calls after it', () => {
    const script = `${LISTEN}+.1 < R 1:1(0) win 0
+0 getsockopt(4, SOL_SOCKET, SO_ERROR, [ECONNRESET], [4]) = 0
`;
    expect(why(AT_ONCE + script)).toBe('');
  });

  it('has calls that follow one that waits wait for it', () => {
    const script = `${LISTEN}+0 read(4, ..., 10) = 10
+0 write(4, ..., 10) = 10
`;
    expect(why(AT_ONCE + script)).toContain(':9: system call');
  });
});

describe('packets with ports', () => {
  it('belong to the connection they name, beside the one under test', () => {
    const script = `0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 bind(3, ..., ...) = 0
+0 listen(3, 0) = 0
+.1 < 60001 > 8080 S 0:0(0) win 65535 <mss 1000>
+0 > 8080 > 60001 S. 0:0(0) ack 1 <...>
+.1 < 60001 > 8080 . 1:1(0) ack 1 win 65535
+.1 < S 0:0(0) win 65535 <mss 1000>
+1 accept(3, ..., ...) = 4
+0 < S 0:0(0) win 65535 <mss 1000>
+0 > S. 0:0(0) ack 1 <...>
`;
    expect(why(script)).toBe('');
  });
});
