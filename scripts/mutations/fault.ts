/** A fault planted in the engine: the text `find`, which occurs once in `file`, becomes `replace`. */
export interface Fault {
  /** What is wrong with an engine that has it. */
  readonly name: string;
  /** Below src/. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  /** Test files, below test/, some test of which must fail. */
  readonly tests: readonly string[];
  /**
   * Packetdrill scripts of ours, below test/drill/, each of which must fail. Where there are none, why no script
   * can see the fault; null in the runner itself, which only its own tests can judge.
   */
  readonly scripts: readonly string[] | { readonly invisible: string } | null;
}

/** A line of a table of faults. */
export type Row = readonly [
  name: string,
  file: string,
  find: string,
  replace: string,
  tests: readonly string[],
  scripts: Fault['scripts'],
];

export function toFault([name, file, find, replace, tests, scripts]: Row): Fault {
  return { name, file, find, replace, tests, scripts };
}
