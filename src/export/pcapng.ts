import type { Micros } from '../base/timer-queue.ts';
import type { Lang } from '../base/words.ts';
import { PcapngWriter } from '../capture/pcapng.ts';
import type { Trace, TraceSegment } from '../observe/trace.ts';
import { headSentences, packetComment } from './comments.ts';
import { impairments, type Sighting, sightings } from './sightings.ts';
import { EXPORT_WORDS } from './words.ts';

/** Where a capture is taken, and how it speaks. */
export interface PcapngExportOptions {
  /** The name of a host, or both (all, when there are more) in one file, each an interface of it. */
  readonly at: 'both' | (string & {});
  /** The language of the comments. */
  readonly lang: Lang;
  /** What the run's time 0 is: microseconds since 1970; 0 by default, so that a run gives one file. */
  readonly epoch?: Micros;
}

const UNTOUCHED: ReadonlySet<string> = new Set();

/**
 * A capture of a run in the pcapng format, as seen at one host or at all of them. A packet that
 * anything was done to says so in its comment; so does every packet of a host that breaks TCP on
 * purpose, and the file itself.
 *
 * Throws a TypeError for a trace that was recorded without octets, a RangeError for a host that is
 * not in it.
 */
export function pcapng(trace: Trace, o: PcapngExportOptions): Uint8Array {
  const hosts = hostsAt(trace, o.at);
  const parts: Uint8Array[] = [];
  const writer = new PcapngWriter((block) => parts.push(block), {
    comment: headSentences(trace, hosts, o.lang).join(EXPORT_WORDS[o.lang].next),
    epoch: o.epoch ?? 0,
  });
  const interfaces = new Map(hosts.map((name) => [name, writer.interface(name)]));
  const done = impairments(trace);
  for (const seen of sightings(trace)) {
    const iface = interfaces.get(seen.host);
    if (iface === undefined) continue;
    const comment = packetComment(trace, seen, done.get(seen.segment.id) ?? UNTOUCHED, o.lang);
    const notes = { direction: seen.way, ...(comment === undefined ? {} : { comment }) };
    writer.packet(iface, seen.at, octetsOf(seen), notes);
  }
  return joined(parts);
}

function hostsAt(trace: Trace, at: string): string[] {
  const names = trace.hosts.map((h) => h.name);
  if (names.includes(at)) return [at];
  if (at === 'both') return names;
  throw new RangeError(`no host '${at}' in this run; there are ${names.join(', ')}`);
}

/** The packet as this host saw it. */
function octetsOf({ segment, way }: Sighting): Uint8Array {
  const text = (way === 'in' ? segment.arrivedBytes : undefined) ?? bytesOf(segment);
  const octets = new Uint8Array(text.length / 2);
  for (let i = 0; i < octets.length; i++) {
    octets[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  }
  return octets;
}

function bytesOf(s: TraceSegment): string {
  if (s.bytes !== undefined) return s.bytes;
  throw new TypeError(
    `the trace does not hold the octets of ${s.id}: a capture needs a run recorded with keepBytes`,
  );
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const p of parts) {
    whole.set(p, at);
    at += p.length;
  }
  return whole;
}
