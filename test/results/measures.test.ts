import { describe, expect, it } from 'vitest';
import { STATE } from '../../src/cells/cell.ts';
import {
  ALL_PLACES,
  BANDS_UNDER_75,
  type CellSpec,
  CODES,
  compute,
  computeFiles,
  only,
  pick,
} from './fake-cells.ts';

const OBESITY = 'obesity-year6';
const obesity = (place: string, more: Partial<CellSpec> = {}): CellSpec => ({
  subject: OBESITY,
  place,
  period: '2023/24',
  count: 20,
  denominator: 100,
  ...more,
});
const everybody = { scheme: '', sex: 'persons' };

describe('the sum for the system', () => {
  it('is withheld with "8 of 9 Places" when one Place is missing', async () => {
    const { measures } = await compute(ALL_PLACES.slice(0, 8).map((place) => obesity(place)));
    const system = only(measures, { place: CODES.system, ...everybody });
    expect(system.status).toBe('withheld');
    expect(system.note).toBe('8 of 9 Places');
    expect(system.estimate.value).toBeNull();
    expect(system.count).toBeNull();
  });

  it('is the sum of counts, not the mean of shares, when all nine are there', async () => {
    const cells = ALL_PLACES.map((place, index) =>
      obesity(place, { count: 10, denominator: index === 0 ? 20 : 100 }),
    );
    const { measures } = await compute(cells);
    const system = only(measures, { place: CODES.system, ...everybody });
    expect(system.status).toBe('ok');
    expect(system.count).toBe(90);
    expect(system.denominator).toBe(820);
    expect(system.estimate.value).toBeCloseTo((100 * 90) / 820, 12);
  });

  it('counts a Place whose figure is suppressed as there, and is suppressed with it', async () => {
    const cells = ALL_PLACES.map((place, index) =>
      obesity(place, index === 4 ? { count: Number.NaN, state: STATE.suppressed } : {}),
    );
    const system = only((await compute(cells)).measures, { place: CODES.system, ...everybody });
    expect(system.status).toBe('suppressed');
    expect(system.estimate.value).toBeNull();
  });

  it('is the figure of the extract where the extract has one and not all Places', async () => {
    const { measures } = await compute([
      obesity(CODES.halton),
      obesity(CODES.system, { count: 2300, denominator: 10_000 }),
    ]);
    const system = only(measures, { place: CODES.system, ...everybody });
    expect(system.status).toBe('ok');
    expect(system.estimate.value).toBe(23);
  });

  it('is withheld in one period and computed in another', async () => {
    const { measures } = await compute([
      ...ALL_PLACES.map((place) => obesity(place)),
      ...ALL_PLACES.slice(1).map((place) => obesity(place, { period: '2022/23' })),
    ]);
    expect(only(measures, { place: CODES.system, period: '2023/24', ...everybody }).status).toBe('ok');
    expect(only(measures, { place: CODES.system, period: '2022/23', ...everybody }).note).toBe(
      '8 of 9 Places',
    );
  });
});

describe('areas that are not Places one to one', () => {
  const seven = ALL_PLACES.filter((place) => place !== CODES.cheshireEast && place !== CODES.cheshireWest);

  it('27D stands for both Cheshire Places: they are not applicable, and the system is whole', async () => {
    const { measures } = await compute([...seven, CODES.cheshire].map((place) => obesity(place)));
    for (const place of [CODES.cheshireEast, CODES.cheshireWest]) {
      const measure = only(measures, { place, ...everybody });
      expect(measure.status).toBe('not-applicable');
      expect(measure.note).toContain('27D');
    }
    const combined = only(measures, { place: CODES.cheshire, ...everybody });
    expect(combined.estimate.value).toBe(20);
    const system = only(measures, { place: CODES.system, ...everybody });
    expect([system.status, system.count, system.denominator]).toEqual(['ok', 160, 800]);
  });

  it('27D is not counted again beside the two Places that it stands for', async () => {
    const { measures } = await compute([...ALL_PLACES, CODES.cheshire].map((place) => obesity(place)));
    expect(only(measures, { place: CODES.system, ...everybody }).count).toBe(180);
    expect(only(measures, { place: CODES.cheshireEast, ...everybody }).status).toBe('ok');
  });

  it('Sefton is the sum of 01T and 01V', async () => {
    const { measures } = await compute([
      obesity(CODES.southSefton, { count: 30, denominator: 100 }),
      obesity(CODES.southport, { count: 10, denominator: 300 }),
    ]);
    const sefton = only(measures, { place: CODES.sefton, ...everybody });
    expect([sefton.status, sefton.count, sefton.denominator, sefton.estimate.value]).toEqual([
      'ok',
      40,
      400,
      10,
    ]);
  });

  it('Sefton is withheld with one of its two parts', async () => {
    const { measures } = await compute([obesity(CODES.southSefton)]);
    const sefton = only(measures, { place: CODES.sefton, ...everybody });
    expect(sefton.status).toBe('withheld');
    expect(sefton.note).toBe('1 of its 2 parts');
  });

  it('Sefton is suppressed where one of its parts is', async () => {
    const { measures } = await compute([
      obesity(CODES.southSefton),
      obesity(CODES.southport, { count: Number.NaN, state: STATE.suppressed }),
    ]);
    expect(only(measures, { place: CODES.sefton, ...everybody }).status).toBe('suppressed');
  });
});

