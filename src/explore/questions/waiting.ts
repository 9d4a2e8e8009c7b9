import type { Question } from '../question.ts';
import { CONNECT, client, MSL, question, server } from './make.ts';

const closeOnceConnected = { do: { call: 'close' }, when: { on: 'connected' } } as const;
const closeInReturn = { do: { call: 'close' }, when: { on: 'ended' } } as const;

/** RFC 1337: without it a reset could end TIME-WAIT before its time, as the search is quick to find. */
const KEEPS_WAITING = { timeWaitReset: 'ignore' } as const;

/** What the story does not send again has one try: else there are ten times as many runs. */
const ONE_TRY = { synRetries: 0, synAckRetries: 0, r2: 1_000_000 } as const;

/** From the same port, once the connection before was closed by both: a new application. */
const AGAIN = {
  do: { call: 'connect', to: 'B', port: 80, localPort: 5000, socket: 'again' },
  when: { on: 'ended', socket: 'main' },
} as const;

const timeWait = question({
  id: 'why-time-wait',
  asks: { zh: '为什么要有 TIME-WAIT？', en: 'Why is there a TIME-WAIT?' },
  takenAway: {
    zh: 'A 发出最后的 ACK 就忘掉连接，不等。',
    en: 'A forgets the connection once its last ACK is out; it does not wait.',
  },
  answer: {
    zh: '最后的 ACK 丢了，它确认的既是 B 的 FIN，也是“b”。B 把两样再发一遍，A 那边已经没有这条连接，只能回 RST。B 不知道“b”到没到，只好告诉应用：连接被重置。其实 A 的应用早就读到了“b”，两边也都正常关闭了。有 TIME-WAIT，A 就还在那里，再确认一次。（“b”在这里少不了：没得到确认的只有 FIN 时，第 3.10.7.4 节让 LAST-ACK 中的 B 收到 RST 就关闭，没有说要报错，这里的 B 也就不报。）',
    en: 'The last ACK is lost, and it was for the FIN of B and for "b". B sends both again, and at A there is no such connection any more: a reset is all that it gets. B does not know whether "b" arrived, so it tells its application that the connection was reset. In truth the application of A had read "b" long before, and both had closed properly. With TIME-WAIT A is still there and acknowledges once more. (It takes the "b": where only the FIN is not acknowledged, section 3.10.7.4 has B, in LAST-ACK, simply close when the reset comes, and says nothing of an error; nor does B here.)',
  },
  whole: {
    id: 'why-time-wait',
    title: { zh: '最后的 ACK 丢了', en: 'the last ACK is lost' },
    about: {
      zh: 'A 连接 B，连上就关闭；B 说完最后一句也关闭。有一个报文段可能丢失。',
      en: 'A connects to B and closes once connected; B says its last word and closes, too. One segment may be lost.',
    },
    hosts: [
      client([[CONNECT, closeOnceConnected]]),
      server([
        [{ do: { call: 'send', text: 'b' }, when: { on: 'ended' } }, { do: { call: 'close' } }],
      ]),
    ],
    msl: MSL,
    bounds: { late: 0, lose: 1, timers: 1 },
  },
  takes: { A: { whatIfs: ['noTimeWait'] } },
  breaks: 'spoilt-close',
  exhibits: ['ablate/no-tw-lost-ack'],
  items: [66, 75],
});

const oldText = question({
  id: 'why-time-wait-old',
  asks: {
    zh: '没有 TIME-WAIT，旧报文段会闯进新连接吗？',
    en: 'Without TIME-WAIT, can an old segment get into a new connection?',
  },
  takenAway: {
    zh: 'A 发出最后的 ACK 就忘掉连接，不等。',
    en: 'A forgets the connection once its last ACK is out; it does not wait.',
  },
  answer: {
    zh: '确认来得慢，A 把“a”连同 FIN 又发了一遍，这一份滞留在路上；先前的早已送到，连接也关闭了。A 马上从同一个端口再连，序号又碰巧相同：滞留的那份这时才到，B 的应用在新连接上读到了“a”，而 A 在这条连接上没有发过。序号相同是特意安排的，平时初始序号每次不同，难得碰上；但序号总共只有 2³² 个，不能全靠它。等过 TIME-WAIT，旧报文段已经在网络里消失，碰上也不怕。',
    en: 'The ACK is slow, so A sends "a" again, together with its FIN, and that copy is stuck; what it sent before has arrived, and the connection is closed. A connects again at once from the same port, and as chance will have it with the same numbers. Then the copy comes, and the application of B reads an "a" that A did not send on this connection. That the numbers are the same is arranged here: initial numbers differ each time, and seldom fit like this. But there are only 2³² of them, so they alone are no safeguard. After TIME-WAIT the old segments are gone, whatever the numbers.',
  },
  whole: {
    id: 'why-time-wait-old',
    title: { zh: '同一个端口，同样的序号', en: 'the same port and the same numbers' },
    about: {
      zh: 'A 连接 B，发“a”，关闭，再从同一个端口连一次；两次的初始序号特意给成一样。报文段可以滞留，也可以重传一次；TIME-WAIT 中不理会 RST（RFC 1337）。',
      en: 'A connects to B, sends "a", closes, and connects again from the same port; the initial sequence numbers are made the same both times. Segments may be stuck, and something may be sent again once; a reset does not end TIME-WAIT (RFC 1337).',
    },
    hosts: [
      client(
        [
          [
            CONNECT,
            { do: { call: 'send', text: 'a' }, when: { on: 'connected' } },
            { do: { call: 'close' } },
          ],
          [AGAIN],
        ],
        { iss: [100, 100], set: { ...KEEPS_WAITING, synRetries: 0 } },
      ),
      server([[closeInReturn]], { iss: [300, 300], set: ONE_TRY }),
    ],
    msl: MSL,
    bounds: { late: 1, timers: 1 },
  },
  takes: { A: { whatIfs: ['noTimeWait'] } },
  breaks: 'foreign-octet',
  exhibits: ['ablate/no-tw-old-dup', 'ablate/no-tw-isn', 'ablate/no-tw-paws', 'tw/old-dup-dies'],
  items: [76, 77, 80],
});

