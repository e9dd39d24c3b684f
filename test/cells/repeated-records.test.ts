import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STATE } from '../../src/cells/cell.ts';
import { cellTexts, codesOf, csv, type Reading, readText } from '../extracts/read-files.ts';

const HEADER = 'place,date,sex,age,icd10';

const PLACES = ['Halton', 'Sefton', 'Wirral', 'Knowsley', 'Liverpool', 'St Helens', 'Warrington'];
const CODES: Readonly<Record<string, string>> = { Halton: 'E06000006', Sefton: 'E08000014' };

const two = (number: number): string => String(number).padStart(2, '0');

/** A record of some day of a month, as a row of an extract. */
const record = (year: number): fc.Arbitrary<string> =>
  fc
    .record({
      place: fc.constantFrom('Halton', 'Sefton'),
      month: fc.integer({ min: 1, max: 12 }),
      day: fc.integer({ min: 1, max: 28 }),
      sex: fc.constantFrom('F', 'M'),
      age: fc.integer({ min: 30, max: 89 }),
    })
    .map(({ place, month, day, sex, age }) => {
      return `${place},${year}-${two(month)}-${two(day)},${sex},${age},I21`;
    });

const records = (year: number): fc.Arbitrary<string[]> =>
  fc.array(record(year), { minLength: 40, maxLength: 60 });

const shuffled = (rows: readonly string[]): fc.Arbitrary<string[]> =>
  fc.shuffledSubarray([...rows], { minLength: rows.length });

const eventsOf = ({ cells }: Reading): number => cells.reduce((sum, { count }) => sum + count, 0);

