import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type PoorestFastest,
  type PoorestFastestInput,
  poorestFastest,
  VERDICTS,
} from '../../src/trends/poorest-fastest.ts';
import { expectClose } from '../statistics/reference-case.ts';

/** Six periods of a rate where low is good. */
const six: PoorestFastestInput = {
  times: [2015, 2016, 2017, 2018, 2019, 2020],
  most: { values: [900, 880, 850, 840, 800, 790], errors: [15, 14, 14, 13, 13, 12] },
  least: { values: [400, 398, 391, 390, 389, 380], errors: [9, 9, 8, 8, 8, 8] },
  polarity: 'low',
  scale: 'absolute',
  confidence: 0.95,
};

const four: PoorestFastestInput = {
  ...six,
  times: [2015, 2016, 2017, 2018],
  most: { values: [900, 880, 850, 840], errors: [15, 14, 14, 13] },
  least: { values: [400, 398, 391, 390], errors: [9, 9, 8, 8] },
};

function answerOf(input: PoorestFastestInput): PoorestFastest {
  const result = poorestFastest(input);
  if (result.withheld !== null) throw new Error(result.withheld);
  return result;
}

/** Two periods of a value where high is good, with standard errors of 1: z·√4 is 3.92. */
function verdictOf(most: [number, number], least: [number, number]): string {
  return answerOf({
    times: [2015, 2020],
    most: { values: most, errors: [1, 1] },
    least: { values: least, errors: [1, 1] },
    polarity: 'high',
    scale: 'absolute',
    confidence: 0.95,
  }).verdict;
}

