import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STATE } from '../../src/cells/cell.ts';
import { cellTexts, codesOf, csv, located, type Reading, readText } from './read-files.ts';

const DEATHS = 'place,period,sex,age,deaths';

/** Rows, used and refused of the last file. */
function account({ files }: Reading): number[] {
  const { rows, used, refused } = files.at(-1)!;
  return [rows, used, refused];
}

const whereAndWhat = (reading: Reading): string[] => reading.problems.map(located);

describe('rows of one cell', () => {
  it('that agree are counted once, with a warning', async () => {
    const reading = await readText({
      'a.csv': csv(
        DEATHS,
        'Halton,2023,F,0-4,1',
        'E06000006,2023,female,0 to 4,1.0',
        'HALTON,2023,women,00-04,1',
      ),
    });
    expect(cellTexts(reading)).toEqual(['deaths E06000006 2023 female 0-4 = 1']);
    expect(whereAndWhat(reading)).toEqual(['a.csv:3 duplicate-cell', 'a.csv:4 duplicate-cell']);
    expect(account(reading)).toEqual([3, 3, 0]);
  });

  it('that differ are both unusable, whatever comes after', async () => {
    const reading = await readText({
      'a.csv': csv(DEATHS, 'Halton,2023,F,0-4,1', 'Halton,2023,F,0-4,2', 'Halton,2023,F,0-4,1'),
    });
    expect(cellTexts(reading)).toEqual(['deaths E06000006 2023 female 0-4 = refused']);
    expect(whereAndWhat(reading)[0]).toBe('a.csv:3 conflicting-cell');
  });

  it('of which one is hidden and one is not do not agree', async () => {
    const reading = await readText({ 'a.csv': csv(DEATHS, 'Halton,2023,F,0-4,*', 'Halton,2023,F,0-4,2') });
    expect(codesOf(reading.problems)).toContain('conflicting-cell');
    expect(cellTexts(reading)).toEqual(['deaths E06000006 2023 female 0-4 = refused']);
  });

  it('that are both hidden are one hidden cell', async () => {
    const reading = await readText({ 'a.csv': csv(DEATHS, 'Halton,2023,F,0-4,*', 'Halton,2023,F,0-4,<5') });
    expect(cellTexts(reading)).toEqual(['deaths E06000006 2023 female 0-4 = suppressed']);
    expect(reading.problems.every(({ severity }) => severity === 'warning')).toBe(true);
  });

  it('in several files are counted once where they agree and refused where they do not', async () => {
    const reading = await readText({
      'a.csv': csv(DEATHS, 'Halton,2023,F,0-4,1', 'Halton,2023,M,0-4,2', 'Sefton,2023,F,0-4,9'),
      'b.csv': csv(DEATHS, 'Halton,2023,F,0-4,1', 'Halton,2023,M,0-4,3', 'Wirral,2023,F,0-4,8'),
    });
    expect(cellTexts(reading)).toEqual([
      'deaths E06000006 2023 female 0-4 = 1',
      'deaths E06000006 2023 male 0-4 = refused',
      'deaths E08000014 2023 female 0-4 = 9',
      'deaths E08000015 2023 female 0-4 = 8',
    ]);
    expect(whereAndWhat(reading)).toEqual(['b.csv:2 duplicate-cell', 'b.csv:3 conflicting-cell']);
  });

  it('are records where each row is an event, and add up, the same ones too', async () => {
    const record = 'Halton,2023-01-05,female,80,I21.9';
    const reading = await readText({ 'a.csv': csv('place,date,sex,age,icd10', record, record, record) });
    expect(cellTexts(reading)).toEqual(['deaths E06000006 2023-01 female 80-80 I219 = 3']);
    expect(reading.problems).toEqual([]);
  });

  it('of records in several files add up', async () => {
    const header = 'place,date,sex,age,icd10';
    const reading = await readText({
      'a.csv': csv(header, 'Halton,2023-01-05,female,80,I21'),
      'b.csv': csv(header, 'Halton,2023-01-06,female,80,I21', 'Halton,2023-01-07,female,80,I21'),
    });
    expect(cellTexts(reading)).toEqual(['deaths E06000006 2023-01 female 80-80 I21 = 3']);
  });
});

describe('days', () => {
  it.each(['date', 'period'])('in a column %s are added up to their month', async (column) => {
    const reading = await readText({
      'a.csv': csv(
        `place,${column},sex,age,deaths`,
        'Halton,2023-04-01,F,0-4,1',
        'Halton,30/04/2023,F,0-4,2',
        'Halton,2023-05-01,F,0-4,4',
      ),
    });
    expect(cellTexts(reading)).toEqual([
      'deaths E06000006 2023-04 female 0-4 = 3',
      'deaths E06000006 2023-05 female 0-4 = 4',
    ]);
    expect(reading.problems).toEqual([]);
  });

  it('that stand twice are counted once or refused, as cells are', async () => {
    const reading = await readText({
      'a.csv': csv(
        'place,date,sex,age,deaths',
        'Halton,2023-04-01,F,0-4,1',
        'Halton,2023-04-01,F,0-4,1',
        'Sefton,2023-04-01,F,0-4,1',
        'Sefton,2023-04-01,F,0-4,2',
      ),
    });
    expect(cellTexts(reading)).toEqual([
      'deaths E06000006 2023-04 female 0-4 = 1',
      'deaths E08000014 2023-04 female 0-4 = refused',
    ]);
    expect(whereAndWhat(reading)).toEqual(['a.csv:3 duplicate-cell', 'a.csv:5 conflicting-cell']);
    expect(account(reading)).toEqual([4, 3, 1]);
  });

  it('that stand twice in two spellings are still the same day', async () => {
    const reading = await readText({
      'a.csv': csv(
        'place,date,sex,age,deaths',
        'Halton,2023-04-01,F,0-4,1',
        'halton,01/04/2023,female,0-4,1',
      ),
    });
    expect(cellTexts(reading)).toEqual(['deaths E06000006 2023-04 female 0-4 = 1']);
  });
});

