/** A trace told in words, Chinese and English; and the words themselves: terms, names, sources. */

export {
  MNEMONICS,
  type Mnemonic,
  type ReasonRow,
  STEPS,
  type StepRow,
  TIME_WAIT_REASONS,
} from './cards.ts';
export type { Catalog, Entry, FactsOf } from './catalog.ts';
export { ERRATA, type Erratum } from './errata.ts';
export { type AllFacts, FactFinder } from './facts.ts';
export { type Found, findTerm, GLOSSARY, type Slip, type Term, termNamed } from './glossary.ts';
export { type Name, nameOf, STATES, THINGS } from './names.ts';
export { type NarrateOptions, narrate, say, VOICES, type Voice } from './narrate.ts';
export { linkTo, SOURCES, type Source, STANDARDS, type Standard } from './sources.ts';
export { spellOctets, spellReason, spellSegment, spellText, spellTime } from './spell.ts';
export { type Line, Story, type Telling, type TellOptions, tell } from './tell.ts';
