import type { Profile } from '../tcp/profile.ts';
import type { SocketFile } from './socket-file.ts';

/*
 * Linux's sums of retransmissions and seconds.
 */

/** The most that one octet counts: secs_to_retrans(). */
const MOST = 255;

/**
 * How often the SYN goes again with TCP_SYNCNT `count`. tcp_write_timeout() ends it at whichever comes first: so
 * many of them and tcp_syn_linear_timeouts more, or the time that `count` would take if each wait were twice the
 * one before, which retransmits_timed_out() asks.
 */
export function synRetriesOf(count: number, profile: Profile): number {
  const { synRto, maxRto, synLinearTimeouts } = profile;
  const limit = timeFor(count, synRto, maxRto);
  let n = 0;
  let wait = synRto;
  for (let at = wait; n < count + synLinearTimeouts; at += wait) {
    if (n > 0 && at >= limit) return n;
    if (n >= synLinearTimeouts) wait = Math.min(2 * wait, maxRto);
    n++;
  }
  return n;
}

/** tcp_model_timeout() */
function timeFor(count: number, first: number, most: number): number {
  let total = first;
  let wait = first;
  for (let i = 0; i < count; i++) {
    wait = Math.min(2 * wait, most);
    total += wait;
  }
  return total;
}

/** SYN-ACKs that are sent again in `seconds`, waits doubling: secs_to_retrans(). */
export function retriesIn(seconds: number, f: SocketFile): number {
  if (seconds <= 0) return 0;
  const { synAckRto, maxRto } = f.settings.profile;
  let n = 1;
  for (let wait = synAckRto, time = wait; time < seconds * 1e6 && n < MOST; time += wait) {
    wait = Math.min(2 * wait, maxRto);
    n++;
  }
  return n;
}

/** The other way: retrans_to_secs(). */
export function secondsOf(retries: number, f: SocketFile): number {
  if (retries === 0) return 0;
  const { synAckRto, maxRto } = f.settings.profile;
  return Math.round(timeFor(retries - 1, synAckRto, maxRto) / 1e6);
}
