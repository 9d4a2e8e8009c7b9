import type { Words } from '../../src/base/words.ts';

export const STREAM = {
  title: { zh: '字节流对照', en: 'Streams side by side' },
  none: { zh: '还没有应用说话。', en: 'No application has said anything yet.' },
  wrote: { zh: '{x} 写了', en: '{x} wrote' },
  read: { zh: '{x} 读到', en: '{x} read' },
  nobody: { zh: '没有人', en: 'nobody' },
  right: { zh: '{n} 字节，0 字节有错', en: '{n} octets, 0 wrong' },
  wrong: { zh: '✗ {n} 字节不对', en: '✗ {n} wrong octets' },
  pending: { zh: '{n} 字节还没读到', en: '{n} not read yet' },
  missing: { zh: '{n} 字节再也读不到了', en: '{n} will never be read' },
  skipped: { zh: '中间 {n} 字节都一样', en: '{n} equal octets between' },
  unknown: {
    zh: '内容没有记录，只比较了字节数。',
    en: 'Contents are not kept: only counts are compared.',
  },
  score: {
    zh: '你试过 {n} 种走法，读错的字节：{wrong}',
    en: 'You tried {n} courses; wrong octets: {wrong}',
  },
  where: { zh: '第 {i} 字节：写的是 {w}，读到 {r}', en: 'octet {i}: wrote {w}, read {r}' },
  nothing: { zh: '无', en: 'none' },
} as const satisfies Record<string, Words>;

export const FLOOD = {
  title: { zh: '攻击与防守', en: 'Attack and defence' },
  rate: { zh: '每秒假 SYN', en: 'Forged SYNs a second' },
  occupancy: { zh: '半连接队列的占用', en: 'SYN queue over time' },
  suffices: {
    zh: '{slots} 个位置 × {life} ⇒ 每 {every}一个假 SYN 就够占满',
    en: '{slots} slots × {life} ⇒ one forged SYN per {every} is enough',
  },
  noSlots: {
    zh: '一直用 SYN cookie：SYN 不占位置，假 SYN 再多也占不满什么。',
    en: 'With cookies always, a SYN takes no slot: no number of forged ones fills anything.',
  },
  noSlotsWhenFull: {
    zh: '队列满了就发 SYN cookie：从那时起 SYN 不占位置，占满了也照样能连上。',
    en: 'When the queue is full cookies go out: from then on a SYN takes no slot, and all can still connect.',
  },
  withRate: {
    zh: '现在每 {every}一个：是所需的 {times} 倍。',
    en: 'Now one per {every}: {times} times what it takes.',
  },
  below: {
    zh: '现在每 {every}一个：还占不满。',
    en: 'Now one per {every}: not enough to fill it.',
  },
  cookies: { zh: 'SYN cookie', en: 'SYN cookies' },
  never: { zh: '不用', en: 'never' },
  full: { zh: '满了才用', en: 'when full' },
  always: { zh: '总是', en: 'always' },
  slots: { zh: '队列位置', en: 'Slots of the queue' },
  retries: { zh: 'SYN+ACK 重发次数', en: 'SYN+ACK retries' },
  peak: { zh: '最多 {n} / {limit}', en: 'at most {n} of {limit}' },
  unit: { zh: '{n} 个/秒', en: '{n} a second' },
  rateOf: { zh: '间隔', en: 'Interval' },
} as const satisfies Record<string, Words>;

