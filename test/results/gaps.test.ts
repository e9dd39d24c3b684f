import { describe, expect, it } from 'vitest';
import { STATE } from '../../src/cells/cell.ts';
import { FURTHER_MEASURES } from '../../src/results/compute-inequality.ts';
import { ALL_PLACES, type CellSpec, CODES, catalogue, compute, only, pick } from './fake-cells.ts';

/** One Place's five fifths, most deprived first, of 1,000 people each. */
function fifths(subject: string, counts: readonly number[], more: Partial<CellSpec> = {}): CellSpec[] {
  return counts.map((count, index) => ({
    subject,
    place: CODES.halton,
    period: '2023/24',
    level: index + 1,
    count,
    denominator: 1000,
    ...more,
  }));
}

const LOW = 'obesity-year6';
const HIGH = 'talking-therapies-6-weeks';
const value = ({ estimate }: { estimate: { value: number | null } }): number => estimate.value!;

it('the two indicators of these tests have the polarities that they stand for', () => {
  const polarity = (id: string) => catalogue.indicators.find((one) => one.id === id)!.polarity;
  expect([polarity(LOW), polarity(HIGH)]).toEqual(['low', 'high']);
});

describe('gaps by deprivation are positive where it is worse for the most deprived', () => {
  // A straight line from 32.5 % at the most deprived end to 7.5 % at the least: SII 25, RII 32.5/7.5.
  it.each([
    ['low is good, and the most deprived have more of it', LOW, [300, 250, 200, 150, 100]],
    ['high is good, and the most deprived have less of it', HIGH, [100, 150, 200, 250, 300]],
  ])('%s', async (_, indicator, counts) => {
    const { gaps } = await compute(fifths(indicator, counts));
    expect(value(only(gaps, { gap: 'difference', place: CODES.halton }))).toBeCloseTo(20, 9);
    expect(value(only(gaps, { gap: 'ratio', place: CODES.halton }))).toBeCloseTo(3, 9);
    expect(value(only(gaps, { gap: 'sii', place: CODES.halton }))).toBeCloseTo(25, 9);
    expect(value(only(gaps, { gap: 'rii', place: CODES.halton }))).toBeCloseTo(32.5 / 7.5, 9);
  });

  it.each([
    ['low', LOW, [100, 150, 200, 250, 300]],
    ['high', HIGH, [300, 250, 200, 150, 100]],
  ])('and negative where it is better for them (%s is good)', async (_, indicator, counts) => {
    const { gaps } = await compute(fifths(indicator, counts));
    expect(value(only(gaps, { gap: 'difference', place: CODES.halton }))).toBeCloseTo(-20, 9);
    expect(value(only(gaps, { gap: 'ratio', place: CODES.halton }))).toBeCloseTo(1 / 3, 9);
    expect(value(only(gaps, { gap: 'sii', place: CODES.halton }))).toBeCloseTo(-25, 9);
  });

  it('limits hold the value and are in order, whichever way round', async () => {
    for (const [indicator, counts] of [
      [LOW, [300, 250, 200, 150, 100]],
      [HIGH, [100, 150, 200, 250, 300]],
      [LOW, [100, 150, 200, 250, 300]],
    ] as const) {
      const { gaps } = await compute(fifths(indicator, counts), { confidence: [0.95, 0.998] });
      const followed: readonly string[] = ['difference', 'ratio', 'sii', 'rii'];
      for (const { estimate } of gaps.filter(
        ({ status, gap }) => status === 'ok' && followed.includes(gap),
      )) {
        for (const { lower, upper } of estimate.limits) {
          expect(lower!).toBeLessThanOrEqual(estimate.value!);
          expect(upper!).toBeGreaterThanOrEqual(estimate.value!);
        }
        expect(estimate.limits[1]!.lower!).toBeLessThan(estimate.limits[0]!.lower!);
      }
    }
  });

  it('a difference of percentages is in percentage points and a ratio has no unit of its own', async () => {
    const { gaps } = await compute(fifths(LOW, [300, 250, 200, 150, 100]));
    expect(only(gaps, { gap: 'sii', place: CODES.halton }).unit).toBe('percentage points');
    expect(only(gaps, { gap: 'rii', place: CODES.halton }).unit).toBe('ratio');
  });
});

