import { type AgeBand, ageBandLabel } from '../cells/age-band.ts';
import { LEVELS, STATE } from '../cells/cell.ts';
import type { GapBreakdown } from '../gaps/breakdown/gap-breakdown.ts';
import { groupSmallCauses } from '../gaps/breakdown/group-small-causes.ts';
import { lifeExpectancyBreakdown } from '../gaps/breakdown/life-expectancy-breakdown.ts';
import { rateBreakdown } from '../gaps/breakdown/rate-breakdown.ts';
import type { CauseSet } from '../indicators/catalogue.ts';
import type { Definition } from '../indicators/definition.ts';
import { standardForAges } from '../indicators/standard.ts';
import { lifeTable } from '../measures/life-table.ts';
import { seriesKind } from '../periods/period.ts';
import { type IndicatorCubes, sliceAt } from './cube-set.ts';
import { eventCubes } from './indicator-cubes.ts';
import type { Breakdown, Measure, ValuesOf } from './result.ts';
import type { RunContext } from './run-context.ts';
import { newestBy } from './series.ts';
import { measureKey } from './table-order.ts';

/** Fewer events than this give no standardised rate, and so no gap of it. */
const FEWEST_EVENTS = 10;

/** The sums of one slice: all causes by band, the people, and each cause by band. */
interface Table {
  readonly deaths: Float64Array;
  readonly people: Float64Array;
  /** Null where the deaths have no codes of causes. */
  readonly causes: readonly Float64Array[] | null;
}

/** Two values whose gap is split, the one that is worse off first. */
interface Pair {
  readonly first: Measure;
  readonly second: Measure;
  readonly comparedWith: string;
}

/**
 * The breakdown of an indicator's own gap; of one that is itself the gap of another, the breakdown of that one's values.
 */
export function computeBreakdowns(definition: Definition, valuesOf: ValuesOf, run: RunContext): Breakdown[] {
  if (definition.method !== 'gap') return breakdownsOf(definition, valuesOf(definition.id), run);
  const of = run.catalogue.indicators.find(({ id }) => id === definition.of);
  if (!of || definition.breakdown === undefined) return [];
  const { id, breakdown } = definition;
  return breakdownsOf({ ...of, breakdown }, valuesOf(of.id), run).map((row) => ({ ...row, indicator: id }));
}

/**
 * Where the newest gap in a life expectancy or a standardised rate comes from, by age and cause: between the most and
 * the least deprived group of each area, and between each Place and England.
 *
 * A part above 0 makes the gap worse for the most deprived, or for the Place; the parts of a gap sum to it.
 */
function breakdownsOf(definition: Definition, measures: readonly Measure[], run: RunContext): Breakdown[] {
  if (definition.breakdown === undefined) return [];
  const causes = run.catalogue.causeSets.get(definition.breakdown)!;
  const pairs = pairsOf(measures, run);
  if (pairs.length === 0) return [];
  const layouts = layoutsOf(definition, run);
  // Most data fit the first layout: the sums of the others are made only where one of them is tried.
  const readers = new Map<readonly AgeBand[], ReturnType<typeof tableReader>>();
  const readerOf = (bands: readonly AgeBand[]): ReturnType<typeof tableReader> => {
    const reader = readers.get(bands) ?? tableReader(definition, causes, bands, run);
    readers.set(bands, reader);
    return reader;
  };
  return pairs.flatMap((pair) => {
    const reason = lacking(pair);
    if (reason !== null) return [withheld(definition, pair, reason, run)];
    for (const bands of layouts) {
      const tables = readerOf(bands);
      const first = tables(pair.first);
      const second = first && tables(pair.second);
      if (first && second) return rowsOf(definition, pair, bands, causes, first, second, run);
    }
    return [withheld(definition, pair, 'its deaths are not known by age and cause in one set of ages', run)];
  });
}

/**
 * The newest pair of each area, sex and kind of period, also where one of the two has no value; tenths and fifths each
 * have theirs.
 */
