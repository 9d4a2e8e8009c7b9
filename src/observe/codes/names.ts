/**
 * Every event code there is: the frame's kind, a slash, and what happened. `vars`, `timers` and
 * `tables` stand alone, for nobody tells about them.
 */
// biome-ignore format: a table
export const EVENT_CODES = [
  // A segment leaves: opening.
  'sent/syn', 'sent/syn-again', 'sent/syn-with-text', 'sent/syn-ack', 'sent/syn-ack-again',
  'sent/syn-ack-with-text', 'sent/syn-cookie', 'sent/simultaneous-syn-ack', 'sent/split-ack', 'sent/split-syn',
  'sent/ack-of-syn', 'sent/ack-of-syn-with-text', 'sent/ack-of-syn-again', 'sent/ack-of-syn-more',
  // Data and acknowledgments.
  'sent/data', 'sent/data-again', 'sent/data-half-closed', 'sent/ack', 'sent/delayed-ack',
  'sent/duplicate-ack', 'sent/ack-again', 'sent/ack-over-gap', 'sent/window-closed', 'sent/window-update',
  'sent/window-probe', 'sent/window-probe-answer', 'sent/keepalive-probe', 'sent/keepalive-answer',
  'sent/challenge-ack',
  // Closing.
  'sent/fin', 'sent/fin-with-text', 'sent/fin-in-return', 'sent/fin-with-ack-of-fin', 'sent/fin-again', 'sent/fin-again-with-text',
  'sent/ack-of-fin', 'sent/ack-of-fin-with-text', 'sent/ack-of-fin-again', 'sent/ack-of-crossing-fin',
  'sent/last-ack', 'sent/last-ack-again',
  // Resets.
  'sent/rst', 'sent/rst-refused', 'sent/rst-stale-syn-ack', 'sent/rst-unknown-syn-ack', 'sent/rst-bad-ack',
  'sent/rst-half-open', 'sent/rst-after-close', 'sent/rst-abort', 'sent/rst-unread', 'sent/rst-give-up',
  'sent/forged', 'sent/other',

  // A segment reaches a host: opening.
  'arrived/syn', 'arrived/syn-again', 'arrived/syn-refused', 'arrived/syn-no-room', 'arrived/syn-crossing',
  'arrived/syn-in-time-wait', 'arrived/syn-unexpected', 'arrived/syn-ack', 'arrived/syn-ack-again',
  'arrived/syn-ack-stale', 'arrived/syn-ack-crossing', 'arrived/ack-of-syn', 'arrived/ack-of-syn-with-text',
  'arrived/ack-of-cookie', 'arrived/ack-no-room', 'arrived/ignored-in-syn-sent',
  // Data and acknowledgments.
  'arrived/data', 'arrived/data-half-closed', 'arrived/out-of-order', 'arrived/fills-gap',
  'arrived/old-duplicate', 'arrived/passed-over', 'arrived/data-after-close', 'arrived/ack', 'arrived/duplicate-ack',
  'arrived/window-closed', 'arrived/window-update', 'arrived/window-probe', 'arrived/window-probe-answer',
  'arrived/keepalive-probe', 'arrived/keepalive-answer', 'arrived/challenge-ack',
  // Closing.
  'arrived/fin', 'arrived/fin-in-return', 'arrived/fin-with-ack-of-fin', 'arrived/fin-crossing',
  'arrived/fin-again', 'arrived/ack-of-fin', 'arrived/ack-of-crossing-fin', 'arrived/last-ack',
  // Resets, and what cannot be used.
  'arrived/rst', 'arrived/rst-refused', 'arrived/rst-half-open', 'arrived/rst-ignored', 'arrived/rst-late',
  'arrived/no-connection', 'arrived/out-of-window', 'arrived/bad-ack', 'arrived/no-ack', 'arrived/corrupt',
  'arrived/not-for-us',

  // A host's TCP dropped what had arrived.
  'dropped/corrupt', 'dropped/malformed', 'dropped/not-for-us', 'dropped/no-listener', 'dropped/syn-queue-full',
  'dropped/accept-queue-full', 'dropped/outside-window', 'dropped/paws', 'dropped/no-ack',
  'dropped/unacceptable-ack', 'dropped/after-close', 'dropped/bad-reset', 'dropped/syn-fin', 'dropped/awaits-text',
  'dropped/interface-down', 'dropped/no-route', 'dropped/icmp', 'dropped/other',

  // The network lost a segment; what it was decides what follows.
  'lost/syn', 'lost/syn-ack', 'lost/ack-of-syn', 'lost/data', 'lost/ack', 'lost/fin', 'lost/last-ack',
  'lost/rst', 'lost/probe', 'lost/other',
  'impaired/delay', 'impaired/reorder', 'impaired/duplicate', 'impaired/corrupt', 'impaired/other',

  // Edges of the state diagram.
  'state/active-open', 'state/passive-open', 'state/listen-to-syn-sent', 'state/listen-closed',
  'state/syn-received', 'state/cookie-returned', 'state/simultaneous-open', 'state/established-active', 'state/established-passive',
  'state/established-simultaneous', 'state/two-way', 'state/refused', 'state/open-timed-out',
  'state/open-given-up', 'state/back-to-listen', 'state/back-to-time-wait', 'state/half-open-reset',
  'state/half-open-timed-out', 'state/half-open-dropped', 'state/fin-wait-1', 'state/fin-wait-1-early',
  'state/close-wait', 'state/fin-wait-2', 'state/closing', 'state/last-ack', 'state/time-wait',
  'state/time-wait-crossing', 'state/closed', 'state/time-wait-over', 'state/time-wait-killed',
  'state/time-wait-reopened', 'state/time-wait-skipped', 'state/reset', 'state/timed-out', 'state/aborted',
  'state/other',

  // A timer expired; what it leads to decides its code.
  'timer/syn', 'timer/syn-give-up', 'timer/syn-ack', 'timer/syn-ack-give-up', 'timer/data', 'timer/fin',
  'timer/fin-with-text', 'timer/sends-nothing', 'timer/give-up-unrepeated',
  'timer/give-up', 'timer/persist', 'timer/delayed-ack', 'timer/override', 'timer/fin-wait-2',
  'timer/keep-alive', 'timer/keep-alive-rest', 'timer/keep-alive-give-up', 'timer/user-timeout',
  'timer/linger', 'timer/time-wait', 'timer/other',
  'recovery/fast', 'recovery/timeout', 'recovery/recovered', 'recovery/other',

  // The application called, or was told.
  'call/listen', 'call/connect', 'call/connected', 'call/accept', 'call/send', 'call/send-fails', 'call/read', 'call/end',
  'call/close', 'call/release', 'call/abort', 'call/pause', 'call/resume', 'call/urgent', 'call/trouble',
  'call/closed',
  'call/closed-refused', 'call/closed-reset', 'call/closed-timed-out', 'call/closed-aborted',
  'call/closed-unreachable', 'call/closed-error', 'call/failed-in-use', 'call/failed-no-port',
  'call/failed-pipe', 'call/failed', 'call/other',

  'host/power-off', 'host/boot', 'host/kill', 'host/unplug', 'host/plug', 'host/other',
  'vars', 'timers', 'tables',
] as const;

/** What a frame is about, finer than its kind. */
export type EventCode = (typeof EVENT_CODES)[number];

/** The codes of frames of kind `K`. */
export type CodeOf<K extends string> = Extract<EventCode, `${K}/${string}`>;
