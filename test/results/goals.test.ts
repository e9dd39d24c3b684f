import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Goal } from '../../src/indicators/aims.ts';
import type { GoalResult } from '../../src/results/result.ts';
import { type AimedRun, computeWithAims } from './compute-with-aims.ts';
import { BANDS_UNDER_75, type CellSpec, CODES, only, pick } from './fake-cells.ts';

const OBESITY = 'obesity-year6';
const FALLING = [300, 280, 265, 240, 230];
const FLAT = [300, 295, 300, 290, 295];

/** Shares of financial years from 2019/20 on, each count out of a thousand. */
function shares(counts: readonly number[], more: Partial<CellSpec> = {}): CellSpec[] {
  return counts.map((count, at) => ({
    subject: OBESITY,
    place: CODES.halton,
    period: `${2019 + at}/${20 + at}`,
    count,
    denominator: 1000,
    ...more,
  }));
}

const aimAt = (goal: Partial<Goal>, place: string = CODES.halton): AimedRun => ({
  aims: { [place]: { goal: { changeIn: 'percent', date: '2027-03-31', ...goal } } },
});

async function goalsOf(cells: readonly CellSpec[], options: AimedRun): Promise<readonly GoalResult[]> {
  return (await computeWithAims(cells, options)).goals;
}

async function goalOf(cells: readonly CellSpec[], options: AimedRun): Promise<GoalResult> {
  const goals = await goalsOf(cells, options);
  expect(goals).toHaveLength(1);
  return goals[0]!;
}

/**
 * Made with Python and scipy: Wilson limits, variances from them, an inverse-variance line on the middles of the
 * financial years, and its prediction for the middle of the goal's year with the latest value's own variance.
 */
const PROJECTED: readonly (readonly [string, number[], number, Partial<AimedRun['change']>, Figures])[] = [
  [
    'on-track',
    FALLING,
    20,
    {},
    [-1.0003432073, -1.7964099446, 17.3171850295, 12.2101027776, 22.4242672814, 0.8483996594],
  ],
  [
    'at-risk',
    FALLING,
    18,
    {},
    [-1.6672386788, -1.7964099446, 17.3171850295, 12.2101027776, 22.4242672814, 0.6033571827],
  ],
  [
    'off-track',
    FLAT,
    25,
    {},
    [-1.500514811, -0.1502645391, 28.8469054239, 23.4171443938, 34.276666454, 0.0824763705],
  ],
  [
    'on-track',
    FALLING.map((count) => 1000 - count),
    80,
    { polarity: 'high' },
    [1.0003432073, 1.7964099446, 82.6828149705, 77.5757327186, 87.7898972224, 0.8483996594],
  ],
];

/** Required and actual change a year, projected value with its limits, probability. */
type Figures = readonly [number, number, number, number, number, number];

describe('progress towards a goal to come', () => {
  it.each(PROJECTED)('%s: %j towards %d', async (status, counts, value, change, figures) => {
    const goal = await goalOf(shares(counts), { ...aimAt({ value }), change: change! });
    expect([goal.goalStatus, goal.status, goal.goal, goal.goalDate, goal.unit]).toEqual([
      status,
      'ok',
      value,
      '2027-03-31',
      '%',
    ]);
    expect([goal.baseline, goal.latest]).toEqual([counts[0]! / 10, counts[4]! / 10]);
    const found = [
      goal.requiredPerYear,
      goal.actualPerYear,
      goal.projected,
      goal.lower,
      goal.upper,
      goal.probability,
    ];
    // The figures above have ten digits.
    for (const [at, figure] of figures.entries())
      expect(Math.abs(found[at]! - figure) <= 1e-8, `${at}: ${found[at]} against ${figure}`).toBe(true);
  });

  it('without limits of the values: ordinary least squares and Student’s t', async () => {
    const smoking = [18.2, 17.1, 16.9, 15.8, 15.1].map(
      (value, at): CellSpec => ({
        subject: 'smoking-adult',
        place: CODES.halton,
        period: String(2019 + at),
        value,
      }),
    );
    const goal = await goalOf(smoking, aimAt({ value: 12, date: '2027-12-31' }));
    const found = [goal.requiredPerYear, goal.actualPerYear, goal.projected, goal.lower, goal.upper];
    const figures = [-0.775, -0.75, 12.12, 10.494769820009, 13.745230179991];
    for (const [at, figure] of figures.entries()) expect(found[at]).toBeCloseTo(figure, 9);
    expect(goal.probability).toBeCloseTo(0.414675640593, 9);
  });

  it('the same without a figure for a projection: two points cannot tell', async () => {
    const goal = await goalOf(shares([300, 280]), aimAt({ value: 20 }));
    expect([goal.goalStatus, goal.projected, goal.probability]).toEqual(['cannot-tell', null, null]);
    expect(goal.note).toContain('fewer than three points');
    expect(goal.requiredPerYear).not.toBeNull();
  });

  it('reached before it is due: met, nothing more required, and it says so', async () => {
    const goal = await goalOf(shares(FALLING), aimAt({ value: 24 }));
    expect([goal.goalStatus, goal.requiredPerYear]).toEqual(['met', 0]);
    expect(goal.note).toContain('reached before it is due');
  });
});

