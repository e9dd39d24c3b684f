import type { CellSource, FileAccount } from './cells/cell-source.ts';
import { buildCellTable } from './cells/cell-table.ts';
import type { Catalogue } from './indicators/catalogue.ts';
import type { Definition } from './indicators/definition.ts';
import type { Places } from './places/places.ts';
import { ProblemLog } from './problems/problem-log.ts';
import { computeBreakdowns } from './results/compute-breakdowns.ts';
import { computeCoverage } from './results/compute-coverage.ts';
import { computeGaps } from './results/compute-gaps.ts';
import { computeGoals } from './results/compute-goals.ts';
import { computeMilestones } from './results/compute-milestones.ts';
import { computePoorest } from './results/compute-poorest.ts';
import { computeSpc } from './results/compute-spc.ts';
import { computeTrends } from './results/compute-trends.ts';
import { computeValues } from './results/compute-values.ts';
import { deprivationOfPlaces } from './results/deprivation-of-places.ts';
import { populationProblems } from './results/population-problems.ts';
import type {
  Breakdown,
  CoverageResult,
  Gap,
  GoalResult,
  Measure,
  MilestoneResult,
  Poorest,
  Trend,
} from './results/result.ts';
import { type ResultPart, type RunContext, runContext, wants } from './results/run-context.ts';

export interface PipelineInput {
  readonly source: CellSource;
  readonly catalogue: Catalogue;
  /** Ids of the indicators that results are wanted of; all unless told. */
  readonly asked?: ReadonlySet<string> | null;
  /** What is to be computed besides values, since something shows it; everything unless told. */
  readonly parts?: ReadonlySet<ResultPart> | null;
  readonly places: Places;
  /** Levels as proportions; 0.95 is always among them and first. */
  readonly confidence: readonly number[];
  /** What each indicator is to reach in each area. */
  readonly aims: RunContext['aims'];
  /** Day as of which things are late or stale, as an ISO date; the newest of the data unless told. */
  readonly asOf?: string | null;
  /** As an ISO date: what begins after it does not say how new the data is. */
  readonly today?: string | null;
}

/** Everything that a run computes, before anything is shown; parts that are not wanted are empty. */
export interface PipelineResult {
  readonly run: RunContext;
  readonly files: readonly FileAccount[];
  readonly problems: ProblemLog;
  readonly measures: readonly Measure[];
  readonly gaps: readonly Gap[];
  readonly trends: readonly Trend[];
  readonly goals: readonly GoalResult[];
  readonly poorest: readonly Poorest[];
  readonly breakdowns: readonly Breakdown[];
  readonly milestones: readonly MilestoneResult[];
  readonly coverage: readonly CoverageResult[];
}

/**
 * The whole flow, from files to results.
 *
 * Extracts are read into cells, and the cells of all files become one table. Each indicator has its values, computed
 * from cells or from the values of others; its gaps, from its values; its trends, from both; and from its values its
 * progress towards a goal, who improved faster, the parts of its gap and how far the data serves it. Milestones are no
 * numbers and come from their own rows. The summary and the tables, which show all this, come after (src/summary).
 */
export async function runPipeline({
  source,
  catalogue,
  asked = null,
  parts = null,
  places,
  confidence,
  aims,
  asOf = null,
  today = null,
}: PipelineInput): Promise<PipelineResult> {
  const problems = new ProblemLog();
  const delivery = await source.deliver();
  problems.addAll(delivery.problems);
  const { cells, files, problems: cellProblems } = buildCellTable(delivery);
  problems.addAll(cellProblems);

  const run = runContext({ cells, catalogue, asked, parts, places, confidence, aims, asOf, today });
  const valuesOf = computeValues(run);
  const ranks = deprivationOfPlaces(valuesOf, run);
  const wanted = catalogue.indicators.filter(({ id }) => asked?.has(id) ?? true);
  const results = wanted.map((definition) => {
    const measures = valuesOf(definition.id);
    const gaps = wants(run, 'gaps') ? computeGaps(definition, measures, ranks, run) : [];
    problems.addAll(populationProblems(definition, measures, files, run));
    return {
      measures,
      gaps,
      trends: wants(run, 'trends') ? trendsOf(definition, measures, gaps, run) : [],
      goals: wants(run, 'goals') ? computeGoals(definition, measures, run) : [],
      poorest: wants(run, 'poorest') ? computePoorest(definition, measures, run) : [],
      breakdowns: wants(run, 'breakdowns') ? computeBreakdowns(definition, valuesOf, run) : [],
      milestones: wants(run, 'milestones') ? computeMilestones(definition, run) : [],
      coverage: wants(run, 'coverage') ? computeCoverage(definition, valuesOf, files, run) : [],
    };
  });
  return {
    run,
    files,
    problems,
    measures: results.flatMap(({ measures }) => measures),
    gaps: results.flatMap(({ gaps }) => gaps),
    trends: results.flatMap(({ trends }) => trends),
    goals: results.flatMap(({ goals }) => goals),
    poorest: results.flatMap(({ poorest }) => poorest),
    breakdowns: results.flatMap(({ breakdowns }) => breakdowns),
    milestones: results.flatMap(({ milestones }) => milestones),
    coverage: results.flatMap(({ coverage }) => coverage),
  };
}

/** The trends of values and gaps, and the charts of monthly series. */
function trendsOf(
  definition: Definition,
  measures: readonly Measure[],
  gaps: readonly Gap[],
  run: RunContext,
): Trend[] {
  return [...computeTrends(definition, measures, gaps, run), ...computeSpc(definition, measures, run)];
}
