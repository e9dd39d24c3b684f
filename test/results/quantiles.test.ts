import { describe, expect, it } from 'vitest';
import { STATE } from '../../src/cells/cell.ts';
import { type Definition, definitionSchema } from '../../src/indicators/definition.ts';
import { runPipeline } from '../../src/pipeline.ts';
import type { Measure } from '../../src/results/result.ts';
import { ALL_PLACES, type CellSpec, CODES, catalogue, fakeSource, places } from './fake-cells.ts';

const OF = 'obesity-year6';
const base = catalogue.indicators.find(({ id }) => id === OF)!;
const quantile = (more: Record<string, unknown> = {}): Definition =>
  definitionSchema.parse({
    id: 'obesity-third',
    aspiration: base.aspiration,
    title: 'Third of the Places by obesity',
    short: 'third of the Places by obesity',
    meaning: 'Which third of the Places a Place is in.',
    method: 'quantile',
    of: OF,
    quantiles: { groups: 3 },
    multiplier: 1,
    unit: 'third',
    digits: 0,
    polarity: 'none',
    periods: base.periods,
    sexes: ['persons'],
    gaps: [],
    disclosure: 'none',
    source: 'a test',
    ...more,
  });

async function run(cells: readonly CellSpec[], definition = quantile()): Promise<readonly Measure[]> {
  const { measures, gaps, coverage } = await runPipeline({
    source: fakeSource([{ cells }]),
    catalogue: { ...catalogue, indicators: [...catalogue.indicators, definition] },
    asked: new Set([definition.id]),
    places,
    aims: () => ({ spc: {}, goal: null }),
    confidence: [0.95],
  });
  expect(gaps).toEqual([]);
  expect(coverage.length).toBeGreaterThan(8);
  return measures;
}

/** The Places in an order of their own: the third of ten has the second lowest share, and so on. */
const COUNTS = [310, 120, 150, 200, 180, 290, 220, 260, 240];
const cells = ALL_PLACES.map(
  (place, at): CellSpec => ({ subject: OF, place, period: '2023/24', count: COUNTS[at]!, denominator: 1000 }),
);
const byPlace = (measures: readonly Measure[]): (number | null)[] =>
  ALL_PLACES.map((place) => measures.find((one) => one.place === place)!.estimate.value);

describe('quantiles of the Places by another indicator', () => {
  // By hand: in the order 120 150 180 | 200 220 240 | 260 290 310.
  it('thirds of nine Places, the lowest first, without limits', async () => {
    const measures = await run(cells);
    expect(byPlace(measures)).toEqual([3, 1, 1, 2, 1, 3, 2, 3, 2]);
    for (const { status, unit, method, estimate } of measures) {
      expect([status, unit, method]).toEqual(['ok', 'third', 'quantile: 3 groups of 9 Places']);
      expect(estimate.limits).toEqual([{ confidence: 0.95, lower: null, upper: null }]);
    }
  });

  it('inverted, the highest first', async () => {
    const measures = await run(cells, quantile({ quantiles: { groups: 3, invert: true } }));
    expect(byPlace(measures)).toEqual([1, 3, 3, 2, 3, 1, 2, 1, 2]);
  });

  it('a Place whose figure is hidden has none, and is not counted among the others', async () => {
    const hidden = cells.map((one) =>
      one.place === CODES.halton ? { ...one, count: Number.NaN, state: STATE.suppressed } : one,
    );
    const measures = await run(hidden);
    const halton = measures.find(({ place }) => place === CODES.halton)!;
    expect([halton.estimate.value, halton.status]).toEqual([null, 'suppressed']);
    expect(halton.note).not.toBe('');
    expect(measures.filter(({ estimate }) => estimate.value !== null)).toHaveLength(8);
  });

  it('fewer Places than groups are told so', async () => {
    const measures = await run(cells.slice(0, 2));
    const withheld = measures.filter(({ place }) => ALL_PLACES.slice(0, 2).includes(place));
    expect(withheld.map(({ status, note }) => [status, note])).toEqual([
      ['withheld', 'fewer values than groups'],
      ['withheld', 'fewer values than groups'],
    ]);
  });

  it('the schema refuses one without its groups or the indicator that it is of', () => {
    expect(() => quantile({ quantiles: undefined })).toThrow(/needs .*quantiles/);
    expect(() => quantile({ of: undefined })).toThrow(/needs .*of/);
  });
});