describe('2010-11', () => {
  const periods = async (...texts: string[]): Promise<string[]> => {
    const rows = texts.map((text, index) => `Halton,${text},F,${index},1`);
    const { files, delivery, problems } = await readText({ 'a.csv': csv(DEATHS, ...rows) });
    expect(problems).toEqual([]);
    // Every period of a cell is known by its label.
    for (const label of delivery.cells.flatMap(({ columns }) => columns.period)) {
      expect(delivery.periods.get(label)?.label).toBe(label);
    }
    return files[0]!.periods.map(({ start, end }) => `${start} to ${end}`).sort();
  };

  it('is a financial year in a file of years', async () => {
    expect(await periods('2010-11', '2011-12', '2012-13')).toEqual([
      '2010-04-01 to 2011-03-31',
      '2011-04-01 to 2012-03-31',
      '2012-04-01 to 2013-03-31',
    ]);
  });

  it('is November in a file that has months that can be nothing else, wherever they stand', async () => {
    const months = ['2010-10-01 to 2010-10-31', '2010-11-01 to 2010-11-30', '2011-01-01 to 2011-01-31'];
    expect(await periods('2010-10', '2010-11', '2011-01')).toEqual(months);
    expect(await periods('2011-01', '2010-11', '2010-10')).toEqual(months);
  });

  it('is November in a column of months', async () => {
    const reading = await readText({
      'w.csv': csv('place,month,service,weeks_from,weeks_to,waiting', 'Halton,2010-11,rtt,0,18,5'),
    });
    expect(cellTexts(reading)).toEqual(['rtt E06000006 2010-11 persons 0+ weeks 0-18 = 5']);
  });

  it('leaves a financial year written 2010/11 alone in a file of months', async () => {
    expect(await periods('2010/11', '2011-01')).toEqual([
      '2010-04-01 to 2011-03-31',
      '2011-01-01 to 2011-01-31',
    ]);
    expect(await periods('2010/11', '2010-11', '2011-01')).toEqual([
      '2010-04-01 to 2011-03-31',
      '2010-11-01 to 2010-11-30',
      '2011-01-01 to 2011-01-31',
    ]);
  });

  it('is the same year as 2010/11', async () => {
    const agree = await readText({ 'a.csv': csv(DEATHS, 'Halton,2010/11,F,0,1', 'Halton,2010-11,F,0,1') });
    expect(cellTexts(agree)).toEqual(['deaths E06000006 2010/11 female 0-0 = 1']);
    expect(whereAndWhat(agree)).toEqual(['a.csv:3 duplicate-cell']);
    const differ = await readText({ 'a.csv': csv(DEATHS, 'Halton,2010-11,F,0,2', 'Halton,2010/11,F,0,1') });
    expect(cellTexts(differ)).toEqual(['deaths E06000006 2010/11 female 0-0 = refused']);
  });

  it('is not the month that stands beside it in words', async () => {
    expect(await periods('2010-11', '2011-12', '2012-13', 'Nov 2010')).toEqual([
      '2010-04-01 to 2011-03-31',
      '2010-11-01 to 2010-11-30',
      '2011-04-01 to 2012-03-31',
      '2012-04-01 to 2013-03-31',
    ]);
  });

  it('as three pooled years and as a month of another file stay two periods', async () => {
    const { files } = await readText({
      'v.csv': csv('indicator,place,period,value', 'smoking-adult,Halton,2010-12,10'),
      'w.csv': csv('place,month,service,weeks_from,weeks_to,waiting', 'Halton,2010-12,rtt,0,18,5'),
    });
    expect(files.map(({ periods }) => `${periods[0]!.start} to ${periods[0]!.end}`)).toEqual([
      '2010-01-01 to 2012-12-31',
      '2010-12-01 to 2010-12-31',
    ]);
    expect(files[0]!.periods[0]!.label).not.toBe(files[1]!.periods[0]!.label);
  });
});

