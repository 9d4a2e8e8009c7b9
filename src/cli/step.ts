import type { Exhibit, Performance } from '../gallery/index.ts';
import { clauseText, ladderText, wrap } from '../ladder/index.ts';
import { type Trace, traceUntil } from '../observe/index.ts';
import { type Line, narrate } from '../story/index.ts';
import type { FormatOptions } from './run-formats.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage.ts';
import { sayings } from './words.ts';

/** What a person may press. */
export type Key = 'next' | 'back' | 'first' | 'last' | 'quit';

const ESCAPE = '\u001b';
const KEYS: Readonly<Record<string, Key>> = {
  [`${ESCAPE}[C`]: 'next',
  [`${ESCAPE}OC`]: 'next',
  ' ': 'next',
  '\r': 'next',
  '\n': 'next',
  n: 'next',
  [`${ESCAPE}[D`]: 'back',
  [`${ESCAPE}OD`]: 'back',
  '\u007f': 'back',
  b: 'back',
  [`${ESCAPE}[H`]: 'first',
  [`${ESCAPE}[1~`]: 'first',
  g: 'first',
  [`${ESCAPE}[F`]: 'last',
  [`${ESCAPE}[4~`]: 'last',
  G: 'last',
  q: 'quit',
  '\u0003': 'quit',
  '\u0004': 'quit',
  [ESCAPE]: 'quit',
};

/** The keys of `text`, as a terminal in raw mode sends them; what means nothing is left out. */
export function keysIn(text: string): Key[] {
  const keys: Key[] = [];
  for (let rest = text; rest !== ''; ) {
    const code = rest.startsWith(ESCAPE) ? sequenceAt(rest) : (rest[0] as string);
    const key = KEYS[code];
    if (key !== undefined) keys.push(key);
    rest = rest.slice(code.length);
  }
  return keys;
}

/** The escape sequence that `text` begins with, or the escape key alone. */
function sequenceAt(text: string): string {
  return ESCAPE + (/^[[O][0-9;]*[A-Za-z~]/.exec(text.slice(1))?.[0] ?? '');
}

/** Where a person is in a run, and what he sees there. */
export class Steps {
  readonly #exhibit: Exhibit;
  readonly #trace: Trace;
  readonly #lines: readonly Line[];
  readonly #o: FormatOptions;
  #at = 0;

  constructor(exhibit: Exhibit, p: Performance, o: FormatOptions) {
    this.#exhibit = exhibit;
    this.#trace = p.trace;
    this.#o = o;
    const { lang, voice, numbers } = o;
    const flow = o.flow === null ? {} : { flow: o.flow };
    this.#lines = narrate(p.trace, {
      lang,
      voice,
      numbers: numbers === 'raw' ? 'raw' : 'relative',
      ...flow,
    });
  }

  get count(): number {
    return this.#lines.length;
  }

  /** Does what a key asks for; false when it is time to go. */
  press(key: Key): boolean {
    const last = Math.max(0, this.count - 1);
    if (key === 'next') this.#at = Math.min(last, this.#at + 1);
    else if (key === 'back') this.#at = Math.max(0, this.#at - 1);
    else if (key === 'first') this.#at = 0;
    else if (key === 'last') this.#at = last;
    return key !== 'quit';
  }

  /** What is on the screen now: the ladder so far, what happened last, and why; at most `rows` lines. */
  screen(rows: number): string[] {
    const { lang, width } = this.#o;
    const says = sayings(lang);
    const line = this.#lines[this.#at];
    const head = [`${this.#exhibit.title[lang]}  ${says.stepAt(this.#at + 1, this.count)}`, ''];
    const foot = line === undefined ? [] : ['', ...this.#told(line)];
    foot.push('', ...wrap(says.stepHelp, width));
    const room = Math.max(3, rows - head.length - foot.length);
    return [...head, ...this.#ladder(line).slice(-room), ...foot];
  }

  #told(line: Line): string[] {
    const { lang, width } = this.#o;
    const rule = line.rule === '' ? '' : ` [${clauseText(line.rule, lang)}]`;
    const why =
      line.why === ''
        ? []
        : wrap(`${sayings(lang).why}${sayings(lang).colon}${line.why}${rule}`, width);
    return [...wrap(line.one, width), ...why];
  }

  #ladder(line: Line | undefined): string[] {
    const { lang, width, ascii, color, numbers, scenario } = this.#o;
    const trace = traceUntil(this.#trace, line === undefined ? -1 : lastFrame(this.#trace, line));
    const flow = this.#o.flow ?? trace.frames[line?.frame ?? 0]?.flow ?? trace.flows[0]?.id;
    const titles = scenario.hosts.map((h) => [h.name, `${h.title[lang]} ${h.name}`]);
    const drawing = { lang, width, ascii, color, numbers, names: true };
    const text = ladderText(
      { ...trace, omitted: 0 },
      {
        ...drawing,
        hostTitles: Object.fromEntries(titles),
        ...(flow === undefined || !trace.flows.some((f) => f.id === flow) ? {} : { flow }),
      },
    );
    return text.trimEnd().split('\n');
  }
}

/** The last frame that is seen with a line: a call stands in a trace behind the SYN that it sends at once. */
function lastFrame(trace: Trace, line: Line): number {
  if (line.code !== 'call/connect') return line.frame;
  const { at } = line;
  const flow = trace.frames[line.frame]?.flow;
  let i = line.frame;
  while (i > 0 && trace.frames[i - 1]?.at === at && trace.frames[i - 1]?.flow === flow) i--;
  return i - 1;
}

/** Walks through a run on a person's screen, forwards and back. Throws a UsageError where there is none. */
export async function stepThrough(
  exhibit: Exhibit,
  p: Performance,
  o: FormatOptions,
  terminal: Terminal,
): Promise<void> {
  const { stdin, stdout } = process;
  if (!terminal.outIsScreen || stdin.isTTY !== true) {
    throw new UsageError(sayings(o.lang).needsTerminal);
  }
  const steps = new Steps(exhibit, p, o);
  const show = (): void => {
    const lines = steps.screen((stdout.rows || 24) - 1);
    terminal.out(`${ESCAPE}[H${ESCAPE}[2J${lines.join('\r\n')}`);
  };
  stdin.setRawMode(true);
  terminal.out(`${ESCAPE}[?1049h`);
  try {
    show();
    for await (const chunk of stdin) {
      if (!keysIn(String(chunk)).every((key) => steps.press(key))) return;
      show();
    }
  } finally {
    stdin.setRawMode(false);
    terminal.out(`${ESCAPE}[?1049l`);
  }
}
