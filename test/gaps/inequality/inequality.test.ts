import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InequalityInput } from '../../../src/gaps/inequality/groups.ts';
import { inequality } from '../../../src/gaps/inequality/inequality.ts';
import { INEQUALITY_MEASURES, type InequalityMeasure } from '../../../src/gaps/inequality/measures.ts';
import { SPREAD_MEASURES } from '../../../src/gaps/inequality/spread.ts';
import type { Estimate } from '../../../src/statistics/estimate.ts';
import { expectClose } from '../../statistics/reference-case.ts';

/** Fifths of a rate per 100,000 where low is good. */
const fifths: InequalityInput = {
  values: [412, 350, 301, 266, 229],
  errors: [7, 8, 9, 8.5, 10],
  populations: [872_000, 498_000, 441_000, 402_000, 335_000],
  order: [1, 2, 3, 4, 5],
  reference: 3,
  favourable: 'low',
  confidence: [0.95],
  scale: 100_000,
};

function all(input: InequalityInput): Record<InequalityMeasure, Estimate> {
  const entries = inequality(input).map(({ measure, estimate }) => [measure, estimate] as const);
  return Object.fromEntries(entries) as Record<InequalityMeasure, Estimate>;
}

function one(measure: InequalityMeasure, input: InequalityInput): Estimate {
  return inequality(input, [measure])[0]!.estimate;
}

function numbersOf({ value, standardError, limits }: Estimate): (number | null)[] {
  return [value, standardError, ...limits.flatMap(({ lower, upper }) => [lower, upper])];
}

describe('inequality(), closed forms', () => {
  // Expected: numpy 2.4, scipy 1.17 norm; theil and mld by a five-point numerical gradient, par and paf by the numerical
  // gradient of the four cells of a multinomial, bgv as the variance of the quadratic form y'Ay, 4y'ASAy + 2tr(ASAS),
  // aci and rci by lstsq; logistic by minimising the binomial deviance (scipy minimize, then Newton on the score) with
  // the HC1 sandwich of the scores and numerical gradients of the ends; robust lines by matrices.
  it.each([
    ['theil', 20.62824843671293, 15.968482063937998, 25.288014809487862],
    ['mld', 21.299284944622883, 16.319577450534585, 26.27899243871118],
    ['par', -104.57613814756674, -120.01382127061053, -89.13845502452294],
    ['paf', -31.350005647377742, -35.977939530410616, -26.722071764344868],
    ['bgv', 4499.509509104922, 3492.3741560476706, 5506.644862162173],
    ['aci', -37.55758880052444, -38.6158883284214, -36.499289272627486],
    ['rci', -0.11259075367048525, -0.11576334129552932, -0.10941816604544119],
  ] as const)('%s is that of an independent computation, to 1e-7', (measure, value, lower, upper) => {
    const estimate = one(measure, fifths);
    expectClose(estimate.value, value);
    expectClose(estimate.limits[0]!.lower, lower, 1e-7);
    expectClose(estimate.limits[0]!.upper, upper, 1e-7);
  });

  it('par and paf take the chosen group where there is no order, to 1e-7', () => {
    const { par, paf } = all({ ...fifths, order: null });
    expectClose(par.value, -67.57613814756674);
    expectClose(par.limits[0]!.lower, -82.46218487536424, 1e-7);
    expectClose(paf.limits[0]!.upper, -15.79552173976554, 1e-7);
  });

  it('par and paf take the largest of the groups that do best, in any order of the rows', () => {
    const tied = { ...fifths, order: null, reference: null, values: [229, 229, 301, 266, 229] };
    const large = [498_000, 872_000, 441_000, 402_000, 335_000];
    const chosen = one('par', { ...tied, reference: 1, populations: large });
    expect(one('par', { ...tied, populations: large })).toEqual(chosen);
    const last = one('par', { ...tied, reference: 4, populations: large });
    expect(last.standardError).not.toBeCloseTo(chosen.standardError!, 3);
  });

  it('logistic slope and relative index, with the scale that is given, to 1e-7', () => {
    const { sii, rii } = all({ ...fifths, slope: 'logistic', scale: 1000 });
    expectClose(sii.value, -238.9734313061816);
    expectClose(sii.limits[0]!.lower, -251.75936598326476, 1e-7);
    expectClose(sii.limits[0]!.upper, -226.18749662909843, 1e-7);
    expectClose(rii.value, 0.48096477674422894);
    expectClose(rii.limits[0]!.lower, 0.4613823378870943, 1e-7);
    expectClose(rii.limits[0]!.upper, 0.5013783525567779, 1e-7);
  });

  it('linear slope and relative index without standard errors: limits from the residuals, to 1e-9', () => {
    const { sii, rii } = all({ ...fifths, errors: null });
    expectClose(sii.value, -239.4573949666225);
    expectClose(sii.limits[0]!.lower, -243.1938480688719);
    expectClose(sii.limits[0]!.upper, -235.72094186437312);
    expectClose(rii.value, 0.471751951127187);
    expectClose(rii.limits[0]!.lower, 0.4644647518847981);
    expectClose(rii.limits[0]!.upper, 0.47915348256073315);
    expect(sii.method).toBe('weighted linear regression, robust');
    expect(one('sii', { ...fifths, errors: [7, null, 9, 8, 9] }).limits[0]!.lower).toBeNull();
  });

  it('a zero rate is floored in logarithms, and the note says so, to 1e-9', () => {
    const input = { ...fifths, values: [0, 2.5, 3.1], errors: [0, 0.3, 0.3], order: null };
    const { theil, mld } = all({ ...input, populations: [1, 1, 2], reference: null });
    expectClose(theil.value, 292.55800624474614);
    expectClose(mld.value, 3436.1326802601493);
    expect(mld.note).toBe('a figure of zero counts as 0.000001 in logarithms');
  });
});

