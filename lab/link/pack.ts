import { fromBase64, toBase64 } from './base64.ts';

/** Characters that a packed link unpacks to at most: a small link may not fill the memory. */
const MOST = 262_144;

/** Text deflated (RFC 1951), in base64url. */
export async function pack(text: string): Promise<string> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return toBase64(new Uint8Array(await new Response(stream).arrayBuffer()));
}

/** The text again; null when it was never packed, was cut, or is longer than any link. */
export async function unpack(packed: string): Promise<string | null> {
  const octets = fromBase64(packed);
  if (octets === null) return null;
  try {
    const stream = new Blob([octets]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return text;
      text += value;
      if (text.length > MOST) {
        await reader.cancel();
        return null;
      }
    }
  } catch {
    return null;
  }
}
