import { describe, expect, it } from 'vitest';
import { ratioError } from '../../src/results/ratio-error.ts';
import { type CellSpec, CODES, compute, only } from './fake-cells.ts';

const published = (place: string, value: number, lower: number, upper: number): CellSpec => ({
  subject: 'smoking-adult',
  place,
  period: '2011',
  value,
  lower,
  upper,
});

describe('the ratio of published values', () => {
  // In Python: s = hypot(ln(27/19)/2z, ln(20.2/19.8)/2z), 1.1·exp(∓z·s), z = 1.959963984540054.
  it('has its limits from the logarithms of theirs', async () => {
    const { gaps } = await compute([
      published(CODES.halton, 22, 19, 27),
      published(CODES.england, 20, 19.8, 20.2),
    ]);
    const { estimate } = only(gaps, { gap: 'place-vs-england', unit: 'ratio' });
    expect(estimate.value).toBeCloseTo(1.1, 12);
    expect(estimate.limits[0]!.lower).toBeCloseTo(0.9224951780204854, 9);
    expect(estimate.limits[0]!.upper).toBeCloseTo(1.3116599726802367, 9);
  });

  it('keeps the standard error of what was computed here, or has a limit of zero', () => {
    const estimate = {
      value: 10,
      standardError: 2,
      limits: [{ confidence: 0.95, lower: 7, upper: 15 }],
      method: '',
      withheld: null,
      note: null,
    };
    expect(ratioError({ method: 'proportion', estimate })).toBe(2);
    const low = { ...estimate, limits: [{ confidence: 0.95, lower: 0, upper: 15 }] };
    expect(ratioError({ method: 'given', estimate: low })).toBe(2);
  });
});

describe('counts that an indicator is asked for in three years together', () => {
  it('are added up, as events are; other kinds of year are not', async () => {
    const rows = [2019, 2020, 2021, 2022].map(
      (year, at): CellSpec => ({
        subject: 'stillbirth',
        place: CODES.halton,
        period: String(year),
        count: at + 1,
        denominator: 1000,
      }),
    );
    const { measures } = await compute(rows);
    const of = (period: string) => only(measures, { place: CODES.halton, period });
    expect([of('2019-21').count, of('2019-21').denominator]).toEqual([6, 3000]);
    expect(of('2020-22').estimate.value).toBeCloseTo(3, 12);
    const without = await compute(rows.filter(({ period }) => period !== '2020'));
    expect(without.measures.filter(({ period }) => period.length === 3)).toEqual([]);
  });
});
