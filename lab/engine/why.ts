import { propertyNamed } from '../../src/explore/properties/index.ts';
import { QUESTIONS } from '../../src/explore/questions/index.ts';
import type { Run } from './protocol.ts';

/**
 * A run of the world that answered a question, with a card that tells of it; as it was when there is no such
 * question. What was taken away stands there as switches. The connection that breaks is the first to be drawn.
 */
export function withQuestion(run: Run, id: string): Run {
  const q = QUESTIONS.find((x) => x.id === id);
  if (q === undefined) return run;
  const { asks, takenAway, answer, items } = q;
  const { title } = q.world;
  const { hosts } = run.card;
  const { frames, flows } = run.trace;
  // A search ends with the step that breaks something, and so does its run.
  const flow = frames.findLast((f) => f.flow !== null)?.flow ?? 1;
  const { title: broken, clause } = propertyNamed(q.breaks);
  return {
    ...run,
    card: {
      ...run.card,
      title: { zh: title.zh, en: title.en.charAt(0).toUpperCase() + title.en.slice(1) },
      story: { zh: asks.zh + takenAway.zh, en: `${asks.en} ${takenAway.en}` },
      point: answer,
      items,
      whatIfs: hosts.flatMap((h) => h.whatIfs.map((whatIf) => ({ id: whatIf, host: h.name }))),
      focus: [flow, ...flows.map((f) => f.id).filter((f) => f !== flow)],
      ...(run.setup.interventions.length > 0 ? {} : { breaks: { title: broken, clause, flow } }),
    },
  };
}
