import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type IndirectInput, indirectRate, indirectRatio } from '../../src/measures/indirect-standardised.ts';
import { describeWithShared } from '../shared.ts';
import {
  caseNames,
  columnOf,
  expectClose,
  expectEstimate,
  groupsOf,
  levelsOf,
  numberOf,
  type Row,
  readCase,
  readReference,
} from '../statistics/reference-case.ts';

/** Cases that a function on one area cannot be asked, with what stands for them here. */
const SKIPPED: Record<string, string> = {
  error_unequal_rows: 'an area may have bands of its own, each with its own reference population',
};
const METHODS: Record<string, string> = { Exact: 'exact Poisson', Byars: "Byar's" };

/** The observed totals of a case that has them in a second table, by area. */
function totalsOf(method: string, name: string): Map<string, number> | null {
  if (name !== 'observed_totals') return null;
  const rows = readReference(`pheindicatormethods/${method}/${name}/observed_totals.csv`);
  return new Map(rows.map((row) => [row.area!, Number(row.observed)]));
}

describe.each([
  { method: 'calculate_ISRatio', compute: indirectRatio, unit: 1 },
  { method: 'calculate_ISRate', compute: indirectRate, unit: 100_000 },
])('$method', ({ method, compute, unit }) => {
  describeWithShared(`${compute.name}() against reference ${method}, 1e-9 relative`, () => {
    for (const name of caseNames(method)) {
      if (name in SKIPPED) {
        it.skip(`${name}: ${SKIPPED[name]}`, () => {});
        continue;
      }
      it(name, () => {
        const { input, expected, options, error } = readCase(method, name);
        const confidence = levelsOf(options);
        const totals = totalsOf(method, name);
        const areas = groupsOf(input, 'area');
        const ofArea = (area: string, rows: readonly Row[]) =>
          compute({
            ...(totals ? { observed: totals.get(area)! } : { events: columnOf(rows, 'count') }),
            populations: columnOf(rows, 'population'),
            referenceEvents: columnOf(rows, 'refcount'),
            referencePopulations: columnOf(rows, 'refpop'),
            multiplier: Number(options.refvalue ?? options.multiplier ?? unit),
            confidence,
          });
        if (error) {
          expect(() => [...areas].map(([area, rows]) => ofArea(area, rows))).toThrow(RangeError);
          return;
        }
        expect(expected.length).toBe(areas.size);
        for (const row of expected) {
          const estimate = ofArea(row.area!, areas.get(row.area!)!);
          expectEstimate(estimate, row, confidence);
          expectClose(estimate.observed, numberOf(row.observed));
          expectClose(estimate.expected, numberOf(row.expected));
          if (row.ref_rate) {
            expectClose((estimate as { referenceRate?: number }).referenceRate, numberOf(row.ref_rate));
          }
          if (row.method) expect(estimate.method).toBe(METHODS[row.method]);
        }
      });
    }
  });
});

