import { resolve } from 'node:path';
import type { DuckDBConnection, DuckDBListVector } from '@duckdb/node-api';
import {
  type EngineColumns,
  GatheredGroups,
  isNotPlain,
  NotPlain,
  type RankedTexts,
} from './gathered-groups.ts';
import { inNaturalOrder } from './grouped-columns.ts';
import type { AskedColumn } from './read-columns.ts';

/** What a file is thought to have, from parts of it; where it has anything else the engine is asked again. */
export interface Guess {
  /** Every text of each grouping column; null where nothing is known of it. */
  readonly keys: readonly (readonly string[] | null)[];
  /** Texts of the text columns, in the order asked. */
  readonly texts: readonly ReadonlySet<string>[];
  /** Whether figures are whole numbers below 2³², of which lists are shorter. */
  readonly whole: boolean;
}

/** How many texts of a column the engine numbers: with more of them its look-up takes longer than reading them. */
const MOST_TEXTS = 10_000;

/** By these words the engine's own errors are told apart. */
const UNLIKE_THE_GUESS = 'gapline: unlike the guess';
const NOT_PLAIN = 'gapline: not plain';

/** How much the engine reads at once: what its threads still have near when they group it. */
const BUFFER_BYTES = 4_000_000;

/** One grouping query over one file, whose columns are called by their places. */
export class GroupingQuery {
  readonly #connection: DuckDBConnection;
  readonly #source: string;
  readonly #by: readonly number[];
  readonly #asked: readonly (AskedColumn & { readonly index: number })[];
  readonly #sums: boolean;

  /** @param sums whether the sums of a group's columns are enough, which must be counts and whole numbers */
  constructor(
    connection: DuckDBConnection,
    path: string,
    header: readonly string[],
    by: readonly number[],
    asked: readonly (AskedColumn & { readonly index: number })[],
    sums: boolean,
  ) {
    this.#connection = connection;
    const figures = new Set(asked.flatMap(({ index, kind }) => (kind === 'text' ? [] : [index])));
    // A text in a column of figures stops the engine, and the other reader words what is wrong with it.
    const columns = header.map((_, index) => `c${index}: '${figures.has(index) ? 'DOUBLE' : 'VARCHAR'}'`);
    this.#source =
      `read_csv(${quoted(pathForEngine(path))}, auto_detect=false, header=false, skip=1, delim=',', quote='"', escape='"', ` +
      `comment='', hive_partitioning=false, strict_mode=true, null_padding=false, buffer_size=${BUFFER_BYTES}, ` +
      `columns={${columns.join(', ')}}, force_not_null=[${header.map((_, index) => `'c${index}'`).join(', ')}])`;
    this.#by = by;
    this.#asked = asked;
    this.#sums = sums && asked.every(({ kind }) => kind === 'count');
  }

  /**
   * @returns null where the file has other texts or figures than thought
   * @throws for whatever the other reader must look at
   */
  async run(guess: Guess): Promise<EngineColumns | null> {
    const { whole } = guess;
    const texts = guess.texts.map((own) => [...own]);
    const asking = this.#connection.run(await this.#grouping(guess.keys, texts, whole));
    // The engine's threads work while this one sorts.
    const keys = guess.keys.map((own) => own && rankedTexts(own));
    const result = await asking.catch((error) => {
      if (String(error).includes(UNLIKE_THE_GUESS)) return null;
      throw error;
    });
    if (!result) return null;
    const [groups, asked, sums] = [result.rowCount, this.#asked, this.#sums];
    const gathered = new GatheredGroups({ groups, keys, asked, texts, sums, whole });
    // The engine fetches the next chunk while this one is taken.
    let fetched = result.fetchChunk();
    for (;;) {
      const chunk = await fetched;
      if (!chunk || chunk.rowCount === 0) return gathered.columns();
      fetched = result.fetchChunk();
      try {
        gathered.take(chunk);
      } catch (error) {
        // The engine is closed next, which must not be while it fetches.
        await fetched;
        throw error;
      }
    }
  }

  /** What the whole file has, where parts of it have told too little. @throws NotPlain where there are too many texts */
  async guessFromFile(): Promise<Guess> {
    const columns = this.#asked.filter(({ kind }) => kind === 'text');
    const keys = this.#by.map(() => null);
    if (columns.length === 0) return { keys, texts: [], whole: false };
    const lists = columns.map(({ index }) => `list(distinct c${index})`).join(', ');
    const result = await this.#connection.run(`select ${lists} from ${this.#source}`);
    const chunk = (await result.fetchChunk())!;
    const texts = columns.map((_, at) => {
      const own = (chunk.getColumnVector(at) as DuckDBListVector).childVector.toArray() as string[];
      if (own.length > MOST_TEXTS) throw new NotPlain();
      return new Set(inNaturalOrder(own));
    });
    return { keys, texts, whole: false };
  }

  async #grouping(
    keys: readonly (readonly string[] | null)[],
    texts: readonly (readonly string[])[],
    whole: boolean,
  ): Promise<string> {
    const selected: string[] = [];
    for (const [at, own] of keys.entries()) {
      const column = `c${this.#by[at]}`;
      selected.push(own ? await this.#numbered(column, `keys${at}`, own) : column);
    }
    const columns: string[] = [];
    let textColumns = 0;
    for (const { index, kind } of this.#asked) {
      const column = `c${index}`;
      if (kind !== 'text') columns.push(this.#sums ? wholeCount(column) : figure(column, kind, whole));
      else {
        columns.push(await this.#numbered(column, `texts${textColumns}`, texts[textColumns]!));
        textColumns += 1;
      }
    }
    const gathered = this.#sums
      ? columns.map((column) => `sum(${column})`)
      : [`list({${columns.map((column, at) => `v${at}: ${column}`).join(', ')}})`];
    const by = this.#by.map((index) => `c${index}`).join(', ');
    return `select ${[...selected, ...gathered].join(', ')} from ${this.#source}${by && ` group by ${by}`}`;
  }

  /** A column of texts as their numbers. @throws NotPlain for texts that the other reader must look at */
  async #numbered(column: string, type: string, texts: readonly string[]): Promise<string> {
    if (texts.length === 0 || texts.length > MOST_TEXTS || texts.some(isNotPlain)) throw new NotPlain();
    await this.#connection.run(`create or replace type ${type} as enum (${texts.map(quoted).join(', ')})`);
    return `coalesce(try_cast(${column} as ${type}), error('${UNLIKE_THE_GUESS}'))`;
  }
}

/** The texts of an enumeration in natural order. */
function rankedTexts(own: readonly string[]): RankedTexts {
  const texts = inNaturalOrder(own);
  const places = new Map(texts.map((text, place) => [text, place]));
  return { texts, placeOf: Int32Array.from(own, (text) => places.get(text)!) };
}

/** Sums of whole numbers are the same in any order. */
function wholeCount(column: string): string {
  return `case when ${column} >= 0 and ${column} = floor(${column}) then ${column} else error('${NOT_PLAIN}') end`;
}

function figure(column: string, kind: 'count' | 'number', whole: boolean): string {
  const short = `try_cast(${column} as uinteger)`;
  if (whole) return `case when ${short} = ${column} then ${short} else error('${UNLIKE_THE_GUESS}') end`;
  const bound = kind === 'count' ? `${column} >= 0` : `${column} is not null`;
  return `case when ${bound} then ${column} else error('${NOT_PLAIN}') end`;
}

/** A path as the engine takes it literally: not a pattern, not an address. */
function pathForEngine(path: string): string {
  return resolve(path).replace(/[[*?]/g, '[$&]');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
