import { describe, expect, it } from 'vitest';
import { type DrillOptions, drill, type ScriptResult } from '../../src/packetdrill/index.ts';

/** Runs lines of a script. */
function run(lines: string, o: DrillOptions = {}): ScriptResult {
  return drill('test.pkt', lines, o);
}

/** The kind of what it failed at, or how it came out. */
function kindOf(r: ScriptResult): string {
  return r.problem?.kind ?? r.outcome;
}

const LISTEN = `
0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 bind(3, ..., ...) = 0
+0 listen(3, 1) = 0
`;
const ESTABLISHED = `${LISTEN}
+.1 < S 0:0(0) win 65535 <mss 1000>
+0 > S. 0:0(0) ack 1 <...>
+.1 < . 1:1(0) ack 1 win 65535
+0 accept(3, ..., ...) = 4
`;
const SYN_SENT = `
0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0
+0 connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)
+0 > S 0:0(0) <...>
`;

describe('a script that says what the stack does', () => {
  it('passes, and has nothing left over', () => {
    const r = run(`${ESTABLISHED}
      +0 write(4, ..., 500) = 500
      +0 > P. 1:501(500) ack 1
      +.1 < . 1:1(0) ack 501 win 65535
      +0 close(4) = 0
      +0 > F. 501:501(0) ack 1
      +.1 < F. 1:1(0) ack 502 win 65535
      +0 > . 502:502(0) ack 2
    `);
    expect(r).toMatchObject({ outcome: 'passed', problem: null, warnings: [], leftOver: [] });
    expect(r.time).toBe(400_000);
  });

  it('opens connections over IPv6 as well', () => {
    const r = run(`--ip_version=ipv6\n${SYN_SENT}
      +.1 < S. 0:0(0) ack 1 win 65535 <mss 1000>
      +0 > . 1:1(0) ack 1
      +0 getsockopt(3, SOL_SOCKET, SO_ERROR, [0], [4]) = 0
    `);
    expect(r.outcome).toBe('passed');
  });

  it('counts numbers from the initial ones, of segments with SYN from 0', () => {
    const r = run(`${LISTEN}
      +.1 < S 1000:1000(0) win 65535 <mss 1000>
      +0 > S. 300:300(0) ack 1001 <...>
      +.1 < . 1:1(0) ack 1 win 65535
      +0 accept(3, ..., ...) = 4
      +0 < P. 1:11(10) ack 1 win 65535
      +0 read(4, ..., 100) = 10
    `);
    expect(r.outcome).toBe('passed');
  });

  it('may leave times open, or give a range', () => {
    const retransmitted = `${SYN_SENT}
      * > S 0:0(0) <...>
      +1.9~+2.1 > S 0:0(0) <...>
    `;
    expect(run(retransmitted, { profile: 'rfc' }).outcome).toBe('passed');
  });

  it('may wait in a call while it goes on', () => {
    const r = run(`${LISTEN}
      +0...0.2 accept(3, ..., ...) = 4
      +.1 < S 0:0(0) win 65535 <mss 1000>
      +0 > S. 0:0(0) ack 1 <...>
      +.1 < . 1:1(0) ack 1 win 65535
      +0 close(4) = 0
      +0 > F. 1:1(0) ack 1
    `);
    expect(r.outcome).toBe('passed');
  });

  it('may ask for pieces as one segment, unless it is strict about segments', () => {
    const lines = `${ESTABLISHED}
      +0 write(4, ..., 3000) = 3000
      +0 > P. 1:3001(3000) ack 1
    `;
    expect(run(lines, { profile: 'rfc' }).outcome).toBe('passed');
    const strict = run(`--strict_segments\n${lines}`, { profile: 'rfc' });
    expect(strict.problem?.field).toMatchObject({ name: 'flags' });
  });

  it('may put an ACK number where the ACK bit is not', () => {
    const r = run(`${ESTABLISHED}
      +.1 < R 1:1(0) ack 77 win 0
      +0 read(4, ..., 10) = -1 ECONNRESET (Connection reset by peer)
    `);
    expect(r.outcome).toBe('passed');
  });

  it('reaches a socket that is only bound, and hears its reset', () => {
    const r = run(
      `
      0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
      +0 bind(3, ..., ...) = 0
      +.1 < S 17:17(0) win 65535
      +0 > R. 0:0(0)! ack 1
    `,
      { profile: 'rfc' },
    );
    expect(r.outcome).toBe('passed');
  });

  it('has its errors about segments translated', () => {
    const refused = (seq: string): ScriptResult =>
      run(`${SYN_SENT}
        +.1 < icmp unreachable port_unreachable [${seq}(0)]
        +0 getsockopt(3, SOL_SOCKET, SO_ERROR, [ECONNREFUSED], [4]) = 0
      `);
    expect(refused('0:0').outcome).toBe('passed');
    expect(kindOf(refused('5:5'))).toBe('system call');
  });

  it('is run the same way every time', () => {
    const lines = `${SYN_SENT} * > S 0:0(0) <...>\n * > S 0:0(0) <mss 1>`;
    expect(run(lines)).toEqual(run(lines));
    expect(run(lines, { seed: 2 }).problem?.at).toBe(run(lines).problem?.at);
  });
});

