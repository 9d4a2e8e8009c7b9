import type { Lang, Words } from '../base/words.ts';
import {
  CANNOT_SAY,
  json,
  markdown,
  mermaid,
  NoScript,
  packetdrill,
  pcapng,
} from '../export/index.ts';
import type { Exhibit, Performance, Scenario } from '../gallery/index.ts';
import { diagramSvg, diagramText, ladderSvg, laddersSvg } from '../ladder/index.ts';
import { type Trace, traceSeenBy } from '../observe/index.ts';
import { headerFor } from '../packetdrill/index.ts';
import { narrate, type Voice } from '../story/index.ts';
import { allInAscii, inAscii } from './ascii.ts';
import { narration } from './narration.ts';
import { answer, foundText, pointText, report } from './run-report.ts';
import { RUN_USAGE } from './run-words-usage.ts';
import { UsageError } from './usage.ts';
import { sayings } from './words.ts';

/** How a run is shown or written. */
export interface FormatOptions {
  readonly lang: Lang;
  readonly scenario: Scenario;
  /** The connection asked for; null for the first, or all, as the format has it. */
  readonly flow: number | null;
  readonly numbers: 'relative' | 'xy' | 'raw';
  readonly voice: Voice;
  readonly theme: 'light' | 'dark';
  /** Where a capture is taken, or whose script it is; null for both, or the first host. */
  readonly side: string | null;
  readonly width: number;
  readonly calls: boolean;
  readonly ascii: boolean;
  readonly color: boolean;
  readonly interfered: boolean;
  readonly standard: boolean;
  readonly isNothingBack: boolean;
}

interface Format {
  /** Needs the octets of every packet. */
  readonly needsBytes: boolean;
  /** What it has no way to say, or null. */
  readonly cannotSay: Words | null;
  write(e: Exhibit, p: Performance, o: FormatOptions): string | Uint8Array;
}

/** Every format of `synwave run`, the usual one first. */
export const FORMATS = {
  ladder: { needsBytes: false, cannotSay: null, write: ladder },
  narrate: {
    needsBytes: false,
    cannotSay: null,
    write: (e, p, o) => narrated(e, seen(p, o).trace, o),
  },
  json: {
    needsBytes: true,
    cannotSay: null,
    write: (_e, { trace }) => json(trace),
  },
  states: { needsBytes: false, cannotSay: null, write: statesText },
  'states-svg': { needsBytes: false, cannotSay: null, write: statesSvg },
  svg: { needsBytes: false, cannotSay: CANNOT_SAY.svg, write: svg },
  mermaid: {
    needsBytes: false,
    cannotSay: CANNOT_SAY.mermaid,
    write: (_e, { trace }, o) => mermaid(trace, { lang: o.lang, numbers: o.numbers, ...flowOf(o) }),
  },
  md: { needsBytes: false, cannotSay: CANNOT_SAY.markdown, write: handout },
  pcapng: {
    needsBytes: true,
    cannotSay: CANNOT_SAY.pcapng,
    write: (_e, { trace }, o) => pcapng(trace, { at: o.side ?? 'both', lang: o.lang }),
  },
  pkt: {
    needsBytes: false,
    cannotSay: CANNOT_SAY.packetdrill,
    write: (_e, p, o) => script(p, o),
  },
} as const satisfies Readonly<Record<string, Format>>;

/** A script of one host's part, which says whose TCP it was. */
function script({ trace, profiles }: Performance, o: FormatOptions): string {
  const side = o.side ?? o.scenario.hosts[0]?.name ?? 'A';
  const profile = profiles[side];
  const header = profile === undefined ? [] : headerFor(profile);
  try {
    return packetdrill(trace, { side, lang: o.lang, header, ...flowOf(o) });
  } catch (error) {
    if (error instanceof NoScript) throw new UsageError(error.words);
    throw error;
  }
}

/** Whether what was written is no text. */
export function isBinary(result: string | Uint8Array): result is Uint8Array {
  return typeof result !== 'string';
}

