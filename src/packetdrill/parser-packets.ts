import { ACK, AE, CWR, ECE, FIN, PSH, RST, SYN, URG } from '../wire/tcp.ts';
import type { Direction, IcmpPacket, PacketAction, Ports, TcpPacket } from './ast.ts';
import { parseIpInfo } from './parser-ip.ts';
import { parseTcpOptions } from './parser-options.ts';
import type { Cursor } from './tokens.ts';

const U16 = 0xffff;
const U32 = 0xffffffff;

const FLAGS: Readonly<Record<string, number>> = {
  ...{ F: FIN, S: SYN, R: RST, P: PSH, '.': ACK, U: URG, E: ECE, W: CWR, A: AE },
};

/** Packets of the grammar that neither suite of TCP scripts has. */
const UNSUPPORTED = new Set(['udp', 'udplite', 'sctp', 'ipv4', 'ipv6', 'gre', 'mpls', 'encap']);

/** A packet from its direction on. @throws ScriptError */
export function parsePacket(tokens: Cursor): PacketAction {
  const direction: Direction = tokens.next().text === '<' ? 'in' : 'out';
  const ip = parseIpInfo(tokens, direction);
  const token = tokens.peek();
  if (token.kind === 'word' && UNSUPPORTED.has(token.text)) {
    throw tokens.error(`packets of \`${token.text}\` are not supported, only TCP and ICMP`);
  }
  if (tokens.skipWord('icmp')) return parseIcmp(tokens, direction, ip);
  return parseTcp(tokens, direction, ip);
}

function parseTcp(tokens: Cursor, direction: Direction, ip: TcpPacket['ip']): TcpPacket {
  const ports = tokens.isKind('integer') && tokens.is('>', 1) ? parsePorts(tokens) : null;
  const flags = parseFlags(tokens);
  const { seq, length, anySeq, literalSeq } = parseSeq(tokens);
  const ack = tokens.skipWord('ack') ? tokens.number('the number after `ack`', U32) : null;
  const literalAck = ack !== null && tokens.skip('!');
  const window = tokens.skipWord('win') ? tokens.number('the window after `win`', U16) : null;
  if (window === null && direction === 'in') {
    throw tokens.expected('`win` and the window, which every inbound packet needs');
  }
  const urgent = tokens.skipWord('urg') ? tokens.number('the pointer after `urg`', U16) : null;
  const options = parseTcpOptions(tokens, direction);
  const udp = parseUdp(tokens);
  const badChecksum = direction === 'in' && tokens.skipWord('bad_checksum');
  return {
    kind: 'tcp',
    direction,
    ip,
    ports,
    flags,
    seq,
    length,
    anySeq,
    literalSeq,
    ack,
    literalAck,
    window,
    urgent,
    options,
    udp,
    badChecksum,
  };
}

function parsePorts(tokens: Cursor): Ports {
  const from = tokens.number('the source port', U16);
  tokens.expect('>', 'between the ports');
  return { from, to: tokens.number('the destination port', U16) };
}

/** `/udp(sport > dport)`, or null. */
function parseUdp(tokens: Cursor): Ports | null {
  if (!tokens.skip('/')) return null;
  if (!tokens.skipWord('udp')) throw tokens.expected('`udp` after `/`');
  tokens.expect('(', 'after `/udp`');
  const ports = parsePorts(tokens);
  tokens.expect(')', 'after the UDP ports');
  return ports;
}

