import { contentOf, decoderOf } from '../extracts/encoding.ts';
import { quote } from '../extracts/fields.ts';
import { type Figure, optionalCountField, optionalValueField } from '../extracts/figure-fields.ts';
import { type Input, reasonOf } from '../extracts/input.ts';
import { readRecords } from '../extracts/read-records.ts';
import { UsageError } from '../problems/errors.ts';
import { type GroupedColumns, type GroupFault, sortWithinGroups } from './grouped-columns.ts';

/** A column that is asked for: its position is found by its name. */
export interface AskedColumn {
  readonly option: string;
  readonly column: string;
  readonly kind: 'count' | 'number' | 'text';
}

export interface ReadColumnsOptions {
  readonly input: Input;
  /** Chooses the columns once the header is known. @throws UsageError for a column that is not there */
  readonly choose: (header: readonly string[]) => {
    readonly by: readonly number[] | 'row';
    readonly asked: readonly (AskedColumn & { readonly index: number })[];
  };
  /** Whether the rows are kept as they are, besides the columns asked. */
  readonly keepRecords: boolean;
  /** Whether rows without a figure are left out. */
  readonly takesGaps?: boolean;
  /** Whether the order of a group's rows says something; else they are sorted by what they hold. */
  readonly inFileOrder?: boolean;
}

const FIRST_SIZE = 1024;
const PLAIN = /^\d+(?:\.\d+)?$/;
/** As where extracts are read: no figure of a population is above this, and no count as small. */
const LARGEST = 1e15;
const SMALLEST = 1e-6;

