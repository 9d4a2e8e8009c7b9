import type { Words } from '../../src/base/words.ts';
import { WHAT_IF_WORDS } from '../../src/gallery/what-if-words.ts';
import type { HostChange } from '../../src/observe/trace.ts';
import type { Intervention } from '../../src/sim/intervention.ts';
import type { WhatIfId } from '../../src/tcp/what-if.ts';
import { timeWords } from './quantity.ts';

/** What was done to a run, for whoever did it. */
export function interventionWords(i: Intervention): Words {
  switch (i.kind) {
    case 'fault':
      return faultWords(i);
    case 'what-if': {
      const says = whatIfWords(i.id);
      const zh = i.host ?? '每台主机';
      const en = i.host ?? 'every host';
      return i.off === true
        ? { zh: `${zh} 照规矩来，不再“${says.zh}”`, en: `${en} by the book, not: ${says.en}` }
        : { zh: `假如 ${zh} ${says.zh}`, en: `what if, at ${en}, ${says.en}` };
    }
    case 'set': {
      const of = i.host === undefined ? '' : `${i.host}: `;
      return {
        zh: `${of}${i.field} = ${valueWords(i.value).zh}`,
        en: `${of}${i.field} = ${valueWords(i.value).en}`,
      };
    }
    case 'profile':
      return { zh: `${i.host} 换成 ${i.name} 的行为`, en: `${i.host} behaves as ${i.name}` };
    case 'host': {
      const says = HOST_WORDS[i.what];
      const at = timeWords(i.at);
      return {
        zh: `${at.zh}：${says.zh}（${i.host}）`,
        en: `${at.en}: ${says.en} (${i.host})`,
      };
    }
  }
}

/** What the name of a what-if supposes; the name itself when it is none. */
export function whatIfWords(id: string): Words {
  const known: Readonly<Record<string, Words>> = WHAT_IF_WORDS;
  return Object.hasOwn(known, id) ? WHAT_IF_WORDS[id as WhatIfId] : { zh: id, en: id };
}

/** What can be done to a host, as a command. */
export const HOST_WORDS: Readonly<Record<HostChange, Words>> = {
  'power-off': { zh: '断电', en: 'cut the power' },
  boot: { zh: '开机', en: 'boot' },
  kill: { zh: '杀掉进程', en: 'kill the program' },
  unplug: { zh: '拔掉网线', en: 'pull the cable' },
  plug: { zh: '插上网线', en: 'plug the cable in' },
};

function faultWords({ segment, action, by }: Extract<Intervention, { kind: 'fault' }>): Words {
  const long = by === undefined ? { zh: '', en: '' } : timeWords(by);
  switch (action) {
    case 'drop':
      return { zh: `丢弃 ${segment}`, en: `drop ${segment}` };
    case 'delay':
      return { zh: `让 ${segment} 晚到 ${long.zh}`, en: `delay ${segment} by ${long.en}` };
    case 'duplicate':
      return { zh: `复制 ${segment}`, en: `duplicate ${segment}` };
    case 'reorder':
      return { zh: `让后面的超过 ${segment}`, en: `let the next overtake ${segment}` };
    case 'corrupt':
      return { zh: `损坏 ${segment}`, en: `damage ${segment}` };
  }
}

function valueWords(value: unknown): Words {
  if (value === Number.POSITIVE_INFINITY) return { zh: '永远', en: 'never' };
  if (value === true) return { zh: '开', en: 'on' };
  if (value === false) return { zh: '关', en: 'off' };
  const text = Array.isArray(value) ? value.join('–') : String(value);
  return { zh: text, en: text };
}
