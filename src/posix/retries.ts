import type { Profile } from '../tcp/profile.ts';

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
