import { describe, expect, it } from 'vitest';
import type { SyscallAction } from '../../src/packetdrill/ast.ts';
import { Calls } from '../../src/packetdrill/calls/index.ts';
import { parseScript } from '../../src/packetdrill/parse.ts';
import type { System } from '../../src/packetdrill/systems.ts';
import type { Verdict } from '../../src/packetdrill/verdict.ts';
import type { Posix } from '../../src/posix/index.ts';
import { type Call, failed, ok } from '../../src/posix/result.ts';
import { Address } from '../../src/wire/address.ts';
import { makeStack } from './rig.ts';

/** A call of a script, from its text. */
function parse(text: string, until = ''): SyscallAction {
  const script = parseScript('test.pkt', `0${until} ${text}\n`, { defines: new Map() });
  const action = script.events[0]?.action;
  if (action?.kind !== 'syscall') throw new Error(`no call: ${text}`);
  return action;
}

const done = (value = 0): Call => ({ result: ok(value), onresult: null });
const fails = (errno: string): Call => ({ result: failed(errno), onresult: null });

/** Calls of a script against a façade that does as it is told. */
function against(fake: Partial<Posix>, system: System = 'linux') {
  const { stack } = makeStack(system);
  Object.defineProperty(stack, 'posix', { value: { socket: () => ok(7), ...fake } });
  const calls = new Calls(stack, {
    family: 4,
    local: Address.parse('192.168.0.1'),
    remote: Address.parse('192.0.2.1'),
    bindPort: 8080,
    connectPort: 8080,
  });
  const verdicts: Verdict[] = [];
  const start = (text: string, until = ''): void =>
    calls.start(parse(text, until), (v) => verdicts.push(v));
  const run = (text: string): Verdict => {
    start(text);
    return verdicts.at(-1) as Verdict;
  };
  run('socket(..., SOCK_STREAM, IPPROTO_TCP) = 3');
  return { calls, run, start, verdicts };
}

const PASSED = { kind: 'passed' };

describe('system calls of scripts', () => {
  it('have numbers of the script’s own for descriptors, which it may use again', () => {
    const used: number[] = [];
    const next = [20, 21];
    const { run, calls } = against({
      socket: () => ok(next.shift()),
      listen: (fd) => {
        used.push(fd);
        return ok();
      },
      close: () => done(),
    });
    expect(calls.current).toBe(20);
    run('listen(3, 1) = 0');
    expect(run('close(3) = 0')).toEqual(PASSED);
    run('socket(..., SOCK_STREAM, IPPROTO_TCP) = 3');
    run('listen(3, 1) = 0');
    run('listen(4, 1) = 0');
    expect(used).toEqual([20, 21, -1]);
    expect(calls.current).toBe(21);
  });

  it('fill in addresses, and take those that are written', () => {
    const seen: string[] = [];
    const { run } = against({
      bind: (_fd, to) => {
        seen.push(`${to?.address}:${to?.port}`);
        return ok();
      },
      connect: (_fd, to) => {
        seen.push(`${to?.address}:${to?.port}`);
        return fails('EINPROGRESS');
      },
    });
    expect(run('bind(3, ..., ...) = 0')).toEqual(PASSED);
    expect(run('connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)')).toEqual(
      PASSED,
    );
    run('bind(3, {sa_family=AF_INET, sin_port=htons(9), sin_addr=inet_addr("10.0.0.1")}, ...) = 0');
    expect(seen).toEqual(['192.168.0.1:8080', '192.0.2.1:8080', '10.0.0.1:9']);
  });

  it('tell what was expected and what came as a script writes it', () => {
    const { run } = against({ recv: () => done(0) });
    expect(run('recv(3, ..., 1024, MSG_PEEK) = 99')).toEqual({
      kind: 'failed',
      expected: 'recv(3, ..., 1024, MSG_PEEK) = 99',
      actual: 'recv(3, ..., 1024, MSG_PEEK) = 0',
    });
    const blocked = against({ recv: () => fails('EAGAIN') });
    expect(blocked.run('recv(3, ..., 1024, 0) = 99')).toMatchObject({
      actual: 'recv(3, ..., 1024, 0) = -1 EAGAIN (Resource temporarily unavailable)',
    });
  });

  it('compare errors by name, two names of one among them', () => {
    const { run } = against({ read: () => fails('EAGAIN'), write: () => fails('EPIPE') });
    expect(run('read(3, ..., 10) = -1 EWOULDBLOCK (Operation would block)')).toEqual(PASSED);
    expect(run('read(3, ..., 10) = -1')).toEqual(PASSED);
    expect(run('write(3, ..., 10) = -1 ECONNRESET (...)')).toMatchObject({
      kind: 'failed',
      actual: 'write(3, ..., 10) = -1 EPIPE (Broken pipe)',
    });
  });

  it('write zeros, or what a script says', () => {
    const written: (string | null)[] = [];
    const { run } = against({
      write: (_fd, data) => {
        written.push(data === null ? null : [...data].join());
        return data === null ? fails('EFAULT') : done(3);
      },
    });
    run('write(3, ..., 3) = 3');
    run('write(3, "ab\\x01", 3) = 3');
    expect(run('write(3, NULL, 3) = -1 EFAULT (Bad address)')).toEqual(PASSED);
    expect(written).toEqual(['0,0,0', '97,98,1', null]);
  });

  it('pass flags as numbers', () => {
    const flags: number[] = [];
    const { run } = against({
      sendto: (_fd, _data, _n, bits) => {
        flags.push(bits);
        return done(1);
      },
    });
    run('sendto(3, ..., 1, MSG_FASTOPEN|MSG_DONTWAIT, ..., ...) = 1');
    run('sendto(3, ..., 1, 0x20000000, ..., ...) = 1');
    expect(flags).toEqual([0x20000040, 0x20000000]);
    expect(run('sendto(3, ..., 1, MSG_FASTOPEN, AF_UNSPEC, ...) = -1 EOPNOTSUPP (x)')).toEqual(
      PASSED,
    );
  });

  it('that nobody knows are unsupported, and constants too', () => {
    const { run } = against({ send: () => done(1) });
    expect(run('tee(3, 4, 1, 0) = 0')).toEqual({
      kind: 'unsupported',
      what: 'the call tee()',
    });
    expect(run('send(3, ..., 1, MSG_MAGIC) = 1')).toEqual({
      kind: 'unsupported',
      what: 'send() with the constant MSG_MAGIC',
    });
  });

  it('have constants of their own system alone', () => {
    const { run } = against({ send: () => done(1) }, 'freebsd');
    expect(run('send(3, ..., 1, MSG_FASTOPEN) = 1').kind).toBe('unsupported');
    expect(run('send(3, ..., 1, MSG_EOF) = 1')).toEqual(PASSED);
  });
});

