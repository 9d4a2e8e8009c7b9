import { didYouMean } from '../base/nearest.ts';
import type { Direction, SackBlock, TcpOption } from './ast.ts';
import { octetsOfHex } from './strings.ts';
import type { Cursor } from './tokens.ts';

const U32 = 0xffffffff;
const U24 = 0xffffff;
/** The names that options begin with. */
const NAMES = ['nop', 'eol', 'mss', 'wscale', 'sackOK', 'sack', 'TS', 'md5', 'FO', 'FOEXP', 'ECN'];
/** Octets of options in a TCP header. */
const MOST = 40;

/** Option kinds and experiment identifiers (IANA's registries). */
const ACCECN0 = 172;
const ACCECN1 = 174;
const EXPERIMENT = 254;
const EXID_ACCECN0 = 0xacc0;
const EXID_ACCECN1 = 0xacc1;
const EXID_TARR = 0x00ac;

/**
 * `<mss 1460,nop,...>`; nothing is an empty list, `<...>` is null.
 *
 * @throws ScriptError also when they do not fill whole words of 4 octets, or more than a header has
 */
export function parseTcpOptions(tokens: Cursor, direction: Direction): TcpOption[] | null {
  const place = tokens.peek();
  if (!tokens.skip('<')) return [];
  if (tokens.isKind('ellipsis') && tokens.is('>', 1)) {
    if (direction === 'in') {
      throw tokens.error('options `<...>` can only be expected of an outbound packet');
    }
    tokens.next();
    tokens.next();
    return null;
  }
  const options: TcpOption[] = [];
  if (tokens.skip('>')) return options;
  do options.push(parseOption(tokens));
  while (tokens.skip(','));
  tokens.expect('>', 'or `,` after a TCP option');
  let total: number | null = 0;
  for (const option of options) {
    const size = sizeOf(option);
    total = total === null || size === null ? null : total + size;
  }
  if (total !== null && total > MOST) {
    throw tokens.error(`these options take ${total} octets, a TCP header has ${MOST}`, place);
  }
  if (total !== null && total % 4 !== 0) {
    throw tokens.error(
      `these options take ${total} octets, which is no multiple of 4: pad with nop`,
      place,
    );
  }
  return options;
}

/** Octets of an option on the wire; null when the script leaves that open. */
function sizeOf(option: TcpOption): number | null {
  switch (option.kind) {
    case 'nop':
    case 'eol':
      return 1;
    case 'mss':
      return 4;
    case 'wscale':
      return 3;
    case 'sackOk':
      return 2;
    case 'sack':
      return 2 + 8 * option.blocks.length;
    case 'ts':
      return 10;
    case 'md5':
      return 18;
    case 'raw':
      return option.octets.length;
    case 'fastOpen':
      return option.cookie === null ? null : (option.experimental ? 4 : 2) + option.cookie.length;
  }
}

function parseOption(tokens: Cursor): TcpOption {
  const token = tokens.peek();
  if (token.kind === 'integer') return raw(hexBlob(tokens, 'a TCP option'));
  if (token.kind !== 'word') throw tokens.expected('a TCP option');
  tokens.next();
  switch (token.text) {
    case 'nop':
    case 'eol':
      return { kind: token.text };
    case 'mss':
      return { kind: 'mss', mss: tokens.number('the number after `mss`', 0xffff) };
    case 'wscale':
      return { kind: 'wscale', shift: tokens.number('the shift after `wscale`', 0xff) };
    case 'sackOK':
      return { kind: 'sackOk' };
    case 'sack':
      return { kind: 'sack', blocks: parseBlocks(tokens) };
    case 'TS':
      return parseTimestamps(tokens);
    case 'md5':
      return parseMd5(tokens);
    case 'FO':
    case 'FOEXP':
    case 'exp-FO':
    case 'EXP-FO':
      return parseFastOpen(tokens, token.text !== 'FO');
    default:
      return parseRare(tokens, token.text);
  }

  /** What none of the suites has in more than a script or two. */
  function parseRare(tokens: Cursor, name: string): TcpOption {
    const accEcn = parseAccEcn(tokens, name);
    if (accEcn !== null) return raw(accEcn);
    const generic = /^gen-([0-9]{1,3})$/.exec(name)?.[1];
    if (generic !== undefined && Number(generic) <= 0xff) {
      return raw(withKind(Number(generic), optionalHex(tokens)));
    }
    if (name === 'exp-tarr') {
      const rate = tokens.isKind('integer') ? [tokens.number('the rate', 0x7f) << 1] : [];
      return raw(experiment(EXID_TARR, rate));
    }
    const exid = /^exp-([0-9a-fA-F]{1,4})$/.exec(name)?.[1];
    if (exid !== undefined) return raw(experiment(Number.parseInt(exid, 16), optionalHex(tokens)));
    const blob = octetsOfHex(name);
    if (blob !== null) return raw(blob);
    throw tokens.error(`expected a TCP option, found \`${name}\`${didYouMean(name, NAMES)}`, token);
  }
}

