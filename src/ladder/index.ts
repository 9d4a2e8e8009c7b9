/** Drawing a trace as a ladder: a pure layout, and its renderings in text and as an SVG. */
export { flagNames, timeText, waitText } from './format.ts';
export {
  type Arrow,
  type ArrowKind,
  type Ladder,
  type LadderEvent,
  type LadderHost,
  type LadderOptions,
  layoutLadder,
  type Note,
  type NoteAbout,
  type Side,
  type StateSpan,
} from './layout.ts';
export { ladderSvg, laddersSvg, type SvgOptions } from './svg.ts';
export { ladderText, type TextOptions } from './text.ts';
export { PALETTES, type Palette, type Theme } from './theme.ts';
export { type AxisBreak, BREAK, type TimeAxis, timeAxis } from './time-axis.ts';
export { cut, displayWidth, padEnd, padStart, wrap } from './width.ts';
export { clauseText, noteText, violationText } from './words.ts';
