import type { BareFrame } from '../recorder.ts';
import type { TraceFrame } from '../trace.ts';
import type { Context } from './context.ts';
import type { CodeOf } from './names.ts';

type StateCode = CodeOf<'state'>;
type StateFrame = Extract<
  BareFrame,
  { readonly kind: Extract<TraceFrame, { kind: 'state' }>['kind'] }
>;

/** Edges that mean one thing, whatever brought them about. */
const EDGES: Readonly<Record<string, StateCode>> = {
  'CLOSED>SYN-SENT': 'state/active-open',
  'CLOSED>LISTEN': 'state/passive-open',
  'LISTEN>SYN-SENT': 'state/listen-to-syn-sent',
  'LISTEN>CLOSED': 'state/listen-closed',
  'LISTEN>SYN-RECEIVED': 'state/syn-received',
  'SYN-SENT>SYN-RECEIVED': 'state/simultaneous-open',
  'SYN-SENT>ESTABLISHED': 'state/established-active',
  'SYN-RECEIVED>LISTEN': 'state/back-to-listen',
  'SYN-RECEIVED>TIME-WAIT': 'state/back-to-time-wait',
  'SYN-RECEIVED>FIN-WAIT-1': 'state/fin-wait-1-early',
  'ESTABLISHED>FIN-WAIT-1': 'state/fin-wait-1',
  'ESTABLISHED>CLOSE-WAIT': 'state/close-wait',
  'FIN-WAIT-1>FIN-WAIT-2': 'state/fin-wait-2',
  'FIN-WAIT-1>CLOSING': 'state/closing',
  'CLOSE-WAIT>LAST-ACK': 'state/last-ack',
  'FIN-WAIT-2>TIME-WAIT': 'state/time-wait',
  'CLOSING>TIME-WAIT': 'state/time-wait-crossing',
  'TIME-WAIT>SYN-RECEIVED': 'state/time-wait-reopened',
  'LISTEN>ESTABLISHED': 'state/two-way',
};

/** Edges to CLOSED: by a reset that came, by a timer, and otherwise. */
const ENDINGS: Readonly<
  Record<string, readonly [reset: StateCode, timeout: StateCode, other: StateCode]>
> = {
  'SYN-SENT': ['state/refused', 'state/open-timed-out', 'state/open-given-up'],
  'SYN-RECEIVED': ['state/half-open-reset', 'state/half-open-timed-out', 'state/half-open-dropped'],
  ESTABLISHED: ['state/reset', 'state/timed-out', 'state/aborted'],
  'CLOSE-WAIT': ['state/reset', 'state/timed-out', 'state/aborted'],
  'FIN-WAIT-1': ['state/reset', 'state/timed-out', 'state/aborted'],
  'FIN-WAIT-2': ['state/reset', 'state/timed-out', 'state/aborted'],
  CLOSING: ['state/reset', 'state/timed-out', 'state/aborted'],
  'LAST-ACK': ['state/reset', 'state/timed-out', 'state/closed'],
  'TIME-WAIT': ['state/time-wait-killed', 'state/time-wait-over', 'state/time-wait-over'],
};

/** Which edge of the state diagram, RFC 9293 figure 5, and why it was taken. */
export function stateCode(c: Context, f: StateFrame): StateCode {
  const edge = `${f.from}>${f.to}`;
  const x = c.answered(f);
  if (edge === 'SYN-RECEIVED>ESTABLISHED') {
    if (x?.flags.includes('S') === true && !x.flags.includes('.')) return 'state/two-way';
    const end = c.end(f);
    return end.before === 'SYN-SENT'
      ? 'state/established-simultaneous'
      : 'state/established-passive';
  }
  // A cookie that comes back makes the connection which the SYN did not.
  if (edge === 'LISTEN>SYN-RECEIVED' && x?.flags.includes('S') === false)
    return 'state/cookie-returned';
  const known = EDGES[edge];
  if (known !== undefined) return known;
  const ending = f.to === 'CLOSED' ? ENDINGS[f.from] : undefined;
  if (ending === undefined) return 'state/other';
  if (x?.flags.includes('R') === true) return ending[0];
  if (c.reason(f)?.kind === 'timer') return ending[1];
  if (f.from === 'LAST-ACK' && x === null) return 'state/aborted';
  if ((f.from === 'FIN-WAIT-2' || f.from === 'CLOSING') && x !== null) {
    // Text for nobody is answered with a reset; a FIN, or the ACK of ours, would lead to TIME-WAIT.
    return c.dropBefore(f) === null ? 'state/time-wait-skipped' : 'state/aborted';
  }
  return ending[2];
}
