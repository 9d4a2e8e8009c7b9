import type { Words } from '../base/words.ts';
import type { Intervention } from '../sim/intervention.ts';
import type { Scenario } from '../sim/scenario.ts';
import type { Check } from './checks.ts';
import type { Facts } from './facts.ts';

/**
 * A scenario with what makes it worth watching: the question it answers, what to look at, what must come
 * of it, and the change under which something else does.
 */
export interface Exhibit {
  /** `open/basic`: the shelf's theme and a name. */
  readonly id: string;
  readonly shelf: ShelfId;
  /** A question or a statement, in one line. */
  readonly title: Words;
  /** What happens here and what to look at: two or three sentences. */
  readonly story: Words;
  /** What one knows afterwards, in a sentence. */
  readonly point: Words;
  /** Of a run that a search found: what breaks in it, and by which clause. */
  readonly breaks?: Words;
  /** Of one that departs by values of profiles: those that `standard` puts back. */
  readonly restores?: readonly Restored[];
  /** What comes of that: TCP by the book unless given, or with a mechanism that the book does not ask for. */
  readonly beside?: 'book' | 'mechanism';
  /** Items of the mission's inventory that it shows, 1 to 117. */
  readonly items: readonly number[];
  /** The experiment of the lab, such as `E01`, that it is. */
  readonly experiment?: string;
  /** Where the notes are wrong or loose about it: their number N1 to N28, and what is right. */
  readonly errata?: readonly Erratum[];
  /** The flows to draw when nobody asks for another; the first three by default. */
  readonly focus?: readonly number[];
  /** What may be changed about the scenario itself. */
  readonly parameters?: Readonly<Record<string, Parameter>>;
  /** The scenario for these values of the parameters. */
  readonly build: (values: Values) => ScenarioBody;
  /** What-ifs worth trying, and at which host. */
  readonly whatIfs?: readonly Offer[];
  /** Faults and other interventions worth trying, as the command line takes them, with the reason. */
  readonly tries?: readonly Try[];
  /** What to guess before it runs. */
  readonly question: Question;
  /** What must hold when nobody interferes. */
  readonly checks: readonly Check[];
  /** Of one that breaks a rule: what holds when it does not. */
  readonly standardChecks?: readonly Check[];
  /** A change under which at least one of the checks fails: they say something. */
  readonly refutedBy: Change;
}

/** Values that a host's profile has when nothing is taken away. */
export interface Restored {
  readonly host: string;
  readonly set: Readonly<Record<string, unknown>>;
}

/** A scenario without what its exhibit says already. */
export type ScenarioBody = Omit<Scenario, 'id' | 'title'>;

export interface Erratum {
  readonly note: `N${number}`;
  readonly says: Words;
}

/** A value that a scenario is built with. */
export interface Parameter {
  readonly says: Words;
  readonly unit: 'microseconds' | 'octets' | 'count' | 'number';
  readonly value: number;
  readonly least: number;
  readonly most: number;
}

/** Parameters by name. */
export type Values = Readonly<Record<string, number>>;

export interface Offer {
  readonly id: string;
  readonly host: string;
}

export interface Try {
  readonly interventions: readonly Intervention[];
  readonly values?: Values;
  readonly says: Words;
}

/** Something asked before a run, and what can be answered; exactly one answer is true of the run. */
export interface Question {
  readonly asks: Words;
  readonly answers: readonly Answer[];
}

export interface Answer {
  readonly says: Words;
  readonly isTrue: (f: Facts) => boolean;
}

/** How a run differs from the exhibit as it stands. */
export interface Change {
  readonly interventions?: readonly Intervention[];
  readonly values?: Values;
}

/** The themes, in the order they are told; each asks a question. */
export type ShelfId =
  | 'open'
  | 'why-open'
  | 'queue'
  | 'flood'
  | 'close'
  | 'why-close'
  | 'time-wait'
  | 'alive'
  | 'reset'
  | 'header'
  /** Somebody's own: on none of the shelves. */
  | 'own';

export interface Shelf {
  readonly id: ShelfId;
  readonly asks: Words;
}

export const SHELVES: readonly Shelf[] = [
  { id: 'open', asks: { zh: '连接是怎样建立的？', en: 'How does a connection open?' } },
  { id: 'why-open', asks: { zh: '为什么是三次握手？', en: 'Why three segments to open?' } },
  {
    id: 'queue',
    asks: { zh: '服务器在哪里排队？', en: 'Where do connections queue at a server?' },
  },
  { id: 'flood', asks: { zh: '被 SYN 洪泛攻击时会怎样？', en: 'What does a SYN flood do?' } },
  { id: 'close', asks: { zh: '连接是怎样关闭的？', en: 'How does a connection close?' } },
  { id: 'why-close', asks: { zh: '为什么是四次挥手？', en: 'Why four segments to close?' } },
  { id: 'time-wait', asks: { zh: '为什么要等 2MSL？', en: 'Why wait for 2 MSL?' } },
  { id: 'alive', asks: { zh: '对端不见了怎么办？', en: 'What if the peer is gone?' } },
  {
    id: 'reset',
    asks: {
      zh: 'RST 什么时候出现，什么时候算数？',
      en: 'When is there a RST, and when does it count?',
    },
  },
  { id: 'header', asks: { zh: '首部里写了什么？', en: 'What is in the header?' } },
];
