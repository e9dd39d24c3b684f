import { seededNormals } from '../../statistics/seeded-normals.ts';

export interface NormalNumbers {
  /** The first ones, already made; not to be written to. */
  readonly ready: Float64Array;
  /** Those that follow, one a call. */
  readonly next: () => number;
}

/** The most that are kept: 8 MB. */
const MOST_KEPT = 2 ** 20;

/** What is made beyond what is wanted, as a share of it: numbers that a draw leaves are drawn again. */
const SPARE = 1 / 4;

let kept: { readonly seed: number; readonly numbers: Float64Array } | null = null;

/**
 * The numbers of `seededNormals`, of which up to a million are made once for all who ask with one seed: hundreds of
 * areas that are simulated with one seed take the same numbers.
 *
 * @param count how many are wanted at once; as many are ready, up to a million, or more where more are kept
 */
export function normalsOfSeed(seed: number, count: number): NormalNumbers {
  const wanted = Math.min(count, MOST_KEPT);
  if (kept?.seed !== seed || kept.numbers.length < wanted) {
    const next = seededNormals(seed);
    const length = Math.min(Math.ceil(count * (1 + SPARE)), MOST_KEPT);
    kept = { seed, numbers: Float64Array.from({ length }, next) };
  }
  const ready = kept.numbers;
  let follow: (() => number) | null = null;
  return {
    ready,
    next: () => {
      if (follow === null) {
        follow = seededNormals(seed);
        for (let skipped = 0; skipped < ready.length; skipped++) follow();
      }
      return follow();
    },
  };
}
