/**
 * A strict reader of the part of packetdrill's language that scripts are written in here. It knows
 * nothing of how they are written, and throws at the first thing that it does not know.
 */
export interface PacketEvent {
  readonly kind: 'packet';
  /** Microseconds from the start. */
  readonly at: number;
  readonly way: 'in' | 'out';
  readonly flags: string;
  readonly seq: number;
  readonly length: number;
  readonly ack: number | null;
  readonly win: number | null;
  /** Null stands for `<...>`. */
  readonly options: readonly string[] | null;
}

export interface CallEvent {
  readonly kind: 'call';
  readonly at: number;
  readonly name: string;
  readonly args: string;
  readonly result: number;
  readonly error: string | null;
}

export type ScriptEvent = PacketEvent | CallEvent;

export interface ParsedScript {
  readonly events: readonly ScriptEvent[];
  /** What stands behind `//`, in order. */
  readonly comments: readonly string[];
}

const OPTION = /^--define=[A-Z_]+=[a-z]+$/;
const TIME =
  /^(?<plus>\+?)(?<seconds>\d+|\d*\.\d+)(?<until>\.\.\.(?:\d+|\d*\.\d+))? (?<what>\S.*)$/;
const PACKET =
  /^(?<dir>[<>]) (?:\d+ > \d+ )?(?<flags>[SFRPEWAU]+\.?|\.|-) (?<first>\d+):(?<last>\d+)\((?<length>\d+)\)(?: ack (?<ack>\d+))?(?: win (?<win>\d+))?(?: urg \d+)?(?: <(?<options>[^<>]+)>)?$/;
const CALL =
  /^(?<name>[a-z_]+)\((?<args>.*)\) = (?<result>-?\d+|0x[0-9a-f]+)(?: (?<error>E[A-Z]+))?(?: \((?<note>[^()]+)\))?$/;

/** The parts of a line, by what the patterns call them. */
interface Parts {
  readonly plus?: string;
  readonly seconds?: string;
  readonly what?: string;
  readonly dir?: string;
  readonly flags?: string;
  readonly first?: string;
  readonly last?: string;
  readonly length?: string;
  readonly ack?: string;
  readonly win?: string;
  readonly options?: string;
  readonly name?: string;
  readonly args?: string;
  readonly result?: string;
  readonly error?: string;
  readonly note?: string;
}

/** What each system call takes, as a pattern of its arguments. */
const ARGUMENTS: Readonly<Record<string, RegExp>> = {
  socket: /^\.\.\., SOCK_STREAM, IPPROTO_TCP$/,
  setsockopt:
    /^\d+, (SOL_SOCKET, (SO_REUSEADDR, \[1\], 4|SO_LINGER, \{onoff=1, linger=\d+\}, 8)|IPPROTO_TCP, TCP_FASTOPEN_NO_COOKIE, \[1\], 4)$/,
  getsockopt: /^\d+, SOL_SOCKET, SO_ERROR, \[(0|E[A-Z]+)\], \[4\]$/,
  fcntl: /^\d+, (F_GETFL|F_SETFL, O_RDWR\|O_NONBLOCK)$/,
  bind: /^\d+, (\.\.\., \.\.\.|\{sa_family = AF_INET, [^{}]+\}, 16)$/,
  listen: /^\d+, \d+$/,
  connect: /^\d+, (\.\.\., \.\.\.|\{sa_family = AF_INET, [^{}]+\}, 16)$/,
  sendto: /^\d+, \.\.\., [1-9]\d*, MSG_FASTOPEN, \.\.\., \.\.\.$/,
  send: /^\d+, \.\.\., [1-9]\d*, MSG_OOB$/,
  accept: /^\d+, \.\.\., \.\.\.$/,
  read: /^\d+, \.\.\., [1-9]\d*$/,
  write: /^\d+, \.\.\., [1-9]\d*$/,
  shutdown: /^\d+, SHUT_WR$/,
  close: /^\d+$/,
};

/** Each option, its length in octets, and how many numbers of how many bits it has. */
const OPTIONS: readonly (readonly [pattern: RegExp, octets: number, bits: number])[] = [
  [/^(nop|eol)$/, 1, 0],
  [/^sackOK$/, 2, 0],
  [/^mss (\d+)$/, 4, 16],
  [/^wscale (\d+)$/, 3, 8],
  [/^TS val (\d+) ecr (\d+)$/, 10, 32],
];

