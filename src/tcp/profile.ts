import type { Micros } from '../base/timer-queue.ts';
import type { OptionLayout } from '../wire/tcp-options.ts';
import type { IcmpTable } from './profiles/icmp.ts';
import type { WhatIf } from './what-if.ts';

/**
 * How a TCP behaves where the standards leave a choice, or where a real system departs from them.
 * One frozen object of numbers and named choices; the engine asks `profile.x`, never "is this Linux?".
 * Times are microseconds, sizes octets.
 */
export interface Profile {
  readonly name: string;

  /** The order and padding of options. */
  readonly options: OptionLayout;
  /** Offers timestamps, RFC 7323. */
  readonly timestamps: boolean;
  /** Offers selective acknowledgments, RFC 2018. */
  readonly sack: boolean;
  /** Offers window scaling, RFC 7323. */
  readonly windowScaling: boolean;
  /** Offers its MSS: RFC 9293 section 3.7.1 has every SYN do so unless 536 is meant. FreeBSD: TCP_NOOPT leaves it out. */
  readonly mssOption: boolean;
  /**
   * Explicit congestion notification, RFC 3168: not at all, only for a peer that asks, or asked for with
   * every SYN. Linux: tcp_ecn 0, 2 and 1; FreeBSD: net.inet.tcp.ecn.enable 0, 2 and 1.
   */
  readonly ecn: 'never' | 'accept' | 'request';
  /** Retransmissions of a SYN that still ask for ECN: RFC 3168 section 6.1.1.1. */
  readonly ecnSynRetries: number;
  /** Drops a segment that lacks the timestamps agreed on (RFC 7323 section 3.2 SHOULD). */
  readonly requireTimestamps: boolean;
  /** IP time to live, or hop limit. [MUST-49] */
  readonly ttl: number;
  /** What becomes of a segment with an MD5 signature that nobody asked for, RFC 2385. */
  readonly unexpectedSignature: 'drop' | 'ignore';
  /** Whether timestamps are offered beside an MD5 signature and SACK: the three leave no room for blocks. */
  readonly signedTimestamps: 'offer' | 'unless-sack';
  /** A reset that a socket causes, bound or more, carries its time to live and type of service. */
  readonly rstCarriesSocketTos: boolean;
  /** A path MTU that is known narrows the MSS announced; an IPv6 error tells one in SYN-SENT already. */
  readonly announcePathMtu: boolean;
  /** The send MSS for peers that announce none, octets; RFC 9293 section 3.7.1. [MUST-15] */
  readonly defaultMss: number;
  readonly defaultMssV6: number;
  /**
   * What retransmissions do that come to nothing: the path may swallow large packets and ICMP. `steps`: the
   * third and fourth go in segments of `blackHoleMss`, two more of `defaultMss`, then the full size again.
   */
  readonly blackHole: 'none' | 'steps';
  readonly blackHoleMss: number;
  readonly blackHoleMssV6: number;

