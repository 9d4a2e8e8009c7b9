/** Octets as text that stands in an address without being escaped: RFC 4648 section 5, unpadded. */
export function toBase64(octets: Uint8Array): string {
  let text = '';
  for (const o of octets) text += String.fromCharCode(o);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** The octets again; null when the text is no such thing. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[\w-]*$/.test(text) || text.length % 4 === 1) return null;
  const found = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(found, (c) => c.charCodeAt(0));
}