describe('why a value is not there', () => {
  it('suppressed at the source is suppressed, and a Place without a row is missing', async () => {
    const { measures } = await compute([
      obesity(CODES.halton, { count: Number.NaN, denominator: Number.NaN, state: STATE.suppressed }),
      obesity(CODES.knowsley),
    ]);
    expect(only(measures, { place: CODES.halton, ...everybody }).status).toBe('suppressed');
    const wirral = only(measures, { place: CODES.wirral, ...everybody });
    expect([wirral.status, wirral.note]).toEqual(['missing', 'no data for this place and period']);
  });

  it('a refused row withholds its value, and no other', async () => {
    const { measures } = await compute([
      obesity(CODES.halton, { state: STATE.refused }),
      obesity(CODES.wirral),
    ]);
    const halton = only(measures, { place: CODES.halton, ...everybody });
    expect([halton.status, halton.note]).toEqual(['withheld', 'a row that it needs was refused']);
    expect(only(measures, { place: CODES.wirral, ...everybody }).status).toBe('ok');
  });

  it('a refused row of one fifth withholds the total that it is part of', async () => {
    const fifths = [1, 2, 3, 4, 5].map((level) =>
      obesity(CODES.halton, { level, ...(level === 3 ? { state: STATE.refused } : {}) }),
    );
    const { measures } = await compute(fifths);
    expect(only(measures, { place: CODES.halton, scheme: '' }).status).toBe('withheld');
    expect(only(measures, { place: CODES.halton, level: 3 }).status).toBe('withheld');
    expect(only(measures, { place: CODES.halton, level: 1 }).estimate.value).toBe(20);
  });

  it('"not available" at the source is withheld and not suppressed', async () => {
    const { measures } = await compute([
      obesity(CODES.halton, { count: Number.NaN, state: STATE.notAvailable }),
    ]);
    expect(only(measures, { place: CODES.halton, ...everybody }).status).toBe('withheld');
  });

  it('nobody counted is withheld, never 0 and never infinite', async () => {
    const { measures } = await compute([obesity(CODES.halton, { count: 0, denominator: 0 })]);
    const halton = only(measures, { place: CODES.halton, ...everybody });
    expect([halton.status, halton.estimate.value]).toEqual(['withheld', null]);
  });
});

describe('published values', () => {
  const smoking = (place: string, more: Partial<CellSpec> = {}): CellSpec => ({
    subject: 'smoking-adult',
    place,
    period: '2023',
    ...more,
  });

  it('stand as published with their limits', async () => {
    const { measures } = await compute([smoking(CODES.halton, { value: 14.5, lower: 11.5, upper: 17.5 })]);
    const { estimate, status, count } = only(measures, { place: CODES.halton });
    expect([status, estimate.value, estimate.limits[0]!.lower, estimate.limits[0]!.upper, count]).toEqual([
      'ok',
      14.5,
      11.5,
      17.5,
      null,
    ]);
  });

  it('keep the published value of the system although a Place is suppressed', async () => {
    const { measures } = await compute([
      smoking(CODES.halton, { value: 14.5, lower: 11.5, upper: 17.5 }),
      smoking(CODES.knowsley, { state: STATE.suppressed }),
      smoking(CODES.system, { value: 13, lower: 12.5, upper: 13.5 }),
    ]);
    expect(only(measures, { place: CODES.knowsley }).status).toBe('suppressed');
    const system = only(measures, { place: CODES.system });
    expect([system.status, system.estimate.value]).toEqual(['ok', 13]);
  });

  it('are never said to lack Places, since they are not summed', async () => {
    const { measures } = await compute([
      smoking(CODES.halton, { value: 14.5, lower: 11.5, upper: 17.5 }),
      smoking(CODES.knowsley, { state: STATE.suppressed }),
    ]);
    expect(measures.map(({ note }) => note).filter((note) => note.includes('of 9 Places'))).toEqual([]);
  });
});

