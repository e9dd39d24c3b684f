/**
 * Quantiles of a sample by selection, without sorting it all: R's type 7, between two neighbours in proportion.
 *
 * @param sample numbers, at least one; it is left in another order
 * @param probabilities each from 0 to 1, in any order
 * @returns one quantile a probability; NaN for all where the sample has a number that is not finite
 * @see Hyndman and Fan 1996, doi:10.1080/00031305.1996.10473566
 */
export function sampleQuantiles(sample: Float64Array, probabilities: readonly number[]): number[] {
  const quantiles = new Array<number>(probabilities.length).fill(Number.NaN);
  if (!areFinite(sample)) return quantiles;
  const last = sample.length - 1;
  const ascending = [...probabilities.keys()].sort(
    (one, other) => probabilities[one]! - probabilities[other]!,
  );
  // All before `from` is in place, and not above what follows.
  let from = 0;
  for (const at of ascending) {
    const position = probabilities[at]! * last;
    const below = Math.floor(position);
    const above = Math.min(below + 1, last);
    // Of the two, first the one that leaves the shorter stretch to look for the other in.
    if (below - from < last - above) {
      if (above >= from) select(sample, from, last, above);
      if (below >= from) swap(sample, below, extremeOf(sample, from, below, 1));
    } else {
      if (below >= from) select(sample, from, last, below);
      if (above >= from) swap(sample, above, extremeOf(sample, Math.max(from, above), last, -1));
    }
    from = Math.max(from, above + 1);
    quantiles[at] = sample[below]! + (position - below) * (sample[above]! - sample[below]!);
  }
  return quantiles;
}

function areFinite(sample: Float64Array): boolean {
  // Infinity · 0 and NaN · 0 are NaN, and so is every sum with them.
  let even = 0;
  let odd = 0;
  for (let at = 1; at < sample.length; at += 2) {
    even += sample[at - 1]! * 0;
    odd += sample[at]! * 0;
  }
  return even + odd + sample.at(-1)! * 0 === 0;
}

function swap(sample: Float64Array, one: number, other: number): void {
  const kept = sample[one]!;
  sample[one] = sample[other]!;
  sample[other] = kept;
}

/** Position of the largest (sign 1) or smallest (−1) number of a stretch. */
function extremeOf(sample: Float64Array, from: number, to: number, sign: 1 | -1): number {
  let found = from;
  for (let at = from + 1; at <= to; at++) if (sign * (sample[at]! - sample[found]!) > 0) found = at;
  return found;
}

/** Where a stretch is shorter, its own middle will do as a pivot. */
const SHORT = 600;

/**
 * Puts the number that belongs at a position there, the smaller ones before it and the larger ones after: quickselect,
 * whose pivot in a long stretch is itself selected from a small part of it, close to where the position falls.
 *
 * @see Floyd and Rivest 1975, doi:10.1145/360680.360691
 */
function select(sample: Float64Array, from: number, to: number, position: number): void {
  let left = from;
  let right = to;
  while (left < right) {
    const length = right - left + 1;
    if (length > SHORT) {
      const share = (position - left + 1) / length;
      const part = 0.5 * length ** (2 / 3);
      const spread = Math.sqrt(Math.log(length) * part * share * (1 - share));
      const shift = share < 0.5 ? -spread : spread;
      const first = Math.max(left, Math.floor(position - share * part + shift));
      const last = Math.min(right, Math.floor(position + (1 - share) * part + shift));
      select(sample, first, last, position);
    } else {
      middleToPosition(sample, left, right, position);
    }
    const pivot = sample[position]!;
    let up = left;
    let down = right;
    while (up <= down) {
      while (sample[up]! < pivot) up++;
      while (sample[down]! > pivot) down--;
      if (up > down) break;
      swap(sample, up++, down--);
    }
    if (position <= down) right = down;
    else if (position >= up) left = up;
    else return;
  }
}

/** Puts the middle one of three numbers at the position, so that no order of the sample is a bad one. */
function middleToPosition(sample: Float64Array, left: number, right: number, position: number): void {
  const centre = (left + right) >> 1;
  const a = sample[left]!;
  const b = sample[centre]!;
  const c = sample[right]!;
  const middle = Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  const at = middle === a ? left : middle === b ? centre : right;
  swap(sample, position, at);
}