describe('goals that are due', () => {
  it.each([
    ['met', 23, 'met by 0.0'],
    ['met', 24.5, 'met by 1.5'],
    ['missed', 20, 'missed by 3.0'],
  ])('%s: 23.0 in 2023/24 against %d', async (status, value, words) => {
    const goal = await goalOf(shares(FALLING), aimAt({ value, date: '2024-03-31' }));
    expect([goal.goalStatus, goal.requiredPerYear, goal.projected, goal.probability]).toEqual([
      status,
      null,
      null,
      null,
    ]);
    expect(goal.note).toContain(words);
    expect(goal.note).toContain('percentage points');
  });

  it('the figure of the day decides, later ones do not, and the note says which it was', async () => {
    const rebound = await goalOf(shares([300, 280, 200, 240, 250]), aimAt({ value: 21, date: '2022-03-31' }));
    expect([rebound.goalStatus, rebound.latest]).toEqual(['met', 25]);
    expect(rebound.note).toContain('met by 1.0');
    expect(rebound.note).toContain('2021/22');
  });

  it.each([
    ['financial-year', '2024-03-31', 'met'],
    // The day after belongs to a year without a figure.
    ['financial-year', '2024-04-01', 'met'],
    ['financial-year', '2025-03-31', 'on-track'],
  ])('%s ending %s: %s', async (_, date, status) => {
    const goal = await goalOf(shares(FALLING), aimAt({ value: status === 'met' ? 24 : 22.5, date }));
    expect(goal.goalStatus).toBe(status);
  });

  it('a figure of years later does not decide a goal of before the series', async () => {
    const goal = await goalOf(shares(FALLING), aimAt({ value: 20, date: '2010-03-31' }));
    expect(goal.goalStatus).toBe('cannot-tell');
  });

  it('passed by, going by other Places, and no figure yet: cannot tell', async () => {
    const cells = [...shares(FALLING.slice(0, 3)), ...shares(FALLING, { place: CODES.wirral })];
    const goal = await goalOf(cells, aimAt({ value: 20, date: '2023-03-31' }));
    expect([goal.place, goal.goalStatus]).toEqual([CODES.halton, 'cannot-tell']);
    expect(goal.note).toContain('the goal was due');
  });
});

describe('where a goal starts', () => {
  it('at the first value, or at the baseline that is named', async () => {
    const first = await goalOf(shares(FALLING), aimAt({ change: -10 }));
    expect([first.baseline, first.goal]).toEqual([30, 27]);
    const named = await goalOf(shares(FALLING), aimAt({ change: -10, baseline: '2021/22' }));
    expect(named.baseline).toBeCloseTo(26.5, 12);
    expect(named.goal).toBeCloseTo(26.5 * 0.9, 12);
    const units = await goalOf(shares(FALLING), aimAt({ change: -3, changeIn: 'unit', baseline: '2021/22' }));
    expect(units.goal).toBeCloseTo(23.5, 12);
  });

  it('and the change so far is judged from there on', async () => {
    const goal = await goalOf(shares([200, 400, 300, 280, 260]), aimAt({ value: 20, baseline: '2021/22' }));
    expect(goal.method).toContain('3 points');
    expect(goal.actualPerYear).toBeLessThan(0);
  });

  it('a baseline that has no value is a row that says so', async () => {
    const goal = await goalOf(shares(FALLING), aimAt({ change: -10, baseline: '2015/16' }));
    expect(goal).toMatchObject({
      baseline: null,
      goal: null,
      latest: 23,
      requiredPerYear: null,
      projected: null,
      probability: null,
      goalStatus: 'cannot-tell',
      status: 'withheld',
      note: 'no value for the baseline 2015/16',
    });
  });

  it('a baseline of another kind than the series is said and not passed over', async () => {
    const goals = await goalsOf(shares(FALLING), aimAt({ value: 20, baseline: '2019' }));
    expect(goals).toHaveLength(1);
    expect([goals[0]!.goalStatus, goals[0]!.note]).toEqual(['cannot-tell', expect.stringContaining('2019')]);
  });
});

