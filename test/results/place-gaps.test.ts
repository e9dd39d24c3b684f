import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STATE } from '../../src/cells/cell.ts';
import { INEQUALITY_MEASURES } from '../../src/gaps/inequality/measures.ts';
import type { Gap } from '../../src/results/result.ts';
import { ALL_PLACES, BANDS_UNDER_75, type CellSpec, CODES, compute, only, pick } from './fake-cells.ts';

const LOW = 'obesity-year6';
const HIGH = 'talking-therapies-6-weeks';

/** Nine Places of different sizes. */
const PEOPLE = [4000, 3500, 1200, 1500, 5000, 2700, 1800, 2100, 3200];
const COUNTS = [760, 700, 290, 420, 1450, 560, 420, 400, 800];

const cell = (place: string, count: number, denominator: number, more: Partial<CellSpec> = {}): CellSpec => ({
  subject: LOW,
  place,
  period: '2023/24',
  count,
  denominator,
  ...more,
});
const nine = (more: Partial<CellSpec> = {}): CellSpec[] =>
  ALL_PLACES.map((place, at) => cell(place, COUNTS[at]!, PEOPLE[at]!, more));

const valuesOf = (gaps: readonly Gap[]): (number | null)[] => gaps.map(({ estimate }) => estimate.value);
const limitOf = (gaps: readonly Gap[], end: 'lower' | 'upper', at = 0): number[] =>
  gaps.map(({ estimate }) => estimate.limits[at]![end]!);
const byPlace = (gaps: readonly Gap[], gap: string): Gap[] =>
  ALL_PLACES.map((place) => only(pick(gaps, { gap }), { place }));

/** Two implementations of one formula, in the unit of the figures. */
const DIGITS = 9;
function expectNear(found: readonly (number | null)[], wanted: readonly number[]): void {
  expect(found).toHaveLength(wanted.length);
  for (const [at, figure] of wanted.entries()) expect(found[at], `number ${at}`).toBeCloseTo(figure, DIGITS);
}

// All expected figures are of a program in Python with numpy and scipy: p̄ ∓ z√(p̄(1 − p̄)/n) for proportions, the roots
// in O of P(X ≤ O | E) and P(X ≥ O | E) by scipy's gamma distribution for rates, joint normal limits at 0.95^(1/9) counted
// pair by pair for ranks, Theil's parts with numerical derivatives, and 400,000 draws for the spread.

describe('the spread between Places', () => {
  it('is their standard deviation, weighted by people, at every period', async () => {
    const { gaps } = await compute([...nine(), ...nine({ period: '2022/23' })]);
    const spreads = pick(gaps, { gap: 'spread', place: CODES.system });
    expect(spreads.map(({ period }) => period.label).sort()).toEqual(['2022/23', '2023/24']);
    for (const { estimate, unit, method } of spreads) {
      expect(estimate.value).toBeCloseTo(3.8637783410520674, DIGITS);
      // Where a limit of 10,000 draws falls, four standard errors of a sample quantile on either side.
      expect(estimate.limits[0]!.lower).toBeGreaterThan(3.3670250603343073);
      expect(estimate.limits[0]!.lower).toBeLessThan(3.426483225757076);
      expect(estimate.limits[0]!.upper).toBeGreaterThan(4.428098740978709);
      expect(estimate.limits[0]!.upper).toBeLessThan(4.486291704261383);
      expect([unit, method]).toEqual(['percentage points', expect.stringContaining('between 9 Places')]);
    }
  });

  it('is 0 where all are equal, and the limits say that chance alone spreads them', async () => {
    const { gaps } = await compute(ALL_PLACES.map((place) => cell(place, 200, 1000)));
    const { estimate, note } = only(gaps, { gap: 'spread' });
    expect(estimate.value).toBeCloseTo(0, DIGITS);
    expect(estimate.limits[0]!.lower).toBeGreaterThan(0);
    expect(note).toContain('chance alone');
  });

  it('is withheld, with the reason, where the people are not known', async () => {
    const cells = ALL_PLACES.map(
      (place, at): CellSpec => ({
        subject: 'smoking-adult',
        place,
        period: '2023',
        value: 10 + at,
        lower: 9 + at,
        upper: 11 + at,
      }),
    );
    const { status, note } = only((await compute(cells)).gaps, { gap: 'spread' });
    expect([status, note]).toEqual([
      'withheld',
      expect.stringContaining('the number of people in each Place'),
    ]);
  });
});

