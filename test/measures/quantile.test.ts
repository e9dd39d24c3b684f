import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantiles } from '../../src/measures/quantile.ts';
import { describeWithShared } from '../shared.ts';
import { caseNames, groupsOf, numberOf, readCase } from '../statistics/reference-case.ts';

/** Cases that a function on numbers cannot be asked, with what stands for them here. */
const SKIPPED: Record<string, string> = {
  error_text_values: 'values are numbers here; text is refused where files are read',
};

describeWithShared('quantiles() against reference phe_quantile, exactly', () => {
  for (const name of caseNames('phe_quantile')) {
    if (name in SKIPPED) {
      it.skip(`${name}: ${SKIPPED[name]}`, () => {});
      continue;
    }
    it(name, () => {
      const { input, expected, options, groupBy, error } = readCase('phe_quantile', name);
      const compute = (rows: typeof input) =>
        quantiles({
          values: rows.map((row) => numberOf(row.score)),
          groups: Number(options.nquantiles ?? 10),
          invert: options.invert !== false,
        });
      const groups = groupsOf(input, groupBy[0]);
      if (error) {
        expect(() => [...groups.values()].map(compute)).toThrow(RangeError);
        return;
      }
      const answers = groupsOf(expected, groupBy[0]);
      expect(answers.size).toBe(groups.size);
      for (const [group, rows] of groups) {
        const found = compute(rows);
        expect(found.map(({ quantile }) => quantile)).toEqual(
          answers.get(group)!.map((row) => numberOf(row.quantile)),
        );
        for (const { quantile, withheld } of found) expect(withheld === null).toBe(quantile !== null);
      }
    });
  }
});

describe('quantiles()', () => {
  const ofValues = (values: (number | null)[], groups: number, invert = false) =>
    quantiles({ values, groups, invert }).map(({ quantile }) => quantile);

  it('puts the lowest value in quantile 1, or the highest when inverted', () => {
    expect(ofValues([30, 10, 40, 20], 2)).toEqual([2, 1, 2, 1]);
    expect(ofValues([30, 10, 40, 20], 2, true)).toEqual([1, 2, 1, 2]);
  });

  it('gives equal values one quantile, which may leave another empty', () => {
    expect(ofValues([1, 1, 1, 2], 4)).toEqual([1, 1, 1, 4]);
    expect(ofValues([1, 2, 2, 2], 4, true)).toEqual([4, 1, 1, 1]);
    expect(ofValues([-0, 0, 1], 3)).toEqual([1, 1, 3]);
  });

  it('gives missing values none, does not count them, and says why', () => {
    expect(quantiles({ values: [3, null, 1], groups: 2, invert: false })).toEqual([
      { quantile: 2, withheld: null },
      { quantile: null, withheld: 'the value is missing' },
      { quantile: 1, withheld: null },
    ]);
    expect(
      quantiles({ values: [3, null, 1], groups: 3, invert: false }).map(({ withheld }) => withheld),
    ).toEqual(['fewer values than groups', 'the value is missing', 'fewer values than groups']);
    expect(quantiles({ values: [], groups: 5, invert: true })).toEqual([]);
  });

  it('is not led astray by rounding, as the reference is with 28 areas in 20 groups', () => {
    const found = ofValues(
      Array.from({ length: 28 }, (_, index) => index),
      20,
    );
    expect(found).toEqual(Array.from({ length: 28 }, (_, index) => Math.floor((20 * index) / 28) + 1));
  });

  it('differs by one value at most where there are no ties, rises with the value and ignores the order', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer(), { minLength: 1, maxLength: 200 }),
        fc.integer({ min: 1, max: 20 }),
        (values, groups) => {
          fc.pre(values.length >= groups);
          const found = ofValues(values, groups) as number[];
          const sizes = Array.from(
            { length: groups },
            (_, group) => found.filter((q) => q === group + 1).length,
          );
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
          const rising = values.map((value, index) => [value, found[index]!] as const);
          rising.sort(([one], [other]) => one - other);
          expect(rising.every(([, q], index) => index === 0 || q >= rising[index - 1]![1])).toBe(true);
          expect(ofValues(values.toReversed(), groups)).toEqual(found.toReversed());
          expect(
            ofValues(
              values.map((value) => -value),
              groups,
              true,
            ),
          ).toEqual(found);
        },
      ),
    );
  });

  it('refuses values that are no numbers and a number of groups that is none', () => {
    expect(() => quantiles({ values: [1, Number.NaN], groups: 1, invert: false })).toThrow(RangeError);
    expect(() => quantiles({ values: [1], groups: 0, invert: false })).toThrow('whole number from 1');
    expect(() => quantiles({ values: [1], groups: 2.5, invert: false })).toThrow(RangeError);
  });
});