describe('indirectRatio() and indirectRate()', () => {
  const area: IndirectInput = {
    events: [2, 5, 16],
    populations: [1200, 900, 400],
    referenceEvents: [30, 55, 210],
    referencePopulations: [50_000, 42_000, 21_000],
    multiplier: 1,
    confidence: [0.95],
  };
  const { events: _, ...withoutEvents } = area;

  // Expected: numpy 2.4 and scipy 1.17 (chi2.ppf for 7 events, the cubic with norm.ppf for 23).
  it('gives independently computed examples with their standard errors, to 1e-9', () => {
    const many = indirectRatio(area);
    expectClose(many.expected, 5.898571428571429);
    expectClose(many.value, 3.8992492128844756);
    expectClose(many.standardError, 0.8130496648871164);
    expectClose(many.limits[0]!.lower, 2.4710001150471412);
    expectClose(many.limits[0]!.upper, 5.851045579574608);
    const few = indirectRate({ ...withoutEvents, observed: 7, multiplier: 100_000 });
    expectClose(few.referenceRate, 261.0619469026549);
    expectClose(few.value, 309.80952768782004);
    expectClose(few.limits[0]!.lower, 124.55949824763162);
    expectClose(few.limits[0]!.upper, 638.3260345433961);
    expect([many.method, few.method]).toEqual(["Byar's", 'exact Poisson']);
  });

  it('takes an observed total as it takes events by band', () => {
    expect(indirectRatio({ ...withoutEvents, observed: 23 })).toEqual(indirectRatio(area));
  });

  it('gives the reference population itself the ratio 1 and its own crude rate', () => {
    const itself = { ...area, events: area.referenceEvents, populations: area.referencePopulations };
    expectClose(indirectRatio(itself).value, 1, 1e-15);
    const { value, referenceRate } = indirectRate({ ...itself, multiplier: 100_000 });
    expectClose(value, referenceRate, 1e-15);
  });

  const band = fc.record({
    events: fc.integer({ min: 0, max: 500 }),
    population: fc.integer({ min: 1, max: 1e6 }),
    referenceEvents: fc.integer({ min: 1, max: 1e5 }),
    referencePopulation: fc.integer({ min: 1, max: 1e8 }),
  });

  it('does not depend on the order, scales with populations, contains the value and widens', () => {
    fc.assert(
      fc.property(fc.array(band, { minLength: 1, maxLength: 20 }), (bands) => {
        const inputOf = (rows: typeof bands, times = 1): IndirectInput => ({
          events: rows.map((row) => row.events),
          populations: rows.map((row) => times * row.population),
          referenceEvents: rows.map((row) => row.referenceEvents),
          referencePopulations: rows.map((row) => row.referencePopulation),
          multiplier: 100,
          confidence: [0.95, 0.998],
        });
        const once = indirectRatio(inputOf(bands));
        const reversed = indirectRatio(inputOf(bands.toReversed()));
        const twice = indirectRatio(inputOf(bands, 2));
        const rate = indirectRate(inputOf(bands));
        const [narrow, wide] = once.limits;
        expectClose(reversed.value, once.value, 1e-12);
        expectClose(twice.value, once.value! / 2, 1e-12);
        expectClose(twice.limits[0]!.upper, narrow!.upper! / 2, 1e-12);
        expectClose(rate.value, (once.value! / 100) * rate.referenceRate, 1e-12);
        expect(narrow!.lower!).toBeLessThanOrEqual(once.value!);
        expect(narrow!.upper!).toBeGreaterThan(once.value!);
        expect(wide!.lower!).toBeLessThanOrEqual(narrow!.lower!);
        expect(wide!.upper!).toBeGreaterThan(narrow!.upper!);
      }),
    );
  });

  it('refuses expected events of 0 in plain words', () => {
    const reason = 'The expected events are 0: no population, or no reference events at its ages.';
    expect(() => indirectRatio({ ...area, populations: [0, 0, 0] })).toThrow(reason);
    expect(() => indirectRate({ ...area, referenceEvents: [0, 0, 0] })).toThrow(reason);
    expect(() => indirectRatio({ ...area, populations: [5, 0, 0], referenceEvents: [0, 1, 1] })).toThrow(
      reason,
    );
  });

  it('names the band without a reference population', () => {
    const empty = { ...area, referencePopulations: [50_000, 0, 21_000] };
    expect(() => indirectRatio(empty)).toThrow('Age band 2 has no reference population.');
    expect(() => indirectRate({ ...empty, bands: ['0-14', '15-64', '65+'] })).toThrow('Age band 15-64');
  });

  it('refuses what only a mistake can be', () => {
    expect(() => indirectRatio({ ...area, observed: 23 })).toThrow('either');
    expect(() => indirectRatio(withoutEvents)).toThrow('either');
    expect(() => indirectRatio({ ...area, events: [1, 2] })).toThrow('events 2');
    expect(() => indirectRatio({ ...withoutEvents, observed: -1 })).toThrow('observed');
    expect(() => indirectRatio({ ...area, referenceEvents: [1, 2] })).toThrow('referenceEvents 2');
    expect(() => indirectRate({ ...area, multiplier: 0 })).toThrow('multiplier');
    expect(() => indirectRate({ ...area, confidence: [95] })).toThrow(RangeError);
  });
});
