import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { STATE } from '../../src/cells/cell.ts';
import type { CellRow } from '../../src/cells/cell-table.ts';
import { describeWithShared, sharedDir } from '../shared.ts';
import { codesOf, inTempFolder, places, type Reading, readFiles } from './read-files.ts';

// Row counts and totals here were counted with Python's csv module, and where the folder's README states
// them (C_999, 346,862 pathways, 1,562 LSOAs) they agree with it.

const NINE = places.places.map(({ code }) => code).sort();

/** Reads a real file under a name that says nothing. */
function readAsUnnamed(file: string): Promise<Reading> {
  return inTempFolder(async (folder) => {
    const path = join(folder, 'download(3).csv');
    copyFileSync(`${sharedDir}real/${file}`, path);
    return readFiles([path]);
  });
}

function sumOf(cells: readonly CellRow[], chosen: Partial<CellRow> = {}): number {
  const wanted = Object.entries(chosen) as [keyof CellRow, unknown][];
  return cells
    .filter((cell) => wanted.every(([key, value]) => cell[key] === value))
    .reduce((sum, { count }) => sum + count, 0);
}

describeWithShared('IoD2019 File 2', () => {
  it('is recognised by its header; 1,562 of 32,844 LSOAs are in the nine Places, 365 in the most deprived tenth', async () => {
    const { files, problems, cells } = await readAsUnnamed('File_2_-_IoD2019_Domains_of_Deprivation.csv');
    expect(files[0]).toMatchObject({ format: 'iod2019-file-2', rows: 32_844, used: 32_844, refused: 0 });
    expect(files[0]!.setAside).toEqual([{ because: 'other areas', rows: 32_844 - 1_562 }]);
    expect([...files[0]!.places].sort()).toEqual(NINE);
    expect(files[0]!.periods.map(({ label }) => label)).toEqual(['2019']);
    expect(codesOf(problems)).toEqual(['rows-set-aside']);
    const everybody = { subject: 'small-areas', scheme: '' } as const;
    expect(sumOf(cells, everybody)).toBe(1_562);
    expect(sumOf(cells, { ...everybody, place: 'E08000012' })).toBe(298);
    const worst = { subject: 'small-areas', scheme: 'national-tenths', level: 1 } as const;
    expect(sumOf(cells, worst)).toBe(365);
    expect(sumOf(cells, { ...worst, place: 'E06000049' })).toBe(4);
  });
});

describeWithShared('the RTT full extract of January 2026', () => {
  it('is recognised by its header and every one of its 10,186 rows is accounted for', async () => {
    const { files, problems } = await readAsUnnamed('20260131-RTT-January-2026-full-extract.csv');
    expect(files[0]).toMatchObject({ format: 'rtt-full-extract', rows: 10_186, used: 10_186, refused: 0 });
    const setAside = files[0]!.setAside.map(({ because, rows }) => [because.split(' ')[0], rows]);
    // 1,848 + 1,071 + 1,975 completed or new, 1,723 of Part_2A; 838 totals C_999 among the 3,569 of Part_2.
    expect(Object.fromEntries(setAside)).toEqual({ not: 6_617, the: 838 });
    expect(10_186 - 6_617 - 838).toBe(2_731);
    expect(new Set(codesOf(problems))).toEqual(new Set(['rows-set-aside']));
    expect(files[0]!.periods).toMatchObject([{ start: '2026-01-01', end: '2026-01-31' }]);
  });

  it('has 346,862 people waiting, 204,030 within 18 weeks and 7,708 over 52, as NHS England published', async () => {
    const { cells } = await readAsUnnamed('20260131-RTT-January-2026-full-extract.csv');
    const weeks = ({ group }: CellRow): [number, number] => {
      const [, from, to] = /^weeks (\d+)(?:-(\d+)|\+)$/.exec(group)!;
      return [Number(from), Number(to ?? Number.POSITIVE_INFINITY)];
    };
    expect(sumOf(cells)).toBe(346_862);
    expect(sumOf(cells.filter((cell) => weeks(cell)[1] <= 18))).toBe(204_030);
    expect(sumOf(cells.filter((cell) => weeks(cell)[0] >= 52))).toBe(7_708);
    expect(new Set(cells.map(({ group }) => group)).size).toBe(105);
  });

  it('keeps the sub-ICB locations apart: 27D for Cheshire, two for Sefton', async () => {
    const { cells } = await readAsUnnamed('20260131-RTT-January-2026-full-extract.csv');
    const places = [
      '27D',
      '01T',
      '01V',
      'E08000013',
      'E06000006',
      'E08000011',
      'E08000012',
      'E06000007',
      'E08000015',
    ];
    expect(places.map((place) => sumOf(cells, { place }))).toEqual([
      108_006, 19_297, 16_694, 27_543, 20_120, 22_380, 54_185, 27_794, 50_843,
    ]);
  });
});

