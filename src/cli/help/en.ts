import type { HelpTexts } from './index.ts';

const GENERAL = `synwave - a TCP/IP stack in user space, to use, to watch and to take apart

usage: synwave COMMAND [OPTIONS]

  lab        the lab in a browser: watch TCP, break it, go back, try again
  scenarios  what there is to watch: why three segments to open, why four to
             close, TIME-WAIT, SYN floods ..., in Chinese and English
  run        play one of them in virtual time, break it on purpose, draw it
  explore    search every run, within bounds: why not two? the answer by machine
  quiz       guess what comes next before you see it, and learn why
  glossary   what a term means, and how it is called elsewhere
  drill      run packetdrill scripts, in virtual time, and say which pass
  serve      answer real programs: a web server, or echo, over a TUN device
  get        fetch a file from a real web server, over a TUN device
  help       explain a command: synwave help run

Start here, as any user:

  synwave lab
      Open the address it prints: a connection, with its third segment under
      way. Touch the segment, and lose it.
  synwave run open-and-close
      Every segment of a connection from SYN to the end of TIME-WAIT, with the
      state each side is in.
  synwave run open/basic --drop A2
      Lose the third segment of the handshake: who notices, and what then?

Then let a program that knows nothing of synwave talk to it (Linux, as root):

  synwave serve --tun syn0 --address 10.9.0.2/24 --http .
  curl http://10.9.0.2/                       (in another terminal)

  The kernel sees a network card "syn0". What it sends there, synwave reads and
  answers: IP, TCP, the web server, everything happens in this one process.

Then make the network bad, and look at what TCP does about it:

  synwave serve ... --impair loss=2%,delay=20ms --pcap trace.pcapng

options:
  -h, --help          this text; after a command, that command's
      --version       the version
      --lang zh|en    the language of this text, of lab, scenarios, run and
                      glossary; the locale's (LC_ALL, LC_MESSAGES, LANG) unless
                      given

exit codes: 0 done, 1 failed, 2 wrong usage
`;

/** How a TUN device and an address are given: the same for every command that has one. */
const STACK_OPTIONS = `  --tun NAME          the device to create, for example syn0
  --address ADDR/LEN  the stack's own address, for example 10.9.0.2/24 or
                      fd00:9::2/64; may be given once for each family. The
                      kernel gets the prefix's first other address: 10.9.0.1.
                      The kernel must not have the prefix on another device.
  --impair LIST       make the device a bad network, in both directions, for
                      example loss=2%,delay=20ms,jitter=5ms. Also burst=1%/30%,
                      reorder=1%, duplicate=1%, corrupt=1%, drop=3 (the third
                      segment), limit=100 (packets held), direction=in or out
  --pcap FILE         write every packet on the device to FILE (pcapng), for
                      Wireshark or tshark
  --profile NAME      which TCP to behave as: linux unless given; or rfc,
                      freebsd, notes, linux-classic, linux-sender
  --set NAME=VALUE    change a value of that profile, for example synQueue=64,
                      synCookies=never or timeWait=10s; may be given for
                      several. Names are those of the type Profile.`;

const SERVE = `usage: synwave serve --tun NAME --address ADDR/LEN SERVICE [OPTIONS]

Creates a network device, and answers on it with synwave's own TCP. Programs on
this machine reach it as they reach any other host. Linux only; needs root, or
the capability CAP_NET_ADMIN. Ctrl-C removes the device.

service, one of:
  --http DIR          the files below DIR, and uploads: PUT or POST a file to
                      any path and get its length and SHA-256 back (it is not
                      kept)
  --echo              sends back what it receives (RFC 862)
  --discard           throws away what it receives (RFC 863)
  --chargen           sends lines of characters without end (RFC 864)

options:
${STACK_OPTIONS}
  --port N            the port: 80 for --http, 7 for --echo, 9 for --discard,
                      19 for --chargen, unless given
  --json              one JSON object a line instead of text: listening, open,
                      progress, close, status, and problem
  --status            on the signal SIGUSR1, print every connection with its
                      state, queues and timer, in the manner of ss -tano

It listens on, and sends to, that device only: nothing outside this machine can
reach it unless you route it there yourself.

examples:
  synwave serve --tun syn0 --address 10.9.0.2/24 --http .
  synwave serve --tun syn0 --address 10.9.0.2/24 --address fd00:9::2/64 --echo
  synwave serve --tun syn0 --address 10.9.0.2/24 --chargen --impair loss=2%
  synwave serve --tun syn0 --address 10.9.0.2/24 --http . --set synQueue=64
`;

