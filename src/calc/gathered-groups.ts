import type { DuckDBDataChunk, DuckDBListVector, DuckDBVector } from '@duckdb/node-api';
import {
  type GroupedColumns,
  isInNaturalOrder,
  type Labels,
  naturalOrder,
  sortWithinGroups,
} from './grouped-columns.ts';
import type { AskedColumn } from './read-columns.ts';

export type EngineColumns = Omit<GroupedColumns, 'header' | 'faults' | 'kept'>;

/** Something that the other reader must look at. */
export class NotPlain extends Error {}

/** As where figures are read one by one: no figure of a population is above this, and no count is as small. */
const LARGEST = 1e15;
const SMALLEST = 1e-6;

/** What the engine's answer has: the grouping columns, then a sum a column asked, or one list of all of them. */
export interface Answer {
  readonly groups: number;
  /** Texts of each grouping column whose numbers the answer has; null where it has the texts themselves. */
  readonly keys: readonly (RankedTexts | null)[];
  readonly asked: readonly AskedColumn[];
  /** Texts of the text columns, in the order asked; the answer has their numbers. */
  readonly texts: readonly (readonly string[])[];
  readonly sums: boolean;
  /** Whether lists have whole numbers below 2³². */
  readonly whole: boolean;
}

/** Texts in natural order, and the place there of each number that the engine knows them by. */
export interface RankedTexts {
  readonly texts: readonly string[];
  readonly placeOf: Int32Array;
}

/** The groups of the engine's answer, gathered chunk by chunk into columns. */
export class GatheredGroups {
  readonly #answer: Answer;
  readonly #keys: readonly KeyColumn[];
  readonly #starts: Int32Array;
  /** Which column tells at once that the rows of a group are in order: one of texts, as they are numbered. */
  readonly #sortedBy: number;
  /** The groups whose rows are not, or may not be. */
  readonly #unsorted: number[] = [];
  #columns: readonly (Float64Array | Int32Array)[];
  #groups = 0;
  #rows = 0;

