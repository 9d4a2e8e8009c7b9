import type { Analogy, Entries } from '../voices/voice.ts';

/*
 * A young man far away writes to the girl at home: three letters and both are sure. Later she breaks
 * up with the one who tells the story, and it takes four. Nobody looks down from above.
 */

const NUMBERS = { stops: 'love letters carry no numbers' };
const WINDOW = { stops: 'no reader advertises a window' };
const RESET = { stops: 'no letter is void at once, as RST is' };
const HALF = { stops: 'love is seldom half-closed' };
const PROBE = { stops: 'nobody mails empty letters as probes' };

const ENTRIES: Entries = {
  'sent/syn': {
    say: () => '(not one word of liking, every word says I love you)',
    proves: (r) => `If it arrives, ${r.me} can send and ${r.you} can receive.`,
  },
  'sent/syn-again': { say: () => '(no answer, so the same feelings once more)' },
  'sent/syn-with-text': { stops: 'no letter is kept until both are sure' },
  'sent/syn-ack': {
    say: () => '(not one word of love, every line says I do)',
    proves: (r) => `If it arrives, ${r.me} can send too, and ${r.you} can receive.`,
  },
  'sent/syn-ack-again': { say: () => '(no answer, so "I do" once more)' },
  'sent/syn-ack-with-text': { say: () => 'I do. And there is something else...' },
  'sent/syn-cookie': { stops: 'no answer can do the remembering' },
  'sent/simultaneous-syn-ack': { say: () => 'So you wrote to me as well! I do' },
  'sent/split-ack': { say: () => 'Your letter has come' },
  'sent/split-syn': { say: () => 'And I have something to tell you' },
  'sent/ack-of-syn': {
    say: () => 'Your answer has come. Now I am sure',
    proves: () => 'If it arrives, both are sure, and they can write to each other.',
  },
  'sent/ack-of-syn-with-text': { say: (_, p) => `Your answer has come! How are you (${p.amount})` },
  'sent/ack-of-syn-again': { say: () => 'Your answer came long ago. I am sure!' },
  'sent/ack-of-syn-more': { say: () => 'As I wrote: your answer has come' },
  'sent/data': { say: (_, p) => `(writes a letter, ${p.amount})` },
  'sent/data-again': { say: (_, p) => `(copies the letter that was lost, ${p.amount})` },
  'sent/data-half-closed': HALF,
  'sent/ack': { say: () => 'Your letter has come' },
  'sent/delayed-ack': { say: () => 'Your letter has come; sorry for the delay' },
  'sent/duplicate-ack': NUMBERS,
  'sent/ack-over-gap': NUMBERS,
  'sent/ack-again': { say: () => 'That letter came long ago' },
  'sent/window-closed': WINDOW,
  'sent/window-update': WINDOW,
  'sent/window-probe': WINDOW,
  'sent/window-probe-answer': WINDOW,
  'sent/keepalive-probe': PROBE,
  'sent/keepalive-answer': PROBE,
  'sent/challenge-ack': { stops: 'handwriting is known, segments forged' },
  'sent/fin': { say: () => 'Let us break up' },
  'sent/fin-with-text': { say: (_, p) => `A few last words (${p.amount})... let us break up` },
  'sent/fin-in-return': { say: () => 'All right, let us break up' },
  'sent/fin-with-ack-of-fin': { say: () => 'I see. Then let us break up' },
  'sent/fin-again-with-text': {
    say: (_, p) =>
      `(no answer, so the last words (${p.amount}) and the break-up are said once more)`,
  },
  'sent/fin-again': { say: () => '(no answer, so it is said once more)' },
  'sent/ack-of-fin': {
    say: () => 'Wait a little, I can do better',
    proves: () => 'It sounds like a plea; all it confirms is that the letter (FIN) has come.',
  },
  'sent/ack-of-fin-with-text': HALF,
  'sent/ack-of-fin-again': { say: () => 'I heard that you want to break up' },
  'sent/ack-of-crossing-fin': { say: () => 'So you want to break up as well. I see' },
  'sent/last-ack': {
    say: () => 'Yes, then let us break up',
    proves: () => 'It confirms that the other letter of parting (FIN) has come, too.',
  },
  'sent/last-ack-again': { say: () => 'Yes, as I said, let us break up' },
  'sent/rst': RESET,
  'sent/rst-refused': { stops: 'a wrong address sends no refusal' },
  'sent/rst-stale-syn-ack': { say: () => 'That was an old letter; it no longer counts' },
  'sent/rst-unknown-syn-ack': { say: () => 'I never wrote to you' },
  'sent/rst-bad-ack': NUMBERS,
  'sent/rst-half-open': RESET,
  'sent/rst-after-close': RESET,
  'sent/rst-abort': RESET,
  'sent/rst-unread': RESET,
  'sent/rst-give-up': RESET,
  'sent/forged': { stops: 'handwriting is known, segments forged' },
  'sent/other': NUMBERS,
  'lost/syn': { say: () => 'The letter is lost on the way; nobody knows of the love' },
  'lost/syn-ack': { say: () => 'The answer is lost: both wait, and both will write again' },
  'lost/ack-of-syn': { say: () => 'The third letter is lost: one is sure, the other waits' },
  'lost/data': { say: () => 'This letter is lost on the way' },
  'lost/ack': { say: () => 'This "has come" is lost on the way' },
  'lost/fin': { say: () => 'The letter that breaks up is lost' },
  'lost/last-ack': { say: () => 'The last "let us break up" is lost; the other still waits' },
  'lost/rst': { say: () => 'This letter is lost on the way' },
  'lost/probe': { say: () => 'This letter is lost on the way' },
  'lost/other': { say: () => 'This letter is lost on the way' },
  'impaired/delay': { say: () => 'This letter is held up at the post' },
  'impaired/reorder': { say: () => 'A later letter comes first' },
  'impaired/duplicate': { stops: 'a letter does not become two' },
  'dropped/corrupt': { stops: 'eyes guess; checksums do not' },
  'state/time-wait': {
    say: (_r, p) =>
      ({
        '2 MSL': 'Not quite willing to part, and waiting 2 MSL for a letter',
        'one MSL': 'Not quite willing to part, but waiting only one MSL for a letter',
        'no wait': 'Willing to part, and waiting for no letter',
      })[p.timeWait],
  },
  'state/time-wait-crossing': {
    say: (_r, p) =>
      p.timeWait === 'no wait'
        ? 'What the other may still say is not waited for'
        : 'Both wait for what the other may still say',
  },
  'state/time-wait-over': {
    say: (_r, p) =>
      p.timeWait === 'no wait'
        ? 'It is over at once, whatever may still come'
        : 'No letter came. It is over for good',
  },
  'state/closed': { say: () => 'The message came. All hope is gone, the friend deleted' },
  'host/power-off': { say: () => 'Nothing more is heard of one of them' },
};

/** The roles change when it ends, as they do in the note: she breaks up, and the teller is left. */
export const LETTERS: Analogy = {
  opening: ['The young man', 'The girl'],
  closing: ['The girl', 'I'],
  introduces: (part, a, b) =>
    part === 'opening'
      ? `The young man, who writes first, is ${a.host}; the girl is ${b.host}.`
      : `Other parts now, as in note S2: the girl, who breaks up, is ${a.host}; "I", who tell it, am ${b.host}.`,
  entries: ENTRIES,
  otherwise: 'nothing like it happens in love letters',
};
