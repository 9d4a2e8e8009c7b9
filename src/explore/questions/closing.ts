import type { Question } from '../question.ts';
import { CONNECT, client, MSL, question, server } from './make.ts';

const closeOnceConnected = { do: { call: 'close' }, when: { on: 'connected' } } as const;
const closeInReturn = { do: { call: 'close' }, when: { on: 'ended' } } as const;

/** Two tries, a second for each: when the second has had no answer either, it is given up. */
const TWO_TRIES = { r2: 2_000_000, maxRto: 1_000_000 } as const;

const four = question({
  id: 'why-four',
  asks: { zh: '为什么关闭要四次？', en: 'Why does closing take four segments?' },
  takenAway: {
    zh: 'B 一收到 FIN，就把自己的方向也一起关掉，不问应用。',
    en: 'A FIN closes the direction of B, too, at once and without asking its application.',
  },
  answer: {
    zh: 'A 说完了就关闭，B 的 TCP 立刻回 FIN+ACK。B 的应用还有话没说，一写就出错：方向已经关了。第二次和第三次分开，就是为了让后关的一方把话说完。',
    en: 'A is done and closes, and the TCP of B answers FIN+ACK at once. The application of B has something left to say, and cannot: the direction is closed. The second and the third are apart so that who closes second can finish.',
  },
  whole: {
    id: 'why-four',
    title: { zh: 'B 还有话没说', en: 'B has something left to say' },
    about: {
      zh: 'A 连接 B，连上就关闭；B 这时还有一个字节要发，发完才关闭。',
      en: 'A connects to B and closes once connected; B has an octet left to send then, and closes after it.',
    },
    hosts: [
      client([[CONNECT, closeOnceConnected]]),
      server([
        [{ do: { call: 'send', text: 'b' }, when: { on: 'ended' } }, { do: { call: 'close' } }],
      ]),
    ],
    msl: MSL,
    bounds: { late: 0, timers: 1 },
  },
  takes: { B: { whatIfs: ['forceThreeClose'] } },
  breaks: 'silenced',
  exhibits: ['ablate/forced-merge'],
  items: [54, 62, 64],
});

const notMerge = question({
  id: 'why-not-merge',
  asks: {
    zh: '为什么 B 不等自己要关时，把 ACK 和 FIN 合在一起发？',
    en: 'Why does B not keep the ACK of a FIN until it closes itself, and send both in one?',
  },
  takenAway: {
    zh: 'B 收到 FIN 先不确认，等应用关闭时和自己的 FIN 一起发。',
    en: 'B does not acknowledge a FIN before its application closes; then both go in one.',
  },
  answer: {
    zh: 'A 的 FIN 送到了，B 的应用还不想关，B 就一声不吭。A 以为 FIN 丢了，重发；再送到，还是没有回答。最后 A 放弃了连接，以超时告终，而一个报文段也没有丢。要是 B 的应用马上就关，合成一个倒是可以的：确认能稍等一下（不到半秒，第 3.8.6.3 节），四个就成了三个。但应用什么时候关，TCP 不知道，确认却不能一直等下去。',
    en: 'The FIN of A arrives; the application of B is not ready to close, and B keeps silent. A takes its FIN for lost and sends it again; it arrives, and there is no answer. In the end A gives up with a timeout, though not one segment was lost. If the application of B closes at once, the two may indeed go in one, and four segments become three: an ACK may wait a little (less than half a second, section 3.8.6.3). But TCP does not know when the application will close, and the ACK cannot wait for that.',
  },
  whole: {
    id: 'why-not-merge',
    title: { zh: 'B 不急着关闭', en: 'B is in no hurry to close' },
    about: {
      zh: 'A 连接 B，连上就关闭；B 想什么时候关就什么时候关。A 试两次得不到回答就放弃。',
      en: 'A connects to B and closes once connected; B closes whenever it likes. A gives up after two tries without an answer.',
    },
    hosts: [client([[CONNECT, closeOnceConnected]], { set: TWO_TRIES }), server([[closeInReturn]])],
    msl: MSL,
    bounds: { late: 0, timers: 2 },
  },
  takes: { B: { whatIfs: ['mergedClose'] } },
  breaks: 'given-up',
  exhibits: ['ablate/merged-close'],
  items: [63],
});

const fourthAck = question({
  id: 'why-fourth-ack',
  asks: { zh: '第四次挥手能不能省？', en: 'Can the fourth segment be left out?' },
  takenAway: {
    zh: 'A 从不确认 B 的 FIN。',
    en: 'A never acknowledges the FIN of B.',
  },
  answer: {
    zh: 'B 的 FIN 送到了，A 也知道 B 关闭了，B 却无从得知：它重发 FIN，又送到了，还是没有回答。两边都正常关闭，一个报文段也没有丢，B 却以超时告终。',
    en: 'The FIN of B arrives, and A knows that B has closed; but B cannot know. It sends its FIN again, which arrives, too, and there is no answer. Both have closed properly and nothing was lost, and for B it ends in a timeout.',
  },
  whole: {
    id: 'why-fourth-ack',
    title: { zh: '最后的确认', en: 'the last acknowledgment' },
    about: {
      zh: 'A 连接 B，连上就关闭，B 也跟着关闭。B 试两次得不到回答就放弃。',
      en: 'A connects to B and closes once connected, and B closes in return. B gives up after two tries without an answer.',
    },
    hosts: [client([[CONNECT, closeOnceConnected]]), server([[closeInReturn]], { set: TWO_TRIES })],
    msl: MSL,
    bounds: { late: 0, timers: 2 },
  },
  takes: { A: { whatIfs: ['noFourth'] } },
  breaks: 'given-up',
  exhibits: ['ablate/no-fourth'],
  items: [65],
});

/** Of closing. */
export const CLOSING: readonly Question[] = [four, notMerge, fourthAck];
