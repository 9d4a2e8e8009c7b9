import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Run } from '../../../lab/engine/protocol.ts';
import type { Bench } from '../../../lab/state/store.ts';
import type { NumberMode } from '../../../src/observe/numbering.ts';
import type { CallDetail, Trace, TraceSegment } from '../../../src/observe/trace.ts';
import { type Lab, type LabOptions, openLab } from './open.ts';

/** What the page gives besides to those who test it. */
interface Hook {
  trace(): Trace;
  run(): Run;
  bench(): Bench;
  seekFrame(frame: number): void;
  open(id: string): Promise<boolean>;
}

declare global {
  interface Window {
    /** {@link Window.__lab}, as those see it who play. */
    readonly lab: Hook;
  }
}

/** In the order of their key; the page begins with the first. */
const MODES: readonly NumberMode[] = ['xy', 'relative', 'raw'];

/** Someone who plays with an open page, in English: one page for many exhibits. */
export class Player {
  readonly lab: Lab;
  readonly page: Page;
  #mode = 0;

  private constructor(lab: Lab) {
    this.lab = lab;
    this.page = lab.page;
  }

  static async begin(o: LabOptions = {}): Promise<Player> {
    const lab = await openLab({ lang: 'en', ...o });
    await lab.page.evaluate(() => Object.assign(window, { lab: window.__lab }));
    lab.page.setDefaultTimeout(15_000);
    return new Player(lab);
  }

  /** Opens an exhibit at its beginning. */
  async open(id: string): Promise<void> {
    expect(await this.page.evaluate((x) => window.lab.open(x), id)).toBe(true);
    await this.#drawn();
  }

  /** Goes to the end of the run, by key. */
  async end(): Promise<void> {
    await this.press('End');
  }

  async press(key: string): Promise<void> {
    // In a field the key would be the field's.
    await this.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await this.page.keyboard.press(key);
    await this.#drawn();
  }

  /** Stands at a time, in milliseconds. */
  async at(ms: number): Promise<void> {
    await this.lab.seek(ms * 1000);
  }

  /** Does something that has the exhibit run again, and waits for that run. */
  async reruns(act: () => Promise<unknown>): Promise<void> {
    const before = await this.page.evaluate(() => window.lab.bench().branches.length);
    await act();
    await this.page.waitForFunction((n) => window.lab.bench().branches.length > n, before);
    await this.#drawn();
  }

  /** Touches a segment of the ladder and does something to it; it must be in sight. */
  async fault(id: string, action: string): Promise<void> {
    await this.lab.click(`segment-${id}`);
    await expect.poll(() => this.text('tools-title')).toMatch(new RegExp(`^${id} `));
    await this.reruns(() => this.lab.click(`fault-${action}`));
  }

  try(i: number): Promise<void> {
    return this.reruns(() => this.lab.click(`try-${i}`));
  }

  /** Turns one of the card's what-ifs on, or off. */
  offer(id: string, host: string): Promise<void> {
    return this.reruns(() => this.page.getByTestId(`offer-${id}-${host}`).click());
  }

  /** Turns a what-if on, or off, in the drawer of all. */
  async whatIf(id: string, host: string): Promise<void> {
    await this.press('w');
    await this.reruns(() => this.page.getByTestId(`what-if-${id}-${host}`).click());
    await this.page.keyboard.press('Escape');
    await this.page.getByTestId('what-if').waitFor({ state: 'detached' });
  }

  /** Turns all of them off. */
  async byTheBook(): Promise<void> {
    await this.press('w');
    await this.reruns(() => this.lab.click('what-if-all-off'));
    await this.page.keyboard.press('Escape');
    await this.page.getByTestId('what-if').waitFor({ state: 'detached' });
    expect((await this.trace()).nonStandard).toEqual([]);
  }

  /** Sets a parameter of the card, in the unit that stands behind it. */
  async set(name: string, value: number): Promise<void> {
    const field = this.page.getByTestId(`param-${name}`);
    await field.fill(`${value}`);
    await this.reruns(() => field.press('Enter'));
  }

  /** Writes sequence numbers in another way, by key. */
  async numbers(mode: NumberMode): Promise<void> {
    while (MODES[this.#mode] !== mode) {
      await this.press('n');
      this.#mode = (this.#mode + 1) % MODES.length;
    }
  }

  trace(): Promise<Trace> {
    return this.page.evaluate(() => window.lab.trace());
  }

  /** What is to be read in what has that `data-testid`. */
  text(id: string): Promise<string> {
    // biome-ignore lint/performance/useDomNodeTextContent: only what can be read counts.
    return this.page.getByTestId(id).first().innerText();
  }

  /** What a panel says of itself: its `data-` attribute of that name. */
  async data(id: string, name: string): Promise<string | null> {
    const it = this.page.getByTestId(id).first();
    await it.waitFor({ state: 'attached' });
    return await it.getAttribute(`data-${name}`);
  }

  async number(id: string, name: string): Promise<number> {
    return Number(await this.data(id, name));
  }

  /** The states above the life-lines. */
  async states(): Promise<string> {
    return `${await this.data('state-left', 'state')} ${await this.data('state-right', 'state')}`;
  }

  /** Which connection is drawn. */
  async flow(id: number): Promise<void> {
    await this.page.getByTestId('flow-picker').selectOption(`${id}`);
    await this.#drawn();
  }

  /**
   * Guesses the exhibit's question before watching, watches to the end, and guesses wrong then: the card says
   * what is right. Options are counted from 0.
   */
  async predicts(right: number, wrong = right === 0 ? 1 : 0): Promise<void> {
    const answer = await this.text(`card-answer-${right}`);
    await this.lab.click(`card-answer-${right}`);
    expect(await this.text('card-verdict')).toMatch(/^Noted/);
    await this.end();
    expect(await this.text('card-verdict')).toMatch(/^Right\./);
    await this.lab.click(`card-answer-${wrong}`);
    expect(await this.text('card-verdict')).toBe(`Not so. The answer: ${answer.trim()}`);
  }

  async #drawn(): Promise<void> {
    await this.page.evaluate(async () => {
      for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);
    });
  }
}

/** Segments with a flag, such as `R`, or `S.` for both; of a host when given. */
export function withFlags(t: Trace, flags: string, from?: string): TraceSegment[] {
  return t.segments.filter(
    (s) => [...flags].every((x) => s.flags.includes(x)) && (from === undefined || s.from === from),
  );
}

/** What applications of a host were told or did, by the name of the call. */
export function calls(t: Trace, host: string, call: string): { at: number; detail: CallDetail }[] {
  return t.frames.flatMap((f) =>
    f.kind === 'call' && f.host === host && f.call === call ? [{ at: f.at, detail: f.detail }] : [],
  );
}

/** The texts that applications of a host read, one after another, by socket. */
export function readBy(t: Trace, host: string): string[] {
  const texts = new Map<string, string>();
  for (const { detail } of calls(t, host, 'read')) {
    const socket = detail.socket ?? '';
    texts.set(socket, (texts.get(socket) ?? '') + (detail.text ?? ''));
  }
  return [...texts.values()];
}

/** The state of a host's end of a flow at a time, by the trace's own words. */
export function stateIn(t: Trace, host: string, at: number, flow = 1): string {
  let state = 'CLOSED';
  for (const f of t.frames) {
    if (f.at > at) break;
    if (f.kind === 'state' && f.host === host && f.flow === flow) state = f.to;
  }
  return state;
}
