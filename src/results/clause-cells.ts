import { parseWeeksGroup } from '../cells/cell.ts';
import type { SubjectIndex } from '../cells/subject-index.ts';
import type { Clause, Definition } from '../indicators/definition.ts';
import { parsePeriod } from '../periods/parse-period.ts';
import { monthPeriod, type Period, yearOf, yearPeriod } from '../periods/period.ts';
import type { RunContext } from './run-context.ts';

/** The cells that a clause is about: those of its group, or of everybody; of a waiting list all its bands. */
export function clauseIndex({ event, group = '' }: Clause, run: RunContext): SubjectIndex {
  const whole = run.subject(event);
  return whole.groups.some((one) => parseWeeksGroup(one)) ? whole : run.subject(event, group);
}

/** A definition whose events are those of one further group of their extracts. */
export function inGroup(definition: Definition, group: string): Definition {
  const { numerator, denominator } = definition;
  const of = (clauses: readonly Clause[]): Clause[] => clauses.map((clause) => ({ ...clause, group }));
  return {
    ...definition,
    ...(numerator ? { numerator: of(numerator) } : {}),
    ...(denominator ? { denominator: of(denominator) } : {}),
  };
}

/**
 * The period whose cells a clause takes for a period of results: the same one, the calendar year in which it begins, or
 * its like in a base year.
 *
 * @returns null where the base year has no like of it, as of a week or of years pooled
 */
export function clausePeriod(clause: Pick<Clause, 'period'>, period: Period): Period | null {
  if (clause.period === 'same') return period;
  if (clause.period === 'year-of-start') return yearPeriod(yearOf(period));
  return inBaseYear(period, parsePeriod(clause.period.base, 'years')!);
}

/** The same month or quarter of a base year, or for a year the base year itself. */
function inBaseYear(period: Period, base: Period): Period | null {
  if (period.length !== 1) return null;
  if (period.kind === 'year' || period.kind === 'financial-year') return base;
  if (period.kind !== 'month' && period.kind !== 'quarter') return null;
  const monthOf = (date: string): number => Number(date.slice(5, 7));
  const first = monthOf(period.start);
  const year = yearOf(base) + (first < monthOf(base.start) ? 1 : 0);
  const { label, start } = monthPeriod(year, first);
  if (period.kind === 'month') return monthPeriod(year, first);
  const { end } = monthPeriod(year, monthOf(period.end));
  // Quarters have two spellings, by the calendar and by the financial year: their days tell them.
  return { ...period, label: `three months from ${label}`, start, end };
}
