import { lt } from '../../wire/seq.ts';
import { ACK, RST, type Segment, SYN } from '../../wire/tcp.ts';
import type { Connection } from '../connection.ts';
import { noteMark } from '../ecn.ts';
import { mayTalkEarly } from '../fast-open/status.ts';
import { sendsAgain } from '../resend.ts';
import { sendSynAck } from '../syn-output.ts';
import { checkAck } from './check-ack.ts';
import { checkReset } from './check-reset.ts';
import { checkSequence, noteDuplicate } from './check-sequence.ts';
import { checkSyn } from './check-syn.ts';
import { takeFin } from './fin.ts';
import { takeText } from './text.ts';
import { takeUnchecked } from './unchecked-text.ts';
import { checkUrgent } from './urgent.ts';

/** SYN-RECEIVED and all synchronized states, RFC 9293 section 3.10.7.4, in the order it gives. */
export function synchronized(c: Connection, seg: Segment): void {
  if (!c.synAcked) {
    if (isSynAgain(c, seg)) {
      sendSynAck(c);
      return;
    }
    takeSynAckAsAck(c, seg);
  }
  takeUnchecked(c, seg);
  if (!checkSequence(c, seg)) return; // first
  if (!checkReset(c, seg)) return; // second; third is the IP security option, which we do not carry
  if (!checkSyn(c, seg)) return; // fourth
  if (!checkAck(c, seg)) return; // fifth
  if (c.ecn !== null) noteMark(c.ecn, seg);
  checkUrgent(c, seg); // sixth
  takeText(c, seg); // seventh
  takeFin(c, seg); // eighth
}

/** The SYN that Fast Open made a connection of comes again, with text or without: our SYN-ACK was lost, or is late. */
function isSynAgain(c: Connection, seg: Segment): boolean {
  if ((seg.flags & (SYN | ACK | RST)) !== SYN || seg.seq !== c.rcv.irs) return false;
  return mayTalkEarly(c) && sendsAgain(c.profile);
}

/**
 * While our SYN is not acknowledged, a SYN-ACK whose SYN is the one already received counts as its ACK alone. Without
 * this a simultaneous open never finishes: RFC 9293 appendix A.2 admits the gap. [MUST-10]
 */
function takeSynAckAsAck(c: Connection, seg: Segment): void {
  if ((seg.flags & (SYN | ACK)) !== (SYN | ACK) || seg.seq !== c.rcv.irs) return;
  if (!lt(c.snd.iss, seg.ack) || lt(c.snd.nxt, seg.ack)) return;
  if (!c.handshake.passive && c.profile.simultaneousSynAck === 'answer') {
    noteDuplicate(c, seg.seq, 1);
    c.ack.now = true;
  }
  seg.flags &= ~SYN;
  seg.seq = (seg.seq + 1) | 0;
}