describe('small areas', () => {
  const areas = csv(
    'lsoa,place,imd_rank,period',
    'E01000001,Halton,1,2019',
    'E01000002,Halton,6568,2019',
    'E01000003,Halton,6570,2019',
    'E01000004,Halton,20000,2019',
    'E01000005,Halton,32844,2019',
    'E01000006,E09000001,100,2019',
  );
  const deaths = csv(
    'lsoa,period,sex,age,deaths',
    'E01000001,2023,F,65,1',
    'E01000002,2023,F,65,2',
    'E01000003,2023,F,65,4',
    'E01000004,2023,F,65,8',
    'E01000005,2023,F,65,16',
    'E01000006,2023,F,65,32',
  );
  const deathsIn = (reading: Reading): string[] =>
    cellTexts(reading).filter((text) => text.startsWith('deaths'));

  // 32,844 areas: a fifth ends at rank 6,568.8, so rank 6,568 is in the first and 6,570 in the second;
  // 20,000 is at 60.9 %, in the fourth fifth and the seventh tenth.
  it('take their national fifth from the deprivation extract, whichever comes first', async () => {
    const expected = [
      'deaths E06000006 2023 female 65-65 = 31',
      'deaths E06000006 2023 female 65-65 national-fifths 1 = 3',
      'deaths E06000006 2023 female 65-65 national-fifths 2 = 4',
      'deaths E06000006 2023 female 65-65 national-fifths 4 = 8',
      'deaths E06000006 2023 female 65-65 national-fifths 5 = 16',
    ];
    expect(deathsIn(await readText({ 'areas.csv': areas, 'deaths.csv': deaths }))).toEqual(expected);
    expect(deathsIn(await readText({ 'deaths.csv': deaths, 'areas.csv': areas }))).toEqual(expected);
  });

  it('take their national tenth', async () => {
    expect(deathsIn(await readText({ 'a.csv': areas, 'd.csv': deaths }, 'national-tenths'))).toEqual([
      'deaths E06000006 2023 female 65-65 = 31',
      'deaths E06000006 2023 female 65-65 national-tenths 1 = 1',
      'deaths E06000006 2023 female 65-65 national-tenths 10 = 16',
      'deaths E06000006 2023 female 65-65 national-tenths 2 = 2',
      'deaths E06000006 2023 female 65-65 national-tenths 3 = 4',
      'deaths E06000006 2023 female 65-65 national-tenths 7 = 8',
    ]);
  });

  it('take their fifth within their own Place: five areas, one a fifth', async () => {
    expect(deathsIn(await readText({ 'a.csv': areas, 'd.csv': deaths }, 'place-fifths'))).toEqual([
      'deaths E06000006 2023 female 65-65 = 31',
      'deaths E06000006 2023 female 65-65 place-fifths 1 = 1',
      'deaths E06000006 2023 female 65-65 place-fifths 2 = 2',
      'deaths E06000006 2023 female 65-65 place-fifths 3 = 4',
      'deaths E06000006 2023 female 65-65 place-fifths 4 = 8',
      'deaths E06000006 2023 female 65-65 place-fifths 5 = 16',
    ]);
  });

  it('of an area elsewhere are set aside, not refused', async () => {
    const reading = await readText({ 'a.csv': areas, 'd.csv': deaths });
    expect(reading.files.map(({ rows, used, refused, setAside }) => [rows, used, refused, setAside])).toEqual(
      [
        [6, 6, 0, [{ because: 'other areas', rows: 1 }]],
        [6, 6, 0, [{ because: 'other areas', rows: 1 }]],
      ],
    );
  });

  it('keep the deprivation that the row itself names', async () => {
    const reading = await readText({
      'a.csv': areas,
      'd.csv': csv('lsoa,period,sex,age,deprivation_decile,deaths', 'E01000001,2023,F,65,9,1'),
    });
    expect(deathsIn(reading)).toEqual([
      'deaths E06000006 2023 female 65-65 = 1',
      'deaths E06000006 2023 female 65-65 national-tenths 9 = 1',
    ]);
  });

  it('keep the Place that the row itself names', async () => {
    const reading = await readText({
      'a.csv': areas,
      'd.csv': csv('place,lsoa,period,sex,age,deaths', 'Sefton,E01000001,2023,F,65,1'),
    });
    expect(deathsIn(reading)).toEqual([
      'deaths E08000014 2023 female 65-65 = 1',
      'deaths E08000014 2023 female 65-65 national-fifths 1 = 1',
    ]);
  });

  it('that are not known spoil the sums of a Place that the row names', async () => {
    const reading = await readText({
      'a.csv': areas,
      'd.csv': csv(
        'place,lsoa,period,sex,age,deaths',
        'Halton,E01000001,2023,F,65,7',
        'Halton,E01000009,2023,F,65,1',
      ),
    });
    expect(whereAndWhat(reading)).toEqual(['a.csv rows-set-aside', 'd.csv:3:lsoa unknown-small-area']);
    expect(account(reading)).toEqual([2, 1, 1]);
    expect(deathsIn(reading)).toEqual([
      'deaths E06000006 2023 female 65-65 = 7',
      'deaths E06000006 2023 female 65-65 national-fifths -1 = refused',
      'deaths E06000006 2023 female 65-65 national-fifths 1 = 7',
    ]);
  });

  describe('of 2021, beside areas of 2011 and the lookup between them,', () => {
    const lookup = csv(
      'LSOA11CD,LSOA21CD,LAD22CD',
      'E01000001,E01000001,E06000006',
      'E01000002,E01034102,E06000006',
      'E01000003,E01034103,E06000006',
      'E01000005,E01034103,E06000006',
      'E01000006,E01000006,E09000001',
    );
    const row = (code: string, count: number): string => `${code},2023,F,65,${count}`;

    it.each(['lsoa', 'lsoa21'])(
      'take the fifth of the area that they were, in a column %s',
      async (column) => {
        const reading = await readText({
          'a.csv': areas,
          'l.csv': lookup,
          'd.csv': csv(
            `${column},period,sex,age,deaths`,
            row('E01000001', 1),
            row('E01034102', 2),
            row('E01034103', 4),
            row('E01000006', 8),
          ),
        });
        // As it was, renamed, made of two that differ, and elsewhere.
        expect(deathsIn(reading)).toEqual([
          'deaths E06000006 2023 female 65-65 = 7',
          'deaths E06000006 2023 female 65-65 national-fifths -1 = 4',
          'deaths E06000006 2023 female 65-65 national-fifths 1 = 3',
        ]);
        expect(whereAndWhat(reading).filter((text) => text.startsWith('d.csv'))).toEqual([
          `d.csv:4:${column} redrawn-area`,
          'd.csv rows-set-aside',
        ]);
        expect(account(reading)).toEqual([4, 4, 0]);
      },
    );

    it('are refused as a whole file without the lookup, for one code that is new', async () => {
      const reading = await readText({
        'a.csv': areas,
        'd.csv': csv(
          'lsoa,period,sex,age,deaths',
          row('E01000001', 1),
          row('E01034102', 2),
          row('E01034103', 4),
        ),
      });
      expect(codesOf(reading.problems).filter((code) => code !== 'rows-set-aside')).toEqual([
        'wrong-vintage',
      ]);
      expect(account(reading)).toEqual([3, 0, 3]);
      expect(
        reading.cells.filter(({ subject, state }) => subject === 'deaths' && state === STATE.ok),
      ).toEqual([]);
    });
  });

  it('take the edition of their own year where two are given, never a mixture', async () => {
    const two = (areas19: string, areas25: string): Record<string, string> => ({
      '19.csv': areas19,
      '25.csv': areas25,
      'd.csv': csv(
        'lsoa11,lsoa21,place,period,sex,age,deaths',
        'E01000001,E01000001,Halton,2023,F,65,1',
        'E01000002,E01000002,Halton,2023,F,65,2',
      ),
    });
    const rank = (column: string, year: number, ...ranks: number[]): string =>
      csv(
        `${column},place,imd_rank,period`,
        ...ranks.map((one, at) => `E0100000${at + 1},Halton,${one},${year}`),
      );
    // 2019 has both areas in the first fifth, 2025 in the last: by the column lsoa21 the edition of 2025 counts.
    const reading = await readText(two(rank('lsoa', 2019, 10, 20), rank('lsoa', 2025, 33_000, 33_700)));
    expect(deathsIn(reading)).toEqual([
      'deaths E06000006 2023 female 65-65 = 3',
      'deaths E06000006 2023 female 65-65 national-fifths 5 = 3',
    ]);
    expect(cellTexts(reading).filter((text) => text.startsWith('small-areas'))).toEqual([
      'small-areas E06000006 2019 persons 0+ = 2',
      'small-areas E06000006 2019 persons 0+ national-tenths 1 = 2',
      'small-areas E06000006 2025 persons 0+ = 2',
      'small-areas E06000006 2025 persons 0+ national-tenths 10 = 2',
    ]);
  });

  it('without any deprivation extract say so, not that the area is unknown', async () => {
    const { problems } = await readText({ 'd.csv': deaths });
    expect(new Set(codesOf(problems))).toEqual(new Set(['no-deprivation-extract']));
    expect(problems).toHaveLength(6);
  });

  it('of several rows of one cell add up, while the same row twice does not', async () => {
    const reading = await readText({
      'a.csv': areas,
      'd.csv': csv(
        'lsoa,period,sex,age,deaths',
        'E01000001,2023,F,65,1',
        'E01000002,2023,F,65,2',
        'E01000001,2023,F,65,1',
      ),
    });
    expect(deathsIn(reading)).toEqual([
      'deaths E06000006 2023 female 65-65 = 3',
      'deaths E06000006 2023 female 65-65 national-fifths 1 = 3',
    ]);
    expect(whereAndWhat(reading)).toEqual(['a.csv rows-set-aside', 'd.csv:4 duplicate-cell']);
  });
});

