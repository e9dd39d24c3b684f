import type { Problem } from '../problems/problem.ts';
import { problem } from '../problems/problem.ts';
import { type Checked, remembered } from './fields.ts';
import { type Format, headerKey } from './format.ts';
import type { ExtractKind } from './kinds/kind.ts';

/** A field and the column that it comes from. */
export interface PlannedField {
  readonly name: string;
  readonly column: string;
  readonly index: number;
  readonly check: (text: string) => Checked<unknown>;
}

/** A column of a wide table: the fields that its name gives, and where its figure stands. */
export interface WideColumn {
  readonly column: string;
  readonly index: number;
  readonly fields: readonly (readonly [name: string, value: unknown])[];
}

export interface RowFilter {
  readonly index: number;
  readonly values: ReadonlySet<string>;
  /** Whether rows with these values are kept; else they are left out. */
  readonly keep: boolean;
  readonly because: string;
}

/** How the records of one file become rows of its kind. */
export interface RowPlan {
  readonly width: number;
  readonly fields: readonly PlannedField[];
  readonly constants: readonly (readonly [name: string, value: unknown])[];
  readonly filters: readonly RowFilter[];
  readonly wide: readonly WideColumn[];
  /** Field that a wide column's figure is. */
  readonly wideValue: { readonly name: string; readonly check: (text: string) => Checked<unknown> } | null;
  readonly total: { readonly index: number; readonly plus: readonly number[] } | null;
  readonly unused: readonly string[];
}

/** Works out, from a file's header and its format, where each field of the kind comes from. @param line of the header */
export function planRows(
  file: string,
  header: readonly string[],
  line: number,
  format: Format,
  kind: ExtractKind<never>,
): RowPlan | Problem {
  const keys = header.map(headerKey);
  const schemas = kind.schema.shape;
  const columnOf = (field: string): string | undefined =>
    format.columns === 'canonical' ? (format.rename[field] ?? field) : format.columns[field];

  const used = new Set<number>();
  const at = (column: string): number => {
    const index = keys.indexOf(headerKey(column));
    if (index >= 0) used.add(index);
    return index;
  };
  const fields: PlannedField[] = [];
  for (const [name, schema] of Object.entries(schemas)) {
    const column = columnOf(name);
    if (column === undefined || name in format.constants) continue;
    const index = at(column);
    if (index >= 0) fields.push({ name, column: header[index]!, index, check: remembered(schema) });
  }
  // A row of an area elsewhere is set aside before anything else of it is looked at.
  fields.sort((a, b) => Number(b.name === 'place') - Number(a.name === 'place'));

  const wideColumns = format.wide ? wideColumnsOf(header, format.wide, kind) : [];
  const filter = (keep: boolean, { column, values, because }: Format['keep'][number]): RowFilter => ({
    index: at(column),
    values: new Set(values),
    keep,
    because,
  });
  for (const { index } of wideColumns) used.add(index);
  const plan: RowPlan = {
    width: header.length,
    fields,
    constants: Object.entries(format.constants).map(([name, text]) => [
      name,
      remembered(schemas[name]!)(text).value,
    ]),
    filters: [
      ...format.keep.map((one) => filter(true, one)),
      ...format.leaveOut.map((one) => filter(false, one)),
    ],
    wide: wideColumns,
    wideValue: format.wide
      ? { name: format.wide.value, check: remembered(schemas[format.wide.value]!) }
      : null,
    total: format.total ? { index: at(format.total.column), plus: format.total.plus.map(at) } : null,
    unused: format.columns === 'canonical' ? header.filter((_, index) => !used.has(index)) : [],
  };
  for (const index of used) {
    if (keys.indexOf(keys[index]!) !== keys.lastIndexOf(keys[index]!)) {
      return problem(
        'duplicate-column',
        { file, line, column: header[index]! },
        `"${header[index]}" stands twice in the header`,
      );
    }
  }
  return plan;
}

function wideColumnsOf(
  header: readonly string[],
  wide: NonNullable<Format['wide']>,
  kind: ExtractKind<never>,
): WideColumn[] {
  const pattern = new RegExp(wide.headers);
  const checks = Object.keys(wide.fields).map(
    (name) => [name, remembered(kind.schema.shape[name]!)] as const,
  );
  return header.flatMap((column, index) => {
    const parts = pattern.exec(column.trim());
    if (!parts) return [];
    const fields = checks.map(
      ([name, check]) => [name, check(parts[wide.fields[name]!] ?? '').value] as const,
    );
    return [{ column, index, fields }];
  });
}
