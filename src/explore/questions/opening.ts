import type { Question } from '../question.ts';
import { CONNECT, client, forger, MSL, question, server, WITH_FORGER } from './make.ts';

const closeOnceConnected = { do: { call: 'close' }, when: { on: 'connected' } } as const;
const closeInReturn = { do: { call: 'close' }, when: { on: 'ended' } } as const;

const notTwo = question({
  id: 'why-not-two',
  asks: { zh: '为什么不是两次握手？', en: 'Why not two segments?' },
  takenAway: {
    zh: 'B 一发出 SYN+ACK 就算连上，不等第三个报文段。',
    en: 'B is connected once its SYN+ACK is out; it does not wait for the third segment.',
  },
  answer: {
    zh: 'SYN+ACK 来得慢，A 又发了一遍 SYN，这第二个 SYN 在网络里滞留。第一个打开了连接，也正常关闭了。第二个这时才到：B 立刻又把一条连接交给应用，A 却没有打开过它。B 分不出 SYN 的新旧，能分辨的只有 A，第三个报文段就是 A 的答复。',
    en: 'The SYN+ACK is slow, so A sends its SYN once more, and that copy is stuck. The first SYN has opened a connection, which is closed in good order. Then the copy arrives, and B gives its application another connection, one that A never opened. B cannot tell an old SYN from a new one; only A can, and the third segment is its verdict.',
  },
  whole: {
    id: 'why-not-two',
    title: { zh: '旧 SYN 晚到', en: 'an old SYN comes late' },
    about: {
      zh: 'A 连接 B，连上就关闭，B 也跟着关闭。报文段可以滞留，SYN 可以重传一次。',
      en: 'A connects to B and closes once connected, and B closes in return. Segments may be stuck, and the SYN may be sent again.',
    },
    hosts: [client([[CONNECT, closeOnceConnected]]), server([[closeInReturn]])],
    msl: MSL,
    bounds: { late: 1, timers: 1 },
  },
  takes: { B: { whatIfs: ['twoWay'] } },
  breaks: 'nobody-opened',
  exhibits: ['ablate/two-way', 'ablate/stale-syn', 'ablate/stale-syn-tw', 'open/old-dup-syn'],
  items: [25, 33],
});

const ghost = question({
  id: 'why-not-two-ghost',
  asks: {
    zh: '两次握手时，喊完一声就消失的客户端会留下什么？',
    en: 'With two segments, what is left behind by a client that calls and vanishes?',
  },
  takenAway: {
    zh: 'B 一发出 SYN+ACK 就算连上，不等第三个报文段。',
    en: 'B is connected once its SYN+ACK is out; it does not wait for the third segment.',
  },
  answer: {
    zh: 'A 只发了一个 SYN，B 的应用马上就得到一条连接。A 随即断电，连 SYN+ACK 也没有收到：对面没有人，也从来没有人连上过。三次握手时，B 只有一个半连接表项，等不到第三个报文段就删掉，应用毫不知情。',
    en: 'One SYN, and the application of B has a connection. Then A loses its power before the SYN+ACK arrives: nobody is at the other end, and nobody was ever connected there. With three segments B has an entry in its SYN queue, which goes when the third does not come, and no application hears of it.',
  },
  whole: {
    id: 'why-not-two-ghost',
    title: { zh: '客户端消失', en: 'the client vanishes' },
    about: {
      zh: 'A 连接 B，随时可能断电。',
      en: 'A connects to B, and may lose its power at any time.',
    },
    hosts: [client([[CONNECT, { do: { call: 'power-off' } }]]), server([])],
    msl: MSL,
    bounds: { late: 0, timers: 2 },
  },
  takes: { B: { whatIfs: ['twoWay'] } },
  breaks: 'nobody-opened',
  exhibits: ['ablate/ghost-client', 'ablate/two-way-lost-synack'],
  items: [28],
});

/** A connection is opened, nothing is lost, and nobody says anything. */
const SILENCE = {
  title: { zh: '打开连接，不说话', en: 'a connection is opened, and nobody speaks' },
  about: {
    zh: 'A 连接 B，此外什么也不做；没有报文段丢失或超过别的。',
    en: 'A connects to B and does nothing else; no segment is lost or overtakes another.',
  },
  hosts: [client([[CONNECT]]), server([])],
  msl: MSL,
  bounds: { late: 0, timers: 0 },
};

