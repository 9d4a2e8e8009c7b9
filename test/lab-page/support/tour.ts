import type { Lab } from './open.ts';

/** Somewhere a reader may be on the page: how to get there from the page as it is opened, and back. */
export interface View {
  readonly name: string;
  /** What is new in this view, as a selector: the rest was seen before. */
  readonly within?: string;
  go(lab: Lab): Promise<void>;
  /** Closes what `go` opened; what it changed otherwise may stay. */
  leave?(lab: Lab): Promise<void>;
}

const FORMATS = [
  ...['link', 'mermaid', 'svg', 'png', 'pcapng'],
  ...['packetdrill', 'json', 'markdown', 'narration'],
] as const;

/** Waits until what was asked for is drawn. */
export async function settle(lab: Lab): Promise<void> {
  await lab.page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
  await lab.page.evaluate(async () => {
    for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
    const ends = document
      .getAnimations()
      .filter((a) => a.effect?.getTiming().iterations !== Number.POSITIVE_INFINITY);
    await Promise.allSettled(ends.map((a) => a.finished));
  });
}

/** Opens what is shown above the page, from the header or, on a phone, from the menu. */
export async function openDialog(lab: Lab, what: string): Promise<void> {
  const { page } = lab;
  if (what === 'gallery' || what === 'what-if') await lab.press(what === 'gallery' ? 'g' : 'w');
  else if (await page.getByTestId(`open-${what}`).isVisible()) await lab.click(`open-${what}`);
  else {
    await lab.click('more');
    await lab.click(`more-${what}`);
  }
  await page.getByTestId(what).waitFor();
  await settle(lab);
}

export async function closeDialog(lab: Lab): Promise<void> {
  await lab.press('Escape');
  await lab.page.waitForFunction(() => document.querySelector('dialog[open]') === null);
}

const dialog = (what: string): View => ({
  name: what,
  within: 'dialog[open]',
  go: (lab) => openDialog(lab, what),
  leave: closeDialog,
});

const panel = (name: string, key: string): View => ({
  name: `panel ${name}`,
  within: '#panel-body',
  async go(lab) {
    await lab.press(key);
    await lab.page.getByTestId(name).first().waitFor();
    await settle(lab);
  },
});

/** Back to where the ladder is: on a phone it is one of the tabs. */
async function toLadder(lab: Lab): Promise<void> {
  const tab = lab.page.getByTestId('tab-ladder');
  if (await tab.isVisible()) await tab.click();
  // On a tab, arrow keys go through the tabs.
  await lab.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
}

/** All that the page can show, one after the other; for an exhibit with a few segments and a question. */
export const VIEWS: readonly View[] = [
  { name: 'the page', go: settle },
  {
    name: 'fault tools',
    within: '.tools',
    async go(lab) {
      await toLadder(lab);
      await lab.press('End');
      await lab.press('ArrowDown');
      await lab.click('tool-why');
      await lab.page.getByTestId('fault-why').waitFor();
    },
  },
  {
    name: 'branches',
    within: '.branches',
    async go(lab) {
      await lab.press('d');
      await lab.page.getByTestId('branches').waitFor();
      await settle(lab);
    },
    leave: (lab) => lab.press('Escape'),
  },
  panel('inspector', '1'),
  panel('tcb', '2'),
  panel('queues', '3'),
  panel('sockets', '4'),
  panel('states', '5'),
  {
    name: 'narration with reasons',
    within: '.narration',
    async go(lab) {
      await toLadder(lab);
      await lab.page.getByTestId('why').last().click();
      await lab.page.getByTestId('why-text').waitFor();
      await settle(lab);
    },
  },
  {
    name: 'table',
    within: '.lab-middle',
    async go(lab) {
      await lab.press('v');
      await settle(lab);
    },
    leave: (lab) => lab.press('v'),
  },
  {
    name: 'overview',
    within: '.lab-middle',
    async go(lab) {
      await lab.press('Home');
      await lab.click('overview');
      await settle(lab);
    },
    leave: (lab) => lab.click('overview'),
  },
  {
    name: 'menu',
    within: '.header',
    async go(lab) {
      await lab.click('more');
      await settle(lab);
    },
    leave: (lab) => lab.click('more'),
  },
  ...['gallery', 'what-if', 'sandbox', 'glossary'].map(dialog),
  {
    name: 'notes',
    within: 'dialog[open]',
    async go(lab) {
      await openDialog(lab, 'notes');
      await lab.page
        .getByTestId('claim')
        .fill('第三次挥手 seq=2350。第三次握手 ack=301。TIME-WAIT 60 秒');
      await lab.click('claim-check');
      await lab.click('blanks-note');
      await lab.page.locator('[data-verdict="depends"]').waitFor();
    },
    leave: closeDialog,
  },
  ...FORMATS.map(
    (format): View => ({
      name: `export ${format}`,
      within: 'dialog[open]',
      async go(lab) {
        await openDialog(lab, 'export');
        await lab.click(`export-${format}`);
        await lab.page.getByTestId('export-preview').first().waitFor();
        if (format === 'mermaid') {
          await lab.page.locator('.export-mermaid[data-state="drawn"]').waitFor();
        }
      },
      leave: closeDialog,
    }),
  ),
  dialog('help'),
  {
    name: 'question',
    within: '.predict',
    async go(lab) {
      await toLadder(lab);
      await lab.press('Home');
      await lab.press('p');
      for (let i = 0; i < 30; i++) {
        if (await lab.page.getByTestId('question').isVisible()) break;
        await lab.click('step');
        await settle(lab);
      }
      await lab.page.getByTestId('question').waitFor();
    },
  },
  {
    name: 'verdict',
    within: '.predict',
    async go(lab) {
      const { page } = lab;
      if (await page.getByTestId('number-answer').isVisible()) {
        await page.getByTestId('number-answer').fill('7');
      } else await page.getByTestId('option-0').locator('input').check();
      await lab.click('answer-submit');
      await page.getByTestId('verdict').waitFor();
    },
  },
  {
    name: 'quiz result',
    within: 'dialog[open]',
    async go(lab) {
      await lab.click('tally-open');
      await lab.page.getByTestId('quiz-result').waitFor();
      await settle(lab);
    },
    async leave(lab) {
      await closeDialog(lab);
      await lab.click('predict-continue');
      await lab.press('p');
      await settle(lab);
    },
  },
  {
    name: 'notice',
    within: '.notice',
    async go(lab) {
      await lab.page.evaluate(() => void window.__lab?.open('no/such-exhibit'));
      await lab.page.getByTestId('notice').waitFor();
    },
    leave: (lab) => lab.click('notice-dismiss'),
  },
  {
    name: 'present mode',
    async go(lab) {
      await lab.press('f');
      await lab.page.getByTestId('present-bar').waitFor();
      await settle(lab);
    },
    leave: (lab) => lab.press('f'),
  },
];

/** Goes through all views and gathers what `look` finds in each, with the name of the view before it. */
export async function tour(
  lab: Lab,
  look: (lab: Lab, view: View) => Promise<readonly string[]>,
  views: readonly View[] = VIEWS,
): Promise<string[]> {
  const found: string[] = [];
  for (const view of views) {
    try {
      await view.go(lab);
    } catch (error) {
      throw new Error(`cannot get to ${view.name}`, { cause: error });
    }
    found.push(...(await look(lab, view)).map((line) => `${view.name}: ${line}`));
    await view.leave?.(lab);
  }
  return found;
}
