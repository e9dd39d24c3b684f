import { resolve } from 'node:path';
import type { DuckDBConnection, DuckDBListVector } from '@duckdb/node-api';
import { type Answer, type EngineColumns, GatheredGroups, MOST_TEXTS, NotPlain } from './gathered-groups.ts';
import { inNaturalOrder } from './grouped-columns.ts';
import type { AskedColumn } from './read-columns.ts';

/** What a file is thought to have, from its head; where it has anything else the engine is asked again. */
export interface Guess {
  /** Texts of the text columns, in the order asked. */
  readonly texts: readonly ReadonlySet<string>[];
  /** Whether figures are whole numbers below 2³², of which lists are shorter. */
  readonly whole: boolean;
}

/** By these words the engine's own errors are told apart. */
const UNLIKE_THE_HEAD = 'gapline: unlike the head';
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
    try {
      await this.#connection.run(await this.#grouping(guess));
    } catch (error) {
      if (String(error).includes(UNLIKE_THE_HEAD)) return null;
      throw error;
    }
    const answer = await this.#answerTo(guess);
    const columns = this.#sums ? this.#asked.map((_, at) => `s${at}`) : ['rows'];
    const keys = await Promise.all(answer.keyTexts.map((texts, at) => this.#numbered(`k${at}`, texts)));
    const result = await this.#connection.stream(`select ${[...keys, ...columns].join(', ')} from groups`);
    const gathered = new GatheredGroups(answer);
    // The engine fetches the next chunk while this one is taken.
    let fetched = result.fetchChunk();
    for (;;) {
      const chunk = await fetched;
      if (!chunk || chunk.rowCount === 0) return gathered.columns();
      fetched = result.fetchChunk();
      gathered.take(chunk);
    }
  }

  /** What the whole file has, where its head has told too little. @throws NotPlain where there are too many texts */
  async guessFromFile(): Promise<Guess> {
    const columns = this.#asked.filter(({ kind }) => kind === 'text').map(({ index }) => `c${index}`);
    const texts = await this.#textsOf(columns, this.#source);
    if (texts.some(({ length }) => length > MOST_TEXTS)) throw new NotPlain();
    return { texts: texts.map((own) => new Set(own)), whole: false };
  }

  async #grouping({ texts, whole }: Guess): Promise<string> {
    const keys = this.#by.map((index, at) => `c${index} as k${at}`);
    const columns: string[] = [];
    let textColumns = 0;
    for (const { index, kind } of this.#asked) {
      const column = `c${index}`;
      if (kind !== 'text') columns.push(this.#sums ? wholeCount(column) : figure(column, kind, whole));
      else {
        const own = await this.#typeOf(`texts${textColumns}`, [...texts[textColumns]!]);
        columns.push(`coalesce(try_cast(${column} as ${own}), error('${UNLIKE_THE_HEAD}'))`);
        textColumns += 1;
      }
    }
    const gathered = this.#sums
      ? columns.map((column, at) => `sum(${column}) as s${at}`)
      : [`list({${columns.map((column, at) => `v${at}: ${column}`).join(', ')}}) as rows`];
    return (
      `create or replace temp table groups as select ${[...keys, ...gathered].join(', ')} from ${this.#source}` +
      (keys.length > 0 ? ` group by ${keys.map((_, at) => at + 1).join(', ')}` : '')
    );
  }

  async #answerTo({ texts, whole }: Guess): Promise<Answer> {
    const keyTexts = await this.#textsOf(
      this.#by.map((_, at) => `k${at}`),
      'groups',
    );
    if (keyTexts.flat().some(isNotPlain)) throw new NotPlain();
    const sizes = `count(*)::integer, ${this.#sums ? '0' : 'coalesce(sum(len(rows)), 0)'}::integer`;
    const told = (await (await this.#connection.run(`select ${sizes} from groups`)).fetchChunk())!;
    const [groups, rows] = [0, 1].map((at) => Number(told.getColumnVector(at).getItem(0)));
    return {
      keyTexts: keyTexts.map(inNaturalOrder),
      asked: this.#asked,
      texts: texts.map((own) => [...own]),
      sums: this.#sums,
      whole,
      groups: groups!,
      rows: rows!,
    };
  }

  /** Every text of some columns. */
  async #textsOf(columns: readonly string[], source: string): Promise<string[][]> {
    if (columns.length === 0) return [];
    const lists = columns.map((column) => `list(distinct ${column})`).join(', ');
    const chunk = (await (await this.#connection.run(`select ${lists} from ${source}`)).fetchChunk())!;
    return columns.map(
      (_, at) => (chunk.getColumnVector(at) as DuckDBListVector).childVector.toArray() as string[],
    );
  }

  /** A column of texts as their numbers, where they are not too many. */
  async #numbered(column: string, texts: readonly string[]): Promise<string> {
    return texts.length > MOST_TEXTS ? column : `${column}::${await this.#typeOf(`of_${column}`, texts)}`;
  }

  /** A type whose values are these texts. @throws NotPlain for texts that the other reader must look at */
  async #typeOf(name: string, texts: readonly string[]): Promise<string> {
    if (texts.length === 0 || texts.length > MOST_TEXTS || texts.some(isNotPlain)) throw new NotPlain();
    await this.#connection.run(`create or replace type ${name} as enum (${texts.map(quoted).join(', ')})`);
    return name;
  }
}

/** Sums of whole numbers are the same in any order. */
function wholeCount(column: string): string {
  return `case when ${column} >= 0 and ${column} = floor(${column}) then ${column} else error('${NOT_PLAIN}') end`;
}

function figure(column: string, kind: 'count' | 'number', whole: boolean): string {
  const short = `try_cast(${column} as uinteger)`;
  if (whole) return `case when ${short} = ${column} then ${short} else error('${UNLIKE_THE_HEAD}') end`;
  const bound = kind === 'count' ? `${column} >= 0` : `${column} is not null`;
  return `case when ${bound} then ${column} else error('${NOT_PLAIN}') end`;
}

/** A path as the engine takes it literally: not a pattern, not an address. */
function pathForEngine(path: string): string {
  return resolve(path).replace(/[[*?]/g, '[$&]');
}

/** Text that the other reader trims, or that SQL cannot hold. */
function isNotPlain(text: string): boolean {
  return text !== text.trim() || text.includes('\0');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
