import { expect, it } from 'vitest';
import { CLAUSES } from '../../src/observe/codes.ts';
import { run } from '../../src/sim/index.ts';
import { openAndClose } from '../support/open-and-close.ts';

it('from CLOSE on an ordinary close is told with the clause behind each event', () => {
  const { frames } = run(openAndClose);
  const close = frames.findIndex((f) => f.kind === 'call' && f.call === 'close');
  const without = frames
    .slice(close)
    .filter((f) => f.rule === '' && !/^(timers|tables)$/.test(f.kind));
  expect(without.map((f) => f.code)).toEqual([]);
  expect(CLAUSES['call/closed']).toBe('RFC 9293 section 3.6');
});
