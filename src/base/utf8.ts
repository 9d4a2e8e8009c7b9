/** The octets of `text` in UTF-8; a lone surrogate becomes U+FFFD. The engine knows no platform's encoder. */
export function utf8(text: string): Uint8Array {
  const octets: number[] = [];
  for (const character of text) {
    let c = character.codePointAt(0) as number;
    if (c >= 0xd800 && c <= 0xdfff) c = 0xfffd;
    if (c < 0x80) octets.push(c);
    else if (c < 0x800) octets.push(0xc0 | (c >> 6), 0x80 | (c & 63));
    else if (c < 0x10000) octets.push(0xe0 | (c >> 12), 0x80 | ((c >> 6) & 63), 0x80 | (c & 63));
    else {
      octets.push(0xf0 | (c >> 18), 0x80 | ((c >> 12) & 63), 0x80 | ((c >> 6) & 63));
      octets.push(0x80 | (c & 63));
    }
  }
  return Uint8Array.from(octets);
}
