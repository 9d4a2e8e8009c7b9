import { type DrillOptions, drill, type ScriptResult, type System } from '../packetdrill/index.ts';
import { ladderWatch } from './drill-ladder.ts';

/** How scripts are run, as it can be sent to a worker. */
export interface JobOptions
  extends Pick<DrillOptions, 'version' | 'tolerance' | 'strict' | 'set' | 'whatIfs'> {
  readonly defines: readonly (readonly [name: string, value: string | null])[];
  /** Draws the ladder of scripts that do not pass. */
  readonly ladder: boolean;
  /** Columns that the ladder may take. */
  readonly width: number;
}

/** A script, as a worker gets it. */
export interface Job {
  readonly path: string;
  readonly text: string;
  readonly profile: System;
}

/** What has become of a script. */
export interface Done {
  readonly result: ScriptResult;
  /** Null where none was asked for or nothing was sent. */
  readonly ladder: string | null;
}

/** Runs one script. */
export function doJob({ path, text, profile }: Job, o: JobOptions): Done {
  const { defines, ladder, width, ...rest } = o;
  const watch = ladder ? ladderWatch() : null;
  const result = drill(path, text, {
    ...rest,
    profile,
    // There may be a thousand, and nobody asks what those that pass have seen.
    logsPassed: false,
    defines: new Map(defines),
    ...(watch === null ? {} : { watch }),
  });
  return { result, ladder: result.outcome === 'passed' ? null : (watch?.text(width) ?? null) };
}
