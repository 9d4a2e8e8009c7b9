import './app.css';
import { LadderArea } from './ladder/area.tsx';
import { Announcer } from './narration/announcer.tsx';
import { EmbedBar } from './present/embed-bar.tsx';
import { PresentBar } from './present/present-bar.tsx';
import { LadderBar } from './shell/above-ladder.tsx';
import { Branches } from './shell/branches.tsx';
import { Left, PhoneTabs, Right } from './shell/columns.tsx';
import { Header } from './shell/header.tsx';
import { Overlays } from './shell/overlays.tsx';
import { Slot } from './shell/slot.tsx';
import { WORDS } from './shell/words.ts';
import { busy, embedded, notice, predicting, presenting, t, tab } from './state/store.ts';
import { Transport } from './transport/transport.tsx';

const predict = () => import('./predict/index.ts').then((m) => m.Predict);

/** The whole page. */
export function App() {
  const classes = ['lab', presenting.value && 'is-presenting', embedded.value && 'is-embedded'];
  return (
    <div class={classes.filter(Boolean).join(' ')} data-tab={tab.value}>
      <PresentBar />
      <EmbedBar />
      <Header />
      <Branches />
      <PhoneTabs />
      <main class="lab-main">
        <Left />
        <section class="lab-middle" id="ladder-here" tabIndex={-1} aria-label={t(WORDS.ladder)}>
          <LadderBar />
          <LadderArea />
          {predicting.value && <Slot load={predict} />}
        </section>
        <Right />
      </main>
      <Transport />
      <Notice />
      <Announcer />
      <Overlays />
    </div>
  );
}

/** What the user must know at once, and that the engine is at work. */
function Notice() {
  const says = notice.value;
  return (
    <div class="notice" role="status">
      {busy.value && <p class="notice-busy">{t(WORDS.busy)}</p>}
      {says !== null && (
        <p class="notice-says" data-testid="notice">
          {t(says)}
          <button
            type="button"
            data-testid="notice-dismiss"
            onClick={() => {
              notice.value = null;
            }}
          >
            {t(WORDS.dismiss)}
          </button>
        </p>
      )}
    </div>
  );
}
