import { ms } from '../../tcp/profile.ts';
import { ICMP_FREEBSD } from '../../tcp/profiles/icmp.ts';
import { act, fields, fixed, flag, millis, octets, oneOf, type Sysctls, whole } from './sysctl.ts';

const { POSITIVE_INFINITY } = Number;

/** FreeBSD's, as tcp(4), syncache(4) and sys/netinet/tcp_*.c name them, with their values at boot. */
export const FREEBSD_SYSCTLS: Sysctls = {
  // The window's shift is the least that reaches sb_max, and no option makes a buffer larger.
  'kern.ipc.maxsockbuf': fields(
    2 * 1024 * 1024,
    (v) => ({ windowScaleFor: octets(v) }),
    (v, { posix }) => {
      posix.maxSocketBuffer = octets(v);
    },
  ),
  'net.inet.tcp.always_keepalive': fields(1, (v) => ({ keepAlive: flag(v) })),
  'net.inet.tcp.blackhole': fields(0, (v) => ({
    closedPort: oneOf(v, ['reset', 'drop-syn', 'drop', 'drop-unexpected']),
  })),
  'net.inet.tcp.delacktime': fields(40, (v) => ({ delayedAck: millis(v, 0) })),
  'net.inet.tcp.delayed_ack': fields(1, (v) => ({ delayedAck: flag(v) ? ms(40) : 0 })),
  // tcp_input in LISTEN, tcp_do_segment for connections; TIME-WAIT does not look.
  'net.inet.tcp.drop_synfin': fields(0, (v) => ({ synFin: flag(v) ? 'drop-always' : 'take' })),
  'net.inet.tcp.ecn.enable': fields(2, (v) => ({ ecn: oneOf(v, ['never', 'request', 'accept']) })),
  'net.inet.tcp.ecn.maxretries': fields(1, (v) => ({ ecnSynRetries: whole(v, 0, 255) })),
  'net.inet.tcp.fastopen.client_enable': fields(1, (v) => ({ fastOpenClient: flag(v) })),
  'net.inet.tcp.fastopen.server_enable': fields(0, (v) => ({ fastOpenServer: flag(v) })),
  'net.inet.tcp.finwait2_timeout': fields(60_000, (v) => ({ finWait2: millis(v) })),
  // The hostcache keeps path MTUs and cookies by peer; it is pruned at once, whatever the value.
  'net.inet.tcp.hostcache.purgenow': act(0, (_v, stack) => stack.clearCaches()),
  'net.inet.tcp.icmp_may_rst': fields(1, (v) => ({ icmpErrors: flag(v) ? ICMP_FREEBSD : {} })),
  'net.inet.tcp.initcwnd_segments': fields(10, (v) => ({ initialWindow: whole(v, 1, 65_535) })),
  'net.inet.tcp.insecure_rst': fields(0, (v) => ({
    resetInWindow: oneOf(v, ['challenge', 'take']),
  })),
  'net.inet.tcp.insecure_syn': fields(0, (v) => ({
    synInWindow: oneOf(v, ['challenge', 'reset']),
  })),
  'net.inet.tcp.keepcnt': fields(8, (v) => ({ keepAliveCount: whole(v, 1, 255) })),
  'net.inet.tcp.keepidle': fields(7_200_000, (v) => ({ keepAliveIdle: millis(v) })),
  'net.inet.tcp.keepinit': fields(75_000, (v) => ({ synTimeout: millis(v) })),
  'net.inet.tcp.keepintvl': fields(75_000, (v) => ({ keepAliveInterval: millis(v) })),
  'net.inet.tcp.msl': fields(30_000, (v) => ({ timeWait: 2 * millis(v) })),
  'net.inet.tcp.mssdflt': fields(536, (v) => ({ defaultMss: whole(v, 1, 65_535) })),
  'net.inet.tcp.path_mtu_discovery': fixed(1, 'every segment goes with DF, RFC 1191'),
  'net.inet.tcp.pmtud_blackhole_detection': fields(0, (v) => ({
    blackHole: oneOf(v, ['none', 'steps']),
  })),
  'net.inet.tcp.pmtud_blackhole_mss': fields(1200, (v) => ({ blackHoleMss: whole(v, 1, 65_535) })),
  'net.inet.tcp.recvspace': fields(64 * 1024, (v) => ({ receiveBuffer: octets(v) })),
  'net.inet.tcp.rexmit_drop_options': fields(0, (v) => ({
    bareSynFrom: flag(v) ? 3 : POSITIVE_INFINITY, // tcp_timer_rexmt: when t_rxtshift is 3
  })),
  'net.inet.tcp.rexmit_initial': fields(1000, (v) => ({
    initialRto: millis(v),
    synRto: millis(v),
    synAckRto: millis(v),
  })),
  'net.inet.tcp.rexmit_min': fields(30, (v) => ({ minRto: millis(v, 0) })),
  'net.inet.tcp.rexmit_slop': fields(200, (v) => ({
    synSlop: millis(v, 0),
    rtoSlop: millis(v, 0),
  })),
  'net.inet.tcp.rfc1323': fields(1, (v) => ({ timestamps: flag(v), windowScaling: flag(v) })),
  'net.inet.tcp.sack.enable': fields(1, (v) => ({ sack: flag(v) })),
  'net.inet.tcp.sendspace': fields(32 * 1024, (v) => ({ sendBuffer: octets(v) })),
  'net.inet.tcp.syncache.rexmtlimit': fields(3, (v) => ({ synAckRetries: whole(v, 0, 20) })),
  'net.inet.tcp.syncookies': fields(1, (_v, read) => ({ synCookies: synCookies(read) })),
  'net.inet.tcp.syncookies_only': fields(0, (_v, read) => ({ synCookies: synCookies(read) })),
  'net.inet.tcp.tolerate_missing_ts': fields(1, (v) => ({ requireTimestamps: !flag(v) })),
  'net.inet.tcp.udp_tunneling_overhead': act(8, (v, { host }) => {
    host.tunnel.overhead = whole(v);
  }),
  'net.inet.tcp.udp_tunneling_port': act(0, (v, { host }) => {
    host.tunnel.port = whole(v);
  }),
  'net.inet.tcp.v6mssdflt': fields(1220, (v) => ({ defaultMssV6: whole(v, 1, 65_535) })),
  'net.inet.tcp.v6pmtud_blackhole_mss': fields(1220, (v) => ({
    blackHoleMssV6: whole(v, 1, 65_535),
  })),
};

/** syncookies_only counts only where there are cookies: syncache_add. */
function synCookies(read: (name: string) => string): 'full' | 'always' | 'never' {
  if (!flag(read('net.inet.tcp.syncookies'))) return 'never';
  return flag(read('net.inet.tcp.syncookies_only')) ? 'always' : 'full';
}
