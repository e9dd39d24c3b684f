import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../src/indicators/catalogue.ts';
import {
  figure,
  sentence,
  signed,
  subjectOf,
  TREND_WORDS,
  titleOf,
  VERDICT_WORDS,
  withUnit,
} from '../../src/summary/words.ts';
import { POORER } from './verdicts.ts';

describe('figure()', () => {
  it.each([
    [29.44, 1, '29.4'],
    [29.45, 0, '29'],
    [1234567.891, 2, '1,234,567.89'],
    [410, 1, '410.0'],
    [0, 1, '0.0'],
    [-1.25, 1, '−1.3'],
    [-1234.5, 1, '−1,234.5'],
  ])('writes %d with %d digits as %s', (value, digits, text) => {
    expect(figure(value, digits)).toBe(text);
  });

  it('has a real minus sign and never a hyphen', () => {
    expect(figure(-3, 0)).toBe('\u22123');
  });

  it('has no sign on what rounds to zero', () => {
    expect(figure(-0.04, 1)).toBe('0.0');
    expect(figure(-0, 1)).toBe('0.0');
    expect(figure(-1e-28, 2)).toBe('0.00');
  });
});

describe('signed()', () => {
  it.each([
    [6.1, 1, '+6.1'],
    [-1.2, 1, '−1.2'],
    [0, 1, '0.0'],
    [0.04, 1, '0.0'],
    [-0.04, 1, '0.0'],
    [0.05, 1, '+0.1'],
    [1000, 0, '+1,000'],
  ])('writes %d with %d digits as %s', (value, digits, text) => {
    expect(signed(value, digits)).toBe(text);
  });

  it('turning a figure round turns its sign round and nothing else', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.integer({ min: 0, max: 3 }),
        (value, digits) => {
          const turned: Record<string, string> = { '+': '−', '−': '+' };
          expect(signed(-value, digits)).toBe(
            signed(value, digits).replace(/^[+−]/, (sign) => turned[sign]!),
          );
        },
      ),
    );
  });
});

it('withUnit() writes the figure and its unit', () => {
  expect(withUnit(29.44, { digits: 1, unit: '%' })).toBe('29.4 %');
  expect(withUnit(410.25, { digits: 1, unit: 'per 100,000' })).toBe('410.3 per 100,000');
});

describe('subjectOf()', () => {
  it.each([
    ['suicides', 'dsr', 'per 100,000', 'the rate of suicides'],
    ['adults who smoke', 'proportion', '%', 'the share of adults who smoke'],
    ['adults who smoke', 'given', '%', 'the share of adults who smoke'],
    ['share of spending on prevention', 'ratio', '%', 'share of spending on prevention'],
    ['financial position', 'ratio', '%', 'financial position'],
    ['life expectancy at birth', 'life-expectancy', 'years', 'life expectancy at birth'],
    ['median wait', 'waiting-percentile', 'weeks', 'median wait'],
    ['deaths with psychosis', 'isr-ratio', '%', 'the ratio of deaths with psychosis to those expected'],
    ['suicides of people in care', 'count-to-zero', 'deaths', 'suicides of people in care'],
  ] as const)('%s, %s, %s', (short, method, unit, words) => {
    expect(subjectOf({ short, method, unit, sexes: ['persons', 'female'] })).toBe(words);
  });

  it('says whose figures they are where they are not those of everybody', () => {
    const one: Parameters<typeof subjectOf>[0] & Parameters<typeof titleOf>[0] = {
      short: 'healthy life expectancy',
      title: 'Healthy life expectancy',
      unit: 'years',
      method: 'healthy-life-expectancy',
      sexes: ['female', 'male'],
    };
    expect(subjectOf(one)).toBe('healthy life expectancy of females');
    expect(titleOf(one)).toBe('Healthy life expectancy, females');
    expect(titleOf({ ...one, sexes: ['persons', 'female'] })).toBe('Healthy life expectancy');
  });

  it('of every indicator can begin a sentence', () => {
    for (const one of loadCatalogue().indicators)
      expect(sentence(`${subjectOf(one)} rose`)).toMatch(/^[A-Z0-9].* rose\.$/);
  });
});

describe('words', () => {
  it('there are words for every verdict on the poorest', () => {
    expect(Object.keys(VERDICT_WORDS).sort()).toEqual([...POORER].sort());
  });

  it('there are words for every direction and judgement of a trend', () => {
    expect(Object.keys(TREND_WORDS).sort()).toEqual(
      [
        'getting-better',
        'getting-worse',
        'increasing',
        'decreasing',
        'no-significant-change',
        'cannot-be-calculated',
      ].sort(),
    );
  });

  it('words end without a full stop and start without a capital, since they stand inside a sentence', () => {
    for (const words of [...Object.values(VERDICT_WORDS), ...Object.values(TREND_WORDS)]) {
      expect(words).toMatch(/^[a-z].*[^.]$/);
    }
  });
});

describe('withUnit() of money', () => {
  it.each([
    [127.094, '£ per head', '£127.09 per head'],
    [-1234.5, '£', '−£1,234.50'],
    [0.5, '£ per m²', '£0.50 per m²'],
    [29.4, '%', '29.40 %'],
  ])('writes %d %s as %s', (value, unit, text) => {
    expect(withUnit(value, { digits: 2, unit })).toBe(text);
  });
});
