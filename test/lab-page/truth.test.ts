import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXHIBITS } from '../../src/gallery/index.ts';
import type { Trace, TraceFrame, TraceSegment } from '../../src/observe/trace.ts';
import { Player } from './support/play.ts';

/** Lossy, late, doubled, damaged, crossing and forged segments; one connection and several. */
const VARIED = [
  'open-and-close',
  'open/old-dup-syn',
  'open/simultaneous',
  'open/self-connect',
  'open/wrap',
  'close/simultaneous-lost',
  'close/lost-ack4',
  'close/half-close',
  'hdr/checksum',
  'hdr/any-fault',
  'rst/out-of-window',
  'queue/overflow-ack',
  'tw/tuple',
  'flood/one-per-8s',
] as const;

/** Connections of one exhibit that are looked at. */
const FLOWS = 4;

let player: Player;

beforeAll(async () => {
  player = await Player.begin();
});

afterAll(() => player.lab.close());

/** A segment as the page has it, in words. */
interface Row {
  readonly id: string;
  readonly label: string;
  readonly status: string;
  readonly copies: number;
  readonly cells: readonly string[];
}

/** The segments of the ladder as it is drawn, with the row of the table that has the same name. */
function rows(): Promise<Row[]> {
  return player.page.evaluate(() =>
    [...document.querySelectorAll('g[role=button][data-segment]')].map((g) => {
      const id = g.getAttribute('data-segment') ?? '';
      const row = document.querySelector(`[data-testid="row-${id}"]`);
      return {
        id,
        label: g.getAttribute('aria-label') ?? '',
        status: g.getAttribute('data-status') ?? '',
        copies: document.querySelectorAll(`[data-copy][data-segment="${id}"]`).length,
        cells: [...(row?.querySelectorAll('td, th') ?? [])].map((c) => c.textContent ?? ''),
      };
    }),
  );
}

const NAMES: Readonly<Record<string, string>> = {
  ...{ S: 'SYN', F: 'FIN', R: 'RST', P: 'PSH', U: 'URG', '.': 'ACK' },
};

function sameFlags(text: string, flags: string): boolean {
  const wanted = [...flags].map((f) => NAMES[f] ?? f);
  return text.split(',').sort().join() === wanted.sort().join();
}

const UNITS: Readonly<Record<string, number>> = { µs: 1, ms: 1000, s: 1_000_000 };

/** Whether a time in words is that many microseconds, as far as it is written out. */
function isTime(text: string, at: number): boolean {
  const [n = '', unit = ''] = text.split(' ');
  return Math.abs(Number(n) * (UNITS[unit] ?? Number.NaN) - at) <= Math.max(5, at * 0.0005);
}

/** What is wrong about a row, in words; the ladder's numbers are raw. */
function wrongAbout(r: Row, s: TraceSegment, order: number, names: readonly string[]): string[] {
  const wrong: string[] = [];
  const must = (is: boolean, what: string): void => {
    if (!is) wrong.push(`${s.id}: ${what}: ${r.label} | ${r.cells.join(' | ')}`);
  };
  const ack = s.flags.includes('.') ? s.ack : null;
  const ended = s.arrivedAt ?? s.lostAt;
  const [number, id, way, flags, seq, acked, length, sent, end, fate] = r.cells;
  must(number === `${order}` && id === s.id, 'which');
  const from = s.from ?? names.find((n) => n !== s.to);
  must(way === `${from} → ${s.to ?? names.find((n) => n !== from)}`, 'way');
  must(sameFlags(flags ?? '', s.flags), 'flags');
  must(seq === `${s.seq}` && acked === (ack === null ? '—' : `${ack}`), 'numbers');
  must(length === `${s.length}`, 'length');
  must(isTime(sent ?? '', s.sentAt), 'sent');
  must(ended === null ? end === '—' : isTime(end ?? '', ended), 'ended');
  must(/lost/.test(fate ?? '') === (s.fate === 'lost'), 'lost');
  must(/corrupted/.test(fate ?? '') === (s.fate === 'corrupt'), 'corrupt');
  must(/sent again/.test(fate ?? '') === s.retransmission, 'again');
  must(r.copies === s.copiesAt.length, 'copies');
  must(r.label.includes(`sequence number ${s.seq}`), 'number in its name');
  must(ack === null || r.label.includes(`acknowledges ${ack}`), 'ACK in its name');
  must(s.fate !== 'lost' || r.status === 'lost', 'status');
  return wrong;
}

