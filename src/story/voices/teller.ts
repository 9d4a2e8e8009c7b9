import type { Lang } from '../../base/words.ts';
import type { Trace, TraceFrame } from '../../observe/trace.ts';
import type { AllFacts } from '../facts.ts';
import type { Analogy, Player, Roles } from './voice.ts';

/** What a line says, and who says it. */
interface Told {
  readonly one: string;
  readonly why: string;
  readonly speaker: string;
  readonly stops: boolean;
}

/** Tells events in one voice. In an analogy it knows who plays whom. */
export class Teller {
  readonly #analogy: Analogy | null;
  readonly #lang: Lang;
  /** By flow, the host that opens. */
  readonly #openers = new Map<number, string>();
  /** By flow, the host that closes first, once one does. */
  readonly #closers = new Map<number, string>();
  /** Of which flows it has been said who is who, when they open and when they close. */
  readonly #introduced = new Set<string>();

  constructor(trace: Trace, lang: Lang, analogy: Analogy | null) {
    this.#analogy = analogy;
    this.#lang = lang;
    for (const { id, ends } of trace.flows) this.#openers.set(id, ends[0].host ?? '');
  }

  get isTechnical(): boolean {
    return this.#analogy === null;
  }

  /** To be called for every frame, in order: roles depend on what has happened. */
  heard(f: TraceFrame): void {
    if (f.flow === null) return;
    // The next connection between the same ends begins the story again.
    if (f.code === 'sent/syn' || f.code === 'sent/syn-with-text') {
      if (this.#closers.delete(f.flow)) this.#introduced.delete(`${f.flow} opening`);
    }
    const closes = f.code === 'sent/fin' || f.code === 'sent/fin-with-text';
    if (closes && !this.#closers.has(f.flow)) this.#closers.set(f.flow, f.host);
  }

  /** Null when the voice has nothing to say of it. */
  tell(f: TraceFrame, facts: AllFacts, technical: { one: string; why: string }): Told | null {
    const a = this.#analogy;
    if (a === null) return { ...technical, speaker: '', stops: false };
    const entry = a.entries[f.code];
    const isBubble = f.kind === 'sent';
    if (entry === undefined && !isBubble) return null;
    const roles = this.#rolesOf(f, a);
    const zh = this.#lang === 'zh';
    const end = /[？?]$/.test(technical.one) ? '' : zh ? '。' : '.';
    const who = isBubble ? this.#introduction(f, facts, a, roles) : '';
    const inTcp = `${zh ? 'TCP 里：' : 'In TCP: '}${technical.one}${end}`;
    if (entry === undefined || 'stops' in entry) {
      const stops = entry === undefined ? a.otherwise : entry.stops;
      const reason = typeof stops === 'string' ? stops : stops(facts);
      const one = zh ? `比喻在这里失效：${reason}` : `The analogy stops here: ${reason}`;
      return {
        one,
        why: `${who}${inTcp}${zh ? '' : ' '}${technical.why}`,
        speaker: roles.me,
        stops: true,
      };
    }
    const words = entry.say(roles, facts);
    const quoted = quote(roles.me, words, zh);
    const proves = entry.proves?.(roles) ?? '';
    const why = `${who}${proves === '' ? inTcp : `${proves}${zh ? '' : ' '}${inTcp}`}`;
    return { one: isBubble ? quoted : words, why, speaker: isBubble ? roles.me : '', stops: false };
  }

  /** Who is who, where the roles of a connection are new; otherwise empty. */
  #introduction(f: TraceFrame, facts: AllFacts, a: Analogy, { me, you }: Roles): string {
    if (f.flow === null || f.code === 'sent/forged') return '';
    const part = this.#closers.has(f.flow) ? 'closing' : 'opening';
    const key = `${f.flow} ${part}`;
    if (this.#introduced.has(key)) return '';
    this.#introduced.add(key);
    const speaker: Player = { role: me, host: facts.host };
    const other: Player = { role: you, host: facts.peer };
    const isFirst = a[part][0] === me;
    const said = a.introduces(part, isFirst ? speaker : other, isFirst ? other : speaker);
    return this.#lang === 'zh' || said === '' ? said : `${said} `;
  }

  #rolesOf(f: TraceFrame, a: Analogy): Roles {
    const flow = f.flow ?? 0;
    const closer = this.#closers.get(flow);
    const first = closer ?? this.#openers.get(flow) ?? f.host;
    const [one, other] = closer === undefined ? a.opening : a.closing;
    return first === f.host ? { me: one, you: other } : { me: other, you: one };
  }
}

/** Who says what; in brackets is what is told of a speaker, and not said. */
function quote(who: string, words: string, zh: boolean): string {
  if (/^[（(].*[）)]$/.test(words)) return zh ? `${who}${words}` : `${who} ${words}`;
  return zh ? `${who}：“${words}”` : `${who}: "${words}"`;
}
