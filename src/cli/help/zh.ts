import type { HelpTexts } from './index.ts';

const GENERAL = `synwave - 用户态 TCP/IP 协议栈：能用，能看，也能拆开来试

用法：synwave COMMAND [OPTIONS]

  lab        浏览器里的实验室：看 TCP，弄坏它，倒回去，再来一次
  scenarios  有哪些场景可看：为什么握手要三次、挥手要四次，TIME-WAIT 在等什么，
             SYN 洪泛打的是哪里；中英文都有
  run        在虚拟时间里运行一个场景，故意弄坏它，画成时序图
  explore    在界限之内试遍每一种走法：为什么不能只握两次手？让机器找出来
  quiz       先猜再看：接下来发什么、进入什么状态，答完告诉你为什么
  glossary   一个术语是什么意思，别处又怎么写
  drill      在虚拟时间里运行 packetdrill 脚本，报告哪些通过
  serve      应答真实的程序：通过 TUN 设备提供网页或 echo 服务
  get        通过 TUN 设备，从真实的网页服务器取一个文件
  help       解释一个命令：synwave help run

先试这几条，普通用户就能运行：

  synwave lab
      打开它给出的网址：一条连接，第三个报文段正在途中。点一下这个报文段，把它
      丢掉。
  synwave run open-and-close
      一条连接从 SYN 到 TIME-WAIT 结束的每个报文段，以及两端各自的状态。
  synwave run open/basic --drop A2
      丢掉握手的第三个报文段：谁会发现，接下来怎样？

再让一个完全不知道 synwave 的程序来访问它（Linux，root）：

  synwave serve --tun syn0 --address 10.9.0.2/24 --http .
  curl http://10.9.0.2/                       （在另一个终端里）

  内核看到的是一块网卡 syn0。内核发到网卡上的包由 synwave 读取并应答：
  IP、TCP、网页服务器，全在这一个进程里。

然后让网络变差，看 TCP 怎么应对：

  synwave serve ... --impair loss=2%,delay=20ms --pcap trace.pcapng

选项：
  -h, --help          本说明；写在命令后面，就是那个命令的说明
      --version       版本号
      --lang zh|en    本说明以及 lab、scenarios、run、glossary 用哪种语言；不写
                      则按 locale（LC_ALL、LC_MESSAGES、LANG）

退出码：0 成功，1 失败，2 用法错误
`;

/** How a TUN device and an address are given: the same for every command that has one. */
const STACK_OPTIONS = `  --tun NAME          要创建的设备，例如 syn0
  --address ADDR/LEN  协议栈自己的地址，例如 10.9.0.2/24 或 fd00:9::2/64；
                      IPv4 和 IPv6 可以各写一个。内核取该前缀里余下的第一个
                      地址，如 10.9.0.1。内核的其他设备上不能已有这个前缀
  --impair LIST       让设备变成一个差的网络，两个方向都算，例如
                      loss=2%,delay=20ms,jitter=5ms。还有 burst=1%/30%、
                      reorder=1%、duplicate=1%、corrupt=1%、drop=3（第三个报文
                      段）、limit=100（最多积压的包数）、direction=in 或 out
  --pcap FILE         把设备上的每个包写入 FILE（pcapng 格式），供 Wireshark 或
                      tshark 读取
  --profile NAME      TCP 按谁的方式工作：默认 linux；还有 rfc、freebsd、notes、
                      linux-classic、linux-sender
  --set NAME=VALUE    改动该 profile 的一个值，例如 synQueue=64、
                      synCookies=never、timeWait=10s；可以写多次。值的名字见类型
                      Profile`;

const SERVE = `用法：synwave serve --tun NAME --address ADDR/LEN SERVICE [OPTIONS]

创建一个网络设备，用 synwave 自己的 TCP 在上面应答。本机的程序访问它，和访问
别的主机没有两样。只能在 Linux 上用，需要 root 身份或 CAP_NET_ADMIN 权限。
按 Ctrl-C 结束，设备随之删除。

SERVICE 是下面之一：
  --http DIR          DIR 下的文件；也接受上传：用 PUT 或 POST 把文件传到任意
                      路径，返回它的长度和 SHA-256（文件不保存）
  --echo              收到什么就发回什么（RFC 862）
  --discard           收到的全部丢弃（RFC 863）
  --chargen           不停地发送一行行字符（RFC 864）

选项：
${STACK_OPTIONS}
  --port N            端口；默认 --http 为 80，--echo 为 7，--discard 为 9，
                      --chargen 为 19
  --json              不输出文字，改为每行一个 JSON 对象：listening、open、
                      progress、close、status、problem
  --status            收到信号 SIGUSR1 时，列出每条连接的状态、队列和定时器，
                      样式同 ss -tano

它只在这个设备上监听和发送：除非你自己设置路由，否则本机以外的机器都访问不到它。

示例：
  synwave serve --tun syn0 --address 10.9.0.2/24 --http .
  synwave serve --tun syn0 --address 10.9.0.2/24 --address fd00:9::2/64 --echo
  synwave serve --tun syn0 --address 10.9.0.2/24 --chargen --impair loss=2%
  synwave serve --tun syn0 --address 10.9.0.2/24 --http . --set synQueue=64
`;

