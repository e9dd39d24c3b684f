/**
 * The share of a gamma distribution above x: Q(a, x) = Γ(a, x)/Γ(a), the tail of chi-square and Poisson.
 *
 * Written out here because the library's is off by some per cent once x passes 1,000. Below the mean the
 * series of P is summed, above it Lentz' continued fraction of Q (Abramowitz and Stegun 1964, 6.5.29 and
 * 6.5.31), so neither tail is lost to subtraction.
 *
 * @param shape a, above 0
 * @param x 0 or above
 * @returns from 0 to 1
 */
export function upperGammaShare(shape: number, x: number): number {
  if (x === Number.POSITIVE_INFINITY) return 0;
  return x < shape + 1 ? 1 - lowerSeries(shape, x) : upperFraction(shape, x);
}

/** The share of a gamma distribution below x: P(a, x) = 1 − Q(a, x), without the subtraction. */
export function lowerGammaShare(shape: number, x: number): number {
  if (x === Number.POSITIVE_INFINITY) return 1;
  return x < shape + 1 ? lowerSeries(shape, x) : 1 - upperFraction(shape, x);
}

/**
 * xᵃ·e⁻ˣ/Γ(a + 1), for whole a the Poisson probability of a events where x are expected.
 *
 * Saddle-point form: exp(−a·(μ − ln(1 + μ)) − δ(a))/√(2πa), μ = (x − a)/a, δ Stirling's correction; small a
 * are first stepped up (Loader 2000, Fast and Accurate Computation of Binomial Probabilities).
 */
export function poissonDensity(shape: number, x: number): number {
  let a = shape;
  let logarithm = 0;
  for (; a < 16; a++) logarithm += Math.log((a + 1) / x);
  const excess = (x - a) / a;
  const logRatio = excess > -0.5 ? Math.log1p(excess) : Math.log(x / a);
  const stirling =
    (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / (1188 * a * a)) / (a * a)) / (a * a)) / (a * a)) / a;
  return Math.exp(logarithm - a * (excess - logRatio) - stirling) / Math.sqrt(2 * Math.PI * a);
}

function lowerSeries(shape: number, x: number): number {
  if (x === 0) return 0;
  let term = 1;
  let sum = 1;
  for (let n = 1; term > sum * Number.EPSILON; n++) {
    term *= x / (shape + n);
    sum += term;
  }
  return sum * poissonDensity(shape, x);
}

function upperFraction(shape: number, x: number): number {
  let b = x + 1 - shape;
  let c = Number.MAX_VALUE;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1, change = 0; Math.abs(change - 1) > Number.EPSILON; n++) {
    const a = -n * (n - shape);
    b += 2;
    d = 1 / (a * d + b);
    c = b + a / c;
    change = c * d;
    fraction *= change;
  }
  return fraction * shape * poissonDensity(shape, x);
}
