import type { Words } from '../../../src/base/words.ts';

/** A sentence that notes have in common, in whatever words, and what a run says to it. */
export interface Saying {
  readonly id: string;
  /** Any of them will do. */
  readonly patterns: readonly RegExp[];
  readonly verdict: 'right' | 'wrong' | 'depends';
  readonly exhibit: string;
  /** Which of the exhibit's checks answers it. */
  readonly check: number;
  /** The erratum of the notes that it is; then that says why. */
  readonly erratum?: string;
  /** Why, where no erratum says so. */
  readonly because?: Words;
}

/** One that the errata of the notes answer. */
function loose(
  id: string,
  erratum: string,
  verdict: 'wrong' | 'depends',
  exhibit: string,
  check: number,
  ...patterns: RegExp[]
): Saying {
  return { id, erratum, verdict, exhibit, check, patterns };
}

function right(
  id: string,
  exhibit: string,
  check: number,
  because: Words,
  ...patterns: RegExp[]
): Saying {
  return { id, verdict: 'right', exhibit, check, because, patterns };
}

// biome-ignore format: a table
export const SAYINGS: readonly Saying[] = [
  loose('no-merge', 'N9', 'wrong', 'close/three-segment', 1,
    /(?:确认|ack).{0,14}fin.{0,10}(?:不能|不可以?|无法|cannot|can't|can never|must not).{0,8}(?:一起|合并|一次|together|merge|combine|share|same)/i,
    /(?:不能|不可以?|无法).{0,10}(?:一起|合并|一次性).{0,6}(?:发送|将|把)?.{0,14}(?:fin|$)/i,
    /(?:cannot|can't|never|must not).{0,24}(?:ack.{0,12}fin|fin.{0,12}ack).{0,20}(?:together|merge|combine|same|one)/i),
  right('merge', 'close/three-segment', 1,
    { zh: '应用赶在 ACK 发出之前关闭，两个就合成一个；晚一点，就还是四个。', en: 'When the application closes before the ACK has gone they are one segment; later, there are four.' },
    /(?:确认|ack).{0,14}fin.{0,8}(?<!不)可以.{0,6}(?:一起|合并|合成)/i,
    /(?:ack.{0,12}fin|fin.{0,12}ack).{0,6} (?:can|may) (?:be )?(?:merged?|combined?|sent together|share|go together)/i),
  loose('no-early-data', 'N10', 'wrong', 'open/data-on-1-queued', 3,
    /前两次.{0,6}(?:不能|不可以|不允许|不建议).{0,4}(?:携带|带)/,
    /(?:syn|first two).{0,30}(?:cannot|can't|must not|may not|never) carr/i),
  right('data-on-3', 'open/data-on-3', 4,
    { zh: '它的 ACK 已经证明客户端真在那头，数据可以立刻交付。', en: 'Its ACK proves that the client is really there: the data is delivered at once.' },
    /第三次(?:握手)?.{0,16}(?<!不)(?:可以|能)(?:够)?(?:携带|带)/, /third.{0,30} (?:can|may) carry/i),
  loose('resent-fin', 'N12', 'depends', 'ablate/merged-close', 1,
    /(?:不断|一直|反复)(?:的|地)?重[发传] ?fin/i, /(?:keep|repeat|again and again).{0,20}fin\b.{0,30}(?:merg|held|delay)/i),
  loose('wait-for-ever', 'N14', 'wrong', 'close/last-ack-blackhole', 2,
    /(?:无限|一直|永远)(?:地|的)?等(?:待|下去)?/, /(?:waits?|stays?) (?:forever|for ever|indefinitely)/i),
  loose('server-ports', 'N15', 'wrong', 'tw/server-closes', 3,
    /(?:服务).{0,40}端口(?:会)?(?:耗尽|用完|不够)/, /server.{0,50}(?:runs? out of|exhaust\w*).{0,12}ports?/i),
  loose('reuseaddr', 'N16', 'depends', 'tw/reuseaddr', 4,
    /so_reuseaddr|端口快速重用/i),
  loose('resends-syn', 'N8', 'wrong', 'open/lost-ack3', 1,
    /服务(?:器|端).{0,12}重[发传] ?syn(?! ?[-+,/和] ?ack)/i, /server.{0,14}(?:resends?|repeats?|retransmits?) (?:its |the )?syn(?! ?[-+,/] ?ack)(?!-?ack)/i),
  right('resends-syn-ack', 'open/lost-ack3', 1,
    { zh: '没得到确认的是它的 SYN，所以重发的是 SYN+ACK。', en: 'It is its SYN that was not acknowledged: it repeats the SYN+ACK.' },
    /服务(?:器|端).{0,12}重[发传] ?syn ?[-+,/和]? ?ack/i, /server.{0,14}(?:resends?|repeats?|retransmits?) (?:its |the )?syn[-+,/ ]?ack/i),
  loose('client-gives-up', 'N23', 'wrong', 'open/lost-synack', 3,
    /客户端会?(?:以为|认为)(?:没建立|没有建立|未建立|连接失败|建立失败)/, /client.{0,12}(?:thinks|believes).{0,30}(?:fail|not established|not open)/i),
  { id: 'only-client-repairs', verdict: 'wrong', exhibit: 'open/lost-synack', check: 4,
    because: { zh: '服务器停在 SYN-RECEIVED 等第三个报文段；正因为它在等，它自己也会重传 SYN+ACK。', en: 'The server waits in SYN-RECEIVED, and because it waits it repeats its SYN+ACK as well.' },
    patterns: [/只有客户端.{0,6}重[发传]/, /only the client (?:retransmits|resends|repeats)/i] },
  loose('waits-for-ack', 'N5', 'wrong', 'tw/clock', 4,
    /(?:没有?(?:再)?收到|等(?:待|来)?).{0,8}服务(?:器|端)(?:端)?(?:的|发来的) ?ack/i, /time[-_ ]?wait.{0,40}(?:for|received) (?:an |the )?ack of the server/i),
  loose('ack-is-seq-plus-1', 'N6', 'depends', 'hdr/ack-is-next', 2,
    /(?:ack|确认号|acknowledg\w+(?: number)?)\s*(?:=|是|为|等于|is|equals)\s*(?:the )?(?:seq|序号|序列号|sequence number)\s*(?:\+|加|plus)\s*(?:1|一|one)/i),
  loose('six-flags', 'N7', 'depends', 'hdr/syn-fin-count', 4,
    /标志位.{0,4}(?:6|六) ?个/, /(?:6|六) ?个标志/, /six flags|6 flags/i),
  loose('keep-alive-on', 'N19', 'wrong', 'alive/off-by-default', 3,
    /tcp ?(?:还)?(?:默认)?设有一?个?保活/i, /默认(?:就)?(?:是)?(?:打开|开启|启用|有).{0,6}保活/, /保活.{0,8}默认(?:就)?(?:是)?(?:打开|开着|开启|启用)/, /keep-?alive is (?:always |on|enabled)(?: by default)?/i),
  right('keep-alive-off', 'alive/off-by-default', 3,
    { zh: 'RFC 9293 3.8.4 节：默认必须关闭，由应用打开。', en: 'RFC 9293 section 3.8.4: off by default, and the application may turn it on.' },
    /保活.{0,6}默认(?:是|都)?(?:关|不开|没开)/, /keep-?alive is (?:off|disabled)/i),
  loose('backlog', 'N20', 'depends', 'queue/backlog', 6,
    /backlog.{0,30}(?:最大|总数|半连接|个数|max|half)/i),
  loose('data-in-time-wait', 'N25', 'wrong', 'close/basic', 4,
    /服务(?:器|端)还有(?:很多)?数据(?:包)?要/, /server (?:still )?has (?:much |more )?data (?:left )?to send.{0,30}time[-_ ]?wait/i),
  loose('each-acknowledges', 'N27', 'wrong', 'hdr/ack-invalid', 1,
    /每一?(?:步|次|个).{0,6}都(?:包含|带|有).{0,8}确认/, /(?:every|each) (?:step|segment|one|message).{0,20}(?:acknowledg|carries an ack|has an ack)/i),
  loose('all-over', 'N28', 'depends', 'close/basic', 9,
    /第四次挥手.{0,12}(?:完全|彻底)?(?:断开|关闭|结束)/, /fourth.{0,30}(?:completely|fully)? ?(?:closed|over|gone)/i),
  loose('one-and-one-msl', 'N13', 'depends', 'tw/2msl-geometry', 3,
    /(?:1|一) ?个 ?msl.{0,30}(?:确保|保证|给|是为)/i, /one msl for the ack/i),
  { id: 'one-msl', verdict: 'wrong', exhibit: 'ablate/one-msl', check: 5,
    because: { zh: '1 个 MSL 只够自己的 ACK 死透；对端重发的 FIN 还能再活一个 MSL。', en: 'One MSL outlasts the own ACK, no more: a repeated FIN may live for another.' },
    patterns: [/等(?:待)? ?(?:1|一) ?(?:个|倍)? ?msl/i, /wait(?:s|ing)? (?:for )?(?:1|one|a single) msl/i] },
  right('two-msl', 'tw/clock', 5,
    { zh: '先关闭的一方在 TIME-WAIT 里等 2MSL；Linux 固定为 60 秒。', en: 'Who closes first waits for 2 MSL in TIME-WAIT; on Linux that is a fixed 60 s.' },
    /等(?:待)?(?:了|够)? ?(?:2|两个|二倍) ?\*? ?msl/i, /wait(?:s|ing)? (?:for )?(?:2|two|twice the) ?\*? ?msls?/i),
  loose('default-two-msl', 'N17', 'depends', 'tw/profiles', 1, /默认 ?(?:是|为)? ?2 ?\*? ?msl/i, /2 ?\*? ?msl by default/i),
  loose('fin-says-nothing-more', 'N22', 'depends', 'close/half-close', 3,
    /fin.{0,14}(?:只是)?(?:不能|不可以|不再)(?:再)?发(?:送)?数据/i, /after (?:a |its |the )?fin.{0,20}(?:cannot|can't) send/i),
  loose('waits-differ', 'N24', 'depends', 'open/blackhole', 0,
    /每次重传等待的?时间不一定/),
  loose('isn-in-data', 'N4', 'wrong', 'open/ack-no-seq', 1,
    /数据(?:段|部分)?.{0,8}isn/i, /isn ?\+ ?1.{0,16}(?:in|into) the (?:data|payload)/i),
  loose('isa', 'N2', 'wrong', 'open/isn', 0, /(?<![a-z])isa(?![a-z])/i),
  loose('why-three', 'N11', 'depends', 'open/old-dup-syn', 1,
    /(?:根本|主要|最主要|首要)的?原因/, /(?:main|principal|real) reason/i),
  loose('half-open-words', 'N21', 'depends', 'open/three-words', 2,
    /半连接.{0,3}(?:\(|（|即|也叫|又叫|就是).{0,3}半开/, /half-?open \(?(?:or|aka|i\.e\.) half-?(?:connection|closed)/i),
  { id: 'misspelt', verdict: 'wrong', erratum: 'N3', exhibit: 'open/names', check: 1,
    patterns: [/syn[-_ ]send(?![a-z])/i, /syn[-_ ]revd/i, /2 ?mls(?![a-z])/i] },
  right('syn-takes-one', 'hdr/syn-fin-count', 3,
    { zh: '占序号的是 SYN、FIN 和数据：它们要得到确认。', en: 'SYN, FIN and text take up numbers: they are what is acknowledged.' },
    /(?<![a-z])(?:syn|fin)(?:报文段?)?(?:即使不携带数据)?(?:都|也|各)?(?:要|会)?(?:消耗|占据?|占用) ?(?:1|一)? ?个?序(?:列)?号/i,
    /(?:syn|fin)(?: and fin)?s? (?:each )?(?:take|consume|use|occup)\w*(?: up)? (?:one|1|a) (?:sequence )?number/i),
  right('ack-takes-none', 'open/ack-no-seq', 1,
    { zh: '所以第一份数据的序号和第三次握手一样。', en: 'So the first text has the number of the third segment.' },
    /(?:不携带数据的|纯) ?ack.{0,6}不(?:消耗|占)/i, /pure acks? (?:do(?:es)? not|takes? no|consumes? no|uses? no)/i),
  right('close-wait', 'leak/close-wait', 3,
    { zh: '没有定时器会结束 CLOSE-WAIT：TCP 在等应用调用 close()。', en: 'No timer ends CLOSE-WAIT: TCP waits for the application to call close().' },
    /close[-_ ]?wait.{0,16}(?:过多|堆积|大量|很多|原因|没有?(?:调用)? ?close|忘)/i, /(?:没有?|忘了?)(?:调用)? ?close\(?\)?.{0,14}close[-_ ]?wait/i, /close[-_ ]?wait.{0,40}(?:program|application|bug|forgot|forget)/i),
  { id: 'close-wait-ends', verdict: 'wrong', exhibit: 'leak/close-wait', check: 7,
    because: { zh: '没有定时器会结束它；要改的是自己的程序。', en: 'No timer ends it; what has to change is the program.' },
    patterns: [/close[-_ ]?wait.{0,16}(?:会|自动|自己)(?:自动|自己)?(?:超时|消失|结束)/i, /close[-_ ]?wait.{0,20}(?:times? out|goes away|disappears)/i] },
  right('cookies', 'flood/cookies', 13,
    { zh: 'cookie 把要记的都写进序号里，服务器不占内存。', en: 'A cookie holds all there is to remember in the number, and the server no memory.' },
    /syn ?cookies?.{0,20}(?:防御|抵御|防止|技术|不占|不记)/i, /(?:防御|防范).{0,20}syn ?cookie/i, /syn cookies? (?:help|defend|protect|prevent|save)/i),
  right('flood', 'flood/syn', 1,
    { zh: '一个假 SYN 占住服务器 63 秒；8 个位置，每 8 秒一个就够。', en: 'A forged SYN takes a slot for 63 s; with 8 slots one every 8 seconds is enough.' },
    /syn ?(?:攻击|洪泛|泛洪|flood).{0,40}(?:耗尽|占满|填满|不回应|资源)/i, /syn flood.{0,40}(?:fill|exhaust|uses? up)/i),
  right('both-wait', 'close/simultaneous', 7,
    { zh: '两边都是主动关闭方，都走 CLOSING，都要等。', en: 'Both are active closers: both pass CLOSING and both wait.' },
    /同时关闭.{0,20}(?:都|双方).{0,10}(?:time[-_ ]?wait|closing)/i, /simultaneous(?:ly)? clos.{0,40}both/i),
  right('two-way-zombie', 'ablate/two-way-lost-synack', 5,
    { zh: '只握两次，服务器以为连上了，什么也不等，也就不重传。', en: 'With two segments the server takes it for open, waits for nothing and repeats nothing.' },
    /(?:两|2)次(?:握手)?.{0,60}(?:以为(?:已经)?(?:建立|连)|默认建立|浪费资源|伪连接|僵尸)/, /two-?way.{0,60}(?:zombie|thinks|wast)/i),
];
