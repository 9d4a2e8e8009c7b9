import { ms, type Profile, s } from '../profile.ts';
import { ICMP_FREEBSD } from './icmp.ts';
import { rfc } from './rfc.ts';

/**
 * FreeBSD as its TCP test suite asserts it ("asserted"), or as the manual pages tcp(4) and syncache(4)
 * document their sysctls ("documented as"); nothing here was measured. What is not named is as in `rfc`.
 */
export const freebsd: Profile = Object.freeze({
  ...rfc,
  name: 'freebsd',
  options: Object.freeze({
    order: Object.freeze(['mss', 'wscale', 'sackOk', 'ts', 'md5', 'sack', 'tfo', 'uto'] as const), // asserted
    padSackOk: false, // asserted: mss,sackOK,eol,eol
    tail: 'eol' as const, // asserted
  }),
  ecn: 'accept' as const, // asserted: net.inet.tcp.ecn.enable 2
  ecnSynRetries: 1, // asserted: net.inet.tcp.ecn.maxretries
  requireTimestamps: false, // documented as net.inet.tcp.tolerate_missing_ts 1
  rstCarriesSocketTos: true, // asserted: a SYN for a bound socket is refused with its IP_TTL and IP_TOS
  synPathMtu: 'ipv6' as const, // icmp6_mtudisc_update(); asserted: IPv4 announces what it did before
  announcePathMtu: true, // tcp_mssopt() asks the host cache; asserted: Packet Too Big 1300, next SYN mss 1240
  defaultMss: 536, // net.inet.tcp.mssdflt
  defaultMssV6: 1220, // net.inet.tcp.v6mssdflt
  blackHole: 'none' as const, // net.inet.tcp.pmtud_blackhole_detection 0; with 1 it is `steps`: asserted
  blackHoleMss: 1200, // net.inet.tcp.pmtud_blackhole_mss
  blackHoleMssV6: 1220, // net.inet.tcp.v6pmtud_blackhole_mss
  sendBuffer: 32 * 1024, // documented as net.inet.tcp.sendspace
  receiveBuffer: 64 * 1024, // asserted: SO_RCVBUF is 65536 before the handshake
  receiveBufferRounding: 'mss' as const, // asserted: 65700 = 45 x 1460, 66240 = 46 x 1440
  acceptWindow: 'free' as const, // asserted: SEG.SEQ 65700 is in the window that 65535 was offered of
  windowOffer: 'all-free' as const, // asserted: 65535 is offered again behind a FIN (tcp_output)
  windowUpdate: 'quarter' as const, // asserted: 799 octets read tell nobody, 32199 do (tcp_output)
  windowScaleFor: 2 * 1024 * 1024, // asserted: kern.ipc.maxsockbuf 2097152 gives a shift of 6
  windowRounding: 'up' as const, // asserted: 65700 free and a shift of 6 give 1027
  synSlop: ms(200), // documented as rexmit_slop; asserted: SYN after 1 s, then 2.2, 4.2, 8.2 s
  synRetries: 12, // documented as TCP_MAXRXTSHIFT; synTimeout comes first
  synTimeout: s(75), // documented as keepinit: 75 s; asserted: keepinit 5 s fails at 5 s
  synAckRetries: 3, // documented as syncache.rexmtlimit
  synCookies: 'full' as const, // documented as net.inet.tcp.syncookies
  cookieOptions: 'cookie' as const, // union syncookie; asserted: a cookie's SYN-ACK has sackOK without TS
  synQueueFull: 'drop-oldest' as const, // syncache(4): an overflowing bucket loses its oldest entry
  ephemeralPorts: Object.freeze([10000, 65535] as const), // documented as portrange.first and last
  synText: 'queue' as const, // asserted: text on a SYN in SYN-SENT is acknowledged after the handshake
  listenSynAck: 'ignore' as const, // asserted
  fastOpenClient: true, // documented as net.inet.tcp.fastopen.client_enable
  fastOpenServer: false, // documented as net.inet.tcp.fastopen.server_enable
  fastOpenPathDisable: s(900), // documented as net.inet.tcp.fastopen.path_disable_time; asserted: the next SYN is plain
  minRto: ms(30), // documented as rexmit_min: near 0
  rtoMargin: 0, // TCP_REXMTVAL has no least variance; the slop stands for it
  rtoSlop: ms(200), // documented as rexmit_slop: TCPT_RANGESET adds it to every timeout
  maxRto: s(64), // documented as TCPTV_REXMTMAX; asserted: SYN intervals stop growing at 64 s
  r2: ms(358_200), // 12 retransmissions (TCP_MAXRXTSHIFT) from the smallest RTO: 0.2, 0.4 ... 51.2, 4 x 64 s
  delayedAck: ms(40), // asserted: delacktime
  nagleRule: 'each-output' as const, // tcp_output(): `idle`; asserted: 1500 octets go as 1400 and 100
  challengeInterval: s(1), // documented as net.inet.tcp.ack_war_timewindow
  challengeBurst: 5, // documented as net.inet.tcp.ack_war_cnt
  probe: 'octet' as const, // persist sends an octet beyond the window: RFC 9293 section 3.8.6.1
  keepAlive: true, // asserted: probes go without SO_KEEPALIVE; documented as always_keepalive
  keepAliveIdle: s(7200), // asserted: keepidle
  keepAliveInterval: s(75), // asserted: keepintvl
  keepAliveCount: 8, // asserted: keepcnt
  simultaneousClose: 'resend-fin' as const, // asserted: `F. 1:1(0) ack 2`
  closingReset: 'ECONNRESET' as const, // asserted
  oldSegmentAck: 'take' as const, // asserted: `. 1:1(0) ack 2` with RCV.NXT 2 ends LAST-ACK; RFC 793 page 69 allowed it
  icmpErrors: ICMP_FREEBSD, // asserted, with icmp_may_rst
  softErrorRetries: 3, // tcp_notify(): t_rxtshift > 3 and a soft error before
  finWait2: s(60), // documented as finwait2_timeout
  timeWait: s(60), // documented as net.inet.tcp.msl: 30 s, twice
  listenOpen: 'refuse' as const, // soconnectat(): EOPNOTSUPP of one that accepts
  lingerOver: 'continue' as const, // soclose(): only close() waits
  timeWaitReset: 'ignore' as const, // asserted: no assassination, RFC 1337
  timeWaitSyn: 'later' as const, // asserted: at or before RCV.NXT silence, beyond it a new connection
  timeWaitAck: 'exact' as const, // asserted
  timeWaitFin: 'drop' as const, // asserted
});
