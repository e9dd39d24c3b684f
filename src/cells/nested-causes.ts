import { type CauseRange, causesOverlap, causeWithin, parseCauseRange } from './icd10.ts';
import type { Coverage, SubjectIndex } from './subject-index.ts';

/** The causes of one slice that must not be added up with others. */
export interface CausesOfSlice {
  /** Causes that a range beside them holds: they are parts of it. */
  readonly parts: ReadonlySet<number>;
  /** Two ranges that share codes, of which neither holds the other. */
  readonly crossing: readonly [string, string] | null;
}

/**
 * For each slice of a coverage, which of its causes are parts of others. Tables of deaths list chapters beside
 * the blocks in them (I00-I99 and I20-I25), and whoever adds both up counts people twice. Records are single
 * deaths, whatever their codes; and of single codes only ranges hold others for certain.
 *
 * @param wanted whether a clause takes a cause, by its position
 */
export function causesBySlice(
  index: SubjectIndex,
  wanted: readonly boolean[],
): (coverage: Coverage, split: number) => CausesOfSlice {
  const ranges = index.causes.map((cause) => (cause === '' ? null : parseCauseRange(cause)));
  const known = new Map<string, CausesOfSlice>();
  return ({ slices, ofRecords }, split) => {
    const causes = [...slices.get(split)!.causes].filter((cause) => wanted[cause] && ranges[cause]);
    if (ofRecords || causes.length < 2) return NONE;
    const signature = causes.sort((a, b) => a - b).join(' ');
    let found = known.get(signature);
    if (!found) {
      found = partsAmong(causes, ranges, index.causes);
      known.set(signature, found);
    }
    return found;
  };
}

const NONE: CausesOfSlice = { parts: new Set(), crossing: null };

function partsAmong(
  causes: readonly number[],
  ranges: readonly (CauseRange | null)[],
  names: readonly string[],
): CausesOfSlice {
  const parts = new Set<number>();
  let crossing: [string, string] | null = null;
  const holders = causes.filter((cause) => ranges[cause]!.from !== ranges[cause]!.to);
  for (const holder of holders) {
    const outer = ranges[holder]!;
    for (const cause of causes) {
      const inner = ranges[cause]!;
      if (cause === holder) continue;
      if (causeWithin(inner, outer)) parts.add(cause);
      else if (!causeWithin(outer, inner) && causesOverlap(inner, outer))
        crossing = [names[holder]!, names[cause]!];
    }
  }
  return { parts, crossing };
}