function raw(octets: ArrayLike<number>): TcpOption {
  return { kind: 'raw', octets: Uint8Array.from(octets) };
}

function withKind(kind: number, data: ArrayLike<number>): number[] {
  return [kind, 2 + data.length, ...Array.from(data)];
}

function experiment(exid: number, data: ArrayLike<number>): number[] {
  return withKind(EXPERIMENT, [exid >> 8, exid & 0xff, ...Array.from(data)]);
}

function parseBlocks(tokens: Cursor): SackBlock[] {
  const blocks: SackBlock[] = [];
  do {
    const from = tokens.number('the left edge of a SACK block', U32);
    tokens.expect(':', 'between the edges of a SACK block');
    blocks.push({ from, to: tokens.number('the right edge of a SACK block', U32) });
  } while (tokens.isKind('integer'));
  return blocks;
}

function parseTimestamps(tokens: Cursor): TcpOption {
  if (!tokens.skipWord('val')) throw tokens.expected('`val` after `TS`');
  const val = numberOrAny(tokens, 'the timestamp after `val`');
  if (!tokens.skipWord('ecr')) throw tokens.expected('`ecr` after the value of `TS`');
  const ecr = numberOrAny(tokens, 'the timestamp after `ecr`');
  return { kind: 'ts', val, ecr, literalEcr: ecr !== null && tokens.skip('!') };
}

function numberOrAny(tokens: Cursor, what: string): number | null {
  if (!tokens.isKind('ellipsis')) return tokens.number(what, U32);
  tokens.next();
  return null;
}

function parseMd5(tokens: Cursor): TcpOption {
  if (tokens.skipWord('valid')) return { kind: 'md5', digest: null };
  const place = tokens.peek();
  const digest = hexBlob(tokens, '`valid` or the 16 octets of a digest after `md5`');
  if (digest.length !== 16) {
    throw tokens.error(`an MD5 digest has 16 octets, this one ${digest.length}`, place);
  }
  return { kind: 'md5', digest };
}

function parseFastOpen(tokens: Cursor, experimental: boolean): TcpOption {
  if (tokens.isKind('ellipsis')) {
    tokens.next();
    return { kind: 'fastOpen', experimental, cookie: null };
  }
  return { kind: 'fastOpen', experimental, cookie: optionalHex(tokens) };
}

function optionalHex(tokens: Cursor): Uint8Array {
  const { kind } = tokens.peek();
  if (kind !== 'word' && kind !== 'integer') return new Uint8Array(0);
  return hexBlob(tokens, 'hex digits');
}

/** Hex digits, which may look like a word or a number. */
function hexBlob(tokens: Cursor, what: string): Uint8Array {
  const token = tokens.peek();
  if (token.kind !== 'word' && token.kind !== 'integer') throw tokens.expected(what);
  const octets = octetsOfHex(token.text);
  if (octets === null) throw tokens.expected(`${what}: an even number of hex digits`);
  tokens.next();
  return octets;
}

/** The octets of `ECN e0b 1 ceb 2 e1b 3` or `AccECN0 ee0b 1 eceb 2 ee1b 3`; null for any other name. */
function parseAccEcn(tokens: Cursor, name: string): number[] | null {
  const form = /^(exp-)?AccECN([01])$/.exec(name);
  if (form === null && name !== 'ECN') return null;
  const prefix = form === null ? '' : 'e';
  const first = form === null ? (tokens.isWord('e1b') ? 1 : 0) : Number(form[2]);
  const order = first === 0 ? ['e0b', 'ceb', 'e1b'] : ['e1b', 'ceb', 'e0b'];
  const counters: number[] = [];
  for (const counter of order) {
    if (!tokens.skipWord(prefix + counter)) break;
    const value = tokens.number(`the counter after \`${prefix}${counter}\``, U24);
    counters.push(value >> 16, (value >> 8) & 0xff, value & 0xff);
  }
  if (form === null && counters.length === 0) throw tokens.expected('`e0b` or `e1b` after `ECN`');
  if (form?.[1] !== undefined)
    return experiment(first === 0 ? EXID_ACCECN0 : EXID_ACCECN1, counters);
  return withKind(first === 0 ? ACCECN0 : ACCECN1, counters);
}
