import type { Catalog } from '../catalog.ts';

/** Edges of the state diagram, in Chinese. */
export const STATE = {
  'state/active-open': {
    one: (p) => `${p.host} 进入 SYN-SENT：等对端回应自己的 SYN`,
    why: () => '应用主动打开连接；此时只记下了自己的初始序号。',
  },
  'state/passive-open': {
    one: (p) => `${p.host} 进入 LISTEN：等别人来连`,
    why: () => '被动打开，什么报文段也不发。',
  },
  'state/listen-to-syn-sent': {
    one: (p) => `${p.host} 不再等，改为主动：LISTEN → SYN-SENT`,
    why: () => 'RFC 9293 允许监听的一方主动发送，于是发出 SYN。',
  },
  'state/listen-closed': {
    one: (p) => `${p.host} 停止监听，回到 CLOSED`,
    why: () => '还没有连接，关掉就是了。',
  },
  'state/syn-received': {
    one: (p) => `${p.host} 收到 SYN（${p.id}），进入 SYN-RECEIVED，成为半连接`,
    why: () => '记下对端的初始序号，等第三次握手。它在半连接队列里占一项，等不到就会删除。',
  },
  'state/simultaneous-open': {
    one: (p) => `${p.host} 的 SYN 遇上对端的 SYN（${p.id}）：进入 SYN-RECEIVED`,
    why: () => '同时打开：两边都从 SYN-SENT 进入 SYN-RECEIVED，互等确认（MUST-10）。',
  },
  'state/established-active': {
    one: (p) => `${p.host} 收到 SYN+ACK（${p.id}），进入 ESTABLISHED`,
    why: () =>
      '自己的 SYN 得到确认，对端的 SYN 也收到了：对发起方来说，连接已经建立，比对端早半个往返。',
  },
  'state/established-passive': {
    one: (p) => `${p.host} 收到对自己 SYN 的确认（${p.id}），进入 ESTABLISHED`,
    why: () => '到这时双方都已建立。连接从半连接队列移到全连接队列，等应用 accept。',
  },
  'state/established-simultaneous': {
    one: (p) => `${p.host} 的 SYN 得到确认（${p.id}），进入 ESTABLISHED`,
    why: () => '同时打开，建成的是一条连接，不是两条。',
  },
  'state/two-way': {
    one: (p) => `${p.host} 不等第三次握手就进入 ESTABLISHED：这不合标准`,
    why: () =>
      '只握手两次，迟到的旧 SYN 也会让它建立连接、惊动应用。为什么要有第三次，原因就在这里。',
  },
  'state/refused': {
    one: (p) => `${p.host} 被拒绝，回到 CLOSED`,
    why: () => '对 SYN 的回答是 RST，应用得到 ECONNREFUSED。',
  },
  'state/open-timed-out': {
    one: (p) => `${p.host} 等不到回应，放弃建立连接：CLOSED`,
    why: () => 'SYN 允许发几次都发完了，还没有等到回答，应用得到 ETIMEDOUT。',
  },
  'state/open-given-up': {
    one: (p) => `${p.host} 的应用不想连了，回到 CLOSED`,
    why: () => '连接还没建立，删掉就行，不用挥手。',
  },
  'state/back-to-listen': {
    one: (p) => `${p.host} 放弃这个半连接，回到 LISTEN`,
    why: () => '被动打开的一方收到 RST，就当什么也没发生，接着等下一个；应用不知情。',
  },
  'state/back-to-time-wait': {
    one: (p) => `${p.host} 的新连接没成，回到原来的 TIME-WAIT`,
    why: () =>
      '在 TIME-WAIT 里接受的新 SYN 原来是旧的重复，就要回到 TIME-WAIT，把剩下的时间等完（MAY-2）。',
  },
  'state/half-open-reset': {
    one: (p) => `${p.host} 的半连接被 RST 取消：CLOSED`,
    why: () => '发起方说没有这回事，这一项就删除，应用不会知道。',
  },
  'state/half-open-timed-out': {
    one: (p) => `${p.host} 等不到第三次握手，删除半连接`,
    why: () =>
      'SYN+ACK 允许发几次都发完了。每次等待加起来，就是半连接存活时间，例如 1+2+4+8+16+32 = 63 秒。',
  },
  'state/half-open-dropped': {
    one: (p) => `${p.host} 删除半连接：CLOSED`,
    why: () => '监听关闭了，或者队列要腾地方。',
  },
  'state/fin-wait-1': {
    one: (p) => `${p.host} 进入 FIN-WAIT-1：已关闭发送，等 FIN 被确认`,
    why: () => '应用调用了 close。排在前面的数据发完，FIN 才会发出；仍可接收。',
  },
  'state/fin-wait-1-early': {
    one: (p) => `${p.host} 握手没完成就关闭：SYN-RECEIVED → FIN-WAIT-1`,
    why: () => 'RFC 9293 允许；FIN 要等自己的 SYN 被确认，才会发出。',
  },
  'state/close-wait': {
    one: (p) => `${p.host} 收到 FIN（${p.id}），进入 CLOSE-WAIT：等自己的应用关闭`,
    why: () => '没有定时器会结束 CLOSE-WAIT，只有应用调用 close 才行。它堆积起来，就是程序忘了关。',
  },
  'state/fin-wait-2': {
    one: (p) => `${p.host} 的 FIN 得到确认（${p.id}），进入 FIN-WAIT-2：等对端的 FIN`,
    why: () => '自己的方向关好了；对端想发多久就发多久，这边照收。',
  },
  'state/closing': {
    one: (p) => `${p.host} 的 FIN 和对端的 FIN（${p.id}）交叉：进入 CLOSING`,
    why: () => '同时关闭：对端的 FIN 到了，自己的还没被确认。',
  },
  'state/last-ack': {
    one: (p) => `${p.host} 进入 LAST-ACK：发出 FIN，等最后的确认`,
    why: () => '被动关闭方到了最后一步；FIN 没被确认就重传。',
  },
  'state/time-wait': {
    one: (p) =>
      `${p.host} 收到 FIN（${p.id}），进入 TIME-WAIT${{ '2 MSL': '：再等 2MSL', 'one MSL': '：只再等一个 MSL', 'no wait': '，却不等' }[p.timeWait]}`,
    why: (p) =>
      ({
        '2 MSL': '一是万一最后的 ACK 丢了还能重发，二是等这条连接的旧报文段在网络里消失。',
        'one MSL':
          '这不合标准，本该等 2MSL：最后的 ACK 在路上可能走一个 MSL，这期间重发的 FIN 还能再走一个。',
        'no wait': '这不合标准，本该等 2MSL：万一最后的 ACK 丢了好重发，也等旧报文段在网络里消失。',
      })[p.timeWait],
  },
  'state/time-wait-crossing': {
    one: (p) => `${p.host} 的 FIN 也被确认（${p.id}）：从 CLOSING 进入 TIME-WAIT`,
    why: (p) =>
      ({
        '2 MSL': '同时关闭，双方都是主动关闭方，所以两边都要等 2MSL。',
        'one MSL':
          '同时关闭，双方都是主动关闭方，本来两边都要等 2MSL；这一边只等一个 MSL，不合标准。',
        'no wait': '同时关闭，双方都是主动关闭方，本来两边都要等 2MSL；这一边不等，不合标准。',
      })[p.timeWait],
  },
  'state/closed': {
    one: (p) => `${p.host} 收到最后的 ACK（${p.id}），连接结束：CLOSED`,
    why: () => '被动关闭方先结束，不用等 2MSL。',
  },
  'state/time-wait-over': {
    one: (p) =>
      p.timeWait === 'no wait'
        ? `${p.host} 不等，连接马上结束：CLOSED`
        : `${p.host} 的 TIME-WAIT 到头了，连接彻底结束：CLOSED`,
    why: (p) =>
      ({
        '2 MSL': '这段时间没有 FIN 再来，可以推断对端收到了最后的 ACK；四元组可以再用了。',
        'one MSL': '只等一个 MSL 太早了：FIN 或别的旧报文段可能还在路上。',
        'no wait': '最后的 ACK 要是丢了，就没人能再答；旧报文段也可能闯进同一四元组的新连接。',
      })[p.timeWait],
  },
  'state/time-wait-killed': {
    one: (p) => `${p.host} 的 TIME-WAIT 被 RST 提前结束`,
    why: () => 'RFC 1337 指出这样有风险，旧报文段可能闯进新连接；有的系统会忽略这种 RST。',
  },
  'state/time-wait-reopened': {
    one: (p) => `${p.host} 在 TIME-WAIT 里接受新的 SYN（${p.id}）：SYN-RECEIVED`,
    why: () => '新 SYN 的序号比旧连接用过的都新，不会弄混，可以提前重用（MAY-2）。',
  },
  'state/time-wait-skipped': {
    one: (p) => `${p.host} 跳过 TIME-WAIT，直接 CLOSED：这不合标准`,
    why: () => '最后的 ACK 要是丢了，就没人能再答；旧报文段也可能闯进同一四元组的新连接。',
  },
  'state/reset': {
    one: (p) => `${p.host} 的连接被对端重置：${p.from} → CLOSED`,
    why: () => '收到有效的 RST，立刻结束；没读的、没发的都不再有保证。',
  },
  'state/timed-out': {
    one: (p) => `${p.host} 等得太久，放弃连接：${p.from} → CLOSED`,
    why: () => '重试到上限（R2）或定时器到期，对端仍没有回应。',
  },
  'state/aborted': {
    one: (p) => `${p.host} 中止连接：${p.from} → CLOSED`,
    why: () => '不走正常的关闭，没送到的数据都丢弃。',
  },
  'state/other': {
    one: (p) => `${p.host}：${p.from} → ${p.to}，状态图里没有这条边`,
    why: () => 'RFC 9293 的状态图（图 5）没有这一步，多半是有意打开了不合标准的开关。',
  },
  'state/cookie-returned': {
    one: (p) => `${p.host} 在 ACK（${p.id}）里验明自己的 cookie，补建连接：SYN-RECEIVED`,
    why: () =>
      '收到 SYN 时什么也没记；现在 ack - 1 验过了，才建立连接，随即进入 ESTABLISHED。发起方的地址也由此得到证实。',
  },
} satisfies Partial<Catalog>;
