import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { POINT_TYPES, type SpcChart, type SpcInput, spcChart } from '../../src/trends/spc.ts';
import { SPECIAL_CAUSES } from '../../src/trends/spc-rules.ts';
import { describeWithShared, sharedDir } from '../shared.ts';
import { expectClose, groupsOf, numberOf, type Row, readReference } from '../statistics/reference-case.ts';

const CAUSES: Record<string, string> = {
  'Common Cause': '',
  'Above UCL': 'above-limit',
  'Below LCL': 'below-limit',
  '7 Point Trend (Increasing)': 'trend-up',
  '7 Point Trend (Decreasing)': 'trend-down',
  '2 in 3 Above CL': 'two-of-three-above',
  '2 in 3 Below CL': 'two-of-three-below',
  '7 Points Above CL': 'shift-above',
  '7 Points Below CL': 'shift-below',
};

const TYPES: Record<string, string> = {
  common_cause: 'common-cause',
  special_cause_improvement: 'improvement',
  special_cause_concern: 'concern',
  special_cause_neutral_high: 'neutral-high',
  special_cause_neutral_low: 'neutral-low',
};

const ASSURANCES: Record<string, string> = {
  NA: '',
  consistent_pass: 'pass',
  consistent_fail: 'fail',
  inconsistent: 'hit-and-miss',
};

