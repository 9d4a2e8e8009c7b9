import './small.css';
import { cursor, flow, predicting, t, trace } from '../state/store.ts';
import { tallyAt } from '../view/counters.ts';
import { type Letter, lettersAt, mouthAt } from '../view/mouth.ts';
import { Bar, FrameLink, Panel, SegmentLink, say, time } from './parts.tsx';
import { COUNTERS, INBOX, MOUTH } from './words.ts';

/** How many segments there were so far, and how many of them for nothing. */
export function Counters() {
  if (trace.value === null) return null;
  const c = tallyAt(trace.value, cursor.value);
  const cells = [
    ['sent', c.sent],
    ['again', c.retransmitted],
    ['lost', c.lost],
    ['wasted', c.wasted],
  ] as const;
  return (
    <Panel
      id="counters"
      title={t(COUNTERS.title)}
      data={{ 'data-sent': c.sent, 'data-again': c.retransmitted, 'data-wasted': c.wasted }}
    >
      <dl class="counters">
        {cells.map(([name, n]) => (
          <div key={name}>
            <dt class="extra-note">{t(COUNTERS[name])}</dt>
            <dd class="extra-big">{n}</dd>
          </div>
        ))}
      </dl>
      <p class="extra-row extra-note">
        {c.bySender.map((s) => (
          <span key={s.host}>
            {say(COUNTERS.by, { x: s.host, n: s.sent })}
            {s.again > 0 ? ` ↻ ${s.again}` : ''}
          </span>
        ))}
      </p>
      {c.toOpen !== null && <p>{say(COUNTERS.toOpen, { n: c.toOpen })}</p>}
      {trace.value.omitted > 0 && <p class="extra-note">{t(COUNTERS.few)}</p>}
    </Panel>
  );
}

/** What came on SYNs, and when it was read: not before the connection is established. */
export function Inbox() {
  if (trace.value === null) return null;
  const letters = lettersAt(trace.value, cursor.value);
  const reads = letters.reduce((n, l) => n + l.readAt.length, 0);
  return (
    <Panel
      id="inbox"
      title={t(INBOX.title)}
      data={{ 'data-letters': letters.length, 'data-reads': reads }}
    >
      {letters.length === 0 && <p class="extra-note">{t(INBOX.none)}</p>}
      <ul class="inbox">
        {letters.map((l, i) => (
          <li key={`${l.segment} ${i}`} class="inbox-letter" data-testid="letter">
            <p class="extra-mono inbox-text">“{l.text}”</p>
            <p class="extra-note">
              {say(INBOX.came, { t: time(l.at), id: l.segment, x: l.host })}{' '}
              <SegmentLink id={l.segment} />
            </p>
            <p>{fateOf(l)}</p>
          </li>
        ))}
      </ul>
      {reads > 1 && letters.every((l) => l.text === letters[0]?.text) && (
        <p class="inbox-twice">{say(INBOX.twice, { n: reads })}</p>
      )}
    </Panel>
  );
}

function fateOf(l: Letter) {
  const [read] = l.readAt;
  if (read !== undefined)
    return <FrameLink frame={read.frame} label={`✓ ${say(INBOX.read, { t: time(read.at) })}`} />;
  if (l.isDropped) return t(INBOX.dropped);
  if (l.openAt !== null) return t(INBOX.ready);
  return (
    <>
      <svg class="inbox-lock" width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
        <path d="M4 6V4a3 3 0 0 1 6 0v2M2.5 6h9v6.5h-9z" />
      </svg>{' '}
      {t(INBOX.held)}
    </>
  );
}

/** How much a host had still to say when its peer had finished. */
export function BytesInMouth() {
  if (trace.value === null) return null;
  const m = mouthAt(trace.value, cursor.value, flow.value);
  if (m === null) {
    return (
      <Panel id="bytes-in-mouth" title={t(MOUTH.title)}>
        <p class="extra-note">{t(MOUTH.none)}</p>
      </Panel>
    );
  }
  const hides = predicting.value;
  return (
    <Panel
      id="bytes-in-mouth"
      title={t(MOUTH.title)}
      data={{ 'data-total': hides ? '' : m.total, 'data-said': m.said }}
    >
      <p>
        {hides
          ? say(MOUTH.hidden, { x: m.host, n: m.said })
          : say(MOUTH.has, { x: m.host, n: m.total })}
      </p>
      {!hides && m.total > 0 && (
        <>
          <Bar share={m.said / m.total} kind="data" />
          <p class="extra-note">{say(MOUTH.said, { said: m.said, n: m.total })}</p>
        </>
      )}
      <p>
        {m.fin === null
          ? t(MOUTH.notYet)
          : m.fin.withAck
            ? t(MOUTH.withAck)
            : say(m.ackHadText === true ? MOUTH.afterText : MOUTH.apart, {
                t: time(m.fin.at - m.at),
              })}
      </p>
      <p data-testid="mouth-segments" data-segments={m.segments}>
        {say(m.isOver && !hides ? MOUTH.closed : MOUTH.soFar, { n: m.segments })}
      </p>
    </Panel>
  );
}