const GET = `usage: synwave get http://HOST[:PORT]/PATH --tun NAME --address ADDR/LEN
           [OPTIONS]

Fetches a file with synwave's own TCP over a network device that it creates.
Linux only; needs root, or the capability CAP_NET_ADMIN. HOST may be a name; it
is looked up the way Node looks up names.

HOST must be reachable through the device: a server on this machine that listens
on all addresses answers at the kernel's end of it (10.9.0.1 if the stack is
10.9.0.2/24). Hosts beyond it answer if the kernel forwards and translates.

options:
  -o, --output FILE   write to FILE; standard output if not given, or -
${STACK_OPTIONS}
  --timeout SECONDS   give up after so long without progress; 30 unless given
  --json              a JSON object with the result on standard output; needs -o

The file is complete, or the exit code is 1: a body shorter than the length the
server announced is a failure. Redirects are reported, not followed.

example, with "python3 -m http.server 8000" in another terminal:
  synwave get http://10.9.0.1:8000/ -o index.html --tun syn0 \\
      --address 10.9.0.2/24
`;

const LAB = `usage: synwave lab [OPTIONS]

Serves the lab, a page for the browser, and prints its address: every exhibit on
the real engine, to play, to step through, to break and to go back in. It asks
nothing of any other server, and the browser keeps it for when there is none.
Ctrl-C ends the server.

options:
  --port N            the port: that of the variable PORT, else 9293, unless
                      given; 0 takes any that is free
  --host ADDRESS      the address to listen at: 127.0.0.1 unless given, where
                      only programs of this machine reach it
  --json              one JSON object a line instead of text: listening, with
                      the url, and stopping
  --lang zh|en        the language; that of the locale unless given

examples:
  synwave lab
  synwave lab --port 8080
`;

const SCENARIOS = `usage: synwave scenarios [WORD...] [OPTIONS]

Lists what there is to run, by the question it answers; with words, what has to
do with all of them. Words may be Chinese or English, part of a name, or the
number of an experiment.

options:
  --lang zh|en        the language; that of the locale unless given
  --json              everything about them, for programs

examples:
  synwave scenarios
  synwave scenarios two
  synwave scenarios 两次
`;

const GLOSSARY = `usage: synwave glossary [TERM...] [OPTIONS]

Says what a term means, in Chinese or English, by any of its names: SYN_RCVD,
Syn_RECV and SYN-RECEIVED are one state. Without a term, lists all there are.

options:
  --lang zh|en        the language; that of the locale unless given
  --json              for programs

examples:
  synwave glossary TIME_WAIT
  synwave glossary 半连接队列
`;

