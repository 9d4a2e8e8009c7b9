import { ms, type Profile, s } from '../profile.ts';
import { STANDARD } from '../what-if.ts';
import { ICMP_RFC } from './icmp.ts';

/** What RFC 9293 and the documents it builds on say, and their recommended value where they give a range. */
export const rfc: Profile = Object.freeze({
  name: 'rfc',
  options: Object.freeze({
    order: Object.freeze(['mss', 'sackOk', 'ts', 'wscale', 'md5', 'sack', 'tfo', 'uto'] as const),
    padSackOk: true,
    tail: 'eol' as const,
  }),
  timestamps: true,
  sack: true,
  windowScaling: true,
  mssOption: true, // RFC 9293 section 3.7.1 [MUST-14, SHLD-5]
  ecn: 'never' as const, // RFC 3168 is an addition: who wants it, sets it
  ecnSynRetries: 0, // RFC 3168 section 6.1.1.1: a SYN sent again asks no more
  requireTimestamps: true, // RFC 7323 section 3.2
  unexpectedSignature: 'ignore' as const, // RFC 9293 section 3.1: an option that is not known [MUST-6]
  signedTimestamps: 'offer' as const,
  rstCarriesSocketTos: false,
  announcePathMtu: false, // RFC 9293 section 3.7.1: the MSS announced is the interface's [SHLD-6]
  defaultMss: 536, // RFC 9293 section 3.7.1 [MUST-15]
  defaultMssV6: 1220,
  blackHole: 'none' as const, // RFC 4821 and RFC 8899 say how; no clause asks for it
  blackHoleMss: 1200,
  blackHoleMssV6: 1220,
  ttl: 64, // RFC 1700; RFC 9293 section 3.9.2 wants it configurable
  // 256 KiB: what is in flight then stays in a core's second-level cache. Two hosts in one process, MTU
  // 1500: 11.4 to 13 Gbit/s, against 7 to 9.6 with 512 KiB. A long fat path wants more: override it.
  sendBuffer: 256 * 1024,
  sendsBuffers: false,
  bufferOverhead: 0,
  sendBufferMost: 0,
  notSent: Number.POSITIVE_INFINITY,
  burstSegments: 2, // this and the next three count for buffers only
  burstDivisor: 3,
  pacingSlowStart: 200,
  pacingAvoidance: 120,
  receiveBuffer: 256 * 1024,
  receiveBufferRounding: 'none' as const,
  acceptWindow: 'offered' as const, // RFC 9293 section 3.4
  windowOffer: 'by-segments' as const, // RFC 9293 section 3.8.6.2.2 [MUST-39]
  firstWindow: 0, // no RFC asks for less than there is room for
  windowUpdate: 'two-segments' as const, // RFC 9293 section 3.8.6.2.2 leaves the number open
  windowScaleFor: 0,
  windowRounding: 'down' as const, // RFC 7323 section 2.3: the window is shifted right
  synRto: s(1), // RFC 6298 (2.1)
  synLinearTimeouts: 0,
  synRetries: 7, // 1+2+4+8+16+32+60+60 = 183 s; R2 for a SYN is at least 3 minutes [MUST-23]
  synSlop: 0,
  synTimeout: Number.POSITIVE_INFINITY, // synRetries is R2 for a SYN
  bareSynFrom: Number.POSITIVE_INFINITY,
  synAckRto: s(1),
  synAckRetries: 5,
  synAckTimer: 'keep' as const, // RFC 6298 (5.1): a timer that runs goes on
  synQueue: 1024,
  synQueueWithinBacklog: false,
  synCookies: 'never' as const, // RFC 9293 knows none; RFC 4987 section 3.6 gives their cost
  cookieOptions: 'timestamp' as const, // as Linux: cookie_init_timestamp()
  synQueueFull: 'drop-new' as const,
  synDeferral: s(60),
  backlogExtra: 0,
  acceptOverflow: 'drop' as const,
  acceptsDead: false, // RFC 9293 knows no accept queue
  ephemeralPorts: Object.freeze([49152, 65535] as const), // RFC 6335 section 6
  synText: 'queue' as const, // RFC 9293 section 3.10.7.2
  synAckText: 'take' as const, // RFC 9293 section 3.10.7.3
  synFin: 'take' as const, // RFC 9293 section 3.10.7.2 looks at RST, ACK and SYN only
  closedPort: 'reset' as const, // RFC 9293 section 3.10.7.1
  listenSynAck: 'reset' as const, // RFC 9293 section 3.10.7.2
  simultaneousOpen: 'common-options' as const, // RFC 7323 section 2.2
  simultaneousSynAck: 'take' as const, // RFC 9293 section 3.5, figure 7
  synPathMtu: 'ignore' as const, // RFC 5927 section 7.2: nothing that large was sent
  synAckEcho: 'take' as const, // RFC 7323 does not say
  halfOpenIcmp: 'ignore' as const, // RFC 9293 section 3.9.2.2: these errors are soft
  synSentBadAck: 'wait' as const, // RFC 9293 section 3.10.7.3
  fastOpenClient: true, // RFC 7413; an application must ask for it
  fastOpenClientCookieless: false, // RFC 7413 section 4.2.1
  fastOpenServer: true, // RFC 7413; a listener must ask for it
  fastOpenServerCookieless: false, // RFC 7413 section 4.2.2
  fastOpenAllListeners: false,
  fastOpenExperimental: false, // RFC 7413 section 4.1.1: kind 34
  fastOpenPathDisable: s(900), // RFC 7413 section 4.1.3.1: "at least temporarily"; FreeBSD's 15 minutes
  fastOpenBlackhole: 0, // RFC 7413 knows none
  fastOpenCache: 1024,
  initialRto: s(1), // RFC 6298 (2.1)
  minRto: s(1), // RFC 6298 (2.4)
  rtoMargin: ms(1), // our clock's granularity
  rtoSlop: 0,
  maxRto: s(60), // RFC 6298 (2.5)
  r1: 3, // RFC 9293 section 3.8.3 [SHLD-10]
  r2: s(100), // RFC 9293 section 3.8.3 [SHLD-11]
  initialWindow: 10, // RFC 6928
  idleRestart: true, // RFC 5681 section 4.1
  growsHalfUsed: false, // RFC 7661 section 4.3
  growsByDelivered: false, // RFC 3465 section 2.1: by what is acknowledged
  slowStartLimit: 2, // RFC 3465 section 2.2
  duplicateThreshold: 3, // RFC 5681 section 3.2
  tailLossProbe: false, // RFC 8985 is not among those that RFC 9293 builds on
  limitedTransmit: true, // RFC 3042
  congestion: 'reno' as const, // RFC 5681
  delayedAck: ms(200), // RFC 9293 section 3.8.6.3: less than 500 ms [MUST-40]
  quickAcks: 0,
  nagle: true, // RFC 9293 section 3.7.4 [SHLD-7]
  nagleRule: 'each-segment' as const, // RFC 9293 section 3.7.4: SND.NXT > SND.UNA
  overrideTimeout: ms(200), // RFC 9293 section 3.8.6.2.1: 0.1 to 1.0 s
  localDropInterval: Number.POSITIVE_INFINITY,
  userTimeoutFrom: 'queued' as const, // RFC 9293 section 3.9.1: since SEND
  maxPersist: s(60),
  challengeInterval: ms(500), // RFC 5961 section 7 suggests 10 in 5 s; Linux: tcp_invalid_ratelimit
  unsentAck: 'answer' as const, // RFC 9293 section 3.10.7.4
  challengeBurst: 1,
  probe: 'octet' as const, // RFC 9293 section 3.8.6.1
  keepAlive: false, // RFC 9293 section 3.8.4 [MUST-25]
  keepAliveIdle: s(7200), // RFC 9293 section 3.8.4: two hours or more [MUST-28]
  keepAliveInterval: s(75), // no standard gives one: that of Linux and FreeBSD
  keepAliveCount: 9, // RFC 9293 section 3.8.4 wants more than one [MUST-29]
  keepAliveGarbage: false, // RFC 9293 section 3.8.4 [SHLD-12]
  userTimeout: Number.POSITIVE_INFINITY, // R2 decides until the user gives one
  synReceivedReset: 'ECONNREFUSED' as const, // RFC 9293 section 3.10.7.4
  closeWaitReset: 'ECONNRESET' as const, // RFC 9293 section 3.10.7.4
  closingReset: 'nothing' as const, // RFC 9293 section 3.10.7.4
  resetInWindow: 'challenge' as const, // RFC 5961 section 3.2 [SHLD-2]
  synInWindow: 'challenge' as const, // RFC 5961 section 4.2
  oldSegmentAck: 'drop' as const, // RFC 9293 section 3.10.7.4, first
  sackCoversFin: false, // RFC 2018 section 3: blocks of data
  rstAfterFinMinusOne: false, // RFC 5961 section 3.2: RCV.NXT and nothing else
  simultaneousClose: 'ack' as const, // RFC 9293 figure 13
  orphanLimit: 65_536,
  orphanRetries: Number.POSITIVE_INFINITY, // RFC 9293 tells no orphans from others: R2
  icmpErrors: ICMP_RFC,
  softErrorRetries: Number.POSITIVE_INFINITY, // soft errors never abort [MUST-56]
  minPathMtu: 552, // RFC 1191 section 3 forbids less than 68; below 552 a forger gains most. Linux: min_pmtu
  pathMtuLifetime: s(600), // RFC 1191 section 6.3
  finWait2: Number.POSITIVE_INFINITY, // RFC 9293 has no such timer
  timeWait: s(240), // MSL is 2 minutes: RFC 9293 section 3.4.2
  listenOpen: 'activate' as const, // RFC 9293 sections 3.10.1 and 3.10.2
  lingerOver: 'reset' as const, // RFC 9293 has no such time: what ABORT of section 3.10.5 sends, as the user asked
  timeWaitReset: 'close' as const, // RFC 9293 section 3.10.7.4
  timeWaitSyn: 'rfc6191' as const, // RFC 9293 section 3.6.1, RFC 6191
  timeWaitAck: 'in-window' as const, // RFC 9293 section 3.10.7.4 answers what is not acceptable, and the FIN
  timeWaitFin: 'answer' as const, // RFC 9293 section 3.10.7.4: it is outside the window
  timeWaitReuse: false, // RFC 9293 knows none; Linux: tcp_tw_reuse, for other hosts off by default
  timeWaitLimit: 65_536,
  whatIf: STANDARD,
});
