import type { Definition } from '../indicators/definition.ts';
import { quantiles } from '../measures/quantile.ts';
import { withheldEstimate } from '../statistics/estimate.ts';
import { isCounted } from './areas-counted.ts';
import type { Measure, ValuesOf } from './result.ts';
import type { RunContext } from './run-context.ts';

/**
 * In which of so many equal groups of Places each stands by the value of another indicator, at every period and sex.
 * A quantile is read off a rank, so it has no limits.
 */
export function computeQuantiles(definition: Definition, valuesOf: ValuesOf, run: RunContext): Measure[] {
  const { groups, invert } = definition.quantiles!;
  const all = valuesOf(definition.of!).filter(
    ({ scheme, sex }) => scheme === '' && definition.sexes.some((one) => one === sex),
  );
  const places = all.filter((measure) => isCounted(measure, all, run));
  const together = new Map<string, Measure[]>();
  for (const measure of places) {
    const key = `${measure.period.label}|${measure.sex}`;
    const own = together.get(key);
    if (own) own.push(measure);
    else together.set(key, [measure]);
  }
  return [...together.values()].flatMap((own) => {
    const found = quantiles({ values: own.map(({ estimate }) => estimate.value), groups, invert });
    return own.map((measure, at): Measure => {
      const { quantile, withheld } = found[at]!;
      const isMissing = measure.estimate.value === null;
      const note = isMissing ? measure.note : (withheld ?? '');
      return {
        ...measure,
        indicator: definition.id,
        estimate: {
          ...withheldEstimate('', note, run.confidence),
          value: quantile,
          withheld: withheld && note,
        },
        count: null,
        denominator: null,
        unit: definition.unit,
        method: `quantile: ${groups} groups of ${own.length} Places`,
        status: isMissing ? measure.status : quantile === null ? 'withheld' : 'ok',
        note,
      };
    });
  });
}
