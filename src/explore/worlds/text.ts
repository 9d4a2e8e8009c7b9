import type { ExploreWorld } from '../model.ts';
import { client, connects, howFar, mslOf, night, server, type WorldProfile } from './hosts.ts';

/** Text in several segments, which may be lost, come twice, or overtake each other. */
export function text(profile: WorldProfile): ExploreWorld {
  return {
    id: 'text',
    title: { zh: '数据丢失与乱序', en: 'text lost and out of order' },
    about: {
      zh: 'A 一口气发出两个报文段（Nagle 算法关闭），它们可能丢失、乱序；然后关闭自己的方向。',
      en: 'A sends two segments at once, with the Nagle algorithm off: they may be lost and overtake each other; then it closes its direction.',
    },
    hosts: [
      client(
        profile,
        [
          [
            connects(),
            { do: { call: 'send', text: 'a' }, when: { on: 'connected' } },
            { do: { call: 'send', text: 'b' } },
            { do: { call: 'close' } },
          ],
        ],
        { set: { nagle: false } },
      ),
      server(profile, [[]]),
    ],
    msl: mslOf(profile),
    bounds: { lose: 1, faults: 1, timers: 1, early: 0 },
    nightly: night({ lose: 1, duplicate: 1, faults: 1, timers: 2, early: 0 }),
  };
}

/** A window that shuts and opens: RFC 9293 section 3.8.6.1. */
export function zeroWindow(profile: WorldProfile): ExploreWorld {
  const far = howFar(profile, 'large');
  return {
    id: 'zero-window',
    title: { zh: '零窗口', en: 'a window of zero' },
    about: {
      zh: 'B 的接收缓冲区只有四个字节，应用迟迟不读；A 要发的比这多。',
      en: 'B has room for four octets and its application is slow to read; A has more to send.',
    },
    hosts: [
      client(profile, [
        [connects(), { do: { call: 'send', text: 'abcdef' }, when: { on: 'connected' } }],
      ]),
      server(
        profile,
        [[{ do: { call: 'pause' }, when: { on: 'accepted' } }, { do: { call: 'resume' } }]],
        { set: { receiveBuffer: 4, windowScaleFor: 0, receiveBufferRounding: 'none' } },
      ),
    ],
    msl: mslOf(profile),
    ...far,
    // An ACK that is delayed has to go before the window can be probed.
    bounds: { ...far.bounds, timers: 2 },
  };
}