function pairsOf(measures: readonly Measure[], run: RunContext): Pair[] {
  const at = new Map(measures.map((one) => [measureKey(one), one]));
  const { places, combined, system, country } = run.places;
  const compared = new Set([...places, ...combined, system].map(({ code }) => code));
  const pairs = measures.flatMap((first): Pair[] => {
    const { place, scheme, level, status } = first;
    if (scheme !== '' && level === 1) {
      const last = LEVELS[scheme];
      const second = at.get(measureKey({ ...first, level: last }));
      const word = last === 10 ? 'tenth' : 'fifth';
      return second ? [{ first, second, comparedWith: `least deprived ${word}` }] : [];
    }
    if (scheme !== '' || !compared.has(place) || status === 'missing' || status === 'not-applicable')
      return [];
    const second = at.get(measureKey({ ...first, place: country.code }));
    return second ? [{ first, second, comparedWith: country.name }] : [];
  });
  const newest = newestBy(
    pairs,
    ({ first: { place, sex, scheme, period } }) => `${place}|${sex}|${scheme}|${seriesKind(period)}`,
    ({ first }) => first.period,
  );
  return [...newest.values()];
}

/** Why a pair has no gap; null where both have a value. */
function lacking({ first, second }: Pair): string | null {
  const without = [first, second].find(({ estimate }) => estimate.value === null);
  if (!without) return null;
  const who = without === second ? 'what it is compared with' : 'the first of the two';
  return `no value for ${who}: ${without.note}`;
}

function layoutsOf(definition: Definition, run: RunContext): (readonly AgeBand[])[] {
  if (definition.method === 'dsr')
    return [standardForAges(run.catalogue.standards.get(definition.standard!)!, definition.ages!)];
  return definition.ageBands!.map((layout) => run.catalogue.ageBands.get(layout)!);
}

/** Reads the sums of a value's slice, with those of each cause; what no cause of the set has is the rest. */
function tableReader(
  definition: Definition,
  { causes }: CauseSet,
  bands: readonly AgeBand[],
  run: RunContext,
): (of: Measure) => Table | null {
  const all = eventCubes(definition, bands, run);
  const byCause = causes.map(({ codes }) =>
    eventCubes(
      { ...definition, numerator: definition.numerator!.map((clause) => ({ ...clause, causes: codes })) },
      bands,
      run,
    ),
  );
  return (of) => {
    const at = all.findIndex(({ periods }) => periods.some(({ label }) => label === of.period.label));
    const cubes = all[at];
    if (!cubes) return null;
    const own = sumsOf(cubes, of);
    if (!own) return null;
    const parts: Float64Array[] = [];
    const rest = own.deaths.slice();
    for (const cubesOfCause of byCause) {
      const part = cubesOfCause[at] ? sumsOf(cubesOfCause[at], of, own.people) : null;
      if (!part) return { ...own, causes: null };
      parts.push(part.deaths);
      for (let band = 0; band < rest.length; band++) rest[band]! -= part.deaths[band]!;
    }
    return { ...own, causes: rest.every((count) => count >= 0) ? [...parts, rest] : null };
  };
}

/** The sums of a slice; null where a band has no figure that can be used. @param people where they are known already */
function sumsOf(
  cubes: IndicatorCubes,
  of: Measure,
  people: Float64Array | null = null,
): { deaths: Float64Array; people: Float64Array } | null {
  const slice = sliceAt(cubes, of);
  if (slice === null) return null;
  const { axes, numerator, denominator } = cubes;
  for (let band = 0; band < axes.bands; band++) {
    const top = numerator.states[slice + band]!;
    const bottom = people ? STATE.ok : denominator!.states[slice + band]!;
    // Nothing where codes are known is a zero; nothing without codes is not known.
    if (top !== STATE.ok || bottom !== STATE.ok) return null;
  }
  return {
    deaths: numerator.sums.slice(slice, slice + axes.bands),
    people: people ?? denominator!.sums.slice(slice, slice + axes.bands),
  };
}

