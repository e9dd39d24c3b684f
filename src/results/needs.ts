import { UNKNOWN_LEVEL } from '../cells/cell.ts';
import type { FileAccount } from '../cells/cell-source.ts';
import type { Aspiration } from '../indicators/catalogue.ts';
import { servicesOf } from '../indicators/catalogue.ts';
import type { Clause, Definition } from '../indicators/definition.ts';
import { yearOf } from '../periods/period.ts';
import { areasOf } from '../places/places.ts';
import { type Problem, problem } from '../problems/problem.ts';
import { STOCKS } from './denominator-targets.ts';
import type { RunContext } from './run-context.ts';

/** What the data at hand lacks for an indicator, in words; nothing where it can be computed somewhere. */
export function missingFor(definition: Definition, run: RunContext): string[] {
  if (hasCells(definition.id, run) || hasMilestones(definition.id, run)) return [];
  const own = ownExtract(definition);
  if (!definition.numerator) return [own];
  const lists = servicesOf([definition]);
  const clauses = [...definition.numerator, ...(definition.denominator ?? [])];
  return [...new Set(clauses.flatMap((clause) => missingOf(clause, lists.has(clause.event), run)))];
}

/** The canonical extract that has an indicator's own rows. */
function ownExtract({ id, method }: Definition): string {
  if (method === 'milestones') return `milestones of ${id}`;
  return method === 'given' ? `values of ${id}` : `counts of ${id}`;
}

function missingOf(clause: Clause, isList: boolean, run: RunContext): string[] {
  const { event, causes, deprivation } = clause;
  if (!hasCells(event, run)) return [isList ? `waits of ${event}` : event];
  const { causes: known, splits } = run.subject(event);
  if (causes && !known.some((cause) => cause !== '')) return [`${event} by cause (icd10)`];
  const grouped = splits.some(({ scheme, level }) => scheme !== '' && level !== UNKNOWN_LEVEL);
  return deprivation && !grouped ? [`${event} by deprivation`] : [];
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
  /** Each lack with the indicators that have it. */
  readonly lacks: ReadonlyMap<string, readonly string[]>;
}

/** What is still missing for which aspirations. */
export function aspirationNeeds(run: RunContext): AspirationNeeds[] {
  const { aspirations, indicators } = run.catalogue;
  return aspirations.map((aspiration) => {
    const own = indicators.filter((one) => one.aspiration === aspiration.id);
    const lacks = new Map<string, string[]>();
    let served = 0;
    for (const definition of own) {
      const missing = missingFor(definition, run);
      if (missing.length === 0) served += 1;
      for (const one of missing) lacks.set(one, [...(lacks.get(one) ?? []), definition.id]);
    }
    return { aspiration, indicators: own.length, served, lacks };
  });
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
