import type { Words } from '../base/words.ts';
import type { Field } from './field.ts';
import { first, optionOf, type Surroundings } from './surroundings.ts';

/** What a part of an option means here; null when there is nothing to say beyond what it is. */
export function meaningOfOption(around: Surroundings, f: Field): Words | null {
  const part = f.id.replace(/^opt\d+-/, '');
  if (part === 'mss-value') return meaningOfMss(around, f);
  if (part === 'wscale-value') return meaningOfScale(around, f);
  if (part === 'sack-ok-kind') return meaningOfPermission(around);
  if (part === 'ts-value') return meaningOfClock(around);
  if (part === 'ts-echo') return meaningOfEcho(around, f);
  if (part.startsWith('sack-left')) return meaningOfBlock(around, Number(part.slice(9)));
  if (part.startsWith('sack-right')) {
    const last = around.peers((f.raw ?? 0) - 1);
    return { zh: `这一块到 ${last} 为止。`, en: `The block ends with ${last}.` };
  }
  return null;
}

function meaningOfMss({ from, to }: Surroundings, { raw }: Field): Words {
  return {
    zh: `${to} 发给 ${from} 的报文段，一次最多带 ${raw} 字节数据。`,
    en: `What ${to} sends to ${from} carries at most ${raw} octets of data a segment.`,
  };
}

/** What has to be in both SYNs: told from the second of them only. */
function bothHave(around: Surroundings, name: 'wscale' | 'sackOk'): boolean | null {
  if (!around.segment.flags.includes('.')) return null;
  const { peerSyn } = around;
  return peerSyn === null ? null : optionOf(peerSyn, name) !== null;
}

function meaningOfScale(around: Surroundings, { raw }: Field): Words {
  const { from, to } = around;
  const shift = Math.min(raw ?? 0, 14);
  const both = bothHave(around, 'wscale');
  if (both === false) {
    return {
      zh: `${to} 的 SYN 没有这个选项，所以不生效。`,
      en: `The SYN of ${to} does not have it, so it does not hold.`,
    };
  }
  const when: Words =
    both === true
      ? { zh: '双方都带了，生效', en: 'both SYNs have it, so it holds' }
      : { zh: `${to} 的 SYN 也带上才生效`, en: `if the SYN of ${to} has it, too` };
  return {
    zh: `以后 ${from} 的窗口都要左移 ${shift} 位（× ${2 ** shift}）：${when.zh}。`,
    en: `From now on windows of ${from} are shifted by ${shift} (× ${2 ** shift}): ${when.en}.`,
  };
}

function meaningOfPermission(around: Surroundings): Words {
  const { from, to } = around;
  const both = bothHave(around, 'sackOk');
  if (both === true) {
    return {
      zh: '双方都允许：乱序到达的部分可以用 SACK 告诉对端。',
      en: 'Both permit it: what arrives out of order can be told by SACK.',
    };
  }
  return {
    zh: `${from} 看得懂 SACK，${to} 可以用它告诉 ${from} 收到了哪些。`,
    en: `${from} understands SACK: ${to} may tell which parts have arrived.`,
  };
}

function meaningOfClock({ from, to }: Surroundings): Words {
  return {
    zh: `${from} 发送时的时钟；${to} 会把它送回来。`,
    en: `The clock of ${from} on sending; ${to} will send it back.`,
  };
}

/** Whose timestamp is sent back. */
function meaningOfEcho(around: Surroundings, { raw }: Field): Words {
  const { segment: s, to } = around;
  if (!s.flags.includes('.')) {
    return { zh: '还没有可以送回的时间戳。', en: 'There is no timestamp to send back yet.' };
  }
  const echoed = first(around.arrived(), (p) => optionOf(p, 'ts')?.val === raw);
  if (echoed === null) {
    return { zh: `${to} 以前的一个时间戳。`, en: `An earlier timestamp of ${to}.` };
  }
  return {
    zh: `送回 ${echoed.id} 的时间戳，${to} 据此算出往返时间。`,
    en: `The timestamp of ${echoed.id}, sent back: from it ${to} tells the round trip.`,
  };
}

/** What a block says has arrived, and what is missing before it. */
function meaningOfBlock(around: Surroundings, n: number): Words | null {
  const { segment: s } = around;
  const blocks = optionOf(s, 'sack')?.blocks ?? [];
  const block = blocks[n - 1];
  if (block === undefined) return null;
  const [left, right] = block;
  const [a, b] = [around.peers(left), around.peers(right - 1)];
  if (((left - s.ack) | 0) < 0) {
    return {
      zh: `${a} 到 ${b} 又收到了一次（D-SACK，RFC 2883）。`,
      en: `${a} to ${b} arrived once more (D-SACK, RFC 2883).`,
    };
  }
  const gap = gapBefore(s.ack, left, blocks);
  const [from, last] = [around.peers(gap), around.peers(left - 1)];
  return {
    zh: `已收到 ${a} 到 ${b}；前面缺 ${from} 到 ${last}。`,
    en: `${a} to ${b} has arrived; ${from} to ${last} before it is missing.`,
  };
}

/** Where the gap before a block begins: behind the nearest block below it, or at the acknowledgment number. */
function gapBefore(
  ack: number,
  left: number,
  blocks: readonly (readonly [left: number, right: number])[],
): number {
  let from = ack;
  for (const [, right] of blocks) {
    if (((right - from) | 0) > 0 && ((left - right) | 0) >= 0) from = right;
  }
  return from;
}
