import type { SegmentFacts } from '../facts.ts';
import type { Analogy, Entries, Roles } from '../voices/voice.ts';

/*
 * Two friends have no telephone and shout across a playground: what each shout proves is what three
 * segments are for, and "I have finished" is not yet "so have you".
 */

const NUMBERS = { stops: 'shouts carry no sequence numbers' };
const WINDOW = { stops: 'no ear has a window to advertise' };
const RESET = { stops: 'silence is the only RST out there' };
const FORGED = { stops: 'voices are known, segments forged' };

const ENTRIES: Entries = {
  'sent/syn': {
    say: (r) => `${call(r)}are you there?`,
    proves: (r) => `Heard by ${r.you}: ${r.me} can be heard, ${r.you} can hear.`,
  },
  'sent/syn-again': { say: (r) => `${call(r)}are you there? I'll shout again!` },
  'sent/syn-with-text': { stops: 'no shout is kept until both are sure' },
  'sent/syn-ack': {
    say: () => "I'm here! Are you there?",
    proves: (r) => `Heard by ${r.you}: ${r.me} can be heard too, and ${r.you} can hear.`,
  },
  'sent/syn-ack-again': { say: () => "I'm here! Are you there? (No answer yet.)" },
  'sent/syn-ack-with-text': { say: () => "I'm here! Are you? Let me say this first..." },
  'sent/syn-cookie': { stops: 'no answer can do the remembering' },
  'sent/simultaneous-syn-ack': { say: () => "I'm here! I was calling you too. Heard me?" },
  'sent/split-ack': { say: () => "I'm here!" },
  'sent/split-syn': { say: () => 'And are you there?' },
  'sent/ack-of-syn': {
    say: () => 'I know you can hear me!',
    proves: (r) => `Heard by ${r.you}: both know that both can hear and be heard.`,
  },
  'sent/ack-of-syn-with-text': { say: (_, p) => `I know you hear me! By the way (${p.amount})` },
  'sent/ack-of-syn-again': { say: () => 'Yes, yes, I can hear you!' },
  'sent/ack-of-syn-more': { say: () => 'I can hear you! I can hear you!' },
  'sent/data': { say: (_, p) => `(talks, ${p.amount})` },
  'sent/data-again': { say: (_, p) => `You missed that? Once more (${p.amount})` },
  'sent/data-half-closed': { say: (_, p) => `I'm not done, keep listening (${p.amount})` },
  'sent/ack': { say: () => 'Yes, I heard!' },
  'sent/delayed-ack': { say: () => 'Well... yes, I heard!' },
  'sent/duplicate-ack': NUMBERS,
  'sent/ack-over-gap': NUMBERS,
  'sent/ack-again': { say: () => 'I heard, I heard it before!' },
  'sent/window-closed': WINDOW,
  'sent/window-update': WINDOW,
  'sent/window-probe': WINDOW,
  'sent/window-probe-answer': WINDOW,
  'sent/keepalive-probe': { say: (r) => `${call(r)}so quiet, are you still there?` },
  'sent/keepalive-answer': { say: () => 'Still here!' },
  'sent/challenge-ack': FORGED,
  'sent/fin': {
    say: () => "I've said everything!",
    proves: () => 'Not "I have stopped listening". Note S4 says "hanging up" here: a telephone.',
  },
  'sent/fin-with-text': { say: (_, p) => `One last thing (${p.amount})... that's all!` },
  'sent/fin-in-return': { say: () => "I've said everything too!" },
  'sent/fin-with-ack-of-fin': { say: () => "All right, I've said everything too!" },
  'sent/fin-again-with-text': {
    say: (_, p) => `That last thing (${p.amount})... that's all! Did you hear?`,
  },
  'sent/fin-again': { say: () => "I've said everything! Did you hear?" },
  'sent/ack-of-fin': { say: () => 'All right, I know you are done!' },
  'sent/ack-of-fin-with-text': { say: (_, p) => `All right, but I have more (${p.amount})` },
  'sent/ack-of-fin-again': { say: () => 'I know, I know, you are done!' },
  'sent/ack-of-crossing-fin': { say: () => 'Oh, you are done as well? All right!' },
  'sent/last-ack': { say: () => 'All right, I know you are done too!' },
  'sent/last-ack-again': { say: () => 'Yes, I know you are done too!' },
  'sent/rst': RESET,
  'sent/rst-refused': RESET,
  'sent/rst-stale-syn-ack': { stops: 'no shout comes minutes late; old SYNs do' },
  'sent/rst-unknown-syn-ack': { say: () => 'But I never called you!' },
  'sent/rst-bad-ack': NUMBERS,
  'sent/rst-half-open': RESET,
  'sent/rst-after-close': RESET,
  'sent/rst-abort': RESET,
  'sent/rst-unread': RESET,
  'sent/rst-give-up': RESET,
  'sent/forged': FORGED,
  'sent/other': NUMBERS,
  'lost/syn': { say: () => 'The wind carries this shout away' },
  'lost/syn-ack': { say: () => 'The wind carries this answer away' },
  'lost/ack-of-syn': { say: () => 'The wind takes the third shout: one is sure, the other waits' },
  'lost/data': { say: () => 'The wind carries these words away' },
  'lost/ack': { say: () => 'The wind carries this "yes" away' },
  'lost/fin': { say: () => 'The wind takes "that\'s all" away' },
  'lost/last-ack': { say: () => 'The wind takes the last "all right" away' },
  'lost/rst': { say: () => 'The wind carries this shout away' },
  'lost/probe': { say: () => 'The wind takes "still there?" away' },
  'lost/other': { say: () => 'The wind carries this shout away' },
  'impaired/delay': { stops: 'a shout does not rest on its way' },
  'impaired/reorder': { stops: 'later shouts do not come first' },
  'impaired/duplicate': { stops: 'a shout does not become two' },
  'dropped/corrupt': { stops: 'ears guess; checksums do not' },
  'state/time-wait': { stops: waiting },
  'state/time-wait-crossing': { stops: waiting },
  'host/power-off': { say: () => 'One of them has suddenly gone, without a word' },
};

/** Why the analogy has no TIME-WAIT. */
function waiting(p: SegmentFacts): string {
  return {
    '2 MSL': 'nobody stands waiting for 2 MSL',
    'one MSL': 'nobody stands waiting for one MSL',
    'no wait': 'nobody knows of a TIME-WAIT, waited or not',
  }[p.timeWait];
}

/** Calls the friend by name; he does not call himself. */
function call(r: Roles): string {
  return r.you === 'Ming' ? 'Ming, ' : '';
}

export const PLAYGROUND: Analogy = {
  opening: ['You', 'Ming'],
  closing: ['You', 'Ming'],
  introduces: (part, you, ming) =>
    part === 'opening'
      ? `"You" are ${you.host}, Ming is ${ming.host}.`
      : `"You", done first, are ${you.host}, Ming is ${ming.host}.`,
  entries: ENTRIES,
  otherwise: 'nothing like it happens on a playground',
};
