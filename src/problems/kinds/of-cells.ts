import type { ProblemKind } from '../problem-kind.ts';

/** What only shows when rows are put together. */
export const ofCells = {
  'duplicate-cell': {
    severity: 'warning',
    title: 'The same cell twice',
    wrong: 'Two rows give the same cell the same figure; it is counted once.',
    fix: 'remove one of them.',
  },
  'conflicting-cell': {
    severity: 'error',
    title: 'Two figures for one cell',
    wrong: 'Two rows give the same cell different figures, so the cell is not used.',
    fix: 'keep the right one; if both count, add them up first.',
  },
  'repeated-records': {
    severity: 'warning',
    title: 'The same records in two files',
    wrong:
      'Two files of records or small areas, which add up, give most of what both have in the same cells; what is the same is counted once.',
    fix: 'leave one of them out, or export each so that it has Places or periods of its own.',
  },
  'population-missing': {
    severity: 'warning',
    title: 'Events without a population',
    wrong: 'Events are there, but no population for the same Place and period, so no rate can be computed.',
    fix: 'add the population of that Place and period.',
  },
  'age-bands-missing': {
    severity: 'warning',
    title: 'Age bands that are missing',
    wrong:
      'The population of a Place and period lacks an age band that others have, or there is a gap between its bands; what needs it is withheld.',
    fix: 'add the band; a band without people needs a row with 0.',
  },
  'age-bands-overlap': {
    severity: 'warning',
    title: 'Age bands that overlap',
    wrong:
      'Two age bands share ages and neither holds the other, so people may be in both; what needs them is withheld.',
    fix: 'give bands that do not overlap.',
  },
  'scheme-not-possible': {
    severity: 'warning',
    title: 'Deprivation scheme that the data cannot give',
    wrong: 'Fifths within each Place need small areas with their rank; this extract has national groups.',
    fix: 'use an extract by LSOA, or national fifths.',
  },
} as const satisfies Record<string, ProblemKind>;
