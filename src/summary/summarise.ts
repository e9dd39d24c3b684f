import { groupBy } from '../cells/group-by.ts';
import type { Catalogue } from '../indicators/catalogue.ts';
import type { Definition } from '../indicators/definition.ts';
import { byTime, seriesKind, UNDATED } from '../periods/period.ts';
import type { PipelineResult } from '../pipeline.ts';
import type { Places } from '../places/places.ts';
import type { Gap, GoalResult, Measure, Poorest, ResultKey, Trend } from '../results/result.ts';
import { independentPoints } from '../results/series.ts';
import { withheldEstimate } from '../statistics/estimate.ts';

/** Which gap a summary row shows; the same for all rows of an indicator. */
export type SummaryGap = 'deprivation' | 'place-vs-england' | 'place-vs-system' | 'none';

/** The change of a series: a line through all its points, or of months the chart of the newest stretch. */
export interface SeriesChange {
  readonly whole: Trend;
  /** The newest straight piece where the change itself changed; null where one line fits. */
  readonly newest: Trend | null;
}

/** One indicator in one Place, as the board reads it. */
export interface SummaryRow {
  readonly definition: Definition;
  /** The value of the newest period that the Place has. */
  readonly measure: Measure;
  /** Values of the same period by sex, for indicators that are given by sex. */
  readonly bySex: readonly Measure[];
  readonly gapKind: SummaryGap;
  readonly gap: Gap | null;
  /** How the Place stands to England, else to the system; null where neither has a value. */
  readonly benchmark: { readonly gap: Gap; readonly name: string } | null;
  readonly trend: Trend | null;
  /** How the value has changed over all its periods; null where it has no series. */
  readonly change: SeriesChange | null;
  /** The values of the same series over time, oldest first. */
  readonly history: readonly number[];
  readonly goal: GoalResult | null;
  readonly poorest: { readonly absolute: Poorest; readonly relative: Poorest } | null;
  /** How the gap between the ends changes a year, in units and as a ratio; null where it has no trend. */
  readonly gapTrend: { readonly absolute: Trend; readonly relative: Trend } | null;
  readonly ratio: Gap | null;
}

/**
 * Picks, for each indicator and each Place, the system and England, the newest value with its gap, trend and verdict.
 * An indicator that the data cannot serve has a row for each Place that says so.
 *
 * @param periods periods to choose from, by label; null for all
 */
export function summarise(
  result: PipelineResult,
  scheme: string,
  periods: ReadonlySet<string> | null = null,
): SummaryRow[] {
  const { catalogue, asked } = result.run;
  const measures = groupBy(result.measures, ({ indicator }) => indicator);
  const gaps = groupBy(result.gaps, ({ indicator }) => indicator);
  const trends = groupBy(result.trends, sliceKey);
  const poorest = groupBy(result.poorest, sliceKey);
  const goals = groupBy(result.goals, sliceKey);
  const wanted = inBoardOrder(catalogue).filter(({ id }) => asked?.has(id) ?? true);
  return wanted.flatMap((definition) => {
    const whole = (measures.get(definition.id) ?? []).filter((measure) => measure.scheme === '');
    const chosen = periods ? whole.filter(({ period }) => periods.has(period.label)) : whole;
    const ofIndicator = gaps.get(definition.id) ?? [];
    const slices: Slices = {
      gaps: groupBy(ofIndicator, sliceKey),
      trends,
      goals,
      poorest,
      gapKind: shownGap(ofIndicator, scheme),
      scheme,
    };
    const kind = shownKind(definition, chosen);
    return shownAreas(chosen, result.run.places).flatMap((place) => {
      const ofPlace = chosen.filter((measure) => measure.place === place);
      const series = ofPlace.filter(
        (one) => one.sex === definition.sexes[0] && seriesKind(one.period) === kind,
      );
      const measure = newest(series, result.run.asOf);
      if (measure) return [summaryRow(definition, measure, series, ofPlace, slices, result.run.places)];
      if (place === result.run.places.system.code) return [];
      return [{ ...emptyRow(definition, place, whyEmpty(whole, chosen, periods)), gapKind: slices.gapKind }];
    });
  });
}

