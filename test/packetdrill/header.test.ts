import { describe, expect, it } from 'vitest';
import { drill, headerFor, headerOf } from '../../src/packetdrill/index.ts';
import { freebsd, linux, linuxClassic, PROFILES, rfc } from '../../src/tcp/profiles/index.ts';
import { withOverrides } from '../../src/tcp/profiles/overrides.ts';
import { WHAT_IFS, withWhatIf } from '../../src/tcp/what-if.ts';

/** Connects, and expects the SYN to go again `after` it. */
const connects = (head: string, after: string, syn = 'S'): string => `${head}
0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0
+0 connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)
+0 > ${syn} 0:0(0) <...>
+${after} > ${syn} 0:0(0) <...>
`;

describe('the opening comment of a script', () => {
  it('says the profile, values of it and rules that are broken', () => {
    const text = `
// What it shows.
// Profiles: rfc, linux
// Stack: linux-classic
// Set: synRto=500ms timestamps=false
// Set: sendBuffer=64KiB, synTimeout=never
// What-if: twoWay noFourth
0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
// Set: sack=false
`;
    expect(headerOf(text)).toMatchObject({
      profiles: ['rfc', 'linux'],
      stack: 'linux-classic',
      set: {
        synRto: 500_000,
        timestamps: false,
        sendBuffer: 65_536,
        synTimeout: Number.POSITIVE_INFINITY,
      },
      whatIfs: ['twoWay', 'noFourth'],
      wrong: null,
    });
  });

  it.each([
    ['// Set: the window, and 3 = 4', null],
    ['// Stack: a pile of things to do', null],
    ['// What-if: the peer were to say nothing', null],
    ['// Set: synRto=soon', 'the setting synRto=soon, which synRto cannot be'],
    ['// Set: synRtoo=1s', 'the setting synRtoo; did you mean synRto?'],
    ['// Set: synRto=1s and more', 'the setting and'],
    ['// Set: options=mss', 'the setting options=mss, which options cannot be'],
    ['// Stack: linux-clasic', 'the profile linux-clasic; did you mean linux-classic?'],
    ['// What-if: twoWays', 'the what-if twoWays; did you mean twoWay?'],
  ])('%s', (line, wrong) => {
    const found = headerOf(`${line}\n0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n`).wrong;
    if (wrong === null) expect(found).toBeNull();
    else expect(found).toEqual({ what: expect.stringContaining(wrong), line: 1 });
  });

  it('changes the stack, and the caller has the last word', () => {
    const text = connects('// Set: synRto=3s', '3');
    expect(drill('x.pkt', text, { profile: 'rfc' }).outcome).toBe('passed');
    expect(drill('x.pkt', text, { profile: 'linux' }).outcome).toBe('passed');
    expect(drill('x.pkt', connects('', '2'), { set: { synRto: 2_000_000 } }).outcome).toBe(
      'passed',
    );
    const changed = drill('x.pkt', text, { set: { synRto: 1_000_000 } });
    expect(changed.outcome).toBe('failed');
    const broken = drill('x.pkt', connects('', '1'), { whatIfs: ['noRetransmit'], strict: true });
    expect(broken.problem?.kind).toBe('missing packet');
  });

  it('names a stack for the system that a script is first for, and for no other', () => {
    const text = connects('// Stack: freebsd\n// Set: synSlop=0s, synRto=4s', '4');
    expect(drill('x.pkt', text).outcome).toBe('passed');
    const ecn = connects(
      '// Stack: rfc\n// Set: ecn=request, synRto=1s, ecnSynRetries=9',
      '1',
      'SEW',
    );
    expect(drill('x.pkt', ecn, { profile: 'linux' }).outcome).toBe('passed');
  });

  it('is unsupported where its values do not go together', () => {
    const result = drill('x.pkt', connects('// Set: minRto=2s, maxRto=1s', '1'));
    expect(result.outcome).toBe('unsupported');
    expect(result.problem?.actual).toContain('minRto');
  });

  it('can be written for any profile, and says it again', () => {
    const given = [
      ...Object.values(PROFILES),
      withOverrides(linux, {
        synQueue: 8,
        timeWait: 0,
        synRto: 1500,
        ephemeralPorts: [5000, 6000],
      }),
      withOverrides(freebsd, {
        synTimeout: Number.POSITIVE_INFINITY,
        icmpErrors: freebsd.icmpErrors,
      }),
      ...Object.keys(WHAT_IFS).map((id) => withWhatIf(rfc, id)),
      withWhatIf(withWhatIf(linuxClassic, 'nWay'), 'fixedIsn'),
    ];
    for (const profile of given) {
      const lines = headerFor(profile);
      const { stack, set, whatIfs, wrong } = headerOf(lines.map((l) => `// ${l}\n`).join(''));
      expect(wrong, lines.join('\n')).toBeNull();
      let again = withOverrides(PROFILES[stack ?? ''] ?? rfc, set);
      for (const id of whatIfs) again = withWhatIf(again, id);
      expect(again).toEqual(profile);
    }
    expect(() => headerFor(withOverrides(linux, { icmpErrors: rfc.icmpErrors }))).toThrow(
      /icmpErrors/,
    );
  });
});
