import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inequality } from '../../../src/gaps/inequality/inequality.ts';
import {
  type TheilDecompositionInput,
  theilDecomposition,
} from '../../../src/gaps/inequality/theil-decomposition.ts';
import { expectClose } from '../../statistics/reference-case.ts';

/** The two halves of three Places. */
const halves: TheilDecompositionInput = {
  values: [412, 260, 380, 300, 500, 240],
  errors: [20, 15, 18, 16, 30, 14],
  populations: [1000, 2000, 1500, 1500, 700, 2300],
  areas: ['Halton', 'Halton', 'Wirral', 'Wirral', 'Sefton', 'Sefton'],
  confidence: [0.95],
};

describe('theilDecomposition()', () => {
  // Expected: numpy 2.4, Theil index of each area and of the areas' averages; errors by a five-point numerical gradient.
  it.each([
    ['total', 30.951463895990656, 19.704511508578157, 42.198416283403155],
    ['within', 29.57787067624621, 18.685278685006615, 40.470462667485805],
    ['between', 1.3735932197444407, -0.9169272859407094, 3.6641137254295906],
  ] as const)('%s: an independently computed example, to 1e-8', (part, value, lower, upper) => {
    const estimate = theilDecomposition(halves)[part];
    expectClose(estimate.value, value, 1e-9);
    expectClose(estimate.limits[0]!.lower, lower, 1e-8);
    expectClose(estimate.limits[0]!.upper, upper, 1e-8);
  });

  it('parts sum to the total, which is that of inequality(), and rows may come in any order', () => {
    const group = fc.record({
      // Of none or of some size: what is as good as 0 loses its digits in logarithms.
      value: fc.oneof(fc.constant(0), fc.double({ min: 0.001, max: 1000, noNaN: true })),
      error: fc.double({ min: 0, max: 10, noNaN: true }),
      population: fc.integer({ min: 1, max: 1e6 }),
      area: fc.integer({ min: 0, max: 3 }),
    });
    const inputOf = (
      rows: readonly { value: number; error: number; population: number; area: number }[],
    ) => ({
      values: rows.map(({ value }) => value),
      errors: rows.map(({ error }) => error),
      populations: rows.map(({ population }) => population),
      areas: rows.map(({ area }) => area),
      confidence: [0.95],
    });
    fc.assert(
      fc.property(fc.array(group, { minLength: 2, maxLength: 10 }), (rows) => {
        const input = inputOf([...rows, { value: 1, error: 0, population: 1, area: 0 }]);
        const { total, within, between } = theilDecomposition(input);
        expectClose(within.value! + between.value!, total.value, 1e-9, 1e-9);
        expect(within.value!).toBeGreaterThanOrEqual(-1e-9);
        expect(between.value!).toBeGreaterThanOrEqual(-1e-9);
        const none = { order: null, reference: null, favourable: null };
        const [theil] = inequality({ ...input, ...none }, ['theil']);
        expectClose(total.value, theil!.estimate.value, 1e-9, 1e-9);
        expectClose(total.standardError, theil!.estimate.standardError, 1e-7, 1e-7);
        const turned = theilDecomposition(
          inputOf([...rows, { value: 1, error: 0, population: 1, area: 0 }].reverse()),
        );
        expectClose(turned.within.value, within.value, 1e-9, 1e-9);
        expectClose(turned.between.standardError, between.standardError, 1e-7, 1e-7);
      }),
    );
  });

  it('all of it is within one area, and all between areas of one group', () => {
    const single = theilDecomposition({ ...halves, areas: [1, 1, 1, 1, 1, 1] });
    expectClose(single.between.value, 0, 0, 1e-12);
    expectClose(single.within.value, single.total.value);
    const each = theilDecomposition({ ...halves, areas: [1, 2, 3, 4, 5, 6] });
    expectClose(each.within.value, 0, 0, 1e-12);
  });

  it('withholds by rule, stands without limits, and throws for misuse', () => {
    const total = (change: Partial<TheilDecompositionInput>) =>
      theilDecomposition({ ...halves, ...change }).total;
    expect(total({ populations: [0, 0, 0, 0, 0, 0] }).withheld).toBe('there are no people in any group');
    expect(total({ values: [0, 0, 0, 0, 0, 0] }).withheld).toBe('the average is zero or below');
    expect(total({ values: [-1, 1, 1, 1, 1, 1] }).withheld).toBe('a figure is below zero');
    expect(total({ values: [0, 1, 1, 1, 1, 1] }).note).toContain('counts as 0.000001');
    expect(total({ errors: [null, 1, 1, 1, 1, 1] }).note).toBe('no limits: a standard error is missing');
    expect(total({ populations: [0, 0, 1, 1, 1, 1] }).value).toBeGreaterThan(0);
    expect(() => total({ values: [1] })).toThrow(RangeError);
    expect(() => total({ errors: [-1, 1, 1, 1, 1, 1] })).toThrow(RangeError);
  });
});
