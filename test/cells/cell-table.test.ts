import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildCellTable } from '../../src/cells/cell-table.ts';
import { indexSubject } from '../../src/cells/subject-index.ts';
import { cellTexts, codesOf, csv, located, type Reading, readText } from '../extracts/read-files.ts';

const DEATHS = 'place,period,sex,age_band,deaths';
const RECORDS = 'place,date,sex,age,icd10';

/** Names of the files behind the cell of a text. */
function filesOf({ cells, table, files }: Reading, place: string): string[] {
  const cell = cells.find((one) => one.place === place)!;
  return table.fileSets.get(cell.files).map((id) => files[id]!.path);
}

describe('buildCellTable()', () => {
  it('is empty where nothing was delivered', () => {
    const { cells, problems } = buildCellTable({ files: [], cells: [], periods: new Map(), problems: [] });
    expect(cells.table.numRows()).toBe(0);
    expect(problems).toEqual([]);
    expect(indexSubject(cells, 'deaths').coverages).toEqual([]);
  });

  it('puts the cells of several files side by side and remembers whose they are', async () => {
    const reading = await readText({
      'a.csv': csv(DEATHS, 'Halton,2023,F,90+,1'),
      'b.csv': csv(DEATHS, 'Sefton,2023,F,90+,2'),
      'c.csv': csv('place,period,births', 'Wirral,2023,3'),
    });
    expect(cellTexts(reading)).toEqual([
      'births E08000015 2023 persons 0+ = 3',
      'deaths E06000006 2023 female 90+ = 1',
      'deaths E08000014 2023 female 90+ = 2',
    ]);
    expect(filesOf(reading, 'E06000006')).toEqual(['a.csv']);
    expect(filesOf(reading, 'E08000015')).toEqual(['c.csv']);
  });

  it('counts a cell once that files agree on, and names both', async () => {
    const reading = await readText({
      'a.csv': csv(DEATHS, 'Halton,2023,F,90+,1', 'Sefton,2023,F,90+,9'),
      'b.csv': csv(DEATHS, 'Wirral,2023,F,90+,8', 'Halton,2023,F,90+,1'),
    });
    expect(cellTexts(reading)[0]).toBe('deaths E06000006 2023 female 90+ = 1');
    expect(reading.problems.map(({ message }) => message.replace(/\S*a\.csv/, 'a.csv'))).toEqual([
      'the row repeats a.csv:2; it is counted once',
    ]);
    expect(reading.problems.map(located)).toEqual(['b.csv:3 duplicate-cell']);
    expect(filesOf(reading, 'E06000006')).toEqual(['a.csv', 'b.csv']);
  });

  it('uses neither figure where files do not agree', async () => {
    const reading = await readText({
      'a.csv': csv(DEATHS, 'Halton,2023,F,90+,1'),
      'b.csv': csv(DEATHS, 'Halton,2023,F,90+,2'),
    });
    expect(cellTexts(reading)).toEqual(['deaths E06000006 2023 female 90+ = refused']);
    expect(reading.problems.map(located)).toEqual(['b.csv:2 conflicting-cell']);
  });

  it('takes a hidden figure in one file and a plain one in another for a conflict', async () => {
    const reading = await readText({
      'a.csv': csv(DEATHS, 'Halton,2023,F,90+,*'),
      'b.csv': csv(DEATHS, 'Halton,2023,F,90+,2'),
    });
    expect(codesOf(reading.problems)).toContain('conflicting-cell');
    expect(cellTexts(reading)).toEqual(['deaths E06000006 2023 female 90+ = refused']);
  });

  it('adds up what each file holds a part of: records', async () => {
    const reading = await readText({
      'a.csv': csv(RECORDS, 'Halton,2023-01-05,F,80,I21', 'Halton,2023-01-06,F,80,I21'),
      'b.csv': csv(RECORDS, 'Halton,2023-01-07,F,80,I21'),
    });
    expect(cellTexts(reading)).toEqual(['deaths E06000006 2023-01 female 80-80 I21 = 3']);
    expect(reading.problems).toEqual([]);
    expect(filesOf(reading, 'E06000006')).toEqual(['a.csv', 'b.csv']);
  });

  it('hides a sum of several files of which one hides its part', async () => {
    const header = 'place,date,sex,age,deaths';
    const reading = await readText({
      'a.csv': csv(header, 'Halton,2023-01-05,F,80,3'),
      'b.csv': csv(header, 'Halton,2023-01-07,F,80,*'),
    });
    expect(cellTexts(reading)).toEqual(['deaths E06000006 2023-01 female 80-80 = suppressed']);
  });

  it('refuses a cell of one file for a bad row of another', async () => {
    const reading = await readText({
      'a.csv': csv(DEATHS, 'Halton,2023,F,90+,1'),
      'b.csv': csv(DEATHS, 'Halton,2023,F,90+,1e'),
    });
    expect(cellTexts(reading)).toEqual(['deaths E06000006 2023 female 90+ = refused']);
  });

  it('keeps values apart by their limits', async () => {
    const header = 'indicator,place,period,value,lower,upper';
    const agree = await readText({
      'a.csv': csv(header, 'smoking-adult,Halton,2022,15,13,17'),
      'b.csv': csv(`${header},count`, 'smoking-adult,Halton,2022,15,13,17,'),
    });
    expect(codesOf(agree.problems)).toEqual(['duplicate-cell']);
    const differ = await readText({
      'a.csv': csv(header, 'smoking-adult,Halton,2022,15,13,17'),
      'b.csv': csv(header, 'smoking-adult,Halton,2022,15,12,17'),
    });
    expect(codesOf(differ.problems)).toEqual(['conflicting-cell']);
  });
});

