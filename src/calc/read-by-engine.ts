import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { DuckDBConnection, DuckDBDataChunk, DuckDBListVector, DuckDBVector } from '@duckdb/node-api';
import { contentOf, decoderOf } from '../extracts/encoding.ts';
import { readRecords } from '../extracts/read-records.ts';
import { type GroupedColumns, type Labels, naturalOrder, sortWithinGroups } from './grouped-columns.ts';
import type { ReadColumnsOptions } from './read-columns.ts';

/** A file smaller than this is read sooner than the engine is loaded. */
export const ENGINE_FROM_BYTES = 8 * 1024 * 1024;

/** Enough to see the header and, as a rule, every text of a column of ages or dates. */
const HEAD_BYTES = 16 * 1024;

/** As where figures are read one by one: no figure of a population is above this, and no count is as small. */
const LARGEST = 1e15;
const SMALLEST = 1e-6;

/** How many texts of a column the engine numbers: with more of them its look-up takes longer than reading them. */
const MOST_TEXTS = 10_000;

type EngineColumns = Omit<GroupedColumns, 'header' | 'faults' | 'kept'>;
type Chosen = ReturnType<ReadColumnsOptions['choose']>;

/**
 * Reads the columns that a method asks for through the embedded engine, several times as fast as record by record.
 *
 * It takes plain files alone: whatever the other reader might read in another way, refuse, trim or have a word
 * about, it leaves to that reader, whose answer is the one that counts. The engine reads in parallel and so in no
 * order: groups come in the natural order of their names, numbers by size.
 *
 * @param sums whether the sums of a group's columns are enough, which must be whole numbers
 * @returns null for such a file
 */
export async function readByEngine(
  { input, choose, keepRecords, takesGaps, inFileOrder }: ReadColumnsOptions,
  sums: boolean,
  fromBytes = ENGINE_FROM_BYTES,
): Promise<GroupedColumns | null> {
  if (input.once || keepRecords || takesGaps || inFileOrder || statSync(input.path).size < fromBytes)
    return null;
  const records = await recordsOfHead(input);
  const header = records?.[0];
  // To the engine a blank line of a single column is a figure of 0.
  if (!records || !header || header.length === 1) return null;
  const plan = choose(header);
  if (plan.by === 'row') return null;
  // There is none for some machines; the other reader does without.
  const engine = await import('./embedded-engine.ts')
    .then(({ openEngine }) => openEngine())
    .catch(() => null);
  if (!engine) return null;
  try {
    const seen = plan.asked.flatMap(({ index, kind }) =>
      kind === 'text' ? [new Set(records.slice(1).map((record) => record[index] ?? ''))] : [],
    );
    const query = new Query(input.path, header, plan, sums);
    // The head of a file seldom lacks a text; where it does, the whole file is asked for its texts first.
    const asking = query.run(engine.connection, seen);
    // The engine's threads work while this one looks through the file.
    if (isReadOtherwise(input.path)) {
      await asking;
      return null;
    }
    const columns =
      (await asking) ?? (await query.run(engine.connection, await query.textsOfFile(engine.connection)));
    if (!columns) return null;
    sortWithinGroups(columns);
    return { header, ...columns, faults: new Map(), kept: null };
  } catch {
    // Whatever the engine has against a file, the other reader has the say; its words are those the user knows.
    return null;
  } finally {
    engine.close();
  }
}

/** Something that the other reader must look at. */
class NotPlain extends Error {}

/** How much of a file is looked through at once. */
const CHUNK_BYTES = 4 * 1024 * 1024;

/**
 * Whether a file has what the two readers take differently: a quote beside a space, or a figure that begins with a plus
 * or has an underscore between digits, which are no figures to us.
 */
function isReadOtherwise(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.allocUnsafe(CHUNK_BYTES + 1);
    // The last byte of each piece is looked at again with the first of the next.
    bytes[0] = NEW_LINE;
    for (;;) {
      const read = readSync(file, bytes, 1, CHUNK_BYTES, null);
      if (read === 0) return false;
      const piece = bytes.subarray(0, read + 1);
      if (piece.includes(QUOTE) && (piece.includes(' "') || piece.includes('" '))) return true;
      if (stands(piece, PLUS, (before) => !isDigit(before))) return true;
      if (stands(piece, UNDERSCORE, isDigit)) return true;
      bytes[0] = piece[read]!;
    }
  } finally {
    closeSync(file);
  }
}

const [NEW_LINE, QUOTE, PLUS, UNDERSCORE] = [0x0a, 0x22, 0x2b, 0x5f];

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

/** Whether a byte stands anywhere behind one that is asked for. */
function stands(piece: Buffer, byte: number, behind: (before: number) => boolean): boolean {
  for (let at = piece.indexOf(byte, 1); at > 0; at = piece.indexOf(byte, at + 1))
    if (behind(piece[at - 1]!)) return true;
  return false;
}

