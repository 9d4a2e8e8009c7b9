import { describe, expect, it } from 'vitest';
import { drill, failureText } from '../../src/packetdrill/index.ts';
import { runShell } from '../../src/packetdrill/shell/index.ts';
import type { DrillStack } from '../../src/packetdrill/stack.ts';
import type { System } from '../../src/packetdrill/systems.ts';
import { Address } from '../../src/wire/address.ts';
import { ICMP_NOT_IN_FLIGHT } from '../../src/wire/drop.ts';
import { makeStack } from './rig.ts';

const on = (system: System): { stack: DrillStack; run: (text: string) => string } => {
  const { stack } = makeStack(system);
  return { stack, run: (text) => runShell(text, stack).kind };
};

describe('shell commands of scripts', () => {
  it('are unsupported when nobody knows them, and name what it is', () => {
    const { stack } = makeStack('linux');
    expect(runShell('iptables -F', stack)).toEqual({
      kind: 'unsupported',
      what: expect.stringMatching(/^the command iptables; there are :, dd, .*, tcpdrop, true$/),
    });
    expect(runShell('/usr/sbin/ethtol -K tun0 tso off', stack)).toMatchObject({
      what: 'the command /usr/sbin/ethtol; did you mean ethtool?',
    });
    expect(runShell('true; curl x', stack).kind).toBe('unsupported');
    expect(runShell('true | (', stack).kind).toBe('unsupported');
  });

  it('pass when the last of them succeeds, and else fail with what it said', () => {
    const { stack, run } = on('linux');
    expect(run('true')).toBe('passed');
    expect(run('false; true')).toBe('passed');
    expect(run('false || true')).toBe('passed');
    expect(run('true && false')).toBe('failed');
    expect(runShell('echo 2 | grep 1', stack)).toEqual({
      kind: 'failed',
      expected: '`echo 2 | grep 1` succeeds',
      actual: 'exit status 1',
    });
  });

  it('set google’s defaults, with or without changes after them', () => {
    const { stack, run } = on('linux');
    const init = `../../common/defaults.sh
      ../common/set_sysctls.py /proc/sys/net/ipv4/tcp_timestamps=0 \\
                               /proc/sys/net/ipv4/tcp_wmem="4096 50000 4194304"`;
    expect(run(init)).toBe('passed');
    expect(stack.posix.profile).toMatchObject({ timestamps: false, sendBuffer: 50_000 });
    expect(stack.settings.get('net.ipv4.tcp_synack_retries')).toBe('5');
    expect(stack.qdisc).toEqual({ kind: 'pfifo', limit: null });
  });

  it('restore what set_sysctls.py changed, and only that', () => {
    const { stack, run } = on('linux');
    expect(run('/tmp/sysctl_restore_${PPID}.sh')).toBe('failed');
    run('sysctl -q net.ipv4.tcp_sack=0');
    run('../common/set_sysctls.py /proc/sys/net/ipv4/tcp_timestamps=0');
    expect(run('/tmp/sysctl_restore_${PPID}.sh')).toBe('passed');
    expect(stack.posix.profile).toMatchObject({ timestamps: true, sack: false });
  });

  it('fail for a sysctl that is no more, unless its absence is provided for', () => {
    const { run } = on('linux');
    expect(run('sysctl -q net.ipv4.tcp_fastopen_cookies=0')).toBe('failed');
    expect(run('sysctl -e -q net.ipv4.tcp_fastopen_cookies=0')).toBe('passed');
    const script = `sysctl -q net.ipv4.tcp_fastopen_cookies=0 net.ipv4.tcp_fastopen_cookies=10 \\
      &> /dev/null || ip tcp_metrics flush all &> /dev/null`;
    expect(run(script)).toBe('passed');
  });

  it('write to files that are settings, and to no others', () => {
    const { stack, run } = on('linux');
    expect(run('echo 3 > /sys/module/tcp_cubic/parameters/hystart_detect')).toBe('passed');
    expect(run('echo 0 > /proc/sys/net/ipv4/tcp_sack')).toBe('passed');
    expect(stack.posix.profile.sack).toBe(false);
    expect(run('echo 0 > /etc/passwd')).toBe('unsupported');
  });

  it('set a queue up before the link; one that holds nothing loses everything', () => {
    const { stack, run } = on('linux');
    expect(run('tc qdisc delete dev tun0 root 2>/dev/null')).toBe('failed');
    expect(
      run('tc qdisc delete dev tun0 root 2>/dev/null ; tc qdisc add dev tun0 root pfifo limit 0'),
    ).toBe('passed');
    expect(stack.qdisc).toEqual({ kind: 'pfifo', limit: 0 });
    expect(run('tc qdisc add dev tun0 root pfifo')).toBe('failed');
    expect(run('tc qdisc replace dev tun0 root fq')).toBe('passed');
    expect(run('tc qdisc replace dev eth0 root fq')).toBe('unsupported');
    expect(run('tc qdisc replace dev tun0 root netem delay 10ms')).toBe('unsupported');
  });

  it('lose what is sent through such a queue', () => {
    const { stack, clock, link } = { ...makeStack('linux') };
    const open = (): void => {
      const { value } = stack.posix.socket('AF_INET', 1, 0);
      stack.posix.fcntl(value, 'F_SETFL', 0x800);
      stack.posix.connect(value, { address: Address.parse('192.0.2.1'), port: 80 });
    };
    clock.turn(0, open);
    expect(link.sent).toBe(1);
    runShell('tc qdisc replace dev tun0 root pfifo limit 0', stack);
    clock.turn(1, open);
    expect(link.sent).toBe(1);
  });

  it('turn offloads off that there are none of', () => {
    const { run } = on('linux');
    expect(run('ethtool -K tun0 tso off gso off')).toBe('passed');
    expect(run('ethtool -K tun0 rx off')).toBe('unsupported');
  });

  it('tell a route’s metrics', () => {
    const { stack, run } = on('linux');
    const peer = Address.parse('192.0.2.1');
    expect(
      run('ip route change 192.0.2.1 via 192.168.0.2 dev tun0 advmss 600 mtu lock 640 initcwnd 11'),
    ).toBe('passed');
    expect(stack.posix.profile.initialWindow).toBe(11);
    expect(stack.host.pathMtus.find(peer, 0)).toBe(640);
    run('ip route change 192.0.2.1 via 192.168.0.2 dev tun0 advmss 1460 mtu lock 1500');
    expect(stack.posix.profile.initialWindow).toBe(10);
    expect(stack.host.pathMtus.find(peer, 0)).toBe(Number.POSITIVE_INFINITY);
    expect(run('ip link set tun0 down')).toBe('unsupported');
  });

  it('forget the paths that were learned', () => {
    const { stack, run } = on('freebsd');
    const peer = Address.parse('192.0.2.1');
    stack.host.pathMtus.learn(peer, 1300, false, 0, 1e9);
    expect(run('sysctl -w net.inet.tcp.hostcache.purgenow=1')).toBe('passed');
    expect(stack.host.pathMtus.find(peer, 0)).toBe(Number.POSITIVE_INFINITY);
  });

  it('keep keys for signatures, by peer', () => {
    const { stack, run } = on('freebsd');
    const script = `kldstat -q -m tcpmd5 || kldload tcpmd5; echo '
      add 192.168.0.1 192.0.2.1   tcp 0x1000 -A tcp-md5 "secret" ;
      add 192.0.2.1   192.168.0.1 tcp 0x1001 -A tcp-md5 "secret" ;' | setkey -c`;
    const peer = Address.parse('192.0.2.1');
    expect(run(script)).toBe('passed');
    expect(stack.host.tcp.md5.find(peer)).toEqual(new TextEncoder().encode('secret'));
    expect(run('setkey -F')).toBe('passed');
    expect(stack.host.tcp.md5.find(peer)).toBe(null);
    expect(run("echo 'delete x y tcp 1;' | setkey -c")).toBe('unsupported');
    expect(run(`echo 'add x y tcp 1 -A tcp-md5 "k";' | setkey -c`)).toBe('failed');
  });

  it('find a listening port in /proc/net/tcp', () => {
    const { stack, clock } = makeStack('linux');
    const script = 'grep " 0A " /proc/net/tcp /proc/net/tcp6 | grep ":1F90"';
    expect(runShell(script, stack).kind).toBe('failed');
    clock.turn(0, () => {
      const { value } = stack.posix.socket('AF_INET', 1, 0);
      stack.posix.bind(value, { address: Address.parse('192.168.0.1'), port: 8080 });
      stack.posix.listen(value, 1);
    });
    expect(runShell(script, stack).kind).toBe('passed');
  });

  it('count with nstat what is new', () => {
    const { stack, run } = on('linux');
    const script = 'nstat | grep TcpExtOutOfWindowIcmps > /dev/null';
    expect(run(script)).toBe('failed');
    stack.host.tcp.counters.drop(ICMP_NOT_IN_FLIGHT);
    expect(run(script)).toBe('passed');
    expect(run(script)).toBe('failed');
  });
});

