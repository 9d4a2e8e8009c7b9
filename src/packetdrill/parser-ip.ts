import type { Direction, IpInfo } from './ast.ts';
import type { Cursor } from './tokens.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Names of code points (RFC 2474, RFC 2597, RFC 3246, RFC 5865, RFC 8622). */
const DSCP: ReadonlyMap<string, number> = new Map([
  ...Array.from({ length: 8 }, (_, n): [string, number] => [`cs${n}`, n << 3]),
  ...[1, 2, 3, 4].flatMap((c) =>
    [1, 2, 3].map((drop): [string, number] => [`af${c}${drop}`, (c << 3) | (drop << 1)]),
  ),
  ['ef', 46],
  ['voice-admit', 44],
  ['le', 1],
]);

const ECN: ReadonlySet<string> = new Set(['noecn', 'ect0', 'ect1', 'ce', 'ect01']);

/** `(ttl 3)`, `[ect0]`, `(tos 0x28, flowlabel 0x1)`, or nothing. @throws ScriptError */
export function parseIpInfo(tokens: Cursor, direction: Direction): IpInfo {
  const info: Mutable<IpInfo> = { ttl: null, tos: null, ecn: null, dscp: null, flowLabel: null };
  const close = tokens.skip('(') ? ')' : tokens.skip('[') ? ']' : null;
  if (close === null) return info;
  do parseItem(tokens, info, direction);
  while (tokens.skip(','));
  tokens.expect(close, 'or `,` in the IP header');
  return info;
}

function parseItem(tokens: Cursor, info: Mutable<IpInfo>, direction: Direction): void {
  const token = tokens.peek();
  const word = token.kind === 'word' ? token.text : '';
  const once = (given: unknown) => {
    if (given !== null) throw tokens.error(`\`${word}\` gives a part of the IP header twice`);
    tokens.next();
  };
  if (word === 'ttl' || word === 'hlim') {
    once(info.ttl);
    info.ttl = tokens.number(`the number after \`${word}\``, 0xff);
  } else if (word === 'tos' || word === 'class') {
    once(info.tos ?? info.ecn ?? info.dscp);
    info.tos = tokens.number(`the octet after \`${word}\``, 0xff);
  } else if (word === 'flowlabel') {
    once(info.flowLabel);
    info.flowLabel = tokens.number('the label after `flowlabel`', 0xfffff);
  } else if (word === 'dscp') {
    once(info.tos ?? info.dscp);
    info.dscp = parseDscp(tokens);
  } else if (word === 'ecn' || ECN.has(word)) {
    once(info.tos ?? info.ecn);
    info.ecn = parseEcn(tokens, word === 'ecn' ? null : word, direction);
  } else {
    throw tokens.expected('a part of the IP header: ttl, hlim, tos, class, flowlabel, dscp or ecn');
  }
}

function parseDscp(tokens: Cursor): number {
  const token = tokens.peek();
  const named = token.kind === 'word' ? DSCP.get(token.text) : undefined;
  if (named === undefined) return tokens.number('a code point such as `af11` after `dscp`', 63);
  tokens.next();
  return named;
}

/** `name` has been read already, or null when it is still to come. */
function parseEcn(tokens: Cursor, name: string | null, direction: Direction): IpInfo['ecn'] {
  if (name === null) {
    const token = tokens.peek();
    if (token.kind !== 'word' || !ECN.has(token.text)) {
      throw tokens.expected('noecn, ect0, ect1, ce or ect01 after `ecn`');
    }
    tokens.next();
    return parseEcn(tokens, token.text, direction);
  }
  if (name === 'ect01' && direction === 'in') {
    throw tokens.error('`ect01` can only be expected of an outbound packet');
  }
  return name as IpInfo['ecn'];
}
