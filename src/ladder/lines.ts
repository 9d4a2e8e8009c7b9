import type { Micros } from '../base/timer-queue.ts';
import type { Arrow, Ladder, Note } from './layout.ts';

/** How much of an arrow one line shows: all of it, or its beginning or end when it is split. */
export type Part = 'whole' | 'start' | 'end';

/** One line of a ladder in text, before it is drawn. */
export interface Line {
  readonly at: Micros;
  /** Whether it is the first line of its instant: only that shows the time. */
  first: boolean;
  left: string | null;
  right: string | null;
  arrow: Arrow | null;
  part: Part;
  note: Note | null;
}

/** A wait between two lines. */
export interface Wait {
  readonly from: Micros;
  readonly to: Micros;
}

export type Drawn = Line | Wait;

/** Tells a wait from a line. */
export function isWait(d: Drawn): d is Wait {
  return 'from' in d;
}

/**
 * The lines of a ladder, in the order things happened. An arrow that crosses no other takes the line
 * on which it leaves; one that does is split in two. A state stands beside the first line of its
 * instant that has room.
 *
 * @param slant splits every arrow
 */
export function linesOf(ladder: Ladder, slant: boolean): Drawn[] {
  const lines: Line[] = [];
  const lineAt = (at: Micros, hasRoom: (l: Line) => boolean): Line => {
    const last = lines[lines.length - 1];
    if (last !== undefined && last.at === at && hasRoom(last)) return last;
    const first = last === undefined || last.at !== at;
    const line: Line = {
      at,
      first,
      left: null,
      right: null,
      arrow: null,
      part: 'whole',
      note: null,
    };
    lines.push(line);
    return line;
  };
  const isFree = (l: Line): boolean => l.arrow === null && l.note === null;
  for (const e of ladder.events) {
    if (e.kind === 'state') {
      lineAt(e.at, (l) => l[e.side] === null)[e.side] = e.state;
    } else if (e.kind === 'note') {
      lineAt(e.at, isFree).note = e.note;
    } else {
      const part = partOf(e.arrow, e.kind, slant);
      if (part === null) continue;
      const line = lineAt(e.at, isFree);
      line.arrow = e.arrow;
      line.part = part;
    }
  }
  return withWaits(lines, ladder);
}

function partOf(a: Arrow, kind: 'sent' | 'ended', slant: boolean): Part | null {
  if (a.fate === 'copy') return 'whole';
  const reaches = a.endsAt !== null && a.fate !== 'lost' && a.endsAt > a.sentAt;
  const split = reaches && (slant || a.crosses);
  if (kind === 'sent') return split ? 'start' : 'whole';
  return split ? 'end' : null;
}

/** Puts a wait before each line that comes more than a break later than the one above. */
function withWaits(lines: readonly Line[], ladder: Ladder): Drawn[] {
  const drawn: Drawn[] = [];
  let before: Line | null = null;
  for (const line of lines) {
    if (before !== null) {
      const { at } = before;
      if (ladder.axis.breaks.some((b) => b.from >= at && b.to <= line.at)) {
        drawn.push({ from: at, to: line.at });
      }
    }
    drawn.push(line);
    before = line;
  }
  return drawn;
}