describe('which series have a goal', () => {
  it('those of the Place that it is set for, everybody, no deprivation groups', async () => {
    const cells = [
      ...[1, 2, 3, 4, 5].flatMap((level) => shares(FALLING, { level })),
      ...shares(FALLING, { place: CODES.wirral }),
    ];
    const goals = await goalsOf(cells, aimAt({ value: 20 }));
    expect(goals.map(({ place, level }) => [place, level])).toEqual([[CODES.halton, 0]]);
    const everywhere = await goalsOf(cells, aimAt({ value: 20 }, '*'));
    expect(pick(everywhere, { level: 0 }).map(({ place }) => place)).toContain(CODES.wirral);
    expect(everywhere.every(({ scheme }) => scheme === '')).toBe(true);
    expect(await goalsOf(cells, {})).toEqual([]);
  });

  it('single and pooled years apart, and only those of the kind of a named baseline', async () => {
    const cells = [2018, 2019, 2020, 2021, 2022, 2023].flatMap((year): CellSpec[] => [
      {
        subject: 'deaths',
        place: CODES.warrington,
        period: String(year),
        age: '70-74',
        count: 60 - (year - 2018),
      },
      ...BANDS_UNDER_75.map((age) => ({
        subject: 'population',
        place: CODES.warrington,
        period: String(year),
        age,
        count: 1000,
      })),
    ]);
    const run = (goal: Partial<Goal>) =>
      goalsOf(cells, {
        ...aimAt({ value: 200, date: '2026-12-31', ...goal }, CODES.warrington),
        indicators: ['mortality-u75'],
      });
    expect((await run({})).map(({ period }) => period.label).sort()).toEqual(['2021-23', '2023']);
    expect((await run({ baseline: '2019' })).map(({ period }) => period.label)).toEqual(['2023']);
    // Overlaps the newest window but one, which the line has; it is a baseline all the same.
    const pooled = only(await run({ baseline: '2019-21' }), { indicator: 'mortality-u75' });
    expect(pooled.period.label).toBe('2021-23');
    expect(pooled.baseline).not.toBeNull();
  });

  it('newer single years do not make the goal of pooled years due', async () => {
    const cells = [2015, 2016, 2017, 2018, 2019, 2020, 2021, 2022, 2023].flatMap((year): CellSpec[] => [
      {
        subject: 'deaths',
        place: CODES.warrington,
        period: String(year),
        age: '70-74',
        count: 60 - (year - 2015),
      },
      ...BANDS_UNDER_75.map((age) => ({
        subject: 'population',
        place: CODES.warrington,
        period: String(year),
        age,
        count: 1000,
      })),
    ]);
    const goals = await goalsOf(cells, {
      ...aimAt({ value: 200, date: '2024-12-31' }, CODES.warrington),
      indicators: ['mortality-u75'],
    });
    expect(goals.map(({ period }) => period.label).sort()).toEqual(['2021-23', '2023']);
    for (const { note, probability } of goals) {
      expect(note).not.toContain('was due');
      expect(probability).not.toBeNull();
    }
  });

  it('an indicator of which neither end is good says so', async () => {
    const goals = await goalsOf(shares(FALLING), { ...aimAt({ value: 20 }), change: { polarity: 'none' } });
    expect(goals).toHaveLength(1);
    expect(goals[0]!.goalStatus).toBe('cannot-tell');
    expect(goals[0]!.note).not.toBe('');
  });
});