describe('the funnel', () => {
  it('of proportions: limits round the average and flags', async () => {
    const { gaps } = await compute(nine(), { confidence: [0.95, 0.998] });
    const found = byPlace(gaps, 'funnel');
    expectNear(
      valuesOf(found),
      COUNTS.map((count, at) => (100 * count) / PEOPLE[at]!),
    );
    expectNear(
      limitOf(found, 'lower'),
      [
        21.891894722474532, 21.801576635905384, 20.81173743969248, 21.06387302681388, 22.029995071090728,
        21.607824959794986, 21.249991785151213, 21.3946431999714, 21.737493838863408,
      ],
    );
    expectNear(
      limitOf(found, 'upper'),
      [
        24.508105277525473, 24.598423364094618, 25.588262560307523, 25.336126973186126, 24.370004928909275,
        24.792175040205017, 25.15000821484879, 25.0053568000286, 24.662506161136594,
      ],
    );
    expectNear(
      limitOf(found, 'lower', 1),
      [
        21.13753904645016, 20.99513649663355, 19.43447870589046, 19.832015366259238, 21.35527884276941,
        20.68965247059364, 20.125464737949013, 20.35353345693373, 20.89409855346176,
      ],
    );
    expectNear(
      limitOf(found, 'upper', 1),
      [
        25.26246095354984, 25.404863503366453, 26.96552129410954, 26.567984633740764, 25.044721157230594,
        25.710347529406363, 26.27453526205099, 26.04646654306627, 25.505901446538243,
      ],
    );
    expect(found.map(({ judgement }) => judgement)).toEqual([
      'low-3sd',
      'low-3sd',
      'within',
      'high-3sd',
      'high-3sd',
      'low-2sd',
      'within',
      'low-3sd',
      'high-2sd',
    ]);
    for (const { note } of found) expect(note).toContain('the average 23.20');
  });

  it('of directly standardised rates: exact limits of the events that each Place would have', async () => {
    // The same rate at every age, so that the standard does not matter.
    const people = [400, 350, 120, 150, 500, 270, 180, 210, 320].map((count) => 100 * count);
    const deaths = [10, 9, 4, 6, 19, 7, 5, 5, 8].map((count) => 4 * count);
    const cells = ALL_PLACES.flatMap((place, at) =>
      BANDS_UNDER_75.flatMap((age) => [
        { subject: 'population', place, period: '2023', age, count: people[at]! },
        { subject: 'deaths', place, period: '2023', age, count: deaths[at]! },
      ]),
    );
    const { gaps } = await compute(cells, { indicators: ['mortality-u75'], confidence: [0.95, 0.998] });
    const found = byPlace(gaps, 'funnel');
    expectNear(
      limitOf(found, 'lower'),
      [
        108.14904764433334, 107.5515746805604, 101.0033753323094, 102.6713180113072, 109.0625855365684,
        106.26983501254506, 103.90258165862987, 104.85952854506257, 107.12764726277214,
      ],
    );
    expectNear(
      limitOf(found, 'upper'),
      [
        125.60884357480849, 126.22887771695298, 133.12318080941154, 131.3498692719812, 124.6637222548591,
        127.56410101740772, 130.0483757318767, 129.0412724779588, 126.66972688654243,
      ],
    );
    expectNear(
      limitOf(found, 'lower', 1),
      [
        103.3229458412925, 102.40430203183419, 92.4410359385343, 94.96046458766608, 104.73061618350668,
        100.43892604469927, 96.8283977057121, 98.28489801887442, 101.7534556470561,
      ],
    );
    expectNear(
      limitOf(found, 'upper', 1),
      [
        130.75221922494444, 131.7387749845946, 142.7443412434308, 139.90749470393166, 129.24948528688262,
        133.8651587150496, 137.82804517632985, 136.22050837374667, 132.44056046690628,
      ],
    );
    expect(found.map(({ judgement }) => judgement)).toEqual([
      'low-3sd',
      'low-2sd',
      'high-2sd',
      'high-3sd',
      'high-3sd',
      'low-2sd',
      'within',
      'low-3sd',
      'low-3sd',
    ]);
  });

  it('is not drawn for years, weeks or published values', async () => {
    const cells = ALL_PLACES.map(
      (place, at): CellSpec => ({
        subject: 'smoking-adult',
        place,
        period: '2023',
        value: 10 + at,
      }),
    );
    expect(pick((await compute(cells)).gaps, { gap: 'funnel' })).toEqual([]);
  });
});