describe('records that stand in two files', () => {
  it('count once, whatever their order, and what only one file has counts too', async () => {
    const years = fc
      .tuple(records(2021), records(2022), records(2023))
      .chain(([one, both, other]) =>
        fc.tuple(
          shuffled([...one, ...both]),
          shuffled([...both, ...other]),
          fc.constant([...one, ...both, ...other]),
        ),
      );
    await fc.assert(
      fc.asyncProperty(years, async ([first, again, all]) => {
        const apart = await readText({ 'a.csv': csv(HEADER, ...first), 'b.csv': csv(HEADER, ...again) });
        const together = await readText({ 'all.csv': csv(HEADER, ...all) });
        expect(cellTexts(apart)).toEqual(cellTexts(together));
        expect(codesOf(apart.problems)).toEqual(['repeated-records']);
      }),
      { numRuns: 25 },
    );
  });

  it('are parts that add up where the files share no place and period', async () => {
    await fc.assert(
      fc.asyncProperty(records(2021), records(2022), async (first, second) => {
        const reading = await readText({ 'a.csv': csv(HEADER, ...first), 'b.csv': csv(HEADER, ...second) });
        expect(eventsOf(reading)).toBe(first.length + second.length);
        expect(codesOf(reading.problems)).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });

  it('are parts that add up where the files differ in what they share', async () => {
    await fc.assert(
      fc.asyncProperty(records(2021), records(2021), async (first, second) => {
        const reading = await readText({ 'a.csv': csv(HEADER, ...first), 'b.csv': csv(HEADER, ...second) });
        expect(eventsOf(reading)).toBe(first.length + second.length);
        expect(codesOf(reading.problems)).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });

  it('are parts where so few are the same that it may be chance', async () => {
    const few = Array.from({ length: 9 }, (_, day) => `Halton,2021-01-01,F,${day + 30},I21`);
    const twice = (rows: readonly string[]): Promise<Reading> =>
      readText({ 'a.csv': csv(HEADER, ...rows), 'b.csv': csv(HEADER, ...[...rows].reverse()) });
    const reading = await twice(few);
    expect(eventsOf(reading)).toBe(18);
    expect(codesOf(reading.problems)).toEqual([]);
    const more = await twice([...few, 'Halton,2021-01-01,F,80,I21']);
    expect(eventsOf(more)).toBe(10);
    expect(codesOf(more.problems)).toEqual(['repeated-records']);
  });

  it('of rare events, with nothing but a place and a day, are parts though months with one event are many', async () => {
    // About two events in five months in each place, in each of two trusts.
    const trust = fc.array(
      fc.record({
        place: fc.constantFrom(...PLACES),
        month: fc.integer({ min: 0, max: 59 }),
        day: fc.integer({ min: 1, max: 28 }),
      }),
      { minLength: 150, maxLength: 200 },
    );
    await fc.assert(
      fc.asyncProperty(trust, trust, async (...trusts) => {
        const [a, b] = trusts.map((events) =>
          csv(
            'event,place,date',
            ...events.map(({ place, month, day }) => {
              const date = `${2019 + Math.floor(month / 12)}-${two((month % 12) + 1)}-${two(day)}`;
              return `suicides-in-care,${place},${date}`;
            }),
          ),
        );
        const reading = await readText({ 'a.csv': a!, 'b.csv': b! });
        expect(eventsOf(reading)).toBe(trusts[0]!.length + trusts[1]!.length);
        expect(codesOf(reading.problems)).not.toContain('repeated-records');
      }),
      { numRuns: 25 },
    );
  });

  it('of years that overlap, the first of which ends within a month, count once but for that month', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(record(2021), { minLength: 150, maxLength: 250 }), async (rows) => {
        const month = (row: string): string => row.split(',')[1]!.slice(0, 7);
        const day = (row: string): string => row.split(',')[1]!;
        const first = rows.filter((row) => day(row) <= '2021-06-15');
        const second = rows.filter((row) => day(row) >= '2021-04-01');
        const apart = await readText({ 'a.csv': csv(HEADER, ...first), 'b.csv': csv(HEADER, ...second) });
        const whole = await readText({
          'all.csv': csv(HEADER, ...rows.filter((row) => month(row) !== '2021-06')),
        });
        const outsideJune = cellTexts(apart).filter((text) => !text.includes(' 2021-06 '));
        expect(outsideJune).toEqual(cellTexts(whole));
        // Places that had the same in June, as where nobody died after the 15th, count.
        const june = apart.cells.filter(({ period, state }) => period === '2021-06' && state === STATE.ok);
        const places = new Set(june.map(({ place }) => place));
        const deaths = rows.filter(
          (row) => month(row) === '2021-06' && places.has(CODES[row.split(',')[0]!]!),
        );
        expect(june.reduce((sum, { count }) => sum + count, 0)).toBe(deaths.length);
      }),
      { numRuns: 25 },
    );
  });

  it('some of which were registered late count once, and their month counts in neither', async () => {
    const months = Array.from({ length: 11 }, (_, month) =>
      Array.from(
        { length: 4 },
        (_, at) => `Halton,2021-${String(month + 1).padStart(2, '0')}-0${at + 1},F,7${at},I21`,
      ),
    ).flat();
    // One death of January was registered late.
    const late = [...months, 'Halton,2021-01-20,F,65,I21'].reverse();
    const reading = await readText({ 'a.csv': csv(HEADER, ...months), 'b.csv': csv(HEADER, ...late) });
    const usable = cellTexts(reading).filter((text) => !text.endsWith('refused'));
    expect(usable).toHaveLength(40);
    expect(usable.some((text) => text.includes('2021-01'))).toBe(false);
    const messages = reading.problems.map(({ code, message }) => [
      code,
      message.replaceAll(/\S*a\.csv/g, 'a.csv'),
    ]);
    expect(messages).toEqual([
      [
        'repeated-records',
        '10 of the 11 counts of deaths by Place and period that a.csv gives too are the same cell for cell, such as those of 2021-11; they are counted once',
      ],
      [
        'conflicting-cell',
        'deaths in 2021-01, 5 in all, differ from those of a.csv:2, 4 in all, whose records are mostly the same, so neither are used',
      ],
    ]);
    expect(reading.files.map(({ rows, used, refused }) => [rows, used, refused])).toEqual([
      [44, 40, 4],
      [45, 40, 5],
    ]);
  });

  it('of small areas count once as well, in their groups of deprivation too', async () => {
    const areas = csv(
      'lsoa,place,imd_rank',
      ...Array.from({ length: 10 }, (_, at) => `E0199000${at},Halton,${3000 * at + 1}`),
    );
    const rows = ['F', 'M'].flatMap((sex) =>
      Array.from({ length: 10 }, (_, at) => `E0199000${at},2021,${sex},65-74,${at + 1}`),
    );
    const header = 'lsoa,period,sex,age_band,deaths';
    const once = await readText({ 'areas.csv': areas, 'a.csv': csv(header, ...rows) });
    const twice = await readText({
      'areas.csv': areas,
      'a.csv': csv(header, ...rows),
      'b.csv': csv(header, ...[...rows].reverse()),
    });
    expect(cellTexts(twice)).toEqual(cellTexts(once));
    expect(codesOf(twice.problems)).toContain('repeated-records');
    // One area was mended, so that the year differs.
    const mended = await readText({
      'areas.csv': areas,
      'a.csv': csv(header, ...rows),
      'b.csv': csv(header, ...rows.with(0, 'E01990000,2021,F,65-74,2')),
    });
    expect(codesOf(mended.problems)).toContain('conflicting-cell');
    for (const { path, rows: all, used, refused } of mended.files.filter(({ kind }) => kind === 'deaths')) {
      expect(all, path).toBe(used + refused);
      expect(used, path).toBeGreaterThanOrEqual(0);
      expect(refused, path).toBeGreaterThan(0);
    }
  });
});