const notFour = question({
  id: 'why-not-four',
  asks: { zh: '为什么不是四次握手？', en: 'Why not four segments?' },
  takenAway: {
    zh: 'B 把 SYN+ACK 拆开：先发 ACK，再发 SYN。',
    en: 'B splits its SYN+ACK: first an ACK, then a SYN.',
  },
  answer: {
    zh: '拆成两个，四个也不够。A 还在 SYN-SENT，B1 只有 ACK，没有 SYN，A 不理会（第 3.10.7.3 节第五步）。B2 只有 SYN，看上去像两边同时打开：A 进入 SYN-RECEIVED，把自己的 SYN 连同确认再发一遍。第四个到了，B 连上了，A 自己的 SYN 却还没有得到确认，要等 B 再发第五个。而 B1 和 B2 本来就是同一时刻、发给同一个人的，合成一个，一共三个就够了：照标准来，第三个一到，两边都连上了。',
    en: 'Split in two, not even four are enough. A is in SYN-SENT; B1 is an ACK without a SYN, and A ignores it (section 3.10.7.3, fifth). B2 is a SYN by itself, which looks like a simultaneous open: A enters SYN-RECEIVED and sends its SYN again, with an ACK for that of B. The fourth arrives and B is connected, but the SYN of A is still not acknowledged: that takes a fifth, from B. Yet B1 and B2 went to the same host at the same moment. In one segment they make three in all, and by the book both sides are connected when the third arrives.',
  },
  whole: { id: 'why-not-four', ...SILENCE },
  takes: { B: { whatIfs: ['splitSynAck'] } },
  breaks: 'not-yet-open',
  exhibits: ['ablate/split-synack'],
  items: [34],
});

const notHundred = question({
  id: 'why-not-a-hundred',
  asks: { zh: '为什么不是一百次握手？', en: 'Why not a hundred segments?' },
  takenAway: {
    zh: 'A 把第三个报文段，也就是最后的 ACK，多发几遍。',
    en: 'A sends the third segment, the last ACK, a few times more.',
  },
  answer: {
    zh: '前三个报文段，每一个都让收到它的人多知道一件事：A 要连；B 收到了，也要连；A 收到了。第三个到了，双方就都知道：自己的 SYN 对方收到了，对方的 SYN 自己也收到了，可以开始了。第四个到的时候，B 的状态和变量一个也没有变，白发了。A 仍然不知道第三个到没到；要知道，就得 B 再确认，而 B 又不知道那个确认到没到。再多几次也没个完：最后发出的那一个，发的人永远不知道它到没到。',
    en: 'Each of the first three tells its receiver something new: A wants to connect; B has heard that, and wants to as well; A has heard that. When the third has arrived each side knows that its SYN was received, and has the SYN of the other: they can begin. The fourth arrives, and neither the state nor a variable of B changes; it was for nothing. A still does not know whether the third arrived. To learn it takes an acknowledgment from B, and then B does not know whether that one arrived. However many there are, whoever sends the last one never knows.',
  },
  whole: { id: 'why-not-a-hundred', ...SILENCE },
  takes: { A: { whatIfs: ['nWay'] } },
  breaks: 'nothing-new',
  exhibits: ['ablate/n-way'],
  items: [34],
});

