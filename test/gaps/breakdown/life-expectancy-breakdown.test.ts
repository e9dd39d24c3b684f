import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GapBreakdown } from '../../../src/gaps/breakdown/gap-breakdown.ts';
import {
  type LifeTableByCause,
  lifeExpectancyBreakdown,
} from '../../../src/gaps/breakdown/life-expectancy-breakdown.ts';
import { lifeTable } from '../../../src/measures/life-table.ts';
import { describeWithShared } from '../../shared.ts';
import { columnOf, expectClose, groupsOf, readCase } from '../../statistics/reference-case.ts';
import { CAUSES, LEAST, LIFE_EXPECTANCY, MOST, STARTS } from './two-populations.ts';

interface Population {
  readonly populations: readonly number[];
  readonly deaths: readonly (readonly number[])[];
}

const CUT = 'more deaths than the age band can hold, so causes cannot be told apart';

function tableOf({ populations, deaths }: Population, starts: readonly number[] = STARTS): LifeTableByCause {
  const all = populations.map((_, band) => deaths.reduce((sum, counts) => sum + counts[band]!, 0));
  const table = lifeTable({ starts, deaths: all, populations });
  if (table.withheld !== null) throw new Error(table.withheld);
  return {
    table,
    causeRates: deaths.map((counts) => counts.map((count, band) => count / populations[band]!)),
  };
}

const breakdownOf = (first: Population, second: Population): GapBreakdown =>
  lifeExpectancyBreakdown({ first: tableOf(first), second: tableOf(second) });

const sum = (numbers: readonly (number | null)[]): number =>
  numbers.reduce<number>((total, one) => total + one!, 0);

/** Parts sum to the gap by age, and in every band that is split the causes sum to the band: 1e-9 years. */
function expectSums({ value1, value2, gap, byAge, byCauseAndAge, notSplit }: GapBreakdown): void {
  expectClose(gap, value2 - value1, 0, 1e-12);
  expectClose(sum(byAge), gap, 0, 1e-9);
  expect([...byAge, ...byCauseAndAge.flat()].some((part) => Object.is(part, -0))).toBe(false);
  for (const [band, part] of byAge.entries()) {
    const causes = byCauseAndAge.map((parts) => parts[band]!);
    if (notSplit[band] !== null) expect(new Set(causes)).toEqual(new Set([null]));
    else expectClose(sum(causes), part, 1e-9, 1e-9);
  }
}

