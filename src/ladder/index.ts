/** Drawing a trace: ladders from one pure layout, and the state diagram, in text and as SVG. */
export { type DiagramEdge, EDGES, edgeCauseOf, edgeCauseText, edgeKey } from './diagram.ts';
export { type DiagramSvgOptions, diagramSvg } from './diagram-svg.ts';
export { type DiagramTextOptions, diagramText } from './diagram-text.ts';
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
export { causeText, endOf, type PathStep, pathOf } from './path.ts';
export { ladderSvg, laddersSvg, type SvgOptions } from './svg.ts';
export { ladderText, type TextOptions } from './text.ts';
export { PALETTES, type Palette, type Theme } from './theme.ts';
export { type AxisBreak, BREAK, type TimeAxis, timeAxis } from './time-axis.ts';
export { cut, displayWidth, padEnd, padStart, wrap } from './width.ts';
export { clauseText, noteText, violationText } from './words.ts';
