import type { OptionName } from '../../wire/tcp-options.ts';
import { type Profile, s } from '../profile.ts';

/** What a field of a profile may be. */
export type Field =
  | { readonly kind: 'name' }
  | { readonly kind: 'flag' }
  | { readonly kind: 'choice'; readonly of: readonly string[] }
  | { readonly kind: 'options' }
  | { readonly kind: 'ports' }
  | { readonly kind: 'icmp' }
  | { readonly kind: 'what-if' }
  | {
      /** A whole number; or Infinity, where `endless`. */
      readonly kind: 'number';
      readonly unit: 'microseconds' | 'octets' | 'count';
      readonly least: number;
      readonly most: number;
      readonly endless: boolean;
    };

const flag: Field = { kind: 'flag' };
const choice = (...of: string[]): Field => ({ kind: 'choice', of });
/** Longer than anything anybody waits for; sums of a few stay exact. */
const YEAR = s(365 * 86_400);
const time = (least = 1): Field => ({
  kind: 'number',
  unit: 'microseconds',
  least,
  most: YEAR,
  endless: false,
});
const timeOrNever = (least = 1): Field => ({ ...time(least), endless: true }) as Field;
const octets = (least: number): Field => ({
  kind: 'number',
  unit: 'octets',
  least,
  most: 2 ** 30, // a ring holds no more
  endless: false,
});
const count = (least: number, most: number): Field => ({
  kind: 'number',
  unit: 'count',
  least,
  most,
  endless: false,
});
const countOrAny = (least: number): Field => ({ ...count(least, 2 ** 24), endless: true }) as Field;
/** Entries a table may hold. */
const entries = (least: number): Field => count(least, 2 ** 24);

/**
 * Every field of a profile and what it may be. The ranges are those the engine can work with, not those
 * a standard allows: what departs from
 * one is named by `departures`.
 */