describe('lifeExpectancyBreakdown()', () => {
  const known = breakdownOf(MOST, LEAST);

  it('gives an independently computed example, to 1e-9', () => {
    expectClose(known.value1, LIFE_EXPECTANCY.first);
    expectClose(known.value2, LIFE_EXPECTANCY.second);
    expectClose(known.gap, LIFE_EXPECTANCY.gap);
    for (const [band, part] of known.byAge.entries()) {
      expectClose(part, LIFE_EXPECTANCY.byAge[band]!, 1e-9, 1e-12);
      expectClose(known.byCauseAndAge[0]![band], LIFE_EXPECTANCY.circulatory[band]!, 1e-9, 1e-12);
    }
    for (const cause of CAUSES.keys()) expectClose(known.byCause[cause], LIFE_EXPECTANCY.byCause[cause]!);
    expectSums(known);
  });

  // Both tables have 18 deaths in 14,000 people of 20 to 24: 6 of circulation and 12 others, against 12 and 6. By hand:
  // ∓(l/l₀)·n·(n/2 + e₂₅)·(6/14,000)/(1 + n/2·m)² with the l of the one and the e of the other, from numpy 2.4.
  it('keeps the opposite parts of causes that offset each other where the rates of all causes are equal', () => {
    const offset = (counts: readonly number[], at20: number): number[] => counts.with(5, at20);
    const first = { ...MOST, deaths: MOST.deaths.map((one, at) => offset(one, [6, 0, 0, 12][at]!)) };
    const second = {
      populations: LEAST.populations.with(5, 14_000),
      deaths: LEAST.deaths.map((one, at) => offset(one, [12, 0, 0, 6][at]!)),
    };
    const gap = breakdownOf(first, second);
    expect(gap.byAge[5]).toBe(0);
    expectClose(gap.byCauseAndAge[0]![5], -0.12193051570129801);
    expectClose(gap.byCauseAndAge[3]![5], 0.12193051570129801);
    expectSums(gap);
  });

  // Of 800 people of 85 to 89, 424 die a year: m is 0.53 and q would be above 1. Expected: numpy 2.4, rates of the second
  // table put into the first one band at a time from the oldest down.
  describe('where too many die in a band', () => {
    const cut = { ...LEAST, populations: LEAST.populations.with(18, 800) };
    it.each([
      [
        'second',
        MOST,
        cut,
        [0.58832185280788, 0.3539596716317561, -0.45474188296005025, 0.18100368366414443],
      ],
      ['first', cut, MOST, [-0.7792982977921241, -0.7606237317700959, 0.6295937662071651, 0]],
    ] as const)('in the %s table, the band is not split and all else is, to 1e-9', (_, one, two, last4) => {
      const gap = breakdownOf(one, two);
      for (const [at, part] of last4.entries()) expectClose(gap.byAge[16 + at], part, 1e-9, 1e-12);
      expect(
        gap.notSplit.map((reason, band) => (reason === null ? '' : `${STARTS[band]}: ${reason}`)),
      ).toEqual(STARTS.map((start) => (start === 85 ? `85: ${CUT}` : '')));
      expect(gap.byCause).toEqual([null, null, null, null]);
      expectSums(gap);
    });
  });

  it('does not split a band in which the tables differ in a, and sums all the same', () => {
    const keyfitz = (one: Population): LifeTableByCause => {
      const { causeRates, table } = tableOf(one);
      const deaths = STARTS.map((_, band) => table.M[band]! * one.populations[band]!);
      const other = lifeTable({ starts: STARTS, deaths, populations: one.populations, a0: 'keyfitz' });
      if (other.withheld !== null) throw new Error(other.withheld);
      return { table: other, causeRates };
    };
    const gap = lifeExpectancyBreakdown({ first: keyfitz(MOST), second: keyfitz(LEAST) });
    expect(gap.notSplit[0]).toBe('the two life tables differ in the share a of this age band');
    expect(gap.notSplit.slice(1).every((reason) => reason === null)).toBe(true);
    expectSums(gap);
  });

  it('refuses tables that do not fit together, and causes that do not make up all', () => {
    const [first, second] = [tableOf(MOST), tableOf(LEAST)];
    const three = { ...second, causeRates: second.causeRates.slice(1) };
    const few = {
      table: {
        starts: [0, 5],
        M: [0.01, 0.02],
        a: [0.1, 0],
        q: [0.1, 1],
        l: [1, 0.9],
      },
      causeRates: [],
    };
    expect(() => lifeExpectancyBreakdown({ first, second: few })).toThrow('the same age bands');
    expect(() => lifeExpectancyBreakdown({ first: three, second: three })).toThrow(
      /^The causes make .* from 0,/,
    );
    expect(() => lifeExpectancyBreakdown({ first, second: { ...second, causeRates: [] } })).toThrow(
      'the same causes',
    );
    const noDeaths = { ...first.table, M: Array.from(first.table.M).with(-1, 0) };
    expect(() => lifeExpectancyBreakdown({ first: { ...first, table: noDeaths }, second })).toThrow(
      'must have deaths',
    );
  });
});

/** Random tables: bands of one or more years, causes with bands of no deaths, now and then too many deaths. */
const pairs = fc
  .record({
    bands: fc.integer({ min: 2, max: 22 }),
    causes: fc.integer({ min: 1, max: 5 }),
  })
  .chain(({ bands, causes }) => {
    const counts = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 900 })), {
      minLength: bands,
      maxLength: bands,
    });
    const population = fc.record({
      populations: fc.array(fc.integer({ min: 5000, max: 60_000 }), { minLength: bands, maxLength: bands }),
      deaths: fc.array(counts, { minLength: causes, maxLength: causes }),
      // With a tenth of the people, a table has bands that nobody lives through.
      scarce: fc.integer({ min: 0, max: 3 * bands }),
    });
    return fc.record({
      starts: fc
        .array(fc.constantFrom(1, 4, 5, 9), { minLength: bands - 1, maxLength: bands - 1 })
        .map((widths) => [0, ...widths.map((_, band) => sum(widths.slice(0, band + 1)))]),
      first: population,
      second: population,
    });
  })
  .map(({ starts, first, second }) => {
    const made = ({ populations, deaths, scarce }: Population & { scarce: number }): Population => ({
      populations: populations.map((people, band) => (band === scarce ? people / 5 : people)),
      deaths: deaths.map((counts, cause) => (cause === 0 ? counts.with(-1, counts.at(-1)! + 5) : counts)),
    });
    return { starts, first: made(first), second: made(second) };
  })
  .filter(({ first, second }) =>
    [first, second].every(({ populations, deaths }) =>
      populations.every(
        (people, band) => deaths.reduce((total, counts) => total + counts[band]!, 0) <= people,
      ),
    ),
  );

