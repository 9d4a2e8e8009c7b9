import type { Catalog } from '../catalog.ts';

/** Segments that reach a host, in Chinese. */
export const ARRIVED = {
  'arrived/syn': {
    one: (p) => `${p.host} 收到 ${p.peer} 的 SYN（${p.id}）：有人要建立连接`,
    why: () => '监听的端口收到 SYN，就在半连接队列里记一项，记下对端的初始序号。',
  },
  'arrived/syn-again': {
    one: (p) => `${p.host} 又收到同一个 SYN（${p.id}）`,
    why: () => '发起方没等到 SYN+ACK，所以重发；半连接队列里已经有这一项，再回一次 SYN+ACK 就行。',
  },
  'arrived/syn-refused': {
    one: (p) => `${p.host} 收到 SYN（${p.id}），但这个端口没有人监听`,
    why: () => 'CLOSED 状态下，除 RST 以外的报文段都要用 RST 回答。',
  },
  'arrived/syn-no-room': {
    one: (p) => `${p.host} 收到 SYN（${p.id}），队列却满了`,
    why: () => '队列满了就不理 SYN，发起方会自己重试；不回 RST，因为满只是暂时的。',
  },
  'arrived/syn-crossing': {
    one: (p) => `${p.host} 还没等到对自己 SYN 的回答，对端的 SYN 先到了（${p.id}）`,
    why: () => '两边同时打开。谁收到对端的 SYN，谁就进入 SYN-RECEIVED，回 SYN+ACK。',
  },
  'arrived/syn-in-time-wait': {
    one: (p) => `${p.host} 还在 TIME-WAIT，收到相同四元组的新 SYN（${p.id}）`,
    why: () => '如果新 SYN 的序号比旧连接的都新，可以直接开始新连接（MAY-2）；否则要回 ACK。',
  },
  'arrived/syn-unexpected': {
    one: (p) => `${p.host} 在 ${p.state} 状态收到意外的 SYN（${p.id}）`,
    why: () => '已同步的连接不该再收到 SYN。RFC 5961 要求回挑战 ACK，而不是断开，以防伪造。',
  },
  'arrived/syn-ack': {
    one: (p) => `${p.host} 收到 SYN+ACK（${p.id}，ack=${p.ack}），确认的正是自己的 SYN`,
    why: () => '确认号等于自己的初始序号 + 1，才说明对端答复的是这一次请求。',
  },
  'arrived/syn-ack-again': {
    one: (p) => `${p.host} 又收到 SYN+ACK（${p.id}）：对端没收到第三次握手`,
    why: () => '连接在这一边早已建立，再确认一次即可。',
  },
  'arrived/syn-ack-stale': {
    one: (p) => `${p.host} 收到对不上号的 SYN+ACK（${p.id}，ack=${p.ack}）`,
    why: () =>
      '它确认的 SYN 不是这条连接发的，多半来自历史连接。三次握手主要就是为了认出这种情况（RFC 9293 图 8）。',
  },
  'arrived/syn-ack-crossing': {
    one: (p) => `${p.host} 收到对端的 SYN+ACK（${p.id}，ack=${p.ack}）：自己的 SYN 被确认了`,
    why: () => '同时打开时，对方的 SYN 已经收过，这里只取它的确认。',
  },
  'arrived/ack-of-syn': {
    one: (p) => `${p.host} 收到第三次握手的 ACK（${p.id}，ack=${p.ack}）`,
    why: () => '到这时，被动打开的一方才确定：自己的 SYN，对端收到了。',
  },
  'arrived/ack-of-syn-with-text': {
    one: (p) => `${p.host} 收到带 ${p.amount}数据的 ACK（${p.id}，ack=${p.ack}），握手也随之完成`,
    why: () => '数据报文段也带 ACK，所以第三个报文段丢了，后面的数据一样能完成握手。',
  },
  'arrived/ack-of-cookie': {
    one: (p) => `${p.host} 从 ACK 里验出自己发的 cookie（${p.id}，ack=${p.ack}），连接成立`,
    why: () => 'ack - 1 就是当初的 cookie，验过才建立连接；发起方的地址也由此得到证实。',
  },
  'arrived/ack-no-room': {
    one: (p) => `${p.host} 收到第三次握手（${p.id}），但全连接队列满了`,
    why: () =>
      '应用没有及时 accept。这个 ACK 不算数，半连接还留着，SYN+ACK 稍后重发；发起方却以为连接已经建立。',
  },
  'arrived/ignored-in-syn-sent': {
    one: (p) => `${p.host} 还在 SYN-SENT，收到 ${p.id}（${p.what}），它不带 SYN，不理会`,
    why: () => '握手没完成，序号还没有同步，既无 SYN 也无 RST 的报文段直接丢弃。',
  },
  'arrived/data': {
    one: (p) => `${p.host} 收到 ${p.amount}数据（${p.id}，序号 ${p.seq} 起）`,
    why: () => '开头正是期待的下一个字节，按序放进接收缓冲区，等应用来读。',
  },
  'arrived/data-half-closed': {
    one: (p) => `${p.host} 发过 FIN，仍然收下 ${p.amount}数据（${p.id}）`,
    why: () => 'FIN 只说自己不再发送。在 FIN-WAIT-1 和 FIN-WAIT-2 里，照常接收。',
  },
  'arrived/out-of-order': {
    one: (p) => `${p.host} 收到的 ${p.id} 来早了：从 ${p.seq} 起，前面还有缺口`,
    why: () => '乱序的部分先存着，等缺口补上再交给应用；同时立刻发重复 ACK。',
  },
  'arrived/fills-gap': {
    one: (p) => `${p.host} 收到 ${p.amount}数据（${p.id}，序号 ${p.seq} 起），补上了缺口`,
    why: () => '缺口一补上，先前存着的数据就接得上了，要立刻确认（RFC 5681）。',
  },
  'arrived/old-duplicate': {
    one: (p) => `${p.host} 收到 ${p.id}（${p.what}），里面的内容早已收过`,
    why: () => '看序号就知道这些内容已经收过，不会再交给应用，只回一个 ACK。',
  },
  'arrived/passed-over': {
    one: (p) =>
      `${p.host} 这才收到 ${p.amount}数据（${p.id}，序号 ${p.seq} 起），排在它后面的早已收下`,
    why: () => '缺口早就确认过去了，对端不会再补。照标准来，后面的数据要先存着，等它。',
  },
  'arrived/data-after-close': {
    one: (p) => `${p.host} 的应用已经不在了，却还有 ${p.amount}数据到来（${p.id}）`,
    why: () => '没有人会读它。RFC 9293 要求用 RST 告诉对端。',
  },
  'arrived/ack': {
    one: (p) => `${p.host} 收到确认（${p.id}，ack=${p.ack}）`,
    why: () => 'ack 之前的字节都到了对端，可以从发送缓冲区删掉，不用再重传。',
  },
  'arrived/duplicate-ack': {
    one: (p) => `${p.host} 收到重复 ACK（${p.id}，ack=${p.ack}）`,
    why: (p) => `对端还在等 ${p.ack}。一两个可能只是乱序，到第三个就当作丢失，快速重传。`,
  },
  'arrived/window-closed': {
    one: (p) => `${p.host} 得知 ${p.peer} 的窗口为 0（${p.id}），停止发送`,
    why: () => '窗口为 0 时不能发新数据，但要启动持续定时器，定时探测。',
  },
  'arrived/window-update': {
    one: (p) => `${p.host} 得知新窗口（${p.id}，window=${p.wnd}）`,
    why: () => '窗口就是对端还能收多少，在途的数据不能超过它。',
  },
  'arrived/window-probe': {
    one: (p) => `${p.host} 收到窗口探测（${p.id}）`,
    why: () => '窗口没开也要回答，告诉对端现在的确认号和窗口。',
  },
  'arrived/window-probe-answer': {
    one: (p) => `${p.host} 收到探测的回答（${p.id}，window=${p.wnd}）：对端还在`,
    why: () => '只要探测有回答，窗口关多久，连接就要保持多久（MUST-37）。',
  },
  'arrived/keepalive-probe': {
    one: (p) => `${p.host} 收到保活探测（${p.id}，seq=${p.seq}）`,
    why: () => '它的序号在窗口之外，按普通规则回一个 ACK 即可。',
  },
  'arrived/keepalive-answer': {
    one: (p) => `${p.host} 收到保活的回答（${p.id}）：${p.peer} 还活着`,
    why: () => '收到什么报文段都说明对端还在，空闲时间从头算起。',
  },
  'arrived/challenge-ack': {
    one: (p) => `${p.host} 收到挑战 ACK（${p.id}，ack=${p.ack}）`,
    why: () => '要是自己真的没有这条连接了，就照它的 ack 回一个序号正确的 RST。',
  },
  'arrived/fin': {
    one: (p) => `${p.host} 收到 FIN（${p.id}，seq=${p.seq}）：${p.peer} 不再发送了`,
    why: () => '前面的数据都收齐了，FIN 才算数；应用会读到流的结尾。',
  },
  'arrived/fin-in-return': {
    one: (p) => `${p.host} 收到对端的 FIN（${p.id}，seq=${p.seq}）：两个方向都结束了`,
    why: () => '自己的 FIN 早已被确认，再确认对端的 FIN，就剩 TIME-WAIT 了。',
  },
  'arrived/fin-with-ack-of-fin': {
    one: (p) => `${p.host} 收到对端的 FIN，它同时确认了自己的 FIN（${p.id}，ack=${p.ack}）`,
    why: () => 'ACK 和 FIN 合在一个报文段里：FIN-WAIT-2 一闪而过，直接到 TIME-WAIT。',
  },
  'arrived/fin-crossing': {
    one: (p) => `${p.host} 的 FIN 还没被确认，对端的 FIN 先到了（${p.id}）`,
    why: () => '两个 FIN 在路上交叉，进入 CLOSING，等对端确认自己的 FIN。',
  },
  'arrived/fin-again': {
    one: (p) => `${p.host} 又收到同一个 FIN（${p.id}）：对端没收到确认`,
    why: (p) =>
      ({
        '2 MSL': '再确认一次；若在 TIME-WAIT，2MSL 要重新计时。',
        'one MSL': '再确认一次；若在 TIME-WAIT，这一个 MSL 要重新计时。',
        'no wait': '再确认一次。',
      })[p.timeWait],
  },
  'arrived/ack-of-fin': {
    one: (p) => `${p.host} 的 FIN 得到确认（${p.id}，ack=${p.ack}）`,
    why: () => '自己这个方向关好了，接下来等对端的 FIN。',
  },
  'arrived/ack-of-crossing-fin': {
    one: (p) => `${p.host} 收到对自己 FIN 的确认（${p.id}，ack=${p.ack}）`,
    why: () => '同时关闭的最后一步：两个 FIN 都有了确认。',
  },
  'arrived/last-ack': {
    one: (p) => `${p.host} 收到最后一个 ACK（${p.id}，ack=${p.ack}）`,
    why: () => '自己的 FIN 得到确认，两个方向都已关闭，可以立刻释放连接。',
  },
  'arrived/rst': {
    one: (p) => `${p.host} 收到 RST（${p.id}，seq=${p.seq}）：连接被重置`,
    why: () => '序号正好等于 RCV.NXT 的 RST 才有效（RFC 5961），有效就立刻结束连接。',
  },
  'arrived/rst-refused': {
    one: (p) => `${p.host} 收到 RST（${p.id}，ack=${p.ack}）：连接被拒绝`,
    why: () => '在 SYN-SENT 里，RST 只有确认了自己的 SYN 才算数。',
  },
  'arrived/rst-half-open': {
    one: (p) => `${p.host} 收到 RST（${p.id}，seq=${p.seq}）：这个半连接作废`,
    why: () => '发起方说它没有发起过。被动打开的一方悄悄回到 LISTEN，应用不会知道。',
  },
  'arrived/rst-ignored': {
    one: (p) => `${p.host} 收到的 RST 对不上（${p.id}，seq=${p.seq}），不予理会`,
    why: () => '序号不正好是 RCV.NXT，就可能是伪造的；落在窗口内的用挑战 ACK 核实，窗口外的丢弃。',
  },
  'arrived/rst-late': {
    one: (p) => `${p.host} 收到 RST（${p.id}），但已经没有这条连接`,
    why: () => '对 RST 绝不回 RST，丢弃就是了。',
  },
  'arrived/no-connection': {
    one: (p) => `${p.host} 收到 ${p.id}（${p.what}），但没有这条连接`,
    why: () => '没有对应的连接，除 RST 外一律用 RST 回答。',
  },
  'arrived/out-of-window': {
    one: (p) => `${p.host} 收到的 ${p.id} 不在接收窗口内（seq=${p.seq}）`,
    why: () => '窗口外的报文段不能用；除了 RST，要回 ACK 说明期待的位置。',
  },
  'arrived/bad-ack': {
    one: (p) => `${p.host} 收到的 ${p.id} 确认了不该确认的序号（ack=${p.ack}）`,
    why: () => '确认号超出已发送的范围，或者旧得离谱（RFC 5961），整个报文段都不算数。',
  },
  'arrived/no-ack': {
    one: (p) => `${p.host} 收到没有 ACK 标志的 ${p.id}，丢弃`,
    why: () => '连接同步以后，每个报文段都必须带 ACK；没有 ACK 标志时确认号字段无效。',
  },
  'arrived/not-for-us': {
    one: (p) => `${p.id} 到了 ${p.host}，目的地址却不属于任何主机`,
    why: () => '它回应的报文段，源地址是编出来的；那个地址上没有人，也就没有人说它错了。',
  },
  'arrived/corrupt': {
    one: (p) => `${p.host} 收到的 ${p.id} 在路上损坏了`,
    why: () => '校验和对不上就丢弃，也不告诉对端；发送方等不到确认，自然会重传。',
  },
} satisfies Partial<Catalog>;
