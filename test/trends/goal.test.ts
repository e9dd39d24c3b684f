import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GOAL_STATUSES, type GoalInput, goalProgress } from '../../src/trends/goal.ts';
import { projection } from '../../src/trends/projection.ts';
import { expectClose } from '../statistics/reference-case.ts';

/** Seven years of a value where low is good; the goal is 20 by 2028. */
const example: GoalInput = {
  times: [2015, 2016, 2017, 2018, 2019, 2020, 2022],
  values: [30, 29.1, 29.4, 27.2, 27, 25.1, 24.3],
  uncertainty: { errors: [0.6, 0.6, 0.5, 0.5, 0.6, 0.5, 0.5] },
  scale: 'linear',
  polarity: 'low',
  baseline: { time: 2015, value: 30 },
  goal: 20,
  goalTime: 2028,
  confidence: 0.95,
};

const limits = {
  lowers: [28.8, 28, 28.4, 26.3, 25.9, 24.1, 23.4],
  uppers: [31.2, 30.3, 30.5, 28.2, 28.2, 26.2, 25.3],
};

const statusOf = (input: Partial<GoalInput>) => goalProgress({ ...example, ...input }).goalStatus;

describe('goalProgress()', () => {
  // Expected here and below: numpy 2.4, x₀(X′WX)⁻¹x₀′ by matrices, scipy 1.17 norm and t.
  it('gives an independently computed projection from known errors, to 1e-9', () => {
    const progress = goalProgress(example);
    expectClose(progress.actualPerYear, -0.8936619539128204);
    expectClose(progress.actualLower, -1.1047299497740455);
    expectClose(progress.actualUpper, -0.6825939580515954);
    expectClose(progress.projected, 18.643256973717204);
    expectClose(progress.lower, 16.25851791129948);
    expectClose(progress.upper, 21.027996036134926);
    expectClose(progress.probability, 0.8675912676596271);
    expectClose(progress.requiredPerYear, -4.3 / 6);
    expectClose(progress.requiredPerYearFromBaseline, -10 / 13);
    expectClose(progress.beyondGoal, -4.3);
    expect([progress.goalStatus, progress.note]).toEqual(['on-track', null]);
  });

  it('gives an independently computed projection without errors, by Student’s t, to 1e-9', () => {
    const progress = goalProgress({ ...example, uncertainty: null });
    expectClose(progress.actualLower, -1.1402682146589105);
    expectClose(progress.projected, 18.777459016393856);
    expectClose(progress.lower, 15.720544249560316);
    expectClose(progress.upper, 21.834373783227395);
    expectClose(progress.probability, 0.8244657736221387);
  });

  it('gives an independently computed projection on the log scale from limits, at 99.8 %, to 1e-9', () => {
    const progress = goalProgress({ ...example, uncertainty: limits, scale: 'log', confidence: 0.998 });
    expectClose(progress.actualPerYear, -3.208785589765848);
    expectClose(progress.actualLower, -4.359837718037556);
    expectClose(progress.actualUpper, -2.0438802750253338);
    expectClose(progress.projected, 19.85918779402466);
    expectClose(progress.lower, 17.263266163414915);
    expectClose(progress.upper, 22.845464821375536);
    expectClose(progress.probability, 0.5619291347974145);
    expectClose(progress.requiredPerYear, -3.1936259386380894);
    expectClose(progress.requiredPerYearFromBaseline, -3.0708245041122573);
    expect(progress.goalStatus).toBe('at-risk');
  });

  it('takes standard errors to the log scale, and high as good, to 1e-7 in the tail', () => {
    const progress = goalProgress({ ...example, scale: 'log', polarity: 'high', goal: 25 });
    expectClose(progress.actualPerYear, -3.249514663928927);
    expectClose(progress.projected, 19.78278382369656);
    expectClose(progress.probability, 5.912628330059517e-7, 1e-7, 0);
    expect(progress.goalStatus).toBe('off-track');
  });

  it('sets the status by thresholds that are given', () => {
    // The probability is 0.8676.
    expect(statusOf({ thresholds: { onTrack: 0.9, atRisk: 0.5 } })).toBe('at-risk');
    expect(statusOf({ thresholds: { onTrack: 0.95, atRisk: 0.9 } })).toBe('off-track');
    expect(statusOf({})).toBe('on-track');
  });

  it('is met or missed once there is a figure for its date, and says by how much', () => {
    const missed = goalProgress({ ...example, goalTime: 2020 });
    expectClose(missed.beyondGoal, -5.1);
    expect(missed).toMatchObject({
      goalStatus: 'missed',
      projected: null,
      probability: null,
      requiredPerYear: null,
    });
    // 2021 has no figure: that of 2022 decides.
    const met = goalProgress({ ...example, goalTime: 2021, goal: 24.5 });
    expectClose(met.beyondGoal, 0.2);
    expect(met.goalStatus).toBe('met');
    // Met in 2017, though not since: the figure of its date decides.
    expect(statusOf({ polarity: 'high', goal: 29.2, goalTime: 2017 })).toBe('met');
    expect(statusOf({ goal: 24.3, goalTime: 2022 })).toBe('met');
  });

  it('reads met where it is reached early, and by probability again once it slips', () => {
    const early = goalProgress({ ...example, goal: 25 });
    expect(early).toMatchObject({ goalStatus: 'met', requiredPerYear: 0, note: 'reached before it is due' });
    expect(early.probability).toBeGreaterThan(0.99);
    const slipped = {
      times: [...Array.from(example.times), 2023],
      values: [...Array.from(example.values), 25.4],
    };
    const after = goalProgress({ ...example, ...slipped, uncertainty: null, goal: 25 });
    expect(after.goalStatus).toBe('on-track');
    expect(after.requiredPerYear).toBeLessThan(0);
  });

  it('cannot tell, and says why', () => {
    const told = (input: Partial<GoalInput>) => {
      const { goalStatus, note } = goalProgress({ ...example, ...input });
      return [goalStatus, note];
    };
    expect(told({ asOf: 2028.5 })).toEqual([
      'cannot-tell',
      'the goal was due, and its figure is not there yet',
    ]);
    const two = { times: [2020, 2021], values: [30, 29], uncertainty: null };
    expect(told(two)).toEqual(['cannot-tell', 'fewer than three points']);
    expect(told({ times: [], values: [], uncertainty: null })).toEqual([
      'cannot-tell',
      'fewer than three points',
    ]);
    expect(told({ ...two, times: [2020, 2020, 2021], values: [30, 30, 29] })).toEqual([
      'cannot-tell',
      'two points are of one time',
    ]);
    const zero = { ...example, values: [30, 29, 28, 27, 26, 25, 0], scale: 'log' as const };
    expect(told({ ...zero, polarity: 'high' })).toEqual([
      'cannot-tell',
      'a value of zero or below has no logarithm',
    ]);
    expect(told({ scale: 'log', goal: 0 })).toEqual([
      'cannot-tell',
      'a goal of zero or below has no logarithm',
    ]);
    expect(told({ uncertainty: { errors: [0, 1, 1, 1, 1, 1, 1] } })[1]).toContain('an error of zero');
  });

  it('is sure of a line without scatter, both ways', () => {
    const exact = { times: [2020, 2021, 2022], values: [12, 11, 10], uncertainty: null };
    expect(goalProgress({ ...example, ...exact, goal: 4, goalTime: 2028 }).probability).toBe(1);
    expect(goalProgress({ ...example, ...exact, goal: 3, goalTime: 2028 }).probability).toBe(0);
  });

  it('does not hang on the order of rows or on when years count from; turned upside down it is the same', () => {
    const point = fc.record({
      value: fc.double({ min: 10, max: 90, noNaN: true }),
      error: fc.double({ min: 0.1, max: 5, noNaN: true }),
    });
    fc.assert(
      fc.property(
        fc.array(point, { minLength: 3, maxLength: 12 }),
        fc.double({ min: 10, max: 90, noNaN: true }),
        (points, goal) => {
          const inputOf = (
            of: readonly { time: number; value: number; error: number }[],
            more: Partial<GoalInput> = {},
          ) =>
            goalProgress({
              ...example,
              times: of.map(({ time }) => time),
              values: of.map(({ value }) => value),
              uncertainty: { errors: of.map(({ error }) => error) },
              goal,
              ...more,
            });
          const series = points.map((one, at) => ({ ...one, time: 2010 + at }));
          const plain = inputOf(series);
          expect(GOAL_STATUSES).toContain(plain.goalStatus);
          expect(plain.probability! >= 0 && plain.probability! <= 1).toBe(true);
          expect(plain.lower! < plain.projected! && plain.projected! < plain.upper!).toBe(true);
          const others = [
            inputOf(series.toReversed()),
            inputOf(
              series.map((one) => ({ ...one, time: one.time - 2000 })),
              { goalTime: 28, baseline: { time: 15, value: 30 } },
            ),
          ];
          for (const other of others) {
            expect(other.goalStatus).toBe(plain.goalStatus);
            expectClose(other.projected, plain.projected, 1e-9, 1e-9);
            expectClose(other.probability, plain.probability, 1e-7, 1e-12);
          }
          const turned = inputOf(
            series.map((one) => ({ ...one, value: -one.value })),
            { goal: -goal, polarity: 'high', baseline: { time: 2015, value: -30 } },
          );
          expect(turned.goalStatus).toBe(plain.goalStatus);
          expectClose(turned.projected, -plain.projected!, 1e-9, 1e-9);
          expectClose(turned.beyondGoal, plain.beyondGoal, 1e-9, 1e-9);
        },
      ),
    );
  });

  it('refuses thresholds out of order, limits the wrong way round, negative errors and a level of 95', () => {
    const refused = (input: Partial<GoalInput>) => () => goalProgress({ ...example, ...input });
    expect(refused({ thresholds: { onTrack: 0.2, atRisk: 0.5 } })).toThrow('Thresholds');
    expect(refused({ thresholds: { onTrack: 1, atRisk: 0.5 } })).toThrow('Thresholds');
    expect(refused({ uncertainty: { lowers: limits.uppers, uppers: limits.lowers } })).toThrow('above');
    expect(refused({ uncertainty: { errors: [-1, 1, 1, 1, 1, 1, 1] } })).toThrow('0 or above');
    expect(refused({ uncertainty: { errors: [1] } })).toThrow('errors 1');
    expect(refused({ confidence: 95 })).toThrow(RangeError);
    expect(refused({ values: [1] })).toThrow('values 1');
  });
});

describe('projection()', () => {
  it('is least sure far from the points', () => {
    const errorAt = (at: number): number => {
      const result = projection({ times: [1, 2, 3, 4], values: [5, 7, 6, 8], variances: [1, 1, 1, 1], at });
      if (result.withheld !== null) throw new Error(result.withheld);
      return result.standardError;
    };
    expect(errorAt(2.5)).toBeLessThan(errorAt(5));
    expect(errorAt(5)).toBeLessThan(errorAt(10));
    expectClose(errorAt(0), errorAt(5));
  });
});
