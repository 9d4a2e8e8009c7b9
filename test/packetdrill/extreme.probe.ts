import { drill } from '../../src/packetdrill/drill.ts';

const OPEN = `0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 bind(3, ..., ...) = 0
+0 listen(3, 1) = 0
+0 < S 0:0(0) win 32792 <mss 1000>
+0 > S. 0:0(0) ack 1 <...>
+0 < . 1:1(0) ack 1 win 32792
+0 accept(3, ..., ...) = 4
`;
const cases: Record<string, string> = {
  writeHuge: OPEN + '+0 write(4, ..., 9007199254740992) = 9007199254740992\n',
  write4g: OPEN + '+0 write(4, ..., 4294967296) = 1000\n',
  write2g: OPEN + '+0 write(4, ..., 2147483647) = 1000\n',
  write1g: OPEN + '+0 write(4, ..., 1000000000) = 1000\n',
  readHuge:
    OPEN +
    '+0 fcntl(4, F_SETFL, O_RDWR|O_NONBLOCK) = 0\n+0 read(4, ..., 9007199254740992) = -1 EAGAIN\n',
  readNeg: OPEN + '+0 read(4, ..., -1) = -1\n',
  writeNeg: OPEN + '+0 write(4, ..., -1) = -1\n',
  sendfile: OPEN + '+0 sendto(4, ..., 9007199254740991, MSG_DONTWAIT, ..., ...) = -1\n',
  sndbuf:
    OPEN +
    '+0 setsockopt(4, SOL_SOCKET, SO_SNDBUF, [2147483647], 4) = 0\n+0 write(4, ..., 2000000000) = 2000000000\n',
  sndbufBig:
    OPEN +
    '+0 setsockopt(4, SOL_SOCKET, SO_SNDBUF, [9007199254740992], 4) = 0\n+0 write(4, ..., 2000000000) = 2000000000\n',
  wmem:
    '`sysctl -q net.ipv4.tcp_wmem="4096 9007199254740992 9007199254740992"`\n' +
    OPEN +
    '+0 write(4, ..., 2000000000) = 2000000000\n',
  wmem2:
    '`sysctl -q net.core.wmem_max=9007199254740992; sysctl -q net.ipv4.tcp_wmem="4096 1000000000 1000000000"`\n' +
    OPEN +
    '+0 setsockopt(4, SOL_SOCKET, SO_SNDBUF, [1000000000], 4) = 0\n+0 write(4, ..., 900000000) = 900000000\n',
  years: OPEN + '+99999999 write(4, ..., 1) = 1\n',
  days:
    OPEN +
    '+0 setsockopt(4, SOL_SOCKET, SO_KEEPALIVE, [1], 4) = 0\n+0 setsockopt(4, SOL_TCP, TCP_KEEPIDLE, [1], 4) = 0\n+0 setsockopt(4, SOL_TCP, TCP_KEEPCNT, [100], 4) = 0\n+2500000 write(4, ..., 1) = 1\n',
  star: OPEN + '* > . 1:1(0) ack 1\n',
  fd: OPEN + '+0 close(9007199254740992) = -1 EBADF\n+0 close(-9007199254740992) = -1 EBADF\n',
  backlog:
    '0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 bind(3, ..., ...) = 0\n+0 listen(3, 9007199254740992) = 0\n+0 listen(3,-5) = 0\n',
  seqs:
    OPEN +
    '+0 < P. 9007199254740992:9007199254741000(8) ack 9007199254740992 win 9007199254740992\n',
  len: OPEN + '+0 < P. 1:4294967297(4294967296) ack 1 win 1\n',
  lenOut: OPEN + '+0 > P. 1:4294967297(4294967296) ack 1\n',
  mtu: '--mtu=9007199254740992\n' + OPEN,
  mtu1: '--mtu=1\n' + OPEN,
  mtu0: '--mtu=0\n' + OPEN,
  mtu68: '--mtu=68\n' + OPEN + '+0 write(4, ..., 1000000) = 1000000\n',
  tol: '--tolerance_usecs=9007199254740992\n' + OPEN,
  maxseg:
    '0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 setsockopt(3, SOL_TCP, TCP_MAXSEG, [1], 4) = 0\n',
  maxseg2: OPEN + '+0 setsockopt(4, SOL_TCP, TCP_MAXSEG, [9007199254740992], 4) = 0\n',
  icmp:
    OPEN +
    '+0 < icmp unreachable frag_needed mtu 1 [1:1001(1000)]\n+0 < icmp unreachable frag_needed mtu 9007199254740992 [1:1001(1000)]\n',
  opts:
    OPEN +
    '+0 setsockopt(4, SOL_SOCKET, SO_LINGER, {onoff=1, linger=9007199254740992}, 8) = 0\n+0 close(4) = 0\n',
  poll:
    OPEN + '+0 poll([{fd=4, events=POLLIN, revents=0}], 9007199254740992, 9007199254740992) = 0\n',
  poll2: OPEN + '+0 poll([{fd=4, events=POLLIN, revents=0}], 1, 9007199254740992) = 0\n',
  timeo:
    OPEN +
    '+0 setsockopt(4, SOL_TCP, TCP_USER_TIMEOUT, [2147483647], 4) = 0\n+0 write(4, ..., 10) = 10\n+100000 read(4,...,1)=0\n',
  msl: '`sysctl -q net.inet.tcp.msl=9007199254740992`\n' + OPEN,
  tcprto: '`sysctl -q net.ipv4.tcp_rto_min_us=9007199254740992`\n' + OPEN,
  sack: OPEN + '+0 < . 1:1(0) ack 1 win 1 <sack 9007199254740992:9007199254740993>\n',
  shell: '`' + 'a;'.repeat(200000) + '`\n' + OPEN,
  shell2: '`' + '('.repeat(200000) + '`\n' + OPEN,
  shell3: '`' + 'for i in $(seq 1 1000000000); do echo; done`\n' + OPEN,
  codeloop: OPEN + '%{ ' + '2**'.repeat(1000) + '2 }%\n',
  codestr: OPEN + "%{ assert 'a' * 10000000000 == 1 }%\n",
  codeshift: OPEN + '%{ assert 1 << 10000000000 == 1 }%\n',
  codepow: OPEN + '%{ assert 10 ** 10000000000 == 1 }%\n',
  iov: OPEN + '+0 writev(4, [' + '{..., 1000}, '.repeat(10000) + '{..., 1000}], 10001) = 10001\n',
  zerowin: OPEN + '+0 < . 1:1(0) ack 1 win 0\n+0 write(4, ..., 100) = 100\n+2000000 close(4) = 0\n',
};
const only = process.argv.slice(2);
for (const [name, text] of Object.entries(cases)) {
  if (only.length && !only.includes(name)) continue;
  for (const profile of ['linux', 'freebsd'] as const) {
    const from = performance.now();
    try {
      const r = drill(name + '.pkt', text, { profile });
      const ms = Math.round(performance.now() - from);
      const kind = r.problem?.kind;
      const bad = kind === 'fault' || ms > 2000;
      console.log(
        bad ? '!!' : '  ',
        name,
        profile,
        r.outcome,
        kind,
        (r.problem?.actual ?? '').slice(0, 90).replaceAll('\n', ' '),
        ms + 'ms',
        Math.round(process.memoryUsage().rss / 1e6) + 'MB',
      );
    } catch (e) {
      console.log(
        '!! THROWS',
        name,
        profile,
        (e as Error).stack?.split('\n').slice(0, 3).join(' | '),
        Math.round(performance.now() - from),
      );
    }
  }
}
