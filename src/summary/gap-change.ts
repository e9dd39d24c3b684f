import type { Poorest } from '../results/result.ts';
import type { SummaryRow } from './summarise.ts';

/** The change of the gap between the ends of deprivation, inside a sentence. */
export interface GapChange {
  readonly words: string;
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
 * By the verdicts on the poorest, so that it says what the column of them says; both scales where they disagree.
 *
 * @returns null where there is no verdict
 */
export function gapChange({ poorest }: SummaryRow): GapChange | null {
  if (!poorest?.absolute.verdict) return null;
  const { absolute, relative } = poorest;
  const gap = `the gap between the most and least deprived ${absolute.scheme === 'national-tenths' ? 'tenths' : 'fifths'}`;
  const size = MOVEMENTS[absolute.verdict]!;
  const ratio = relative.verdict ? MOVEMENTS[relative.verdict]! : size;
  const bad = [size, ratio].includes('widened') || isLevelledDown(absolute) || isLevelledDown(relative);
  if (size === ratio) {
    const words = size === 'unclear' ? `${gap} shows no clear change` : `${gap} ${size}`;
    return { words: words + (BUT[absolute.verdict] ?? ''), bad };
  }
  if (ratio === 'unclear')
    return {
      words: `${gap} ${size} in absolute terms${BUT[absolute.verdict] ?? ''}; in relative terms that is not clear`,
      bad,
    };
  if (size === 'unclear')
    return {
      words: `${gap} ${ratio} in relative terms${BUT[relative.verdict] ?? ''}; in absolute terms that is not clear`,
      bad,
    };
  return { words: `${gap} ${size} in absolute terms but ${ratio} in relative terms`, bad };
}

function isLevelledDown({ verdict }: Poorest): boolean {
  return verdict === 'levelled-down';
}