describe('a deprivation extract', () => {
  const HEADER = 'lsoa,place,imd_rank,imd_decile,population,period';

  it('counts its areas and its people, in all and by tenth', async () => {
    const reading = await readText({
      'a.csv': csv(
        HEADER,
        'E01000001,Halton,1,1,1000,2019',
        'E01000002,Halton,9,1,1100,2019',
        'E01000003,Halton,32844,10,900,2019',
      ),
    });
    expect(cellTexts(reading)).toEqual([
      'population E06000006 2019 persons 0+ = 3000',
      'population E06000006 2019 persons 0+ national-tenths 1 = 2100',
      'population E06000006 2019 persons 0+ national-tenths 10 = 900',
      'small-areas E06000006 2019 persons 0+ = 3',
      'small-areas E06000006 2019 persons 0+ national-tenths 1 = 2',
      'small-areas E06000006 2019 persons 0+ national-tenths 10 = 1',
    ]);
  });

  it('counts an area once that stands twice, with a warning', async () => {
    const row = 'E01000001,Halton,1,1,1000,2019';
    const reading = await readText({ 'a.csv': csv(HEADER, row, row) });
    expect(whereAndWhat(reading)).toEqual(['a.csv:3 duplicate-cell']);
    expect(cellTexts(reading)[0]).toBe('population E06000006 2019 persons 0+ = 1000');
  });

  it('uses neither row of an area with two ranks', async () => {
    const reading = await readText({
      'a.csv': csv(HEADER, 'E01000001,Halton,1,1,1000,2019', 'E01000001,Halton,30000,10,1000,2019'),
    });
    expect(codesOf(reading.problems)).toEqual(['conflicting-cell']);
    expect(cellTexts(reading).filter((text) => !text.endsWith('refused'))).toEqual([]);
  });

  it('whose people of one area are hidden has no sum of people, but still its areas', async () => {
    const reading = await readText({
      'a.csv': csv(HEADER, 'E01000001,Halton,1,1,1000,2019', 'E01000002,Halton,2,1,*,2019'),
    });
    expect(cellTexts(reading)).toEqual([
      'population E06000006 2019 persons 0+ = suppressed',
      'population E06000006 2019 persons 0+ national-tenths 1 = suppressed',
      'small-areas E06000006 2019 persons 0+ = 2',
      'small-areas E06000006 2019 persons 0+ national-tenths 1 = 2',
    ]);
  });

  // 32,844 areas in 2019 and 33,755 in 2025: rank 3,284 is the last but a bit of the first tenth of 2019
  // (3,284.4), and 3,375 of that of 2025 (3,375.5).
  it('takes the tenth of a rank from the edition, which is 2019 where the extract names none', async () => {
    const tenthOf = async (rank: number, period: string): Promise<string | undefined> => {
      const reading = await readText({
        'a.csv': csv('lsoa,place,imd_rank,period', `E01000001,Halton,${rank},${period}`),
      });
      return / tenths (\d+)|national-tenths (\d+)/.exec(cellTexts(reading).join(' '))?.[2];
    };
    expect(await tenthOf(3284, '2019')).toBe('1');
    expect(await tenthOf(3286, '2019')).toBe('2');
    expect(await tenthOf(3286, '2025')).toBe('1');
    expect(await tenthOf(3377, '2025')).toBe('2');
    const undated = await readText({ 'a.csv': csv('lsoa,place,imd_rank', 'E01000001,Halton,3286') });
    expect(cellTexts(undated)).toContain('small-areas E06000006 persons 0+ national-tenths 2 = 1');
  });

  it('with a rank above all that are ranked says so of the rank, and names the way out', async () => {
    const { problems } = await readText({ 'a.csv': csv('lsoa,place,imd_rank', 'E01000001,Halton,33000') });
    expect(problems[0]).toMatchObject({
      code: 'unknown-deprivation',
      line: 2,
      column: 'imd_rank',
      message: 'rank 33000 is above the 32844 areas that are ranked',
    });
    expect(problems[0]!.fix).toContain('2025');
  });

  it('with a blank tenth takes that of the rank', async () => {
    const reading = await readText({
      'a.csv': csv('lsoa,place,imd_rank,imd_decile', 'E01000001,Halton,5000,', 'E01000002,Halton,1,1'),
    });
    expect(reading.problems).toEqual([]);
    expect(cellTexts(reading)).toContain('small-areas E06000006 persons 0+ national-tenths 2 = 1');
  });

  it('with neither rank nor tenth of an area refuses it at the column that is blank', async () => {
    const { problems } = await readText({
      'a.csv': csv('lsoa,place,imd_decile', 'E01000001,Halton,', 'E01000002,Halton,1'),
    });
    expect(problems.map(located)).toEqual(['a.csv:2:imd_decile unknown-deprivation']);
  });
});

