import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { sharedDir } from '../shared.ts';

/** A row of a CSV, as text by column. */
export type Row = Readonly<Record<string, string>>;

/** One case folder of the reference, as its case.json tells it. */
export interface FolderCase {
  /** `function/case`. */
  readonly name: string;
  readonly inputPath: string;
  readonly groupBy: readonly string[];
  /** Arguments of the reference that name a column. */
  readonly fields: Readonly<Record<string, string>>;
  readonly options: Readonly<Record<string, unknown>>;
  /** Paths of further tables by the argument that takes them. */
  readonly tables: Readonly<Record<string, string>>;
  /** Why the reference refuses the input; null where it does not. */
  readonly error: string | null;
  readonly input: readonly Row[];
  readonly expected: readonly Row[];
  readonly analytic: readonly Row[];
}

const folder = `${sharedDir}reference/pheindicatormethods/`;

function foldersIn(path: string): string[] {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  } catch {
    return [];
  }
}

/** Every case of the reference as `function/case`; none where the folder is absent. */
export function allCases(): string[] {
  return foldersIn(folder).flatMap((method) => foldersIn(folder + method).map((name) => `${method}/${name}`));
}

export function rowsOf(csv: string): Row[] {
  return parse(csv, { columns: true, bom: true });
}

export function csvOf(rows: readonly Row[]): string {
  const columns = Object.keys(rows[0]!);
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  return [columns, ...rows.map((row) => columns.map((column) => row[column]!))]
    .map((texts) => texts.map(quoted).join(','))
    .join('\n');
}

export function readFolderCase(name: string): FolderCase {
  const path = `${folder}${name}/`;
  const files = readdirSync(path);
  const told = JSON.parse(readFileSync(`${path}case.json`, 'utf8'));
  const rows = (file: string): Row[] =>
    files.includes(file) ? rowsOf(readFileSync(path + file, 'utf8')) : [];
  return {
    name,
    inputPath: `${path}input.csv`,
    groupBy: told.group_by ?? [],
    fields: told.fields ?? {},
    // R writes an empty list as [].
    options: Array.isArray(told.options) ? {} : (told.options ?? {}),
    tables: Object.fromEntries((told.tables ?? []).map((table: string) => [table, `${path}${table}.csv`])),
    error: told.error,
    input: rows('input.csv'),
    expected: rows('expected.csv'),
    analytic: rows('analytic.csv'),
  };
}

/** The confidence levels of a case as proportions: the reference takes 99.8 and 0.998 alike. */
export function levelsOf({ options }: FolderCase): number[] {
  const given = [options.confidence ?? 0.95].flat() as number[];
  return given.map((level) => (level > 1 ? level / 100 : level));
}

/** A number of the reference or of gapline; null where there is none. */
export function numberOf(text: string | undefined): number | null {
  if (text === undefined) throw new Error('There is no such column.');
  return ['', 'NA', 'NaN', 'Inf', '-Inf'].includes(text) ? null : Number(text);
}
