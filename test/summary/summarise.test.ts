import { describe, expect, it } from 'vitest';
import { STATE } from '../../src/cells/cell.ts';
import { indicatorBlock } from '../../src/summary/indicator-block.ts';
import { summarise } from '../../src/summary/summarise.ts';
import { summaryTable } from '../../src/summary/summary-table.ts';
import { ALL_PLACES, type CellSpec, CODES, catalogue, compute, places } from '../results/fake-cells.ts';

const LOW = 'obesity-year6';
const cell = (place: string, period: string, more: Partial<CellSpec> = {}): CellSpec => ({
  subject: LOW,
  place,
  period,
  count: 200,
  denominator: 1000,
  ...more,
});
const fifths = (place: string, period: string, counts = [300, 250, 200, 150, 100]): CellSpec[] =>
  counts.map((count, index) => cell(place, period, { count, level: index + 1 }));

async function summaryOf(cells: readonly CellSpec[], indicators?: readonly string[]) {
  const result = await compute(cells, indicators ? { indicators } : {});
  const rows = summarise(result, 'national-fifths');
  const table = summaryTable(rows, { catalogue, places, confidence: [0.95] });
  const names = table.columns.map(({ name }) => name);
  const records = table.rows.map((row) =>
    Object.fromEntries(row.map((value, index) => [names[index]!, value])),
  );
  return { rows, records, at: (place: string) => records.filter((record) => record.place_code === place) };
}

