import type { Words } from '../../src/base/words.ts';
import type { Exhibit } from '../../src/gallery/exhibit.ts';
import { scenarioOf } from '../../src/gallery/perform.ts';
import { scaleOf } from '../card/quantity.ts';
import type { Setup } from './protocol.ts';

/** Why there is nothing to run: no exhibit has that id. */
export function unknownExhibit(id: string): Words {
  return { zh: `没有叫“${id}”的场景。`, en: `There is no scenario called “${id}”.` };
}

/** What is said of a setup that the engine refuses for a reason nobody foresaw. */
export const REFUSED: Words = {
  zh: '引擎不接受其中的某个改动。',
  en: 'The engine does not accept one of the changes.',
};

/**
 * Why a setup of an exhibit makes no sense, in words for whoever followed a link to it; null when nothing is known
 * against it. The engine refuses the same, in words for whoever calls it.
 */
export function refusalOf(e: Exhibit, { values, interventions }: Setup): Words | null {
  for (const [name, value] of Object.entries(values)) {
    const wrong = wrongValue(e, name, value);
    if (wrong !== null) return wrong;
  }
  const hosts = scenarioOf(e, values).hosts.map((h) => h.name);
  for (const i of interventions) {
    const host = i.kind === 'fault' ? i.segment.replace(/\d+$/, '') : i.host;
    if (host === undefined || hosts.includes(host)) continue;
    const there = { zh: hosts.join('、'), en: hosts.join(', ') };
    if (i.kind === 'fault') {
      return {
        zh: `没有叫“${i.segment}”的报文段：这里的主机是 ${there.zh}。`,
        en: `No segment is called “${i.segment}”: the hosts here are ${there.en}.`,
      };
    }
    return {
      zh: `没有叫“${host}”的主机：这里有 ${there.zh}。`,
      en: `There is no host “${host}” here: there are ${there.en}.`,
    };
  }
  return null;
}

function wrongValue(e: Exhibit, name: string, value: number): Words | null {
  const parameters = e.parameters ?? {};
  const p = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
  if (p === undefined) {
    return {
      zh: `这个场景没有叫“${name}”的参数。`,
      en: `This scenario has no parameter “${name}”.`,
    };
  }
  if (value >= p.least && value <= p.most) return null;
  const { size, unit } = scaleOf(p.unit, p.most);
  const [least, most, asked] = [p.least / size, p.most / size, value / size];
  return {
    zh: `“${p.says.zh}”在 ${least} 到 ${most}${unit.zh}之间，不能是 ${asked}。`,
    en: `“${p.says.en}” is from ${least} to ${most} ${unit.en}, not ${asked}.`.replace(' ,', ','),
  };
}
