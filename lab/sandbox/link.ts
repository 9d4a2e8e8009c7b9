import type { Scenario } from '../../src/sim/scenario.ts';
import { readWorld } from './read-world.ts';
import type { World } from './world.ts';

/** The longest text of a link, and of what it unfolds to: no world of people's own comes near. */
const MOST_TEXT = 16_000;
const MOST_JSON = 200_000;

/**
 * A world as text for a link, without what its rules make anew: deflated, where the browser can, behind `1`,
 * otherwise behind `0`.
 */
export async function encodeWorld(world: Scenario): Promise<string> {
  const { faults: _, id: _id, ...rest } = world;
  const bytes = new TextEncoder().encode(JSON.stringify(rest));
  if (typeof CompressionStream === 'undefined') return `0${toBase64(bytes)}`;
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return `1${toBase64(new Uint8Array(await new Response(stream).arrayBuffer()))}`;
}

/** The world that a text stands for; null for one that stands for none, or for one too big. */
export async function decodeWorld(text: string): Promise<World | null> {
  if (text.length > MOST_TEXT) return null;
  try {
    const bytes = fromBase64(text.slice(1));
    const json = text.startsWith('1') ? await inflated(bytes) : bytes;
    const read = readWorld(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json)));
    return 'world' in read ? read.world : null;
  } catch {
    return null;
  }
}

/** Unfolds, and stops when it gets too big. */
async function inflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const reader = stream.getReader();
  const parts: number[] = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Uint8Array.from(parts);
    if (parts.length + value.length > MOST_JSON) {
      await reader.cancel();
      throw new RangeError('too big');
    }
    for (const octet of value) parts.push(octet);
  }
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (const octet of bytes) text += String.fromCharCode(octet);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const octets = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(octets, (c) => c.charCodeAt(0));
}