  /** The most octets written and not yet acknowledged. */
  readonly sendBuffer: number;
  /**
   * What is queued stands in buffers, each of which takes memory beside its text, and what goes together is cut
   * from them; else it is a stream of octets, and goes by segments.
   */
  readonly sendsBuffers: boolean;
  /** Octets of memory that such a buffer takes beside its text. */
  readonly bufferOverhead: number;
  /** What `sendBuffer` may grow to with cwnd unless the user sets it; 0 for not at all. */
  readonly sendBufferMost: number;
  /** A SEND takes no more once this much waits that was not sent, and is told when half of it is. */
  readonly notSent: number;
  /** Segments that may always be cut in one piece; more when the path takes them within a millisecond. */
  readonly burstSegments: number;
  /** A smaller part of cwnd, or of the peer's window, waits for more to open; 0 for what is up to three segments. */
  readonly burstDivisor: number;
  /** How fast the path is taken to be in slow start, percent of cwnd in a round trip; for that only. */
  readonly pacingSlowStart: number;
  /** The same afterwards. */
  readonly pacingAvoidance: number;
  /** The most octets received and not yet read; the largest window. */
  readonly receiveBuffer: number;
  /** A receive buffer that is no whole number of segments grows to one, once the MSS is known. */
  readonly receiveBufferRounding: 'none' | 'mss';
  /**
   * What the sequence check takes for RCV.WND: what was offered, or all the buffer has room for where that
   * is more, as without scaling it can be.
   */
  readonly acceptWindow: 'offered' | 'free';
  /**
   * How the window grows when a segment goes: by a segment or half the buffer at least, or to all that is
   * free, if that is a segment or a quarter of the buffer; or to all that is free where windows are scaled, unless
   * less than half is and that is no segment or not a 16th of the buffer.
   */
  readonly windowOffer: 'by-segments' | 'all-free' | 'all-when-scaled';
  /**
   * The most that is offered before text has come; each segment of 128 octets or more opens it
   * by as much as two full ones take. 0 offers what is free from the first on.
   */
  readonly firstWindow: number;
  /**
   * By how much reading must open the window for an ACK to tell of it: two segments, or two segments that
   * are a quarter of the buffer as well, or as much again when no more than half the buffer was open.
   */
  readonly windowUpdate: 'two-segments' | 'quarter' | 'doubled';
  /** The largest receive buffer the window scale is chosen for; 0 for that of `receiveBuffer`. */
  readonly windowScaleFor: number;
  /**
   * What is offered of a free buffer that is no whole number of units of the window's scale: less than
   * it, or more, and then what does not fit is not taken.
   */
  readonly windowRounding: 'down' | 'up';

  /** First wait before a SYN is sent again. */
  readonly synRto: Micros;
  /** How many of the SYN's later waits are still `synRto`, before they double (Linux 6.5). */
  readonly synLinearTimeouts: number;
  /** Retransmissions of a SYN; the attempt fails one wait after the last. [MUST-22, MUST-23] */
  readonly synRetries: number;
  /** Added to every later wait, after doubling; the sum is at most `maxRto`. */
  readonly synSlop: Micros;
  /** How long an active OPEN may take, however many retransmissions are left. */
  readonly synTimeout: Micros;
  /** From this retransmission on a SYN offers its MSS alone: it may be the options that get lost. */
  readonly bareSynFrom: number;
  /** First wait before a SYN-ACK is sent again; it doubles. */
  readonly synAckRto: Micros;
  /** Retransmissions of a SYN-ACK; the entry goes one wait after the last. */
  readonly synAckRetries: number;
  /** What a SYN that comes again does to that wait, being answered at once: nothing, or it begins anew. */
  readonly synAckTimer: 'keep' | 'restart';
  /** Half-open entries a listener holds at most. */
  readonly synQueue: number;
  /** Nor more of them than its accept queue holds connections, unless the listener itself says how many. */
  readonly synQueueWithinBacklog: boolean;
  /** SYN cookies, RFC 4987 section 3.6: when the SYN queue is full, for every SYN, or never. */
  readonly synCookies: 'full' | 'always' | 'never';
  /** Where a SYN cookie keeps the options that were offered: in its timestamp if there is one, or in itself. */
  readonly cookieOptions: 'timestamp' | 'cookie';
  /** Whom a SYN finds no room for when the queue is full and no cookie goes: itself, or the oldest entry. */
  readonly synQueueFull: 'drop-new' | 'drop-oldest';
  /** How long an entry that the user has deferred waits for his decision. */
  readonly synDeferral: Micros;
  /** Connections an accept queue holds beyond its backlog: Linux admits one. */
  readonly backlogExtra: number;
  /** What happens to the ACK that would overflow the accept queue. */
  readonly acceptOverflow: 'drop' | 'reset';
  /** A connection that was reset before it was accepted is accepted all the same, with what it has received. */
  readonly acceptsDead: boolean;
  /** Ephemeral ports, first and last, RFC 6056. */
  readonly ephemeralPorts: readonly [first: number, last: number];
  /** Text on a SYN: kept until ESTABLISHED, as RFC 9293 section 3.10.7.2 says, or left for the peer to repeat. */
  readonly synText: 'queue' | 'ignore';
  /** Text and FIN on a SYN-ACK: taken, as RFC 9293 section 3.10.7.3 says, or left for the peer to repeat. */
  readonly synAckText: 'take' | 'ignore';
  /** What becomes of a SYN that carries a FIN: the FIN is void, or the segment is, in LISTEN or for connections too. */
  readonly synFin: 'take' | 'drop' | 'drop-always';
  /**
   * What a port that nobody waits on answers: resets, none to a SYN, or none at all; and with `drop-unexpected` a
   * listener has none either for an ACK that it cannot use.
   */
  readonly closedPort: 'reset' | 'drop-syn' | 'drop' | 'drop-unexpected';
  /** What LISTEN does with a SYN-ACK; RFC 9293 section 3.10.7.2 answers any ACK with a reset. */
  readonly listenSynAck: 'reset' | 'ignore';
  /** What the SYN-ACK of a simultaneous open offers: what the peer's SYN did, or all there is again. */
  readonly simultaneousOpen: 'common-options' | 'all-options';
  /** What the SYN-ACK that completes a simultaneous open gets: nothing, or an ACK, its SYN being known already. */
  readonly simultaneousSynAck: 'take' | 'answer';
  /**
   * What SYN-SENT makes of ICMP that says the path is narrower: nothing, or the next SYN announces it, over IPv6
   * or over either; and a SYN with text goes again without, at once, where it is believed of either.
   */
  readonly synPathMtu: 'ignore' | 'ipv6' | 'believe';
  /** What SYN-SENT does with a SYN-ACK that echoes a timestamp which was never sent. */
  readonly synAckEcho: 'take' | 'reset';
  /** What ICMP that says a network or host cannot be reached does to a half-open entry. */
  readonly halfOpenIcmp: 'ignore' | 'drop';
  /** What SYN-SENT does after it has answered an unacceptable ACK with a reset: SYN again at once, or wait. */
  readonly synSentBadAck: 'wait' | 'retry';

