import type { Catalog } from '../catalog.ts';

/** Segments that leave, in Chinese. */
export const SENT = {
  'sent/syn': {
    one: (p) => `${p.host} 发出 SYN（${p.id}，seq=${p.seq}）请求连接 ${p.peer}，进入 SYN-SENT`,
    why: () =>
      'SYN 把发起方的初始序号告诉对端；它自己占一个序号，所以对端用 seq+1 来确认。RFC 9293 要求初始序号难以猜测。',
  },
  'sent/syn-again': {
    one: (p) => `${p.host} 没等到回音，把同一个 SYN 重发一遍（${p.id}）`,
    why: () => 'SYN 没有被确认就要重传，序号不变；每多等一次，等待时间一般翻倍（RFC 6298）。',
  },
  'sent/syn-with-text': {
    one: (p) => `${p.host} 发出带 ${p.amount}数据的 SYN（${p.id}，seq=${p.seq}）`,
    why: () =>
      'RFC 9293 允许 SYN 带数据，但接收方在连接进入 ESTABLISHED 之前不得交给应用；许多实现干脆不收，等对端再发。',
  },
  'sent/syn-ack': {
    one: (p) => `${p.host} 回复 SYN+ACK（${p.id}，seq=${p.seq}，ack=${p.ack}）：同意连接`,
    why: () =>
      '一个报文段办两件事：确认对端的 SYN（ack = 对端的序号 + 1），同时给出自己的初始序号。',
  },
  'sent/syn-ack-again': {
    one: (p) => `${p.host} 重发 SYN+ACK（${p.id}）：第三次握手还没到`,
    why: () =>
      '自己的 SYN 没被确认，停在 SYN-RECEIVED 的一方就要重传 SYN+ACK。所以第二个或第三个报文段丢了，握手照样能完成。',
  },
  'sent/syn-ack-with-text': {
    one: (p) => `${p.host} 回复带 ${p.amount}数据的 SYN+ACK（${p.id}，ack=${p.ack}）`,
    why: () => 'RFC 9293 不禁止 SYN+ACK 带数据，但一般不这样做：发起方的地址此时还没有得到证实。',
  },
  'sent/syn-cookie': {
    one: (p) => `${p.host} 回复 SYN+ACK（${p.id}），不留任何记录：序号就是 cookie`,
    why: () =>
      'SYN cookie 把时间、MSS 档位和散列编进初始序号，不占半连接队列，也就不占内存；代价是有些选项用不上，这个 SYN+ACK 丢了也不重传。',
  },
  'sent/simultaneous-syn-ack': {
    one: (p) => `${p.host} 也收到了 SYN，于是回 SYN+ACK（${p.id}，ack=${p.ack}）`,
    why: () =>
      '双方同时打开：各自的 SYN 在路上交叉。每一方都用 SYN+ACK 确认对端的 SYN，自己的序号不变，最后只建立一条连接。',
  },
  'sent/split-ack': {
    one: (p) => `${p.host} 先单独确认对端的 SYN（${p.id}，ack=${p.ack}），自己的 SYN 后发`,
    why: () =>
      'SYN 和 ACK 本可以合成一个报文段；拆开来发也能建立连接，只是报文段更多，什么也没多知道。',
  },
  'sent/split-syn': {
    one: (p) => `${p.host} 再单独发出自己的 SYN（${p.id}，seq=${p.seq}）`,
    why: () =>
      '把第二个报文段拆成 ACK 和 SYN，看上去是“四次握手”。但单独的 SYN 到了对端，会当成同时打开，结果要五个。',
  },
  'sent/ack-of-syn': {
    one: (p) => `${p.host} 发出第三次握手的 ACK（${p.id}，seq=${p.seq}，ack=${p.ack}）`,
    why: () =>
      '它告诉对端：你的 SYN 我收到了。不带数据的 ACK 不占序号，所以第一个数据字节还是这个 seq。',
  },
  'sent/ack-of-syn-with-text': {
    one: (p) => `${p.host} 的第三次握手顺带 ${p.amount}数据（${p.id}，ack=${p.ack}）`,
    why: () => '第三个报文段可以带数据：这时发起方已是 ESTABLISHED，它一到，对端就能马上交给应用。',
  },
  'sent/ack-of-syn-again': {
    one: (p) => `${p.host} 又收到 SYN+ACK，再确认一次（${p.id}，ack=${p.ack}）`,
    why: () =>
      '重复的 SYN+ACK 说明上一个 ACK 丢了或还没到；已同步的一方再回一个 ACK，说明自己期待哪个序号，就够了。',
  },
  'sent/ack-of-syn-more': {
    one: (p) => `${p.host} 把同一个 ACK 又发了一遍：SYN+ACK 收到了（${p.id}，ack=${p.ack}）`,
    why: () =>
      'SYN+ACK 只来了一个，也已经确认过了。再发多少遍，说的都是同一件事，对方什么也不会多知道。',
  },
  'sent/data': {
    one: (p) => `${p.host} 发送 ${p.amount}数据（${p.id}，序号 ${p.seq} 起，ack=${p.ack}）`,
    why: () => '每个字节都有序号，确认号是下一个期待的字节。没被确认的数据要留着，准备重传。',
  },
  'sent/data-again': {
    one: (p) => `${p.host} 重传从 ${p.seq} 起的 ${p.amount}数据（${p.id}）`,
    why: () => '数据没被确认，或者对端用重复 ACK 指出缺口，发送方就再发一遍，序号与第一次相同。',
  },
  'sent/data-half-closed': {
    one: (p) => `${p.host} 继续发送 ${p.amount}数据（${p.id}）：${p.peer} 只是不再发了`,
    why: () => '对端的 FIN 只关闭了它那个方向。在 CLOSE-WAIT 里的一方还能接着发，对端必须照收。',
  },
  'sent/ack': {
    one: (p) => `${p.host} 确认收到（${p.id}，ack=${p.ack}）：${p.ack} 之前的都到了`,
    why: () => '确认是累积的：ack 是下一个期待的序号，它之前的全部字节都已按序收到。',
  },
  'sent/delayed-ack': {
    one: (p) => `${p.host} 等了一会儿，没有数据要发，只好单独确认（${p.id}，ack=${p.ack}）`,
    why: () => '延迟确认：接收方可以稍等，看有没有数据能捎带 ACK；但 RFC 9293 要求短于 0.5 秒。',
  },
  'sent/duplicate-ack': {
    one: (p) => `${p.host} 发重复 ACK（${p.id}，ack=${p.ack}）：从 ${p.ack} 起还缺`,
    why: () =>
      '收到了乱序的数据，要立刻再确认一次缺口在哪里；收到三个重复 ACK，发送方不等定时器就重传（快速重传）。',
  },
  'sent/ack-again': {
    one: (p) => `${p.host} 再次说明自己收到了哪里（${p.id}，ack=${p.ack}）`,
    why: () => '收到的内容已经有了，或者用不上，就回一个 ACK，让对端知道现在期待哪个序号。',
  },
  'sent/ack-over-gap': {
    one: (p) => `${p.host} 确认到 ${p.ack}（${p.id}），可它前面还有数据没到`,
    why: () =>
      '这不合标准：ack 应当是下一个期待的序号，前面缺一个字节也不能越过去。对端会以为缺的那段已经送到，不再重传。',
  },
  'sent/window-closed': {
    one: (p) => `${p.host} 确认到 ${p.ack}，并通告窗口为 0（${p.id}）：先别发了`,
    why: () => '接收缓冲区满了，应用还没有读。窗口为 0 时对端只能发探测，不能发新数据。',
  },
  'sent/window-update': {
    one: (p) => `${p.host} 更新窗口（${p.id}，ack=${p.ack}，window=${p.wnd}）`,
    why: () =>
      '应用读走了数据，腾出的空间要告诉对端。RFC 9293 要求攒够了再通告，免得出现糊涂窗口。',
  },
  'sent/window-probe': {
    one: (p) => `${p.host} 发窗口探测（${p.id}）：${p.peer} 的窗口还是 0 吗？`,
    why: () =>
      '打开窗口的那个 ACK 可能会丢，而 ACK 不重传；发送方若不定时探测，双方就会一直等下去。',
  },
  'sent/window-probe-answer': {
    one: (p) => `${p.host} 回答窗口探测（${p.id}，ack=${p.ack}，window=${p.wnd}）`,
    why: () => '窗口为 0 也必须回答探测，报出现在的确认号和窗口；只要有回答，发送方就要保持连接。',
  },
  'sent/keepalive-probe': {
    one: (p) => `${p.host} 发保活探测（${p.id}，seq=${p.seq}）：${p.peer}，你还在吗？`,
    why: () =>
      '探测的序号比下一个要发的小 1，不带新内容；它落在对端的窗口之外，对端只要活着，就必须回一个 ACK。',
  },
  'sent/keepalive-answer': {
    one: (p) => `${p.host} 回答保活探测（${p.id}，ack=${p.ack}）：我还在`,
    why: () =>
      '窗口外的报文段要用 ACK 回答；保活靠的就是这条普通规则，对端不用支持什么特别的功能。',
  },
  'sent/challenge-ack': {
    one: (p) => `${p.host} 起疑，回一个挑战 ACK（${p.id}，ack=${p.ack}）`,
    why: () =>
      '来的报文段可能是伪造的，也可能对端真的重启过。挑战 ACK 报出正确的位置，真正的对端就能回一个序号正确的 RST。',
  },
  'sent/fin': {
    one: (p) => `${p.host} 发出 FIN（${p.id}，seq=${p.seq}，ack=${p.ack}）：我这边发完了`,
    why: () => 'FIN 只关闭自己发送的方向，之后照样接收。FIN 占一个序号，所以对端用 seq+1 来确认。',
  },
  'sent/fin-with-text': {
    one: (p) => `${p.host} 发出最后 ${p.amount}数据和 FIN（${p.id}，序号 ${p.seq} 起）`,
    why: () =>
      'FIN 排在所有数据之后，可以和最后一段数据同在一个报文段里；数据没收齐，FIN 就不算收到。',
  },
  'sent/fin-in-return': {
    one: (p) => `${p.host} 也发出 FIN（${p.id}，seq=${p.seq}，ack=${p.ack}）：我也发完了`,
    why: () =>
      'TCP 是全双工的，每个方向各自关闭。ack 仍是对端 FIN 的序号 + 1；这期间又发过数据的话，seq 就相应变大。',
  },
  'sent/fin-with-ack-of-fin': {
    one: (p) => `${p.host} 把 ACK 和自己的 FIN 合成一个发出（${p.id}，ack=${p.ack}）`,
    why: () =>
      '应用读到结尾就立刻关闭，ACK 和 FIN 便能合并，关闭只用三个报文段。四个是一般情况，不是规定。',
  },
  'sent/fin-again': {
    one: (p) => `${p.host} 重发 FIN（${p.id}，seq=${p.seq}）：还没被确认`,
    why: () => 'FIN 和数据一样要确认，等不到就按 RTO 重传，间隔逐次翻倍，直到放弃。',
  },
  'sent/fin-again-with-text': {
    one: (p) => `${p.host} 重发 ${p.amount}数据和 FIN（${p.id}，序号 ${p.seq} 起）：都还没被确认`,
    why: () => '没被确认的数据和排在后面的 FIN，重传时合成了一个报文段：两样一起到，一起被确认。',
  },
  'sent/ack-of-fin': {
    one: (p) => `${p.host} 确认对端的 FIN（${p.id}，ack=${p.ack}）：知道你发完了`,
    why: () =>
      '对端的 FIN 要马上确认；自己的 FIN 要等应用也调用 close 才发。中间这段空档，就是“四次”的由来。',
  },
  'sent/ack-of-fin-with-text': {
    one: (p) => `${p.host} 确认对端的 FIN，顺带发 ${p.amount}数据（${p.id}，ack=${p.ack}）`,
    why: () => '数据可以捎带确认：对端不再发送，但还在接收。',
  },
  'sent/ack-of-fin-again': {
    one: (p) => `${p.host} 又收到同一个 FIN，再确认一次（${p.id}，ack=${p.ack}）`,
    why: () => '对端重发 FIN，说明上一个 ACK 丢了或还没到。',
  },
  'sent/ack-of-crossing-fin': {
    one: (p) => `${p.host} 也发过 FIN 了，再确认对端的 FIN（${p.id}，ack=${p.ack}）`,
    why: () =>
      '同时关闭：两个 FIN 在路上交叉。双方都还要等自己的 FIN 被确认，最后都进入 TIME-WAIT。',
  },
  'sent/last-ack': {
    one: (p) =>
      `${p.host} 发出最后一个 ACK（${p.id}，seq=${p.seq}，ack=${p.ack}），${{ '2 MSL': '开始等 2MSL', 'one MSL': '开始等一个 MSL', 'no wait': '发完不等' }[p.timeWait]}`,
    why: (p) =>
      p.timeWait === 'no wait'
        ? '对端收到它，就可以释放连接；这个 ACK 本身没人确认，发它的一方本该留下来等，万一丢了好再发，它却不等。'
        : '对端收到它，就可以释放连接；这个 ACK 本身没人确认，所以发它的一方要留下来等，万一丢了还能再发。',
  },
  'sent/last-ack-again': {
    one: (p) =>
      `${p.host} 又收到 FIN，再发最后的 ACK（${p.id}，ack=${p.ack}），${p.timeWait === 'one MSL' ? '一个 MSL ' : '2MSL '}重新计时`,
    why: (p) =>
      `FIN 又来，说明上一个 ACK 丢了或还没到。在 TIME-WAIT 里再确认一次，${p.timeWait === 'one MSL' ? '一个 MSL ' : '2MSL '}从头等起。`,
  },
  'sent/rst': {
    one: (p) => `${p.host} 发出 RST（${p.id}，seq=${p.seq}）：这条连接不能继续了`,
    why: () => '收到的报文段与连接的状态不相容，或者应用放弃了连接，就用 RST 结束。',
  },
  'sent/rst-refused': {
    one: (p) => `${p.host} 的这个端口没有人监听，回 RST（${p.id}，ack=${p.ack}）`,
    why: () =>
      '没有监听的端口收到 SYN，要回 RST+ACK：seq 为 0，ack 为 SYN 的序号 + 1，发起方据此得知连接被拒绝。',
  },
  'sent/rst-stale-syn-ack': {
    one: (p) => `${p.host} 没有发过这样的 SYN：用 RST 回绝（${p.id}，seq=${p.seq}）`,
    why: () =>
      '在 SYN-SENT 里，SYN+ACK 确认的必须是自己刚发的 SYN。对不上，就是历史连接的残留：发 RST，让对端回到 LISTEN。',
  },
  'sent/rst-unknown-syn-ack': {
    one: (p) => `${p.host} 没有发起过连接，却收到 SYN+ACK：回 RST（${p.id}，seq=${p.seq}）`,
    why: () =>
      '可能是迟到的旧 SYN，或有人冒用了这个地址。RST 的 seq 取自对端的 ack，对端会认，半连接随即删除。',
  },
  'sent/rst-bad-ack': {
    one: (p) => `${p.host} 收到的 ACK 确认了没发过的序号，回 RST（${p.id}，seq=${p.seq}）`,
    why: () => '连接还没有同步时，确认号不对的 ACK 要用 RST 回答，RST 的 seq 取它的 ack。',
  },
  'sent/rst-half-open': {
    one: (p) => `${p.host} 不认识这条连接，回 RST（${p.id}，seq=${p.seq}）`,
    why: () =>
      '对端以为连接还在，这一方却早已没有了（重启过，或已经关闭）。这就是半开连接；RST 让对端也清掉它。',
  },
  'sent/rst-after-close': {
    one: (p) => `${p.host} 已经没人会读了，用 RST 回答迟来的数据（${p.id}，seq=${p.seq}）`,
    why: () =>
      '应用已经完全关闭，之后到的数据无处可交。RFC 9293 要求用 RST 告诉对端：数据没有送到。',
  },
  'sent/rst-abort': {
    one: (p) => `${p.host} 中止连接，发出 RST（${p.id}，seq=${p.seq}）`,
    why: () => 'ABORT 丢弃没发的和没读的数据，立刻结束，不走四次挥手，也没有 TIME-WAIT。',
  },
  'sent/rst-unread': {
    one: (p) => `${p.host} 还有数据没读就关了，发出 RST（${p.id}，seq=${p.seq}）`,
    why: () =>
      '收到的数据还没读就关闭，这些数据就丢了；发 RST 而不发 FIN，免得对端以为全都送到了（RFC 2525）。',
  },
  'sent/rst-give-up': {
    one: (p) => `${p.host} 等不到回答，放弃连接，发出 RST（${p.id}，seq=${p.seq}）`,
    why: () => '重试次数用完，连接按超时结束；万一对端还活着，RST 让它也知道连接没了。',
  },
  'sent/other': {
    one: (p) => `${p.host} 发出报文段 ${p.id}（${p.what}，seq=${p.seq}）`,
    why: () =>
      '它没有 SYN、ACK、FIN 或 RST。正常的报文段，除了最初的 SYN 都带 ACK，接收方会丢弃这一个。',
  },
  'sent/forged': {
    one: (p) =>
      `${p.host} 发出一个 ${p.what}，不属于它的任何连接（${p.id}，seq=${p.seq}${p.ack === '-' ? '' : `，ack=${p.ack}`}）`,
    why: () =>
      '首部里的地址和序号谁都能填。收到的一方只能凭四元组、序号、cookie 和挑战 ACK 分辨真假。',
  },
} satisfies Partial<Catalog>;
