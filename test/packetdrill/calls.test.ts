import { describe, expect, it } from 'vitest';
import type { Expr } from '../../src/packetdrill/ast.ts';
import { call, refusal } from './support.ts';

const int = (value: number): Expr => ({ kind: 'integer', value });
const word = (name: string): Expr => ({ kind: 'word', name });
const first = (text: string) => call(`f(${text}) = 0`).args[0];
const field = (name: string | null, value: Expr, extra: Expr | null = null) => ({
  name,
  extra,
  value,
});

describe('a system call', () => {
  it('has arguments, a result, an errno and notes', () => {
    expect(
      call('connect (3, ..., ...) = -1 EINPROGRESS (Operation now (still) in progress)'),
    ).toEqual({
      kind: 'syscall',
      until: null,
      name: 'connect',
      args: [int(3), { kind: 'ellipsis' }, { kind: 'ellipsis' }],
      result: int(-1),
      errno: 'EINPROGRESS',
    });
    expect(call('fcntl(3, F_GETFL) = 0x02 (flags O_RDWR)')).toMatchObject({
      result: int(2),
      errno: null,
    });
    expect(call('g() = ?')).toMatchObject({ args: [], result: 'any' });
    expect(call('f(1) = -1 (Bad thing)')).toMatchObject({ result: int(-1), errno: null });
    expect(call('f(1) = A | B')).toMatchObject({ result: { kind: 'or' } });
    expect(call('f(1) = WORD (a note)')).toMatchObject({ result: word('WORD') });
  });

  it.each<[string, Expr]>([
    ['-5', int(-5)],
    ['0xffffffff', int(4294967295)],
    ['A', word('A')],
    ['A|2|B', { kind: 'or', of: [word('A'), int(2), word('B')] }],
    ['[1]', { kind: 'list', of: [int(1)] }],
    ['[]', { kind: 'list', of: [] }],
    [
      'inet_addr("10.0.0.1")',
      { kind: 'call', name: 'inet_addr', args: [{ kind: 'string', value: '10.0.0.1' }] },
    ],
    [
      '{events=A|B, fd=4}',
      {
        kind: 'struct',
        fields: [field('events', { kind: 'or', of: [word('A'), word('B')] }), field('fd', int(4))],
      },
    ],
    [
      '{..., 5}',
      { kind: 'struct', fields: [field(null, { kind: 'ellipsis' }), field(null, int(5))] },
    ],
    [
      '{port=htons(80), name(...)=..., iov(1)=[{...,0}]}',
      {
        kind: 'struct',
        fields: [
          field('port', { kind: 'call', name: 'htons', args: [int(80)] }),
          field('name', { kind: 'ellipsis' }, { kind: 'ellipsis' }),
          field(
            'iov',
            {
              kind: 'list',
              of: [
                {
                  kind: 'struct',
                  fields: [field(null, { kind: 'ellipsis' }), field(null, int(0))],
                },
              ],
            },
            int(1),
          ),
        ],
      },
    ],
    [
      '{level=1, data={errno=0, code=X}}',
      {
        kind: 'struct',
        fields: [
          field('level', int(1)),
          field('data', {
            kind: 'struct',
            fields: [field('errno', int(0)), field('code', word('X'))],
          }),
        ],
      },
    ],
  ])('reads the argument %s', (text, expected) => {
    expect(first(text)).toEqual(expected);
  });

  it('reads strings as octets', () => {
    expect(first('"a\\tb" \n "\\xff\\x00\\"" "\\101"')).toEqual({
      kind: 'string',
      value: 'a\tb\xff\0"A',
    });
    expect(first('"é€"')).toEqual({ kind: 'string', value: '\xc3\xa9\xe2\x82\xac' });
    expect(first('"go"...')).toEqual({ kind: 'string', value: 'go' });
  });

  it.each([
    ['f(1', 'expected `)` or `,` in the arguments of f, found the end of the script'],
    ['f(1,) = 0', 'expected one of the arguments of f, found `)`'],
    ['f(1)', 'expected `=` and a result after f(...), found the end'],
    ['f(1) = +', 'expected the result of f, found `+`'],
    ['f 1', 'expected `(` after the name of the system call f, found `1`'],
    ['f(1) = 0 (never', 'this note never ends'],
    ['f({1 = 2}) = 0', 'expected the name of a field before `=`'],
    ['f("\\q") = 0', 'unknown escape `\\q`'],
    ['f(99999999999999999999) = 0', 'is too large'],
    [`f(${'['.repeat(70)}`, 'nested deeper than 64 levels'],
  ])('says what is wrong with %s', (text, message) => {
    expect(refusal(`0 ${text}`)).toContain(message);
  });
});
