import { copyFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { STATE } from '../../src/cells/cell.ts';
import { loadFormats } from '../../src/extracts/format.ts';
import { CANONICAL } from './formats/canonical.ts';
import { DEPRIVATION } from './formats/deprivation.ts';
import { FINGERTIPS } from './formats/fingertips.ts';
import type { ExpectedFile } from './formats/fixture.ts';
import { LOOKUPS } from './formats/lookups.ts';
import { MENTAL_HEALTH } from './formats/mental-health.ts';
import { NHS_ENGLAND } from './formats/nhs-england.ts';
import { NOMIS } from './formats/nomis.ts';
import { POPULATION } from './formats/population.ts';
import {
  cellText,
  cellTexts,
  inTempFolder,
  located,
  milestoneText,
  type Reading,
  readFiles,
} from './read-files.ts';

const folder = relative(process.cwd(), fileURLToPath(new URL('../../fixtures/formats/', import.meta.url)));
const inFolder = (name: string): string => join(folder, name);

const FIXTURES = [
  ...CANONICAL,
  ...DEPRIVATION,
  ...LOOKUPS,
  ...POPULATION,
  ...NOMIS,
  ...FINGERTIPS,
  ...NHS_ENGLAND,
  ...MENTAL_HEALTH,
];

const byLine = (a: string, b: string): number =>
  Number.parseInt(a, 10) - Number.parseInt(b, 10) || (a < b ? -1 : 1);

/** Every file with the id of its format and what must come of it. */
const FILES: readonly (readonly [name: string, id: string, expected: ExpectedFile])[] = FIXTURES.flatMap(
  ({ id, good, bad, more = {} }) => [
    [`${id}.csv`, id, good] as const,
    ...(bad ? [[`${id}.bad.csv`, id, bad] as const] : []),
    ...Object.entries(more).map(([name, expected]) => [name, id, expected] as const),
  ],
);

/** Notes of rows set aside, whose reasons are compared; and ages that small files lack, of the run as a whole. */
const NOT_COMPARED = / (?:rows-set-aside|age-bands-missing)$/;

const canonical = new Set(CANONICAL.map(({ id }) => id));

function isOf(reading: Reading, path: string): (cell: Reading['cells'][number]) => boolean {
  const id = reading.files.find((file) => file.path === path)!.id;
  return ({ files }) => reading.table.fileSets.get(files).includes(id);
}

/** Everything that came of one file, in the words of `ExpectedFile`. */
async function readAs(name: string, companions: readonly string[] = []): Promise<Required<ExpectedFile>> {
  const path = inFolder(name);
  const reading = await readFiles([path, ...companions.map(inFolder)]);
  const account = reading.files.find((file) => file.path === path)!;
  const problems = reading.problems.filter(({ file }) => file === path).map(located);
  return {
    with: companions,
    rows: [account.rows, account.used, account.refused],
    setAside: Object.fromEntries(account.setAside.map(({ because, rows }) => [because, rows])),
    places: [...account.places].sort().join(' '),
    periods: account.periods.map((period) => period?.label).sort(),
    // What only the end of a file tells stands after the rest, so the order of the lines is taken.
    problems: problems
      .filter((text) => !NOT_COMPARED.test(text))
      .map((text) => text.slice(name.length + 1))
      .sort(byLine),
    cells: reading.cells.filter(isOf(reading, path)).map(cellText).sort(),
    milestones: reading.table.milestones.map(milestoneText).sort(),
  };
}

describe('fixtures/formats', () => {
  it.each(loadFormats().map(({ id }) => id))('has a good file and a bad twin of %s', (id) => {
    expect(FIXTURES.filter((one) => one.id === id)).toHaveLength(1);
    expect(existsSync(inFolder(`${id}.csv`))).toBe(true);
    if (!canonical.has(id)) expect(existsSync(inFolder(`${id}.bad.csv`))).toBe(true);
  });

  it('lists every file in its README, and no other', () => {
    const readme = readFileSync(inFolder('README.md'), 'utf8');
    const files = readdirSync(folder).filter((name) => name.endsWith('.csv'));
    const listed = new Set([...readme.matchAll(/`([a-z0-9.-]+\.csv)`/g)].map(([, name]) => name!));
    expect([...listed].sort()).toEqual(files.sort());
    expect(FILES.map(([name]) => name).sort()).toEqual(files);
    expect(readme).toContain('SYNTHETIC');
  });

  it.each(FILES)('%s is recognised as %s, whatever the file is called', async (name, id) => {
    await inTempFolder(async (temp) => {
      const path = join(temp, 'download(3).csv');
      copyFileSync(inFolder(name), path);
      const { files } = await readFiles([path]);
      expect(files[0]!.format).toBe(id);
    });
  });

  it.each(FILES)('%s (%s) gives exactly the cells and problems that it must', async (name, _id, expected) => {
    const { setAside = {}, places = '', periods = [], problems = [], rows } = expected;
    const { cells = [], milestones = [] } = expected;
    const companions = expected.with ?? [];
    const found = await readAs(name, companions);
    expect(found).toEqual({
      with: companions,
      rows,
      setAside,
      places,
      periods: [...periods].sort(),
      problems: [...problems].sort(byLine),
      cells: [...cells].sort(),
      milestones: [...milestones].sort(),
    });
    expect(rows[0]).toBe(rows[1] + rows[2]);
  });
});

describe('the bytes of fixtures/formats', () => {
  const bytes = (name: string): string => readFileSync(inFolder(name), 'latin1');

  it('are those of the published files, byte order marks and line ends included', () => {
    for (const name of ['iod2019-file-1', 'iod2019-file-2', 'iod2019-file-6', 'lookup-lsoa11-lad'])
      expect(bytes(`${name}.csv`).startsWith('\xef\xbb\xbf'), name).toBe(true);
    for (const name of ['iod2019-file-1', 'rtt-full-extract', 'mhsds-monthly', 'wide-ages-deaths'])
      expect(bytes(`${name}.csv`), name).toContain('\r\n');
    for (const name of ['iod2019-file-1', 'rtt-full-extract', 'lookup-lsoa21-table'])
      expect(bytes(`${name}.csv`).endsWith('\n'), name).toBe(false);
    expect(bytes('fingertips-export.csv')).toMatch(/[^\r]\n",/);
  });

  it.each([
    ['iod2019-file-7.csv', 57],
    ['iod2025-file-7.csv', 56],
    ['rtt-full-extract.csv', 121],
    ['rtt-full-extract-52.csv', 69],
    ['nomis-deaths.csv', 46],
    ['nomis-population.csv', 34],
    ['fingertips-export.csv', 26],
    ['fingertips-export-27.csv', 27],
    ['cancer-waits-combined.csv', 30],
    ['ae-monthly.csv', 22],
  ])('%s has all %i columns', async (name, columns) => {
    const header = bytes(name).split(/\r?\n/)[0]!;
    expect(header.match(/("(?:[^"]|"")*"|[^,]*)(,|$)/g)!.filter((field) => field !== '')).toHaveLength(
      columns,
    );
  });
});

describe('files of fixtures/formats together', () => {
  const readTogether = (...names: string[]): Promise<Reading> => readFiles(names.map(inFolder));
  const codesIn = ({ problems }: Reading, name: string): string[] =>
    problems.map(located).filter((text) => text.startsWith(`${name}:`) && !text.endsWith(' rows-set-aside'));

  it('an area that a lookup puts into two Places is in neither', async () => {
    const reading = await readTogether('imd2019-table.csv', 'lookup-lsoa11-table.bad.csv');
    // E01990001 is in Halton and in Sefton, the row of E01990002 is ragged, E01990021 is not there.
    expect(cellTexts(reading)).toEqual([
      'small-areas E08000014 2019 persons 0+ = 1',
      'small-areas E08000014 2019 persons 0+ national-tenths 10 = 1',
    ]);
  });

  it('areas without a Place feed none, and are told', async () => {
    const reading = await readTogether('imd2019-table.csv');
    expect(cellTexts(reading)).toEqual([]);
    expect(codesIn(reading, 'imd2019-table.csv').map((text) => text.split(' ').at(-1))).toEqual([
      'areas-without-place',
    ]);
  });

  it('people by LSOA (2011) get the tenths of 2025 through the lookup, and none without it', async () => {
    const files = ['ons-lsoa-population-2020.csv', 'iod2025-file-1.csv'];
    const without = await readTogether(...files);
    expect(codesIn(without, files[0]!)).toEqual([`${files[0]}:2:lsoa11_code wrong-vintage`]);
    expect(without.files.find(({ format }) => format === 'ons-lsoa-population-2020')).toMatchObject({
      rows: 4,
      used: 0,
      refused: 4,
    });
    const through = await readTogether(...files, 'lookup-lsoa11-lsoa21-lad.csv');
    // Halton's E01990001 kept its code and E01990002 became E01034901, both in the first tenth of 2025;
    // Sefton's E01990011 became E01034902, which is in the last.
    expect(cellTexts(through).filter((text) => text.includes(' 45-45 '))).toEqual([
      'population E06000006 2020 persons 45-45 = 3',
      'population E06000006 2020 persons 45-45 national-fifths 1 = 3',
      'population E08000014 2020 persons 45-45 = 1',
      'population E08000014 2020 persons 45-45 national-fifths 5 = 1',
    ]);
  });

  it('published values keep their published 95 % limits', async () => {
    const { cells } = await readTogether('fingertips-export.csv');
    const limits = cells
      .filter(({ subject, state }) => subject === 'life-expectancy-birth' && state === STATE.ok)
      .map(({ sex, lower, upper }) => [sex, lower, upper]);
    expect(limits).toEqual([
      ['male', 76.6, 77.6],
      ['female', 80.8, 81.6],
    ]);
  });
});
