import type { Trace, TraceEnd, TraceFrame } from '../../src/observe/trace.ts';
import { History, isNobody } from './ends.ts';
import type { Tenure } from './tables.ts';

/**
 * The half-open entries that tables list one by one, as in a flood: each from the frame that first lists it to the
 * first that does not. Those of flows that the trace follows have their flow; the others 0.
 */
export function listedIn(trace: Trace): ReadonlyMap<string, Tenure[]> {
  const all = new Map<string, Tenure[]>();
  const open = new Map<string, Tenure>();
  const flows = new Map<string, number>(
    trace.flows.flatMap(({ id, ends: [a, b] }): [string, number][] => [
      [`${a.host} ${b.address} ${b.port}`, id],
      [`${b.host} ${a.address} ${a.port}`, id],
    ]),
  );
  trace.frames.forEach((f, i) => {
    if (f.kind !== 'tables') return;
    const now = new Set<string>();
    for (const h of f.halfOpen ?? []) {
      const key = `${f.host} ${h.address} ${h.port}`;
      now.add(key);
      const tenure = open.get(key) ?? begin(trace, f, i, h, flows.get(key) ?? 0);
      if (!open.has(key)) {
        open.set(key, tenure);
        const own = all.get(f.host) ?? [];
        all.set(f.host, own);
        own.push(tenure);
      }
      tenure.told?.set(i, { retries: h.retries, due: h.due });
    }
    for (const [key, tenure] of open) {
      if (tenure.host !== f.host || now.has(key)) continue;
      tenure.to = i;
      open.delete(key);
    }
  });
  return all;
}

function begin(
  trace: Trace,
  f: TraceFrame,
  i: number,
  { address, port }: { readonly address: string; readonly port: number },
  flow: number,
): Tenure {
  const owner = trace.hosts.find((h) => h.addresses.includes(address));
  const peer: TraceEnd = { host: owner?.name ?? null, address, port };
  const ends = trace.flows[flow - 1]?.ends;
  const local = ends?.find((e) => e.host === f.host) ?? { host: f.host, address: '', port: 0 };
  return {
    ...{ host: f.host, flow, local, peer, isSpoofed: isNobody(peer), from: i, at: f.at },
    ...{ to: Number.POSITIVE_INFINITY, because: '', ended: null, told: new History() },
  };
}
