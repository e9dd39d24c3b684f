import { describe, expect, it } from 'vitest';
import { cellsOf } from '../../src/results/cells-of.ts';
import { inputsOfMeasure } from '../../src/results/inputs-of.ts';
import { measureOf } from '../run-pipeline.ts';
import { ALL_PLACES, CODES, pick } from './fake-cells.ts';
import { define, runDefinitions } from './run-definitions.ts';

/** Two implementations of one formula, in the unit of the figures. */
const DIGITS = 9;

const attainment = define({ id: 'attainment', method: 'proportion', polarity: 'high' });
const between = (first: string, second: string, of = 'attainment') =>
  define({ id: 'gap', method: 'difference', of, groups: { first, second }, unit: 'percentage points' });
const byMeals = between('Other pupils', 'free school meals');

const HEADER = 'indicator,place,period,group,numerator,denominator';
const WHOLE = 'attainment,Halton,2023/24,,473,730';
const OTHERS = 'attainment,Halton,2023/24,other pupils,412,600';
const MEALS = 'attainment,Halton,2023/24,Free school meals ,61,130';
const halton = { indicator: 'gap', place: CODES.halton };

describe('a difference between two groups', () => {
  it('is the one less the other, with limits from both errors', async () => {
    const result = await runDefinitions(
      [attainment, byMeals],
      { 'counts.csv': [HEADER, WHOLE, OTHERS, MEALS] },
      [0.95, 0.998],
    );
    const { estimate, ...others } = measureOf(result, halton);
    // By numpy: 100·(412/600 − 61/130), s = 100·√(p(1 − p)/n) each, ∓ z·√(s₁² + s₂²).
    expect(estimate.value).toBeCloseTo(21.74358974358975, DIGITS);
    expect(estimate.standardError).toBeCloseTo(4.769053215785376, DIGITS);
    expect(estimate.limits[0]!.lower).toBeCloseTo(12.396417200295488, DIGITS);
    expect(estimate.limits[0]!.upper).toBeCloseTo(31.090762286884015, DIGITS);
    expect(estimate.limits[1]!.upper! - estimate.value!).toBeCloseTo(
      3.090232306167813 * 4.769053215785376,
      8,
    );
    expect(others).toMatchObject({
      status: 'ok',
      unit: 'percentage points',
      method: 'difference: other pupils − free school meals: normal',
      note: '',
      count: null,
      denominator: null,
    });
    // The indicator itself is of everybody, whatever groups stand beside them.
    expect(measureOf(result, { indicator: 'attainment', place: CODES.halton })).toMatchObject({
      count: 473,
      denominator: 730,
    });
  });

  it('turns its sign with the groups, and nothing else', async () => {
    const files = { 'counts.csv': [HEADER, OTHERS, MEALS] };
    const one = measureOf(await runDefinitions([attainment, byMeals], files), halton).estimate;
    const turned = between('free school meals', 'other pupils');
    const other = measureOf(await runDefinitions([attainment, turned], files), halton).estimate;
    expect(other.value).toBe(-one.value!);
    expect(other.limits[0]!.lower).toBeCloseTo(-one.limits[0]!.upper!, 12);
  });

  it('with everybody says that the two overlap', async () => {
    const result = await runDefinitions([attainment, between('', 'free school meals')], {
      'counts.csv': [HEADER, WHOLE, OTHERS, MEALS],
    });
    const { estimate, note, method } = measureOf(result, halton);
    expect(estimate.value).toBeCloseTo(17.871443624868277, DIGITS);
    expect(estimate.limits[0]!.lower).toBeCloseTo(8.619506861648153, DIGITS);
    expect(estimate.limits[0]!.upper).toBeCloseTo(27.1233803880884, DIGITS);
    expect(note).toBe('the one group is part of the other, so the limits are if anything too wide');
    expect(method).toBe('difference: everybody − free school meals: normal');
  });

  it('takes published values with their limits', async () => {
    const header = 'indicator,place,period,group,value,lower,upper';
    const result = await runDefinitions([attainment, between('', 'long-term condition')], {
      'values.csv': [
        header,
        'attainment,Halton,2023/24,,74.2,72.9,75.5',
        'attainment,Halton,2023/24,long-term condition,57.0,54.1,59.9',
      ],
    });
    const { estimate } = measureOf(result, halton);
    // By numpy: s = (U − L)/2z each.
    expect(estimate.value).toBeCloseTo(17.2, DIGITS);
    expect(estimate.standardError).toBeCloseTo(1.6214837320900737, DIGITS);
    expect(estimate.limits[0]!.lower).toBeCloseTo(14.021950283585864, DIGITS);
    expect(estimate.limits[0]!.upper).toBeCloseTo(20.37804971641414, DIGITS);
  });

  it('has a value without limits where one of the two has none', async () => {
    const result = await runDefinitions([attainment, byMeals], {
      'values.csv': [
        'indicator,place,period,group,value',
        'attainment,Halton,2023/24,other pupils,70',
        'attainment,Halton,2023/24,free school meals,45',
      ],
    });
    const { estimate, status, note } = measureOf(result, halton);
    expect([status, estimate.value, estimate.limits[0]!.lower]).toEqual(['ok', 25, null]);
    expect(note).toBe('no limits: a standard error is missing');
  });

  it('is in the unit of rates where it is of rates', async () => {
    const rate = define({ id: 'rate', method: 'crude-rate', multiplier: 1000, unit: 'per 1,000' });
    const result = await runDefinitions([rate, between('a', 'b', 'rate')], {
      'counts.csv': [HEADER, 'rate,Halton,2023/24,a,30,2000', 'rate,Halton,2023/24,b,12,1500'],
    });
    const { estimate, unit } = measureOf(result, halton);
    expect(unit).toBe('per 1,000');
    expect(estimate.value).toBeCloseTo(7, DIGITS);
    expect(estimate.limits[0]!.lower).toBeCloseTo(-0.021304831172143324, DIGITS);
    expect(estimate.limits[0]!.upper).toBeCloseTo(14.021304831172143, DIGITS);
  });

  it('takes the events of the groups where the indicator counts events', async () => {
    const stays = define({
      id: 'stays',
      method: 'crude-rate',
      numerator: { event: 'stays' },
      denominator: { event: 'people' },
      periods: ['year'],
    });
    const result = await runDefinitions([stays, between('a', 'b', 'stays')], {
      'events.csv': [
        'event,place,period,group,count',
        'stays,Halton,2023,,50',
        'stays,Halton,2023,a,30',
        'stays,Halton,2023,b,20',
        'people,Halton,2023,,500',
        'people,Halton,2023,a,200',
        'people,Halton,2023,b,300',
      ],
    });
    // 100·(30/200 − 20/300).
    expect(measureOf(result, halton).estimate.value).toBeCloseTo(8.333333333333334, DIGITS);
    expect(measureOf(result, { indicator: 'stays', place: CODES.halton })).toMatchObject({
      count: 50,
      denominator: 500,
    });
  });

  it('is of each sex and each deprivation group that both groups have', async () => {
    const header = 'indicator,place,period,sex,deprivation_quintile,group,numerator,denominator';
    const rows = ['other pupils', 'free school meals'].flatMap((group, g) => [
      ...[1, 2, 3, 4, 5].map(
        (level) => `attainment,Halton,2023/24,,${level},${group},${60 - 20 * g + level},100`,
      ),
      `attainment,Halton,2023/24,female,,${group},${70 - 10 * g},100`,
      `attainment,Halton,2023/24,male,,${group},${50 - 15 * g},100`,
    ]);
    const bySex = define({ ...byMeals, sexes: ['persons', 'female', 'male'] });
    const both = define({ ...attainment, sexes: ['persons', 'female', 'male'] });
    const result = await runDefinitions([both, bySex], {
      'counts.csv': [header, ...rows, 'attainment,Wirral,2023/24,,1,other pupils,6,10'],
    });
    const of = (more: object) => measureOf(result, { ...halton, ...more }).estimate.value;
    expect(of({ scheme: 'national-fifths', level: 3 })).toBeCloseTo(20, DIGITS);
    expect(of({ sex: 'female' })).toBeCloseTo(10, DIGITS);
    expect(of({ sex: 'male' })).toBeCloseTo(15, DIGITS);
    // Sums of the groups: 120 and 85 of 200 by sex.
    expect(of({})).toBeCloseTo(12.5, DIGITS);
    expect(
      pick(result.measures, { indicator: 'gap', place: CODES.wirral, scheme: 'national-fifths' }),
    ).toEqual([]);
  });

  it('sums each group over the Places for the system', async () => {
    const rows = ALL_PLACES.flatMap((place, at) => [
      `attainment,${place},2023/24,other pupils,${60 + at},100`,
      `attainment,${place},2023/24,free school meals,${at},${10 + at}`,
    ]);
    const result = await runDefinitions([attainment, byMeals], { 'counts.csv': [HEADER, ...rows] });
    // 576 of 900 and 36 of 126.
    const { estimate } = measureOf(result, { indicator: 'gap', place: CODES.system });
    expect(estimate.value).toBeCloseTo(64 - 3600 / 126, DIGITS);
    const eight = rows.filter((row) => !row.includes(`${ALL_PLACES[0]},2023/24,free`));
    const lacking = await runDefinitions([attainment, byMeals], { 'counts.csv': [HEADER, ...eight] });
    expect(measureOf(lacking, { indicator: 'gap', place: CODES.system })).toMatchObject({
      status: 'withheld',
      note: 'no value for free school meals: 8 of 9 Places',
    });
  });
});