const RUN = `usage: synwave run SCENARIO [OPTIONS]

Runs a scenario on the real engine, in virtual time, draws every segment with
the time and both sides' states, and says whether what must hold does hold. The
exit code is 1 when it does not. "synwave scenarios" lists what there is.

Where it speaks of errata, "Erratum N1" and so on, they are those of the five
Chinese notes that the project began with: what they say, and what is right.

break it; segments are named by sender and count, A3 is the third that A sends,
and the names stand in the drawing:
  --drop A2             lose it on the way. This and the next four may be given
                        several times, or take a list: --drop A2,A3
  --delay B2:400ms      hold it back
  --dup A1              let it arrive twice; A1:30ms: the copy 30 ms later
  --reorder A2          hold it until the next one has passed it
  --corrupt B3          flip one of its bits; B3:bit0: the first of its text
  --power-off B@5s      also --boot, --kill (the program), --unplug and --plug

change it:
  --what-if NAME[@HOST] break a rule of TCP: a handshake of two segments, no
                        TIME-WAIT ...; the run is then marked as not standard
  --no-what-if NAME     keep that rule, which the scenario itself breaks
  --by-the-book         keep all the rules that the scenario itself breaks; of a
                        run that explore found, put back what it took away
  --set NAME=VALUE      a parameter of the scenario, or a value of a profile;
                        HOST.NAME=VALUE for one host
  --profile NAME        which TCP all hosts have; A=linux,B=freebsd for each
  --seed N              of everything random; the same seed, the same run

look at it:
  --step                one event at a time, forwards and back
  --voice VOICE         tell it in words, as --format narrate does: technical,
                        playground (shouting), or letters (of love)
  --format FORMAT       ladder (unless given), narrate, states, json, svg,
                        states-svg, mermaid, md, pcapng or pkt (packetdrill)
  --json                the same as --format json
  -o, --output FILE     write to FILE
  --side HOST           only what that host knows. A pcapng holds what both ends
                        saw, a pkt is the first host's, unless --side says whose
  --flow N              one connection of several
  --numbers MODE        relative, xy (as in x+1), or raw (as on the wire)
  --calls               show the calls of the applications too
  --ascii               only ASCII
  --width N             so many columns instead of the screen's
  --theme light|dark    the colours of an SVG
  --lang zh|en          the language; that of the locale unless given

examples:
  synwave run open/basic --drop A2 --step
  synwave run open/basic --voice playground
  synwave run close/worked-numbers --numbers raw --lang zh
  synwave run ablate/two-way-lost-synack --by-the-book
  synwave run close/simultaneous --format svg -o close.svg
`;

const EXPLORE = `usage: synwave explore [QUESTION... | --all | --worlds | --world NAME] [OPTIONS]

Searches every run of a small world, within bounds, on the engine itself, for
the shortest one that breaks a rule. A QUESTION takes a mechanism of TCP away:
you get the shortest run in which that goes wrong, drawn and told, what it
breaks and by which clause, and beside it the same search by the book, which
finds none within the bound. Without anything: what there is to ask.

"None within the bound" says that every run which the bounds allow was looked
at, no more: it is no proof for what is beyond them. Ctrl-C says what was found
so far.

what to search:
  --all                 every question
  --worlds              the worlds in which nothing may break, each as rfc,
                        linux and freebsd; hazards that the standard itself
                        names are counted, with their clause, and no finding
  --world NAME          one of these worlds, or a FILE with one of your own, as
                        JSON (docs/explore.md, "A world of your own"); may be
                        given several times
  --profile NAME        of these worlds only as rfc, linux or freebsd
  --nightly             as far as each world goes when there is a night for it

how far:
  --property ID         look only at this property; may be given several times.
                        synwave explore says what each is: nobody-opened,
                        accepted-twice, foreign-octet, wrong-order, read-twice,
                        foreign-end, acked-and-lost, different-starts,
                        foreign-reset, reset-answered, beyond-edge,
                        nothing-moves, left-behind, closed-unasked,
                        spoilt-close, given-up; and, looked at only where they
                        are asked for, silenced, for-ever, one-loss, cut-off,
                        not-yet-open, nothing-new
  --bound NAME=N        steps, segments, lose, duplicate, damage, faults (these
                        three together, each within its own bound too), late
                        (segments that are stuck), expired (that grow too old),
                        timers, early (timers that are too short), states, or
                        lateness as a time; any for no bound; may be given
                        several times
  -j, --jobs N          so many threads; as many as there are processors unless
                        given. The answer is the same

what to do with it:
  --save FILE           write the run as a scenario: synwave run FILE replays it
  --json                all of it as JSON, with the run as a scenario and in
                        words: docs/explore.md, "What --json gives"
  --stats               states per second and the like for small searches, too
  --lang zh|en          the language; that of the locale unless given

exit codes: 0 each question has its counterexample, and no world has one;
1 otherwise, or stopped before the end; 2 wrong usage

examples:
  synwave explore why-not-two
  synwave explore why-2msl --save 2msl.json
  synwave explore why-four --bound lose=1 --lang zh
  synwave explore --worlds --profile linux
`;

