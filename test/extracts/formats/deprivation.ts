import { cellsOf, type FormatFixtures } from './fixture.ts';

const IMD_RANK = 'Index of Multiple Deprivation (IMD) Rank';
const IMD_DECILE = 'Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)';
const TOTAL_2015 = 'Total population: mid 2015 (excluding prisoners)';
const OVER_60 = 'Older population aged 60 and over: mid 2015 (excluding prisoners)';
const OTHER = 'other areas';

/** The cells of a Place's areas: how many there are in all, and in each tenth. */
function areas(
  place: string,
  period: string,
  all: number | string,
  tenths: Record<number, number | string>,
): string[] {
  return counted('small-areas', place, period, all, tenths);
}

function people(
  place: string,
  period: string,
  all: number | string,
  tenths: Record<number, number | string>,
): string[] {
  return counted('population', place, period, all, tenths);
}

/** Children in income-deprived families of a Place's areas, of all children: the IDACI score times the children. */
function childPoverty(place: string, period: string, all: string, tenths: Record<number, string>): string[] {
  return counted('child-poverty', place, period, all, tenths);
}

function counted(
  subject: string,
  place: string,
  period: string,
  all: number | string,
  tenths: Record<number, number | string>,
): string[] {
  const of = `${subject} ${place} ${period} persons 0+`;
  const byTenth = Object.entries(tenths).map(
    ([tenth, figure]) => `${of} national-tenths ${tenth} = ${figure}`,
  );
  return [`${of} = ${all}`, ...byTenth];
}

