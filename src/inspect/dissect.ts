import { Draft } from './draft.ts';
import type { Dissection, Field } from './field.ts';
import { readIpv4, readIpv6 } from './ip.ts';
import { u8 } from './octets.ts';
import { readTcp } from './tcp.ts';
import { WHY } from './words/payload.ts';

/**
 * Takes a packet apart, from its IP header on: what each bit is, what it is for and what its value says.
 *
 * Whatever comes does no harm. What cannot be read is a field of its own, so that every bit is always in
 * exactly one.
 */
export function dissect(bytes: Uint8Array): Dissection {
  const d = new Draft(bytes);
  const first = u8(bytes, 0) >> 4;
  const version = first === 4 || first === 6 ? first : 0;
  if (version === 0) d.unreadable('ip', 0, bytes.length, WHY.notIp);
  const inside = version === 0 ? null : version === 4 ? readIpv4(d) : readIpv6(d);
  if (inside === null) return { version, fields: d.fields, tcp: null };
  const text = readTcp(d, inside);
  d.unreadable('payload', inside.to, bytes.length, WHY.trailer);
  const tcp = text === null ? null : { from: inside.from, text, to: inside.to };
  return { version, fields: d.fields, tcp };
}

/** The fields that have a part of an octet, in their order. */
export function fieldsAt(d: Dissection, at: number): Field[] {
  return d.fields.filter((f) => f.from <= at && at < f.from + f.length);
}
