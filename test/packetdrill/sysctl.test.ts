import { describe, expect, it } from 'vitest';
import { runShell } from '../../src/packetdrill/shell/index.ts';
import { DEFAULTS } from '../../src/packetdrill/sysctl/defaults.ts';
import { FREEBSD_SYSCTLS } from '../../src/packetdrill/sysctl/freebsd.ts';
import { LINUX_SYSCTLS } from '../../src/packetdrill/sysctl/linux.ts';
import type { System } from '../../src/packetdrill/systems.ts';
import type { Profile } from '../../src/tcp/profile.ts';
import { freebsd, linux, linuxSender } from '../../src/tcp/profiles/index.ts';
import { makeStack } from './rig.ts';

/** Every setting that FreeBSD's suite makes, with the values it gives. */
const FREEBSD_SUITE: Readonly<Record<string, readonly string[]>> = {
  'kern.ipc.maxsockbuf': ['2097152', '4294967295', '73728'],
  'net.inet.tcp.blackhole': ['0'],
  'net.inet.tcp.delacktime': ['40'],
  'net.inet.tcp.drop_synfin': ['0', '1'],
  'net.inet.tcp.ecn.enable': ['2', '1'],
  'net.inet.tcp.ecn.maxretries': ['1', '0'],
  'net.inet.tcp.fastopen.client_enable': ['0', '1'],
  'net.inet.tcp.hostcache.purgenow': ['1'],
  'net.inet.tcp.icmp_may_rst': ['1', '0'],
  'net.inet.tcp.insecure_rst': ['0', '1'],
  'net.inet.tcp.insecure_syn': ['0', '1'],
  'net.inet.tcp.keepcnt': ['8', '2'],
  'net.inet.tcp.keepidle': ['7200000', '15000'],
  'net.inet.tcp.keepinit': ['75000', '15000'],
  'net.inet.tcp.keepintvl': ['75000', '15000'],
  'net.inet.tcp.mssdflt': ['536'],
  'net.inet.tcp.path_mtu_discovery': ['1'],
  'net.inet.tcp.pmtud_blackhole_detection': ['1'],
  'net.inet.tcp.pmtud_blackhole_mss': ['1200'],
  'net.inet.tcp.recvspace': ['65536'],
  'net.inet.tcp.rexmit_drop_options': ['0', '1'],
  'net.inet.tcp.rexmit_initial': ['1000'],
  'net.inet.tcp.rexmit_slop': ['200'],
  'net.inet.tcp.rfc1323': ['1', '0'],
  'net.inet.tcp.sack.enable': ['1', '0'],
  'net.inet.tcp.sendspace': ['32768'],
  'net.inet.tcp.syncookies': ['1'],
  'net.inet.tcp.syncookies_only': ['0', '1'],
  'net.inet.tcp.tolerate_missing_ts': ['0'],
  'net.inet.tcp.udp_tunneling_overhead': ['8'],
  'net.inet.tcp.udp_tunneling_port': ['9811', '0'],
  'net.inet.tcp.v6mssdflt': ['1220'],
  'net.inet.tcp.v6pmtud_blackhole_mss': ['1220'],
};

/** What google's suite sets beside its defaults. */
const GOOGLE_SUITE: Readonly<Record<string, readonly string[]>> = {
  tcp_base_mss: ['512'],
  tcp_congestion_control: ['cubic'],
  tcp_early_retrans: ['0'],
  tcp_ecn: ['1', '2'],
  tcp_fastopen: ['0', '1', '0x1', '2', '5', '0x202', '0x207', '0x402', '0x30003', '0x30403'],
  tcp_fastopen_blackhole_timeout_sec: ['0'],
  tcp_fastopen_key: ['00000000-00000000-00000000-00000000', 'a0bf63f7-ed803d81-cd641d30-cebc4a90'],
  tcp_min_tso_segs: ['2', '4', '10'],
  tcp_mtu_probing: ['2'],
  tcp_notsent_lowat: ['4000'],
  tcp_pacing_ss_ratio: ['200'],
  tcp_slow_start_after_idle: ['1'],
  tcp_timestamps: ['0', '1'],
  tcp_tso_win_divisor: ['100'],
  tcp_wmem: ['4096 50000 4194304'],
};