/** A word, a dot (or `.5` with a digit of ACE) and another word, each of which may be missing; `-` is none. */
function parseFlags(tokens: Cursor): number {
  const place = tokens.peek();
  if (tokens.skip('-')) return 0;
  let text = '';
  if (tokens.isKind('word')) text = tokens.next().text;
  if (tokens.is('.') || (tokens.isKind('float') && tokens.peek().text.startsWith('.'))) {
    text += tokens.next().text;
    if (tokens.isKind('word')) text += tokens.next().text;
  }
  if (text === '') throw tokens.expected('TCP flags, such as `S`, `F.`, `.` or `-`');
  let flags = 0;
  for (const letter of text) {
    const flag = Object.hasOwn(FLAGS, letter) ? FLAGS[letter] : ace(letter);
    if (flag === undefined) {
      throw tokens.error(
        `\`${letter}\` of \`${text}\` is no TCP flag: expected F S R P . U E W A`,
        place,
      );
    }
    flags |= flag;
  }
  if (/[0-7].*[0-7EWA]|[EWA].*[0-7]/.test(text)) {
    throw tokens.error(`\`${text}\` gives the ACE field twice`, place);
  }
  return flags;
}

/** The three flags that a digit of the ACE field stands for. */
function ace(digit: string): number | undefined {
  if (!/^[0-7]$/.test(digit)) return undefined;
  const value = Number(digit);
  return (value & 4 ? AE : 0) | (value & 2 ? CWR : 0) | (value & 1 ? ECE : 0);
}

/** `first:last(len)`, `first:last(len)!` or `...(len)`. */
function parseSeq(tokens: Cursor): {
  seq: number;
  length: number;
  anySeq: boolean;
  literalSeq: boolean;
} {
  const place = tokens.peek();
  if (place.kind === 'ellipsis') {
    tokens.next();
    const length = parseLength(tokens);
    return { seq: 0, length, anySeq: true, literalSeq: tokens.skip('!') };
  }
  const seq = tokens.number('a sequence number, as in `1:1001(1000)`', U32);
  tokens.expect(':', 'after the first sequence number');
  const last = tokens.number('the last sequence number', U32);
  const length = parseLength(tokens);
  if ((seq + length) % 2 ** 32 !== last) {
    throw tokens.error(
      `${seq}:${last}(${length}) does not add up: ${seq} + ${length} is not ${last}`,
      place,
    );
  }
  return { seq, length, anySeq: false, literalSeq: tokens.skip('!') };
}

function parseLength(tokens: Cursor): number {
  tokens.expect('(', 'and the octets of text after the sequence numbers');
  const length = tokens.number('the octets of text', U16);
  tokens.expect(')', 'after the octets of text');
  return length;
}

function parseIcmp(tokens: Cursor, direction: Direction, ip: IcmpPacket['ip']): IcmpPacket {
  const token = tokens.peek();
  if (token.kind !== 'word' && token.kind !== 'integer') throw tokens.expected('an ICMP type');
  const type = tokens.next().text;
  const code = parseIcmpCode(tokens, token.line);
  const mtu = tokens.skipWord('mtu') ? tokens.number('the number after `mtu`', U32) : null;
  const id = tokens.skipWord('id') ? tokens.number('the number after `id`', U16) : null;
  const head = { kind: 'icmp', direction, ip, type, code, mtu, id } as const;
  if (!tokens.skip('[')) return { ...head, quoted: null, quotedOther: null };
  const other = tokens.peek();
  if (tokens.isWord('udp') || tokens.isWord('raw')) {
    tokens.next();
    const protocol = other.text === 'udp' ? 'udp' : 'raw';
    const length = parseLength(tokens);
    tokens.expect(']', 'after the quoted packet');
    return { ...head, quoted: null, quotedOther: { protocol, length } };
  }
  const { seq, length } = parseSeq(tokens);
  const udp = parseUdp(tokens);
  tokens.expect(']', 'after the quoted segment');
  return { ...head, quoted: { seq, length, udp }, quotedOther: null };
}

/** A number is the code only on the line of the type: on the next one it is the time of an event. */
function parseIcmpCode(tokens: Cursor, line: number): string | null {
  const token = tokens.peek();
  if (token.kind === 'word' && token.text !== 'mtu' && token.text !== 'id')
    return tokens.next().text;
  if (token.kind === 'integer' && token.line === line) return tokens.next().text;
  return null;
}
