import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { funnel } from '../../src/gaps/funnel.ts';
import { funnelCurve } from '../../src/gaps/funnel-curve.ts';
import type { FunnelInput } from '../../src/gaps/funnel-input.ts';
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
});

describe('funnel()', () => {
  const ratios = (events: number[], denominators: number[], multiplier = 1) =>
    funnel({ events, denominators, statistic: 'ratio', multiplier });

  /** Expected: scipy 1.17, brentq over the count with gammaincc(o + 1, E) and gammainc(o, E), over E. */
  it.each([
    [0.001, 0, 551.0106647352678, 0, 999.9318000027257],
    [2, 0, 2.8291675308130744, 0, 4.0311892415499555],
    [5, 0.13545375816666627, 2.0592576312822226, 0, 2.733673686706858],
    [12, 0.4363622326798345, 1.643514671913109, 0.20103035066473846, 2.0427044631739606],
    [250.964, 0.8762151185567276, 1.1275611037196527, 0.8087492603704397, 1.20261911863655],
    [100_000, 0.9938017904769575, 1.0062076810660647, 0.9902370923554028, 1.0097914061770572],
  ])('gives independently computed Poisson limits at %d expected events, to 1e-9', (expected, ...limits) => {
    const [area] = ratios([1], [expected]).areas;
    [area!.lower2sd, area!.upper2sd, area!.lower3sd, area!.upper3sd].forEach((limit, index) => {
      expectClose(limit, limits[index]!);
    });
  });

  it('meets the curve at every point of the axis, to 1e-9', () => {
    const { points } = funnelCurve({
      events: [5, 400_000],
      denominators: [3, 500_000],
      statistic: 'ratio',
      multiplier: 100,
    });
    for (const limit of ['lower2sd', 'upper2sd', 'lower3sd', 'upper3sd'] as const) {
      const denominators = points.map((point) => point[`${limit}Denominator`]);
      const { areas } = ratios(
        denominators.map(() => 1),
        denominators,
        100,
      );
      points.forEach((point, index) => {
        expectClose(areas[index]![limit], point[limit]);
      });
    }
  });

  it('takes very large areas without delay, and joins them to the others', () => {
    const [below, above] = ratios([1, 1], [99_999_999.9, 100_000_000.1]).areas;
    expectClose(above!.upper3sd! - 1, below!.upper3sd! - 1, 1e-8);
    expectClose(above!.lower2sd! - 1, below!.lower2sd! - 1, 1e-8);
    expectClose(ratios([1], [1e15]).areas[0]!.upper2sd! - 1, 1.959963984540054 * 1e15 ** -0.5, 1e-6);
  });

  // By hand: average 75/500 = 0.15, its deviation for 100 people √(0.15 × 0.85/100).
  it('draws a proportion’s limits about the average, cut at 0 and at the multiplier', () => {
    const { average, areas } = funnel({
      events: [15, 60, 0],
      denominators: [100, 396, 4],
      statistic: 'proportion',
      multiplier: 100,
    });
    const deviation = 100 * Math.sqrt((0.15 * 0.85) / 100);
    expectClose(average, 15);
    expectClose(areas[0]!.lower2sd, 15 - 1.959963984540054 * deviation);
    expectClose(areas[0]!.upper3sd, 15 + 3.090232306167813 * deviation);
    expect([areas[2]!.lower2sd, areas[2]!.flag]).toEqual([0, 'within']);
  });

  const rates: FunnelInput = {
    events: [30, 9, 0, 60],
    values: [300, 450, 0, 150],
    denominators: [10_000, 2_000, 500, 40_000],
    statistic: 'rate',
    rateType: 'dsr',
    multiplier: 100_000,
    years: 2,
  };

  it('counts small directly standardised rates in the average but judges none below ten events', () => {
    const { average, areas } = funnel(rates);
    expectClose(average, (99 / 52_000) * 100_000);
    expect(areas.map(({ flag }) => flag)).toEqual(['high-2sd', 'not-applicable', 'not-applicable', 'within']);
    expect(areas[1]).toEqual({
      value: null,
      denominator: null,
      lower2sd: null,
      upper2sd: null,
      lower3sd: null,
      upper3sd: null,
      flag: 'not-applicable',
      withheld: 'fewer than 10 events',
    });
  });

  it('divides denominators by the years and nothing else', () => {
    const two = funnel(rates);
    const one = funnel({ ...rates, years: 1 });
    expect(two.areas[0]!.denominator).toBe(5000);
    expect(one.areas[0]).toEqual({ ...two.areas[0], denominator: 10_000 });
    expect(one.average).toBe(two.average);
  });

  it('takes crude rates from events and person-years alone, as from their values', () => {
    const { values: _, ...counts } = rates;
    const bare = funnel({ ...counts, rateType: 'crude' });
    const valued = funnel({ ...counts, rateType: 'crude', values: [300, 450, 0, 150] });
    expect(bare.areas.map(({ flag }) => flag)).toEqual(valued.areas.map(({ flag }) => flag));
    bare.areas.forEach((area, index) => {
      expectClose(area.value, valued.areas[index]!.value);
      expectClose(area.upper2sd, valued.areas[index]!.upper2sd);
    });
  });

  it('leaves an area without a denominator out, with the reason', () => {
    const { average, areas } = funnel({
      events: [10, 3, 10],
      denominators: [100, 0, 100],
      statistic: 'rate',
      multiplier: 100,
    });
    expectClose(average, 10);
    expect(areas[1]).toMatchObject({ flag: 'not-applicable', withheld: 'the denominator is zero' });
    expect(funnel({ events: [0], denominators: [0], statistic: 'ratio', multiplier: 1 }).average).toBeNull();
    const none: FunnelInput = { events: [0], denominators: [0], statistic: 'proportion', multiplier: 1 };
    expect(funnelCurve(none)).toEqual({ average: null, points: [] });
  });

  it('flags nobody where there are no events or everybody is one', () => {
    for (const [events, statistic] of [
      [[0, 0], 'proportion'],
      [[50, 700], 'proportion'],
      [[0, 0], 'rate'],
    ] as const) {
      const input: FunnelInput = { events, denominators: [50, 700], statistic, multiplier: 1 };
      expect(funnel(input).areas.map(({ flag }) => flag)).toEqual(['within', 'within']);
      expect(funnelCurve(input).points).toHaveLength(statistic === 'rate' ? 0 : 100);
    }
  });

  const area = fc.record({
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    people: fc.integer({ min: 1, max: 100_000 }),
  });
  const statistic = fc.constantFrom('proportion' as const, 'ratio' as const, 'rate' as const);

  it('ignores the order, scales with the multiplier, and has the average inside wider and wider limits', () => {
    fc.assert(
      fc.property(fc.array(area, { minLength: 1, maxLength: 12 }), statistic, (rows, kind) => {
        const inputOf = (shown: typeof rows, multiplier = 1): FunnelInput => ({
          events: shown.map(({ share, people }) => Math.floor(share * people)),
          denominators: shown.map(({ people }) => people),
          statistic: kind,
          multiplier,
        });
        const { average, areas } = funnel(inputOf(rows));
        const reversed = funnel(inputOf(rows.toReversed()));
        const thousandfold = funnel(inputOf(rows, 1000));
        expect(reversed.areas.map(({ flag }) => flag)).toEqual(areas.map(({ flag }) => flag).toReversed());
        expectClose(thousandfold.average, 1000 * average!, 1e-12);
        areas.forEach((row, index) => {
          expectClose(thousandfold.areas[index]!.upper2sd, 1000 * row.upper2sd!, 1e-12);
          expect(thousandfold.areas[index]!.flag).toBe(row.flag);
          expect(row.lower3sd!).toBeLessThanOrEqual(row.lower2sd!);
          expect(row.lower2sd!).toBeLessThanOrEqual(average!);
          expect(row.upper2sd!).toBeGreaterThanOrEqual(average!);
          expect(row.upper3sd!).toBeGreaterThanOrEqual(row.upper2sd!);
        });
      }),
    );
  });

  it('flags what is beyond the limits, but for what Byar’s approximation shifts at ten events or more', () => {
    fc.assert(
      fc.property(fc.array(area, { minLength: 1, maxLength: 12 }), statistic, (rows, kind) => {
        const events = rows.map(({ share, people }) => Math.floor(share * Math.min(people, 60)));
        const denominators = rows.map(({ people }) => people);
        const { areas } = funnel({ events, denominators, statistic: kind, multiplier: 1 });
        areas.forEach(({ value, lower2sd, upper2sd, lower3sd, upper3sd, flag }, index) => {
          // Byar's limits are this close to the exact ones from ten events on, in events.
          const slack = kind === 'proportion' || events[index]! < 10 ? 1e-9 : 0.15 / denominators[index]!;
          const sides = [lower3sd!, lower2sd!, upper2sd!, upper3sd!];
          if (sides.some((limit) => Math.abs(limit - value!) <= slack)) return;
          const beyond =
            value! < lower3sd!
              ? 'low-3sd'
              : value! < lower2sd!
                ? 'low-2sd'
                : value! > upper3sd!
                  ? 'high-3sd'
                  : value! > upper2sd!
                    ? 'high-2sd'
                    : 'within';
          expect(flag).toBe(beyond);
        });
      }),
    );
  });

  it('refuses what only a mistake can be', () => {
    const { values, denominators: _, ...bare } = rates;
    expect(() => funnel({ ...bare, rateType: 'dsr' })).toThrow('need their values');
    expect(() => funnel({ ...bare, rateType: 'crude' })).toThrow('needs denominators');
    expect(() => funnel({ ...bare, rateType: 'crude', values: values! })).toThrow('of no events');
    expect(() => funnel({ ...rates, values: [300, 0, 0, 150] })).toThrow('rate of 0 cannot have 9');
    expect(() => funnel({ ...rates, years: 0 })).toThrow('years');
    expect(() => ratios([1, 2], [1])).toThrow('denominators 1');
    expect(() => ratios([-1], [1])).toThrow('events');
    expect(() => ratios([1], [1], 0)).toThrow('multiplier');
    expect(() => funnel({ events: [3], denominators: [2], statistic: 'proportion', multiplier: 1 })).toThrow(
      '3 events are more than the denominator 2',
    );
  });
});