describe("a record's blank", () => {
  const HEADER = 'place,period,sex,age,deprivation_quintile,icd10';
  const GOOD = 'Halton,2023,female,60,1,I21';

  // One row is one death: what is blank is not known, for no death is of both sexes or of all causes.
  it.each([
    ['sex', 'Halton,2023,,60,1,I21', 'unknown'],
    ['deprivation', 'Halton,2023,female,60,,I21', 'national-fifths -1'],
  ])('%s is not known, and never everybody', async (_, row, words) => {
    const reading = await readText({ 'a.csv': csv(HEADER, GOOD, row) });
    const [blank] = cellTexts(reading).filter(
      (text) => text !== 'deaths E06000006 2023 female 60-60 national-fifths 1 I21 = 1',
    );
    expect(blank).toContain(words);
  });

  it('cause is not all causes', async () => {
    const reading = await readText({ 'a.csv': csv(HEADER, GOOD, 'Halton,2023,female,60,1,') });
    const causes = reading.cells.map(({ cause }) => cause);
    expect(causes).toContain('I21');
    expect(causes).not.toContain('');
  });

  it('age is not all ages', async () => {
    const reading = await readText({ 'a.csv': csv(HEADER, GOOD, 'Halton,2023,female,,1,I21') });
    const usable = reading.cells.filter(({ state }) => state === STATE.ok);
    expect(usable.some(({ ageFrom, ageTo }) => ageFrom === 0 && ageTo === Number.POSITIVE_INFINITY)).toBe(
      false,
    );
  });

  it('in an extract of counts is everybody, as the formats say', async () => {
    const reading = await readText({
      'a.csv': csv('place,period,sex,age,deprivation_quintile,icd10,deaths', 'Halton,2023,,,,,9'),
    });
    expect(cellTexts(reading)).toEqual(['deaths E06000006 2023 persons 0+ = 9']);
  });
});

