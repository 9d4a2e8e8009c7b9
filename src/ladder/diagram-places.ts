/** Where a state stands in the drawing: the middle of its box. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

export const BOX = { width: 124, height: 34 } as const;
export const SIZE = { width: 840, height: 654 } as const;

/** The states as RFC 9293 figure 5 has them. CLOSED stands twice, where paths begin and where they end. */
// biome-ignore format: a table
export const PLACES: Readonly<Record<string, Place>> = {
  'CLOSED':       { x: 420, y: 40 },
  'LISTEN':       { x: 210, y: 132 },
  'SYN-SENT':     { x: 630, y: 132 },
  'SYN-RECEIVED': { x: 210, y: 250 },
  'ESTABLISHED':  { x: 420, y: 318 },
  'FIN-WAIT-1':   { x: 210, y: 398 },
  'CLOSE-WAIT':   { x: 630, y: 398 },
  'FIN-WAIT-2':   { x: 210, y: 500 },
  'CLOSING':      { x: 420, y: 482 },
  'LAST-ACK':     { x: 630, y: 500 },
  'TIME-WAIT':    { x: 420, y: 592 },
  'CLOSED again': { x: 630, y: 592 },
};

/** A transition's line: an SVG path, where its number stands, and where its words stand. */
export interface Route {
  readonly d: string;
  readonly number: Place;
  readonly words: Place & { readonly anchor: 'start' | 'middle' | 'end' };
}

const at = (x: number, y: number): Place => ({ x, y });
const words = (x: number, y: number, anchor: 'start' | 'middle' | 'end') => ({ x, y, anchor });

/** Every transition of the diagram, by its states. */
// biome-ignore format: a table
export const ROUTES: Readonly<Record<string, Route>> = {
  'CLOSED>LISTEN':            { d: 'M370 57L222 113', number: at(300, 83), words: words(262, 78, 'end') },
  'LISTEN>CLOSED':            { d: 'M258 115L398 59', number: at(330, 86), words: words(350, 98, 'start') },
  'CLOSED>SYN-SENT':          { d: 'M470 57L602 113', number: at(530, 82), words: words(496, 100, 'end') },
  'SYN-SENT>CLOSED':          { d: 'M650 113Q640 56 484 44', number: at(606, 67), words: words(640, 62, 'start') },
  'LISTEN>SYN-SENT':          { d: 'M273 132L565 132', number: at(300, 132), words: words(420, 149, 'middle') },
  'LISTEN>SYN-RECEIVED':      { d: 'M210 150L210 231', number: at(210, 178), words: words(222, 196, 'start') },
  'SYN-RECEIVED>LISTEN':      { d: 'M166 232Q136 190 166 151', number: at(151, 190), words: words(140, 186, 'end') },
  'SYN-SENT>SYN-RECEIVED':    { d: 'M578 150L262 231', number: at(350, 208), words: words(430, 208, 'start') },
  'SYN-SENT>ESTABLISHED':     { d: 'M616 150L452 299', number: at(560, 201), words: words(558, 224, 'start') },
  'SYN-RECEIVED>ESTABLISHED': { d: 'M252 268L366 300', number: at(300, 281), words: words(330, 270, 'start') },
  'SYN-RECEIVED>FIN-WAIT-1':  { d: 'M196 268L196 379', number: at(196, 306), words: words(184, 330, 'end') },
  'SYN-RECEIVED>TIME-WAIT':   { d: 'M147 256C20 300 20 640 356 600', number: at(72, 400), words: words(80, 440, 'start') },
  'SYN-RECEIVED>CLOSED':      { d: 'M262 233C330 200 400 140 416 59', number: at(372, 146), words: words(385, 150, 'start') },
  'ESTABLISHED>FIN-WAIT-1':   { d: 'M366 336L266 379', number: at(326, 353), words: words(344, 370, 'start') },
  'ESTABLISHED>CLOSE-WAIT':   { d: 'M474 336L574 379', number: at(510, 351), words: words(544, 346, 'start') },
  'ESTABLISHED>CLOSED':       { d: 'M484 322C800 320 790 560 695 586', number: at(742, 440), words: words(752, 430, 'start') },
  'CLOSE-WAIT>LAST-ACK':      { d: 'M630 416L630 481', number: at(630, 444), words: words(648, 444, 'start') },
  'CLOSE-WAIT>CLOSED':        { d: 'M693 404C750 440 750 540 695 582', number: at(735, 492), words: words(746, 492, 'start') },
  'FIN-WAIT-1>FIN-WAIT-2':    { d: 'M196 416L196 481', number: at(196, 444), words: words(180, 444, 'end') },
  'FIN-WAIT-1>CLOSING':       { d: 'M264 416L370 463', number: at(304, 434), words: words(338, 430, 'start') },
  'FIN-WAIT-1>CLOSED':        { d: 'M273 404C470 410 540 520 582 573', number: at(478, 452), words: words(488, 446, 'start') },
  'FIN-WAIT-2>TIME-WAIT':     { d: 'M240 518L366 574', number: at(294, 542), words: words(262, 556, 'end') },
  'FIN-WAIT-2>CLOSED':        { d: 'M214 518C230 660 540 650 600 611', number: at(340, 628), words: words(330, 644, 'end') },
  'CLOSING>TIME-WAIT':        { d: 'M420 500L420 573', number: at(420, 530), words: words(438, 534, 'start') },
  'CLOSING>CLOSED':           { d: 'M484 490Q560 510 606 573', number: at(556, 521), words: words(540, 500, 'start') },
  'LAST-ACK>CLOSED':          { d: 'M630 518L630 573', number: at(630, 540), words: words(648, 544, 'start') },
  'TIME-WAIT>CLOSED':         { d: 'M483 592L565 592', number: at(510, 592), words: words(524, 630, 'middle') },
  'TIME-WAIT>SYN-RECEIVED':   { d: 'M356 584C90 560 60 330 146 264', number: at(122, 420), words: words(60, 380, 'middle') },
};