describe('poorestFastest()', () => {
  // Expected: numpy 2.4 inverse-variance slopes and scipy 1.17 norm.
  it('takes slopes from five periods on, to 1e-9', () => {
    const answer = answerOf(six);
    expectClose(answer.difference, 19.132286205596863);
    expectClose(answer.lower, 11.687445132833735);
    expectClose(answer.upper, 26.57712727835999);
    expectClose(answer.changeMostDeprived, 22.78018063629774);
    expectClose(answer.changeLeastDeprived, 3.647894430700876);
    // Both series stray less than their errors say, so nothing is widened.
    expectClose(answer.lowerWidened, 11.687445132833735);
    expect([answer.method, answer.points, answer.verdict]).toEqual(['slopes', 6, 'poorest-fastest']);
  });

  it('takes slopes of logarithms on the relative scale, to 1e-9', () => {
    const answer = answerOf({ ...six, scale: 'relative' });
    expectClose(answer.difference, 0.017760305250442913);
    expectClose(answer.lower, 0.005150756445051091);
    expectClose(answer.upper, 0.030369854055834734);
    expectClose(answer.changeMostDeprived, 0.027062951464009898);
    expect(answer.verdict).toBe('poorest-fastest');
  });

  // Expected: 60 − 10 and ln(900/840) − ln(400/390), limits from the four variances, by numpy 2.4.
  it('takes the two ends of fewer than five periods, and scales may disagree, to 1e-9', () => {
    const absolute = answerOf(four);
    expect([absolute.difference, absolute.changeMostDeprived, absolute.changeLeastDeprived]).toEqual([
      50, 60, 10,
    ]);
    expectClose(absolute.lower, 4.496744024694962);
    expectClose(absolute.upper, 95.50325597530504);
    expect([absolute.method, absolute.verdict]).toEqual(['two ends', 'poorest-fastest']);
    const relative = answerOf({ ...four, scale: 'relative' });
    expectClose(relative.difference, 0.043675063502661635);
    expectClose(relative.lower, -0.030811718201711483);
    expectClose(relative.upper, 0.11816184520703475);
    expect(relative.verdict).toBe('no-clear-difference');
  });

  it('gives each verdict where its rule holds', () => {
    expect(verdictOf([50, 60], [60, 62])).toBe('poorest-fastest');
    expect(verdictOf([50, 50], [60, 52])).toBe('levelled-down');
    expect(verdictOf([50, 49], [60, 52])).toBe('levelled-down');
    expect(verdictOf([50, 52], [60, 70])).toBe('widening-all-improve');
    expect(verdictOf([50, 50], [60, 68])).toBe('poorest-left-behind');
    expect(verdictOf([50, 42], [60, 60])).toBe('poorest-left-behind');
    expect(verdictOf([50, 53], [60, 60])).toBe('no-clear-difference');
    // z·√4 is 3.9199: just under and just over.
    expect(verdictOf([50, 53.9199], [60, 60])).toBe('no-clear-difference');
    expect(verdictOf([50, 53.92], [60, 60])).toBe('poorest-fastest');
  });

  it('widens for a series that strays from its line, and the verdict by it may differ', () => {
    const wild = {
      ...six,
      most: { values: [900, 800, 930, 780, 860, 790], errors: [15, 14, 14, 13, 13, 12] },
    };
    const answer = answerOf(wild);
    expect(answer.lower).toBeGreaterThan(0);
    expect(answer.lowerWidened).toBeLessThan(0);
    expect([answer.verdict, answer.verdictWidened]).toEqual(['poorest-fastest', 'no-clear-difference']);
  });

  it('splits the change of the gap into what each end did, and answers with a known verdict', () => {
    const end = (size: number) =>
      fc.record({
        values: fc.array(fc.double({ min: 10, max: 1000, noNaN: true }), {
          minLength: size,
          maxLength: size,
        }),
        errors: fc.array(fc.double({ min: 0.1, max: 50, noNaN: true }), { minLength: size, maxLength: size }),
      });
    const ends = fc.integer({ min: 2, max: 9 }).chain((size) => fc.tuple(end(size), end(size)));
    const scales = fc.constantFrom('absolute' as const, 'relative' as const);
    fc.assert(
      fc.property(
        ends,
        scales,
        fc.constantFrom('high' as const, 'low' as const),
        ([most, least], scale, polarity) => {
          const times = most.values.map((_, point) => 2000 + point);
          const answer = answerOf({ times, most, least, polarity, scale, confidence: 0.95 });
          expectClose(answer.fromMostDeprived + answer.fromLeastDeprived, -answer.difference, 1e-9, 1e-9);
          expect(VERDICTS).toContain(answer.verdict);
          expect(answer.lower).toBeLessThan(answer.difference);
          expect(answer.difference).toBeLessThan(answer.upper);
          expect(answer.lowerWidened).toBeLessThanOrEqual(answer.lower);
          expect(answer.upperWidened).toBeGreaterThanOrEqual(answer.upper);
          if (answer.method === 'two ends' && scale === 'absolute') {
            const sign = polarity === 'high' ? 1 : -1;
            const gapAt = (point: number) => sign * (least.values[point]! - most.values[point]!);
            expectClose(gapAt(times.length - 1) - gapAt(0), -answer.difference, 1e-9, 1e-9);
          }

          const swapped = answerOf({ times, most: least, least: most, polarity, scale, confidence: 0.95 });
          expectClose(swapped.difference, -answer.difference, 1e-9, 1e-12);
          expectClose(swapped.lower, -answer.upper, 1e-9, 1e-12);

          const turned = answerOf({
            times,
            most,
            least,
            polarity: polarity === 'high' ? 'low' : 'high',
            scale,
            confidence: 0.95,
          });
          expectClose(turned.difference, -answer.difference, 1e-9, 1e-12);
          const opposite: Record<string, string> = {
            'poorest-fastest': 'poorest-left-behind',
            'poorest-left-behind': 'poorest-fastest',
            'levelled-down': 'widening-all-improve',
            'widening-all-improve': 'levelled-down',
            'no-clear-difference': 'no-clear-difference',
          };
          // No change at all is no improvement either way round.
          if (answer.changeMostDeprived !== 0) expect(turned.verdict).toBe(opposite[answer.verdict]);
        },
      ),
    );
  });

  it('withholds by rule, with the reason', () => {
    const one = { times: [2015], most: { values: [1], errors: [1] }, least: { values: [1], errors: [1] } };
    expect(poorestFastest({ ...six, ...one }).withheld).toBe('fewer than two common periods');
    const none = { values: four.most.values, errors: [1, null, 1, 1] };
    expect(poorestFastest({ ...four, most: none }).withheld).toBe('a standard error is missing');
    const exact = { values: six.least.values, errors: [0, 9, 8, 8, 8, 8] };
    expect(poorestFastest({ ...six, least: exact }).withheld).toBe('a standard error of zero');
    const zero = { values: [4, 3, 2, 0], errors: [1, 1, 1, 1] };
    expect(poorestFastest({ ...four, least: zero, scale: 'relative' }).withheld).toBe(
      'a figure of zero or below has no relative change',
    );
    expect(poorestFastest({ ...four, least: zero }).withheld).toBeNull();
  });

  it('withholds where an end that counted nothing would seem certain, and uses no period between two ends', () => {
    const ends = (errors: readonly number[]) => poorestFastest({ ...four, least: { ...four.least, errors } });
    expect(ends([9, 9, 8, 0]).withheld).toBe('a standard error of zero');
    expect(ends([0, 9, 8, 8]).withheld).toBe('a standard error of zero');
    expect(ends([9, 0, 0, 8]).withheld).toBeNull();
  });

  it('refuses times that do not rise and arrays of different lengths', () => {
    expect(() => poorestFastest({ ...four, times: [2015, 2016, 2016, 2018] })).toThrow('rise');
    expect(() => poorestFastest({ ...four, times: [2015, 2016] })).toThrow('values 4');
    expect(() => poorestFastest({ ...four, confidence: 95 })).toThrow(RangeError);
  });
});
