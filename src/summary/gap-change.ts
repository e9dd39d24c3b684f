import type { Poorest } from '../results/result.ts';
import type { SummaryRow } from './summarise.ts';

/** The change of the gap between the ends of deprivation, inside a sentence. */
export interface GapChange {
  readonly words: string;
  /** The same where there is little room. */
  readonly short: string;
  readonly bad: boolean;
}

/** How far a gap moved on one scale, and what became of the most deprived. */
type Movement = 'narrowed' | 'widened' | 'unclear';

const MOVEMENTS: Readonly<Record<string, Movement>> = {
  'poorest-fastest': 'narrowed',
  'levelled-down': 'narrowed',
  'widening-all-improve': 'widened',
  'poorest-left-behind': 'widened',
  'no-clear-difference': 'unclear',
};

/** Where the most deprived did not do as the movement of the gap makes believe. */
const BUT: Readonly<Record<string, string>> = {
  'levelled-down': ', but the most deprived did not improve',
  'widening-all-improve': ', though the most deprived improved',
};

/**
 * By the verdicts on the poorest, so that it says what the column of them says; both scales where they disagree. Where
 * there is no verdict, whether there is a gap at all.
 *
 * @returns null where that is not known either
 */
export function gapChange(row: SummaryRow): GapChange | null {
  const { poorest } = row;
  if (!poorest?.absolute.verdict) return gapItself(row);
  const { absolute, relative } = poorest;
  const groups = absolute.scheme === 'national-tenths' ? 'tenths' : 'fifths';
  const size = MOVEMENTS[absolute.verdict]!;
  const ratio = relative.verdict ? MOVEMENTS[relative.verdict]! : size;
  const bad = [size, ratio].includes('widened') || isLevelledDown(absolute) || isLevelledDown(relative);
  const does = bothScales(size, ratio, BUT[absolute.verdict] ?? '', BUT[relative.verdict] ?? '');
  return {
    words: `the gap between the most and least deprived ${groups} ${does}`,
    short: `the deprivation gap ${does}`,
    bad,
  };
}

function bothScales(size: Movement, ratio: Movement, butOfSize: string, butOfRatio: string): string {
  if (size === ratio) return size === 'unclear' ? 'shows no clear change' : `${size}${butOfSize}`;
  if (ratio === 'unclear')
    return `${size} in absolute terms${butOfSize}; in relative terms that is not clear`;
  if (size === 'unclear')
    return `${ratio} in relative terms${butOfRatio}; in absolute terms that is not clear`;
  // Of two ends that move one way, the scale on which the gap narrowed tells that the most deprived did not improve.
  const but = size === 'narrowed' ? butOfSize : butOfRatio;
  return `${size} in absolute terms but ${ratio} in relative terms${but.replace(/^, \w+/, ';')}`;
}

function isLevelledDown({ verdict }: Poorest): boolean {
  return verdict === 'levelled-down';
}

/** The gap of the newest period, where its limits say who is worse off. */
function gapItself({ gapKind, gap }: SummaryRow): GapChange | null {
  if (gapKind !== 'deprivation' || gap?.estimate.value == null) return null;
  const { lower, upper } = gap.estimate.limits[0]!;
  if (lower === null || upper === null) return null;
  const group = gap.scheme === 'national-tenths' ? 'tenth' : 'fifth';
  const stands = (how: string): string =>
    `the most deprived ${group} is clearly ${how} off than the least deprived`;
  if (lower > 0) return same(stands('worse'), true);
  if (upper < 0) return same(stands('better'), false);
  return same(`there is no clear gap between the most and least deprived ${group}s`, false);
}

function same(words: string, bad: boolean): GapChange {
  return { words, short: words, bad };
}
