import { describe, expect, it } from 'vitest';
import type { Run } from '../../lab/engine/protocol.ts';
import { stage } from '../../lab/engine/stage.ts';
import { BLANKS, NOTE_VALUES, valuesIn } from '../../lab/notes/blanks.ts';
import { exhibitsFor, judge } from '../../lab/notes/claim/judge.ts';
import { recognise } from '../../lab/notes/claim/recognise.ts';
import { SAYINGS } from '../../lab/notes/claim/sayings.ts';
import { EXHIBITS } from '../../src/gallery/index.ts';
import { ERRATA } from '../../src/story/errata.ts';

const runs = new Map<string, Run>();

function runOf(id: string, values: Readonly<Record<string, number>> = {}): Run {
  const key = `${id} ${JSON.stringify(values)}`;
  const known = runs.get(key);
  if (known !== undefined) return known;
  const exhibit = EXHIBITS.find((e) => e.id === id);
  if (exhibit === undefined) throw new RangeError(`no exhibit '${id}'`);
  const run = stage(exhibit, { exhibit: id, seed: 1, values, interventions: [] });
  runs.set(key, run);
  return run;
}

function answers(text: string) {
  return recognise(text).map((claim) =>
    judge(
      claim,
      exhibitsFor(claim).map((id) => runOf(id)),
    ),
  );
}

type Row = readonly [text: string, ...verdicts: ('right' | 'wrong' | 'depends')[]];

// What is pasted, and what is to be said of each claim in it, in order.
const TABLE: readonly Row[] = [
  // Numbers of note S2.
  ['第三次挥手 seq=2350', 'wrong'],
  ['笔记说第三次挥手 seq=2350。对吗？', 'wrong'],
  ['第三次挥手 seq=2351', 'right'],
  ['第三次挥手的序号是 2350', 'wrong'],
  ['第三次挥手是 2351', 'right'],
  [
    '第二次挥手：确认号ack=1102(客户端FIN报文序列号1101+1)、序列号seq=2300(300+2000)',
    'right',
    'wrong',
  ],
  ['第四次挥手：确认号ack=2351、序列号seq=1102', 'wrong', 'right'],
  ['seq=2300、seq=2350、ack=2351', 'wrong', 'wrong', 'wrong'],
  ['第一次挥手：FIN=1、序列号seq=1101(100+1+1000)', 'right'],
  ['最后的 ACK 的确认号是 2352', 'right'],
  ['The third wave has seq=2350.', 'wrong'],
  ['The FIN of the server has sequence number 2351', 'right'],
  ['The last ACK is ack=2351', 'wrong'],
  ['the second segment of the handshake has ack = 101', 'right'],
  ['第三次握手 seq=100, ack=301', 'wrong', 'right'],
  ['服务器的 FIN 序号为 2350', 'wrong'],
  ['seq=4711', 'wrong'],
  // Numbers as letters.
  ['第二次握手：SYN=1, ACK=1, seq=y, ack=x+1', 'right', 'right'],
  ['第三次握手 ack=y', 'wrong'],
  ['第三次握手（ACK）：ACK=1, seq=x+1, ack=y+1', 'right', 'right'],
  ['The fourth wave: seq=u+1, ack=w+1', 'right', 'right'],
  ['第二次挥手 ack=u', 'wrong'],
  // States.
  ['服务器第二次握手后进入 ESTABLISHED', 'wrong'],
  ['服务器第二次握手后进入 SYN_RCVD', 'right'],
  ['第三次握手：此包发送完毕，客户端和服务器进入 ESTABLISHED 状态', 'wrong'],
  ['第三次握手后，双方进入 ESTABLISHED', 'right'],
  ['第一次挥手后客户端进入 FIN_WAIT_1', 'right'],
  ['服务器收到 FIN 后进入 CLOSE_WAIT', 'right'],
  ['第四次挥手后客户端进入 CLOSED', 'wrong'],
  ['客户端收到服务器的 FIN 后进入 TIME-WAIT', 'right'],
  ['After sending the SYN the client is in SYN-SENT', 'right'],
  ['After the third wave the server enters TIME-WAIT', 'wrong'],
  ['The server enters LAST-ACK after the third wave', 'right'],
  ['主动关闭方进入 TIME-WAIT', 'right'],
  ['被动关闭方进入 TIME-WAIT', 'wrong'],
  ['服务器进入 TIME_WAIT', 'depends'],
  // How many.
  ['建立一个 TCP 连接时，需要客户端和服务器总共发送3个包', 'right'],
  ['TCP 的连接的拆除需要发送四个包', 'right'],
  ['关闭连接必须四次挥手', 'wrong'],
  ['不能用三次挥手', 'wrong'],
  ['两次握手就够了', 'wrong'],
  ['Closing takes four segments', 'right'],
  ['A two-way handshake is enough to open', 'wrong'],
  // How long, and how often.
  ['SYN 洪泛：半连接存活 63 秒', 'right'],
  ['半连接存活时间是 60 秒', 'wrong'],
  ['TIME_WAIT 持续 60 秒', 'depends'],
  ['TIME-WAIT lasts 4 minutes', 'depends'],
  ['TIME_WAIT 等 10 秒', 'wrong'],
  ['保活计时器通常是 2 小时，以后每隔 75 秒钟发送一次探测', 'right', 'right'],
  ['连发 10 个探测报文', 'depends'],
  ['A half-open entry lives for 63 seconds', 'right'],
  // What notes say.
  ['ACK 和 FIN 不能一起发送', 'wrong'],
  ['前两次握手不能携带数据', 'wrong'],
  ['第三次握手的时候，可以携带数据', 'right'],
  ['服务端可能无限等待最后一个 ACK', 'wrong'],
  ['ack=seq+1', 'depends'],
  ['标志位共6个', 'depends'],
  ['SYN 和 FIN 各占一个序号', 'right'],
  ['只有客户端会重传', 'wrong'],
  ['The server waits forever for the last ACK', 'wrong'],
  ['CLOSE_WAIT 过多是程序忘了调用 close()', 'right'],
  ['客户端处于 SYN_SEND 状态', 'wrong', 'right'],
];

