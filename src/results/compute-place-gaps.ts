import { type DeprivationScheme, LEVELS } from '../cells/cell.ts';
import { groupBy } from '../cells/group-by.ts';
import { funnel } from '../gaps/funnel.ts';
import type { FunnelStatistic } from '../gaps/funnel-limits.ts';
import { inequality } from '../gaps/inequality/inequality.ts';
import { INEQUALITY_MEASURES } from '../gaps/inequality/measures.ts';
import { theilDecomposition } from '../gaps/inequality/theil-decomposition.ts';
import { rankIntervals } from '../gaps/rank-intervals.ts';
import type { Definition } from '../indicators/definition.ts';
import { type Period, seriesKind } from '../periods/period.ts';
import { type Estimate, withheldEstimate } from '../statistics/estimate.ts';
import { isCounted } from './areas-counted.ts';
import { placeInequality } from './compute-inequality.ts';
import { BETWEEN_PLACES, stateOfGap } from './gap-words.ts';
import { isBareCount, isRate, NOT_COMPARED } from './kinds.ts';
import type { Gap, GapId, Measure } from './result.ts';
import { type RunContext, wants } from './run-context.ts';
import { newestBy } from './series.ts';

/** Fewer Places than this cannot be ranked or put into a funnel. */
const FEWEST_PLACES = 3;

/**
 * How far the Places are apart: their spread at every period; and at the newest, every measure of inequality between
 * them, what of it is inside Places and what between them, which Places differ from the average by more than chance,
 * and ranks with their limits.
 *
 * @param order how deprived each area is, the smallest the most
 */
export function computePlaceGaps(
  definition: Definition,
  measures: readonly Measure[],
  order: ReadonlyMap<string, number>,
  run: RunContext,
): Gap[] {
  const sex = definition.sexes[0]!;
  const own = measures.filter(
    (measure) => measure.sex === sex && measure.estimate.value !== null && isCounted(measure, measures, run),
  );
  const periods = groupBy(
    own.filter(({ scheme }) => scheme === ''),
    ({ period }) => period.label,
  );
  const periodOf = ([first]: readonly Measure[]): Period => first!.period;
  const newest = new Set(
    wants(run, 'inequality')
      ? newestBy(periods.values(), (places) => seriesKind(periodOf(places)), periodOf).values()
      : [],
  );
  return [...periods.values()].flatMap((places) => {
    const reason = whyNotCompared(definition, places);
    if (reason !== null) return withheldGaps(definition, places, newest.has(places), reason, run);
    const spread = spreadOf(definition, places, run);
    if (!newest.has(places)) return [spread];
    return [
      spread,
      ...inequalityOfPlaces(definition, places, order, run),
      ...funnelGaps(definition, places, run),
      ...ranks(definition, places, run),
      ...parts(own, places, run),
    ];
  });
}

function gapOf(
  id: GapId,
  of: Measure,
  place: string,
  estimate: Estimate,
  files: number,
  more: Partial<Gap>,
): Gap {
  const { indicator, period, sex } = of;
  return {
    indicator,
    place,
    period,
    sex,
    scheme: '',
    level: 0,
    gap: id,
    estimate,
    judgement: '',
    unit: of.unit,
    method: estimate.method,
    status: estimate.value === null ? 'withheld' : 'ok',
    note: estimate.withheld ?? estimate.note ?? '',
    files,
    ...more,
  };
}

function whyNotCompared(definition: Definition, { length }: readonly Measure[]): string | null {
  if (isBareCount(definition)) return NOT_COMPARED;
  if (length >= FEWEST_PLACES) return null;
  return `only ${length} Place${length === 1 ? ' has' : 's have'} a value`;
}

