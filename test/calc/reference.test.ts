import { expect, it } from 'vitest';
import { gapline, type Outcome } from '../cli/run-gapline.ts';
import { describeWithShared } from '../shared.ts';
import { compareSlopeIndex } from './compare-slope-index.ts';
import { compareFunnelLimits, compareFunnelPoints } from './compare-funnel.ts';
import { EXCEPTIONS } from './reference-exceptions.ts';
import { allCases, type FolderCase, readFolderCase, type Row } from './reference-folder.ts';
import { compareEstimates, compareLimitsAlone, expectRefused, rowsOf } from './reference-compare.ts';

/** How a function of the reference is asked of `gapline calc`. */
interface Mapping {
  readonly method: string;
  /** The option that names the column of each argument of the reference. */
  readonly fields: Readonly<Record<string, string>>;
  /** What each option of the reference becomes; none where it changes no figure. */
  readonly options: Readonly<Record<string, (value: unknown, told: FolderCase) => readonly string[]>>;
  /** What the reference does unasked. */
  readonly always?: (told: FolderCase) => readonly string[];
  /** Standard input in place of the file as it is. */
  readonly stdin?: (told: FolderCase) => string;
  readonly compare: (rows: readonly Row[], expected: readonly Row[], told: FolderCase) => void;
}
