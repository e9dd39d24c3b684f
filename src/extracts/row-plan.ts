import type { Problem } from '../problems/problem.ts';
import { problem } from '../problems/problem.ts';
import type { Aside } from './aside.ts';
import { type ColumnAt, textSource } from './field-source.ts';
import { type Checked, remembered } from './fields.ts';
import type { FieldSource, Filter, Format } from './format.ts';
import { headerKey } from './header-key.ts';
import type { ExtractKind } from './kinds/kind.ts';
import { type MeasurePlan, planMeasures } from './measure-plan.ts';

/** A field and the column that it comes from. */
export interface PlannedField {
  readonly name: string;
  readonly column: string;
  readonly index: number;
  /** Puts the column's text into our own words; null where it stands as it is. */
  readonly translate: ((record: readonly string[]) => string | Aside) | null;
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
  readonly fits: (text: string) => boolean;
  /** Whether rows that fit are kept; else they are left out. */
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
  readonly measures: MeasurePlan | null;
  readonly total: { readonly index: number; readonly plus: readonly number[] } | null;
  /** Column in which the source says how many rows there are; -1 where it does not. */
  readonly rowsColumn: number;
  /** Columns of a canonical extract that no field comes from. */
  readonly unused: readonly string[];
  /** Fields of a canonical extract that no column is for. */
  readonly absent: readonly string[];
}

/** A header, where it stands, and what the lines above it say. */
export interface Header {
  readonly names: readonly string[];
  readonly line: number;
  /** Fields that the lines above the header hold. */
  readonly above: Readonly<Record<string, string>>;
}

/** Works out, from a file's header and its format, where each field of the kind comes from. */
export function planRows(
  file: string,
  { names: header, line, above }: Header,
  format: Format,
  kind: ExtractKind<never>,
): RowPlan | Problem {
  const keys = header.map(headerKey);
  const schemas = kind.schema.shape;
  const sourceOf = (field: string): FieldSource | undefined =>
    format.columns === 'canonical' ? (format.rename[field] ?? field) : format.columns[field];

  const used = new Set<number>();
  const at: ColumnAt = (column) => {
    const index = keys.indexOf(headerKey(column));
    if (index >= 0) used.add(index);
    return index;
  };
  const constants = { ...above, ...format.constants };
  const fields: PlannedField[] = [];
  const absent: string[] = [];
  for (const [name, schema] of Object.entries(schemas)) {
    const source = sourceOf(name);
    if (source === undefined || name in constants) continue;
    const text = textSource(source, at);
    if (text) fields.push({ name, column: header[text.index]!, ...text, check: remembered(schema) });
    else if (typeof source === 'string') absent.push(source);
  }
  // What sets a row aside comes before anything else of it is looked at.
  fields.sort((a, b) => settingAside(b) - settingAside(a));

  const values: [string, unknown][] = [];
  for (const [name, text] of Object.entries(constants)) {
    const { value, fault } = remembered(schemas[name]!)(text);
    if (fault) return problem(fault.code, { file, line }, fault.message, fault.fix);
    values.push([name, value]);
  }
  const wideColumns = format.wide ? wideColumnsOf(header, format.wide, kind) : [];
  for (const { index } of wideColumns) used.add(index);
  const plan: RowPlan = {
    width: header.length,
    fields,
    constants: values,
    filters: [
      ...format.keep.map((one) => rowFilter(true, one, at)),
      ...format.leaveOut.map((one) => rowFilter(false, one, at)),
    ].filter(({ index }) => index >= 0),
    wide: wideColumns,
    wideValue: format.wide
      ? { name: format.wide.value, check: remembered(schemas[format.wide.value]!) }
      : null,
    measures: format.measures ? planMeasures(format.measures, header, at) : null,
    total: format.total ? { index: at(format.total.column), plus: format.total.plus.map(at) } : null,
    rowsColumn: format.cutOff ? at(format.cutOff.rowsColumn) : -1,
    unused: format.columns === 'canonical' ? header.filter((_, index) => !used.has(index)) : [],
    absent: format.columns === 'canonical' ? absent : [],
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

function settingAside({ name, translate }: PlannedField): number {
  if (name === 'official_id' || name === 'indicator') return 2;
  return name === 'place' ? 1 : translate ? 0.5 : 0;
}

function rowFilter(keep: boolean, { column, values, like, because }: Filter, at: ColumnAt): RowFilter {
  const known = new Set(values?.map(plain));
  const pattern = new RegExp(like ?? '', 'i');
  const fits =
    like === undefined
      ? (text: string) => known.has(plain(text))
      : (text: string) => pattern.test(text.trim());
  return { index: at(column), fits, keep, because };
}

/** Texts that tell rows apart are compared without case and surrounding spaces. */
function plain(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}

function wideColumnsOf(
  header: readonly string[],
  wide: NonNullable<Format['wide']>,
  kind: ExtractKind<never>,
): WideColumn[] {
  const pattern = new RegExp(wide.headers, 'i');
  const checks = Object.keys(wide.fields).map(
    (name) => [name, remembered(kind.schema.shape[name]!)] as const,
  );
  return header.flatMap((column, index) => {
    const parts = pattern.exec(column.normalize('NFKC').trim());
    if (!parts) return [];
    const fields = checks.map(
      ([name, check]) => [name, check(parts[wide.fields[name]!] ?? '').value] as const,
    );
    return [{ column, index, fields }];
  });
}