describeWithShared('deaths and population of England by single year of age', () => {
  it('are told apart though their headers are equal', async () => {
    const header = (file: string): string =>
      readFileSync(`${sharedDir}real/${file}`, 'utf8').split('\n', 1)[0]!;
    expect(header('mort.csv')).toBe(header('pop.csv'));
    const deaths = await readAsUnnamed('mort.csv');
    const people = await readAsUnnamed('pop.csv');
    expect(deaths.files[0]).toMatchObject({ format: 'wide-ages-deaths', rows: 320, used: 320, refused: 0 });
    expect(people.files[0]).toMatchObject({
      format: 'wide-ages-population',
      rows: 320,
      used: 320,
      refused: 0,
    });
    for (const { files, problems, cells } of [deaths, people]) {
      expect(problems).toEqual([]);
      // 16 years, 10 tenths, two sexes, 75 ages.
      expect(cells).toHaveLength(16 * 10 * 2 * 75);
      expect(files[0]!.places).toEqual(['E92000001']);
      expect(files[0]!.periods).toHaveLength(16);
      expect(cells.every(({ state }) => state === STATE.ok)).toBe(true);
    }
    expect(sumOf(deaths.cells)).toBe(2_541_878);
    expect(sumOf(people.cells)).toBe(769_003_729);
    const one = { period: '2016', sex: 'male', scheme: 'national-tenths', level: 1 } as const;
    expect(sumOf(deaths.cells, one)).toBe(13_880);
    expect(sumOf(people.cells, one)).toBe(2_627_162);
  });
});

describeWithShared('ONS deaths and population by authority name', () => {
  it('are told apart though their headers are equal, and are of the nine Places', async () => {
    const deaths = await readAsUnnamed('england.wales.deaths.csv');
    const people = await readAsUnnamed('england.wales.popn.csv');
    expect(deaths.files[0]).toMatchObject({
      format: 'ons-authority-deaths-2014',
      rows: 360,
      used: 360,
      refused: 0,
    });
    expect(people.files[0]).toMatchObject({
      format: 'ons-authority-population-2014',
      rows: 1_638,
      used: 1_638,
      refused: 0,
    });
    for (const { files, problems } of [deaths, people]) {
      expect([...files[0]!.places].sort()).toEqual(NINE);
      expect(files[0]!.periods.map(({ label }) => label)).toEqual(['2014']);
      expect(codesOf(problems)).toEqual(['period-assumed']);
    }
    expect(sumOf(deaths.cells)).toBe(24_151);
    expect(sumOf(people.cells)).toBe(2_430_284);
    const stHelens = { place: 'E08000013', sex: 'female' } as const;
    expect(sumOf(deaths.cells, stHelens)).toBe(927);
    expect(sumOf(people.cells, stHelens)).toBe(90_207);
  });
});

describeWithShared('all these files at once', () => {
  it('give the sums that each gives alone, in whatever order they come', async () => {
    const files = [
      'england.wales.popn.csv',
      'mort.csv',
      'File_2_-_IoD2019_Domains_of_Deprivation.csv',
      'england.wales.deaths.csv',
      'pop.csv',
    ].map((file) => `${sharedDir}real/${file}`);
    for (const order of [files, [...files].reverse()]) {
      const { cells, problems } = await readFiles(order);
      expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(sumOf(cells, { subject: 'deaths' })).toBe(2_541_878 + 24_151);
      expect(sumOf(cells, { subject: 'population' })).toBe(769_003_729 + 2_430_284);
      expect(sumOf(cells, { subject: 'small-areas', scheme: '' })).toBe(1_562);
    }
  });
});