describe('ranks', () => {
  it('1 is the best, with the ranks that each Place may have, and a warning', async () => {
    const { gaps } = await compute(nine());
    const found = byPlace(gaps, 'rank');
    expect(valuesOf(found)).toEqual([1, 3, 6, 8, 9, 4, 5, 2, 7]);
    expect(limitOf(found, 'lower')).toEqual([1, 1, 2, 5, 7, 1, 1, 1, 4]);
    expect(limitOf(found, 'upper')).toEqual([5, 6, 9, 9, 9, 7, 8, 6, 8]);
    for (const { note, unit } of found) {
      expect(unit).toBe('rank');
      expect(note).toContain('of 9; 1 is the best');
      expect(note).toContain('cannot all be told apart');
    }
  });

  it('high is good: 1 is the highest', async () => {
    const { gaps } = await compute(nine({ subject: HIGH }));
    expect(valuesOf(byPlace(gaps, 'rank'))).toEqual([9, 7, 4, 2, 1, 6, 5, 8, 3]);
  });

  it('no warning where every Place is clear of the next', async () => {
    const cells = ALL_PLACES.map((place, at) => cell(place, 100_000 * (at + 1), 1_000_000));
    for (const { note, estimate } of byPlace((await compute(cells)).gaps, 'rank')) {
      expect(note).not.toContain('told apart');
      expect([estimate.limits[0]!.lower, estimate.limits[0]!.upper]).toEqual([
        estimate.value,
        estimate.value,
      ]);
    }
  });

  it('tied Places share a rank, and none is NaN', async () => {
    const cells = ALL_PLACES.map((place, at) => cell(place, at < 4 ? 200 : 300, 1000));
    const found = byPlace((await compute(cells)).gaps, 'rank');
    expect(valuesOf(found)).toEqual([1, 1, 1, 1, 5, 5, 5, 5, 5]);
    for (const { note } of found) expect(note).toContain('told apart');
  });

  it('hold the rank, and swap ends where good and bad do', async () => {
    const anyCounts = fc.array(fc.integer({ min: 1, max: 999 }), { minLength: 9, maxLength: 9 });
    await fc.assert(
      fc.asyncProperty(anyCounts, async (counts) => {
        const cellsOf = (subject: string): CellSpec[] =>
          ALL_PLACES.map((place, at) => cell(place, counts[at]!, 1000, { subject }));
        const low = byPlace((await compute(cellsOf(LOW))).gaps, 'rank');
        const high = byPlace((await compute(cellsOf(HIGH))).gaps, 'rank');
        for (const [at, { estimate }] of low.entries()) {
          const [here] = estimate.limits;
          const [there] = high[at]!.estimate.limits;
          expect(here!.lower!).toBeLessThanOrEqual(estimate.value!);
          expect(here!.upper!).toBeGreaterThanOrEqual(estimate.value!);
          expect([there!.lower, there!.upper]).toEqual([10 - here!.upper!, 10 - here!.lower!]);
        }
      }),
      { numRuns: 20 },
    );
  });
});

