import { describe, expect, it } from 'vitest';
import type { Lang } from '../../src/base/words.ts';
import { axe, type Lab, openLab } from './support/index.ts';

/** Waits until a run with this many segments from the first FIN on is shown. */
async function closesWith(lab: Lab, segments: number): Promise<void> {
  const closing = async () => {
    const { segments: all } = await lab.trace();
    const fin = all.findIndex((s) => s.flags.includes('F'));
    return fin < 0 ? 0 : all.length - fin;
  };
  await expect.poll(closing, { timeout: 10_000 }).toBe(segments);
}

describe('the gallery', () => {
  it('opens with G, finds a term in either language, and opens what is chosen by key', async () => {
    const lab = await openLab();
    await lab.press('g');
    const search = lab.page.getByTestId('gallery-search');
    await search.fill('SYN_RCVD');
    expect(await lab.text('gallery-term')).toContain('SYN-RECEIVED');
    await search.fill('CLOSE_WAIT');
    await lab.press('ArrowDown');
    await lab.press('Enter');
    await expect.poll(async () => (await lab.trace()).scenario).toMatch(/^leak\/close-wait/);
    await lab.close();
  });

  it('leads on to the sandbox, whose worlds run', async () => {
    const lab = await openLab();
    await lab.press('g');
    await lab.click('gallery-sandbox');
    await lab.click('sandbox-start-three');
    await lab.click('sandbox-run');
    await expect.poll(async () => (await lab.trace()).hosts.length).toBe(4);
    await lab.close();
  });
});

describe('the card', () => {
  it('closes a connection with three segments, and with four when the application is slow', async () => {
    const lab = await openLab({ hash: '#/lab/close/three-segment' });
    await closesWith(lab, 3);
    await lab.page.getByTestId('param-reaction').fill('10');
    // Half typed, it is not run.
    await lab.page.waitForTimeout(600);
    await closesWith(lab, 3);
    await lab.page.getByTestId('param-reaction').press('Enter');
    await closesWith(lab, 4);
    await lab.page.getByTestId('param-reaction').fill('99999');
    expect(await lab.page.getByTestId('param-reaction').getAttribute('aria-invalid')).toBe('true');
    await lab.close();
  });

  it('judges a guess by the run that nobody touched, once it was watched', async () => {
    const lab = await openLab({ hash: '#/lab/close/three-segment', lang: 'en' });
    await lab.click('card-answer-0');
    expect(await lab.text('card-verdict')).toContain('Noted');
    await lab.page.keyboard.press('End');
    await expect.poll(() => lab.text('card-verdict')).toContain('Not so. The answer: 3');
    await lab.click('card-answer-1');
    expect(await lab.text('card-verdict')).toContain('Right');
    await lab.close();
  });

  it('leads from the fault of a program to the program mended', async () => {
    const lab = await openLab({ hash: '#/lab/leak/close-wait' });
    await lab.click('scene-leak-close-wait-fixed');
    await expect.poll(async () => (await lab.trace()).scenario).toBe('leak/close-wait-fixed');
    await lab.close();
  });
});

describe('the what-ifs', () => {
  it('are switched for a host, counted in the header, and all off by the book', async () => {
    const lab = await openLab({ hash: '#/lab/ablate/two-way-lost-synack' });
    expect(await lab.text('what-if-open')).toContain('1');
    await lab.press('w');
    await lab.click('what-if-noFourth-A');
    await expect.poll(async () => (await lab.trace()).nonStandard.length).toBe(2);
    await lab.click('what-if-all-off');
    await expect.poll(async () => (await lab.trace()).nonStandard).toEqual([]);
    await lab.close();
  });
});

const OVERLAYS = [
  ['gallery', 'g'],
  ['what-if', 'w'],
] as const;

describe.each(['zh', 'en'] as const satisfies readonly Lang[])('in %s', (lang) => {
  it.each(['light', 'dark'] as const)(
    'drawers have nothing that axe finds serious, %s',
    async (theme) => {
      const lab = await openLab({ lang, theme, hash: '#/lab/close/three-segment' });
      for (const [id, key] of OVERLAYS) {
        await lab.press(key);
        await lab.page.getByTestId(id).waitFor();
        expect(await axe(lab.page)).toEqual([]);
        await lab.press('Escape');
      }
      await lab.close();
    },
  );
});