describe('a difference that is not there', () => {
  const of = async (...rows: string[]) => {
    const result = await runDefinitions([attainment, byMeals], {
      'counts.csv': [
        HEADER,
        ...rows,
        'attainment,Wirral,2023/24,other pupils,6,10',
        'attainment,Wirral,2023/24,free school meals,3,10',
      ],
    });
    const { status, note, estimate } = measureOf(result, halton);
    return [status, note, estimate.value];
  };

  it('says which group has no value, and why', async () => {
    expect(await of(OTHERS)).toEqual([
      'withheld',
      'no value for free school meals: no data for this place and period',
      null,
    ]);
    expect(await of(OTHERS, 'attainment,Halton,2023/24,free school meals,*,130')).toEqual([
      'suppressed',
      'no value for free school meals: a figure that it needs is suppressed at its source',
      null,
    ]);
    expect(await of(OTHERS, 'attainment,Halton,2023/24,free school meals,131,130')).toEqual([
      'withheld',
      'no value for free school meals: a row that it needs was refused',
      null,
    ]);
  });

  it('is missing where neither group has a row', async () => {
    expect(await of(WHOLE)).toEqual(['missing', 'no data for this place and period', null]);
  });

  it('is not computed of a group that is compared with itself', () => {
    expect(() => between('a', ' A')).toThrow('compares a group with itself');
  });
});