describe('the cells of a run', () => {
  const place = fc.constantFrom('Halton', 'E06000006', 'Sefton', 'st. helens', '01X');
  const sex = fc.constantFrom('F', 'male', 'unknown');
  const record = fc
    .tuple(
      place,
      fc.integer({ min: 1, max: 28 }),
      sex,
      fc.integer({ min: 0, max: 99 }),
      fc.constantFrom('I21', 'C50.9'),
    )
    .map(
      ([where, day, who, age, cause]) =>
        `${where},2023-01-${String(day).padStart(2, '0')},${who},${age},${cause}`,
    );

  /** A list, a shuffle of it and the same cut in two. */
  const arranged = <T>(item: fc.Arbitrary<T>, maxLength: number) =>
    fc
      .array(item, { minLength: 2, maxLength })
      .chain((rows) =>
        fc.tuple(
          fc.constant(rows),
          fc.shuffledSubarray(rows, { minLength: rows.length }),
          fc.integer({ min: 1, max: rows.length - 1 }),
        ),
      );

  const cellsOf = async (header: string, ...parts: readonly string[][]): Promise<string[]> =>
    cellTexts(
      await readText(Object.fromEntries(parts.map((rows, at) => [`${at}.csv`, csv(header, ...rows)]))),
    );

  it('of records are the same in any order of rows and in any number of files', async () => {
    await fc.assert(
      fc.asyncProperty(arranged(record, 25), async ([rows, shuffled, cut]) => {
        const expected = await cellsOf(RECORDS, rows);
        expect(await cellsOf(RECORDS, shuffled)).toEqual(expected);
        const [first, second] = [shuffled.slice(0, cut), shuffled.slice(cut)];
        // Two files of the same bytes are one file twice, and count once.
        fc.pre(first.join() !== second.join());
        expect(await cellsOf(RECORDS, first, second)).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  it('of tables are the same in any order and any number of files, repeated and conflicting rows too', async () => {
    const figure = fc.constantFrom('0', '1', '2', '2', '*', ':', '3x');
    const row = fc
      .tuple(place, fc.constantFrom('2022', '2023'), sex, fc.constantFrom('0-4', '90+', '?'), figure)
      .map((fields) => fields.join(','));
    await fc.assert(
      fc.asyncProperty(arranged(row, 12), async ([rows, shuffled, cut]) => {
        const expected = await cellsOf(DEATHS, rows);
        expect(await cellsOf(DEATHS, shuffled)).toEqual(expected);
        const [first, second] = [shuffled.slice(0, cut), shuffled.slice(cut)];
        fc.pre(first.join() !== second.join());
        expect(await cellsOf(DEATHS, first, second)).toEqual(expected);
      }),
      { numRuns: 80 },
    );
  });

  it('of small areas are the same in any order of rows', async () => {
    const areas = csv(
      'lsoa,place,imd_rank',
      'E01000001,Halton,1',
      'E01000002,Halton,20000',
      'E01000003,Sefton,9',
    );
    const row = fc
      .tuple(
        fc.constantFrom('E01000001', 'E01000002', 'E01000003', 'E01000004'),
        fc.constantFrom('2022', '2023'),
        sex,
        fc.integer({ min: 0, max: 3 }),
      )
      .map((fields) => fields.join(','));
    const unique = fc
      .uniqueArray(row, { minLength: 2, maxLength: 15, selector: (text) => text.replace(/,\d$/, '') })
      .chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })));
    const header = 'lsoa,period,sex,population,age';
    const read = async (rows: readonly string[]): Promise<string[]> =>
      cellTexts(
        await readText({ 'areas.csv': areas, 'people.csv': csv(header, ...rows.map((one) => `${one},5`)) }),
      );
    await fc.assert(
      fc.asyncProperty(unique, async ([rows, shuffled]) => {
        expect(await read(shuffled)).toEqual(await read(rows));
      }),
      { numRuns: 40 },
    );
  });
});