describe('a script that says something else', () => {
  const answer = (line: string): ScriptResult =>
    run(
      `${LISTEN}
      +.1 < S 0:0(0) win 65535 <mss 1000>
      +0 ${line}
    `,
      { profile: 'rfc' },
    );

  it.each([
    ['> SE. 0:0(0) ack 1 <...>', 'flags', 'SE.', 'S.'],
    ['> S. 0:0(0) ack 2 <...>', 'acknowledgment number', '2', '1'],
    ['> S. 0:0(0) ack 1 win 1 <...>', 'window', '1', null],
    ['> S. 0:0(0) ack 1 <mss 1>', 'option 1', 'mss 1', 'mss 1460'],
    ['> S. 0:0(0) ack 1', 'option 1', 'none', 'mss 1460'],
    ['> S. 0:0(0) ack 1 <mss 1460,nop,nop,sackOK>', 'option 2', 'nop', 'none'],
    ['> S. 0:0(0) ack 1 urg 1 <...>', 'urgent pointer', '1', '0'],
    ['> (ttl 3) S. 0:0(0) ack 1 <...>', 'TTL', '3', '64'],
    ['> [ce] S. 0:0(0) ack 1 <...>', 'ECN', 'ce', 'noecn'],
  ])('fails at %s, and names the field', (line, name, expected, actual) => {
    const { problem } = answer(line);
    expect(problem).toMatchObject({ kind: 'packet', field: { name, expected } });
    if (actual !== null) expect(problem?.field?.actual).toBe(actual);
    expect(problem?.text).toContain(line.slice(2));
  });

  it('fails with both packets in the numbers of the script', () => {
    const r = run(`${ESTABLISHED}
      +.1 < P. 1:11(10) ack 1 win 65535
      +0 > . 1:1(0) ack 12
    `);
    expect(r.problem?.line).toBe(12);
    expect(r.problem?.expected).toBe('> . 1:1(0) ack 12');
    expect(r.problem?.actual).toMatch(/^> \. 1:1\(0\) ack 11 win \d+$/);
  });

  it('fails at another sequence number, but for that of a SYN, which is what it says', () => {
    const r = run(`${ESTABLISHED}
      +.1 < P. 1:11(10) ack 1 win 65535
      +0 > . 2:2(0) ack 11
    `);
    const field = { name: 'sequence number', expected: '2', actual: '1' };
    expect(r.problem).toMatchObject({ kind: 'packet', field });
  });

  it('fails when a packet comes at another time', () => {
    const early = run(`${SYN_SENT} +1.5 > S 0:0(0) <...>`, { profile: 'rfc' });
    expect(early.problem).toMatchObject({ kind: 'time', actual: '1.000 s' });
    expect(early.problem?.expected).toContain('1.500 s, give or take 0.1875');
    const ranged = run(`${SYN_SENT} +.2~+.8 > S 0:0(0) <...>`, { profile: 'rfc' });
    expect(kindOf(ranged)).toBe('time');
  });

  it('fails by another tolerance than its own where one is given', () => {
    const lines = `${SYN_SENT} +1.1 > S 0:0(0) <...>`;
    expect(run(lines, { profile: 'rfc' }).outcome).toBe('passed');
    const tolerance = { usecs: 1000, percent: 0 };
    expect(kindOf(run(lines, { profile: 'rfc', tolerance }))).toBe('time');
  });

  it('fails when more comes than it asks for, or less', () => {
    const write = (expected: string): ScriptResult =>
      run(`${ESTABLISHED} +0 write(4, ..., 500) = 500\n +0 > P. ${expected} ack 1`);
    const field = { name: 'length', expected: '400', actual: '500' };
    expect(write('1:401(400)').problem).toMatchObject({ kind: 'packet', field });
    // The next packet is the same once more, which cannot be the rest.
    const less = write('1:601(600)').problem;
    expect(less).toMatchObject({ kind: 'packet', field: { name: 'sequence number' } });
    expect(less?.actual.match(/> P\. 1:501\(500\) ack 1/g)).toHaveLength(2);
  });

  it('fails when nothing comes, and does not wait for ever', () => {
    const r = run(`${ESTABLISHED} +.1 > F. 1:1(0) ack 1`);
    expect(r.problem).toMatchObject({ kind: 'missing packet', line: 10 });
    expect(r.problem?.actual).toMatch(/^nothing until 2\.3/);
    expect(kindOf(run(`${ESTABLISHED} * > F. 1:1(0) ack 1`))).toBe('missing packet');
  });

  it('fails when a call comes to something else, or is late', () => {
    expect(run(`${ESTABLISHED} +0 write(4, ..., 5) = 4`).problem).toMatchObject({
      kind: 'system call',
      line: 10,
    });
    const late = run(`${LISTEN}
      +0...0.1 accept(3, ..., ...) = 4
      +.1 < S 0:0(0) win 65535 <mss 1000>
      +0 > S. 0:0(0) ack 1 <...>
      +.3 < . 1:1(0) ack 1 win 65535
    `);
    expect(late.problem).toMatchObject({ kind: 'time', actual: 'it returned at 0.400 s' });
    const never = run(`${LISTEN} +0...0.1 accept(3, ..., ...) = 4`);
    expect(never.problem?.actual).toBe('it has not returned by 1.000 s');
    expect(kindOf(run(`${LISTEN} +0 accept(3, ..., ...) = 4`))).toBe('system call');
  });

  it('fails at the statement of its code that does not hold', () => {
    const r = run(`${ESTABLISHED}
      +0 %{ assert tcpi_state == TCP_ESTABLISHED }%
      +0 %{
        assert tcpi_state == TCP_LISTEN
      }%
    `);
    expect(r.problem).toMatchObject({ kind: 'code', line: 13 });
  });

  it('fails when it echoes a timestamp that it has not seen', () => {
    const r = run(`${ESTABLISHED} +.1 < . 1:1(0) ack 1 win 9 <nop,nop,TS val 1 ecr 9>`);
    expect(r.problem).toMatchObject({ kind: 'packet', actual: 'ecr 9' });
  });

  it('goes on where it says that it does not matter', () => {
    const r = run(`--non_fatal=packet\n${LISTEN}
      +.1 < S 0:0(0) win 65535 <mss 1000>
      +0 > S. 0:0(0) ack 1 win 3 <...>
      +.1 < . 1:1(0) ack 1 win 65535
      +0 accept(3, ..., ...) = 4
    `);
    expect(r.outcome).toBe('passed');
    expect(r.warnings).toMatchObject([{ kind: 'packet', field: { name: 'window' } }]);
  });
});

