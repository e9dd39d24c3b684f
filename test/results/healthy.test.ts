import { describe, expect, it } from 'vitest';
import type { PipelineResult } from '../../src/pipeline.ts';
import { cellsOf } from '../../src/results/cells-of.ts';
import { filesOf, inputsOfMeasure } from '../../src/results/inputs-of.ts';
import type { Measure } from '../../src/results/result.ts';
import { csv } from '../extracts/read-files.ts';
import { ALL_PLACES, CODES, only, pick } from './fake-cells.ts';
import { definitionOf, runText } from './run-text.ts';

const ID = 'healthy-years-of-a-test';
const PLACE = ALL_PLACES[2]!;
const SEXES = ['female', 'male'];
const YEARS = [2021, 2022, 2023];
const definition = definitionOf(ID, {
  method: 'healthy-life-expectancy',
  numerator: { event: 'deaths' },
  denominator: { event: 'population' },
  ageBands: ['abridged-20', 'abridged-20-to-85', 'quinary-19', 'quinary-18'],
  atAge: 0,
  unit: 'years',
  polarity: 'high',
  periods: ['3-year', 'year'],
  sexes: ['persons', 'female', 'male'],
});

/** 0, 1-4, 5-9 to 85-89, 90+. */
const BANDS = ['0', '1-4', ...Array.from({ length: 17 }, (_, at) => `${5 * at + 5}-${5 * at + 9}`), '90+'];
const LAST = BANDS.length - 1;

// What the extracts say; the same in the program in Python that made the figures of these tests.
const living = (place: number, sex: number, band: number): number =>
  400 + 30 * place + 10 * sex + (band > 0 ? 1200 : 0) - (band > 8 ? 45 * band : 0);
const died = (place: number, sex: number, band: number): number =>
  Math.floor((band * band * (9 + sex)) / 40) +
  ((place + band) % 3) +
  (band === 0 ? 3 : 0) +
  (band === LAST ? 60 : 0);
const asked = (place: number, sex: number, band: number, year: number): number =>
  40 + 5 * place + sex + ((band * 7 + year) % 11);
const healthy = (place: number, sex: number, band: number, year: number): number =>
  Math.floor((asked(place, sex, band, year) * (96 - 4 * band)) / 100);

type Line = (place: number, sex: number, band: number) => string;
const linesOf = (places: readonly number[], line: Line, bands = BANDS): string[] =>
  places.flatMap((place) => SEXES.flatMap((_, sex) => bands.map((_, band) => line(place, sex, band))));
const NINE = ALL_PLACES.map((_, place) => place);

const deathsOf = (places: readonly number[], years = YEARS): string =>
  csv(
    'place,period,sex,age_band,deaths',
    ...years.flatMap((year) =>
      linesOf(places, (p, s, b) => [ALL_PLACES[p], year, SEXES[s], BANDS[b], died(p, s, b)].join(',')),
    ),
  );
const peopleOf = (places: readonly number[], years = YEARS): string =>
  csv(
    'place,period,sex,age_band,population',
    ...years.flatMap((year) =>
      linesOf(places, (p, s, b) => [ALL_PLACES[p], year, SEXES[s], BANDS[b], living(p, s, b)].join(',')),
    ),
  );
const HEADER = 'indicator,place,period,sex,age_band,numerator,denominator';
/** @param year 0 for the first of the survey */
const askedIn = (period: string, year: number, places: readonly number[] = NINE): string[] =>
  linesOf(places, (p, s, b) =>
    [ID, ALL_PLACES[p], period, SEXES[s], BANDS[b], healthy(p, s, b, year), asked(p, s, b, year)].join(','),
  );

interface Extracts {
  readonly survey: readonly string[];
  readonly places?: readonly number[];
  readonly years?: readonly number[];
  readonly more?: Readonly<Record<string, string>>;
  readonly header?: string;
}
const run = ({
  survey,
  places = NINE,
  years = YEARS,
  more = {},
  header = HEADER,
}: Extracts): Promise<PipelineResult> =>
  runText(
    {
      'deaths.csv': deathsOf(places, years as number[]),
      'population.csv': peopleOf(places, years as number[]),
      ...(survey.length > 0 ? { 'survey.csv': csv(header, ...survey) } : {}),
      ...more,
    },
    { definitions: [definition] },
  );
const at = ({ measures }: PipelineResult, sex = 'female', period = '2023', place: string = PLACE): Measure =>
  only(measures, { place, sex, period, scheme: '' });
const noted = ({ status, estimate, note }: Measure): unknown[] => [status, estimate.value, note];