describe("Theil's index inside and between Places", () => {
  const fifths = (): CellSpec[] =>
    ALL_PLACES.flatMap((place, at) =>
      [1.4, 1.2, 1, 0.8, 0.6].map((times, level) =>
        cell(place, Math.floor((COUNTS[at]! / 5) * times + 1e-9), PEOPLE[at]! / 5, { level: level + 1 }),
      ),
    );

  it('as a second implementation has it, with limits', async () => {
    const { gaps } = await compute(fifths());
    const wanted = {
      'theil-within': [41.02507963565185, 34.69423060654894, 47.35592866475476],
      'theil-between': [13.717278273281092, 10.037070051027166, 17.39748649553502],
    };
    for (const [gap, [value, lower, upper]] of Object.entries(wanted)) {
      const { estimate, place, scheme } = only(gaps, { gap });
      expect([place, scheme]).toEqual([CODES.system, 'national-fifths']);
      expect(estimate.value).toBeCloseTo(value!, DIGITS);
      // The limits of the second implementation rest on differences of a millionth.
      expect(estimate.limits[0]!.lower).toBeCloseTo(lower!, 5);
      expect(estimate.limits[0]!.upper).toBeCloseTo(upper!, 5);
    }
  });

  it('Places alike: nothing between; fifths alike: nothing within', async () => {
    const alike = ALL_PLACES.flatMap((place) =>
      [300, 250, 200, 150, 100].map((count, at) => cell(place, count, 1000, { level: at + 1 })),
    );
    expect(only((await compute(alike)).gaps, { gap: 'theil-between' }).estimate.value).toBeCloseTo(0, DIGITS);
    const flat = ALL_PLACES.flatMap((place, p) =>
      [1, 2, 3, 4, 5].map((level) => cell(place, 100 + 10 * p, 1000, { level })),
    );
    const { gaps } = await compute(flat);
    expect(only(gaps, { gap: 'theil-within' }).estimate.value).toBeCloseTo(0, DIGITS);
    expect(only(gaps, { gap: 'theil-between' }).estimate.value).toBeGreaterThan(1);
  });

  it('says so where groups of Places have no value', async () => {
    const hidden = fifths().map((one, at) =>
      at % 10 === 4 ? { ...one, count: Number.NaN, state: STATE.suppressed } : one,
    );
    for (const gap of ['theil-within', 'theil-between']) {
      const found = pick((await compute(hidden)).gaps, { gap });
      for (const { status, note } of found)
        expect(status === 'ok' ? note : '40 of 45').toMatch(/\b40 of 45\b/);
    }
  });
});

describe('nobody counts twice', () => {
  it('27D is left out where its Places have values of their own', async () => {
    const { gaps: without } = await compute(nine());
    const { gaps } = await compute([...nine(), cell(CODES.cheshire, 1460, 7500)]);
    for (const gap of ['spread', 'funnel', 'rank']) {
      expect(pick(gaps, { gap, place: CODES.cheshire }), gap).toEqual([]);
      expect(valuesOf(pick(gaps, { gap })), gap).toEqual(valuesOf(pick(without, { gap })));
    }
  });

  it('27D stands for its Places where they have none', async () => {
    const cells = [...nine().slice(2), cell(CODES.cheshire, 1460, 7500)];
    const ranks = pick((await compute(cells)).gaps, { gap: 'rank' });
    expect(ranks.map(({ place }) => place).sort()).toEqual([...ALL_PLACES.slice(2), CODES.cheshire].sort());
    for (const { note } of ranks) expect(note).toContain('of 8');
  });
});

