import { type AgeBand, ALL_AGES, ageBandLabel } from '../cells/age-band.ts';
import { ALL_LEVELS, STATE } from '../cells/cell.ts';
import { coverageKey, indexSubject } from '../cells/subject-index.ts';
import { type TargetPeriod, targetPeriods } from '../cells/target-periods.ts';
import type { Definition } from '../indicators/definition.ts';
import { healthyLifeExpectancy } from '../measures/healthy-life-expectancy.ts';
import { lifeExpectancy } from '../measures/life-expectancy.ts';
import { type Period, yearOf } from '../periods/period.ts';
import type { Places } from '../places/places.ts';
import { withheldEstimate } from '../statistics/estimate.ts';
import { tooUncertain } from '../statistics/too-uncertain.ts';
import { type IndicatorCubes, type SliceKey, sliceAt } from './cube-set.ts';
import { hasCounts, ownCubes } from './indicator-cubes.ts';
import { bandsFit, measuresByLayout } from './measures-by-layout.ts';
import { type MethodOfBands, type Reason, sumsAt } from './measures-of-cubes.ts';
import type { Measure } from './result.ts';
import type { RunContext } from './run-context.ts';

const METHOD = 'Sullivan';
const NO_SURVEY: Reason = { status: 'missing', note: 'no survey of health for this place and period' };

/**
 * Healthy life expectancies from deaths, population and a survey of health: the indicator's own counts, whose numerator
 * is in good health of the denominator asked. All three must be given in the same age bands.
 *
 * The survey's own period counts where it is that of the deaths, else its years are added up.
 */
export function healthyMeasures(definition: Definition, whole: RunContext): Measure[] {
  if (!hasCounts(whole.subject(definition.id))) return [];
  const run = withSurveyAlone(definition.id, whole);
  const surveyed = new Set<string>();
  const layouts = definition.ageBands!.map((name) => run.catalogue.ageBands.get(name)!);
  const measures = measuresByLayout(
    definition,
    layouts.filter((bands) => bands.some(({ from }) => from === definition.atAge)),
    (cubes, bands) => {
      const surveys = surveyCubes(definition.id, cubes.periods, bands, run);
      for (const { periods } of surveys) for (const { label } of periods) surveyed.add(label);
      const filesOf: IndicatorCubes['filesOf'] = (place, period) =>
        run.cells.fileSets.unionOf([cubes, ...surveys].map((one) => one.filesOf(place, period)));
      return {
        cubes: { ...cubes, filesOf },
        method: methodOf(definition, bands, surveys, run),
        fits: [cubes, ...surveys].every(bandsFit),
      };
    },
    run,
  );
  const awaited = new Set([...run.places.places, run.places.system].map(({ code }) => code));
  // Deaths are known of more places, years and groups than any survey asks.
  const kept = measures.filter(
    ({ place, period, scheme, status }) =>
      surveyed.has(period.label) && (status !== 'missing' || (scheme === '' && awaited.has(place))),
  );
  return [...kept, ...withoutDeaths(definition, kept, run)];
}

/** The run with only what a survey says of everybody: published values have other ages and periods. */
function withSurveyAlone(id: string, run: RunContext): RunContext {
  const table = run.cells.table
    .params({ id })
    .filter("(d, $) => d.subject === $.id && d.group === '' && !d.published");
  const survey = indexSubject({ ...run.cells, table }, id);
  return { ...run, subject: (subject, group) => (subject === id ? survey : run.subject(subject, group)) };
}

/** The survey in the periods of the deaths: where it has the very period, and where its years make it up. */
function surveyCubes(
  subject: string,
  periods: readonly Period[],
  bands: readonly AgeBand[],
  run: RunContext,
): IndicatorCubes[] {
  const available = run.subject(subject).periods;
  const labels = new Set(available.map(({ label }) => label));
  const own = periods
    .filter(({ label }) => labels.has(label))
    .map((period) => ({ period, sources: new Set([period.label]), incomplete: null }));
  const years = new Map(
    targetPeriods(available, 'year')
      .filter(({ period, incomplete }) => period.kind === 'year' && period.length === 1 && !incomplete)
      .map((target) => [yearOf(target.period), target]),
  );
  const added = periods.flatMap((period): TargetPeriod[] => {
    if (period.kind !== 'year') return [];
    const parts = Array.from({ length: period.length }, (_, at) => years.get(yearOf(period) + at));
    if (!parts.every((part) => part !== undefined)) return [];
    const sources = new Set(parts.flatMap((part) => [...part.sources]));
    return sources.has(period.label) ? [] : [{ period, sources, incomplete: null }];
  });
  return [own, added].flatMap((targets) => {
    const cubes = ownCubes({ subject, ages: ALL_AGES, ageBands: bands, targets, tiled: true }, run);
    return cubes ? [cubes] : [];
  });
}

