import { STATE_NAMES } from '../tcp/state.ts';
import type { WhatIfId } from '../tcp/what-if.ts';
import { askAfter } from './asks.ts';
import { type Claim, type Draft, type Mistake, type Moment, supposing } from './draft.ts';
import type { MisconceptionId } from './misconceptions.ts';
import { referencesOf } from './segment.ts';

type Wrong = readonly [state: string, why: MisconceptionId, whatIf?: WhatIfId];

/** What people take for the state that an edge leads to, by edge. */
// biome-ignore format: a table
const INSTEAD: Readonly<Record<string, readonly Wrong[]>> = {
  'LISTEN>SYN-RECEIVED': [['ESTABLISHED', 'two-are-enough', 'twoWay'], ['SYN-SENT', 'confuses-sides'], ['LISTEN', 'stays-put']],
  'CLOSED>SYN-RECEIVED': [['ESTABLISHED', 'two-are-enough', 'twoWay'], ['SYN-SENT', 'confuses-sides']],
  'SYN-SENT>ESTABLISHED': [['SYN-SENT', 'both-at-once'], ['SYN-RECEIVED', 'both-at-once'], ['LISTEN', 'opener-listens']],
  'SYN-SENT>SYN-RECEIVED': [['ESTABLISHED', 'two-are-enough'], ['SYN-SENT', 'stays-put'], ['LISTEN', 'opener-listens']],
  'SYN-SENT>CLOSED': [['LISTEN', 'opener-listens'], ['SYN-SENT', 'never-gives-up'], ['TIME-WAIT', 'rst-waits']],
  'SYN-RECEIVED>ESTABLISHED': [['SYN-RECEIVED', 'stays-put'], ['SYN-SENT', 'confuses-sides'], ['LISTEN', 'listens-elsewhere']],
  'SYN-RECEIVED>LISTEN': [['CLOSED', 'listener-dies'], ['SYN-RECEIVED', 'stays-put'], ['TIME-WAIT', 'rst-waits']],
  'SYN-RECEIVED>CLOSED': [['SYN-RECEIVED', 'never-gives-up'], ['TIME-WAIT', 'rst-waits'], ['ESTABLISHED', 'two-are-enough', 'twoWay']],
  'ESTABLISHED>FIN-WAIT-1': [['CLOSED', 'close-is-instant'], ['TIME-WAIT', 'skips-a-step'], ['CLOSE-WAIT', 'confuses-sides']],
  'ESTABLISHED>CLOSE-WAIT': [['CLOSED', 'fin-closes-both'], ['LAST-ACK', 'fin-closes-both', 'forceThreeClose'], ['TIME-WAIT', 'wrong-time-wait']],
  'ESTABLISHED>CLOSED': [['TIME-WAIT', 'no-farewell'], ['CLOSE-WAIT', 'no-farewell'], ['ESTABLISHED', 'stays-put']],
  'CLOSE-WAIT>CLOSED': [['TIME-WAIT', 'no-farewell'], ['LAST-ACK', 'no-farewell'], ['CLOSE-WAIT', 'stays-put']],
  'FIN-WAIT-1>CLOSED': [['TIME-WAIT', 'no-farewell'], ['FIN-WAIT-2', 'no-farewell'], ['FIN-WAIT-1', 'stays-put']],
  'FIN-WAIT-2>CLOSED': [['TIME-WAIT', 'no-farewell'], ['CLOSE-WAIT', 'confuses-sides'], ['FIN-WAIT-2', 'stays-put']],
  'CLOSING>CLOSED': [['TIME-WAIT', 'no-farewell'], ['LAST-ACK', 'confuses-sides'], ['CLOSING', 'stays-put']],
  'LISTEN>ESTABLISHED': [['SYN-SENT', 'confuses-sides'], ['LISTEN', 'stays-put']],
  'ESTABLISHED>LAST-ACK': [['CLOSED', 'fin-closes-both'], ['TIME-WAIT', 'wrong-time-wait']],
  'FIN-WAIT-1>FIN-WAIT-2': [['TIME-WAIT', 'skips-a-step'], ['CLOSED', 'close-is-instant'], ['CLOSING', 'skips-a-step']],
  'FIN-WAIT-1>CLOSING': [['TIME-WAIT', 'skips-a-step'], ['FIN-WAIT-2', 'skips-a-step'], ['CLOSE-WAIT', 'confuses-sides']],
  'FIN-WAIT-1>TIME-WAIT': [['CLOSED', 'no-time-wait', 'noTimeWait'], ['CLOSING', 'skips-a-step'], ['LAST-ACK', 'confuses-sides']],
  'FIN-WAIT-2>TIME-WAIT': [['CLOSED', 'no-time-wait', 'noTimeWait'], ['LAST-ACK', 'confuses-sides'], ['FIN-WAIT-2', 'stays-put']],
  'CLOSING>TIME-WAIT': [['CLOSED', 'no-time-wait', 'noTimeWait'], ['LAST-ACK', 'confuses-sides'], ['FIN-WAIT-2', 'skips-a-step']],
  'CLOSE-WAIT>LAST-ACK': [['CLOSED', 'close-is-instant'], ['FIN-WAIT-1', 'confuses-sides'], ['TIME-WAIT', 'wrong-time-wait']],
  'LAST-ACK>CLOSED': [['TIME-WAIT', 'wrong-time-wait'], ['LAST-ACK', 'stays-put'], ['LISTEN', 'listens-elsewhere']],
  'TIME-WAIT>SYN-RECEIVED': [['TIME-WAIT', 'stays-put'], ['LISTEN', 'listens-elsewhere'], ['ESTABLISHED', 'two-are-enough', 'twoWay']],
};

