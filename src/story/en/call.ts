import type { Catalog } from '../catalog.ts';

/** Calls that TCP itself has nothing to say about. */
const OTHERS: Readonly<Record<string, string>> = {
  set: "'s application sets options of its socket",
  unlisten: "'s application listens no longer",
  load: "'s application opens many connections, one after another",
  inject: ' forges a segment',
  flood: ' begins to send forged SYNs in bulk',
};

/** What applications do and are told, in English. */
export const CALL = {
  'call/listen': {
    one: (p) => `${p.host}'s application listens at port ${p.port}`,
    why: () => 'Listening sends nothing.',
  },
  'call/connect': {
    one: (p) => `${p.host}'s application connects to ${p.to}, port ${p.port}`,
    why: () => 'The call makes TCP send a SYN and wait for the SYN+ACK.',
  },
  'call/connected': {
    one: (p) => `${p.host}'s application learns that it is connected`,
    why: () => 'The peer acknowledged our SYN; data may be sent now.',
  },
  'call/accept': {
    one: (p) => `${p.host}'s application accepts a connection`,
    why: () => 'Accepting sends nothing; it takes a connection from the accept queue.',
  },
  'call/send': {
    one: (p) => `${p.host}'s application writes ${p.amount}${p.said}`,
    why: () => 'Writing fills the send queue; window, Nagle and more decide when it goes.',
  },
  'call/send-fails': {
    one: (p) => `${p.host}'s application wants to write ${p.amount}${p.said}`,
    why: () => 'It does not succeed, and nothing is queued; the next line says why.',
  },
  'call/read': {
    one: (p) => `${p.host}'s application reads ${p.amount}${p.said}`,
    why: () => 'Only what has come in order is given to it.',
  },
  'call/end': {
    one: (p) => `${p.host}'s application reads the end: the peer has finished`,
    why: () => "This is the peer's FIN. We may go on sending until we close.",
  },
  'call/close': {
    one: (p) => `${p.host}'s application closes: nothing more to send`,
    why: () => 'The FIN goes behind everything written before; receiving goes on.',
  },
  'call/release': {
    one: (p) => `${p.host}'s application lets go of its socket altogether`,
    why: () => 'Nobody will read any more. Text that still comes will be answered with RST.',
  },
  'call/abort': {
    one: (p) => `${p.host}'s application aborts the connection`,
    why: () => 'ABORT sends a RST at once and throws away what was not delivered.',
  },
  'call/pause': {
    one: (p) => `${p.host}'s application stops reading`,
    why: () => 'Text fills the receive buffer and the window shrinks, down to 0.',
  },
  'call/resume': {
    one: (p) => `${p.host}'s application reads again`,
    why: () => 'The buffer empties and the window opens.',
  },
  'call/urgent': {
    one: (p) => `${p.host}'s application learns of urgent data: it ends ${p.amount} on`,
    why: () => 'Only where it ends is told ahead; the octets keep their place in the stream.',
  },
  'call/trouble': {
    one: (p) => `${p.host}'s application learns that there is no answer; TCP goes on trying`,
    why: () =>
      'After some retransmissions (R1), or a soft ICMP error, the user is told; the connection is not over.',
  },
  'call/closed': {
    one: (p) => `${p.host}'s application learns that the connection ended well`,
    why: () => 'Both sides closed and everything was delivered.',
  },
  'call/closed-refused': {
    one: (p) => `${p.host}'s application gets ECONNREFUSED`,
    why: () => 'The peer is there, but nobody listens at that port: it sent RST.',
  },
  'call/closed-reset': {
    one: (p) => `${p.host}'s application gets ECONNRESET`,
    why: () => 'A RST came; whether unacknowledged data arrived is unknown.',
  },
  'call/closed-timed-out': {
    one: (p) => `${p.host}'s application gets ETIMEDOUT`,
    why: () => 'The tries are used up, or keepalive was not answered.',
  },
  'call/closed-aborted': {
    one: (p) => `${p.host}'s application learns: aborted on this side (ECONNABORTED)`,
    why: () => 'This side gave up, not the peer.',
  },
  'call/closed-unreachable': {
    one: (p) => `${p.host}'s application learns that the peer cannot be reached (${p.error})`,
    why: () => 'A missing route or an ICMP error says that there is no way.',
  },
  'call/closed-error': {
    one: (p) => `${p.host}'s application learns that the connection failed (${p.error})`,
    why: () => 'The code says why.',
  },
  'call/failed-in-use': {
    one: (p) => `${p.host}'s ${p.call} fails: address in use (EADDRINUSE)`,
    why: () => 'Somebody listens there, or the pair of ends is still in TIME-WAIT.',
  },
  'call/failed-no-port': {
    one: (p) => `${p.host}'s ${p.call} fails: no address or port left (EADDRNOTAVAIL)`,
    why: () => 'All ephemeral ports to that destination are taken, often by TIME-WAIT.',
  },
  'call/failed-pipe': {
    one: (p) => `${p.host}'s ${p.call} fails: closed for sending already (EPIPE)`,
    why: () => 'After close nothing may be written.',
  },
  'call/failed': {
    one: (p) => `${p.host}'s ${p.call} fails (${p.error})`,
    why: () => 'The code says why; nothing happens on the network.',
  },
  'call/other': {
    one: (p) => `${p.host}${OTHERS[p.call] ?? `'s application calls ${p.call}`}`,
    why: () => 'Something the application does; TCP follows.',
  },
} satisfies Partial<Catalog>;
