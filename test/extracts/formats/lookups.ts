import type { FormatFixtures } from './fixture.ts';

const OTHER = 'other areas';
const KNOWN = 'codes that are known already: see `gapline places`';

/** Lookups feed no cells of their own. */
export const LOOKUPS: readonly FormatFixtures[] = [
  {
    id: 'lookup-lsoa11-lsoa21-lad',
    good: { rows: [7, 7, 0], setAside: { [OTHER]: 2 }, places: 'E06000006 E08000014' },
    bad: {
      rows: [4, 2, 2],
      places: 'E06000006 E08000014',
      problems: ['3:LSOA21CD unknown-small-area', '4 ragged-row'],
    },
  },
  {
    id: 'lookup-lsoa11-lad',
    good: { rows: [5, 5, 0], setAside: { [OTHER]: 1 }, places: 'E06000006 E08000011 E08000014' },
    bad: {
      rows: [4, 2, 2],
      places: 'E06000006 E08000011',
      problems: ['3:LSOA11CD unknown-small-area', '4:LAD21CD unknown-place'],
    },
  },
  {
    id: 'lookup-lsoa21-lad',
    good: { rows: [4, 4, 0], setAside: { [OTHER]: 1 }, places: 'E06000006 E08000014' },
    bad: {
      rows: [5, 4, 1],
      places: 'E06000006 E08000014',
      problems: ['5:LAD24CD conflicting-cell', '6 duplicate-cell'],
    },
  },
  {
    id: 'lookup-lsoa11-table',
    good: { rows: [4, 4, 0], places: 'E06000006 E08000011 E08000014' },
    bad: {
      rows: [4, 2, 2],
      places: 'E06000006 E08000014',
      problems: ['3 ragged-row', '5:ltla22_code conflicting-cell'],
    },
  },
  {
    id: 'lookup-lsoa21-table',
    good: { rows: [3, 3, 0], places: 'E06000006 E08000014' },
    bad: {
      rows: [4, 2, 2],
      places: 'E06000006 E08000014',
      problems: ['4 ragged-row', '5:lsoa21_code unknown-small-area'],
    },
  },
  {
    id: 'lookup-sub-icb-icb',
    good: { rows: [4, 4, 0], setAside: { [KNOWN]: 4 }, places: '01T 27D E06000006' },
    bad: {
      rows: [3, 2, 1],
      setAside: { [KNOWN]: 2 },
      places: '27D E06000006',
      problems: ['3 ragged-row'],
    },
  },
];