/** Reads a script; throws an Error that names the line. */
export function parseScript(text: string): ParsedScript {
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  const events: ScriptEvent[] = [];
  const comments: string[] = [];
  const open = new Set<number>();
  let now = 0;
  text
    .slice(0, -1)
    .split('\n')
    .forEach((line, i) => {
      try {
        const [code = '', ...rest] = line.split('//');
        if (rest.length > 0) comments.push(rest.join('//').trim());
        if (code.trim() === '') {
          if (rest.length === 0) throw new Error('an empty line');
          return;
        }
        if (code.startsWith('--')) {
          if (events.length > 0) throw new Error('an option after an event');
          match(OPTION, code.trim(), 'an option');
          return;
        }
        const { plus, seconds, what } = match(TIME, code.trim(), 'a time and an event');
        if ((plus === '') !== (events.length === 0)) {
          throw new Error('the first time is absolute, the others are relative');
        }
        const at = now + Math.round(Number(seconds) * 1_000_000);
        if (events.length === 0 && at !== 0) throw new Error('the first event is not at 0');
        now = at;
        const event = /^[<>]/.test(what as string)
          ? packet(at, what as string)
          : call(at, what as string, open);
        events.push(event);
      } catch (error) {
        throw new Error(`line ${i + 1}, '${line}': ${(error as Error).message}`);
      }
    });
  if (events.length === 0) throw new Error('no event');
  return { events, comments };
}

function packet(at: number, text: string): PacketEvent {
  const { dir, flags = '', ...found } = match(PACKET, text, 'a packet');
  const way = dir === '<' ? 'in' : 'out';
  const seq = number(found.first, 32);
  const length = number(found.length, 16);
  if (number(found.last, 32) !== seq + length) throw new Error('first + length is not last');
  if (new Set(flags).size !== flags.length) throw new Error('a flag twice');
  const ack = found.ack === undefined ? null : number(found.ack, 32);
  if (flags.endsWith('.') !== (ack !== null)) throw new Error('the ACK flag without its number');
  const win = found.win === undefined ? null : number(found.win, 16);
  if (way === 'in' && win === null) throw new Error('what is injected needs a window');
  const options = optionsOf(found.options);
  if (options === null && way === 'in') throw new Error('<...> in what is injected');
  return { kind: 'packet', at, way, flags, seq, length, ack, win, options };
}

function optionsOf(text: string | undefined): string[] | null {
  if (text === undefined) return [];
  if (text === '...') return null;
  const options = text.split(',');
  let octets = 0;
  for (const o of options) octets += octetsOf(o);
  if (octets > 40 || octets % 4 !== 0) throw new Error(`${octets} octets of options`);
  return options;
}

function octetsOf(option: string): number {
  for (const [pattern, octets, bits] of OPTIONS) {
    const found = pattern.exec(option);
    if (found === null) continue;
    if (bits > 0) for (const n of found.slice(1)) number(n, bits);
    return octets;
  }
  if (/^sack( \d+:\d+)+$/.test(option)) {
    const edges = option.slice(5).split(/[ :]/);
    for (const edge of edges) number(edge, 32);
    return 2 + 4 * edges.length;
  }
  const cookie = /^FO(?: ((?:[0-9a-f]{2})+))?$/.exec(option);
  if (cookie !== null) return 2 + (cookie[1] ?? '').length / 2;
  throw new Error(`no option is '${option}'`);
}

function call(at: number, text: string, open: Set<number>): CallEvent {
  const { name = '', args = '', result: value, error = null, note } = match(CALL, text, 'a call');
  const pattern = ARGUMENTS[name];
  if (pattern === undefined) throw new Error(`no system call is '${name}'`);
  if (!pattern.test(args)) throw new Error(`not the arguments of ${name}`);
  const result = Number(value);
  if (result === -1 ? error === null || note === undefined : error !== null) {
    throw new Error('an error goes with -1, and has its text');
  }
  if (name === 'socket') open.add(result);
  else {
    const fd = Number.parseInt(args, 10);
    if (!open.has(fd)) throw new Error(`${fd} is not open`);
    if (name === 'accept') open.add(result);
    if (name === 'close') open.delete(fd);
  }
  return { kind: 'call', at, name, args, result, error };
}

/** The named parts of `text`; a name that the pattern does not have is undefined. */
function match(pattern: RegExp, text: string, what: string): Parts {
  const found = pattern.exec(text);
  if (found === null) throw new Error(`this is not ${what}`);
  return found.groups as Parts;
}

function number(text: string | undefined, bits: number): number {
  const n = Number(text);
  if (!(Number.isInteger(n) && n >= 0 && n < 2 ** bits))
    throw new Error(`'${text}': not ${bits} bits`);
  return n;
}

/** The events of a script, without its comments. */
export function bare(script: string): string[] {
  return script
    .split('\n')
    .map((line) => line.replace(/\/\/.*/, '').trim())
    .filter((line) => line !== '');
}
