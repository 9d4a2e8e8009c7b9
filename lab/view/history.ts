import type { Trace, TraceFlow, TraceFrame } from '../../src/observe/trace.ts';

type Kept = 'state' | 'vars' | 'timers' | 'timer' | 'sent' | 'arrived' | 'dropped' | 'host';

/** The frames of each kind, host and flow, by place. */
const indexes = new WeakMap<Trace, ReadonlyMap<string, readonly number[]>>();

const NONE: readonly number[] = [];

/** Where frames of one kind stand, of a host in a flow; `flow` is null for what concerns the whole host. */
export function framesOf(
  trace: Trace,
  kind: Kept,
  host: string,
  flow: number | null,
): readonly number[] {
  let index = indexes.get(trace);
  if (index === undefined) {
    index = indexOf(trace);
    indexes.set(trace, index);
  }
  return index.get(`${kind} ${flow} ${host}`) ?? NONE;
}

function indexOf(trace: Trace): ReadonlyMap<string, readonly number[]> {
  const index = new Map<string, number[]>();
  trace.frames.forEach((f, i) => {
    const key = `${f.kind} ${f.flow} ${f.host}`;
    const own = index.get(key);
    if (own === undefined) index.set(key, [i]);
    else own.push(i);
  });
  return index;
}

/** How many of the ascending `places` are not beyond `place`. */
export function countUpTo(places: readonly number[], place: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] as number) <= place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The last of the ascending `places` that is not beyond `place`; -1 when there is none. */
export function lastUpTo(places: readonly number[], place: number): number {
  return places[countUpTo(places, place) - 1] ?? -1;
}

/** The frame at a place, as the kind that it is known to be. */
export function frameAt<K extends TraceFrame['kind']>(
  trace: Trace,
  place: number,
): Extract<TraceFrame, { kind: K }> {
  return trace.frames[place] as Extract<TraceFrame, { kind: K }>;
}

/** A flow by its number; null when the trace has no such. */
export function flowNamed(trace: Trace, flow: number): TraceFlow | null {
  const guess = trace.flows[flow - 1];
  return guess?.id === flow ? guess : (trace.flows.find((f) => f.id === flow) ?? null);
}

/** The recorded hosts at the ends of a flow, the first end first; one when it speaks with itself. */
export function hostsOf(trace: Trace, flow: number): readonly string[] {
  const ends = flowNamed(trace, flow)?.ends ?? [];
  return [...new Set(ends.flatMap((e) => (e.host === null ? [] : [e.host])))];
}

/** The stop before `stop`: what came after it is what this stop brought. */
export function stopBefore(stops: readonly number[], stop: number): number {
  return stops[countUpTo(stops, stop - 1) - 1] ?? -2;
}