const GET = `用法：synwave get http://HOST[:PORT]/PATH --tun NAME --address ADDR/LEN
           [OPTIONS]

创建一个网络设备，用 synwave 自己的 TCP 通过它取一个文件。只能在 Linux 上用，
需要 root 身份或 CAP_NET_ADMIN 权限。HOST 可以是域名，解析方式与 Node 相同。

HOST 必须能通过这个设备到达。本机上监听所有地址的服务器，在内核那一端就能访问到
（协议栈是 10.9.0.2/24，内核那一端就是 10.9.0.1）；更远的主机，要内核做转发和
地址转换才能到达。

选项：
  -o, --output FILE   写入 FILE；不写或写 - 则输出到标准输出
${STACK_OPTIONS}
  --timeout SECONDS   这么多秒没有进展就放弃；默认 30
  --json              在标准输出上用一个 JSON 对象给出结果；要同时写 -o

文件要么完整，要么退出码为 1：收到的内容短于服务器声明的长度，就算失败。
遇到重定向只报告，不跟随。

示例，先在另一个终端里运行 python3 -m http.server 8000：
  synwave get http://10.9.0.1:8000/ -o index.html --tun syn0 \\
      --address 10.9.0.2/24
`;

const LAB = `用法：synwave lab [OPTIONS]

提供浏览器里的实验室，并给出它的网址：每个场景都由真正的引擎运行，可以播放、逐步
看、弄坏、倒回去。它不向任何别的服务器要东西；打开过一次，没有网络、没有服务器时
浏览器也能打开。按 Ctrl-C 结束服务器。

选项：
  --port N            端口；默认按环境变量 PORT，没有这个变量就是 9293；
                      写 0 就取任意一个空闲的
  --host ADDRESS      监听哪个地址；默认 127.0.0.1，只有本机的程序能访问
  --json              每行一个 JSON 对象：listening（含 url）、stopping
  --lang zh|en        语言；不写则按 locale

示例：
  synwave lab
  synwave lab --port 8080
`;

const SCENARIOS = `用法：synwave scenarios [WORD...] [OPTIONS]

按所回答的问题列出全部场景；写了词，就只列出与每个词都有关的。词可以是中文，
可以是英文，可以是名字的一部分，也可以是实验的编号。

选项：
  --lang zh|en        语言；不写则按 locale
  --json              全部内容，供程序读取

示例：
  synwave scenarios
  synwave scenarios two
  synwave scenarios 两次
`;

const GLOSSARY = `用法：synwave glossary [TERM...] [OPTIONS]

用中文或英文解释一个术语，写它的哪个名字都行：SYN_RCVD、Syn_RECV、SYN-RECEIVED
是同一个状态。不写术语，就列出全部。

选项：
  --lang zh|en        语言；不写则按 locale
  --json              供程序读取

示例：
  synwave glossary TIME_WAIT
  synwave glossary 半连接队列
`;

