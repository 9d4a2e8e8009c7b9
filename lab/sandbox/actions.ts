import type { Words } from '../../src/base/words.ts';

/** What an action needs to know. */
export interface Argument {
  readonly name: string;
  readonly says: Words;
  /** `who`: a host, or an address that may be nobody's. */
  readonly kind: 'host' | 'who' | 'text' | 'flag' | 'number' | 'time';
  readonly value: string | number | boolean;
  /** Bounds of a number; of a time, microseconds; of a text, its length. */
  readonly least: number;
  readonly most: number;
  /** It may be left out; a `rare` one is, until somebody asks for it. */
  readonly optional?: 'usual' | 'rare';
}

/** Something that can be done in a step. */
export interface ActionKind {
  /** Its name in the editor. */
  readonly id: string;
  /** The call of the engine. */
  readonly call: string;
  readonly says: Words;
  readonly args: readonly Argument[];
  /** Whether it may be done each time something happens: only what cannot go on for ever by itself. */
  readonly mayRepeat: boolean;
  /** What goes on at a socket, rather than at a host. */
  readonly hasSocket: boolean;
}

const DAY = 86_400_000_000;

function number(name: string, zh: string, en: string, value: number, least: number, most: number) {
  return { name, says: { zh, en }, kind: 'number', value, least, most } as const;
}

function time(name: string, zh: string, en: string, value: number, least: number, most = DAY) {
  return { name, says: { zh, en }, kind: 'time', value, least, most } as const;
}

function flag(name: string, zh: string, en: string, value: boolean) {
  return { name, says: { zh, en }, kind: 'flag', value, least: 0, most: 1 } as const;
}

const TO: Argument = {
  name: 'to',
  says: { zh: '对谁', en: 'to' },
  kind: 'host',
  value: '',
  least: 0,
  most: 0,
};
const PORT = number('port', '端口', 'port', 80, 1, 65_535);

function text(name: string, zh: string, en: string, value: string, most = 2000): Argument {
  return { name, says: { zh, en }, kind: 'text', value, least: 1, most };
}

const TEXT = text('text', '文字', 'text', 'hello');

function rare(a: Argument): Argument {
  return { ...a, optional: 'rare' };
}

function usual(a: Argument): Argument {
  return { ...a, optional: 'usual' };
}

const MOST_SEQ = 4_294_967_295;

function kind(
  id: string,
  zh: string,
  en: string,
  args: readonly Argument[] = [],
  o: Partial<Pick<ActionKind, 'call' | 'mayRepeat' | 'hasSocket'>> = {},
): ActionKind {
  return { id, call: id, says: { zh, en }, args, mayRepeat: false, hasSocket: true, ...o };
}

/** Everything an application can do, and what can happen to a host. */
export const ACTIONS: readonly ActionKind[] = [
  kind('listen', '监听 listen()', 'listen()', [
    PORT,
    usual(number('backlog', 'backlog', 'backlog', 128, 0, 4096)),
    usual(flag('accepts', '自动 accept()', 'accepts by itself', true)),
    rare(flag('reuseAddress', '地址重用', 'reuses the address', true)),
  ]),
  kind('accept', '接受 accept()', 'accept()', [], { mayRepeat: true }),
  kind('connect', '连接 connect()', 'connect()', [
    ...[TO, PORT],
    rare(number('localPort', '本地端口', 'own port', 5000, 1, 65_535)),
    rare(text('synText', 'SYN 上的文字', 'text on the SYN', 'hello')),
  ]),
  kind('passive-open', '等一个对端来连', 'wait for one peer', [
    PORT,
    { ...TO, name: 'from', says: { zh: '等谁', en: 'from' } },
    number('fromPort', '对方端口', 'port of the peer', 5000, 1, 65_535),
  ]),
  kind(
    'send-text',
    '发送文字',
    'send text',
    [TEXT, rare(flag('urgent', '紧急', 'urgent', false))],
    { call: 'send', mayRepeat: true },
  ),
  kind(
    'send-octets',
    '发送若干字节',
    'send octets',
    [number('octets', '字节', 'octets', 1000, 1, 1_000_000)],
    {
      call: 'send',
      mayRepeat: true,
    },
  ),
  kind('close', '关闭 CLOSE（还能收）', 'CLOSE (still receives)', [], { mayRepeat: true }),
  kind('release', '关闭 close(2)（不再收）', 'close(2) (receives no more)', [], {
    mayRepeat: true,
  }),
  kind('abort', '中止 ABORT', 'ABORT', [], { mayRepeat: true }),
  kind('pause', '暂停读取', 'stop reading', [], { mayRepeat: true }),
  kind('resume', '恢复读取', 'read again', [], { mayRepeat: true }),
  kind(
    'set',
    '设置选项',
    'set options',
    [
      usual(flag('keepAlive', '保活', 'keep-alive', true)),
      usual(time('keepAliveIdle', '空闲多久', 'idle', 60_000_000, 1_000_000)),
      usual(time('keepAliveInterval', '间隔', 'interval', 10_000_000, 1_000_000)),
      usual(number('keepAliveCount', '次数', 'count', 9, 1, 255)),
      rare(time('userTimeout', '用户超时', 'user timeout', 60_000_000, 0)),
      rare(time('linger', '关闭时等多久', 'linger', 0, 0)),
      rare(flag('noDelay', '不攒小段', 'no delay', true)),
    ],
    { mayRepeat: true },
  ),
  kind('load', '接连打开许多连接', 'open many connections', [
    ...[TO, PORT, number('count', '条数', 'count', 10, 1, 200)],
    time('every', '间隔', 'every', 10_000, 0, 3_600_000_000),
  ]),
  kind(
    'flood',
    'SYN 洪泛',
    'SYN flood',
    [
      ...[TO, PORT, number('count', '个数', 'count', 100, 1, 1000)],
      time('every', '间隔', 'every', 10_000, 0, 3_600_000_000),
    ],
    { hasSocket: false },
  ),
  kind(
    'inject',
    '伪造一个报文段',
    'forge a segment',
    [
      {
        ...TO,
        name: 'from',
        kind: 'who',
        says: { zh: '冒充谁（主机或地址）', en: 'as (host or address)' },
      },
      TO,
      number('sport', '源端口', 'source port', 5000, 0, 65_535),
      number('dport', '目的端口', 'destination port', 80, 0, 65_535),
      text('flags', '标志', 'flags', 'S', 8),
      number('seq', '序号', 'seq', 0, 0, MOST_SEQ),
      rare(number('ack', '确认号', 'ack', 0, 0, MOST_SEQ)),
      rare(text('text', '文字', 'text', 'hello')),
      rare(number('wnd', '窗口', 'window', 65_535, 0, 65_535)),
    ],
    { hasSocket: false },
  ),
  kind('unlisten', '不再监听', 'listen no more', [], { mayRepeat: true }),
  kind('kill', '杀掉进程', 'kill the program', [], { hasSocket: false }),
  kind('power-off', '断电', 'cut the power', [], { hasSocket: false }),
  kind('boot', '开机', 'boot', [], { hasSocket: false }),
  kind('unplug', '拔掉网线', 'pull the cable', [], { hasSocket: false }),
  kind('plug', '插上网线', 'plug the cable in', [], { hasSocket: false }),
];

/** What kind of action a call of the engine is; null for one that is not among them. */
export function kindOf(call: string, hasText: boolean): ActionKind | null {
  const id = call === 'send' ? (hasText ? 'send-text' : 'send-octets') : call;
  return ACTIONS.find((k) => k.id === id) ?? null;
}
