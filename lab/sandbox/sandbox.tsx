import { useSignal } from '@preact/signals';
import { closeOverlay, Modal } from '../shell/modal.tsx';
import { openWorld } from '../state/actions.ts';
import { busy, run, t } from '../state/store.ts';
import { Cables, Rules } from './cables.tsx';
import { NumberField } from './controls.tsx';
import { Hosts } from './hosts.tsx';
import { readWorld } from './read-world.ts';
import { savedWorld, saveWorld } from './saved.ts';
import { STARTS } from './starts.ts';
import { Steps } from './steps.tsx';
import { WORDS } from './words.ts';
import type { World } from './world.ts';
import './sandbox.css';

/** Puts a world together and runs it. What was last worked on is there again. */
export function Sandbox() {
  const draft = useSignal<World>(beginning());
  const world = draft.value;
  const read = readWorld(world);
  const change = (next: World): void => {
    draft.value = next;
    saveWorld(next);
  };
  const start = async (): Promise<void> => {
    if ('wrong' in read) return;
    if (await openWorld(read.world, { seed: read.world.seed })) closeOverlay();
  };
  return (
    <Modal
      testId="sandbox"
      title={t(WORDS.title)}
      tools={<RunButton canRun={'world' in read} onRun={start} />}
    >
      <div class="sandbox-content">
        <p>{t(WORDS.about)}</p>
        <p class="sandbox-starts">
          {t(WORDS.begin)}
          {STARTS.map((s) => (
            <button
              type="button"
              key={s.id}
              class="ctl-chip"
              data-testid={`sandbox-start-${s.id}`}
              onClick={() => change(s.world)}
            >
              {t(s.says)}
            </button>
          ))}
        </p>
        <p class="sandbox-wrong" role="alert" data-testid="sandbox-wrong">
          {'wrong' in read && `⚠ ${t(read.wrong)}`}
        </p>
        <Hosts world={world} onChange={change} />
        <Cables world={world} onChange={change} />
        <Steps world={world} onChange={change} />
        <Rules world={world} onChange={change} />
        <section class="sandbox-row">
          <NumberField
            says={t(WORDS.seed)}
            testId="sandbox-seed"
            value={world.seed}
            onChange={(seed = 1) => change({ ...world, seed })}
          />
          <NumberField
            says={t(WORDS.until)}
            testId="sandbox-until"
            value={world.until}
            size={1_000_000}
            onChange={(until) => {
              const { until: _, ...rest } = world;
              change(until === undefined ? rest : { ...rest, until });
            }}
          />
        </section>
      </div>
    </Modal>
  );
}

function RunButton({ canRun, onRun }: { readonly canRun: boolean; readonly onRun: () => void }) {
  return (
    <button
      type="button"
      class="ctl-button ctl-primary"
      data-testid="sandbox-run"
      disabled={!canRun || busy.value}
      onClick={onRun}
    >
      {busy.value ? t(WORDS.running) : `▶ ${t(WORDS.run)}`}
    </button>
  );
}

/** The world on the bench, or the one last worked on, or the simplest. */
function beginning(): World {
  const shown = run.value?.setup.world;
  const read = shown === undefined ? null : readWorld(shown);
  if (read !== null && 'world' in read) return read.world;
  return savedWorld() ?? (STARTS[0]?.world as World);
}
