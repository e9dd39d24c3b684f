import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FunnelInput, funnel, funnelCurve } from '../../src/gaps/funnel.ts';
import { describeWithShared, sharedDir } from '../shared.ts';
import {
  caseNames,
  columnOf,
  expectClose,
  numberOf,
  type Row,
  readCase,
} from '../statistics/reference-case.ts';

const FLAGS: Record<string, string> = {
  'Low (0.001)': 'low-3sd',
  'Low (0.025)': 'low-2sd',
  'Not significant': 'within',
  'High (0.025)': 'high-2sd',
  'High (0.001)': 'high-3sd',
  'Not applicable for events less than 10 for dsrs': 'not-applicable',
};
const AXES: Record<string, string> = { proportion: 'Population', ratio: 'Observed_events', rate: 'Events' };

/** The bisection of the reference stops early. */
const POISSON_TOLERANCE = 1e-4;

interface FunnelCase {
  readonly input: FunnelInput;
  readonly expected: readonly Row[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly fields: Readonly<Record<string, string>>;
  readonly error: string | null;
}

function readFunnelCase(method: string, name: string): FunnelCase {
  const { input: rows, expected, options, error } = readCase(method, name);
  const told = readFileSync(`${sharedDir}reference/pheindicatormethods/${method}/${name}/case.json`, 'utf8');
  const fields = JSON.parse(told).fields as Record<string, string>;
  const input: FunnelInput = {
    events: columnOf(rows, fields.numerator!),
    ...(fields.denominator && { denominators: columnOf(rows, fields.denominator) }),
    ...(fields.rate && { values: columnOf(rows, fields.rate) }),
    statistic: (options.statistic ?? 'rate') as FunnelInput['statistic'],
    rateType: (options.rate_type ?? 'crude') as 'crude' | 'dsr',
    multiplier: Number(options.multiplier ?? 1),
    years: Number(options.years_of_data ?? 1),
  };
  return { input, expected, options, fields, error };
}

describeWithShared('funnel() against reference assign_funnel_significance, exactly', () => {
  it.each(caseNames('assign_funnel_significance'))('%s', (name) => {
    const { input, expected, error } = readFunnelCase('assign_funnel_significance', name);
    if (error) {
      expect(() => funnel(input)).toThrow(RangeError);
      return;
    }
    const { areas } = funnel(input);
    expect(areas.map(({ flag }) => flag)).toEqual(expected.map((row) => FLAGS[row.significance!]));
    for (const { flag, withheld } of areas) expect(withheld !== null).toBe(flag === 'not-applicable');
  });
});

describeWithShared('funnel() against reference calculate_funnel_points, 1e-9 relative', () => {
  it.each(caseNames('calculate_funnel_points'))('%s', (name) => {
    const { input, expected, fields, error } = readFunnelCase('calculate_funnel_points', name);
    if (error) {
      expect(() => funnel(input)).toThrow(RangeError);
      return;
    }
    funnel(input).areas.forEach(({ value, denominator }, area) => {
      expectClose(value, numberOf(expected[area]![`${fields.rate}_chart`]));
      expectClose(denominator, numberOf(expected[area]!.denominator_derived));
    });
  });
});

describeWithShared('funnelCurve() against reference calculate_funnel_limits', () => {
  it.each(caseNames('calculate_funnel_limits'))('%s', (name) => {
    const { input, expected, options, error } = readFunnelCase('calculate_funnel_limits', name);
    if (error) {
      expect(() => funnelCurve(input)).toThrow(RangeError);
      return;
    }
    // Ratios of counts are given less one there; those of standardised events are always to 100.
    const isRatio = input.statistic === 'ratio';
    const scale = isRatio && options.ratio_type === 'isr' ? 100 : 1;
    const less = isRatio && options.ratio_type === 'count' ? 1 : 0;
    const { average, points } = funnelCurve(isRatio ? { ...input, multiplier: scale } : input);
    expect(points.map(({ axis }) => axis)).toEqual(columnOf(expected, AXES[input.statistic]!));
    const tolerance = input.statistic === 'proportion' ? 1e-9 : POISSON_TOLERANCE;
    expected.forEach((row, index) => {
      const point = points[index]!;
      if (!isRatio) expectClose(average, numberOf(row.baseline));
      for (const [limit, column] of [
        ['lower2sd', 'lower_2s'],
        ['upper2sd', 'upper_2s'],
        ['lower3sd', 'lower_3s'],
        ['upper3sd', 'upper_3s'],
      ] as const) {
        // The reference cuts a proportion at 100 whatever the multiplier.
        const ours = Math.min(point[limit]! - less, input.statistic === 'proportion' ? 100 : Infinity);
        const cut = input.statistic === 'proportion' && input.multiplier < 100 && ours === input.multiplier;
        if (!cut) expectClose(ours, numberOf(row[`${column}_limit`]), tolerance);
        const population = row[`${column}_population_1_year`] ?? row[`${column}_exp_events`];
        if (population) expectClose(point[`${limit}Denominator`], numberOf(population), tolerance);
      }
    });
  });

  it.each(caseNames('calculate_funnel_limits'))(
    '%s: an area on a curve has the limit of the curve in funnel(), to 1e-9',
    (name) => {
      const { input, error } = readFunnelCase('calculate_funnel_limits', name);
      if (error || input.statistic === 'proportion') return;
      const { average, points } = funnelCurve(input);
      const { years = 1, statistic, multiplier } = input;
      for (const limit of ['lower2sd', 'upper2sd', 'lower3sd', 'upper3sd'] as const) {
        for (const point of points) {
          const denominator = point[`${limit}Denominator`] * (statistic === 'rate' ? years : 1);
          // A second area so large that it alone makes the average.
          const events = ((average! / multiplier) * 1e18 * denominator) / 1e3;
          const large = (denominator * 1e18) / 1e3;
          const { areas } = funnel({
            events: [0, events],
            denominators: [denominator, large],
            statistic: 'ratio',
            multiplier: 1,
          });
          if (statistic === 'ratio') expectClose(areas[0]![limit]! * multiplier, point[limit]);
        }
      }
    },
  );
});
