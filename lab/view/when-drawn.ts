/**
 * Acts once the whole page has changed: asking for places any earlier would have it laid out more than once.
 * Returns what calls it off.
 */
export function whenDrawn(act: () => void): () => void {
  const asked = requestAnimationFrame(act);
  return () => cancelAnimationFrame(asked);
}