describe('summarise()', () => {
  it('has one row an indicator and Place, in the order of the catalogue', async () => {
    const { records } = await summaryOf(
      [cell(CODES.wirral, '2023/24'), cell(CODES.halton, '2023/24')],
      [LOW, 'smoking-adult'],
    );
    const keys = records.map(({ indicator, place_code }) => `${indicator} ${place_code}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.slice(0, 9)).toEqual(ALL_PLACES.map((place) => `${LOW} ${place}`));
    expect(keys.filter((key) => key.startsWith('smoking'))).toHaveLength(9);
  });

  it('takes the newest value, whatever the order of the rows', async () => {
    const { at } = await summaryOf(
      ['2022/23', '2023/24', '2021/22'].map((period) => cell(CODES.halton, period)),
    );
    expect(at(CODES.halton)[0]!.period).toBe('2023/24');
  });

  it('takes the newest that a Place has, though others have newer ones', async () => {
    const { at } = await summaryOf([cell(CODES.halton, '2022/23'), cell(CODES.wirral, '2023/24')]);
    expect(at(CODES.halton)[0]!.period).toBe('2022/23');
    expect(at(CODES.wirral)[0]!.period).toBe('2023/24');
  });

  it('where both ends got worse does not say that either improved', async () => {
    // Of a million each: 12,000 a year more on 300,000, and 8,000 a year more on 100,000.
    const cells = [0, 1, 2, 3, 4, 5, 6].flatMap((year) =>
      fifths(
        CODES.halton,
        `${2017 + year}/${18 + year}`,
        [300 + 12 * year, 250, 200, 150, 100 + 8 * year].map((count) => 1000 * count),
      ).map((one) => ({ ...one, denominator: 1_000_000 })),
    );
    const { rows } = await summaryOf(cells, [LOW]);
    const [note] = indicatorBlock(rows, places).notes!.filter((one) => one.startsWith('Halton: *'));
    expect(note).toMatch(/in percentage points the least deprived got worse by 0\.4 a year less /);
    expect(note).toMatch(/in per cent the most deprived got worse by \d\.\d % a year less /);
    expect(note).not.toContain('improved');
  });

  it('passes over a year that is not over, of which only some months are there', async () => {
    const events = (year: number, months: readonly number[], count: number): CellSpec[] =>
      months.map((month) => ({
        subject: 'elective-activity',
        place: CODES.halton,
        period: `${month < 4 ? year + 1 : year}-${String(month).padStart(2, '0')}`,
        count,
      }));
    const year = [4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3];
    const cells = [
      ...events(2019, year, 100),
      ...events(2023, year, 90),
      ...events(2024, year.slice(0, 9), 120),
    ];
    const { at } = await summaryOf(cells, ['elective-recovery']);
    expect(at(CODES.halton)[0]).toMatchObject({ period: '2023/24', value: 90, status: 'ok' });
    const alone = await summaryOf(
      [...events(2019, year, 100), ...events(2024, year.slice(0, 9), 120)],
      ['elective-recovery'],
    );
    expect(alone.at(CODES.halton)[0]).toMatchObject({ period: '2019/20', value: 100 });
  });

  it('tells the trend of values without limits by the line through all of them, and says so', async () => {
    const falling = (values: readonly number[]) =>
      values.map((value, at) => ({
        subject: 'smoking-adult',
        place: CODES.halton,
        period: String(2019 + at),
        value,
      }));
    const clear = await summaryOf(falling([20, 19.1, 17.8, 17.1, 16]), ['smoking-adult']);
    expect(clear.at(CODES.halton)[0]).toMatchObject({ trend: 'getting-better' });
    expect(clear.at(CODES.halton)[0]!.note).toContain('values without limits have no recent trend');
    // Two points make a line and no more.
    const two = await summaryOf(falling([20, 19]), ['smoking-adult']);
    expect(two.at(CODES.halton)[0]).toMatchObject({ trend: 'cannot-be-calculated' });
  });

  it('shows that the newest is suppressed and does not fall back on an older one', async () => {
    const { at } = await summaryOf([
      cell(CODES.halton, '2022/23'),
      cell(CODES.halton, '2023/24', { count: Number.NaN, state: STATE.suppressed }),
    ]);
    const [row] = at(CODES.halton);
    expect([row!.period, row!.status, row!.value]).toEqual(['2023/24', 'suppressed', null]);
  });

  it('says of a Place without data, and of an indicator without an extract, what is missing', async () => {
    const { at } = await summaryOf([cell(CODES.halton, '2023/24')], [LOW, 'smoking-adult']);
    const [obesity, smoking] = at(CODES.wirral);
    expect([obesity!.status, obesity!.note]).toEqual(['missing', 'no data for this place and period']);
    expect([smoking!.status, smoking!.note]).toEqual(['missing', 'no extract for this indicator']);
    expect(obesity!.headline).toContain('not shown');
  });

  it('shows England only where it has a value, and the system always where there is data', async () => {
    const without = await summaryOf([cell(CODES.halton, '2023/24')]);
    expect(without.at(CODES.england)).toEqual([]);
    expect(without.at(CODES.system)[0]!.status).toBe('withheld');
    const withEngland = await summaryOf([cell(CODES.halton, '2023/24'), cell(CODES.england, '2023/24')]);
    expect(withEngland.at(CODES.england)[0]!.value).toBe(20);
  });

  it('shows 27D as a row of its own where the data is of 27D', async () => {
    const { at } = await summaryOf([cell(CODES.cheshire, '2023/24')]);
    expect(at(CODES.cheshire)[0]!.place).toBe('Cheshire');
    expect(at(CODES.cheshireEast)[0]!.status).toBe('not-applicable');
  });
});

describe('the gap of a summary row', () => {
  it('is that between the most and the least deprived where any area has one', async () => {
    const { at } = await summaryOf([...fifths(CODES.halton, '2023/24'), cell(CODES.england, '2023/24')]);
    const [row] = at(CODES.halton);
    expect(row!.gap).toBeCloseTo(20, 9);
    expect(row!.note).toContain('most against least deprived fifth');
  });

  it('is of the same kind for every row of an indicator: a Place without fifths has none', async () => {
    const { at } = await summaryOf([
      ...fifths(CODES.halton, '2023/24'),
      cell(CODES.wirral, '2023/24'),
      cell(CODES.england, '2023/24', { count: 150 }),
    ]);
    expect(at(CODES.wirral)[0]!.gap).toBeNull();
  });

  it('is else that with England', async () => {
    const { at } = await summaryOf([
      cell(CODES.halton, '2023/24'),
      cell(CODES.england, '2023/24', { count: 150 }),
    ]);
    expect(at(CODES.halton)[0]!.gap).toBeCloseTo(5, 9);
    expect(at(CODES.halton)[0]!.note).toContain('against England');
  });

  it('is else that with the system', async () => {
    const { at } = await summaryOf(
      ALL_PLACES.map((place, index) => cell(place, '2023/24', { count: index === 2 ? 290 : 200 })),
    );
    expect(at(CODES.halton)[0]!.gap).toBeCloseTo(8, 9);
    expect(at(CODES.halton)[0]!.note).toContain('against Cheshire and Merseyside');
  });
});

describe('headlines', () => {
  const YEARS = ['2019/20', '2020/21', '2021/22', '2022/23', '2023/24'];

  it('say value, period, limits, benchmark, trend, gap and verdict in one sentence', async () => {
    const cells = YEARS.flatMap((period, t) => [
      ...fifths(CODES.halton, period, [320 - 20 * t, 260, 230, 200, 150]),
      cell(CODES.england, period, { count: 23_000, denominator: 100_000 }),
    ]);
    const { at } = await summaryOf(cells);
    // 1080 of 5000; Wilson 20.48 to 22.76; England 23.0; most less least 24.0 − 15.0.
    expect(at(CODES.halton)[0]!.headline).toBe(
      'Halton: Year 6 children with obesity 21.6 % in 2023/24 (20.5 to 22.8); better than England; no clear change; ' +
        'gap between the most and least deprived fifths +9.0 percentage points (5.5 to 12.5), 1.60 times; ' +
        'the gap is narrowing; the most deprived fifth is improving faster than the least deprived.',
    );
  });

  it('give both verdicts where the absolute and the relative scale differ', async () => {
    // Most deprived 600 → 500 (−10 points, −17 %), least 100 → 50 (−5 points, −50 %).
    const cells = YEARS.flatMap((period, t) =>
      fifths(CODES.halton, period, [6000 - 250 * t, 3000, 3000, 3000, 1000 - 125 * t]).map((one) => ({
        ...one,
        denominator: 10_000,
      })),
    );
    const { at } = await summaryOf(cells);
    expect(at(CODES.halton)[0]!.headline).toMatch(
      /in absolute terms the most deprived fifth is improving faster than the least deprived, in relative terms the most deprived fifth is improving, but more slowly than the least deprived\.$/,
    );
  });

  it('say why there is no value', async () => {
    const { at } = await summaryOf([
      cell(CODES.halton, '2023/24', { count: Number.NaN, state: STATE.suppressed }),
    ]);
    expect(at(CODES.halton)[0]!.headline).toBe(
      'Halton: Year 6 children with obesity not shown (a figure that it needs is suppressed at its source).',
    );
  });

  it('are one sentence each: a capital, one full stop, no hole', async () => {
    const { records } = await summaryOf(
      YEARS.flatMap((period) => ALL_PLACES.flatMap((place) => fifths(place, period))),
      [LOW, 'smoking-adult'],
    );
    for (const { headline } of records) {
      expect(headline).toMatch(/^[A-Z].*[^.]\.$/);
      expect(headline).not.toMatch(/undefined|null|NaN| {2}|; ;|\(\)/);
    }
  });
});
