import type { FileAccount } from '../cells/cell-source.ts';
import { coverageKey } from '../cells/subject-index.ts';
import type { Definition } from '../indicators/definition.ts';
import { areasOf } from '../places/places.ts';
import { type Problem, problem } from '../problems/problem.ts';
import { STOCKS } from './indicator-cubes.ts';
import { noDenominator } from './no-denominator.ts';
import type { Measure } from './result.ts';
import type { RunContext } from './run-context.ts';

/** Events that no rate can be computed from, since nobody is there to have them: one problem a place and year. */
export function populationProblems(
  definition: Definition,
  measures: readonly Measure[],
  files: readonly FileAccount[],
  run: RunContext,
): Problem[] {
  const [numerator] = definition.numerator ?? [];
  const [people] = definition.denominator ?? [];
  if (!numerator || !people || people.event === numerator.event) return [];
  // Births that no file has are an extract that is not there, which is told once and not for each year of deaths.
  if (!STOCKS.has(people.event) && run.subject(people.event).coverage.size === 0) return [];
  const { event } = numerator;
  const lacking = noDenominator(people, numerator);
  const names = new Map(areasOf(run.places).map(({ code, name }) => [code, name]));
  const seen = new Set<string>();
  return measures.flatMap(({ status, note, place, period, scheme }) => {
    if (status !== 'missing' || note !== lacking || scheme !== '') return [];
    const key = coverageKey(place, period.label);
    const coverage = run.subject(event).coverage.get(key);
    if (!coverage || seen.has(key)) return [];
    seen.add(key);
    const [first] = run.cells.fileSets.get(coverage.files);
    const at = { file: files[first!]!.path, line: coverage.line };
    const message = `${names.get(place)} has ${event} in ${period.label} but no ${people.event}, so ${definition.id} is not computed`;
    return [problem('population-missing', at, message)];
  });
}