const DRILL = `usage: synwave drill PATH... [OPTIONS]

Runs packetdrill scripts, of Google's dialect or nplab's, against this stack in
virtual time: no kernel, no root, no waiting. PATH is a script, a folder (of
that, every *.pkt file below it) or - for standard input. Each script has a
stack of its own.

Of a script that does not pass you see its line, what was expected, what came
and when, and what was on the wire until then. A script that asks for something
unknown here is unsupported, and has not passed. At the end there is a summary
by folder.

options:
  -D, --define NAME   decides #ifdef NAME; NAME=VALUE also stands for the word
                      NAME wherever a script has it
  --profile NAME      whose TCP the stack is: linux, freebsd or rfc. Unless
                      given, each in turn that a script's opening comment names
                      (// Profiles: rfc, linux), or that of the system it is
                      written for. If given, scripts that name only others are
                      left out
  --ip-version V      ipv4 or ipv6: run the scripts that are about it, and with
                      it those that leave it open; IPv4 for these unless given
  --tolerance T       how far from its time something may happen, such as 4ms,
                      5% (of the time since the event before) or 1ms,5%;
                      instead of what scripts say themselves
  --set NAME=VALUE    change a value of the stack's profile, such as minRto=1s,
                      over what a script's opening comment says (// Set: ...)
  --what-if NAME      break a rule on purpose, such as twoWay; scripts say it in
                      their opening comment (// What-if: ...)
  --strict            packets left over at the end of a script fail it
  --ladder            draw the run of every script that does not pass; done
                      anyway when there is only one
  -j, --jobs N        so many scripts at a time; as many as there are processors
                      unless given. The result is the same
  --json              one JSON object: counts, folders, and every script
  --lang zh|en        the language of the summary; that of the locale unless
                      given

exit codes: 0 all passed, 1 one did not, 2 wrong usage

examples:
  synwave drill my.pkt
  synwave drill tcp-testsuite --profile freebsd -D FreeBSD
  synwave drill gtests/net/tcp --profile linux --ip-version ipv6
  synwave drill my-tests --profile rfc --tolerance 1ms --strict
  synwave run tw/pool --side B --format pkt | synwave drill -
`;

const QUIZ = `usage: synwave quiz [SCENARIO...] [OPTIONS]

Guess before you see. Each question draws a run up to a moment and asks what is
next: the segment that is sent, the state, an exact number, the timer that
expires first, what the application gets to know. The answer is what the engine
does next. A wrong one is told why it is wrong; some can be run as they are.

Scenarios are named by id (close/lost-ack4) or by experiment (E02), one or more:
first the question of the scenario itself, then others about its run. Without
any, one question each from scenarios about opening and closing.

Answers are read from standard input, one a line: a letter, or the number that
is asked for; an empty line skips, q ends it.

options:
  --count N           how many questions in all; 3 for each scenario unless
                      given, or 8 without scenarios
  --seed N            of the choice and the order; the same seed, the same quiz
  --numbers MODE      relative, xy (as in x+1), or raw (as on the wire)
  --json              do not ask: print questions and answers, for programs
  --width N           so many columns instead of the screen's
  --lang zh|en        the language; that of the locale unless given

The exit code is 0 unless the usage is wrong: a wrong answer is no failure.

examples:
  synwave quiz
  synwave quiz E02 E09 E12 --seed 7
  synwave quiz close/lost-ack4 --count 10
`;

export const en: HelpTexts = {
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
