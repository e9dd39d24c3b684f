import { referenceSubject, UNKNOWN_LEVEL } from '../cells/cell.ts';
import type { FileAccount } from '../cells/cell-source.ts';
import { type Aspiration, KINDS_OF_EVENT, servicesOf, takesReference } from '../indicators/catalogue.ts';
import { type Clause, type Definition, eventsOf, type Method } from '../indicators/definition.ts';
import { yearOf } from '../periods/period.ts';
import { areasOf } from '../places/places.ts';
import { type Problem, problem } from '../problems/problem.ts';
import { STOCKS } from './denominator-targets.ts';
import type { RunContext } from './run-context.ts';

/** What the data at hand lacks for an indicator, in words; nothing where it can be computed somewhere. */
export function missingFor(definition: Definition, run: RunContext): string[] {
  const { id, method } = definition;
  switch (method) {
    case 'aspirations-measured':
      return [];
    case 'gap':
      return missingForGap(definition, run);
    case 'difference':
      return missingForDifference(definition, run);
    case 'quantile':
      return missingForQuantile(definition, run);
    default:
      if (isPublished(id, run)) return [];
  }
  if (method === 'milestones') return hasMilestones(id, run) ? [] : [`milestones of ${id}`];
  const events = missingEvents(definition, run);
  if (method === 'healthy-life-expectancy')
    return [...events, ...(hasAges(id, run) ? [] : [`counts of ${id} by age_band`])];
  if (definition.numerator) return hasCells(id, run) ? [] : events;
  if (takesReference(definition)) return missingReference(id, run);
  return hasCells(id, run) ? [] : [`${OWN_EXTRACT[method] ?? 'counts'} of ${id}`];
}

/** The canonical extract that has an indicator's own rows, where that is not `counts`. */
const OWN_EXTRACT: Partial<Record<Method, string>> = {
  given: 'values',
  mean: 'values',
};

/** What the events that an indicator counts, and the people it counts them in, lack. */
function missingEvents(definition: Definition, run: RunContext): string[] {
  const lists = servicesOf([definition]);
  const clauses = [...(definition.numerator ?? []), ...(definition.denominator ?? [])];
  return [...new Set(clauses.flatMap((clause) => missingOf(clause, lists.has(clause.event), run)))];
}

/** A gap needs the indicator that it is of, and that by deprivation. */
function missingForGap({ of }: Definition, run: RunContext): string[] {
  const other = run.catalogue.indicators.find(({ id }) => id === of)!;
  const missing = missingFor(other, run);
  if (missing.length > 0) return missing;
  if (isGrouped(other.id, run)) return [];
  const events = eventsOf(other);
  if (events.length === 0) return [`${OWN_EXTRACT[other.method] ?? 'counts'} of ${other.id} by deprivation`];
  return events
    .filter((event) => !isGrouped(event, run))
    .map((event) => `${extractOf(event)} by deprivation`);
}

/** A quantile needs what the other indicator needs. */
function missingForQuantile({ of }: Definition, run: RunContext): string[] {
  return missingFor(run.catalogue.indicators.find(({ id }) => id === of)!, run);
}

/** A difference needs counts or values of the other indicator in both groups; '' is everybody. */
function missingForDifference({ of, groups }: Definition, run: RunContext): string[] {
  const known = run.subject(of!).groups;
  const missing = [groups!.first, groups!.second].filter((group) => !known.includes(group));
  return missing.map((group) =>
    group === '' ? `counts of ${of} for everybody` : `counts of ${of} with group "${group}"`,
  );
}

/** An own count by age is standardised by the reference that stands in its row. */
function missingReference(id: string, run: RunContext): string[] {
  if (!hasCells(id, run))
    return [`counts of ${id} by age_band with reference_numerator, reference_denominator`];
  return hasCells(referenceSubject(id), run)
    ? []
    : [`reference_numerator and reference_denominator in the counts of ${id}`];
}

function missingOf(clause: Clause, isList: boolean, run: RunContext): string[] {
  const { event, causes, deprivation, group } = clause;
  if (!hasCells(event, run)) return [isList ? `waits of ${event}` : extractOf(event)];
  const { causes: known, groups } = run.subject(event);
  if (causes && !known.some((cause) => cause !== '')) return [`${event} by cause (icd10)`];
  if (group !== undefined && !groups.includes(group)) return [`${extractOf(event)} with group "${group}"`];
  return deprivation && !isGrouped(event, run) ? [`${extractOf(event)} by deprivation`] : [];
}

function extractOf(event: string): string {
  if (event === SMALL_AREAS) return 'deprivation';
  return KINDS_OF_EVENT.has(event) ? event : `events of ${event}`;
}

/** What the extract of deprivation counts. */
const SMALL_AREAS = 'small-areas';

