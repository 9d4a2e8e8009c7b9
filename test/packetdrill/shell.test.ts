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
      what: expect.stringMatching(
        /^the command iptables; there are :, cat, dd, .*, true, truncate$/,
      ),
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

  it('write to files that are settings, and to none that a kernel has beside', () => {
    const { stack, run } = on('linux');
    expect(run('echo 3 > /sys/module/tcp_cubic/parameters/hystart_detect')).toBe('passed');
    expect(run('echo 0 > /proc/sys/net/ipv4/tcp_sack')).toBe('passed');
    expect(stack.posix.profile.sack).toBe(false);
    expect(run('echo 0 > /proc/sys/vm/swappiness')).toBe('unsupported');
    expect(run('echo 0 > /sys/class/net/tun0/mtu')).toBe('unsupported');
    expect(run('echo 0 > /etc/passwd')).toBe('failed'); // there is no such folder
  });

  it('make, change and remove files of the process', () => {
    const { stack, run } = on('linux');
    const sizeOf = (path: string): number | string => {
      const node = stack.posix.files.open(path);
      return typeof node === 'string' ? node : node.size;
    };
    expect(run('/bin/dd bs=1 count=5 if=/dev/zero of=/tmp/f status=none')).toBe('passed');
    expect(sizeOf('/tmp/f')).toBe(5);
    expect(run('dd if=/tmp/f of=/tmp/f bs=5 seek=1 conv=notrunc')).toBe('passed');
    expect(sizeOf('/tmp/f')).toBe(10);
    expect(run('dd if=/dev/zero of=/tmp/f bs=2k count=2 seek=1')).toBe('passed');
    expect(sizeOf('/tmp/f')).toBe(6144);
    expect(run('truncate -s 1kB /tmp/f && fallocate -l 10 /tmp/f')).toBe('passed');
    expect(sizeOf('/tmp/f')).toBe(1000);
    expect(run('touch /tmp/g /tmp && cat /tmp/g /tmp/f > /tmp/h')).toBe('passed');
    expect(sizeOf('/tmp/h')).toBe(1000);
    expect(run('echo one > /tmp/t; echo two >> /tmp/t; grep -q one /tmp/t')).toBe('passed');
    expect(run('cat /tmp/t | head -c 5 | dd of=/tmp/t bs=1 skip=1')).toBe('passed');
    expect(sizeOf('/tmp/t')).toBe(4);
    expect(run('head -c 3 /dev/zero >> /tmp/t')).toBe('passed');
    expect(sizeOf('/tmp/t')).toBe(7);
    expect(run('rm /tmp/t')).toBe('passed');
    expect(sizeOf('/tmp/t')).toBe('ENOENT');
    expect(run('rm -f /tmp/t')).toBe('passed');
  });

  it('say why a file cannot be had, and know no more of the tools than they do', () => {
    const { stack, run } = on('linux');
    const said = (text: string): string => {
      const v = runShell(text, stack);
      return v.kind === 'failed' ? v.actual : v.kind;
    };
    expect(said('rm /tmp/no')).toBe(
      "exit status 1: rm: cannot remove '/tmp/no': No such file or directory",
    );
    expect(said('rm -f /tmp')).toContain('Is a directory');
    expect(said('cat /tmp/no')).toContain('No such file');
    expect(said('cat /tmp')).toContain('Is a directory');
    expect(said('touch /no/f')).toContain('No such file');
    expect(said('dd if=/dev/zero of=/tmp/f')).toContain('No space left on device');
    expect(run('rm /tmp/f')).toBe('passed');
    expect(said('truncate -s 1G /tmp/f')).toContain('No space left on device');
    expect(said('dd if=/dev/zero of=/dev/null')).toBe('passed');
    expect(said('dd bs=x')).toContain('invalid number');
    expect(said('truncate -s 1 /dev/null')).toContain('Invalid argument');
    for (const text of ['rm -rf /tmp', 'dd conv=swab', 'dd iflag=direct', 'head -n 1', 'cat -n']) {
      expect(run(text), text).toBe('unsupported');
    }
    for (const text of ['cat /dev/zero', 'head -c 1G /dev/zero', 'truncate /tmp/f', 'grep x /no']) {
      expect(run(text), text).toBe('unsupported');
    }
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