describe('a bad row', () => {
  it('keeps the cell that it would have fed, as refused, so that no sum misses it unseen', async () => {
    const reading = await readText({
      'a.csv': csv(
        DEATHS,
        'Halton,2023,F,0-4,4x',
        'Halton,2023,?,0-4,1',
        'Halton,2023,M,?,1',
        'Halton,?,F,0-4,1',
      ),
    });
    expect(cellTexts(reading)).toEqual([
      'deaths E06000006 2023 female 0-4 = refused',
      'deaths E06000006 2023 male 0+ = refused',
      'deaths E06000006 2023 unknown 0-4 = refused',
    ]);
    expect(account(reading)).toEqual([4, 0, 4]);
  });

  it('reports everything that is wrong with it', async () => {
    const reading = await readText({
      'a.csv': csv(DEATHS, 'Knowlsey,20233,femail,-5,4x', 'Halton,2023,F,0-4,1'),
    });
    expect(whereAndWhat(reading).sort()).toEqual([
      'a.csv:2:age unknown-age',
      'a.csv:2:deaths not-a-number',
      'a.csv:2:period unknown-period',
      'a.csv:2:place unknown-place',
      'a.csv:2:sex unknown-sex',
    ]);
    expect(account(reading)).toEqual([2, 1, 1]);
  });

  it('does not hand its figures on to the next row', async () => {
    const reading = await readText({
      'v.csv': csv(
        'indicator,place,period,value,lower,upper',
        'smoking-adult,Halton,2022,15,10,20',
        'smoking-adult,Sefton,2022,4x,11,12',
        'smoking-adult,Wirral,2022,14,,',
      ),
    });
    const wirral = reading.cells.find(({ place }) => place === 'E08000015')!;
    expect([wirral.value, wirral.lower, wirral.upper]).toEqual([14, Number.NaN, Number.NaN]);
  });

  it('of an area elsewhere is set aside before anything else of it is looked at', async () => {
    const reading = await readText({
      'a.csv': csv(DEATHS, 'E08000003,20233,femail,-5,4x', 'Halton,2023,F,0-4,1'),
    });
    expect(codesOf(reading.problems)).toEqual(['rows-set-aside']);
    expect(account(reading)).toEqual([2, 2, 0]);
  });

  it('of a waiting band keeps the month known as incomplete', async () => {
    const reading = await readText({
      'w.csv': csv(
        'place,month,service,weeks_from,weeks_to,waiting',
        'Halton,2024-01,rtt,0,18,50',
        'Halton,2024-01,rtt,18,abc,40',
      ),
    });
    const refused = reading.cells.filter(({ state }) => state === STATE.refused);
    expect(refused.map(({ place, period }) => `${place} ${period}`)).toEqual(['E06000006 2024-01']);
  });
});

describe('wide tables', () => {
  const AGES = Array.from({ length: 75 }, (_, age) => String(age));
  const header = `year,imd10,sex,${AGES.join(',')}`;
  const row = (year: number, of: (age: number) => number | string): string =>
    `${year},1,m,${AGES.map((_, age) => of(age)).join(',')}`;

  it('give a cell for each age', async () => {
    const reading = await readText({
      'a.csv': csv(
        header,
        row(2016, (age) => age * age),
      ),
    });
    expect(reading.files[0]).toMatchObject({ format: 'wide-ages-deaths', rows: 1, used: 1, refused: 0 });
    expect(reading.cells).toHaveLength(75);
    expect(cellTexts(reading)).toContain('deaths E92000001 2016 male 74-74 national-tenths 1 = 5476');
  });

  it('keep a hidden cell hidden and the others as they are', async () => {
    const reading = await readText({
      'a.csv': csv(
        header,
        row(2016, (age) => (age === 3 ? '*' : age * age)),
      ),
    });
    expect(cellTexts(reading)).toContain('deaths E92000001 2016 male 3-3 national-tenths 1 = suppressed');
    expect(cellTexts(reading)).toContain('deaths E92000001 2016 male 4-4 national-tenths 1 = 16');
    expect(whereAndWhat(reading)).toEqual(['a.csv:2:3 suppressed-value']);
    expect(account(reading)).toEqual([1, 1, 0]);
  });

  it('refuse a whole row for one bad or blank cell, and no other row', async () => {
    const reading = await readText({
      'a.csv': csv(
        header,
        row(2014, (age) => age * age),
        row(2015, (age) => (age === 3 ? '' : age * age)),
        row(2016, (age) => (age === 70 ? '7o' : age * age)),
      ),
    });
    expect(whereAndWhat(reading)).toEqual(['a.csv:3:3 blank-value', 'a.csv:4:70 not-a-number']);
    expect(account(reading)).toEqual([3, 1, 2]);
    const states = new Set(reading.cells.map(({ period, state }) => `${period} ${state}`));
    expect(states).toEqual(new Set([`2014 ${STATE.ok}`, `2015 ${STATE.refused}`, `2016 ${STATE.refused}`]));
  });

  it('refuse a file with an age twice', async () => {
    const reading = await readText({ 'a.csv': csv(`${header},74`, `${row(2016, (age) => age * age)},9`) });
    expect(codesOf(reading.problems)).toEqual(['duplicate-column']);
  });
});

