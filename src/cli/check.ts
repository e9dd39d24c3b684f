import type { FileAccount } from '../cells/cell-source.ts';
import { loadCatalogue } from '../indicators/catalogue.ts';
import { type Definition, eventsOf } from '../indicators/definition.ts';
import { byTime } from '../periods/period.ts';
import { areasOf, loadPlaces } from '../places/places.ts';
import { EXIT } from '../problems/errors.ts';
import type { Problem } from '../problems/problem.ts';
import type { ProblemLog } from '../problems/problem-log.ts';
import { aspirationNeeds, eventsWithoutPeople } from '../results/needs.ts';
import { type Table, tableOf } from '../summary/table.ts';
import { checkScreen } from './check-screen.ts';
import { printTable, resolveOutput } from './output.ts';
import { printProblems } from './print-problems.ts';
import { readCells } from './read-cells.ts';
import { stopIfUnusable } from './read-context.ts';

/** `gapline check`: what each file is and what of it can be used; nothing is computed. @returns the exit code */
export async function check(paths: readonly string[], given: Record<string, unknown>): Promise<number> {
  const options = resolveOutput(given);
  const catalogue = loadCatalogue();
  const places = loadPlaces();
  const { inputs, run, files, log } = await readCells(paths, catalogue, places);
  log.addAll(eventsWithoutPeople(run, files));
  stopIfUnusable(inputs, log.all(), files);

  const names = new Map(areasOf(places).map(({ code, name }) => [code, name]));
  if (options.format === 'json') process.stdout.write(checkJson(files, log, names));
  else {
    const table = checkTable(files, log, names);
    const checked = files.map((account) => ({
      account,
      feeds: fedBy(account, catalogue.indicators),
      problems: countOf(log, account.path),
    }));
    const screen =
      options.format === 'table' ? checkScreen(checked, aspirationNeeds(run), places) : undefined;
    await printTable(screen ? { ...table, screen } : table, options);
  }
  printProblems(log, files, options);
  return log.count('error') > 0 ? EXIT.dataProblems : EXIT.done;
}

/** Ids of the indicators that the cells of a file feed. */
function fedBy({ subjects }: FileAccount, indicators: readonly Definition[]): string[] {
  return indicators
    .filter((definition) =>
      [definition.id, ...eventsOf(definition)].some((subject) => subjects.includes(subject)),
    )
    .map(({ id }) => id);
}

function checkTable(
  files: readonly FileAccount[],
  log: ProblemLog,
  names: ReadonlyMap<string, string>,
): Table {
  const column = (name: string, description: string, read: (file: FileAccount) => string) =>
    ({ name, type: 'string', description, read }) as const;
  const number = (name: string, description: string, read: (file: FileAccount) => number) =>
    ({ name, type: 'integer', description, read }) as const;
  return tableOf<FileAccount>(
    { id: 'check', title: 'Check', description: 'What each file is and what of it can be used' },
    [
      column('file', 'The path as given', ({ path }) => path),
      column('format', 'Id of the recognised format', ({ format }) => format ?? 'not recognised'),
      column('kind', 'What its rows are', ({ kind }) => kind),
      number('rows', 'Records below the header', ({ rows }) => rows),
      number('used', 'Rows understood, those set aside included', ({ used }) => used),
      number('refused', 'Rows that could not be used', ({ refused }) => refused),
      column('places', 'Places that it is of', ({ places }) => namesOf(places, names).join(';')),
      column('periods', 'Periods that it is of', ({ periods }) => labelsOf(periods).join(';')),
      number('problems', 'Errors and warnings', ({ path }) => countOf(log, path)),
    ],
    files,
  );
}

/** Names in the order of the catalogue of places. */
function namesOf(codes: readonly string[], names: ReadonlyMap<string, string>): string[] {
  return [...names].filter(([code]) => codes.includes(code)).map(([, name]) => name);
}

/** Labels in the order of time; what is undated has none. */
function labelsOf(periods: FileAccount['periods']): string[] {
  return [...periods]
    .filter(({ label }) => label !== '')
    .sort(byTime)
    .map(({ label }) => label);
}

function countOf(log: ProblemLog, path: string): number {
  return log
    .groups()
    .filter(({ first }) => first.file === path && first.severity !== 'info')
    .reduce((sum, { count }) => sum + count, 0);
}

/** A row a file, with its problems as objects: nesting that no other table has. */
function checkJson(
  files: readonly FileAccount[],
  log: ProblemLog,
  names: ReadonlyMap<string, string>,
): string {
  const rows = files.map(({ path, format, kind, rows, used, refused, places, periods }) => ({
    file: path,
    format,
    kind: kind || null,
    rows,
    used,
    refused,
    places: namesOf(places, names),
    periods: labelsOf(periods),
    problems: log.all(path).map(record),
  }));
  const elsewhere = new Set(files.map(({ path }) => path));
  const others = [...new Set(log.all().map(({ file }) => file))].filter((file) => !elsewhere.has(file));
  const unread = others.map((file) => ({
    file,
    format: null,
    kind: null,
    rows: 0,
    used: 0,
    refused: 0,
    places: [],
    periods: [],
    problems: log.all(file).map(record),
  }));
  return `[\n${[...rows, ...unread].map((row) => JSON.stringify(row)).join(',\n')}\n]\n`;
}

function record({ file, line, column, code, severity, message, fix }: Problem): object {
  return { file, line, column, code, severity, message, fix };
}
