import type { Micros } from '../../base/timer-queue.ts';

/** An event of a script, or a comment on a line of its own. */
interface Entry {
  /** Whole microseconds of the run; null for a comment. */
  readonly at: Micros | null;
  text: string;
  /** When a call that waits returns; null for what does not. */
  readonly until: Micros | null;
}

/** What may have the stack send: any segment but a reset, and a call that sends. */
const SPEAKS = /^(?:< [^R ]+ |(?:write|send|shutdown|close)\()/;

/** The widest a time usually is: what stands behind it is aligned. */
const WIDTH = 7;

/** The lines of a packetdrill script, timed by how long after the one before each happens. */
export class Script {
  readonly #entries: Entry[] = [];

  /** Adds an event; `comment` stands behind it. A call that waits does so until `until`. */
  event(at: Micros, text: string, comment = '', until: Micros | null = null): void {
    const whole = comment === '' ? text : `${text}  // ${oneLine(comment)}`;
    const ends = until === null ? null : Math.round(until);
    this.#entries.push({ at: Math.round(at), text: whole, until: ends });
  }

  /** Adds an option: it stands before all events, under the comment that says what it is for. */
  option(text: string, comment: string): void {
    const first = this.#entries.findIndex((e) => e.at !== null);
    const place = first < 0 ? this.#entries.length : first;
    const about = { at: null, text: `// ${oneLine(comment)}`, until: null };
    this.#entries.splice(place, 0, about, { at: null, text, until: null });
  }

  /**
   * Whether more than one event of a moment may be answered, though there is but one answer.
   */
  get answersAtOnce(): boolean {
    let [at, count]: [Micros | null, number] = [null, 0];
    for (const e of this.#entries) {
      if (e.at === null) continue;
      if (e.at !== at || e.text.startsWith('>')) count = 0;
      at = e.at;
      if (SPEAKS.test(e.text) && ++count > 1) return true;
    }
    return false;
  }

  /** Whether there is no event yet. */
  get isEmpty(): boolean {
    return this.#entries.every((e) => e.at === null);
  }

  comment(text: string): void {
    this.#entries.push({ at: null, text: `// ${oneLine(text)}`, until: null });
  }

  /** Changes the last entry, if it is an event at this time; false when it is not. */
  change(at: Micros, how: (text: string) => string): boolean {
    const last = this.#entries.at(-1);
    if (last === undefined || last.at !== Math.round(at)) return false;
    const changed = how(last.text);
    if (changed === last.text) return false;
    last.text = changed;
    return true;
  }

  /** The script. Its first event is at 0, as packetdrill wants. */
  toString(): string {
    let before: Micros | null = null;
    let text = '';
    for (const e of this.#entries) {
      if (e.at === null) {
        text += `${e.text}\n`;
        continue;
      }
      const time = before === null ? '0' : `+${seconds(Math.max(0, e.at - before))}`;
      const end = e.until === null ? '' : until(e.until - (before ?? 0));
      text += `${(time + end).padStart(WIDTH)} ${e.text}\n`;
      before = Math.max(e.at, before ?? 0);
    }
    return text;
  }
}

/** Whole microseconds in seconds: `0`, `.05`, `1.25`. */
function seconds(t: Micros): string {
  const whole = Math.floor(t / 1_000_000);
  const rest = String(t % 1_000_000)
    .padStart(6, '0')
    .replace(/0+$/, '');
  if (rest === '') return String(whole);
  return `${whole === 0 ? '' : whole}.${rest}`;
}

/** When a call that waits ends: what begins with a dot is no number behind three of them. */
function until(t: Micros): string {
  return `...${seconds(Math.max(0, t)).replace(/^\./, '0.')}`;
}

/** A comment ends with its line, so nothing in it may. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
