import type { EventCode } from './names.ts';

const RFC = 'RFC 9293 section ';
/** Sections of RFC 9293 that many events go back to. */
const HANDSHAKE = `${RFC}3.5`;
const HALF_OPEN = `${RFC}3.5.1`;
const RESETS = `${RFC}3.5.2`;
const CLOSING = `${RFC}3.6`;
const HALF_CLOSED = `${RFC}3.6.1`;
const RETRANSMISSION = `${RFC}3.8.1`;
const FAILURES = `${RFC}3.8.3`;
const KEEP_ALIVE = `${RFC}3.8.4`;
const PROBES = `${RFC}3.8.6.1`;
const SILLY_WINDOW = `${RFC}3.8.6.2.1`;
const ACKS = `${RFC}3.8.6.3`;
const OPEN = `${RFC}3.10.1`;
const SEND = `${RFC}3.10.2`;
const RECEIVE = `${RFC}3.10.3`;
const CLOSE = `${RFC}3.10.4`;
const ABORT = `${RFC}3.10.5`;
const IN_CLOSED = `${RFC}3.10.7.1`;
const IN_LISTEN = `${RFC}3.10.7.2`;
const IN_SYN_SENT = `${RFC}3.10.7.3`;
const ARRIVES = `${RFC}3.10.7.4`;
const TIMEOUTS = `${RFC}3.10.8`;
const CHECKSUM = `${RFC}3.1`;
const TIMER = 'RFC 6298 section 5';
const BAD_RESET = 'RFC 5961 section 3.2';
const UNREAD = 'RFC 2525 section 2.17';

