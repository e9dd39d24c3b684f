import type { Definition } from '../indicators/definition.ts';
import type { Estimate } from '../statistics/estimate.ts';
import type { GapState } from './gap-row.ts';
import type { GapId } from './result.ts';

/** Among whom a gap is, in the words of its reading. */
export interface GapWords {
  /** For whom a figure above 0 is worse. */
  readonly whom: string;
  /** What the groups are called. */
  readonly groups: string;
  /** Whose figure is what all could have. */
  readonly reference: string;
  /** What is compared where there is no most and least deprived. */
  readonly pair?: Partial<Record<GapId, string>>;
}

/** Between deprivation groups of one area. */
export const BY_DEPRIVATION: GapWords = {
  whom: 'for the most deprived',
  groups: 'groups',
  reference: 'the least deprived',
};

/** Between Places, which stand in the order of their own deprivation where a measure needs one. */
export const BETWEEN_PLACES: GapWords = {
  whom: 'for the more deprived Places',
  groups: 'Places',
  reference: 'the least deprived Place',
  pair: {
    difference: 'how far the two Places that are furthest apart are from each other; never below 0',
    ratio: 'how many times the smallest figure of a Place the largest is; never below 1',
  },
};

/** Unit, method and status of a gap, and in words what its sign means. */
export function stateOfGap(
  definition: Definition,
  id: GapId,
  estimate: Estimate,
  words: GapWords = BY_DEPRIVATION,
): GapState {
  const { unit } = GAP_WORDS[id as keyof typeof GAP_WORDS];
  const { name, reading, lacking, methods } = toldOf(id, words, definition.polarity === 'none');
  let method = methods.get(estimate.method);
  if (method === undefined) {
    method = [name, estimate.method].filter(Boolean).join(': ');
    methods.set(estimate.method, method);
  }
  // Where high is good, the events are good ones that are lacking.
  const meaning = id === 'excess-events' && definition.polarity === 'high' ? lacking : reading;
  return {
    unit:
      unit === null ? differenceUnit(definition.unit) : unit.replace('UNIT', differenceUnit(definition.unit)),
    method,
    status: estimate.value === null ? 'withheld' : 'ok',
    note: withReasons(estimate, meaning),
  };
}

/** Why there is none comes before what it would mean. */
function withReasons({ withheld, note }: Estimate, meaning: string): string {
  if (withheld === null && note === null) return meaning;
  return [withheld, meaning, note].filter(Boolean).join('; ');
}

/** What is told of one gap among whom it is. */
interface Told {
  readonly name: string;
  readonly reading: string;
  readonly lacking: string;
  /** The name with each method of an estimate. */
  readonly methods: Map<string, string>;
}

const told = new WeakMap<GapWords, Map<string, Told>>();

/** The texts of a gap, made once: a hundred thousand gaps share them. */
function toldOf(id: GapId, words: GapWords, isNeutral: boolean): Told {
  const known = told.get(words) ?? new Map<string, Told>();
  told.set(words, known);
  const key = isNeutral ? `${id}, neither end good` : id;
  const found = known.get(key);
  if (found) return found;
  const { name, reading } = GAP_WORDS[id as keyof typeof GAP_WORDS];
  // Where neither end is good, a figure is higher or lower, never worse or better.
  const signed = (text: string): string =>
    isNeutral ? text.replace('worse', 'higher').replace('better', 'lower') : text;
  const tell = (text: string): string =>
    signed(text)
      .replace('WHOM', words.whom)
      .replace('GROUPS', words.groups)
      .replace('REFERENCE', words.reference);
  const meaning = words.pair?.[id];
  const made = {
    name: tell(name),
    reading: meaning ?? tell(reading),
    lacking: meaning ?? tell(LACKING),
    methods: new Map(),
  };
  known.set(key, made);
  return made;
}

const GAP_SIGN = 'above 0: worse WHOM; below 0: better';
const RATIO_SIGN = 'above 1: worse WHOM; below 1: better';
const NO_SIGN = '0: all GROUPS are equal; never below 0';

const LACKING = 'above 0: events more that there would be at the figure of REFERENCE';

/** What each measure is called, its unit where it is not the indicator's, and what its sign means. */
const GAP_WORDS = {
  difference: { name: 'difference', unit: null, reading: GAP_SIGN },
  ratio: { name: 'ratio', unit: 'ratio', reading: RATIO_SIGN },
  sii: { name: 'slope index of inequality', unit: null, reading: GAP_SIGN },
  rii: { name: 'relative index of inequality', unit: 'ratio', reading: RATIO_SIGN },
  aci: { name: 'absolute concentration index', unit: null, reading: GAP_SIGN },
  rci: { name: 'relative concentration index', unit: 'index', reading: GAP_SIGN },
  bgv: { name: 'between-group variance', unit: 'UNIT squared', reading: NO_SIGN },
  bgsd: { name: 'between-group standard deviation', unit: null, reading: NO_SIGN },
  cov: { name: 'coefficient of variation', unit: '% of the average', reading: NO_SIGN },
  mdmu: { name: 'mean difference from the average, unweighted', unit: null, reading: NO_SIGN },
  mdmw: { name: 'mean difference from the average, weighted', unit: null, reading: NO_SIGN },
  mdbu: { name: 'mean difference from the best group, unweighted', unit: null, reading: NO_SIGN },
  mdbw: { name: 'mean difference from the best group, weighted', unit: null, reading: NO_SIGN },
  mdru: { name: 'mean difference from REFERENCE, unweighted', unit: null, reading: NO_SIGN },
  mdrw: { name: 'mean difference from REFERENCE, weighted', unit: null, reading: NO_SIGN },
  idisu: { name: 'index of disparity, unweighted', unit: '% of the average', reading: NO_SIGN },
  idisw: { name: 'index of disparity, weighted', unit: '% of the average', reading: NO_SIGN },
  theil: { name: 'Theil index', unit: 'index × 1,000', reading: NO_SIGN },
  mld: { name: 'mean log deviation', unit: 'index × 1,000', reading: NO_SIGN },
  par: {
    name: 'population attributable risk',
    unit: null,
    reading: 'above 0: what everybody would gain at the figure of REFERENCE',
  },
  paf: {
    name: 'population attributable fraction',
    unit: '% of the average',
    reading: 'above 0: what everybody would gain at the figure of REFERENCE',
  },
  'excess-events': {
    name: 'events that the gap stands for',
    unit: 'a year',
    reading: 'above 0: events that would not be at the figure of REFERENCE',
  },
} as const;

/** A difference of percentages is in percentage points. */
export function differenceUnit(unit: string): string {
  return unit === '%' ? 'percentage points' : unit;
}
