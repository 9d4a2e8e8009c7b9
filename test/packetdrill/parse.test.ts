import { describe, expect, it } from 'vitest';
import { parse, refusal } from './support.ts';

const whens = (text: string) => parse(text).events.map((e) => e.when);

describe('the shape of a script', () => {
  it('has options, a first command, events and a last command', () => {
    const script = parse(`
      // What a comment says.
      --mtu=1280 --local_ip=fd00::7 --strict // a flag
      --ip_version=ipv6
      --name="two words"
      \`prepare --all\`
      0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3  // after an event
      +.1 \`ls /tmp // no comment\`
      /* neither this */
      +0 %{ assert x }%
      \`tidy up\``);
    expect(script.options.map((o) => [o.name, o.value])).toEqual([
      ['mtu', '1280'],
      ['local_ip', 'fd00::7'],
      ['strict', null],
      ['ip_version', 'ipv6'],
      ['name', 'two words'],
    ]);
    expect(script.init).toMatchObject({ text: 'prepare --all', line: 6, column: 7 });
    expect(script.events.map((e) => e.action.kind)).toEqual(['syscall', 'shell', 'code']);
    expect(script.events[1]?.action).toEqual({ kind: 'shell', text: 'ls /tmp // no comment' });
    expect(script.events[2]?.action).toEqual({ kind: 'code', text: ' assert x ' });
    expect(script.cleanup?.text).toBe('tidy up');
  });

  it('tells where an event stands and what it says on one line', () => {
    const [first, second] = parse('0 close(3) = 0\n  +0 write(3,\n\t..., // why\n 5)=5').events;
    expect(first).toMatchObject({ line: 1, column: 1, text: '0 close(3) = 0' });
    expect(second).toMatchObject({ line: 2, column: 3, text: '+0 write(3, ..., 5)=5' });
  });

  it('reads every form of time, in microseconds', () => {
    expect(
      whens(`0 close(3) = 0
        .01 close(3) = 0
        1.5 close(3) = 0
        +2 close(3) = 0
        + 0.25 close(3) = 0
        * > . 1:1(0)
        1~1.5 > . 1:1(0)
        +.1~+.2 > . 1:1(0)`),
    ).toEqual([
      { kind: 'absolute', at: 0 },
      { kind: 'absolute', at: 10_000 },
      { kind: 'absolute', at: 1_500_000 },
      { kind: 'relative', at: 2_000_000 },
      { kind: 'relative', at: 250_000 },
      { kind: 'any' },
      { kind: 'absolute-range', at: 1_000_000, until: 1_500_000 },
      { kind: 'relative-range', at: 100_000, until: 200_000 },
    ]);
  });

  it('does not read the dots of a blocking call as a decimal point', () => {
    const { events } = parse('0...0.200 connect(3, ..., ...) = 0\n+.1 ... 1 close(3) = 0');
    expect(events.map((e) => e.when.kind !== 'any' && e.when.at)).toEqual([0, 100_000]);
    expect(events.map((e) => e.action)).toMatchObject([{ until: 200_000 }, { until: 1_000_000 }]);
  });
});

describe('names that are defined', () => {
  const text = `0 close(3) = 0
    #ifdef RED
    +1 close(3) = 0
    #endif
    #ifdef BLUE
    +2 this is not read: \`
    #endif
    +3 close(3) = 0`;

  it('decide which lines count', () => {
    const times = parse(text, { RED: null }).events.map((e) => e.when);
    expect(times).toMatchObject([{ at: 0 }, { at: 1_000_000 }, { at: 3_000_000 }]);
    expect(parse(text).events).toHaveLength(2);
  });

  it('stand for words, of the script and of its caller, who wins', () => {
    const script = `--define=A=7 --define=B="a b" --define=C=word
      0 f(A, B, C, D) = 0`;
    expect(parse(script, { A: '0x10' }).events[0]?.action).toMatchObject({
      args: [
        { kind: 'integer', value: 16 },
        { kind: 'string', value: 'a b' },
        { kind: 'word', name: 'word' },
        { kind: 'word', name: 'D' },
      ],
    });
    const shell = parse('0 RUN', { RUN: '`true`' }).events[0]?.action;
    expect(shell).toEqual({ kind: 'shell', text: 'true' });
  });
});

it.each([
  ['', 't.pkt:1:1: expected an event, such as `0 socket(...) = 3`, found the end of the script'],
  ['1 close(3) = 0', 't.pkt:1:1: the first event must be at time 0: 1 close(3) = 0'],
  [
    '0 close(3) = 0\n* close(3) = 0',
    't.pkt:2:1: the time `*` can only stand before an outbound packet',
  ],
  ['0 close(3) = 0\n1~.5 > . 1:1(0)', 't.pkt:2:3: the time range ends before it begins'],
  ['0 close(3) = 0\n-1 close(3) = 0', 'negative time -1'],
  ['0 close(3) = 0\n--mtu=9', 'options stand before the first event, found the option --mtu'],
  ['0 close(3) = 0 `a` `b`', 'found the shell command `b`'],
  ['0 5', 'expected a packet (`<` or `>`), a system call'],
  ['0 "open', 't.pkt:1:3: this string never ends: expected "'],
  ['0 %{ assert', 'this code never ends'],
  ['0 close(3) = 0 /* oh', 'this comment never ends'],
  ['#ifdef A\n0 close(3) = 0', 't.pkt:1:1: #ifdef without #endif'],
  ['#ifdef 5', 'expected a name after #ifdef'],
  ['#endif', '#endif without #ifdef'],
  ['#include', 'expected #ifdef or #endif after `#`'],
  ['--mtu= \n0 close(3) = 0', 'expected a value after --mtu='],
])('says what is wrong with %j', (text, message) => {
  expect(refusal(text)).toContain(message);
});
