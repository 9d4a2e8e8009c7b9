import type { CallDetail } from '../trace.ts';
import { DAMAGED } from './context.ts';
import type { CodeOf, EventCode } from './names.ts';

type Call = CodeOf<'call'>;
type Dropped = CodeOf<'dropped'>;
type Lost = CodeOf<'lost'>;

const DROPS: Readonly<Record<string, Dropped>> = {
  'bad-ip-checksum': 'dropped/corrupt',
  'bad-tcp-checksum': 'dropped/corrupt',
  'bad-icmp': 'dropped/icmp',
  'not-for-us': 'dropped/not-for-us',
  'broadcast-segment': 'dropped/not-for-us',
  'bad-source': 'dropped/not-for-us',
  'no-listener': 'dropped/no-listener',
  'syn-queue-full': 'dropped/syn-queue-full',
  'accept-queue-full': 'dropped/accept-queue-full',
  'outside-window': 'dropped/outside-window',
  paws: 'dropped/paws',
  'no-ack': 'dropped/no-ack',
  'unacceptable-ack': 'dropped/unacceptable-ack',
  'after-close': 'dropped/after-close',
  'bad-reset': 'dropped/bad-reset',
  'syn-fin': 'dropped/syn-fin',
  'awaits-text': 'dropped/awaits-text',
  'interface-down': 'dropped/interface-down',
  'no-route': 'dropped/no-route',
};

export function droppedCode(reason: string): Dropped {
  const known = DROPS[reason];
  if (known !== undefined) return known;
  if (reason.startsWith('icmp-')) return 'dropped/icmp';
  return DAMAGED.has(reason) ? 'dropped/malformed' : 'dropped/other';
}

/** What was lost, from what it was when it left. */
export function lostCode(sent: EventCode | undefined): Lost {
  switch (sent) {
    case 'sent/syn':
    case 'sent/syn-again':
    case 'sent/syn-with-text':
    case 'sent/split-syn':
      return 'lost/syn';
    case 'sent/syn-ack':
    case 'sent/syn-ack-again':
    case 'sent/syn-ack-with-text':
    case 'sent/syn-cookie':
    case 'sent/simultaneous-syn-ack':
      return 'lost/syn-ack';
    case 'sent/ack-of-syn':
    case 'sent/ack-of-syn-again':
    case 'sent/ack-of-syn-more':
      return 'lost/ack-of-syn';
    case 'sent/ack-of-syn-with-text':
    case 'sent/data':
    case 'sent/data-again':
    case 'sent/data-half-closed':
    case 'sent/ack-of-fin-with-text':
      return 'lost/data';
    case 'sent/fin':
    case 'sent/fin-with-text':
    case 'sent/fin-in-return':
    case 'sent/fin-with-ack-of-fin':
    case 'sent/fin-again':
    case 'sent/fin-again-with-text':
      return 'lost/fin';
    case 'sent/last-ack':
    case 'sent/last-ack-again':
      return 'lost/last-ack';
    case 'sent/keepalive-probe':
    case 'sent/window-probe':
      return 'lost/probe';
    case undefined:
    case 'sent/forged':
    case 'sent/other':
      return 'lost/other';
    default:
      return sent.startsWith('sent/rst') ? 'lost/rst' : 'lost/ack';
  }
}

const IMPAIRED: Readonly<Record<string, CodeOf<'impaired'>>> = {
  delay: 'impaired/delay',
  reorder: 'impaired/reorder',
  duplicate: 'impaired/duplicate',
  corrupt: 'impaired/corrupt',
};

export function impairedCode(what: string): CodeOf<'impaired'> {
  return IMPAIRED[what] ?? 'impaired/other';
}

const RECOVERIES: Readonly<Record<string, CodeOf<'recovery'>>> = {
  'fast-recovery': 'recovery/fast',
  timeout: 'recovery/timeout',
  recovered: 'recovery/recovered',
};

export function recoveryCode(event: string): CodeOf<'recovery'> {
  return RECOVERIES[event] ?? 'recovery/other';
}

const CALLS: Readonly<Record<string, Call>> = {
  listen: 'call/listen',
  connect: 'call/connect',
  connected: 'call/connected',
  accept: 'call/accept',
  send: 'call/send',
  read: 'call/read',
  end: 'call/end',
  close: 'call/close',
  release: 'call/release',
  abort: 'call/abort',
  pause: 'call/pause',
  resume: 'call/resume',
  urgent: 'call/urgent',
  closed: 'call/closed',
};

const CLOSED_BY: Readonly<Record<string, Call>> = {
  ECONNREFUSED: 'call/closed-refused',
  ECONNRESET: 'call/closed-reset',
  ETIMEDOUT: 'call/closed-timed-out',
  ECONNABORTED: 'call/closed-aborted',
  ENETUNREACH: 'call/closed-unreachable',
  EHOSTUNREACH: 'call/closed-unreachable',
  EHOSTDOWN: 'call/closed-unreachable',
  ENONET: 'call/closed-unreachable',
};

const FAILED_BY: Readonly<Record<string, Call>> = {
  EADDRINUSE: 'call/failed-in-use',
  EADDRNOTAVAIL: 'call/failed-no-port',
  EPIPE: 'call/failed-pipe',
};

export function callCode(call: string, detail: CallDetail): Call {
  const { error } = detail;
  if (typeof error !== 'string') return CALLS[call] ?? 'call/other';
  if (call === 'trouble') return 'call/trouble';
  if (call === 'closed') return CLOSED_BY[error] ?? 'call/closed-error';
  return FAILED_BY[error] ?? 'call/failed';
}

const CHANGES: Readonly<Record<string, CodeOf<'host'>>> = {
  'power-off': 'host/power-off',
  boot: 'host/boot',
  kill: 'host/kill',
  unplug: 'host/unplug',
  plug: 'host/plug',
};

export function hostCode(what: string): CodeOf<'host'> {
  return CHANGES[what] ?? 'host/other';
}
