import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Row } from './reference-folder.ts';
import { calc, expectNear, numberIn, table } from './run-calc.ts';

/*
 * What must hold whatever the figures are. Each property is put to many random areas in one call; figures that come
 * out of the same sums in another order agree to 1e-12, those out of a solver or a life table to 1e-9.
 */

const STARTS = [0, 1, ...Array.from({ length: 18 }, (_, index) => 5 * (index + 1))];
/** Deaths a person a year by the bands of STARTS, about as in England. */
const MORTALITY = [40, 2, 1, 1, 3, 5, 6, 8, 11, 16, 24, 36, 55, 85, 135, 210, 350, 620, 1100, 2300].map(
  (rate) => rate / 10_000,
);
/** The European standard of 2013 as Eurostat prints it, by fives from 0 to 90 and over. */
const ESP_2013 = [
  5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500,
  1000,
];
const FIVES = ESP_2013.map((_, band) =>
  band === ESP_2013.length - 1 ? '90+' : `${5 * band}-${5 * band + 4}`,
);

const RATE = 'rate --events events --population people';
const PROPORTION = RATE.replace('rate', 'proportion');
const INDIRECT =
  '--events events --population people --reference-events refevents --reference-population refpeople';
const LIFE = 'life-expectancy --age age --deaths deaths --population people';
const HEALTHY = `healthy-${LIFE} --healthy healthy --asked asked`;
const SII = 'sii --rank rank --population people --value value --se se';

type Fields = Readonly<Record<string, string | number>>;

/** A table in one text; columns are those of the first row. */
function csvOf(rows: readonly Fields[]): string {
  const columns = Object.keys(rows[0]!);
  return table(columns.join(), ...rows.map((row) => columns.map((column) => row[column]).join()));
}

/** The same rows with the columns named so many times as large. */
function scaled(rows: readonly Fields[], by: number, ...columns: string[]): Fields[] {
  return rows.map((row) => ({
    ...row,
    ...Object.fromEntries(columns.map((column) => [column, Number(row[column]) * by])),
  }));
}

async function calculated(options: string, rows: readonly Fields[], count?: number): Promise<readonly Row[]> {
  const { rows: out, exit, stderr } = await calc(`${options} --by area`, csvOf(rows));
  expect([exit, stderr], options).toEqual([0, '']);
  expect(
    out.filter(({ status }) => status !== 'ok' && status !== undefined),
    options,
  ).toEqual([]);
  if (count !== undefined) expect(out.length, options).toBe(count);
  return out;
}

/** Column by column, each figure so many times the other's. */
function expectTimes(
  actual: readonly Row[],
  base: readonly Row[],
  by: number,
  columns: string[],
  tolerance = 1e-12,
): void {
  expect(actual.length).toBe(base.length);
  for (const [at, row] of actual.entries())
    for (const column of columns)
      expectNear(numberIn(row, column), by * numberIn(base[at], column), tolerance);
}

const VALUE = ['value'];
const LIMITS = ['lower_95', 'upper_95'];
const FIGURES = [...VALUE, ...LIMITS];

const band = fc.record({
  events: fc.integer({ min: 1, max: 3000 }),
  extra: fc.integer({ min: 1, max: 500_000 }),
  weight: fc.integer({ min: 1, max: 7000 }),
  refevents: fc.integer({ min: 1, max: 5000 }),
  refpeople: fc.integer({ min: 5000, max: 1_000_000 }),
});

/** Areas with the nineteen bands of the European standard. */
function randomBands(areas: number, seed: number): Fields[] {
  return fc
    .sample(fc.array(band, { minLength: FIVES.length, maxLength: FIVES.length }), { numRuns: areas, seed })
    .flatMap((bands, area) =>
      bands.map(({ extra, ...fields }, at) => ({
        area: `area ${area}`,
        age: FIVES[at]!,
        ...fields,
        people: fields.events + extra,
      })),
    );
}

