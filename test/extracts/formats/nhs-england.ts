import { byWeek, cellsOf, type FormatFixtures } from './fixture.ts';

const OTHER = 'other areas';
const NOT_WAITING = 'not incomplete pathways (completed ones, or Part_2A, which is inside Part_2)';
const C_999 = 'the total of the other specialties, which would count everybody twice';
const CANCERS = 'single cancers, which are in ALL CANCERS';
const TREATMENTS = 'single treatments, which are in ALL MODALITIES';
const STANDARDS = 'standards that no aspiration uses';
const TRUSTS =
  'of NHS trusts, which treat people of several Places; the figures of the system are in the file by integrated care board';
const LONG_WAITS =
  'only people over 18 and over 52 weeks are counted, not how many wait in all, so no share can be given; the RTT full extract has both';
const BEDS = 'no indicator of any aspiration is computed from beds';
const DISCHARGES = 'no indicator of any aspiration is computed from delayed discharges';

export const NHS_ENGLAND: readonly FormatFixtures[] = [
  {
    id: 'rtt-full-extract',
    good: {
      rows: [12, 12, 0],
      setAside: { [NOT_WAITING]: 4, [C_999]: 1, [OTHER]: 2 },
      places: '01T 01V 27D E06000006',
      periods: ['2026-01'],
      // Two specialties of Halton are added up; one clock of 01T has an unknown start and is in no band.
      cells: [
        ...byWeek('E06000006 2026-01', 104, { 0: 6, 17: 3, 18: 10, 51: 2, 52: 1, 104: 2 }),
        ...byWeek('27D 2026-01', 104, { 0: 10, 103: 1 }),
        ...byWeek('01T 2026-01', 104, { 2: 4 }),
        ...byWeek('01V 2026-01', 104, { 2: 3 }),
      ],
    },
    bad: {
      rows: [7, 2, 5],
      places: '01T 27D E06000006 E08000011 E08000012 E08000015',
      periods: ['2026-01'],
      problems: [
        '3:Total All total-mismatch',
        '4:Gt 01 To 02 Weeks SUM 1 not-a-number',
        '5:Gt 30 To 31 Weeks SUM 1 negative-value',
        '6:Period unknown-period',
        '7 ragged-row',
      ],
      cells: [
        ...byWeek('E06000006 2026-01', 104, { 0: 5, 17: 3 }),
        ...byWeek('27D 2026-01', 104, { 0: 10, 103: 1 }),
        ...byWeek('E08000012 2026-01', 104, 'refused'),
        ...byWeek('E08000015 2026-01', 104, 'refused'),
        ...byWeek('E08000011 2026-01', 104, 'refused'),
      ],
    },
    more: {
      'rtt-full-extract-52.csv': {
        rows: [4, 4, 0],
        setAside: { [NOT_WAITING]: 1, [C_999]: 1 },
        places: 'E06000006 E08000011',
        periods: ['2019-04'],
        cells: [
          ...byWeek('E06000006 2019-04', 52, { 0: 20, 17: 5, 18: 6, 51: 1, 52: 3 }),
          ...byWeek('E08000011 2019-04', 52, { 0: 7 }),
        ],
      },
    },
  },
  {
    id: 'cancer-waits',
    good: {
      rows: [13, 13, 0],
      setAside: {
        [CANCERS]: 2,
        [TREATMENTS]: 1,
        [STANDARDS]: 1,
        'totals of the routes, which are added up': 1,
        'other areas and providers': 2,
      },
      places: 'E06000006 QYG',
      periods: ['2023-10'],
      // Three routes of 200, 10 and 20 with 150, 6 and 19 in time; two of 40 and 5 with 24 and 4.
      cells: [
        'cancer-faster-diagnosis E06000006 2023-10 persons 0+ = 175 of 230',
        'cancer-62-day E06000006 2023-10 persons 0+ = 28 of 45',
        'cancer-62-day QYG 2023-10 persons 0+ = 210 of 300',
      ],
    },
    bad: {
      rows: [7, 3, 4],
      places: '01T E06000006 E08000011 E08000012 E08000015',
      periods: ['2023-10'],
      problems: [
        '3:WITHIN STANDARD count-above-denominator',
        '4:TOTAL TREATED not-a-number',
        '6:WITHIN STANDARD blank-value',
        '7:PERIOD unknown-period',
      ],
      cells: [
        'cancer-faster-diagnosis E06000006 2023-10 persons 0+ = 150 of 200',
        'cancer-62-day E06000006 2023-10 persons 0+ = refused',
        'cancer-faster-diagnosis 01T 2023-10 persons 0+ = refused',
        // One of its two routes is bad.
        'cancer-faster-diagnosis E08000011 2023-10 persons 0+ = refused',
        'cancer-62-day E08000015 2023-10 persons 0+ = 45 of 60',
      ],
    },
  },
  {
    id: 'cancer-waits-combined',
    good: {
      rows: [12, 12, 0],
      setAside: {
        'the same people by provider': 2,
        [CANCERS]: 1,
        'single routes, which are in ALL ROUTES': 1,
        [TREATMENTS]: 1,
        [STANDARDS]: 2,
        [OTHER]: 1,
      },
      places: 'E06000006 E92000001',
      periods: ['2024-11', '2025-04'],
      cells: [
        'cancer-62-day E06000006 2024-11 persons 0+ = 28 of 45',
        'cancer-faster-diagnosis E06000006 2024-11 persons 0+ = 175 of 230',
        'cancer-62-day E92000001 2024-11 persons 0+ = 17000 of 25000',
        'cancer-62-day E06000006 2025-04 persons 0+ = 40 of 50',
      ],
    },
    bad: {
      rows: [8, 4, 4],
      places: 'E06000006 E08000011 E08000012 E08000015',
      periods: ['2024-11'],
      problems: [
        '3:Within blank-value',
        '5 conflicting-cell',
        '6:Within count-above-denominator',
        '7:Period unknown-period',
        '9 duplicate-cell',
      ],
      cells: [
        'cancer-62-day E06000006 2024-11 persons 0+ = 28 of 45',
        'cancer-faster-diagnosis E06000006 2024-11 persons 0+ = refused',
        'cancer-62-day E08000011 2024-11 persons 0+ = refused',
        'cancer-62-day E08000012 2024-11 persons 0+ = refused',
        'cancer-62-day E08000015 2024-11 persons 0+ = 41 of 55',
      ],
    },
  },
  {
    id: 'ae-icb',
    good: {
      rows: [4, 4, 0],
      setAside: { [OTHER]: 1 },
      places: 'QYG',
      periods: ['2022-02', '2022-04', '2022-05'],
      // 33,000 of 120,000 over 4 hours are 87,000 within.
      cells: cellsOf('ae-4-hours QYG', {
        '2022-02 persons 0+': '110000 of 110000',
        '2022-04 persons 0+': '87000 of 120000',
        '2022-05 persons 0+': '92000 of 128000',
      }),
    },
    bad: {
      rows: [6, 3, 3],
      places: 'QYG',
      periods: ['2022-04', '2022-05', '2022-06', '2022-07', '2022-08', '2022-09'],
      problems: [
        '3:attendances_over_4hours count-above-denominator',
        '4:total_attendances not-a-number',
        '5:attendances_over_4hours negative-value',
        '6:attendances_over_4hours suppressed-value',
      ],
      cells: cellsOf('ae-4-hours QYG', {
        '2022-04 persons 0+': '87000 of 120000',
        '2022-05 persons 0+': 'refused',
        '2022-06 persons 0+': 'refused',
        '2022-07 persons 0+': 'refused',
        '2022-08 persons 0+': 'suppressed',
        '2022-09 persons 0+': '90000 of 121000',
      }),
    },
  },
  {
    id: 'ae-trust',
    good: { rows: [3, 3, 0], setAside: { [TRUSTS]: 3 }, periods: ['2021-04', '2021-05', '2021-06'] },
    bad: {
      rows: [3, 1, 2],
      setAside: { [TRUSTS]: 1 },
      periods: ['2021-04'],
      problems: ['3 ragged-row', '4:date unknown-period'],
    },
  },
  {
    id: 'ae-trust-type',
    good: { rows: [4, 4, 0], setAside: { [TRUSTS]: 4 }, periods: ['2017-03', '2017-04'] },
    bad: {
      rows: [4, 2, 2],
      setAside: { [TRUSTS]: 2 },
      periods: ['2017-03', '2017-04'],
      problems: ['3 ragged-row', '4:period unknown-period'],
    },
  },
  {
    id: 'ae-monthly',
    // Windows-1252, as the published files are; the row TOTAL has no month.
    good: {
      rows: [3, 3, 0],
      setAside: { [TRUSTS]: 2, 'the total of England': 1 },
      periods: ['2024-01'],
      problems: ['not-utf8'],
    },
    bad: {
      rows: [4, 2, 2],
      setAside: { [TRUSTS]: 1, 'the total of England': 1 },
      periods: ['2024-01'],
      problems: ['3 ragged-row', '4:Period unknown-period'],
    },
  },
  {
    id: 'rtt-trust-series',
    good: { rows: [3, 3, 0], setAside: { [LONG_WAITS]: 3 }, periods: ['2021-03', '2021-04'] },
    bad: {
      rows: [3, 1, 2],
      setAside: { [LONG_WAITS]: 1 },
      periods: ['2021-03'],
      problems: ['3 ragged-row', '4:date unknown-period'],
    },
  },
  {
    id: 'rtt-system-series',
    good: {
      rows: [4, 4, 0],
      setAside: { [LONG_WAITS]: 4 },
      places: 'QYG',
      periods: ['2020-04', '2020-05', '2024-04'],
    },
    bad: {
      rows: [3, 1, 2],
      setAside: { [LONG_WAITS]: 1 },
      places: 'QYG',
      periods: ['2020-04'],
      problems: ['3 ragged-row', '4:date unknown-period'],
    },
  },
  {
    id: 'beds-trust',
    good: { rows: [2, 2, 0], setAside: { [BEDS]: 2 }, periods: ['2022-04', '2022-07'] },
    bad: {
      rows: [3, 1, 2],
      setAside: { [BEDS]: 1 },
      periods: ['2022-04'],
      problems: ['3 ragged-row', '4:date unknown-period'],
    },
  },
  {
    id: 'criteria-to-reside-icb',
    good: { rows: [4, 4, 0], setAside: { [DISCHARGES]: 4 }, places: 'QYG', periods: ['2022-04', '2022-05'] },
    bad: {
      rows: [4, 2, 2],
      setAside: { [DISCHARGES]: 2 },
      places: 'QYG',
      periods: ['2022-04', '2022-05'],
      problems: ['3:date unknown-period', '4 ragged-row'],
    },
  },
];
