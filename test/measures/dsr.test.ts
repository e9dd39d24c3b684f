import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crudeRate } from '../../src/measures/crude-rate.ts';
import { dsr } from '../../src/measures/dsr.ts';
import type { Estimate } from '../../src/statistics/estimate.ts';
import { describeWithShared } from '../shared.ts';
import {
  caseNames,
  columnOf,
  expectClose,
  expectEstimate,
  groupsOf,
  levelsOf,
  type Row,
  readCase,
} from '../statistics/reference-case.ts';

const ESP2013 = [
  5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500,
  1000,
];

/** Cases of the reference that pass a whole table, not one area, and what stands for them here. */
const SKIPPED: Record<string, string> = {
  error_text_count: 'counts are numbers here; text is refused where files are read',
};

function ofArea(rows: readonly Row[], repeat: boolean, confidence: readonly number[]): Estimate {
  return dsr({
    events: columnOf(rows, repeat ? 'persons' : 'count'),
    populations: columnOf(rows, 'population'),
    weights: 'esp2013' in rows[0]! ? columnOf(rows, 'esp2013') : ESP2013,
    multiplier: 100_000,
    confidence,
    bands: rows.map((row) => row.ageband!),
    ...(repeat && { frequencies: columnOf(rows, 'freq') }),
  });
}

describeWithShared('dsr() against reference calculate_dsr and phe_dsr, 1e-9 relative', () => {
  const cases = ['calculate_dsr', 'phe_dsr'].flatMap((method) =>
    caseNames(method).map((name) => [method, name] as const),
  );
  for (const [method, name] of cases) {
    if (name in SKIPPED) {
      it.skip(`${method} ${name}: ${SKIPPED[name]}`, () => {});
      continue;
    }
    it(`${method} ${name}`, () => {
      const { input, expected, options, error } = readCase(method, name);
      const confidence = levelsOf(options);
      // A missing count is the caller's to read as 0.
      const counted =
        name === 'missing_counts_are_zero'
          ? input.map((row) => ({ ...row, count: row.count === 'NA' ? '0' : row.count! }))
          : input;
      const areas = groupsOf(counted, 'area');
      if (name === 'error_zero_population') {
        // The reference refuses the whole table; one area is withheld here.
        const reasons = [...areas.values()].map((rows) => ofArea(rows, false, confidence).withheld);
        expect(reasons).toEqual([expect.stringMatching(/^age band .+ has no population$/)]);
        return;
      }
      if (error) {
        expect(() => [...areas.values()].map((rows) => ofArea(rows, false, confidence))).toThrow(RangeError);
        return;
      }
      expect(expected.length).toBe(areas.size);
      for (const row of expected) {
        const estimate = ofArea(areas.get(row.area!)!, options.independent_events === false, confidence);
        expectEstimate(estimate, row, confidence);
        if (row.value === 'NA') expect(estimate.withheld).toBe('fewer than 10 events');
      }
    });
  }
});

