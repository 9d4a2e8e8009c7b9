import type { Words } from '../base/words.ts';
import type { TraceSegment } from '../observe/trace.ts';
import { first, optionOf, type Surroundings } from './surroundings.ts';

/** What the sequence number means here: which octets of the stream they are, or what takes the number. */
export function meaningOfSeq(around: Surroundings): Words {
  const { segment: s, code, from, to } = around;
  const seq = around.own(s.seq);
  if (s.flags === 'R.' && s.seq === 0) {
    return {
      zh: 'seq = 0：它回答的报文段没有 ACK，没有别的序号可用。对端还在 SYN-SENT，看的是确认号。',
      en: 'seq = 0: what it answers had no ACK, so there is no other number to use. The peer is in SYN-SENT and looks at the acknowledgment number.',
    };
  }
  if (s.flags.includes('R')) {
    return {
      zh: `seq = ${seq}：要正好等于 ${to} 期待的 RCV.NXT，这个 RST 才算数。`,
      en: `seq = ${seq}: the reset counts only if this is exactly the RCV.NXT of ${to}.`,
    };
  }
  if (s.flags.includes('S')) return meaningOfSyn(around, seq);
  if (code === 'sent/keepalive-probe' || (code === 'sent/window-probe' && s.length === 0)) {
    return {
      zh: `seq = ${seq}：故意用已经确认过的编号，${to} 只能回一个 ACK。这是探测。`,
      en: `seq = ${seq}: a number acknowledged before, on purpose: ${to} has to answer with an ACK. A probe.`,
    };
  }
  const again: Words = s.retransmission
    ? { zh: '这些编号以前发过：是重传。', en: ' These numbers were sent before: a retransmission.' }
    : { zh: '', en: '' };
  const stream = streamWords(around);
  const hasFin = s.flags.includes('F');
  if (s.length === 0 && !hasFin) {
    return {
      zh: `seq = ${seq}：没有数据，不占序号；${from} 接下来的字节从 ${seq} 开始。`,
      en: `seq = ${seq}: no data, so no number is used; the next octet of ${from} will be ${seq}.`,
    };
  }
  const fin = around.own(s.seq + s.length);
  if (s.length === 0) {
    return {
      zh: `seq = ${seq} → FIN 占这一个序号，${from} 的数据到此为止。${again.zh}`,
      en: `seq = ${seq} → the FIN takes this number; the data of ${from} ends here.${again.en}`,
    };
  }
  const last = around.own(s.seq + s.length - 1);
  const range: Words =
    s.length === 1
      ? { zh: seq, en: `number ${seq}` }
      : { zh: `${seq} 到 ${last}`, en: `numbers ${seq} to ${last}` };
  return {
    zh: `seq = ${seq} → 数据的编号是 ${range.zh}${stream.zh}${hasFin ? `，FIN 占 ${fin}` : ''}。${again.zh}`,
    en: `seq = ${seq} → the data has ${range.en}${stream.en}${hasFin ? `; the FIN takes ${fin}` : ''}.${again.en}`,
  };
}

function meaningOfSyn(around: Surroundings, seq: string): Words {
  const { segment: s, from } = around;
  const next = around.own(s.seq + 1);
  return {
    zh: `seq = ${seq} → 这个 SYN 的编号，也就是 ${from} 的初始序号；${from} 的第一个数据字节是 ${next}。`,
    en: `seq = ${seq} → the number of this SYN, the initial one of ${from}; its first octet of data is ${next}.`,
  };
}

/** Which octets of the whole stream the data is, counted from 1; nothing when its SYN was not seen. */
function streamWords(around: Surroundings): Words {
  const { segment: s, from, ownSyn } = around;
  const at = ownSyn === null ? 0 : (s.seq - ownSyn.seq) | 0;
  if (at <= 0) return { zh: '', en: '' };
  const [one, n] = [`${at}`, `${at + s.length - 1}`];
  if (s.length === 1)
    return { zh: `，即 ${from} 的第 ${one} 个字节`, en: `, octet ${one} of ${from}` };
  return {
    zh: `，即 ${from} 的第 ${one} 到第 ${n} 个字节`,
    en: `, octets ${one} to ${n} of ${from}`,
  };
}

