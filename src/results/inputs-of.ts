import { ALL_AGES } from '../cells/age-band.ts';
import {
  ALL_LEVELS,
  type DeprivationScheme,
  LEVELS,
  parseWeeksGroup,
  referenceSubject,
  type Sex,
} from '../cells/cell.ts';
import type { Coverage, Split, SubjectIndex } from '../cells/subject-index.ts';
import type { Clause, Definition, Method } from '../indicators/definition.ts';
import type { Period } from '../periods/period.ts';
import { type CellsInput, cellsOf } from './cells-of.ts';
import { clauseIndex, clausePeriod, inGroup } from './clause-cells.ts';
import type { Gap, Measure, Poorest, ResultKey, Trend } from './result.ts';
import type { RunContext } from './run-context.ts';

/** Methods that take each age band by itself. */
const BY_BAND: ReadonlySet<Method> = new Set([
  'dsr',
  'isr-ratio',
  'isr-rate',
  'life-expectancy',
  'healthy-life-expectancy',
]);

/**
 * The cells behind a value: its numerator's and its denominator's, those of a reference population or a survey, or
 * those of published values.
 */
export function inputsOfMeasure(measure: Measure, definition: Definition, run: RunContext): CellsInput[] {
  if (definition.method === 'difference') {
    const of = run.catalogue.indicators.find(({ id }) => id === definition.of)!;
    const { first, second } = definition.groups!;
    return [first, second].flatMap((group) => inputsOfGroup(measure, of, group, run));
  }
  const ofGroups = definition.method === 'mean' && measure.method !== 'given';
  if (ofGroups) return meanInputs(measure, definition, run);
  if (measure.method === 'given') return sideInputs('value', ownClause(definition), measure, run);
  return countedInputs(measure, definition, '', run);
}

/** The cells behind the value of an indicator in one further group: as computeMeasures takes them. */
function inputsOfGroup(
  measure: Measure,
  definition: Definition,
  group: string,
  run: RunContext,
): CellsInput[] {
  const counted = countedInputs(measure, definition, group, run);
  return counted.some((input) => cellsOf(input, run).some(({ published }) => !published))
    ? counted
    : sideInputs('value', ownClause(definition, group), measure, run);
}

function countedInputs(
  measure: Measure,
  definition: Definition,
  group: string,
  run: RunContext,
): CellsInput[] {
  const byBand = BY_BAND.has(definition.method);
  return sumInputs(measure, definition, group, run).map((input) => ({ ...input, byBand }));
}

function sumInputs(measure: Measure, definition: Definition, group: string, run: RunContext): CellsInput[] {
  const { numerator = [], denominator = [] } = group === '' ? definition : inGroup(definition, group);
  const top = numerator.flatMap((clause) => sideInputs('numerator', clause, measure, run));
  const bottom = denominator.flatMap((clause) => sideInputs('denominator', clause, measure, run));
  if (top.length > 0) return [...top, ...bottom, ...besidesEvents(measure, definition, run)];
  const own = { ...ownClause(definition, group), ages: definition.ages ?? ALL_AGES };
  return [
    ...sideInputs('numerator', own, measure, run),
    ...sideInputs('denominator', own, measure, run),
    ...sideInputs('reference', { ...own, event: referenceSubject(definition.id) }, measure, run),
  ];
}

/** What a value takes besides its events and people: a survey of health, or everybody of the reference population. */
function besidesEvents(measure: Measure, definition: Definition, run: RunContext): CellsInput[] {
  if (definition.method === 'healthy-life-expectancy')
    return sideInputs('survey', ownClause(definition), measure, run);
  if (definition.reference === undefined) return [];
  const { numerator = [], denominator = [] } = definition;
  const place = run.places[definition.reference].code;
  const everybody: Measure = { ...measure, place, scheme: '', level: ALL_LEVELS };
  return [...numerator, ...denominator].flatMap((clause) => sideInputs('reference', clause, everybody, run));
}

/** One published value a further group of a place. */
function meanInputs(measure: Measure, definition: Definition, run: RunContext): CellsInput[] {
  const { groups } = run.subject(definition.id);
  return sideInputs('value', ownClause(definition), measure, run, run.subject(definition.id)).map(
    (input) => ({
      ...input,
      groups: groups.filter((group) => group !== ''),
    }),
  );
}

/** The values behind a gap: of the groups of its scheme, or of the Place and its benchmark. */
export function inputsOfGap(gap: Gap, run: RunContext): ResultKey[] {
  const { indicator, place, period, sex, scheme } = gap;
  if (scheme !== '') {
    const levels = gap.gap === 'sii' || gap.gap === 'rii' ? allLevels(scheme) : endLevels(scheme);
    return levels.map((level) => ({ indicator, place, period, sex, scheme, level }));
  }
  const benchmark = gap.gap === 'place-vs-england' ? run.places.country.code : run.places.system.code;
  return [place, benchmark].map((code) => ({
    indicator,
    place: code,
    period,
    sex,
    scheme,
    level: ALL_LEVELS,
  }));
}

