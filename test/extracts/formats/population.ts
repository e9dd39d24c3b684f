import { byAge, cellsOf, type FormatFixtures, steps, yearly } from './fixture.ts';

const OTHER = 'other areas';
const ESP = 'gapline has the European Standard Population of 2013 built in';
const TENTHS_OF_AREAS =
  'tenths within each area and no period, which `gapline run` has no table for; its slope index can be reckoned with any tool for the slope index of inequality';
const YEARS_2011_2023 = steps(2011, 1, 13).map(String);

function fill(figure: number | string, count: number): (number | string)[] {
  return new Array(count).fill(figure);
}

/** Single years of age to 89 and 90 and over. */
function to90(place: string, figure: (age: number) => number | string, group?: string): string[] {
  return byAge(
    `population ${place} 2020 persons`,
    { last: 89, open: 90, ...(group ? { group } : {}) },
    figure,
  );
}

/** Single years of age to 74, of which 0, 1 to 44, 45 to 64 and 65 to 74 each have one figure. */
function to74(
  of: string,
  tenth: number,
  figures: readonly [number, number, number, number] | 'refused',
): string[] {
  return byAge(of, { last: 74, group: `national-tenths ${tenth}` }, (age) => {
    if (figures === 'refused') return figures;
    return figures[age === 0 ? 0 : age < 45 ? 1 : age < 65 ? 2 : 3];
  });
}

