import { type Format as ExtractFormat, loadFormats } from '../extracts/format.ts';
import { extractsOf, loadCatalogue } from '../indicators/catalogue.ts';
import type { Definition } from '../indicators/definition.ts';
import { type Area, areasOf, loadPlaces } from '../places/places.ts';
import { problemKinds } from '../problems/catalogue.ts';
import { EXIT, UsageError } from '../problems/errors.ts';
import { nearestWord } from '../problems/nearest.ts';
import type { ProblemKind } from '../problems/problem-kind.ts';
import { type Cell, type Table, tableOf } from '../summary/table.ts';
import { fieldsOfFormat, formatScreen, setAsideByFormat } from './format-screen.ts';
import { type OutputOptions, printTable, resolveOutput } from './output.ts';

export type CatalogueName = 'indicators' | 'places' | 'formats' | 'problems';

/** `gapline indicators|places|formats|problems [ID]`. @returns the exit code */
export async function catalogue(
  name: CatalogueName,
  id: string | undefined,
  given: Record<string, unknown>,
): Promise<number> {
  const options = resolveOutput(given);
  const { table, lists } = CATALOGUES[name]();
  const rows = id === undefined ? table.rows : rowsOf(table, id, name);
  if (name === 'formats' && rows.length === 1 && options.format === 'table') {
    const one = loadFormats().find((format) => format.id === rows[0]![0])!;
    await printTable({ ...table, screen: formatScreen(one) }, options);
  } else await printListed({ ...table, rows }, lists, options);
  return EXIT.done;
}

/** The rows whose first or second cell is an id. @throws UsageError where none is */
export function rowsOf(table: Table, id: string, name: string): Table['rows'] {
  const rows = table.rows.filter((row) =>
    row.slice(0, 2).some((cell) => String(cell).toLowerCase() === id.toLowerCase()),
  );
  if (rows.length > 0) return rows;
  const guess = nearestWord(
    id,
    table.rows.map(([cell]) => String(cell)),
  );
  throw new UsageError(
    `there is no ${table.columns[0]!.name} "${id}" among the ${name}${guess ? `; did you mean "${guess}"?` : ''}`,
  );
}

/** Columns that are lists are joined with `;` in text, and are arrays in JSON. */
export async function printListed(
  table: Table,
  lists: readonly string[],
  options: OutputOptions,
): Promise<void> {
  if (options.format === 'table') return printTable(spaced(table, lists), options);
  if (options.format !== 'json' || lists.length === 0) return printTable(table, options);
  const names = table.columns.map(({ name }) => name);
  const records = table.rows.map((row) =>
    Object.fromEntries(
      row.map((cell, index) => [names[index], lists.includes(names[index]!) ? split(cell) : cell]),
    ),
  );
  process.stdout.write(`[\n${records.map((record) => JSON.stringify(record)).join(',\n')}\n]\n`);
}

/** Lists as a person reads them, which can be broken between their entries. */
function spaced(table: Table, lists: readonly string[]): Table {
  const isList = table.columns.map(({ name }) => lists.includes(name));
  const rows = table.rows.map((row) =>
    row.map((cell, index) => (isList[index] ? split(cell).join(', ') : cell)),
  );
  return { ...table, rows };
}

function split(cell: Cell): string[] {
  return cell === null || cell === '' ? [] : String(cell).split(';');
}

interface ListedTable {
  readonly table: Table;
  /** Columns that hold several entries. */
  readonly lists: readonly string[];
}

/** A column of text. */
export const column = <T>(name: string, description: string, read: (record: T) => string) =>
  ({ name, type: 'string', description, read }) as const;

const CATALOGUES: Record<CatalogueName, () => ListedTable> = {
  indicators: () => {
    const table = tableOf<Definition>(
      { id: 'indicators', title: 'Indicators', description: 'Every indicator and how it is computed' },
      [
        column('id', 'Id of the indicator', ({ id }) => id),
        column('aspiration', 'Id of the aspiration that it measures', ({ aspiration }) => aspiration),
        column('title', 'What it is', ({ title }) => title),
        column('method', 'How it is computed', ({ method }) => method),
        column('unit', 'Unit of its value', ({ unit }) => unit),
        column('polarity', 'Whether high or low is good', ({ polarity }) => polarity),
        column('period', 'Types of period that it is given for', ({ periods }) => periods.join(';')),
        column('extracts', 'Extracts that it is computed from', (one) => extractsOf(one).join(';')),
        column('scope', 'place or system', ({ scope }) => scope),
      ],
      loadCatalogue().indicators,
    );
    return { table, lists: ['period', 'extracts'] };
  },
  places: () => {
    const places = loadPlaces();
    const partOf = new Map(places.parts.map(({ code, partOf }) => [code, partOf]));
    const table = tableOf<Area>(
      { id: 'places', title: 'Places', description: 'The areas that extracts may name, and how' },
      [
        column('code', 'Code that results use', ({ code }) => code),
        column('name', 'Name that results use', ({ name }) => name),
        column(
          'kind',
          'place, combined area, part of a Place, system, region or country',
          ({ kind }) => kind,
        ),
        column('also', 'Other codes and names that are understood', ({ aliases }) => aliases.join(';')),
        column('part_of', 'The Place that a part is summed to', ({ code }) => partOf.get(code) ?? ''),
      ],
      areasOf(places),
    );
    return { table, lists: ['also'] };
  },
  formats: () => {
    const table = tableOf<ExtractFormat>(
      {
        id: 'formats',
        title: 'Formats',
        description: 'The files that are recognised, by their header alone',
      },
      [
        column('id', 'Id of the format', ({ id }) => id),
        column('title', 'What it is', ({ title }) => title),
        column('publisher', 'Who publishes it', ({ publisher }) => publisher ?? ''),
        column('needs', 'Columns by which it is recognised', ({ header }) =>
          [...header.all, ...header.oneOf.map((choice) => choice.join(' or '))].join(';'),
        ),
        column('columns', 'Where each field comes from', (format) =>
          fieldsOfFormat(format)
            .map(({ field, from }) => `${field}: ${from}`)
            .join(';'),
        ),
        column('sets_aside', 'Rows that it sets aside', (format) => setAsideByFormat(format).join(';')),
        column('feeds', 'What it is used for', ({ feeds }) => feeds),
        column('traps', 'What is minded when it is read', ({ traps }) => traps.join(';')),
        column('about', 'What it holds', ({ about }) => about),
      ],
      loadFormats(),
    );
    return { table, lists: ['needs', 'columns', 'sets_aside', 'traps'] };
  },
  problems: () => {
    const table = tableOf<[string, ProblemKind]>(
      {
        id: 'problems',
        title: 'Problems',
        description: 'What can be wrong with extracts, and how to mend it',
      },
      [
        column('code', 'Code of the problem', ([code]) => code),
        column('severity', 'error, warning or info', ([, { severity }]) => severity),
        column('title', 'What it is called', ([, { title }]) => title),
        column('wrong', 'What is wrong', ([, { wrong }]) => wrong),
        column('fix', 'How to mend it', ([, { fix }]) => fix),
      ],
      Object.entries(problemKinds),
    );
    return { table, lists: [] };
  },
};
