/** A fault planted in the engine: the text `find`, which occurs once in `file`, becomes `replace`. */
export interface Fault {
  /** What is wrong with an engine that has it. */
  readonly name: string;
  /** Below src/. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  /** Test files, below test/, some test of which must fail. */
  readonly tests: readonly string[];
}

type Row = readonly [name: string, file: string, find: string, replace: string, ...tests: string[]];

// biome-ignore format: a table
const WIRE_AND_NUMBERS: readonly Row[] = [
  ['checksum not verified', 'wire/tcp.ts',
    'finish(sumPacket(p, from, to, pseudoSum)) !== 0', 'false', 'wire/tcp.test.ts'],
  ['FIN not counted in SEG.LEN', 'wire/tcp.ts',
    '((this.flags >> 1) & 1) + (this.flags & 1)', '((this.flags >> 1) & 1)', 'tcp/segment-table.test.ts'],
  ['SYN not counted in SEG.LEN', 'wire/tcp.ts',
    '((this.flags >> 1) & 1) + (this.flags & 1)', '(this.flags & 1)', 'tcp/segment-table.test.ts'],
  ['ISN constant', 'tcp/isn.ts',
    'return (Math.floor(now / 4) + hash) | 0;', 'return 1;', 'tcp/isn.test.ts'],
  ['ISN without a secret', 'tcp/isn.ts',
    'return (Math.floor(now / 4) + hash) | 0;', 'return Math.floor(now / 4) | 0;', 'tcp/isn.test.ts'],
  ['MSS of the peer ignored', 'tcp/negotiate.ts',
    '? seg.mss : mssIfNone', '? mssIfNone : mssIfNone', 'tcp/mss.test.ts'],
];

// biome-ignore format: a table
const ARRIVING: readonly Row[] = [
  ['window one octet too wide', 'tcp/arrive/check-sequence.ts',
    'return within(seq, nxt, wnd) ||', 'return within(seq, nxt, wnd + 1) ||', 'tcp/segment-table.test.ts'],
  ['window one octet too narrow', 'tcp/arrive/check-sequence.ts',
    'return within(seq, nxt, wnd) ||', 'return within(seq, nxt, wnd - 1) ||', 'tcp/arrive/check-sequence.test.ts'],
  ['closed window takes no reset', 'tcp/arrive/check-sequence.ts',
    'if (wnd === 0 && passesClosedWindow(c, seg)) return true;', '', 'tcp/arrive/check-sequence.test.ts'],
  ['PAWS ignored', 'tcp/timestamps.ts',
    'return ((seg.tsVal - this.recent) | 0) < 0 &&', 'return false &&', 'tcp/timestamps.test.ts'],
  ['RST accepted anywhere in the window', 'tcp/arrive/check-reset.ts',
    "if (seg.seq !== c.rcv.nxt && c.profile.resetInWindow === 'challenge' && !isBehindFin(c, seg)) {",
    'if (false) {', 'tcp/segment-table.test.ts'],
  ['SYN in the window resets', 'tcp/arrive/check-syn.ts',
    'else challenge(c);', 'else c.tcp.resetReply(c, seg);', 'tcp/segment-table.test.ts'],
  ['challenges without a limit', 'tcp/challenge.ts',
    'if (c.challengedAt - now > challengeInterval - each) return false;', '', 'tcp/segment-table.test.ts'],
  ['ACK of what was never sent believed', 'tcp/arrive/check-ack.ts',
    'lt(snd.nxt, seg.ack) ||\n    lt(seg.ack, (snd.una', 'lt(seg.ack, (snd.una', 'tcp/segment-table.test.ts'],
  ['ACK far too old believed', 'tcp/arrive/check-ack.ts',
    'lt(seg.ack, (snd.una - snd.maxWnd) | 0)', 'false', 'tcp/arrive/check-ack.test.ts'],
  ['window taken from old segments', 'tcp/arrive/check-ack.ts',
    'if (!lt(snd.wl1, seg.seq) && !(snd.wl1 === seg.seq && leq(snd.wl2, seg.ack))) return;', '',
    'tcp/window.test.ts'],
  ['ACK of the SYN-ACK not checked', 'tcp/arrive/syn-sent.ts',
    'if ((flags & ACK) !== 0 && (leq(seg.ack, snd.iss) || lt(snd.nxt, seg.ack))) {', 'if (false) {',
    'tcp/segment-table.test.ts'],
  ['text beyond the window taken', 'tcp/arrive/text.ts',
    'Math.min(seg.textTo, from + receiveWindow(c) - offset)', 'seg.textTo', 'tcp/arrive/text.test.ts'],
  ['text out of order forgotten', 'tcp/arrive/text.ts',
    'gaps.add(seq, end);', '', 'tcp/arrive/text.test.ts'],
  ['FIN taken before the text in front of it', 'tcp/arrive/fin.ts',
    'if (!rcv.finAhead || lt(rcv.nxt, rcv.fin)) return;', 'if (!rcv.finAhead) return;\n  rcv.fin = rcv.nxt;',
    'tcp/segment-table.test.ts'],
];