describe('the RTT extract', () => {
  const HEADER =
    'Period,Commissioner Org Code,RTT Part Type,Treatment Function Code,Gt 00 To 01 Weeks SUM 1,' +
    'Gt 01 To 02 Weeks SUM 1,Gt 02 Weeks SUM 1,Patients with unknown clock start date,Total All';
  const rtt = (...rows: string[]): Promise<Reading> =>
    readText({ 'rtt.csv': csv(HEADER, ...rows.map((row) => `RTT-January-2024,${row}`)) });

  it('counts incomplete pathways once, without the total of the specialties, and accounts for the rest', async () => {
    const reading = await rtt(
      '01F,Part_2,C_100,1,2,4,0,7',
      '01F,Part_2,C_101,10,20,40,0,70',
      '01F,Part_2,C_999,11,22,44,0,77',
      '01F,Part_2A,C_100,1,0,0,0,1',
      '01F,Part_1A,C_999,5,5,5,0,15',
      'NONC,Part_2,C_100,9,9,9,0,27',
      '14L,Part_2,C_100,9,9,9,0,27',
    );
    expect(cellTexts(reading)).toEqual([
      'rtt E06000006 2024-01 persons 0+ weeks 0-1 = 11',
      'rtt E06000006 2024-01 persons 0+ weeks 1-2 = 22',
      'rtt E06000006 2024-01 persons 0+ weeks 2+ = 44',
    ]);
    expect(account(reading)).toEqual([7, 7, 0]);
    expect(
      Object.fromEntries(reading.files[0]!.setAside.map(({ because, rows }) => [because, rows])),
    ).toEqual({
      'not incomplete pathways (completed ones, or Part_2A, which is inside Part_2)': 2,
      'the total of the other specialties, which would count everybody twice': 1,
      'other areas': 2,
    });
    expect(codesOf(reading.problems)).toEqual(['rows-set-aside', 'rows-set-aside', 'rows-set-aside']);
  });

  it('takes an empty week for nobody, which the total proves', async () => {
    const reading = await rtt('01F,Part_2,C_100,,2,,3,5');
    expect(cellTexts(reading)).toEqual([
      'rtt E06000006 2024-01 persons 0+ weeks 0-1 = 0',
      'rtt E06000006 2024-01 persons 0+ weeks 1-2 = 2',
      'rtt E06000006 2024-01 persons 0+ weeks 2+ = 0',
    ]);
  });

  it('reads totals with thousands commas', async () => {
    const reading = await rtt('01F,Part_2,C_100,"1,000","2,000",0,,"3,000"');
    expect(reading.problems).toEqual([]);
  });

  it.each(['', 'x', '8', '6'])('refuses a row whose total is "%s" and not 7', async (total) => {
    const reading = await rtt(`01F,Part_2,C_100,1,2,4,0,${total}`, '01J,Part_2,C_100,1,2,4,0,7');
    expect(whereAndWhat(reading)).toEqual(['rtt.csv:2:Total All total-mismatch']);
    expect(account(reading)).toEqual([2, 1, 1]);
    const states = new Set(reading.cells.map(({ place, state }) => `${place} ${state}`));
    expect(states).toEqual(new Set([`E06000006 ${STATE.refused}`, `E08000011 ${STATE.ok}`]));
  });
});

