import { type DeprivationScheme, LEVELS } from '../cells/cell.ts';
import type { Definition } from '../indicators/definition.ts';
import { midYear } from '../periods/period.ts';
import { Z_95 } from '../statistics/z-for-confidence.ts';
import { poorestFastest } from '../trends/poorest-fastest.ts';
import { differenceUnit } from './gap-words.ts';
import { isBareCount } from './kinds.ts';
import type { Measure, Poorest } from './result.ts';
import type { RunContext } from './run-context.ts';
import { independentPoints, seriesOf } from './series.ts';

/**
 * Did the most deprived group improve faster than the least deprived? One row a scale for each area, sex,
 * scheme and kind of period that has both ends at two or more independent periods.
 */
export function computePoorest(
  definition: Definition,
  measures: readonly Measure[],
  run: RunContext,
): Poorest[] {
  const { polarity } = definition;
  if (polarity === 'none' || isBareCount(definition)) return [];
  const usable = measures.filter(({ scheme, estimate }) => scheme !== '' && estimate.value !== null);
  const ends = usable.filter(
    ({ scheme, level }) => level === 1 || level === LEVELS[scheme as Exclude<DeprivationScheme, ''>],
  );
  // The two ends of a series differ in their level alone.
  return seriesOf(ends.map((measure) => ({ ...measure, level: 0, end: measure.level }))).flatMap((both) => {
    const most = both.filter(({ end }) => end === 1);
    const least = new Map(
      both.filter(({ end }) => end !== 1).map((measure) => [measure.period.label, measure]),
    );
    const common = independentPoints(most.filter(({ period }) => least.has(period.label)));
    if (common.length < 2) return [];
    const opposite = common.map(({ period }) => least.get(period.label)!);
    return (['absolute', 'relative'] as const).map((scale) =>
      row(definition, scale, polarity, common, opposite, run),
    );
  });
}

function row(
  definition: Definition,
  scale: 'absolute' | 'relative',
  polarity: 'high' | 'low',
  most: readonly Measure[],
  least: readonly Measure[],
  run: RunContext,
): Poorest {
  const latest = most.at(-1)!;
  const base = {
    indicator: definition.id,
    place: latest.place,
    period: latest.period,
    sex: latest.sex,
    scheme: latest.scheme,
    level: 0,
    scale,
    baseline: most[0]!.period,
    latest: latest.period,
    points: most.length,
    files: run.cells.fileSets.behind([...most, ...least]),
  };
  const onLogs = scale === 'relative' && [...most, ...least].every(isPublishedAboveZero);
  const end = onLogs ? publishedLogs : valuesAndErrors;
  const result = poorestFastest({
    times: most.map(({ period }) => midYear(period)),
    most: end(most),
    least: end(least),
    polarity,
    // Logarithms are taken here where published limits give the errors of them.
    scale: onLogs ? 'absolute' : scale,
    confidence: 0.95,
  });
  const unit = scale === 'absolute' ? differenceUnit(definition.unit) : 'log ratio';
  if (result.withheld !== null) {
    return {
      ...base,
      changeMostDeprived: null,
      changeLeastDeprived: null,
      difference: null,
      lower: null,
      upper: null,
      fromMostDeprived: null,
      fromLeastDeprived: null,
      verdict: '',
      unit,
      method: 'poorest-fastest',
      status: 'withheld',
      note: result.withheld,
    };
  }
  const disagree = result.verdict !== result.verdictWidened;
  return {
    ...base,
    changeMostDeprived: result.changeMostDeprived,
    changeLeastDeprived: result.changeLeastDeprived,
    difference: result.difference,
    lower: result.lowerWidened,
    upper: result.upperWidened,
    fromMostDeprived: result.fromMostDeprived,
    fromLeastDeprived: result.fromLeastDeprived,
    verdict: result.verdictWidened,
    unit: result.method === 'slopes' ? `${unit} a year` : unit,
    method: `poorest-fastest: ${result.method}`,
    status: 'ok',
    note: disagree ? `without widening the limits for the spread round the lines: ${result.verdict}` : '',
  };
}

interface End {
  readonly values: readonly number[];
  readonly errors: readonly (number | null)[];
}

function valuesAndErrors(measures: readonly Measure[]): End {
  return {
    values: measures.map(({ estimate }) => estimate.value!),
    errors: measures.map(({ estimate }) => estimate.standardError),
  };
}

function isPublishedAboveZero({ method, estimate }: Measure): boolean {
  const { lower, upper } = estimate.limits[0]!;
  return method === 'given' && estimate.value! > 0 && lower !== null && lower > 0 && upper !== null;
}

/** Published limits are symmetric on the log scale as a rule: se = (ln U − ln L)/2z. */
function publishedLogs(measures: readonly Measure[]): End {
  return {
    values: measures.map(({ estimate }) => Math.log(estimate.value!)),
    errors: measures.map(({ estimate }) => {
      const { lower, upper } = estimate.limits[0]!;
      return (Math.log(upper!) - Math.log(lower!)) / (2 * Z_95);
    }),
  };
}
