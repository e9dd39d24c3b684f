import { type DeprivationScheme, LEVELS } from '../cells/cell.ts';
import { groupBy } from '../cells/group-by.ts';
import { compareWithBenchmark } from '../gaps/compare-with-benchmark.ts';
import { difference } from '../gaps/difference.ts';
import { ratio } from '../gaps/ratio.ts';
import { slopeIndex } from '../gaps/slope-index.ts';
import type { Definition } from '../indicators/definition.ts';
import { seriesKind } from '../periods/period.ts';
import { type Estimate, withheldEstimate } from '../statistics/estimate.ts';
import { FURTHER_MEASURES, furtherMeasures } from './compute-inequality.ts';
import { computePlaceGaps } from './compute-place-gaps.ts';
import { type GapState, gapRow } from './gap-row.ts';
import { BY_DEPRIVATION, type GapWords, stateOfGap } from './gap-words.ts';
import { hasNoGaps, isBareCount, NOT_COMPARED } from './kinds.ts';
import { ratioError } from './ratio-error.ts';
import type { Gap, GapId, Measure } from './result.ts';
import { type RunContext, wants } from './run-context.ts';
import { newestBy } from './series.ts';

/**
 * The gaps of an indicator: between deprivation groups of each area, of each Place with the system and England, of
 * the system with England, and between the Places. Further measures of inequality are told of the newest period of
 * each series. All are the same way round: above 0, or above 1 for a ratio, is worse for the most deprived or for the
 * Place.
 *
 * @param measures all values of the indicator
 * @param ranks how deprived each area is, the smallest the most
 */
export function computeGaps(
  definition: Definition,
  measures: readonly Measure[],
  ranks: ReadonlyMap<string, number>,
  run: RunContext,
): Gap[] {
  if (hasNoGaps(definition)) return [];
  return [
    ...deprivationGaps(definition, measures, run),
    ...placeGaps(definition, measures, run),
    ...(wants(run, 'spread') ? computePlaceGaps(definition, measures, ranks, run) : []),
  ];
}

function deprivationGaps(definition: Definition, measures: readonly Measure[], run: RunContext): Gap[] {
  const groups = groupBy(
    measures.filter(({ scheme }) => scheme !== ''),
    ({ place, period, sex, scheme }) => `${place}|${period.label}|${sex}|${scheme}`,
  );
  const newest = newestBy(
    groups.values(),
    ([first]) => `${first!.place}|${first!.sex}|${first!.scheme}|${seriesKind(first!.period)}`,
    ([first]) => first!.period,
  );
  const areNewest = new Set(wants(run, 'inequality') ? newest.values() : []);
  return [...groups.values()].flatMap((levels) =>
    gapsOfGroups(definition, levels, areNewest.has(levels), run),
  );
}

/**
 * @param levels the values of one area, period, sex and scheme, most deprived first
 * @param isNewest whether further measures are told too
 */
function gapsOfGroups(
  definition: Definition,
  levels: readonly Measure[],
  isNewest: boolean,
  run: RunContext,
): Gap[] {
  const first = levels[0]!;
  const scheme = first.scheme as Exclude<DeprivationScheme, ''>;
  const ids = definition.gaps;
  if (ids.length === 0) return [];
  const { confidence } = run;
  const base = {
    indicator: definition.id,
    place: first.place,
    period: first.period,
    sex: first.sex,
    scheme,
    level: 0,
    files: run.cells.fileSets.behind(levels),
  };
  const gap = (id: GapId, estimate: Estimate, more: Partial<GapState> = {}): Gap =>
    gapRow(base, id, estimate, { ...stateOfGap(definition, id, estimate), ...more });

  const missing = isBareCount(definition) ? NOT_COMPARED : missingLevels(levels, LEVELS[scheme]);
  if (missing) {
    const status = levels.some((measure) => measure.status === 'suppressed') ? 'suppressed' : 'withheld';
    const all: readonly GapId[] = isNewest ? [...ids, ...FURTHER_MEASURES] : ids;
    return all.map((id) => gap(id, withheldEstimate('', missing, confidence), { status }));
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
  const relative = { ...pair, firstError: ratioError(worse), secondError: ratioError(better) };
  const estimates = { difference: difference(pair), ratio: ratio(relative), sii, rii };
  const further = isNewest ? furtherMeasures(definition, levels, confidence) : [];
  return [
    ...ids.map((id) => gap(id, estimates[id])),
    ...[...further].map(([id, estimate]) =>
      gap(id, estimate, id === 'excess-events' ? { unit: eventsUnit(first) } : {}),
    ),
  ];
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

/** Pooled years are told a year; a month stands for itself. */
function eventsUnit({ period }: Measure): string {
  return period.kind === 'year' || period.kind === 'financial-year' ? 'a year' : `in a ${period.kind}`;
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
  const benchmarks = (['system', 'country'] as const)
    .filter((kind) => definition.comparators.includes(kind))
    .map((kind) => {
      const area = run.places[kind];
      const id = kind === 'system' ? ('place-vs-system' as const) : ('place-vs-england' as const);
      const words = { ...BY_DEPRIVATION, whom: `than ${area.name}` };
      return { id, area, words, values: at(area.code) };
    });
  const { places, combined, system } = run.places;
  const compared = new Set([...places, ...combined, system].map(({ code }) => code));
  return whole.flatMap((measure) => {
    if (!compared.has(measure.place) || measure.estimate.value === null) return [];
    return benchmarks.flatMap(({ id, area, words, values }) => {
      if (area.code === measure.place) return [];
      const benchmark = values.get(`${measure.period.label}|${measure.sex}`);
      return benchmark ? gapsWithBenchmark(definition, measure, benchmark, id, area.name, words, run) : [];
    });
  });
}

function gapsWithBenchmark(
  definition: Definition,
  measure: Measure,
  benchmark: Measure,
  id: GapId,
  name: string,
  words: GapWords,
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
    files: run.cells.fileSets.union(measure.files, benchmark.files),
  };
  const noValue = benchmark.estimate.value === null ? `no value for ${name}: ${benchmark.note}` : null;
  const reason = isBareCount(definition) ? NOT_COMPARED : noValue;
  if (reason !== null) {
    const estimate = withheldEstimate('', reason, confidence);
    return (['difference', 'ratio'] as const).map((kind) =>
      gapRow(base, id, estimate, stateOfGap(definition, kind, estimate, words)),
    );
  }
  const judged = (level: number): string => {
    const limits = measure.estimate.limits.find((one) => one.confidence === level);
    const { polarity } = definition;
    if (!limits) return '';
    const { lower, upper } = limits;
    return compareWithBenchmark({ lower, upper, benchmark: benchmark.estimate.value!, polarity }) ?? '';
  };
  const judgement = judged(0.95);
  const higher = judged(0.998);
  const atHigher = higher ? `at 99.8 %: ${higher}` : '';
  const [worse, better] = definition.polarity === 'high' ? [benchmark, measure] : [measure, benchmark];
  const pair = {
    first: worse.estimate.value!,
    second: better.estimate.value!,
    firstError: worse.estimate.standardError,
    secondError: better.estimate.standardError,
    confidence,
  };
  const relative = { ...pair, firstError: ratioError(worse), secondError: ratioError(better) };
  return [difference(pair), ratio(relative)].map((estimate, index) => {
    const state = stateOfGap(definition, index === 0 ? 'difference' : 'ratio', estimate, words);
    const note = [atHigher, state.note].filter(Boolean).join('; ');
    return gapRow(base, id, estimate, { ...state, note }, judgement);
  });
}
