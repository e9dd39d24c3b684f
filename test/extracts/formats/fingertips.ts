import { cellsOf, type FormatFixtures } from './fixture.ts';

const OTHER = 'other areas';
const NO_ASPIRATION = 'indicators that no aspiration uses';
const unusedOf = (indicator: string): string => `no aspiration uses "${indicator}"`;
const AGAIN = 'the same area again, listed under another parent';
const CATEGORIES =
  'groups of whole authorities, tenths within an area, and other categories, which are no national tenths of people';

export const FINGERTIPS: readonly FormatFixtures[] = [
  {
    id: 'fingertips-export',
    good: {
      rows: [15, 15, 0],
      setAside: { [AGAIN]: 1, [OTHER]: 1, [CATEGORIES]: 2, [NO_ASPIRATION]: 1 },
      places: 'E06000006 E08000014 E12000002 E92000001',
      periods: ['2015', '2021-23', '2022', '2022/23', '2023'],
      // The name of the first indicator has a line feed in it, so each of its rows takes two lines.
      problems: ['8:Value suppressed-value', '10:Value not-available-value'],
      cells: [
        ...cellsOf('smoking-adult', {
          'E92000001 2023 persons 0+': 'value 11.6',
          'E92000001 2023 persons 0+ national-tenths 1': 'value 18.1',
          'E92000001 2023 persons 0+ national-tenths 8': 'value 9.5',
          'E12000002 2023 persons 0+': 'value 12.4',
          'E06000006 2023 persons 0+': 'value 14.5',
          'E06000006 2022 persons 0+': 'suppressed',
          'E08000014 2023 persons 0+': 'not-available',
        }),
        'life-expectancy-birth E06000006 2021-23 male 0+ = value 77.1',
        'life-expectancy-birth E06000006 2021-23 female 0+ = value 81.2',
        'obesity-year6 E06000006 2022/23 persons 0+ = 310 of 1240 value 25',
      ],
    },
    bad: {
      rows: [8, 3, 5],
      places: 'E06000006 E08000012 E08000014 E92000001',
      periods: ['2021-23', '2023'],
      problems: [
        '4:Value limits-out-of-order',
        '6:Value not-a-number',
        '8 ragged-row',
        '10:Sex unknown-sex',
        '13 conflicting-cell',
      ],
      cells: [
        'smoking-adult E92000001 2023 persons 0+ = value 11.6',
        'smoking-adult E06000006 2023 persons 0+ = refused',
        'smoking-adult E08000014 2023 persons 0+ = refused',
        'smoking-adult E08000012 2023 unknown 0+ = refused',
        'life-expectancy-birth E06000006 2021-23 male 0+ = refused',
        'life-expectancy-birth E06000006 2021-23 female 0+ = value 81.2',
      ],
    },
    more: {
      'fingertips-export-27.csv': {
        rows: [4, 4, 0],
        setAside: { [CATEGORIES]: 1 },
        places: 'E08000012 E08000014 E92000001',
        periods: ['2020/21-24/25', '2024'],
        cells: [
          'smoking-adult E92000001 2024 persons 0+ = value 10.4',
          'smoking-adult E08000012 2024 persons 0+ = value 12.8',
          'obesity-year6 E08000014 2020/21-24/25 persons 0+ = 1910 of 8268 value 23.1',
        ],
      },
    },
  },
  {
    id: 'trafford-themes',
    good: {
      rows: [13, 13, 0],
      setAside: {
        [unusedOf('Under 75 mortality rate from causes considered preventable (per 100,000 population)')]: 1,
        [unusedOf('People receiving an NHS Health Check')]: 1,
        [OTHER]: 1,
      },
      places: 'E06000006 E06000049 E08000013 E92000001',
      periods: ['2014', '2015-17', '2020/21-24/25', '2021/22 Q1 - 2021/22 Q2', '2022/23', '2023'],
      problems: ['6:value not-available-value'],
      cells: [
        'life-expectancy-birth E92000001 2015-17 male 0+ = value 79.5',
        'life-expectancy-birth E92000001 2015-17 female 0+ = value 83.1',
        'healthy-life-expectancy-birth E08000013 2015-17 male 0+ = value 58.4',
        'smoking-adult E92000001 2023 persons 0+ = value 11.6',
        'smoking-adult E06000006 2023 persons 0+ = not-available',
        'obesity-year6 E06000006 2022/23 persons 0+ = value 25',
        'obesity-year6 E06000006 2020/21-24/25 persons 0+ = value 25.4',
        'obesity-year6 E06000049 2020/21-24/25 persons 0+ national-fifths 1 = value 24.3',
        'obesity-year6 E06000049 2020/21-24/25 persons 0+ national-fifths 3 = value 19.9',
        'obesity-year6 E06000049 2020/21-24/25 persons 0+ national-fifths 5 = value 14.2',
      ],
    },
    bad: {
      rows: [7, 4, 3],
      places: 'E06000006 E06000049 E92000001',
      periods: ['2015-17', '2020/21-24/25', '2022/23', '2023'],
      problems: ['3:period unknown-period', '4:value not-a-number', '5 duplicate-cell', '7 conflicting-cell'],
      cells: [
        'life-expectancy-birth E92000001 2015-17 male 0+ = value 79.5',
        'obesity-year6 E06000006 2022/23 persons 0+ = refused',
        'smoking-adult E06000006 2023 persons 0+ = refused',
        'obesity-year6 E06000049 2020/21-24/25 persons 0+ national-fifths 1 = value 24.3',
      ],
    },
  },
  {
    id: 'trafford-dashboard',
    good: {
      rows: [7, 7, 0],
      setAside: { [unusedOf('Under 75 mortality rate from cancer considered preventable')]: 1, [OTHER]: 1 },
      places: 'E06000006 E92000001',
      periods: ['2001-2003', '2008/09', '2015-17', '2017/18'],
      cells: [
        'alcohol-related-admissions-narrow E92000001 2008/09 persons 0+ = value 606',
        'alcohol-related-admissions-narrow E06000006 2008/09 persons 0+ = value 754',
        'alcohol-related-admissions-narrow E06000006 2017/18 persons 0+ = value 823.5',
        'life-expectancy-birth E06000006 2015-17 male 0+ = value 77.4',
        'life-expectancy-birth E06000006 2015-17 female 0+ = value 81.2',
      ],
    },
    bad: {
      rows: [5, 2, 3],
      places: 'E06000006 E08000011 E08000014 E92000001',
      periods: ['2008/09'],
      problems: ['3:period unknown-period', '4:value blank-value', '5 ragged-row'],
      cells: [
        'alcohol-related-admissions-narrow E92000001 2008/09 persons 0+ = value 606',
        'alcohol-related-admissions-narrow E08000014 2008/09 persons 0+ = refused',
        'alcohol-related-admissions-narrow E08000011 2008/09 persons 0+ = value 1120',
      ],
    },
  },
];