export const COOKIE = {
  title: { zh: 'cookie 的 32 位', en: 'The 32 bits of a cookie' },
  none: { zh: '还没有发出 cookie。', en: 'No cookie has been sent yet.' },
  which: { zh: 'SYN+ACK 的序号：', en: 'Sequence number of the SYN+ACK:' },
  mac: { zh: '散列 24 位', en: 'hash, 24 bits' },
  time: { zh: '时间 5 位', en: 'time, 5 bits' },
  mss: { zh: 'MSS 档位 3 位', en: 'MSS class, 3 bits' },
  timeIs: { zh: '第 {n} 个 64 秒', en: 'unit {n} of 64 s' },
  mssIs: { zh: '第 {n} 档：{mss}', en: 'class {n}: {mss}' },
  mask: { zh: '低 8 位与密钥掩码异或后上线', en: 'the lower 8 bits go XORed with a secret mask' },
  hint: { zh: '点一位把它改掉，看服务器怎么办。', en: 'Flip a bit and see what the server does.' },
  tampered: {
    zh: '改了第 {n} 位（{part}）：B 用密钥重算散列，对不上，不建 TCB，回 RST。',
    en: 'Bit {n} changed ({part}): B computes the hash anew, it differs, there is no TCB, and a RST goes back.',
  },
  tamperedTime: {
    zh: '改了第 {n} 位（{part}）：时间变成第 {tick} 格。太旧就直接作废；不旧，散列也对不上，回 RST。',
    en: 'Bit {n} changed ({part}): the time reads as unit {tick}. Too old, it is void; if not, the hash differs: a RST.',
  },
  tamperedMss: {
    zh: '改了第 {n} 位（{part}）：MSS 档位变成 {mss}，而散列也管着它：对不上，回 RST。',
    en: 'Bit {n} changed ({part}): the MSS class reads {mss}, but the hash covers it too: it differs, a RST.',
  },
  valid: {
    zh: '原样带回来（加 1）：验得过，这时才建 TCB。',
    en: 'Brought back as it is, plus 1: it holds, and now there is a TCB.',
  },
  undo: { zh: '改回来', en: 'Put it back' },
  forged: { zh: '看真的伪造：flood/cookie-forged', en: 'See real forgeries: flood/cookie-forged' },
  bit: { zh: '第 {n} 位，值 {v}，{part}', en: 'bit {n}, value {v}, {part}' },
} as const satisfies Record<string, Words>;

export const PORTS = {
  title: { zh: '{x} 的临时端口', en: 'Ephemeral ports of {x}' },
  free: { zh: '空闲', en: 'free' },
  used: { zh: '在用', en: 'in use' },
  'time-wait': { zh: 'TIME-WAIT', en: 'TIME-WAIT' },
  formula: {
    zh: '{ports} 个端口 ÷ {tw} = 每秒最多 {rate} 个新连接（到同一个服务器端口）',
    en: '{ports} ports / {tw} = at most {rate} new connections a second (to one server port)',
  },
  holders: { zh: 'TIME-WAIT 在谁那里：', en: 'Who holds TIME-WAIT: ' },
  nobody: { zh: '现在没有', en: 'nobody now' },
  failures: {
    zh: '没有端口可用（EADDRNOTAVAIL）：{n} 次',
    en: 'No port left (EADDRNOTAVAIL): {n} times',
  },
  left: { zh: '还剩 {t}', en: '{t} left' },
  tooMany: {
    zh: '{n} 个端口太多，只画占用的比例。',
    en: '{n} ports are too many to draw: see the share taken.',
  },
} as const satisfies Record<string, Words>;

export const WAITS = {
  title: { zh: '一次次等了多久', en: 'How long each wait was' },
  none: { zh: '还没有白等过。', en: 'Nothing was waited for in vain yet.' },
  of: { zh: '{x}：{timer}', en: '{timer} of {x}' },
  total: { zh: '{sum} = {total}', en: '{sum} = {total}' },
  running: { zh: '正在等，到期还有 {t}', en: 'waiting, {t} to go' },
  'syn-ack': { zh: 'SYN+ACK 重传定时器', en: 'SYN+ACK timer' },
  retransmission: { zh: '重传定时器', en: 'retransmission timer' },
  'keep-alive': { zh: '保活定时器', en: 'keep-alive timer' },
  persist: { zh: '坚持定时器', en: 'persist timer' },
} as const satisfies Record<string, Words>;

export const LIVES = {
  title: { zh: '报文段的寿命与 2MSL', en: 'Lives of segments, and 2 MSL' },
  none: { zh: '还没有谁进入 TIME-WAIT。', en: 'Nobody is in TIME-WAIT yet.' },
  msl: {
    zh: 'MSL = {t}：一个报文段最多在网络里活这么久',
    en: 'MSL = {t}: no segment lives longer in the network',
  },
  wait: { zh: '{x} 的 TIME-WAIT：{t}', en: 'TIME-WAIT of {x}: {t}' },
  two: {
    zh: '去一个 MSL，回一个 MSL：两条首尾相接 = 2MSL',
    en: 'One MSL out, one MSL back: two bars end to end = 2 MSL',
  },
  enough: {
    zh: '等够 2MSL：去的 ACK 和回的 FIN 都已经不在了。',
    en: '2 MSL is enough: the ACK out and the FIN back are gone by then.',
  },
  short: {
    zh: '等不到 2MSL：最坏情况下，重传的 FIN 到的时候已经没人在等。',
    en: 'Less than 2 MSL: at worst the FIN comes when nobody waits any more.',
  },
  life: { zh: '寿命上限', en: 'may live' },
  way: { zh: '在路上', en: 'under way' },
} as const satisfies Record<string, Words>;

