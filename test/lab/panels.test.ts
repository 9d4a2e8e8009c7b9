import { describe, expect, it } from 'vitest';
import { stage } from '../../lab/engine/stage.ts';
import { cursorAt, stepFrom, stopsOf } from '../../lab/state/cursor.ts';
import { SHOWN_IN } from '../../lab/states/exhibits.ts';
import { hostsOf } from '../../lab/view/history.ts';
import { rulerAt } from '../../lab/view/ruler.ts';
import { stateAt, stateSeen } from '../../lab/view/states.ts';
import { timersAt } from '../../lab/view/timers.ts';
import { heldAt, varsAt } from '../../lab/view/vars.ts';
import { Facts } from '../../src/gallery/facts.ts';
import { EXHIBITS } from '../../src/gallery/index.ts';
import { EDGES, edgeKey } from '../../src/ladder/diagram.ts';
import type { Trace } from '../../src/observe/trace.ts';

function traceOf(id: string): Trace {
  const e = EXHIBITS.find((x) => x.id === id);
  if (e === undefined) throw new RangeError(id);
  return stage(e, { exhibit: id, seed: 1, values: {}, interventions: [] }).trace;
}

/** Floods take seconds to run; what they keep is like what others keep. */
const SLOW = /^(flood\/|tw\/(exhaust|pool)|tw\/server-closes|leak)/;

describe('what the panels show at a cursor', () => {
  it('are the state and the variables that the facts of the run have there, in every exhibit', () => {
    for (const e of EXHIBITS.filter((x) => !SLOW.test(x.id))) {
      const trace = traceOf(e.id);
      const facts = new Facts(trace);
      for (const { id: flow } of trace.flows.slice(0, 3)) {
        for (const host of hostsOf(trace, flow)) {
          for (let i = 0; i <= 20; i++) {
            const { frame, at } = cursorAt(trace, (trace.end * i) / 20);
            expect(stateAt(trace, frame, host, flow)).toBe(facts.stateAt(host, at, flow));
            expect(varsAt(trace, frame, host, flow).vars).toEqual(facts.varsAt(host, at, flow));
          }
        }
      }
    }
  }, 60_000);

  it('is no state where a host has no power', () => {
    const trace = traceOf('alive/reboot');
    const off = trace.frames.findIndex((f) => f.kind === 'host' && f.what === 'power-off');
    const boot = trace.frames.findIndex((f) => f.kind === 'host' && f.what === 'boot');
    const host = trace.frames[off]?.host ?? '';
    const seen = [off - 1, off, boot].map((frame) => stateSeen(trace, frame, host, 1));
    expect(seen).toEqual(['ESTABLISHED', null, 'CLOSED']);
  });

  it('is the same whether one comes from before or from behind', () => {
    for (const id of ['close/lost-ack4', 'tw/restart', 'open/half-open-syn', 'hdr/any-fault']) {
      const trace = traceOf(id);
      const seen = (frame: number): string =>
        JSON.stringify(
          hostsOf(trace, 1).map((h) => [heldAt(trace, frame, h, 1), timersAt(trace, frame, h, 1)]),
        );
      const on: string[] = [];
      let c = { frame: -1, at: 0 };
      for (const _ of stopsOf(trace)) {
        on.push(seen(c.frame));
        c = stepFrom(trace, c, 1);
      }
      const back: string[] = [];
      c = { frame: trace.frames.length - 1, at: trace.frames.at(-1)?.at ?? 0 };
      for (const _ of stopsOf(trace)) {
        back.push(seen(c.frame));
        c = stepFrom(trace, c, -1);
      }
      expect(back.reverse()).toEqual(on);
    }
  });
});

