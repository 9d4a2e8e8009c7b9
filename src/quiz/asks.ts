import type { Words } from '../base/words.ts';
import { nameOf } from '../story/names.ts';
import { spellOctets, spellSegment } from '../story/spell.ts';
import type { Moment } from './draft.ts';
import type { NumberWriter } from './numbers.ts';

/** A question behind what has just happened: `B has just received A4 (FIN, seq=1101). ...`. */
export function askAfter(m: Moment, question: Words): (n: NumberWriter) => Words {
  return (n) => {
    const { zh, en } = happened(m, n);
    return { zh: `${zh}。${question.zh}`, en: `${en}. ${question.en}` };
  };
}

function happened(m: Moment, n: NumberWriter): Words {
  const { host } = m.end;
  const f = m.frame;
  if (f.kind === 'timer') {
    const timer = timerName(f.timer);
    return {
      zh: `${host} 的${spaced(timer.zh)}到期了`,
      en: `The ${timer.en} of ${host} has expired`,
    };
  }
  if (f.kind === 'call') return called(m);
  const s = m.segment;
  if (s === null) return { zh: `${host} 收到一个报文段`, en: `${host} has received a segment` };
  const now = stateNow(m);
  const about = (lang: 'zh' | 'en'): string => {
    const comma = lang === 'zh' ? '，' : ', ';
    const parts: string[] = [spellSegment(s, lang)];
    if (s.length > 0) parts.push(spellOctets(s.length, lang));
    const texts = n.of(s.id);
    parts.push(`seq=${texts?.seq ?? s.seq}`);
    if (s.flags.includes('.') && texts !== null) parts.push(`ack=${texts.ack}`);
    return [...new Set(parts)].join(comma);
  };
  return {
    zh: `${now.zh}${host} 收到 ${s.id}（${about('zh')}）`,
    en: `${host}${now.en} has received ${s.id} (${about('en')})`,
  };
}

function stateNow(m: Moment): Words {
  const { state, sent, came } = m.end;
  const isNew = sent === null && came === null;
  if (isNew || state === 'CLOSED') return { zh: '', en: '' };
  return { zh: `处在 ${state} 的 `, en: `, in ${state},` };
}

function called(m: Moment): Words {
  const { host } = m.end;
  if (m.frame.kind !== 'call') return { zh: '', en: '' };
  const { call, detail } = m.frame;
  const now = stateNow(m);
  if (call === 'send') {
    const n = detail.octets ?? 0;
    return {
      zh: `${now.zh}${host} 的应用写了 ${spellOctets(n, 'zh')}`,
      en: `The application of ${host}${now.en} has written ${spellOctets(n, 'en')}`,
    };
  }
  return {
    zh: `${now.zh}${host} 的应用${call === 'abort' ? '中止了连接' : '调用了 close()'}`,
    en: `The application of ${host}${now.en} has ${call === 'abort' ? 'aborted' : 'called close()'}`,
  };
}

/** With a space before what is not Han. */
export function spaced(zh: string): string {
  return /^\w/.test(zh) ? ` ${zh}` : zh;
}

/** A timer's name, in the words of drawings and tables. */
export function timerName(timer: string): Words {
  return nameOf(timer)?.words ?? { zh: `定时器 ${timer}`, en: `timer ${timer}` };
}
