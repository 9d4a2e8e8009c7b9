import type { Run } from '../../../lab/engine/protocol.ts';
import type { Bench } from '../../../lab/state/store.ts';
import type { Lab } from './open.ts';

/** What else the page gives to those who test it. */
export interface Inside {
  run(): Run | null;
  bench(): Bench | null;
  seekFrame(frame: number): void;
}

/** Goes to another place of the open page, and waits until that is run: `#/lab/close/basic?t=575`. */
export async function goTo(lab: Lab, hash: string): Promise<void> {
  await lab.page.evaluate((to) => {
    const w = window as unknown as { __lab: Inside; before: unknown };
    w.before = w.__lab.run();
    // The same place again is a place to go to as well.
    history.replaceState(null, '', '#/');
    location.hash = to;
  }, hash);
  await lab.page.waitForFunction(
    () => {
      const w = window as unknown as { __lab: Inside; before: unknown };
      return w.__lab.run() !== w.before;
    },
    null,
    { timeout: 20_000 },
  );
  await drawn(lab);
}

/** Waits until what has changed is drawn. */
export async function drawn(lab: Lab): Promise<void> {
  await lab.page.evaluate(async () => {
    for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);
  });
}

/** What was done to the run on the bench, each as `drop A2`; other things by their kind. */
export function done(lab: Lab): Promise<string[]> {
  return lab.page.evaluate(() => {
    const { run } = (window as unknown as { __lab: Inside }).__lab;
    return (run()?.setup.interventions ?? []).map((i) =>
      i.kind === 'fault' ? `${i.action} ${i.segment}` : i.kind,
    );
  });
}

/** What the address bar shows, once it has followed. */
export async function addressOf(lab: Lab, has: RegExp): Promise<string> {
  await lab.page.waitForFunction((source) => new RegExp(source).test(location.href), has.source, {
    timeout: 10_000,
  });
  return lab.page.url();
}
