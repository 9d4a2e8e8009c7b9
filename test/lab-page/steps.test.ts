import { describe, expect, it } from 'vitest';
import { goTo, type Inside, type Lab, openLab } from './support/index.ts';

/** As different as exhibits can be: losses, a flood, crossings, a death, queues, two flows. */
const ALL = ['tcb', 'queues', 'segment', 'sockets', 'states'];
const SEVERAL = ['close/lost-ack4', 'open/simultaneous', 'queue/backlog', 'tw/restart'];

interface Differs {
  readonly stop: number;
  readonly there: string;
  readonly back: string;
}

/**
 * Steps to the end and back by the buttons; where the texts of ladder, table and panel differ on the way back.
 * Runs in the page.
 */
function thereAndBack(): Promise<{ steps: number; differs: Differs[] }> {
  return new Promise((resolve) => {
    const lab = (window as unknown as { __lab: Inside & { cursor: { frame: number } } }).__lab;
    const press = (id: string) =>
      document.querySelector<HTMLElement>(`[data-testid="${id}"]`)?.click();
    // A timer would take four milliseconds each time; this comes as soon as all is drawn.
    const settle = () =>
      new Promise((on) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = on;
        port2.postMessage(null);
      });
    const read = () =>
      ['ladder', 'segment-table', 'time']
        .map((id) => document.querySelector(`[data-testid="${id}"]`)?.textContent)
        .concat(document.querySelector('#panel-body')?.textContent)
        .concat(document.querySelector('.lab-extras')?.textContent)
        .join('\n');
    void (async () => {
      press('to-start');
      await settle();
      const there = [read()];
      for (let was = -2; was !== lab.cursor.frame; ) {
        was = lab.cursor.frame;
        press('step');
        await settle();
        if (was !== lab.cursor.frame) there.push(read());
      }
      const differs: Differs[] = [];
      for (let stop = there.length - 2; stop >= 0; stop--) {
        press('step-back');
        await settle();
        const [before = '', now] = [there[stop], read()];
        if (before !== now) differs.push({ stop, there: before, back: now });
      }
      resolve({ steps: there.length - 1, differs });
    })();
  });
}

/** Only what is unlike, so that it can be read. */
function shortened({ stop, there, back }: Differs): string {
  let i = 0;
  while (there[i] === back[i]) i++;
  return `stop ${stop}: …${there.slice(Math.max(0, i - 30), i + 60)}… / …${back.slice(Math.max(0, i - 30), i + 60)}…`;
}

describe('stepping', () => {
  it('back over n steps brings the same text as before them, for every n', async () => {
    const lab = await openLab();
    const wrong: string[] = [];
    for (const id of SEVERAL) {
      await goTo(lab, `#/lab/${id}`);
      for (const panel of id === SEVERAL[0] ? ALL : ALL.slice(0, 2)) {
        await lab.click(`panel-${panel}`);
        await lab.page.locator('#panel-body [aria-busy]').waitFor({ state: 'detached' });
        const { steps, differs } = await lab.page.evaluate(thereAndBack);
        expect(steps).toBeGreaterThan(10);
        wrong.push(...differs.map((d) => `${id} ${panel} ${shortened(d)}`));
      }
    }
    expect(wrong.slice(0, 10)).toEqual([]);
    await lab.close();
  }, 240_000);
});

interface Sample {
  readonly at: number;
  readonly frame: number;
  readonly text: string;
}

/** Plays from the beginning to the end; what was to be seen on the way. Runs in the page. */
function played(): Promise<Sample[]> {
  return new Promise((resolve) => {
    type Hook = Inside & { cursor: { frame: number; at: number } };
    const lab = (window as unknown as { __lab: Hook }).__lab;
    const press = (id: string) =>
      document.querySelector<HTMLElement>(`[data-testid="${id}"]`)?.click();
    const read = () =>
      ['ladder', 'segment-table', 'time']
        .map((id) => document.querySelector(`[data-testid="${id}"]`)?.textContent)
        .concat(document.querySelector('#panel-body')?.textContent)
        .join('\n');
    const samples: Sample[] = [];
    const last = (lab.run()?.trace.frames.length ?? 0) - 1;
    press('to-start');
    press('play');
    const look = (): void => {
      const { at, frame } = lab.cursor;
      setTimeout(() => {
        // What moved meanwhile was not drawn yet.
        if (lab.cursor.at === at && lab.cursor.frame === frame) {
          samples.push({ at, frame, text: read() });
        }
        if (lab.cursor.frame >= last) resolve(samples);
        else requestAnimationFrame(look);
      });
    };
    requestAnimationFrame(look);
  });
}