/** Reads the columns that a method asks for, in memory that grows with the rows and those columns alone. */
export async function readColumns({
  input,
  choose,
  keepRecords,
  takesGaps = false,
  inFileOrder = false,
}: ReadColumnsOptions): Promise<GroupedColumns> {
  let header: readonly string[] | null = null;
  let plan: ReturnType<typeof choose> | null = null;
  let rows = 0;
  const keys: { texts: string[]; codes: number[]; known: Map<string, number> }[] = [];
  let groups = 0;
  const groupIds = new Map<string, number>();
  let groupOf = new Int32Array(FIRST_SIZE);
  const numbers = new Map<string, Float64Array>();
  const labels = new Map<string, { texts: string[]; codes: Int32Array; known: Map<string, number> }>();
  const faults = new Map<number, GroupFault>();
  const rowFaults = new Map<number, GroupFault & { isGap: boolean }>();
  const records: string[][] = [];

  const groupFor = (record: readonly string[]): number => {
    const { by } = plan!;
    if (by === 'row') return groups++;
    const key = by.map((index, column) => codeOf(keys[column]!, record[index]!.trim()));
    const id = key.join();
    let group = groupIds.get(id);
    if (group === undefined) {
      group = groups++;
      groupIds.set(id, group);
      for (const [column, code] of key.entries()) keys[column]!.codes.push(code);
    }
    return group;
  };
  const blame = (group: number, fault: GroupFault): void => {
    const known = faults.get(group);
    // What is wrong outweighs what is hidden.
    if (!known || (known.status === 'suppressed' && fault.status === 'withheld')) faults.set(group, fault);
  };
  const onRecord = (record: string[], line: number): void => {
    if (header === null || plan === null) {
      header = record;
      plan = choose(record);
      if (plan.by !== 'row') keys.push(...plan.by.map(() => ({ texts: [], codes: [], known: new Map() })));
      for (const { option, kind } of plan.asked) {
        if (kind === 'text')
          labels.set(option, { texts: [], codes: new Int32Array(FIRST_SIZE), known: new Map() });
        else numbers.set(option, new Float64Array(FIRST_SIZE));
      }
      return;
    }
    if (record.every((text) => text.trim() === '')) return;
    // Commas at the end of a row that hold nothing are no fields.
    while (record.length > header.length && record.at(-1) === '') record.pop();
    if (record.length !== header.length) {
      throw new UsageError(
        `${input.path}:${line}: the row has ${record.length} fields where the header has ${header.length}`,
      );
    }
    if (rows === groupOf.length) groupOf = grown(groupOf);
    const group = groupFor(record);
    groupOf[rows] = group;
    for (const { option, column, kind, index } of plan.asked) {
      const text = record[index]!;
      if (kind === 'text') {
        const column = labels.get(option)!;
        if (rows === column.codes.length) column.codes = grown(column.codes);
        column.codes[rows] = codeOf(column, text.trim());
        continue;
      }
      let values = numbers.get(option)!;
      if (rows === values.length) {
        values = grown(values);
        numbers.set(option, values);
      }
      // The short way for plain numbers; all else is read with care.
      const plain = PLAIN.test(text) ? Number(text) : Number.NaN;
      if ((plain >= SMALLEST || plain === 0) && plain <= LARGEST) values[rows] = plain;
      else {
        const read = readText(text, kind);
        values[rows] = read.number;
        if (read.fault) {
          const fault = { status: read.fault.status, note: `${column} ${read.fault.note} (line ${line})` };
          if (takesGaps) rowFaults.set(rows, { ...fault, isGap: read.isGap });
          else blame(group, fault);
        }
      }
    }
    if (keepRecords) records.push(record);
    rows += 1;
  };

  try {
    const { bytes } = await input.head();
    const content = contentOf(bytes);
    if (content === 'packed' || content === 'binary')
      throw new UsageError(`${input.path}: the content is ${content}, not CSV`);
    const failure = await readRecords(decoded(input, decoderOf(content.encoding)), onRecord);
    if (failure)
      throw new UsageError(`${input.path}:${failure.line}: a quote that starts here is never closed`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new UsageError(`${input.path}: ${reasonOf(error)}`);
  }
  if (header === null) throw new UsageError(`${input.path}: the file is empty`);
  const groupOfRow = groupOf.subarray(0, rows);
  const { order, starts, ends } = rowsByGroup(groupOfRow, groups);
  const gathered = <T extends Float64Array | Int32Array>(from: T): T => {
    const to = new (from.constructor as new (size: number) => T)(rows);
    for (let at = 0; at < rows; at++) to[at] = from[order[at]!]!;
    return to;
  };
  const columns = {
    starts,
    ends,
    numbers: new Map([...numbers].map(([option, values]) => [option, gathered(values)])),
    labels: new Map(
      [...labels].map(([option, { texts, codes }]) => [option, { texts, codes: gathered(codes) }]),
    ),
  };
  if (!keepRecords && !inFileOrder) sortWithinGroups(columns);
  return {
    header,
    rows,
    groups,
    keys: keys.map(({ texts, codes }) => ({ texts, codes: Int32Array.from(codes) })),
    ...columns,
    faults,
    kept: keepRecords ? { records, groupOf: groupOfRow, faults: rowFaults } : null,
  };
}

/** The rows of each group, one group after the other, and where each starts and ends. */
function rowsByGroup(
  groupOf: Int32Array,
  groups: number,
): { order: Int32Array; starts: Int32Array; ends: Int32Array } {
  const ends = new Int32Array(groups);
  for (const group of groupOf) ends[group]! += 1;
  for (let group = 1; group < groups; group++) ends[group]! += ends[group - 1]!;
  const starts = new Int32Array(groups);
  for (let group = 1; group < groups; group++) starts[group] = ends[group - 1]!;
  const next = starts.slice();
  const order = new Int32Array(groupOf.length);
  for (let row = 0; row < groupOf.length; row++) order[next[groupOf[row]!]!++] = row;
  return { order, starts, ends };
}

function codeOf({ texts, known }: { texts: string[]; known: Map<string, number> }, text: string): number {
  const code = known.get(text);
  if (code !== undefined) return code;
  known.set(text, texts.length);
  texts.push(text);
  return texts.length - 1;
}

async function* decoded(input: Input, decoder: ReturnType<typeof decoderOf>): AsyncIterable<Buffer | string> {
  for await (const chunk of input.chunks()) yield decoder ? decoder.decode(chunk, { stream: true }) : chunk;
}

function grown<T extends Int32Array | Float64Array>(array: T): T {
  const twice = new (array.constructor as new (size: number) => T)(array.length * 2);
  twice.set(array);
  return twice;
}

/** A figure that is not plainly a number: with thousands commas, hidden, blank or bad. */
function readText(
  text: string,
  kind: 'count' | 'number',
): { number: number; fault: GroupFault | null; isGap: boolean } {
  const bad = (note: string, isGap = false): ReturnType<typeof readText> => ({
    number: Number.NaN,
    fault: { status: 'withheld', note },
    isGap,
  });
  const parsed = (kind === 'count' ? optionalCountField : optionalValueField).safeParse(text);
  if (!parsed.success) return bad(parsed.error.issues[0]!.message);
  const figure = parsed.data as Figure | null;
  if (figure === null) return bad('is blank', true);
  if (figure.state === 'ok') return { number: figure.number, fault: null, isGap: false };
  if (figure.state !== 'suppressed') return bad(`is ${quote(text)}, no figure`, true);
  const note = `is ${quote(text)}, hidden by its source`;
  return { number: Number.NaN, fault: { status: 'suppressed', note }, isGap: true };
}
