import './deaths.css';
import { cursor, t, trace } from '../state/store.ts';
import { type Death, deathAt, type Peer } from '../view/deaths.ts';
import { lookUp } from './narrate.ts';
import { FrameLink, Panel, say, time } from './parts.tsx';
import { SEEN, DEATHS as WORDS } from './words.ts';

const HOWS: readonly Death[] = ['kill', 'power-off', 'reboot', 'unplug'];
const PEERS: readonly Peer[] = ['idle', 'idle-keepalive', 'sending'];
/** Things noticed that are listed at most. */
const LISTED = 12;

/** How a host can go and what its peer sees of it, with what it saw in this run. */
export function Deaths() {
  if (trace.value === null) return null;
  const death = deathAt(trace.value, cursor.value);
  return (
    <Panel
      id="deaths"
      title={t(WORDS.title)}
      data={{ 'data-how': death?.how ?? '', 'data-was': death?.was ?? '' }}
    >
      <div class="extra-scroll">
        <table class="deaths-table">
          <caption class="is-heard">{t(WORDS.title)}</caption>
          <thead>
            <tr>
              <th scope="col">{t(WORDS.how)}</th>
              {PEERS.map((p) => (
                <th key={p} scope="col">
                  {t(WORDS[p])}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {HOWS.map((how) => (
              <tr key={how}>
                <th scope="row">{t(WORDS[how])}</th>
                {PEERS.map((was) => {
                  const isHere = death?.how === how && death.was === was;
                  const says = SEEN[how]?.[was];
                  return (
                    <td
                      key={was}
                      class={isHere ? 'is-here' : ''}
                      aria-current={isHere ? 'true' : undefined}
                    >
                      {isHere && <strong>▶ {t(WORDS.here)} </strong>}
                      {says === undefined ? '' : t(says)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {death === null ? (
        <p class="extra-note">{t(WORDS.none)}</p>
      ) : (
        <>
          <p>
            {say(WORDS.run, {
              x: death.host,
              t: time(death.at),
              how: t(WORDS[death.how]),
              peer: death.peer,
            })}
            {death.saw.length === 0 && ` ${t(WORDS.nothing)}`}
            {death.was === 'gone' && ` ${say(WORDS.gone, { peer: death.peer })}`}
          </p>
          <ul>
            {death.saw.slice(-LISTED).map((s) => (
              <li key={s.frame}>
                <FrameLink frame={s.frame} label={time(s.at)} /> {t(lookUp(s.code))}
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}
