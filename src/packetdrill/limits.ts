/** How long a script waits for a blocking call that is still under way, as the original does. */
export const LONGEST_IDLE = 1_000_000;
/** How long a call that is written as one that returns at once may take before the script counts as hung. */
export const LONGEST_CALL = 120_000_000;
/** No event of a script may be later than this: 30 days. */
export const LONGEST_RUN = 30 * 86_400 * 1_000_000;

/** Blocks of code in a script: each remembers all that was true when its time came. */
export const MOST_BLOCKS = 20_000;