/** What the text is in its stream. */
export function meaningOfText(around: Surroundings): Words | null {
  const { segment: s, from } = around;
  if (s.length === 0) return null;
  const begin = s.seq + (s.flags.includes('S') ? 1 : 0);
  const [a, b] = [around.own(begin), around.own(begin + s.length - 1)];
  if (s.length === 1) {
    return {
      zh: `${from} 写入的 1 个字节，编号 ${a}。`,
      en: `1 octet written by ${from}, number ${a}.`,
    };
  }
  return {
    zh: `${from} 写入的 ${s.length} 字节，编号 ${a} 到 ${b}。`,
    en: `${s.length} octets written by ${from}, numbers ${a} to ${b}.`,
  };
}

/** What the acknowledgment number confirms. */
export function meaningOfAck(around: Surroundings): Words {
  const { segment: s } = around;
  if (!s.flags.includes('.')) {
    return {
      zh: 'ACK 标志是 0，这个字段没有意义。',
      en: 'The ACK flag is 0: this field means nothing.',
    };
  }
  const [ack, last] = [around.peers(s.ack), around.peers(s.ack - 1)];
  const extra = repeats(around) ?? confirms(around) ?? { zh: '', en: '' };
  return {
    zh: `ack = ${ack} → 我已收到 ${last} 为止，下一个要 ${ack}。${extra.zh}`,
    en: `ack = ${ack} → I have all up to ${last}; next I want ${ack}.${extra.en}`,
  };
}

/** Which SYN or FIN the acknowledgment number lies just behind. */
function confirms(around: Surroundings): Words | null {
  const { segment: s, to } = around;
  const last = around.peers(s.ack - 1);
  for (const p of around.arrived()) {
    const syn = p.flags.includes('S') ? 1 : 0;
    const isFin = p.flags.includes('F') && ((p.seq + syn + p.length + 1 - s.ack) | 0) === 0;
    const isSyn = syn === 1 && ((p.seq + 1 - s.ack) | 0) === 0;
    if (!isFin && !isSyn) continue;
    const name = isFin ? 'FIN' : 'SYN';
    return {
      zh: `${last} 正是 ${to} 的 ${name}（${p.id}）：确认了它。`,
      en: ` ${last} is the ${name} of ${to} (${p.id}): it is confirmed.`,
    };
  }
  return null;
}

/** The same acknowledgment number as in the segment before. */
function repeats(around: Surroundings): Words | null {
  const { segment: s } = around;
  const before = first(around.before(), (b) => b.flags.includes('.'));
  if (before === null || before.ack !== s.ack) return null;
  return {
    zh: `和 ${before.id} 的确认号一样，没有确认新的内容。`,
    en: ` The same as in ${before.id}: nothing new is acknowledged.`,
  };
}

/** How much the window is, scaled, and how far it lets the peer go. */
export function meaningOfWindow(around: Surroundings): Words {
  const { segment: s, to } = around;
  if (s.flags.includes('R')) {
    return { zh: 'RST 里的窗口没有意义。', en: 'In a reset the window means nothing.' };
  }
  if (s.flags.includes('S')) {
    return {
      zh: `${s.wnd} 字节。SYN 里的窗口不乘因子。`,
      en: `${s.wnd} octets. In a SYN the window is not scaled.`,
    };
  }
  const shift = shiftOf(around.ownSyn, around.peerSyn);
  if (s.wnd === 0) {
    return {
      zh: `0：一个字节也收不下了，${to} 要停下来，定时探测窗口。`,
      en: `0: not one octet more fits. ${to} has to stop, and probe the window now and then.`,
    };
  }
  if (shift === null) {
    return {
      zh: `${s.wnd}：还没看到双方的 SYN，不知道要不要乘因子。`,
      en: `${s.wnd}: both SYNs have not been seen yet, so nobody knows whether it is scaled.`,
    };
  }
  const octets = s.wnd * 2 ** shift;
  const last = around.peers(s.ack + octets - 1);
  const sum = shift === 0 ? `${s.wnd}` : `${s.wnd} << ${shift} = ${octets}`;
  return {
    zh: `${sum} 字节：${to} 最多可以发到 ${last}。`,
    en: `${sum} octets: ${to} may send up to ${last}.`,
  };
}

/** The shift of a sender's windows; 0 unless both SYNs offer scaling, null when one was not seen. */
function shiftOf(own: TraceSegment | null, peer: TraceSegment | null): number | null {
  if (own === null || peer === null) return null;
  const mine = optionOf(own, 'wscale');
  return mine === null || optionOf(peer, 'wscale') === null ? 0 : Math.min(mine.shift, 14);
}
