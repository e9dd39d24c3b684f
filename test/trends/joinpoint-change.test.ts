import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededNormals } from '../../src/statistics/seeded-normals.ts';
import { annualChange } from '../../src/trends/annual-change.ts';
import {
  type JoinpointChange,
  type JoinpointChangeInput,
  joinpointChange,
} from '../../src/trends/joinpoint-change.ts';
import { expectClose } from '../statistics/reference-case.ts';

function changeOf(input: JoinpointChangeInput): JoinpointChange {
  const result = joinpointChange(input);
  if (result.withheld !== null) throw new Error(result.withheld);
  return result;
}

const joinpointsOf = ({ segments }: JoinpointChange): number[] => segments.slice(1).map(({ start }) => start);

/** A rate that falls 3 % a year to 2012 and then rises 1 %, with noise. */
const oneBend: JoinpointChangeInput = {
  times: Array.from({ length: 20 }, (_, at) => 2003 + at),
  values: [
    100, 97.3, 93.8, 90.3, 88, 84.9, 83.4, 82.1, 77.9, 75.5, 77.2, 77.9, 78.4, 78.2, 79.9, 81.4, 80.2, 81.9,
    81.3, 82.7,
  ],
  lowers: [
    97, 94.4, 91, 87.6, 85.3, 82.3, 80.9, 79.7, 75.5, 73.2, 74.9, 75.6, 76.1, 75.8, 77.5, 79, 77.8, 79.4,
    78.8, 80.2,
  ],
  uppers: [
    103, 100.2, 96.6, 93, 90.7, 87.5, 85.9, 84.5, 80.3, 77.8, 79.5, 80.2, 80.7, 80.6, 82.3, 83.8, 82.6, 84.4,
    83.8, 85.2,
  ],
  scale: 'log',
  most: 2,
  confidence: [0.95],
};

/** Up to 2007, down to 2015, up again, with noise; 2008 is missing. */
const twoBends: JoinpointChangeInput = {
  times: Array.from({ length: 24 }, (_, at) => 2000 + at).filter((year) => year !== 2008),
  values: [
    48.9, 51.4, 52.2, 54.7, 56.1, 57.4, 57.5, 60.2, 56.5, 54.6, 51.6, 50.2, 47.9, 46, 45.1, 44.8, 46.1, 47.4,
    47.3, 48.4, 49.4, 50.1, 50.2,
  ],
  lowers: [
    47.6, 50, 51.3, 53.5, 54.9, 55.9, 56.4, 58.9, 55.7, 53.5, 50.5, 49.3, 46.4, 44.9, 43.5, 43.5, 44.8, 46.1,
    46, 47.5, 48.2, 49.1, 49.1,
  ],
  uppers: [
    50.2, 52.8, 53.1, 55.9, 57.3, 58.9, 58.6, 61.5, 57.3, 55.7, 52.7, 51.1, 49.4, 47.1, 46.7, 46.1, 47.4,
    48.7, 48.6, 49.3, 50.6, 51.1, 51.3,
  ],
  scale: 'linear',
  most: 2,
  confidence: [0.95],
};

const without = (input: JoinpointChangeInput): JoinpointChangeInput => ({
  ...input,
  lowers: Array.from(input.times, () => null),
  uppers: Array.from(input.times, () => null),
});

/** Slope, lower and upper limit, change and p of each piece. */
function expectPieces({ segments }: JoinpointChange, expected: readonly (readonly number[])[]): void {
  expect(segments).toHaveLength(expected.length);
  for (const [at, { slope, limits, change, pValue }] of segments.entries()) {
    const [own, lower, upper, whole, p] = expected[at]!;
    expectClose(slope, own!);
    expectClose(limits[0]!.lower, lower!);
    expectClose(limits[0]!.upper, upper!);
    expectClose(change, whole!);
    expectClose(pValue, p!, 1e-8, 0);
  }
}