describe('lifeExpectancyBreakdown() of random tables', () => {
  it('sums to the gap, and its causes to each band', () => {
    let cut = 0;
    fc.assert(
      fc.property(pairs, ({ starts, first, second }) => {
        const one = tableOf(first, starts);
        const two = tableOf(second, starts);
        const gap = lifeExpectancyBreakdown({ first: one, second: two });
        expectSums(gap);
        const e = ({ table }: LifeTableByCause): number => lifeExpectancyOf(table.l, one.table.starts, table);
        expectClose(gap.gap, e(two) - e(one), 0, 1e-9);
        if (gap.notSplit.some((reason) => reason !== null)) cut += 1;
      }),
      { numRuns: 500 },
    );
    expect(cut).toBeGreaterThan(5);
  });

  it('is negated in all, though not age by age, where the tables swap', () => {
    fc.assert(
      fc.property(pairs, ({ starts, first, second }) => {
        const [one, two] = [tableOf(first, starts), tableOf(second, starts)];
        const gap = lifeExpectancyBreakdown({ first: one, second: two });
        const swapped = lifeExpectancyBreakdown({ first: two, second: one });
        expectClose(sum(swapped.byAge), -gap.gap, 0, 1e-9);
      }),
    );
  });

  it('is nothing anywhere where the tables are equal', () => {
    fc.assert(
      fc.property(pairs, ({ starts, first }) => {
        const one = tableOf(first, starts);
        const gap = lifeExpectancyBreakdown({ first: one, second: one });
        expect(gap.gap).toBe(0);
        expect(gap.byAge.every((part) => Object.is(part, 0))).toBe(true);
        expect(gap.byCauseAndAge.flat().every((part) => part === null || Object.is(part, 0))).toBe(true);
      }),
    );
  });

  it('does not mind the order of the causes', () => {
    fc.assert(
      fc.property(pairs, ({ starts, first, second }) => {
        const turned = (one: Population): Population => ({ ...one, deaths: one.deaths.toReversed() });
        const gap = lifeExpectancyBreakdown({
          first: tableOf(first, starts),
          second: tableOf(second, starts),
        });
        const other = lifeExpectancyBreakdown({
          first: tableOf(turned(first), starts),
          second: tableOf(turned(second), starts),
        });
        for (const [cause, parts] of gap.byCauseAndAge.toReversed().entries())
          for (const [band, part] of parts.entries())
            expectClose(other.byCauseAndAge[cause]![band], part, 1e-9, 1e-9);
      }),
    );
  });
});

/** Years lived by the table over those alive at its start, from its l alone. */
function lifeExpectancyOf(
  l: ArrayLike<number>,
  starts: ArrayLike<number>,
  { a, M }: { readonly a: ArrayLike<number>; readonly M: ArrayLike<number> },
): number {
  const last = starts.length - 1;
  let years = l[last]! / M[last]!;
  for (let band = 0; band < last; band++) {
    const n = starts[band + 1]! - starts[band]!;
    years += n * (l[band + 1]! + a[band]! * (l[band]! - l[band + 1]!));
  }
  return years / l[0]!;
}

describeWithShared(
  'lifeExpectancyBreakdown() against the values of reference phe_life_expectancy, 1e-9',
  () => {
    it.each(['nine_places_95', 'text_bands_shuffled'])('%s: every pair of areas', (name) => {
      const { input, expected, groupBy } = readCase('phe_life_expectancy', name);
      const startOf = (row: Readonly<Record<string, string>>): number => Number.parseInt(row.startage!, 10);
      const atBirth = groupsOf(
        expected.filter((row) => startOf(row) === 0),
        groupBy[0],
      );
      const areas = [...groupsOf(input, groupBy[0])].map(([area, rows]) => {
        const sorted = rows.toSorted((one, other) => startOf(one) - startOf(other));
        const table = tableOf(
          { populations: columnOf(sorted, 'population'), deaths: [columnOf(sorted, 'deaths')] },
          sorted.map(startOf),
        );
        return { table, value: Number(atBirth.get(area)![0]!.value) };
      });
      expect(areas.length).toBeGreaterThan(1);
      for (const one of areas) {
        for (const two of areas) {
          const gap = lifeExpectancyBreakdown({ first: one.table, second: two.table });
          expectClose(gap.value1, one.value);
          expectClose(gap.value2, two.value);
          expectClose(sum(gap.byAge), two.value - one.value, 0, 1e-9);
          expectSums(gap);
        }
      }
    });
  },
);
