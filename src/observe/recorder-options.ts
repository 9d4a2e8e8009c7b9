import type { Sample } from './flow-table.ts';
import type { TraceIntervention, TraceViolation } from './trace.ts';

/** How much a recorder keeps. */
export interface RecorderOptions {
  /** Keeps the octets of every packet; without it a segment is its header's fields. */
  readonly keepBytes?: boolean;
  /** Frames, segments and flows kept at most; 200,000 of each by default. Later ones are counted. */
  readonly limit?: number;
  /** Keeps the first few flows only; everything is counted all the same. */
  readonly sample?: Sample;
}

/** What the recorder cannot know by itself about a run. */
export interface TraceHead {
  readonly scenario?: string;
  readonly seed?: number;
  readonly nonStandard?: readonly TraceViolation[];
  /** What was asked for; whether there was a segment of that name is found out here. */
  readonly interventions?: readonly Omit<TraceIntervention, 'hit'>[];
}
