import { type Profile, s } from '../profile.ts';
import { linux } from './linux.ts';
import { withOverrides } from './overrides.ts';
import { rfc } from './rfc.ts';

/**
 * The values of five Chinese notes on TCP's handshake and close, where they name any; for the rest the
 * standards. They are no system's: ten keep-alive probes are one more than Linux sends. The notes describe
 * keep-alive without saying that it must be asked for; it must.
 */
export const notes: Profile = withOverrides(rfc, {
  name: 'notes',
  keepAliveIdle: s(7200), // two hours
  keepAliveInterval: s(75),
  keepAliveCount: 10, // dead after 7200 + 10 x 75 = 7950 s
  timeWait: s(60), // MSL 30 s to 60 s: the shorter one, twice
});

/** Linux before 6.5: the waits for a SYN-ACK double from the first on. */
export const linuxClassic: Profile = withOverrides(linux, {
  name: 'linux-classic',
  synLinearTimeouts: 0, // tcp_syn_linear_timeouts came with 6.5
  synRetries: 6, // tcp_syn_retries: SYN at 1, 3, 7, 15, 31, 63 s, gone at 127 s
});

/**
 * Linux with what its sender does besides, on which scripts for its kernel rely: what is written stands in
 * buffers that are cut as for segmentation offload, and the last of it is probed for. Its receiver opens the window
 * as text comes. It costs time and memory that others need not spend, and what the probe's ACK tells of losses is
 * not used.
 */
export const linuxSender: Profile = withOverrides(linux, {
  name: 'linux-sender',
  sendsBuffers: true, // tcp_sendmsg_locked(), tcp_write_xmit()
  tailLossProbe: true, // tcp_early_retrans 3
  windowOffer: 'all-when-scaled', // __tcp_select_window()
  firstWindow: 65_536, // tcp_select_initial_window(): 65535, of which __tcp_select_window() makes whole units
});
