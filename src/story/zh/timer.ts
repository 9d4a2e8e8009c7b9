import type { Catalog } from '../catalog.ts';
import { waitsFor } from '../spell.ts';

/** Timers that expire, in Chinese. */
export const TIMER = {
  'timer/syn': {
    one: (p) => `${p.host} 的重传定时器到期：SYN 没有回音${p.waited}，再发一次`,
    why: () =>
      '还没测过往返时间，RTO 从 1 秒开始；以后逐次翻倍。Linux 6.5 起前五次都等 1 秒（1+1+1+1+1+2+4……）。',
  },
  'timer/syn-give-up': {
    one: (p) => `${p.host} 的 SYN 重发到了上限，放弃`,
    why: () => '再试也没有意义，应用会得到 ETIMEDOUT。',
  },
  'timer/syn-ack': {
    one: (p) => `${p.host} 的 SYN+ACK 没得到确认${p.waited}，准备重发`,
    why: () => '每次等待的时间翻倍：1、2、4、8 秒……',
  },
  'timer/syn-ack-give-up': {
    one: (p) => `${p.host} 的 SYN+ACK 重发到了上限，不再等`,
    why: () => '半连接不能无限期占着队列，否则 SYN 洪泛就得逞了。',
  },
  'timer/data': {
    one: (p) => `${p.host} 的重传定时器到期：数据没被确认${p.waited}`,
    why: () => 'RTO 由测得的往返时间算出，每次超时翻倍（RFC 6298）。',
  },
  'timer/fin': {
    one: (p) => `${p.host} 的重传定时器到期：FIN 没被确认${p.waited}`,
    why: () => 'FIN 和数据用同一个重传定时器。',
  },
  'timer/fin-with-text': {
    one: (p) => `${p.host} 的重传定时器到期：数据和 FIN 都没被确认${p.waited}`,
    why: () => 'FIN 排在数据后面，重传时常常合成一个报文段。',
  },
  'timer/sends-nothing': {
    one: (p) => `${p.host} 的重传定时器到期，却什么也没有重发`,
    why: () =>
      '标准要求把最早没被确认的再发一遍（RFC 6298 第 5.4 条）。这一次要么有意不重传，要么发不出去。',
  },
  'timer/give-up-unrepeated': {
    one: (p) => `${p.host} 的${waitsFor(p.state, 'zh')}只发过一次，没等到该来的回答，就此放弃`,
    why: () => '重发几次是可以设定的，这里一次也没有；应用会得到 ETIMEDOUT。',
  },
  'timer/give-up': {
    one: (p) => `${p.host} 重试到了上限，放弃连接`,
    why: () => '这是 RFC 9293 的 R2：过了这个界限就关闭连接，告诉应用 ETIMEDOUT。',
  },
  'timer/persist': {
    one: (p) => `${p.host} 的持续定时器到期：探测一下窗口`,
    why: () => '窗口为 0 时没有数据可重传，靠这个定时器免得死等。',
  },
  'timer/delayed-ack': {
    one: (p) => `${p.host} 的延迟确认定时器到期：不能再等了`,
    why: () => '没有数据可以捎带，就单独发 ACK。',
  },
  'timer/override': {
    one: (p) => `${p.host} 不再攒数据，先把手头的小段发出去`,
    why: () => '为了避免糊涂窗口，等一等可以，但不能没完没了。',
  },
  'timer/fin-wait-2': {
    one: (p) => `${p.host} 的 FIN-WAIT-2 到了时限：没有主人，清掉`,
    why: () => '标准里没有这个定时器，是实现给没有主人的连接加的，Linux 默认 60 秒。',
  },
  'timer/keep-alive': {
    one: (p) => `${p.host} 的保活定时器到期：很久没有 ${p.peer} 的消息，探测一下`,
    why: () => '保活默认关闭，应用打开才有；空闲时间默认不少于 2 小时。',
  },
  'timer/keep-alive-rest': {
    one: (p) => `${p.host} 的保活定时器到期，但不久前还有往来，接着等`,
    why: () => '收到过报文段，或还有数据没被确认，就不用探测。',
  },
  'timer/keep-alive-give-up': {
    one: (p) => `${p.host} 的保活探测都没有回答，放弃连接`,
    why: () => '连续多次没有回答，就认为对端不在了：应用得到 ETIMEDOUT。',
  },
  'timer/user-timeout': {
    one: (p) => `${p.host} 的用户超时到了：数据在限期内没有得到确认`,
    why: () => '最多等多久，由应用规定（RFC 9293 的 USER TIMEOUT），到时就关闭。',
  },
  'timer/linger': {
    one: (p) => `${p.host} 的 linger 时限到了：不再等剩下的数据送达`,
    why: () => '应用关闭时愿意等的时间用完了。',
  },
  'timer/time-wait': {
    one: (p) => (p.timeWait === 'one MSL' ? `${p.host} 的一个 MSL 到了` : `${p.host} 的 2MSL 到了`),
    why: (p) =>
      p.timeWait === 'one MSL'
        ? '期间若有 FIN 再来，会重新计时；没有，就结束了。照标准还要再等一个 MSL。'
        : '期间若有 FIN 再来，会重新计时；没有，就可以结束。',
  },
  'timer/other': {
    one: (p) => `${p.host} 的定时器到期（${p.timer}）`,
    why: () => '每条连接都有自己的一组定时器。',
  },
} satisfies Partial<Catalog>;