  /** Fast Open for those who open a connection and ask for it: RFC 7413 section 4.2.1. */
  readonly fastOpenClient: boolean;
  /** Text goes on a SYN without a cookie and without the option: for networks where all know each other. */
  readonly fastOpenClientCookieless: boolean;
  /** Fast Open for listeners that ask for it: RFC 7413 section 4.2.2. */
  readonly fastOpenServer: boolean;
  /** Such a listener takes text from a SYN without a cookie too. */
  readonly fastOpenServerCookieless: boolean;
  /** Every listener does Fast Open, for as many connections as its backlog, whether it asks for it or not. */
  readonly fastOpenAllListeners: boolean;
  /** The option of before RFC 7413, kind 254, is understood, and tried once where the other gets no cookie. */
  readonly fastOpenExperimental: boolean;
  /** How long a path is opened without it on which Fast Open failed; 0 tries again at once. */
  readonly fastOpenPathDisable: Micros;
  /** How long the whole host does without it once it suspects a black hole; 0 never suspects one. */
  readonly fastOpenBlackhole: Micros;
  /** Servers whose cookies a host keeps at most. */
  readonly fastOpenCache: number;

  /** RTO before there is a sample, RFC 6298 (2.1). */
  readonly initialRto: Micros;
  /** The shortest RTO, RFC 6298 (2.4). */
  readonly minRto: Micros;
  /** The least that the variance of round trips adds to SRTT in the RTO: G of RFC 6298 (2.3). */
  readonly rtoMargin: Micros;
  /** Added to every RTO, after doubling; the sum is at most `maxRto`. */
  readonly rtoSlop: Micros;
  /** The longest RTO, RFC 6298 (2.5); the waits of a SYN grow no longer either. */
  readonly maxRto: Micros;
  /** Retransmissions of one segment after which IP is advised and the user may be told. [SHLD-10] */
  readonly r1: number;
  /** How long data may go unacknowledged before the connection is given up. [SHLD-11] */
  readonly r2: Micros;

