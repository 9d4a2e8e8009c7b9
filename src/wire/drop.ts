/** Why a packet was dropped; 0 means that it was not. Counted by host, shown to the observer. */
// biome-ignore format: a table
export const DROP_NAMES = [
  '', 'truncated', 'bad-version', 'bad-header-length', 'bad-total-length', 'bad-ip-checksum',
  'not-for-us', 'bad-source', 'unknown-protocol', 'bad-fragment', 'reassembly-full',
  'reassembly-timeout', 'bad-tcp-header', 'bad-tcp-checksum', 'bad-icmp',
  'broadcast-segment', 'no-listener', 'syn-queue-full', 'accept-queue-full', 'no-route', 'too-big',
  'outside-window', 'paws', 'no-ack', 'unacceptable-ack', 'after-close', 'bad-reset', 'interface-down',
  'syn-fin',
  'icmp-stray', 'icmp-not-in-flight', 'icmp-bad-mtu', 'icmp-ignored',
  'bad-udp', 'wrong-encapsulation', 'md5-missing', 'md5-unexpected', 'md5-wrong',
  'awaits-text',
] as const;

export type DropName = (typeof DROP_NAMES)[number];
export type Drop = number;

const code = (name: DropName): Drop => DROP_NAMES.indexOf(name);

export const OK: Drop = 0;
export const TRUNCATED: Drop = code('truncated');
export const BAD_VERSION: Drop = code('bad-version');
export const BAD_HEADER_LENGTH: Drop = code('bad-header-length');
export const BAD_TOTAL_LENGTH: Drop = code('bad-total-length');
export const BAD_IP_CHECKSUM: Drop = code('bad-ip-checksum');
export const NOT_FOR_US: Drop = code('not-for-us');
export const BAD_SOURCE: Drop = code('bad-source');
export const UNKNOWN_PROTOCOL: Drop = code('unknown-protocol');
export const BAD_FRAGMENT: Drop = code('bad-fragment');
export const REASSEMBLY_FULL: Drop = code('reassembly-full');
export const REASSEMBLY_TIMEOUT: Drop = code('reassembly-timeout');
export const BAD_TCP_HEADER: Drop = code('bad-tcp-header');
export const BAD_TCP_CHECKSUM: Drop = code('bad-tcp-checksum');
export const BAD_ICMP: Drop = code('bad-icmp');
export const BROADCAST_SEGMENT: Drop = code('broadcast-segment');
export const NO_LISTENER: Drop = code('no-listener');
export const SYN_QUEUE_FULL: Drop = code('syn-queue-full');
export const ACCEPT_QUEUE_FULL: Drop = code('accept-queue-full');
export const NO_ROUTE: Drop = code('no-route');
export const TOO_BIG: Drop = code('too-big');
export const OUTSIDE_WINDOW: Drop = code('outside-window');
export const PAWS: Drop = code('paws');
export const NO_ACK: Drop = code('no-ack');
export const UNACCEPTABLE_ACK: Drop = code('unacceptable-ack');
export const AFTER_CLOSE: Drop = code('after-close');
export const BAD_RESET: Drop = code('bad-reset');
export const INTERFACE_DOWN: Drop = code('interface-down');
export const SYN_FIN: Drop = code('syn-fin');
/** An ICMP error quotes nothing that a connection of ours sent, or a segment that is not in flight. */
export const ICMP_STRAY: Drop = code('icmp-stray');
export const ICMP_NOT_IN_FLIGHT: Drop = code('icmp-not-in-flight');
/** It tells an MTU that cannot be, or is no news. */
export const ICMP_BAD_MTU: Drop = code('icmp-bad-mtu');
/** It tells of something this profile does not act on. */
export const ICMP_IGNORED: Drop = code('icmp-ignored');
/** A UDP datagram whose length or checksum is wrong. */
export const BAD_UDP: Drop = code('bad-udp');
/** A segment for a flow whose segments come from another UDP port, or from none: RFC 6951 section 5.4 for SCTP. */
export const WRONG_ENCAPSULATION: Drop = code('wrong-encapsulation');
/** TCP MD5 signatures, RFC 2385: one was agreed on and is not there; is there without; does not fit. */
export const MD5_MISSING: Drop = code('md5-missing');
export const MD5_UNEXPECTED: Drop = code('md5-unexpected');
export const MD5_WRONG: Drop = code('md5-wrong');
/** An ACK that would complete an opening, but the listener waits for text: TCP_DEFER_ACCEPT. */
export const AWAITS_TEXT: Drop = code('awaits-text');
