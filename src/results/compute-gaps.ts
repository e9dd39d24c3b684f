import { type DeprivationScheme, LEVELS } from '../cells/cell.ts';
import { compareWithBenchmark } from '../gaps/compare-with-benchmark.ts';
import { difference } from '../gaps/difference.ts';
import { ratio } from '../gaps/ratio.ts';
import { slopeIndex } from '../gaps/slope-index.ts';
import type { Definition } from '../indicators/definition.ts';
import { type Estimate, withheldEstimate } from '../statistics/estimate.ts';
import type { Gap, GapId, Measure } from './result.ts';
import type { RunContext } from './run-context.ts';

/**
 * The gaps of an indicator: between deprivation groups of each area, and of each Place with the system and
 * with England. All are the same way round: above 0, or above 1 for a ratio, is worse for the most deprived
 * or for the Place.
 *
 * @param measures all values of the indicator
 */
export function computeGaps(definition: Definition, measures: readonly Measure[], run: RunContext): Gap[] {
  return [...deprivationGaps(definition, measures, run), ...placeGaps(definition, measures, run)];
}

function deprivationGaps(definition: Definition, measures: readonly Measure[], run: RunContext): Gap[] {
  const groups = new Map<string, Measure[]>();
  for (const measure of measures) {
    if (measure.scheme === '') continue;
    const key = `${measure.place}|${measure.period.label}|${measure.sex}|${measure.scheme}`;
    const group = groups.get(key);
    if (group) group.push(measure);
    else groups.set(key, [measure]);
  }
  return [...groups.values()].flatMap((levels) => gapsOfGroups(definition, levels, run));
}

/** @param levels the values of one area, period, sex and scheme, most deprived first */
function gapsOfGroups(definition: Definition, levels: readonly Measure[], run: RunContext): Gap[] {
  const first = levels[0]!;
  const scheme = first.scheme as Exclude<DeprivationScheme, ''>;
  const ids = definition.gaps;
  const { confidence } = run;
  const base = {
    indicator: definition.id,
    place: first.place,
    period: first.period,
    sex: first.sex,
    scheme,
    level: 0,
    judgement: '',
    files: levels.reduce((files, measure) => run.cells.fileSets.union(files, measure.files), 0),
  };
  const gap = (id: GapId, estimate: Estimate): Gap => ({
    ...base,
    gap: id,
    ...stateOf(definition, id, estimate),
    estimate,
  });

  const missing = missingLevels(levels, LEVELS[scheme]);
  if (missing) {
    const status = levels.some((measure) => measure.status === 'suppressed') ? 'suppressed' : 'withheld';
    return ids.map((id) => ({ ...gap(id, withheldEstimate('', missing, confidence)), status }));
  }
  const most = levels[0]!;
  const least = levels.at(-1)!;
  // Where high is good, the least deprived's figure comes first, so that above 0 is worse for the most deprived.
  const [worse, better] = definition.polarity === 'high' ? [least, most] : [most, least];
  const pair = {
    first: worse.estimate.value!,
    second: better.estimate.value!,
    firstError: worse.estimate.standardError,
    secondError: better.estimate.standardError,
    confidence,
  };
  const { sii, rii } = slopes(definition, levels, run);
  const estimates = { difference: difference(pair), ratio: ratio(pair), sii, rii };
  return ids.map((id) => gap(id, estimates[id]));
}

/**
 * The slope index and relative index, turned so that above 0 or 1 is worse for the most deprived: where low
 * is good, the groups are handed over least deprived first.
 */
function slopes(
  definition: Definition,
  levels: readonly Measure[],
  run: RunContext,
): { sii: Estimate; rii: Estimate } {
  const { confidence } = run;
  if (levels.some(({ denominator }) => denominator === null)) {
    const reason = 'the number of people in each group is not known';
    return { sii: withheldEstimate('', reason, confidence), rii: withheldEstimate('', reason, confidence) };
  }
  const ordered = definition.polarity === 'high' ? levels : [...levels].reverse();
  return slopeIndex({
    values: ordered.map(({ estimate }) => estimate.value!),
    errors: ordered.map(({ estimate }) => estimate.standardError),
    populations: ordered.map(({ denominator }) => denominator!),
    confidence,
  });
}

