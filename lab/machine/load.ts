/** Brings the search and what is shown of it, which the page opens without. */
export const load = () => import('./machine.tsx');
