import { describe, expect, it } from 'vitest';
import { axe, type Lab, openLab } from './support/index.ts';

const READY = { hash: '#/lab/open-and-close', query: 't=125' } as const;

/** The kinds of what was done, as the bench has it. */
function done(lab: Lab): Promise<string[]> {
  return lab.page.evaluate(() => {
    const hook = window.__lab as unknown as {
      run(): { setup: { interventions: { action?: string; segment?: string }[] } };
    };
    return hook.run().setup.interventions.map((i) => `${i.action} ${i.segment}`);
  });
}

const statusOf = (lab: Lab, id: string) =>
  lab.page.getByTestId(`segment-${id}`).getAttribute('data-status');

describe('the ladder', () => {
  it('draws a segment as far as it has got, and drops it where it is', async () => {
    const lab = await openLab(READY);
    await lab.seek(125_000);
    expect(await statusOf(lab, 'A2')).toBe('under-way');
    await lab.click('segment-A2');
    await lab.click('fault-drop');
    await expect.poll(() => statusOf(lab, 'A2')).toBe('lost');
    expect(await done(lab)).toEqual(['drop A2']);
    await lab.page.getByTestId('ghost-legend').waitFor();
    expect(await lab.page.locator('[data-ghost]').count()).toBe(1);
    await lab.click('fault-undo');
    await expect.poll(() => done(lab)).toEqual([]);
    await lab.close();
  });

  it('drops what is touched twice while it is under way', async () => {
    const lab = await openLab({ ...READY, size: 'phone' });
    await lab.seek(125_000);
    const label = lab.page.getByTestId('segment-A2');
    await label.tap();
    await label.tap();
    await expect.poll(() => done(lab)).toEqual(['drop A2']);
    await lab.close();
  });

  it.each([
    ['KeyD', 'drop'],
    ['KeyL', 'delay'],
    ['KeyU', 'duplicate'],
    ['KeyR', 'reorder'],
    ['KeyC', 'corrupt'],
  ])('does by key %s what its button does: %s', async (key, action) => {
    const lab = await openLab(READY);
    await lab.seek(125_000);
    await lab.press(key);
    await expect.poll(() => done(lab)).toEqual([`${action} A2`]);
    await lab.close();
  });

  it('puts faults on what is past, and on what is to come', async () => {
    const lab = await openLab(READY);
    await lab.seek(125_000);
    await lab.click('segment-A1');
    expect(await lab.text('fault-note')).toContain('回到 0 ms');
    await lab.click('fault-delay');
    await expect.poll(() => done(lab)).toEqual(['delay A1']);
    await lab.press('Home');
    await lab.click('overview');
    await lab.page.getByTestId('segment-B1').click();
    expect(await statusOf(lab, 'B1')).toBe('future');
    await lab.click('fault-duplicate');
    await expect.poll(() => done(lab)).toEqual(['delay A1', 'duplicate B1']);
    await lab.close();
  });

  it('is walked through with the arrow keys', async () => {
    const lab = await openLab(READY);
    await lab.seek(125_000);
    await lab.page.getByTestId('segment-A2').focus();
    await lab.press('ArrowUp');
    const focused = lab.page.locator('[data-segment]:focus');
    await expect.poll(() => focused.getAttribute('data-segment')).toBe('B1');
    expect(await focused.getAttribute('aria-label')).toMatch(/^第 2 个报文段 B1，B 到 A，SYN,ACK/);
    expect(await focused.getAttribute('aria-pressed')).toBe('true');
    expect(await lab.page.locator('.ladder-segment[tabindex="0"]').count()).toBe(1);
    await lab.close();
  });

  it('reads the same on the way back', async () => {
    const lab = await openLab({ hash: '#/lab/close/lost-ack4' });
    await lab.press('Home');
    const there: string[] = [];
    const text = () => lab.page.getByTestId('ladder').evaluate((e) => e.textContent ?? '');
    for (let i = 0; i < 40; i++) {
      there.push(await text());
      await lab.press('ArrowRight');
      await lab.page.evaluate(() => new Promise(requestAnimationFrame));
    }
    for (const before of there.reverse()) {
      await lab.press('ArrowLeft');
      await expect.poll(text).toBe(before);
    }
    await lab.close();
  });

  it('is a table as well, with the same segments in the same order', async () => {
    const lab = await openLab({ hash: '#/lab/close/lost-ack4' });
    await lab.press('End');
    await lab.press('KeyV');
    const ids = (of: string) =>
      lab.page.locator(of).evaluateAll((all) => all.map((e) => e.getAttribute('data-segment')));
    const rows = await ids('[data-testid=segment-table] tbody tr');
    expect(rows).toEqual(await ids('g[role=button][data-segment]'));
    await lab.click(`row-drop-${rows[2]}`);
    await expect.poll(() => done(lab)).toEqual([`drop ${rows[2]}`]);
    await lab.close();
  });

  it.each(['light', 'dark'] as const)('passes axe, %s', async (theme) => {
    const lab = await openLab({ ...READY, theme });
    await lab.seek(125_000);
    await lab.click('segment-A2');
    const own = (await axe(lab.page)).filter((line) => /ladder|tools|fault|segment/.test(line));
    expect(own).toEqual([]);
    await lab.close();
  });

  it('moves nothing for those who want no motion', async () => {
    const lab = await openLab({ ...READY, reducedMotion: true });
    await lab.seek(125_000);
    expect(await lab.page.evaluate(() => document.getAnimations().length)).toBe(0);
    await lab.close();
  });
});
