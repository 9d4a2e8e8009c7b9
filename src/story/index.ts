/** A trace told in words: Chinese and English, plainly or as an analogy. */

export type { Catalog, Entry, FactsOf } from './catalog.ts';
export { type AllFacts, FactFinder } from './facts.ts';
export { type Line, type NarrateOptions, narrate, say, VOICES, type Voice } from './narrate.ts';
export { spellOctets, spellSegment, spellTime } from './spell.ts';