const synData = question({
  id: 'why-not-syn-data',
  asks: {
    zh: '为什么 SYN 上的数据不能马上交给应用？',
    en: 'Why is text on a SYN not given to the application at once?',
  },
  takenAway: {
    zh: 'B 不等握手完成，就把 SYN 上的数据交给应用。',
    en: 'B gives the text on a SYN to its application before the handshake is over.',
  },
  answer: {
    zh: '带着数据的 SYN 走得慢，A 又发了一遍。其中一个送到了，应用读了数据，连接也关闭了。另一个这时才到，应用把同样的数据又读了一遍：如果那是“付款”，就付了两次。照标准来，数据要等第三个报文段才交给应用，而对这个旧 SYN，A 不会再发第三个报文段。',
    en: 'A SYN with text is slow, and A sends it once more. One of the two arrives, the application reads the text, and the connection is closed. Then the other one comes, and the application reads the same text again: had it been an order to pay, it would have been paid twice. By the book text waits for the third segment, and A sends none for the old SYN.',
  },
  whole: {
    id: 'why-not-syn-data',
    title: { zh: '带数据的旧 SYN 晚到', en: 'an old SYN with text comes late' },
    about: {
      zh: 'A 连接 B，SYN 上带着“p”；连上就关闭，B 也跟着关闭。报文段可以滞留，SYN 可以重传一次。',
      en: 'A connects to B with "p" on its SYN and closes once connected, and B closes in return. Segments may be stuck, and the SYN may be sent again.',
    },
    hosts: [
      client([
        [
          { do: { call: 'connect', to: 'B', port: 80, localPort: 5000, synText: 'p' } },
          closeOnceConnected,
        ],
      ]),
      server([[closeInReturn]]),
    ],
    msl: MSL,
    bounds: { late: 1, timers: 1 },
  },
  takes: { B: { whatIfs: ['deliverSynData'] } },
  breaks: 'read-twice',
  exhibits: ['ablate/syn-data-delivered'],
  items: [19, 20, 21],
});

const simultaneous = question({
  id: 'why-simultaneous',
  asks: {
    zh: '为什么两边同时打开也要连得上？',
    en: 'Why must two hosts that call each other at the same time get connected?',
  },
  takenAway: {
    zh: '自己发出 SYN 之后，只认 SYN+ACK，不认迎面来的 SYN。',
    en: 'A host that has sent a SYN takes nothing but a SYN+ACK; a SYN that comes the other way is dropped.',
  },
  answer: {
    zh: '两个 SYN 在路上交错而过，都送到了，又都被丢弃：两边都在等 SYN+ACK，谁也不发。这里各只发一次 SYN，A 先超时放弃，B 随后也是一样；只要两边都还在等，重发多少次都一样。网络没有丢一个报文段，两边也都想连，却连不上。照标准来，收到迎面来的 SYN 就回 SYN+ACK，两边成为一条连接。',
    en: 'The two SYNs cross, arrive, and are dropped: each side waits for a SYN+ACK, and neither sends one. Here each sends its SYN once; A is the first to give up, and B will be next. While both are waiting, sending it again changes nothing. The network lost nothing, both sides want to connect, and they cannot. By the book each answers the SYN that comes the other way with a SYN+ACK, and the two make one connection.',
  },
  whole: {
    id: 'why-simultaneous',
    title: { zh: '同时打开', en: 'both open at once' },
    about: {
      zh: 'A 和 B 都主动连接对方，谁也没有监听。SYN 各只发一次，等一秒没有回应就放弃。',
      en: 'A and B call each other, and nobody listens. Each sends its SYN once, and gives up when there is no answer for a second.',
    },
    hosts: [
      client([[{ do: { call: 'connect', to: 'B', port: 6000, localPort: 5000 } }]], {
        set: { synRetries: 0 },
      }),
      server([[{ do: { call: 'connect', to: 'A', port: 5000, localPort: 6000 } }]], {
        ready: [],
        set: { synRetries: 0 },
      }),
    ],
    msl: MSL,
    bounds: { late: 0, timers: 2 },
  },
  takes: {
    A: { whatIfs: ['noSimultaneousOpen'] },
    B: { whatIfs: ['noSimultaneousOpen'] },
  },
  breaks: 'given-up',
  exhibits: ['open/simultaneous'],
  items: [23],
});