describe('a goal of none', () => {
  const zero = (counts: readonly number[]): Promise<GoalResult> =>
    goalOf(shares(counts), aimAt({ value: 0, date: '2027-03-31' }));

  // Garwood's limits of counts of 2 and 0 from his table.
  it('says the count, since when there is none, and the longest run without', async () => {
    const never = await zero([5, 0, 0, 3, 2]);
    expect(never.goalStatus).not.toBe('met');
    expect(never.note).toMatch(/count 2 \(0\.242 to 7\.22\);/);
    expect(never.note).toContain('last in 2023/24, 0 financial years without any since');
    expect(never.note).toContain('longest run without any 2 financial years');
    const since = await zero([5, 2, 3, 0, 0]);
    expect(since.goalStatus).toBe('met');
    expect(since.note).toMatch(/count 0 \(0\.00 to 3\.69\);/);
    expect(since.note).toContain('last in 2021/22, 2 financial years without any since');
  });

  it('reads well where there was never a run without', async () => {
    expect((await zero([5, 4, 3, 2, 1])).note).toContain('never a financial year without any');
  });

  it('of zero per cent by a change of −100 % has the same words', async () => {
    const goal = await goalOf(shares([5, 2, 3, 0, 0]), aimAt({ change: -100 }));
    expect(goal.goal).toBeCloseTo(0, 12);
    expect(goal.note).toMatch(/count 0 \(0\.00 to 3\.69\);/);
  });
});

describe('laws of goals', () => {
  const counts = fc.array(fc.integer({ min: 1, max: 999 }), { minLength: 1, maxLength: 8 });
  const said = ({ files: _, ...goal }: GoalResult) => goal;

  it('the order of the cells changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(counts, fc.integer({ min: 0, max: 100 }), async (own, value) => {
        const options = aimAt({ value });
        const forth = await goalOf(shares(own), options);
        const back = await goalOf(shares(own).reverse(), options);
        expect(said(back)).toEqual(said(forth));
      }),
      { numRuns: 40 },
    );
  });

  it('what is turned upside down has the same status, chance and the opposite changes', async () => {
    await fc.assert(
      fc.asyncProperty(counts, fc.integer({ min: 0, max: 100 }), async (own, value) => {
        const low = await goalOf(shares(own), aimAt({ value }));
        const high = await goalOf(shares(own.map((count) => 1000 - count)), {
          ...aimAt({ value: 100 - value }),
          change: { polarity: 'high' },
        });
        // 1000 − count out of 1000 and its goal round differently at the very value of the goal.
        fc.pre(own.every((count) => count !== value * 10));
        expect(high.goalStatus).toBe(low.goalStatus);
        if (low.probability === null) expect(high.probability).toBeNull();
        else expect(high.probability).toBeCloseTo(low.probability, 9);
        if (low.requiredPerYear) expect(high.requiredPerYear).toBeCloseTo(-low.requiredPerYear, 9);
      }),
      { numRuns: 40 },
    );
  });

  it('a goal that is harder to reach is never more likely, and nothing is NaN', async () => {
    await fc.assert(
      fc.asyncProperty(
        counts,
        fc.integer({ min: 0, max: 99 }),
        fc.integer({ min: 2000, max: 2040 }),
        async (own, value, year) => {
          const date = `${year}-03-31`;
          const [hard, easy] = [
            await goalOf(shares(own), aimAt({ value, date })),
            await goalOf(shares(own), aimAt({ value: value + 1, date })),
          ];
          if (hard.probability !== null && easy.probability !== null)
            expect(hard.probability).toBeLessThanOrEqual(easy.probability);
          for (const row of [hard, easy]) {
            for (const figure of Object.values(row))
              if (typeof figure === 'number') expect(Number.isFinite(figure)).toBe(true);
            expect(row.goalStatus === 'cannot-tell' ? row.note : 'said').not.toBe('');
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('a goal of zero that is no goal of no events', () => {
  const balances = shares([-30, -20, -10, -5, -1]);
  const balance = { method: 'ratio', numeratorIs: 'amount', signed: true, polarity: 'high' } as const;

  it('is judged like any other: a deficit is no count', async () => {
    const row = await goalOf(balances, { change: balance, ...aimAt({ value: 0, date: '2026-03-31' }) });
    // From −0.1 % in 2023/24 with two years left: 0.05 points a year.
    expect(row.requiredPerYear).toBeCloseTo(0.05, 3);
    expect(row.goalStatus).toBe('on-track');
    expect(row.note).not.toContain('count');
  });

  it('cannot be told as a change in per cent of what is below zero', async () => {
    const row = await goalOf(balances, { change: balance, ...aimAt({ change: 10, date: '2026-03-31' }) });
    expect(row).toMatchObject({
      goalStatus: 'cannot-tell',
      goal: null,
      note: 'the goal is a change in per cent, and its baseline is below zero',
    });
  });
});