/** Whether cells of a subject are of deprivation groups that are known. */
function isGrouped(subject: string, run: RunContext): boolean {
  return run.subject(subject).splits.some(({ scheme, level }) => scheme !== '' && level !== UNKNOWN_LEVEL);
}

/** Whether cells of a subject are of ages, and not of all ages together alone. */
function hasAges(subject: string, run: RunContext): boolean {
  return run.subject(subject).bands.some(({ from, to }) => from > 0 || to !== Number.POSITIVE_INFINITY);
}

function isPublished(subject: string, run: RunContext): boolean {
  return run.subject(subject).published.includes(1);
}

function hasCells(subject: string, run: RunContext): boolean {
  return run.subject(subject).coverage.size > 0;
}

function hasMilestones(id: string, run: RunContext): boolean {
  return run.cells.milestones.some(({ set }) => set === id);
}

/** An aspiration, how many of its indicators the data serves, and what the others lack. */
export interface AspirationNeeds {
  readonly aspiration: Aspiration;
  readonly indicators: number;
  readonly served: number;
  /** What the data lacks, by the id of the indicator that lacks it; those that are served are not in it. */
  readonly missing: ReadonlyMap<string, readonly string[]>;
  /** Each lack with the indicators that have it. */
  readonly lacks: Lacks;
}

export type Lacks = ReadonlyMap<string, readonly string[]>;

/** What is still missing for which aspirations. */
export function aspirationNeeds(run: RunContext): AspirationNeeds[] {
  const { aspirations, indicators } = run.catalogue;
  return aspirations.map((aspiration) => {
    const own = indicators.filter((one) => one.aspiration === aspiration.id);
    const missing = missingById(own, run);
    return {
      aspiration,
      indicators: own.length,
      served: own.length - missing.size,
      missing,
      lacks: byLack(missing),
    };
  });
}

/** What the data lacks for some indicators, each lack with the ids of those that have it. */
export function lacksOf(definitions: readonly Definition[], run: RunContext): Lacks {
  return byLack(missingById(definitions, run));
}

function missingById(definitions: readonly Definition[], run: RunContext): Map<string, string[]> {
  const missing = definitions.map((one) => [one.id, missingFor(one, run)] as const);
  return new Map(missing.filter(([, lacks]) => lacks.length > 0));
}

function byLack(missing: ReadonlyMap<string, readonly string[]>): Lacks {
  const lacks = new Map<string, string[]>();
  for (const [id, own] of missing) for (const one of own) lacks.set(one, [...(lacks.get(one) ?? []), id]);
  return lacks;
}

/** `deaths by cause (icd10), for suicide and 2 more; counts of cancer-62-day, cancer-stage-1-2`. */
export function lacksInWords(lacks: Lacks): string {
  const own = new Map<string, string[]>();
  const shared: string[] = [];
  for (const [what, [first, ...others]] of lacks) {
    const prefix = what.endsWith(` of ${first}`) ? what.slice(0, -first!.length) : null;
    if (prefix !== null && others.length === 0) own.set(prefix, [...(own.get(prefix) ?? []), first!]);
    else shared.push(`${what}, for ${first}${others.length === 0 ? '' : ` and ${others.length} more`}`);
  }
  return [...shared, ...[...own].map(([prefix, ids]) => prefix + ids.join(', '))].join('; ');
}

/** Events of a place and year in which no population is known there, so that no rate can be computed. */
export function eventsWithoutPeople(run: RunContext, files: readonly FileAccount[]): Problem[] {
  const names = new Map(areasOf(run.places).map(({ code, name }) => [code, name]));
  const found = new Map<string, Problem>();
  for (const definition of run.catalogue.indicators) {
    const people = definition.denominator?.[0]?.event;
    const event = definition.numerator?.[0]?.event;
    // A base year is another year than that of the events.
    const isBase = typeof definition.denominator?.[0]?.period === 'object';
    if (people === undefined || event === undefined || event === people || isBase) continue;
    // Without births there is no infant mortality, but every other rate of deaths.
    if (!STOCKS.has(people)) continue;
    const known = new Set(
      [...run.subject(people).coverage.values()].flatMap(({ place, period }) =>
        Array.from({ length: Math.max(1, period.length) }, (_, at) => `${place}|${yearOf(period) + at}`),
      ),
    );
    for (const { place, period, files: set, line } of run.subject(event).coverage.values()) {
      const year = `${place}|${yearOf(period)}`;
      if (period.kind === 'undated' || known.has(year) || found.has(`${event}|${year}`)) continue;
      const [first] = run.cells.fileSets.get(set);
      const message = `${names.get(place)} has ${event} in ${yearOf(period)} but no ${people}, so no rate can be computed`;
      found.set(
        `${event}|${year}`,
        problem('population-missing', { file: files[first!]!.path, line }, message),
      );
    }
  }
  return [...found.values()];
}
