import type { Lang, Words } from '../base/words.ts';
import type { ExploreHost, ExploreWorld } from '../explore/index.ts';
import { WHAT_IF_WORDS } from '../gallery/index.ts';
import { timeText, wrap } from '../ladder/index.ts';
import type { Profile } from '../tcp/profile.ts';
import { fieldText } from '../tcp/profiles/field-text.ts';
import { FIELD_WORDS } from '../tcp/profiles/field-words.ts';
import { FIELDS } from '../tcp/profiles/fields.ts';
import { PROFILES } from '../tcp/profiles/index.ts';
import type { WhatIfId } from '../tcp/what-if.ts';

/** One thing that a host of one world has and the same host of another has not. */
export type Change =
  | { readonly host: string; readonly whatIf: string }
  | { readonly host: string; readonly set: string; readonly value: unknown };

/** What was changed to make `world` of `whole`. */
export function changesOf(world: ExploreWorld, whole: ExploreWorld): Change[] {
  return world.hosts.flatMap(({ name: host, whatIfs = [], set = {} }, i): Change[] => {
    const before = whole.hosts[i];
    const values: Readonly<Record<string, unknown>> = { ...before?.set };
    const broken = whatIfs.filter((id) => !(before?.whatIfs ?? []).includes(id));
    const other = Object.entries(set).filter(([key, v]) => values[key] !== v);
    return [
      ...broken.map((whatIf) => ({ host, whatIf })),
      ...other.map(([key, value]) => ({ host, set: key, value })),
    ];
  });
}

/** Changes by their names, hosts with the same one together: `A oneMslTimeWait`, `A, B fixedIsn`. */
export function changeNames(changes: readonly Change[], lang: Lang): string {
  const by = grouped(changes, nameOf);
  return [...by]
    .map(([name, of]) => `${hostsOf(of, lang)} ${name}`)
    .join(lang === 'zh' ? '；' : '; ');
}

/** What changes suppose, each once: "what if there were no TIME-WAIT". */
export function changeWords(changes: readonly Change[], lang: Lang): string {
  const says = changes.map((c) => {
    if (!('whatIf' in c)) return setting(c.set, c.value, lang);
    const words = WHAT_IF_WORDS[c.whatIf as WhatIfId];
    return lang === 'zh' ? `假如${words.zh}` : `what if ${words.en}`;
  });
  return [...new Set(says)].join(lang === 'zh' ? '，' : ', ');
}

function nameOf(c: Change): string {
  return 'whatIf' in c ? c.whatIf : `${c.set}=${fieldText(c.set, c.value)}`;
}

/**
 * What decides how a world goes and is nothing that a TCP does by itself: how old segments can get, whose TCP it
 * is, which values of that are replaced, and which sequence numbers are given. Lines, at most `width` wide.
 */
export function settingsText(world: ExploreWorld, lang: Lang, width: number): string {
  const words = WORDS[lang];
  const profiles = grouped(world.hosts, (h) => h.profile ?? 'linux');
  const whose = [...profiles].map(([p, hosts]) => words.behaves(hostsOf(hosts, lang), p));
  const head = words.head(timeText(world.msl), whose);
  const changed = world.hosts.flatMap((h) => settingsOf(h));
  const broken = world.hosts.flatMap(({ name: host, whatIfs = [] }) =>
    whatIfs.map((whatIf) => ({ host, whatIf })),
  );
  const by = new Map<string, string[]>();
  for (const [says, hosts] of grouped([...changed, ...broken], (c) => sayingOf(c, lang))) {
    const who = hostsOf(hosts, lang);
    by.set(who, [...(by.get(who) ?? []), says]);
  }
  const numbers = world.hosts.filter((h) => (h.iss ?? []).length > 0);
  const lines = [...by].map(([who, says]) => `${who}${words.colon}${says.join(words.comma)}`);
  if (numbers.length > 0)
    lines.push(words.iss(numbers.map((h) => `${h.name} ${h.iss?.join(words.comma)}`)));
  const indented = lines.flatMap((line) =>
    wrap(line, width - 4).map((text, i) => `${i === 0 ? '  ' : '    '}${text}`),
  );
  return [...wrap(head, width), ...indented].join('\n');
}

/** The values of a host that its profile does not have anyway. */
function settingsOf({ name: host, profile = 'linux', set = {} }: ExploreHost): Change[] {
  const usual = PROFILES[profile] as Profile | undefined;
  return Object.entries(set)
    .filter(([key, v]) => usual?.[key as keyof Profile] !== v)
    .map(([key, value]) => ({ host, set: key, value }));
}

function sayingOf(c: Change, lang: Lang): string {
  if ('set' in c) return setting(c.set, c.value, lang);
  const [open, close] = lang === 'zh' ? ['（', '）'] : [' (', ')'];
  return `${c.whatIf}${open}${changeWords([c], lang)}${close}`;
}

/** `synRetries=0 (retransmissions of a SYN, tcp_syn_retries)`: what is set, and what that is. */
function setting(name: string, value: unknown, lang: Lang): string {
  const words = (FIELD_WORDS as Readonly<Record<string, Words>>)[name];
  const field = Object.hasOwn(FIELDS, name) ? FIELDS[name as keyof Profile] : undefined;
  const isOctets = field?.kind === 'number' && field.unit === 'octets';
  const unit = isOctets && Number.isFinite(value) ? WORDS[lang].octets : '';
  const text = typeof value === 'object' && field?.kind !== 'ports' ? '…' : fieldText(name, value);
  const set = `${name}=${text}${unit}`;
  if (words === undefined) return set;
  // What stands in brackets there goes on after a comma: there are brackets around all of it.
  return lang === 'zh'
    ? `${set}（${words.zh.replace(/（(.*?)）/, '，$1')}）`
    : `${set} (${words.en.replace(/ \((.*?)\)/, ', $1')})`;
}

function hostsOf(of: readonly ({ host: string } | { name: string })[], lang: Lang): string {
  const names = of.map((h) => ('host' in h ? h.host : h.name));
  return [...new Set(names)].join(lang === 'zh' ? '、' : ', ');
}

function grouped<T>(of: readonly T[], by: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of of) groups.set(by(one), [...(groups.get(by(one)) ?? []), one]);
  return groups;
}

const WORDS = {
  zh: {
    colon: '：',
    comma: '，',
    octets: ' 字节',
    behaves: (hosts: string, profile: string) => `${hosts} 按 ${profile} 配置`,
    head: (msl: string, whose: readonly string[]) =>
      `设定：报文段最多活 ${msl}（MSL）；${whose.join('，')}。`,
    iss: (of: readonly string[]) => `指定了各条连接的初始序号（iss）：${of.join('；')}`,
  },
  en: {
    colon: ': ',
    comma: ', ',
    octets: ' octets',
    behaves: (hosts: string, profile: string) => `${hosts} as ${profile}`,
    head: (msl: string, whose: readonly string[]) =>
      `Settings: segments live for ${msl} at most (MSL); ${whose.join(', ')}.`,
    iss: (of: readonly string[]) => `initial sequence numbers given (iss): ${of.join('; ')}`,
  },
} as const;