const retransmit = question({
  id: 'why-retransmit',
  asks: { zh: '为什么要重传？', en: 'Why send anything again?' },
  takenAway: { zh: '什么都只发一次。', en: 'Everything is sent once.' },
  answer: {
    zh: '只丢了一个 SYN，连接就再也不成了：A 的定时器到期了，本该再发一次，却什么也没有发出去，最后只能放弃，而 B 一直在那里。三次握手不怕丢，靠的不是“三次”，而是重传。',
    en: 'One SYN is lost, and that is the end of it: the timer of A expires, when it should go again, and nothing is sent. In the end A gives up, with B there all the while. It is not the number of segments that makes the handshake safe against loss; it is sending again.',
  },
  whole: {
    id: 'why-retransmit',
    title: { zh: '丢一个报文段', en: 'one segment is lost' },
    about: {
      zh: 'A 连接 B；有一个报文段可能丢失。SYN 和 SYN+ACK 没有回应时，照标准来各重发一次，还没有就放弃。',
      en: 'A connects to B; one segment may be lost. By the book a SYN or SYN+ACK without an answer is sent again once; then it is given up.',
    },
    hosts: [
      client([[CONNECT]], { set: { synRetries: 1 } }),
      server([], { set: { synAckRetries: 1 } }),
    ],
    msl: MSL,
    bounds: { late: 0, lose: 1, timers: 3 },
  },
  takes: { A: { whatIfs: ['noRetransmit'] }, B: { whatIfs: ['noRetransmit'] } },
  breaks: 'one-loss',
  exhibits: ['ablate/no-retransmit', 'open/lost-syn'],
  items: [29, 30],
});

const cookies = question({
  id: 'why-cookies',
  asks: { zh: '半连接队列满了怎么办？', en: 'What if the SYN queue is full?' },
  takenAway: {
    zh: 'B 没有 SYN cookie：队列满了，新的 SYN 就丢弃。',
    en: 'B has no SYN cookies: with a full queue a new SYN is dropped.',
  },
  answer: {
    zh: 'M 冒充一个不存在的地址发了一个 SYN，占住了 B 唯一的半连接位置，那边永远不会有人回答。A 的 SYN 送到了，却没有位置，被 B 丢弃：网络一个报文段也没有丢，A 却没有连上。这里 A 的 SYN 只发一次；多发几次，也要等到 M 占的位置过期，那是一分钟左右以后，而 M 只要再发一个 SYN，就又占住了。有了 SYN cookie，B 不用位置也能回答 A。标准（RFC 9293）里没有 SYN cookie，它是 RFC 4987 讲的对付 SYN 洪水的办法之一。',
    en: "M sends a SYN from an address that is nobody's. It takes the only place in the SYN queue of B, and nobody will ever answer. The SYN of A arrives, finds no place, and B drops it: the network lost nothing, and A is not connected. Here A sends its SYN once. If it went on, it would have to wait until the entry of M expires, about a minute later, and M takes the place again with a single SYN. With SYN cookies B answers A without a place. They are not part of the standard, RFC 9293: RFC 4987 tells of them as one of the ways to meet a SYN flood.",
  },
  whole: {
    id: 'why-cookies',
    title: { zh: '队列只有一个位置', en: 'a queue of one' },
    about: {
      zh: 'B 的半连接队列只有一个位置；M 发一个来自不存在的地址的 SYN，A 也来连接。A 的 SYN 只发一次，等一秒没有回应就放弃。',
      en: "The SYN queue of B has one place; M sends a SYN from an address that is nobody's, and A connects, too. A sends its SYN once, and gives up when there is no answer for a second.",
    },
    hosts: [
      client([[CONNECT]], { set: { synRetries: 0 } }),
      server([], { set: { synQueue: 1, synCookies: 'full' } }),
      forger([
        [
          {
            do: {
              call: 'inject',
              from: '10.0.1.9',
              to: 'B',
              sport: 7000,
              dport: 80,
              flags: 'S',
              seq: 1,
            },
          },
        ],
      ]),
    ],
    cables: WITH_FORGER,
    msl: MSL,
    bounds: { late: 0, timers: 2 },
  },
  takes: { B: { set: { synCookies: 'never' } } },
  beside: 'mechanism', // of RFC 4987, not of RFC 9293
  breaks: 'given-up',
  exhibits: ['flood/syn', 'flood/cookies'],
  items: [41, 42],
});

/** Of opening. */
export const OPENING: readonly Question[] = [
  notTwo,
  ghost,
  notFour,
  notHundred,
  synData,
  simultaneous,
  retransmit,
  cookies,
];
