import type { Catalog } from '../catalog.ts';

/** Segments that reach a host, in English. */
export const ARRIVED = {
  'arrived/syn': {
    one: (p) => `${p.host} receives ${p.peer}'s SYN (${p.id}): somebody wants to connect`,
    why: () =>
      "A SYN at a listening port becomes an entry of the SYN queue, which remembers the peer's initial sequence number.",
  },
  'arrived/syn-again': {
    one: (p) => `${p.host} receives the same SYN again (${p.id})`,
    why: () =>
      'The opener did not get the SYN+ACK. The entry exists already; sending the SYN+ACK again is enough.',
  },
  'arrived/syn-refused': {
    one: (p) => `${p.host} receives a SYN (${p.id}) for a port nobody listens at`,
    why: () => 'In CLOSED every segment but a RST is answered with a RST.',
  },
  'arrived/syn-no-room': {
    one: (p) => `${p.host} receives a SYN (${p.id}), but a queue is full`,
    why: () =>
      'With no room the SYN is ignored; its sender will try again. No RST is sent, since the trouble may pass.',
  },
  'arrived/syn-crossing': {
    one: (p) => `${p.host}'s own SYN is unanswered when the peer's SYN comes in (${p.id})`,
    why: () => 'Both opened at once. Each goes to SYN-RECEIVED and answers SYN+ACK.',
  },
  'arrived/syn-in-time-wait': {
    one: (p) => `${p.host} is in TIME-WAIT when a SYN for the same pair comes (${p.id})`,
    why: () =>
      'If it is certainly newer than all of the old connection, it may open the next one (MAY-2); otherwise it is answered with an ACK.',
  },
  'arrived/syn-unexpected': {
    one: (p) => `${p.host}, in ${p.state}, receives a SYN out of place (${p.id})`,
    why: () =>
      'A synchronized connection expects no SYN. RFC 5961 answers with a challenge ACK instead of ending it, because it may be forged.',
  },
  'arrived/syn-ack': {
    one: (p) => `${p.host} receives SYN+ACK (${p.id}, ack ${p.ack}), which fits its own SYN`,
    why: () => 'The ack equals our initial number plus 1: the peer is answering this very request.',
  },
  'arrived/syn-ack-again': {
    one: (p) => `${p.host} receives the SYN+ACK again (${p.id}): the third one is missing`,
    why: () => 'The connection has long been established here; acknowledging again is enough.',
  },
  'arrived/syn-ack-stale': {
    one: (p) => `${p.host} receives a SYN+ACK that does not fit (${p.id}, ack ${p.ack})`,
    why: () =>
      'It acknowledges a SYN that this connection never sent, most likely an old one. To notice this is the main reason for the third segment (RFC 9293 figure 8).',
  },
  'arrived/syn-ack-crossing': {
    one: (p) => `${p.host} gets the peer's SYN+ACK (${p.id}, ack ${p.ack}) for its own SYN`,
    why: () => "In a simultaneous open the peer's SYN is known already; only the ACK counts here.",
  },
  'arrived/ack-of-syn': {
    one: (p) => `${p.host} receives the third segment (${p.id}, ack ${p.ack})`,
    why: () => 'Only now does this side know that its own SYN was received.',
  },
  'arrived/ack-of-syn-with-text': {
    one: (p) =>
      `${p.host} receives ${p.amount} of text whose ACK completes the handshake (${p.id})`,
    why: () =>
      'Segments with text carry the ACK too. If the third segment is lost, the first data completes the handshake all the same.',
  },
  'arrived/ack-of-cookie': {
    one: (p) => `${p.host} finds its own cookie in the ACK (${p.id}, ack ${p.ack})`,
    why: () =>
      "ack minus 1 is the cookie. Only when it checks out is a connection made, which proves the opener's address.",
  },
  'arrived/ack-no-room': {
    one: (p) => `${p.host} receives the third segment (${p.id}), but the accept queue is full`,
    why: () =>
      'The application does not accept fast enough. The ACK is ignored and the SYN+ACK will go again, while the opener thinks it is connected.',
  },
  'arrived/ignored-in-syn-sent': {
    one: (p) => `${p.host} is in SYN-SENT and ignores a segment without SYN (${p.id})`,
    why: () =>
      'The sequence numbers are not synchronized yet. What has neither SYN nor RST is dropped.',
  },
  'arrived/data': {
    one: (p) => `${p.host} receives ${p.amount} of data (${p.id}, from ${p.seq})`,
    why: () =>
      'It begins at the number expected next, and goes in order to where the application reads.',
  },
  'arrived/data-half-closed': {
    one: (p) => `${p.host} has sent its FIN and still receives ${p.amount} (${p.id})`,
    why: () => 'FIN means only that we send no more. FIN-WAIT-1 and FIN-WAIT-2 go on receiving.',
  },
  'arrived/out-of-order': {
    one: (p) => `${p.host} receives ${p.id} too early: from ${p.seq}, with a gap before it`,
    why: () =>
      'What is out of order waits until the gap is filled. Meanwhile a duplicate ACK goes out at once.',
  },
  'arrived/fills-gap': {
    one: (p) => `${p.host} receives ${p.amount} (${p.id}, from ${p.seq}), and the gap is filled`,
    why: () =>
      'What was waiting behind the gap now follows on. It must be acknowledged at once (RFC 5681).',
  },
  'arrived/old-duplicate': {
    one: (p) => `${p.host} receives ${p.id} (${p.what}), all of which it has already`,
    why: () =>
      'The sequence numbers show that nothing in it is new. It is not delivered twice; at most an ACK answers it.',
  },
  'arrived/passed-over': {
    one: (p) =>
      `${p.host} receives ${p.amount} only now (${p.id}, from ${p.seq}); what is behind was taken before`,
    why: () =>
      'The gap was acknowledged long ago. By the standard what is behind it would have been kept until it was filled.',
  },
  'arrived/data-after-close': {
    one: (p) => `${p.host} receives ${p.amount} after its application has gone (${p.id})`,
    why: () => 'Nobody will read it. RFC 9293 wants the peer told with a RST.',
  },
  'arrived/ack': {
    one: (p) => `${p.host} receives an acknowledgment (${p.id}, ack ${p.ack})`,
    why: () =>
      'Everything below ack has reached the peer; it leaves the send queue and need not be sent again.',
  },
  'arrived/duplicate-ack': {
    one: (p) => `${p.host} receives a duplicate ACK (${p.id}, ack ${p.ack})`,
    why: (p) =>
      `The peer still waits for ${p.ack}. One or two may be mere reordering; at the third it counts as a loss.`,
  },
  'arrived/window-closed': {
    one: (p) => `${p.host} learns that ${p.peer}'s window is 0 (${p.id}) and stops`,
    why: () =>
      'With window 0 no new data may be sent; the persist timer starts, to probe now and then.',
  },
  'arrived/window-update': {
    one: (p) => `${p.host} learns a new window (${p.id}, window ${p.wnd})`,
    why: () => "The window is the peer's room. No more than that may be in flight.",
  },
  'arrived/window-probe': {
    one: (p) => `${p.host} receives a window probe (${p.id})`,
    why: () => 'Even a closed window must answer, with the current ACK and window.',
  },
  'arrived/window-probe-answer': {
    one: (p) => `${p.host} gets its probe answered (${p.id}, window ${p.wnd}): the peer lives`,
    why: () =>
      'As long as probes are answered the connection stays open, however long the window is closed (MUST-37).',
  },
  'arrived/keepalive-probe': {
    one: (p) => `${p.host} receives a keepalive probe (${p.id}, seq ${p.seq})`,
    why: () => 'Its number lies outside the window; the ordinary rule answers it with an ACK.',
  },
  'arrived/keepalive-answer': {
    one: (p) => `${p.host} gets its keepalive answered (${p.id}): ${p.peer} is alive`,
    why: () => 'Any segment proves that the peer lives; the idle time starts again.',
  },
  'arrived/challenge-ack': {
    one: (p) => `${p.host} receives a challenge ACK (${p.id}, ack ${p.ack})`,
    why: () =>
      'If this side really has no such connection, it answers with a RST that has exactly that number.',
  },
  'arrived/fin': {
    one: (p) => `${p.host} receives FIN (${p.id}, seq ${p.seq}): ${p.peer} will send no more`,
    why: () =>
      'All data before it has come, so the FIN counts. The application will read the end of the stream.',
  },
  'arrived/fin-in-return': {
    one: (p) => `${p.host} receives the other FIN (${p.id}, seq ${p.seq}): both are done`,
    why: () => 'Our own FIN was acknowledged before. Once this one is, only TIME-WAIT is left.',
  },
  'arrived/fin-with-ack-of-fin': {
    one: (p) => `${p.host} receives a FIN that also acknowledges its own (${p.id}, ack ${p.ack})`,
    why: () =>
      'ACK and FIN came in one segment: FIN-WAIT-2 is passed through at once, to TIME-WAIT.',
  },
  'arrived/fin-crossing': {
    one: (p) => `${p.host}'s own FIN is out when the peer's FIN arrives (${p.id})`,
    why: () => 'The FINs crossed. CLOSING waits for the ACK of our own.',
  },
  'arrived/fin-again': {
    one: (p) => `${p.host} receives the same FIN again (${p.id}): its ACK is missing`,
    why: (p) =>
      ({
        '2 MSL': 'It is acknowledged again; in TIME-WAIT the 2 MSL start over.',
        'one MSL': 'It is acknowledged again; in TIME-WAIT the one MSL starts over.',
        'no wait': 'It is acknowledged again.',
      })[p.timeWait],
  },
  'arrived/ack-of-fin': {
    one: (p) => `${p.host}'s FIN is acknowledged (${p.id}, ack ${p.ack})`,
    why: () => "This direction is closed. Now the peer's FIN is awaited.",
  },
  'arrived/ack-of-crossing-fin': {
    one: (p) => `${p.host} receives the ACK of its own FIN (${p.id}, ack ${p.ack})`,
    why: () => 'The last step of a simultaneous close: both FINs are acknowledged.',
  },
  'arrived/last-ack': {
    one: (p) => `${p.host} receives the last ACK (${p.id}, ack ${p.ack})`,
    why: () =>
      'Our FIN is acknowledged and both directions are closed: the connection can be released at once.',
  },
  'arrived/rst': {
    one: (p) => `${p.host} receives RST (${p.id}, seq ${p.seq}): the connection is reset`,
    why: () =>
      'A RST counts only when its seq is exactly RCV.NXT (RFC 5961). Then the connection ends at once.',
  },
  'arrived/rst-refused': {
    one: (p) => `${p.host} receives RST (${p.id}, ack ${p.ack}): the connection is refused`,
    why: () => 'In SYN-SENT a RST counts only if it acknowledges our SYN.',
  },
  'arrived/rst-half-open': {
    one: (p) => `${p.host} receives RST (${p.id}, seq ${p.seq}): the half-open entry is void`,
    why: () =>
      'The alleged opener says it did not open. The passive side goes back to LISTEN, and its application never hears of it.',
  },
  'arrived/rst-ignored': {
    one: (p) => `${p.host} receives a RST that does not fit (${p.id}, seq ${p.seq})`,
    why: () =>
      'Its seq is not exactly RCV.NXT, so it may be forged. Inside the window a challenge ACK checks it; outside it is dropped.',
  },
  'arrived/rst-late': {
    one: (p) => `${p.host} receives a RST (${p.id}) for a connection it no longer has`,
    why: () => 'A RST is never answered with a RST; it is dropped.',
  },
  'arrived/no-connection': {
    one: (p) => `${p.host} receives ${p.what} (${p.id}) for a connection it does not have`,
    why: () => 'Without a connection everything but a RST is answered with a RST.',
  },
  'arrived/out-of-window': {
    one: (p) => `${p.host} receives ${p.id} outside its window (seq ${p.seq})`,
    why: () =>
      'What lies outside the window cannot be used. Unless it is a RST, an ACK says what is expected.',
  },
  'arrived/bad-ack': {
    one: (p) => `${p.host} receives ${p.id}, whose ACK cannot be right (ack ${p.ack})`,
    why: () =>
      'It acknowledges what was not sent, or is far too old (RFC 5961). Nothing of the segment is used.',
  },
  'arrived/no-ack': {
    one: (p) => `${p.host} receives ${p.id} without ACK and drops it`,
    why: () =>
      'Once synchronized, every segment must have ACK; without the flag the field means nothing.',
  },
  'arrived/not-for-us': {
    one: (p) => `${p.id} comes to ${p.host}, and is for an address that is nobody's`,
    why: () =>
      'It answers a segment whose source address was made up. Nobody is there to say that it is wrong.',
  },
  'arrived/corrupt': {
    one: (p) => `${p.host} receives ${p.id}, damaged on the way`,
    why: () =>
      'The checksum does not fit, so it is dropped without a word. Its sender will miss the ACK and send it again.',
  },
} satisfies Partial<Catalog>;
