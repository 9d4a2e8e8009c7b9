import type { Words } from '../../../src/base/words.ts';
import { Facts } from '../../../src/gallery/facts.ts';
import type { Run } from '../../engine/protocol.ts';
import type { Claim, Verdict } from './claim.ts';

/** How many segments it takes to open or to close. */
export function judgeCount(claim: Claim & { kind: 'count' }, runs: readonly Run[]): Verdict {
  return claim.what === 'open' ? judgeOpen(claim, runs) : judgeClose(claim, runs);
}

function judgeOpen(claim: Claim & { kind: 'count' }, runs: readonly Run[]): Verdict {
  const run = runs[0] as Run;
  const { count, sense } = claim;
  const found = new Facts(run.trace).segments(1).length;
  // "Two are not enough" is right where "two are enough" is wrong.
  const isTrue = sense === 'cannot' ? count < 3 : count === 3;
  return {
    claim,
    verdict: isTrue ? 'right' : count > 3 && sense === 'is' ? 'depends' : 'wrong',
    seen: {
      zh: `引擎建立这条连接，发了 ${found} 个报文段。`,
      en: `The engine opened this connection with ${found} segments.`,
    },
    because:
      count === 3
        ? {
            zh: '第三个报文段到达，双方才都知道彼此能收能发。',
            en: 'Only when the third has arrived do both know that each can send and receive.',
          }
        : count < 3
          ? {
              zh: '只握两次，服务器不知道自己的 SYN+ACK 到没到；丢了它也不重传，留下僵尸连接。',
              en: 'With two the server does not know whether its SYN+ACK arrived: if it is lost nobody repeats it, and a zombie stays.',
            }
          : {
              zh: '多握几次也能建立，但第三个报文段到达时该知道的都知道了，再多没有用处。',
              en: 'More would do as well, but all there is to know is known when the third arrives.',
            },
    exhibit: (runs.at(-1) as Run).setup.exhibit,
    segment: null,
    erratum: null,
  };
}

function judgeClose(claim: Claim & { kind: 'count' }, runs: readonly Run[]): Verdict {
  const [usual, merged] = runs.map((r) => closing(new Facts(r.trace))) as [number, number];
  const { count, sense } = claim;
  const isPossible = count >= merged;
  const verdict = ((): Verdict['verdict'] => {
    if (sense === 'cannot') return isPossible ? 'wrong' : 'right';
    if (count === usual) return sense === 'must' ? 'wrong' : 'depends';
    return count === merged ? (sense === 'must' ? 'wrong' : 'depends') : 'wrong';
  })();
  return {
    claim,
    verdict: count === usual && sense === 'is' ? 'right' : verdict,
    seen: {
      zh: `引擎里，B 过一会儿才关闭，用了 ${usual} 个报文段；B 的应用马上关闭，用了 ${merged} 个。`,
      en: `In the runs it took ${usual} segments where B closes a little later, and ${merged} where its application closes at once.`,
    },
    because: {
      zh: 'ACK 和 FIN 可以合成一个报文段。四个是一般情况，不是规定：被动方往往还有数据，或者应用还没关。',
      en: 'ACK and FIN may be one segment. Four is the general case and not a rule: the passive side usually has more to send, or its application is not done.',
    },
    exhibit: (count === usual && sense === 'is' ? runs[0] : runs[1])?.setup.exhibit ?? '',
    segment: null,
    erratum: count === usual && sense === 'is' ? null : 'N9',
  };
}

/** Segments from the first FIN on. */
function closing(f: Facts): number {
  const segments = f.segments(1);
  return segments.length - segments.findIndex((s) => s.flags.includes('F'));
}

/** Something that was measured, in seconds, and what it is. */
interface Measured {
  readonly seconds: number;
  readonly says: Words;
}

/** How long something lasts. */
export function judgeTime(claim: Claim & { kind: 'time' }, run: Run): Verdict {
  const f = new Facts(run.trace);
  const found = measured(claim.what, f);
  const hit = found.find((m) => Math.abs(m.seconds - claim.seconds) < 0.0005 * claim.seconds);
  const list = (lang: 'zh' | 'en') =>
    found
      .map((m) => `${m.says[lang]} ${m.seconds}${lang === 'zh' ? ' 秒' : ' s'}`)
      .join(lang === 'zh' ? '，' : ', ');
  return {
    claim,
    verdict: hit === undefined ? 'wrong' : DEPENDS.includes(claim.what) ? 'depends' : 'right',
    seen: { zh: `引擎量出来：${list('zh')}。`, en: `Measured in the run: ${list('en')}.` },
    because: WHY[claim.what],
    exhibit: run.setup.exhibit,
    segment: null,
    erratum: claim.what === 'time-wait' || claim.what === 'msl' ? 'N17' : null,
  };
}