describe('the claim checker', () => {
  it.each(TABLE)('answers: %s', (text, ...verdicts) => {
    const found = answers(text);
    expect(
      [...found.map((v) => v.verdict)].sort(),
      JSON.stringify(found, null, 1).slice(0, 3000),
    ).toEqual([...verdicts].sort());
    for (const v of found) {
      for (const words of [v.seen, v.because]) {
        expect(words.zh).not.toMatch(/undefined|NaN|null/);
        expect(words.en).not.toMatch(/undefined|NaN|null|\p{Script=Han}/u);
      }
    }
  });

  it('says 2351 to the note that says 2350, and why', () => {
    const [v] = answers('第三次挥手 seq=2350');
    expect(v).toMatchObject({ erratum: 'N1', segment: 'B6', exhibit: 'close/worked-numbers' });
    expect(v?.seen.zh).toBe('引擎里，第三次挥手（B6）的序号是 2351，不是 2350。');
    expect(v?.because.zh).toBe(
      '服务器方向：300 + 1（SYN） + 2000（字节） + 50（字节） = 2351。SYN 和 FIN 各占一个序号。',
    );
    expect(v?.because.en).toContain('300 + 1 (SYN) + 2000 (octets) + 50 (octets) = 2351');
  });

  it('finds nothing where nothing is claimed', () => {
    for (const text of ['', '你好', 'TCP is a protocol.', '三次握手的过程', 'x'.repeat(1000)]) {
      expect(recognise(text), text).toEqual([]);
    }
  });

  it('takes any text, however long', () => {
    const from = performance.now();
    for (const unit of ['第三次挥手 seq=1 ', 'ack', '一', '客户端', '(', '第三', ' \n']) {
      expect(recognise(unit.repeat(20_000)).length).toBeLessThanOrEqual(40);
    }
    expect(performance.now() - from).toBeLessThan(20_000);
  });

  it('quotes of every saying a check that holds', () => {
    for (const s of SAYINGS) {
      const check = runOf(s.exhibit).card.checks[s.check];
      expect(check?.ok, s.id).toBe(true);
      expect(s.erratum !== undefined || s.because !== undefined, s.id).toBe(true);
      if (s.erratum !== undefined) expect(ERRATA.map((e) => e.id)).toContain(s.erratum);
    }
  });

  it('answers what the notes say where it is wrong', () => {
    const unanswered = ERRATA.filter((e) => recognise(e.claim).length === 0).map((e) => e.id);
    expect(unanswered).toEqual([]);
  });
});

describe('the numbers of note S2', () => {
  it('are 1101, 2301, 1102, 2351, 1102 and 2352 on the wire', () => {
    const { trace } = runOf('close/worked-numbers');
    expect(valuesIn(trace)).toEqual([1101, 2301, 1102, 2351, 1102, 2352]);
    expect(BLANKS).toHaveLength(6);
    const wrong = valuesIn(trace).filter((n, i) => n !== NOTE_VALUES[i]);
    expect(wrong).toEqual([2301, 2351, 2352]);
  });

  it('move with the octets that are sent', () => {
    const { trace } = runOf('close/worked-numbers', { up: 7, down: 1999, late: 1 });
    expect(valuesIn(trace)).toEqual([108, 2300, 109, 2301, 109, 2302]);
  });
});