/** Indicators in the order of the objectives, of their aspirations, and of the definitions in each. */
function inBoardOrder({ objectives, aspirations, indicators }: Catalogue): Definition[] {
  return objectives.flatMap((objective) =>
    aspirations
      .filter((one) => one.objective === objective.id)
      .flatMap(({ id }) => indicators.filter(({ aspiration }) => aspiration === id)),
  );
}

/** Results by the slice that a summary row is of: indicator, place, sex and period. */
interface Slices {
  readonly gaps: ReadonlyMap<string, readonly Gap[]>;
  readonly trends: ReadonlyMap<string, readonly Trend[]>;
  readonly goals: ReadonlyMap<string, readonly GoalResult[]>;
  readonly poorest: ReadonlyMap<string, readonly Poorest[]>;
  readonly gapKind: SummaryGap;
  readonly scheme: string;
}

/** The Places and the system; the combined areas and England where they have a value. */
function shownAreas(measures: readonly Measure[], { places, combined, system, country }: Places): string[] {
  const withValue = new Set(measures.filter(({ status }) => status === 'ok').map(({ place }) => place));
  const areas = [...places, ...combined.filter(({ code }) => withValue.has(code)), system];
  return [...areas, ...(withValue.has(country.code) ? [country] : [])].map(({ code }) => code);
}

function summaryRow(
  definition: Definition,
  measure: Measure,
  series: readonly Measure[],
  ofPlace: readonly Measure[],
  slices: Slices,
  places: Places,
): SummaryRow {
  const key = sliceKey(measure);
  const { gapKind, scheme } = slices;
  const gaps = slices.gaps.get(key) ?? [];
  const comparison = (id: Gap['gap']): Gap | null =>
    gaps.find((gap) => gap.gap === id && gap.scheme === '' && gap.unit !== 'ratio') ?? null;
  const england = comparison('place-vs-england');
  const system = comparison('place-vs-system');
  const verdict = (scale: Poorest['scale']): Poorest | undefined =>
    slices.poorest.get(key)?.find((row) => row.scheme === scheme && row.scale === scale);
  const absolute = verdict('absolute');
  const relative = verdict('relative');
  const shown = {
    deprivation: gaps.find((gap) => gap.gap === 'difference' && gap.scheme === scheme) ?? null,
    'place-vs-england': england,
    'place-vs-system': system,
    // Withheld, and the row's note says why.
    none: system ?? england,
  };
  return {
    definition,
    measure,
    bySex: ofPlace.filter(({ sex, period }) => sex !== measure.sex && period.label === measure.period.label),
    gapKind,
    gap: shown[gapKind],
    benchmark: benchmarkOf(england, places.country.name) ?? benchmarkOf(system, places.system.name),
    trend: valueTrendOf(slices.trends.get(key) ?? []),
    change: changeOf(slices.trends.get(key) ?? []),
    history: independentPoints(series.filter(({ estimate }) => estimate.value !== null))
      .filter(({ period }) => byTime(period, measure.period) <= 0)
      .map(({ estimate }) => estimate.value!),
    goal: slices.goals.get(key)?.[0] ?? null,
    poorest: absolute && relative ? { absolute, relative } : null,
    gapTrend: gapTrendOf(slices.trends.get(key) ?? [], scheme),
    ratio: gaps.find((gap) => gap.gap === 'ratio' && gap.scheme === scheme) ?? null,
  };
}

/** Months have charts; other periods a line, and pieces of it that come after it in the table. */
function changeOf(trends: readonly Trend[]): SeriesChange | null {
  const values = trends.filter(({ series, scheme }) => series === 'value' && scheme === '');
  const chart = values.findLast(({ method }) => method.startsWith('spc:'));
  if (chart) return { whole: chart, newest: null };
  const lines = values.filter(({ method }) => method.startsWith('annual-change:'));
  const [whole] = lines;
  return whole ? { whole, newest: lines.length > 1 ? lines.at(-1)! : null } : null;
}