describe('dsr()', () => {
  // Expected: numpy 2.4 and scipy 1.17 from the published formulas, three bands per 1,000.
  it('gives an independently computed example with its standard error, to 1e-9', () => {
    const estimate = dsr({
      events: [4, 12, 31],
      populations: [1000, 2000, 1500],
      weights: [5000, 3000, 2000],
      multiplier: 1000,
      confidence: [0.95],
    });
    expectClose(estimate.value, 7.933333333333334);
    expectClose(estimate.standardError, 1.3494854986664773);
    expectClose(estimate.limits[0]!.lower, 5.478873820514357);
    expectClose(estimate.limits[0]!.upper, 10.984679478626456);
    expect(estimate.method).toBe("Dobson, Byar's");
  });

  // Expected: the same, where one frequency happens in one band only.
  it('takes each frequency’s own weights for repeat events, to 1e-9', () => {
    const estimate = dsr({
      events: [6, 3, 10, 4, 1],
      frequencies: [1, 2, 1, 2, 5],
      bands: ['a', 'a', 'b', 'b', 'b'],
      populations: [1000, 1000, 800, 800, 800],
      weights: [5000, 5000, 2000, 2000, 2000],
      multiplier: 1000,
      confidence: [0.95],
    });
    expectClose(estimate.value, 16.785714285714285);
    expectClose(estimate.standardError, 7.180703308172536);
    expectClose(estimate.limits[0]!.lower, 3.889765599619377);
    expectClose(estimate.limits[0]!.upper, 33.38754019286684);
  });

  const band = fc.record({
    events: fc.integer({ min: 1, max: 5000 }),
    population: fc.integer({ min: 1, max: 1e6 }),
    weight: fc.integer({ min: 1, max: 7000 }),
  });
  const bands = fc.array(band, { minLength: 10, maxLength: 19 });

  it('equals the crude rate where the population has the standard’s ages', () => {
    fc.assert(
      fc.property(bands, fc.integer({ min: 1, max: 50 }), (rows, times) => {
        const events = rows.map((row) => row.events);
        const populations = rows.map((row) => row.weight * times);
        const standardised = dsr({
          events,
          populations,
          weights: rows.map((row) => row.weight),
          multiplier: 1000,
          confidence: [0.95],
        });
        const crude = crudeRate({
          events: events.reduce((sum, count) => sum + count),
          denominator: populations.reduce((sum, count) => sum + count),
          multiplier: 1000,
          confidence: [0.95],
        });
        expectClose(standardised.value, crude.value, 1e-12);
        expectClose(standardised.standardError, crude.standardError, 1e-12);
        expectClose(standardised.limits[0]!.upper, crude.limits[0]!.upper, 1e-11);
      }),
    );
  });

  it('scales with populations, ignores the standard’s scale, and is one sum over frequencies of 1', () => {
    fc.assert(
      fc.property(bands, (rows) => {
        const input = {
          events: rows.map((row) => row.events),
          populations: rows.map((row) => row.population),
          weights: rows.map((row) => row.weight),
          multiplier: 1000,
          confidence: [0.95, 0.998],
        };
        const once = dsr(input);
        const halved = dsr({ ...input, populations: input.populations.map((people) => 2 * people) });
        const rescaled = dsr({ ...input, weights: input.weights.map((weight) => weight / 1000) });
        const onlyOnce = dsr({
          ...input,
          frequencies: rows.map(() => 1),
          bands: rows.map((_, index) => index),
        });
        expectClose(halved.value, once.value! / 2, 1e-12);
        expectClose(halved.limits[0]!.lower, once.limits[0]!.lower! / 2, 1e-11);
        expectClose(rescaled.value, once.value, 1e-12);
        expectClose(onlyOnce.limits[1]!.upper, once.limits[1]!.upper, 1e-12);
        const [narrow, wide] = once.limits;
        expect(wide!.lower!).toBeLessThan(narrow!.lower!);
        expect(narrow!.lower!).toBeLessThan(once.value!);
        expect(once.value!).toBeLessThan(narrow!.upper!);
        expect(narrow!.upper!).toBeLessThan(wide!.upper!);
      }),
    );
  });

  const small = {
    events: [5, 5],
    populations: [100, 100],
    weights: [1, 1],
    multiplier: 1,
    confidence: [0.95],
  };

  it('withholds nine events and gives ten', () => {
    expect(dsr({ ...small, events: [5, 4] }).withheld).toBe('fewer than 10 events');
    expect(dsr(small).withheld).toBeNull();
  });

  it('names the band that has no population', () => {
    expect(dsr({ ...small, populations: [100, 0] }).withheld).toBe('age band 2 has no population');
    expect(dsr({ ...small, populations: [100, 0], bands: ['0-4', '5-9'] }).withheld).toBe(
      'age band 5-9 has no population',
    );
  });

  it('refuses what only a mistake can be', () => {
    const repeat = { ...small, frequencies: [1, 2] };
    expect(() => dsr({ ...small, populations: [100, -1] })).toThrow(RangeError);
    expect(() => dsr({ ...small, events: [10] })).toThrow('events 1');
    expect(() => dsr({ ...small, weights: [0, 0] })).toThrow('sum to 0');
    expect(() => dsr(repeat)).toThrow('need the band');
    expect(() => dsr({ ...repeat, bands: ['a', 'a'], populations: [100, 101] })).toThrow('disagree');
    expect(() => dsr({ ...repeat, bands: ['a', 'a'], frequencies: [2, 2] })).toThrow('two rows');
  });
});
