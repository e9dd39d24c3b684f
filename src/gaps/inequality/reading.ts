import type { InequalityInput } from './groups.ts';
import type { InequalityMeasure } from './measures.ts';

const SPREAD = '0: all groups are equal; never negative; no direction';
const FROM_BEST = '0: all groups are equal to the best; never negative';
const FROM_REFERENCE = '0: all groups are equal to the reference; never negative';
const SLOPE = 'higher at the least deprived end';
const OPPOSITE = 'at the most deprived end';
const GATHERS = '0: no gradient; above 0: more with the least deprived; below 0: more with the most deprived';
const GAIN =
  '0: nothing to gain; above 0: what the average of a favourable indicator would gain; below 0: what that of an adverse one would lose';

const READINGS: Readonly<Record<Exclude<InequalityMeasure, 'difference' | 'ratio'>, string>> = {
  sii: `0: no gradient; above 0: ${SLOPE}; below 0: ${OPPOSITE}`,
  rii: `1: no gradient; above 1: ${SLOPE}; below 1: ${OPPOSITE}`,
  aci: GATHERS,
  rci: GATHERS,
  bgv: SPREAD,
  bgsd: SPREAD,
  cov: SPREAD,
  mdmu: SPREAD,
  mdmw: SPREAD,
  mdbu: FROM_BEST,
  mdbw: FROM_BEST,
  mdru: FROM_REFERENCE,
  mdrw: FROM_REFERENCE,
  idisu: SPREAD,
  idisw: SPREAD,
  theil: SPREAD,
  mld: SPREAD,
  par: GAIN,
  paf: GAIN,
};

/** What 0 (of a ratio 1), positive and negative mean, in words; of difference and ratio by what they compare. */
export function readingOf(
  measure: InequalityMeasure,
  { order, reference }: Pick<InequalityInput, 'order' | 'reference'>,
): string {
  if (measure !== 'difference' && measure !== 'ratio') return READINGS[measure];
  const none = measure === 'difference' ? 0 : 1;
  if (order === null && reference === null) return `${none}: no gap; never below ${none}`;
  const [who, whom] =
    order === null
      ? ['the worst of the others', 'the reference']
      : ['the most deprived', 'the least deprived'];
  return `${none}: no gap; above ${none}: ${who} do worse than ${whom}; below ${none}: better`;
}
