import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STATE } from '../../src/cells/cell.ts';
import { computeGaps } from '../../src/results/compute-gaps.ts';
import { FURTHER_MEASURES } from '../../src/results/compute-inequality.ts';
import type { Gap } from '../../src/results/result.ts';
import { type CellSpec, CODES, catalogue, compute } from './fake-cells.ts';

const LOW = 'obesity-year6';
const HIGH = 'talking-therapies-6-weeks';
type Polarity = 'low' | 'high' | 'none';

/** Every measure between the groups of an area and period. */
const ALL = ['difference', 'ratio', 'sii', 'rii', ...FURTHER_MEASURES];
/** What is above 0 where it is worse for the most deprived, and below where it is better. */
const DIFFERENCES = ['difference', 'sii', 'aci', 'rci', 'excess-events'];
/** Above or below 1. */
const RATIOS = ['ratio', 'rii'];
/** Cut off at 0: what everybody would gain at the figure of the least deprived. */
const GAINS = ['par', 'paf'];
const UNDIRECTED = ALL.filter((id) => ![...DIFFERENCES, ...RATIOS, ...GAINS].includes(id));

interface Groups {
  readonly counts: readonly number[];
  readonly people?: readonly number[];
}

const cellsOf = (subject: string, { counts, people }: Groups, more: Partial<CellSpec> = {}): CellSpec[] =>
  counts.map((count, at) => ({
    subject,
    place: CODES.halton,
    period: '2023/24',
    level: at + 1,
    count,
    denominator: people?.[at] ?? 1000,
    ...more,
  }));

/** The gaps of five fifths, of an indicator of one polarity or the other. */
async function gapsOf(polarity: Polarity, cells: readonly CellSpec[]): Promise<readonly Gap[]> {
  const { measures, run } = await compute(cells);
  const [{ subject }] = cells as [CellSpec];
  const definition = catalogue.indicators.find(({ id }) => id === subject)!;
  return computeGaps({ ...definition, polarity }, measures, new Map(), run).filter(
    ({ scheme }) => scheme !== '',
  );
}

const fifths = (polarity: Polarity, groups: Groups): Promise<readonly Gap[]> =>
  gapsOf(polarity, cellsOf(polarity === 'high' ? HIGH : LOW, groups));
const of = (gaps: readonly Gap[], id: string): Gap => gaps.find(({ gap }) => gap === id)!;
const value = (gaps: readonly Gap[], id: string): number | null => of(gaps, id).estimate.value;

/** Absolute: sums of a handful of figures of up to a few hundred, in another order. */
const ROUNDING = 9;

/** A share of the people with it, worst for the most deprived, by how good it is. */
const worseForMost = (polarity: Polarity): Groups => ({
  counts: polarity === 'high' ? [500, 620, 710, 820, 900] : [500, 380, 290, 180, 100],
  people: [900, 1000, 1100, 1000, 1000],
});
const turnedRound = ({ counts, people }: Groups): Groups => ({
  counts: [...counts].reverse(),
  ...(people && { people: [...people].reverse() }),
});