  /** Initial congestion window, segments; RFC 6928. */
  readonly initialWindow: number;
  /** A connection that sent nothing for an RTO begins with that again: RFC 5681 section 4.1. */
  readonly idleRestart: boolean;
  /** In slow start cwnd grows when half of it was used; else when it held the sender back: RFC 7661 section 4.3. */
  readonly growsHalfUsed: boolean;
  /** cwnd grows by what an ACK tells to have arrived, not by what earlier ones, duplicates or SACK, told of already. */
  readonly growsByDelivered: boolean;
  /** Segments by which one ACK may open the window in slow start; RFC 3465 section 2.2. */
  readonly slowStartLimit: number;
  /** Duplicate ACKs that mean a loss. */
  readonly duplicateThreshold: number;
  /** Sends one segment, new or the last again, when two round trips bring no ACK: RFC 8985 section 7. */
  readonly tailLossProbe: boolean;
  /** Sends new segments on the first two duplicate ACKs, RFC 3042. */
  readonly limitedTransmit: boolean;
  /** The congestion control. */
  readonly congestion: 'reno';

  /** Longest time an ACK is held back; RFC 9293 section 3.8.6.3 allows less than 500 ms. [MUST-40] */
  readonly delayedAck: Micros;
  /** Segments at the start of a connection that are acknowledged at once. */
  readonly quickAcks: number;
  /** Holds small segments back while data is unacknowledged, RFC 9293 section 3.7.4. [SHLD-7] */
  readonly nagle: boolean;
  /** When data counts as unacknowledged for that: before each segment, or before the first that goes at once. */
  readonly nagleRule: 'each-segment' | 'each-output';
  /** Longest time a partial segment waits for the window to open; 0 is the RTO. RFC 9293 section 3.8.6.2.1: 0.1 to 1 s. */
  readonly overrideTimeout: Micros;
  /** How soon what the host's own queue threw away is tried again; Infinity takes it for lost in the network. */
  readonly localDropInterval: Micros;
  /** From when USER TIMEOUT counts: from what is queued, or from the first retransmission or probe. */
  readonly userTimeoutFrom: 'queued' | 'retransmission';
  /** Longest interval between zero-window probes. [SHLD-30] */
  readonly maxPersist: Micros;
  /**
   * Time in which `challengeBurst` segments that cannot be right are answered, of one connection: RFC 5961
   * section 7. What a burst has used up comes back evenly.
   */
  readonly challengeInterval: Micros;
  /** Answers to such segments that may go in that time, all of them at once if need be. */
  readonly challengeBurst: number;
  /**
   * What an ACK of text never sent gets in ESTABLISHED: RFC 9293 section 3.10.7.4 answers it. In later states
   * all do.
   */
  readonly unsentAck: 'answer' | 'ignore';
  /** What a zero-window probe is: the next octet, as RFC 9293 section 3.8.6.1 says, or nothing at SND.UNA - 1. */
  readonly probe: 'octet' | 'empty';

  /** Probes idle connections unless the user says otherwise; RFC 9293 section 3.8.4 wants it off. [MUST-25] */
  readonly keepAlive: boolean;
  /** How long a connection is idle before the first keep-alive probe. [MUST-28] */
  readonly keepAliveIdle: Micros;
  /** Time between probes that are not answered. [MUST-27] */
  readonly keepAliveInterval: Micros;
  /** Probes unanswered after which the connection is dead. [MUST-29] */
  readonly keepAliveCount: number;
  /** Whether a keep-alive probe carries an octet already acknowledged, for peers that ignore an empty one. [MAY-6] */
  readonly keepAliveGarbage: boolean;
  /** USER TIMEOUT of RFC 9293 section 3.9.1 unless the user gives one; Infinity leaves it to R2. [MUST-21] */
  readonly userTimeout: Micros;
  /** What the user of an active OPEN hears when a reset arrives in SYN-RECEIVED. */
  readonly synReceivedReset: 'ECONNREFUSED' | 'ECONNRESET';
  /** What the user hears when a reset arrives in CLOSE-WAIT. */
  readonly closeWaitReset: 'ECONNRESET' | 'EPIPE';
  /** What the user hears when a reset arrives in CLOSING or LAST-ACK while our FIN is not acknowledged; its text always tells. */
  readonly closingReset: 'nothing' | 'ECONNRESET';
  /**
   * A reset in the window, but not at RCV.NXT: answered with an ACK, as RFC 5961 section 3.2 wants, or
   * taken, as RFC 793 did.
   */
  readonly resetInWindow: 'challenge' | 'take';
  /**
   * A SYN in the window of a synchronized connection: answered with an ACK, as RFC 5961 section 4.2 wants,
   * or with a reset that ends the connection, as RFC 793 did.
   */
  readonly synInWindow: 'challenge' | 'reset';
  /**
   * In the synchronized states, whether the ACK of a segment that lies wholly before RCV.NXT counts; RFC
   * 9293 section 3.10.7.4 drops it.
   */
  readonly oldSegmentAck: 'drop' | 'take';
  /** Whether a SACK block that ends at the peer's FIN, received out of order, covers it. */
  readonly sackCoversFin: boolean;
  /** After the peer's FIN also a reset at RCV.NXT - 1 counts: where a peer stands that sent FIN and RST at once. */
  readonly rstAfterFinMinusOne: boolean;
  /** How a FIN that does not acknowledge ours is answered in FIN-WAIT-1: with an ACK, or with our FIN again. */
  readonly simultaneousClose: 'ack' | 'resend-fin';
  /** Connections at most that their users have let go of and that are not over; beyond it a new one is reset. */
  readonly orphanLimit: number;
  /** Retransmissions before such a connection is given up, if R2 does not come first. */
  readonly orphanRetries: number;