function expectFigures({ status, estimate }: Measure, [value, error, lower, upper]: readonly number[]): void {
  expect(status).toBe('ok');
  expect(estimate.value).toBeCloseTo(value!, 9);
  expect(estimate.standardError).toBeCloseTo(error!, 9);
  expect(estimate.limits[0]!.lower).toBeCloseTo(lower!, 9);
  expect(estimate.limits[0]!.upper).toBeCloseTo(upper!, 9);
}

// Python with numpy: an abridged life table of radix 1 (a = 0.1 in the first year, else 0.5; L of the last band l/M),
// Σ L·healthy/asked, its error the root of Σ L²π(1 − π)/asked, limits with norm.ppf(0.975) of scipy.
const FEMALE_2023 = [40.42900066954111, 0.9092798005865428, 38.64684500852172, 42.2111563305605];
const FEMALE_ADDED = [40.463648045333976, 0.5237859850201826, 39.43704637908758, 41.49024971158037];

describe('healthy life expectancy', () => {
  it('of a survey in the year of the deaths, by sex, of persons and of the system', async () => {
    const result = await run({ survey: askedIn('2023', 0) });
    expectFigures(at(result), FEMALE_2023);
    expectFigures(
      at(result, 'persons'),
      [40.01799339827701, 0.6313344839706907, 38.78060054749627, 41.25538624905774],
    );
    expectFigures(
      at(result, 'persons', '2023', CODES.system),
      [40.46996448133622, 0.19561495753566846, 40.08656620972898, 40.85336275294346],
    );
    const { count, denominator, method } = at(result);
    expect([count, denominator, method]).toEqual([632, 25070, 'healthy-life-expectancy: Sullivan']);
    // Nobody was asked in the other years, and of those there is nothing to say.
    expect(new Set(result.measures.map(({ period }) => period.label))).toEqual(new Set(['2023']));
  });

  it('of three years: the survey of these three, or its years added up', async () => {
    const own = await run({ survey: askedIn('2021-23', 0) });
    // Three equal years of deaths and people leave the table as it is; the survey is that of one year here.
    expectFigures(at(own, 'female', '2021-23'), FEMALE_2023);
    const added = await run({ survey: YEARS.flatMap((year, at) => askedIn(String(year), at)) });
    expectFigures(at(added, 'female', '2021-23'), FEMALE_ADDED);
    expectFigures(at(added, 'female', '2021'), FEMALE_2023);
  });

  it('takes the period of the survey itself where a Place has it, else the years', async () => {
    const [others, mine] = [NINE.filter((place) => place !== 2), [2]];
    const result = await run({
      survey: [
        ...askedIn('2021-23', 0, others),
        ...YEARS.flatMap((year, at) => askedIn(String(year), at, mine)),
      ],
    });
    expectFigures(at(result, 'female', '2021-23'), FEMALE_ADDED);
    expect(at(result, 'female', '2021-23', ALL_PLACES[1]!).status).toBe('ok');
    const both = [...askedIn('2021-23', 0), ...YEARS.flatMap((year, at) => askedIn(String(year), at))];
    expectFigures(at(await run({ survey: both }), 'female', '2021-23'), FEMALE_2023);
  });

  it('takes coarser ages of life where the survey has not the finest: 0-4 for 0 and 1-4', async () => {
    const rows = askedIn('2023', 0).flatMap((line) => {
      const [id, place, period, sex, age, good, all] = line.split(',');
      if (age === '1-4') return [];
      if (age !== '0') return [line];
      const [p, s] = [ALL_PLACES.indexOf(place!), SEXES.indexOf(sex!)];
      const sums = [Number(good) + healthy(p, s, 1, 0), Number(all) + asked(p, s, 1, 0)];
      return [[id, place, period, sex, '0-4', ...sums].join(',')];
    });
    const result = await run({ survey: rows });
    expectFigures(at(result), [40.459491335551185, 0.9036436302039299, 38.68838236549245, 42.23060030560992]);
  });

  it('of everybody in good health is life expectancy', async () => {
    const all = askedIn('2023', 0).map((line) => {
      const fields = line.split(',');
      return [...fields.slice(0, 5), fields[6], fields[6]].join(',');
    });
    const found = at(await run({ survey: all }));
    expect(found.estimate.value).toBeCloseTo(61.57037838458102, 9);
    expect(found.estimate.limits[0]!.lower).toBeCloseTo(61.57037838458102, 9);
  });

  it('does not depend on the order of the rows', async () => {
    expectFigures(at(await run({ survey: askedIn('2023', 0).reverse() })), FEMALE_2023);
  });
});

