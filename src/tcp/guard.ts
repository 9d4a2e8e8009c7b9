import type { Address } from '../wire/address.ts';
import { OK, WRONG_ENCAPSULATION } from '../wire/drop.ts';
import type { Segment } from '../wire/tcp.ts';
import { checkSignature } from './signatures.ts';
import type { Arrival, Speaker } from './tcp.ts';

/*
 * What comes before RFC 9293 section 3.10.7 where segments may be signed or come inside UDP datagrams. A host
 * that has seen neither asks for none of it.
 */

/** Whether a segment is signed as those for `f` must be, and came the way they do; it is dropped otherwise. */
export function passes(
  f: Speaker,
  seg: Segment,
  local: Address,
  remote: Address,
  udpPort: number,
): boolean {
  if (!isSignedRight(f, seg, local, remote)) return false;
  if (f.udpPort === udpPort) return true;
  comesWrong(f, seg, { local, remote, udpPort });
  return false;
}

/** Whether the signature of a segment for `f`, or its absence, is right; it is dropped otherwise. */
export function isSignedRight(f: Speaker, seg: Segment, local: Address, remote: Address): boolean {
  const drop = checkSignature(f.options.md5, seg, local, remote, f.profile);
  if (drop === OK) return true;
  f.tcp.drop(f, drop);
  return false;
}

/**
 * A segment of a flow that came from another UDP port, or without any, is nobody's, and goes back where it
 * came from as a reset: FreeBSD, tcp_input_with_port(). The flow goes on.
 */
export function comesWrong(f: Speaker, seg: Segment, at: Arrival): void {
  f.tcp.drop(f, WRONG_ENCAPSULATION);
  f.tcp.resetStranger(seg, at, f.options);
}