/** Places that cannot be compared are told so. */
function withheldGaps(
  definition: Definition,
  places: readonly Measure[],
  isNewest: boolean,
  reason: string,
  run: RunContext,
): Gap[] {
  const none = withheldEstimate('', reason, run.confidence);
  const files = run.cells.fileSets.behind(places);
  const kinds: readonly GapId[] = funnelOf(definition) ? ['funnel', 'rank'] : ['rank'];
  const ofAll: readonly GapId[] = isNewest ? ['spread', ...INEQUALITY_MEASURES] : ['spread'];
  const ids = isNewest ? kinds : [];
  return [
    ...ofAll.map((id) => gapOf(id, places[0]!, run.places.system.code, none, files, { method: id })),
    ...places.flatMap((place) => ids.map((id) => gapOf(id, place, place.place, none, files, { method: id }))),
  ];
}

/** The standard deviation between Places, weighted by their people. */
function spreadOf(definition: Definition, places: readonly Measure[], run: RunContext): Gap {
  const { confidence } = run;
  const populations = places.map(({ denominator }) => denominator);
  const estimate = populations.some((count) => count === null)
    ? withheldEstimate('', 'the number of people in each Place is not known', confidence)
    : inequality(
        {
          values: places.map((place) => place.estimate.value!),
          errors: places.map((place) => place.estimate.standardError),
          populations: populations as number[],
          order: null,
          reference: null,
          favourable: null,
          confidence,
        },
        ['bgsd'],
      )[0]!.estimate;
  const note = ['0: all Places are equal', estimate.withheld ?? estimate.note].filter(Boolean).join('; ');
  return gapOf('spread', places[0]!, run.places.system.code, estimate, run.cells.fileSets.behind(places), {
    unit: definition.unit === '%' ? 'percentage points' : definition.unit,
    method: `standard deviation between ${places.length} Places${estimate.method ? `: ${estimate.method}` : ''}`,
    note,
  });
}

/** Every measure of inequality between the Places. */
function inequalityOfPlaces(
  definition: Definition,
  places: readonly Measure[],
  order: ReadonlyMap<string, number>,
  run: RunContext,
): Gap[] {
  return [...placeInequality(definition, places, order, run.confidence)].map(([id, estimate]) =>
    gapOf(id, places[0]!, run.places.system.code, estimate, run.cells.fileSets.behind(places), {
      ...stateOfGap(definition, id, estimate, BETWEEN_PLACES),
    }),
  );
}

interface FunnelKind {
  readonly statistic: FunnelStatistic;
  readonly rateType?: 'crude' | 'dsr';
}

const FUNNELS: Readonly<Record<string, FunnelKind>> = {
  proportion: { statistic: 'proportion' },
  'crude-rate': { statistic: 'rate', rateType: 'crude' },
  'count-to-zero': { statistic: 'rate', rateType: 'crude' },
  dsr: { statistic: 'rate', rateType: 'dsr' },
  'isr-ratio': { statistic: 'ratio' },
};

/** What funnel an indicator's values make; none where they are no counts that chance scatters. */
function funnelOf({ method, numeratorIs }: Definition): FunnelKind | undefined {
  return method === 'ratio' && numeratorIs === 'count' ? FUNNELS['crude-rate'] : FUNNELS[method];
}

/** Which Places differ from their average by more than chance. */
function funnelGaps(definition: Definition, all: readonly Measure[], run: RunContext): Gap[] {
  const kind = funnelOf(definition);
  const places = all.filter(({ count, denominator }) => count !== null && denominator !== null);
  if (!kind || places.length < FEWEST_PLACES) return [];
  const { average, areas } = funnel({
    events: places.map(({ count }) => count!),
    denominators: places.map(({ denominator }) => denominator!),
    values: places.map(({ estimate }) => estimate.value!),
    ...kind,
    multiplier: definition.multiplier,
  });
  const figure = (value: number | null): string =>
    value === null ? 'none' : value.toFixed(definition.digits + 1);
  return areas.map(({ value, lower2sd, upper2sd, lower3sd, upper3sd, flag, withheld }, at) => {
    const place = places[at]!;
    const estimate: Estimate = {
      ...withheldEstimate('funnel', withheld ?? '', run.confidence),
      value,
      limits: run.confidence.map((confidence) =>
        confidence === 0.95
          ? { confidence, lower: lower2sd, upper: upper2sd }
          : {
              confidence,
              lower: confidence === 0.998 ? lower3sd : null,
              upper: confidence === 0.998 ? upper3sd : null,
            },
      ),
      withheld,
    };
    const note =
      withheld ??
      `limits of chance round the average ${figure(average)}; 99.8 % limits ${figure(lower3sd)} to ${figure(upper3sd)}`;
    return gapOf('funnel', place, place.place, estimate, run.cells.fileSets.behind(places), {
      judgement: flag,
      note,
    });
  });
}

