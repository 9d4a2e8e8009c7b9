import type { Words } from '../base/words.ts';
import type { WhatIfId } from '../tcp/what-if.ts';

/** What each what-if supposes, as a clause that follows "what if". */
export const WHAT_IF_WORDS: Readonly<Record<WhatIfId, Words>> = {
  twoWay: {
    zh: '两次握手：一发出 SYN+ACK 就算连上',
    en: 'two segments were enough: SYN+ACK sent is connected',
  },
  deliverSynData: {
    zh: 'SYN 上的数据不等握手完成就交给应用',
    en: 'text on a SYN were delivered before the handshake is over',
  },
  splitSynAck: {
    zh: 'SYN+ACK 拆成 ACK 和 SYN 两个报文段',
    en: 'the SYN+ACK were split into an ACK and a SYN',
  },
  noSimultaneousOpen: {
    zh: '不认迎面来的 SYN：自己发了 SYN，就只等 SYN+ACK',
    en: 'a SYN that meets our own were not taken: who calls waits for a SYN+ACK only',
  },
  nWay: { zh: '最后的 ACK 多发几遍', en: 'the last ACK of the handshake went several times more' },
  forceThreeClose: {
    zh: '一收到 FIN 就强行把两个方向一起关闭',
    en: 'a FIN closed the other side at once as well',
  },
  mergedClose: {
    zh: '收到 FIN 先不确认，等自己的 FIN 一起发',
    en: 'the ACK of a FIN waited for the FIN in return',
  },
  noFourth: { zh: '第四个报文段不发了', en: 'the fourth segment were never sent' },
  fixedIsn: { zh: '初始序号总是同一个数', en: 'the initial sequence number were always the same' },
  acceptAnyRst: { zh: 'RST 不看序号，来了就算', en: 'any RST counted, whatever its number' },
  noChecksum: { zh: '不检查校验和', en: 'nobody verified checksums' },
  noSeqCheck: {
    zh: '不看序号，来什么收什么',
    en: 'text were taken as it comes, whatever its number',
  },
  noRetransmit: { zh: '什么都只发一次，不重传', en: 'nothing were ever sent again' },
  noTimeWait: { zh: '没有 TIME-WAIT', en: 'there were no TIME-WAIT' },
  oneMslTimeWait: { zh: 'TIME-WAIT 只等一个 MSL', en: 'TIME-WAIT lasted for one MSL only' },
};