  constructor(answer: Answer) {
    const { groups, keys, asked, sums } = answer;
    this.#answer = answer;
    this.#keys = keys.map((texts) => new KeyColumn(groups, texts));
    this.#starts = new Int32Array(groups + 1);
    this.#sortedBy = asked.findIndex(({ kind }) => kind === 'text');
    if (this.#sortedBy >= 0 && !isInNaturalOrder(answer.texts[0]!)) this.#sortedBy = -1;
    // How many rows lists have is seen as they come.
    const size = sums ? groups : 0;
    this.#columns = asked.map(({ kind }) => (kind === 'text' ? sharedInts(size) : sharedNumbers(size)));
  }

  /** @throws NotPlain for a text or an order that the other reader must look at */
  take(chunk: DuckDBDataChunk): void {
    const groups = chunk.rowCount;
    for (const [column, key] of this.#keys.entries())
      key.take(chunk.getColumnVector(column), this.#groups, groups);
    if (this.#answer.sums) this.#takeSums(chunk, groups);
    else this.#takeLists(chunk.getColumnVector(this.#keys.length) as DuckDBListVector, groups);
    this.#groups += groups;
  }

  #takeSums(chunk: DuckDBDataChunk, groups: number): void {
    for (const [column, own] of this.#columns.entries())
      own.set(itemsOf(chunk.getColumnVector(this.#keys.length + column)).subarray(0, groups), this.#rows);
    for (let at = 0; at < groups; at++) this.#starts[this.#groups + at + 1] = ++this.#rows;
  }

  #takeLists(list: DuckDBListVector, groups: number): void {
    const { entryData, childData } = list as unknown as ListParts;
    // Where each list starts and how long it is, in eight bytes each, of which the first four say all.
    const entries = new Uint32Array(entryData.buffer, entryData.byteOffset, 4 * groups);
    const first = this.#sortedBy < 0 ? null : itemsOf(childData.entryVectors[this.#sortedBy]!);
    let from = 0;
    for (let at = 0; at < groups; at++) {
      // Lists stand one after the other, so that a column is taken as a whole.
      if (entries[4 * at] !== from) throw new NotPlain();
      const end = from + entries[4 * at + 2]!;
      if (!first || !isRising(first, from, end)) this.#unsorted.push(this.#groups + at);
      from = end;
      this.#starts[this.#groups + at + 1] = this.#rows + from;
    }
    this.#makeRoomFor(from, groups);
    for (const [column, own] of this.#columns.entries())
      own.set(itemsOf(childData.entryVectors[column]!).subarray(0, from), this.#rows);
    this.#rows += from;
  }

  /** Makes the columns as long as they will be if the groups still to come are as large as those so far. */
  #makeRoomFor(rows: number, groups: number): void {
    const needed = this.#rows + rows;
    if (this.#columns.every(({ length }) => length >= needed)) return;
    const size = Math.ceil((1.1 * needed * this.#answer.groups) / (this.#groups + groups));
    this.#columns = this.#columns.map((column) => {
      const longer = column instanceof Int32Array ? sharedInts(size) : sharedNumbers(size);
      longer.set(column);
      return longer;
    });
  }

  columns(): EngineColumns {
    if (this.#rows === 0) throw new NotPlain();
    const numbers = new Map<string, Float64Array>();
    const labels = new Map<string, Labels>();
    for (const [column, { option, kind }] of this.#answer.asked.entries()) {
      const own = this.#columns[column]!.subarray(0, this.#rows);
      if (own instanceof Int32Array)
        labels.set(option, { texts: this.#answer.texts[labels.size]!, codes: own });
      else {
        if (this.#answer.sums || !this.#answer.whole) requireNumbers(own, kind === 'count');
        numbers.set(option, own);
      }
    }
    const starts = Int32Array.from(this.#unsorted, (group) => this.#starts[group]!);
    const ends = Int32Array.from(this.#unsorted, (group) => this.#starts[group + 1]!);
    sortWithinGroups({ starts, ends, numbers, labels });
    const keys = this.#keys.map(({ labels }) => labels);
    const inOrder = naturalOrder(keys, this.#groups);
    return {
      rows: this.#rows,
      groups: this.#groups,
      keys: keys.map(({ texts, codes }) => ({ texts, codes: at(inOrder, codes) })),
      starts: at(inOrder, this.#starts),
      ends: at(inOrder, this.#starts.subarray(1)),
      numbers,
      labels,
    };
  }
}

/** A grouping column as its texts come, or their numbers. */
class KeyColumn {
  readonly labels: Labels;
  readonly #codeOf = new Map<string, number>();
  readonly #met: string[] = [];
  readonly #ranked: RankedTexts | null;

  constructor(groups: number, ranked: RankedTexts | null) {
    this.#ranked = ranked;
    this.labels = { texts: ranked?.texts ?? this.#met, codes: new Int32Array(groups) };
  }

  take(vector: DuckDBVector, from: number, groups: number): void {
    const { codes } = this.labels;
    if (this.#ranked) {
      const { placeOf } = this.#ranked;
      const items = itemsOf(vector);
      for (let at = 0; at < groups; at++) codes[from + at] = placeOf[items[at]!]!;
    } else for (let at = 0; at < groups; at++) codes[from + at] = this.#codeFor(vector.getItem(at) as string);
  }

  #codeFor(text: string): number {
    let code = this.#codeOf.get(text);
    if (code === undefined) {
      if (isNotPlain(text)) throw new NotPlain();
      code = this.#met.push(text) - 1;
      this.#codeOf.set(text, code);
    }
    return code;
  }
}

/** Text that the other reader trims, or that SQL cannot hold. */
export function isNotPlain(text: string): boolean {
  return text !== text.trim() || text.includes('\0');
}

// Columns stand in memory that another thread can read too.

function sharedInts(size: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(size * Int32Array.BYTES_PER_ELEMENT));
}

function sharedNumbers(size: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(size * Float64Array.BYTES_PER_ELEMENT));
}

// What vectors hold, without a call for each number; the package is pinned to its version.

interface ListParts {
  readonly entryData: BigUint64Array;
  readonly childData: { readonly entryVectors: readonly DuckDBVector[] };
}

function itemsOf(vector: DuckDBVector): Float64Array | Uint8Array | Uint16Array | Uint32Array {
  return (vector as unknown as { items: Float64Array }).items;
}

/** Whether each number is above the one before it. */
function isRising(
  numbers: Float64Array | Uint8Array | Uint16Array | Uint32Array,
  start: number,
  end: number,
): boolean {
  for (let at = start + 1; at < end; at++) if (numbers[at - 1]! >= numbers[at]!) return false;
  return true;
}

/** The numbers that stand at some places. */
function at(places: Int32Array, numbers: Int32Array): Int32Array {
  const found = sharedInts(places.length);
  for (let place = 0; place < places.length; place++) found[place] = numbers[places[place]!]!;
  return found;
}

/** Leaves to the other reader what it would not take; 0 and -0 are one figure. */
function requireNumbers(numbers: Float64Array, areCounts: boolean): void {
  for (let at = 0; at < numbers.length; at++) {
    const number = numbers[at]!;
    if (!(Math.abs(number) <= LARGEST) || (areCounts && number > 0 && number < SMALLEST))
      throw new NotPlain();
    if (number === 0) numbers[at] = 0;
  }
}