/** The rank of each Place with the ranks that it may have; 1 is the best, or where neither end is, the highest. */
function ranks(definition: Definition, places: readonly Measure[], run: RunContext): Gap[] {
  const { confidence } = run;
  const ranked = rankIntervals({
    values: places.map(({ estimate }) => estimate.value),
    errors: places.map(({ estimate }) => estimate.standardError),
    first: definition.polarity === 'low' ? 'lowest' : 'highest',
    scale: isRate(definition) && places.every(({ estimate }) => estimate.value! > 0) ? 'log' : 'natural',
    confidence,
  });
  const unsure = ranked.some(({ limits }) => limits[0]!.overlapsNext === true);
  return ranked.map(({ rank, limits, method, withheld, note }, at) => {
    const place = places[at]!;
    const estimate: Estimate = {
      ...withheldEstimate(method, withheld ?? '', confidence),
      value: rank,
      limits,
      withheld,
    };
    const words = [
      `of ${places.length}; 1 is ${definition.polarity === 'none' ? 'the highest' : 'the best'}`,
      unsure ? 'the ranks of neighbours cannot all be told apart: see the limits' : '',
      withheld ?? note ?? '',
    ];
    return gapOf('rank', place, place.place, estimate, run.cells.fileSets.behind(places), {
      unit: 'rank',
      note: words.filter(Boolean).join('; '),
    });
  });
}

/** The Theil index of the deprivation groups of all Places in its two parts. */
function parts(own: readonly Measure[], places: readonly Measure[], run: RunContext): Gap[] {
  const { period } = places[0]!;
  const groups = own.filter(
    (one) => one.scheme !== '' && one.period.label === period.label && one.denominator !== null,
  );
  return [...groupBy(groups, ({ scheme }) => scheme).values()].flatMap((levels) => {
    if (new Set(levels.map(({ place }) => place)).size < FEWEST_PLACES) return [];
    const { within, between } = theilDecomposition({
      values: levels.map(({ estimate }) => estimate.value!),
      errors: levels.map(({ estimate }) => estimate.standardError),
      populations: levels.map(({ denominator }) => denominator!),
      areas: levels.map(({ place }) => place),
      confidence: run.confidence,
    });
    const scheme = levels[0]!.scheme;
    const inPlaces = new Set(levels.map(({ place }) => place)).size;
    const wanted = inPlaces * LEVELS[levels[0]!.scheme as Exclude<DeprivationScheme, ''>];
    const left =
      wanted > levels.length
        ? `${levels.length} of ${wanted} groups of ${inPlaces} Places have a value; the others are left out`
        : '';
    const gap = (id: GapId, estimate: Estimate, words: string): Gap =>
      gapOf(id, places[0]!, run.places.system.code, estimate, run.cells.fileSets.behind(levels), {
        scheme,
        unit: 'Theil index × 1,000',
        note: [words, left, estimate.withheld ?? estimate.note].filter(Boolean).join('; '),
      });
    return [
      gap('theil-within', within, '0: no inequality inside Places'),
      gap('theil-between', between, '0: no inequality between Places'),
    ];
  });
}