describe('the cells behind a difference', () => {
  it('are those of both groups, and of nobody else', async () => {
    const result = await runDefinitions([attainment, byMeals], {
      'counts.csv': [HEADER, WHOLE, OTHERS, MEALS],
    });
    const inputs = inputsOfMeasure(measureOf(result, halton), byMeals, result.run);
    const cells = inputs.map((input) => ({
      role: input.role,
      rows: cellsOf(input, result.run).map(({ group, count, denominator }) => [group, count, denominator]),
    }));
    const others = [['other pupils', 412, 600]];
    const meals = [['free school meals', 61, 130]];
    expect(cells).toEqual([
      { role: 'numerator', rows: others },
      { role: 'denominator', rows: others },
      { role: 'numerator', rows: meals },
      { role: 'denominator', rows: meals },
    ]);
    const own = measureOf(result, { indicator: 'attainment', place: CODES.halton });
    const [top] = inputsOfMeasure(own, attainment, result.run);
    expect(cellsOf(top!, result.run).map(({ count }) => count)).toEqual([473]);
  });

  it('are the published values where there are no counts', async () => {
    const result = await runDefinitions([attainment, byMeals], {
      'values.csv': [
        'indicator,place,period,group,value',
        'attainment,Halton,2023/24,other pupils,70',
        'attainment,Halton,2023/24,free school meals,45',
      ],
    });
    const inputs = inputsOfMeasure(measureOf(result, halton), byMeals, result.run);
    expect(inputs.map(({ role }) => role)).toEqual(['value', 'value']);
    expect(inputs.flatMap((input) => cellsOf(input, result.run)).map(({ value }) => value)).toEqual([70, 45]);
  });
});
