import { mkdirSync, statSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { loadCatalogue } from '../indicators/catalogue.ts';
import { type PipelineResult, runPipeline } from '../pipeline.ts';
import { loadPlaces } from '../places/places.ts';
import { EXIT, UsageError } from '../problems/errors.ts';
import { lacksInWords, lacksOf } from '../results/needs.ts';
import type { ResultKey } from '../results/result.ts';
import { breakdownScreen } from '../summary/breakdown-screen.ts';
import { breakdownTable } from '../summary/breakdown-table.ts';
import { coverageScreen } from '../summary/coverage-screen.ts';
import { coverageTable } from '../summary/coverage-table.ts';
import { gapsTable } from '../summary/gaps-table.ts';
import { goalsScreen } from '../summary/goals-screen.ts';
import { goalsTable } from '../summary/goals-table.ts';
import { lateMilestones } from '../summary/late-milestones.ts';
import { measuresTable } from '../summary/measures-table.ts';
import { milestonesScreen } from '../summary/milestones-screen.ts';
import { milestonesTable } from '../summary/milestones-table.ts';
import { poorestTable } from '../summary/poorest-table.ts';
import type { TableContext } from '../summary/result-columns.ts';
import { scoreboards } from '../summary/scoreboard.ts';
import { type SummaryRow, summarise } from '../summary/summarise.ts';
import { summaryScreen } from '../summary/summary-screen.ts';
import { summaryTable } from '../summary/summary-table.ts';
import type { Table } from '../summary/table.ts';
import { trendsScreen } from '../summary/trends-screen.ts';
import { trendsTable } from '../summary/trends-table.ts';
import { writeWholeFile } from '../writers/write-file.ts';
import { manifest } from './manifest.ts';
import { type Format, printTable, renderTable } from './output.ts';
import { printProblems } from './print-problems.ts';
import { dateToday, type Inputs, inputsFor, sourceFor, stopIfUnusable } from './read-context.ts';
import { partsOf, type RunOptions, resolveRunOptions, type View } from './run-options.ts';
import { version } from './version.ts';

/** `gapline run`: inputs to result tables. @returns the exit code */
export async function run(paths: readonly string[], given: Record<string, unknown>): Promise<number> {
  const started = Date.now();
  const catalogue = loadCatalogue();
  const places = loadPlaces();
  const options = resolveRunOptions(given, catalogue, places);
  const inputs = inputsFor(paths);
  if (inputs.bundled && !options.quiet) {
    process.stderr.write('No path given: these are the bundled fixtures, SYNTHETIC data.\n');
  }

  const progress = progressLine(options.quiet);
  const source = sourceFor(inputs, catalogue, places, options.scheme, {
    onFile: progress.show,
    aims: options.aims,
  });
  const result = await runPipeline({
    source,
    catalogue,
    asked: options.indicators,
    parts: isFolderOut(options.out) ? null : partsOf(options.view),
    places,
    // Comparisons are judged at both of the field's levels, whichever limits are shown.
    confidence: [...new Set([...options.confidence, 0.998])],
    aims: options.aims,
    asOf: options.asOf,
    today: dateToday(),
  });
  progress.clear();
  result.problems.addAll(inputs.problems);
  stopIfUnusable(inputs, result.problems.all(), result.files);

  if (options.periods && !result.measures.some(({ period }) => options.periods!.has(period.label))) {
    process.stderr.write('No result is of the period asked.\n');
  }
  const context: TableContext = { catalogue, places, confidence: options.confidence };
  let summarised: readonly SummaryRow[] | null = null;
  const summaryRows = (): readonly SummaryRow[] => {
    summarised ??= summarise(result, options.scheme, options.periods);
    return summarised;
  };
  const tables = tablesOf(result, summaryRows, options, context, inputs);
  if (options.out === null) await printTable(tables[options.view as Exclude<View, 'all'>](), options);
  else
    await writeOut(options.out, tables, options, (written) =>
      manifest({
        version,
        options,
        result,
        started,
        written,
        scoreboards: scoreboards(summaryRows(), places.system.code),
      }),
    );

  printProblems(result.problems, result.files, options);
  const errors = result.problems.count('error') > 0;
  const anyProblem = errors || result.problems.count('warning') > 0;
  return errors || (options.failOnAnyProblem && anyProblem) ? EXIT.dataProblems : EXIT.done;
}

type Tables = Record<Exclude<View, 'all'>, () => Table>;

/** The result tables, each made when it is asked for, with what the user filtered. */
function tablesOf(
  result: PipelineResult,
  summaryRows: () => readonly SummaryRow[],
  options: RunOptions,
  context: TableContext,
  inputs: Inputs,
): Tables {
  const shown = <T extends ResultKey>(results: readonly T[]): T[] =>
    results.filter(
      ({ place, period }) =>
        (options.places?.has(place) ?? true) && (options.periods?.has(period.label) ?? true),
    );
  return {
    summary: () => {
      const all = summaryRows();
      const rows = all.filter(({ measure }) => options.places?.has(measure.place) ?? true);
      const scores = scoreboards(all, context.places.system.code);
      const screen = summaryScreen({
        rows,
        scores,
        ...context,
        data: inputs.data,
        lacking: (definitions) => lacksInWords(lacksOf(definitions, result.run)),
        late: lateMilestones(result.milestones, context.places),
        // All indicators with all Places are too many to be read.
        inFull: options.indicators !== null,
      });
      return { ...summaryTable(rows, context), screen };
    },
    measures: () => measuresTable(shown(result.measures), context),
    gaps: () => gapsTable(shown(result.gaps), context),
    trends: () => {
      const rows = shown(result.trends);
      return { ...trendsTable(rows, context), screen: trendsScreen(rows, context.catalogue, context.places) };
    },
    goals: () => {
      const rows = shown(result.goals);
      return { ...goalsTable(rows, context), screen: goalsScreen(rows, context.catalogue, context.places) };
    },
    poorest: () => poorestTable(shown(result.poorest), context),
    breakdown: () => {
      const rows = shown(result.breakdowns);
      return {
        ...breakdownTable(rows, context),
        screen: breakdownScreen(rows, context.catalogue, context.places),
      };
    },
    milestones: () => {
      // They are of no period, so that the periods asked for leave them as they are.
      const inPlaces = <T extends ResultKey>(rows: readonly T[]): T[] =>
        rows.filter(({ place }) => options.places?.has(place) ?? true);
      const rows = inPlaces(result.milestones);
      const measures = inPlaces(result.measures);
      const screen = milestonesScreen(
        { milestones: rows, measures, asOf: result.run.asOf },
        context.catalogue,
        context.places,
      );
      return { ...milestonesTable(rows, context), screen };
    },
    coverage: () => {
      // Of all periods: what the data has is not a question of one of them.
      const rows = result.coverage.filter(({ place }) => options.places?.has(place) ?? true);
      const scope = { data: inputs.data, asOf: result.run.asOf };
      return {
        ...coverageTable(rows, context),
        screen: coverageScreen(rows, context.catalogue, context.places, scope),
      };
    },
  };
}

const FILE_ENDINGS = ['.csv', '.json', '.txt'];

/** Whether all tables go to a folder; a file takes the one view. */
function isFolderOut(out: string | null): out is string {
  return out !== null && !FILE_ENDINGS.includes(extname(out));
}

/** Writes all tables and the manifest to a folder, or the one view to a file. */
async function writeOut(
  out: string,
  tables: Tables,
  options: RunOptions,
  describe: (written: Readonly<Record<string, number>>) => string,
): Promise<void> {
  const ending = extname(out);
  const toFolder = isFolderOut(out);
  if (toFolder && ending !== '' && !isFolder(out)) {
    throw new UsageError(
      `--out ${out}: a file ends in ${FILE_ENDINGS.join(', ')}; a new folder has no ending`,
    );
  }
  const output = { ...options, format: formatOfFiles(out, options) };
  try {
    if (toFolder) await writeFolder(out, tables, output, describe);
    else {
      if (options.view === 'all') throw new UsageError('--view all needs a folder after --out');
      mkdirSync(dirname(out), { recursive: true });
      writeWholeFile(out, await renderTable(tables[options.view](), output));
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new UsageError(`--out ${out} cannot be written: ${(error as Error).message}`);
  }
  if (!options.quiet) process.stderr.write(`Written to ${out}\n`);
}

async function writeFolder(
  out: string,
  tables: Tables,
  output: RunOptions,
  describe: (written: Readonly<Record<string, number>>) => string,
): Promise<void> {
  mkdirSync(out, { recursive: true });
  const written: Record<string, number> = {};
  for (const make of Object.values(tables)) {
    const table = make();
    written[table.id] = table.rows.length;
    writeWholeFile(join(out, `${table.id}.${output.format}`), await renderTable(table, output));
  }
  // Last, so that a folder with a new manifest has all its new tables.
  writeWholeFile(join(out, 'manifest.json'), describe(written));
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** A file's ending decides; a folder's files are CSV unless JSON is asked for. */
function formatOfFiles(out: string, { format }: RunOptions): Format {
  switch (extname(out)) {
    case '.csv':
      return 'csv';
    case '.json':
      return 'json';
    case '.txt':
      return 'table';
    default:
      return format === 'json' ? 'json' : 'csv';
  }
}

/** One line on a terminal that says what is being read; nothing anywhere else. */
function progressLine(quiet: boolean): { show: (path: string) => void; clear: () => void } {
  if (quiet || !process.stderr.isTTY) return { show: () => {}, clear: () => {} };
  return {
    show: (path) => process.stderr.write(`\r\x1b[KReading ${path} …`),
    clear: () => process.stderr.write('\r\x1b[K'),
  };
}
