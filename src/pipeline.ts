import type { CellSource, FileAccount } from './cells/cell-source.ts';
import { buildCellTable } from './cells/cell-table.ts';
import type { Catalogue } from './indicators/catalogue.ts';
import type { Places } from './places/places.ts';
import { ProblemLog } from './problems/problem-log.ts';
import { computeBreakdowns } from './results/compute-breakdowns.ts';
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
  Gap,
  GoalResult,
  Measure,
  MilestoneResult,
  Poorest,
  Trend,
} from './results/result.ts';
import { type RunContext, runContext } from './results/run-context.ts';

export interface PipelineInput {
  readonly source: CellSource;
  readonly catalogue: Catalogue;
  /** Ids of the indicators that results are wanted of; all unless told. */
  readonly asked?: ReadonlySet<string> | null;
  readonly places: Places;
  /** Levels as proportions; 0.95 is always among them and first. */
  readonly confidence: readonly number[];
  /** What each indicator is to reach in each area. */
  readonly aims: RunContext['aims'];
  /** Day as of which things are late or stale, as an ISO date; the newest of the data unless told. */
  readonly asOf?: string | null;
}

/** Everything that a run computes, before anything is shown. */
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
}

/**
 * The whole flow, from files to results: extracts are read into cells; the cells of all files become one
 * table; each indicator's values are computed from its cells or from the values of others, its gaps from its values, its trends from both, its
 * progress towards a goal from its values, and the verdict on who improved faster from the two ends of deprivation. The summary and the tables, which
 * show all this, come after (src/summary).
 */
export async function runPipeline({
  source,
  catalogue,
  asked = null,
  places,
  confidence,
  aims,
  asOf = null,
}: PipelineInput): Promise<PipelineResult> {
  const problems = new ProblemLog();
  const delivery = await source.deliver();
  problems.addAll(delivery.problems);

  const { cells, files, problems: cellProblems } = buildCellTable(delivery);
  problems.addAll(cellProblems);

  const run = runContext({ cells, catalogue, asked, places, confidence, aims, asOf });
  const valuesOf = computeValues(run);
  const ranks = deprivationOfPlaces(valuesOf, run);
  const wanted = catalogue.indicators.filter(({ id }) => asked?.has(id) ?? true);
  const results = wanted.map((definition) => {
    const measures = valuesOf(definition.id);
    const gaps = computeGaps(definition, measures, ranks, run);
    const trends = [
      ...computeTrends(definition, measures, gaps, run),
      ...computeSpc(definition, measures, run),
    ];
    const goals = computeGoals(definition, measures, run);
    const poorest = computePoorest(definition, measures, run);
    const breakdowns = computeBreakdowns(definition, measures, run);
    problems.addAll(populationProblems(definition, measures, files, run));
    return { measures, gaps, trends, goals, poorest, breakdowns };
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
    milestones: wanted.flatMap((definition) => computeMilestones(definition, run)),
  };
}
