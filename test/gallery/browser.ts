import { json } from '../../src/export/json.ts';
import { EXHIBITS, type Exhibit, type Performance, perform } from '../../src/gallery/index.ts';
import { Digest } from '../../src/sim/digest.ts';

/** The exhibit's id and a digest over its trace in JSON, octets of packets and all. */
export function digestOf(e: Exhibit, { trace }: Performance): string {
  const digest = new Digest();
  digest.text(json(trace));
  return `${e.id} ${digest}`;
}

/** Bundled for the browser: the digests of all exhibits. */
export function digests(): string[] {
  return EXHIBITS.map((e) => digestOf(e, perform(e, { keepBytes: true })));
}
