import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { waitingPercentile } from '../../src/measures/waiting-percentile.ts';
import { expectClose } from '../statistics/reference-case.ts';

const bands = { from: [0, 1, 2, 18, 52], to: [1, 2, 18, 52, null], waiting: [10, 20, 50, 15, 5] };

describe('waitingPercentile()', () => {
  // Expected: scipy 1.17 binom.ppf for the ranks (40 and 61; 35 and 66), read off the bands with numpy.
  it('gives the median with limits from binomial ranks, to 1e-9', () => {
    const estimate = waitingPercentile({ ...bands, percentile: 0.5, confidence: [0.95, 0.998] });
    expectClose(estimate.value, 8.4);
    expectClose(estimate.limits[0]!.lower, 5.2);
    expectClose(estimate.limits[0]!.upper, 11.92);
    expectClose(estimate.limits[1]!.lower, 3.6);
    expectClose(estimate.limits[1]!.upper, 13.52);
    expect(estimate.standardError).toBeNull();
    expect(estimate.note).toBeNull();
  });

  // Expected: as above, ranks 86 and 98.
  it('leaves blank a limit in the open band, and says so', () => {
    const estimate = waitingPercentile({ ...bands, percentile: 0.92, confidence: [0.95] });
    expectClose(estimate.value, 45.2);
    expectClose(estimate.limits[0]!.lower, 31.6);
    expect(estimate.limits[0]!.upper).toBeNull();
    expect(estimate.note).toBe('no upper 95 % limit: 52+ weeks, in the open last band');
  });

  it('withholds a value in the open band', () => {
    const open = { from: [0, 104], to: [104, null], waiting: [1, 9] };
    const estimate = waitingPercentile({ ...open, percentile: 0.92, confidence: [0.95] });
    expect(estimate.value).toBeNull();
    expect(estimate.withheld).toBe('104+ weeks, in the open last band');
  });

  it('gives the end of a band whose cumulative count is the rank, past rounding and empty bands', () => {
    // 0.07 × 100 is 7.000000000000001, which must not slip over the empty band to week 40.
    const gap = { from: [0, 1, 40], to: [1, 40, 52], waiting: [7, 0, 93] };
    expect(waitingPercentile({ ...gap, percentile: 0.07, confidence: [] }).value).toBe(1);
    expect(waitingPercentile({ ...bands, percentile: 0.8, confidence: [] }).value).toBe(18);
  });

  it('has no limits where too few wait for a rank', () => {
    const estimate = waitingPercentile({
      from: [0],
      to: [1],
      waiting: [3],
      percentile: 0.5,
      confidence: [0.95],
    });
    expect(estimate.value).toBe(0.5);
    expect(estimate.limits).toEqual([{ confidence: 0.95, lower: null, upper: null }]);
    expect(estimate.note).toBe(
      'no lower 95 % limit: too few people are waiting; no upper 95 % limit: too few people are waiting',
    );
  });

  it('withholds where nobody is waiting', () => {
    const estimate = waitingPercentile({
      ...bands,
      waiting: [0, 0, 0, 0, 0],
      percentile: 0.5,
      confidence: [0.95],
    });
    expect(estimate.withheld).toBe('nobody is waiting');
  });

  it('rises with the percentile, lies between its limits, and does not mind a band split in two', () => {
    const lists = fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 20, maxLength: 60 });
    fc.assert(
      fc.property(lists, fc.double({ min: 0.1, max: 0.9, noNaN: true }), (counts, percentile) => {
        fc.pre(counts.some((count) => count > 0));
        const waiting = counts.map((count) => 2 * count);
        const from = waiting.map((_, week) => week);
        const to = waiting.map((_, week) => week + 1);
        const at = (p: number) =>
          waitingPercentile({ from, to, waiting, percentile: p, confidence: [0.95, 0.998] });
        const { value, limits } = at(percentile);
        expect(at(percentile + 0.05).value!).toBeGreaterThan(value!);
        if (limits[0]!.lower !== null) expect(limits[0]!.lower).toBeLessThanOrEqual(value! + 1e-9);
        if (limits[0]!.upper !== null) expect(limits[0]!.upper).toBeGreaterThanOrEqual(value! - 1e-9);
        if (limits[1]!.lower !== null) expect(limits[1]!.lower).toBeLessThanOrEqual(limits[0]!.lower!);
        const split = waitingPercentile({
          from: from.flatMap((week) => [week, week + 0.5]),
          to: from.flatMap((week) => [week + 0.5, week + 1]),
          waiting: counts.flatMap((count) => [count, count]),
          percentile,
          confidence: [],
        });
        expectClose(split.value, value, 1e-9, 1e-9);
      }),
    );
  });

  it('refuses parts of people, bands that overlap and an open band in the middle', () => {
    const ask = { percentile: 0.5, confidence: [0.95] };
    expect(() => waitingPercentile({ from: [0, 1], to: [1, 2], waiting: [0.5, 0.5], ...ask })).toThrow(
      'whole',
    );
    expect(() => waitingPercentile({ from: [0, 1], to: [2, 3], waiting: [1, 1], ...ask })).toThrow(
      'starts before',
    );
    expect(() => waitingPercentile({ from: [0, 1], to: [0, 3], waiting: [1, 1], ...ask })).toThrow(
      'does not rise',
    );
    expect(() => waitingPercentile({ from: [0, 1], to: [null, 2], waiting: [1, 1], ...ask })).toThrow('open');
    expect(() => waitingPercentile({ ...bands, percentile: 92, confidence: [] })).toThrow(RangeError);
  });
});