/** Areas with a life table each; deaths about as in England, up to a half more or less. */
function randomLives(areas: number, seed: number): Fields[] {
  const one = fc.record({
    people: fc.integer({ min: 1000, max: 40_000 }),
    change: fc.integer({ min: 50, max: 150 }),
    asked: fc.integer({ min: 20, max: 400 }),
    healthy: fc.integer({ min: 5, max: 95 }),
  });
  return fc
    .sample(fc.array(one, { minLength: STARTS.length, maxLength: STARTS.length }), { numRuns: areas, seed })
    .flatMap((bands, area) =>
      bands.map(({ people, change, asked, healthy }, at) => ({
        area: `area ${area}`,
        age: STARTS[at]!,
        deaths: Math.ceil((people * MORTALITY[at]! * change) / 100),
        people,
        asked,
        healthy: Math.round((asked * healthy) / 100),
      })),
    );
}

/** Areas of ten tenths with a value and its error each. */
function randomTenths(areas: number, seed: number): Fields[] {
  const one = fc.record({
    people: fc.integer({ min: 500, max: 50_000 }),
    value: fc.integer({ min: 4000, max: 9000 }),
    se: fc.integer({ min: 5, max: 300 }),
  });
  return fc
    .sample(fc.array(one, { minLength: 10, maxLength: 10 }), { numRuns: areas, seed })
    .flatMap((tenths, area) =>
      tenths.map(({ people, value, se }, at) => ({
        area: `area ${area}`,
        rank: at + 1,
        people,
        value: value / 100,
        se: se / 100,
        low: (value - 2 * se) / 100,
        high: (value + 2 * se) / 100,
      })),
    );
}

const AREAS = 40;
const BANDS = randomBands(AREAS, 1);
const LIVES = randomLives(AREAS, 2);
const TENTHS = randomTenths(AREAS, 3);

describe('the order of rows says nothing', () => {
  const shuffles = [4, 5];
  it.concurrent.each<[string, readonly Fields[]]>([
    [RATE, BANDS],
    [PROPORTION, BANDS],
    ['mean --values value', TENTHS],
    ['dsr --events events --population people --standard weight', BANDS],
    ['dsr --events events --population people --standard esp2013 --age age', BANDS],
    [`isr-ratio ${INDIRECT}`, BANDS],
    [`isr-rate ${INDIRECT} --age age`, BANDS],
    [LIFE, LIVES],
    [`${LIFE} --a0 keyfitz --at 0,65`, LIVES],
    [HEALTHY, LIVES],
    [`${HEALTHY} --mortality-variance`, LIVES],
    [SII, TENTHS],
    ['sii --rank rank --population people --value value --lower low --upper high --scale-type rate', TENTHS],
    ['funnel --events events --population people --statistic proportion', BANDS],
    ['quantile --value people --groups 5', BANDS],
  ])('%s: the same bytes', async (options, rows) => {
    const sorted = async (some: readonly Fields[]): Promise<string[]> => {
      const { stdout, stderr, exit } = await calc(`${options} --by area`, csvOf(some));
      expect([exit, stderr]).toEqual([0, '']);
      const [header, ...lines] = stdout.trimEnd().split('\n');
      return [header!, ...lines.sort()];
    };
    const inOrder = await sorted(rows);
    expect(inOrder.length).toBeGreaterThan(AREAS);
    for (const seed of shuffles) {
      const [shuffled] = fc.sample(
        fc.shuffledSubarray([...rows], { minLength: rows.length, maxLength: rows.length }),
        { numRuns: 1, seed },
      );
      expect(shuffled).not.toEqual(rows);
      expect(await sorted(shuffled!)).toEqual(inOrder);
    }
  });
});