describe('sysctls', () => {
  it('takes every value that FreeBSD’s suite sets', () => {
    for (const [name, values] of Object.entries(FREEBSD_SUITE)) {
      for (const value of values) expectTaken('freebsd', name, value);
    }
  });

  it('takes every value that google’s suite sets, its defaults among them', () => {
    for (const [name, value] of DEFAULTS) expectTaken('linux', name, value);
    for (const [name, values] of Object.entries(GOOGLE_SUITE)) {
      for (const value of values) expectTaken('linux', `net.ipv4.${name}`, value);
    }
    expectTaken('linux', 'module.tcp_cubic.hystart_detect', '3');
  });

  it('gives a reason for each that means nothing to a stack', () => {
    for (const sysctl of [...Object.values(FREEBSD_SYSCTLS), ...Object.values(LINUX_SYSCTLS)]) {
      if (sysctl.kind === 'inert') expect(sysctl.why.length).toBeGreaterThan(10);
    }
  });

  it('has for values at boot those of the profile', () => {
    expectBoot('freebsd', freebsd);
    expectBoot('linux', linux);
  });

  it('makes them the fields of the profile that sockets get from then on', () => {
    const { stack } = makeStack('freebsd');
    runShell('sysctl -w net.inet.tcp.keepidle=15000', stack);
    expect(stack.posix.profile.keepAliveIdle).toBe(15_000_000);
    expect(stack.host.profile.keepAliveIdle).toBe(15_000_000);
    runShell('sysctl -w net.inet.tcp.keepidle=7200000', stack);
    expect(stack.posix.profile.keepAliveIdle).toBe(freebsd.keepAliveIdle);
  });

  it('counts for sockets that are there, in what they begin from then on', () => {
    const { stack } = makeStack('freebsd');
    const fd = stack.posix.socket('AF_INET', 1, 0).value;
    runShell('sysctl -w net.inet.tcp.keepinit=15000 net.inet.tcp.recvspace=1000', stack);
    expect(stack.posix.getsockopt(fd, 'IPPROTO_TCP', 'TCP_KEEPINIT').value).toBe(15);
    expect(stack.posix.getsockopt(fd, 'SOL_SOCKET', 'SO_RCVBUF').value).toBe(65_536);
  });

  it('knows both systems on the profile that is neither', () => {
    const { stack } = makeStack('rfc');
    expect(runShell('sysctl -w net.inet.tcp.sack.enable=0', stack).kind).toBe('passed');
    expect(runShell('sysctl -q net.ipv4.tcp_timestamps=0', stack).kind).toBe('passed');
    expect(stack.posix.profile).toMatchObject({ sack: false, timestamps: false });
  });

  it('says that one it does not know is unsupported, and which', () => {
    const { stack } = makeStack('linux');
    expect(runShell('sysctl -q net.ipv4.tcp_magic=1', stack)).toEqual({
      kind: 'unsupported',
      what: 'sysctl net.ipv4.tcp_magic',
    });
    expect(runShell('sysctl -w net.inet.tcp.sack.enable=1', stack)).toEqual({
      kind: 'unsupported',
      what: 'sysctl net.inet.tcp.sack.enable; it is for --profile freebsd',
    });
    expect(runShell('sysctl -q net.ipv4.tcp_syncookie=1', stack)).toMatchObject({
      what: 'sysctl net.ipv4.tcp_syncookie; did you mean net.ipv4.tcp_syncookies?',
    });
  });

  it('fails for a value that the system would refuse, and keeps what was', () => {
    const { stack } = makeStack('linux');
    const verdict = runShell('sysctl -q net.ipv4.tcp_syn_retries=none', stack);
    expect(verdict.kind).toBe('failed');
    expect(stack.posix.profile).toEqual(linuxSender);
  });
});

/** A kernel's buffers grow by themselves; the profile's are what they grow to on a short path. */
const GROWING: ReadonlySet<string> = new Set(['net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem']);

function expectTaken(system: System, name: string, value: string): void {
  const { stack } = makeStack(system);
  expect(stack.settings.has(name), name).toBe(true);
  expect(stack.settings.set(name, value), `${name}=${value}`).toBe(null);
  expect(stack.settings.get(name)).toBe(value);
}

function expectBoot(system: 'freebsd' | 'linux', profile: Profile): void {
  const { stack } = makeStack(system);
  const table = system === 'freebsd' ? FREEBSD_SYSCTLS : LINUX_SYSCTLS;
  for (const [name, sysctl] of Object.entries(table)) {
    if (sysctl.kind !== 'fields' || GROWING.has(name)) continue;
    const read = (other: string): string => stack.settings.get(other);
    expect(profile, name).toMatchObject(sysctl.fields(sysctl.initial, read));
  }
}
