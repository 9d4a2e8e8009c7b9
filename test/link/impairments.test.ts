import { describe, expect, it } from 'vitest';
import {
  checkImpairments,
  IMPAIRMENT_EXAMPLES,
  parseImpairments,
} from '../../src/link/impairments.ts';

describe('impairments as text', () => {
  it('reads everything a command line may say', () => {
    const text =
      'loss=2%,delay=20ms,jitter=5ms,reorder=1%,duplicate=0.5%,corrupt=0.1%,burst=1%/30%,drop=3,drop=7';
    expect(parseImpairments(text)).toEqual({
      loss: 0.02,
      delay: 20_000,
      jitter: 5000,
      reorder: 0.01,
      duplicate: 0.005,
      corrupt: 0.001,
      burst: { p: 0.01, r: 0.3 },
      rules: [
        { segment: 3, action: 'drop' },
        { segment: 7, action: 'drop' },
      ],
    });
  });

  it('reads rules for single segments', () => {
    expect(
      parseImpairments(
        'drop=#1, delay=#2/50ms,duplicate=#3,corrupt=#4,reorder=#5,reorder=#6/1s,reorder=2%/3ms,' +
          'duplicate=#2/5ms,corrupt=#2/bit9',
      ),
    ).toEqual({
      reorder: 0.02,
      reorderBy: 3000,
      rules: [
        { segment: 1, action: 'drop' },
        { segment: 2, action: 'delay', by: 50_000 },
        { segment: 3, action: 'duplicate' },
        { segment: 4, action: 'corrupt' },
        { segment: 5, action: 'reorder' },
        { segment: 6, action: 'reorder', by: 1_000_000 },
        { segment: 2, action: 'duplicate', by: 5000 },
        { segment: 2, action: 'corrupt', bit: 9 },
      ],
    });
  });

  it('reads directions, limits, plain probabilities, all units, and nothing', () => {
    expect(parseImpairments('direction=both,limit=50,loss=0.02,delay=150us,jitter=1.5s')).toEqual({
      direction: 'both',
      limit: 50,
      loss: 0.02,
      delay: 150,
      jitter: 1_500_000,
    });
    expect(parseImpairments('')).toEqual({});
    expect(parseImpairments('delay=0')).toEqual({ delay: 0 });
  });

  it.each([
    ['los=2%', "unknown impairment 'los'; allowed are loss=2%"],
    ['__proto__=1', "unknown impairment '__proto__'"],
    ['loss', "'loss' needs a value, as in loss=2%"],
    ['loss=', "'loss' needs a value"],
    ['loss=200%', "'loss=200%': expected a probability from 0% to 100%, as in loss=2%"],
    ['loss=2', 'expected a probability'],
    ['loss=-1%', 'expected a probability'],
    ['delay=20', "'delay=20': expected a time in us, ms or s, as in delay=20ms"],
    ['delay=#3', 'expected how long as well'],
    ['drop=#3/5ms', 'expected a segment number only'],
    ['corrupt=#3/5ms', 'expected a bit after the segment number'],
    ['duplicate=#3/soon', 'expected a time in us, ms or s'],
    ['burst=1%', 'expected two probabilities'],
    ['drop=0', 'expected a number from 1'],
    ['drop=x', 'expected a number from 1'],
    ['limit=0', 'expected a number from 1'],
    ['direction=up', "expected 'out', 'in' or 'both'"],
    ['loss=1%,loss=2%', "'loss' is given twice"],
  ])('says what is wrong with %s', (text, message) => {
    expect(() => parseImpairments(text)).toThrow(RangeError);
    expect(() => parseImpairments(text)).toThrow(message);
  });

  it('understands its own examples', () => {
    for (const text of IMPAIRMENT_EXAMPLES) {
      for (const example of text.split(/, | or /)) checkImpairments(parseImpairments(example));
    }
  });
});
