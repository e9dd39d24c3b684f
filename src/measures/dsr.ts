import { byarsLimits } from '../statistics/byars-limits.ts';
import { type Estimate, withheldEstimate } from '../statistics/estimate.ts';
import { requireAboveZero, requireNotNegative, requireSameLength } from '../statistics/require-numbers.ts';

export interface DsrInput {
  /** One entry an age band: events x, 0 or above. With `frequencies`: people who had that many events. */
  readonly events: ArrayLike<number>;
  /** People or person-years n in the band, 0 or above. */
  readonly populations: ArrayLike<number>;
  /** The standard population w of the band, 0 or above; any scale, since weights are divided by their sum. */
  readonly weights: ArrayLike<number>;
  /** 100,000 for a rate per 100,000; above 0. */
  readonly multiplier: number;
  /** Levels as proportions, each inside (0.5, 1). */
  readonly confidence: readonly number[];
  /** Repeat events: one row a band and frequency, the events f that each of those people had, above 0. */
  readonly frequencies?: ArrayLike<number> | undefined;
  /** Which band each row is of; needed with `frequencies`, otherwise only used to name a band. */
  readonly bands?: ArrayLike<string | number> | undefined;
}

/** Below this many events in all, neither value nor limits are given. */
const FEWEST_EVENTS = 10;

/**
 * Directly standardised rate: what the crude rate would be if the area had the standard's ages.
 *
 * Value k·Σ(w·f·x/n)/Σw, each band's weight counted once. Limits by Dobson: value + √(Var/O)·(L(O) − O)·k with
 * Byar's limits L of the total O = Σf·x. Var = Σ_f f²·Σ(w²x/n²)/(Σw)², the weights of one frequency summed
 * over its own rows; without `frequencies` all f are 1. Standard error k·√Var.
 *
 * A missing count is the caller's to read as 0. Withheld: fewer than 10 events; a band without population.
 *
 * @returns an estimate in the multiplier's unit, method "Dobson, Byar's"
 * @throws RangeError for negative input, arrays of different lengths, weights that sum to 0, frequencies without
 *   bands, a band whose rows disagree on population or weight, or a band and frequency given twice
 * @see Dobson and others 1991, doi:10.1002/sim.4780100317; reference calculate_dsr, to 1e-9
 */
export function dsr({
  events,
  populations,
  weights,
  multiplier,
  confidence,
  frequencies,
  bands,
}: DsrInput): Estimate {
  requireNotNegative('events', events);
  requireNotNegative('populations', populations);
  requireNotNegative('weights', weights);
  requireAboveZero('multiplier', multiplier);
  if (frequencies) requireAboveZero('frequencies', frequencies);
  const isWhole = events.length === populations.length && events.length === weights.length;
  if (!isWhole) requireSameLength({ events, populations, weights });
  if (frequencies) requireSameLength({ events, frequencies });
  if (bands) requireSameLength({ events, bands });
  const method = frequencies ? "Dobson, Byar's, allowing for repeat events" : "Dobson, Byar's";
  const sumOfWeights = frequencies
    ? sumOnceEachBand(populations, weights, frequencies, bands)
    : sumOf(weights);
  if (sumOfWeights === 0) throw new RangeError('The weights of the standard population sum to 0.');

  for (let row = 0; row < populations.length; row++) {
    if (populations[row] === 0)
      return withheldEstimate(method, `age band ${bands?.[row] ?? row + 1} has no population`, confidence);
  }

  let total = 0;
  let weighted = 0;
  let spread = 0;
  for (let row = 0; row < events.length; row++) {
    const count = (frequencies?.[row] ?? 1) * events[row]!;
    const share = weights[row]! / populations[row]!;
    total += count;
    weighted += share * count;
    spread += share * share * events[row]!;
  }
  if (total < FEWEST_EVENTS) return withheldEstimate(method, 'fewer than 10 events', confidence);

  const variance = frequencies
    ? varianceOfRepeats(events, populations, weights, frequencies)
    : spread / (sumOfWeights * sumOfWeights);
  const value = (weighted / sumOfWeights) * multiplier;
  const scale = Math.sqrt(variance / total) * multiplier;
  return {
    value,
    standardError: Math.sqrt(variance) * multiplier,
    limits: confidence.map((level) => {
      const { lower, upper } = byarsLimits(total, level);
      return {
        confidence: level,
        lower: value + scale * (lower - total),
        upper: value + scale * (upper - total),
      };
    }),
    method,
    withheld: null,
    note: null,
  };
}

/** Σ over frequencies f of f²·Σw²x/n²/(Σw)², each sum over the rows of that frequency. */
function varianceOfRepeats(
  events: ArrayLike<number>,
  populations: ArrayLike<number>,
  weights: ArrayLike<number>,
  frequencies: ArrayLike<number>,
): number {
  const byFrequency = new Map<number, { weights: number; spread: number }>();
  for (let row = 0; row < events.length; row++) {
    const sums = byFrequency.get(frequencies[row]!) ?? { weights: 0, spread: 0 };
    const share = weights[row]! / populations[row]!;
    sums.weights += weights[row]!;
    sums.spread += share * share * events[row]!;
    byFrequency.set(frequencies[row]!, sums);
  }
  let variance = 0;
  for (const [frequency, sums] of byFrequency) {
    if (sums.weights > 0) variance += (frequency * frequency * sums.spread) / (sums.weights * sums.weights);
  }
  return variance;
}

function sumOf(numbers: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < numbers.length; at++) sum += numbers[at]!;
  return sum;
}

function sumOnceEachBand(
  populations: ArrayLike<number>,
  weights: ArrayLike<number>,
  frequencies: ArrayLike<number>,
  bands: ArrayLike<string | number> | undefined,
): number {
  if (!bands) throw new RangeError('Repeat events need the band of each row.');
  const firstRow = new Map<string | number, number>();
  const seen = new Set<string>();
  let sum = 0;
  for (let row = 0; row < weights.length; row++) {
    const band: string | number = bands[row]!;
    const first = firstRow.get(band) ?? row;
    if (populations[first] !== populations[row] || weights[first] !== weights[row]) {
      throw new RangeError(`The rows of age band ${band} disagree on its population or weight.`);
    }
    const key = `${band}\t${frequencies[row]}`;
    if (seen.has(key))
      throw new RangeError(`Age band ${band} has two rows with frequency ${frequencies[row]}.`);
    seen.add(key);
    if (first === row) sum += weights[row]!;
    firstRow.set(band, first);
  }
  return sum;
}
