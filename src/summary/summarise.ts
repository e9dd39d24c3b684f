import type { Definition } from '../indicators/definition.ts';
import { byTime } from '../periods/period.ts';
import type { PipelineResult } from '../pipeline.ts';
import type { Gap, Measure, Poorest, ResultKey, Trend } from '../results/result.ts';
import { withheldEstimate } from '../statistics/estimate.ts';

/** Which gap a summary row shows; the same for all rows of an indicator. */
export type SummaryGap = 'deprivation' | 'place-vs-england' | 'place-vs-system' | 'none';

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
  readonly poorest: { readonly absolute: Poorest; readonly relative: Poorest } | null;
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
  const { catalogue, places } = result.run;
  const byIndicator = {
    measures: groupByIndicator(result.measures),
    gaps: groupByIndicator(result.gaps),
    trends: groupByIndicator(result.trends),
    poorest: groupByIndicator(result.poorest),
  };
  return catalogue.indicators.flatMap((definition) => {
    const of = <T>(groups: Map<string, T[]>): T[] => groups.get(definition.id) ?? [];
    const whole = of(byIndicator.measures).filter((measure) => measure.scheme === '');
    const measures = periods ? whole.filter(({ period }) => periods.has(period.label)) : whole;
    const gaps = of(byIndicator.gaps);
    const kind = shownKind(definition, measures);
    const gapKind = shownGap(gaps, scheme);
    const [sex] = definition.sexes;
    const areas = [
      ...places.places,
      ...places.combined.filter(({ code }) =>
        measures.some((measure) => measure.place === code && measure.status === 'ok'),
      ),
      places.system,
      ...(measures.some(({ place, status }) => place === places.country.code && status === 'ok')
        ? [places.country]
        : []),
    ];
    return areas.flatMap(({ code }) => {
      const series = measures.filter(
        (measure) => measure.place === code && measure.sex === sex && kindOf(measure) === kind,
      );
      const measure = newest(series);
      if (!measure) {
        return code === places.system.code
          ? []
          : [{ ...emptyRow(definition, code, whyEmpty(whole, measures, periods)), gapKind }];
      }
      const same = (other: ResultKey): boolean =>
        other.place === code && other.sex === measure.sex && other.period.label === measure.period.label;
      const comparison = (id: Gap['gap']): Gap | undefined =>
        gaps.find((gap) => gap.gap === id && same(gap) && gap.unit !== 'ratio');
      const england = comparison('place-vs-england');
      const system = comparison('place-vs-system');
      const usable = (gap: Gap | undefined): gap is Gap => gap !== undefined && gap.estimate.value !== null;
      const absolute = of(byIndicator.poorest).find(
        (row) => same(row) && row.scheme === scheme && row.scale === 'absolute',
      );
      const relative = of(byIndicator.poorest).find(
        (row) => same(row) && row.scheme === scheme && row.scale === 'relative',
      );
      return [
        {
          definition,
          measure,
          bySex: measures.filter(
            (other) => other.sex !== measure.sex && same({ ...other, sex: measure.sex }),
          ),
          gapKind,
          gap:
            gapKind === 'deprivation'
              ? (gaps.find((gap) => gap.gap === 'difference' && gap.scheme === scheme && same(gap)) ?? null)
              : ((gapKind === 'place-vs-england' ? england : system) ?? null),
          benchmark: usable(england)
            ? { gap: england, name: places.country.name }
            : usable(system)
              ? { gap: system, name: places.system.name }
              : null,
          trend:
            of(byIndicator.trends).find(
              (row) =>
                row.series === 'value' &&
                row.scheme === '' &&
                same(row) &&
                row.method.startsWith('recent-trend'),
            ) ?? null,
          poorest: absolute && relative ? { absolute, relative } : null,
        },
      ];
    });
  });
}

function groupByIndicator<T extends ResultKey>(results: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const result of results) {
    const group = groups.get(result.indicator);
    if (group) group.push(result);
    else groups.set(result.indicator, [result]);
  }
  return groups;
}

/** `year`, `3-year`, `month` and so on: one kind of period is shown for an indicator. */
function kindOf({ period }: Measure): string {
  return period.length === 1 ? period.kind : `${period.length}-${period.kind}`;
}

/** The kind that the definition names first, where the data has it; else the data's own. */
function shownKind(definition: Definition, measures: readonly Measure[]): string | null {
  const withValue = measures.filter(({ status }) => status === 'ok');
  const kinds = new Set((withValue.length > 0 ? withValue : measures).map(kindOf));
  return definition.periods.find((kind) => kinds.has(kind)) ?? [...kinds][0] ?? null;
}

/** The gap by deprivation where any area has one, else that with England, else that with the system. */
function shownGap(gaps: readonly Gap[], scheme: string): SummaryGap {
  const usable = gaps.filter(({ estimate }) => estimate.value !== null);
  if (usable.some((gap) => gap.gap === 'difference' && gap.scheme === scheme)) return 'deprivation';
  if (usable.some(({ gap }) => gap === 'place-vs-england')) return 'place-vs-england';
  return usable.some(({ gap }) => gap === 'place-vs-system') ? 'place-vs-system' : 'none';
}

/** The newest value; one that is missing only where there is no other. */
function newest(series: readonly Measure[]): Measure | undefined {
  const inTime = [...series].sort((a, b) => byTime(a.period, b.period));
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
      period: { label: '', kind: 'undated', length: 1, start: '', end: '' },
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
    poorest: null,
  };
}
