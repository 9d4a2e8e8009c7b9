import type { Catalog } from '../catalog.ts';

/** What the network, the whole host or loss recovery does, in Chinese. */
export const NETWORK = {
  'dropped/corrupt': {
    one: (p) => `${p.host} 丢弃 ${p.id}：校验和不对`,
    why: () => 'TCP 不会为坏报文段发“否认”，它没有 NAK；可靠靠的是确认和重传。',
  },
  'dropped/malformed': {
    one: (p) => `${p.host} 丢弃 ${p.id}：首部不合规（${p.reason}）`,
    why: () => '解析不了的报文段，计数后丢弃，绝不影响连接。',
  },
  'dropped/not-for-us': {
    one: (p) => `${p.host} 丢弃 ${p.id}：不是发给这里的`,
    why: () => '目的地址不对，或是广播地址；TCP 只处理单播。',
  },
  'dropped/no-listener': {
    one: (p) => `${p.host} 丢弃 ${p.id}：没有人监听这个端口`,
    why: () => '没有连接也没有监听者。',
  },
  'dropped/syn-queue-full': {
    one: (p) => `${p.host} 丢弃 ${p.id}：半连接队列满了`,
    why: () => 'SYN 洪泛要的就是这个局面。正常的发起方会重试；用 SYN cookie，可以不占队列。',
  },
  'dropped/accept-queue-full': {
    one: (p) => `${p.host} 丢弃 ${p.id}：全连接队列满了`,
    why: () => '应用 accept 得太慢，backlog 已用完。',
  },
  'dropped/awaits-text': {
    one: (p) => `${p.host} 记下 ${p.id}，等数据到来`,
    why: () => '设了 TCP_DEFER_ACCEPT：没有数据可读，应用就不要这条连接。',
  },
  'dropped/outside-window': {
    one: (p) => `${p.host} 不采用 ${p.id}：序号在接收窗口之外`,
    why: () => '窗口之外的不能收；若是旧的重复，就再确认一次。',
  },
  'dropped/paws': {
    one: (p) => `${p.host} 不采用 ${p.id}：时间戳太旧（PAWS）`,
    why: () => '时间戳比最近收到的还旧，就是过时的重复，哪怕序号碰巧落在窗口里。',
  },
  'dropped/no-ack': {
    one: (p) => `${p.host} 丢弃 ${p.id}：没有该有的 ACK`,
    why: () => '同步之后的报文段必须带 ACK；SYN-SENT 里的 RST 也要有。',
  },
  'dropped/unacceptable-ack': {
    one: (p) => `${p.host} 不采用 ${p.id}：确认号不对`,
    why: () => '它确认的序号没有发过，或者旧得不可能。',
  },
  'dropped/after-close': {
    one: (p) => `${p.host} 丢弃 ${p.id} 的数据：应用已经走了`,
    why: () => '没人会再读，收下就等于骗对端说“送到了”。',
  },
  'dropped/bad-reset': {
    one: (p) => `${p.host} 不理会 ${p.id}：RST 的序号不正好是 RCV.NXT`,
    why: () => 'RFC 5961 定这条规则，是防有人盲猜序号来切断连接。',
  },
  'dropped/syn-fin': {
    one: (p) => `${p.host} 丢弃 ${p.id}：SYN 和 FIN 同时置位`,
    why: () => '又要开又要关，没有意义，常见于端口扫描；有的系统直接丢弃。',
  },
  'dropped/interface-down': {
    one: (p) => `${p.host} 丢弃一个包：接口没有启用`,
    why: () => '接口关着，什么也进不来、出不去。',
  },
  'dropped/no-route': {
    one: (p) => `${p.host} 丢弃一个包：没有到对端的路由`,
    why: () => '不知道该从哪个接口发出去。',
  },
  'dropped/icmp': {
    one: (p) => `${p.host} 不理会一个 ICMP 报文（${p.reason}）`,
    why: () => 'ICMP 差错要对得上在途的报文段才可信，否则谁都能借它捣乱。',
  },
  'dropped/other': {
    one: (p) => `${p.host} 丢弃一个包（${p.reason}）`,
    why: () => '按原因计数后丢弃。',
  },
  'lost/syn': {
    one: (p) => `${p.id}（SYN）丢了：${p.reason}`,
    why: (p) => `${p.peer} 根本不知道有人来过；只有 ${p.host} 的重传定时器能发现，到时会再发 SYN。`,
  },
  'lost/syn-ack': {
    one: (p) => `${p.id}（SYN+ACK）丢了：${p.reason}`,
    why: (p) =>
      `两边都会补救：${p.peer} 重发 SYN，${p.host} 重发 SYN+ACK，谁的定时器先到期谁先发。`,
  },
  'lost/ack-of-syn': {
    one: (p) => `${p.id}（第三次握手的 ACK）丢了：${p.reason}`,
    why: (p) =>
      `${p.host} 已经是 ESTABLISHED，${p.peer} 还在 SYN-RECEIVED。${p.peer} 重发 SYN+ACK，或 ${p.host} 的第一份数据到达，都能补上。`,
  },
  'lost/data': {
    one: (p) => `${p.id}（${p.amount}数据）丢了：${p.reason}`,
    why: (p) => `${p.host} 留着这份数据；超时或收到三个重复 ACK 就重传。`,
  },
  'lost/ack': {
    one: (p) => `${p.id}（ACK）丢了：${p.reason}`,
    why: () =>
      '纯 ACK 不会重传。确认是累积的，后面的 ACK 就能顶上；没有后面的，对端一重发，又换来一个 ACK。',
  },
  'lost/fin': {
    one: (p) => `${p.id}（FIN）丢了：${p.reason}`,
    why: () => 'FIN 占序号，没被确认就会重传，和数据一样。',
  },
  'lost/last-ack': {
    one: (p) => `${p.id}（最后的 ACK）丢了：${p.reason}`,
    why: (p) =>
      `${p.peer} 还在等，会重发 FIN；${p.host} 在 TIME-WAIT 里，正好能再确认一次。这就是 TIME-WAIT 的第一个理由。`,
  },
  'lost/rst': {
    one: (p) => `${p.id}（RST）丢了：${p.reason}`,
    why: () => 'RST 不会重传。对端下次再发什么，才会再换来一个 RST。',
  },
  'lost/probe': {
    one: (p) => `${p.id}（探测）丢了：${p.reason}`,
    why: () => '一次没回答说明不了什么（MUST-29），过一会儿再探测。',
  },
  'lost/other': {
    one: (p) => `${p.id}（${p.what}）丢了：${p.reason}`,
    why: () => '它占的序号若没被确认，发送方会重传。',
  },
  'impaired/delay': {
    one: (p) => `${p.id}（${p.what}）在路上耽搁了`,
    why: () => 'IP 不保证快慢。它可能在重传的那一份之后才到，那时就是旧的重复。',
  },
  'impaired/reorder': {
    one: (p) => `${p.id}（${p.what}）被后面的包超过了`,
    why: () => 'IP 不保证顺序；接收方凭序号排回原样。',
  },
  'impaired/duplicate': {
    one: (p) => `${p.id}（${p.what}）在网络里变成了两份`,
    why: () => 'IP 可能重复投递；接收方凭序号认出第二份。',
  },
  'impaired/corrupt': {
    one: (p) => `${p.id}（${p.what}）在路上翻转了一个比特`,
    why: () => 'TCP 的校验和覆盖首部、数据和地址，接收方据此发现损坏。',
  },
  'impaired/other': {
    one: (p) => `${p.id}（${p.what}）在路上出了状况（${p.reason}）`,
    why: () => '网络层只是尽力而为。',
  },
  'recovery/fast': {
    one: (p) => `${p.host} 开始快速重传：重复 ACK 说明有报文段丢了`,
    why: () => '等三个重复 ACK，比等定时器快得多；同时把拥塞窗口减半。',
  },
  'recovery/timeout': {
    one: (p) => `${p.host} 按超时处理：从最早没被确认的地方重来`,
    why: () => '超时说明可能堵得厉害：拥塞窗口降到一个报文段，RTO 翻倍。',
  },
  'recovery/recovered': {
    one: (p) => `${p.host} 恢复完毕：丢的都补上了`,
    why: () => '发现丢失时已经发出的，现在全都得到了确认。',
  },
  'recovery/other': {
    one: (p) => `${p.host} 的丢失恢复：${p.reason}`,
    why: () => '重传的节奏由它决定。',
  },
  'host/power-off': {
    one: (p) => `${p.host} 断电了：什么也没有说，什么也不记得`,
    why: () => '没有 FIN，也没有 RST。对端只能靠重传超时或保活发现。',
  },
  'host/boot': {
    one: (p) => `${p.host} 重新启动：从前的连接一条也不认得`,
    why: () => '以后收到旧连接的报文段就回 RST，对端这才发现连接是半开的。',
  },
  'host/kill': {
    one: (p) => `${p.host} 的应用被杀掉，操作系统替它关闭套接字`,
    why: () => '内核还在，会替应用发 FIN；有数据还没读，就发 RST。',
  },
  'host/unplug': {
    one: (p) => `${p.host} 的网线拔掉了，它自己并不知道`,
    why: () => 'TCP 不看线路，连接还在；只要没超时，插回去还能接着用。',
  },
  'host/plug': {
    one: (p) => `${p.host} 的网线插回来了`,
    why: () => '等到下一次重传，就能接着说了。',
  },
  'host/other': {
    one: (p) => `${p.host} 上发生了一件事：${p.what}`,
    why: () => '它影响整台主机，不只是一条连接。',
  },
  vars: {
    one: (p) => `${p.host} 的连接变量更新了`,
    why: () => '见 RFC 9293 第 3.3.1 节的变量表。',
  },
  timers: {
    one: (p) => `${p.host} 的定时器有变化`,
    why: () => '每条连接都有自己的一组定时器。',
  },
  tables: {
    one: (p) => `${p.host} 的队列和连接表有变化`,
    why: () => '半连接队列、全连接队列和 TIME-WAIT 表各有上限。',
  },
} satisfies Partial<Catalog>;
