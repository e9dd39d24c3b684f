import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GapBreakdown } from '../../../src/gaps/breakdown/gap-breakdown.ts';
import { type RateBreakdownInput, rateBreakdown } from '../../../src/gaps/breakdown/rate-breakdown.ts';
import { dsr } from '../../../src/measures/dsr.ts';
import { describeWithShared } from '../../shared.ts';
import { caseNames, columnOf, expectClose, groupsOf, readCase } from '../../statistics/reference-case.ts';
import { CAUSES, ESP2013, LEAST, MOST, STANDARDISED } from './two-populations.ts';

const input: RateBreakdownInput = {
  first: { events: MOST.deaths, populations: MOST.populations },
  second: { events: LEAST.deaths, populations: LEAST.populations },
  weights: ESP2013,
  multiplier: 100_000,
};

function computed(one: RateBreakdownInput): GapBreakdown {
  const breakdown = rateBreakdown(one);
  if ('withheld' in breakdown) throw new Error(breakdown.withheld);
  return breakdown;
}

const sum = (numbers: readonly (number | null)[]): number =>
  numbers.reduce<number>((total, one) => total + one!, 0);

describe('rateBreakdown()', () => {
  it('gives an independently computed example, to 1e-9', () => {
    const gap = computed(input);
    expectClose(gap.value1, STANDARDISED.first);
    expectClose(gap.value2, STANDARDISED.second);
    expectClose(gap.gap, STANDARDISED.gap);
    for (const cause of CAUSES.keys()) expectClose(gap.byCause[cause], STANDARDISED.byCause[cause]!);
    for (const [at, band] of [0, 10, 19].entries()) expectClose(gap.byAge[band], STANDARDISED.byAge[at]!);
  });

  it('withholds a band without people, by its name or its number', () => {
    const empty = { ...input.second, populations: LEAST.populations.with(3, 0) };
    expect(rateBreakdown({ ...input, second: empty })).toEqual({ withheld: 'age band 4 has no population' });
    const bands = ESP2013.map((_, band) => `band ${band}`);
    expect(rateBreakdown({ ...input, second: empty, bands })).toEqual({
      withheld: 'age band band 3 has no population',
    });
  });

  it('refuses what does not fit together', () => {
    expect(() => rateBreakdown({ ...input, weights: ESP2013.slice(1) })).toThrow(RangeError);
    expect(() => rateBreakdown({ ...input, weights: ESP2013.map(() => 0) })).toThrow('sum to 0');
    expect(() => rateBreakdown({ ...input, multiplier: 0 })).toThrow(RangeError);
    expect(() => rateBreakdown({ ...input, first: { ...input.first, events: [] } })).toThrow(
      'the same causes',
    );
    const negative = { ...input.first, populations: MOST.populations.with(0, -1) };
    expect(() => rateBreakdown({ ...input, first: negative })).toThrow(RangeError);
  });

  it('sums to the difference of two DSRs, is negated where they swap, and scales with the multiplier', () => {
    const counts = fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 3, maxLength: 3 });
    const table = fc.record({
      populations: fc.array(fc.integer({ min: 1, max: 90_000 }), { minLength: 3, maxLength: 3 }),
      events: fc.array(counts, { minLength: 2, maxLength: 2 }),
    });
    const weights = fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(table, table, weights, (first, second, standard) => {
        const one = { first, second, weights: standard, multiplier: 1000 };
        const gap = computed(one);
        const size = gap.value1 + gap.value2;
        expectClose(sum(gap.byAge), gap.gap, 0, 1e-12 * size);
        expectClose(sum(gap.byCause), gap.gap, 0, 1e-12 * size);
        for (const [band, part] of gap.byAge.entries())
          expectClose(sum(gap.byCauseAndAge.map((parts) => parts[band]!)), part, 0, 1e-12 * size);
        const rateOf = ({ events, populations }: typeof first): number | null =>
          dsr({
            events: populations.map((_, band) => events[0]![band]! + events[1]![band]!),
            populations,
            weights: standard,
            multiplier: 1000,
            confidence: [],
          }).value;
        const [rate1, rate2] = [rateOf(first), rateOf(second)];
        if (rate1 !== null) expectClose(gap.value1, rate1);
        if (rate2 !== null) expectClose(gap.value2, rate2);
        const swapped = computed({ ...one, first: second, second: first });
        for (const [band, part] of gap.byAge.entries()) expectClose(swapped.byAge[band], -part, 1e-12, 1e-12);
        const tenfold = computed({
          ...one,
          multiplier: 10_000,
          weights: standard.map((weight) => weight / 7),
        });
        for (const [cause, part] of gap.byCause.entries())
          expectClose(tenfold.byCause[cause], 10 * part!, 1e-9, 1e-9);
      }),
    );
  });
});

describeWithShared('rateBreakdown() against the values of reference calculate_dsr, 1e-9 relative', () => {
  const cases = caseNames('calculate_dsr').filter((name) => /^(nine_places|truncated_ages)/.test(name));

  it.each(cases)('%s: every pair of areas with the same bands', (name) => {
    const { input: rows, expected } = readCase('calculate_dsr', name);
    const values = new Map(expected.map((row) => [row.area!, Number(row.value)]));
    const areas = [...groupsOf(rows, 'area')].map(([area, bands]) => ({
      value: values.get(area)!,
      weights: columnOf(bands, 'esp2013'),
      table: { events: [columnOf(bands, 'count')], populations: columnOf(bands, 'population') },
    }));
    expect(areas.length).toBeGreaterThan(1);
    for (const one of areas) {
      const alike = areas.filter(({ weights }) => weights.join() === one.weights.join());
      for (const two of alike) {
        const gap = computed({
          first: one.table,
          second: two.table,
          weights: one.weights,
          multiplier: 100_000,
        });
        expectClose(gap.value1, one.value);
        expectClose(gap.value2, two.value);
        expectClose(sum(gap.byAge), two.value - one.value, 0, 1e-8);
      }
    }
  });

  it('finds the cases', () => expect(cases.length).toBeGreaterThan(1));
});