describe('options', () => {
  const asked = (value: number | string, length = 4) =>
    against({ getsockopt: () => ({ value, length, errno: null }) });

  it('compare their value, and its length', () => {
    expect(asked(65536).run('getsockopt(3, SOL_SOCKET, SO_RCVBUF, [65536], [4]) = 0')).toEqual(
      PASSED,
    );
    expect(asked(65536).run('getsockopt(3, SOL_SOCKET, SO_RCVBUF, [65700], [4]) = 0')).toEqual({
      kind: 'failed',
      expected: 'getsockopt(3, SOL_SOCKET, SO_RCVBUF, [65700], [4]) = 0',
      actual: 'getsockopt(3, SOL_SOCKET, SO_RCVBUF, [65536], [4]) = 0',
    });
    expect(asked(1, 8).run('getsockopt(3, SOL_TCP, TCP_NODELAY, [1], [4]) = 0')).toMatchObject({
      actual: 'getsockopt(3, SOL_TCP, TCP_NODELAY, [1], [8]) = 0',
    });
    expect(
      asked(-1).run('getsockopt(3, SOL_TCP, TCP_NOTSENT_LOWAT, [0xffffffff], [4]) = 0'),
    ).toEqual(PASSED);
  });

  it('give SO_ERROR as an error’s name', () => {
    const text = 'getsockopt(3, SOL_SOCKET, SO_ERROR, [ECONNRESET], [4]) = 0';
    expect(asked('ECONNRESET').run(text)).toEqual(PASSED);
    expect(asked(0).run(text)).toMatchObject({
      actual: 'getsockopt(3, SOL_SOCKET, SO_ERROR, [0], [4]) = 0',
    });
    expect(asked('ECONNREFUSED').run(text)).toMatchObject({ kind: 'failed' });
    expect(
      asked('ECONNREFUSED').run('getsockopt(3, SOL_SOCKET, SO_ERROR, [0], [4]) = 0'),
    ).toMatchObject({ actual: 'getsockopt(3, SOL_SOCKET, SO_ERROR, [ECONNREFUSED], [4]) = 0' });
  });

  it('are set to numbers, texts and structures', () => {
    const set: unknown[] = [];
    const { run } = against({
      setsockopt: (_fd, level, name, value, length) => {
        set.push([level, name, value, length]);
        return ok();
      },
    });
    run('setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0');
    run('setsockopt(3, SOL_TCP, TCP_FASTOPEN_KEY, "\\xf7a", 2) = 0');
    run('setsockopt(3, SOL_SOCKET, SO_LINGER, {onoff=1, linger=5}, 8) = 0');
    run('setsockopt(3, IPPROTO_IP, IP_TOS, [IPTOS_DSCP_CS1], 4) = 0');
    run(
      'setsockopt(3, IPPROTO_TCP, TCP_FUNCTION_BLK, {function_set_name="freebsd", pcbcnt=0}, 36) = 0',
    );
    expect(set).toEqual([
      ['SOL_SOCKET', 'SO_REUSEADDR', 1, 4],
      ['SOL_TCP', 'TCP_FASTOPEN_KEY', '\xf7a', 2],
      ['SOL_SOCKET', 'SO_LINGER', { onoff: 1, linger: 5 }, 8],
      ['IPPROTO_IP', 'IP_TOS', 32, 4],
      ['IPPROTO_TCP', 'TCP_FUNCTION_BLK', { function_set_name: 'freebsd', pcbcnt: 0 }, 36],
    ]);
  });
});