export const DEPRIVATION: readonly FormatFixtures[] = [
  {
    id: 'iod2019-file-1',
    good: {
      rows: [8, 8, 0],
      setAside: { [OTHER]: 2 },
      places: 'E06000006 E08000013 E08000014',
      periods: ['2019'],
      // "3,284" and "3,285" are on the two sides of the first tenth of 32,844.
      cells: [
        ...areas('E06000006', '2019', 3, { 1: 2, 2: 1 }),
        ...areas('E08000013', '2019', 1, { 1: 1 }),
        ...areas('E08000014', '2019', 2, { 5: 1, 10: 1 }),
      ],
    },
    bad: {
      rows: [5, 3, 2],
      setAside: { [OTHER]: 1 },
      places: 'E06000006 E08000014',
      periods: ['2019'],
      problems: ['3:LSOA code (2011) unknown-small-area', `5:${IMD_RANK} not-a-number`],
      cells: [
        ...areas('E06000006', '2019', 1, { 1: 1 }),
        ...areas('E08000014', '2019', 'refused', { 5: 'refused', 10: 1 }),
      ],
    },
  },
  {
    id: 'iod2019-file-2',
    good: {
      rows: [6, 6, 0],
      setAside: { [OTHER]: 1 },
      places: 'E06000006 E08000011 E08000014',
      periods: ['2019'],
      cells: [
        ...areas('E06000006', '2019', 2, { 1: 1, 2: 1 }),
        ...areas('E08000011', '2019', 1, { 1: 1 }),
        ...areas('E08000014', '2019', 2, { 5: 1, 10: 1 }),
      ],
    },
    bad: {
      rows: [4, 2, 2],
      places: 'E06000006 E08000014',
      periods: ['2019'],
      problems: ['3 ragged-row', `5:${IMD_DECILE} unknown-deprivation`],
      cells: [
        ...areas('E06000006', '2019', 1, { 1: 1 }),
        ...areas('E08000014', '2019', 'refused', { 5: 1, 10: 'refused' }),
      ],
    },
  },
  {
    id: 'iod2019-file-6',
    good: {
      with: ['iod2019-file-2.csv'],
      rows: [5, 5, 0],
      setAside: { [OTHER]: 1 },
      places: 'E06000006 E08000014',
      periods: ['2015'],
      // Halton's two areas are in tenths 1 and 2, Sefton's in 5 and 10: fifths 1, 1, 3 and 5.
      cells: cellsOf('population', {
        'E06000006 2015 persons 0-15': 375,
        'E06000006 2015 persons 0-15 national-fifths 1': 375,
        'E06000006 2015 persons 16-59': 1156,
        'E06000006 2015 persons 16-59 national-fifths 1': 1156,
        'E06000006 2015 persons 60+': 765,
        'E06000006 2015 persons 60+ national-fifths 1': 765,
        'E08000014 2015 persons 0-15': 100,
        'E08000014 2015 persons 0-15 national-fifths 3': 100,
        'E08000014 2015 persons 0-15 national-fifths 5': 0,
        'E08000014 2015 persons 16-59': 1610,
        'E08000014 2015 persons 16-59 national-fifths 3': 600,
        'E08000014 2015 persons 16-59 national-fifths 5': 1010,
        'E08000014 2015 persons 60+': 690,
        'E08000014 2015 persons 60+ national-fifths 3': 200,
        'E08000014 2015 persons 60+ national-fifths 5': 490,
      }),
    },
    bad: {
      with: ['iod2019-file-2.csv'],
      rows: [4, 2, 2],
      places: 'E06000006 E08000011 E08000014',
      periods: ['2015'],
      problems: [`4:${OVER_60} negative-value`, `5:${TOTAL_2015} total-mismatch`],
      cells: cellsOf('population', {
        'E06000006 2015 persons 0-15': 175,
        'E06000006 2015 persons 0-15 national-fifths 1': 175,
        'E06000006 2015 persons 16-59': 656,
        'E06000006 2015 persons 16-59 national-fifths 1': 656,
        'E06000006 2015 persons 60+': 465,
        'E06000006 2015 persons 60+ national-fifths 1': 465,
        'E08000011 2015 persons 0-15': 'refused',
        'E08000011 2015 persons 0-15 national-fifths 1': 'refused',
        'E08000011 2015 persons 16-59': 'refused',
        'E08000011 2015 persons 16-59 national-fifths 1': 'refused',
        'E08000011 2015 persons 60+': 'refused',
        'E08000011 2015 persons 60+ national-fifths 1': 'refused',
        'E08000014 2015 persons 0-15': 'refused',
        'E08000014 2015 persons 0-15 national-fifths 3': 100,
        'E08000014 2015 persons 0-15 national-fifths 5': 'refused',
        'E08000014 2015 persons 16-59': 'refused',
        'E08000014 2015 persons 16-59 national-fifths 3': 600,
        'E08000014 2015 persons 16-59 national-fifths 5': 'refused',
        'E08000014 2015 persons 60+': 'refused',
        'E08000014 2015 persons 60+ national-fifths 3': 200,
        'E08000014 2015 persons 60+ national-fifths 5': 'refused',
      }),
    },
  },
  {
    id: 'iod2019-file-7',
    good: {
      rows: [4, 4, 0],
      setAside: { [OTHER]: 1 },
      places: 'E06000006 E08000014',
      periods: ['2015', '2019'],
      cells: [
        ...areas('E06000006', '2019', 2, { 1: 1, 2: 1 }),
        ...people('E06000006', '2015', 2796, { 1: 1296, 2: 1500 }),
        // 0.453 of 175 children and 0.25 of 300.
        ...childPoverty('E06000006', '2019', '154.275 of 475', { 1: '79.275 of 175', 2: '75 of 300' }),
        ...areas('E08000014', '2019', 1, { 10: 1 }),
        ...people('E08000014', '2015', 900, { 10: 900 }),
        ...childPoverty('E08000014', '2019', '6.2 of 100', { 10: '6.2 of 100' }),
      ],
    },
    bad: {
      rows: [4, 2, 2],
      places: 'E06000006 E08000011 E08000014',
      periods: ['2015', '2019'],
      problems: ['3 ragged-row', `4:${TOTAL_2015} negative-value`],
      cells: [
        ...areas('E06000006', '2019', 1, { 1: 1 }),
        ...people('E06000006', '2015', 1296, { 1: 1296 }),
        ...childPoverty('E06000006', '2019', '3.5 of 175', { 1: '3.5 of 175' }),
        ...areas('E08000011', '2019', 1, { 1: 1 }),
        ...people('E08000011', '2015', 1400, { 1: 1400 }),
        ...childPoverty('E08000011', '2019', '6 of 300', { 1: '6 of 300' }),
        ...areas('E08000014', '2019', 'refused', { 10: 'refused' }),
        ...people('E08000014', '2015', 'refused', { 10: 'refused' }),
        ...childPoverty('E08000014', '2019', 'refused', { 10: 'refused' }),
      ],
    },
  },
  {
    id: 'iod2025-file-7',
    good: {
      rows: [4, 4, 0],
      setAside: { [OTHER]: 1 },
      places: 'E06000006 E08000014',
      periods: ['2022', '2025'],
      cells: [
        ...areas('E06000006', '2025', 2, { 1: 1, 2: 1 }),
        ...people('E06000006', '2022', 3000, { 1: 1600, 2: 1400 }),
        // 0.512 of 400 children and 0.304 of 300.
        ...childPoverty('E06000006', '2025', '296 of 700', { 1: '204.8 of 400', 2: '91.2 of 300' }),
        ...areas('E08000014', '2025', 1, { 10: 1 }),
        ...people('E08000014', '2022', 2000, { 10: 2000 }),
        ...childPoverty('E08000014', '2025', '17.1 of 300', { 10: '17.1 of 300' }),
      ],
    },
    bad: {
      rows: [4, 2, 2],
      places: 'E06000006 E08000011 E08000014',
      periods: ['2022', '2025'],
      problems: ['3:LSOA code (2021) unknown-small-area', '4:Total population: mid 2022 not-a-number'],
      cells: [
        ...areas('E06000006', '2025', 1, { 1: 1 }),
        ...people('E06000006', '2022', 1600, { 1: 1600 }),
        ...childPoverty('E06000006', '2025', '8 of 400', { 1: '8 of 400' }),
        ...areas('E08000011', '2025', 1, { 1: 1 }),
        ...people('E08000011', '2022', 1500, { 1: 1500 }),
        ...childPoverty('E08000011', '2025', '8 of 400', { 1: '8 of 400' }),
        ...areas('E08000014', '2025', 'refused', { 10: 'refused' }),
        ...people('E08000014', '2022', 'refused', { 10: 'refused' }),
        ...childPoverty('E08000014', '2025', 'refused', { 10: 'refused' }),
      ],
    },
  },
  {
    id: 'iod2025-file-1',
    good: {
      rows: [4, 4, 0],
      setAside: { [OTHER]: 1 },
      places: 'E06000006 E08000014',
      periods: ['2025'],
      // Rank 3,375 of 33,755 is the last of the first tenth.
      cells: [...areas('E06000006', '2025', 2, { 1: 2 }), ...areas('E08000014', '2025', 1, { 10: 1 })],
    },
    bad: {
      rows: [5, 3, 2],
      places: 'E06000006 E08000014',
      periods: ['2025'],
      problems: ['4 conflicting-cell', '5 ragged-row'],
      // One area is in tenth 1 by one row and in tenth 3 by another: neither tenth is known.
      cells: [
        ...areas('E06000006', '2025', 'refused', { 1: 'refused', 3: 'refused' }),
        ...areas('E08000014', '2025', 1, { 10: 1 }),
      ],
    },
  },
  {
    id: 'imd2019-table',
    good: {
      with: ['lookup-lsoa11-table.csv'],
      rows: [4, 4, 0],
      places: 'E06000006 E08000011 E08000014',
      periods: ['2019'],
      cells: [
        ...areas('E06000006', '2019', 2, { 1: 1, 2: 1 }),
        ...areas('E08000011', '2019', 1, { 1: 1 }),
        ...areas('E08000014', '2019', 1, { 10: 1 }),
      ],
    },
    bad: {
      with: ['lookup-lsoa11-table.csv'],
      rows: [4, 2, 2],
      places: 'E06000006 E08000014',
      periods: ['2019'],
      problems: ['3:IMD_rank unknown-deprivation', '5:lsoa11_code unknown-small-area'],
      cells: [
        ...areas('E06000006', '2019', 'refused', { 1: 1, 2: 'refused' }),
        ...areas('E08000014', '2019', 1, { 10: 1 }),
      ],
    },
  },
  {
    id: 'imd2025-table',
    good: {
      with: ['lookup-lsoa21-table.csv'],
      rows: [3, 3, 0],
      places: 'E06000006 E08000014',
      periods: ['2025'],
      cells: [...areas('E06000006', '2025', 2, { 1: 1, 2: 1 }), ...areas('E08000014', '2025', 1, { 10: 1 })],
    },
    bad: {
      with: ['lookup-lsoa21-table.csv'],
      rows: [4, 2, 2],
      places: 'E06000006 E08000014',
      periods: ['2025'],
      problems: ['3:IMD_rank unknown-deprivation', '4 ragged-row'],
      cells: [
        ...areas('E06000006', '2025', 'refused', { 1: 1, 2: 'refused' }),
        ...areas('E08000014', '2025', 1, { 10: 1 }),
      ],
    },
  },
];