/** What is to be seen at the same times when one goes there at once; in another order. Runs in the page. */
async function sought(samples: readonly Sample[]): Promise<string[]> {
  type Hook = Inside & { seek(at: number): void; cursor: { frame: number; at: number } };
  const lab = (window as unknown as { __lab: Hook }).__lab;
  const wrong: string[] = [];
  for (let i = 0; i < samples.length; i++) {
    const { at, frame, text } = samples[(i * 7919) % samples.length] as Sample;
    lab.seek(at);
    await new Promise((on) => setTimeout(on));
    const now = ['ladder', 'segment-table', 'time']
      .map((id) => document.querySelector(`[data-testid="${id}"]`)?.textContent)
      .concat(document.querySelector('#panel-body')?.textContent)
      .join('\n');
    if (lab.cursor.frame !== frame) wrong.push(`${at}: frame ${frame}, then ${lab.cursor.frame}`);
    else if (now !== text) wrong.push(`${at}: ${text}\n--- is not\n${now}`);
  }
  return wrong;
}

async function settled(lab: Lab, panel: string): Promise<void> {
  await lab.click(`panel-${panel}`);
  await lab.page.locator('#panel-body [aria-busy]').waitFor({ state: 'detached' });
}

describe('playing', () => {
  it('shows at every time what going there shows', async () => {
    const lab = await openLab({ hash: '#/lab/close/lost-ack4' });
    await lab.page.getByTestId('speed').selectOption('fast');
    for (const panel of ['tcb', 'queues']) {
      await settled(lab, panel);
      const samples = await lab.page.evaluate(played);
      expect(samples.length).toBeGreaterThan(10);
      const wrong = await lab.page.evaluate(sought, samples);
      expect(wrong.slice(0, 3)).toEqual([]);
    }
    await lab.close();
  }, 120_000);

  it('passes over a TIME-WAIT of a minute in seconds, pauses and goes on', async () => {
    const lab = await openLab({ hash: '#/lab/close/basic', lang: 'en' });
    await lab.page.getByTestId('speed').selectOption('fast');
    const play = lab.page.getByTestId('play');
    expect(await play.getAttribute('aria-label')).toMatch(/play/i);
    const began = performance.now();
    await lab.press(' ');
    await expect.poll(async () => (await lab.cursor()).frame).toBeGreaterThan(0);
    expect(await play.getAttribute('aria-label')).toMatch(/pause/i);
    await lab.press(' ');
    const paused = await lab.cursor();
    await lab.page.waitForTimeout(300);
    expect(await lab.cursor()).toEqual(paused);
    await play.click();
    const frames = (await lab.trace()).frames;
    await expect
      .poll(async () => (await lab.cursor()).frame, { timeout: 40_000 })
      .toBe(frames.length - 1);
    const seconds = (performance.now() - began) / 1000;
    console.log(`${(frames.at(-1)?.at ?? 0) / 1e6} s are played in ${seconds.toFixed(1)} s`);
    expect(frames.at(-1)?.at).toBeGreaterThan(60_000_000);
    expect(seconds).toBeLessThan(30);
    await lab.close();
  });

  it('goes step by step where that is chosen, and where nothing may move', async () => {
    for (const reducedMotion of [false, true]) {
      const lab = await openLab({ hash: '#/lab/close/basic', reducedMotion });
      if (!reducedMotion) await lab.page.getByTestId('speed').selectOption('step');
      await lab.press(' ');
      const isStop = async (): Promise<boolean> => {
        const { frame, at } = await lab.cursor();
        const f = (await lab.trace()).frames[frame];
        return frame === -1 || f?.at === at;
      };
      for (let i = 0; i < 5; i++) {
        expect(await isStop()).toBe(true);
        await lab.page.waitForTimeout(150);
      }
      await expect.poll(async () => (await lab.cursor()).frame).toBeGreaterThanOrEqual(0);
      await lab.close();
    }
  });
});

describe('the next timer', () => {
  it('is where it expires, until there is none left', async () => {
    const lab = await openLab({ hash: '#/lab/close/lost-ack4', lang: 'en' });
    const { frames } = await lab.trace();
    const expiries = frames.filter((f) => f.kind === 'timer').map((f) => f.at);
    expect(expiries.length).toBeGreaterThan(0);
    for (const at of expiries) {
      await lab.click('next-timer');
      expect((await lab.cursor()).at).toBe(at);
    }
    await lab.press('t');
    expect(await lab.text('notice')).toMatch(/No timer expires/);
    await lab.press('Escape');
    await expect.poll(() => lab.page.getByTestId('notice').count()).toBe(0);
    await lab.close();
  });
});
