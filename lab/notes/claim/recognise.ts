import { type Claim, type Lasting, type Moment, type Side, type Step, senderOf } from './claim.ts';
import {
  isByRole,
  type Mention,
  momentIn,
  NUMBER,
  normal,
  numberOf,
  sentencesOf,
  sidesIn,
  statesIn,
  stepsIn,
  timesIn,
} from './read.ts';
import { SAYINGS } from './sayings.ts';

/** Characters of a text that are looked at, and claims that are taken from it. */
const MOST = { characters: 20_000, claims: 40 } as const;

/** The claims in a piece of a note, Chinese or English, that a run can answer. */
export function recognise(text: string): Claim[] {
  const claims: Claim[] = [];
  let before: Step | null = null;
  for (const quote of sentencesOf(text.slice(0, MOST.characters))) {
    const sentence = normal(quote);
    const steps = stepsIn(sentence);
    claims.push(...claimsOf(sentence, steps, before).map((c) => ({ ...c, quote })));
    before = steps.at(-1)?.value ?? before;
  }
  const seen = new Set<string>();
  return claims
    .filter((c) => {
      const key = JSON.stringify({ ...c, quote: '' });
      const isNew = !seen.has(key);
      seen.add(key);
      return isNew;
    })
    .slice(0, MOST.claims);
}

function claimsOf(quote: string, steps: readonly Mention<Step>[], before: Step | null): Claim[] {
  const sayings = SAYINGS.filter((s) => s.patterns.some((p) => p.test(quote)));
  const said = sayings.map(({ id }): Claim => ({ kind: 'saying', id, quote }));
  const found = [
    ...numbers(quote, steps, before),
    ...states(quote, steps, before),
    ...durations(quote),
    ...probes(quote),
  ];
  // What a saying covers is not counted a second time.
  return [...found, ...(said.length > 0 ? said : counts(quote))];
}

/** The last one before a place, else the first behind it. */
function nearest<T>(mentions: readonly Mention<T>[], at: number): Mention<T> | undefined {
  return mentions.findLast((m) => m.at <= at) ?? mentions[0];
}

const FIELD =
  '(seq(?:uence)?(?: ?num(?:ber)?)?|序列号|序号|ack ?num(?:ber)?|ack(?:nowledg(?:e?ment|ing))?(?: number)?|确认序?号)';
const VALUE = new RegExp(
  `${FIELD}(?:字段)?\\s*(?:=|:|is|of|should be|will be|为|是|等于|应该?[为是])?\\s*(\\d{1,10}|[a-z](?![a-z0-9]))(?:\\s*\\+\\s*(\\d))?`,
  'gi',
);

function numbers(quote: string, steps: readonly Mention<Step>[], before: Step | null): Claim[] {
  const claims: Claim[] = [];
  // What stands in brackets says how a number comes about, unless it gives fields.
  const text = quote.replace(/\([^()=]*\)/g, (inside) => ' '.repeat(inside.length));
  for (const m of text.matchAll(VALUE)) {
    const [, name = '', value = '', plus] = m;
    const field = /seq|序列|^序号/i.test(name) ? 'seq' : 'ack';
    // ACK=1 is a flag.
    if (name === 'ACK' && /^[01]$/.test(value)) continue;
    const step = nearest(steps, m.index)?.value ?? before;
    if (/^\d/.test(value)) {
      claims.push({ kind: 'number', step, field, value: Number(value) + Number(plus ?? 0), quote });
    } else if (step !== null && isLetter(value, m[0])) {
      const letter = value.toLowerCase();
      claims.push({ kind: 'symbol', step, field, letter, plus: Number(plus ?? 0), quote });
    }
  }
  if (claims.length > 0 || steps.length === 0) return claims;
  // "The third wave is 2350": a number of some size beside a segment is its sequence number.
  const bare = /(?<![\d.])(\d{3,10})(?![\d.]| ?(?:ms|s\b|秒|毫秒|分|字节|个|octet|byte))/i.exec(
    text,
  );
  if (bare === null) return claims;
  const step = nearest(steps, bare.index)?.value ?? null;
  const field = /确认号|acknowledg/i.test(quote) ? 'ack' : 'seq';
  return [{ kind: 'number', step, field, value: Number(bare[1]), quote }];
}

/** Letters stand for numbers only behind an equals sign: "seq is a number" says nothing. */
function isLetter(value: string, match: string): boolean {
  return /[=:]|为|是/.test(match) && /[a-z]/i.test(value);
}

