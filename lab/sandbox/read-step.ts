import type { Action, Happening, ScenarioCable, Step, When } from '../../src/sim/scenario.ts';
import { type ActionKind, type Argument, kindOf } from './actions.ts';
import { fields, flag, oneOf, span, text, Wrong, whole } from './read.ts';

const DAY = 86_400_000_000;

export const HAPPENINGS: readonly Happening[] = [
  ...(['accepted', 'connected', 'received', 'ended', 'closed'] as const),
];

const ADDRESS = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/;

/** A step made of what is given; throws {@link Wrong}. */
export function readStep(
  given: unknown,
  names: readonly string[],
  cables: readonly ScenarioCable[],
): Step {
  const raw = fields<'host' | 'when' | 'do'>(given);
  const host = oneOf(raw.host, names, '主机', 'the host');
  const rawAction = fields<string>(raw.do);
  const { call } = rawAction;
  const kind = kindOf(String(call), 'text' in rawAction);
  if (kind === null) throw new Wrong('没有选动作', 'no action is chosen');
  const when = whenOf(raw.when, kind);
  return { host, when, do: actionOf(rawAction, kind, host, names, cables) };
}

function actionOf(
  raw: { readonly [name: string]: unknown },
  kind: ActionKind,
  host: string,
  names: readonly string[],
  cables: readonly ScenarioCable[],
): Action {
  const action: Record<string, unknown> & { socket?: string; to?: unknown } = { call: kind.call };
  const { socket } = raw;
  if (kind.hasSocket && socket !== undefined) action.socket = socketOf(socket);
  for (const a of kind.args) {
    const given = raw[a.name];
    if (given !== undefined || a.optional === undefined) {
      action[a.name] = argumentOf(given, a, names);
    }
  }
  if (kind.call === 'inject' && !/^[FSRP.UEW]+$/.test(String(action['flags']))) {
    throw new Wrong('标志写作 S、S.、R、P.', 'flags are written S, S., R, P.');
  }
  const { to } = action;
  if (typeof to === 'string') {
    if (to === host) throw new Wrong('对方就是自己', 'the peer is the host itself');
    if (!cables.some(({ between }) => between.includes(host) && between.includes(to))) {
      throw new Wrong(
        `${host} 和 ${to} 之间没有线路`,
        `there is no cable between ${host} and ${to}`,
      );
    }
  }
  // Every argument of the table was read: this is one of the calls it lists.
  return action as Action;
}

function argumentOf(given: unknown, a: Argument, names: readonly string[]): unknown {
  const { zh, en } = a.says;
  const value = given ?? a.value;
  switch (a.kind) {
    case 'host':
      return oneOf(given, names, zh, en);
    case 'who':
      if (ADDRESS.test(String(given))) return given;
      return oneOf(given, names, zh, en);
    case 'flag':
      return flag(value, zh, en);
    case 'text':
      return text(value, zh, en, a.least, a.most);
    case 'time':
      // Where it means something: what is left is delivered, however long it takes.
      if (a.name === 'linger' && given === null) return null;
      return span(value, zh, en, a.least, a.most);
    case 'number':
      return whole(value, zh, en, a.least, a.most);
  }
}

function socketOf(given: unknown): string {
  const name = text(given, '套接字的名字', 'the name of the socket', 1, 20);
  if (/^[\p{L}\p{N} _-]+$/u.test(name)) return name;
  throw new Wrong('套接字的名字只含文字和数字', 'the name of a socket is letters and digits');
}

function whenOf(given: unknown, kind: ActionKind): When {
  const raw = fields<'at' | 'on' | 'after' | 'octets' | 'socket' | 'every'>(given);
  if ('at' in raw) return { at: span(raw.at, '时刻', 'the time', 0, DAY) };
  const on = oneOf(raw.on, HAPPENINGS, '何时', 'when');
  const every = raw.every === true;
  // An answer to each answer would go on for ever.
  if (every && (!kind.mayRepeat || (kind.call === 'send' && on === 'received'))) {
    throw new Wrong('这个动作不能每次都做', 'this cannot be done each time');
  }
  return {
    on,
    after: span(raw.after ?? 0, '之后多久', 'how long after', 0, DAY),
    ...(raw.octets === undefined
      ? {}
      : { octets: whole(raw.octets, '收到的字节数', 'octets received', 1, 10_000_000) }),
    ...(raw.socket === undefined ? {} : { socket: socketOf(raw.socket) }),
    ...(every ? { every } : {}),
  };
}
