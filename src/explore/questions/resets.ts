import type { Question } from '../question.ts';
import { CONNECT, client, forger, MSL, question, server, WITH_FORGER } from './make.ts';

/** A reset in the name of A, to the connection that A has opened with B. */
const resetWith = (seq: number) =>
  ({
    do: { call: 'inject', from: 'A', to: 'B', sport: 5000, dport: 80, flags: 'R', seq },
  }) as const;

const checkReset = question({
  id: 'why-check-reset',
  asks: { zh: '为什么 RST 也要看序号？', en: 'Why does a reset have to have the right number?' },
  takenAway: { zh: 'B 收到 RST 就断开，不看序号。', en: 'B takes any reset, whatever its number.' },
  answer: {
    zh: 'M 看不到 A 和 B 说了什么，只知道地址和端口，胡乱写一个序号，冒充 A 发了一个 RST：B 就断开了好好的连接。检查序号，这种 RST 就白发了。',
    en: 'M sees nothing of what A and B say. It knows addresses and ports, makes up a number, and sends a reset in the name of A: B drops a healthy connection. With the number checked, such a reset does nothing.',
  },
  whole: {
    id: 'why-check-reset',
    title: { zh: '冒充的 RST', en: 'a forged reset' },
    about: {
      zh: 'A 连接 B；M 冒充 A 发一个 RST，序号是瞎写的。',
      en: 'A connects to B; M sends a reset in the name of A, with a number made up.',
    },
    hosts: [client([[CONNECT]]), server([]), forger([[resetWith(3_000_000_000)]])],
    cables: WITH_FORGER,
    msl: MSL,
    bounds: { late: 0, timers: 2 },
  },
  takes: { B: { whatIfs: ['acceptAnyRst'] } },
  breaks: 'cut-off',
  exhibits: ['ablate/accept-any-rst', 'rst/out-of-window'],
  items: [95],
});

const challenge = question({
  id: 'why-challenge-ack',
  asks: {
    zh: '序号落在窗口里的 RST，为什么还要再问一句？',
    en: 'Why ask back first when a reset is only somewhere within the window?',
  },
  takenAway: {
    zh: 'RST 的序号只要落在窗口里，B 就断开：RFC 793 如此，RFC 9293 也没有禁止。',
    en: 'B takes a reset anywhere within its window, as RFC 793 did and RFC 9293 still allows.',
  },
  answer: {
    zh: '窗口有几万个序号，M 猜中其中一个比猜中恰好的那个容易几万倍：B 断开了好好的连接。照 RFC 5961，B 只认恰好的序号；窗口里别的序号，先回一个 ACK：连接要是真没了，A 会再发一个序号恰好的 RST；M 看不到这个 ACK，发不出来。',
    en: 'A window has tens of thousands of numbers, so M hits one of them tens of thousands of times more easily than the exact one: B drops a healthy connection. By RFC 5961 B takes the exact number only, and answers any other in the window with an ACK. If A really had no connection any more, it would answer that with a reset of the exact number; M does not see the ACK, and cannot.',
  },
  whole: {
    id: 'why-challenge-ack',
    title: { zh: '猜中窗口的 RST', en: 'a reset that hits the window' },
    about: {
      zh: 'A 连接 B；M 冒充 A 发一个 RST，序号落在 B 的窗口里，但不是 B 等着的那个。',
      en: 'A connects to B; M sends a reset in the name of A, with a number within the window of B, but not the one that B expects.',
    },
    hosts: [client([[CONNECT]]), server([]), forger([[resetWith(20_000)]])],
    cables: WITH_FORGER,
    msl: MSL,
    bounds: { late: 0, timers: 2 },
  },
  takes: { B: { set: { resetInWindow: 'take' } } },
  beside: 'mechanism', // RFC 9293 section 3.10.7.4, second: what RFC 5961 asks for is optional
  breaks: 'cut-off',
  exhibits: ['rst/blind', 'rst/exact'],
  items: [95],
});

const reset = question({
  id: 'why-reset',
  asks: {
    zh: '没有人监听，为什么还要回一个 RST？',
    en: 'Nobody listens: why answer at all?',
  },
  takenAway: {
    zh: 'B 对没有人监听的端口不作声。',
    en: 'B keeps silent about ports on which nobody listens.',
  },
  answer: {
    zh: 'A 的 SYN 送到了，端口上没有人，B 也不作声。A 只能以为 SYN 丢了，一直等到超时（这里只发一次，等一秒；平时还要重发好几遍，等上一分钟不止）。一个 RST 就能让它马上知道：这里没有人。',
    en: 'The SYN of A arrives; nobody listens, and B keeps silent. A must take its SYN for lost, and waits until it times out (here it sends the SYN once and waits for a second; usually it would send it several times, and wait for more than a minute). A reset tells it at once that nobody is there.',
  },
  whole: {
    id: 'why-reset',
    title: { zh: '没有人监听', en: 'nobody listens' },
    about: {
      zh: 'A 连接 B，B 的端口上没有人监听。A 的 SYN 只发一次，等一秒没有回应就放弃。',
      en: 'A connects to B, where nobody listens. A sends its SYN once, and gives up when there is no answer for a second.',
    },
    hosts: [client([[CONNECT]], { set: { synRetries: 0 } }), server([], { ready: [] })],
    msl: MSL,
    bounds: { late: 0, timers: 2 },
  },
  takes: { B: { set: { closedPort: 'drop' } } },
  breaks: 'given-up',
  exhibits: ['rst/closed-port', 'open/refused'],
  items: [3, 95],
});

const keepAlive = question({
  id: 'why-keepalive',
  asks: { zh: '为什么要有保活计时器？', en: 'Why is there a keepalive timer?' },
  takenAway: {
    zh: 'B 不打开保活，标准的默认就是这样。',
    en: 'B has no keepalive, which is the default of the standard.',
  },
  answer: {
    zh: 'A 断电了，B 无从得知：没有数据要发，也就没有定时器在走。B 会永远留着这条连接。打开保活，B 闲满两个小时就问一声，一直没有回答就放弃。标准把保活留给应用去选，默认不打开（第 3.8.4 节）：断电的人和只是没有话说的人，光靠等是分不出来的。',
    en: 'A loses its power, and B cannot know: it has nothing to send, so no timer runs, and it will hold the connection for ever. With keepalive it asks after two idle hours, and gives up when no answer comes. The standard leaves keepalive to the application, off by default (section 3.8.4): to wait does not tell a peer without power from one that merely has nothing to say.',
  },
  whole: {
    id: 'why-keepalive',
    title: { zh: '客户端断电', en: 'the client loses its power' },
    about: {
      zh: 'A 连接 B，随时可能断电。B 打开了保活，闲满两个小时问一次，没有回答就放弃（只问一次是为了搜得快些；照标准，一次没有回答还不能算断）。',
      en: 'A connects to B and may lose its power at any time. B has keepalive on: after two idle hours it asks once, and gives up when there is no answer (once, to make the search short: by the standard one probe without an answer is not enough).',
    },
    hosts: [
      client([[CONNECT, { do: { call: 'power-off' } }]]),
      server([], { set: { keepAlive: true, keepAliveCount: 1, synAckRetries: 1 } }),
    ],
    msl: MSL,
    bounds: { late: 0, timers: 3 },
  },
  takes: { B: { set: { keepAlive: false } } },
  beside: 'mechanism', // MAY-5, and off by default: MUST-25
  breaks: 'for-ever',
  exhibits: ['alive/dead-client'],
  items: [89, 93],
});

/** Of resets and of peers that are gone. */
export const RESETS: readonly Question[] = [checkReset, challenge, reset, keepAlive];
