import type { Catalog } from '../catalog.ts';

/** Segments that leave, in English. */
export const SENT = {
  'sent/syn': {
    one: (p) => `${p.host} sends SYN (${p.id}, seq ${p.seq}) to open to ${p.peer}; SYN-SENT`,
    why: () =>
      'The SYN tells the peer our initial sequence number. It takes up one number itself, so the peer must acknowledge seq+1. RFC 9293 wants that first number hard to guess.',
  },
  'sent/syn-again': {
    one: (p) => `${p.host} heard nothing and sends the same SYN again (${p.id})`,
    why: () =>
      'A SYN that is not acknowledged is retransmitted with the same sequence number; the wait usually doubles each time (RFC 6298).',
  },
  'sent/syn-with-text': {
    one: (p) => `${p.host} sends SYN with ${p.amount} of text (${p.id}, seq ${p.seq})`,
    why: () =>
      'RFC 9293 lets a SYN carry text, but it must not reach the application before ESTABLISHED. Many stacks do not keep it and wait for it to come again.',
  },
  'sent/syn-ack': {
    one: (p) => `${p.host} answers SYN+ACK (${p.id}, seq ${p.seq}, ack ${p.ack}): agreed`,
    why: () =>
      "One segment does two things: it acknowledges the peer's SYN (its number plus 1) and gives our own initial sequence number.",
  },
  'sent/syn-ack-again': {
    one: (p) => `${p.host} sends SYN+ACK again (${p.id}): the third segment is missing`,
    why: () =>
      'Until its SYN is acknowledged, the side in SYN-RECEIVED retransmits. That is why losing the second or third segment does not spoil the handshake.',
  },
  'sent/syn-ack-with-text': {
    one: (p) => `${p.host} answers SYN+ACK with ${p.amount} of text (${p.id}, ack ${p.ack})`,
    why: () =>
      "RFC 9293 does not forbid it, but it is not usual: the opener's address has not been proven yet.",
  },
  'sent/syn-cookie': {
    one: (p) => `${p.host} answers SYN+ACK (${p.id}) and keeps nothing: a SYN cookie`,
    why: () =>
      'The initial sequence number encodes a time, an MSS class and a keyed hash, so no memory is spent. The price: some options are lost and this SYN+ACK is never retransmitted.',
  },
  'sent/simultaneous-syn-ack': {
    one: (p) => `${p.host} got a SYN to its own, and answers SYN+ACK (${p.id}, ack ${p.ack})`,
    why: () =>
      "Simultaneous open: the SYNs crossed. Each side acknowledges the other's SYN with SYN+ACK, keeping its own number. One connection results, not two.",
  },
  'sent/split-ack': {
    one: (p) => `${p.host} first acknowledges the SYN alone (${p.id}, ack ${p.ack})`,
    why: () =>
      'SYN and ACK fit in one segment. Splitting them also works, but it takes more segments, and nobody learns anything more.',
  },
  'sent/split-syn': {
    one: (p) => `${p.host} now sends its own SYN (${p.id}, seq ${p.seq})`,
    why: () =>
      'The second segment is split into ACK and SYN, which looks like a handshake of four. But the peer takes the lone SYN for a simultaneous open, and that makes five.',
  },
  'sent/ack-of-syn': {
    one: (p) => `${p.host} sends the third segment, an ACK (${p.id}, seq ${p.seq}, ack ${p.ack})`,
    why: () =>
      'It tells the peer that its SYN was received. An ACK without text takes up no number, so the first octet of data uses this same seq.',
  },
  'sent/ack-of-syn-with-text': {
    one: (p) =>
      `${p.host} sends the third segment with ${p.amount} of text (${p.id}, ack ${p.ack})`,
    why: () =>
      'The third segment may carry text: its sender is ESTABLISHED, and the peer can deliver the text as soon as the ACK has opened the connection.',
  },
  'sent/ack-of-syn-again': {
    one: (p) => `${p.host} got the SYN+ACK again and acknowledges it again (${p.id}, ack ${p.ack})`,
    why: () =>
      'A repeated SYN+ACK means that the last ACK is lost or late. A synchronized end answers it with an ACK that says which number it expects.',
  },
  'sent/ack-of-syn-more': {
    one: (p) => `${p.host} says once more that the SYN+ACK has come (${p.id}, ack ${p.ack})`,
    why: () =>
      'One SYN+ACK came and one ACK has answered it. Whatever follows says the same: its receiver learns nothing from it.',
  },
  'sent/data': {
    one: (p) => `${p.host} sends ${p.amount} of data (${p.id}, from ${p.seq}, ack ${p.ack})`,
    why: () =>
      'Every octet has a number, and the ACK names the next one expected. What is not acknowledged is kept, to be sent again.',
  },
  'sent/data-again': {
    one: (p) => `${p.host} sends ${p.amount} from ${p.seq} again (${p.id})`,
    why: () =>
      'The data was not acknowledged, or duplicate ACKs pointed at a gap. It goes again under the same sequence numbers.',
  },
  'sent/data-half-closed': {
    one: (p) => `${p.host} still sends ${p.amount} (${p.id}): only ${p.peer} has finished`,
    why: () =>
      "The peer's FIN closed its own direction. In CLOSE-WAIT we may go on sending, and the peer must go on receiving.",
  },
  'sent/ack': {
    one: (p) => `${p.host} acknowledges (${p.id}, ack ${p.ack}): everything below has come`,
    why: () =>
      'Acknowledgments are cumulative: ack is the next number expected, and every octet below it has been received in order.',
  },
  'sent/delayed-ack': {
    one: (p) => `${p.host} waited for data to ride on, then acknowledges (${p.id}, ack ${p.ack})`,
    why: () =>
      'A delayed ACK: the receiver may wait a little for data that can carry it. RFC 9293 allows less than 0.5 seconds.',
  },
  'sent/duplicate-ack': {
    one: (p) => `${p.host} sends a duplicate ACK (${p.id}, ack ${p.ack}): a gap at ${p.ack}`,
    why: () =>
      'Text came out of order, so the start of the gap is acknowledged again at once. Three duplicates make the sender retransmit without waiting for its timer.',
  },
  'sent/ack-again': {
    one: (p) => `${p.host} says again how far it has come (${p.id}, ack ${p.ack})`,
    why: () =>
      'What arrived was known already or of no use; the answer is an ACK that tells the peer which number is expected now.',
  },
  'sent/ack-over-gap': {
    one: (p) =>
      `${p.host} acknowledges up to ${p.ack} (${p.id}), though something below has not come`,
    why: () =>
      'Not standard: ack is to be the next number expected, and may not pass over a missing octet. The peer now thinks that it was delivered, and will not send it again.',
  },
  'sent/window-closed': {
    one: (p) => `${p.host} acknowledges up to ${p.ack} with window 0 (${p.id}): stop for now`,
    why: () =>
      'The receive buffer is full and the application has not read. With window 0 the peer may only probe, not send new data.',
  },
  'sent/window-update': {
    one: (p) => `${p.host} tells its new window (${p.id}, ack ${p.ack}, window ${p.wnd})`,
    why: () =>
      'The application has read, and the peer must learn of the room. RFC 9293 wants it told in worthwhile steps, to avoid silly windows.',
  },
  'sent/window-probe': {
    one: (p) => `${p.host} probes the window (${p.id}): is it still 0 at ${p.peer}?`,
    why: () =>
      'The ACK that opens a window can be lost, and ACKs are not retransmitted. The sender must probe, or both sides would wait for ever.',
  },
  'sent/window-probe-answer': {
    one: (p) => `${p.host} answers the window probe (${p.id}, ack ${p.ack}, window ${p.wnd})`,
    why: () =>
      'A closed window still answers probes with the current ACK and window. While answers come, the sender must keep the connection.',
  },
  'sent/keepalive-probe': {
    one: (p) => `${p.host} sends a keepalive probe (${p.id}, seq ${p.seq}): is ${p.peer} there?`,
    why: () =>
      'The probe stands one below the next number to send and brings nothing new. A living peer finds it outside its window and must answer with an ACK.',
  },
  'sent/keepalive-answer': {
    one: (p) => `${p.host} answers the keepalive probe (${p.id}, ack ${p.ack}): still here`,
    why: () =>
      'A segment outside the window is answered with an ACK. Keepalive rests on this ordinary rule; the peer needs no special support.',
  },
  'sent/challenge-ack': {
    one: (p) => `${p.host} is suspicious and sends a challenge ACK (${p.id}, ack ${p.ack})`,
    why: () =>
      'What came may be forged, or the peer may have restarted. The challenge ACK tells where we are; a true peer can then answer with a RST that fits exactly.',
  },
  'sent/fin': {
    one: (p) => `${p.host} sends FIN (${p.id}, seq ${p.seq}, ack ${p.ack}): I have finished`,
    why: () =>
      "FIN closes only its sender's direction; it goes on receiving. FIN takes up one sequence number, so the peer acknowledges seq+1.",
  },
  'sent/fin-with-text': {
    one: (p) => `${p.host} sends its last ${p.amount} with FIN (${p.id}, from ${p.seq})`,
    why: () =>
      'FIN stands behind all data and may share a segment with the last of it. It does not count as received before all the data has been.',
  },
  'sent/fin-in-return': {
    one: (p) =>
      `${p.host} sends its FIN too (${p.id}, seq ${p.seq}, ack ${p.ack}): finished as well`,
    why: () =>
      'TCP is full duplex: each direction is closed on its own. The ack is still that of the first FIN plus 1; data sent meanwhile moves seq on.',
  },
  'sent/fin-with-ack-of-fin': {
    one: (p) => `${p.host} sends ACK and its own FIN in one segment (${p.id}, ack ${p.ack})`,
    why: () =>
      'The application closed at once, so the ACK and the FIN share a segment: a close in three. Four is the general case, not a rule.',
  },
  'sent/fin-again': {
    one: (p) => `${p.host} sends FIN again (${p.id}, seq ${p.seq}): not acknowledged yet`,
    why: () =>
      'A FIN must be acknowledged just like data. Until then it is retransmitted after each RTO, doubling the wait, until the sender gives up.',
  },
  'sent/fin-again-with-text': {
    one: (p) =>
      `${p.host} sends ${p.amount} and FIN again (${p.id}, from ${p.seq}): not acknowledged yet`,
    why: () =>
      'What was not acknowledged and the FIN behind it share a segment when they are retransmitted: both arrive, and are acknowledged, together.',
  },
  'sent/ack-of-fin': {
    one: (p) => `${p.host} acknowledges the FIN (${p.id}, ack ${p.ack}): I know you are done`,
    why: () =>
      'The FIN is acknowledged at once, but our own FIN waits until the application closes too. That gap is why there are four segments.',
  },
  'sent/ack-of-fin-with-text': {
    one: (p) =>
      `${p.host} acknowledges the FIN and sends ${p.amount} along (${p.id}, ack ${p.ack})`,
    why: () => 'The acknowledgment rides on data: the peer sends no more, but it still receives.',
  },
  'sent/ack-of-fin-again': {
    one: (p) =>
      `${p.host} got the same FIN again and acknowledges it again (${p.id}, ack ${p.ack})`,
    why: () => 'The peer repeats its FIN because the last ACK is lost or late.',
  },
  'sent/ack-of-crossing-fin': {
    one: (p) => `${p.host}'s own FIN is out; it acknowledges the peer's (${p.id}, ack ${p.ack})`,
    why: () =>
      'Simultaneous close: the FINs crossed. Each side still waits for the ACK of its own FIN, and both end in TIME-WAIT.',
  },
  'sent/last-ack': {
    one: (p) =>
      `${p.host} sends the last ACK (${p.id}, seq ${p.seq}, ack ${p.ack}), ${{ '2 MSL': 'then waits 2 MSL', 'one MSL': 'then waits one MSL', 'no wait': 'and does not wait' }[p.timeWait]}`,
    why: (p) =>
      p.timeWait === 'no wait'
        ? 'It lets the peer release the connection. Nobody acknowledges this ACK: its sender should stay for a while, ready to repeat it, and does not.'
        : 'It lets the peer release the connection. Nobody acknowledges this ACK, so its sender stays for a while, ready to repeat it.',
  },
  'sent/last-ack-again': {
    one: (p) =>
      `${p.host} got the FIN again: last ACK again (${p.id}, ack ${p.ack}), ${p.timeWait === 'one MSL' ? 'the MSL restarts' : '2 MSL restart'}`,
    why: (p) =>
      `The repeated FIN means that the last ACK was lost. TIME-WAIT acknowledges it again and starts its ${p.timeWait === 'one MSL' ? 'one MSL' : '2 MSL'} over.`,
  },
  'sent/rst': {
    one: (p) => `${p.host} sends RST (${p.id}, seq ${p.seq}): this connection cannot go on`,
    why: () => 'What came does not fit the connection, or the application gave it up; RST ends it.',
  },
  'sent/rst-refused': {
    one: (p) => `Nobody listens at this port of ${p.host}: RST (${p.id}, ack ${p.ack})`,
    why: () =>
      "A SYN for a port that nobody listens at is answered with RST+ACK: seq 0, ack the SYN's number plus 1. The opener learns that it is refused.",
  },
  'sent/rst-stale-syn-ack': {
    one: (p) => `${p.host} never sent such a SYN and answers RST (${p.id}, seq ${p.seq})`,
    why: () =>
      'In SYN-SENT the SYN+ACK must acknowledge the very SYN we sent. If not, it belongs to an old connection: RST sends the peer back to LISTEN.',
  },
  'sent/rst-unknown-syn-ack': {
    one: (p) => `${p.host} opened nothing, yet a SYN+ACK came: RST (${p.id}, seq ${p.seq})`,
    why: () =>
      'An old SYN came late, or somebody forged our address. The RST takes its seq from the ACK, so the peer accepts it and drops its half-open entry.',
  },
  'sent/rst-bad-ack': {
    one: (p) => `${p.host} got an ACK of something it never sent: RST (${p.id}, seq ${p.seq})`,
    why: () =>
      'Before the connection is synchronized, an ACK that cannot be right is answered with a RST whose seq is that ack.',
  },
  'sent/rst-half-open': {
    one: (p) => `${p.host} knows no such connection: RST (${p.id}, seq ${p.seq})`,
    why: () =>
      'The peer believes in a connection that this side has no more, since a restart or its own close: a half-open connection. RST makes the peer drop it too.',
  },
  'sent/rst-after-close': {
    one: (p) => `Nobody at ${p.host} will read any more: RST (${p.id}, seq ${p.seq})`,
    why: () =>
      'The application has closed for good, and what comes now cannot be delivered. RFC 9293 wants a RST, so that the peer knows.',
  },
  'sent/rst-abort': {
    one: (p) => `${p.host} aborts the connection with RST (${p.id}, seq ${p.seq})`,
    why: () =>
      'ABORT throws away what is queued in both directions and ends at once: no four segments, no TIME-WAIT.',
  },
  'sent/rst-unread': {
    one: (p) => `${p.host} closed without reading everything: RST (${p.id}, seq ${p.seq})`,
    why: () =>
      'Text that was received and not read is lost by closing. RST instead of FIN keeps the peer from thinking that all was delivered (RFC 2525).',
  },
  'sent/rst-give-up': {
    one: (p) => `${p.host} got no answer, gives up and sends RST (${p.id}, seq ${p.seq})`,
    why: () =>
      'The tries are used up and the connection ends as timed out. Should the peer still live, the RST tells it so.',
  },
  'sent/other': {
    one: (p) => `${p.host} sends segment ${p.id} (${p.what}, seq ${p.seq})`,
    why: () =>
      'It has none of SYN, ACK, FIN, RST. After the first SYN every proper segment has ACK; the receiver drops this one.',
  },
  'sent/forged': {
    one: (p) =>
      `${p.host} sends ${p.what} (${p.id}, seq ${p.seq}${p.ack === '-' ? '' : `, ack ${p.ack}`}) of no connection of its own`,
    why: () =>
      'Anybody can write any address and number into a header. The receiver has only the four-tuple, the numbers, cookies and challenge ACKs to tell.',
  },
} satisfies Partial<Catalog>;
