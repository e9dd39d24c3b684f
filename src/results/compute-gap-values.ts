import { type DeprivationScheme, LEVELS } from '../cells/cell.ts';
import { difference } from '../gaps/difference.ts';
import type { Definition } from '../indicators/definition.ts';
import { type Estimate, withheldEstimate } from '../statistics/estimate.ts';
import { differenceUnit } from './gap-words.ts';
import type { Measure, ValuesOf } from './result.ts';
import type { RunContext } from './run-context.ts';

const SCHEMES = Object.keys(LEVELS) as Exclude<DeprivationScheme, ''>[];

/**
 * The gap of another indicator between the most and the least deprived group as a value of its own, so that it has a
 * trend and a place on the board. Above 0 is worse for the most deprived.
 *
 * @returns a row for each area, period and sex whose deprivation groups are known, of the first grouping that it has
 */
export function computeGapValues(definition: Definition, valuesOf: ValuesOf, run: RunContext): Measure[] {
  const of = run.catalogue.indicators.find(({ id }) => id === definition.of);
  if (!of) return [];
  const ends = new Map<string, { most?: Measure; least?: Measure }>();
  for (const measure of valuesOf(of.id)) {
    const { place, period, sex, scheme, level } = measure;
    if (scheme === '' || !definition.sexes.some((one) => one === sex)) continue;
    const key = `${place}|${period.label}|${sex}|${scheme}`;
    const pair = ends.get(key) ?? {};
    if (level === 1) pair.most = measure;
    if (level === LEVELS[scheme]) pair.least = measure;
    ends.set(key, pair);
  }
  const told = new Set<string>();
  return SCHEMES.flatMap((scheme) =>
    [...ends].flatMap(([key, { most, least }]): Measure[] => {
      const slice = key.slice(0, key.lastIndexOf('|'));
      if (!key.endsWith(`|${scheme}`) || !most || !least || told.has(slice)) return [];
      told.add(slice);
      const estimate = gapBetween(of, most, least, run.confidence);
      return [
        {
          indicator: definition.id,
          place: most.place,
          period: most.period,
          sex: most.sex,
          scheme: '',
          level: 0,
          estimate,
          count: null,
          denominator: null,
          unit: differenceUnit(of.unit),
          method: `gap: difference between the ends of ${scheme}${estimate.method ? `, ${estimate.method}` : ''}`,
          status: estimate.value === null ? 'withheld' : 'ok',
          note: estimate.withheld ?? estimate.note ?? '',
          files: run.cells.fileSets.union(most.files, least.files),
        },
      ];
    }),
  );
}

function gapBetween(
  { polarity }: Definition,
  most: Measure,
  least: Measure,
  confidence: readonly number[],
): Estimate {
  const lacking = [most, least].find(({ estimate }) => estimate.value === null);
  if (lacking)
    return withheldEstimate('', `no value for group ${lacking.level}: ${lacking.note}`, confidence);
  const [worse, better] = polarity === 'high' ? [least, most] : [most, least];
  return difference({
    first: worse.estimate.value!,
    second: better.estimate.value!,
    firstError: worse.estimate.standardError,
    secondError: better.estimate.standardError,
    confidence,
  });
}