/** Why a gap cannot be computed from these levels; null where all of them have a value. */
function missingLevels(levels: readonly Measure[], wanted: number): string | null {
  const having = new Set(levels.filter(({ estimate }) => estimate.value !== null).map(({ level }) => level));
  if (having.size === wanted) return null;
  const missing = Array.from({ length: wanted }, (_, index) => index + 1).filter(
    (level) => !having.has(level),
  );
  const reasons = new Set(levels.filter(({ level }) => missing.includes(level)).map(({ note }) => note));
  const why = reasons.size === 1 ? ` (${[...reasons][0]})` : '';
  return `no value for group ${missing.join(', ')} of ${wanted}${why}`;
}

function placeGaps(definition: Definition, measures: readonly Measure[], run: RunContext): Gap[] {
  const whole = measures.filter(({ scheme }) => scheme === '');
  const at = (place: string): Map<string, Measure> =>
    new Map(
      whole
        .filter((measure) => measure.place === place)
        .map((measure) => [`${measure.period.label}|${measure.sex}`, measure]),
    );
  const benchmarks = [
    { id: 'place-vs-system' as const, area: run.places.system, values: at(run.places.system.code) },
    { id: 'place-vs-england' as const, area: run.places.country, values: at(run.places.country.code) },
  ];
  const compared = new Set([...run.places.places, ...run.places.combined].map(({ code }) => code));
  return whole.flatMap((measure) => {
    if (!compared.has(measure.place) || measure.estimate.value === null) return [];
    return benchmarks.flatMap(({ id, area, values }) => {
      const benchmark = values.get(`${measure.period.label}|${measure.sex}`);
      return benchmark ? gapsWithBenchmark(definition, measure, benchmark, id, area.name, run) : [];
    });
  });
}

function gapsWithBenchmark(
  definition: Definition,
  measure: Measure,
  benchmark: Measure,
  id: GapId,
  name: string,
  run: RunContext,
): Gap[] {
  const { confidence } = run;
  const base = {
    indicator: definition.id,
    place: measure.place,
    period: measure.period,
    sex: measure.sex,
    scheme: measure.scheme,
    level: measure.level,
    gap: id,
    files: run.cells.fileSets.union(measure.files, benchmark.files),
  };
  if (benchmark.estimate.value === null) {
    const estimate = withheldEstimate('', `no value for ${name}: ${benchmark.note}`, confidence);
    return (['difference', 'ratio'] as const).map((kind) => ({
      ...base,
      ...stateOf(definition, kind, estimate),
      estimate,
      judgement: '',
    }));
  }
  const limits = measure.estimate.limits[0]!;
  const judgement =
    compareWithBenchmark({
      lower: limits.lower,
      upper: limits.upper,
      benchmark: benchmark.estimate.value,
      polarity: definition.polarity,
    }) ?? '';
  const [worse, better] = definition.polarity === 'high' ? [benchmark, measure] : [measure, benchmark];
  const pair = {
    first: worse.estimate.value!,
    second: better.estimate.value!,
    firstError: worse.estimate.standardError,
    secondError: better.estimate.standardError,
    confidence,
  };
  return [difference(pair), ratio(pair)].map((estimate, index) => ({
    ...base,
    ...stateOf(definition, index === 0 ? 'difference' : 'ratio', estimate),
    estimate,
    judgement,
  }));
}

/** Unit, method and status of a gap; ratios are pure numbers. */
function stateOf(
  definition: Definition,
  id: GapId,
  estimate: Estimate,
): Pick<Gap, 'unit' | 'method' | 'status' | 'note'> {
  const relative = id === 'ratio' || id === 'rii';
  const name = {
    difference: 'difference',
    ratio: 'ratio',
    sii: 'slope index of inequality',
    rii: 'relative index of inequality',
  };
  const label = name[id as keyof typeof name];
  return {
    unit: relative ? 'ratio' : differenceUnit(definition.unit),
    method: estimate.method ? `${label}: ${estimate.method}` : label,
    status: estimate.value === null ? 'withheld' : 'ok',
    note: estimate.withheld ?? estimate.note ?? '',
  };
}

/** A difference of percentages is in percentage points. */
export function differenceUnit(unit: string): string {
  return unit === '%' ? 'percentage points' : unit;
}