const twoMsl = question({
  id: 'why-2msl',
  asks: { zh: '为什么是 2MSL，一个 MSL 不够吗？', en: 'Why 2 MSL, and not one?' },
  takenAway: {
    zh: 'TIME-WAIT 只等一个 MSL；初始序号总是同一个数。',
    en: 'TIME-WAIT lasts for one MSL; the initial sequence number is always the same.',
  },
  answer: {
    zh: 'A 发出最后的 ACK，开始等。这个 ACK 还在路上时，B 又重发了一次 FIN，它比 A 的等待晚出发，也就能活得更久。一个 MSL 过去，A 从同一个端口再连，发了“n”，旧 FIN 才到，序号和确认号都对得上：A 的应用以为 B 关闭了，B 却没有。最后的 ACK 能在路上走一个 MSL，它到达之前重发的 FIN 还能再走一个 MSL，所以要等两个。要出错，两样都得改：初始序号每次不同，旧 FIN 就对不上号；序号总是相同，但等足了 2MSL，旧 FIN 也已经消失。',
    en: 'A sends its last ACK and begins to wait. While it is on its way B sends its FIN again, which sets out later than the wait began, and so outlives it. After one MSL A connects again from the same port and sends "n", and the old FIN comes, and both its numbers fit: the application of A believes that B has closed, and it has not. The last ACK may be about for one MSL, and a FIN sent just before it arrives for another: that makes two. It takes both changes: with initial numbers that differ the old FIN does not fit, and with numbers that are always the same but a wait of 2 MSL it is gone.',
  },
  whole: {
    id: 'why-2msl',
    title: { zh: 'TIME-WAIT 之后再连', en: 'connecting again after TIME-WAIT' },
    about: {
      zh: 'A 连接 B，连上就关闭，B 也跟着关闭；之后 A 从同一个端口再连一次，发“n”。MSL 是 30 秒；报文段可以滞留；TIME-WAIT 中不理会 RST（RFC 1337）。',
      en: 'A connects to B and closes once connected, and B closes in return; then A connects again from the same port and sends "n". MSL is 30 s; segments may be stuck; a reset does not end TIME-WAIT (RFC 1337).',
    },
    hosts: [
      client(
        [
          [CONNECT, closeOnceConnected],
          [AGAIN, { do: { call: 'send', text: 'n', socket: 'again' }, when: { on: 'connected' } }],
        ],
        { set: { ...KEEPS_WAITING, ...ONE_TRY } },
      ),
      server([[closeInReturn]], { set: { synAckRetries: 0 } }),
    ],
    msl: MSL,
    bounds: { late: 1, timers: 2 },
  },
  takes: {
    A: { whatIfs: ['oneMslTimeWait', 'fixedIsn'] },
    B: { whatIfs: ['fixedIsn'] },
  },
  takesLess: [
    {
      takenAway: { zh: 'TIME-WAIT 只等一个 MSL', en: 'TIME-WAIT lasts for one MSL' },
      takes: { A: { whatIfs: ['oneMslTimeWait'] } },
    },
    {
      takenAway: {
        zh: '初始序号总是同一个数',
        en: 'the initial sequence number is always the same',
      },
      takes: { A: { whatIfs: ['fixedIsn'] }, B: { whatIfs: ['fixedIsn'] } },
    },
  ],
  breaks: 'foreign-end',
  exhibits: ['ablate/one-msl', 'tw/2msl-geometry', 'ablate/no-tw-old-fin'],
  items: [69, 71, 72],
});

/** Of TIME-WAIT. */
export const WAITING: readonly Question[] = [timeWait, oldText, twoMsl];
