import { cellsOf, type FormatFixtures, steps } from './fixture.ts';

const OTHER = 'other areas';
const PERCENTAGES = 'percentages of the same counts';
const RATES = 'rates of the same deaths';
const LEADING = 'groups of leading causes, which overlap the ICD-10 chapters';
const NOTES = 'notes below the table';

/** Five-year bands to 84 and 85 and over, with one figure for all of the closed ones. */
function fiveYears(of: string, closed: number | 'refused', open: number | 'refused'): string[] {
  const bands = steps(0, 5, 17).map((from) => `${of} ${from}-${from + 4} = ${closed}`);
  return [...bands, `${of} 85+ = ${open}`];
}

export const NOMIS: readonly FormatFixtures[] = [
  {
    id: 'nomis-deaths',
    good: {
      rows: [11, 11, 0],
      setAside: { [RATES]: 1, [LEADING]: 1, [PERCENTAGES]: 1, [OTHER]: 1 },
      places: 'E06000006 E08000014 E92000001',
      periods: ['2022'],
      problems: ['5:OBS_VALUE suppressed-value', '9:OBS_VALUE not-available-value'],
      cells: cellsOf('deaths', {
        'E06000006 2022 persons 0+': 1250,
        'E06000006 2022 male 0-0': 5,
        'E06000006 2022 male 1-4': 'suppressed',
        'E06000006 2022 female 85-89 I00-I99': 25,
        'E08000014 2022 female 90+ C00-C97': 35,
        'E08000014 2022 male 0+ X60-X84': 'not-available',
        'E92000001 2022 persons 0+': 577160,
      }),
    },
    bad: {
      rows: [5, 2, 3],
      places: 'E06000006 E08000014',
      periods: ['2022'],
      problems: ['3:OBS_VALUE negative-value', '4:AGE_NAME unknown-age', '5:OBS_VALUE not-a-number'],
      cells: cellsOf('deaths', {
        'E06000006 2022 persons 0+': 1250,
        'E06000006 2022 male 5-9': 'refused',
        'E06000006 2022 male 0+': 'refused',
        'E08000014 2022 female 90+ C00-C97': 'refused',
        'E08000014 2022 male 90+ C00-C97': 30,
      }),
    },
  },
  {
    id: 'nomis-population',
    good: {
      rows: [10, 10, 0],
      setAside: { [PERCENTAGES]: 1, [OTHER]: 1 },
      places: 'E06000006 E08000014 E92000001',
      periods: ['2022'],
      problems: ['9:OBS_VALUE not-available-value'],
      cells: cellsOf('population', {
        'E06000006 2022 persons 0+': 129000,
        'E06000006 2022 male 0-0': 740,
        'E06000006 2022 male 5-9': 3900,
        'E06000006 2022 female 89-89': 210,
        'E06000006 2022 female 90+': 650,
        'E08000014 2022 female 85+': 6100,
        'E08000014 2022 male 0-0': 'not-available',
        'E92000001 2022 persons 0+': 57112542,
      }),
    },
    // RECORD_COUNT says 31,824 rows, the file has 5: what is missing cannot be told from what is not there.
    bad: {
      rows: [5, 0, 5],
      places: 'E06000006 E08000014',
      periods: ['2022'],
      problems: ['RECORD_COUNT cut-off-download'],
      cells: cellsOf('population', {
        'E06000006 2022 male 0-0': 'refused',
        'E06000006 2022 male 5-9': 'refused',
        'E06000006 2022 female 89-89': 'refused',
        'E06000006 2022 female 90+': 'refused',
        'E08000014 2022 female 85+': 'refused',
      }),
    },
    more: {
      'nomis-population-select.csv': {
        rows: [3, 3, 0],
        setAside: { [OTHER]: 1 },
        places: 'E06000006',
        periods: ['2021'],
        cells: cellsOf('population', { 'E06000006 2021 female 0-0': 701, 'E06000006 2021 male 0-0': 733 }),
      },
    },
  },
  {
    id: 'nomis-web-population',
    good: {
      rows: [6, 6, 0],
      setAside: { [OTHER]: 1, totals: 1, [NOTES]: 2 },
      places: 'E06000006 E08000014',
      periods: ['2021'],
      cells: [
        ...fiveYears('population E06000006 2021 male', 100, 50),
        ...fiveYears('population E08000014 2021 male', 200, 0),
      ],
    },
    bad: {
      rows: [5, 2, 3],
      setAside: { [NOTES]: 1 },
      places: 'E06000006 E08000011 E08000014',
      periods: ['2021'],
      problems: ['10:All Ages total-mismatch', '11:Aged 15-19 not-a-number', '12 ragged-row'],
      cells: [
        ...fiveYears('population E06000006 2021 male', 100, 50),
        ...fiveYears('population E08000014 2021 male', 'refused', 'refused'),
        ...fiveYears('population E08000011 2021 male', 'refused', 'refused'),
      ],
    },
    more: {
      // Excel pads every line with commas, so blank lines and notes are rows of the full width.
      'nomis-web-population-excel.csv': {
        rows: [6, 6, 0],
        setAside: { 'blank rows': 2, [NOTES]: 2 },
        places: 'E06000006 E08000014',
        periods: ['2021'],
        cells: [
          ...fiveYears('population E06000006 2021 male', 100, 50),
          ...fiveYears('population E08000014 2021 male', 200, 0),
        ],
      },
    },
  },
  {
    id: 'nomis-web-deaths',
    good: {
      rows: [4, 4, 0],
      setAside: { [OTHER]: 1, [NOTES]: 1 },
      places: 'E06000006 E08000014',
      periods: ['2021'],
      // 0 may hide a few here as it does in the API.
      problems: ['12:I20-I25 Ischaemic heart diseases suppressed-value'],
      cells: cellsOf('deaths', {
        'E06000006 2021 persons 0+': 1310,
        'E06000006 2021 persons 0+ C00-C97': 355,
        'E06000006 2021 persons 0+ I20-I25': 140,
        'E08000014 2021 persons 0+': 3400,
        'E08000014 2021 persons 0+ C00-C97': 900,
        'E08000014 2021 persons 0+ I20-I25': 'suppressed',
      }),
    },
    bad: {
      rows: [4, 2, 2],
      places: 'E06000006 E08000011 E08000012 E08000014',
      periods: ['2021'],
      problems: [
        '12:C00-C97 Malignant neoplasms negative-value',
        '13:I20-I25 Ischaemic heart diseases blank-value',
      ],
      cells: cellsOf('deaths', {
        'E06000006 2021 persons 0+': 1310,
        'E06000006 2021 persons 0+ C00-C97': 355,
        'E06000006 2021 persons 0+ I20-I25': 140,
        'E08000012 2021 persons 0+': 4900,
        'E08000012 2021 persons 0+ C00-C97': 1300,
        'E08000012 2021 persons 0+ I20-I25': 520,
        'E08000011 2021 persons 0+': 'refused',
        'E08000011 2021 persons 0+ C00-C97': 'refused',
        'E08000011 2021 persons 0+ I20-I25': 'refused',
        'E08000014 2021 persons 0+': 'refused',
        'E08000014 2021 persons 0+ C00-C97': 'refused',
        'E08000014 2021 persons 0+ I20-I25': 'refused',
      }),
    },
  },
];
