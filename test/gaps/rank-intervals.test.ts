import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RankIntervalsInput, rankIntervals } from '../../src/gaps/rank-intervals.ts';

/** Nine invented places; the second and the fifth have one figure. */
const input: RankIntervalsInput = {
  values: [412, 389, 455, 301, 389, 520, 344, 298, 471],
  errors: [14, 9, 21, 11, 16, 24, 8, 13, 10],
  first: 'lowest',
  confidence: [0.95, 0.998],
};

const rankOf = (one: RankIntervalsInput): (number | null)[] => rankIntervals(one).map(({ rank }) => rank);
const limitsOf = (one: RankIntervalsInput, level = 0): string[] =>
  rankIntervals(one).map(({ limits }) => `${limits[level]!.lower}-${limits[level]!.upper}`);

describe('rankIntervals()', () => {
  // Expected: numpy 2.4 and scipy 1.17, limits with z = norm.ppf(1 − (1 − c^(1/9))/2) compared pair by pair. Of 20,000
  // draws of all nine places 99.995 % had every true rank inside its limits at 95 %: they are conservative.
  it('gives an independently computed example, exactly', () => {
    expect(rankOf(input)).toEqual([6, 4, 7, 2, 4, 9, 3, 1, 8]);
    expect(limitsOf(input)).toEqual(['4-8', '3-7', '4-9', '1-3', '3-7', '7-9', '1-5', '1-3', '6-9']);
    expect(limitsOf(input, 1)).toEqual(['3-9', '3-7', '4-9', '1-4', '1-9', '5-9', '1-6', '1-4', '5-9']);
  });

  it('turns round where the highest is first', () => {
    const highest = { ...input, first: 'highest' } as const;
    expect(rankOf(highest)).toEqual([4, 5, 3, 8, 5, 1, 7, 9, 2]);
    expect(limitsOf(highest)).toEqual(['2-6', '3-7', '1-6', '7-9', '3-7', '1-3', '5-9', '7-9', '1-4']);
  });

  // By the same program. Natural: 20 ∓ 10.03 reaches 10 ∓ 1.19; logs: 3.00 ∓ 0.50 does not reach 2.30 ∓ 0.12.
  it('goes by the logarithms where rates vary on that scale', () => {
    const three = {
      values: [20, 10, 60],
      errors: [4.2, 0.5, 8],
      first: 'lowest',
      confidence: [0.95],
    } as const;
    expect(limitsOf(three)).toEqual(['1-2', '1-2', '3-3']);
    expect(limitsOf({ ...three, scale: 'log' })).toEqual(['2-2', '1-1', '3-3']);
    expect(rankIntervals({ ...three, scale: 'log' })[0]!.method).toMatch(/on the log scale$/);
  });

  // The paper's example has 51 states at 90 %, whose limits reach 3.081 standard errors.
  it('has limits as far out as those of the published example', () => {
    const apart = (distance: number): string =>
      limitsOf({
        values: Array.from({ length: 51 }, (_, area) => area * distance),
        errors: new Array<number>(51).fill(1),
        first: 'lowest',
        confidence: [0.9],
      })[0]!;
    expect(apart(2 * 3.0815)).toBe('1-1');
    expect(apart(2 * 3.0805)).toBe('1-2');
  });

  it('says which neighbours cannot be told apart', () => {
    const overlaps = rankIntervals({
      values: [1, 2, 9, 20, 20],
      errors: [0.5, 0.5, 0.1, 0, 0],
      first: 'lowest',
      confidence: [0.95],
    }).map(({ limits }) => limits[0]!.overlapsNext);
    expect(overlaps).toEqual([true, false, false, true, null]);
  });

  it('ranks a figure without standard error, which widens the others by one', () => {
    const one = { ...input, errors: input.errors.with(3, null), confidence: [0.95] };
    const areas = rankIntervals(one);
    expect(areas[3]).toMatchObject({
      rank: 2,
      limits: [{ lower: null, upper: null, overlapsNext: null }],
      withheld: null,
      note: 'no limits: a standard error is missing',
    });
    expect(areas[7]).toMatchObject({ rank: 1, limits: [{ lower: 1, upper: 3, overlapsNext: null }] });
    expect(areas[7]!.note).toBe('1 area without limits may stand anywhere');
    expect(areas[5]!.limits[0]!.upper).toBe(9);
  });

  it('leaves out an area without a figure, and gives no limits where there is no logarithm', () => {
    const areas = rankIntervals({
      values: [0, null, 5, -1],
      errors: [1, 1, 0.1, 0.1],
      first: 'lowest',
      scale: 'log',
      confidence: [0.95],
    });
    expect(areas.map(({ rank }) => rank)).toEqual([2, null, 3, 1]);
    expect(areas.map(({ withheld }) => withheld)).toEqual([null, 'no figure', null, null]);
    expect(areas.map(({ note }) => note)).toEqual([
      'no limits: zero or below has no logarithm',
      null,
      '2 areas without limits may stand anywhere',
      'no limits: zero or below has no logarithm',
    ]);
    expect(areas[2]!.limits).toEqual([{ confidence: 0.95, lower: 1, upper: 3, overlapsNext: null }]);
  });

  it('takes one area, none, and all alike', () => {
    expect(rankIntervals({ ...input, values: [], errors: [] })).toEqual([]);
    expect(limitsOf({ ...input, values: [3], errors: [1] })).toEqual(['1-1']);
    const alike = { ...input, values: [3, 3, 3], errors: [0, 0, 0] };
    expect(rankOf(alike)).toEqual([1, 1, 1]);
    expect(limitsOf(alike)).toEqual(['1-3', '1-3', '1-3']);
  });

  it('refuses a negative standard error, a figure that is none, lengths that differ and a level out of bounds', () => {
    expect(() => rankIntervals({ ...input, errors: input.errors.with(0, -1) })).toThrow(RangeError);
    expect(() => rankIntervals({ ...input, values: input.values.with(0, Number.NaN) })).toThrow(RangeError);
    expect(() => rankIntervals({ ...input, errors: [] })).toThrow(RangeError);
    for (const level of [0.4, 0.5, 1, 95])
      expect(() => rankIntervals({ ...input, confidence: [level] })).toThrow(RangeError);
  });

  const areasOf = fc.array(
    fc.record({
      value: fc.integer({ min: 1, max: 60 }),
      error: fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 12 })),
    }),
    { minLength: 1, maxLength: 25 },
  );
  const inputOf = (areas: readonly { value: number; error: number | null }[]): RankIntervalsInput => ({
    values: areas.map(({ value }) => value),
    errors: areas.map(({ error }) => error),
    first: 'lowest',
    confidence: [0.95, 0.998],
  });

  it('holds the rank and its ties inside the limits, which a higher level only widens', () => {
    fc.assert(
      fc.property(areasOf, (areas) => {
        for (const [area, { rank, limits }] of rankIntervals(inputOf(areas)).entries()) {
          const tied = areas.filter(({ value }) => value === areas[area]!.value).length;
          const [narrow, wide] = limits;
          if (narrow!.lower === null) continue;
          expect(narrow!.lower).toBeLessThanOrEqual(rank!);
          expect(narrow!.upper).toBeGreaterThanOrEqual(rank! + tied - 1);
          expect(wide!.lower).toBeLessThanOrEqual(narrow!.lower);
          expect(wide!.upper).toBeGreaterThanOrEqual(narrow!.upper!);
          expect(wide!.upper).toBeLessThanOrEqual(areas.length);
        }
      }),
    );
  });

  it('does not mind the order of the rows or the unit, and mirrors where the highest is first', () => {
    fc.assert(
      fc.property(areasOf, (areas) => {
        const forward = rankIntervals(inputOf(areas)).map(({ rank, limits }) => [
          rank,
          limits[0]!.lower,
          limits[0]!.upper,
        ]);
        const back = rankIntervals(inputOf(areas.toReversed())).toReversed();
        expect(back.map(({ rank, limits }) => [rank, limits[0]!.lower, limits[0]!.upper])).toEqual(forward);
        const eightfold = areas.map(({ value, error }) => ({
          value: 8 * value,
          error: error === null ? null : 8 * error,
        }));
        expect(limitsOf(inputOf(eightfold))).toEqual(limitsOf(inputOf(areas)));
        const mirrored = rankIntervals({ ...inputOf(areas), first: 'highest' });
        for (const [area, { limits }] of mirrored.entries()) {
          if (limits[0]!.lower === null) continue;
          expect(limits[0]!.lower).toBe(areas.length + 1 - (forward[area]![2] as number));
        }
      }),
    );
  });
});