const RUN = `用法：synwave run SCENARIO [OPTIONS]

用真正的引擎，在虚拟时间里运行一个场景：画出每个报文段、它的时间和两端的状态，
再逐条检验应当成立的断言；有一条不成立，退出码就是 1。场景列表见
synwave scenarios。

输出里的“笔记勘误 N1”等等，针对的是本项目最初依据的五篇中文笔记：原文怎么写，
正确的又是什么。

弄坏它。报文段按发送方和次序取名，A3 是 A 发出的第三个；图上都标着名字：
  --drop A2             在途中丢掉。这一项和下面四项都可以写多次，或写成列表：
                        --drop A2,A3
  --delay B2:400ms      推迟这么久才到
  --dup A1              到达两次；A1:30ms 表示副本晚到 30 ms
  --reorder A2          先扣住，等后一个报文段超过它再放行
  --corrupt B3          翻转其中一个比特；B3:bit0 表示正文的第一个
  --power-off B@5s      断电；还有 --boot（开机）、--kill（杀死程序）、
                        --unplug（拔网线）、--plug（插网线）

改动它：
  --what-if NAME[@HOST] 违反 TCP 的一条规则，如两次握手、没有 TIME-WAIT；
                        这次运行会标明不合标准
  --no-what-if NAME     场景本身违反了这条规则，改为遵守它
  --by-the-book         场景本身违反的规则，全部改为遵守；explore 搜出来的场景，
                        拿掉的也放回去
  --set NAME=VALUE      场景的参数，或 profile 里的值；只改一台主机就写成
                        HOST.NAME=VALUE
  --profile NAME        所有主机的 TCP 按谁的方式工作；分别指定就写成
                        A=linux,B=freebsd
  --seed N              随机数的种子；种子相同，运行就相同

观察它：
  --step                一次一个事件，可进可退
  --voice VOICE         用文字讲出来，等于加上 --format narrate：technical
                        （技术语言）、playground（操场喊话）、letters（情书）
  --format FORMAT       ladder（默认）、narrate、states、json、svg、states-svg、
                        mermaid、md、pcapng、pkt（packetdrill 脚本）
  --json                同 --format json
  -o, --output FILE     写入 FILE
  --side HOST           只看这台主机所知道的。pcapng 默认两端的抓包都有，pkt
                        默认是第一台主机的脚本；写了就只是这台主机的
  --flow N              有多条连接时，只看其中一条
  --numbers MODE        relative（相对序号）、xy（写成 x+1）、raw（线上的原值）
  --calls               应用的调用也画出来
  --ascii               只用 ASCII 字符
  --width N             宽 N 列，不按屏幕宽度
  --theme light|dark    SVG 的浅色或深色
  --lang zh|en          语言；不写则按 locale

示例：
  synwave run open/basic --drop A2 --step
  synwave run open/basic --voice playground
  synwave run close/worked-numbers --numbers raw --lang zh
  synwave run ablate/two-way-lost-synack --by-the-book
  synwave run close/simultaneous --format svg -o close.svg
`;

const EXPLORE = `用法：synwave explore [QUESTION... | --all | --worlds | --world NAME] [OPTIONS]

在界限之内，把一个小世界的所有走法都在引擎上走一遍，找出违反规则的最短的一次。
QUESTION 拿掉 TCP 的一项机制，给出因此出错的最短的一次运行：画成图，讲成文字，
写明坏在哪里、违反哪一条；旁边是照标准来的同一次搜索，界限之内没有反例。什么都不
写，就列出有哪些问题。

“界限之内没有”只表示界限允许的每一种走法都看过了，界限之外什么也没证明。按
Ctrl-C，就说出到此为止找到了什么。

搜什么：
  --all                 所有问题
  --worlds              什么都不该坏的那些世界，按 rfc、linux、freebsd 各搜一
                        遍；标准自己写明的隐患照条款记数，不算反例
  --world NAME          其中一个世界，或者写着自己的世界的 JSON 文件 FILE（见
                        docs/explore.md 里“自己写一个世界”）；可以写多次
  --profile NAME        这些世界只按 rfc、linux 或 freebsd 搜
  --nightly             用每个世界的大界限，适合搜一整夜

搜多远：
  --property ID         只看这一条性质；可以写多次。各是什么意思，见 synwave
                        explore：nobody-opened、accepted-twice、foreign-octet、
                        wrong-order、read-twice、foreign-end、acked-and-lost、
                        different-starts、foreign-reset、reset-answered、
                        beyond-edge、nothing-moves、left-behind、
                        closed-unasked、spoilt-close、given-up；只在点名时才
                        看的：silenced、for-ever、one-loss、cut-off、
                        not-yet-open、nothing-new
  --bound NAME=N        steps（步数）、segments（报文段）、lose（丢失）、
                        duplicate（重复）、damage（损坏）、faults（三者合计，
                        各自的界限照样算）、late（滞留的报文段）、expired（老
                        到消失的报文段）、timers（定时器到期）、early（其中过
                        早到期）、states（状态），或写成时间的 lateness（迟
                        到）；any 表示不限；可以写多次
  -j, --jobs N          用 N 个线程，默认等于处理器个数；不影响结果

怎么用：
  --save FILE           把反例存成场景，用 synwave run FILE 重放
  --json                全部内容写成 JSON，包括场景和逐句的讲述；各字段见
                        docs/explore.md 里“--json 给出什么”
  --stats               搜索再小，也写出每秒状态数等
  --lang zh|en          语言；不写则按 locale

退出码：0 每个问题都有反例，每个世界都没有；1 不是这样，或没有搜完就中断；
2 用法错误

示例：
  synwave explore why-not-two
  synwave explore why-2msl --save 2msl.json
  synwave explore why-four --bound lose=1 --lang zh
  synwave explore --worlds --profile linux
`;