describe('a row may be given in two parts', () => {
  /** Every row as two, its counts and weights shared out; a quarter of the people is a whole number. */
  const whole = scaled(BANDS, 4, 'people', 'weight');
  const halves = whole.flatMap((row) => {
    const { events, people, weight } = row as { events: number; people: number; weight: number };
    const first = { ...row, events: Math.floor(events / 3), people: people / 4, weight: weight / 4 };
    const second = { ...row, events: events - first.events, people: 0.75 * people, weight: 0.75 * weight };
    return [second, first];
  });

  it.each([RATE, PROPORTION])('%s: counts add up, so the bytes are the same', async (options) => {
    const [one, two] = await Promise.all(
      [whole, halves].map((rows) => calc(`${options} --by area`, csvOf(rows))),
    );
    expect(one!.exit).toBe(0);
    expect(two!.stdout).toBe(one!.stdout);
  });

  it('dsr: where the standard is shared out as the people are, since w·x/n is then that of the whole', async () => {
    const options = 'dsr --events events --population people --standard weight';
    const [one, two] = await Promise.all([whole, halves].map((rows) => calculated(options, rows, AREAS)));
    expectTimes(two!, one!, 1, [...FIGURES, 'count', 'denominator'], 1e-9);
  });

  it.each(['isr-ratio', 'isr-rate'])(
    '%s: where both parts have the reference of the whole, whose rates stay what they are',
    async (method) => {
      const options = `${method} ${INDIRECT}`;
      const [one, two] = await Promise.all([whole, halves].map((rows) => calculated(options, rows, AREAS)));
      expectTimes(two!, one!, 1, [...FIGURES, 'observed', 'expected'], 1e-9);
    },
  );
});

describe('scaling', () => {
  const K = 8;
  const twice = (options: string, one: readonly Fields[], other: readonly Fields[], count?: number) =>
    Promise.all([calculated(options, one, count), calculated(options, other, count)]);
  /** Distances of the limits from each other. */
  const widths = (rows: readonly Row[]): number[] =>
    rows.map((row) => numberIn(row, 'upper_95') - numberIn(row, 'lower_95'));

  it.each([
    RATE,
    PROPORTION,
    'dsr --events events --population people --standard weight',
    'dsr --events events --population people --standard esp2013 --age age',
  ])('%s: K times the events and people leave the value and narrow the limits', async (options) => {
    const [base, large] = await twice(options, BANDS, scaled(BANDS, K, 'events', 'people'), AREAS);
    expectTimes(large, base, 1, VALUE);
    expectTimes(large, base, K, ['count', 'denominator']);
    const [narrow, wide] = [widths(large), widths(base)];
    for (const [at, width] of narrow.entries()) expect(width).toBeLessThan(wide[at]!);
  });

  it.each([
    RATE,
    'dsr --events events --population people --standard weight',
    'dsr --events events --population people --standard esp2013 --age age',
  ])('%s: K times the people divide the value and limits by K', async (options) => {
    const [base, large] = await twice(options, BANDS, scaled(BANDS, K, 'people'), AREAS);
    expectTimes(large, base, 1 / K, FIGURES, 1e-9);
  });

  it('dsr: only the shares of the standard matter', async () => {
    const options = 'dsr --events events --population people --standard weight';
    const [base, large] = await twice(options, BANDS, scaled(BANDS, K, 'weight'), AREAS);
    expectTimes(large, base, 1, FIGURES, 1e-9);
  });

  it.each(['isr-ratio', 'isr-rate'])('%s: only the rates of the reference matter', async (method) => {
    const options = `${method} ${INDIRECT}`;
    const [base, large] = await twice(options, BANDS, scaled(BANDS, K, 'refevents', 'refpeople'), AREAS);
    expectTimes(large, base, 1, [...FIGURES, 'observed', 'expected']);
  });

  it('isr-ratio: K times the people divide it by K', async () => {
    const [base, large] = await twice(`isr-ratio ${INDIRECT}`, BANDS, scaled(BANDS, K, 'people'), AREAS);
    expectTimes(large, base, 1 / K, FIGURES);
  });

  it('mean: K times the values are K times the mean, its limits and the spread', async () => {
    const [base, large] = await twice('mean --values value', TENTHS, scaled(TENTHS, K, 'value'), AREAS);
    expectTimes(large, base, K, [...FIGURES, 'sum', 'sd']);
    expectTimes(large, base, 1, ['n']);
  });

  it('life-expectancy: K times the deaths and people leave the value; the limits come √K as close', async () => {
    const [base, large] = await twice(
      LIFE,
      LIVES,
      scaled(LIVES, K, 'deaths', 'people'),
      AREAS * STARTS.length,
    );
    expectTimes(large, base, 1, VALUE, 1e-9);
    const [narrow, wide] = [widths(large), widths(base)];
    for (const [at, width] of narrow.entries()) expectNear(width * Math.sqrt(K), wide[at]!, 1e-9);
  });

  it('healthy-life-expectancy: K times the people and those asked, √K as close', async () => {
    const large = scaled(scaled(LIVES, K, 'deaths', 'people'), K, 'healthy', 'asked');
    for (const options of [HEALTHY, `${HEALTHY} --mortality-variance`]) {
      const [one, other] = await twice(options, LIVES, large, AREAS * STARTS.length);
      expectTimes(other, one, 1, VALUE, 1e-9);
      const [narrow, wide] = [widths(other), widths(one)];
      for (const [at, width] of narrow.entries()) expectNear(width * Math.sqrt(K), wide[at]!, 1e-8);
    }
  });

  it('sii: only the shares of people matter; K times the values are K times the index and the same ratio', async () => {
    const [base, people] = await twice(SII, TENTHS, scaled(TENTHS, K, 'people'), 3 * AREAS);
    const values = await calculated(SII, scaled(TENTHS, K, 'value', 'se'), 3 * AREAS);
    const of = (rows: readonly Row[], measure: string): Row[] =>
      rows.filter((row) => row.measure === measure);
    for (const measure of ['sii', 'rii'])
      expectTimes(of(people, measure), of(base, measure), 1, FIGURES, 1e-9);
    expectTimes(of(values, 'sii'), of(base, 'sii'), K, FIGURES, 1e-9);
    expectTimes(of(values, 'rii'), of(base, 'rii'), 1, FIGURES, 1e-9);
    expectTimes(of(values, 'intercept'), of(base, 'intercept'), K, VALUE, 1e-9);
  });
});

