import type { Trace, TraceFrame, TraceSegment } from '../observe/trace.ts';
import type { EndView, Moment, Timer } from './draft.ts';

/** What an application does of its own accord; nobody can foresee it. */
const CALLS_DOWN = new Set(['send', 'close', 'abort', 'release', 'connect', 'listen', 'urgent']);
/** Frames of one instant that are looked at for what follows from one; a flood has many more. */
const MOST = 300;

/** Something happens to an end that can make it act. */
function setsOff(f: TraceFrame): boolean {
  if (f.flow === null || f.flow === 0) return false;
  if (f.kind === 'arrived' || f.kind === 'timer') return true;
  return f.kind === 'call' && CALLS_DOWN.has(f.call);
}

/** Goes through a trace once, and calls `visit` with each moment, in order. */
export function eachMoment(
  trace: Trace,
  visit: (m: Moment, timers: readonly Timer[]) => void,
): void {
  const segments = new Map(trace.segments.map((s) => [s.id, s]));
  const broken = new Set(trace.nonStandard.map((v) => `${v.whatIf}@${v.host}`));
  const flows = new Map(trace.flows.map((f) => [f.id, f]));
  const ends = new Map<string, EndView>();
  const end = (host: string, flow: number): EndView => {
    const key = `${flow} ${host}`;
    const found = ends.get(key) ?? unknown(host);
    ends.set(key, found);
    return found;
  };
  trace.frames.forEach((f, i) => {
    if (f.flow === null || f.flow === 0 || f.host === '') return;
    const own = end(f.host, f.flow);
    const segment = f.segment === null ? null : (segments.get(f.segment) ?? null);
    if (setsOff(f)) {
      const other = flows.get(f.flow)?.ends.find((e) => e.host !== f.host)?.host ?? null;
      const peer = other === null ? null : end(other, f.flow);
      const follows = followers(trace, i, segments);
      if (follows !== null) {
        const about = { i, frame: f, segment, flow: f.flow, broken };
        // As they are now: words are asked for later.
        const both = { end: { ...own }, peer: peer === null ? null : { ...peer } };
        visit({ ...about, ...both, ...follows }, [...own.timers, ...(peer?.timers ?? [])]);
      }
    }
    learn(own, f, segment);
  });
}

function unknown(host: string): EndView {
  return {
    host,
    state: 'CLOSED',
    nxt: null,
    rcvNxt: null,
    timers: [],
    sent: null,
    came: null,
    sentCode: '',
    sentAt: new Map(),
    finSent: false,
  };
}

type Followers = Pick<
  Moment,
  'reaction' | 'sends' | 'sentFrames' | 'downCalls' | 'enters' | 'tells'
>;

/** What follows from frame `i` in its instant; null when too much happens then. */
function followers(
  trace: Trace,
  i: number,
  segments: ReadonlyMap<string, TraceSegment>,
): Followers | null {
  const { frames } = trace;
  const from = frames[i] as TraceFrame;
  const reaction: number[] = [];
  const sends: TraceSegment[] = [];
  const sentFrames: number[] = [];
  const enters: string[] = [];
  let downCalls = 0;
  const tells: string[] = [];
  let isOver = false;
  for (let j = i + 1; j < frames.length; j++) {
    const f = frames[j] as TraceFrame;
    if (f.at !== from.at) break;
    if (j - i > MOST) return null;
    if (f.host !== from.host || f.flow !== from.flow) continue;
    if (setsOff(f)) isOver = true;
    if (!isOver) reaction.push(j);
    const s = f.segment === null ? undefined : segments.get(f.segment);
    if (f.kind === 'sent' && s !== undefined) {
      sends.push(s);
      sentFrames.push(j);
    }
    if (f.kind === 'state') enters.push(f.to);
    if (f.kind === 'call' && CALLS_DOWN.has(f.call)) downCalls++;
    else if (f.kind === 'call') tells.push(f.code);
  }
  return { reaction, sends, sentFrames, downCalls, enters, tells };
}

function learn(end: EndView, f: TraceFrame, s: TraceSegment | null): void {
  switch (f.kind) {
    case 'state':
      end.state = f.to;
      if (f.to === 'CLOSED') forget(end);
      break;
    case 'vars':
      end.nxt = f.vars.nxt ?? end.nxt;
      end.rcvNxt = f.vars.rcvNxt ?? end.rcvNxt;
      break;
    case 'timers':
      end.timers = f.timers.map((t) => ({ host: f.host, name: t.name, due: t.due }));
      break;
    case 'arrived':
      end.came = s;
      break;
    case 'sent':
      if (s === null) break;
      end.sent = s;
      end.sentCode = f.code;
      if (s.flags.includes('F')) end.finSent = true;
      if (s.length > 0 || /[SF]/.test(s.flags)) {
        const before = end.sentAt.get(s.seq);
        const waited = before === undefined ? null : f.at - before.at;
        end.sentAt.set(s.seq, { at: f.at, waited });
      }
      break;
  }
}

function forget(end: EndView): void {
  end.nxt = null;
  end.rcvNxt = null;
  end.timers = [];
  end.finSent = false;
  end.sentAt.clear();
}