describe('sockstat', () => {
  it('shows sockets with a descriptor, and what has none', () => {
    const { stack, clock } = makeStack('freebsd');
    const closed = 'sockstat -4 -P tcp -s | grep packetdril | grep -c CLOSED | grep 1';
    expect(runShell(closed, stack).kind).toBe('failed');
    clock.turn(0, () => stack.posix.socket('AF_INET', 1, 0));
    expect(runShell(closed, stack).kind).toBe('passed');
    const half = 'sockstat -4 -P tcp -p 8080 -s | grep -c SYN_RCVD | grep 0';
    expect(runShell(half, stack).kind).toBe('passed');
    expect(runShell('sockstat -4 -P udp', stack).kind).toBe('unsupported');
  });

  it('shows TIME-WAIT while the descriptor is open, until tcpdrop ends it', () => {
    const count = (state: string): string =>
      `+0 \`sockstat -4 -P tcp -s | grep packetdril | grep -c ${state} | grep 1\``;
    const script = `
       0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
      +0 fcntl(3, F_SETFL, O_RDWR | O_NONBLOCK) = 0
      +0 connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)
      +0 > S 0:0(0) <...>
      +0 < S. 0:0(0) ack 1 win 65535 <mss 1460>
      +0 > . 1:1(0) ack 1
      ${count('ESTABLISHED')}
      +0 shutdown(3, SHUT_WR) = 0
      +0 > F. 1:1(0) ack 1
      +0 < F. 1:1(0) ack 2 win 65535
      +0 > . 2:2(0) ack 2
      ${count('TIME_WAIT')}
      +0 \`tcpdrop -s TIME_WAIT\`
      ${count('CLOSED')}
      +0 close(3) = 0`;
    expect(failureText(drill('time-wait.pkt', script, { profile: 'freebsd' }))).toBe('');
  });

  it('shows half-open entries, which nobody owns', () => {
    const count = (n: number): string =>
      `+0 \`sockstat -4 -P tcp -s -p 8080 | grep -c SYN_RCVD | grep ${n}\``;
    const script = `
       0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
      +0 bind(3, ..., ...) = 0
      +0 listen(3, 1) = 0
      ${count(0)}
      +0 < S 0:0(0) win 65535 <mss 1460>
      +0 > S. 0:0(0) ack 1 <...>
      ${count(1)}
      +0 < R 1:1(0) win 0
      ${count(0)}
      +0 close(3) = 0`;
    expect(failureText(drill('half-open.pkt', script, { profile: 'freebsd' }))).toBe('');
  });
});
