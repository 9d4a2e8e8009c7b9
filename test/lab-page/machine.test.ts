import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { World } from '../../lab/sandbox/world.ts';
import { readScenario } from '../../src/cli/scenario-file.ts';
import { actionText, QUESTIONS, type Question } from '../../src/explore/index.ts';
import { scenarioOf } from '../../src/gallery/perform.ts';
import type { Trace } from '../../src/observe/trace.ts';
import { Digest } from '../../src/sim/digest.ts';
import { run } from '../../src/sim/run.ts';
import { synwave } from '../cli/captured.ts';
import { addressOf, axe, drawn, type Inside, type Lab, openLab } from './support/index.ts';
import { SQUEEZED } from './support/room.ts';
import { FOREIGN } from './support/texts.ts';
import { settle } from './support/tour.ts';

/** One that is found, and searched to the end by the book, in a second or two. */
const ID = 'why-not-two-ghost';
const HASH = '#/lab/ablate/ghost-client';
const QUESTION = QUESTIONS.find((q) => q.id === ID) as Question;
/** Found on a busy machine. */
const LONG = { timeout: 60_000 };

/** What the command line finds: how, among how many states, and the scenario it saves. */
interface Answer {
  readonly steps: readonly string[];
  readonly states: number;
  readonly standard: number;
  /** The file with the scenario. */
  readonly saved: string;
  readonly trace: Trace;
}

const home = mkdtempSync(join(tmpdir(), 'synwave-machine-'));
afterAll(() => rmSync(home, { recursive: true }));
let known: Answer | null = null;

async function answer(): Promise<Answer> {
  if (known !== null) return known;
  const file = join(home, 'found.json');
  const { code, stdout } = await synwave('explore', ID, '--json', '--save', file);
  expect(code).toBe(0);
  const [{ broken, standard }] = JSON.parse(stdout).questions;
  const path: readonly number[] = broken.counterexample.path;
  known = {
    steps: path.map((action) => actionText(action, QUESTION.world.hosts)),
    states: broken.states,
    standard: standard.states,
    saved: readFileSync(file, 'utf8'),
    trace: run(scenarioOf(readScenario(file)), { keepBytes: true }),
  };
  return known;
}

/** Of everything in a trace but the name of its scenario. */
function digestOf(trace: Trace): string {
  const digest = new Digest();
  const plain = JSON.stringify({ ...trace, scenario: '' }, (_, x: unknown) =>
    x === Number.POSITIVE_INFINITY ? 'never' : x,
  );
  digest.text(plain);
  return `${digest}`;
}

const isOver = (lab: Lab): Promise<void> =>
  lab.page.locator(`[data-testid="machine-${ID}"][data-phase="over"]`).waitFor(LONG);

const why = (lab: Lab): Promise<string | undefined> =>
  lab.page.evaluate(() => {
    const { run: shown } = (window as unknown as { __lab: Inside }).__lab;
    return (shown()?.setup.world as World | undefined)?.why;
  });

