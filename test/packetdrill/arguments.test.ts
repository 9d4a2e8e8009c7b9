import { describe, expect, it } from 'vitest';
import { drill } from '../../src/packetdrill/index.ts';

const START = `0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 bind(3, ..., ...) = 0
+0 listen(3, 1) = 0
+0 < S 0:0(0) win 65535 <mss 1000>
+0 > S. 0:0(0) ack 1 <...>
+.1 < . 1:1(0) ack 1 win 257
`;
const ACCEPTED = `${START}+0 accept(3, ..., ...) = 4\n`;

/** The outcome of a call after an accept, and what is said of it. */
function outcomeOf(call: string, start = ACCEPTED): string {
  const { outcome, problem } = drill('t.pkt', `${start}+0 ${call}\n`, { profile: 'linux' });
  return problem === null ? outcome : `${outcome}: ${problem.actual}`;
}

describe('arguments of calls', () => {
  it.each([
    ['close(4, 5) = 0', '2 arguments: expected 1'],
    ['accept(3) = 5', '1 argument: expected 3'],
    ['writev(4, [{..., 100}, {..., 50}], 3) = 150', 'iovcnt 3 for a list of 2'],
    ['poll([{fd=4, events=POLLOUT}], 2, 0) = 1', 'nfds 2 for a list of 1'],
    ['poll([{fd=4, events=POLLOUT, revent=POLLIN}], 1, 0) = 1', 'did you mean revents?'],
    ['sendmsg(4, {msg_name(...)=..., msg_iov(3)=[{..., 9}], msg_flags=0}, 0) = 9', 'msg_iov of 3'],
    ['setsockopt(4, SOL_SOCKET, SO_LINGER, {onoff=1}, 8) = 0', 'no member linger'],
    ['setsockopt(4, SOL_SOCKET, SO_LINGER, {onoff=1, lingr=1}, 8) = 0', 'did you mean linger?'],
    ['setsockopt(4, SOL_TCP, TCP_NODELAY, ..., 4) = 0', 'expected [value]'],
  ])('%s is unsupported', (call, said) => {
    const got = outcomeOf(call);
    expect(got).toMatch(/^unsupported/);
    expect(got).toContain(said);
  });

  it('have accept’s address and its length compared', () => {
    const peer = (port: number): string =>
      `{sa_family = AF_INET, sin_port = htons(${port}), sin_addr = inet_addr("1.2.3.4")}`;
    expect(outcomeOf(`accept(3, ${peer(1)}, [16]) = 4`, START)).toMatch(/^failed: .*192\.0\.2\.1/);
    expect(outcomeOf('accept(3, ..., [99]) = 4', START)).toMatch(/^failed: .*\[16\]/);
    expect(outcomeOf('accept(3, ..., [16]) = 4', START)).toBe('passed');
  });

  it('have the length of an address checked by bind', () => {
    const at = '{sa_family = AF_INET, sin_port = htons(8080), sin_addr = inet_addr("192.168.0.1")}';
    const socket = '0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n';
    expect(outcomeOf(`bind(3, ${at}, 3) = -1 EINVAL`, socket)).toBe('passed');
    expect(outcomeOf(`bind(3, ${at}, 16) = 0`, socket)).toBe('passed');
  });
});
