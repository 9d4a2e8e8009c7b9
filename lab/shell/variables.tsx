import { Tcb } from '../tcb/tcb.tsx';
import { Timers } from '../timers/timers.tsx';

/** What a connection remembers, and what it waits for. */
export function Variables() {
  return (
    <>
      <Tcb />
      <Timers />
    </>
  );
}