it('finds what the command line finds, opens it, and the same run comes back by its address', async () => {
  const lab = await openLab({ hash: HASH, lang: 'en' });
  await lab.click(`machine-start-${ID}`);
  await isOver(lab);
  await expect.poll(() => why(lab)).toBe(ID);
  const node = await answer();
  const steps = await lab.page
    .getByTestId('machine-steps')
    .locator('li')
    .evaluateAll((all) => all.map((li) => li.getAttribute('data-action')));
  expect(steps).toEqual(node.steps);
  const statesOf = (side: string): Promise<string | null> =>
    lab.page.getByTestId(`machine-result-${side}`).getAttribute('data-states');
  expect(await statesOf('taken')).toBe(String(node.states));
  expect(await statesOf('standard')).toBe(String(node.standard));
  expect(await lab.text('machine-result-standard')).toMatch(/None within the bound.*no proof/);
  expect(digestOf(await lab.trace())).toBe(digestOf(node.trace));
  expect(await lab.text('card-story')).toContain(QUESTION.asks.en);
  expect(await lab.text('point')).toContain(QUESTION.answer.en.slice(0, 20));
  // One stands where it breaks, with the answer beside the ladder.
  const { frames } = await lab.trace();
  expect((await lab.cursor()).frame).toBe(frames.length - 1);
  expect(await lab.text('verdict')).toMatch(/It breaks here: an application accepts a connection/);
  expect(await lab.text('verdict-answer')).toContain(QUESTION.answer.en);
  expect(await lab.text('verdict-standard')).toMatch(/^By the book: nothing of the kind in the/);
  await lab.page.locator('.ladder-broken').waitFor();
  await lab.press('Home');
  expect(await lab.page.locator('.ladder-broken').count()).toBe(0);
  await lab.click('to-break');
  expect((await lab.cursor()).frame).toBe(frames.length - 1);
  const address = await addressOf(lab, /#\/sandbox\?(?:z|w)=/);
  await lab.close();
  const [hash = '', query = ''] = address.slice(address.indexOf('#')).split('?');
  const other = await openLab({ lang: 'en', hash, query });
  expect(digestOf(await other.trace())).toBe(digestOf(node.trace));
  expect(await why(other)).toBe(ID);
  // It is a run like any other: with the rule in its place it goes well.
  await other.page.getByTestId('verdict-answer').waitFor();
  await other.page.getByTestId('offer-twoWay-B').uncheck();
  await expect.poll(async () => (await other.trace()).nonStandard.length).toBe(0);
  expect(await other.page.getByTestId('verdict').count()).toBe(0);
  await other.close();
});

it('is loaded only when the button is pressed', async () => {
  const asked: string[] = [];
  const before = async (page: Lab['page']): Promise<void> => {
    page.context().on('request', (r) => asked.push(r.url()));
  };
  const lab = await openLab({ before });
  await lab.page.mouse.move(100, 100);
  await settle(lab);
  expect(asked.filter((url) => /\/(hunt|machine)-/.test(url))).toEqual([]);
  await lab.page.evaluate((hash) => {
    location.hash = hash;
  }, HASH);
  await lab.page.getByTestId(`machine-start-${ID}`).waitFor();
  expect(asked.filter((url) => /\/hunt-/.test(url))).toEqual([]);
  await lab.click(`machine-start-${ID}`);
  await isOver(lab);
  expect(asked.filter((url) => /\/hunt-/.test(url))).toHaveLength(1);
  await lab.close();
});

it('is stopped by the same key that began it, keeps the focus, and leaves the run alone', async () => {
  const lab = await openLab({ hash: '#/lab/ablate/stale-syn', lang: 'en' });
  const { page } = lab;
  const button = page.getByTestId('machine-start-why-not-two');
  await button.focus();
  await lab.press('Enter');
  await page.getByTestId('machine-progress').waitFor();
  const focused = (): Promise<string | null | undefined> =>
    page.evaluate(() => document.activeElement?.getAttribute('data-testid'));
  expect(await focused()).toBe('machine-stop-why-not-two');
  await lab.press('Enter');
  await page.locator('[data-phase="stopped"]').waitFor();
  expect(await focused()).toBe('machine-start-why-not-two');
  expect(await lab.text('machine-progress')).toMatch(/states, \d+ steps deep/);
  expect((await lab.trace()).scenario).toBe('ablate/stale-syn');
  await lab.close();
});

it('does not take one away from what one has begun to look at', async () => {
  const lab = await openLab({ hash: HASH, lang: 'en' });
  await lab.click(`machine-start-${ID}`);
  await lab.press('ArrowRight');
  await isOver(lab);
  expect((await lab.trace()).scenario).toBe('ablate/ghost-client');
  expect(await lab.text('machine-answer')).toContain(QUESTION.answer.en.slice(0, 20));
  await lab.click(`machine-open-${ID}`);
  await expect.poll(() => why(lab)).toBe(ID);
  await lab.close();
});

it('tells those who listen, and takes them to the answer', async () => {
  const lab = await openLab({ hash: HASH, lang: 'en', reducedMotion: true });
  const { page } = lab;
  await page.getByTestId(`machine-start-${ID}`).focus();
  await lab.press('Enter');
  await isOver(lab);
  await expect.poll(() => why(lab)).toBe(ID);
  expect(await lab.text('announcer')).toMatch(/None within the bound/);
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('machine-title');
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  await lab.close();
});

it('is named on a card that is folded, and in the list; the connection that breaks is the one drawn', async () => {
  const lab = await openLab({ hash: '#/lab/flood/syn', lang: 'en', size: 'phone' });
  const { page } = lab;
  const button = page.getByTestId('machine-start-why-cookies');
  expect(await button.count()).toBe(0);
  await lab.click('machine-hint');
  await expect.poll(() => button.evaluate((b) => b === document.activeElement)).toBe(true);
  const at = (testid: string) =>
    page.getByTestId(testid).evaluate((e) => e.getBoundingClientRect());
  expect((await at('machine-start-why-cookies')).bottom).toBeLessThan(740);
  await lab.click('machine-start-why-cookies');
  await page.getByTestId('verdict-answer').waitFor(LONG);
  await drawn(lab);
  expect(await page.getByTestId('flow-picker').inputValue()).toBe('2');
  // Where it breaks and why is to be seen at once.
  await expect
    .poll(async () => [(await at('now-line')).top > 100, (await at('verdict')).bottom < 640])
    .toEqual([true, true]);
  await lab.press('g');
  const item = page.getByTestId('gallery-item-flood-syn');
  await item.waitFor();
  expect(await item.locator('.gallery-item-asked').count()).toBe(1);
  await lab.click('gallery-theme-machine');
  await page.getByTestId('gallery-item-open-basic').waitFor({ state: 'detached' });
  expect(await page.locator('.gallery-item').count()).toBe(
    await page.locator('.gallery-item-asked').count(),
  );
  await lab.close();
});

it('opens in the sandbox what the command line has saved', async () => {
  const lab = await openLab({ lang: 'en', hash: '#/sandbox' });
  const { page } = lab;
  const file = page.getByTestId('sandbox-file');
  const json = (text: string) => ({
    ...{ name: 'found.json', mimeType: 'application/json' },
    buffer: Buffer.from(text),
  });
  await file.setInputFiles(json('no scenario'));
  await expect.poll(() => lab.text('sandbox-wrong')).toContain('This file is no scenario.');
  await file.setInputFiles(json((await answer()).saved));
  await expect.poll(() => lab.text('sandbox-wrong')).toBe('');
  expect(await axe(page, {}, 'dialog[open]')).toEqual([]);
  expect(await page.evaluate(SQUEEZED, 24)).toEqual([]);
  await lab.click('sandbox-run');
  await expect.poll(async () => (await lab.trace()).scenario).toBe('sandbox');
  expect(digestOf(await lab.trace())).toBe(digestOf((await answer()).trace));
  await lab.close();
});

it.each([
  ['zh', 'light', 'desktop'],
  ['en', 'dark', 'desktop'],
  ['zh', 'dark', 'phone'],
  ['en', 'light', 'phone'],
] as const)(
  'is said in one language, operable and accessible: %s, %s, %s',
  async (lang, theme, size) => {
    const lab = await openLab({ lang, theme, size, hash: HASH });
    const { page } = lab;
    if (size === 'phone') await lab.click('card-title');
    const look = async (): Promise<string[]> => {
      await settle(lab);
      return [
        ...(await axe(page, {}, '.card')),
        ...(await page.evaluate(FOREIGN, lang)),
        ...(await page.evaluate(SQUEEZED, size === 'phone' ? 44 : 24)),
      ];
    };
    await page.getByTestId(`machine-start-${ID}`).waitFor();
    const before = await look();
    await lab.click(`machine-start-${ID}`);
    await isOver(lab);
    await expect.poll(() => why(lab)).toBe(ID);
    await page.locator('.machine details summary').click();
    await drawn(lab);
    expect([...before, ...(await look())]).toEqual([]);
    await lab.close();
  },
);
