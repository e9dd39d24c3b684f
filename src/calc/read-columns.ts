import { contentOf, decoderOf } from '../extracts/encoding.ts';
import { quote } from '../extracts/fields.ts';
import { type Figure, optionalCountField, optionalValueField } from '../extracts/figure-fields.ts';
import { type Input, reasonOf } from '../extracts/input.ts';
import { readRecords } from '../extracts/read-records.ts';
import { UsageError } from '../problems/errors.ts';

/** A column that is asked for: its position is found by its name. */
export interface AskedColumn {
  readonly option: string;
  readonly column: string;
  readonly kind: 'count' | 'number' | 'text';
}

/** Why a group cannot be used: the first thing that is wrong with its rows. */
export interface GroupFault {
  readonly status: 'withheld' | 'suppressed';
  readonly note: string;
}

/** The rows of a file as columns, each row with the number of its group. */
export interface ReadColumns {
  readonly header: readonly string[];
  readonly rows: number;
  /** Texts of the grouping columns, one entry a group, in the order met. */
  readonly groups: readonly (readonly string[])[];
  readonly groupOf: Int32Array;
  readonly numbers: ReadonlyMap<string, Float64Array>;
  readonly texts: ReadonlyMap<string, readonly string[]>;
  /** Faults by the number of the group. */
  readonly faults: ReadonlyMap<number, GroupFault>;
  /** Faults by the number of the row, where rows without a figure are left out; a gap is no bad data. */
  readonly rowFaults: ReadonlyMap<number, GroupFault & { readonly isGap: boolean }>;
  /** Every field of every row, where rows are kept. */
  readonly records: readonly (readonly string[])[];
}

export interface ReadColumnsOptions {
  readonly input: Input;
  /** Chooses the columns once the header is known. @throws UsageError for a column that is not there */
  readonly choose: (header: readonly string[]) => {
    readonly by: readonly number[] | 'row';
    readonly asked: readonly (AskedColumn & { readonly index: number })[];
  };
  readonly keepRecords: boolean;
  /** Whether rows without a figure are left out. */
  readonly takesGaps?: boolean;
}

const FIRST_SIZE = 1024;
const PLAIN = /^\d+(?:\.\d+)?$/;
/** As where extracts are read: no figure of a population is above this. */
const LARGEST = 1e15;

/** Reads the columns that a method asks for, in memory that grows with the rows and those columns alone. */
export async function readColumns({
  input,
  choose,
  keepRecords,
  takesGaps = false,
}: ReadColumnsOptions): Promise<ReadColumns> {
  let header: readonly string[] | null = null;
  let plan: ReturnType<typeof choose> | null = null;
  let rows = 0;
  const groups: string[][] = [];
  const groupIds = new Map<string, number>();
  let groupOf = new Int32Array(FIRST_SIZE);
  const numbers = new Map<string, Float64Array>();
  const texts = new Map<string, string[]>();
  const faults = new Map<number, GroupFault>();
  const rowFaults = new Map<number, GroupFault & { isGap: boolean }>();
  const records: string[][] = [];

  const groupFor = (record: readonly string[]): number => {
    const { by } = plan!;
    if (by === 'row') {
      groups.push([]);
      return groups.length - 1;
    }
    const key = by.map((index) => record[index]!.trim());
    // With its length before each text, no two keys look alike.
    const id = key.map((text) => `${text.length}:${text}`).join('');
    let group = groupIds.get(id);
    if (group === undefined) {
      group = groups.length;
      groups.push(key);
      groupIds.set(id, group);
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
      for (const { option, kind } of plan.asked) {
        if (kind === 'text') texts.set(option, []);
        else numbers.set(option, new Float64Array(FIRST_SIZE));
      }
      return;
    }
    if (record.every((text) => text.trim() === '')) return;
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
        texts.get(option)!.push(text.trim());
        continue;
      }
      let values = numbers.get(option)!;
      if (rows === values.length) {
        values = grown(values);
        numbers.set(option, values);
      }
      // The short way for plain numbers; all else is read with care.
      const plain = PLAIN.test(text) ? Number(text) : Number.NaN;
      if (plain >= 0 && plain <= LARGEST) values[rows] = plain;
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
  return {
    header,
    rows,
    groups,
    groupOf: groupOf.subarray(0, rows),
    numbers: new Map([...numbers].map(([option, values]) => [option, values.subarray(0, rows)])),
    texts,
    faults,
    rowFaults,
    records,
  };
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