describe('structures that come back', () => {
  it('are compared: what poll tells', () => {
    const { run } = against({
      poll: (fds) => {
        if (fds[0] !== undefined) fds[0].revents = 0x4;
        return done(1);
      },
    });
    expect(run('poll([{fd=3, events=POLLIN|POLLOUT, revents=POLLOUT}], 1, 100) = 1')).toEqual(
      PASSED,
    );
    expect(run('poll([{fd=3, events=POLLIN|POLLOUT, revents=POLLIN}], 1, 100) = 1')).toMatchObject({
      actual: 'poll([{fd=3, events=POLLIN|POLLOUT, revents=POLLOUT}], 1, 100) = 1',
    });
  });

  it('are compared: what epoll tells', () => {
    const { run } = against({
      epollCreate: () => ok(9),
      epollWait: (_fd, events) => {
        events.push({ events: 0x5, data: 3 });
        return done(1);
      },
    });
    run('epoll_create(1) = 4');
    expect(run('epoll_wait(4, {events=EPOLLIN|EPOLLOUT, fd=3}, 1, 0) = 1')).toEqual(PASSED);
    expect(run('epoll_wait(4, {events=EPOLLIN, fd=3}, 1, 0) = 1')).toMatchObject({
      actual: 'epoll_wait(4, {events=EPOLLIN|EPOLLOUT, fd=3}, 1, 0) = 1',
    });
  });

  it('are compared: what recvmsg brings beside the data', () => {
    const { run } = against({
      recvmsg: (_fd, m) => {
        Object.assign(m, { control: [{ level: 'SOL_TCP', type: 'TCP_CM_INQ', data: 9000 }] });
        return done(1000);
      },
    });
    const text = (inq: number): string =>
      `recvmsg(3, {msg_name(...)=..., msg_iov(1)=[{..., 1000}], msg_flags=0, msg_control=[{cmsg_level=SOL_TCP, cmsg_type=TCP_CM_INQ, cmsg_data=${inq}}]}, 0) = 1000`;
    expect(run(text(9000))).toEqual(PASSED);
    expect(run(text(1))).toMatchObject({ kind: 'failed', actual: text(9000) });
  });

  it('are compared: what ioctl tells', () => {
    const { run } = against({
      ioctl: (_fd, _request, slot) => {
        if (slot !== null) slot.value = 1000;
        return ok();
      },
    });
    expect(run('ioctl(3, SIOCINQ, [1000]) = 0')).toEqual(PASSED);
    expect(run('ioctl(3, SIOCINQ, [0]) = 0')).toMatchObject({
      actual: 'ioctl(3, SIOCINQ, [1000]) = 0',
    });
  });
});

describe('calls that block', () => {
  const blocking = (): Call & { result: null } => ({ result: null, onresult: null });

  it('are judged when they return, and what follows waits for them', () => {
    const call = blocking();
    const { start, verdicts, calls } = against({ read: () => call, write: () => done(5) });
    start('read(3, ..., 10) = 10', '...1');
    start('write(3, ..., 5) = 5');
    expect(verdicts).toHaveLength(1);
    expect(calls.pending).toBe('read(3, ..., 10)');
    call.onresult?.(ok(10));
    expect(verdicts).toEqual([PASSED, PASSED, PASSED]);
    expect(calls.pending).toBe(null);
  });

  it('cannot be two', () => {
    const { start, verdicts } = against({ read: blocking });
    start('read(3, ..., 10) = 10', '...1');
    start('read(3, ..., 20) = 20', '...1');
    expect(verdicts.at(-1)).toMatchObject({
      kind: 'failed',
      actual: '`read(3, ..., 10)` has not returned yet',
    });
  });
});

describe('the socket under test', () => {
  it('is the one made last, then what it accepts', () => {
    const next = [20, 22];
    const { run, calls } = against({ socket: () => ok(next.shift()), accept: () => done(21) });
    expect(calls.current).toBe(20);
    expect(run('accept(3, ..., ...) = 4')).toEqual(PASSED);
    expect(calls.current).toBe(21);
    expect(calls.liveOf(4)).toBe(21);
    run('socket(..., SOCK_STREAM, IPPROTO_TCP) = 5');
    expect(calls.current).toBe(22);
  });

  it('has TCP_INFO with the names that code blocks use', () => {
    const { calls } = against({ tcpInfo: (fd) => ({ tcpi_state: fd }) }, 'freebsd');
    expect(calls.infoOf()).toMatchObject({ tcpi_state: 7, TCPI_ESTABLISHED: 4, TCPI_OPT_SACK: 2 });
    const { calls: linux } = against({ tcpInfo: () => ({ tcpi_state: 1 }) });
    expect(linux.infoOf()).toMatchObject({
      TCP_ESTABLISHED: 1,
      TCP_CA_Loss: 4,
      TCPI_OPT_SYN_DATA: 32,
    });
  });
});