describe('limits contain the value and widen with confidence', () => {
  it.each<[string, readonly Fields[], number]>([
    [LIFE, LIVES, AREAS * STARTS.length],
    [HEALTHY, LIVES, AREAS * STARTS.length],
    [`${HEALTHY} --mortality-variance`, LIVES, AREAS * STARTS.length],
    [SII, TENTHS, 3 * AREAS],
    [
      'sii --rank rank --population people --value value --lower low --upper high --scale-type rate',
      TENTHS,
      3 * AREAS,
    ],
  ])('%s', async (options, rows, count) => {
    const out = await calculated(`${options} --confidence 80,95,99.8`, rows, count);
    const names = ['lower_99_8', 'lower_95', 'lower_80', 'value', 'upper_80', 'upper_95', 'upper_99_8'];
    for (const row of out) {
      if (row.measure === 'intercept') continue;
      const numbers = names.map((name) => numberIn(row, name));
      for (const [at, number] of numbers.slice(1).entries()) expect(number).toBeGreaterThan(numbers[at]!);
    }
  });

  it.each([
    'funnel --events events --population people --statistic proportion',
    'funnel --events events --population people --statistic rate --multiplier 100000',
    'funnel --events events --expected refevents --statistic ratio',
  ])('%s: those of 95 %% lie within those of 99.8 %%, and flags say where a row stands', async (options) => {
    const rows = scaled(BANDS, 1, 'events').map((row) => ({ ...row, refevents: Number(row.refevents) + 10 }));
    const out = await calculated(options, rows, rows.length);
    const flags = new Set<string>();
    for (const row of out) {
      const [low3, low2, average, high2, high3] = [
        'lower_3sd',
        'lower_2sd',
        'average',
        'upper_2sd',
        'upper_3sd',
      ].map((name) => numberIn(row, name)) as [number, number, number, number, number];
      expect(low3).toBeLessThanOrEqual(low2);
      expect(low2).toBeLessThan(average);
      expect(average).toBeLessThan(high2);
      expect(high2).toBeLessThanOrEqual(high3);
      flags.add(row.flag!);
      const divisor = options.includes('expected') ? 'refevents' : 'people';
      const value = (Number(row.events) / Number(row[divisor])) * (options.includes('100000') ? 100_000 : 1);
      const flag =
        value < low3
          ? 'low-3sd'
          : value < low2
            ? 'low-2sd'
            : value > high3
              ? 'high-3sd'
              : value > high2
                ? 'high-2sd'
                : 'within';
      expect(row.flag).toBe(flag);
    }
    expect(flags.size).toBeGreaterThan(1);
  });
});

