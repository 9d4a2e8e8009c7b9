/** Loaded when a line of the diagram is first asked about. */
export const edgeCard = () => import('./edge-card.tsx').then((m) => m.EdgeCard);
