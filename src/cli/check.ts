import type { FileAccount } from '../cells/cell-source.ts';
import { buildCellTable } from '../cells/cell-table.ts';
import { eventsOf, loadCatalogue } from '../indicators/catalogue.ts';
import { byTime } from '../periods/period.ts';
import { areasOf, loadPlaces } from '../places/places.ts';
import { EXIT } from '../problems/errors.ts';
import type { Problem } from '../problems/problem.ts';
import { ProblemLog } from '../problems/problem-log.ts';
import { type Screen, type Table, tableOf } from '../summary/table.ts';
import { printTable, resolveOutput } from './output.ts';
import { printProblems } from './print-problems.ts';
import { inputsFor, sourceFor, stopIfUnusable } from './read-context.ts';

/** `gapline check`: what each file is and what of it can be used; nothing is computed. @returns the exit code */
export async function check(paths: readonly string[], given: Record<string, unknown>): Promise<number> {
  const options = resolveOutput(given);
  const catalogue = loadCatalogue();
  const places = loadPlaces();
  const inputs = inputsFor(paths);
  const delivery = await sourceFor(inputs, catalogue, places, 'national-fifths').deliver();
  const log = new ProblemLog();
  log.addAll([...inputs.problems, ...delivery.problems, ...buildCellTable(delivery).problems]);
  stopIfUnusable(inputs, log.all(), delivery.files);

  const names = new Map(areasOf(places).map(({ code, name }) => [code, name]));
  const feeds = (subjects: readonly string[]): string[] =>
    catalogue.indicators
      .filter((definition) =>
        [definition.id, ...eventsOf(definition)].some((subject) => subjects.includes(subject)),
      )
      .map(({ id }) => id);
  if (options.format === 'json') process.stdout.write(checkJson(delivery.files, log, names));
  else await printTable(checkTable(delivery.files, log, names, feeds, options.format === 'table'), options);
  printProblems(log, delivery.files, options);
  return log.count('error') > 0 ? EXIT.dataProblems : EXIT.done;
}

/** A list that a person reads: at most two entries, then how many more. */
function shortList(items: readonly string[]): string {
  return items.length <= 2 ? items.join(', ') : `${items.slice(0, 2).join(', ')} + ${items.length - 2}`;
}

function checkTable(
  files: readonly FileAccount[],
  log: ProblemLog,
  names: ReadonlyMap<string, string>,
  feeds: (subjects: readonly string[]) => string[],
  forScreen: boolean,
): Table {
  const list = (items: readonly string[]): string => (forScreen ? shortList(items) : items.join(';'));
  const column = (name: string, description: string, read: (file: FileAccount) => string) =>
    ({ name, type: 'string', description, read }) as const;
  const number = (name: string, description: string, read: (file: FileAccount) => number) =>
    ({ name, type: 'integer', description, read }) as const;
  const table = tableOf<FileAccount>(
    { id: 'check', title: 'Check', description: 'What each file is and what of it can be used' },
    [
      column('file', 'The path as given', ({ path }) => path),
      column('format', 'Id of the recognised format', ({ format }) => format ?? 'not recognised'),
      column('kind', 'What its rows are', (file) => (forScreen ? file.title || '–' : file.kind)),
      number('rows', 'Records below the header', ({ rows }) => rows),
      number('used', 'Rows understood, those set aside included', ({ used }) => used),
      number('refused', 'Rows that could not be used', ({ refused }) => refused),
      column('places', 'Places that it is of', ({ places }) => list(places.map((code) => names.get(code)!))),
      column('periods', 'Periods that it is of', ({ periods }) => periodsText(periods, forScreen)),
      ...(forScreen
        ? [column('feeds', 'Indicators that it feeds', ({ subjects }) => list(feeds(subjects)))]
        : []),
      number('problems', 'Errors and warnings', ({ path }) => countOf(log, path)),
    ],
    files,
  );
  return forScreen ? { ...table, screen: checkScreen(table) } : table;
}

/** What matters least goes first when the screen is narrow. */
const DROP_FIRST: Record<string, number> = { format: 5, feeds: 4, places: 3, periods: 2, used: 1 };

function checkScreen({ columns, rows }: Table): Screen {
  const cells = rows.map((row) => row.map((cell) => ({ text: cell === null ? '–' : String(cell) })));
  return {
    scope: `${rows.length} ${rows.length === 1 ? 'file' : 'files'}`,
    blocks: [
      {
        heading: [],
        columns: columns.map(({ name, type }) => ({
          title: name === 'kind' ? 'what it is' : name,
          align: type === 'integer' ? 'right' : 'left',
          dropFirst: DROP_FIRST[name] ?? 0,
          cutAt: name === 'file' ? 'start' : 'end',
        })),
        rows: cells,
        notes: [],
      },
    ],
    footer: [],
  };
}

function periodsText(periods: FileAccount['periods'], forScreen: boolean): string {
  const dated = [...periods].filter(({ label }) => label !== '').sort(byTime);
  if (!forScreen) return dated.map(({ label }) => label).join(';');
  return dated.length <= 1 ? (dated[0]?.label ?? '–') : `${dated[0]!.label} to ${dated.at(-1)!.label}`;
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
    places: places.map((code) => names.get(code)),
    periods: [...periods].sort(byTime).map(({ label }) => label),
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
