import { describe, expect, it } from 'vitest';
import { fixturesDir } from '../../src/paths.ts';
import { cellsOf } from '../../src/results/cells-of.ts';
import { filesOf, inputsOfGap, inputsOfMeasure, inputsOfPoorest } from '../../src/results/inputs-of.ts';
import { measureOf, runOn } from '../run-pipeline.ts';

describe('the cells behind a value', () => {
  it('add up to its numerator and denominator, for every kind of value', async () => {
    const result = await runOn(
      [fixturesDir],
      [
        'suicide',
        'obesity-year6',
        'rtt-52-weeks',
        'population-most-deprived-fifth',
        'alcohol-specific-admissions',
      ],
    );
    const definitions = new Map(result.run.catalogue.indicators.map((one) => [one.id, one]));
    // Every value of two areas that are sums of different kinds: a Place as it stands, and the system.
    const checked = result.measures.filter(
      ({ status, place, period }) =>
        status === 'ok' && ['E08000014', 'QYG'].includes(place) && period.end > '2022-12-31',
    );
    expect(checked.length).toBeGreaterThan(60);
    for (const measure of checked) {
      const inputs = inputsOfMeasure(measure, definitions.get(measure.indicator)!, result.run);
      const own = inputs.every(({ subject }) => subject === measure.indicator);
      const sum = (role: string, figure: 'count' | 'denominator'): number =>
        inputs
          .filter((input) => input.role === role)
          .flatMap((input) => cellsOf(input, result.run))
          .reduce((total, cell) => total + cell[figure], 0);
      expect(
        sum('numerator', 'count'),
        `numerator of ${measure.indicator} ${measure.place} ${measure.period.label}`,
      ).toBe(measure.count);
      expect(sum('denominator', own ? 'denominator' : 'count')).toBe(measure.denominator);
    }
  }, 120_000);

  it('name the files behind it and nothing else', async () => {
    const result = await runOn([fixturesDir], ['suicide']);
    const measure = measureOf(result, { indicator: 'suicide', place: 'QYG', period: '2022-24' });
    const paths = filesOf(measure, result.run).map((id) => result.files[id]!.path.split('/').at(-1));
    expect(paths.sort()).toEqual(['deaths.csv', 'population.csv']);
  });
});

describe('the results behind a gap and a verdict', () => {
  it('are values that exist', async () => {
    const result = await runOn([fixturesDir], ['cancer-mortality-u75']);
    const keys = new Set(
      result.measures.map((m) => `${m.place}|${m.period.label}|${m.sex}|${m.scheme}|${m.level}`),
    );
    const gaps = result.gaps.filter(({ status }) => status === 'ok');
    expect(gaps.length).toBeGreaterThan(100);
    for (const gap of gaps) {
      for (const key of inputsOfGap(gap, result.run)) {
        expect(keys).toContain(`${key.place}|${key.period.label}|${key.sex}|${key.scheme}|${key.level}`);
      }
    }
    const [verdict] = result.poorest.filter(({ points }) => points >= 5);
    const ends = inputsOfPoorest(verdict!, result.measures);
    expect(ends.filter(({ level }) => level === 1).length).toBeGreaterThanOrEqual(verdict!.points);
  });
});
