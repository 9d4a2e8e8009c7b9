import { describe, expect, it } from 'vitest';
import { parseShell, ShellError } from '../../src/packetdrill/shell/parse.ts';

const words = (text: string): string[][] =>
  parseShell(text).flatMap((p) => p.commands.map((c) => [...c.words]));

describe('the language of shell commands', () => {
  it('splits words at blanks and joins what is quoted', () => {
    expect(words('sysctl -q a="1 2 3" b=\'4 5\'')).toEqual([['sysctl', '-q', 'a=1 2 3', 'b=4 5']]);
  });

  it('computes sums of products', () => {
    expect(words('sysctl a="4096 $((256*1024)) $((15*1024*1024))" b=$((1+2*3))')).toEqual([
      ['sysctl', 'a=4096 262144 15728640', 'b=7'],
    ]);
  });

  it('goes on in the next line after a backslash, and ends a command at any other', () => {
    expect(words('a b \\\n  c\nd')).toEqual([['a', 'b', 'c'], ['d']]);
  });

  it('knows comments, but not inside a word', () => {
    expect(words('a # b\n# c\nd#e')).toEqual([['a'], ['d#e']]);
  });

  it('keeps the name of a variable as it stands', () => {
    expect(words('/tmp/x_${PPID}.sh')).toEqual([['/tmp/x_${PPID}.sh']]);
  });

  it('tells pipelines and their conditions apart', () => {
    const list = parseShell('a | b || c && d; e');
    expect(list.map((p) => [p.when, p.commands.length])).toEqual([
      ['always', 2],
      ['failed', 1],
      ['succeeded', 1],
      ['always', 1],
    ]);
  });

  it('knows redirections, with or without a blank', () => {
    const [command] = parseShell('a b >/dev/null 2>&1 2> x &> y >> z')[0]?.commands ?? [];
    expect(command).toEqual({
      words: ['a', 'b'],
      redirections: [
        { from: 1, to: '/dev/null', appends: false },
        { from: 2, to: 1, appends: false },
        { from: 2, to: 'x', appends: false },
        { from: 3, to: 'y', appends: false },
        { from: 1, to: 'z', appends: true },
      ],
    });
  });

  it('says so when there is more to it', () => {
    for (const text of ['a & b', '(a)', "a 'b", 'a $(b)', 'a < b', '| a']) {
      expect(() => parseShell(text), text).toThrow(ShellError);
    }
  });
});
