import './queues.css';
import { FrameLink, hostName, Panel, say, time } from '../extras/parts.tsx';
import { cursor, t, trace } from '../state/store.ts';
import { isFlooded } from '../view/clients.ts';
import { cookiesAt, countsAt, listeningHosts, overflowsAt, waitingHosts } from '../view/tables.ts';
import { Honest } from './honest.tsx';
import { AcceptQueue, SynQueue } from './slots.tsx';
import { TimeWaitTable } from './time-wait.tsx';
import { WORDS } from './words.ts';

/** Where connections wait at every host: before they are established, before they are accepted, at the end. */
export function Queues() {
  const run = trace.value;
  if (run === null) return null;
  const servers = listeningHosts(run);
  const waiting = waitingHosts(run);
  if (servers.length === 0 && waiting.length === 0) {
    return <p class="extra-note">{t(WORDS.none)}</p>;
  }
  return (
    <div class="queues" data-testid="queues">
      {servers.length > 0 && isFlooded(run) && <Honest />}
      {servers.map((host) => (
        <Server key={host} host={host} />
      ))}
      {waiting.map((host) => (
        <TimeWaitTable key={host} host={host} />
      ))}
    </div>
  );
}

function Server({ host }: { readonly host: string }) {
  const run = trace.value;
  if (run === null) return null;
  const isOpen = countsAt(run, host, cursor.value).synQueueLimit > 0;
  const cookies = cookiesAt(run, host, cursor.value);
  return (
    <Panel id={`queues-${host}`} title={hostName(host)}>
      {!isOpen && (
        <p class="extra-note">{t(cursor.value.at === 0 ? WORDS.notOpen : WORDS.closed)}</p>
      )}
      {isOpen && <SynQueue host={host} />}
      {isOpen && <AcceptQueue host={host} />}
      {cookies > 0 && (
        <p class="queues-cookies" data-testid={`cookies-${host}`}>
          {say(WORDS.cookies, { n: cookies })}
        </p>
      )}
      <Overflows host={host} />
    </Panel>
  );
}

/** Overflows listed at most. */
const LISTED = 5;

function Overflows({ host }: { readonly host: string }) {
  const all = trace.value === null ? [] : overflowsAt(trace.value, host, cursor.value);
  if (all.length === 0) return null;
  const earlier = all.length - LISTED;
  return (
    <div class="queues-overflows" data-testid={`overflows-${host}`} data-count={all.length}>
      <h4>{t(WORDS.overflows)}</h4>
      <ul>
        {all.slice(-LISTED).map((o) => (
          <li key={o.frame}>
            <FrameLink frame={o.frame} label={time(o.at)} />
            {o.segment === null ? '' : `${o.segment} `}
            {t(WORDS[o.what])}
          </li>
        ))}
      </ul>
      {earlier > 0 && <p class="extra-note">{say(WORDS.more, { n: earlier })}</p>}
    </div>
  );
}
