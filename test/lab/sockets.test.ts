import { afterEach, describe, expect, it } from 'vitest';
import { type Cursor, cursorAt } from '../../lab/state/cursor.ts';
import { kernelName, socketsAt } from '../../lab/view/sockets.ts';
import { EXHIBITS } from '../../src/gallery/index.ts';
import { perform } from '../../src/gallery/perform.ts';
import { place, timerText } from '../../src/observe/status-table.ts';
import type { Trace } from '../../src/observe/trace.ts';
import { World } from '../../src/sim/world.ts';
import { statusOfAll } from '../../src/tcp/calls/flow-status.ts';

const { step } = World.prototype;
afterEach(() => {
  World.prototype.step = step;
});

/** Runs an exhibit, and has the engine itself say what its sockets are after every instant. */
function watched(e: (typeof EXHIBITS)[number]) {
  const said = new Map<number, Map<string, string[]>>();
  World.prototype.step = function (this: World) {
    const more = step.call(this);
    const hosts = new Map<string, string[]>();
    for (const h of this.hosts) {
      const rows = statusOfAll(h.tcp).map((r) => {
        const timer = r.timer === null ? '' : `timer:${timerText(r.timer)}`;
        const ends = `${place(r.local, r.localPort)} ${place(r.remote, r.remotePort)}`;
        return `${kernelName(r.state)} ${r.receiveQueue} ${r.sendQueue} ${ends} ${timer}`;
      });
      hosts.set(h.name, rows.sort());
    }
    said.set(this.now, hosts);
    return more;
  };
  const { trace } = perform(e);
  World.prototype.step = step;
  return { trace, said };
}

function listed(trace: Trace, host: string, c: Cursor): string[] {
  return socketsAt(trace, host, c)
    .rows.map((r) => `${r.state} ${r.receiveQueue} ${r.sendQueue} ${r.local} ${r.peer} ${r.timer}`)
    .sort();
}

describe('the sockets of a host are those that its TCP has', () => {
  for (const e of EXHIBITS) {
    if (e.id === 'open/isn' || e.build({}).sample !== undefined) continue;
    it(e.id, () => {
      const { trace, said } = watched(e);
      for (const [at, hosts] of said) {
        for (const [host, rows] of hosts) {
          const c = { frame: cursorAt(trace, at).frame, at };
          expect(listed(trace, host, c), `${host} at ${at}`).toEqual(rows);
        }
      }
    });
  }
});

describe('of a run that follows some flows only', () => {
  const e = EXHIBITS.find((x) => x.id === 'leak/close-wait');
  if (e === undefined) throw new Error('no leak/close-wait');
  const { trace } = perform(e, { values: { clients: 300 } });
  const counted = (host: string, at: number) => {
    const { states, unseen, unseenStates, rows } = socketsAt(trace, host, cursorAt(trace, at));
    const text = (list: typeof states) => list.map((s) => `${s.rfc} ${s.count}`).join();
    return { states: text(states), unseen, unseenStates: text(unseenStates), rows: rows.length };
  };

  it('all are counted by state, also those that are not followed', () => {
    expect(counted('B', 120_000_000)).toEqual({
      states: 'CLOSE-WAIT 300,LISTEN 1',
      unseen: 297,
      unseenStates: 'CLOSE-WAIT 297',
      rows: 4,
    });
    expect(counted('A', 30_000_000).states).toBe('FIN-WAIT-2 300');
  });

  it('the flow that is drawn stays in CLOSE-WAIT, and two others went', () => {
    const [flow] = e.focus ?? [];
    const end = socketsAt(trace, 'B', cursorAt(trace, trace.end));
    expect(end.rows.map((r) => [r.flow, r.rfc])).toEqual([
      [null, 'LISTEN'],
      [flow, 'CLOSE-WAIT'],
    ]);
    expect(counted('B', trace.end).states).toBe('CLOSE-WAIT 298,LISTEN 1');
  });
});