const DRILL = `用法：synwave drill PATH... [OPTIONS]

在虚拟时间里，用 synwave 自己的协议栈运行 packetdrill 脚本，Google 和 nplab 两种
方言都支持：不需要内核，不需要 root，也不用等待。PATH 可以是脚本，可以是目录
（运行其中所有的 *.pkt 文件），也可以是 -（标准输入）。每个脚本都用一套全新的协
议栈。

脚本没有通过时，会指出出错的行、期望的结果、实际的结果和时间，并列出在此之前线上
的包。脚本用到了这里没有的功能，记为不支持，不算通过。最后按目录给出汇总。

选项：
  -D, --define NAME   定义 NAME，供 #ifdef NAME 判断；写成 NAME=VALUE，脚本里的
                      单词 NAME 还会替换成 VALUE
  --profile NAME      协议栈采用哪种 TCP：linux、freebsd 或 rfc。不写时，脚本开
                      头的注释（// Profiles: rfc, linux）列出了哪些，就逐个运
                      行；没有列出的，按脚本针对的系统运行。写了，就跳过只列出其
                      他 profile 的脚本
  --ip-version V      ipv4 或 ipv6：只运行适用于这个版本的脚本，没有指明版本的也
                      按这个版本运行；不写时，没有指明的按 IPv4 运行
  --tolerance T       允许的时间误差，例如 4ms、5%（占上一个事件以来时间的百分
                      比）或 1ms,5%；取代脚本自己的设置
  --set NAME=VALUE    改动协议栈 profile 里的一个值，例如 minRto=1s；优先于脚本
                      开头注释里的 // Set: ...
  --what-if NAME      故意违反一条规则，例如 twoWay；脚本可以在开头注释里写
                      // What-if: ...
  --strict            脚本结束时还有没匹配到的包，就算失败
  --ladder            给每个没有通过的脚本画时序图；只有一个脚本时总会画
  -j, --jobs N        最多同时运行 N 个脚本，默认等于处理器个数；不影响结果
  --json              输出一个 JSON 对象：总数、各目录的结果和每个脚本的结果
  --lang zh|en        汇总所用的语言，默认按 locale

退出码：0 全部通过，1 有脚本没有通过，2 用法错误

示例：
  synwave drill my.pkt
  synwave drill tcp-testsuite --profile freebsd -D FreeBSD
  synwave drill gtests/net/tcp --profile linux --ip-version ipv6
  synwave drill my-tests --profile rfc --tolerance 1ms --strict
  synwave run tw/pool --side B --format pkt | synwave drill -
`;

const QUIZ = `用法：synwave quiz [SCENARIO...] [OPTIONS]

先猜再看。每一题先画出到此刻为止的时序图，再问接下来会怎样：发什么报文段、进入
什么状态、序号是多少、哪个定时器先到期、应用得知什么。答案就是引擎真正的下一步。
答错了，告诉你错在哪里；有的错误答案还能照着跑一遍。

场景写名字（close/lost-ack4）或实验编号（E02），可以写多个：先问场景自己的问题，
再问运行中的。不写，就从建立和关闭连接的场景里抽几个，各问一题。

从标准输入读答案，一行一个：选择题写字母，填空题写数，空行跳过，q 结束。

选项：
  --count N           共问几题；不写则每个场景 3 题，不写场景则 8 题
  --seed N            选题和选项顺序的种子；种子相同，题目就相同
  --numbers MODE      relative（相对序号）、xy（写成 x+1）、raw（线上的原值）
  --json              不问，输出全部题目和答案，供程序读取
  --width N           宽 N 列，不按屏幕宽度
  --lang zh|en        语言；不写则按 locale

退出码总是 0，除非用法错误：答错不算失败。

示例：
  synwave quiz
  synwave quiz E02 E09 E12 --seed 7
  synwave quiz close/lost-ack4 --count 10
`;

export const zh: HelpTexts = {
  general: GENERAL,
  commands: {
    lab: LAB,
    scenarios: SCENARIOS,
    run: RUN,
    explore: EXPLORE,
    quiz: QUIZ,
    drill: DRILL,
    glossary: GLOSSARY,
    serve: SERVE,
    get: GET,
  },
};
