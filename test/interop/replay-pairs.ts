import type { Intervention } from '../../src/sim/intervention.ts';
import type { Pair } from './replay-plan.ts';

/** Since Linux 6.5 a SYN is sent again on another schedule, which is the one of our profile. */
const LINEAR = 'tcp_syn_linear_timeouts';

const both = (exhibit: string, more: Partial<Pair> = {}): Pair[] => [
  { exhibit, side: 'A', ...more },
  { exhibit, side: 'B', ...more },
];

const set = (field: string, value: unknown, host?: string): Intervention =>
  host === undefined ? { kind: 'set', field, value } : { kind: 'set', field, value, host };
const drop = (segment: string): Intervention => ({ kind: 'fault', segment, action: 'drop' });

/** The exhibits leave options out; some are replayed with all that Linux has, too. */
const OPTIONS: Partial<Pair> = {
  interventions: [set('timestamps', true), set('sack', true), set('windowScaling', true)],
  as: 'all options',
};
const LINUX: Partial<Pair> = {
  interventions: (['A', 'B'] as const).map((host) => ({ kind: 'profile', host, name: 'linux' })),
  as: 'linux',
};
const s = (n: number): number => n * 1_000_000;

/** What is replayed: an exhibit, and the host in whose place the kernel is. */
export const PAIRS: readonly Pair[] = [
  // What takes longest comes first.
  { exhibit: 'open/blackhole', side: 'A', needs: LINEAR },
  { exhibit: 'tw/2msl-geometry', side: 'A' },
  { exhibit: 'close/fin-wait-2-timeout', side: 'A' },
  // Waits that double, each of which the kernel's timer wheel may end late by up to an eighth: 0.26 s of 3.3.
  { exhibit: 'close/last-ack-blackhole', side: 'B', late: 1 / 8 },
  { exhibit: 'tw/restart', side: 'A' },
  { exhibit: 'tw/lifetime', side: 'B' },
  { exhibit: 'queue/backlog', side: 'B' },
  { exhibit: 'queue/synack-rexmit', side: 'B' },
  { exhibit: 'queue/overflow-ack', side: 'B' },
  { exhibit: 'alive/node-default', side: 'B' },
  { exhibit: 'alive/killed', side: 'A' },
  {
    ...{ exhibit: 'alive/dead-client', side: 'B', as: '2 s and 5 times 1 s' },
    interventions: [
      { kind: 'profile', host: 'B', name: 'linux' },
      set('keepAliveIdle', s(2), 'B'),
      set('keepAliveInterval', s(1), 'B'),
      set('keepAliveCount', 5, 'B'),
    ],
  },
  { exhibit: 'alive/unplug', side: 'B', until: 5 },
  // Opening.
  ...both('open/basic'),
  ...both('open/refused'),
  { exhibit: 'open/bad-ack', side: 'A', ...LINUX },
  ...both('open/data-on-3'),
  { exhibit: 'open/data-on-1', side: 'B' },
  { exhibit: 'open/lost-syn', side: 'A' },
  { exhibit: 'open/lost-synack', side: 'A' },
  {
    // As it stands a SYN comes at the instant in which B's timer expires, and the kernel's is later.
    ...{ exhibit: 'open/lost-synack', side: 'B', as: 'the second SYN 200 ms late' },
    interventions: [{ kind: 'fault', segment: 'A2', action: 'delay', by: 200_000 }, drop('B2')],
  },
  {
    ...{ exhibit: 'open/lost-synack', side: 'B', as: 'the second SYN early', until: 4 },
    interventions: [
      set('synRto', 600_000, 'A'),
      set('synLinearTimeouts', 0, 'A'),
      drop('B2'),
      drop('B3'),
    ],
  },
  ...both('open/lost-ack3'),
  { exhibit: 'open/lost-ack3', side: 'A', ...OPTIONS },
  ...both('open/lost-ack3-data'),
  { exhibit: 'open/two-generals', side: 'B' },
  ...both('open/simultaneous', LINUX),
  {
    ...{ exhibit: 'open/simultaneous', side: 'A', as: 'linux, with SACK' },
    interventions: [...(LINUX.interventions ?? []), set('sack', true)],
  },
  { exhibit: 'open/half-open-discovery', side: 'A' },
  { exhibit: 'open/half-open-syn', side: 'B' },
  { exhibit: 'open/half-open-syn', side: 'B', ...OPTIONS },
  // Queues and cookies.
  { exhibit: 'queue/life', side: 'B' },
  { exhibit: 'queue/accept-late', side: 'B' },
  { exhibit: 'queue/abort-on-overflow', side: 'B' },
  { exhibit: 'flood/cookies', side: 'B' },
  { exhibit: 'flood/cookie-cost', side: 'B', until: 3 },
  { exhibit: 'flood/cookie-forged', side: 'B', until: 3 },
  // Closing.
  ...both('close/basic'),
  { exhibit: 'close/basic', side: 'B', ...OPTIONS },
  ...both('close/server-first'),
  { exhibit: 'close/three-segment', side: 'A' },
  { exhibit: 'close/three-segment', side: 'B', delaysAcks: true },
  ...both('close/half-close'),
  ...both('close/worked-numbers'),
  ...both('close/simultaneous'),
  ...both('close/simultaneous-lost'),
  ...both('close/lost-ack2'),
  { exhibit: 'close/lost-ack2', side: 'B', ...OPTIONS },
  ...both('close/lost-fin'),
  ...both('close/lost-ack4'),
  { exhibit: 'close/lost-ack4', side: 'B', ...OPTIONS },
  ...both('close/close-vs-shutdown'),
  { exhibit: 'close/abort', side: 'B' },
  // Resets and what a header says.
  ...both('hdr/rst'),
  { exhibit: 'hdr/ack-invalid', side: 'B' },
  ...both('hdr/ack-is-next'),
  { exhibit: 'hdr/ack-is-next', side: 'B', ...OPTIONS },
  { exhibit: 'hdr/sequence', side: 'B' },
  { exhibit: 'hdr/checksum', side: 'B' },
  { exhibit: 'hdr/psh', side: 'B' },
  // Where we depart from the kernel and know it: not counted.
  ...['close/abort', 'hdr/psh'].map(
    (exhibit): Pair => ({
      ...{ exhibit, side: 'A' },
      departs:
        'since 5.5 the kernel puts PSH on the last segment of each packet that it has cut up (TSO or GSO); we cut up none',
    }),
  ),
  {
    ...{ exhibit: 'hdr/ack-is-next', side: 'A', ...OPTIONS },
    departs: 'with SACK the kernel sends a tail loss probe (RFC 8985); we have none',
  },
  {
    ...{ exhibit: 'alive/reboot', side: 'B', as: 'probes after 4 s', until: 30 },
    interventions: [set('keepAliveIdle', s(4), 'B')],
    departs:
      'after a probe that was answered the kernel does not look before the interval is over, 75 s, though less idle time is asked for',
  },
];
