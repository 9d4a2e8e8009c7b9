import { describe, expect, it } from 'vitest';
import { EXHIBITS, type Facts, type PerformOptions, perform } from '../../src/gallery/index.ts';

const s = (n: number): number => n * 1_000_000;

/** What comes of an exhibit that is changed. */
function facts(id: string, o: PerformOptions): Facts {
  const found = EXHIBITS.find((e) => e.id === id);
  if (found === undefined) throw new Error(`no exhibit '${id}'`);
  return perform(found, o).facts;
}

const set = (host: string, field: string, value: unknown) =>
  ({ kind: 'set', host, field, value }) as const;

describe('what the tries of TIME-WAIT and resets say', () => {
  it('in tw/clock, the system: 60 s for Linux and FreeBSD, 240 s for RFC 9293', () => {
    const waits = ['linux', 'freebsd', 'rfc'].map((name) => {
      const interventions = [{ kind: 'profile', host: 'A', name } as const];
      return facts('tw/clock', { interventions }).dwelt('A', 'TIME-WAIT');
    });
    expect(waits).toEqual([s(60), s(60), s(240)]);
  });

  it('in tw/restart, both ACKs lost: the clock starts over twice', () => {
    const interventions = [{ kind: 'fault', segment: 'A5', action: 'drop' } as const];
    expect(facts('tw/restart', { interventions }).dwelt('A', 'TIME-WAIT')).toBe(s(120));
  });

  it('in tw/lifetime, a segment that outlives 2 MSL gets into the new stream', () => {
    const reads = [59, 65].map((held) =>
      facts('tw/lifetime', { values: { held: s(held) } }).read('B', 'main 2'),
    );
    expect(reads).toEqual(['HELLO WORLD', 'HEOLD!WORLD']);
  });

  it('in ablate/no-tw-lost-ack, the host of A off: B repeats its FIN 8 times and gives up', () => {
    const off = { kind: 'host', host: 'A', what: 'power-off', at: s(0.6) } as const;
    const f = facts('ablate/no-tw-lost-ack', { interventions: [off], values: { holds: 0 } });
    expect(f.sent('B', 'FP.').map((x) => x.sentAt / s(1))).toEqual([
      0.45, 0.75, 1.35, 2.55, 4.95, 9.75, 19.35, 38.55, 76.95,
    ]);
    expect(f.dwelt('B', 'LAST-ACK')).toBe(s(153.3));
  });

  it('in ablate/no-tw-old-dup, timestamps or another ISN: the stream is whole', () => {
    const rescues = [
      { kind: 'set', field: 'timestamps', value: true },
      { kind: 'what-if', id: 'fixedIsn', host: 'A', off: true },
    ] as const;
    for (const rescue of rescues) {
      const f = facts('ablate/no-tw-old-dup', { interventions: [rescue] });
      expect(f.read('B', 'main 2')).toBe('HELLO WORLD');
    }
  });

  it('in tw/new-syn, number 50: an ACK and a RST first, unless its timestamp is newer', () => {
    const answers = (o: PerformOptions): string[] =>
      facts('tw/new-syn', { ...o, values: { iss: 50 } })
        .segments()
        .filter((x) => x.sentAt >= s(5))
        .map((x) => `${x.from} ${x.flags}`);
    expect(answers({})).toEqual(['A S', 'B .', 'A R', 'A S', 'B S.', 'A .']);
    const interventions = [{ kind: 'set', field: 'timestamps', value: true } as const];
    expect(answers({ interventions })).toEqual(['A S', 'B S.', 'A .']);
  });

  it('in tw/server-closes, ports enough for A: B has all 200 in TIME-WAIT', () => {
    const f = facts('tw/server-closes', { values: { ports: 100 } });
    expect([f.tablesAt('B', s(8)).timeWait, f.most('A', 'timeWait')]).toEqual([200, 0]);
  });

  it('in rst/time-wait, tcp_rfc1337: TIME-WAIT lasts its 60 s', () => {
    const f = facts('rst/time-wait', { interventions: [set('A', 'timeWaitReset', 'ignore')] });
    expect(f.dwelt('A', 'TIME-WAIT')).toBe(s(60));
  });

  it('in rst/blind, 102 is asked back and 101 ends it', () => {
    const ends = [102, 101].map((seq) => facts('rst/blind', { values: { seq } }).endState('B'));
    expect(ends).toEqual(['ESTABLISHED', 'CLOSED']);
  });
});