/** The clause that asks for it, or tells of it; empty where none does. */
// biome-ignore format: a table
export const CLAUSES: Readonly<Record<EventCode, string>> = {
  'sent/syn': HANDSHAKE, 'sent/syn-again': TIMER, 'sent/syn-with-text': HANDSHAKE,
  'sent/syn-ack': IN_LISTEN, 'sent/syn-ack-again': TIMER, 'sent/syn-ack-with-text': HANDSHAKE,
  'sent/syn-cookie': 'RFC 4987 section 3.6', 'sent/simultaneous-syn-ack': IN_SYN_SENT,
  'sent/split-ack': HANDSHAKE, 'sent/split-syn': HANDSHAKE,
  'sent/ack-of-syn': IN_SYN_SENT, 'sent/ack-of-syn-with-text': IN_SYN_SENT, 'sent/ack-of-syn-again': ARRIVES, 'sent/ack-of-syn-more': 'RFC 9293 section 3.5',
  'sent/data': SEND, 'sent/data-again': RETRANSMISSION, 'sent/data-half-closed': CLOSING, 'sent/ack': ARRIVES,
  'sent/delayed-ack': ACKS, 'sent/duplicate-ack': 'RFC 5681 section 4.2', 'sent/ack-again': ARRIVES, 'sent/ack-over-gap': ARRIVES,
  'sent/window-closed': `${RFC}3.8.6`, 'sent/window-update': `${RFC}3.8.6.2.2`,
  'sent/window-probe': PROBES, 'sent/window-probe-answer': PROBES,
  'sent/keepalive-probe': KEEP_ALIVE, 'sent/keepalive-answer': KEEP_ALIVE,
  'sent/challenge-ack': 'RFC 5961 section 3.2',
  'sent/fin': CLOSE, 'sent/fin-with-text': CLOSE, 'sent/fin-in-return': CLOSE,
  'sent/fin-with-ack-of-fin': CLOSING, 'sent/fin-again': TIMER, 'sent/fin-again-with-text': TIMER, 'sent/ack-of-fin': ARRIVES,
  'sent/ack-of-fin-with-text': ARRIVES, 'sent/ack-of-fin-again': ARRIVES, 'sent/ack-of-crossing-fin': ARRIVES,
  'sent/last-ack': ARRIVES, 'sent/last-ack-again': ARRIVES,
  'sent/rst': RESETS, 'sent/rst-refused': IN_CLOSED, 'sent/rst-stale-syn-ack': IN_SYN_SENT,
  'sent/rst-unknown-syn-ack': IN_CLOSED, 'sent/rst-bad-ack': RESETS, 'sent/rst-half-open': HALF_OPEN,
  'sent/rst-after-close': HALF_CLOSED, 'sent/rst-abort': ABORT, 'sent/rst-unread': UNREAD,
  'sent/rst-give-up': KEEP_ALIVE, 'sent/forged': 'RFC 5961 section 1', 'sent/other': '',

  'arrived/syn': IN_LISTEN, 'arrived/syn-again': ARRIVES, 'arrived/syn-refused': IN_CLOSED,
  'arrived/syn-no-room': 'RFC 4987 section 2', 'arrived/syn-crossing': IN_SYN_SENT,
  'arrived/syn-in-time-wait': HALF_CLOSED, 'arrived/syn-unexpected': 'RFC 5961 section 4.2',
  'arrived/syn-ack': IN_SYN_SENT, 'arrived/syn-ack-again': ARRIVES, 'arrived/syn-ack-stale': IN_SYN_SENT,
  'arrived/syn-ack-crossing': ARRIVES, 'arrived/ack-of-syn': ARRIVES,
  'arrived/ack-of-syn-with-text': ARRIVES, 'arrived/ack-of-cookie': 'RFC 4987 section 3.6',
  'arrived/ack-no-room': '', 'arrived/ignored-in-syn-sent': IN_SYN_SENT,
  'arrived/data': ARRIVES, 'arrived/data-half-closed': ARRIVES, 'arrived/out-of-order': ARRIVES,
  'arrived/fills-gap': 'RFC 5681 section 4.2', 'arrived/old-duplicate': ARRIVES, 'arrived/passed-over': ARRIVES,
  'arrived/data-after-close': HALF_CLOSED, 'arrived/ack': ARRIVES, 'arrived/duplicate-ack': 'RFC 5681 section 2',
  'arrived/window-closed': PROBES, 'arrived/window-update': ARRIVES, 'arrived/window-probe': PROBES,
  'arrived/window-probe-answer': PROBES, 'arrived/keepalive-probe': KEEP_ALIVE,
  'arrived/keepalive-answer': KEEP_ALIVE, 'arrived/challenge-ack': 'RFC 5961 section 3.2',
  'arrived/fin': ARRIVES, 'arrived/fin-in-return': ARRIVES, 'arrived/fin-with-ack-of-fin': ARRIVES,
  'arrived/fin-crossing': ARRIVES, 'arrived/fin-again': ARRIVES, 'arrived/ack-of-fin': ARRIVES,
  'arrived/ack-of-crossing-fin': ARRIVES, 'arrived/last-ack': ARRIVES,
  'arrived/rst': ARRIVES, 'arrived/rst-refused': IN_SYN_SENT, 'arrived/rst-half-open': ARRIVES,
  'arrived/rst-ignored': BAD_RESET, 'arrived/rst-late': IN_CLOSED, 'arrived/no-connection': IN_CLOSED,
  'arrived/out-of-window': `${RFC}3.4`, 'arrived/bad-ack': 'RFC 5961 section 5.2', 'arrived/no-ack': ARRIVES,
  'arrived/corrupt': CHECKSUM, 'arrived/not-for-us': '',

  'dropped/corrupt': CHECKSUM, 'dropped/malformed': '', 'dropped/not-for-us': '', 'dropped/no-listener': IN_CLOSED,
  'dropped/syn-queue-full': 'RFC 4987 section 2', 'dropped/accept-queue-full': '',
  'dropped/outside-window': `${RFC}3.4`, 'dropped/paws': 'RFC 7323 section 5.3', 'dropped/no-ack': ARRIVES,
  'dropped/unacceptable-ack': 'RFC 5961 section 5.2', 'dropped/after-close': HALF_CLOSED,
  'dropped/bad-reset': BAD_RESET, 'dropped/syn-fin': '', 'dropped/awaits-text': '', 'dropped/interface-down': '', 'dropped/no-route': '',
  'dropped/icmp': 'RFC 5927 section 4', 'dropped/other': '',

  'lost/syn': TIMER, 'lost/syn-ack': TIMER, 'lost/ack-of-syn': HANDSHAKE, 'lost/data': RETRANSMISSION,
  'lost/ack': RETRANSMISSION, 'lost/fin': TIMER, 'lost/last-ack': CLOSING, 'lost/rst': HALF_OPEN,
  'lost/probe': KEEP_ALIVE, 'lost/other': '',
  'impaired/delay': '', 'impaired/reorder': '', 'impaired/duplicate': '', 'impaired/corrupt': CHECKSUM,
  'impaired/other': '',

  'state/active-open': OPEN, 'state/passive-open': OPEN, 'state/listen-to-syn-sent': SEND,
  'state/listen-closed': CLOSE, 'state/syn-received': IN_LISTEN, 'state/cookie-returned': 'RFC 4987 section 3.6', 'state/simultaneous-open': IN_SYN_SENT,
  'state/established-active': IN_SYN_SENT, 'state/established-passive': ARRIVES,
  'state/established-simultaneous': ARRIVES, 'state/two-way': HANDSHAKE, 'state/refused': IN_SYN_SENT,
  'state/open-timed-out': FAILURES, 'state/open-given-up': CLOSE, 'state/back-to-listen': ARRIVES,
  'state/back-to-time-wait': HALF_CLOSED, 'state/half-open-reset': ARRIVES,
  'state/half-open-timed-out': 'RFC 4987 section 2', 'state/half-open-dropped': ABORT, 'state/fin-wait-1': CLOSE,
  'state/fin-wait-1-early': CLOSE, 'state/close-wait': ARRIVES, 'state/fin-wait-2': ARRIVES,
  'state/closing': ARRIVES, 'state/last-ack': CLOSE, 'state/time-wait': ARRIVES,
  'state/time-wait-crossing': ARRIVES, 'state/closed': ARRIVES, 'state/time-wait-over': TIMEOUTS,
  'state/time-wait-killed': 'RFC 1337', 'state/time-wait-reopened': HALF_CLOSED,
  'state/time-wait-skipped': HALF_CLOSED, 'state/reset': ARRIVES, 'state/timed-out': FAILURES,
  'state/aborted': ABORT, 'state/other': `${RFC}3.3.2`,

  'timer/syn': TIMER, 'timer/syn-give-up': FAILURES, 'timer/syn-ack': TIMER, 'timer/syn-ack-give-up': 'RFC 4987 section 2',
  'timer/data': TIMER, 'timer/fin': TIMER, 'timer/fin-with-text': TIMER, 'timer/sends-nothing': TIMER, 'timer/give-up-unrepeated': FAILURES, 'timer/give-up': FAILURES, 'timer/persist': PROBES,
  'timer/delayed-ack': ACKS, 'timer/override': SILLY_WINDOW, 'timer/fin-wait-2': '',
  'timer/keep-alive': KEEP_ALIVE, 'timer/keep-alive-rest': KEEP_ALIVE, 'timer/keep-alive-give-up': KEEP_ALIVE,
  'timer/user-timeout': TIMEOUTS, 'timer/linger': '', 'timer/time-wait': TIMEOUTS, 'timer/other': '',
  'recovery/fast': 'RFC 5681 section 3.2', 'recovery/timeout': 'RFC 5681 section 3.1',
  'recovery/recovered': 'RFC 6582 section 3.2', 'recovery/other': '',

  'call/listen': OPEN, 'call/connect': OPEN, 'call/connected': '', 'call/accept': '', 'call/send': SEND, 'call/send-fails': SEND,
  'call/read': RECEIVE, 'call/end': ARRIVES, 'call/close': CLOSE, 'call/release': HALF_CLOSED, 'call/abort': ABORT,
  'call/pause': '', 'call/resume': '', 'call/urgent': `${RFC}3.8.5`, 'call/trouble': `${RFC}3.8.3`, 'call/closed': CLOSING,
  'call/closed-refused': IN_SYN_SENT,
  'call/closed-reset': ARRIVES, 'call/closed-timed-out': FAILURES, 'call/closed-aborted': ABORT,
  'call/closed-unreachable': `${RFC}3.9.2.2`, 'call/closed-error': '', 'call/failed-in-use': OPEN,
  'call/failed-no-port': OPEN, 'call/failed-pipe': SEND, 'call/failed': '', 'call/other': '',

  'host/power-off': HALF_OPEN, 'host/boot': HALF_OPEN, 'host/kill': '', 'host/unplug': '', 'host/plug': '',
  'host/other': '',
  vars: `${RFC}3.3.1`, timers: '', tables: '',
};