describe('cells that several files give', () => {
  it('count once where the files agree', async () => {
    const file = { cells: [obesity(CODES.halton)] };
    const { measures, problems } = await computeFiles([file, file]);
    expect(only(measures, { place: CODES.halton, ...everybody }).count).toBe(20);
    expect(problems.groups().map(({ first }) => first.code)).toEqual(['duplicate-cell']);
  });

  it('are not used where the files disagree', async () => {
    const { measures, problems } = await computeFiles([
      { cells: [obesity(CODES.halton)] },
      { cells: [obesity(CODES.halton, { count: 30 })] },
    ]);
    expect(only(measures, { place: CODES.halton, ...everybody }).status).toBe('withheld');
    expect(problems.groups().map(({ first }) => first.code)).toEqual(['conflicting-cell']);
  });

  it('add up where each file holds records', async () => {
    const file = { cells: [obesity(CODES.halton)], additive: true };
    const { measures, problems } = await computeFiles([file, file]);
    const halton = only(measures, { place: CODES.halton, ...everybody });
    expect([halton.count, halton.denominator]).toEqual([40, 200]);
    expect(problems.groups()).toEqual([]);
  });
});

describe('totals', () => {
  it('everybody is the sum of the fifths, people of unknown deprivation included', async () => {
    const fifths = [1, 2, 3, 4, 5, -1].map((level) => obesity(CODES.halton, { level, count: 10 + level }));
    const { measures } = await compute(fifths);
    const total = only(measures, { place: CODES.halton, scheme: '' });
    expect([total.count, total.denominator]).toEqual([74, 600]);
    expect(pick(measures, { place: CODES.halton, scheme: 'national-fifths' })).toHaveLength(5);
  });

  it('a total that the extract gives is not the sum of its parts', async () => {
    const fifths = [1, 2, 3, 4, 5].map((level) => obesity(CODES.halton, { level }));
    const { measures } = await compute([...fifths, obesity(CODES.halton, { count: 101, denominator: 501 })]);
    expect(only(measures, { place: CODES.halton, scheme: '' }).denominator).toBe(501);
  });

  it('the most deprived fifth alone makes no total', async () => {
    const { measures } = await compute([obesity(CODES.halton, { level: 1 })]);
    expect(only(measures, { place: CODES.halton, scheme: '' }).status).not.toBe('ok');
  });

  it('fifths are the sums of two tenths each', async () => {
    const tenths = Array.from({ length: 10 }, (_, index) =>
      obesity(CODES.halton, { scheme: 'national-tenths', level: index + 1, count: index }),
    );
    const { measures } = await compute(tenths);
    const fifth = (level: number) =>
      only(measures, { place: CODES.halton, scheme: 'national-fifths', level });
    expect([1, 2, 3, 4, 5].map((level) => fifth(level).count)).toEqual([1, 5, 9, 13, 17]);
    expect(fifth(1).denominator).toBe(200);
  });
});

