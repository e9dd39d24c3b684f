import type { DuckDBDataChunk, DuckDBListVector, DuckDBVector } from '@duckdb/node-api';
import { type GroupedColumns, type Labels, naturalOrder } from './grouped-columns.ts';
import type { AskedColumn } from './read-columns.ts';

export type EngineColumns = Omit<GroupedColumns, 'header' | 'faults' | 'kept'>;

/** Something that the other reader must look at. */
export class NotPlain extends Error {}

/** How many texts of a column the engine numbers: with more of them its look-up takes longer than reading them. */
export const MOST_TEXTS = 10_000;

/** As where figures are read one by one: no figure of a population is above this, and no count is as small. */
const LARGEST = 1e15;
const SMALLEST = 1e-6;

/** What the engine's answer has: the grouping columns, then a sum a column asked, or one list of all of them. */
export interface Answer {
  /** Texts of the grouping columns. Where they are not too many, the answer has their numbers. */
  readonly keyTexts: readonly (readonly string[])[];
  readonly asked: readonly AskedColumn[];
  /** Texts of the text columns, in the order asked; the answer has their numbers. */
  readonly texts: readonly (readonly string[])[];
  readonly sums: boolean;
  readonly groups: number;
  readonly rows: number;
}

/** The groups of the engine's answer, gathered chunk by chunk into columns. */
export class GatheredGroups {
  readonly #answer: Answer;
  readonly #keys: readonly Labels[];
  readonly #codeOfKey: readonly (ReadonlyMap<string, number> | null)[];
  readonly #columns: readonly (Float64Array | Int32Array)[];
  readonly #starts: Int32Array;
  #groups = 0;
  #rows = 0;

  constructor(answer: Answer) {
    const { keyTexts, asked, sums, groups, rows } = answer;
    this.#answer = answer;
    this.#keys = keyTexts.map((texts) => ({ texts, codes: new Int32Array(groups) }));
    this.#codeOfKey = keyTexts.map((texts) =>
      texts.length > MOST_TEXTS ? new Map(texts.map((text, code) => [text, code])) : null,
    );
    const size = sums ? groups : rows;
    this.#columns = asked.map(({ kind }) =>
      kind === 'text' ? new Int32Array(size) : new Float64Array(size),
    );
    this.#starts = new Int32Array(groups + 1);
  }

  /** @throws NotPlain for a figure that the other reader must look at */
  take(chunk: DuckDBDataChunk): void {
    const groups = chunk.rowCount;
    for (const [column, { codes }] of this.#keys.entries()) {
      const vector = chunk.getColumnVector(column);
      const codeOf = this.#codeOfKey[column];
      if (!codeOf) codes.set(itemsOf(vector).subarray(0, groups), this.#groups);
      else
        for (let at = 0; at < groups; at++)
          codes[this.#groups + at] = codeOf.get(vector.getItem(at) as string)!;
    }
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
    const { entryVectors } = list.childVector as unknown as { entryVectors: readonly DuckDBVector[] };
    const items = entryVectors.map(itemsOf);
    for (let at = 0; at < groups; at++) {
      const from = list.getEntryOffset(at);
      const end = from + list.getEntryLength(at);
      for (const [column, own] of this.#columns.entries()) {
        const theirs = items[column]!;
        let to = this.#rows;
        for (let item = from; item < end; item++) own[to++] = theirs[item]!;
      }
      this.#rows += end - from;
      this.#starts[this.#groups + at + 1] = this.#rows;
    }
  }

  columns(): EngineColumns {
    if (this.#rows === 0) throw new NotPlain();
    const numbers = new Map<string, Float64Array>();
    const labels = new Map<string, Labels>();
    for (const [column, { option, kind }] of this.#answer.asked.entries()) {
      const own = this.#columns[column]!;
      if (own instanceof Float64Array) {
        requireNumbers(own, kind === 'count');
        numbers.set(option, own);
      } else labels.set(option, { texts: this.#answer.texts[labels.size]!, codes: own });
    }
    const inOrder = naturalOrder(this.#keys, this.#groups);
    return {
      rows: this.#rows,
      groups: this.#groups,
      keys: this.#keys.map(({ texts, codes }) => ({ texts, codes: inOrder.map((group) => codes[group]!) })),
      starts: inOrder.map((group) => this.#starts[group]!),
      ends: inOrder.map((group) => this.#starts[group + 1]!),
      numbers,
      labels,
    };
  }
}

/** The numbers of a vector as it holds them, without a call for each; the package is pinned to its version. */
function itemsOf(vector: DuckDBVector): Float64Array | Uint8Array | Uint16Array | Uint32Array {
  return (vector as unknown as { items: Float64Array }).items;
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