describe('persons lie between men and women', () => {
  const men = BANDS;
  const women = randomBands(AREAS, 6);
  const persons = (one: readonly Fields[], other: readonly Fields[], ...columns: string[]): Fields[] =>
    one.map((row, at) => ({
      ...row,
      ...Object.fromEntries(
        columns.map((column) => [column, Number(row[column]) + Number(other[at]![column])]),
      ),
    }));
  const expectBetween = (
    both: readonly Row[],
    one: readonly Row[],
    other: readonly Row[],
    tolerance = 1e-12,
  ): void => {
    for (const [at, row] of both.entries()) {
      const value = numberIn(row, 'value');
      const ends = [numberIn(one[at], 'value'), numberIn(other[at], 'value')];
      expect(value).toBeGreaterThanOrEqual(Math.min(...ends) * (1 - tolerance));
      expect(value).toBeLessThanOrEqual(Math.max(...ends) * (1 + tolerance));
    }
  };

  it.each([RATE, PROPORTION])('%s: always, as a mean of both weighted by their people', async (options) => {
    const both = persons(men, women, 'events', 'people');
    const [p, m, w] = await Promise.all([both, men, women].map((rows) => calculated(options, rows, AREAS)));
    expectBetween(p!, m!, w!);
  });

  it('dsr: where men are the same share of every band, it is the mean of both by that share', async () => {
    const options = 'dsr --events events --population people --standard esp2013 --age age';
    const third = women.map((row, at) => ({
      ...row,
      events: Math.min(Number(row.events), Number(men[at]!.people) * 2),
      people: Number(men[at]!.people) * 2,
    }));
    const both = persons(men, third, 'events', 'people');
    const [p, m, w] = await Promise.all([both, men, third].map((rows) => calculated(options, rows, AREAS)));
    expectBetween(p!, m!, w!);
    for (const [at, row] of p!.entries())
      expectNear(numberIn(row, 'value'), (numberIn(m![at], 'value') + 2 * numberIn(w![at], 'value')) / 3);
  });

  it('life-expectancy: where men die at a higher rate in every band, since it falls with each of the rates', async () => {
    const fewer = LIVES.map((row) => ({
      ...row,
      deaths: Number(row.deaths),
      people: Number(row.people) * 2 + 17,
    }));
    const both = persons(LIVES, fewer, 'deaths', 'people');
    const options = `${LIFE} --at 0,65`;
    const [p, m, w] = await Promise.all(
      [both, LIVES, fewer].map((rows) => calculated(options, rows, 2 * AREAS)),
    );
    expectBetween(p!, m!, w!);
    for (const [at, row] of w!.entries())
      expect(numberIn(row, 'value')).toBeGreaterThan(numberIn(m![at], 'value'));
  });
});

describe('dsr by the built-in standard', () => {
  const options = 'dsr --events events --population people --standard esp2013 --age age';

  it('of people with the ages of the European standard is the crude rate', async () => {
    const european = BANDS.map((row, at) => ({ ...row, people: 7 * ESP_2013[at % ESP_2013.length]! }));
    const [standardised, crude] = await Promise.all(
      [options, RATE].map((one) => calculated(one, european, AREAS)),
    );
    expectTimes(standardised!, crude!, 1, [...FIGURES, 'count', 'denominator'], 1e-10);
  });

  it('is the rate of the bands where all have the same, whatever their sizes', async () => {
    const even = BANDS.map((row) => ({ ...row, people: 250 * Number(row.events) }));
    for (const row of await calculated(options, even, AREAS))
      expectNear(numberIn(row, 'value'), 100_000 / 250);
  });

  it('lies between the lowest and the highest rate of a band', async () => {
    const out = await calculated(options, BANDS, AREAS);
    for (const row of out) {
      const rates = BANDS.filter(({ area }) => area === row.area).map(
        ({ events, people }) => (100_000 * Number(events)) / Number(people),
      );
      expect(numberIn(row, 'value')).toBeGreaterThan(Math.min(...rates));
      expect(numberIn(row, 'value')).toBeLessThan(Math.max(...rates));
    }
  });
});
