import { describe, expect, it } from 'vitest';
import { NoScript, packetdrill } from '../../src/export/index.ts';
import { EXHIBITS, type Exhibit, type Performance, perform } from '../../src/gallery/index.ts';
import { drill, failureText, headerFor, type ScriptResult } from '../../src/packetdrill/index.ts';

/** Connections looked at of an exhibit that has many. */
const FLOWS = 3;

/** The kinds of parts that there is no script of, by the English reason without names. */
const REASONS: Readonly<Record<string, RegExp>> = {
  passive: /^No system call does what \w+ did, a passive OPEN of one connection\./,
  tool: /^No system call makes what \w+ sent: a tool did\./,
  nothing: /^Nothing happened at \w+ in this connection/,
  queue: /^What filled the queue of \w+ is not in the trace/,
};

/** The parts of the gallery that there is no script of, by reason: the exhibit, the host, the connection. */
const REFUSED: Readonly<Record<string, readonly string[]>> = {
  passive: ['open/listen-send B 1', 'open/listen-close B 1', 'open/close-early B 1'],
  tool: [
    'rst/closed-port X 1',
    'hdr/ack-invalid A 2',
    'hdr/ack-invalid A 3',
    'hdr/syn-fin-count A 2',
  ],
  nothing: ['open/blackhole B 1'],
  queue: ['flood/syn B 3'],
};

/** Every part of an exhibit: its script run as it stands, or why there is none. */
function drilled(e: Exhibit): Map<string, ScriptResult | NoScript> {
  const p = perform(e);
  const results = new Map<string, ScriptResult | NoScript>();
  for (const { id: flow, ends } of p.trace.flows.slice(0, FLOWS)) {
    for (const { host: side } of ends) {
      if (side === null) continue;
      const name = `${e.id} ${side} ${flow}`;
      const script = scriptOf(p, side, flow);
      results.set(
        name,
        typeof script === 'string' ? drill(name, script, { version: 4, strict: true }) : script,
      );
    }
  }
  return results;
}

function scriptOf({ trace, profiles }: Performance, side: string, flow: number): string | NoScript {
  const profile = profiles[side];
  const header = profile === undefined ? [] : headerFor(profile);
  try {
    return packetdrill(trace, { side, flow, header });
  } catch (error) {
    if (error instanceof NoScript) return error;
    throw error;
  }
}

describe('what the gallery exports for packetdrill holds on our own runner', () => {
  const refused: Record<string, string[]> = { passive: [], tool: [], nothing: [], queue: [] };
  let passed = 0;

  it.each(EXHIBITS.map((e) => [e.id, e] as const))('%s', (_id, e) => {
    for (const [name, result] of drilled(e)) {
      if (result instanceof NoScript) {
        const kind = Object.keys(REASONS).find((k) => REASONS[k]?.test(result.message));
        expect(kind, `${name}: ${result.message}`).toBeDefined();
        refused[kind as string]?.push(name);
      } else {
        expect(result.outcome, failureText(result)).toBe('passed');
        passed++;
      }
    }
  });

  it('all but what there is no script of, each named with the reason', () => {
    expect(refused).toEqual(REFUSED);
    expect(passed).toBeGreaterThan(360);
  });
});