function rowsOf(
  definition: Definition,
  pair: Pair,
  bands: readonly AgeBand[],
  { causes, rest, small, groupBelow }: CauseSet,
  first: Table,
  second: Table,
  run: RunContext,
): Breakdown[] {
  const coded = first.causes !== null && second.causes !== null;
  const named = [...causes.map(({ cause }) => cause), rest];
  const died = (cause: number): boolean =>
    [first, second].some((table) => table.causes?.[cause]?.some((count) => count > 0));
  const some = [...named.keys()].filter(died);
  const none = coded ? named.filter((_, cause) => !died(cause)) : [];
  const grouped = coded
    ? groupSmallCauses({
        causes: some.map((cause) => named[cause]!),
        first: some.map((cause) => first.causes![cause]!),
        second: some.map((cause) => second.causes![cause]!),
        threshold: groupBelow,
        name: small,
      })
    : { causes: [], first: [first.deaths], second: [second.deaths], grouped: [] };
  const split = splitBy(definition, bands, first, second, grouped, run);
  if (typeof split === 'string') return [withheld(definition, pair, split, run)];
  // Above 0 is worse for the first: more years are good, a higher rate is not.
  const sign = definition.polarity === 'high' ? 1 : -1;
  const base = baseOf(definition, pair, run);
  const note = [
    'parts sum to the gap; above 0 makes it worse for the most deprived, or for the Place',
    coded ? '' : 'by age alone: deaths of one of the two have no codes of causes',
    grouped.grouped.length > 0 ? `${small}: ${grouped.grouped.join(', ')}` : '',
    none.length > 0 ? `no deaths of: ${none.join(', ')}` : '',
  ];
  const row = (age: string, cause: string, part: number | null, why: string | null = null): Breakdown => ({
    ...base,
    age,
    cause,
    contribution: part === null ? null : sign * part + 0,
    value1: null,
    value2: null,
    status: part === null ? 'withheld' : 'ok',
    note: part === null ? (why ?? 'a band of it is not split by cause') : '',
  });
  const labels = bands.map(ageBandLabel);
  const whole: Breakdown = {
    ...row('all', 'all', split.gap),
    value1: split.value1,
    value2: split.value2,
    note: note.filter(Boolean).join('; '),
  };
  return [
    whole,
    ...grouped.causes.map((cause, at) => row('all', cause, split.byCause[at]!)),
    ...labels.flatMap((age, band) => [
      row(age, 'all', split.byAge[band]!),
      ...grouped.causes.map((cause, at) =>
        row(age, cause, split.byCauseAndAge[at]![band]!, split.notSplit[band]),
      ),
    ]),
  ];
}

function splitBy(
  definition: Definition,
  bands: readonly AgeBand[],
  first: Table,
  second: Table,
  causes: { readonly first: readonly Float64Array[]; readonly second: readonly Float64Array[] },
  run: RunContext,
): GapBreakdown | string {
  if (definition.method === 'dsr') {
    const weights = standardForAges(run.catalogue.standards.get(definition.standard!)!, definition.ages!);
    const few = [first, second].some(
      ({ deaths }) => deaths.reduce((sum, one) => sum + one, 0) < FEWEST_EVENTS,
    );
    if (few) return 'fewer than 10 events';
    const result = rateBreakdown({
      first: { events: causes.first, populations: first.people },
      second: { events: causes.second, populations: second.people },
      weights: weights.map(({ weight }) => weight),
      multiplier: definition.multiplier,
      bands: bands.map(ageBandLabel),
    });
    return 'withheld' in result ? result.withheld : result;
  }
  const starts = bands.map(({ from }) => from);
  const sides = [];
  for (const [table, byCause] of [
    [first, causes.first],
    [second, causes.second],
  ] as const) {
    const life = lifeTable({ starts, deaths: table.deaths, populations: table.people });
    if (life.withheld !== null) return life.withheld;
    const causeRates = byCause.map((deaths) => deaths.map((count, band) => count / table.people[band]!));
    sides.push({ table: life, causeRates });
  }
  return lifeExpectancyBreakdown({ first: sides[0]!, second: sides[1]! });
}

type Base = Omit<Breakdown, 'age' | 'cause' | 'contribution' | 'value1' | 'value2' | 'status' | 'note'>;

function baseOf(definition: Definition, { first, second, comparedWith }: Pair, run: RunContext): Base {
  return {
    indicator: definition.id,
    place: first.place,
    period: first.period,
    sex: first.sex,
    scheme: first.scheme,
    level: 0,
    comparedWith,
    unit: definition.unit,
    method: definition.method === 'dsr' ? 'breakdown: additive' : 'breakdown: Arriaga',
    files: run.cells.fileSets.union(first.files, second.files),
  };
}

function withheld(definition: Definition, pair: Pair, note: string, run: RunContext): Breakdown {
  const blank = { age: 'all', cause: 'all', contribution: null, value1: null, value2: null };
  return { ...baseOf(definition, pair, run), ...blank, status: 'withheld', note };
}