describe('the account of a file', () => {
  it('counts the rows of each reason why rows were set aside, and blank rows of any width', async () => {
    const reading = await readText({
      'a.csv': csv(DEATHS, 'Halton,2023,F,0-4,1', ',,,,', ' ,,', 'E08000003,2023,F,0-4,1'),
    });
    expect(account(reading)).toEqual([4, 4, 0]);
    expect(reading.files[0]!.setAside).toEqual([
      { because: 'blank rows', rows: 2 },
      { because: 'other areas', rows: 1 },
    ]);
  });

  it('names the places, periods and subjects that its cells are of', async () => {
    const reading = await readText({
      'a.csv': csv('place,period,event,count', 'Halton,2022,A&E visit,1', 'Sefton,2023,a&e visit,2'),
    });
    const [file] = reading.files;
    expect([file!.places, file!.periods.map(({ label }) => label), file!.subjects]).toEqual([
      ['E06000006', 'E08000014'],
      ['2022', '2023'],
      ['a&e-visit'],
    ]);
  });

  it('always adds up, and no good row is lost, whatever rows stand around it', async () => {
    const good = fc.integer({ min: 0, max: 89 }).map((age) => ({ row: `Halton,2023,F,${age},1`, age }));
    const bad = fc
      .constantFrom(
        'Halton,2023,F',
        'Knowlsey,2023,F,1,1',
        'Wirral,2023,F,1,4x',
        ',,,,',
        '""',
        'E08000003,2023,F,1,1',
      )
      .map((row) => ({ row, age: -1 }));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(good, bad), { minLength: 1, maxLength: 30 }), async (rows) => {
        const reading = await readText({ 'a.csv': csv(DEATHS, ...rows.map(({ row }) => row)) });
        const [total, used, refused] = account(reading);
        // A header with nothing but blank rows below it has none.
        const isBlank = rows.every(({ row }) => /^[,"]*$/.test(row));
        expect(codesOf(reading.problems).includes('header-only')).toBe(isBlank);
        expect(total).toBe(isBlank ? 0 : rows.length);
        expect(total).toBe(used! + refused!);
        const ages = new Set(rows.map(({ age }) => age).filter((age) => age >= 0));
        const halton = reading.cells.filter(({ place }) => place === 'E06000006');
        expect(new Set(halton.map(({ ageFrom }) => ageFrom))).toEqual(ages);
        expect(halton.every(({ count, state }) => count === 1 && state === STATE.ok)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the text of a file', () => {
  it('is read as Windows-1252 where it is not UTF-8, and the file says so', async () => {
    const latin = Buffer.concat([
      Buffer.from('place,period,sex,age,cause,deaths\nHalton,2023,F,0-4,Crohn'),
      Buffer.from([0x92]),
      Buffer.from('s,1\n'),
    ]);
    const reading = await readText({ 'a.csv': latin });
    expect(codesOf(reading.problems)).toEqual(['not-utf8']);
    expect(reading.cells[0]!.cause).toBe('crohn’s');
  });

  it('is read as Windows-1252 where the first byte that is not UTF-8 comes late', async () => {
    const rows = Array.from(
      { length: 12_000 },
      (_, index) => `Halton,${1900 + (index % 120)},F,${index % 100},cause ${index},1`,
    );
    const latin = Buffer.concat([
      Buffer.from(csv('place,period,sex,age,cause,deaths', ...rows)),
      Buffer.from('Sefton,2023,F,0-4,Crohn'),
      Buffer.from([0x92]),
      Buffer.from('s,1\n'),
    ]);
    expect(latin.length).toBeGreaterThan(256 * 1024);
    const reading = await readText({ 'a.csv': latin });
    expect(codesOf(reading.problems)).toEqual(['not-utf8']);
    expect(reading.cells.find(({ place }) => place === 'E08000014')!.cause).toBe('crohn’s');
  });

  it.each(['utf-16le', 'utf-16be'] as const)(
    'is read where it is %s, also longer than what is looked at',
    async (encoding) => {
      const rows = Array.from(
        { length: 9_000 },
        (_, at) => `Halton,${1900 + Math.floor(at / 90)},F,${at % 90},1`,
      );
      const bytes = Buffer.from(
        `\uFEFF${csv('place,period,sex,age,cause,deaths', ...rows.map((row) => row.replace(/,1$/, ',Crohn’s,1')))}`,
        'utf16le',
      );
      const reading = await readText({ 'a.csv': encoding === 'utf-16be' ? bytes.swap16() : bytes });
      expect(bytes.length).toBeGreaterThan(256 * 1024);
      expect(whereAndWhat(reading)).toEqual(['a.csv utf-16']);
      expect(account(reading)).toEqual([9_000, 9_000, 0]);
      expect(new Set(reading.cells.map(({ cause }) => cause))).toEqual(new Set(['crohn’s']));
    },
  );

  it('that is UTF-16 and breaks off in the middle of a row says so', async () => {
    const reading = await readText({
      'a.csv': Buffer.from(`\uFEFF${DEATHS}\nHalton,2023,F,0-4,1\nSefton,20`, 'utf16le'),
    });
    expect(whereAndWhat(reading)).toEqual(['a.csv utf-16', 'a.csv:3 cut-off-download']);
    expect(account(reading)).toEqual([2, 1, 1]);
  });

  it('ends with its last line also where that line end is a chunk of its own', async () => {
    const short = 'Sefton,20';
    const start = `${DEATHS},note\nHalton,2023,F,0-4,1,`;
    const text = `${start}${'x'.repeat(256 * 1024 - start.length - 1 - short.length)}\n${short}`;
    expect(text.length).toBe(256 * 1024);
    const codes = async (content: string): Promise<string[]> =>
      codesOf((await readText({ 'a.csv': content })).problems).filter((code) => code !== 'unused-column');
    expect(await codes(`${text}\n`)).toEqual(['ragged-row']);
    expect(await codes(text)).toEqual(['cut-off-download']);
  });

  it('that opens a quote in its first row says so, and not that it is empty', async () => {
    const reading = await readText({ 'a.csv': csv(DEATHS, '"Halton,2023,F,0-4,1') });
    expect(whereAndWhat(reading)).toEqual(['a.csv:2 unclosed-quote']);
    const header = await readText({ 'a.csv': csv('"place,period', 'Halton,2023') });
    expect(whereAndWhat(header)).toEqual(['a.csv:1 unclosed-quote']);
  });
});
