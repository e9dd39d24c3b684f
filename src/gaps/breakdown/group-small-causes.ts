import { requireNotNegative, requireSameLength } from '../../statistics/require-numbers.ts';

export interface GroupSmallCausesInput {
  readonly causes: readonly string[];
  /** One array a cause, one entry a band: deaths of the first table, 0 or above. */
  readonly first: readonly ArrayLike<number>[];
  /** The same for the second table. */
  readonly second: readonly ArrayLike<number>[];
  /** Causes with fewer deaths than this in both tables together are grouped; 0 groups none. */
  readonly threshold: number;
  /** Name of the group, such as "other causes"; a cause that has it already joins the group. */
  readonly name: string;
}

export interface GroupedCauses {
  readonly causes: readonly string[];
  readonly first: readonly Float64Array[];
  readonly second: readonly Float64Array[];
  /** The causes that were put together, in their order; none where nothing was. */
  readonly grouped: readonly string[];
}

/**
 * Puts causes with few deaths into one, so that a breakdown does not show what is chance. None is dropped: the
 * deaths of every band stay the same in both tables.
 *
 * The kept causes keep their order and the group comes last. The group itself may be below the threshold, so this is
 * no disclosure control.
 *
 * @returns the causes as given where none is below the threshold
 * @throws RangeError for negative or missing counts, a negative threshold, arrays of different lengths, or a cause
 *   that is given twice
 */
export function groupSmallCauses({
  causes,
  first,
  second,
  threshold,
  name,
}: GroupSmallCausesInput): GroupedCauses {
  requireSameLength({ causes, first, second });
  requireNotNegative('threshold', threshold);
  if (new Set(causes).size < causes.length) throw new RangeError('A cause is given twice.');
  const bands = first[0] ?? [];
  for (const deaths of [...first, ...second]) {
    requireSameLength({ bands, deaths });
    requireNotNegative('deaths', deaths);
  }
  const isSmall = causes.map((_, cause) => totalOf(first[cause]!) + totalOf(second[cause]!) < threshold);
  const isGrouped = causes.map((cause, at) => isSmall[at]! || (cause === name && isSmall.includes(true)));
  const grouped = causes.filter((_, at) => isGrouped[at]);
  const kept = (_: unknown, at: number): boolean => !isGrouped[at];
  const join = (table: readonly ArrayLike<number>[]): Float64Array[] => {
    const out = table.filter(kept).map((deaths) => Float64Array.from(deaths));
    if (grouped.length === 0) return out;
    const rest = new Float64Array(bands.length);
    for (const [at, deaths] of table.entries()) {
      if (!isGrouped[at]) continue;
      for (let band = 0; band < rest.length; band++) rest[band]! += deaths[band]!;
    }
    return [...out, rest];
  };
  return {
    causes: grouped.length === 0 ? causes : [...causes.filter(kept), name],
    first: join(first),
    second: join(second),
    grouped,
  };
}

function totalOf(deaths: ArrayLike<number>): number {
  return Array.from(deaths).reduce((sum, count) => sum + count, 0);
}
