import { ScriptError } from './ast.ts';
import type { Token } from './tokens.ts';

const SIMPLE: Readonly<Record<string, string>> = {
  ...{ a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' },
  ...{ '\\': '\\', "'": "'", '"': '"', '?': '?' },
};
const ESCAPE = /\\(?:x([0-9a-fA-F]{1,2})|([0-7]{1,3})|([\s\S]))/g;

/** The octets of a string token, a character each: C's escapes resolved, other text as UTF-8. @throws ScriptError */
export function unescapeString(token: Token, path: string): string {
  const octets = token.text.replace(/\P{ASCII}+/gu, utf8);
  return octets.replace(ESCAPE, (all, hex?: string, octal?: string, letter?: string) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
    const simple = Object.hasOwn(SIMPLE, letter ?? '') ? SIMPLE[letter ?? ''] : undefined;
    if (simple === undefined)
      throw new ScriptError(path, token, `unknown escape \`${all}\` in a string`);
    return simple;
  });
}

function utf8(text: string): string {
  // Half a surrogate pair has no octets.
  const whole = text.replace(
    /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    '\ufffd',
  );
  return encodeURIComponent(whole).replace(/%(..)/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** The octets of hex digits, or null when they are none or an odd number of them. */
export function octetsOfHex(text: string): Uint8Array | null {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) return null;
  const octets = new Uint8Array(text.length / 2);
  for (let i = 0; i < octets.length; i++) {
    octets[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  }
  return octets;
}
