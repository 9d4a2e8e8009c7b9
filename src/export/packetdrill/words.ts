import type { Lang } from '../../base/words.ts';

/** What the comments of a script say. */
export interface ScriptWords {
  title(side: string): string;
  /** Before the lines that say whose TCP it was. */
  readonly header: string;
  readonly cannot: string;
  /** What no script can express; a line each. */
  readonly limits: readonly string[];
  others(n: number): string;
  corrupted(id: string): string;
  peerLost(id: string, to: string): string;
  unwritable(id: string): string;
  urgent(id: string): string;
  failed(call: string, error: string): string;
  /** What the symbol AT_ONCE is for. */
  readonly atOnce: string;
  /** What is called for text on a SYN that goes again. */
  readonly synTextAgain: string;
  readonly later: string;
  readonly killed: string;
  readonly powerOff: string;
  readonly unplug: string;
  readonly plug: string;
}

const en: ScriptWords = {
  title: (side) => `A packetdrill script for Linux: does the kernel's TCP do what ${side} did?`,
  header: 'Whose TCP it was, for `synwave drill`; other tools test the one they run on:',
  cannot: 'It cannot express:',
  limits: [
    "what other hosts did: their segments come at the times of this run, whatever the kernel's TCP sends;",
    'what applications waited for: every call is made at the time it was made in this run;',
    'initial sequence numbers, addresses and ports: numbers count from 0, timestamps from 100 and 200;',
    'windows that the kernel offers: not compared, and its window scale follows its own net.ipv4.tcp_rmem;',
    'several segments at one instant: this stack answers them once, the kernel one by one;',
    'what the text says: packetdrill sends zeros.',
  ],
  others: (n) =>
    `${n === 1 ? 'one other connection' : `${n} other connections`} of this host: left out;`,
  corrupted: (id) => `${id} arrived corrupted: packetdrill cannot send a wrong checksum`,
  peerLost: (id, to) => `${id} was lost on the way to ${to}`,
  unwritable: (id) => `${id} is left out: packetdrill cannot write its sequence numbers`,
  urgent: (id) => `${id}: its urgent pointer is not in the trace`,
  failed: (call, error) => `the call ${call} failed: ${error}`,
  atOnce: 'AT_ONCE has `synwave drill` answer all of an instant at once; kernels do not know it',
  synTextAgain:
    'Text on a SYN that goes again with it: SEND in LISTEN (RFC 9293 section 3.10.2), which kernels do not have.',
  later: 'Here the same ports are used for another connection: left out.',
  killed: 'the application is killed, and the operating system closes its sockets',
  powerOff: 'Here the host loses power: what follows cannot be tested.',
  unplug: 'the cable is unplugged: what is sent now is lost',
  plug: 'the cable is plugged in again',
};

const zh: ScriptWords = {
  title: (side) => `用于 Linux 的 packetdrill 脚本：检验内核的 TCP 是否和 ${side} 的行为一致`,
  header:
    '以下几行写给 `synwave drill`，说明这里的 TCP 是哪一种；其他工具检验的是它们所在系统的 TCP：',
  cannot: '这个脚本表达不了：',
  limits: [
    '其他主机的行为：它们的报文段都照本次运行的时刻到达，不管内核发了什么；',
    '应用在等什么：每个调用都照本次运行的时刻发出；',
    '初始序号、地址和端口：序号从 0 数起，时间戳从 100 和 200 数起；',
    '内核通告的窗口：不作比较，窗口扩大因子由内核自己的 net.ipv4.tcp_rmem 决定；',
    '同一时刻到达的多个报文段：本协议栈合起来应答一次，内核逐个应答；',
    '数据的内容：packetdrill 只发全零的数据。',
  ],
  others: (n) => `这台主机的另外 ${n} 条连接：已略去；`,
  corrupted: (id) => `${id} 到达时已损坏：packetdrill 不能发送错误的校验和`,
  peerLost: (id, to) => `${id} 在前往 ${to} 的途中丢失`,
  unwritable: (id) => `${id} 已略去：packetdrill 写不出它的序号`,
  urgent: (id) => `${id}：轨迹里没有它的紧急指针`,
  failed: (call, error) => `调用 ${call} 失败：${error}`,
  atOnce: 'AT_ONCE 让 `synwave drill` 把同一时刻的事合起来应答一次；内核不认识它',
  synTextAgain:
    'SYN 带数据、重传时也带：这里用 LISTEN 状态下的 SEND（RFC 9293 3.10.2 节），内核没有这种调用。',
  later: '从这里起，同样的端口用于另一个连接：已略去。',
  killed: '应用的进程被杀死，操作系统替它关闭套接字',
  powerOff: '主机在这里断电：之后的行为无法检验。',
  unplug: '网线被拔掉：此时发出的都会丢失',
  plug: '网线又插上了',
};

/** Everything that is said, in each language. */
export const SCRIPT_WORDS: Readonly<Record<Lang, ScriptWords>> = { en, zh };
