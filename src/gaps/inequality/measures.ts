import { SPREAD_MEASURES } from './spread.ts';

/** Every measure of inequality between groups, in the order in which they are told. */
export const INEQUALITY_MEASURES = [
  'difference',
  'ratio',
  'sii',
  'rii',
  'aci',
  'rci',
  'bgv',
  ...SPREAD_MEASURES,
  'theil',
  'mld',
  'par',
  'paf',
] as const;

export type InequalityMeasure = (typeof INEQUALITY_MEASURES)[number];
