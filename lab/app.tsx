import './app.css';
import { Branches } from './shell/branches.tsx';
import { Left, PhoneTabs, Right } from './shell/columns.tsx';
import { Header } from './shell/header.tsx';
import { Overlays } from './shell/overlays.tsx';
import { WORDS } from './shell/words.ts';
import { busy, embedded, notice, presenting, t, tab } from './state/store.ts';
import { Transport } from './transport/transport.tsx';

/** The whole page. */
export function App() {
  const classes = ['lab', presenting.value && 'is-presenting', embedded.value && 'is-embedded'];
  return (
    <div class={classes.filter(Boolean).join(' ')} data-tab={tab.value}>
      <Header />
      <Branches />
      <PhoneTabs />
      <main class="lab-main">
        <Left />
        <div class="lab-middle" />
        <Right />
      </main>
      <Transport />
      <Notice />
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