/** What people think changes where nothing does, by event and, with `@`, by state. */
// biome-ignore format: a table
const THOUGH_IT_STAYS: Readonly<Record<string, readonly Wrong[]>> = {
  'arrived/rst-ignored': [['CLOSED', 'any-rst-counts', 'acceptAnyRst'], ['TIME-WAIT', 'rst-waits'], ['CLOSE-WAIT', 'rst-waits']],
  'arrived/fin-again@TIME-WAIT': [['CLOSED', 'no-time-wait', 'noTimeWait'], ['LAST-ACK', 'confuses-sides'], ['FIN-WAIT-2', 'moves-needlessly']],
  'arrived/fin-again': [['CLOSED', 'fin-closes-both'], ['TIME-WAIT', 'wrong-time-wait'], ['FIN-WAIT-1', 'confuses-sides']],
  'arrived/syn-unexpected': [['SYN-RECEIVED', 'moves-needlessly'], ['CLOSED', 'moves-needlessly'], ['LISTEN', 'moves-needlessly']],
  'arrived/syn-ack-stale': [['ESTABLISHED', 'knows-nothing'], ['CLOSED', 'moves-needlessly'], ['SYN-RECEIVED', 'moves-needlessly']],
  'arrived/ack-no-room': [['ESTABLISHED', 'full-yet-open'], ['CLOSED', 'moves-needlessly'], ['LISTEN', 'moves-needlessly']],
  'arrived/syn-again': [['ESTABLISHED', 'two-are-enough'], ['LISTEN', 'moves-needlessly'], ['CLOSED', 'moves-needlessly']],
  'timer/syn': [['CLOSED', 'gives-up-early'], ['LISTEN', 'opener-listens'], ['SYN-RECEIVED', 'moves-needlessly']],
  'timer/syn-ack': [['CLOSED', 'gives-up-early'], ['LISTEN', 'gives-up-early'], ['ESTABLISHED', 'two-are-enough', 'twoWay']],
  'timer/fin': [['CLOSED', 'gives-up-early'], ['TIME-WAIT', 'skips-a-step']],
  'arrived/data-half-closed': [['TIME-WAIT', 'moves-needlessly'], ['CLOSED', 'fin-closes-both'], ['FIN-WAIT-1', 'moves-needlessly']],
};

/** Which state comes next, and what people take for it; null when that cannot be asked here. */
export function stateDraft(m: Moment, frames: readonly StateChange[]): Draft | null {
  const last = frames.at(-1);
  const from = frames[0]?.from ?? m.end.state;
  const to = last?.to ?? from;
  const instead =
    last === undefined
      ? (THOUGH_IT_STAYS[`${m.frame.code}@${from}`] ?? THOUGH_IT_STAYS[m.frame.code])
      : INSTEAD[`${from}>${to}`];
  if (instead === undefined || !isKnown(from)) return null;
  // Only what is named is worth asking, and only where it is over when the instant is.
  if (last === undefined && m.enters.length > 0) return null;
  const mistakes: Mistake[] = [];
  for (const [state, misconception, id] of instead) {
    if (state === to || m.enters.includes(state)) continue;
    const whatIf = id === undefined ? null : supposing(m, id);
    mistakes.push({ ...claim(state, from), misconception, whatIf });
  }
  return {
    kind: 'state',
    frame: m.i + 1,
    answer: last?.i ?? null,
    flow: m.flow,
    explains: last?.i ?? m.i,
    asks: askAfter(m, {
      zh: `${m.end.host} 的这条连接接着处在什么状态？`,
      en: `Which state is the connection of ${m.end.host} in next?`,
    }),
    truth: claim(to, from),
    mistakes,
    entry: null,
    weight: 3,
    host: m.end.host,
    references: referencesOf(m, null),
  };
}

/** A transition in a reaction. */
export interface StateChange {
  readonly i: number;
  readonly from: string;
  readonly to: string;
}

function isKnown(state: string): boolean {
  return STATE_NAMES.includes(state);
}

function claim(state: string, from: string): Claim {
  const says =
    state === from
      ? { zh: `停在 ${state}`, en: `still ${state}` }
      : { zh: `进入 ${state}`, en: `now ${state}` };
  return { key: state, says: () => says };
}