describe('a connection before and after its TCB', () => {
  const trace = traceOf('open/ledger');
  const heldBy = (host: string, at: number) => heldAt(trace, cursorAt(trace, at).frame, host, 1);

  it('is nothing while a listener waits', () => {
    expect(heldBy('B', 20_000)).toMatchObject({ kind: 'none', state: 'LISTEN', vars: {} });
  });

  it('is a small entry while it waits for the third segment, with the numbers of the first two', () => {
    expect(heldBy('B', 60_000)).toMatchObject({
      kind: 'half-open',
      vars: { irs: 100, rcvNxt: 101, iss: 300, una: 300, nxt: 301 },
    });
  });

  it('is a TCB once it is established', () => {
    expect(heldBy('B', 150_000)).toMatchObject({ kind: 'tcb', vars: { una: 301, rcvNxt: 101 } });
  });

  it('is gone when it is closed', () => {
    const closed = traceOf('close/basic');
    expect(heldAt(closed, closed.frames.length - 1, 'A', 1).kind).toBe('gone');
    expect(heldAt(closed, closed.frames.length - 1, 'B', 1).kind).toBe('gone');
  });
});

describe('timers that run', () => {
  it('know whether they will expire, begin anew or be cancelled', () => {
    const trace = traceOf('tw/restart');
    const at = (t: number, host: string) =>
      timersAt(trace, cursorAt(trace, t).frame, host, 1).map((x) => [
        ...[x.name, x.since, x.due, x.ending.kind, x.ending.at, x.set],
      ]);
    expect(at(600_000, 'A')).toEqual([
      ['time-wait', 500_000, 60_500_000, 'restarted', 20_500_000, 0],
    ]);
    expect(at(30_000_000, 'A')).toEqual([
      ['time-wait', 20_500_000, 80_500_000, 'expires', 80_500_000, 1],
    ]);
    expect(at(600_000, 'B')).toEqual([
      ['retransmission', 450_000, 20_450_000, 'expires', 20_450_000, 0],
    ]);
    expect(at(20_460_000, 'B')).toEqual([
      ['retransmission', 20_450_000, 60_450_000, 'cancelled', 20_550_000, 1],
    ]);
    expect(at(30_000_000, 'B')).toEqual([]);
    expect(at(90_000_000, 'A')).toEqual([]);
  });
});

describe('the ruler of sequence numbers', () => {
  it('says what is acknowledged, what is in flight and what the window allows', () => {
    const trace = traceOf('close/lost-ack4');
    const { frame } = cursorAt(trace, 220_000);
    const r = rulerAt(trace, frame, -2, { from: 'A', to: 'B', flow: 1 });
    expect(r.zones.map((z) => [z.kind, z.length])).toEqual([
      ['acked', 1],
      ['flight', 1000],
      ['open', 65_535 - 1000],
    ]);
    expect(r.pins.filter((p) => p.isUnderWay).map((p) => p.segment.id)).toEqual(['A3']);
  });

  it('knows old, new and acceptable segments of a forger apart', () => {
    const trace = traceOf('rst/out-of-window');
    const { frame } = cursorAt(trace, 3_000_000);
    const r = rulerAt(trace, frame, frame - 1, { from: 'A', to: 'B', flow: 1 });
    const seen = r.pins.filter((p) => p.isForged).map((p) => [p.segment.id, p.verdict]);
    expect(seen).toEqual([
      ['X2', 'beyond'],
      ['X3', 'old'],
      ['X4', 'window'],
    ]);
  });
});

describe('exhibits in which a transition can be seen', () => {
  it('there are for each of the diagram, and they make it', () => {
    const traces = new Map<string, Trace>();
    for (const e of EDGES) {
      const ids = SHOWN_IN[edgeKey(e)] ?? [];
      expect(ids.length, edgeKey(e)).toBeGreaterThan(0);
      for (const id of ids) {
        const trace = traces.get(id) ?? traceOf(id);
        traces.set(id, trace);
        const made = trace.frames.some((f) => f.kind === 'state' && edgeKey(f) === edgeKey(e));
        expect(made, `${id}: ${edgeKey(e)}`).toBe(true);
      }
    }
  });
});
