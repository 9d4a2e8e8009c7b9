import type { Words } from '../../base/words.ts';

/** There is no script of that part of a run: why, and what there is instead. */
export class NoScript extends RangeError {
  override readonly name = 'NoScript';
  readonly words: Words;

  constructor(words: Words) {
    super(words.en);
    this.words = words;
  }
}

/** Why there is none. */
export const WHY_NONE = {
  noHost: (side: string, hosts: readonly string[]): Words => ({
    en: `There is no host '${side}' in this run; there are ${hosts.join(', ')}.`,
    zh: `这次运行里没有主机 ${side}，只有 ${hosts.join('、')}。`,
  }),
  noFlow: (side: string, flow: number | undefined, own: readonly number[]): Words => {
    const there = own.length === 0 ? '' : `; there are ${own.join(', ')}`;
    const which = flow === undefined ? 'no connection' : `no connection ${flow}`;
    return {
      en: `${side} has ${which} in this run${there}.`,
      zh: `${side} 在这次运行里没有${flow === undefined ? '' : `第 ${flow} 条`}连接${
        own.length === 0 ? '' : `，只有 ${own.join('、')}`
      }。`,
    };
  },
  ipv6: (): Words => ({
    en: 'Scripts are written for IPv4 only, and this connection is over IPv6.',
    zh: '脚本只针对 IPv4，这条连接走的是 IPv6。',
  }),
  passive: (side: string): Words => ({
    en: `No system call does what ${side} did, a passive OPEN of one connection. Take the other host's part.`,
    zh: `没有系统调用能做 ${side} 做的事：只等一条连接的被动 OPEN。可以改取另一台主机的脚本。`,
  }),
  tool: (side: string): Words => ({
    en: `No system call makes what ${side} sent: a tool did. Take the part of the host it sent that to.`,
    zh: `没有系统调用会发出 ${side} 发的报文段：它们来自专门的工具。可以改取收到它们的那台主机的脚本。`,
  }),
  queueLost: (side: string): Words => ({
    en: `What filled the queue of ${side} is not in the trace, which keeps a flood's first segments only. Take another connection, or a scenario whose flood is shorter.`,
    zh: `填满 ${side} 队列的报文段不在轨迹里：泛洪只留下开头一部分。可以换一条连接，或换一个泛洪较短的场景。`,
  }),
  nothing: (side: string): Words => ({
    en: `Nothing happened at ${side} in this connection: there is nothing to test. Take the other host's part.`,
    zh: `${side} 在这条连接里什么也没做，没有可检验的。可以改取另一台主机的脚本。`,
  }),
} as const;
