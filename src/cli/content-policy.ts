/**
 * What the lab's page may do: run and load what its own folder holds, and nothing else. It has no base
 * address to change and no form to send. Who may show it in a frame is left open: it keeps no secrets,
 * acts for nobody, and is there to be embedded in somebody's notes.
 */
export const CONTENT_POLICY = "default-src 'self'; base-uri 'none'; form-action 'none'";