/** The recent trend; of values without limits, which have none, the change a year over all periods. */
function valueTrendOf(trends: readonly Trend[]): Trend | null {
  const ofValue = trends.filter(({ series, scheme }) => series === 'value' && scheme === '');
  const recent = ofValue.find(({ method }) => method.startsWith('recent-trend')) ?? null;
  const annual = ofValue.find(({ method, lower }) => method === WITHOUT_LIMITS && lower !== null);
  return (recent?.status === 'ok' ? recent : annual) ?? recent;
}

/** The method of a line through values that have no limits. */
const WITHOUT_LIMITS = 'annual-change: ordinary least squares';

function gapTrendOf(trends: readonly Trend[], scheme: string): SummaryRow['gapTrend'] {
  const annual = (series: string): Trend | undefined =>
    trends.find(
      (row) => row.series === series && row.scheme === scheme && row.method.startsWith('annual-change:'),
    );
  const absolute = annual('gap:difference');
  const relative = annual('gap:ratio');
  return absolute && relative ? { absolute, relative } : null;
}

function benchmarkOf(gap: Gap | null, name: string): SummaryRow['benchmark'] {
  return gap?.estimate.value == null ? null : { gap, name };
}

function sliceKey({ indicator, place, sex, period }: ResultKey): string {
  return `${indicator}|${place}|${sex}|${period.label}`;
}

/** The one kind of period that is shown: what the definition names first of those in the data; else the data's own. */
function shownKind(definition: Definition, measures: readonly Measure[]): string | null {
  const withValue = measures.filter(({ status }) => status === 'ok');
  const kinds = new Set(
    (withValue.length > 0 ? withValue : measures).map(({ period }) => seriesKind(period)),
  );
  return definition.periods.find((kind) => kinds.has(kind)) ?? [...kinds][0] ?? null;
}

/** The gap by deprivation where any area has one, else that with England, else that with the system. */
function shownGap(gaps: readonly Gap[], scheme: string): SummaryGap {
  const usable = gaps.filter(({ estimate }) => estimate.value !== null);
  if (usable.some((gap) => gap.gap === 'difference' && gap.scheme === scheme)) return 'deprivation';
  if (usable.some(({ gap }) => gap === 'place-vs-england')) return 'place-vs-england';
  return usable.some(({ gap }) => gap === 'place-vs-system') ? 'place-vs-system' : 'none';
}

/**
 * The newest value; one that is missing only where there is no other. A period that is not over on the day of the data
 * cannot have one yet, and hides none that is whole.
 */
function newest(series: readonly Measure[], asOf: string): Measure | undefined {
  const inOrder = [...series].sort((a, b) => byTime(a.period, b.period));
  const over = inOrder.filter(({ estimate, period }) => estimate.value !== null || period.end <= asOf);
  const inTime = over.length > 0 ? over : inOrder;
  return inTime.findLast(({ status }) => status !== 'missing') ?? inTime.at(-1);
}

function whyEmpty(
  all: readonly Measure[],
  chosen: readonly Measure[],
  periods: ReadonlySet<string> | null,
): string {
  if (all.length === 0) return 'no extract for this indicator';
  return chosen.length === 0 && periods ? `no data for ${[...periods].join(', ')}` : 'no data for this Place';
}

function emptyRow(definition: Definition, place: string, note: string): SummaryRow {
  return {
    definition,
    measure: {
      indicator: definition.id,
      place,
      period: UNDATED,
      sex: definition.sexes[0]!,
      scheme: '',
      level: 0,
      estimate: withheldEstimate('', note, [0.95]),
      count: null,
      denominator: null,
      unit: definition.unit,
      method: definition.method,
      status: 'missing',
      note,
      files: 0,
    },
    bySex: [],
    gapKind: 'none',
    gap: null,
    benchmark: null,
    trend: null,
    change: null,
    history: [],
    goal: null,
    poorest: null,
    gapTrend: null,
    ratio: null,
  };
}
