import type { Catalog } from '../catalog.ts';

/** What the network, the whole host or loss recovery does, in English. */
export const NETWORK = {
  'dropped/corrupt': {
    one: (p) => `${p.host} drops ${p.id}: the checksum is wrong`,
    why: () =>
      'TCP has no negative acknowledgment. Reliability comes from ACKs that are missed and segments sent again.',
  },
  'dropped/malformed': {
    one: (p) => `${p.host} drops ${p.id}: malformed (${p.reason})`,
    why: () => 'What cannot be read is counted and dropped; it never touches a connection.',
  },
  'dropped/not-for-us': {
    one: (p) => `${p.host} drops ${p.id}: not addressed to it`,
    why: () => "The address is another's, or one for many; TCP is only for two.",
  },
  'dropped/no-listener': {
    one: (p) => `${p.host} drops ${p.id}: nobody listens at that port`,
    why: () => 'There is neither a connection nor a listener.',
  },
  'dropped/syn-queue-full': {
    one: (p) => `${p.host} drops ${p.id}: the SYN queue is full`,
    why: () =>
      'This is what a SYN flood is after. An honest opener tries again; SYN cookies would need no entry.',
  },
  'dropped/accept-queue-full': {
    one: (p) => `${p.host} drops ${p.id}: the accept queue is full`,
    why: () => 'The application accepts too slowly; the backlog is used up.',
  },
  'dropped/awaits-text': {
    one: (p) => `${p.host} notes ${p.id}, and waits for text`,
    why: () =>
      'With TCP_DEFER_ACCEPT the application wants no connection before there is something to read.',
  },
  'dropped/outside-window': {
    one: (p) => `${p.host} does not use ${p.id}: outside the receive window`,
    why: () =>
      'What lies outside the window is not acceptable. An old duplicate is acknowledged again.',
  },
  'dropped/paws': {
    one: (p) => `${p.host} does not use ${p.id}: its timestamp is too old (PAWS)`,
    why: () =>
      'A timestamp older than the latest one shows an old duplicate, even if its sequence number happens to fit.',
  },
  'dropped/no-ack': {
    one: (p) => `${p.host} drops ${p.id}: it lacks the ACK it must have`,
    why: () => 'After synchronization every segment has ACK, and in SYN-SENT a RST needs it too.',
  },
  'dropped/unacceptable-ack': {
    one: (p) => `${p.host} does not use ${p.id}: its ACK cannot be right`,
    why: () => 'It acknowledges numbers never sent, or impossibly old ones.',
  },
  'dropped/after-close': {
    one: (p) => `${p.host} drops the text of ${p.id}: the application has gone`,
    why: () => 'Nobody will read it. To accept it would tell the peer a lie.',
  },
  'dropped/bad-reset': {
    one: (p) => `${p.host} ignores ${p.id}: the RST is not exactly at RCV.NXT`,
    why: () => 'RFC 5961 has this rule so that nobody can cut a connection by guessing numbers.',
  },
  'dropped/syn-fin': {
    one: (p) => `${p.host} drops ${p.id}: SYN and FIN together`,
    why: () =>
      'Opening and finishing at once makes no sense; port scanners send it, and some systems drop it.',
  },
  'dropped/interface-down': {
    one: (p) => `${p.host} drops a packet: the interface is down`,
    why: () => 'Through an interface that is down nothing comes or goes.',
  },
  'dropped/no-route': {
    one: (p) => `${p.host} drops a packet: there is no route`,
    why: () => 'It does not know which interface leads there.',
  },
  'dropped/icmp': {
    one: (p) => `${p.host} ignores an ICMP message (${p.reason})`,
    why: () =>
      'An ICMP error is believed only if it quotes a segment in flight; otherwise anybody could do harm with it.',
  },
  'dropped/other': {
    one: (p) => `${p.host} drops a packet (${p.reason})`,
    why: () => 'It is counted by reason and dropped.',
  },
  'lost/syn': {
    one: (p) => `${p.id} (SYN) is lost: ${p.reason}`,
    why: (p) =>
      `${p.peer} does not know that anybody called. Only ${p.host}'s retransmission timer notices, and sends the SYN again.`,
  },
  'lost/syn-ack': {
    one: (p) => `${p.id} (SYN+ACK) is lost: ${p.reason}`,
    why: (p) =>
      `Both sides can mend it: ${p.peer} sends its SYN again, ${p.host} its SYN+ACK, whoever's timer is first.`,
  },
  'lost/ack-of-syn': {
    one: (p) => `${p.id} (third segment, ACK) is lost: ${p.reason}`,
    why: (p) =>
      `${p.host} is ESTABLISHED, ${p.peer} still in SYN-RECEIVED. ${p.peer}'s repeated SYN+ACK or ${p.host}'s first data will mend it.`,
  },
  'lost/data': {
    one: (p) => `${p.id} (${p.amount} of data) is lost: ${p.reason}`,
    why: (p) =>
      `${p.host} keeps a copy and sends it again at a timeout or after three duplicate ACKs.`,
  },
  'lost/ack': {
    one: (p) => `${p.id} (ACK) is lost: ${p.reason}`,
    why: () =>
      'A pure ACK is never retransmitted. A later one covers it; failing that, the peer sends again and draws another.',
  },
  'lost/fin': {
    one: (p) => `${p.id} (FIN) is lost: ${p.reason}`,
    why: () => 'A FIN takes up a number and is retransmitted like data until it is acknowledged.',
  },
  'lost/last-ack': {
    one: (p) => `${p.id} (the last ACK) is lost: ${p.reason}`,
    why: (p) =>
      `${p.peer} will repeat its FIN, and ${p.host}, in TIME-WAIT, can answer once more. This is the first reason for TIME-WAIT.`,
  },
  'lost/rst': {
    one: (p) => `${p.id} (RST) is lost: ${p.reason}`,
    why: () => 'A RST is not retransmitted. The peer must send something to draw another.',
  },
  'lost/probe': {
    one: (p) => `${p.id} (a probe) is lost: ${p.reason}`,
    why: () => 'One missing answer proves nothing (MUST-29); another probe follows.',
  },
  'lost/other': {
    one: (p) => `${p.id} (${p.what}) is lost: ${p.reason}`,
    why: () => 'If it carried sequence numbers, its sender will retransmit them.',
  },
  'impaired/delay': {
    one: (p) => `${p.id} (${p.what}) is held up on the way`,
    why: () =>
      'IP promises nothing about time. It may arrive after its own retransmission, as an old duplicate.',
  },
  'impaired/reorder': {
    one: (p) => `${p.id} (${p.what}) is overtaken by what comes after`,
    why: () => 'IP promises no order; sequence numbers let the receiver restore it.',
  },
  'impaired/duplicate': {
    one: (p) => `${p.id} (${p.what}) is doubled by the network`,
    why: () =>
      'IP may deliver twice; sequence numbers tell the receiver which copy is one too many.',
  },
  'impaired/corrupt': {
    one: (p) => `${p.id} (${p.what}) has a bit flipped on the way`,
    why: () =>
      "TCP's checksum covers header, text and addresses; that is how the receiver notices.",
  },
  'impaired/other': {
    one: (p) => `${p.id} (${p.what}) meets with something on the way (${p.reason})`,
    why: () => 'The network does its best and promises nothing.',
  },
  'recovery/fast': {
    one: (p) => `${p.host} begins fast recovery: duplicate ACKs tell of a loss`,
    why: () => 'Three duplicate ACKs are faster than the timer. The congestion window is halved.',
  },
  'recovery/timeout': {
    one: (p) => `${p.host} takes it for a timeout: back to the oldest unacknowledged`,
    why: () =>
      'A timeout may mean heavy congestion: the window falls to one segment and the RTO doubles.',
  },
  'recovery/recovered': {
    one: (p) => `${p.host} has recovered: what was lost has arrived`,
    why: () => 'All that was out when the loss was noticed is acknowledged now.',
  },
  'recovery/other': {
    one: (p) => `${p.host}'s loss recovery: ${p.reason}`,
    why: () => 'It decides what is sent again and when.',
  },
  'host/power-off': {
    one: (p) => `${p.host} loses power: it says nothing and forgets everything`,
    why: () => 'No FIN, no RST. The peer can find out only by retransmitting or by keepalive.',
  },
  'host/boot': {
    one: (p) => `${p.host} starts again and knows none of its old connections`,
    why: () =>
      'A segment of an old connection now draws a RST; that is how the peer discovers it is half-open.',
  },
  'host/kill': {
    one: (p) => `${p.host}'s application is killed; the system closes its sockets`,
    why: () => 'The kernel lives on and sends FIN for it, or RST if something was unread.',
  },
  'host/unplug': {
    one: (p) => `${p.host}'s cable is pulled, and it does not know`,
    why: () =>
      'TCP does not look at cables. The connection lives on, and continues when the cable is back in time.',
  },
  'host/plug': {
    one: (p) => `${p.host}'s cable is plugged in again`,
    why: () => 'With the next retransmission the talk goes on.',
  },
  'host/other': {
    one: (p) => `Something happens to ${p.host}: ${p.what}`,
    why: () => 'It concerns the whole host, not one connection.',
  },
  vars: {
    one: (p) => `${p.host}'s connection variables change`,
    why: () => 'See the table of variables in RFC 9293 section 3.3.1.',
  },
  timers: {
    one: (p) => `${p.host}'s timers change`,
    why: () => 'Every connection has timers of its own.',
  },
  tables: {
    one: (p) => `${p.host}'s queues and tables change`,
    why: () => 'The SYN queue, the accept queue and the TIME-WAIT table have limits of their own.',
  },
} satisfies Partial<Catalog>;
