import {
  CLOSE_WAIT,
  CLOSED,
  CLOSING,
  ESTABLISHED,
  FIN_WAIT_1,
  FIN_WAIT_2,
  LAST_ACK,
  LISTEN,
  STATE_NAMES,
  type State,
  SYN_RECEIVED,
  SYN_SENT,
  TIME_WAIT,
} from '../tcp/state.ts';
import type { System } from './types.ts';

/** include/net/tcp_states.h */
const LINUX: Readonly<Record<State, number>> = {
  [CLOSED]: 7,
  [LISTEN]: 10,
  [SYN_SENT]: 2,
  [SYN_RECEIVED]: 3,
  [ESTABLISHED]: 1,
  [CLOSE_WAIT]: 8,
  [FIN_WAIT_1]: 4,
  [CLOSING]: 11,
  [LAST_ACK]: 9,
  [FIN_WAIT_2]: 5,
  [TIME_WAIT]: 6,
};

/** The number that a system gives a state; FreeBSD's, sys/netinet/tcp_fsm.h, are ours. */
export function stateNumber(system: System, state: State): number {
  return system === 'linux' ? LINUX[state] : state;
}

/** All of them by name, as `SYN_RECEIVED`. */
export function stateNumbers(system: System): Readonly<Record<string, number>> {
  return Object.fromEntries(
    STATE_NAMES.map((name, state) => [
      name.replaceAll('-', '_'),
      stateNumber(system, state as State),
    ]),
  );
}
