import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { milestones } from '../../src/measures/milestones.ts';

const share = (reached: number, all: number, multiplier = 100) =>
  milestones({ reached, all, multiplier, confidence: [0.95, 0.998] });

describe('milestones()', () => {
  it('is the share that is reached, which chance has no part in', () => {
    // 5 of 8 by hand: 62.5 %.
    expect(share(5, 8)).toEqual({
      value: 62.5,
      standardError: null,
      limits: [
        { confidence: 0.95, lower: null, upper: null },
        { confidence: 0.998, lower: null, upper: null },
      ],
      method: 'share of a list',
      withheld: null,
      note: null,
    });
    expect(share(5, 8, 1).value).toBe(0.625);
  });

  it('is a value of 0 where none is reached, and 100 % where all are', () => {
    expect(share(0, 3).value).toBe(0);
    expect(share(3, 3).value).toBe(100);
  });

  it('is withheld for a list without milestones: none of none is no share', () => {
    const { value, withheld, limits } = share(0, 0);
    expect([value, withheld]).toEqual([null, 'there are no milestones']);
    expect(limits).toHaveLength(2);
  });

  it.each([
    [-1, 3, 100],
    [1, -3, 100],
    [4, 3, 100],
    [1, 3, 0],
    [Number.NaN, 3, 100],
  ])('throws a RangeError for %d reached of %d times %d', (reached, all, multiplier) => {
    expect(() => share(reached, all, multiplier)).toThrow(RangeError);
  });

  it('throws a RangeError for a level that is none', () => {
    expect(() => milestones({ reached: 1, all: 2, multiplier: 100, confidence: [95] })).toThrow(RangeError);
  });

  it('lies between 0 and its multiplier, and with what is left to do makes up the whole', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (all, part) => {
          const reached = Math.floor(part * all);
          const { value } = share(reached, all);
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value! + share(all - reached, all).value!).toBeCloseTo(100, 9);
        },
      ),
    );
  });
});