// biome-ignore format: a table
const SENDING: readonly Row[] = [
  ['Karn ignored', 'tcp/rtt.ts',
    'if (this.#timing && lt(from, this.#timedTo)) this.#timing = false;', '', 'tcp/rtt.test.ts'],
  ['backoff missing', 'tcp/rtt.ts', 'this.backoffs++;', '', 'tcp/retransmission.test.ts', 'tcp/rtt.test.ts'],
  ['R2 never comes', 'tcp/timeouts.ts',
    'now - c.retryingSince >= patience(c) ||', 'false ||', 'tcp/retransmission.test.ts'],
  ['fast retransmission after one duplicate', 'tcp/profiles/rfc.ts',
    'duplicateThreshold: 3,', 'duplicateThreshold: 1,', 'tcp/recovery/reno.test.ts'],
  ['cwnd not halved by a loss', 'tcp/congestion/reno.ts',
    'Math.min(flight, this.cwnd) / 2', 'Math.min(flight, this.cwnd) / 1', 'tcp/congestion/reno.test.ts'],
  ['holes between SACK blocks not sent again', 'tcp/recovery/sack.ts',
    'return this.#hole(c, from, this.#lostTo); // NextSeg() rule (1)', 'return false;', 'tcp/recovery/sack.test.ts'],
  ['FIN not sent again', 'tcp/output.ts',
    'transmit(c, from, fin ? n - 1 : n, fin);', 'transmit(c, from, fin ? n - 1 : n, false);', 'tcp/closing.test.ts',
    'tcp/retransmission.test.ts'],
  ['Nagle off', 'tcp/send-policy.ts',
    'if (n === unsent && (idle || fresh || c.noDelay || c.snd.finQueued)) return n;', 'if (n === unsent) return n;',
    'tcp/send-policy.test.ts'],
  ['zero window not probed', 'tcp/probing.ts',
    'if (snd.wnd !== 0 && !(snd.una === snd.nxt && isRefused(c))) return false;', 'return false;', 'tcp/zero-window.test.ts'],
  ['right edge retreats', 'tcp/window.ts',
    'if (gain > 0 && (gain >= worthwhileGain(c) || offersAll(c))) rcv.edge', 'rcv.edge', 'tcp/window.test.ts'],
  ['silly windows offered', 'tcp/window.ts',
    'gain >= worthwhileGain(c)', 'gain > 0', 'tcp/window.test.ts'],
  ['ACK delayed for 600 ms', 'tcp/profiles/rfc.ts',
    'delayedAck: ms(200)', 'delayedAck: ms(600)', 'tcp/ack-policy.test.ts', 'tcp/segment-table.test.ts'],
  ['ACK for every third segment', 'tcp/ack-policy.ts',
    'ack.segments >= 2', 'ack.segments >= 3', 'tcp/ack-policy.test.ts'],
];