function states(quote: string, steps: readonly Mention<Step>[], before: Step | null): Claim[] {
  const sides = sidesIn(quote);
  return statesIn(quote).flatMap((state, i, all): Claim[] => {
    const from = all[i - 1]?.end ?? 0;
    const near = quote.slice(from, state.at);
    const who = subjects(sides, from, state.at);
    const isDenied = /(不会?|没有?|never|not|n't)\s*(?:进入|处于|在|enter|in)?\s*$/i.test(near);
    if (isDenied) return [];
    const behind = quote.slice(state.end, all[i + 1]?.at);
    const moment = momentIn(near) === 'either' ? momentIn(behind) : momentIn(near);
    const step =
      steps.findLast((s) => s.at <= state.at)?.value ??
      implied(near + behind, who, moment, state.value) ??
      (steps[0]?.value || before);
    const said = { quote, state: state.value };
    if (step !== null) {
      const sidesOf = who.length > 0 ? who : [byMoment(step, moment)];
      return [{ kind: 'state', step, moment, sides: sidesOf, ...said }];
    }
    if (who.length === 0) return [];
    return [{ kind: 'who', sides: who, by: isByRole(near) ? 'role' : 'host', ...said }];
  });
}

/** Who it is said of: the last one named before, and another that "and" puts beside it. */
function subjects(sides: readonly Mention<readonly Side[]>[], from: number, to: number): Side[] {
  const named = sides.filter((s) => s.at >= from && s.at < to);
  const last = named.at(-1);
  if (last === undefined) return [...(sides.findLast((s) => s.at < to)?.value ?? [])];
  const other = named.at(-2);
  const isPair = other !== undefined && last.at - other.end <= 9 && other.value !== last.value;
  return [...new Set(isPair ? [...other.value, ...last.value] : last.value)];
}

function byMoment(step: Step, moment: Moment): Side {
  const sender = senderOf(step);
  return moment === 'arrived' ? (sender === 'A' ? 'B' : 'A') : sender;
}

/** The segment that is meant by "the FIN" or "the ACK", from who does what with it. */
function implied(near: string, who: readonly Side[], moment: Moment, state: string): Step | null {
  const [side] = who;
  if (side === undefined || moment === 'either') return null;
  const sends = (moment === 'sent') === (side === 'A');
  if (/fin\b|fin(?=[^a-z-])|释放/i.test(near)) return sends ? 'close-1' : 'close-3';
  if (/syn/i.test(near)) return sends ? 'open-1' : 'open-2';
  if (!/ack|确认/i.test(near)) return null;
  if (state === 'ESTABLISHED') return 'open-3';
  if (state === 'CLOSED' || state === 'TIME-WAIT') return 'close-4';
  return state === 'FIN-WAIT-2' || state === 'CLOSE-WAIT' ? 'close-2' : null;
}

const COUNTED = new RegExp(
  `(第)?${NUMBER}[ -]*(次|个|段|segments?|packets?|messages?|way|steps?|waves?)(?:(握手|挥手)|(?:tcp)?(包|报文段?|数据包)| (?:handshake|close|wave)s?)?`,
  'gi',
);

/** How many segments: not every "three-way handshake" says so. */
function counts(quote: string): Claim[] {
  const isClose = /挥手|关闭|断开|拆除|释放|clos|teardown|tear down|wave/i.test(quote);
  const isOpen = /握手|建立|打开|open|establish|handshake|set up/i.test(quote);
  if (!isClose && !isOpen) return [];
  const cue =
    /必须|需要|不能|不可|可以|就够|足够|够了|只要|只需|总共|一共|发送|至少|行吗|must|need|takes?|requires?|enough|can|always|only|at least/i;
  return [...quote.matchAll(COUNTED)].flatMap((m): Claim[] => {
    const count = numberOf(m[2] as string);
    if (m[1] !== undefined || count === null || count < 2 || count > 100) return [];
    const near = quote.slice(Math.max(0, m.index - 12), m.index + m[0].length + 12);
    if (!cue.test(near)) return [];
    const what = m[4] === '握手' ? 'open' : m[4] === '挥手' || isClose ? 'close' : 'open';
    const sense = /不能|不可|cannot|can't|can not|not enough|不够|不行/i.test(near)
      ? 'cannot'
      : /必须|一定|至少|must|always|at least/i.test(near)
        ? 'must'
        : 'is';
    return [{ kind: 'count', what, count, sense, quote }];
  });
}

const LASTING: readonly (readonly [RegExp, Lasting])[] = [
  [/保活|keep-?alive|探测|probe/i, 'keep-alive'],
  [/半连接|syn[ -_]?queue|half-?open|syn[-_ ]?(recv|rcvd|received|revd)|未连接队列/i, 'half-open'],
  [/fin[-_ ]?wait[-_ ]?2/i, 'fin-wait-2'],
  [/time[-_ ]?wait|2 ?\*? ?msl|余温/i, 'time-wait'],
  [/msl|最大报文|maximum segment lifetime/i, 'msl'],
];

function durations(quote: string): Claim[] {
  const what = LASTING.find(([p]) => p.test(quote))?.[1];
  if (what === undefined) return [];
  return timesIn(quote).map(({ value }) => ({ kind: 'time', what, seconds: value, quote }));
}

function probes(quote: string): Claim[] {
  const m = new RegExp(
    `${NUMBER} ?(?:个|次)? ?(?:保活)?(?:探测|(?:keep-?alive )?probes?)`,
    'i',
  ).exec(quote);
  const count = m === null ? null : numberOf(m[1] as string);
  return count === null || count < 2 ? [] : [{ kind: 'probes', count, quote }];
}
