import type { TraceOption, TraceSegment } from '../../observe/trace.ts';

/** What the first timestamps of either side are written as. */
const FIRST_TS = { out: 100, in: 200 } as const;

/** The port that packetdrill binds sockets to. */
const LISTENS = 8080;

type Way = 'out' | 'in';

/**
 * Writes the segments of one connection as packetdrill does, seen from the host under test. Both
 * sides' numbers are counted from the first number each used: packetdrill takes the peer's literally,
 * so its initial sequence number is 0, and learns the kernel's from its first SYN.
 */
export class SegmentWriter {
  readonly #first: Record<Way, number | null> = { out: null, in: null };
  readonly #firstTs: Record<Way, number | null> = { out: null, in: null };
  readonly #wscale: number | null;

  /** The number of the first SYN that the kernel will have sent. */
  readonly #syn: number | null;
  readonly #remote: number | null;

  /**
   * @param wscale the window scale that the kernel offers; that of the run when null
   * @param syn the number of the kernel's first SYN; null when it sends none
   * @param remote the peer's port, for a connection beside the one that a script is about; null for that one
   */
  constructor(wscale: number | null, syn: number | null, remote: number | null) {
    this.#remote = remote;
    this.#wscale = wscale;
    this.#syn = syn;
  }

  /** The kernel's initial sequence number, once it has sent it. */
  get iss(): number | null {
    return this.#first.out;
  }

  /**
   * The packet's line from `<` or `>` on; null when its numbers cannot be written.
   *
   * @param urgent octets from the beginning of the text to the end of what is urgent; 0 when nothing is
   */
  line(s: TraceSegment, way: Way, urgent = 0): string | null {
    const other = way === 'out' ? 'in' : 'out';
    // The numbers of a kernel that opened nothing are not learnt, and so stand as they are.
    if (way === 'in' || s.flags.includes('S')) this.#first[way] ??= s.seq;
    // An ACK in front of the SYN counts from that.
    else if (s.flags === '.') this.#first[way] ??= this.#syn;
    const seq = (s.seq - (this.#first[way] ?? 0)) >>> 0;
    if (seq + s.length > 0xffff_ffff || s.length > 0xffff) return null;
    let text = `${way === 'out' ? '>' : '<'} ${this.#ports(way)}${s.flags} ${seq}:${seq + s.length}(${s.length})`;
    if (s.flags.includes('.')) text += ` ack ${(s.ack - (this.#first[other] ?? 0)) >>> 0}`;
    // A kernel has buffers of its own: what it offers is not compared.
    if (way === 'in') text += ` win ${s.wnd}`;
    const pointer = 1 + urgent - seq;
    if (s.flags.includes('U') && urgent > 0 && pointer >= 0 && pointer <= 0xffff) {
      text += ` urg ${pointer}`;
    }
    const options = this.#options(s, way);
    return options === '' ? text : `${text} <${options}>`;
  }

  /** The ports of a connection that is not the script's own. */
  #ports(way: Way): string {
    const r = this.#remote;
    if (r === null) return '';
    return way === 'out' ? `${LISTENS} > ${r} ` : `${r} > ${LISTENS} `;
  }

  #options(s: TraceSegment, way: Way): string {
    const texts: string[] = [];
    let octets = 0;
    for (const o of s.options) {
      const text = this.#option(o, s, way);
      if (text === null && way === 'out') return '...';
      texts.push(text ?? new Array<string>(octetsOf(o)).fill('nop').join(','));
      octets += octetsOf(o);
    }
    // What follows an end of list is not in a trace; its length is.
    for (; octets % 4 !== 0; octets++) texts.push('eol');
    return texts.join(',');
  }

  /** Null for what the language has no word for. */
  #option(o: TraceOption, s: TraceSegment, way: Way): string | null {
    const other = way === 'out' ? 'in' : 'out';
    switch (o.name) {
      case 'eol':
      case 'nop':
        return o.name;
      case 'sackOk':
        return 'sackOK';
      case 'mss':
        return `mss ${o.mss}`;
      case 'wscale':
        return `wscale ${(way === 'out' ? this.#wscale : null) ?? o.shift}`;
      case 'ts': {
        this.#firstTs[way] ??= o.val;
        const val = this.#ts(o.val, way);
        return `TS val ${val} ecr ${s.flags.includes('.') ? this.#ts(o.ecr, other) : o.ecr}`;
      }
      case 'sack': {
        const base = this.#first[other] ?? 0;
        return `sack ${o.blocks.map(([l, r]) => `${(l - base) >>> 0}:${(r - base) >>> 0}`).join(' ')}`;
      }
      case 'tfo':
        return o.cookie === '' ? 'FO' : `FO ${o.cookie}`;
      case 'uto':
      case 'unknown':
        return null;
    }
  }

  #ts(value: number, of: Way): number {
    const first = this.#firstTs[of];
    return first === null ? value : (value - first + FIRST_TS[of]) >>> 0;
  }
}

/** The length of an option on the wire. */
function octetsOf(o: TraceOption): number {
  switch (o.name) {
    case 'eol':
    case 'nop':
      return 1;
    case 'sackOk':
      return 2;
    case 'wscale':
      return 3;
    case 'mss':
    case 'uto':
      return 4;
    case 'ts':
      return 10;
    case 'sack':
      return 2 + 8 * o.blocks.length;
    case 'tfo':
      return 2 + o.cookie.length / 2;
    case 'unknown':
      return 2 + o.bytes.length / 2;
  }
}
