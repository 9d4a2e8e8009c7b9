import { ms } from '../../tcp/profile.ts';
import { ICMP_FREEBSD } from '../../tcp/profiles/icmp.ts';
import { act, fields, flag, inert, millis, type Sysctls, whole } from './sysctl.ts';

/** The most that a ring holds, and so a socket buffer. */
const MOST_OCTETS = 2 ** 30;
const octets = (value: string): number => Math.min(MOST_OCTETS, whole(value, 1));

/** FreeBSD's, as tcp(4), syncache(4) and sys/netinet/tcp_*.c name them, with their values at boot. */
export const FREEBSD_SYSCTLS: Sysctls = {
  // tcp_newtcpcb: the shift is the least that reaches sb_max.
  'kern.ipc.maxsockbuf': fields(2 * 1024 * 1024, (v) => ({ windowScaleFor: octets(v) })),
  'net.inet.tcp.delacktime': fields(40, (v) => ({ delayedAck: millis(v, 0) })),
  'net.inet.tcp.drop_synfin': fields(0, (v) => ({ synFin: flag(v) ? 'drop' : 'take' })),
  // The hostcache keeps path MTUs and cookies by peer; pruned at once, whatever the value.
  'net.inet.tcp.hostcache.purgenow': act(0, (_v, stack) => stack.clearCaches()),
  'net.inet.tcp.icmp_may_rst': fields(1, (v) => ({ icmpErrors: flag(v) ? ICMP_FREEBSD : {} })),
  'net.inet.tcp.keepcnt': fields(8, (v) => ({ keepAliveCount: whole(v, 1, 255) })),
  'net.inet.tcp.keepidle': fields(7_200_000, (v) => ({ keepAliveIdle: millis(v) })),
  'net.inet.tcp.keepinit': fields(75_000, (v) => ({ synTimeout: millis(v) })),
  'net.inet.tcp.keepintvl': fields(75_000, (v) => ({ keepAliveInterval: millis(v) })),
  'net.inet.tcp.always_keepalive': fields(1, (v) => ({ keepAlive: flag(v) })),
  'net.inet.tcp.recvspace': fields(64 * 1024, (v) => ({ receiveBuffer: octets(v) })),
  'net.inet.tcp.sendspace': fields(32 * 1024, (v) => ({ sendBuffer: octets(v) })),
  'net.inet.tcp.rexmit_drop_options': fields(0, (v) => ({
    bareSynFrom: flag(v) ? 3 : Number.POSITIVE_INFINITY, // tcp_timer_rexmt: when t_rxtshift is 3
  })),
  'net.inet.tcp.rexmit_initial': fields(1000, (v) => ({
    initialRto: millis(v),
    synRto: millis(v),
    synAckRto: millis(v),
  })),
  'net.inet.tcp.rexmit_slop': fields(200, (v) => ({
    synSlop: millis(v, 0),
    rtoMargin: millis(v, 0),
  })),
  'net.inet.tcp.rexmit_min': fields(30, (v) => ({ minRto: millis(v, 0) })),
  'net.inet.tcp.rfc1323': fields(1, (v) => ({ timestamps: flag(v), windowScaling: flag(v) })),
  'net.inet.tcp.sack.enable': fields(1, (v) => ({ sack: flag(v) })),
  'net.inet.tcp.syncookies': fields(1, (_v, read) => ({ synCookies: synCookies(read) })),
  'net.inet.tcp.syncookies_only': fields(0, (_v, read) => ({ synCookies: synCookies(read) })),
  'net.inet.tcp.syncache.rexmtlimit': fields(3, (v) => ({ synAckRetries: whole(v, 0, 20) })),
  'net.inet.tcp.tolerate_missing_ts': fields(0, (v) => ({ requireTimestamps: !flag(v) })),
  'net.inet.tcp.msl': fields(30_000, (v) => ({ timeWait: 2 * millis(v) })),
  'net.inet.tcp.finwait2_timeout': fields(60_000, (v) => ({ finWait2: millis(v) })),
  'net.inet.tcp.initcwnd_segments': fields(10, (v) => ({ initialWindow: whole(v, 1, 65_535) })),
  'net.inet.tcp.delayed_ack': fields(1, (v) => ({ delayedAck: flag(v) ? ms(40) : 0 })),
  'net.inet.tcp.mssdflt': inert(536, 'x'),
};

/** syncookies_only counts only where there are cookies: syncache_add. */
function synCookies(read: (name: string) => string): 'full' | 'always' | 'never' {
  if (!flag(read('net.inet.tcp.syncookies'))) return 'never';
  return flag(read('net.inet.tcp.syncookies_only')) ? 'always' : 'full';
}
