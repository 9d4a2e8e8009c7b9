/** How an event of a script turned out. */
export type Verdict =
  | { readonly kind: 'passed' }
  /** What was expected and what came, each a line or a few for people. */
  | { readonly kind: 'failed'; readonly expected: string; readonly actual: string }
  /** Nothing is known of it: the script counts as unsupported, never as passed. */
  | { readonly kind: 'unsupported'; readonly what: string };

export const PASSED: Verdict = Object.freeze({ kind: 'passed' });