describe('healthy life expectancy that cannot be computed', () => {
  const changed = (change: (fields: string[]) => string[] | null): string[] =>
    askedIn('2023', 0).flatMap((line) => {
      const fields = line.split(',');
      const isOne = fields[1] === PLACE && fields[3] === 'female' && fields[4] === '40-44';
      const after = isOne ? change(fields) : fields;
      return after ? [after.join(',')] : [];
    });
  const cases: readonly (readonly [string, string[], string, string])[] = [
    ['an age is missing', changed(() => null), 'withheld', 'survey of health: it has nobody of ages 40-44'],
    [
      'nobody was asked at an age',
      changed((fields) => [...fields.slice(0, 5), '0', '0']),
      'withheld',
      'nobody was asked in the age band from 40',
    ],
    [
      'a figure is hidden',
      changed((fields) => [...fields.slice(0, 5), '*', '50']),
      'suppressed',
      'survey of health: a figure that it needs is suppressed at its source',
    ],
    [
      'a row was refused',
      changed((fields) => [...fields.slice(0, 5), '51', '50']),
      'withheld',
      'survey of health: a row that it needs was refused',
    ],
    [
      'the ages of the survey fit no table',
      changed((fields) => [...fields.slice(0, 4), '38-42', '30', '50']),
      'withheld',
      'survey of health: ages 38-42 of the extract lie across the edge of a band that is needed',
    ],
    [
      'there is no survey of this Place',
      askedIn(
        '2023',
        0,
        NINE.filter((place) => place !== 2),
      ),
      'missing',
      'no survey of health for this place and period',
    ],
  ];
  it.each(cases)('%s', async (_, survey, status, note) => {
    expect(noted(at(await run({ survey })))).toEqual([status, null, note]);
  });

  it('the system says how many Places the survey has', async () => {
    const result = await run({ survey: askedIn('2023', 0, [0, 1, 2]) });
    expect(noted(at(result, 'female', '2023', CODES.system))).toEqual([
      'withheld',
      null,
      'survey of health: 3 of 9 Places',
    ]);
    expect(at(result).status).toBe('ok');
  });

  it('keeps the rules of life expectancy, such as a population of 5,000 or less', async () => {
    const few = linesOf([2], (p, s, b) =>
      [ALL_PLACES[p], 2023, SEXES[s], BANDS[b], Math.floor(living(p, s, b) / 9)].join(','),
    );
    const files = {
      'deaths.csv': deathsOf([2], [2023]).replaceAll(/,\d+$/gm, ',1'),
      'population.csv': csv('place,period,sex,age_band,population', ...few),
      'survey.csv': csv(HEADER, ...askedIn('2023', 0, [2])),
    };
    const result = await runText(files, { definitions: [definition] });
    expect(noted(at(result))).toEqual(['withheld', null, 'a population of 5,000 or less']);
  });

  it('nor says more than a life expectancy that is too uncertain', async () => {
    // One death in all, of those aged 90 and over: 95 % limits of the last band that are hundreds of years apart.
    const one = linesOf([2], (p, s, b) =>
      [ALL_PLACES[p], 2023, SEXES[s], BANDS[b], b === LAST ? 1 : 0].join(','),
    );
    const files = {
      'deaths.csv': csv('place,period,sex,age_band,deaths', ...one),
      'population.csv': peopleOf([2], [2023]),
      'survey.csv': csv(
        HEADER,
        ...askedIn('2023', 0, [2]).map((line) => line.replace(/,\d+,\d+$/, ',0,5000')),
      ),
    };
    const result = await runText(files, { definitions: [definition] });
    expect(noted(at(result))).toEqual(['withheld', null, 'a 95 % interval wider than 20 years']);
  });

  it('a survey without deaths is told, and no rows are made where nobody was asked', async () => {
    const result = await run({ survey: [...askedIn('2023', 0), ...askedIn('2019', 0, [2])] });
    expect(noted(at(result, 'female', '2019'))).toEqual([
      'missing',
      null,
      'no deaths and population for this place and period',
    ]);
    expect(pick(result.measures, { period: '2019', place: ALL_PLACES[0] })).toEqual([]);
    expect((await run({ survey: [] })).measures).toEqual([]);
  });

  it('published values stand where the survey asks nobody', async () => {
    const values = csv(
      'indicator,place,period,sex,value,lower,upper',
      `${ID},${PLACE},2021-23,female,58.4,56.1,60.7`,
      `${ID},${PLACE},2023,female,58,56,60`,
    );
    const result = await run({ survey: askedIn('2023', 0), more: { 'values.csv': values } });
    expect([at(result, 'female', '2021-23').estimate.value, at(result, 'female', '2021-23').method]).toEqual([
      58.4,
      'given',
    ]);
    expectFigures(at(result), FEMALE_2023);
  });
});