// biome-ignore format: a table
const OPENING_AND_ENDING: readonly Row[] = [
  ['SYN queue without a limit', 'tcp/passive/syn-queue.ts',
    'return this.length >= this.limit;', 'return false;', 'tcp/passive/syn-queue-limit.test.ts',
    'tcp/passive/syn-queue.test.ts'],
  ['SYN-ACK not sent again', 'tcp/passive/syn-queue.ts',
    'synAckRetransmissions++;\n    sendSynAck(h);', 'synAckRetransmissions++;',
    'tcp/passive/syn-queue.test.ts'],
  ['a SYN again does not begin the wait anew', 'tcp/passive/admit.ts',
    "if (h.profile.synAckTimer === 'restart') h.listener.synQueue.restart(h);", '', 'tcp/passive/syn-queue.test.ts'],
  ['a SYN-ACK again is reported as text', 'tcp/arrive/check-sequence.ts',
    'if ((seg.flags & SYN) === 0) noteDuplicate', 'noteDuplicate', 'tcp/arrive/check-sequence.test.ts'],
  ['text on our SYN not sent again', 'tcp/arrive/check-ack.ts',
    'if (snd.una !== snd.nxt) ownRecovery(c).rewind(c);', '', 'tcp/syn-text.test.ts'],
  ['SYN of a half-open entry believed at once', 'tcp/passive/at-once.ts',
    'if (twoWay) openInTwo', 'if (!twoWay) openInTwo', 'tcp/passive/listener.test.ts'],
  ['FIN closes our side too', 'tcp/arrive/fin.ts',
    'if (c.profile.whatIf.forceThreeClose) close(c);', 'close(c);', 'tcp/segment-table.test.ts'],
  ['backlog not enforced', 'tcp/passive/accept-queue.ts',
    'return this.#connections.length >= this.limit;', 'return false;', 'tcp/passive/listener.test.ts'],
  ['MAC of a cookie not checked', 'tcp/passive/syn-cookies.ts',
    '>>> 8 !== 0) return false;', '>>> 8 !== 0) {}', 'tcp/passive/syn-cookies.test.ts'],
  ['cookies never too old', 'tcp/passive/syn-cookies.ts',
    'if (age > OLDEST) return false;', '', 'tcp/passive/syn-cookies.test.ts'],
  ['keep-alive not put off by traffic', 'tcp/keepalive.ts',
    'c.heardAt = at;', '', 'tcp/liveness/keepalive.test.ts'],
  ['user timeout never starts', 'tcp/user-timeout.ts',
    "arm(c, 'userTimeout', c.tcp.env.clock.now + c.options.userTimeout);", '', 'tcp/liveness/user-timeout.test.ts'],
  ['text for an orphan not reset', 'tcp/arrive/text.ts',
    "c.tcp.resetReply(c, seg);\n    finish(c, 'ECONNABORTED');", '', 'tcp/calls/release.test.ts'],
  ['orphans without a limit', 'tcp/orphans.ts',
    'return tcp.orphans <= c.profile.orphanLimit;', 'return true;', 'tcp/ends/orphans.test.ts'],
  ['FIN-WAIT-2 of an orphan never ends', 'tcp/arrive/check-ack.ts',
    "if (c.orphan) arm(c, 'finWait2', c.tcp.env.clock.now + c.options.finWait2);", '',
    'tcp/calls/release.test.ts', 'tcp/ends/orphans.test.ts'],
  ['TIME-WAIT skipped after CLOSING', 'tcp/arrive/check-ack.ts',
    'enterTimeWait(c);', 'finish(c, null);', 'tcp/segment-table.test.ts'],
  ['TIME-WAIT not restarted by a FIN', 'tcp/time-wait.ts',
    'this.#restart(e, seg);\n', '\n', 'tcp/time-wait.test.ts'],
  ['TIME-WAIT reopened by an old SYN', 'tcp/time-wait.ts',
    'return lt(e.rcvNxt, seg.seq);', 'return true;', 'tcp/segment-table.test.ts'],
  ['TIME-WAIT ended by any reset', 'tcp/time-wait.ts',
    "e.profile.timeWaitReset === 'close' && seg.seq === e.rcvNxt", 'true', 'tcp/segment-table.test.ts'],
  ['TIME-WAIT without a limit', 'tcp/time-wait.ts',
    'while (this.size >= c.profile.timeWaitLimit && this.#evictOldest());', '', 'tcp/time-wait.test.ts',
    'tcp/time-wait-table.test.ts'],
  ['ICMP error with any sequence number believed', 'tcp/icmp-errors.ts',
    'return leq(snd.una, seq) && leq(seq, snd.nxt);', 'return true;', 'tcp/icmp/errors.test.ts',
    'tcp/icmp/hostile.test.ts'],
];

/** All of them. */
export const FAULTS: readonly Fault[] = [
  ...WIRE_AND_NUMBERS,
  ...ARRIVING,
  ...SENDING,
  ...OPENING_AND_ENDING,
].map(([name, file, find, replace, ...tests]) => ({ name, file, find, replace, tests }));
