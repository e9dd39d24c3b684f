import { ALL_LEVELS } from '../../cells/cell.ts';
import type { DeprivationGroup } from '../../cells/group-axis.ts';

export interface DeprivationFields {
  readonly deprivation_decile?: number;
  readonly deprivation_quintile?: number;
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
