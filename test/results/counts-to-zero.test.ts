import { describe, expect, it } from 'vitest';
import { measureOf } from '../run-pipeline.ts';
import { ALL_PLACES, CODES, pick } from './fake-cells.ts';
import { define, runDefinitions } from './run-definitions.ts';

/** Two implementations of one formula, in the unit of the figures. */
const DIGITS = 9;

const falls = define({
  id: 'falls',
  method: 'count-to-zero',
  multiplier: 1000,
  unit: 'per 1,000 occupied bed days',
  periods: ['month'],
});
const suicides = define({
  id: 'suicide-in-care',
  method: 'count-to-zero',
  numerator: { event: 'suicides-in-care' },
  multiplier: 1,
  unit: 'deaths',
  periods: ['month', 'year'],
});

describe('events that ought not to happen, of so many bed days', () => {
  it('are a rate with exact limits however many there are', async () => {
    const result = await runDefinitions([falls], {
      'counts.csv': [
        'indicator,place,period,numerator,denominator',
        'falls,Halton,2023-05,0,5200',
        'falls,Wirral,2023-05,14,6100',
        'falls,Knowsley,2023-05,3,0',
      ],
    });
    const of = (place: string) => measureOf(result, { indicator: 'falls', place });
    // By scipy: chi2.ppf(0.025, 2x)/2 and chi2.ppf(0.975, 2x + 2)/2, times 1000/n.
    const none = of(CODES.halton);
    expect([none.estimate.value, none.estimate.limits[0]!.lower]).toEqual([0, 0]);
    expect(none.estimate.limits[0]!.upper).toBeCloseTo(0.7093998950219107, DIGITS);
    const { estimate, method, count, denominator } = of(CODES.wirral);
    expect(estimate.value).toBeCloseTo(2.2950819672131146, DIGITS);
    expect(estimate.limits[0]!.lower).toBeCloseTo(1.254742668246, DIGITS);
    expect(estimate.limits[0]!.upper).toBeCloseTo(3.8507575609566516, DIGITS);
    expect([method, count, denominator]).toEqual(['count-to-zero: exact Poisson', 14, 6100]);
    expect([of(CODES.knowsley).status, of(CODES.knowsley).note]).toEqual([
      'withheld',
      'the denominator is zero',
    ]);
  });

  it('have a funnel round the average of the Places', async () => {
    const rows = ALL_PLACES.map((place, at) => `falls,${place},2023-05,${at === 0 ? 80 : 20},10000`);
    const { gaps } = await runDefinitions([falls], {
      'counts.csv': ['indicator,place,period,numerator,denominator', ...rows],
    });
    expect(pick(gaps, { gap: 'funnel' }).map(({ judgement }) => judgement)).toEqual([
      'high-3sd',
      ...Array(8).fill('within'),
    ]);
  });
});

describe('events that ought not to happen, counted', () => {
  const EVENTS = 'event,place,period,count';

  it('are the count itself with exact limits, and have no denominator', async () => {
    const result = await runDefinitions([suicides], {
      'events.csv': [
        EVENTS,
        'suicides-in-care,Halton,2023-05,2',
        'suicides-in-care,Wirral,2023-05,17',
        'suicides-in-care,Knowsley,2023-05,0',
      ],
    });
    const wanted = [
      [CODES.halton, 2, 0.24220927854396507, 7.22468766772396],
      [CODES.wirral, 17, 9.903126469607294, 27.218646815906613],
      [CODES.knowsley, 0, 0, 3.6888794541139354],
    ] as const;
    for (const [place, value, lower, upper] of wanted) {
      const measure = measureOf(result, { indicator: 'suicide-in-care', place, period: '2023-05' });
      expect([measure.estimate.value, measure.count, measure.denominator]).toEqual([value, value, null]);
      expect(measure.estimate.limits[0]!.lower).toBeCloseTo(lower, DIGITS);
      expect(measure.estimate.limits[0]!.upper).toBeCloseTo(upper, DIGITS);
    }
    // A table that has no row for a Place says nothing of it.
    expect(
      measureOf(result, { indicator: 'suicide-in-care', place: CODES.sefton, period: '2023-05' }).status,
    ).toBe('missing');
  });

  it('are compared with nobody: a Place has fewer than the system because it is smaller', async () => {
    const rows = ALL_PLACES.map((place, at) => `suicides-in-care,${place},2023-05,${at}`);
    const { gaps, poorest, trends } = await runDefinitions([suicides], { 'events.csv': [EVENTS, ...rows] });
    expect(pick(gaps, { gap: 'place-vs-system' }).length).toBeGreaterThan(0);
    expect(pick(gaps, { gap: 'rank' })).toHaveLength(9);
    for (const { status, judgement, note, estimate } of gaps) {
      expect([status, judgement, estimate.value]).toEqual(['withheld', '', null]);
      expect(note).toContain('counts of groups of different sizes are not compared');
    }
    expect([poorest, trends.filter(({ series }) => series.startsWith('gap'))]).toEqual([[], []]);
  });

  it('stay a count where an extract of counts gives a denominator besides', async () => {
    const result = await runDefinitions([suicides], {
      'counts.csv': ['indicator,place,period,numerator,denominator', 'suicide-in-care,Halton,2023-05,2,900'],
    });
    const { estimate } = measureOf(result, { indicator: 'suicide-in-care', place: CODES.halton });
    expect(estimate.value).toBe(2);
    expect(estimate.limits[0]!.upper).toBeCloseTo(7.22468766772396, DIGITS);
  });

  it('are summed over the Places for the system', async () => {
    const rows = ALL_PLACES.map((place, at) => `suicides-in-care,${place},2023-05,${at === 3 ? 17 : 0}`);
    const result = await runDefinitions([suicides], { 'events.csv': [EVENTS, ...rows] });
    const system = measureOf(result, {
      indicator: 'suicide-in-care',
      place: CODES.system,
      period: '2023-05',
    });
    expect([system.estimate.value, system.denominator]).toEqual([17, null]);
    expect(system.estimate.limits[0]!.lower).toBeCloseTo(9.903126469607294, DIGITS);
  });
});

