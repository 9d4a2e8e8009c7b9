import type { Words } from '../base/words.ts';
import { spaced, timerName } from './asks.ts';
import {
  type Claim,
  type Draft,
  type Mistake,
  type Moment,
  supposing,
  type Timer,
} from './draft.ts';
import type { MisconceptionId } from './misconceptions.ts';
import { referencesOf } from './segment.ts';

/** Timers that only tidy up. */
const DULL = new Set(['delayed-ack', 'override']);

/**
 * Which timer of a connection expires first, asked before anything of it is seen; null when that cannot be
 * asked. `timers` are those that run.
 */
export function timerDraft(m: Moment, timers: readonly Timer[]): Draft | null {
  if (m.frame.kind !== 'timer' || DULL.has(m.frame.timer)) return null;
  if (m.frame.code === 'timer/keep-alive-rest') return null;
  const { host } = m.end;
  const { timer, at } = m.frame;
  const truth = claim(host, timer);
  // What runs, and is due at the same instant, comes first too.
  const together = new Set(timers.filter((t) => t.due <= at).map((t) => `${t.host} ${t.name}`));
  const mistakes: Mistake[] = [];
  const add = (c: Claim, misconception: MisconceptionId): void => {
    if (c.key === truth.key || together.has(c.key)) return;
    if (mistakes.some((x) => x.key === c.key)) return;
    mistakes.push({ ...c, misconception, whatIf: null });
  };
  for (const t of timers) add(claim(t.host, t.name), 'later-timer');
  const peer = m.peer?.host;
  if (peer !== undefined) {
    const runs = (name: string) => timers.some((t) => t.host === peer && t.name === name);
    if (timer === 'syn-ack' && !runs('retransmission')) {
      add(claim(peer, 'retransmission'), isPure(m) ? 'ack-repeated' : 'client-only');
    }
    if (timer === 'time-wait' && !runs('time-wait'))
      add(claim(peer, 'time-wait'), 'wrong-time-wait');
    if (timer !== 'time-wait' && !runs('retransmission')) {
      add(claim(peer, 'retransmission'), isPure(m) ? 'ack-repeated' : 'client-only');
    }
    if (m.peer?.state === 'CLOSE-WAIT') add(claim(peer, 'fin-wait-2'), 'confuses-sides');
    if (!runs('time-wait')) add(claim(peer, 'time-wait'), 'wrong-time-wait');
    if (!runs('keep-alive')) add(claim(peer, 'keep-alive'), 'keepalive-everywhere');
  }
  const never: Mistake = {
    key: 'never',
    says: () => NEVER,
    misconception: 'waits-for-ever',
    whatIf:
      timer === 'time-wait' || !/retrans|syn-ack/.test(timer) ? null : supposing(m, 'noRetransmit'),
  };
  return {
    kind: 'timer',
    frame: m.i,
    answer: m.i,
    flow: m.flow,
    explains: m.i,
    asks: () => ASKS,
    truth,
    mistakes: [...mistakes.slice(0, 4), never],
    entry: null,
    weight: 3,
    host,
    references: referencesOf(m, null),
  };
}

const NEVER: Words = { zh: '都没有：就这样一直等下去', en: 'none: it waits for ever' };
const ASKS: Words = {
  zh: '接下来这条连接上没有报文段到达，应用也没有动作。哪个定时器先到期？',
  en: 'Nothing arrives on this connection now, and no application acts. Which timer expires first?',
};

/** The peer has sent nothing but an ACK last. */
function isPure(m: Moment): boolean {
  return m.peer?.sent?.flags === '.' && m.peer.sent.length === 0;
}

function claim(host: string, timer: string): Claim {
  const name = timerName(timer);
  return {
    key: `${host} ${timer}`,
    says: () => ({ zh: `${host} 的${spaced(name.zh)}`, en: `the ${name.en} of ${host}` }),
  };
}
