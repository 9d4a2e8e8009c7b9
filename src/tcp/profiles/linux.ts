import { ms, type Profile, s } from '../profile.ts';
import { ICMP_LINUX } from './icmp.ts';
import { rfc } from './rfc.ts';

/** Linux 6.18 as measured over a TUN device, or as its `ip-sysctl` documentation states. */
export const linux: Profile = Object.freeze({
  ...rfc,
  name: 'linux',
  options: Object.freeze({
    order: Object.freeze(['md5', 'mss', 'sackOk', 'ts', 'wscale', 'sack', 'tfo', 'uto'] as const), // tcp_options_write()
    padSackOk: true,
    tail: 'nop' as const,
  }),
  unexpectedSignature: 'drop' as const, // tcp_inbound_hash(): TCPMD5Unexpected
  signedTimestamps: 'unless-sack' as const, // tcp_syn_options(), tcp_synack_options()
  requireTimestamps: false,
  bufferOverhead: 1280, // SKB_TRUESIZE of a buffer with room for MAX_TCP_HEADER
  sendBufferMost: 4 * 1024 * 1024, // tcp_wmem[2]
  notSent: Number.POSITIVE_INFINITY, // tcp_notsent_lowat
  burstSegments: 2, // tcp_min_tso_segs
  burstDivisor: 3, // tcp_tso_win_divisor
  pacingSlowStart: 200, // tcp_pacing_ss_ratio
  pacingAvoidance: 120, // tcp_pacing_ca_ratio
  ecn: 'accept' as const, // tcp_ecn 2
  ecnSynRetries: 0, // tcp_ecn_clear_syn: a SYN sent again has no flags (tcp_ecn_fallback)
  synLinearTimeouts: 4, // tcp_syn_linear_timeouts
  synRetries: 10, // tcp_syn_retries 6 and the 4 linear ones: 1,2,3,4,5,7,11,19,35,67 s, gone at 131 s (measured)
  synAckRetries: 5, // tcp_synack_retries: 1,3,7,15,31 s, gone at 63 s (measured)
  synAckTimer: 'restart' as const, // measured: tcp_check_req
  synQueue: 4096, // tcp_max_syn_backlog on a machine with memory
  synQueueWithinBacklog: true, // measured: backlog n keeps n + 1 half-open, the next SYN gets a cookie
  synCookies: 'full' as const, // tcp_syncookies 1
  backlogExtra: 1, // measured: backlog n admits n + 1
  acceptsDead: true, // asserted: inet_csk_accept takes whatever waits
  ephemeralPorts: Object.freeze([32768, 60999] as const), // ip_local_port_range
  synText: 'ignore' as const, // text on a SYN is not delivered (seen when the FreeBSD suite ran on 6.18)
  synAckText: 'ignore' as const, // answered with `ack 1` (seen so)
  synFin: 'drop' as const, // seen so
  simultaneousOpen: 'all-options' as const, // seen so
  simultaneousSynAck: 'answer' as const, // measured: tcp_data_queue takes its SYN for a retransmission
  synSentBadAck: 'retry' as const, // seen so
  fastOpenClient: true, // tcp_fastopen 1: bit 0x1
  fastOpenClientCookieless: false, // bit 0x4
  fastOpenServer: false, // bit 0x2
  fastOpenServerCookieless: false, // bit 0x200
  fastOpenAllListeners: false, // bit 0x400
  fastOpenExperimental: true, // tcp_parse_options and try_exp of tcp_fastopen_metrics
  fastOpenPathDisable: 0, // a failure is not remembered by path (asserted by google's suite)
  fastOpenBlackhole: 0, // tcp_fastopen_blackhole_timeout_sec 0 since 5.14
  windowUpdate: 'doubled' as const, // __tcp_cleanup_rbuf(): when it is at least twice what the peer has left
  announcePathMtu: true, // tcp_advertise_mss(), ipv4_default_advmss(); asserted by google's suite
  synPathMtu: 'believe' as const, // tcp_v4_mtu_reduced(); asserted by google's suite
  synAckEcho: 'reset' as const, // tcp_rcv_synsent_state_process(): PAWSActiveRejected; asserted by google's suite
  halfOpenIcmp: 'drop' as const, // tcp_req_err(); asserted by google's suite
  minRto: ms(200), // TCP_RTO_MIN
  rtoMargin: ms(200), // tcp_rtt_estimator: rttvar_us is never below TCP_RTO_MIN
  maxRto: s(120), // TCP_RTO_MAX
  r2: ms(924_600), // tcp_retries2 15 at the smallest RTO, as ip-sysctl gives it
  growsByDelivered: true, // tcp_cong_control: acked_sacked
  growsHalfUsed: true, // tcp_is_cwnd_limited: cwnd below twice max_packets_out
  slowStartLimit: Number.POSITIVE_INFINITY, // tcp_slow_start counts every segment acknowledged
  delayedAck: ms(40), // TCP_DELACK_MIN
  quickAcks: 16, // TCP_MAX_QUICKACKS
  overrideTimeout: 0, // the probe timer, RTO: tcp_check_probe_timer
  localDropInterval: ms(500), // TCP_RESOURCE_PROBE_INTERVAL
  userTimeoutFrom: 'retransmission' as const, // retrans_stamp and icsk_probes_tstamp, tcp_clamp_rto_to_user_timeout
  maxPersist: s(120),
  unsentAck: 'ignore' as const, // tcp_ack: TCP_ACK_UNSENT_DATA, which tcp_rcv_established drops
  probe: 'empty' as const, // tcp_write_wakeup
  keepAliveIdle: s(7200), // tcp_keepalive_time
  keepAliveInterval: s(75), // tcp_keepalive_intvl
  keepAliveCount: 9, // tcp_keepalive_probes
  synReceivedReset: 'ECONNRESET' as const, // seen when the FreeBSD suite ran on 6.18
  closeWaitReset: 'EPIPE' as const, // seen so
  sackCoversFin: true, // seen so
  rstAfterFinMinusOne: true, // seen so, in CLOSE-WAIT, LAST-ACK and CLOSING
  orphanLimit: 131_072, // tcp_max_orphans on a machine with 24 GB; it depends on memory
  orphanRetries: 8, // tcp_orphan_retries 0 means 8 (measured: LAST-ACK gone after 8 retransmissions)
  icmpErrors: ICMP_LINUX, // icmp_err_convert, icmpv6_err_convert
  minPathMtu: 552, // net.ipv4.route.min_pmtu
  pathMtuLifetime: s(600), // net.ipv4.route.mtu_expires
  finWait2: s(60), // tcp_fin_timeout
  timeWait: s(60), // TCP_TIMEWAIT_LEN
  listenOpen: 'refuse' as const, // __inet_stream_connect(): EISCONN, sk_state is not TCP_CLOSE
  lingerOver: 'continue' as const, // sk_stream_wait_close(): only close() waits, the orphan goes on (measured)
  timeWaitReset: 'close' as const, // tcp_rfc1337 0: a reset exactly at RCV.NXT ends it (measured)
  timeWaitAck: 'at-rcv-nxt' as const, // tcp_timewait_state_process looks at SEG.SEQ alone
  timeWaitLimit: 131_072, // tcp_max_tw_buckets on the same machine
});