const DEPENDS: readonly string[] = ['time-wait', 'msl', 'fin-wait-2'];

function measured(what: (Claim & { kind: 'time' })['what'], f: Facts): readonly Measured[] {
  switch (what) {
    case 'half-open': {
      const says = { zh: '半连接存活', en: 'the half-open entry lived' };
      return [{ seconds: f.dwelt('B', 'SYN-RECEIVED') / 1e6, says }];
    }
    case 'time-wait':
    case 'msl':
      return [
        { host: 'A', says: { zh: 'Linux', en: 'Linux' } },
        { host: 'C', says: { zh: '照 RFC 9293', en: 'by RFC 9293' } },
        { host: 'D', says: { zh: 'FreeBSD', en: 'FreeBSD' } },
      ].map(({ host, says }, i) => {
        const dwelt = f.dwelt(host, 'TIME-WAIT', i + 1) / 1e6;
        return { seconds: what === 'msl' ? dwelt / 2 : dwelt, says };
      });
    case 'keep-alive': {
      const probes = f.sent('B', '.').map((s) => s.sentAt / 1e6);
      const open = (f.entered('B', 'ESTABLISHED')[0] ?? 0) / 1e6;
      const end = (f.entered('B', 'CLOSED')[0] ?? 0) / 1e6;
      const [first = 0, second = 0] = probes;
      return [
        { seconds: round(first - open), says: { zh: '空闲', en: 'idle' } },
        { seconds: round(second - first), says: { zh: '探测间隔', en: 'between probes' } },
        { seconds: round(end - open), says: { zh: '到放弃一共', en: 'until it gives up' } },
      ];
    }
    case 'fin-wait-2': {
      const says = { zh: '没有主人的 FIN-WAIT-2', en: 'FIN-WAIT-2 of an orphan' };
      return [{ seconds: f.dwelt('A', 'FIN-WAIT-2') / 1e6, says }];
    }
  }
}

function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

const WHY: Readonly<Record<(Claim & { kind: 'time' })['what'], Words>> = {
  'half-open': {
    zh: '它是各次等待之和：重发 5 次，1 + 2 + 4 + 8 + 16 + 32 = 63 秒；次数不同，时间也不同。',
    en: 'It is the sum of the waits: with 5 repetitions 1 + 2 + 4 + 8 + 16 + 32 = 63 s; with others it differs.',
  },
  'time-wait': {
    zh: '它由本机决定：Linux 固定为 60 秒；照 RFC 9293 的 MSL（2 分钟），该是 4 分钟。1 到 2 分钟是常见的说法，不是标准。',
    en: 'It is a local matter: Linux has a fixed 60 s; with the MSL of RFC 9293, 2 minutes, it is 4 minutes. 1 to 2 minutes are common, not the standard.',
  },
  msl: {
    zh: 'RFC 9293 把 MSL 定为 2 分钟；实现里常取 30 秒（TIME-WAIT 为 60 秒）。',
    en: 'RFC 9293 has 2 minutes for the MSL; systems often take 30 s, for a TIME-WAIT of 60 s.',
  },
  'keep-alive': {
    zh: '空闲 2 小时后第一个探测，以后每 75 秒一个；最后一个也要等满 75 秒。保活默认是关的，要应用打开。',
    en: 'The first probe after 2 hours of silence, then one every 75 s, and the last has its 75 s as well. Keep-alive is off unless the application asks for it.',
  },
  'fin-wait-2': {
    zh: '这个期限只管没有主人的连接；应用还握着套接字，就没有期限。标准里没有它。',
    en: 'The limit is for orphans; while an application holds the socket there is none. The standard has no such timer.',
  },
};

/** How many keep-alive probes go out before it gives up. */
export function judgeProbes(claim: Claim & { kind: 'probes' }, run: Run): Verdict {
  const f = new Facts(run.trace);
  const found = f.sent('B', '.').length;
  const isCommon = [8, 9, found].includes(claim.count);
  return {
    claim,
    verdict: isCommon ? 'depends' : 'wrong',
    seen: {
      zh: `照笔记设成 ${found} 个，引擎在 ${(f.entered('B', 'CLOSED')[0] ?? 0) / 1e6} 秒放弃。`,
      en: `Set to ${found} as in the notes, the engine gives up at ${(f.entered('B', 'CLOSED')[0] ?? 0) / 1e6} s.`,
    },
    because: {
      zh: '标准没有规定次数：Linux 默认 9 个（7875 秒后放弃），BSD 8 个。',
      en: 'The standard sets no number: Linux sends 9 (and gives up after 7875 s), BSD 8.',
    },
    exhibit: run.setup.exhibit,
    segment: null,
    erratum: 'N18',
  };
}