describe('the ladder and its table', () => {
  it.each(VARIED)('have the segments of the trace, at the end of %s', async (id) => {
    await player.open(id);
    const t = await player.trace();
    await player.numbers('raw');
    for (const { id: flow } of t.flows.slice(0, FLOWS)) {
      if (t.flows.length > 1) await player.flow(flow);
      await player.end();
      const shown = await rows();
      const own = t.segments.filter((s) => s.flow === flow);
      expect(shown.map((r) => r.id)).toEqual(own.map((s) => s.id));
      const names = t.flows.find((f) => f.id === flow)?.ends.map((e) => e.host ?? e.address) ?? [];
      const wrong = own.flatMap((s, i) =>
        wrongAbout(shown[i] as Row, s, t.segments.indexOf(s) + 1, names),
      );
      expect(wrong).toEqual([]);
    }
  });

  it('write numbers in three ways that agree: relative ones are raw ones less the initial one', async () => {
    for (const id of ['open-and-close', 'open/wrap', 'close/worked-numbers', 'rst/blind']) {
      await player.open(id);
      await player.end();
      const texts: Record<string, string[]> = {};
      for (const mode of ['raw', 'relative', 'xy'] as const) {
        await player.numbers(mode);
        texts[mode] = (await rows()).flatMap((r) => [r.cells[4] ?? '', r.cells[5] ?? '']);
      }
      const t = await player.trace();
      const own = t.segments.filter((s) => s.flow === 1);
      const isn = (host: string | null | undefined): number =>
        own.find((s) => s.from === host && s.flags.includes('S'))?.seq ?? Number.NaN;
      const [first, other] = t.flows[0]?.ends.map((e) => e.host) ?? [];
      own.forEach((s, i) => {
        // Who forges speaks in the name of one end.
        const mine = s.to === first ? other : first;
        for (const [k, owner] of [mine, mine === first ? other : first].entries()) {
          if (k === 1 && !s.flags.includes('.')) continue;
          const at = 2 * i + k;
          const off = (Number(texts['raw']?.[at]) - isn(owner)) >>> 0;
          expect(texts['relative']?.[at], s.id).toBe(`${off}`);
          const letter = owner === first ? 'x' : 'y';
          const sign = off === 0 ? '' : (off | 0) > 0 ? `+${off}` : `${off | 0}`;
          expect(texts['xy']?.[at], s.id).toBe(`${letter}${sign}`);
        }
      });
    }
  });
});

describe('the matrix', () => {
  it.each(['open/ledger', 'open/basic', 'open-and-close', 'open/lost-synack', 'open/data-on-3'])(
    'is full exactly when the third segment arrives: %s',
    async (id) => {
      await player.open(id);
      const t = await player.trace();
      await player.page.getByTestId('matrix').waitFor();
      const third = t.frames.findIndex(
        (f) =>
          f.kind === 'arrived' &&
          f.host === 'B' &&
          t.segments.some((s) => s.id === f.segment && !s.flags.includes('S')),
      );
      expect(third).toBeGreaterThan(0);
      const filled = await player.page.evaluate(async (frames) => {
        const found: number[] = [];
        for (let i = 0; i < frames; i++) {
          window.lab.seekFrame(i);
          for (let n = 0; n < 5; n++) await null;
          found.push(
            Number(document.querySelector('[data-testid=matrix]')?.getAttribute('data-filled')),
          );
        }
        return found;
      }, t.frames.length);
      const stop = t.frames.findIndex((f, i) => i >= third && isTold(t.frames[i + 1] ?? f));
      expect(filled[stop]).toBe(8);
      filled.slice(0, stop).forEach((n, i) => {
        // A frame inside a stop is seen as the stop it belongs to.
        if (i < third && stopOf(t, i) < third) expect(n, `frame ${i}`).toBeLessThan(8);
      });
      expect(new Set(filled.slice(stop))).toEqual(new Set([8]));
    },
  );
});

function isTold(f: TraceFrame): boolean {
  return f.kind !== 'vars' && f.kind !== 'timers' && f.kind !== 'tables';
}

/** The last frame of what is told with a frame. */
function stopOf(t: Trace, frame: number): number {
  const next = t.frames.findIndex((f, i) => i > frame && isTold(f));
  return (next < 0 ? t.frames.length : next) - 1;
}