describe('every measure of inequality between Places', () => {
  /** Per cent of each Place's people in the most deprived fifth of England. */
  const DEPRIVED = [7, 15, 46, 61, 62, 28, 38, 14, 34];
  const people: CellSpec[] = ALL_PLACES.flatMap((place, at) =>
    [DEPRIVED[at]!, 0, 0, 0, 100 - DEPRIVED[at]!].map((count, level) => ({
      subject: 'population',
      place,
      period: '2023',
      level: level + 1,
      count,
    })),
  );
  const between = (gaps: readonly Gap[]): Gap[] =>
    INEQUALITY_MEASURES.map((gap) => only(gaps, { gap, scheme: '', place: CODES.system }));

  // As above, of a program in Python; the limits of the closed forms to the same digits.
  const EXPECTED: Record<string, readonly [number, number?, number?]> = {
    difference: [10, 8.250739006430457, 11.749260993569543],
    ratio: [1.5263157894736843, 1.4127774430582964, 1.6489786842530627],
    sii: [12.876882823107739, 11.043365993371527, 14.71039965284395],
    rii: [1.768238988943658],
    aci: [2.10432],
    rci: [0.09070344827586208],
    bgv: [14.928783068783071],
    cov: [16.654216987293395],
    mdbu: [4.143151087595531],
    mdru: [4.143151087595531],
    mdrw: [4.2],
    idisw: [14.951724137931038],
    theil: [13.664600746447112],
    mld: [13.55171545785894],
    par: [4.2],
    paf: [18.103448275862068],
  };

  it('as a second implementation has them, in the order of deprivation where one is needed', async () => {
    const { gaps } = await compute([...nine(), ...people], { indicators: [LOW] });
    expect(between(gaps).map(({ estimate }) => estimate.withheld)).toEqual(
      INEQUALITY_MEASURES.map(() => null),
    );
    for (const [gap, [figure, lower, upper]] of Object.entries(EXPECTED)) {
      const { estimate } = only(between(gaps), { gap });
      expect(estimate.value, gap).toBeCloseTo(figure, DIGITS);
      if (lower === undefined) continue;
      expect(estimate.limits[0]!.lower, gap).toBeCloseTo(lower, DIGITS);
      expect(estimate.limits[0]!.upper, gap).toBeCloseTo(upper!, DIGITS);
    }
  });

  it('only of the newest period, and each says what its sign means', async () => {
    const { gaps } = await compute([...nine(), ...nine({ period: '2022/23' }), ...people], {
      indicators: [LOW],
    });
    for (const { period, note } of between(gaps)) {
      expect(period.label).toBe('2023/24');
      expect(note).toMatch(/above|below/);
    }
  });

  it('the deprived doing better turns the sign of what has an order, and of nothing else', async () => {
    const cells = nine().map((one, at) => ({ ...one, count: PEOPLE[at]! - COUNTS[at]! }));
    const { gaps } = await compute([...cells, ...people], { indicators: [LOW] });
    expect(only(between(gaps), { gap: 'sii' }).estimate.value).toBeCloseTo(-12.876882823107739, DIGITS);
    expect(only(between(gaps), { gap: 'difference' }).estimate.value).toBeCloseTo(10, DIGITS);
    expect(only(between(gaps), { gap: 'par' }).estimate.value).toBe(0);
  });

  it('without their deprivation, those that need an order are withheld and say so', async () => {
    const { gaps } = await compute(nine());
    for (const gap of ['sii', 'rii', 'aci', 'rci', 'mdru', 'mdrw']) {
      const row = only(between(gaps), { gap });
      expect([row.status, row.estimate.value]).toEqual(['withheld', null]);
      expect(row.note).toMatch(/order|reference/);
    }
    expect(only(between(gaps), { gap: 'difference' }).estimate.value).toBeCloseTo(10, DIGITS);
  });
});

describe('few or odd Places', () => {
  it.each([1, 2])('%i Places are neither ranked nor put into a funnel', async (count) => {
    const { gaps } = await compute(nine().slice(0, count));
    for (const gap of ['rank', 'funnel', 'spread'])
      for (const row of pick(gaps, { gap })) {
        expect([row.status, row.estimate.value]).toEqual(['withheld', null]);
        expect(row.note).toContain(`only ${count} Place`);
      }
    expect(pick(gaps, { gap: 'rank' })).toHaveLength(count);
    expect(pick(gaps, { gap: 'spread' })).toHaveLength(1);
  });

  it.each<[string, (at: number) => readonly [number, number]]>([
    ['none has any', () => [0, 1000]],
    ['all have it', () => [1000, 1000]],
    ['one has none', (at) => [at === 3 ? 0 : 200, 1000]],
    ['one has nobody', (at) => (at === 3 ? [0, 0] : [200, 1000])],
    ['only one is not zero', (at) => [at === 3 ? 5 : 0, 1000]],
  ])('a figure or a reason: %s', async (_, countsOf) => {
    const { gaps } = await compute(ALL_PLACES.map((place, at) => cell(place, ...countsOf(at))));
    const own = gaps.filter(({ gap, scheme }) => scheme === '' && !gap.startsWith('place-vs'));
    expect(own.length).toBeGreaterThan(8);
    expect(new Set(own.map(({ gap, place }) => `${gap} ${place}`)).size).toBe(own.length);
    for (const { estimate, status, note } of own) {
      const numbers = [estimate.value, ...estimate.limits.flatMap(({ lower, upper }) => [lower, upper])];
      for (const number of numbers) expect(number === null || Number.isFinite(number)).toBe(true);
      expect(status === 'ok').toBe(estimate.value !== null);
      expect(note).not.toMatch(/^$|NaN|null|undefined/);
    }
  });
});
