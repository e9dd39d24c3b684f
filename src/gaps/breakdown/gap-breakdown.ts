/** A gap between two figures, split by age and cause so that the parts sum to it. */
export interface GapBreakdown {
  /** The figure of the first table. */
  readonly value1: number;
  /** The figure of the second table. */
  readonly value2: number;
  /** value2 − value1. */
  readonly gap: number;
  /** Part of each age band, all causes together; they sum to the gap. */
  readonly byAge: readonly number[];
  /** One array a cause, one entry a band; those of a band sum to its part. Null where the band is not split. */
  readonly byCauseAndAge: readonly (readonly (number | null)[])[];
  /** Part of each cause, all ages together; null where a band is not split. */
  readonly byCause: readonly (number | null)[];
  /** Why a band is not split by cause; null where it is. */
  readonly notSplit: readonly (string | null)[];
}

/** The sum of the parts of one cause; null where one is. */
export function sumOfParts(parts: readonly (number | null)[]): number | null {
  let sum = 0;
  for (const part of parts) {
    if (part === null) return null;
    sum += part;
  }
  return sum;
}
