import type { Packet } from '../base/packet.ts';

/** Takes what a link brings. The receiver owns the packet and releases it. */
export interface Receiver {
  deliver(p: Packet): void;
}

/**
 * A way for packets to leave and arrive: a cable, a TUN device, a wrapper around another link.
 *
 * Nothing is delivered before `send` returns: links queue, so that a host is never entered while it
 * is speaking.
 */
export interface Link {
  /** The largest IP packet it carries, octets. */
  readonly mtu: number;
  /** What a packet starts with: an IP header, or (later) an Ethernet header. */
  readonly medium: 'ip' | 'ethernet';
  /** False on memory cables that cannot corrupt: checksums need be neither computed nor verified. */
  readonly checksums: boolean;
  /** Takes the packet; the link releases it or passes it on. */
  send(p: Packet): void;
  /** It throws away what is sent now: the queue before it is full. */
  readonly isFull?: boolean;
  receiver: Receiver | null;
}
