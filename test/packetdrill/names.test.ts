import { describe, expect, it } from 'vitest';
import {
  drill,
  parseScript,
  type RunOptions,
  reasonText,
  runScript,
} from '../../src/packetdrill/index.ts';

const SOCKET = '0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n';

/** Why a script with that event, after a socket was made, did not pass. */
function reason(event: string, profile: 'linux' | 'freebsd' = 'linux'): string {
  const { problem } = drill('names.pkt', `${SOCKET}+0 ${event}\n`, { profile });
  return problem === null ? 'passed' : reasonText(problem);
}

describe('a name that no header has', () => {
  it.each([
    [
      'setsockopt(3, SOL_TCP, TCP_NODLAY, [1], 4) = 0',
      'setsockopt() with the option TCP_NODLAY',
      'TCP_NODELAY',
    ],
    [
      'getsockopt(3, SOL_SOCKET, SO_EROR, [0], [4]) = 0',
      'getsockopt() with the option SO_EROR',
      'SO_ERROR',
    ],
    [
      'setsockopt(3, SOL_TPC, TCP_NODELAY, [1], 4) = 0',
      'setsockopt() with the level SOL_TPC',
      'SOL_TCP',
    ],
    [
      'getsockopt(3, SOL_SOCKET, SO_ERROR, [ECONNREST], [4]) = 0',
      'getsockopt() with the constant ECONNREST',
      'ECONNRESET',
    ],
    ['listen(4, 1) = -1 EBADX (no such)', 'listen() with the errno EBADX', 'EBADF'],
    ['recv(3, ..., 1, MSG_PEAK) = 0', 'recv() with the constant MSG_PEAK', 'MSG_PEEK'],
    ['fcntl(3, F_GETFLS) = 0', 'fcntl() with the command F_GETFLS', 'F_GETFL'],
    [
      'fcntl(3, F_SETFL, O_RDWR|O_NONBLOK) = 0',
      'fcntl() with the constant O_NONBLOK',
      'O_NONBLOCK',
    ],
    ['shutdown(3, SHUT_RW) = 0', 'shutdown() with the constant SHUT_RW', 'SHUT_RD'],
    ['ioctl(3, SIOCINK, [0]) = 0', 'ioctl() with the command SIOCINK', 'SIOCINQ'],
    [
      'poll([{fd=3, events=POLLINN, revents=0}], 1, 0) = 0',
      'poll() with the constant POLLINN',
      'POLLIN',
    ],
    [
      '< icmp unreachable host_unreachble',
      'the code host_unreachble of ICMP unreachable',
      'host_unreachable',
    ],
    ['< icmp unreachble', 'the ICMP type unreachble', 'unreachable'],
  ])('%s', (event, what, meant) => {
    expect(reason(event)).toBe(`unsupported: ${what}; did you mean ${meant}?`);
  });

  it('is said to be an option of the other system where it is one', () => {
    expect(reason('sendto(3, ..., 9, MSG_FASTOPEN, ..., ...) = 9', 'freebsd')).toBe(
      'unsupported: sendto() with the constant MSG_FASTOPEN, which is one of linux',
    );
  });

  it('says so of the option of a segment', () => {
    expect(reason('< S 0:0(0) win 9 <sackOk>')).toBe(
      'syntax: expected a TCP option, found `sackOk`; did you mean sackOK?',
    );
  });
});

describe('a name of the headers that the stack has nothing for', () => {
  it.each([
    ['setsockopt(3, SOL_TCP, TCP_REPAIR, [1], 4) = -1 ENOPROTOOPT (no such option)', 'linux'],
    ['setsockopt(3, SOL_TCP, TCP_NOOPT, [1], 4) = -1 ENOPROTOOPT (no such option)', 'linux'],
    ['setsockopt(3, IPPROTO_TCP, TCP_CORK, [1], 4) = -1 ENOPROTOOPT (no such option)', 'freebsd'],
  ] as const)('fails as it does there: %s', (event, profile) => {
    expect(reason(event, profile)).toBe('passed');
  });
});

describe('a command that both kernels have and the stack has not', () => {
  it.each(['linux', 'freebsd'] as const)(
    'is unsupported, whatever the script expects: %s',
    (profile) => {
      for (const end of ['= 0', '= -1 ENOTTY']) {
        expect(reason(`ioctl(3, SIOCATMARK, [0]) ${end}`, profile)).toContain('SIOCATMARK');
      }
    },
  );
});

describe('the system that a script is run as', () => {
  const script = parseScript('names.pkt', SOCKET, { defines: new Map() });

  it('is asked for where it is missing', () => {
    const says = /runScript: the option 'system' is missing.*'linux', 'freebsd', 'rfc'/;
    expect(() => runScript(script, {} as RunOptions)).toThrow(says);
    expect(() => runScript(script, undefined as unknown as RunOptions)).toThrow(says);
  });

  it('is refused where there is no such', () => {
    const system = 'linx' as 'linux';
    expect(() => runScript(script, { system })).toThrow(/no system 'linx'.*did you mean linux\?/);
    expect(() => drill('names.pkt', SOCKET, { profile: system })).toThrow(RangeError);
  });
});