describe('single records of events that ought not to happen', () => {
  const records = (header: string, ...rows: string[]) =>
    runDefinitions([suicides], { 'records.csv': [header, ...rows] });
  const valuesOf = (result: Awaited<ReturnType<typeof records>>, place: string, kind: string) =>
    pick(result.measures, { place, scheme: '', sex: 'persons' })
      .filter(({ period }) => period.kind === kind)
      .map(({ period, estimate, status, note }) => [period.label, estimate.value, status, note]);

  it('have months without any, which are zero in a Place that has records at other times', async () => {
    const result = await records(
      'event,place,date',
      'suicides-in-care,Halton,2023-02-10',
      'suicides-in-care,Halton,2023-02-11',
      'suicides-in-care,Wirral,2023-05-31',
    );
    const none = 'no record of it in this period';
    expect(valuesOf(result, CODES.halton, 'month')).toEqual([
      ['2023-02', 2, 'ok', ''],
      ['2023-03', 0, 'ok', none],
      ['2023-04', 0, 'ok', none],
      ['2023-05', 0, 'ok', none],
    ]);
    expect(valuesOf(result, CODES.wirral, 'month').map(([, value]) => value)).toEqual([0, 0, 0, 1]);
    // A Place that never has a record may not be in the extract.
    expect(new Set(valuesOf(result, CODES.sefton, 'month').map(([, , status]) => status))).toEqual(
      new Set(['missing']),
    );
    expect(
      measureOf(result, { indicator: 'suicide-in-care', place: CODES.system, period: '2023-05' }),
    ).toMatchObject({
      status: 'withheld',
      note: '2 of 9 Places',
    });
    // The file is behind a month without any as well.
    const quiet = measureOf(result, { indicator: 'suicide-in-care', place: CODES.halton, period: '2023-04' });
    expect(result.run.cells.fileSets.get(quiet.files)).toEqual([0]);
  });

  it('have years without any too, but no year that is not whole', async () => {
    const result = await records(
      'event,place,date',
      'suicides-in-care,Halton,2020-01-01',
      'suicides-in-care,Wirral,2022-12-31',
    );
    expect(valuesOf(result, CODES.halton, 'year')).toEqual([
      ['2020', 1, 'ok', ''],
      ['2021', 0, 'ok', 'no record of it in this period'],
      ['2022', 0, 'ok', 'no record of it in this period'],
    ]);
    const cut = await records(
      'event,place,date',
      'suicides-in-care,Halton,2020-03-01',
      'suicides-in-care,Wirral,2022-12-31',
    );
    expect(valuesOf(cut, CODES.halton, 'year')[0]).toEqual([
      '2020',
      null,
      'withheld',
      'the extract has 10 of 12 months',
    ]);
  });

  it('are of all people where they tell the sex and only one had any', async () => {
    const result = await records(
      'event,place,date,sex',
      'suicides-in-care,Halton,2023-02-10,male',
      'suicides-in-care,Halton,2023-04-10,male',
    );
    expect(valuesOf(result, CODES.halton, 'month').map(([, value]) => value)).toEqual([1, 0, 1]);
    const both = await records(
      'event,place,date,sex',
      'suicides-in-care,Halton,2023-02-10,male',
      'suicides-in-care,Halton,2023-04-10,',
    );
    expect(valuesOf(both, CODES.halton, 'month').map(([, value]) => value)).toEqual([1, 0, 1]);
  });

  it('are zero in no month for other methods: that a death is not recorded proves nothing', async () => {
    const rate = define({
      id: 'deaths-in-care',
      method: 'crude-rate',
      numerator: { event: 'suicides-in-care' },
      denominator: { event: 'beds' },
      periods: ['month'],
    });
    const result = await runDefinitions([rate], {
      'records.csv': [
        'event,place,date',
        'suicides-in-care,Halton,2023-02-10',
        'suicides-in-care,Wirral,2023-04-10',
      ],
      'beds.csv': ['event,place,period,count', 'beds,Halton,2023-04,100', 'beds,Wirral,2023-04,100'],
    });
    expect(
      measureOf(result, { indicator: 'deaths-in-care', place: CODES.halton, period: '2023-04' }).status,
    ).toBe('missing');
  });
});
