import { cellsOf, type FormatFixtures } from './fixture.ts';

const OTHER = 'other areas';
const NO_ASPIRATION = 'measures that no aspiration uses';

const OF = 'persons 0+';
const SIX_WEEKS = 'talking-therapies-6-weeks';
const EIGHTEEN_WEEKS = 'talking-therapies-18-weeks';
const RECOVERY = 'talking-therapies-recovery';

export const MENTAL_HEALTH: readonly FormatFixtures[] = [
  {
    id: 'mhsds-monthly',
    good: {
      rows: [22, 22, 0],
      setAside: {
        [NO_ASPIRATION]: 2,
        [OTHER]: 1,
        'splits that no indicator has: providers, regions, age, sex, ethnic group and the like': 2,
      },
      places: '01T E06000006 E92000001 QYG',
      // A measure over twelve rolling months that is set aside has its own period.
      periods: ['2023-10 - 2024-09', '2024-09', '2024/25 Q2'],
      problems: ['9:MEASURE_VALUE suppressed-value'],
      cells: [
        `adult-community-4-weeks E92000001 2024/25 Q2 ${OF} = 4000 of 10000`,
        `cyp-first-contact-4-weeks QYG 2024/25 Q2 ${OF} = 50 of 200`,
        `follow-up-72h E06000006 2024-09 ${OF} = suppressed`,
        `follow-up-72h 01T 2024-09 ${OF} = 45 of 60`,
        ...cellsOf(`early-intervention-psychosis-2-weeks E92000001 2024/25 Q2 ${OF} national-tenths`, {
          '1': '700 of 1000',
          '10': '300 of 400',
          '-1': '15 of 20',
        }),
        // Its tenth stands in PRIMARY_LEVEL.
        `cyp-eating-disorder-urgent-1-week E92000001 2024/25 Q2 ${OF} national-tenths 6 = 81 of 90`,
        `cyp-eating-disorder-routine-4-weeks E92000001 2024/25 Q2 ${OF} = value 80.5`,
      ],
    },
    bad: {
      rows: [15, 10, 5],
      places: '01T E06000006 E08000011 E08000012 E08000015 E92000001 QYG',
      periods: ['2024-09', '2024/25 Q2'],
      problems: [
        '5:MEASURE_VALUE count-above-denominator',
        '6:MEASURE_VALUE not-a-number',
        '10 duplicate-cell',
        '13 conflicting-cell',
        '14:REPORTING_PERIOD_START unknown-period',
        '16 ragged-row',
      ],
      cells: [
        `adult-community-4-weeks E92000001 2024/25 Q2 ${OF} = 4000 of 10000`,
        `cyp-first-contact-4-weeks QYG 2024/25 Q2 ${OF} = refused`,
        `follow-up-72h E06000006 2024-09 ${OF} = refused`,
        `follow-up-72h 01T 2024-09 ${OF} = 45 of 60`,
        `follow-up-72h E08000011 2024-09 ${OF} = refused`,
        // A numerator whose denominator is not in the file.
        `follow-up-72h E08000015 2024-09 ${OF} = not-available`,
      ],
    },
  },
  {
    id: 'talking-therapies-monthly',
    good: {
      rows: [20, 20, 0],
      setAside: { [NO_ASPIRATION]: 2, [OTHER]: 2, 'providers and regions': 1 },
      places: 'E06000006 E92000001 QYG',
      periods: ['2025-03'],
      problems: ['15:MEASURE_VALUE_SUPPRESSED suppressed-value'],
      // Recovery is of those who finished less those not at caseness: 55,000 less 5,000, and 200 less 20.
      cells: [
        `${SIX_WEEKS} E92000001 2025-03 ${OF} = 49500 of 55000`,
        `${EIGHTEEN_WEEKS} E92000001 2025-03 ${OF} = 54000 of 55000`,
        `${RECOVERY} E92000001 2025-03 ${OF} = 25000 of 50000`,
        `${SIX_WEEKS} E06000006 2025-03 ${OF} = 180 of 200`,
        `${EIGHTEEN_WEEKS} E06000006 2025-03 ${OF} = 195 of 200`,
        `${RECOVERY} E06000006 2025-03 ${OF} = 90 of 180`,
        `${SIX_WEEKS} QYG 2025-03 ${OF} = 2300 of 2500`,
        `${EIGHTEEN_WEEKS} QYG 2025-03 ${OF} = 2450 of 2500`,
        `${RECOVERY} QYG 2025-03 ${OF} = suppressed`,
      ],
    },
    bad: {
      rows: [16, 12, 4],
      places: '01T E06000006 E08000011 E08000012 E08000015',
      periods: ['2025-03'],
      problems: [
        '8:MEASURE_VALUE count-above-denominator',
        '12:MEASURE_VALUE negative-value',
        '14:MEASURE_VALUE not-a-number',
        '16 ragged-row',
      ],
      cells: [
        `${SIX_WEEKS} E06000006 2025-03 ${OF} = 180 of 200`,
        `${EIGHTEEN_WEEKS} E06000006 2025-03 ${OF} = 195 of 200`,
        `${RECOVERY} E06000006 2025-03 ${OF} = 90 of 180`,
        `${SIX_WEEKS} E08000011 2025-03 ${OF} = refused`,
        `${EIGHTEEN_WEEKS} E08000011 2025-03 ${OF} = 95 of 100`,
        `${RECOVERY} E08000011 2025-03 ${OF} = 40 of 90`,
        // A bad M076 spoils all three, whichever numerators there are.
        ...['01T', 'E08000012'].flatMap((place) =>
          [SIX_WEEKS, EIGHTEEN_WEEKS, RECOVERY].map((one) => `${one} ${place} 2025-03 ${OF} = refused`),
        ),
        `${EIGHTEEN_WEEKS} E08000015 2025-03 ${OF} = not-available`,
      ],
    },
  },
  {
    id: 'talking-therapies-annual',
    good: {
      rows: [33, 33, 0],
      setAside: {
        'people whose sex or deprivation is not known, who are in the total': 2,
        'splits that the indicator does not have: age and ethnic group': 1,
        [NO_ASPIRATION]: 2,
        'other commissioners': 1,
      },
      places: 'E08000011 E92000001 QYG',
      periods: ['2021/22', '2024/25'],
      problems: ['27:value suppressed-value', '28:value suppressed-value'],
      // `10 Most deprived` is tenth 1, `06 More deprived` tenth 5, `01 Least deprived` tenth 10.
      cells: cellsOf(RECOVERY, {
        [`QYG 2024/25 ${OF}`]: '14000 of 28000',
        'QYG 2024/25 female 0+': '9400 of 18800',
        'QYG 2024/25 male 0+': '4150 of 8300',
        [`QYG 2024/25 ${OF} national-tenths 1`]: '2280 of 5700',
        [`QYG 2024/25 ${OF} national-tenths 5`]: '1165 of 2330',
        [`QYG 2024/25 ${OF} national-tenths 10`]: '1000 of 1840',
        [`E92000001 2024/25 ${OF}`]: '280000 of 560000',
        [`E08000011 2021/22 ${OF}`]: '450 of 900',
        [`E08000011 2021/22 ${OF} national-tenths 10`]: 'suppressed',
      }),
    },
    bad: {
      rows: [16, 10, 6],
      places: 'E06000006 E08000011 QYG',
      periods: ['2021/22', '2024/25'],
      problems: [
        '7:value count-above-denominator',
        '10:value not-a-number',
        '11:variable_a unknown-deprivation',
        '12:variable_a unknown-deprivation',
        '13:variable_a unknown-deprivation',
        '14 ragged-row',
      ],
      cells: cellsOf(RECOVERY, {
        [`QYG 2024/25 ${OF}`]: '14000 of 28000',
        'QYG 2024/25 female 0+': '9400 of 18800',
        [`QYG 2024/25 ${OF} national-tenths -1`]: 'refused',
        [`E08000011 2021/22 ${OF}`]: 'refused',
        [`E06000006 2021/22 ${OF}`]: 'refused',
      }),
    },
  },
  {
    id: 'talking-therapies-sub-icb',
    good: {
      rows: [9, 9, 0],
      setAside: { [NO_ASPIRATION]: 2, [OTHER]: 1 },
      places: '01T 01V 27D E06000006',
      periods: ['2022-07', '2022-12'],
      problems: ['8:value not-available-value'],
      cells: [
        `${SIX_WEEKS} E06000006 2022-07 ${OF} = value 88`,
        `${EIGHTEEN_WEEKS} E06000006 2022-07 ${OF} = value 99`,
        `${RECOVERY} E06000006 2022-07 ${OF} = value 47`,
        `${RECOVERY} 01T 2022-07 ${OF} = value 50`,
        `${RECOVERY} 01V 2022-07 ${OF} = value 52`,
        `${RECOVERY} 27D 2022-12 ${OF} = not-available`,
      ],
    },
    bad: {
      rows: [7, 4, 3],
      places: '01T E06000006 E08000011 E08000012',
      periods: ['2022-07'],
      problems: ['3:value not-a-number', '4:date unknown-period', '6 conflicting-cell', '8 duplicate-cell'],
      cells: [
        `${SIX_WEEKS} E06000006 2022-07 ${OF} = value 88`,
        `${SIX_WEEKS} E08000011 2022-07 ${OF} = refused`,
        `${RECOVERY} 01T 2022-07 ${OF} = refused`,
        `${EIGHTEEN_WEEKS} 01T 2022-07 ${OF} = value 98`,
      ],
    },
  },
];