  /** What ICMP errors mean: RFC 9293 section 3.9.2.2, RFC 5461. [MUST-54] */
  readonly icmpErrors: IcmpTable;
  /** An attempt to open ends at a second soft error once its SYN was sent again more often than this. */
  readonly softErrorRetries: number;
  /** The least path MTU that ICMP can bring about, IPv4, octets; what is narrower gets packets without DF. */
  readonly minPathMtu: number;
  /** How long a path MTU told by ICMP is believed: RFC 1191 section 6.3, RFC 8201 section 5.3. */
  readonly pathMtuLifetime: Micros;

  /**
   * What OPEN and SEND with a peer named do to a socket that listens: RFC 9293 sections 3.10.1 and 3.10.2 have it
   * turn active, and text may go with its SYN; systems refuse. Of sockets as processes have them alone.
   */
  readonly listenOpen: 'activate' | 'refuse';
  /**
   * What becomes of a connection whose user has let go of it, and whose linger time is over before the peer has
   * acknowledged everything: a reset, or it goes on as it would without that time.
   */
  readonly lingerOver: 'reset' | 'continue';
  /** How long FIN-WAIT-2 lasts once the user has let go of the connection. */
  readonly finWait2: Micros;
  /** 2 MSL; with 0 there is no TIME-WAIT. [MUST-13] */
  readonly timeWait: Micros;
  /** What an acceptable reset does to TIME-WAIT; RFC 1337 says ignore, RFC 9293 section 3.10.7.4 close. */
  readonly timeWaitReset: 'close' | 'ignore';
  /**
   * What a SYN does to TIME-WAIT. `rfc6191`: a newer one reopens, by timestamp or number, any other is
   * answered with an ACK. `later`: one beyond RCV.NXT reopens, any other is ignored. `answer`: as in every
   * synchronized state, by `synInWindow`.
   */
  readonly timeWaitSyn: 'rfc6191' | 'later' | 'answer';
  /**
   * Which empty ACK TIME-WAIT leaves unanswered: any in the window that acknowledges our FIN, any at
   * RCV.NXT, or only one that is both.
   */
  readonly timeWaitAck: 'in-window' | 'at-rcv-nxt' | 'exact';
  /** What TIME-WAIT does with a FIN that has no ACK. */
  readonly timeWaitFin: 'answer' | 'drop';
  /** An active OPEN may take the port of a connection in TIME-WAIT, when timestamps keep the two apart. */
  readonly timeWaitReuse: boolean;
  /** TIME-WAIT entries held at most; beyond that the oldest goes. */
  readonly timeWaitLimit: number;

  /** What is broken on purpose, to show why the rule is there; `withWhatIf` turns one on. */
  readonly whatIf: WhatIf;
}

/** Milliseconds as microseconds. */
export const ms = (n: number): Micros => n * 1000;
/** Seconds as microseconds. */
export const s = (n: number): Micros => n * 1_000_000;