describe('healthy life expectancy by deprivation', () => {
  it('takes the fifths that deaths, people and survey share', async () => {
    const withFifth = (rows: readonly string[], before: number): string[] =>
      rows.flatMap((line) =>
        [1, 2, 3, 4, 5].map((level) => {
          const fields = line.split(',');
          return [...fields.slice(0, before), level, ...fields.slice(before)].join(',');
        }),
      );
    const survey = withFifth(askedIn('2023', 0, [2]), 5);
    const table = (text: string): string => {
      const [header, ...rows] = text.trim().split('\n');
      const [line] = withFifth([header!], 4);
      return csv(line!.replace(',1,', ',deprivation_quintile,'), ...withFifth(rows, 4));
    };
    const result = await runText(
      {
        'deaths.csv': table(deathsOf([2], [2023])),
        'population.csv': table(peopleOf([2], [2023])),
        'survey.csv': csv(HEADER.replace('age_band', 'age_band,deprivation_quintile'), ...survey),
      },
      { definitions: [definition] },
    );
    const one = only(result.measures, { place: PLACE, sex: 'female', level: 1 });
    expectFigures(one, FEMALE_2023);
    // Five equal fifths: the same years, and an error less by the root of five.
    const all = only(result.measures, { place: PLACE, sex: 'female', level: 0 });
    expect(all.estimate.value).toBeCloseTo(FEMALE_2023[0]!, 9);
    expect(all.estimate.standardError).toBeCloseTo(FEMALE_2023[1]! / Math.sqrt(5), 9);
  });

  it('has no rows by fifth in a year of which the survey knows everybody alone, nor of the system', async () => {
    const byFifth = (lines: readonly string[], at: number): string[] =>
      lines.flatMap((line) =>
        [1, 2, 3, 4, 5].map((level) => line.split(',').toSpliced(at, 0, String(level)).join(',')),
      );
    const table = (text: string): string => {
      const [header, ...rows] = text.trim().split('\n');
      return csv(`${header!.split(',').toSpliced(4, 0, 'deprivation_quintile')}`, ...byFifth(rows, 4));
    };
    const result = await runText(
      {
        'deaths.csv': table(deathsOf(NINE, [2022, 2023])),
        'population.csv': table(peopleOf(NINE, [2022, 2023])),
        'survey.csv': csv(
          HEADER.replace('age_band', 'age_band,deprivation_quintile'),
          ...byFifth(askedIn('2022', 0), 5),
          ...askedIn('2023', 0).map((line) => line.split(',').toSpliced(5, 0, '').join(',')),
        ),
      },
      { definitions: [definition] },
    );
    const levels = (period: string, place: string): number[] =>
      pick(result.measures, { period, place, sex: 'female' }).map(({ level }) => level);
    for (const place of [PLACE, CODES.system]) {
      expect(levels('2022', place)).toEqual([0, 1, 2, 3, 4, 5]);
      expect(levels('2023', place)).toEqual([0]);
    }
  });
});

describe('the cells behind a healthy life expectancy', () => {
  it('are deaths, people and the survey', async () => {
    const result = await run({ survey: YEARS.flatMap((year, index) => askedIn(String(year), index)) });
    const measure = at(result, 'female', '2021-23');
    const inputs = inputsOfMeasure(measure, definition, result.run);
    const sum = (role: string, figure: 'count' | 'denominator'): number =>
      inputs
        .filter((input) => input.role === role)
        .flatMap((input) => cellsOf(input, result.run))
        .reduce((total, cell) => total + cell[figure], 0);
    expect([sum('numerator', 'count'), sum('denominator', 'count')]).toEqual([3 * 632, 3 * 25070]);
    const all = (figure: typeof asked): number =>
      YEARS.flatMap((_, year) => BANDS.map((_, band) => figure(2, 0, band, year))).reduce((a, b) => a + b, 0);
    expect([sum('survey', 'count'), sum('survey', 'denominator')]).toEqual([all(healthy), all(asked)]);
    const paths = filesOf(measure, result.run).map((id) => result.files[id]!.path.split('/').at(-1));
    expect(paths.sort()).toEqual(['deaths.csv', 'population.csv', 'survey.csv']);
  });
});
