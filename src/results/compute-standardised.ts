import { type AgeBand, ALL_AGES } from '../cells/age-band.ts';
import { ALL_LEVELS, referenceSubject } from '../cells/cell.ts';
import { coverageKey, indexSubject } from '../cells/subject-index.ts';
import type { Definition } from '../indicators/definition.ts';
import { indirectRate, indirectRatio } from '../measures/indirect-standardised.ts';
import { areasOf } from '../places/places.ts';
import { withheldEstimate } from '../statistics/estimate.ts';
import { type IndicatorCubes, type SliceKey, sliceAt } from './cube-set.ts';
import { ownCubes } from './indicator-cubes.ts';
import { bandsFit, measuresByLayout } from './measures-by-layout.ts';
import { type MethodOfBands, measuresOfCubes, sumsAt } from './measures-of-cubes.ts';
import type { Measure } from './result.ts';
import type { RunContext } from './run-context.ts';
import { type StandardisedCells, standardisedCells } from './standardised-cells.ts';

/** What every such value says of its denominator, which is no number of people. */
const EXPECTED = 'denominator: events expected at the rates of the reference population';
const NOT_BY_AGE = 'one age band, so age is not allowed for';

/**
 * Indirectly standardised values from an extract that gives counts by age with those of the reference population.
 * Events, and events expected, are added up over sexes, deprivation groups and Places.
 */
export function standardisedFromCounts(definition: Definition, run: RunContext): Measure[] {
  const made = standardisedCells(definition, run);
  const own: RunContext = { ...run, summed: new Map(), subject: (id) => indexSubject(made.cells, id) };
  const ages = definition.ages ?? ALL_AGES;
  const targets = run
    .subject(definition.id)
    .periods.map((period) => ({ period, sources: new Set([period.label]), incomplete: null }));
  const sumsOf = (subject: string): IndicatorCubes | null =>
    ownCubes({ subject, ages, ageBands: [ages], targets, isExpected: true }, own);
  const cubes = sumsOf(definition.id);
  if (!cubes) return [];
  const reference = definition.method === 'isr-rate' ? sumsOf(referenceSubject(definition.id)) : null;
  const note = made.byAge ? EXPECTED : `${NOT_BY_AGE}; ${EXPECTED}`;
  const { multiplier } = definition;
  const { confidence } = run;
  const method: MethodOfBands = ([observed], expected, of) => {
    if (expected![0] === 0) return withheldEstimate('', 'no events are expected', confidence);
    const at = reference && sliceAt(reference, of)!;
    const rate = reference ? reference.numerator.sums[at!]! / reference.denominator!.sums[at!]! : 1;
    // Of a reference with one event a person, the events expected are as many as are given here.
    const one = { populations: expected!, referenceEvents: [1], referencePopulations: [1] };
    const ratio = indirectRatio({ ...one, observed: observed!, multiplier: multiplier * rate, confidence });
    return { ...ratio, note };
  };
  return measuresOfCubes(definition, { ...cubes, lacks: lacksOfSums(made, run) }, method, run);
}

/** What a part of an area lacks, the area lacks. */
function lacksOfSums({ lacks }: StandardisedCells, { places }: RunContext): Map<string, string> {
  const all = new Map(lacks);
  const names = new Map(areasOf(places).map(({ code, name }) => [code, name]));
  for (const [key, reason] of lacks) {
    const [code, period] = key.split('|') as [string, string];
    const whole = places.parts.find((part) => part.code === code)?.partOf;
    for (const sum of [places.system.code, ...(whole === undefined ? [] : [whole])]) {
      const at = coverageKey(sum, period);
      if (!all.has(at)) all.set(at, `${names.get(code)}: ${reason}`);
    }
  }
  return all;
}

/**
 * Indirectly standardised values from events and people: the rates by age that are expected are those of England, or of
 * the system, in the same period and sex.
 */
export function standardisedFromEvents(definition: Definition, run: RunContext): Measure[] {
  const area = run.places[definition.reference!];
  const { multiplier } = definition;
  const { confidence } = run;
  const compute = definition.method === 'isr-rate' ? indirectRate : indirectRatio;
  const methodOf =
    (cubes: IndicatorCubes): MethodOfBands =>
    (events, populations, of) => {
      const reference = sumsOfReference(cubes, of, area);
      if ('status' in reference) return reference;
      const { x, n } = reference;
      if (n!.includes(0))
        return withheldEstimate('', `${area.name} has nobody of some of the ages`, confidence);
      const isExpected = x.some((events, band) => events > 0 && populations![band]! > 0);
      if (!isExpected) return withheldEstimate('', 'no events are expected', confidence);
      const input = { events, populations: populations!, referenceEvents: x, referencePopulations: n! };
      return { ...compute({ ...input, multiplier, confidence }), note: EXPECTED };
    };
  return measuresByLayout(
    definition,
    layoutsOf(definition, run),
    (cubes) => ({ cubes, method: methodOf(cubes), fits: bandsFit(cubes) }),
    run,
  );
}

/** Everybody of the reference population, in the period and of the sex of a slice; or why its rates are not known. */
function sumsOfReference(
  cubes: IndicatorCubes,
  { period, sex }: SliceKey,
  { code, name }: { readonly code: string; readonly name: string },
): ReturnType<typeof sumsAt> {
  const of = { place: code, period, sex, scheme: '', level: ALL_LEVELS } as const;
  const slice = sliceAt(cubes, of);
  const obstacle = cubes.obstacles.get(coverageKey(code, period.label));
  if (obstacle?.blocks) return { status: 'withheld', note: `${name}: ${obstacle.reason}` };
  if (slice === null || ![cubes.numerator, cubes.denominator!].every((cube) => cube.hasSlice(slice)))
    return { status: 'withheld', note: `no rates of ${name} for this period and sex` };
  const sums = sumsAt(cubes, slice, of);
  return 'status' in sums ? { ...sums, note: `${name}: ${sums.note}` } : sums;
}

/** The layouts of age bands that a definition names, or all, within its ages. */
function layoutsOf({ ages = ALL_AGES, ageBands }: Definition, { catalogue }: RunContext): AgeBand[][] {
  const layouts = ageBands?.map((name) => catalogue.ageBands.get(name)!) ?? [...catalogue.ageBands.values()];
  return layouts.map((bands) =>
    bands
      .map(({ from, to }) => ({ from: Math.max(from, ages.from), to: Math.min(to, ages.to) }))
      .filter(({ from, to }) => from <= to),
  );
}