describe('every measure reads the same way round', () => {
  it.each(['low', 'high', 'none'] as const)(
    'worse for the most deprived is above 0 or 1: %s',
    async (polarity) => {
      const gaps = await fifths(polarity, worseForMost(polarity));
      expect(gaps.map(({ gap }) => gap)).toEqual(ALL);
      for (const id of DIFFERENCES) expect(value(gaps, id), id).toBeGreaterThan(0);
      for (const id of RATIOS) expect(value(gaps, id), id).toBeGreaterThan(1);
      // Without a good end nobody knows what there is to gain, nor who does best.
      for (const id of [...GAINS, 'mdbu', 'mdbw']) {
        if (polarity === 'none') expect(of(gaps, id).status, id).toBe('withheld');
        else expect(value(gaps, id), id).toBeGreaterThan(0);
      }
    },
  );

  it.each(['low', 'high', 'none'] as const)('better for the most deprived is below: %s', async (polarity) => {
    const gaps = await fifths(polarity, turnedRound(worseForMost(polarity)));
    for (const id of DIFFERENCES) expect(value(gaps, id), id).toBeLessThan(0);
    for (const id of RATIOS) expect(value(gaps, id), id).toBeLessThan(1);
    for (const id of GAINS) {
      if (polarity !== 'none') expect(value(gaps, id), id).toBe(0);
    }
  });

  it('where the ends change places, differences change sign, ratios are turned over, all else stays', async () => {
    const anyFifths = fc.record({
      counts: fc.array(fc.integer({ min: 20, max: 480 }), { minLength: 5, maxLength: 5 }),
      people: fc.array(fc.integer({ min: 500, max: 3000 }), { minLength: 5, maxLength: 5 }),
      polarity: fc.constantFrom<Polarity>('low', 'high', 'none'),
    });
    await fc.assert(
      fc.asyncProperty(anyFifths, async ({ polarity, ...groups }) => {
        const [one, other] = [await fifths(polarity, groups), await fifths(polarity, turnedRound(groups))];
        for (const id of ['difference', 'sii', 'aci', 'rci'])
          expect(value(other, id), id).toBeCloseTo(-value(one, id)!, ROUNDING);
        for (const id of RATIOS) {
          const [here, there] = [value(one, id), value(other, id)];
          expect(here === null, id).toBe(there === null);
          if (here !== null) expect(here * there!, id).toBeCloseTo(1, ROUNDING);
        }
        // The reference of mdr changes with the ends.
        for (const id of UNDIRECTED.filter((id) => !id.startsWith('mdr'))) {
          if (value(one, id) === null) expect(value(other, id), id).toBeNull();
          else expect(value(other, id), id).toBeCloseTo(value(one, id)!, ROUNDING);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('and their limits are turned with them', async () => {
    for (const polarity of ['low', 'high'] as const) {
      const one = await fifths(polarity, worseForMost(polarity));
      const other = await fifths(polarity, turnedRound(worseForMost(polarity)));
      for (const id of ['difference', 'sii', 'aci', 'rci']) {
        const [here] = of(one, id).estimate.limits;
        const [there] = of(other, id).estimate.limits;
        expect(there!.lower, id).toBeCloseTo(-here!.upper!, ROUNDING);
        expect(there!.upper, id).toBeCloseTo(-here!.lower!, ROUNDING);
      }
    }
  });

  it('a share with low good, and the rest of the people with high good, have the same gaps in points', async () => {
    const anyFifths = fc.record({
      counts: fc.array(fc.integer({ min: 20, max: 480 }), { minLength: 5, maxLength: 5 }),
      people: fc.array(fc.integer({ min: 500, max: 3000 }), { minLength: 5, maxLength: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(anyFifths, async ({ counts, people }) => {
        const low = await fifths('low', { counts, people });
        const others = counts.map((count, at) => people[at]! - count);
        const high = await fifths('high', { counts: others, people });
        for (const id of [
          'difference',
          'sii',
          'aci',
          'bgv',
          'bgsd',
          'mdmu',
          'mdmw',
          'mdbu',
          'mdbw',
          'mdru',
          'mdrw',
          'par',
          'excess-events',
        ])
          expect(value(high, id), id).toBeCloseTo(value(low, id)!, ROUNDING);
        for (const id of ['difference', 'sii', 'aci', 'bgv', 'excess-events']) {
          const [here] = of(low, id).estimate.limits;
          const [there] = of(high, id).estimate.limits;
          expect(there!.lower, id).toBeCloseTo(here!.lower!, 6);
          expect(there!.upper, id).toBeCloseTo(here!.upper!, 6);
        }
        // What is relative has another average below the line, and the same side.
        expect(Math.sign(value(high, 'rci')!)).toBe(Math.sign(value(low, 'rci')!));
      }),
      { numRuns: 25 },
    );
  });
});

describe('what each says of itself', () => {
  it.each(['low', 'high'] as const)(
    'the note says what 0 and the sign mean: %s is good',
    async (polarity) => {
      for (const { gap, note } of await fifths(polarity, worseForMost(polarity))) {
        if (DIFFERENCES.slice(0, -1).includes(gap))
          expect(note, gap).toContain('above 0: worse for the most deprived');
        else if (RATIOS.includes(gap)) expect(note, gap).toContain('above 1: worse for the most deprived');
        else if (UNDIRECTED.includes(gap)) expect(note, gap).toContain('0: all groups are equal');
        else expect(note, gap).toContain('above 0: ');
      }
    },
  );

  it('points are percentage points, shares of the average per cent, and events a year', async () => {
    const gaps = await fifths('low', worseForMost('low'));
    const units = Object.fromEntries(gaps.map(({ gap, unit }) => [gap, unit]));
    for (const id of ['difference', 'sii', 'aci', 'bgsd', 'mdmu', 'mdrw', 'par'])
      expect(units[id], id).toBe('percentage points');
    for (const id of ['cov', 'idisu', 'paf']) expect(units[id], id).toBe('% of the average');
    expect(units['excess-events']).toBe('a year');
  });

  it('the events of three years together are those of one of them', async () => {
    const ofOne = await fifths('low', worseForMost('low'));
    const cells = ['2021/22', '2022/23', '2023/24'].flatMap((period) =>
      cellsOf(LOW, worseForMost('low'), { period }),
    );
    const definition = catalogue.indicators.find(({ id }) => id === LOW)!;
    const { measures, run } = await compute(cells);
    const [first] = measures;
    // The same figures of one pooled period: three times the people, each counted in each year.
    const pooled = measures
      .filter(({ period, scheme }) => period.label === '2023/24' && scheme !== '')
      .map((one) => ({
        ...one,
        period: { ...first!.period, length: 3 },
        count: 3 * one.count!,
        denominator: 3 * one.denominator!,
      }));
    const found = computeGaps(definition, pooled, new Map(), run).find(({ gap }) => gap === 'excess-events')!;
    expect(found.estimate.value).toBeCloseTo(value(ofOne, 'excess-events')!, ROUNDING);
    expect(found.unit).toBe('a year');
  });

  it('counts of one year, by hand: 100 of 1,000 in the least deprived, 50 more in each fifth', async () => {
    const gaps = await fifths('low', { counts: [300, 250, 200, 150, 100] });
    // (20 + 15 + 10 + 5) % of 1,000.
    expect(value(gaps, 'excess-events')).toBeCloseTo(500, ROUNDING);
    // The average is 20 %, the least deprived have 10 %.
    expect(value(gaps, 'par')).toBeCloseTo(10, ROUNDING);
    expect(value(gaps, 'paf')).toBeCloseTo(50, ROUNDING);
    // Squares of 10, 5, 0, 5 and 10 over five.
    expect(value(gaps, 'bgv')).toBeCloseTo(50, ROUNDING);
    expect(value(gaps, 'mdmu')).toBeCloseTo(6, ROUNDING);
    expect(value(gaps, 'mdbw')).toBeCloseTo(10, ROUNDING);
    expect(value(gaps, 'idisu')).toBeCloseTo(30, ROUNDING);
    // Slope on the rank from 0 to 1 is −25; 2σ² = 2·0.08.
    expect(value(gaps, 'aci')).toBeCloseTo(25 * 0.16, ROUNDING);
    expect(value(gaps, 'rci')).toBeCloseTo(0.2, ROUNDING);
    const theil = [1.5, 1.25, 1, 0.75, 0.5].reduce((sum, r) => sum + 200 * r * Math.log(r), 0);
    expect(value(gaps, 'theil')).toBeCloseTo(theil, ROUNDING);
  });

  it('where high is good the events are those that are lacking, and the note does not call them too many', async () => {
    const gaps = await fifths('high', worseForMost('high'));
    expect(of(gaps, 'excess-events').note).not.toContain('would not be');
  });
});

describe('years and weeks', () => {
  it('have no largest value, so a standard error above 1 takes no limits away', async () => {
    const bands = [
      '0',
      '1-4',
      ...Array.from({ length: 17 }, (_, at) => `${5 * at + 5}-${5 * at + 9}`),
      '90+',
    ];
    const people = { place: CODES.halton, period: '2023' };
    const cells = [1, 2, 3, 4, 5].flatMap((level) =>
      bands.flatMap((age, band) => [
        { ...people, subject: 'population', age, level, count: 400 - 12 * band },
        { ...people, subject: 'deaths', age, level, count: Math.floor((band * (9 - level)) / 6) + 1 },
      ]),
    );
    const { measures, gaps } = await compute(cells, { indicators: ['life-expectancy-birth'] });
    const errors = measures
      .filter(({ scheme }) => scheme !== '')
      .map(({ estimate }) => estimate.standardError!);
    expect(Math.max(...errors)).toBeGreaterThan(1);
    const spread = gaps.filter(
      ({ gap, scheme }) => scheme !== '' && /^(bgsd|cov|md.[uw]|idis[uw])$/.test(gap),
    );
    expect(spread).toHaveLength(10);
    for (const { gap, note, estimate } of spread) {
      expect(note, gap).not.toContain('scale');
      expect(estimate.limits[0]!.lower, gap).not.toBeNull();
    }
    for (const gap of ['par', 'paf', 'excess-events'])
      expect(gaps.find((one) => one.gap === gap)!.status, gap).toBe('withheld');
  });
});

/** Each measure once, and each a figure or a reason. */
function expectFiguresOrReasons(gaps: readonly Gap[]): void {
  expect(gaps.map(({ gap }) => gap)).toEqual(ALL);
  for (const { gap, status, note, estimate } of gaps) {
    const numbers = [estimate.value, ...estimate.limits.flatMap(({ lower, upper }) => [lower, upper])];
    for (const number of numbers) expect(number === null || Number.isFinite(number), gap).toBe(true);
    expect(status === 'ok', `${gap}: ${status}`).toBe(estimate.value !== null);
    expect(note, gap).not.toBe('');
    expect(note, gap).not.toMatch(/NaN|Infinity|undefined|null/);
    for (const { lower, upper } of estimate.limits) {
      expect(lower === null, gap).toBe(upper === null);
      if (lower !== null) expect(lower, gap).toBeLessThanOrEqual(upper!);
    }
  }
}

describe('degenerate groups give a figure or a reason', () => {
  it.each<[string, Groups]>([
    ['all equal', { counts: [200, 200, 200, 200, 200] }],
    ['two tied', { counts: [300, 200, 200, 150, 100] }],
    ['the ends tied', { counts: [200, 300, 250, 100, 200] }],
    ['all zero', { counts: [0, 0, 0, 0, 0] }],
    ['all the people', { counts: [1000, 1000, 1000, 1000, 1000] }],
    ['zero for the least deprived', { counts: [300, 200, 100, 50, 0] }],
    ['zero for the most deprived', { counts: [0, 50, 100, 200, 300] }],
    ['zero for one between', { counts: [300, 200, 0, 100, 50] }],
    ['one person in each group', { counts: [1, 0, 1, 0, 0], people: [1, 1, 1, 1, 1] }],
    ['nobody in one group', { counts: [300, 200, 0, 100, 50], people: [1000, 1000, 0, 1000, 1000] }],
    ['nobody at all', { counts: [0, 0, 0, 0, 0], people: [0, 0, 0, 0, 0] }],
    [
      'nearly all people in one group',
      { counts: [3, 2, 900_000, 1, 1], people: [10, 10, 9_000_000, 10, 10] },
    ],
  ])('%s', async (_, groups) => {
    for (const polarity of ['low', 'high', 'none'] as const)
      expectFiguresOrReasons(await fifths(polarity, groups));
  });

  it('any counts', async () => {
    const group = fc.nat(3000).chain((people) => fc.tuple(fc.nat(people), fc.constant(people)));
    await fc.assert(
      fc.asyncProperty(
        fc.array(group, { minLength: 5, maxLength: 5 }),
        fc.constantFrom<Polarity>('low', 'high', 'none'),
        async (groups, polarity) => {
          const counts = groups.map(([count]) => count);
          expectFiguresOrReasons(
            await fifths(polarity, { counts, people: groups.map(([, people]) => people) }),
          );
        },
      ),
      { numRuns: 40 },
    );
  });

  it.each([[[3]], [[1, 5]], [[2, 3, 4]]])(
    'groups %j without rows: every measure names them',
    async (missing) => {
      const cells = cellsOf(LOW, worseForMost('low')).filter(({ level }) => !missing.includes(level!));
      const gaps = await gapsOf('low', cells);
      expect(gaps.map(({ gap }) => gap)).toEqual(ALL);
      for (const { status, note } of gaps) {
        expect(status).toBe('withheld');
        expect(note).toContain(`no value for group ${missing.join(', ')} of 5`);
      }
    },
  );

  it('a suppressed group suppresses every measure', async () => {
    const cells = cellsOf(LOW, worseForMost('low')).map((cell) =>
      cell.level === 2 ? { ...cell, count: Number.NaN, state: STATE.suppressed } : cell,
    );
    const gaps = await gapsOf('low', cells);
    expect(gaps.map(({ gap }) => gap)).toEqual(ALL);
    for (const { status, estimate } of gaps) {
      expect(status).toBe('suppressed');
      expect(estimate.value).toBeNull();
    }
  });

  it('published values without limits or people: a figure without limits, or the reason', async () => {
    const cells = [30, 25, 20, 15, 10].map(
      (share, at): CellSpec => ({
        subject: 'smoking-adult',
        place: CODES.halton,
        period: '2023',
        level: at + 1,
        value: share,
      }),
    );
    const gaps = await gapsOf('low', cells);
    expectFiguresOrReasons(gaps);
    for (const id of ['difference', 'mdbu', 'mdru']) {
      expect(value(gaps, id), id).not.toBeNull();
      expect(of(gaps, id).note, id).toContain('no limits');
    }
    for (const id of ['sii', 'bgv', 'mdbw', 'theil', 'excess-events'])
      expect(of(gaps, id).status, id).toBe('withheld');
  });

  it('further measures are told of the newest period alone', async () => {
    const periods = ['2021/22', '2022/23', '2023/24'];
    const gaps = await gapsOf(
      'low',
      periods.flatMap((period) => cellsOf(LOW, worseForMost('low'), { period })),
    );
    for (const period of periods) {
      const ids = gaps.filter((gap) => gap.period.label === period).map(({ gap }) => gap);
      expect(ids, period).toEqual(period === '2023/24' ? ALL : ['difference', 'ratio', 'sii', 'rii']);
    }
  });
});