describe('joinpointChange()', () => {
  // Expected here and below: numpy 2.4 lstsq on 1, t, (t − τ)₊ for every allowed set of joinpoints, WBIC from
  // projection matrices, limits and p by scipy 1.17 norm and t.
  it('gives an independently computed change in per cent with one joinpoint, to 1e-9', () => {
    const result = changeOf(oneBend);
    expect(joinpointsOf(result)).toEqual([2012]);
    expectPieces(result, [
      [
        -2.9254633744521876, -3.192963828442337, -2.6572237542225285, -23.449516955768697,
        1.003715762585084e-98,
      ],
      [0.8370923671364328, 0.5886597890981334, 1.0861385207602916, 8.693392306101812, 3.5083720362306735e-11],
    ]);
    expectClose(result.phi, 0.33245815149939806);
    expect(result.method).toBe('inverse-variance joinpoint regression, number by weighted BIC');
    expect(result.note).toBe('limits take the places of the joinpoints as known');
  });

  it('gives an independently computed linear change with two joinpoints and a year missing, to 1e-9', () => {
    const result = changeOf(twoBends);
    expect(joinpointsOf(result)).toEqual([2007, 2015]);
    expectPieces(result, [
      [1.5243513537363282, 1.3654436606730274, 1.6832590467996291, 10.670459476154297, 7.36657692520491e-79],
      [
        -1.9665441409165212, -2.090639081168148, -1.8424492006648943, -15.73235312733217,
        8.430030502331988e-212,
      ],
      [0.7929302822341067, 0.66615599466472, 0.9197045698034934, 6.343442257872853, 1.5050766152074222e-34],
    ]);
    expectClose(result.phi, 0.8235321914233469);
  });

  it('uses ordinary least squares and Student’s t on n − 2(k + 1) without limits, to 1e-9', () => {
    const result = changeOf(without(twoBends));
    expect(joinpointsOf(result)).toEqual([2007, 2015]);
    expectPieces(result, [
      [1.5066651501364852, 1.3491188721241785, 1.6642114281487919, 10.546656050955397, 2.591554011044916e-13],
      [
        -1.9568698817106418, -2.0736844505916645, -1.8400553128296189, -15.654959053685134,
        2.3475421364176116e-17,
      ],
      [0.7846299666363292, 0.6581969334619098, 0.9110629998107487, 6.277039733090634, 2.621678276505632e-10],
    ]);
    expect(result.phi).toBeNull();
    expect(result.method).toBe('least-squares joinpoint regression, number by weighted BIC');
  });

  it('finds no joinpoint where the criterion has none, and is then the annual change, to 1e-9', () => {
    const values = [30.7, 31.4, 29.9, 30.9, 32.5, 30.9, 32.6, 33.4, 35, 35.1, 34.7, 35.2];
    const input: JoinpointChangeInput = {
      times: values.map((_, at) => 2010 + at),
      values,
      lowers: values.map((value) => value - 1.5),
      uppers: values.map((value) => value + 1.5),
      scale: 'linear',
      most: 2,
      confidence: [0.95],
    };
    const result = changeOf(input);
    expectPieces(result, [
      [0.49125874125874014, 0.36582243975767653, 0.6166950427598037, 5.403846153846142, 1.64129148515e-14],
    ]);
    const [only] = result.segments;
    expectClose(only!.widenedLimits[0]!.lower, 0.35085585658695084);
    expectClose(only!.pValueWidened, 6.99481066905872e-12, 1e-8, 0);
    expectClose(result.phi, 1.252868761535487);
    const straight = annualChange({ ...input, confidence: 0.95 });
    if (straight.withheld !== null) throw new Error(straight.withheld);
    expectClose(only!.slope, straight.slope);
    expectClose(only!.widenedLimits[0]!.upper, straight.upperWidened);
  });

  /** Ordinary least squares of one value a year from 2005 on. */
  const yearly = (values: readonly number[], most: 0 | 1 | 2 = 2): number[] =>
    joinpointsOf(
      changeOf({
        ...without({ ...oneBend, times: values.map((_, at) => 2005 + at), values }),
        scale: 'linear',
        most,
      }),
    );

  // Expected: the same grid search in Python. BIC3 would have none in the first, BIC one in the second.
  it('weighs the penalty between BIC and BIC3', () => {
    const found = [46.7, 50.1, 51.3, 46.4, 48.3, 51.6, 49.6, 49.8, 52.2, 53.4, 56.7, 57.7, 58, 58.8];
    const passed = [50.8, 49.5, 49.7, 51.1, 51.4, 51.4, 50.3, 49.9, 51, 53.5, 54.6, 52.6, 53, 56.2];
    expect(yearly(found, 1)).toEqual([2012]);
    expect(yearly(passed, 1)).toEqual([]);
  });

  it('finds joinpoints as near to the ends and to each other as they may stand', () => {
    const early = [10, 20.1, 29.9, 30.2, 29.8, 30.1, 30, 29.9, 30.1, 30, 29.9, 30.1];
    expect(yearly(early)).toEqual([2007]);
    expect(yearly(early.toReversed())).toEqual([2014]);
    expect(yearly([10, 10.1, 9.9, 10, 10.1, 20.1, 29.9, 40.1, 40, 39.9, 40.1, 40])).toEqual([2009, 2012]);
  });

  it('looks for no more joinpoints than it may, and for none in fewer than ten points', () => {
    expect(joinpointsOf(changeOf({ ...twoBends, most: 0 }))).toEqual([]);
    expect(joinpointsOf(changeOf({ ...twoBends, most: 1 })).length).toBeLessThan(2);
    const first = (of: ArrayLike<number | null>) => Array.from(of).slice(0, 9);
    const nine = changeOf({
      ...without(oneBend),
      times: first(oneBend.times) as number[],
      values: [9, 8, 7, 6, 5, 6, 7, 8, 9],
      lowers: first(oneBend.times).map(() => null),
      uppers: first(oneBend.times).map(() => null),
      scale: 'linear',
    });
    expect(joinpointsOf(nine)).toEqual([]);
    expect(nine.note).toBe('fewer than 10 points in time: no joinpoint was looked for');
  });

  it('finds a bend that is there in most simulated series, and few where there is none', () => {
    // 25 years, a change of slope of 2 a year in 2012 or none, noise of 1.
    const normal = seededNormals(20);
    const times = Array.from({ length: 25 }, (_, at) => 2000 + at);
    let [right, near, wrong] = [0, 0, 0];
    for (let series = 0; series < 400; series++) {
      const noise = times.map(() => normal());
      const make = (bend: number) =>
        changeOf({
          ...without({
            ...oneBend,
            times,
            values: times.map((time, at) => 80 - time + 2000 + bend * Math.max(0, time - 2012) + noise[at]!),
          }),
          scale: 'linear',
        });
      const [place, ...others] = joinpointsOf(make(2));
      if (others.length === 0 && place !== undefined) {
        right++;
        if (Math.abs(place - 2012) <= 1) near++;
      }
      if (joinpointsOf(make(0)).length > 0) wrong++;
    }
    expect(right / 400).toBeGreaterThan(0.85);
    expect(near / right).toBeGreaterThan(0.95);
    expect(wrong / 400).toBeLessThan(0.15);
  });

  it('takes a line or a bend without noise for what it is', () => {
    const times = Array.from({ length: 15 }, (_, at) => 2000 + at);
    const shape = (bend: number) =>
      times.map((time) => 10.1 + 0.3 * (time - 2000) + bend * Math.abs(time - 2006));
    const exact = (bend: number) =>
      changeOf({ ...without({ ...oneBend, times, values: shape(bend) }), scale: 'linear' });
    expect(joinpointsOf(exact(0))).toEqual([]);
    for (let bend = 1; bend <= 40; bend++) expect(joinpointsOf(exact(bend * 0.07))).toEqual([2006]);
    const bent = exact(0.2);
    expect(joinpointsOf(bent)).toEqual([2006]);
    expectClose(bent.segments[0]!.slope, 0.1, 1e-9);
    expectClose(bent.segments[1]!.slope, 0.5, 1e-9);
    const flat = changeOf({
      ...without({ ...oneBend, times, values: times.map(() => 4.4) }),
      scale: 'linear',
    });
    expect(flat.segments).toMatchObject([{ slope: 0, standardError: 0, pValue: 1 }]);
  });

  it('does not hang on the order of rows, on the unit, on when years count from, or on time’s direction', () => {
    const series = fc
      .tuple(
        fc.integer({ min: 10, max: 24 }),
        fc.integer({ min: 1, max: 1e6 }),
        fc.double({ min: -3, max: 3, noNaN: true }),
      )
      .map(([points, seed, bend]) => {
        const normal = seededNormals(seed);
        const at = 2 + (seed % (points - 4));
        return Array.from({ length: points }, (_, time) => ({
          time,
          value: 60 + bend * Math.max(0, time - at) * 0.5 + normal(),
          reach: 1 + Math.abs(normal()),
        }));
      });
    fc.assert(
      fc.property(series, fc.constantFrom('linear' as const, 'log' as const), (points, scale) => {
        const inputOf = (of: typeof points, factor = 1, shift = 0): JoinpointChangeInput => ({
          times: of.map(({ time }) => time + shift),
          values: of.map(({ value }) => value * factor),
          lowers: of.map(({ value, reach }) => (value - reach) * factor),
          uppers: of.map(({ value, reach }) => (value + reach) * factor),
          scale,
          most: 2,
          confidence: [0.95, 0.998],
        });
        const plain = changeOf(inputOf(points));
        const turned = changeOf(inputOf(points.toReversed()));
        const scaled = changeOf(inputOf(points, 1000));
        const shifted = changeOf(inputOf(points, 1, 2000));
        const mirrored = changeOf(inputOf(points.map((point) => ({ ...point, time: -point.time }))));
        const factor = scale === 'log' ? 1 : 1000;
        expect(joinpointsOf(turned)).toEqual(joinpointsOf(plain));
        expect(joinpointsOf(scaled)).toEqual(joinpointsOf(plain));
        expect(joinpointsOf(shifted)).toEqual(joinpointsOf(plain).map((time) => time + 2000));
        expect(joinpointsOf(mirrored)).toEqual(
          joinpointsOf(plain)
            .map((time) => -time)
            .reverse(),
        );
        for (const [at, segment] of plain.segments.entries()) {
          expectClose(turned.segments[at]!.slope, segment.slope, 1e-8, 1e-8);
          expectClose(scaled.segments[at]!.slope, segment.slope * factor, 1e-8, 1e-8 * factor);
          expectClose(shifted.segments[at]!.limits[1]!.lower, segment.limits[1]!.lower, 1e-8, 1e-8);
          expect(segment.end).toBe(plain.segments[at + 1]?.start ?? points.length - 1);
          expect(segment.limits[1]!.lower!).toBeLessThan(segment.limits[0]!.lower!);
          expect(segment.widenedLimits[0]!.upper!).toBeGreaterThanOrEqual(segment.limits[0]!.upper!);
        }
      }),
    );
  });

  it('withholds and refuses as the annual change does', () => {
    expect(
      joinpointChange({
        ...oneBend,
        values: oneBend.values.length ? [0, ...Array.from(oneBend.values).slice(1)] : [],
      }).withheld,
    ).toBe('a value of zero or below has no logarithm');
    expect(joinpointChange({ ...oneBend, times: Array(20).fill(2003) }).withheld).toBe(
      'all points are of one time',
    );
    expect(() => joinpointChange({ ...oneBend, values: [1] })).toThrow('values 1');
  });

  it('gives two points a slope, without limits where they have none', () => {
    const two = changeOf({
      ...oneBend,
      times: [2010, 2012],
      values: [10, 14],
      lowers: [null, null],
      uppers: [null, null],
      scale: 'linear',
    });
    expect(two.segments).toMatchObject([
      { start: 2010, end: 2012, slope: 2, change: 4, standardError: null },
    ]);
    expect(two.segments[0]!.limits).toEqual([{ confidence: 0.95, lower: null, upper: null }]);
  });
});