function methodOf(
  { atAge }: Definition,
  bands: readonly AgeBand[],
  surveys: readonly IndicatorCubes[],
  { confidence, places }: RunContext,
): MethodOfBands {
  const starts = bands.map(({ from }) => from);
  return (deaths, populations, of) => {
    const asked =
      surveys.map((cubes) => surveyAt(cubes, of, places)).find((one) => one !== null) ?? NO_SURVEY;
    if ('status' in asked) return asked;
    if (asked.x.some((healthy, band) => healthy > asked.n[band]!))
      return withheldEstimate(METHOD, 'more are in good health than were asked', confidence);
    const input = { starts, deaths, populations: populations!, at: [atAge!], confidence };
    const life = lifeExpectancy(input)[0]!;
    // What is too uncertain for a life expectancy is so for the healthy part of it.
    if (life.withheld !== null) return withheldEstimate(METHOD, life.withheld, confidence);
    const healthy = healthyLifeExpectancy({ ...input, healthy: asked.x, asked: asked.n })[0]!;
    const reason = healthy.value === null ? null : tooUncertain(healthy.standardError!);
    return reason === null ? healthy : withheldEstimate(METHOD, reason, confidence);
  };
}

/** Who was asked, and who of them is in good health, by band; null where this survey has nothing of a slice. */
function surveyAt(
  cubes: IndicatorCubes,
  of: SliceKey,
  places: Places,
): { readonly x: Float64Array; readonly n: Float64Array } | Reason | null {
  const { axes, ageBands, obstacles, periods, systemPlaces } = cubes;
  const asked = cubes.denominator!;
  const slice = sliceAt(cubes, of);
  if (slice === null) return null;
  const obstacle = obstacles.get(coverageKey(of.place, of.period.label));
  const withheld = (note: string): Reason => ({ status: 'withheld', note: `survey of health: ${note}` });
  if (obstacle?.blocks) return withheld(obstacle.reason);
  if (!asked.hasSlice(slice)) {
    if (obstacle) return withheld(obstacle.reason);
    const t = periods.findIndex(({ label }) => label === of.period.label);
    const there = systemPlaces.get(`${t}|${axes.sexes.indexOf(of.sex)}`)!;
    // Everybody alone is told so: a survey without fifths, say, lacks no Place.
    const isPartOfSystem = of.place === places.system.code && of.scheme === '' && there > 0;
    return isPartOfSystem ? withheld(`${there} of ${places.places.length} Places`) : null;
  }
  const absent = ageBands.findIndex((_, band) => asked.states[slice + band] === STATE.absent);
  if (absent >= 0) return withheld(`it has nobody of ages ${ageBandLabel(ageBands[absent]!)}`);
  const sums = sumsAt(cubes, slice, of);
  return 'status' in sums ? { ...sums, note: `survey of health: ${sums.note}` } : { x: sums.x, n: sums.n! };
}

/** Rows that say why there is no value where a survey asks and neither deaths nor people are known. */
function withoutDeaths(definition: Definition, measures: readonly Measure[], run: RunContext): Measure[] {
  const told = new Set(measures.map(({ place, period }) => coverageKey(place, period.label)));
  const { splits, coverage } = run.subject(definition.id);
  return [...coverage]
    .filter(([key]) => !told.has(key))
    .flatMap(([, { place, period, slices, files }]) => {
      const asked = new Set([...slices.keys()].map((split) => splits[split]!.sex));
      const note = 'no deaths and population for this place and period';
      return definition.sexes
        .filter((sex) => asked.has(sex))
        .map(
          (sex): Measure => ({
            indicator: definition.id,
            place,
            period,
            sex,
            scheme: '',
            level: ALL_LEVELS,
            estimate: withheldEstimate('', note, run.confidence),
            count: null,
            denominator: null,
            unit: definition.unit,
            method: definition.method,
            status: 'missing',
            note,
            files,
          }),
        );
    });
}