describe('packets left over', () => {
  const lines = `${ESTABLISHED} +0 write(4, ..., 500) = 500`;

  it('are reported', () => {
    const r = run(lines);
    expect(r.outcome).toBe('passed');
    expect(r.leftOver).toMatchObject([{ at: 200_000, line: null }]);
    expect(r.leftOver[0]?.text).toMatch(/^> P\. 1:501\(500\) ack 1 win/);
  });

  it('fail a script that is run strictly', () => {
    expect(kindOf(run(lines, { strict: true }))).toBe('left over');
  });
});

describe('what the runner does not know', () => {
  it.each([
    ['a shell command', '0 `frobnicate -x`', 'unsupported'],
    ['a system call', '0 frobnicate(3) = 0', 'unsupported'],
    ['an option', '--frobnicate=3\n0 `true`', 'option'],
    ['a packet', '0 < frob 1:1(0)', 'syntax'],
    ['a kind of ICMP', `${SYN_SENT} +0 < icmp frob [0:0(0)]`, 'unsupported'],
    ['a name in code', `${SYN_SENT} +0 %{ assert frob == 1 }%`, 'unsupported'],
  ])('makes a script with %s unsupported', (_what, lines, kind) => {
    const r = run(lines);
    expect(r.outcome).toBe('unsupported');
    expect(r.problem?.kind).toBe(kind);
  });
});

describe('a script that would not end', () => {
  it('is stopped when its events are too late', () => {
    expect(kindOf(run(`${LISTEN} +99999999 close(3) = 0`))).toBe('limit');
  });

  it('is over soon, whatever timers there are', () => {
    const r = run(`${SYN_SENT} * > R 0:0(0) <...>`);
    expect(r.outcome).toBe('failed');
    const idle = run(`${ESTABLISHED}
      +0 setsockopt(4, SOL_SOCKET, SO_KEEPALIVE, [1], 4) = 0
      +2500000 < . 1:1(0) ack 1 win 65535
    `);
    expect(idle.time).toBe(2_500_000_200_000);
  });
});
