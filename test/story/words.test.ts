import { describe, expect, it } from 'vitest';
import { EVENT_CODES } from '../../src/observe/index.ts';
import { plain } from '../../src/story/glossary.ts';
import {
  ERRATA,
  findTerm,
  GLOSSARY,
  linkTo,
  MNEMONICS,
  nameOf,
  SOURCES,
  STANDARDS,
  STATES,
  STEPS,
  TIME_WAIT_REASONS,
  termNamed,
} from '../../src/story/index.ts';
import { STATE_NAMES } from '../../src/tcp/state.ts';

const HAN = /[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]/;
const CLAUSE = /^(RFC \d+( section \d+(\.\d+)*)?)?$/;

describe('the glossary', () => {
  it('finds every spelling that the notes use', () => {
    const spellings: Readonly<Record<string, string>> = {
      SYN_SENT: 'syn-sent',
      'syn sent': 'syn-sent',
      SYN_RCVD: 'syn-received',
      Syn_RECV: 'syn-received',
      SYN_RECV: 'syn-received',
      'SYN-RECV': 'syn-received',
      ESTAB: 'established',
      半连接队列: 'syn-queue',
      挥手: 'four-way-close',
      握手: 'handshake',
      终止等待1: 'fin-wait-1',
      '终止等待 2': 'fin-wait-2',
      'FIN-WAIT2': 'fin-wait-2',
      关闭等待: 'close-wait',
      最后确认: 'last-ack',
      时间等待: 'time-wait',
      保活计时器: 'keepalive',
      连接释放报文段: 'fin',
      改进的三次握手: 'four-way-close',
      半连接存活时间: 'half-open-lifetime',
      历史连接: 'old-connection',
      伪连接: 'half-open',
      Backlog: 'backlog',
      '2*MSL': '2msl',
      'SYN－ACK': 'syn-ack',
      'SYN Cookie': 'syn-cookie',
    };
    for (const [text, id] of Object.entries(spellings)) {
      expect([text, findTerm(text).term?.id]).toEqual([text, id]);
      expect(findTerm(text).slip).toBeNull();
    }
  });

  it('understands the slips of the notes, and says that they are', () => {
    const slips: Readonly<Record<string, readonly [id: string, erratum: string]>> = {
      SYN_SEND: ['syn-sent', 'N3'],
      'SYN-REVD': ['syn-received', 'N3'],
      '2MLS': ['2msl', 'N3'],
      ISA: ['isn', 'N2'],
      四次握手: ['four-way-close', 'N9'],
      未连接队列: ['syn-queue', 'N21'],
    };
    for (const [text, [id, erratum]] of Object.entries(slips)) {
      const { term, slip } = findTerm(text);
      expect([text, term?.id, slip?.erratum]).toEqual([text, id, erratum]);
    }
  });

  it('keeps 半连接, 半开 and half-close apart', () => {
    const ids = ['半连接', '半开', 'half-close'].map((x) => findTerm(x).term?.id);
    expect(ids).toEqual(['syn-queue-entry', 'half-open', 'half-close']);
    for (const [i, text] of ['半连接', '半开连接', '半关闭'].entries()) {
      const near = findTerm(text).near.map((t) => t.id);
      expect(near).toEqual(expect.arrayContaining(ids.filter((_, j) => j !== i)));
    }
    expect(new Set(ids.map((id) => termNamed(id as string)?.about.zh)).size).toBe(3);
  });

  it('offers what is near when nothing fits', () => {
    const found = findTerm('CLOSE_WIAT');
    expect(found.term).toBeNull();
    expect(found.near.map((t) => t.id)).toContain('close-wait');
    expect(findTerm('timewat').near.map((t) => t.id)).toContain('time-wait');
    expect(findTerm('队列').near.map((t) => t.id)).toEqual(
      expect.arrayContaining(['syn-queue', 'accept-queue']),
    );
    expect(findTerm('').near).toEqual([]);
    expect(findTerm('zebra crossing').near).toEqual([]);
  });

  it('gives no spelling to two terms', () => {
    const owners = new Map<string, string>();
    const doubles: string[] = [];
    for (const t of GLOSSARY) {
      const names = [t.id, t.zh, t.en, ...t.aliases, ...t.slips.map((s) => s.spelling)];
      for (const name of new Set(names.map(plain))) {
        const owner = owners.get(name);
        if (owner !== undefined) doubles.push(`${name}: ${owner} and ${t.id}`);
        owners.set(name, t.id);
      }
    }
    expect(doubles).toEqual([]);
  });

  it('is whole in both languages, and names clauses, errata and terms that there are', () => {
    const errata = new Set(ERRATA.map((e) => e.id));
    for (const t of GLOSSARY) {
      expect(t.en).not.toMatch(HAN);
      expect(t.about.en).not.toMatch(HAN);
      expect(t.about.zh).toMatch(HAN);
      expect(t.clause).toMatch(CLAUSE);
      for (const e of [...t.errata, ...t.slips.map((s) => s.erratum)]) expect(errata).toContain(e);
      for (const id of t.unlike) expect(termNamed(id)).not.toBeNull();
    }
  });
});

describe('names', () => {
  it('there are of every state, in both languages', () => {
    expect(STATES.map((s) => s.id).sort()).toEqual([...STATE_NAMES].sort());
    expect(nameOf('TIME-WAIT')?.words).toEqual({ zh: '时间等待', en: 'time wait' });
    expect(nameOf('synQueue')?.words.zh).toBe('半连接队列');
    expect(nameOf('nothing')).toBeNull();
  });
});

describe('cards', () => {
  it('are bound to events', () => {
    const known: ReadonlySet<string> = new Set(EVENT_CODES);
    const codes = [...MNEMONICS, ...TIME_WAIT_REASONS].flatMap((x) => x.codes);
    for (const code of [...codes, ...STEPS.map((s) => s.code)]) expect(known).toContain(code);
    expect(STEPS).toHaveLength(7);
    expect(MNEMONICS.map((m) => m.sentence.zh).join()).toMatch(
      /天长地久有时尽.*体面.*杆秤.*余温保护期/,
    );
  });

  it('list every erratum once', () => {
    expect(ERRATA.map((e) => e.id)).toEqual(Array.from({ length: 28 }, (_, i) => `N${i + 1}`));
    for (const e of ERRATA) {
      expect(e.truth.zh).toMatch(HAN);
      expect(e.clause).toMatch(CLAUSE);
    }
  });

  it('say where to read on', () => {
    expect(linkTo('RFC 9293 section 3.5')).toBe(
      'https://www.rfc-editor.org/rfc/rfc9293#section-3.5',
    );
    expect(linkTo('RFC 1337')).toBe('https://www.rfc-editor.org/rfc/rfc1337');
    expect(linkTo('')).toBe('');
    expect(SOURCES.map((s) => s.note)).toEqual(['S0', 'S0', 'S3', 'S4']);
    for (const s of SOURCES) for (const c of s.clauses) expect(linkTo(c)).not.toBe('');
    expect(STANDARDS[0]?.id).toBe('RFC 9293');
  });
});
