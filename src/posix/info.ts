import { isFastOpened } from '../tcp/calls/index.ts';
import type { Connection } from '../tcp/connection.ts';
import { synTextTaken } from '../tcp/fast-open/status.ts';
import { assumedSize, Meter } from '../tcp/meter.ts';
import { announcedMss } from '../tcp/mss.ts';
import { AT_REST } from '../tcp/recovery/at-rest.ts';
import { FAST, LOSS } from '../tcp/recovery/index.ts';
import { CLOSED, LISTEN, type State, TIME_WAIT } from '../tcp/state.ts';
import { mostOffered, receiveWindow } from '../tcp/window.ts';
import type { SocketFile } from './socket-file.ts';
import { stateNumber } from './state-numbers.ts';

type Info = Record<string, number>;

/** TCPI_OPT_*: the same on both, but for what tells of Fast Open. */
const OPT_TIMESTAMPS = 1;
const OPT_SACK = 2;
const OPT_WSCALE = 4;
const OPT_ECN = 8;
const OPT_TFO = 16;
const OPT_SYN_DATA = 32;

/** struct tcp_info of the socket's system. */
export function infoOf(f: SocketFile): Readonly<Info> {
  const { system } = f.posix;
  const linux = system === 'linux';
  const c = f.connection;
  if (c === null) {
    const state = f.listener === null ? CLOSED : LISTEN;
    return { tcpi_state: stateNumber(system, state), tcpi_options: 0 };
  }
  const common = commonInfo(c, stateNumber(system, stateOf(c)), linux);
  return linux ? linuxInfo(c, common) : freeBsdInfo(c, common);
}

/** A connection that was left to TIME-WAIT is over when its entry is. */
function stateOf(c: Connection): State {
  if (c.state !== TIME_WAIT) return c.state;
  const entry = c.tcp.timeWait.find(c.local, c.remote, c.localPort, c.remotePort);
  return entry === null ? CLOSED : TIME_WAIT;
}

function optionsOf(c: Connection, linux: boolean): number {
  let options = 0;
  if (c.ts.on) options |= OPT_TIMESTAMPS;
  if (c.sackOk) options |= OPT_SACK;
  if (c.windowScaling) options |= OPT_WSCALE;
  if (c.ecn !== null) options |= OPT_ECN;
  if (isFastOpened(c)) options |= linux ? OPT_SYN_DATA : OPT_TFO;
  return options;
}

/** What both have and mean alike; times are microseconds. */
function commonInfo(c: Connection, state: number, linux: boolean): Info {
  const { snd, rcv, rtt } = c;
  return {
    tcpi_state: state,
    tcpi_options: optionsOf(c, linux),
    tcpi_snd_wscale: snd.scale,
    tcpi_rcv_wscale: rcv.scale,
    tcpi_rto: rtt.rto,
    tcpi_ato: c.profile.delayedAck,
    tcpi_snd_mss: snd.mss,
    tcpi_rtt: Math.round(rtt.srtt),
    tcpi_rttvar: Math.round(rtt.rttvar),
    tcpi_pmtu: c.pathMtu || c.route.mtu,
    tcpi_advmss: announcedMss(c.tcp.env, c.route, c.remote, c.profile, c.options),
    tcpi_retransmits: c.retries,
    tcpi_probes: Math.max(c.probes, c.keepAliveProbes),
    tcpi_backoff: rtt.backoffs + c.probeBackoff,
  };
}

/** Segments that `octets` make. */
function segments(c: Connection, octets: number): number {
  return Math.ceil(Math.max(0, octets) / c.snd.mss);
}