/** A path as the engine takes it literally: not a pattern, not an address. */
function pathForEngine(path: string): string {
  return resolve(path).replace(/[[*?]/g, '[$&]');
}

/** The records of a file's beginning, the last of which may be cut and is left out; null where it is not plain. */
async function recordsOfHead(input: ReadColumnsOptions['input']): Promise<string[][] | null> {
  const { bytes } = await input.head();
  const content = contentOf(bytes);
  if (content === 'packed' || content === 'binary' || decoderOf(content.encoding)) return null;
  const records: string[][] = [];
  let headerLines = 0;
  await readRecords(oneChunk(bytes.subarray(0, HEAD_BYTES)), (record, line) => {
    headerLines = records.length === 1 ? line : headerLines;
    records.push(record);
  });
  records.pop();
  // A header that spans lines, or blank lines about it, would be counted otherwise by the engine.
  return headerLines === 2 ? records : null;
}

async function* oneChunk(bytes: Buffer): AsyncIterable<Buffer> {
  yield bytes;
}

/** One grouping query over one file. */
class Query {
  readonly #source: string;
  readonly #plan: Chosen;
  readonly #sums: boolean;

  constructor(path: string, header: readonly string[], plan: Chosen, sums: boolean) {
    const figures = new Set(plan.asked.flatMap(({ index, kind }) => (kind === 'text' ? [] : [index])));
    // A text in a column of figures stops the engine, and the other reader words what is wrong with it.
    const columns = header
      .map((_, index) => `c${index}: '${figures.has(index) ? 'DOUBLE' : 'VARCHAR'}'`)
      .join(', ');
    this.#source =
      `read_csv(${quoted(pathForEngine(path))}, auto_detect=false, header=false, skip=1, delim=',', quote='"', escape='"', ` +
      `comment='', hive_partitioning=false, strict_mode=true, null_padding=false, columns={${columns}}, ` +
      `force_not_null=[${header.map((_, index) => `'c${index}'`).join(', ')}])`;
    this.#plan = plan;
    this.#sums = sums && plan.asked.every(({ kind }) => kind === 'count');
  }

  /** Every text of each text column. @throws NotPlain where there are too many */
  async textsOfFile(connection: DuckDBConnection): Promise<Set<string>[]> {
    const columns = this.#plan.asked.filter(({ kind }) => kind === 'text');
    const result = await connection.run(
      `select ${columns.map(({ index }) => `list(distinct c${index})`).join(', ')} from ${this.#source}`,
    );
    const chunk = (await result.fetchChunk())!;
    return columns.map((_, column) => {
      const texts = new Set(textsOf(chunk, column));
      if (texts.size > MOST_TEXTS) throw new NotPlain();
      return texts;
    });
  }

  /**
   * @param texts of each text column, in the order asked
   * @returns null where a column has other texts too
   * @throws NotPlain for a figure or text that the other reader must look at
   */
  async run(connection: DuckDBConnection, texts: readonly Set<string>[]): Promise<EngineColumns | null> {
    const { by, asked } = this.#plan;
    const keys = by === 'row' ? [] : by.map((index) => `c${index}`);
    const lists: string[] = [];
    const plain: string[] = [];
    const known: string[] = [];
    for (const { index, kind } of asked) {
      if (kind === 'text') {
        const own = [...texts[known.length]!];
        if (own.length === 0 || own.length > MOST_TEXTS || own.some(isNotPlain)) throw new NotPlain();
        const type = `texts${known.length}`;
        await connection.run(`create or replace type ${type} as enum (${own.map(quoted).join(', ')})`);
        lists.push(`list(try_cast(c${index} as ${type}))`);
        known.push(`try_cast(c${index} as ${type}) is not null`);
        continue;
      }
      // Sums of whole numbers are the same in any order; blank figures are for the other reader.
      const figure = `c${index}`;
      const bounds = [
        kind === 'count' ? `${figure} >= 0` : '',
        this.#sums ? `${figure} = floor(${figure})` : '',
      ];
      plain.push(`coalesce(${[`${figure} is not null`, ...bounds].filter(Boolean).join(' and ')}, false)`);
      lists.push(`${this.#sums ? 'sum' : 'list'}(${figure})`);
    }
    await connection.run(
      `create or replace temp table groups as select ` +
        [...keys, ...[plain, known].map(allOf), ...lists]
          .map((column, at) => `${column} as g${at}`)
          .join(', ') +
        ` from ${this.#source}${keys.length > 0 ? ` group by ${keys.join(', ')}` : ''}`,
    );
    const flags = keys.length;
    const summary = [
      `bool_and(g${flags})`,
      `bool_and(g${flags + 1})`,
      'count(*)::integer',
      this.#sums ? '0' : `coalesce(sum(len(g${flags + 2})), 0)::integer`,
      ...keys.map((_, column) => `list(distinct g${column})`),
    ];
    const told = (await (await connection.run(`select ${summary.join(', ')} from groups`)).fetchChunk())!;
    const [isPlain, textsKnown, groups, rows] = [0, 1, 2, 3].map((at) => told.getColumnVector(at).getItem(0));
    if (isPlain !== true) throw new NotPlain();
    if (textsKnown !== true) return null;
    const keyTexts = keys.map((_, column) => textsOf(told, 4 + column));
    if (keyTexts.flat().some(isNotPlain)) throw new NotPlain();
    await connection.run(
      keyTexts
        .map((own, column) =>
          own.length > MOST_TEXTS
            ? ''
            : `create or replace type keys${column} as enum (${own.map(quoted).join(', ')});`,
        )
        .join('') || 'select 1',
    );
    const result = await connection.run(
      `select ${[
        ...keyTexts.map(({ length }, column) => `g${column}${length > MOST_TEXTS ? '' : `::keys${column}`}`),
        ...lists.map((_, column) => `g${flags + 2 + column}`),
      ].join(', ')} from groups`,
    );
    const gathered = new GatheredGroups(
      keyTexts,
      this.#plan,
      texts,
      this.#sums,
      Number(groups),
      Number(rows),
    );
    for (;;) {
      const chunk = await result.fetchChunk();
      if (!chunk || chunk.rowCount === 0) return gathered.columns();
      gathered.take(chunk);
    }
  }
}

function allOf(conditions: readonly string[]): string {
  return `bool_and(${conditions.join(' and ') || 'true'})`;
}

/** Every text of a list that stands in the one row of an answer. */
function textsOf(chunk: DuckDBDataChunk, column: number): string[] {
  return (chunk.getColumnVector(column) as DuckDBListVector).childVector.toArray() as string[];
}

/** The groups of the query's answer, gathered chunk by chunk into columns. */
class GatheredGroups {
  readonly #keys: readonly Labels[];
  readonly #columns: ReadonlyMap<string, Float64Array | Int32Array>;
  readonly #asked: Chosen['asked'];
  readonly #texts: readonly Set<string>[];
  readonly #sums: boolean;
  readonly #starts: Int32Array;
  readonly #codes = new Map<readonly string[], ReadonlyMap<string, number>>();
  #groups = 0;
  #rows = 0;

  constructor(
    keyTexts: readonly string[][],
    { asked }: Chosen,
    texts: readonly Set<string>[],
    sums: boolean,
    groups: number,
    rows: number,
  ) {
    this.#keys = keyTexts.map((own) => ({ texts: own, codes: new Int32Array(groups) }));
    this.#asked = asked;
    this.#texts = texts;
    this.#sums = sums;
    const size = sums ? groups : rows;
    this.#columns = new Map(
      asked.map(({ option, kind }) => [
        option,
        kind === 'text' ? new Int32Array(size) : new Float64Array(size),
      ]),
    );
    this.#starts = new Int32Array(groups + 1);
  }

  take(chunk: DuckDBDataChunk): void {
    const groups = chunk.rowCount;
    for (const [column, { texts, codes }] of this.#keys.entries()) {
      const vector = chunk.getColumnVector(column);
      if (texts.length <= MOST_TEXTS) codes.set(itemsOf(vector).subarray(0, groups), this.#groups);
      else {
        const codeOf = this.#codesOf(texts);
        for (let at = 0; at < groups; at++)
          codes[this.#groups + at] = codeOf.get(vector.getItem(at) as string)!;
      }
    }
    let rows = 0;
    for (const [column, { option, kind }] of this.#asked.entries()) {
      const vector = chunk.getColumnVector(this.#keys.length + column);
      const own = this.#columns.get(option)!;
      if (this.#sums) {
        own.set(itemsOf(vector).subarray(0, groups), this.#rows);
        rows = groups;
      } else rows = this.#takeLists(vector as DuckDBListVector, groups, own);
      if (own instanceof Float64Array)
        requireNumbers(own.subarray(this.#rows, this.#rows + rows), kind === 'count');
    }
    if (this.#sums)
      for (let at = 0; at < groups; at++) this.#starts[this.#groups + at + 1] = this.#rows + at + 1;
    this.#groups += groups;
    this.#rows += rows;
  }

  #codesOf(texts: readonly string[]): ReadonlyMap<string, number> {
    let codes = this.#codes.get(texts);
    if (!codes) {
      codes = new Map(texts.map((text, code) => [text, code]));
      this.#codes.set(texts, codes);
    }
    return codes;
  }

  /** @returns how many entries the lists of the groups have */
  #takeLists(list: DuckDBListVector, groups: number, into: Float64Array | Int32Array): number {
    const items = itemsOf(list.childVector);
    let to = this.#rows;
    for (let at = 0; at < groups; at++) {
      const from = list.getEntryOffset(at);
      const end = from + list.getEntryLength(at);
      for (let item = from; item < end; item++) into[to++] = items[item]!;
      this.#starts[this.#groups + at + 1] = to;
    }
    return to - this.#rows;
  }

  columns(): EngineColumns {
    if (this.#rows === 0) throw new NotPlain();
    const inOrder = naturalOrder(this.#keys, this.#groups);
    const numbers = new Map<string, Float64Array>();
    const labels = new Map<string, Labels>();
    for (const [option, own] of this.#columns) {
      if (own instanceof Float64Array) numbers.set(option, own);
      else labels.set(option, { texts: [...this.#texts[labels.size]!], codes: own });
    }
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

/** Text that the other reader trims, or that SQL cannot hold. */
function isNotPlain(text: string): boolean {
  return text !== text.trim() || text.includes('\0');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