/** The values or gaps behind a trend: those of its series from its first to its last period. */
export function inputsOfTrend<T extends ResultKey>(trend: Trend, series: readonly T[]): T[] {
  return series.filter(({ period }) => period.start >= trend.first!.start && period.end <= trend.last!.end);
}

/** The values behind a verdict on the poorest: both ends of its scheme, from its baseline to its latest period. */
export function inputsOfPoorest(row: Poorest, measures: readonly Measure[]): Measure[] {
  const levels = endLevels(row.scheme as Exclude<DeprivationScheme, ''>);
  return measures.filter(
    ({ indicator, place, sex, scheme, level, period }) =>
      indicator === row.indicator &&
      place === row.place &&
      sex === row.sex &&
      scheme === row.scheme &&
      levels.includes(level) &&
      period.kind === row.period.kind &&
      period.length === row.period.length &&
      period.start >= row.baseline!.start &&
      period.end <= row.latest!.end,
  );
}

/** Paths' ids of the files behind a result, ascending. */
export function filesOf(result: { readonly files: number }, run: RunContext): readonly number[] {
  return run.cells.fileSets.get(result.files);
}

function ownClause({ id }: Definition, group = ''): Clause {
  return { event: id, ages: ALL_AGES, group, period: 'same' };
}

/** One input a place and period of the extract that was added up. */
function sideInputs(
  role: CellsInput['role'],
  clause: Clause,
  measure: Measure,
  run: RunContext,
  index = clauseIndex(clause, run),
): CellsInput[] {
  const within = clausePeriod(clause, measure.period);
  if (within === null) return [];
  const isList = index.groups.some((group) => parseWeeksGroup(group));
  return placesSummed(measure.place, index, run).flatMap((place) =>
    [...index.coverage.values()]
      .filter((coverage) => coverage.place === place && isWithin(coverage.period, within, index))
      .map((coverage) => ({
        role,
        subject: clause.event,
        place,
        period: coverage.period.label,
        splits: splitsSummed(index, coverage, measure, clause),
        ages: clause.ages,
        byBand: false,
        causes: clause.causes ?? null,
        weeks: clause.weeks ?? null,
        deprivation: clause.deprivation,
        groups: isList ? null : [clause.group ?? ''],
      })),
  );
}

/** The place itself where it has cells, else its parts; for the system all Places, by whatever stands for them. */
function placesSummed(place: string, index: SubjectIndex, run: RunContext): string[] {
  const { places, parts, combined, system } = run.places;
  const has = (code: string): boolean =>
    [...index.coverage.values()].some((coverage) => coverage.place === code);
  const own = (code: string): string[] =>
    has(code) ? [code] : parts.filter(({ partOf }) => partOf === code).map((part) => part.code);
  if (place !== system.code) return own(place);
  const there = places.flatMap(({ code }) => own(code)).filter(has);
  const stands = combined
    .filter(({ code, standsFor }) => has(code) && !standsFor.some(has))
    .map(({ code }) => code);
  return [...there, ...stands];
}

/** A period that a longer one is the sum of; where the extract has the very period, no other. */
function isWithin(period: Period, whole: Period, index: SubjectIndex): boolean {
  if (index.periods.some(({ label }) => label === whole.label)) return period.label === whole.label;
  return period.start >= whole.start && period.end <= whole.end;
}

/** The sexes and deprivation groups that were added up, as the cube's totals are: the extract's own first. */
function splitsSummed(index: SubjectIndex, coverage: Coverage, measure: Measure, clause: Clause): Split[] {
  const available = [...coverage.slices.keys()].map((position) => index.splits[position]!);
  const ofSex = (sex: Sex): Split[] =>
    levelsSummed(
      available.filter((split) => split.sex === sex),
      measure,
      clause,
    );
  if (measure.sex !== 'persons') return ofSex(measure.sex);
  const persons = ofSex('persons');
  return persons.length > 0 ? persons : (['female', 'male', 'unknown'] as const).flatMap(ofSex);
}

function levelsSummed(
  available: readonly Split[],
  { scheme, level }: Measure,
  { deprivation }: Clause,
): Split[] {
  const wanted = deprivation ?? (scheme === '' ? null : { scheme, level });
  if (wanted) {
    const own = available.filter((split) => split.scheme === wanted.scheme && split.level === wanted.level);
    if (own.length > 0 || wanted.scheme !== 'national-fifths') return own;
    return available.filter(
      (split) => split.scheme === 'national-tenths' && Math.ceil(split.level / 2) === wanted.level,
    );
  }
  const whole = available.filter((split) => split.scheme === '');
  if (whole.length > 0) return whole;
  const [first] = (['national-fifths', 'place-fifths', 'national-tenths'] as const).filter((one) =>
    available.some((split) => split.scheme === one),
  );
  return available.filter((split) => split.scheme === first);
}

function allLevels(scheme: Exclude<DeprivationScheme, ''>): number[] {
  return Array.from({ length: LEVELS[scheme] }, (_, at) => at + 1);
}

function endLevels(scheme: Exclude<DeprivationScheme, ''>): number[] {
  return [1, LEVELS[scheme]];
}
