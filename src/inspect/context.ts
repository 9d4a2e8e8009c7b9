import type { Words } from '../base/words.ts';
import type { NumberMode } from '../observe/numbering.ts';
import type { Trace, TraceSegment } from '../observe/trace.ts';
import { dissect } from './dissect.ts';
import { type Arrival, arrivalsOf } from './effects.ts';
import type { Field } from './field.ts';
import {
  meaningOfAck,
  meaningOfSeq,
  meaningOfText,
  meaningOfWindow,
} from './meaning-of-numbers.ts';
import { meaningOfOption } from './meaning-of-options.ts';
import { fromHex } from './octets.ts';
import { Surroundings } from './surroundings.ts';

/** What a segment means where it stands in its run. */
export interface Context {
  /** By the id of a field; those of which there is nothing to say are not among them. */
  readonly meanings: ReadonlyMap<string, Words>;
  /** What it changed, each time it arrived; empty when it never did. */
  readonly arrivals: readonly Arrival[];
}

/**
 * What the fields of a segment mean in this run, and what came of it where it arrived: from the trace alone.
 * Null when there is no such segment. Numbers are written as `mode` says.
 */
export function contextOf(trace: Trace, id: string, mode: NumberMode = 'raw'): Context | null {
  const segment = trace.segments.find((s) => s.id === id);
  if (segment === undefined) return null;
  const around = new Surroundings(trace, segment, mode);
  const meanings = new Map<string, Words>();
  const { fields } = dissect(fromHex(segment.bytes ?? ''));
  for (const f of fields) {
    const meaning = meaningOf(around, f);
    if (meaning !== null) meanings.set(f.id, meaning);
  }
  return { meanings, arrivals: arrivalsOf(around) };
}

function meaningOf(around: Surroundings, f: Field): Words | null {
  switch (f.id) {
    case 'tcp-seq':
      return meaningOfSeq(around);
    case 'tcp-ack':
      return meaningOfAck(around);
    case 'tcp-wnd':
      return meaningOfWindow(around);
    case 'payload':
      return meaningOfText(around);
    case 'ip-src':
      return meaningOfSource(around.trace, around.segment, f.value);
    case 'ip-dst':
      return ownerWords(around.trace, f.value);
    case 'tcp-sport':
    case 'tcp-dport':
      return meaningOfPort(around, f);
    case 'tcp-checksum':
      return around.segment.arrivedBytes === undefined ? null : DAMAGED;
    case 'flag-syn':
    case 'flag-fin':
      return f.raw === 1 ? takesNumber(around, f.id) : null;
    default:
      return f.option === undefined ? null : meaningOfOption(around, f);
  }
}

const DAMAGED: Words = {
  zh: '发出时是对的；路上有字节变了，到达时就对不上了。',
  en: 'Right as it was sent; octets were changed on the way, and on arrival it does not agree.',
};

function ownerOf(trace: Trace, address: string): string | null {
  return trace.hosts.find((h) => h.addresses.includes(address))?.name ?? null;
}

function ownerWords(trace: Trace, address: string): Words | null {
  const owner = ownerOf(trace, address);
  return owner === null ? null : { zh: `${owner} 的地址`, en: `${owner}'s address` };
}

/** Whose address it is, which need not be the sender's. */
function meaningOfSource(trace: Trace, s: TraceSegment, address: string): Words | null {
  const owner = ownerOf(trace, address);
  if (s.from === null || owner === s.from) return ownerWords(trace, address);
  if (owner === null) {
    return {
      zh: `不是 ${s.from} 自己的地址：源地址是伪造的。`,
      en: `Not an address of ${s.from}, who sent it: the source is forged.`,
    };
  }
  return {
    zh: `写的是 ${owner} 的地址，其实是 ${s.from} 发的：源地址是伪造的。`,
    en: `It says ${owner}, yet ${s.from} sent it: the source is forged.`,
  };
}

function meaningOfPort({ trace, segment, from, to }: Surroundings, f: Field): Words | null {
  const first = trace.flows.find((x) => x.id === segment.flow)?.ends[0];
  const isSource = f.id === 'tcp-sport';
  const end = isSource ? from : to;
  if (first === undefined) return null;
  const isFirst = first.port === f.raw && (segment.sport === first.port) === isSource;
  if (segment.sport === segment.dport) return { zh: `${end} 的端口`, en: `${end}'s port` };
  return isFirst
    ? { zh: `${end} 的端口，${end} 先发起`, en: `${end}'s port; ${end} sent first` }
    : { zh: `${end} 的端口，${end} 是被连的一方`, en: `${end}'s port; ${end} was called` };
}

/** The number that a SYN or a FIN takes up. */
function takesNumber(around: Surroundings, id: string): Words {
  const { segment: s } = around;
  const isSyn = id === 'flag-syn';
  const before = isSyn ? 0 : s.length + (s.flags.includes('S') ? 1 : 0);
  const n = around.own(s.seq + before);
  const name = isSyn ? 'SYN' : 'FIN';
  return { zh: `这个 ${name} 占的序号是 ${n}。`, en: `This ${name} takes the number ${n}.` };
}
