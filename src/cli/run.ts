import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { loadCatalogue } from '../indicators/catalogue.ts';
import { type PipelineResult, runPipeline } from '../pipeline.ts';
import { loadPlaces } from '../places/places.ts';
import { EXIT, UsageError } from '../problems/errors.ts';
import type { ResultKey } from '../results/result.ts';
import {
  gapsTable,
  measuresTable,
  poorestTable,
  type TableContext,
  trendsTable,
} from '../summary/result-tables.ts';
import { summarise } from '../summary/summarise.ts';
import { summaryScreen } from '../summary/summary-screen.ts';
import { summaryTable } from '../summary/summary-table.ts';
import type { Table } from '../summary/table.ts';
import { writeWholeFile } from '../writers/write-file.ts';
import { version } from './main.ts';
import { manifest } from './manifest.ts';
import { type Format, printTable, renderTable } from './output.ts';
import { printProblems } from './print-problems.ts';
import { type Inputs, inputsFor, sourceFor, stopIfUnusable } from './read-context.ts';
import { type RunOptions, resolveRunOptions, type View } from './run-options.ts';

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
  const source = sourceFor(inputs, catalogue, places, options.scheme, progress.show);
  const result = await runPipeline({ source, catalogue, places, confidence: options.confidence });
  progress.clear();
  result.problems.addAll(inputs.problems);
  stopIfUnusable(inputs, result.problems.all(), result.files);

  const context: TableContext = { catalogue, places, confidence: options.confidence };
  const tables = tablesOf(result, options, context, inputs);
  if (options.out === null) await printTable(tables[options.view as Exclude<View, 'all'>](), options);
  else await writeOut(options.out, tables, options, () => manifest({ version, options, result, started }));

  printProblems(result.problems, result.files, options);
  const errors = result.problems.count('error') > 0;
  const anyProblem = errors || result.problems.count('warning') > 0;
  return errors || (options.failOnAnyProblem && anyProblem) ? EXIT.dataProblems : EXIT.done;
}

type Tables = Record<Exclude<View, 'all'>, () => Table>;

/** The result tables, each made when it is asked for, with what the user filtered. */
function tablesOf(
  result: PipelineResult,
  options: RunOptions,
  context: TableContext,
  inputs: Inputs,
): Tables {
  const shown = <T extends ResultKey>(results: readonly T[]): T[] =>
    results.filter(
      ({ place, indicator, period }) =>
        (options.places?.has(place) ?? true) &&
        (options.indicators?.has(indicator) ?? true) &&
        (options.periods?.has(period.label) ?? true),
    );
  const summaryRows = () => {
    const rows = summarise(
      options.periods ? { ...result, measures: shownPeriods(result, options.periods) } : result,
      options.scheme,
    );
    return rows.filter(
      ({ measure, definition }) =>
        (options.places?.has(measure.place) ?? true) && (options.indicators?.has(definition.id) ?? true),
    );
  };
  return {
    summary: () => {
      const rows = summaryRows();
      return { ...summaryTable(rows, context), screen: summaryScreen(rows, context.places, inputs.data) };
    },
    measures: () => measuresTable(shown(result.measures), context),
    gaps: () => gapsTable(shown(result.gaps), context),
    trends: () => trendsTable(shown(result.trends), context),
    poorest: () => poorestTable(shown(result.poorest), context),
  };
}

/** With a period asked, the summary is of that period and not of the newest. */
function shownPeriods(
  { measures }: PipelineResult,
  periods: ReadonlySet<string>,
): PipelineResult['measures'] {
  return measures.filter(({ period }) => periods.has(period.label));
}

/** Writes all tables and the manifest to a folder, or the one view to a file. */
async function writeOut(
  out: string,
  tables: Tables,
  options: RunOptions,
  describe: () => string,
): Promise<void> {
  const isFile = ['.csv', '.json', '.txt'].includes(extname(out));
  const format = formatOfFiles(out, options);
  const output = { ...options, format };
  if (isFile) {
    if (options.view === 'all') throw new UsageError('--view all needs a folder after --out');
    mkdirSync(dirname(out), { recursive: true });
    writeWholeFile(out, await renderTable(tables[options.view](), output));
  } else {
    if (existsSync(out) && !statSync(out).isDirectory())
      throw new UsageError(`--out ${out} is a file, not a folder`);
    mkdirSync(out, { recursive: true });
    for (const make of Object.values(tables)) {
      const table = make();
      writeWholeFile(join(out, `${table.id}.${format}`), await renderTable(table, output));
    }
    // Last, so that a folder with a new manifest has all its new tables.
    writeWholeFile(join(out, 'manifest.json'), describe());
  }
  if (!options.quiet) process.stderr.write(`Written to ${out}\n`);
}

/** Files are CSV unless JSON is asked for, by the option or by the file's ending. */
function formatOfFiles(out: string, { format }: RunOptions): Exclude<Format, 'table'> {
  if (format === 'json' || extname(out) === '.json') return 'json';
  return 'csv';
}

/** One line on a terminal that says what is being read; nothing anywhere else. */
function progressLine(quiet: boolean): { show: (path: string) => void; clear: () => void } {
  if (quiet || !process.stderr.isTTY) return { show: () => {}, clear: () => {} };
  return {
    show: (path) => process.stderr.write(`\r\x1b[KReading ${path} …`),
    clear: () => process.stderr.write('\r\x1b[K'),
  };
}
