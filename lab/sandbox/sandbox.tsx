import { useSignal } from '@preact/signals';
import type { Words } from '../../src/base/words.ts';
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
  const fileWrong = useSignal<Words | null>(null);
  const wrong = fileWrong.value ?? ('wrong' in read ? read.wrong : null);
  // One that was changed is not the answer any more that a search has found.
  const change = ({ why: _, ...next }: World): void => {
    fileWrong.value = null;
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
          <OpenFile
            onOpen={change}
            onWrong={(words) => {
              fileWrong.value = words;
            }}
          />
        </p>
        <p class="sandbox-wrong" role="alert" data-testid="sandbox-wrong">
          {wrong !== null && `⚠ ${t(wrong)}`}
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

interface OpenFileProps {
  readonly onOpen: (world: World) => void;
  readonly onWrong: (words: Words) => void;
}

/** Brings a scenario that was saved as a file, such as a counterexample of the command line. */
function OpenFile({ onOpen, onWrong }: OpenFileProps) {
  const open = async (file: File): Promise<void> => {
    const read = await readFile(file);
    if ('world' in read) onOpen(read.world);
    else onWrong(read.wrong);
  };
  return (
    <label class="ctl-chip sandbox-file">
      {t(WORDS.file)}
      <input
        type="file"
        class="is-heard"
        accept=".json,application/json"
        data-testid="sandbox-file"
        onChange={(e) => {
          const [file] = e.currentTarget.files ?? [];
          if (file !== undefined) void open(file);
          e.currentTarget.value = '';
        }}
      />
    </label>
  );
}

/** Octets of a file that is read at most. */
const MOST_OCTETS = 1_000_000;

async function readFile(file: File): Promise<ReturnType<typeof readWorld>> {
  if (file.size > MOST_OCTETS) return { wrong: WORDS.noFile };
  try {
    return readWorld(JSON.parse(await file.text()));
  } catch {
    return { wrong: WORDS.noFile };
  }
}

/** The world on the bench, or the one last worked on, or the simplest. */
function beginning(): World {
  const shown = run.value?.setup.world;
  const read = shown === undefined ? null : readWorld(shown);
  if (read !== null && 'world' in read) return read.world;
  return savedWorld() ?? (STARTS[0]?.world as World);
}