function caseFolders(): string[] {
  try {
    return readdirSync(`${sharedDir}reference/plotthedots`, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  } catch {
    return [];
  }
}

/** What an option says for a place: `Halton=85;Knowsley=60`, or one text for all. */
function ofPlace(text: string, place: string): string {
  if (!text.includes('=')) return text;
  const own = text.split(';').find((part) => part.startsWith(`${place}=`));
  return own?.slice(place.length + 1) ?? '';
}

function numberOrNull(text: string): number | null {
  return text === 'NaN' || text === '' ? null : numberOf(text);
}

function inputOf(option: Row, rows: readonly Row[], place: string): SpcInput {
  const dates = rows.map((row) => row.date!);
  const rebase = ofPlace(option.rebase!, place).split(' ').filter(Boolean);
  return {
    values: Float64Array.from(rows, (row) => Number(row.value)),
    direction: option.improvement_direction as SpcInput['direction'],
    target: numberOrNull(ofPlace(option.target!, place)),
    rebaseAt: rebase.map((date) => dates.indexOf(date)).sort((a, b) => a - b),
    screen: option.screen_outliers === 'TRUE',
    ...(option.fix_after_n_points === 'NA' ? {} : { baseline: Number(option.fix_after_n_points) }),
  };
}

function expectChart(chart: SpcChart, expected: readonly Row[], summary: readonly Row[]): void {
  expect(chart.segments.map(({ start }) => String(start))).toEqual(
    expected.flatMap((row, at) =>
      at === 0 || row.rebase_group !== expected[at - 1]!.rebase_group ? [String(at)] : [],
    ),
  );
  for (const [at, segment] of chart.segments.entries()) {
    const told = summary[at]!;
    for (let point = segment.start; point < segment.end; point++) {
      const row = expected[point]!;
      expectClose(segment.mean, numberOrNull(row.mean_col!));
      expectClose(segment.lower, numberOrNull(row.lpl!));
      expectClose(segment.upper, numberOrNull(row.upl!));
      expect(SPECIAL_CAUSES[chart.specialCauses[point]!]).toBe(CAUSES[row.special_cause_type!]);
      expect(POINT_TYPES[chart.pointTypes[point]!]).toBe(TYPES[row.point_type!]);
    }
    expect(segment.noLimits === null).toBe(segment.lower !== null);
    expect(segment.variation).toBe(TYPES[told.variation_type!]);
    expect(segment.end - segment.start).toBe(Number(told.n));
    // The reference asks of the whole group of points, and never where a baseline is fixed in a longer one.
    const isShort = expected[segment.start]!.short_group_warning === 'TRUE';
    if (isShort) expect(segment.isShort).toBe(true);
  }
  expect(chart.assurance).toBe(ASSURANCES[summary.at(-1)!.assurance_type!]);
}

describeWithShared('spcChart() against reference plotthedots: numbers to 1e-9, flags exactly', () => {
  let points = 0;
  for (const name of caseFolders()) {
    it(name, () => {
      const read = (file: string) => readReference(`plotthedots/${name}/${file}.csv`);
      const [input, options, expected, summary] = ['input', 'options', 'expected', 'summary'].map(read);
      const byVariant = groupsOf(expected!, 'variant');
      for (const option of options!) {
        const ofVariant = byVariant.get(option.variant!)!;
        for (const [place, rows] of groupsOf(input!, 'place' in input![0]! ? 'place' : undefined)) {
          const own = ofVariant.filter((row) => place === 'all' || row.place === place);
          const told = summary!.filter(
            (row) => row.variant === option.variant && (place === 'all' || row.place === place),
          );
          expect(own).toHaveLength(rows.length);
          expectChart(spcChart(inputOf(option, rows, place)), own, told);
          points += rows.length;
        }
      }
    });
  }

  it('compares some 8,000 points', () => {
    expect(points).toBeGreaterThan(7500);
  });
});

describe('spcChart()', () => {
  // Expected: a Python program that looks at every window of seven and of three points, written for this test.
  const values = [
    20, 21, 19, 20, 22, 18, 20.5, 19.5, 21, 20, 16, 17, 18.5, 20, 21.5, 23, 25, 24, 23, 22, 20, 19, 17.5, 19,
    20.2, 20.4, 20.1, 20.6, 20.3, 20.2, 20.9, 26, 20, 23.9, 23.95, 20.6, 15, 20, 14,
  ];
  const expected = [
    ...Array<string>(10).fill(''),
    ...Array<string>(7).fill('trend-up'),
    ...Array<string>(6).fill('trend-down'),
    ...Array<string>(8).fill(''),
    'above-limit',
    '',
    'two-of-three-above',
    'two-of-three-above',
    '',
    '',
    '',
    'below-limit',
  ];
  const causesOf = (input: Partial<SpcInput> = {}): string[] =>
    Array.from(
      spcChart({ values, direction: 'neutral', ...input }).specialCauses,
      (code) => SPECIAL_CAUSES[code]!,
    );

  it('gives an independently computed chart, to 1e-9', () => {
    const [segment] = spcChart({ values, direction: 'decrease' }).segments;
    expectClose(segment!.mean, 20.324358974358972);
    expectClose(segment!.lower, 14.983358974358971);
    expectClose(segment!.upper, 25.665358974358973);
    expect(causesOf()).toEqual(expected);
  });

  it('mirrors: values turned upside down turn every flag round, and the same values scaled change none', () => {
    const series = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 60 });
    const opposite = (code: number): number => (code === 0 ? 0 : code % 2 === 1 ? code + 1 : code - 1);
    fc.assert(
      fc.property(series, fc.boolean(), (whole, screen) => {
        const chart = spcChart({ values: whole, direction: 'increase', screen });
        const turned = spcChart({ values: whole.map((value) => -value), direction: 'decrease', screen });
        expect([...turned.specialCauses]).toEqual([...chart.specialCauses].map(opposite));
        expect(turned.pointTypes).toEqual(chart.pointTypes);
        // Powers of two scale without rounding.
        const scaled = spcChart({
          values: whole.map((value) => value * 1024),
          direction: 'increase',
          screen,
        });
        expect(scaled.specialCauses).toEqual(chart.specialCauses);
        expect(scaled.segments[0]!.mean).toBe(chart.segments[0]!.mean * 1024);
        for (const { mean, lower, upper, noLimits } of chart.segments) {
          expect(Number.isFinite(mean)).toBe(true);
          expect(lower === null).toBe(noLimits !== null);
          if (lower !== null) expect(lower <= mean && mean <= upper!).toBe(true);
        }
      }),
    );
  });

  it('judges each segment by itself', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 2, maxLength: 50 }),
        fc.nat(),
        (whole, at) => {
          const cut = 1 + (at % (whole.length - 1));
          const chart = spcChart({ values: whole, direction: 'increase', rebaseAt: [cut] });
          const parts = [whole.slice(0, cut), whole.slice(cut)].map((part) =>
            spcChart({ values: part, direction: 'increase' }),
          );
          expect([...chart.specialCauses]).toEqual(parts.flatMap(({ specialCauses }) => [...specialCauses]));
          expect(chart.segments.map(({ mean }) => mean)).toEqual(
            parts.map(({ segments }) => segments[0]!.mean),
          );
        },
      ),
    );
  });

  it('gives equal points and a single one a mean, and says why they have no limits', () => {
    const equal = spcChart({ values: Array(20).fill(12.1), direction: 'increase', target: 13 });
    expect(equal.segments[0]).toMatchObject({ mean: 12.1, lower: null, upper: null });
    expect(equal.segments[0]!.noLimits).toBe('equal points have no limits');
    expect(equal.assurance).toBe('hit-and-miss');
    const one = spcChart({ values: [5], direction: 'increase' });
    expect(one.segments[0]!.noLimits).toBe('one point has no limits');
    expect(one.movingRanges).toEqual(Float64Array.of(Number.NaN));
    expect(spcChart({ values: [], direction: 'increase', target: 1 })).toMatchObject({
      segments: [],
      assurance: '',
    });
  });

  it('takes a target equal to a limit for one that is met now and then', () => {
    const { lower, upper } = spcChart({ values, direction: 'increase' }).segments[0]!;
    const assuranceOf = (target: number | null) =>
      spcChart({ values, direction: 'increase', target }).assurance;
    expect([lower, upper].map(assuranceOf)).toEqual(['hit-and-miss', 'hit-and-miss']);
    expect([assuranceOf(upper! + 1e-9), assuranceOf(lower! - 1e-9)]).toEqual(['fail', 'pass']);
  });

  it('warns of up to twelve points, and of limits on fewer', () => {
    const isShort = (points: number, baseline?: number): boolean =>
      spcChart({
        values: Array.from({ length: points }, (_, at) => at % 3),
        direction: 'neutral',
        ...(baseline && { baseline }),
      }).segments[0]!.isShort;
    expect([isShort(12), isShort(13), isShort(30, 11), isShort(30, 12)]).toEqual([true, false, true, false]);
  });

  it('refuses missing values, positions outside the series and a baseline of one', () => {
    const refused = (input: Partial<SpcInput>) => () => spcChart({ values, direction: 'increase', ...input });
    expect(refused({ values: [1, Number.NaN] })).toThrow(RangeError);
    expect(refused({ values: [1e308, 1e308] })).toThrow('too large');
    expect(refused({ rebaseAt: [0] })).toThrow('rise');
    expect(refused({ rebaseAt: [5, 5] })).toThrow('rise');
    expect(refused({ rebaseAt: [39] })).toThrow('rise');
    expect(refused({ baseline: 1 })).toThrow('baseline');
    expect(refused({ target: Number.NaN })).toThrow('target');
  });

  it('draws 100,000 series of 60 points in seconds', () => {
    const many = Float64Array.from({ length: 60 }, (_, at) => 50 + ((at * 7919) % 13));
    const started = performance.now();
    let special = 0;
    for (let series = 0; series < 100_000; series++) {
      many[series % 60]! += 1;
      special += spcChart({ values: many, direction: 'increase', target: 60 }).specialCauses[59]!;
    }
    expect(special).toBeGreaterThanOrEqual(0);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