/** Exhibits whose states are looked at a hundred times; all others five times. */
const OFTEN = new Set<string>([...VARIED, 'alive/reboot', 'rst/in-closing', 'tw/reopened']);

/** What is seen of a run: what its states are, and where warnings stand. */
interface Walk {
  readonly id: string;
  readonly wrong: readonly string[];
  readonly broken: number;
  readonly warnings: number;
  /** The same once everything is by the book. */
  readonly brokenByTheBook: number;
  readonly warningsByTheBook: number;
}

describe('in every exhibit', () => {
  const walks: Walk[] = [];

  beforeAll(async () => {
    for (const { id } of EXHIBITS) {
      await player.open(id);
      const wrong = await player.page.evaluate(compareStates, OFTEN.has(id) ? 100 : 5);
      const [broken, warnings] = await hazards();
      if (broken > 0) await player.byTheBook();
      const [brokenByTheBook, warningsByTheBook] = await hazards();
      walks.push({ id, wrong, broken, warnings, brokenByTheBook, warningsByTheBook });
    }
  }, 600_000);

  it(`the states are those of the trace, at 100 random frames of ${OFTEN.size} exhibits and 5 of all others`, () => {
    expect(walks.length).toBe(EXHIBITS.length);
    expect(walks.flatMap((w) => w.wrong.map((x) => `${w.id}: ${x}`))).toEqual([]);
  });

  it('there are warnings when a rule is broken, and none by the book', () => {
    expect(walks.filter((w) => w.broken > 0).length).toBeGreaterThan(20);
    expect(walks.filter((w) => w.broken > 0 !== w.warnings > 1)).toEqual([]);
    expect(walks.filter((w) => w.brokenByTheBook + w.warningsByTheBook > 0)).toEqual([]);
  });
});

/** How many rules the run breaks, and how many signs of that there are: the stripes and the badge. */
function hazards(): Promise<[number, number]> {
  return player.page.evaluate(async () => {
    for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);
    const signs = document.querySelectorAll('.ladder-hazard, [data-testid="hazard-badge"]');
    return [window.lab.trace().nonStandard.length, signs.length] as [number, number];
  });
}

/**
 * Goes to random frames; what is wrong there about the states above the life-lines and about the last piece of
 * each ribbon. Runs in the page.
 */
async function compareStates(count: number): Promise<string[]> {
  const t = window.lab.trace();
  if (document.querySelector('[data-testid=state-left]') === null) {
    return t.flows.length === 0 ? [] : ['no ladder'];
  }
  const picker = document.querySelector<HTMLSelectElement>('[data-testid=flow-picker]');
  const flow = Number(picker?.value ?? t.flows[0]?.id);
  const names = [...document.querySelectorAll('.ladder-host')].map((e) => e.textContent ?? '');
  const wrong: string[] = [];
  let random = 12345;
  for (let n = 0; n < count; n++) {
    random = (Math.imul(random, 1103515245) + 12345) >>> 0;
    window.lab.seekFrame(random % t.frames.length);
    for (let i = 0; i < 5; i++) await null;
    const { frame } = window.__lab?.cursor ?? { frame: -1 };
    ['left', 'right'].forEach((side, k) => {
      const host = names[k];
      // Who calls itself has one end, which is drawn on the right.
      if (host === names[1] && k === 0) return;
      // Before its first change an end is in what that leaves.
      const first = t.frames.find((f) => f.kind === 'state' && f.host === host && f.flow === flow);
      let state = first?.kind === 'state' ? first.from : null;
      for (let i = 0; i <= frame; i++) {
        const f = t.frames[i];
        if (f === undefined || f.host !== host) continue;
        if (f.kind === 'state' && f.flow === flow) state = f.to;
        if (f.kind === 'host' && f.what === 'power-off' && state !== null) state = '';
        if (f.kind === 'host' && f.what === 'boot' && state !== null) state = 'CLOSED';
      }
      const head = document.querySelector(`[data-testid=state-${side}]`);
      const shown = head?.getAttribute('data-state');
      const ribbon = `[data-side=${side}][data-current=true]`;
      const last = [...document.querySelectorAll(ribbon)].at(-1)?.getAttribute('data-state');
      // Of an end that never has a state the page tells whether somebody listens there.
      const isRight = state === null ? shown === last : shown === state && last === state;
      if (!isRight) wrong.push(`frame ${frame}, ${host}: ${state}, shown ${shown}, ribbon ${last}`);
    });
  }
  return wrong;
}