export const FIELDS: Readonly<Record<keyof Profile, Field>> = Object.freeze({
  name: { kind: 'name' },
  options: { kind: 'options' },
  timestamps: flag,
  sack: flag,
  windowScaling: flag,
  mssOption: flag,
  ecn: choice('never', 'accept', 'request'),
  ecnSynRetries: count(0, 255),
  requireTimestamps: flag,
  ttl: count(1, 255),
  unexpectedSignature: choice('drop', 'ignore'),
  signedTimestamps: choice('offer', 'unless-sack'),
  rstCarriesSocketTos: flag,
  announcePathMtu: flag,
  defaultMss: octets(48),
  defaultMssV6: octets(48),
  blackHole: choice('none', 'steps'),
  blackHoleMss: octets(48),
  blackHoleMssV6: octets(48),
  sendBuffer: octets(1),
  sendsBuffers: flag,
  bufferOverhead: octets(0),
  sendBufferMost: octets(0),
  notSent: { ...octets(1), endless: true } as Field,
  burstSegments: count(1, 65_535),
  burstDivisor: count(0, 65_535),
  pacingSlowStart: count(1, 1000),
  pacingAvoidance: count(1, 1000),
  receiveBuffer: octets(1),
  receiveBufferRounding: choice('none', 'mss'),
  acceptWindow: choice('offered', 'free'),
  windowOffer: choice('by-segments', 'all-free', 'all-when-scaled'),
  firstWindow: octets(0),
  windowUpdate: choice('two-segments', 'quarter', 'doubled'),
  windowScaleFor: octets(0),
  windowRounding: choice('down', 'up'),
  synRto: time(),
  synLinearTimeouts: count(0, 255),
  synRetries: count(0, 255),
  synSlop: time(0),
  synTimeout: timeOrNever(),
  bareSynFrom: countOrAny(1),
  synAckRto: time(),
  synAckRetries: count(0, 20),
  synAckTimer: choice('keep', 'restart'),
  synQueue: entries(0),
  synQueueWithinBacklog: flag,
  synCookies: choice('full', 'always', 'never'),
  cookieOptions: choice('timestamp', 'cookie'),
  synQueueFull: choice('drop-new', 'drop-oldest'),
  synDeferral: time(),
  backlogExtra: count(0, 65_535),
  acceptOverflow: choice('drop', 'reset'),
  acceptsDead: flag,
  ephemeralPorts: { kind: 'ports' },
  synText: choice('queue', 'ignore'),
  synAckText: choice('take', 'ignore'),
  synFin: choice('take', 'drop', 'drop-always'),
  closedPort: choice('reset', 'drop-syn', 'drop', 'drop-unexpected'),
  listenSynAck: choice('reset', 'ignore'),
  simultaneousOpen: choice('common-options', 'all-options'),
  simultaneousSynAck: choice('take', 'answer'),
  synPathMtu: choice('ignore', 'ipv6', 'believe'),
  synAckEcho: choice('take', 'reset'),
  halfOpenIcmp: choice('ignore', 'drop'),
  synSentBadAck: choice('wait', 'retry'),
  fastOpenClient: flag,
  fastOpenClientCookieless: flag,
  fastOpenServer: flag,
  fastOpenServerCookieless: flag,
  fastOpenAllListeners: flag,
  fastOpenExperimental: flag,
  fastOpenPathDisable: timeOrNever(0),
  fastOpenBlackhole: time(0),
  fastOpenCache: entries(1),
  initialRto: time(),
  minRto: time(0),
  rtoMargin: time(0),
  rtoSlop: time(0),
  maxRto: time(),
  r1: count(0, 255),
  r2: timeOrNever(),
  initialWindow: count(1, 65_535),
  idleRestart: flag,
  growsHalfUsed: flag,
  growsByDelivered: flag,
  slowStartLimit: countOrAny(1),
  duplicateThreshold: count(1, 255),
  tailLossProbe: flag,
  limitedTransmit: flag,
  congestion: choice('reno'),
  delayedAck: time(0),
  quickAcks: countOrAny(0),
  nagle: flag,
  nagleRule: choice('each-segment', 'each-output'),
  overrideTimeout: time(0),
  localDropInterval: timeOrNever(),
  userTimeoutFrom: choice('queued', 'retransmission'),
  maxPersist: time(),
  challengeInterval: time(0),
  challengeBurst: count(1, 65_535),
  unsentAck: choice('answer', 'ignore'),
  probe: choice('octet', 'empty'),
  keepAlive: flag,
  keepAliveIdle: time(),
  keepAliveInterval: time(),
  keepAliveCount: count(1, 255),
  keepAliveGarbage: flag,
  userTimeout: timeOrNever(),
  synReceivedReset: choice('ECONNREFUSED', 'ECONNRESET'),
  closeWaitReset: choice('ECONNRESET', 'EPIPE'),
  closingReset: choice('nothing', 'ECONNRESET'),
  resetInWindow: choice('challenge', 'take'),
  synInWindow: choice('challenge', 'reset'),
  oldSegmentAck: choice('drop', 'take'),
  sackCoversFin: flag,
  rstAfterFinMinusOne: flag,
  simultaneousClose: choice('ack', 'resend-fin'),
  orphanLimit: entries(0),
  orphanRetries: countOrAny(0),
  icmpErrors: { kind: 'icmp' },
  softErrorRetries: countOrAny(0),
  minPathMtu: octets(68),
  pathMtuLifetime: timeOrNever(),
  finWait2: timeOrNever(0),
  timeWait: time(0),
  listenOpen: choice('activate', 'refuse'),
  lingerOver: choice('reset', 'continue'),
  timeWaitReset: choice('close', 'ignore'),
  timeWaitSyn: choice('rfc6191', 'later', 'answer'),
  timeWaitAck: choice('in-window', 'at-rcv-nxt', 'exact'),
  timeWaitFin: choice('answer', 'drop'),
  timeWaitReuse: flag,
  timeWaitLimit: entries(1),
  whatIf: { kind: 'what-if' },
});

/** The options that can be written, each of which a layout puts somewhere. */
export const OPTION_NAMES: readonly OptionName[] = Object.freeze([
  'mss',
  'wscale',
  'sackOk',
  'sack',
  'ts',
  'tfo',
  'uto',
  'md5',
] as const);
