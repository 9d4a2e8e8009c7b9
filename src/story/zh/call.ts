import type { Catalog } from '../catalog.ts';

/** Calls that TCP itself has nothing to say about. */
const OTHERS: Readonly<Record<string, string>> = {
  set: '的应用设置套接字选项',
  unlisten: '的应用不再监听',
  load: '的应用开始接连建立许多连接',
  inject: '伪造一个报文段',
  flood: '开始成批发送伪造的 SYN',
};

/** What applications do and are told, in Chinese. */
export const CALL = {
  'call/listen': {
    one: (p) => `${p.host} 的应用调用 listen，在端口 ${p.port} 等待连接`,
    why: () => 'listen 只建立监听，不发送任何报文段。',
  },
  'call/connect': {
    one: (p) => `${p.host} 的应用调用 connect，要连 ${p.to} 的端口 ${p.port}`,
    why: () => 'connect 触发 SYN，之后等对端的 SYN+ACK。',
  },
  'call/connected': {
    one: (p) => `${p.host} 的应用得知：连接已建立`,
    why: () => '对端确认了自己的 SYN，现在可以发数据了。',
  },
  'call/accept': {
    one: (p) => `${p.host} 的应用 accept 到一条连接`,
    why: () => 'accept 什么也不发送，只是从全连接队列取走一条连接。',
  },
  'call/send': {
    one: (p) => `${p.host} 的应用写入 ${p.amount}${p.said}`,
    why: () => '写入只是放进发送缓冲区；何时发由窗口、Nagle 算法等决定。',
  },
  'call/send-fails': {
    one: (p) => `${p.host} 的应用想写入 ${p.amount}${p.said}`,
    why: () => '这次写入没有成功，什么也没有放进发送缓冲区；原因见下一行。',
  },
  'call/read': {
    one: (p) => `${p.host} 的应用读到 ${p.amount}${p.said}`,
    why: () => '只有按序到达的数据才会交给应用。',
  },
  'call/end': {
    one: (p) => `${p.host} 的应用读到结尾：对端发完了`,
    why: () => '这是对端的 FIN。自己这边还可以继续发，直到调用 close。',
  },
  'call/close': {
    one: (p) => `${p.host} 的应用调用 close：没有要发的了`,
    why: () => 'close 排在已写入的数据之后，让 TCP 发 FIN；仍可接收。',
  },
  'call/release': {
    one: (p) => `${p.host} 的应用调用 close(2)，丢开套接字：不发也不收了`,
    why: () => '没人再读了。之后再有数据到来，TCP 会用 RST 回答。',
  },
  'call/abort': {
    one: (p) => `${p.host} 的应用中止连接`,
    why: () => 'ABORT 立刻发 RST，丢弃所有未送达的数据。',
  },
  'call/pause': {
    one: (p) => `${p.host} 的应用暂停读取`,
    why: () => '数据会积在接收缓冲区，窗口越来越小，直到 0。',
  },
  'call/resume': {
    one: (p) => `${p.host} 的应用继续读取`,
    why: () => '缓冲区腾出空间，窗口重新打开。',
  },
  'call/urgent': {
    one: (p) => `${p.host} 的应用得知：流里有紧急数据，再读 ${p.amount}就读完`,
    why: () => '提前通知的，只是紧急数据到哪里为止；字节在流里的位置不变。',
  },
  'call/trouble': {
    one: (p) => `${p.host} 的应用得知：一直没有回音，连接还在继续重试`,
    why: () => '重传几次仍无确认（超过 R1）或收到 ICMP 软错误时先告诉应用；连接并没有结束。',
  },
  'call/closed': {
    one: (p) => `${p.host} 的应用得知：连接正常结束`,
    why: () => '双方都关闭了，数据全部送达。',
  },
  'call/closed-refused': {
    one: (p) => `${p.host} 的应用得到 ECONNREFUSED：连接被拒绝`,
    why: () => '对端在，但那个端口没有人监听，回了 RST。',
  },
  'call/closed-reset': {
    one: (p) => `${p.host} 的应用得到 ECONNRESET：连接被对端重置`,
    why: () => '收到了 RST；没确认的数据到没到，不得而知。',
  },
  'call/closed-timed-out': {
    one: (p) => `${p.host} 的应用得到 ETIMEDOUT：等得太久没有回应`,
    why: () => '允许试的次数用完了，或保活没有回答。',
  },
  'call/closed-aborted': {
    one: (p) => `${p.host} 的应用得知：连接被本端中止（ECONNABORTED）`,
    why: () => '是自己这边放弃的，不是对端。',
  },
  'call/closed-unreachable': {
    one: (p) => `${p.host} 的应用得知：到不了对端（${p.error}）`,
    why: () => '没有路由，或收到 ICMP 差错：网络不通。',
  },
  'call/closed-error': {
    one: (p) => `${p.host} 的应用得知：连接因出错而结束（${p.error}）`,
    why: () => '错误码说明了原因。',
  },
  'call/failed-in-use': {
    one: (p) => `${p.host} 的 ${p.call} 失败：地址已被占用（EADDRINUSE）`,
    why: () => '同一端口有人监听，或四元组还在 TIME-WAIT 里。',
  },
  'call/failed-no-port': {
    one: (p) => `${p.host} 的 ${p.call} 失败：没有可用的地址或端口（EADDRNOTAVAIL）`,
    why: () => '去同一目的地的临时端口都被占着，常常是 TIME-WAIT 太多。',
  },
  'call/failed-pipe': {
    one: (p) => `${p.host} 的 ${p.call} 失败：这一边已经关闭发送（EPIPE）`,
    why: () => '调用过 close，就不能再写。',
  },
  'call/failed': {
    one: (p) => `${p.host} 的 ${p.call} 失败（${p.error}）`,
    why: () => '错误码说明了原因；网络上什么也没有发生。',
  },
  'call/other': {
    one: (p) => `${p.host} ${OTHERS[p.call] ?? `的应用调用 ${p.call}`}`,
    why: () => '这是应用的动作，TCP 会照着办。',
  },
} satisfies Partial<Catalog>;
