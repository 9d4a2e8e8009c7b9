import type { Lang } from '../base/words.ts';
import { timeText } from '../ladder/format.ts';
import type { Trace } from '../observe/trace.ts';
import type { Sighting } from './sightings.ts';
import { EXPORT_WORDS, type ExportWords } from './words.ts';

/**
 * What there is to say about one packet of a capture, or undefined when nobody touched it.
 *
 * @param done what the network did to the segment
 */
export function packetComment(
  trace: Trace,
  seen: Sighting,
  done: ReadonlySet<string>,
  lang: Lang,
): string | undefined {
  const w = EXPORT_WORDS[lang];
  const phrases = [...breaches(trace, seen.segment.from, w), ...happened(seen, done, w)];
  return phrases.length === 0 ? undefined : `${seen.segment.id}${w.colon}${phrases.join(w.and)}`;
}

/** What was done to one packet, in phrases; none when nobody touched it. */
export function happened(seen: Sighting, done: ReadonlySet<string>, w: ExportWords): string[] {
  const { segment: s } = seen;
  const phrases: string[] = [];
  if (s.from === null) phrases.push(w.injected);
  if (s.retransmission) phrases.push(w.retransmission);
  phrases.push(...(seen.way === 'out' ? ahead(seen, done, w) : behind(seen, done, w)));
  return phrases;
}

/** What is going to happen to a packet that leaves. */
function ahead({ segment: s }: Sighting, done: ReadonlySet<string>, w: ExportWords): string[] {
  const phrases: string[] = [];
  if (done.has('corrupt') || s.fate === 'corrupt') phrases.push(w.corrupted);
  if (done.has('duplicate') || s.copiesAt.length > 0) phrases.push(w.doubled);
  if (done.has('delay')) {
    phrases.push(w.heldBack(s.arrivedAt === null ? null : timeText(s.arrivedAt - s.sentAt)));
  }
  if (done.has('reorder')) phrases.push(w.overtaken);
  if (s.arrivedAt !== null) return phrases;
  phrases.push(s.lostAt === null ? w.inFlight : w.lost(s.to));
  return phrases;
}

/** What has happened to a packet that arrives. */
function behind(seen: Sighting, done: ReadonlySet<string>, w: ExportWords): string[] {
  const { segment: s, copy, at } = seen;
  const phrases: string[] = [];
  if (done.has('corrupt') || s.fate === 'corrupt') phrases.push(w.wasCorrupted);
  if (copy > 0) phrases.push(w.copy(s.from));
  else if (done.has('duplicate') || s.copiesAt.length > 0) phrases.push(w.wasDoubled);
  // What was doubled by chance besides went its own way, on time.
  const late = copy === s.copiesAt.length;
  if (late && done.has('delay')) phrases.push(w.wasHeldBack(timeText(at - s.sentAt)));
  if (late && done.has('reorder')) phrases.push(w.wasOvertaken);
  return phrases;
}

function breaches(trace: Trace, host: string | null, w: ExportWords): string[] {
  return trace.nonStandard
    .filter((v) => v.host === host)
    .map((v) => w.notReal(v.host, v.whatIf, v.clause));
}

/** What there is to say about a whole export, as sentences; what breaks TCP comes first. */
export function headSentences(trace: Trace, hosts: readonly string[], lang: Lang): string[] {
  const w = EXPORT_WORDS[lang];
  const stop = lang === 'zh' ? '。' : '.';
  const sentences = trace.nonStandard.map((v) => w.notReal(v.host, v.whatIf, v.clause) + stop);
  sentences.push(w.file(trace.scenario, trace.seed, hosts));
  if (trace.interventions.length > 0) {
    sentences.push(
      w.interventions(trace.interventions.map((i) => (i.hit ? i.text : w.missed(i.text)))),
    );
  }
  if (trace.omitted > 0) sentences.push(w.omitted(trace.omitted));
  return sentences;
}
