import type { FormatFixtures } from './fixture.ts';

export const CANONICAL: readonly FormatFixtures[] = [
  {
    id: 'deaths',
    good: {
      rows: [3, 3, 0],
      places: 'E06000006 E08000013 E92000001',
      periods: ['2023'],
      cells: [
        'deaths E06000006 2023 female 65-74 I219 = 31',
        'deaths E08000013 2023 male 90+ C00-C97 = 0',
        'deaths E92000001 2023 persons 0+ = 581363',
      ],
    },
  },
  {
    id: 'death-records',
    good: {
      rows: [3, 3, 0],
      places: 'E06000006 E08000014',
      periods: ['2023-01', '2023-02'],
      // I21.9 and I219 are one code; a blank in a record is "not known".
      cells: [
        'deaths E06000006 2023-01 female 71-71 I219 = 2',
        'deaths E08000014 2023-02 unknown 80-80 not known = 1',
      ],
    },
  },
  {
    id: 'admissions',
    good: {
      rows: [3, 3, 0],
      places: 'E06000006 E08000014',
      periods: ['2023/24'],
      cells: [
        'admissions E06000006 2023/24 female 40-44 national-fifths 1 K70 = 12',
        'admissions E06000006 2023/24 female 40-44 national-fifths 5 K70 = 3',
        'admissions E08000014 2023/24 male 85+ F10 = 7',
      ],
    },
  },
  {
    id: 'births',
    good: {
      rows: [2, 2, 0],
      places: 'E06000006 E08000014',
      periods: ['2023'],
      cells: ['births E06000006 2023 persons 0+ = 1410', 'births E08000014 2023 persons 0+ = 2480'],
    },
  },
  {
    id: 'events',
    good: {
      rows: [2, 2, 0],
      places: 'E06000006 E08000014',
      periods: ['2023/24'],
      cells: ['falls E06000006 2023/24 persons 0+ = 640', 'falls E08000014 2023/24 persons 0+ = 1310'],
    },
  },
  {
    id: 'event-records',
    good: {
      rows: [3, 3, 0],
      places: 'E06000006 E08000014',
      periods: ['2024-04', '2024-05'],
      cells: ['falls E06000006 2024-04 persons 0+ = 2', 'falls E08000014 2024-05 persons 0+ = 1'],
    },
  },
  {
    id: 'population',
    good: {
      rows: [3, 3, 0],
      places: 'E06000006 E08000015',
      periods: ['2023'],
      cells: [
        'population E06000006 2023 female 0-4 national-tenths 1 = 1200',
        'population E06000006 2023 female 0-4 national-tenths -1 = 3',
        'population E08000015 2023 male 90+ = 1900',
      ],
    },
  },
  {
    id: 'deprivation',
    good: {
      rows: [3, 3, 0],
      places: 'E06000006 E08000014',
      periods: ['2019'],
      cells: [
        'small-areas E06000006 2019 persons 0+ = 2',
        'small-areas E06000006 2019 persons 0+ national-tenths 1 = 1',
        'small-areas E06000006 2019 persons 0+ national-tenths 2 = 1',
        'population E06000006 2019 persons 0+ = 2900',
        'population E06000006 2019 persons 0+ national-tenths 1 = 1500',
        'population E06000006 2019 persons 0+ national-tenths 2 = 1400',
        'small-areas E08000014 2019 persons 0+ = 1',
        'small-areas E08000014 2019 persons 0+ national-tenths 10 = 1',
        'population E08000014 2019 persons 0+ = 1600',
        'population E08000014 2019 persons 0+ national-tenths 10 = 1600',
      ],
    },
  },
  {
    id: 'waits',
    good: {
      rows: [3, 3, 0],
      places: '27D E06000006',
      periods: ['2026-01'],
      cells: [
        'rtt E06000006 2026-01 persons 0+ weeks 0-18 = 5200',
        'rtt E06000006 2026-01 persons 0+ weeks 18+ = 2100',
        'rtt 27D 2026-01 persons 0+ weeks 0-18 = 30000',
      ],
    },
  },
  {
    id: 'waits-within',
    good: {
      rows: [2, 2, 0],
      places: 'E06000006 QYG',
      periods: ['2023-10'],
      cells: [
        'cancer-62-day E06000006 2023-10 persons 0+ = 28 of 45',
        'cancer-62-day QYG 2023-10 persons 0+ = 210 of 300',
      ],
    },
  },
  {
    id: 'counts',
    good: {
      rows: [3, 3, 0],
      places: 'E06000006 E92000001',
      periods: ['2022/23'],
      cells: [
        'obesity-year6 E06000006 2022/23 persons 0+ = 310 of 1240',
        'obesity-year6 E06000006 2022/23 female 0+ national-fifths 1 = 60 of 200',
        'obesity-year6 E92000001 2022/23 persons 0+ = 137500 of 550000',
      ],
    },
  },
  {
    id: 'values',
    good: {
      rows: [3, 3, 0],
      places: 'E06000006 E08000013 E08000014',
      periods: ['2021-23', '2023'],
      problems: ['4:value suppressed-value'],
      cells: [
        'smoking-adult E06000006 2023 persons 0+ = value 14.5',
        'healthy-life-expectancy-birth E08000013 2021-23 male 0+ = value 58.4',
        'smoking-adult E08000014 2023 persons 0+ = suppressed',
      ],
    },
  },
  {
    id: 'milestones',
    good: {
      rows: [5, 5, 0],
      places: '01T 27D E06000006 E08000013 QYG',
      milestones: [
        'E06000006 milestones-place-partnership "Partnership board meets" reached due 2023-03-31 on 2023-04-12',
        'E08000013 milestones-place-partnership "Shared budget agreed" started due 2024-06-30',
        '27D milestones-place-partnership "Teams together, one site" planned',
        '01T milestones-local-enterprise "Plan agreed" reached',
        'QYG milestones-local-enterprise "Plan agreed" reached due 2023-09-05 on 2023-09-05',
      ],
    },
    bad: {
      // The two rows of line 11 and 12 contradict each other; line 10 repeats line 2 in other words.
      rows: [11, 2, 9],
      places: 'E06000006 E08000014 E08000015',
      problems: [
        '3:status unknown-status',
        '4:due not-a-date',
        '5:place unknown-place',
        '6:set unknown-indicator',
        '7:set unknown-indicator',
        '8:milestone blank-value',
        '9:reached_on status-against-date',
        '10 duplicate-cell',
        '12 conflicting-cell',
      ],
      milestones: [
        'E06000006 milestones-place-partnership "Partnership board meets" reached due 2023-03-31 on 2023-04-12',
        'E06000006 milestones-place-partnership "Shared budget agreed" refused due 2024-06-30',
        'E06000006 milestones-place-partnership "Teams together" refused',
        'E08000014 milestones-place-partnership "" refused',
        'E08000014 milestones-place-partnership "Partnership board meets" refused',
        // Which of its two due dates is right is not known.
        'E08000015 milestones-place-partnership "Partnership board meets" refused',
      ],
    },
  },
  {
    id: 'cells',
    good: {
      rows: [3, 3, 0],
      places: 'E06000006 E08000014',
      periods: ['2022/23', '2023', '2026-01'],
      cells: [
        'deaths E06000006 2023 female 65-74 national-fifths 1 I21 = 31',
        'obesity-year6 E06000006 2022/23 persons 0+ = 310 of 1240',
        'rtt E08000014 2026-01 persons 0+ weeks 18+ = 2100',
      ],
    },
  },
];