describe('a gap that cannot be computed', () => {
  it('names the group that has no value', async () => {
    const { gaps } = await compute(fifths(LOW, [300, 250, 200, 150, 100]).filter(({ level }) => level !== 3));
    const between = pick(gaps, { place: CODES.halton, scheme: 'national-fifths' });
    expect(between.map(({ gap }) => gap)).toEqual(['difference', 'ratio', 'sii', 'rii', ...FURTHER_MEASURES]);
    for (const gap of between) {
      expect(gap.status).toBe('withheld');
      expect(gap.note).toContain('no value for group 3 of 5');
    }
  });

  it('is suppressed where a group is suppressed', async () => {
    const cells = fifths(LOW, [300, 250, 200, 150, 100]).map((cell) =>
      cell.level === 5 ? { ...cell, count: Number.NaN, state: STATE.suppressed } : cell,
    );
    expect(only((await compute(cells)).gaps, { gap: 'difference', place: CODES.halton }).status).toBe(
      'suppressed',
    );
  });

  it('a ratio to nobody is withheld and never infinite', async () => {
    const { gaps } = await compute(fifths(LOW, [300, 250, 200, 150, 0]));
    expect(only(gaps, { gap: 'ratio', place: CODES.halton }).status).toBe('withheld');
    expect(value(only(gaps, { gap: 'difference', place: CODES.halton }))).toBeCloseTo(30, 9);
  });

  it('published values without people in each group have a difference and no slope index', async () => {
    const cells = [30, 25, 20, 15, 10].map((share, index) => ({
      subject: 'smoking-adult',
      place: CODES.halton,
      period: '2023',
      level: index + 1,
      value: share,
      lower: share - 2,
      upper: share + 2,
    }));
    const { gaps } = await compute(cells);
    expect(value(only(gaps, { gap: 'difference', place: CODES.halton }))).toBeCloseTo(20, 9);
    expect(only(gaps, { gap: 'sii', place: CODES.halton }).status).toBe('withheld');
    expect(only(gaps, { gap: 'sii', place: CODES.halton }).note).toContain('number of people');
  });
});

describe('gaps with the system and England', () => {
  const cell = (subject: string, place: string, count: number): CellSpec => ({
    subject,
    place,
    period: '2023/24',
    count,
    denominator: 1000,
  });

  it.each([
    ['low is good and the Place is higher', LOW, 300, 200, 10, 1.5, 'worse'],
    ['low is good and the Place is lower', LOW, 200, 300, -10, 2 / 3, 'better'],
    ['high is good and the Place is lower', HIGH, 200, 300, 10, 1.5, 'worse'],
    ['high is good and the Place is higher', HIGH, 300, 200, -10, 2 / 3, 'better'],
    ['the two are the same', LOW, 250, 250, 0, 1, 'similar'],
  ])('%s', async (_, subject, place, england, difference, ratio, judgement) => {
    const { gaps } = await compute([
      cell(subject, CODES.halton, place),
      cell(subject, CODES.england, england),
    ]);
    const both = pick(gaps, { gap: 'place-vs-england', place: CODES.halton });
    expect(both.map(({ unit }) => unit)).toEqual(['percentage points', 'ratio']);
    expect(value(both[0]!)).toBeCloseTo(difference, 9);
    expect(value(both[1]!)).toBeCloseTo(ratio, 9);
    expect(both.map((gap) => gap.judgement)).toEqual([judgement, judgement]);
  });

  it('where neither end is good a Place is higher or lower, never better or worse', async () => {
    const people = (place: string, level: number, count: number): CellSpec => ({
      subject: 'population',
      place,
      period: '2023',
      level,
      count,
    });
    const five = (place: string, most: number): CellSpec[] =>
      [most, 100, 100, 100, 100].map((count, index) => people(place, index + 1, count));
    const { gaps } = await compute([...five(CODES.halton, 400), ...five(CODES.england, 100)], {
      indicators: ['population-most-deprived-fifth'],
    });
    const both = pick(gaps, { gap: 'place-vs-england', place: CODES.halton });
    expect(both.map(({ judgement }) => judgement)).toEqual(['higher', 'higher']);
    expect(both.map(({ note }) => note)).toEqual([
      'above 0: higher than England; below 0: lower',
      'above 1: higher than England; below 1: lower',
    ]);
  });

  it('the system is not compared with itself, nor are parts of a Place', async () => {
    const cells = [...ALL_PLACES, CODES.southSefton, CODES.england].map((place) => cell(LOW, place, 200));
    const { gaps } = await compute(cells);
    const compared = gaps.filter(({ gap }) => gap === 'place-vs-system');
    expect([...new Set(compared.map(({ place }) => place))].sort()).toEqual([...ALL_PLACES].sort());
    const parts: readonly string[] = [CODES.southSefton];
    expect(gaps.filter(({ place }) => parts.includes(place))).toEqual([]);
  });

  it('is withheld, with the reason, where the system has no value', async () => {
    const { gaps } = await compute([cell(LOW, CODES.halton, 200)]);
    const [gap] = pick(gaps, { gap: 'place-vs-system' });
    expect(gap!.status).toBe('withheld');
    expect(gap!.note).toContain('1 of 9 Places');
  });
});
