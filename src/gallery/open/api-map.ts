import { count, endsIn, holds, stateAt, wire } from '../checks.ts';
import { CABLE, client, ms, s, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';

export const apiMap: Exhibit = {
  id: 'open/api-map',
  shelf: 'open',
  title: { zh: '哪个调用发出了哪个报文段？', en: 'Which call sends which segment?' },
  story: {
    zh: 'B 在 0 秒 listen()，A 在 1 秒 connect()，B 的程序到 2 秒才调用 accept()。看每个调用旁边有没有箭头，再看握手是在哪一刻完成的。',
    en: 'B calls listen() at 0 s, A calls connect() at 1 s, and the program at B calls accept() only at 2 s. Watch which of these calls has an arrow beside it, and when the handshake is over.',
  },
  point: {
    zh: '触发三次握手的是 connect()。listen() 只是进入 LISTEN，accept() 只是从全连接队列里取走一条，一个报文段也不发：握手由内核完成，1.15 秒就好了，不用等应用。',
    en: 'What starts the handshake is connect(). listen() only makes a LISTEN, and accept() only takes a connection from the queue and sends nothing: the kernel was done at 1.15 s, without waiting for the application.',
  },
  items: [2, 36],
  build: () => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [
      { host: 'B', when: { at: 0 }, do: { call: 'listen', port: 80, accepts: false } },
      { host: 'A', when: { at: s(1) }, do: { call: 'connect', to: 'B', port: 80 } },
      { host: 'B', when: { at: s(2) }, do: { call: 'accept' } },
    ],
    until: s(3),
  }),
  tries: [
    {
      interventions: [{ kind: 'fault', segment: 'A1', action: 'drop' }],
      says: {
        zh: '丢掉 SYN：accept() 时队列还是空的',
        en: 'lose the SYN: accept() finds the queue empty',
      },
    },
  ],
  question: {
    asks: { zh: 'B 调用 accept() 时，线上会出现什么？', en: 'What does accept() put on the wire?' },
    answers: [
      {
        says: { zh: 'SYN+ACK：这时才答复 A', en: 'a SYN+ACK: only accept() answers' },
        isTrue: (f) => f.sent('B', 'S.').some((x) => x.sentAt >= s(2)),
      },
      {
        says: { zh: 'ACK：告诉 A，应用已经收下', en: 'an ACK that tells A it was accepted' },
        isTrue: (f) => f.sent('B', '.').some((x) => x.sentAt >= s(2)),
      },
      {
        says: { zh: '什么也没有', en: 'nothing' },
        isTrue: (f) =>
          f.calls('B', 'accept').length === 1 && f.segments().every((x) => x.sentAt < s(2)),
      },
    ],
  },
  checks: [
    wire(['A S 100', 'B S. 300 a101', 'A . 101 a301']),
    count(
      {
        zh: 'A 调用 connect() 之前，线上一个报文段也没有',
        en: 'before A calls connect(): 0 segments',
      },
      (f) => f.segments().filter((x) => x.sentAt < s(1)).length,
      0,
    ),
    holds(
      {
        zh: 'SYN 在 connect() 的同一时刻发出，A 在 1.1 秒得知已连上',
        en: 'the SYN leaves the moment connect() is called; A is told at 1.1 s',
      },
      (f) =>
        f.calls('A', 'connect')[0]?.at === f.sent('A', 'S')[0]?.sentAt &&
        f.calls('A', 'connected')[0]?.at === s(1.1),
    ),
    stateAt('B', s(1.15), 'ESTABLISHED'),
    holds(
      {
        zh: '从 1.15 秒到 2 秒，连接在全连接队列里等 accept()',
        en: 'from 1.15 s to 2 s the connection waits in the accept queue',
      },
      (f) =>
        f.tablesAt('B', s(1.15)).acceptQueue === 1 &&
        f.tablesAt('B', s(2) - 1).acceptQueue === 1 &&
        f.tablesAt('B', s(2)).acceptQueue === 0,
    ),
    count(
      {
        zh: 'accept() 在 2 秒时返回，之后再没有报文段',
        en: 'accept() returns at 2 s, and no segment follows',
      },
      (f) =>
        f.calls('B', 'accept')[0]?.at === s(2)
          ? f.segments().filter((x) => x.sentAt > s(1) + ms(100)).length
          : -1,
      0,
    ),
    endsIn('B', 'ESTABLISHED'),
  ],
  refutedBy: { interventions: [{ kind: 'fault', segment: 'A1', action: 'drop' }] },
};
