import type { Catalog } from '../catalog.ts';

/** Edges of the state diagram, in English. */
export const STATE = {
  'state/active-open': {
    one: (p) => `${p.host} enters SYN-SENT and waits for an answer to its SYN`,
    why: () =>
      'The application opened actively. Only its own initial sequence number is known so far.',
  },
  'state/passive-open': {
    one: (p) => `${p.host} enters LISTEN and waits to be called`,
    why: () => 'A passive open sends nothing.',
  },
  'state/listen-to-syn-sent': {
    one: (p) => `${p.host} waits no longer and opens itself: SYN-SENT`,
    why: () => 'RFC 9293 lets a listener send, which opens the connection with a SYN.',
  },
  'state/listen-closed': {
    one: (p) => `${p.host} stops listening: CLOSED`,
    why: () => 'There is no connection yet, so nothing else must be closed.',
  },
  'state/syn-received': {
    one: (p) => `${p.host} got the SYN (${p.id}): SYN-RECEIVED, a half-open entry`,
    why: () =>
      "The peer's first number is remembered and the third segment awaited. The entry stands in the SYN queue and is deleted if it never comes.",
  },
  'state/simultaneous-open': {
    one: (p) => `${p.host}'s SYN met the peer's (${p.id}): SYN-RECEIVED`,
    why: () =>
      'Simultaneous open: both come from SYN-SENT and wait for the ACK of their SYN (MUST-10).',
  },
  'state/established-active': {
    one: (p) => `${p.host} got the SYN+ACK (${p.id}): ESTABLISHED`,
    why: () =>
      "Its SYN is acknowledged and the peer's received. The opener is established half a round trip before the other side.",
  },
  'state/established-passive': {
    one: (p) => `${p.host} got the ACK of its SYN (${p.id}): ESTABLISHED`,
    why: () => 'Now both sides are. The connection moves from the SYN queue to the accept queue.',
  },
  'state/established-simultaneous': {
    one: (p) => `${p.host}'s SYN is acknowledged (${p.id}): ESTABLISHED`,
    why: () => 'A simultaneous open ends in one connection, not two.',
  },
  'state/two-way': {
    one: (p) => `${p.host} is ESTABLISHED without the third segment: not standard`,
    why: () =>
      'With two segments even an old SYN makes a connection and wakes the application. This is what the third is for.',
  },
  'state/refused': {
    one: (p) => `${p.host} is refused: CLOSED`,
    why: () => 'The SYN was answered with RST; the application gets ECONNREFUSED.',
  },
  'state/open-timed-out': {
    one: (p) => `${p.host} gives up opening, for nobody answers: CLOSED`,
    why: () => 'The SYN was sent as often as allowed; the application gets ETIMEDOUT.',
  },
  'state/open-given-up': {
    one: (p) => `${p.host}'s application gives up opening: CLOSED`,
    why: () => 'Nothing is established yet, so nothing must be closed with the peer.',
  },
  'state/back-to-listen': {
    one: (p) => `${p.host} forgets the half-open entry: back to LISTEN`,
    why: () =>
      'A passive opener that gets a RST goes on waiting for the next; its application never knows.',
  },
  'state/back-to-time-wait': {
    one: (p) => `${p.host}'s new connection failed: back to its TIME-WAIT`,
    why: () =>
      'If the SYN taken in TIME-WAIT turns out to be an old duplicate, the waiting goes on (MAY-2).',
  },
  'state/half-open-reset': {
    one: (p) => `${p.host}'s half-open entry is reset: CLOSED`,
    why: () =>
      'The alleged opener denies it; the entry is deleted and the application never knows.',
  },
  'state/half-open-timed-out': {
    one: (p) => `${p.host} never got the third segment: the entry is deleted`,
    why: () =>
      "The SYN+ACK was sent as often as allowed. The sum of the waits is the entry's lifetime, such as 1+2+4+8+16+32 = 63 s.",
  },
  'state/half-open-dropped': {
    one: (p) => `${p.host} deletes the half-open entry: CLOSED`,
    why: () => 'The listener was closed, or room was needed.',
  },
  'state/fin-wait-1': {
    one: (p) => `${p.host} enters FIN-WAIT-1: closed for sending, FIN to be acknowledged`,
    why: () => 'The application closed. Queued data goes first, then the FIN; receiving goes on.',
  },
  'state/fin-wait-1-early': {
    one: (p) => `${p.host} closes before it is established: FIN-WAIT-1`,
    why: () => 'RFC 9293 allows it; the FIN waits behind the acknowledgment of the SYN.',
  },
  'state/close-wait': {
    one: (p) => `${p.host} got the FIN (${p.id}): CLOSE-WAIT, until its application closes`,
    why: () =>
      "No timer ever ends CLOSE-WAIT, only the application's close. Where they pile up, a program forgets to.",
  },
  'state/fin-wait-2': {
    one: (p) => `${p.host}'s FIN is acknowledged (${p.id}): FIN-WAIT-2, for the peer's FIN`,
    why: () =>
      'This direction is closed. The peer may send as long as it likes, and is listened to.',
  },
  'state/closing': {
    one: (p) => `${p.host}'s FIN crossed the peer's (${p.id}): CLOSING`,
    why: () => "Simultaneous close: the peer's FIN came before the ACK of our own.",
  },
  'state/last-ack': {
    one: (p) => `${p.host} enters LAST-ACK: its FIN is to be acknowledged`,
    why: () => 'The last step of the passive closer; the FIN is repeated until it is acknowledged.',
  },
  'state/time-wait': {
    one: (p) =>
      `${p.host} got the FIN (${p.id}): TIME-WAIT, ${{ '2 MSL': 'for 2 MSL', 'one MSL': 'for one MSL only', 'no wait': 'but it does not wait' }[p.timeWait]}`,
    why: (p) =>
      ({
        '2 MSL':
          'First, to repeat the last ACK if it is lost. Second, so that old segments of this connection die out.',
        'one MSL':
          'Not standard: it should be 2 MSL. The last ACK may be on its way for one, and a FIN that is sent again meanwhile for another.',
        'no wait':
          'Not standard: for 2 MSL it should repeat the last ACK if that is lost, and let old segments die out.',
      })[p.timeWait],
  },
  'state/time-wait-crossing': {
    one: (p) => `${p.host}'s FIN is acknowledged too (${p.id}): TIME-WAIT from CLOSING`,
    why: (p) =>
      ({
        '2 MSL': 'In a simultaneous close both closed actively, so both wait 2 MSL.',
        'one MSL':
          'In a simultaneous close both closed actively, so both should wait 2 MSL; this one waits for one. Not standard.',
        'no wait':
          'In a simultaneous close both closed actively, so both should wait 2 MSL; this one does not wait. Not standard.',
      })[p.timeWait],
  },
  'state/closed': {
    one: (p) => `${p.host} got the last ACK (${p.id}): CLOSED`,
    why: () => 'The passive closer is done first and need not wait.',
  },
  'state/time-wait-over': {
    one: (p) =>
      p.timeWait === 'no wait'
        ? `${p.host} does not wait: CLOSED at once`
        : `${p.host}'s TIME-WAIT is over: CLOSED for good`,
    why: (p) =>
      ({
        '2 MSL':
          'No FIN came again, so the peer must have got the last ACK. The pair of ends may be used again.',
        'one MSL':
          'After one MSL that is too soon: a FIN, or another old segment, may still be on its way.',
        'no wait':
          'If the last ACK is lost nobody can repeat it, and old segments may enter a new connection of the same ends.',
      })[p.timeWait],
  },
  'state/time-wait-killed': {
    one: (p) => `${p.host}'s TIME-WAIT is cut short by a RST`,
    why: () =>
      'RFC 1337 warns of it: old segments may then enter a new connection. Some systems ignore such a RST.',
  },
  'state/time-wait-reopened': {
    one: (p) => `${p.host} takes a new SYN in TIME-WAIT (${p.id}): SYN-RECEIVED`,
    why: () =>
      'Its number lies beyond all of the old connection, so nothing can be confused: early reuse (MAY-2).',
  },
  'state/time-wait-skipped': {
    one: (p) => `${p.host} skips TIME-WAIT and is CLOSED: not standard`,
    why: () =>
      'If the last ACK is lost nobody can repeat it, and old segments may enter a new connection of the same ends.',
  },
  'state/reset': {
    one: (p) => `${p.host}'s connection is reset by the peer: ${p.from} to CLOSED`,
    why: () => 'A valid RST ends it at once; nothing queued is certain any more.',
  },
  'state/timed-out': {
    one: (p) => `${p.host} waited too long and gives up: ${p.from} to CLOSED`,
    why: () => 'The limit of tries (R2) or a timer is over, and the peer has not answered.',
  },
  'state/aborted': {
    one: (p) => `${p.host} aborts the connection: ${p.from} to CLOSED`,
    why: () => 'No orderly close; what was not delivered is thrown away.',
  },
  'state/other': {
    one: (p) => `${p.host}: ${p.from} to ${p.to}, an edge that is not in the diagram`,
    why: () => 'RFC 9293 figure 5 has no such step; most likely a rule is broken on purpose.',
  },
  'state/cookie-returned': {
    one: (p) => `${p.host} finds its cookie in the ACK (${p.id}): a connection, SYN-RECEIVED`,
    why: () =>
      "Nothing was kept of the SYN. Only now, as ack minus 1 checks out, is a connection made, and it is ESTABLISHED at once. The opener's address is proven too.",
  },
} satisfies Partial<Catalog>;
