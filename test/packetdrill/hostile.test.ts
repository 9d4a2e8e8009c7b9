import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ScriptError } from '../../src/packetdrill/ast.ts';
import { CodeProgram } from '../../src/packetdrill/code.ts';
import { parse } from './support.ts';

/** What the languages are made of, so that random text gets past the first token. */
const PIECES = [
  ...[
    '0 ',
    '+0 ',
    '.5',
    '* ',
    '~',
    '...',
    '<',
    '>',
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    '=',
    '|',
    ',',
    '!',
  ],
  ...[
    'S',
    'F.',
    '.',
    '-',
    '1:1(0)',
    ' ack 1',
    ' win 5',
    ' urg 1',
    '<mss 5>',
    'sack 1:2',
    'TS val 1 ecr 2',
  ],
  ...[
    'FO ab',
    'md5 valid',
    'icmp unreachable ',
    '/udp(1 > 2)',
    'close(3) = 0',
    'f({a(1)=',
    '"s"',
    '"',
    '`',
  ],
  ...[
    '%{',
    '}%',
    '#ifdef X',
    '#endif',
    '--a=b',
    '--define=X=5',
    '//',
    '/*',
    '*/',
    '\\',
    '\n',
    '\ud800',
    'é',
  ],
  ...[
    'assert ',
    'x',
    ' == ',
    ' and ',
    'not ',
    '%',
    '1',
    '2.5',
    "'%d'",
    ' << ',
    'print(',
    ';',
    '# ',
    '~-',
  ],
];
const soup = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary' }),
);

function throwsNothingElse(text: string): void {
  try {
    parse(text);
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
  }
}

it('throws nothing but ScriptError, whatever the text', () => {
  fc.assert(
    fc.property(soup, (text) => {
      throwsNothingElse(text);
      throwsNothingElse(`0 > S 0:0(0) <${text}`);
      throwsNothingElse(`0 f(${text}) = 0`);
    }),
  );
});

it('has a verdict for any code', () => {
  fc.assert(
    fc.property(soup, (text) => {
      const program = new CodeProgram();
      program.add(text, { x: 1 }, 1);
      expect(program.run()).toHaveLength(1);
    }),
  );
});

it.each([
  '(',
  '[',
  '{',
  '{a(',
  'f(',
  '"',
  '"a" ',
  '1|',
  '`',
  '/*',
  '%{',
  '#ifdef A ',
  '0',
  '-',
  '\n',
])('is soon done with a great many %j', (piece) => {
  const many = piece.repeat(20_000);
  throwsNothingElse(many);
  throwsNothingElse(`0 f(${many}`);
  throwsNothingElse(`0 > . 1:1(0) <${many}`);
  const program = new CodeProgram();
  program.add(many, {}, 1);
  program.add(`assert ${many}`, {}, 1);
  expect(program.run()).toHaveLength(2);
});
