import { type DrillOptions, drill, type ScriptResult } from '../packetdrill/index.ts';
import { readScript } from './drill-files.ts';
import { ladderWatch } from './drill-ladder.ts';

/** How scripts are run, as it can be sent to a worker. */
export interface JobOptions
  extends Pick<DrillOptions, 'profile' | 'version' | 'tolerance' | 'strict'> {
  readonly defines: readonly (readonly [name: string, value: string | null])[];
  /** Draws the ladder of scripts that do not pass. */
  readonly ladder: boolean;
  /** Columns that the ladder may take. */
  readonly width: number;
}

/** What has become of a script. */
export interface Done {
  readonly result: ScriptResult;
  /** Null where none was asked for or nothing was sent. */
  readonly ladder: string | null;
}

/** Reads and runs one script. Throws only what reading the file throws. */
export function doJob(path: string, o: JobOptions): Done {
  const { defines, ladder, width, ...rest } = o;
  const watch = ladder ? ladderWatch() : null;
  const result = drill(path, readScript(path), {
    ...rest,
    defines: new Map(defines),
    ...(watch === null ? {} : { watch }),
  });
  // What a script that passes has seen is of no interest, and there may be a thousand.
  if (result.outcome === 'passed') return { result: { ...result, log: [] }, ladder: null };
  return { result, ladder: watch?.text(width) ?? null };
}
