import { ALL_LEVELS, type DeprivationScheme } from '../../cells/cell.ts';

export interface DeprivationFields {
  readonly deprivation_decile?: number;
  readonly deprivation_quintile?: number;
}

export interface DeprivationGroup {
  readonly scheme: DeprivationScheme;
  readonly level: number;
}

const EVERYBODY: DeprivationGroup = { scheme: '', level: ALL_LEVELS };

/** The deprivation group that a row names itself: national tenths before fifths, blank for everybody. */
export function deprivationOfRow(row: DeprivationFields): DeprivationGroup {
  if (row.deprivation_decile !== undefined && row.deprivation_decile !== ALL_LEVELS) {
    return { scheme: 'national-tenths', level: row.deprivation_decile };
  }
  if (row.deprivation_quintile !== undefined && row.deprivation_quintile !== ALL_LEVELS) {
    return { scheme: 'national-fifths', level: row.deprivation_quintile };
  }
  return EVERYBODY;
}
