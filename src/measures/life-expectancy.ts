import { type Estimate, withheldEstimate } from '../statistics/estimate.ts';
import { normalLimits } from '../statistics/normal-limits.ts';
import { tooUncertain } from '../statistics/too-uncertain.ts';
import { type LifeTable, type LifeTableInput, lifeTable } from './life-table.ts';

export interface LifeExpectancyInput extends LifeTableInput {
  /** The ages asked, each the start of a band. */
  readonly at: readonly number[];
  /** Levels as proportions, each inside (0.5, 1). */
  readonly confidence: readonly number[];
}

const METHOD = 'Chiang, Silcocks';

/**
 * Life expectancy in years at given ages, by the life table of life-table.ts, with normal limits.
 *
 * @returns one estimate in years for each age asked, in the order asked; 0 or above. Withheld for every age by the
 *   rules of the table, and for one age where nobody in the table survives to it or its 95 % interval is wider
 *   than 20 years, whatever levels were asked
 * @throws RangeError as lifeTable does, and for an age that starts no band or a level out of bounds
 * @see reference phe_life_expectancy, to 1e-9
 */
export function lifeExpectancy({ at, confidence, ...input }: LifeExpectancyInput): Estimate[] {
  const table = lifeTable(input);
  const { starts } = input;
  return at.map((age) => {
    let band = starts.length - 1;
    while (band >= 0 && starts[band] !== age) band -= 1;
    if (band < 0) throw new RangeError(`No age band starts at ${age}.`);
    if (table.withheld !== null) return withheldEstimate(METHOD, table.withheld, confidence);
    return estimateAt(table, band, confidence);
  });
}

function estimateAt(table: LifeTable, band: number, confidence: readonly number[]): Estimate {
  if (table.l[band] === 0) {
    return withheldEstimate(METHOD, `nobody in the table survives to ${table.starts[band]}`, confidence);
  }
  const value = table.e[band]!;
  const standardError = Math.sqrt(table.variance[band]!);
  const reason = tooUncertain(standardError);
  if (reason !== null) return withheldEstimate(METHOD, reason, confidence);
  const limits = normalLimits(value, standardError, confidence);
  return { value, standardError, limits, method: METHOD, withheld: null, note: null };
}