export const DEATHS = {
  title: { zh: '四种死法', en: 'Four deaths' },
  how: { zh: '怎么死的', en: 'How it goes' },
  kill: { zh: '进程被杀', en: 'process killed' },
  'power-off': { zh: '断电', en: 'power off' },
  reboot: { zh: '重启', en: 'reboot' },
  unplug: { zh: '拔网线', en: 'cable pulled' },
  idle: { zh: '对端空闲，无保活', en: 'peer idle, no keep-alive' },
  'idle-keepalive': { zh: '空闲，有保活', en: 'idle, keep-alive' },
  sending: { zh: '对端在发数据', en: 'peer sending' },
  none: { zh: '这一刻大家都还活着。', en: 'Everybody is well so far.' },
  run: {
    zh: '这次运行：{x} 在 {t}{how}；{peer} 看到：',
    en: 'In this run: {x}, {how} at {t}; {peer} saw:',
  },
  nothing: { zh: '什么也没看到', en: 'nothing at all' },
  gone: {
    zh: '（那时 {peer} 早已没有连接，上面哪一格都不是。）',
    en: '({peer} had no connection left by then: it is none of the cases above.)',
  },
  here: { zh: '这次运行', en: 'this run' },
} as const satisfies Record<string, Words>;

/** What the peer sees of each death, by what it does meanwhile. */
export const SEEN: Readonly<Record<string, Readonly<Record<string, Words>>>> = {
  kill: {
    idle: { zh: '马上收到 FIN', en: 'a FIN at once' },
    'idle-keepalive': { zh: '马上收到 FIN', en: 'a FIN at once' },
    sending: { zh: 'FIN，再发就收到 RST', en: 'a FIN; a RST if it sends on' },
  },
  'power-off': {
    idle: { zh: '一片寂静，永远 ESTABLISHED', en: 'silence: ESTABLISHED for ever' },
    'idle-keepalive': { zh: '探测无人回答，ETIMEDOUT', en: 'probes unanswered: ETIMEDOUT' },
    sending: { zh: '重传退避，最后 ETIMEDOUT', en: 'backoff, then ETIMEDOUT' },
  },
  reboot: {
    idle: { zh: '不知道，直到自己开口', en: 'nothing, until it speaks' },
    'idle-keepalive': { zh: '探测换来 RST', en: 'a probe brings a RST' },
    sending: { zh: '数据换来 RST', en: 'data brings a RST' },
  },
  unplug: {
    idle: { zh: '不知道；插回去一切照旧', en: 'nothing; plugged in, all goes on' },
    'idle-keepalive': { zh: '探测无人回答，ETIMEDOUT', en: 'probes unanswered: ETIMEDOUT' },
    sending: { zh: '重传；插回去就接着传', en: 'sends again; goes on when plugged' },
  },
};

export const GUESS = {
  title: { zh: '攻击者猜的序号', en: "The attacker's guess" },
  none: { zh: '还没有伪造的报文段到达。', en: 'No forged segment has arrived yet.' },
  exact: { zh: '正好等于 RCV.NXT', en: 'exactly RCV.NXT' },
  window: { zh: '在窗口里，但不等于 RCV.NXT', en: 'in the window, but not RCV.NXT' },
  outside: { zh: '在窗口外', en: 'outside the window' },
  at: {
    zh: '{id}（{flags}）猜 {seq}，离 RCV.NXT {off}',
    en: '{id} ({flags}) guesses {seq}, {off} from RCV.NXT',
  },
  answer: { zh: '{x} 的反应：', en: '{x}: ' },
  silent: { zh: '不理会', en: 'does nothing' },
  ruler: {
    zh: '接收窗口：RCV.NXT = {nxt}，长 {wnd}',
    en: 'Receive window: RCV.NXT = {nxt}, {wnd} long',
  },
  odds: {
    zh: '盲猜：进窗口 1/{inside}，正好 1/{exact}',
    en: 'Blind odds: in the window 1/{inside}, exact 1/{exact}',
  },
} as const satisfies Record<string, Words>;