describe('inequality(), simulated', () => {
  // Expected: numpy 2.4, 2,000,000 draws of default_rng(7), quantiles at 0.025, 0.975, 0.001, 0.999, and the standard
  // deviation of the draws. The tolerances are some five standard errors of a quantile of 40,000 draws.
  it.each([
    ['bgsd', 67.0783833220877, 59.8947, 74.8351, 55.5819, 79.1592, 3.809],
    ['cov', 20.10886740718058, 17.9649, 22.4345, 16.6824, 23.7267, 1.139],
    ['mdmu', 59.915227629513346, 52.5283, 67.374, 48.3456, 71.6839, 3.789],
    ['mdmw', 60.09787342059152, 52.8341, 67.4009, 48.6683, 71.6226, 3.716],
    ['mdbu', 82.6, 65.7337, 99.547, 56.8272, 109.2675, 8.619],
    ['mdbw', 104.57613814756672, 86.2876, 122.9495, 76.3858, 133.514, 9.351],
    ['mdru', 60.4, 50.9813, 69.8654, 45.7625, 75.3453, 4.822],
    ['mdrw', 77.30533751962324, 65.4837, 89.1749, 58.9194, 96.0639, 6.042],
    ['idisu', 17.961484883852265, 15.7414, 20.2133, 14.4873, 21.515, 1.141],
    ['idisw', 18.0162387376778, 15.8316, 20.2265, 14.5824, 21.4949, 1.121],
  ] as const)('%s: value to 1e-9, limits near those of two million draws', (...row) => {
    const [measure, value, lower95, upper95, lower998, upper998, error] = row;
    const estimate = one(measure, { ...fifths, confidence: [0.95, 0.998], draws: 40_000 });
    expectClose(estimate.value, value);
    const [usual, wide] = estimate.limits;
    expectClose(usual!.lower, lower95, 0, 0.07 * error);
    expectClose(usual!.upper, upper95, 0, 0.07 * error);
    expectClose(wide!.lower, lower998, 0, 0.25 * error);
    expectClose(wide!.upper, upper998, 0, 0.25 * error);
    expect(estimate.method).toBe('simulated, 40000 draws, seed 1');
  });

  it('same seed, same limits, whatever was drawn between and whatever else is asked; another seed, others', () => {
    const limits = one('bgsd', fifths).limits;
    one('bgsd', { ...fifths, seed: 9, draws: 300 });
    one('cov', { ...fifths, draws: 20_000 });
    expect(all(fifths).bgsd.limits).toEqual(limits);
    expect(one('bgsd', { ...fifths, seed: 2 }).limits).not.toEqual(limits);
  });

  it('says that limits may lie above the value', () => {
    const { bgsd } = all({ ...fifths, values: [300, 300, 300, 300, 300] });
    expect(bgsd.value).toBeLessThan(1e-9);
    expect(bgsd.limits[0]!.lower).toBeGreaterThan(1);
    expect(bgsd.note).toBe('limits lie above the value, since chance alone spreads groups');
  });

  it('draws again what falls below zero or above the scale', () => {
    let drawn = 0;
    const numbers = [-3, 3, 0.5, 0];
    const normals = (): number => numbers[drawn++ % 4]!;
    // 1 − 3 and 1 + 3 fall outside 0 to 2; 1.5 and 1 stay, in each draw.
    const input = { ...fifths, values: [1, 1], errors: [1, 1], populations: [1, 1], order: null, scale: 2 };
    const { limits } = one('bgsd', { ...input, reference: null, normals, draws: 2 });
    expect(drawn).toBe(8);
    expectClose(limits[0]!.lower, 0.25);
    expectClose(limits[0]!.upper, 0.25);
  });

  it('gives no limits rather than draw for ever where an error is above the scale', () => {
    const { limits, note } = one('mdmu', { ...fifths, errors: [2e5, 1, 1, 1, 1] });
    expect([limits[0]!.lower, note]).toEqual([null, 'no limits: a standard error is above the scale']);
  });

  it('keeps up: 10,000 draws for 50 groups of five take well under the second that 500 may', () => {
    all(fifths);
    const start = performance.now();
    for (let area = 0; area < 50; area++) inequality(fifths, SPREAD_MEASURES);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe('inequality(), what is missing', () => {
  const bare: InequalityInput = {
    values: fifths.values,
    errors: null,
    populations: null,
    order: null,
    reference: null,
    favourable: null,
    confidence: [0.95],
  };

  it('gives one entry a measure, in order, with a reason for each that cannot be had', () => {
    const entries = inequality(bare);
    expect(entries.map(({ measure }) => measure)).toEqual(INEQUALITY_MEASURES);
    const reasons = Object.fromEntries(
      entries.map(({ measure, estimate }) => [measure, estimate.withheld ?? estimate.value]),
    );
    const people = 'the populations are not known';
    const average = 'neither the populations nor the average are known';
    const order = 'the order of the groups is not known';
    const good = 'which end is good is not known';
    expect(reasons).toEqual({
      difference: 183,
      ratio: 412 / 229,
      ...{ sii: order, rii: order, aci: order, rci: order },
      ...{ bgv: people, bgsd: people, cov: people, mdmw: people, mdbw: people, mdrw: people, idisw: people },
      ...{ mdmu: average, idisu: average, theil: people, mld: people },
      ...{ mdbu: good, mdru: 'no group is the reference', par: good, paf: good },
    });
  });

  it('takes the average where populations are unknown, and asks for no more than a measure needs', () => {
    const input: InequalityInput = { ...bare, average: 300, favourable: 'low' };
    expect(one('mdmu', input).value).toBeCloseTo((112 + 50 + 1 + 34 + 71) / 5, 12);
    expect(one('par', input).value).toBe(-71);
    expect(one('par', input).note).toBe('no limits: the populations are not known');
    expect(one('par', { ...fifths, scale: undefined! }).note).toContain('no limits: the largest value');
    expect(one('aci', { ...bare, order: [1, 2, 3, 4, 5] }).note).toContain('weigh the same');
    expect(one('sii', { ...fifths, slope: 'logistic', scale: undefined! }).withheld).toContain(
      'largest value',
    );
  });

  it('withholds attributable risks of means and life expectancies', () => {
    const { par, paf } = all({ ...fifths, kind: 'mean' });
    expect([par.withheld, paf.withheld]).toEqual(
      Array(2).fill('means and life expectancies have no share that can be attributed'),
    );
  });

  it('withholds what a group without a figure spoils, and gives difference and ratio of those that have one', () => {
    const { difference, ratio, bgv, sii } = all({ ...fifths, values: [412, null, 301, 266, 229] });
    expect([difference.value, difference.note]).toEqual([183, '1 of 5 groups have no figure']);
    expectClose(ratio.value, 412 / 229);
    expect([bgv.withheld, sii.withheld]).toEqual(Array(2).fill('1 of 5 groups have no figure'));
    expect(one('difference', { ...fifths, values: [null, 350, 301, 266, 229] }).withheld).toBe(
      'the most deprived group has no figure',
    );
  });

  it('has a value or a reason where two groups have one rank, for one group and for none', () => {
    const tied = all({ ...fifths, order: [1, 2, 2, 3, 4] });
    for (const measure of ['difference', 'sii', 'rci', 'par'] as const)
      expect(tied[measure].withheld).toBe('two groups have one rank');
    expect(tied.bgv.value).not.toBeNull();
    for (const values of [[1], [1, null], []]) {
      const sized = values.map(() => 1);
      const input = { ...bare, values, populations: sized, order: sized };
      for (const { estimate } of inequality(input))
        expect(estimate.withheld).toContain('fewer than two groups');
    }
  });

  it('needs figures inside the bounds, and corrects the relative index', () => {
    const bounds = { min: 0, max: 1000, correction: 'wagstaff' } as const;
    const plain = one('rci', { ...fifths, bounds: { ...bounds, correction: null } }).value!;
    // The average of the fifths: the least deprived group's rate less the par above.
    const mean = (229 + 104.57613814756674) / 1000;
    expectClose(one('rci', { ...fifths, bounds }).value, plain / (1 - mean));
    expectClose(
      one('rci', { ...fifths, bounds: { ...bounds, correction: 'erreygers' } }).value,
      plain * 4 * mean,
    );
    expect(one('aci', { ...fifths, bounds: { ...bounds, max: 400 } }).withheld).toBe(
      'a figure is outside the bounds',
    );
    const full = { ...fifths, values: [1000, 1000, 1000, 1000, 1000], bounds };
    expect(one('rci', full).withheld).toBe('the average is at the upper bound');
  });

  it('throws for misuse', () => {
    const wrong: Partial<InequalityInput>[] = [
      { values: [1, 2] },
      { values: [1, 2, 3, 4, Number.NaN] },
      { errors: [1, 1, 1, 1, -1] },
      { populations: [1, 1, 1, 1, -1] },
      { reference: 5 },
      { scale: 0 },
      { bounds: { min: 1, max: 1, correction: null } },
      { confidence: [95] },
      { draws: 1 },
      { seed: 0.5 },
    ];
    for (const change of wrong) expect(() => inequality({ ...fifths, ...change })).toThrow(RangeError);
  });
});

describe('inequality(), properties', () => {
  const group = fc.record({
    value: fc.double({ min: 1, max: 1000, noNaN: true }),
    error: fc.double({ min: 0.01, max: 1, noNaN: true }),
    population: fc.integer({ min: 10, max: 100_000 }),
  });
  const groups = fc.array(group, { minLength: 3, maxLength: 8 });
  const inputOf = (
    rows: readonly { value: number; error: number; population: number }[],
    favourable: 'high' | 'low',
  ): InequalityInput => ({
    values: rows.map(({ value }) => value),
    errors: rows.map(({ error }) => error),
    populations: rows.map(({ population }) => population),
    order: rows.map((_, at) => at),
    reference: 0,
    favourable,
    confidence: [0.95],
    scale: 4096,
    draws: 50,
  });
  const polarity = fc.constantFrom('high' as const, 'low' as const);
  const isSimulated = (measure: InequalityMeasure): boolean =>
    (SPREAD_MEASURES as readonly string[]).includes(measure);

  it('rows may come in any order', () => {
    fc.assert(
      fc.property(groups, polarity, fc.integer({ min: 1, max: 7 }), (rows, favourable, by) => {
        const input = inputOf(rows, favourable);
        const moved = rows.map((_, at) => (at + by) % rows.length);
        const pick = <T>(from: ArrayLike<T>): T[] => moved.map((at) => from[at]!);
        const other = all({
          ...input,
          values: pick(input.values),
          errors: pick(input.errors!),
          populations: pick(input.populations!),
          order: pick(input.order!),
          reference: moved.indexOf(0),
        });
        for (const { measure, estimate } of inequality(input)) {
          const [figures, theirs] = [numbersOf(estimate), numbersOf(other[measure])];
          const compared = isSimulated(measure) ? 1 : figures.length;
          for (let at = 0; at < compared; at++) expectClose(theirs[at], figures[at]!, 1e-7, 1e-7);
        }
      }),
    );
  });

  it('figures in another unit scale every measure by its dimension, limits too', () => {
    fc.assert(
      fc.property(groups, polarity, (rows, favourable) => {
        const input = inputOf(rows, favourable);
        const bigger = rows.map(({ value, error, population }) => ({
          value: 8 * value,
          error: 8 * error,
          population,
        }));
        const scaled = all({ ...inputOf(bigger, favourable), scale: 8 * 4096 });
        for (const { measure, estimate } of inequality(input)) {
          const times = /^(ratio|rii|rci|cov|idis.|theil|mld|paf)$/.test(measure)
            ? 1
            : measure === 'bgv'
              ? 64
              : 8;
          const theirs = numbersOf(scaled[measure]);
          for (const [at, figure] of numbersOf(estimate).entries())
            expectClose(theirs[at], figure === null ? null : times * figure, 1e-7, 1e-7);
        }
      }),
    );
  });

  it('the order turned round turns the slope and the concentration round', () => {
    fc.assert(
      fc.property(groups, polarity, (rows, favourable) => {
        const input = inputOf(rows, favourable);
        const turned = { ...input, order: rows.map((_, at) => -at) };
        const [own, other] = [all(input), all(turned)];
        for (const measure of ['sii', 'aci', 'difference'] as const) {
          expectClose(other[measure].value, -own[measure].value!, 1e-9, 1e-7);
          expectClose(other[measure].limits[0]!.lower, -own[measure].limits[0]!.upper!, 1e-7, 1e-7);
        }
        for (const measure of ['bgv', 'theil', 'mld'] as const)
          expectClose(other[measure].value, own[measure].value, 1e-9, 1e-9);
      }),
    );
  });

  it('the other end good turns the difference round, and swaps who gains', () => {
    fc.assert(
      fc.property(groups, (rows) => {
        const [high, low] = [all(inputOf(rows, 'high')), all(inputOf(rows, 'low'))];
        expectClose(high.difference.value, -low.difference.value!);
        expectClose(high.ratio.value, 1 / low.ratio.value!);
        expect(high.par.value).toBeGreaterThanOrEqual(0);
        expect(low.par.value).toBeLessThanOrEqual(0);
        expect(high.par.value! * low.par.value!).toBeCloseTo(0, 12);
        expect(high.sii).toEqual(low.sii);
      }),
    );
  });

  it('is never NaN, infinite or without a reason, whatever degenerate groups it is given', () => {
    const value = fc.oneof(
      fc.constantFrom(0, 1, 100, null),
      fc.double({ min: 0, max: 1e300, noNaN: true }),
      fc.double({ min: -5, max: 5, noNaN: true }),
    );
    const error = fc.oneof(fc.constantFrom(0, null), fc.double({ min: 0, max: 50, noNaN: true }));
    const anyGroup = fc.record({
      value,
      error,
      population: fc.constantFrom(0, 1, 1000, 1e15),
      rank: fc.integer({ min: 0, max: 9 }),
    });
    const options = fc.record({
      favourable: fc.constantFrom('high' as const, 'low' as const, null),
      slope: fc.constantFrom('linear' as const, 'logistic' as const),
      scale: fc.constantFrom(1, 100, 1e300),
      hasPeople: fc.boolean(),
      average: fc.constantFrom(-1, 0, 50),
    });
    fc.assert(
      fc.property(fc.array(anyGroup, { maxLength: 6 }), options, (rows, { hasPeople, ...rest }) => {
        const entries = inequality({
          ...rest,
          values: rows.map((row) => row.value),
          errors: rows.map((row) => row.error),
          populations: hasPeople ? rows.map(({ population }) => population) : null,
          order: rows.map(({ rank }) => rank),
          reference: rows.length > 0 ? 0 : null,
          confidence: [0.95],
          draws: 20,
        });
        expect(entries).toHaveLength(INEQUALITY_MEASURES.length);
        for (const { measure, estimate } of entries) {
          const told = `${measure} ${JSON.stringify(estimate)}`;
          for (const number of numbersOf(estimate))
            expect(number === null || Number.isFinite(number), told).toBe(true);
          expect((estimate.value === null) !== (estimate.withheld === null), told).toBe(true);
          if (estimate.value !== null && estimate.limits[0]!.lower === null)
            expect(estimate.note, told).not.toBeNull();
        }
      }),
      { numRuns: 500 },
    );
  });
});