describe('rates from events and people', () => {
  const deaths = (year: number, more: Partial<CellSpec> = {}): CellSpec => ({
    subject: 'deaths',
    place: CODES.warrington,
    period: String(year),
    age: '70-74',
    count: 20,
    ...more,
  });
  const people = (year: number, more: Partial<CellSpec> = {}): CellSpec[] =>
    BANDS_UNDER_75.map((age) => ({
      subject: 'population',
      place: CODES.warrington,
      period: String(year),
      age,
      count: 1000,
      ...more,
    }));
  const options = { indicators: ['mortality-u75'] };
  const at = { place: CODES.warrington, ...everybody };

  it('a directly standardised rate weighs its one band with the standard population', async () => {
    const { measures } = await compute([deaths(2023), ...people(2023)], options);
    // ESP2013 has 5,000 people of 70-74 among the 91,000 below 75: 100,000 · 20/1000 · 5000/91000.
    const rate = only(measures, { ...at, period: '2023' });
    expect(rate.estimate.value).toBeCloseTo((100_000 * 0.02 * 5000) / 91_000, 9);
    expect([rate.count, rate.denominator, rate.unit]).toEqual([20, 15_000, 'per 100,000']);
  });

  it('is withheld below ten events and given at ten', async () => {
    const nine = await compute([deaths(2023, { count: 9 }), ...people(2023)], options);
    const ten = await compute([deaths(2023, { count: 10 }), ...people(2023)], options);
    expect(only(nine.measures, at).status).toBe('withheld');
    expect(only(nine.measures, at).note).toContain('fewer than 10');
    expect(only(ten.measures, at).status).toBe('ok');
  });

  it('is missing without a population, and a problem says of which Place and year', async () => {
    const { measures, problems } = await compute([deaths(2023)], options);
    expect(only(measures, at).status).toBe('missing');
    expect(only(measures, at).note).toBe('no population for this place and period');
    const [group] = problems.groups();
    expect(group!.first.code).toBe('population-missing');
    expect(group!.first.message).toContain('Warrington');
    expect(group!.first.message).toContain('2023');
  });

  it('is withheld where an age that it needs has no population', async () => {
    const { measures } = await compute([deaths(2023), ...people(2023).slice(1)], options);
    expect(only(measures, at).status).toBe('withheld');
    expect(only(measures, at).note).toMatch(/ages|population/);
  });

  it('no deaths of a kind where the extract covers the Place and year is zero and not missing', async () => {
    const cells = [deaths(2023, { cause: 'I21' }), ...people(2023)];
    const { measures } = await compute(cells, { indicators: ['cancer-mortality-u75'] });
    const cancer = only(measures, at);
    expect([cancer.count, cancer.status]).toEqual([0, 'withheld']);
    expect(cancer.note).toContain('fewer than 10');
  });

  it('deaths by month are added up to the year and meet the population of the year', async () => {
    const months = Array.from({ length: 12 }, (_, index) => `2023-${String(index + 1).padStart(2, '0')}`);
    const cells = [...months.map((period) => deaths(2023, { period, count: 2 })), ...people(2023)];
    const { measures } = await compute(cells, options);
    const rate = only(measures, { ...at, period: '2023' });
    expect([rate.status, rate.count, rate.denominator]).toEqual(['ok', 24, 15_000]);
  });

  it('eleven months of deaths are no year', async () => {
    const months = Array.from({ length: 11 }, (_, index) => `2023-${String(index + 1).padStart(2, '0')}`);
    const cells = [...months.map((period) => deaths(2023, { period, count: 2 })), ...people(2023)];
    const { measures } = await compute(cells, options);
    const rate = only(measures, { ...at, period: '2023' });
    expect([rate.status, rate.note]).toEqual(['withheld', 'the extract has 11 of 12 months']);
  });

  it('three years are pooled in every window of consecutive years', async () => {
    const years = [2019, 2020, 2021, 2022, 2023];
    const cells = years.flatMap((year) => [deaths(year, { count: year - 2009 }), ...people(year)]);
    const { measures } = await compute(cells, options);
    const pooled = pick(measures, at).filter(({ period }) => period.length === 3);
    expect(pooled.map(({ period, count, denominator }) => [period.label, count, denominator])).toEqual([
      ['2019-21', 33, 45_000],
      ['2020-22', 36, 45_000],
      ['2021-23', 39, 45_000],
    ]);
  });

  it('a window across a year that is missing is not pooled', async () => {
    const cells = [2019, 2020, 2022, 2023].flatMap((year) => [deaths(year), ...people(year)]);
    const { measures } = await compute(cells, options);
    expect(pick(measures, at).filter(({ period, status }) => period.length === 3 && status === 'ok')).toEqual(
      [],
    );
  });

  it('persons are the sum of women, men and people of unknown sex', async () => {
    const cells = [
      deaths(2023, { sex: 'female', count: 11 }),
      deaths(2023, { sex: 'male', count: 12 }),
      deaths(2023, { sex: 'unknown', count: 1 }),
      ...people(2023, { sex: 'female' }),
      ...people(2023, { sex: 'male' }),
    ];
    const { measures } = await compute(cells, options);
    const of = (sex: string) => only(measures, { place: CODES.warrington, scheme: '', sex });
    expect([of('persons').count, of('female').count, of('male').count]).toEqual([24, 11, 12]);
    expect(of('persons').denominator).toBe(30_000);
  });
});

it('measures stand in the order of the catalogue, then time, sex and deprivation', async () => {
  const cells = [CODES.wirral, CODES.halton].flatMap((place) =>
    ['2023/24', '2022/23'].flatMap((period) =>
      [5, 1, 3, 2, 4].map((level) => obesity(place, { period, level })),
    ),
  );
  const { measures } = await compute(cells);
  const keys = measures
    .filter(({ place }) => place === CODES.wirral || place === CODES.halton)
    .map(({ place, period, scheme, level }) => [place, period.label, scheme, level].join(' '));
  const expected = [CODES.halton, CODES.wirral].flatMap((place) =>
    ['2022/23', '2023/24'].flatMap((period) => [
      `${place} ${period}  0`,
      ...[1, 2, 3, 4, 5].map((level) => `${place} ${period} national-fifths ${level}`),
    ]),
  );
  expect(keys).toEqual(expected);
});