export const POPULATION: readonly FormatFixtures[] = [
  {
    id: 'ons-myeb1',
    good: {
      rows: [9, 9, 0],
      setAside: { [OTHER]: 4, 'notes below the table': 1 },
      places: 'E06000006 E08000014',
      periods: YEARS_2011_2023,
      cells: [
        ...yearly('population E06000006', 2011, 'female 0-0', steps(700, 1, 13)),
        ...yearly('population E06000006', 2011, 'female 90+', steps(200, 2, 13)),
        ...yearly('population E06000006', 2011, 'male 0-0', steps(750, -1, 13)),
        ...yearly('population E08000014', 2011, 'female 45-45', fill(2000, 13)),
      ],
    },
    bad: {
      rows: [6, 2, 4],
      places: 'E06000006 E08000011 E08000012 E08000014',
      periods: YEARS_2011_2023,
      problems: [
        '4:population_2015 not-a-number',
        '5:population_2023 negative-value',
        '6:age unknown-age',
        '7:sex unknown-sex',
      ],
      cells: [
        ...yearly('population E06000006', 2011, 'female 0-0', steps(700, 1, 13)),
        ...yearly('population E06000006', 2011, 'female 90+', fill('refused', 13)),
        ...yearly('population E08000014', 2011, 'male 45-45', fill('refused', 13)),
        ...yearly('population E08000014', 2011, 'female 0+', fill('refused', 13)),
        ...yearly('population E08000011', 2011, 'unknown 1-1', fill('refused', 13)),
        ...yearly('population E08000012', 2011, 'male 1-1', fill(3000, 13)),
      ],
    },
    more: {
      'ons-myeb1-2018.csv': {
        rows: [4, 4, 0],
        setAside: { [OTHER]: 1 },
        places: 'E06000006 E08000012',
        periods: steps(2001, 1, 18).map(String),
        cells: [
          ...yearly('population E08000012', 2001, 'male 19-19', steps(8000, 100, 18)),
          ...yearly('population E08000012', 2001, 'female 19-19', steps(9000, 100, 18)),
          ...yearly('population E06000006', 2001, 'female 90+', steps(990, 10, 18)),
        ],
      },
    },
  },
  {
    id: 'ons-authority-population-2020',
    good: {
      rows: [4, 4, 0],
      setAside: { [OTHER]: 2 },
      places: 'E06000006 E08000014',
      periods: ['2020'],
      problems: ['period-assumed'],
      cells: [...to90('E06000006', () => 10), ...to90('E08000014', (age) => (age === 90 ? 50 : 5))],
    },
    bad: {
      rows: [5, 2, 3],
      places: 'E06000006 E06000007 E08000011 E08000012 E08000014',
      periods: ['2020'],
      problems: [
        'period-assumed',
        '3:total_population total-mismatch',
        '4:45 negative-value',
        '6:90+ not-a-number',
      ],
      cells: [
        ...to90('E06000006', () => 10),
        ...to90('E08000011', () => 3),
        ...to90('E08000014', () => 'refused'),
        ...to90('E08000012', () => 'refused'),
        ...to90('E06000007', () => 'refused'),
      ],
    },
  },
  {
    id: 'ons-lsoa-population-2020',
    good: {
      with: ['iod2019-file-2.csv'],
      rows: [4, 4, 0],
      setAside: { [OTHER]: 1 },
      places: 'E06000006 E08000014',
      periods: ['2020'],
      problems: ['period-assumed'],
      // Halton's two areas are in tenths 1 and 2, so both in the first fifth; Sefton's is in tenth 5.
      cells: [
        ...to90('E06000006', () => 3),
        ...to90('E06000006', () => 3, 'national-fifths 1'),
        ...to90('E08000014', (age) => (age === 90 ? 10 : 1)),
        ...to90('E08000014', (age) => (age === 90 ? 10 : 1), 'national-fifths 3'),
      ],
    },
    bad: {
      with: ['iod2019-file-2.csv'],
      rows: [4, 2, 2],
      places: 'E06000006 E08000011 E08000014',
      periods: ['2020'],
      problems: ['period-assumed', '3:total_population total-mismatch', '5:lsoa11_code unknown-small-area'],
      cells: [
        ...to90('E06000006', () => 2),
        ...to90('E06000006', () => 2, 'national-fifths 1'),
        ...to90('E08000011', () => 3),
        ...to90('E08000011', () => 3, 'national-fifths 1'),
        ...to90('E08000014', () => 'refused'),
        ...to90('E08000014', () => 'refused', 'national-fifths 3'),
      ],
    },
  },
  {
    id: 'wide-ages-deaths',
    good: {
      rows: [4, 4, 0],
      places: 'E92000001',
      periods: ['2016'],
      cells: [
        ...to74('deaths E92000001 2016 male', 1, [30, 2, 20, 90]),
        ...to74('deaths E92000001 2016 female', 1, [25, 1, 12, 60]),
        ...to74('deaths E92000001 2016 male', 10, [8, 1, 6, 40]),
        ...to74('deaths E92000001 2016 female', 10, [7, 0, 4, 30]),
      ],
    },
    bad: {
      rows: [5, 2, 3],
      places: 'E92000001',
      periods: ['2016'],
      problems: ['3:imd10 unknown-deprivation', '4:sex unknown-sex', '5:5 negative-value'],
      cells: [
        ...to74('deaths E92000001 2016 male', 1, [30, 2, 20, 90]),
        ...to74('deaths E92000001 2016 female', 2, [20, 1, 10, 50]),
        ...to74('deaths E92000001 2016 male', -1, 'refused'),
        ...to74('deaths E92000001 2016 unknown', 1, 'refused'),
        ...to74('deaths E92000001 2016 female', 10, 'refused'),
      ],
    },
  },
  {
    id: 'wide-ages-population',
    good: {
      rows: [3, 3, 0],
      places: 'E92000001',
      periods: ['2016'],
      cells: [
        ...to74('population E92000001 2016 male', 1, [38000, 39000, 33000, 17000]),
        ...to74('population E92000001 2016 female', 1, [36000, 37000, 32000, 19000]),
        ...to74('population E92000001 2016 male', 10, [22000, 30000, 37000, 29000]),
      ],
    },
    bad: {
      rows: [4, 2, 2],
      places: 'E92000001',
      periods: ['2016'],
      problems: ['3:74 not-a-number', '4 ragged-row'],
      cells: [
        ...to74('population E92000001 2016 male', 1, [38000, 39000, 33000, 17000]),
        ...to74('population E92000001 2016 female', 1, [36000, 37000, 32000, 19000]),
        ...to74('population E92000001 2016 male', 10, 'refused'),
      ],
    },
  },
  {
    id: 'ons-authority-deaths-2014',
    good: {
      rows: [10, 10, 0],
      setAside: { [OTHER]: 1 },
      places: 'E06000006 E08000013',
      periods: ['2014'],
      problems: ['period-assumed'],
      cells: [
        ...cellsOf('deaths E06000006 2014 female', {
          '0-0': 3,
          '1-4': 0,
          '5-9': 1,
          '65-69': 40,
          '70-74': 50,
          '90+': 120,
        }),
        ...cellsOf('deaths E08000013 2014 male', { '5-9': 1, '65-69': 44, '90+': 60 }),
      ],
    },
    bad: {
      rows: [7, 4, 3],
      places: 'E06000006 E08000013',
      periods: ['2014'],
      problems: [
        'period-assumed',
        '4:count not-a-number',
        '6:region unknown-place',
        '7:count negative-value',
      ],
      cells: [
        ...cellsOf('deaths E06000006 2014 female', { '0-0': 3, '5-9': 1, '65-69': 'refused', '70-74': 50 }),
        ...cellsOf('deaths E08000013 2014 male', { '70-74': 55, '90+': 'refused' }),
      ],
    },
  },
  {
    id: 'ons-authority-population-2014',
    good: {
      rows: [13, 13, 0],
      setAside: { [OTHER]: 1 },
      places: 'E06000006 E08000013',
      periods: ['2014'],
      problems: ['period-assumed'],
      cells: [
        ...cellsOf('population E06000006 2014 female', {
          '0-0': 737,
          '1-1': 803,
          '5-5': 750,
          '10-10': 700,
          '11-11': 710,
          '45-45': 950,
          '65-65': 600,
          '70-70': 550,
          '90+': 310,
        }),
        ...cellsOf('population E08000013 2014 male', { '0-0': 1010, '5-5': 1020, '65-65': 990 }),
      ],
    },
    bad: {
      rows: [13, 10, 3],
      places: 'E06000006 E08000013',
      periods: ['2014'],
      problems: ['period-assumed', '9 conflicting-cell', '10:count blank-value', '11:age unknown-age'],
      cells: [
        ...cellsOf('population E06000006 2014 female', {
          '0-0': 737,
          '1-1': 803,
          '5-5': 'refused',
          '10-10': 700,
          '11-11': 710,
          '45-45': 950,
          '65-65': 600,
          '70-70': 'refused',
          '0+': 'refused',
        }),
        ...cellsOf('population E08000013 2014 male', { '0-0': 1010, '5-5': 1020, '65-65': 990 }),
      ],
    },
  },
  {
    id: 'standard-population',
    good: { rows: [19, 19, 0], setAside: { [ESP]: 19 } },
    bad: { rows: [6, 5, 1], setAside: { [ESP]: 5 }, problems: ['3 ragged-row'] },
  },
  {
    id: 'life-expectancy-by-tenth',
    good: {
      rows: [6, 6, 0],
      setAside: { [TENTHS_OF_AREAS]: 6 },
      places: 'E06000006 E08000014 E92000001',
    },
    bad: {
      rows: [4, 2, 2],
      setAside: { [TENTHS_OF_AREAS]: 2 },
      places: 'E06000006 E92000001',
      problems: ['3 ragged-row', '4 ragged-row'],
    },
  },
];