function ladder(e: Exhibit, p: Performance, o: FormatOptions): string {
  const { lang, width, flow, interfered, standard, isNothingBack } = o;
  const { numbers, calls, ascii, color } = o;
  // --drop A2 needs to know which one that is.
  const drawing = { lang, width, numbers, names: true, calls, ascii, color };
  const options = { lang, width, drawing, flow, interfered, standard, isNothingBack };
  if (!isPlain(o)) return report(e, o.scenario, seen(p, o), options);
  const verdicts = allInAscii(p.verdicts);
  return inAscii(report(allInAscii(e), o.scenario, seen({ ...p, verdicts }, o), options));
}

function narrated(e: Exhibit, trace: Trace, o: FormatOptions): string {
  return isPlain(o) ? inAscii(narration(allInAscii(e), trace, o)) : narration(e, trace, o);
}

/** Chinese cannot be said in ASCII: there only the drawing is. */
function isPlain(o: FormatOptions): boolean {
  return o.ascii && o.lang === 'en';
}

function svg(e: Exhibit, p: Performance, o: FormatOptions): string {
  const { trace } = seen(p, o);
  if (trace.flows.length === 0) throw new UsageError(RUN_USAGE.nothingToDraw());
  const titles = o.scenario.hosts.map((h) => [h.name, `${h.title[o.lang]} ${h.name}`]);
  const options = {
    lang: o.lang,
    theme: o.theme,
    numbers: o.numbers,
    title: e.title[o.lang],
    names: true,
    hostTitles: Object.fromEntries(titles),
  };
  return o.flow === null
    ? laddersSvg(trace, options)
    : ladderSvg(trace, { ...options, flow: o.flow });
}

/** A report to hand out: the question before the run, the answer and the point behind it. */
function handout(e: Exhibit, p: Performance, o: FormatOptions): string {
  const { lang, numbers, voice } = o;
  const says = sayings(lang);
  const { asks, answers } = e.question;
  const wide = { ...o, width: Number.POSITIVE_INFINITY };
  const titles = o.scenario.hosts.map((h) => [h.name, `${h.title[lang]} ${h.name}`]);
  const counted = numbers === 'raw' ? 'raw' : 'relative';
  const told = narrate(p.trace, { lang, voice, numbers: counted, ...flowOf(o) });
  return markdown(p.trace, {
    lang,
    numbers,
    title: e.title[lang],
    hostTitles: Object.fromEntries(titles),
    intro: [
      e.story[lang],
      ...(answers.length === 0 ? [] : [`${says.guess}${says.colon}${asks[lang]}`]),
      ...answers.map((a, i) => `${'abcdefgh'[i]}) ${a.says[lang]}`),
    ],
    narration: told.map((l) => l.one),
    checks: p.verdicts.map((v) => ({ says: v.says[lang], ok: v.ok })),
    afterwards: [
      foundText(e, wide),
      answer(e, p, wide),
      pointText(e, wide),
      ...(e.errata ?? []).map((x) => `${says.note(x.note)}${says.colon}${x.says[lang]}`),
    ].filter((text) => text !== ''),
  });
}

/** The state diagram, once for each host that went through it, or for the one asked for. */
function statesText(_e: Exhibit, { trace }: Performance, o: FormatOptions): string {
  const { lang, ascii } = o;
  const texts = hostsIn(trace, o).map((host) =>
    diagramText(trace, host, { lang, ascii, ...flowOf(o) }).trimEnd(),
  );
  return `${texts.join('\n\n')}\n`;
}

function statesSvg(_e: Exhibit, { trace }: Performance, o: FormatOptions): string {
  const [host = 'A'] = hostsIn(trace, o);
  return diagramSvg(trace, host, { lang: o.lang, theme: o.theme, ...flowOf(o) });
}

/** The hosts that changed their state. */
function hostsIn(trace: Trace, o: FormatOptions): string[] {
  if (o.side !== null) return [o.side];
  const moved = new Set(trace.frames.flatMap((f) => (f.kind === 'state' ? [f.host] : [])));
  return trace.hosts.map((h) => h.name).filter((name) => moved.has(name));
}

/** The run, or what of it the host asked for knows. */
function seen(p: Performance, o: FormatOptions): Performance {
  return o.side === null ? p : { ...p, trace: traceSeenBy(p.trace, o.side) };
}

function flowOf(o: FormatOptions): { flow?: number } {
  return o.flow === null ? {} : { flow: o.flow };
}