/** What a host did about a forged segment, by code. */
export const ANSWERS: Readonly<Record<string, Words>> = {
  'sent/challenge-ack': { zh: '回挑战 ACK', en: 'sends a challenge ACK' },
  'sent/ack-again': { zh: '回 ACK', en: 'sends an ACK' },
  'sent/duplicate-ack': { zh: '回重复 ACK', en: 'sends a duplicate ACK' },
  'sent/rst': { zh: '回 RST', en: 'sends a RST' },
  'sent/rst-bad-ack': { zh: '回 RST', en: 'sends a RST' },
  'dropped/bad-reset': { zh: '丢弃：RST 不算数', en: 'drops it: the RST does not count' },
  'dropped/outside-window': { zh: '丢弃：在窗口外', en: 'drops it: outside the window' },
  'dropped/unacceptable-ack': { zh: '丢弃：确认号不能接受', en: 'drops it: unacceptable ACK' },
  'dropped/no-ack': { zh: '丢弃：没有 ACK', en: 'drops it: no ACK' },
  'state/reset': { zh: '连接被重置', en: 'the connection is reset' },
  'state/half-open-reset': { zh: '半连接被重置', en: 'the half-open entry is reset' },
  'call/closed-reset': { zh: '应用得到 ECONNRESET', en: 'its application is told ECONNRESET' },
};

export const COUNTERS = {
  title: { zh: '报文段计数', en: 'Segments so far' },
  sent: { zh: '发出', en: 'sent' },
  again: { zh: '重传', en: 'sent again' },
  lost: { zh: '丢失', en: 'lost' },
  wasted: { zh: '到了也没用', en: 'arrived in vain' },
  by: { zh: '{x} 发 {n}', en: '{x} sent {n}' },
  toOpen: {
    zh: '发出第 {n} 个之后，双方都到了 ESTABLISHED',
    en: 'both ESTABLISHED once {n} were sent',
  },
  few: { zh: '只数了详细记录的流。', en: 'Only flows that are followed are counted.' },
} as const satisfies Record<string, Words>;

export const INBOX = {
  title: { zh: '应用的收件箱', en: 'Inbox of the application' },
  none: { zh: '还没有 SYN 带来数据。', en: 'No SYN has brought any text yet.' },
  held: { zh: '扣着：连接还没建立', en: 'held: not established yet' },
  ready: { zh: '已建立，等应用来读', en: 'established, waiting to be read' },
  read: { zh: '{t} 读走', en: 'read at {t}' },
  dropped: { zh: '✗ 丢弃', en: '✗ dropped' },
  came: { zh: '{t} 随 {id} 到 {x}', en: 'came to {x} at {t} with {id}' },
  twice: { zh: '✗ 同样的内容读了 {n} 次', en: '✗ the same was read {n} times' },
} as const satisfies Record<string, Words>;

export const MOUTH = {
  title: { zh: '嘴里还有多少话', en: 'Bytes still in the mouth' },
  none: { zh: '还没有 FIN 到达。', en: 'No FIN has arrived yet.' },
  has: {
    zh: 'FIN 到的时候，{x} 还有 {n} 字节要说',
    en: 'When the FIN came, {x} had {n} octets to say',
  },
  hidden: {
    zh: 'FIN 到了，{x} 之后说了 {n} 字节',
    en: 'The FIN has come; {x} has said {n} octets since',
  },
  said: { zh: '已说 {said} / {n}', en: '{said} of {n} said' },
  withAck: {
    zh: '应用赶在 ACK 之前关闭：FIN 和 ACK 在同一个报文段里。',
    en: 'The application closed before the ACK went: FIN and ACK are one segment.',
  },
  apart: {
    zh: 'ACK 单独先走，FIN 在 {t}后才发：应用到那时才关闭。',
    en: 'The ACK went by itself, the FIN {t} later, when the application closed.',
  },
  afterText: {
    zh: 'ACK 随数据先走；数据一个报文段装不下，FIN 在最后一个上，是 {t}后。',
    en: 'The ACK rode on text that took more than one segment; the FIN is on the last, {t} later.',
  },
  soFar: {
    zh: '从第一个 FIN 起，到现在是 {n} 个报文段。',
    en: 'From the first FIN to here: {n} segments.',
  },
  closed: {
    zh: '从第一个 FIN 起，关闭一共用了 {n} 个报文段。',
    en: 'From the first FIN on, {n} segments in all to close.',
  },
  notYet: { zh: '它的 FIN 还没有发。', en: 'It has not sent its FIN.' },
} as const satisfies Record<string, Words>;
