import { effect, untracked } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { stopsOf, toldAt } from '../state/cursor.ts';
import {
  announcement,
  flow,
  lang,
  numbers,
  playing,
  stop,
  t,
  trace,
  voice,
} from '../state/store.ts';
import { stopBefore } from '../view/history.ts';
import { lastLines, sentenceOf, storyUpTo } from './stories.ts';
import { WORDS } from './words.ts';

/** What is said when one comes to a stop: its line, or a sentence of what it is about. */
function saidAt(at: number): string {
  const tr = trace.value;
  if (tr === null) return '';
  if (at < 0) return t(WORDS.atStart);
  const raw = numbers.value === 'raw';
  const asked = { lang: lang.value, voice: voice.value, flow: flow.value, raw };
  const story = storyUpTo(tr, asked, at);
  if (story === null) return '';
  const line = lastLines(story, at, 1).lines[0];
  if (line !== undefined && line.frame > stopBefore(stopsOf(tr), at)) return line.one;
  const told = toldAt(tr, at);
  return told === null ? '' : sentenceOf(tr, tr.frames.indexOf(told), lang.value, raw);
}

/**
 * The one place that speaks to those who listen: one line for each step, in either direction; silent while
 * the run plays, and when the page opens.
 */
export function Announcer() {
  useEffect(() => {
    let before = { trace: trace.peek(), stop: stop.peek(), lang: lang.peek() };
    return effect(() => {
      const now = { trace: trace.value, stop: stop.value, lang: lang.value };
      if (playing.value) {
        before = now;
        announcement.value = '';
        return;
      }
      const isOfStep = now.stop !== before.stop || now.trace !== before.trace;
      // What was said in the other language is over, and nothing has happened that would be told.
      if (now.lang !== before.lang) announcement.value = '';
      before = now;
      if (!isOfStep) return;
      const said = untracked(() => saidAt(now.stop));
      // The same words twice in a row are heard twice only if they differ.
      announcement.value = said === announcement.peek() ? `${said}\u00a0` : said;
    });
  }, []);
  return (
    <div
      class="is-heard"
      role="status"
      aria-live="polite"
      aria-atomic="true"
      data-testid="announcer"
    >
      {announcement.value}
    </div>
  );
}
