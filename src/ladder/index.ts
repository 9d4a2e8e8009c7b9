/** Drawing a trace as a ladder: a pure layout, and its rendering in text. */
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
  type Side,
  type StateSpan,
} from './layout.ts';
export { ladderText, type TextOptions } from './text.ts';
export { type AxisBreak, BREAK, type TimeAxis, timeAxis } from './time-axis.ts';
export { displayWidth } from './width.ts';
