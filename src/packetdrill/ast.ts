import type { Micros } from '../base/timer-queue.ts';

/*
 * A packetdrill script as it was written, of either dialect: what the parser makes and the runner plays.
 * Nothing here is interpreted yet: words are words, numbers are those of the script's own space.
 */

/** Where something stands in the script's text: from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface Script {
  readonly path: string;
  readonly options: readonly ScriptOption[];
  /** The shell command before the first event, or null. */
  readonly init: ShellText | null;
  readonly events: readonly ScriptEvent[];
  /** The shell command after the last event, which is always run, or null. */
  readonly cleanup: ShellText | null;
}

/** `--name=value` before the first event. */
export interface ScriptOption extends Place {
  readonly name: string;
  readonly value: string | null;
}

export interface ShellText extends Place {
  /** What stands between the backticks. */
  readonly text: string;
}

/** When an event happens; microseconds. `any` is `*`: whenever it comes. */
export type When =
  | { readonly kind: 'absolute'; readonly at: Micros }
  | { readonly kind: 'relative'; readonly at: Micros }
  | { readonly kind: 'absolute-range'; readonly at: Micros; readonly until: Micros }
  | { readonly kind: 'relative-range'; readonly at: Micros; readonly until: Micros }
  | { readonly kind: 'any' };

export interface ScriptEvent extends Place {
  readonly when: When;
  /** Its text in the script, blanks and line ends as one blank, for reports. */
  readonly text: string;
  readonly action: Action;
}

export type Action = PacketAction | SyscallAction | ShellAction | CodeAction;

export interface ShellAction {
  readonly kind: 'shell';
  readonly text: string;
}

/** `%{ ... }%` */
export interface CodeAction {
  readonly kind: 'code';
  readonly text: string;
}

export interface SyscallAction {
  readonly kind: 'syscall';
  /** End of a blocking call, as written after `...`: counted from the same base as the event's time. */
  readonly until: Micros | null;
  readonly name: string;
  readonly args: readonly Expr[];
  /** `?` stands for any result. */
  readonly result: Expr | 'any';
  /** The errno's name, or null when none is expected. */
  readonly errno: string | null;
}

/** An argument or result of a system call. */
export type Expr =
  /** `...`: the runner fills it in. */
  | { readonly kind: 'ellipsis' }
  | { readonly kind: 'integer'; readonly value: number }
  | { readonly kind: 'word'; readonly name: string }
  /** `a | b` */
  | { readonly kind: 'or'; readonly of: readonly Expr[] }
  /** Escapes are resolved and adjacent strings joined; an octet a character. */
  | { readonly kind: 'string'; readonly value: string }
  /** `[a, b]` */
  | { readonly kind: 'list'; readonly of: readonly Expr[] }
  /** `{a, b}` or `{name=a, name(b)=c}`; `name` is null without one, `extra` what stands in parentheses after it. */
  | { readonly kind: 'struct'; readonly fields: readonly Field[] }
  /** `f(a, b)` as an argument, such as inet_addr("1.2.3.4") or htons(8080). */
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expr[] };

export interface Field {
  readonly name: string | null;
  readonly extra: Expr | null;
  readonly value: Expr;
}

export type Direction = 'in' | 'out';

export type PacketAction = TcpPacket | IcmpPacket;

/** What the IP header must say; what is null is the default inbound and not compared outbound. */
export interface IpInfo {
  readonly ttl: number | null;
  /** The whole octet of TOS or traffic class. */
  readonly tos: number | null;
  /** The two bits of ECN alone; 'ect01' is either ECT(0) or ECT(1), outbound only. */
  readonly ecn: 'noecn' | 'ect0' | 'ect1' | 'ce' | 'ect01' | null;
  /** The six bits of DSCP alone. */
  readonly dscp: number | null;
  readonly flowLabel: number | null;
}

export interface TcpPacket {
  readonly kind: 'tcp';
  readonly direction: Direction;
  readonly ip: IpInfo;
  /** `sport > dport` before the flags, or null. */
  readonly ports: Ports | null;
  /** Bits as in the header, AE (0x100) to FIN; the three of ACE too when digits were written. `.` is ACK. */
  readonly flags: number;
  readonly seq: number;
  /** Octets of text: `first:last(len)`, last = first + len. */
  readonly length: number;
  /** `...(len)`: the sequence number is not compared. */
  readonly anySeq: boolean;
  /** `!` after it: the sequence number stands as it is, untranslated. */
  readonly literalSeq: boolean;
  /** The number after `ack`, or null: the field is then 0 inbound. */
  readonly ack: number | null;
  readonly literalAck: boolean;
  /** The raw field, never scaled; null is not compared. */
  readonly window: number | null;
  readonly urgent: number | null;
  /** null is `<...>`: not compared. No `<>` at all is an empty list: there must be none. */
  readonly options: readonly TcpOption[] | null;
  /** `/udp(sport > dport)`: it travels in UDP. */
  readonly udp: Ports | null;
  /** `bad_checksum`, inbound: the TCP checksum is wrong. An extension. */
  readonly badChecksum: boolean;
}

export interface Ports {
  readonly from: number;
  readonly to: number;
}

/** Options in the order in which they stand. */
export type TcpOption =
  | { readonly kind: 'nop' }
  | { readonly kind: 'eol' }
  | { readonly kind: 'mss'; readonly mss: number }
  | { readonly kind: 'wscale'; readonly shift: number }
  | { readonly kind: 'sackOk' }
  | { readonly kind: 'sack'; readonly blocks: readonly SackBlock[] }
  /** null is `...`; `literalEcr` has a `!`: untranslated. */
  | {
      readonly kind: 'ts';
      readonly val: number | null;
      readonly ecr: number | null;
      readonly literalEcr: boolean;
    }
  /** `FO` is option 34, `FOEXP` option 254 with Fast Open's magic. null is a cookie whatever it be (`...`). */
  | {
      readonly kind: 'fastOpen';
      readonly experimental: boolean;
      readonly cookie: Uint8Array | null;
    }
  /** null is `md5 valid`: the runner computes it from the script's secret. */
  | { readonly kind: 'md5'; readonly digest: Uint8Array | null }
  /** Any other, by its octets, kind and length among them. */
  | { readonly kind: 'raw'; readonly octets: Uint8Array };

export interface SackBlock {
  readonly from: number;
  readonly to: number;
}

export interface IcmpPacket {
  readonly kind: 'icmp';
  readonly direction: Direction;
  readonly ip: IpInfo;
  /** As written: `unreachable`, `packet_too_big`, or a number. */
  readonly type: string;
  readonly code: string | null;
  readonly mtu: number | null;
  readonly id: number | null;
  /** The segment it quotes, `[first:last(len)]` or `[first:last(len)/udp(sport > dport)]`, or null. */
  readonly quoted: {
    readonly seq: number;
    readonly length: number;
    readonly udp: Ports | null;
  } | null;
  /** `[udp(n)]` or `[raw(n)]`: octets of a quoted packet that is no TCP segment. */
  readonly quotedOther: { readonly protocol: 'udp' | 'raw'; readonly length: number } | null;
}

/** The script does not follow the language. */
export class ScriptError extends Error {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** The message without the place. */
  readonly what: string;

  constructor(path: string, at: Place, what: string) {
    super(`${path}:${at.line}:${at.column}: ${what}`);
    this.name = 'ScriptError';
    this.path = path;
    this.line = at.line;
    this.column = at.column;
    this.what = what;
  }
}
