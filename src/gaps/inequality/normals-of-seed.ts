import { seededNormals } from '../../statistics/seeded-normals.ts';

export interface NormalNumbers {
  /** The first ones, already made; not to be written to. */
  readonly ready: Float64Array;
  /** Those that follow, one a call. */
  readonly next: () => number;
}

/** The most that are kept: 8 MB. */
const MOST_KEPT = 2 ** 20;

let kept: { readonly seed: number; readonly numbers: Float64Array } | null = null;

/**
 * The numbers of `seededNormals`, of which up to a million are made once for all who ask with one seed: hundreds of
 * areas that are simulated with one seed take the same numbers.
 *
 * @param count how many are wanted at once
 */
export function normalsOfSeed(seed: number, count: number): NormalNumbers {
  const made = Math.min(count, MOST_KEPT);
  if (kept?.seed !== seed || kept.numbers.length < made) {
    const next = seededNormals(seed);
    kept = { seed, numbers: Float64Array.from({ length: made }, next) };
  }
  let follow: (() => number) | null = null;
  return {
    ready: kept.numbers.subarray(0, made),
    next: () => {
      if (follow === null) {
        follow = seededNormals(seed);
        for (let skipped = 0; skipped < made; skipped++) follow();
      }
      return follow();
    },
  };
}