/** net/ipv4/tcp.c: tcp_get_info(). */
function linuxInfo(c: Connection, common: Info): Info {
  const { snd, congestion, recovery } = c;
  const flight = (snd.nxt - snd.una) | 0;
  const held = recovery.held();
  const phase = recovery.phase;
  const pipe = flight === 0 || recovery === AT_REST ? flight : recovery.pipe(c);
  const again = recovery.again(c);
  const lost = phase === 0 ? 0 : Math.max(0, flight - held + again - pipe);
  const { ssthresh } = congestion;
  return {
    ...common,
    tcpi_ca_state:
      phase === LOSS ? 4 : phase === FAST ? 3 : recovery.duplicates > 0 || held > 0 ? 1 : 0,
    tcpi_snd_cwnd: cwndOf(c),
    tcpi_snd_ssthresh:
      ssthresh === Number.POSITIVE_INFINITY ? 0x7fffffff : Math.floor(ssthresh / snd.mss),
    tcpi_unacked: segments(c, flight),
    tcpi_sacked: segments(c, held),
    tcpi_lost: segments(c, lost),
    tcpi_retrans: segments(c, again),
    tcpi_fackets: 0, // since 4.15 it is
    tcpi_reordering: c.profile.duplicateThreshold,
    tcpi_rcv_rtt: 0,
    tcpi_rcv_space: c.rcv.buff,
    tcpi_rcv_ssthresh: mostOffered(c),
    tcpi_notsent_bytes: Math.max(0, c.sendQueue.length - flight),
    // A SYN and its text are one: tcp_rcv_fastopen_synack().
    tcpi_delivered: segments(c, c.octetsAcked - synTextTaken(c) + held) + (c.synAcked ? 1 : 0),
    tcpi_delivery_rate: 0,
    tcpi_snd_wnd: snd.wnd,
    ...measured(c, meterOf(c)),
  };
}

/** That of a connection, or one that has counted nothing. */
function meterOf(c: Connection): Meter {
  return c.meter ?? new Meter(c.tcp.env.clock.now, false);
}

/** What is counted and timed for this alone. A SYN of ours and the FINs count as octets. */
function measured(c: Connection, m: Meter): Info {
  const { snd, rcv } = c;
  const { now } = c.tcp.env.clock;
  const syn = c.synAcked && m.isOpener ? 1 : 0;
  const fin = snd.finQueued && snd.una === ((snd.fin + 1) | 0) ? 1 : 0;
  return {
    tcpi_rcv_mss: m.segmentSize || assumedSize(c),
    tcpi_last_data_sent: Math.floor((now - c.lastSent) / 1000),
    tcpi_last_ack_sent: 0, // linux/tcp.h: "Not remembered, sorry."
    tcpi_last_data_recv: Math.floor((now - m.textAt) / 1000),
    tcpi_last_ack_recv: Math.floor((now - m.ackAt) / 1000),
    tcpi_total_retrans: c.retransmissions + m.synAcksAgain,
    tcpi_reord_seen: m.reordered,
    tcpi_dsack_dups: m.duplicates,
    tcpi_rcv_ooopack: m.outOfOrder,
    tcpi_bytes_acked: c.octetsAcked + syn + fin,
    tcpi_bytes_received: c.octetsReceived + (rcv.finKnown ? 1 : 0),
    tcpi_bytes_sent: m.octetsOut,
    tcpi_bytes_retrans: m.octetsAgain,
    tcpi_segs_out: m.segmentsOut,
    tcpi_segs_in: m.segmentsIn,
    tcpi_data_segs_out: m.textsOut,
    tcpi_data_segs_in: m.textsIn,
    tcpi_min_rtt: Math.min(Math.round(m.shortest), 0xffffffff),
    tcpi_busy_time: m.busy(now),
    tcpi_rwnd_limited: m.windowLimited(now),
    tcpi_sndbuf_limited: m.bufferLimited(now),
  };
}

/** sys/netinet/tcp_usrreq.c: tcp_fill_info(). Windows are octets. */
function freeBsdInfo(c: Connection, common: Info): Info {
  const { snd, congestion } = c;
  const m = meterOf(c);
  return {
    ...common,
    tcpi_snd_cwnd: congestion.cwnd,
    tcpi_snd_ssthresh: Math.min(congestion.ssthresh, 0x3fffc000),
    tcpi_snd_wnd: snd.wnd,
    tcpi_rcv_space: receiveWindow(c),
    tcpi_snd_nxt: snd.nxt >>> 0,
    tcpi_rcv_nxt: c.rcv.nxt >>> 0,
    tcpi_last_data_recv: Math.floor(c.tcp.env.clock.now - c.heardAt),
    tcpi_rcv_mss: snd.mss, // t_maxseg, once more
    tcpi_total_retrans: c.retransmissions,
    tcpi_snd_rexmitpack: c.retransmissions,
    tcpi_rcv_ooopack: m.outOfOrder,
    tcpi_snd_zerowin: m.zeroWindows,
  };
}

/** Segments; what it will begin with before it is set. */
function cwndOf(c: Connection): number {
  const { cwnd } = c.congestion;
  return cwnd === 0 ? c.profile.initialWindow : Math.max(1, Math.floor(cwnd / c.snd.mss));
}
