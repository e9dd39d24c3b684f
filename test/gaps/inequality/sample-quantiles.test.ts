import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalsOfSeed } from '../../../src/gaps/inequality/normals-of-seed.ts';
import { sampleQuantiles } from '../../../src/gaps/inequality/sample-quantiles.ts';
import { seededNormals } from '../../../src/statistics/seeded-normals.ts';
import { expectClose } from '../../statistics/reference-case.ts';

describe('sampleQuantiles()', () => {
  // Expected: numpy 2.4 quantile, whose default is R's type 7.
  it('are those of an independent computation, to 1e-12', () => {
    const sample = Float64Array.of(3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5);
    const quantiles = sampleQuantiles(sample, [0.975, 0, 0.025, 0.1, 0.5, 0.61, 1]);
    for (const [at, expected] of [8.25, 1, 1, 1, 4, 5, 9].entries())
      expectClose(quantiles[at], expected, 1e-12);
  });

  it('are those of the sorted sample, whatever its length, order and ties', () => {
    const long = fc
      .tuple(fc.integer({ min: 1, max: 9000 }), fc.integer({ min: 1, max: 2000 }), fc.constantFrom(-1, 0, 1))
      .map(([length, values, trend]) =>
        Float64Array.from({ length }, (_, at) => ((at * 7919) % values) + trend * at),
      );
    const short = fc
      .array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 30 })
      .map((numbers) => Float64Array.from(numbers));
    const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.oneof(long, short), shares, (sample, probabilities) => {
        const sorted = sample.slice().sort();
        const quantiles = sampleQuantiles(sample, probabilities);
        for (const [at, probability] of probabilities.entries()) {
          const position = probability * (sorted.length - 1);
          const below = Math.floor(position);
          const above = sorted[Math.min(below + 1, sorted.length - 1)]!;
          expect(quantiles[at]).toBe(sorted[below]! + (position - below) * (above - sorted[below]!));
        }
        expect(sample.sort()).toEqual(sorted);
      }),
      { numRuns: 300 },
    );
  });

  it('are not numbers where the sample is not', () => {
    expect(sampleQuantiles(Float64Array.of(1, Number.NaN, 2), [0.5])).toEqual([Number.NaN]);
    expect(sampleQuantiles(Float64Array.of(1, 2, Number.POSITIVE_INFINITY), [0.5])).toEqual([Number.NaN]);
  });
});

describe('normalsOfSeed()', () => {
  it('gives the seeded numbers, however many are kept and whoever asked before', () => {
    for (const [seed, count] of [
      [5, 10],
      [5, 4],
      [6, 3],
      [5, 20],
    ] as const) {
      const expected = seededNormals(seed);
      const { ready, next } = normalsOfSeed(seed, count);
      expect(ready.length).toBeGreaterThanOrEqual(count);
      for (const number of ready) expect(number).toBe(expected());
      for (let more = 0; more < 5; more++) expect(next()).toBe(expected());
    }
  });
});
